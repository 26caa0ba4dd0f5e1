"""Too much work: months that cannot fit, and what each solver leaves out of them."""

from pathlib import Path
from time import perf_counter

from benchmarks.instances import BUILDING_WEIGHT, CLASSES, Instance, too_much
from benchmarks.judge import Verdict, judge, wrongs
from benchmarks.peers import PyVRP, Solver, Vroom, Walkmap
from benchmarks.tables import table

_SOLVERS: tuple[tuple[Solver, float], ...] = (
    (Walkmap(), 5.0),
    (Walkmap(), 30.0),
    (PyVRP(required=False), 5.0),
    (PyVRP(required=False, tuned=True), 5.0),
    (PyVRP(required=False, tuned=True), 30.0),
    (Vroom(), 0.0),
)
_HEAD = (
    "month", "solver", "s", "left out: weight", "buildings", *(f"of {w}" for w in CLASSES),
    "would fit", "would fit for a lower one", "faults",
)  # fmt: skip


def run(data: Path | None, seeds: int) -> str:
    """Plan all months with all solvers and return the table.

    Parameters
    ----------
    data
        The folder with CAU's extract, if there is one.
    seeds
        How many times each is solved; the numbers are means.
    """
    instances = too_much(data)
    for solver, _ in _SOLVERS:  # what is compiled or imported once is not what is measured
        solver.solve(instances[0], 0.1, 1)
    rows = []
    for instance in instances:
        for solver, seconds in _SOLVERS:
            runs = [_run(instance, solver, seconds, seed) for seed in range(1, seeds + 1)]
            took_s, *means = (sum(column) / seeds for column in zip(*runs, strict=True))
            numbers = [f"{mean:.1f}".removesuffix(".0") for mean in means]
            rows.append([instance.name, solver.name, f"{took_s:.1f}", *numbers])
    return table(_HEAD, rows)


def _run(instance: Instance, solver: Solver, seconds: float, seed: int) -> tuple[float, ...]:
    """Return the numbers of a line of the table, for one run."""
    begin = perf_counter()
    plan = solver.solve(instance, seconds, seed)
    took_s = perf_counter() - begin
    verdict, wrong = judge(instance, plan), wrongs(instance, plan)
    counts = [_count(instance, verdict, weight) for weight in (BUILDING_WEIGHT, *CLASSES)]
    faults = len(verdict.faults)
    return took_s, verdict.weight, *counts, wrong.needless, wrong.swaps, faults


def _count(instance: Instance, verdict: Verdict, weight: int) -> int:
    return sum(instance.visits[number].weight == weight for number, _ in verdict.missing)
