"""Tables in Markdown, and their places in README.md."""

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from statistics import median

import numpy as np

README = Path(__file__).with_name("README.md")


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table; the first column is text, the others are numbers."""
    lines = [head, ["---"] + ["--:"] * (len(head) - 1), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"


def spread(values: Sequence[float], form: str = ".0f") -> str:
    """Return the median of values with their quartiles."""
    low, high = np.percentile(values, [25, 75])
    return f"{median(values):{form}} ({low:{form}}–{high:{form}})"


def put(text: str, name: str, content: str) -> str:
    """Return a text with what stands between the markers of a name replaced.

    Raises
    ------
    ValueError
        If the markers are not there.
    """
    begin, end = f"<!-- {name} -->", f"<!-- /{name} -->"
    pattern = re.compile(f"{re.escape(begin)}.*{re.escape(end)}", re.DOTALL)
    if not pattern.search(text):
        raise ValueError(f"{begin} … {end} is not there")
    return pattern.sub(lambda _: f"{begin}\n{content}{end}", text)
