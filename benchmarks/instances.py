"""The instances: one Monday, a month, and months with too much work.

All is integer, so that every solver gets the same numbers: distances are decimetres, rounded once,
and everybody walks a metre a second, so that a decimetre of walking is a tenth of a second.
Each visit has one location. Where ways are symmetric, that is a building's first door. Where they
go round buildings, everybody walks a building from its first door to its last, so that the way from
A to B is from A's last door to B's first.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.towns import Town, town
from walkmap.community.hours import DAY_S, Span
from walkmap.rounds.problem import ALWAYS, WALKING_ONLY, MonthProblem, Visit, WorkShift

TOWNS = ("nanshatan", "cau", "helsinki")
SIZES = (33, 60, 120)
SUBSETS = 3
START_S = 8 * 3600 + 30 * 60
BUILDINGS = 32
BUILDING_WEIGHT = 8000
CLASSES = (400, 20, 1)
_TARGET_MINUTES = (4, 5, 8, 10)
_DOOR_S = 90
_SPEED_MPS = 1.0
_GUESS = 1.4  # of walking, over the way to the nearest three


@dataclass(frozen=True)
class Instance:
    """Something to solve.

    Parameters
    ----------
    name
        Of the instance.
    walk_dm
        Decimetres between places, (1 + v, 1 + v): the office, then the place of each visit.
    visits, shifts
        As in a month problem; targets come after all buildings.
    """

    name: str
    walk_dm: NDArray[np.int64]
    visits: tuple[Visit, ...]
    shifts: tuple[WorkShift, ...]

    @property
    def symmetric(self) -> bool:
        """Whether every way is as long back as forth."""
        return bool((self.walk_dm == self.walk_dm.T).all())

    @property
    def due(self) -> list[tuple[int, int | None]]:
        """What must be done: (visit, day) for the weekly ones, (visit, None) for the others."""
        return [
            (number, day)
            for number, visit in enumerate(self.visits)
            for day in (visit.days if visit.weekly else (None,))
        ]

    @property
    def timed(self) -> bool:
        """Whether time matters at all; in one tour it doesn't."""
        return len(self.shifts) > 1 or any(v.service_s or v.spans != ALWAYS for v in self.visits)

    def problem(self) -> MonthProblem:
        """Return the instance as walkmap takes it."""
        return MonthProblem.from_arrays(
            self.walk_dm / 10, self.visits, self.shifts, trade=WALKING_ONLY
        )


def mondays(data: Path | None = None) -> list[Instance]:
    """Return tours without service or hours: three of each size, town and kind, and TSPLIB's.

    Parameters
    ----------
    data
        The folder with CAU's extract and TSPLIB's files; without it these are left out.
    """
    return [
        _monday(name, data, size, subset, symmetric)
        for size in SIZES
        for symmetric in (True, False)
        for name in _towns(data)
        for subset in range(SUBSETS)
    ]


def _towns(data: Path | None) -> tuple[str, ...]:
    return tuple(name for name in TOWNS if name != "cau" or data is not None)


def tour(name: str, walk_dm: NDArray[np.int64]) -> Instance:
    """Return the instance of one tour through all places, with all the time in the world."""
    visits = tuple(Visit(f"V{i}", 0, (0,), weekly=True) for i in range(1, len(walk_dm)))
    return Instance(name, walk_dm, visits, (WorkShift(0, "1", 0, DAY_S, speed_mps=_SPEED_MPS),))


