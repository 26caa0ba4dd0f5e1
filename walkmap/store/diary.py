"""The store of one community's records."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd
from sqlalchemy import Connection, Engine, Table, insert, select

from walkmap.community.settings import Settings
from walkmap.errors import WalkmapError
from walkmap.issues.life import assigned
from walkmap.issues.records import (
    CHOICES,
    COLUMNS,
    WITHDRAWN,
    Call,
    Issue,
    VisitDone,
    issue_table,
)
from walkmap.store import tables
from walkmap.store.engine import reading, writing
from walkmap.store.tell import Row, Tally, tell, write
from walkmap.words import Words

NOTE = "note"
_MOST_SHOWN = 5
_CHOICES = CHOICES | {"status": {*CHOICES["status"], WITHDRAWN}}
_STANDS = tables.issues.c.status != WITHDRAWN


@dataclass(frozen=True)
class Added:
    """What adding did: to issues, and beside them to hotline calls and visits."""

    new: int
    same: int
    changed: int
    calls: Tally
    visits: Tally


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
        is empty and ``new`` all that it said. ``"note"`` of an issue: a remark on what was done.
    old, new
        What stood there, and what stands there since; days and times in ISO's form.
    """

    kind: str
    id: str
    at: datetime
    by: str
    column: str
    old: Any
    new: Any


class Store:
    """A community's records: see `walkmap.store.open_store`.

    Parameters
    ----------
    engine
        Of its database.
    settings
        The community's: its time zone, handlers and days.
    """

    def __init__(self, engine: Engine, settings: Settings) -> None:
        self._engine, self._settings = engine, settings
        self._zone = ZoneInfo(settings.timezone)
        self._open: Connection | None = None

    def add(
        self,
        issues: Sequence[Issue],
        calls: Sequence[Call] = (),
        visits: Sequence[VisitDone] = (),
        *,
        by: str,
        at: datetime,
        again: bool = False,
    ) -> Added:
        """Take records in, all or none.

        Parameters
        ----------
        issues, calls, visits
            What a source tells. Of a record that is there already, only what the source says
            otherwise than it did last time is taken over: what people changed since stays. A
            handler or due date left open is filled in.
        by
            Who brings them: a role.
        at
            When it was said: what was said earlier than something known already changes nothing.
        again
            Whether the same source may be read otherwise than before, as with other settings: what
            was said at the very moment of something known then counts as said after it.

        Returns
        -------
        Added
            Counts.
        """
        at = self.local(at)
        finish = partial(assigned, settings=self._settings)
        with self.together() as connection:
            take = partial(tell, connection, by=by, at=at, again=again)
            tally = take("issue", [self._row(issue) for issue in issues], finish=finish)
            return Added(
                *tally,
                take("call", [self._row(call) for call in calls], finish=dict),
                take("visit", [self._row(visit) for visit in visits], finish=dict),
            )

    def change(
        self, id_: str, values: Mapping[str, Any], *, by: str, at: datetime, note: str = ""
    ) -> None:
        """Change some columns of one issue; a source that says the same again doesn't undo it.

        Parameters
        ----------
        id_
            The issue's whole id.
        values
            By column; what is so already changes nothing.
        by, at
            Who does it (a role), and when.
        note
            A remark that is kept among the changes.

        Raises
        ------
        WalkmapError
            If there is no such issue.
        """
        who: Row = {"kind": "issue", "by": by, "at": self.local(at)}
        with self.together() as connection:
            write(connection, "issue", self.issue(id_), self._tidy(values), who)
            if note:
                row = who | {"id": id_, "column": NOTE, "new": note}
                connection.execute(insert(tables.changes), [row])

    def issue(self, start: str) -> Row:
        """Return one issue by its id, or by the start of its id that no other shares.

        Raises
        ------
        WalkmapError
            If there is none, or more than one.
        """
        ids = tables.issues.c.id
        asked = select(tables.issues).where(_STANDS, ids.startswith(start, autoescape=True))
        with self._reading() as connection:
            found = connection.execute(asked.order_by(ids))
            rows = [dict(row) for row in found.mappings().fetchmany(_MOST_SHOWN + 1)]
        row = only_one(start, {row["id"]: row for row in rows})
        return {name: value for name, value in row.items() if name not in tables.OWN}

    def issues(self) -> pd.DataFrame:
        """Return all issues as `walkmap.issues.read_issues` does, by time and id."""
        columns = [tables.issues.c[name] for name in COLUMNS]
        asked = select(*columns).where(_STANDS)
        rows = self._rows(asked.order_by(tables.issues.c.recorded_at, tables.issues.c.id))
        return issue_table(rows)

    def withdrawn(self) -> list[str]:
        """Return the ids of issues that were taken back, which `issues` does not return."""
        asked = select(tables.issues.c.id).where(tables.issues.c.status == WITHDRAWN)
        return [row["id"] for row in self._rows(asked)]

    def calls(self) -> pd.DataFrame:
        """Return the hotline's calls by number: the columns of `Call`."""
        return call_table(self._all(tables.calls))

    def visits(self) -> pd.DataFrame:
        """Return the visits made or left out by id: the columns of `VisitDone`."""
        visits = visit_table(self._all(tables.visits))
        return visits[visits["result"] != WITHDRAWN]

    def changes(self, id_: str | None = None) -> list[Change]:
        """Return what was changed, in its order: of one record, or of all."""
        columns = [column for column in tables.changes.c if column.name != "number"]
        asked = select(*columns).order_by(tables.changes.c.number)
        if id_ is not None:
            asked = asked.where(tables.changes.c.id == id_)
        return [Change(**row) for row in self._rows(asked)]

    def notes(self, start: str) -> list[tuple[str, str]]:
        """Return the remarks on issues that begin with `start`, in their order: issue and text."""
        told = tables.changes.c
        asked = select(told.id, told.new).where(told.kind == "issue", told.column == NOTE)
        rows = self._rows(asked.order_by(told.number))
        return [(row["id"], row["new"]) for row in rows if str(row["new"]).startswith(start)]

    def local(self, moment: datetime) -> datetime:
        """Return a moment as it is kept: the community's time without zone, whole seconds."""
        if moment.tzinfo is not None:
            moment = moment.astimezone(self._zone).replace(tzinfo=None)
        return moment.replace(microsecond=0)

    @contextmanager
    def together(self) -> Iterator[Connection]:
        """Let all that is done inside be one transaction: all or nothing."""
        if self._open is not None:
            yield self._open
            return
        with writing(self._engine) as connection, self.within(connection):
            # Databases other than SQLite let several write at once: one after the other here.
            connection.execute(select(tables.meta).with_for_update()).all()
            yield connection

    @contextmanager
    def within(self, connection: Connection) -> Iterator[None]:
        """Let all that is done inside be part of a connection's transaction."""
        self._open = connection
        try:
            yield
        finally:
            self._open = None

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        if self._open is not None:
            yield self._open
            return
        with reading(self._engine) as connection:
            yield connection

    def _all(self, table: Table) -> list[Row]:
        columns = [column for column in table.c if column.name not in tables.OWN]
        return self._rows(select(*columns).order_by(table.c.id))

    def _rows(self, asked: Any) -> list[Row]:
        with self._reading() as connection:
            return [dict(row) for row in connection.execute(asked).mappings()]

    def _row(self, record: Issue | Call | VisitDone) -> Row:
        """Return a record as a row: plain types, local times."""
        row = self._tidy(vars(record))
        wrong = [name for name in _CHOICES.keys() & row if row[name] not in _CHOICES[name]]
        if wrong:
            raise ValueError(f"{wrong} of {record}")
        return row

    def _tidy(self, values: Mapping[str, Any]) -> Row:
        return {name: self._cell(name, value) for name, value in values.items()}

    def _cell(self, name: str, value: Any) -> Any:
        if isinstance(value, datetime):
            moment = self.local(value)
            return moment.date() if name in ("due", "day") else moment
        if isinstance(value, str):
            return value.replace("\0", "").strip()
        if name in ("lon", "lat"):
            return None if value is None or value != value else round(float(value), 7)
        return value


