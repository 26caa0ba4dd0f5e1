"""The store of one community's records."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

import pandas as pd

from walkmap.issues.records import Call, Issue, VisitDone


class Tally(NamedTuple):
    """How many records were new, the same as before, or changed."""

    new: int = 0
    same: int = 0
    changed: int = 0


@dataclass(frozen=True)
class Added:
    """What adding did: issues, and beside them hotline calls and visits."""

    new: int = 0
    same: int = 0
    changed: int = 0
    calls: Tally = Tally()
    visits: Tally = Tally()


@dataclass(frozen=True)
class Change:
    """One change of one record.

    Parameters
    ----------
    kind
        ``"issue"``, ``"call"`` or ``"visit"``.
    id
        The record's.
    at, by
        When (local time), and who: a role.
    column
        What was changed. ``""``: a source told of the record, for the first time or anew; ``old``
        is empty and ``new`` all that it said. ``"note"``: a remark on what was done.
    old, new
        What stood there, and what stands there now, as JSON.
    """

    kind: str
    id: str
    at: datetime
    by: str
    column: str
    old: Any
    new: Any


class Store:
    """A community's records: see `walkmap.store.open_store`."""

    def add(
        self,
        issues: Sequence[Issue],
        calls: Sequence[Call] = (),
        visits: Sequence[VisitDone] = (),
        *,
        by: str,
        at: datetime,
    ) -> Added:
        """Take records in, all or none."""
        raise NotImplementedError

    def change(
        self, id_: str, values: Mapping[str, Any], *, by: str, at: datetime, note: str = ""
    ) -> None:
        """Change some columns of one issue; what a source says again later doesn't undo it."""
        raise NotImplementedError

    def issues(self) -> pd.DataFrame:
        """Return all issues, as `walkmap.issues.read_issues` does."""
        raise NotImplementedError

    def calls(self) -> pd.DataFrame:
        """Return what the hotline says, indexed by work order."""
        raise NotImplementedError

    def visits(self) -> pd.DataFrame:
        """Return the visits made or left out, indexed by id."""
        raise NotImplementedError

    def changes(self, id_: str | None = None) -> list[Change]:
        """Return what was changed, in order: of one record, or of all."""
        raise NotImplementedError
