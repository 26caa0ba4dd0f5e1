"""Where records live: issues, hotline calls and visits made, with every change of them kept.

One SQLite file in the community's folder, or another database by its URL. Nothing is overwritten
without a row in the table of changes that tells who, when, what stood there and what stands now.
"""

from walkmap.store.diary import Added, Change, Store
from walkmap.store.open import calls_of, issues_of, open_store, store_if_any, visits_of
from walkmap.store.tell import Tally

__all__ = [
    "Added",
    "Change",
    "Store",
    "Tally",
    "calls_of",
    "issues_of",
    "open_store",
    "store_if_any",
    "visits_of",
]
