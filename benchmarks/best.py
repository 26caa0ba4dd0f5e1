"""The best plans known for the months, in a file with their plans; believed only when judged."""

import json
from pathlib import Path
from typing import Any

from benchmarks.instances import Instance
from benchmarks.judge import Plan, judge
from walkmap.files import write_whole

FILE = Path(__file__).with_name("best_known.json")


def read_best(file: Path = FILE) -> dict[str, Any]:
    """Return what the file holds: by instance `walk_m`, `plan`, `solver` and `seconds`."""
    return dict(json.loads(file.read_text("utf-8"))) if file.exists() else {}


def best_dm(instance: Instance, file: Path = FILE) -> int | None:
    """Return the least walking known, as the judge measures it; None if no sound plan is known."""
    entry = read_best(file).get(instance.name)
    if entry is None:
        return None
    verdict = judge(instance, entry["plan"])
    return verdict.walk_dm if verdict.sound else None


def keep_best(
    instance: Instance, plan: Plan, *, solver: str, seconds: float, file: Path = FILE
) -> bool:
    """Keep a plan if it is sound and better than the one known; tell whether it is.

    Parameters
    ----------
    instance, plan
        As for the judge.
    solver, seconds
        Who found it, and in what time.
    file
        Where to keep it.
    """
    verdict, known = judge(instance, plan), best_dm(instance, file)
    if not verdict.sound or (known is not None and known <= verdict.walk_dm):
        return False
    entry = {"walk_m": verdict.walk_dm / 10, "solver": solver, "seconds": seconds}
    entries = read_best(file) | {instance.name: entry | {"plan": [list(r) for r in plan]}}
    lines = [f"{json.dumps(n)}: {json.dumps(e)}" for n, e in sorted(entries.items())]
    write_whole(file, "{\n" + ",\n".join(lines) + "\n}\n")
    return True
