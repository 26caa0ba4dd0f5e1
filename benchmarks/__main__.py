"""Print all tables, or put them into README.md: `python -m benchmarks --data FOLDER --write`."""

import argparse
import os
import platform
import subprocess
import sys
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

from benchmarks import heat, month, one_monday, pages, too_much, trade
from benchmarks.tables import README, put
from walkmap.files import write_whole

_PEERS = (
    "pyvrp", "pyvroom", "networkx", "fast-tsp", "ortools", "igraph", "networkit", "scipy", "numba"
)  # fmt: skip


def distances(data: Path | None, _seeds: int) -> str:
    """Return the tables of distances, which are measured in a process of their own."""
    command = [sys.executable, "-m", "benchmarks.distances"]
    command += ["--data", str(data)] if data else []
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout


_TABLES: dict[str, Callable[[Path | None, int], str]] = {
    "one-monday": one_monday.run,
    "month": month.run,
    "too-much": too_much.run,
    "trade": trade.run,
    "distances": distances,
    "heat": heat.run,
    "pages": pages.run,
}


def machine(_data: Path | None, _seeds: int) -> str:
    """Return a line on what the tables were made with."""
    versions = ", ".join(f"{name} {version(name)}" for name in _PEERS)
    python = platform.python_version()
    return f"{platform.machine()}, {os.cpu_count()} cores, Python {python}; {versions}.\n"


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, help="the folder with osm/ and tsplib/")
    parser.add_argument("--seeds", type=int, default=3, help="runs of each solver")
    parser.add_argument("--only", choices=_TABLES, help="one table")
    parser.add_argument("--write", action="store_true", help="put them into README.md")
    options = parser.parse_args()
    tables = {"machine": machine, **_TABLES}
    for name, make in tables.items():
        if options.only in (None, name):
            content = make(options.data, options.seeds)
            print(f"## {name}\n\n{content}", flush=True)
            if options.write:
                write_whole(README, put(README.read_text("utf-8"), name, content))


if __name__ == "__main__":
    main()
