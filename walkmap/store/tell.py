"""Taking in what sources tell of records: what is new, what they said before, what they changed.

A source may say the same again, or later something else; people change records in between. So what
counts is what a source says otherwise than it did last time: that is taken over, column by column,
and everything else stays as it is. What was said before something known is passed over, so that the
order in which files arrive doesn't matter.
"""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, Table, bindparam, insert, select, update

from walkmap.store.tables import KINDS, OWN, changes

CHUNK = 5000
FOLLOWS = {"handler": {"level", "category"}, "due": {"level", "recorded_at"}}
"""What a source may leave open, and what it then follows from."""
Row = dict[str, Any]
Finish = Callable[[Row], Row]


class Tally(NamedTuple):
    """How many records were new, the same as before, or changed."""

    new: int = 0
    same: int = 0
    changed: int = 0


def tell(
    connection: Connection,
    kind: str,
    rows: Sequence[Row],
    by: str,
    at: datetime,
    finish: Finish,
    *,
    again: bool = False,
) -> Tally:
    """Take records of one kind in.

    Parameters
    ----------
    connection
        In a transaction that writes.
    kind
        One of `walkmap.store.tables.KINDS`.
    rows
        What the source says; of two with one id, one is taken, whatever their order.
    by, at
        Who brings it, and when it was said.
    finish
        Fills in what a source left open.
    again
        Whether what was said at the very moment of what is known counts as said after it.

    Returns
    -------
    Tally
        Counted by id.
    """
    table, total = KINDS[kind], Tally()
    said: dict[str, tuple[str, Row]] = {}
    for row in rows:
        told = digest(row)
        if row["id"] not in said or said[row["id"]][0] < told:
            said[row["id"]] = told, row
    pairs = list(said.items())
    for start in range(0, len(pairs), CHUNK):
        chunk = dict(pairs[start : start + CHUNK])
        tally = _Chunk(connection, kind, table, by, at, finish, again).take(chunk)
        total = Tally(*(a + b for a, b in zip(total, tally, strict=True)))
    return total


def digest(row: Row) -> str:
    """Return what tells two sayings of one record apart."""
    text = json.dumps(plain(row), sort_keys=True, ensure_ascii=False)
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def plain(row: Mapping[str, Any]) -> Row:
    """Return a row as JSON can hold it."""
    return {name: plain_value(value) for name, value in row.items()}


def plain_value(value: Any) -> Any:
    """Return a cell as JSON can hold it."""
    return value.isoformat() if isinstance(value, date) else value  # a datetime is a date


class _Chunk:
    """So many records as fit into one question to the database."""

    def __init__(
        self,
        connection: Connection,
        kind: str,
        table: Table,
        by: str,
        at: datetime,
        finish: Finish,
        again: bool,
    ) -> None:
        self.connection, self.kind, self.table = connection, kind, table
        self.who = {"kind": kind, "at": at, "by": by}
        self.at, self.finish, self.again = at, finish, again

    def take(self, said: dict[str, tuple[str, Row]]) -> Tally:
        known = {
            id_: (told_at, told)
            for id_, told_at, told in self.connection.execute(
                select(self.table.c.id, self.table.c.told_at, self.table.c.told).where(
                    self.table.c.id.in_(list(said))
                )
            )
        }
        new = [id_ for id_ in said if id_ not in known]
        otherwise = [
            id_ for id_, (told, _) in said.items()
            if id_ in known and told != known[id_][1]
            and ((self.at, told) > known[id_] or (self.again and self.at == known[id_][0]))
        ]  # fmt: skip
        confirmed = [
            id_ for id_, (told, _) in said.items()
            if id_ in known and told == known[id_][1] and self.at > known[id_][0]
        ]  # fmt: skip
        self._write_new([said[id_] for id_ in new])
        changed = self._write_changed({id_: said[id_] for id_ in otherwise})
        if confirmed:
            self.connection.execute(
                update(self.table).where(self.table.c.id == bindparam("id_")),
                [{"id_": id_, "told_at": self.at} for id_ in confirmed],
            )
        return Tally(len(new), len(said) - len(new) - changed, changed)

    def _write_new(self, said: Sequence[tuple[str, Row]]) -> None:
        if not said:
            return
        made = [self.finish(row) for _, row in said]
        own = [{"told": told, "told_at": self.at} for told, _ in said]
        self.connection.execute(
            insert(self.table), [row | mine for row, mine in zip(made, own, strict=True)]
        )
        self._note({"id": row["id"], "column": "", "new": plain(row)} for row in made)

    def _write_changed(self, said: dict[str, tuple[str, Row]]) -> int:
        """Take over what is said otherwise than last time; return of how many it was news."""
        if not said:
            return 0
        before, now = self._last_told(list(said)), self._present(list(said))
        count = 0
        for id_, (told, row) in said.items():
            values = self._news(row, before[id_], now[id_])
            self._note([{"id": id_, "column": "", "new": plain(row)}])
            write(self.connection, self.kind, now[id_], values, self.who)
            own = {"told": told, "told_at": self.at}
            self.connection.execute(update(self.table).where(self.table.c.id == id_).values(own))
            count += bool(values)
        return count

    def _news(self, row: Row, before: Row, now: Row) -> Row:
        """Return the columns that a source says otherwise than before, and what follows."""
        values = {
            name: value for name, value in row.items() if plain_value(value) != before.get(name)
        }
        for name, causes in FOLLOWS.items():
            if name in row and not row[name]:  # left open: it follows from others
                values.pop(name, None)
                if causes & set(values):
                    values[name] = row[name]
        finished = self.finish(now | values)
        return {name: value for name, value in finished.items() if value != now[name]}

    def _present(self, ids: list[str]) -> dict[str, Row]:
        found = self.connection.execute(select(self.table).where(self.table.c.id.in_(ids)))
        rows = (dict(row) for row in found.mappings())
        return {row["id"]: {k: v for k, v in row.items() if k not in OWN} for row in rows}

    def _last_told(self, ids: list[str]) -> dict[str, Row]:
        found = self.connection.execute(
            select(changes.c.id, changes.c.new)
            .where(changes.c.kind == self.kind, changes.c.column == "", changes.c.id.in_(ids))
            .order_by(changes.c.number)
        )
        return dict(found.all())

    def _note(self, rows: Iterator[Row] | Sequence[Row]) -> None:
        self.connection.execute(insert(changes), [self.who | row for row in rows])


def write(connection: Connection, kind: str, now: Row, values: Mapping[str, Any], who: Row) -> None:
    """Change columns of a record, and keep what stood there.

    Parameters
    ----------
    connection
        In a transaction that writes.
    kind, now
        The record as it is.
    values
        What it shall be; what is so already changes nothing.
    who
        Kind, time and person of the change.
    """
    news = {name: value for name, value in values.items() if value != now[name]}
    if not news:
        return
    table = KINDS[kind]
    connection.execute(update(table).where(table.c.id == now["id"]).values(**news))
    connection.execute(
        insert(changes),
        [
            who
            | {
                "id": now["id"],
                "column": name,
                "old": plain_value(now[name]),
                "new": plain_value(value),
            }
            for name, value in news.items()
        ],
    )
