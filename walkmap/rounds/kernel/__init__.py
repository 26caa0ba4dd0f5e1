"""The search for a month plan, compiled: numbers in, rounds out; nothing of maps or words."""

from walkmap.rounds.kernel.anneal import SETTLED, anneal
from walkmap.rounds.kernel.cost import total
from walkmap.rounds.kernel.state import (
    Numbers,
    State,
    Weights,
    copy_plan,
    empty_state,
    refresh,
    refresh_all,
    tighten,
)
from walkmap.rounds.kernel.tour import shorten_rounds

__all__ = [
    "SETTLED",
    "Numbers",
    "State",
    "Weights",
    "anneal",
    "copy_plan",
    "empty_state",
    "refresh",
    "refresh_all",
    "shorten_rounds",
    "tighten",
    "total",
]
