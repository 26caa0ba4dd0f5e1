"""What keeps a row out of the community, and how to mend it."""

from collections.abc import Sequence

from walkmap.words import Words

_MOST = 6


class Unplaced(Exception):
    """A cell that can't be understood; the row is told of and left out.

    Parameters
    ----------
    problem, mend
        What is wrong, and how to mend it.
    """

    def __init__(self, problem: Words, mend: Words) -> None:
        super().__init__(problem.en)
        self.problem, self.mend = problem, mend


def among(candidates: Sequence[str]) -> Words:
    """Return the advice to write one of some texts."""
    shown = list(dict.fromkeys(candidates))
    more = ["…"] if len(shown) > _MOST else []
    listed = [*shown[:_MOST], *more]
    return Words(f"写明是哪一个：{'、'.join(listed)}", f"write which one: {', '.join(listed)}")
