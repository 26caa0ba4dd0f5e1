"""What can go wrong for a user, each with one clear line in both languages.

::

    WalkmapError                the user's input can't be worked with (exit code 1)
    ├── CommunityFaults         a community's files hold faults; all of them, at once
    ├── SourceError             map data can't be read or fetched
    └── UsageError              the command can't be understood (exit code 2)

Anything else that is raised is a bug of ours (exit code 70).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from walkmap.words import LAYER_NAMES, Words


class WalkmapError(Exception):
    """What is wrong, where, and how to mend it, as one line.

    Parameters
    ----------
    words
        The line in both languages.
    """

    exit_code = 1

    def __init__(self, words: Words) -> None:
        super().__init__(words.en)
        self.words = words


class SourceError(WalkmapError):
    """Map data can't be read or fetched."""


class UsageError(WalkmapError):
    """The command can't be understood."""

    exit_code = 2


@dataclass(frozen=True)
class Fault:
    """One fault in a community's files.

    Parameters
    ----------
    layer
        Layer or file that holds the fault, such as ``"gates"``.
    problem, mend
        What is wrong, and how to mend it.
    row
        Number of the feature in its file, from 1; None for a whole layer.
    id
        The feature's id where it has one.
    column, value
        The column and what stands in it, where the fault is in one.
    """

    layer: str
    problem: Words
    mend: Words
    row: int | None = None
    id: str = ""
    column: str = ""
    value: str = ""

    @property
    def words(self) -> Words:
        """The fault as one line: where, what, how to mend."""
        lines = []
        for lang, row_word in (("zh", "第 {} 行"), ("en", "row {}")):
            where = [LAYER_NAMES[self.layer].in_(lang) if self.layer in LAYER_NAMES else self.layer]
            if self.row is not None:
                where.append(row_word.format(self.row) + (f" ({self.id})" if self.id else ""))
            if self.column:
                where.append(self.column + (f" = {self.value}" if self.value else ""))
            stop = ": " if lang == "en" else "："
            join = "; " if lang == "en" else "；"
            comma = ", " if lang == "en" else "，"
            lines.append(
                f"{comma.join(where)}{stop}{self.problem.in_(lang)}{join}{self.mend.in_(lang)}"
            )
        return Words(*lines)


class CommunityFaults(WalkmapError):
    """All faults of a community's files, collected and then raised once.

    Parameters
    ----------
    faults
        The faults, at least one.
    """

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        first = self.faults[0].words
        if len(self.faults) == 1:
            super().__init__(first)
            return
        more = len(self.faults) - 1
        super().__init__(
            Words(
                f"{first.zh}（另有 {more} 处错误，用 walkmap check 查看）",
                f"{first.en} (and {more} more: see walkmap check)",
            )
        )
