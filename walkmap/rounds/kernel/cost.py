"""What a plan costs beyond its single rounds: that they differ, and what is left out; compiled."""

from typing import Any

from walkmap.rounds.kernel.state import compiled

# A round that is so many seconds shorter than the others is as long as they are. For each second
# that it is shorter still, it counts like one that is `_SHORT_S` seconds too long.
_ALIKE_S, _SHORT_S = 300.0, 100.0


@compiled
def longer(weights: Any, level: float, work: float, more: float) -> float:
    """Return what it costs that a round gets longer, where rounds that are alike are `level`."""
    before, after = max(0.0, work - weights.fair), max(0.0, work + more - weights.fair)
    cost = weights.balance * (after * after - before * before)
    before, after = max(0.0, work - level), max(0.0, work + more - level)
    return float(cost + weights.alike * (after * after - before * before))


@compiled
def _level(numbers: Any, state: Any) -> float:
    """Return how long rounds that go out would be if they were alike, as far as shifts allow."""
    level, longest = 0.0, -1.0
    while level > longest:
        longest = level
        work, rounds = 0.0, 0
        for s in range(len(numbers.start)):
            if state.size[s]:
                work += state.work[s]
                room = numbers.end[s] - numbers.start[s]
                if longest and room < longest:
                    work -= room
                else:
                    rounds += 1
        level = work / rounds if rounds else longest
    return longest


@compiled
def unlike(numbers: Any, weights: Any, state: Any) -> float:
    """Return what it costs that the rounds that go out are not alike."""
    if weights.alike == 0:
        return 0.0
    level, cost = _level(numbers, state), 0.0
    for s in range(len(numbers.start)):
        if state.size[s]:
            over = state.work[s] - min(level, numbers.end[s] - numbers.start[s])
            cost += max(0.0, over) ** 2 + 2 * _SHORT_S * max(0.0, -over - _ALIKE_S)
    return float(weights.alike * cost)


@compiled
def total(numbers: Any, weights: Any, state: Any) -> float:
    """Return what a plan costs: its rounds, and the prizes of what is left out."""
    cost = unlike(numbers, weights, state)
    for s in range(len(numbers.start)):
        cost += state.cost[s]
    for item in range(len(numbers.service)):
        if state.at[item] < 0:
            cost += numbers.prize[item]
    return cost
