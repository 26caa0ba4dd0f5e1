"""A month: how much more is walked than in the best plan known, after so much time.

`python -m benchmarks.month` prints the table; `--best` lets one solver look for better plans.
"""

import argparse
from pathlib import Path
from time import perf_counter

from benchmarks.best import best_dm, keep_best
from benchmarks.instances import Instance, months
from benchmarks.judge import judge
from benchmarks.peers import PyVRP, Solver, Vroom, Walkmap

SOLVERS: dict[str, Solver] = {
    "walkmap": Walkmap(),
    "pyvrp": PyVRP(tuned=True),
    "pyvrp-plain": PyVRP(),
    "vroom": Vroom(),
}


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


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, help="the folder with osm/ and tsplib/")
    parser.add_argument("--best", action="store_true", help="improve best_known.json")
    parser.add_argument("--solver", choices=SOLVERS, default="pyvrp", help="for --best")
    parser.add_argument("--seconds", type=float, default=600, help="for --best: an instance")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--instance", help="its name, or a part of it; by default all")
    options = parser.parse_args()
    chosen = [i for i in months(options.data) if (options.instance or "") in i.name]
    if options.best:
        for instance in chosen:
            solver = SOLVERS[options.solver]
            print(search(instance, solver, options.seconds, options.seed), flush=True)


if __name__ == "__main__":
    main()
