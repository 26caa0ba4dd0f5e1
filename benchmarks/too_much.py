"""Too much work: months that cannot fit, and what each solver leaves out of them."""

from pathlib import Path
from time import perf_counter

from benchmarks.instances import BUILDING_WEIGHT, CLASSES, Instance, too_much
from benchmarks.judge import Verdict, judge, wrongs
from benchmarks.peers import PyVRP, Solver, Vroom, Walkmap
from benchmarks.tables import table

_SOLVERS: tuple[tuple[Solver, float], ...] = (
    (Walkmap(), 5.0),
    (PyVRP(required=False), 5.0),
    (PyVRP(required=False, tuned=True), 5.0),
    (PyVRP(required=False, tuned=True), 30.0),
    (Vroom(), 0.0),
)
_HEAD = (
    "month", "solver", "s", "left out: weight", "buildings", *(f"of {w}" for w in CLASSES),
    "would fit", "would fit for a lower one", "faults",
)  # fmt: skip


def run(data: Path | None) -> str:
    """Plan all months with all solvers and return the table.

    Parameters
    ----------
    data
        The folder with CAU's extract, if there is one.
    """
    instances = too_much(data)
    for solver, _ in _SOLVERS:  # what is compiled or imported once is not what is measured
        solver.solve(instances[0], 0.1, 1)
    rows = [_row(i, solver, seconds) for i in instances for solver, seconds in _SOLVERS]
    return table(_HEAD, rows)


def _row(instance: Instance, solver: Solver, seconds: float) -> list[str]:
    begin = perf_counter()
    plan = solver.solve(instance, seconds, 1)
    took = perf_counter() - begin
    verdict, wrong = judge(instance, plan), wrongs(instance, plan)
    counts = [_count(instance, verdict, weight) for weight in (BUILDING_WEIGHT, *CLASSES)]
    numbers = [verdict.weight, *counts, wrong.needless, wrong.swaps, len(verdict.faults)]
    return [instance.name, solver.name, f"{took:.1f}", *map(str, numbers)]


def _count(instance: Instance, verdict: Verdict, weight: int) -> int:
    return sum(instance.visits[number].weight == weight for number, _ in verdict.missing)
