"""Write the sample community: a true place and true counts, made-up geometry and targets."""

from __future__ import annotations

import argparse
from pathlib import Path

from nanshatan.write import write_sample

REPO = Path(__file__).resolve().parents[1]


def main() -> None:
    """Parse the command line and write the files."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--out",
        type=Path,
        help="folder to write nanshatan/ and nanshatan_hotspots.json to"
        " (default: data/geo/ and tests/data/ of the repository)",
    )
    out = parser.parse_args().out
    folder = (out or REPO / "data" / "geo") / "nanshatan"
    hotspots = (out or REPO / "tests" / "data") / "nanshatan_hotspots.json"
    files = write_sample(folder, hotspots)
    print(f"{len(files)} files written: {folder}, {hotspots}")


if __name__ == "__main__":
    main()
