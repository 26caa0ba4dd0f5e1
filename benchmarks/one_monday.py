"""One Monday: how far tours are from the proven optimum, and what time they take."""

from pathlib import Path
from time import perf_counter
from typing import NamedTuple

from benchmarks.instances import Instance, mondays
from benchmarks.judge import judge
from benchmarks.optima import optimum_dm, read_optima
from benchmarks.peers import Christofides, FastTsp, PyVRP, Solver, Vroom, Walkmap
from benchmarks.tables import spread, table
from benchmarks.tsplib import tsplib

# Seconds to search, to be back within 50, 200 and 500 ms, by how many places there are at most.
_ALLOWED = {33: 0.043, 60: 0.185, 120: 0.485}


class _Entry(NamedTuple):
    """A line of the table: a solver, how long it may take (None: as walkmap), and what it can."""

    solver: Solver
    seconds: float | None
    symmetric_only: bool = False


_ENTRIES = (
    _Entry(Walkmap(), None),
    _Entry(PyVRP(), None),
    _Entry(PyVRP(), 1.0),
    _Entry(PyVRP(idle=200), 60.0),
    _Entry(Vroom(), None),
    _Entry(Christofides(), None, symmetric_only=True),
    _Entry(FastTsp(), 0.02, symmetric_only=True),
)


class _Run(NamedTuple):
    gap: float
    ms: float


def tours(data: Path | None) -> list[Instance]:
    """Return all tours, with TSPLIB's where the folder of data is given."""
    return [*mondays(data), *(tsplib(data) if data else [])]


def _allowed(instance: Instance) -> float:
    return next(s for size, s in _ALLOWED.items() if len(instance.walk_dm) <= size)


def _label(entry: _Entry) -> str:
    idle = isinstance(entry.solver, PyVRP) and entry.solver.idle
    limit = "" if entry.seconds is None or idle else f", {entry.seconds:g} s"
    if entry.seconds is None and isinstance(entry.solver, PyVRP):
        limit = ", as long as walkmap"
    return entry.solver.name + limit


def _group(instance: Instance) -> str:
    if "-" not in instance.name:
        return "TSPLIB"
    return f"{len(instance.walk_dm)}, {'symmetric' if instance.symmetric else 'round buildings'}"


def run(data: Path | None, seeds: int) -> str:
    """Solve all tours with all solvers, one after the other, and return the table.

    Parameters
    ----------
    data
        The folder with CAU's extract and TSPLIB's files, if there is one.
    seeds
        How many times each is solved, with another seed each time.
    """
    optima = read_optima()
    known = [(i, best) for i in tours(data) if (best := optimum_dm(i, optima)) is not None]
    unknown = len(tours(data)) - len(known)
    runs: dict[tuple[str, str], list[_Run]] = {}
    for entry in _ENTRIES:  # what is compiled or imported once is not what is measured
        entry.solver.solve(known[0][0], 0.1, 1)
    for instance, best in known:
        for seed in range(1, seeds + 1):
            for entry in _ENTRIES:
                if instance.symmetric or not entry.symmetric_only:
                    key = (_label(entry), _group(instance))
                    runs.setdefault(key, []).append(_run(entry, instance, best, seed))
    head = ["solver", "tours", "mean gap %", "worst gap %", "optimal", "ms"]
    parts = []
    for group in dict.fromkeys(_group(i) for i, _ in known):
        rows = (_row(_label(entry), runs.get((_label(entry), group), [])) for entry in _ENTRIES)
        parts.append(f"**{group}**\n\n{table(head, (row for row in rows if row))}")
    note = f"{unknown} tours without a proven optimum are left out.\n" if unknown else ""
    return "\n".join([*parts, note])


def _run(entry: _Entry, instance: Instance, best: int, seed: int) -> _Run:
    seconds = _allowed(instance) if entry.seconds is None else entry.seconds
    begin = perf_counter()
    plan = entry.solver.solve(instance, seconds, seed)
    ms = (perf_counter() - begin) * 1000
    verdict = judge(instance, plan)
    if not verdict.sound:
        raise RuntimeError(f"{entry.solver.name} on {instance.name}: {verdict}")
    return _Run((verdict.walk_dm / best - 1) * 100, ms)


def _row(label: str, runs: list[_Run]) -> list[str]:
    if not runs:
        return []
    gaps = [run.gap for run in runs]
    optimal = sum(gap == 0 for gap in gaps) / len(gaps)
    return [
        label,
        f"{len(runs)}",
        f"{sum(gaps) / len(gaps):.2f}",
        f"{max(gaps):.2f}",
        f"{optimal:.0%}",
        spread([run.ms for run in runs]),
    ]
