"""What a new plan changes of an earlier one, and why."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from walkmap.rounds.earlier import Earlier
from walkmap.rounds.problem import Routes
from walkmap.rounds.timing import with_visit
from walkmap.rounds.visits import Month
from walkmap.words import Words

Slot = tuple[date, str]
_SHOWN = 6


def differences(month: Month, routes: Routes, earlier: Earlier) -> Iterator[Words]:
    """Give what differs from an earlier plan of the same month, each with its reason.

    Parameters
    ----------
    month, routes
        The new plan.
    earlier
        The earlier one.
    """
    yield from _Differences(month, routes, earlier).all()


class _Differences:
    """The stops of two plans side by side."""

    def __init__(self, month: Month, routes: Routes, earlier: Earlier) -> None:
        self._month = month
        self._names = {team.id: team.name for team in month.community.settings.teams}
        self._shifts: dict[Slot, int] = {
            (month.dates[shift.day], shift.team): number
            for number, shift in enumerate(month.problem.shifts)
        }
        self._routes = routes
        self._old: dict[Slot, list[str]] = defaultdict(list)
        for stop in earlier.stops:
            self._old[stop.date, stop.team] += [stop.id, *stop.also]
        self._new = {
            slot: [id_ for task in routes.tasks[number] for id_ in self._ids(task.visit)]
            for slot, number in self._shifts.items()
        }
        self._left = {id_ for visit, _ in routes.missing for id_ in self._ids(visit)}
        self._left |= {item.id for item in month.hopeless}

    def _ids(self, visit: int) -> tuple[str, ...]:
        """Return a visit's id, and those of other targets that are visited with it."""
        id_ = self._month.problem.visits[visit].id
        return (id_, *self._month.together.get(id_, ()))

    def all(self) -> Iterator[Words]:
        """Give what differs: targets, then buildings and the order day by day."""
        targets = set(self._month.community.targets.index)
        before, now = _places(self._old, targets), _places(self._new, targets)
        for id_ in sorted({*before, *now}):
            gone = [slot for slot in before[id_] if slot not in now[id_]]
            come = [slot for slot in now[id_] if slot not in before[id_]]
            if gone or come:
                yield self._moved(id_, gone, come)
        for slot in sorted({*self._old, *self._new}):
            yield from self._round(slot, targets)

    def _moved(self, id_: str, gone: list[Slot], come: list[Slot]) -> Words:
        """Say where a target was and is, and why."""
        name = self._month.community.name_of(id_)
        if not gone:
            why = Words("原计划没有", "the earlier plan lacks it")
        elif not come and id_ in self._left:
            why = Words("排不下了，见没排进的", "it does not fit any more: see what is left out")
        elif not come:
            why = Words("本月不用再走访", "it is not due any more")
        else:
            why = self._why(id_, gone[0], come[0])
        zh = [" ".join([f"{day:%m-%d}", self._name(team)]) for day, team in (*gone, *come)]
        then, now = "、".join(zh[: len(gone)]) or "—", "、".join(zh[len(gone) :]) or "—"
        return Words(f"{name}：{then} → {now}（{why.zh}）", f"{name}: {then} → {now} ({why.en})")

    def _why(self, id_: str, gone: Slot, come: Slot) -> Words:
        wishes = self._month.community.wishes
        isos = {"", gone[0].isoformat(), come[0].isoformat()}
        about = (wishes["id"] == id_) & wishes["date"].isin(isos)
        if wishes["what"][about].isin(["pin", "forbid", "add"]).any():
            return Words("按安排要求", "a wish asks for it")
        number = self._shifts.get(gone)
        if number is None:
            return self._away(gone[1])
        visits = [visit.id for visit in self._month.problem.visits]
        if id_ not in visits or not self._month.problem.allowed_table[visits.index(id_), number]:
            return Words("那一组那天去不了了", "that team can't go there on that day any more")
        problem, tasks = self._month.problem, self._routes.tasks[number]
        room = with_visit(problem, problem.shifts[number], tasks, visits.index(id_))
        if next(room, None) is None:
            return Words("那一组那天排不下了", "that round has no room for it any more")
        return Words("这样更省路、更匀", "this makes rounds shorter or more alike")

    def _round(self, slot: Slot, targets: set[str]) -> Iterator[Words]:
        """Say which buildings a round has more, and how its order differs."""
        old = [id_ for id_ in self._old.get(slot, ()) if id_ not in targets]
        new = [id_ for id_ in self._new.get(slot, ()) if id_ not in targets]
        head = f"{slot[0]:%m-%d} {self._name(slot[1])}"
        if slot not in self._new:
            why = self._away(slot[1])
            yield Words(f"{head}：{why.zh}", f"{head}: {why.en}")
            return
        more = [self._month.community.name_of(id_) for id_ in new if id_ not in old]
        if more:
            few = "、".join(more[:_SHOWN]) + ("…" if len(more) > _SHOWN else "")
            yield Words(
                f"{head}：多走 {len(more)} 栋楼（{few}）",
                f"{head}: {len(more)} more buildings ({few.replace('、', ', ')})",
            )
        common = set(self._old.get(slot, ())) & set(self._new[slot])
        then = [id_ for id_ in self._old.get(slot, ()) if id_ in common]
        now = [id_ for id_ in self._new[slot] if id_ in common]
        follows = dict(zip(then, ["", *then], strict=False))
        changed = sum(follows[b] != a for a, b in zip(["", *now], now, strict=False))
        if changed:
            yield Words(
                f"{head}：次序有 {changed} 处改动", f"{head}: the order differs in {changed} places"
            )

    def _name(self, team: str) -> str:
        return self._names.get(team, team)

    def _away(self, team: str) -> Words:
        name = self._name(team)
        return Words(f"{name}这天不走", f"{name} does not walk on that day")


def _places(stops: dict[Slot, list[str]], wanted: set[str]) -> dict[str, list[Slot]]:
    """Return for each of some ids the rounds it is in."""
    found: dict[str, list[Slot]] = defaultdict(list)
    for slot, ids in stops.items():
        for id_ in ids:
            if id_ in wanted:
                found[id_].append(slot)
    return found