def only_one(start: str, found: Mapping[str, Row]) -> Row:
    """Return the only record whose id begins so; say which there are if there is not one."""
    if start in found:
        return found[start]
    if len(found) == 1:
        return next(iter(found.values()))
    if not found or not start:
        raise WalkmapError(
            Words(
                f"没有编号以 {start} 开头的民情；用 issues list 查看",
                f"there is no issue whose id begins with {start}: see issues list",
            )
        )
    ids = [id_[: len(start) + 4] for id_ in found]
    more = "……" if len(ids) > _MOST_SHOWN else ""
    shown = "、".join(ids[:_MOST_SHOWN]) + more
    raise WalkmapError(
        Words(
            f"编号以 {start} 开头的不止一件：{shown}；多写几位",
            f"more than one id begins with {start}: {shown.replace('、', ', ')}; write more of it",
        )
    )


def visit_table(rows: Sequence[Row]) -> pd.DataFrame:
    """Return visits as a table by id; days are `datetime.date`, times without zone."""
    return _table(rows, VisitDone, {"at": "datetime64[s]"})


def call_table(rows: Sequence[Row]) -> pd.DataFrame:
    """Return calls as a table by number; `solved` and `satisfied` are True, False or NA."""
    kinds = {"closed_at": "datetime64[s]", "sure": "float64"}
    return _table(rows, Call, kinds | dict.fromkeys(("solved", "satisfied"), "boolean"))


def _table(rows: Sequence[Row], record: type, types: Mapping[str, str]) -> pd.DataFrame:
    columns = list(record.__dataclass_fields__)  # type: ignore[attr-defined]
    table = pd.DataFrame(list(rows), columns=columns).astype(dict(types))
    return table.set_index("id")
