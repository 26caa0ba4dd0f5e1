"""Proven optima of one Monday's tours, by CP-SAT's circuit; kept in a file with their tours.

`python -m benchmarks.optima` proves what is not proven yet. It is a program of its own because
OR-Tools does not share a process with some of its peers.
"""

import argparse
import hashlib
import json
from pathlib import Path
from time import perf_counter
from typing import Any

from benchmarks.instances import Instance
from benchmarks.judge import judge
from benchmarks.peers import PyVRP
from walkmap.files import write_whole

FILE = Path(__file__).with_name("optima.json")


def read_optima(file: Path = FILE) -> dict[str, Any]:
    """Return what the file holds: by instance `dm`, `bound`, `matrix` and `tour`."""
    return dict(json.loads(file.read_text("utf-8"))) if file.exists() else {}


def optimum_dm(instance: Instance, optima: dict[str, Any]) -> int | None:
    """Return the proven length of the shortest tour, if the judge measures it on these distances.

    Parameters
    ----------
    instance
        A tour.
    optima
        As `read_optima` gives it.
    """
    entry = optima.get(instance.name)
    if entry is None or entry["matrix"] != _digest(instance) or entry["bound"] < entry["dm"]:
        return None
    verdict = judge(instance, [entry["tour"]])
    return verdict.walk_dm if verdict.sound and verdict.walk_dm == entry["dm"] else None


def _digest(instance: Instance) -> str:
    return hashlib.sha256(instance.walk_dm.tobytes()).hexdigest()[:16]


def prove(instance: Instance, seconds: float) -> dict[str, Any]:
    """Look for the shortest tour, and for the proof that it is.

    Parameters
    ----------
    instance
        A tour.
    seconds
        When to give up.
    """
    from ortools.sat.python import cp_model

    [start] = PyVRP().solve(
        instance, 1.0, seed=1
    )  # to begin with; the proof rests on nothing of it
    places = [0, *(visit + 1 for visit in start)]
    first = dict(zip(places, [*places[1:], 0], strict=True))
    model, n = cp_model.CpModel(), len(instance.walk_dm)
    arcs = {(i, j): model.new_bool_var("") for i in range(n) for j in range(n) if i != j}
    model.add_circuit([(i, j, var) for (i, j), var in arcs.items()])
    model.minimize(sum(int(instance.walk_dm[arc]) * var for arc, var in arcs.items()))
    for (i, j), var in arcs.items():
        model.add_hint(var, first[i] == j)
    solver = cp_model.CpSolver()
    solver.parameters.linearization_level = 2
    solver.parameters.num_workers = 1
    solver.parameters.max_time_in_seconds = seconds
    solver.solve(model)
    after = {i: j for (i, j), var in arcs.items() if solver.boolean_value(var)}
    tour, here = [], after[0]
    while here:
        tour.append(here - 1)
        here = after[here]
    return {
        "dm": judge(instance, [tour]).walk_dm,
        "bound": round(solver.best_objective_bound),
        "matrix": _digest(instance),
        "tour": tour,
    }


def main() -> None:
    """Run from the command line."""
    from benchmarks.one_monday import tours

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, help="the folder with osm/ and tsplib/")
    parser.add_argument("--seconds", type=float, default=60, help="for each tour")
    options = parser.parse_args()
    for instance in tours(options.data):
        if optimum_dm(instance, read_optima()) is None:
            begin = perf_counter()
            entry = prove(instance, options.seconds)
            text = f"{entry['dm']} dm, bound {entry['bound']}, {perf_counter() - begin:.1f} s"
            print(f"{instance.name}: {text}", flush=True)
            entries = sorted((read_optima() | {instance.name: entry}).items())
            lines = ",\n".join(f"{json.dumps(n)}: {json.dumps(e)}" for n, e in entries)
            write_whole(FILE, "{\n" + lines + "\n}\n")


if __name__ == "__main__":
    main()
