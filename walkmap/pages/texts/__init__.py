"""What the pages say of their own accord, in both languages: a module for each kind of page."""

from walkmap.pages.texts import common, heat, index, overview, paper, round
from walkmap.pages.texts.index import EVERY_MONDAY, FILES

__all__ = ["EVERY_MONDAY", "FILES", "texts"]

_PAGES = {
    "index": index.TEXTS,
    "round": {**round.TEXTS, **paper.TEXTS},
    "heat": heat.TEXTS,
    "overview": overview.TEXTS,
}


def texts(kind: str, lang: str) -> dict[str, str]:
    """Return the texts of one kind of page in one language."""
    return {key: words.in_(lang) for key, words in {**common.TEXTS, **_PAGES[kind]}.items()}
