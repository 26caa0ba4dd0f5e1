"""TSPLIB's three small symmetric tours, read from its own files."""

from pathlib import Path

import numpy as np

from benchmarks.instances import Instance, tour

OPTIMA = {"gr24": 1272, "bayg29": 1610, "eil51": 426}


def tsplib(data: Path) -> list[Instance]:
    """Return the tours; their units are taken for decimetres.

    Parameters
    ----------
    data
        The folder that holds TSPLIB's files in `tsplib/`.
    """
    return [_read(data / "tsplib" / f"{name}.tsp") for name in OPTIMA]


def _read(file: Path) -> Instance:
    head, _, rest = file.read_text("utf-8").partition("_SECTION")
    keys = dict(line.replace(" ", "").split(":", 1) for line in head.splitlines() if ":" in line)
    words = rest.replace("EOF", "").split("DISPLAY_DATA")[0].split()
    numbers, n = np.array(words, dtype=float), int(keys["DIMENSION"])
    walk = np.zeros((n, n), dtype=np.int64)
    if keys["EDGE_WEIGHT_TYPE"] == "EUC_2D":
        xy = numbers.reshape(n, 3)[:, 1:]
        walk[:] = np.floor(np.hypot(*(xy[:, None] - xy[None, :]).transpose(2, 0, 1)) + 0.5)
    elif keys["EDGE_WEIGHT_FORMAT"] == "LOWER_DIAG_ROW":
        walk[np.tril_indices(n)] = numbers
        walk += walk.T
    else:
        walk[np.triu_indices(n, 1)] = numbers
        walk += walk.T
    return tour(keys["NAME"], walk)
