"""A month: how much more is walked than in the best plan known, after so much time.

`python -m benchmarks.month` prints the table; `--best` lets one solver look for better plans.
"""

import argparse
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

from benchmarks.best import best_dm, keep_best, read_best
from benchmarks.instances import Instance, months
from benchmarks.judge import judge
from benchmarks.peers import Insertion, PyVRP, Solver, Vroom, Walkmap
from benchmarks.tables import spread, table

SOLVERS: dict[str, Solver] = {
    "walkmap": Walkmap(),
    "pyvrp": PyVRP(tuned=True),
    "pyvrp-plain": PyVRP(),
    "vroom": Vroom(),
}
_SECONDS = (1.0, 2.5, 5.0, 10.0)
# Each with the times that it is given; None: it takes the time that it takes.
_ENTRIES: tuple[tuple[Solver, tuple[float, ...] | None], ...] = (
    (Walkmap(), _SECONDS),
    (PyVRP(), _SECONDS),
    (PyVRP(tuned=True), _SECONDS),
    (Vroom(), None),
    (Insertion(), None),
)


class _Run(NamedTuple):
    """What came of one run: metres over the best known in %, None if the plan is not sound."""

    gap: float | None
    took_s: float
    missing: int
    faults: int


def run(data: Path | None, seeds: int) -> str:
    """Plan all months with all solvers, one after the other, and return the tables.

    Parameters
    ----------
    data
        The folder with CAU's extract, if there is one.
    seeds
        How many times each is solved, with another seed each time; those that take none, once.
    """
    known = [(i, best) for i in months(data) if (best := best_dm(i)) is not None]
    for solver, _ in _ENTRIES:  # what is compiled or imported once is not what is measured
        solver.solve(known[0][0], 0.1, 1)
    runs: dict[tuple[str, float | None], list[tuple[str, _Run]]] = {}
    for instance, best in known:
        for seed in range(1, seeds + 1):
            for solver, times in _ENTRIES:
                for seconds in times or ((None,) if seed == 1 else ()):
                    found = _run(instance, best, solver, seconds, seed)
                    runs.setdefault((solver.name, seconds), []).append((instance.name, found))
    head = [
        "solver",
        "given s",
        "took s",
        "mean gap %",
        "worst gap %",
        "sound",
        "missing",
        "faults",
    ]
    rows = [_row(*key, [run for _, run in found]) for key, found in runs.items()]
    return f"{table(head, rows)}\n{_by_instance(known, runs)}"


def _run(instance: Instance, best: int, solver: Solver, seconds: float | None, seed: int) -> _Run:
    begin = perf_counter()
    plan = solver.solve(instance, seconds or 0.0, seed)
    took = perf_counter() - begin
    verdict = judge(instance, plan)
    gap = (verdict.walk_dm / best - 1) * 100 if verdict.sound else None
    return _Run(gap, took, len(verdict.missing), len(verdict.faults))


def _row(name: str, seconds: float | None, runs: list[_Run]) -> list[str]:
    gaps = [run.gap for run in runs if run.gap is not None]
    return [
        name,
        "" if seconds is None else f"{seconds:g}",
        spread([run.took_s for run in runs], ".1f"),
        f"{sum(gaps) / len(gaps):.2f}" if gaps else "–",
        f"{max(gaps):.2f}" if gaps else "–",
        f"{len(gaps)} of {len(runs)}",
        f"{sum(run.missing for run in runs)}",
        f"{sum(run.faults for run in runs)}",
    ]


def _by_instance(
    known: list[tuple[Instance, int]],
    runs: dict[tuple[str, float | None], list[tuple[str, _Run]]],
) -> str:
    """Return for each month how full it is and the mean gap of each solver that was timed."""
    keys = [key for key in runs if key[1] in (None, _SECONDS[0], _SECONDS[2])]
    heads = [name if seconds is None else f"{name}, {seconds:g} s" for name, seconds in keys]
    rows = []
    for instance, best in known:
        row = [instance.name, f"{best / 10:.0f}", f"{_full(instance, best):.0%}"]
        for key in keys:
            gaps = [run.gap for name, run in runs[key] if name == instance.name]
            sound = [gap for gap in gaps if gap is not None]
            broken = f" ({len(gaps) - len(sound)} not sound)" if len(sound) < len(gaps) else ""
            row.append((f"{sum(sound) / len(sound):.2f}" if sound else "–") + broken)
        rows.append(row)
    return table(["month", "best known m", "full", *heads], rows)


def _full(instance: Instance, walk_dm: int) -> float:
    """Return the share of all shifts that is work, with so much walking."""
    service_s = sum(instance.visits[number].service_s for number, _ in instance.due)
    return (service_s + walk_dm / 10) / sum(s.end_s - s.start_s for s in instance.shifts)


def search(instance: Instance, solver: Solver, seconds: float, seed: int) -> str:
    """Let a solver look for a better plan than the best known; say in a line what came of it."""
    begin = perf_counter()
    plan = solver.solve(instance, seconds, seed)
    took = round(perf_counter() - begin)
    verdict, before = judge(instance, plan), best_dm(instance)
    better = keep_best(instance, plan, solver=solver.name, seconds=took)
    known = "none" if before is None else f"{before / 10:.1f} m"
    flaws = "" if verdict.sound else f", {len(verdict.missing)} missing, {verdict.faults[:2]}"
    return (
        f"{instance.name}: {solver.name} {verdict.walk_dm / 10:.1f} m in {took} s{flaws};"
        f" best known was {known}{', now this' if better else ''}"
    )


def take(data: Path | None, file: Path) -> str:
    """Take the plans of another file of best plans that are better; say which in a line."""
    entries = read_best(file)
    taken = [
        instance.name
        for instance in months(data)
        if (entry := entries.get(instance.name))
        and keep_best(instance, entry["plan"], solver=entry["solver"], seconds=entry["seconds"])
    ]
    return f"{len(taken)} taken: {', '.join(taken)}"


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, help="the folder with osm/ and tsplib/")
    parser.add_argument("--best", action="store_true", help="improve best_known.json")
    parser.add_argument("--take", type=Path, help="take what is better from another such file")
    parser.add_argument("--solver", choices=SOLVERS, default="pyvrp", help="for --best")
    parser.add_argument("--seconds", type=float, default=600, help="for --best: an instance")
    parser.add_argument("--seed", type=int, default=1, help="for --best")
    parser.add_argument("--seeds", type=int, default=3, help="runs of each solver in the table")
    parser.add_argument("--instance", default="", help="for --best: a part of its name")
    options = parser.parse_args()
    if options.take:
        print(take(options.data, options.take))
    elif options.best:
        for instance in months(options.data):
            if options.instance in instance.name:
                solver = SOLVERS[options.solver]
                print(search(instance, solver, options.seconds, options.seed), flush=True)
    else:
        print(run(options.data, options.seeds))


if __name__ == "__main__":
    main()