def _monday(town_name: str, data: Path | None, size: int, subset: int, symmetric: bool) -> Instance:
    where = town(town_name, data)
    random = np.random.default_rng([size, subset, symmetric])
    count = min(len(where.buildings), (size - 1) * 2 // 3)
    buildings = random.choice(len(where.buildings), count, replace=False)
    spots = random.choice(where.spots, size - 1 - count, replace=False)
    name = f"{town_name}-{size}-{'sym' if symmetric else 'asym'}-{subset}"
    return tour(name, _walk_dm(where, buildings, spots, symmetric))


def _walk_dm(
    where: Town, buildings: NDArray[np.int64], spots: NDArray[np.int64], symmetric: bool
) -> NDArray[np.int64]:
    """Return decimetres among the office, buildings and spots."""
    enter = np.array([0, *(where.buildings[b][0] for b in buildings), *spots])
    leave = np.array([0, *(where.buildings[b][1] for b in buildings), *spots])
    walk_m = where.walk_m[np.ix_(enter if symmetric else leave, enter)]
    walk_dm: NDArray[np.int64] = np.rint(walk_m * 10).astype(np.int64)
    if symmetric:
        walk_dm = np.minimum(walk_dm, walk_dm.T)
    np.fill_diagonal(walk_dm, 0)
    return walk_dm


@dataclass(frozen=True)
class _Month:
    """What a month shall be like; `full` is the share of all shifts that is work."""

    town: str
    symmetric: bool
    teams: int
    mondays: int
    targets: int
    hours: bool
    full: float

    @property
    def name(self) -> str:
        kind = "sym" if self.symmetric else "asym"
        hours = "-hours" if self.hours else ""
        return (
            f"{self.town}-{kind}-{self.teams}x{self.mondays}-{self.targets}{hours}"
            f"-{self.full * 100:.0f}"
        )


_MONTHS = (
    _Month("nanshatan", True, 1, 4, 40, False, 0.75),
    _Month("nanshatan", False, 2, 4, 80, False, 0.88),
    _Month("nanshatan", False, 3, 5, 100, True, 0.85),
    _Month("nanshatan", True, 5, 4, 100, True, 0.70),
    _Month("cau", True, 2, 4, 80, True, 0.80),
    _Month("cau", False, 5, 4, 100, False, 0.70),
    _Month("cau", False, 3, 5, 120, True, 0.85),
    _Month("helsinki", True, 4, 4, 60, True, 0.65),
    _Month("helsinki", False, 2, 5, 100, False, 0.90),
    _Month("helsinki", False, 1, 4, 40, True, 0.80),
)
_TOO_MUCH = (
    _Month("nanshatan", False, 2, 4, 80, False, 1.10),
    _Month("nanshatan", True, 3, 4, 100, True, 1.25),
    _Month("cau", False, 2, 5, 120, True, 1.40),
    _Month("helsinki", False, 3, 4, 100, False, 1.25),
)


def months(data: Path | None = None) -> list[Instance]:
    """Return months that can be done.

    Parameters
    ----------
    data
        The folder with CAU's extract; without it, its instances are left out.
    """
    return list(_built(_MONTHS, data))


def too_much(data: Path | None = None) -> list[Instance]:
    """Return months that can't: there is up to 40% more work than time, of three classes.

    Parameters
    ----------
    data
        As for `months`.
    """
    return list(_built(_TOO_MUCH, data))


def _built(plans: tuple[_Month, ...], data: Path | None) -> Iterator[Instance]:
    for seed, plan in enumerate(plans):
        if plan.town in _towns(data):
            yield _month(plan, town(plan.town, data), np.random.default_rng(seed))


def _month(plan: _Month, where: Town, random: np.random.Generator) -> Instance:
    """Build a month around the office: from the nearest places, half as many again as needed."""
    far = where.walk_m[0]
    near = sorted(range(len(where.buildings)), key=lambda b: far[where.buildings[b][0]])
    around = sorted(where.spots, key=lambda place: far[place])
    buildings = random.choice(near[: BUILDINGS * 3 // 2], BUILDINGS, replace=False)
    spots = random.choice(around[: plan.targets * 3 // 2], plan.targets, replace=False)
    walk_dm = _walk_dm(where, buildings, spots, plan.symmetric)
    days = tuple(range(plan.mondays))
    visits = [
        Visit(f"B{i}", _DOOR_S * where.buildings[b][2], days, weekly=True, weight=BUILDING_WEIGHT)
        for i, b in enumerate(buildings, 1)
    ]
    weights = random.permutation(np.resize(CLASSES, plan.targets)).tolist()
    minutes = random.choice(_TARGET_MINUTES, plan.targets).tolist()
    visits += [
        Visit(f"T{i}", 60 * m, days, weekly=False, weight=weight)
        for i, (m, weight) in enumerate(zip(minutes, weights, strict=True), 1)
    ]
    shift_s = _shift_s(walk_dm, visits, plan)
    if plan.hours:
        visits = [v if v.weekly else _with_hours(v, shift_s, random) for v in visits]
    shifts = tuple(
        WorkShift(day, str(team), START_S, START_S + shift_s, speed_mps=_SPEED_MPS)
        for day in days
        for team in range(1, plan.teams + 1)
    )
    return Instance(plan.name, walk_dm, tuple(visits), shifts)


def _shift_s(walk_dm: NDArray[np.int64], visits: list[Visit], plan: _Month) -> int:
    """Return how long shifts are, in whole minutes, for the work to fill its share of them.

    Walking is guessed: to each visit from one near it, and to the office and back in each shift.
    The tables say what it came to in the best plan known.
    """
    times = np.array([len(v.days) if v.weekly else 1 for v in visits])
    service_s = sum(v.service_s * n for v, n in zip(visits, times, strict=True))
    apart = walk_dm[1:, 1:] + np.diag(np.full(len(visits), 1 << 40))
    nearest_s = np.sort(apart, axis=0)[:3].mean(axis=0) / 10
    shifts = plan.teams * plan.mondays
    walk_s = _GUESS * (float(times @ nearest_s) + shifts * float(np.median(walk_dm[0])) / 10)
    return 60 * int(np.ceil((service_s + walk_s) / (plan.full * shifts) / 60))


def _with_hours(visit: Visit, shift_s: int, random: np.random.Generator) -> Visit:
    """Give two of five targets hours within the shift, and one of five some Mondays only."""
    end_s = START_S + shift_s
    half_s, third_s = START_S + shift_s // 2, START_S + shift_s // 3
    later_s = START_S + shift_s * 2 // 3
    choices = (
        (Span(START_S, half_s),),
        (Span(half_s, end_s),),
        (Span(third_s, later_s),),
        (Span(START_S, third_s), Span(later_s, end_s)),
    )
    spans = choices[random.integers(len(choices))] if random.random() < 0.4 else ALWAYS
    days = visit.days
    if random.random() < 0.2:
        days = tuple(sorted(random.choice(days, 2, replace=False).tolist()))
    return replace(visit, spans=spans, days=days)
