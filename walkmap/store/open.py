"""Opening a community's store, and reading its records where there may be none."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import pandas as pd
from sqlalchemy import Connection, Engine, insert, inspect, select

from walkmap.community import Community
from walkmap.community.sheet.scrub import scrub
from walkmap.errors import WalkmapError
from walkmap.issues.read import FILE_NAME as FIRST
from walkmap.issues.read import read_issues
from walkmap.issues.records import COLUMNS, TIMES, Issue
from walkmap.store import tables
from walkmap.store.diary import Store, call_table, visit_table
from walkmap.store.engine import FILE_NAME, engine_of, reading, sqlite_url, writing
from walkmap.words import Words


@contextmanager
def open_store(community: Community) -> Iterator[Store]:
    """Open a community's store; make it where there is none, and take `issues.csv` in.

    Parameters
    ----------
    community
        Its settings may name a database; by default it is `records.sqlite` in its folder.

    Yields
    ------
    Store
        Good for as long as the block lasts.

    Raises
    ------
    WalkmapError
        If the database can't be used: it is of a newer version, of another community, damaged,
        or no database at all.
    CommunityFaults
        If the store is made now and `issues.csv` has faults.
    """
    engine = _engine(community)
    store = Store(engine, community.settings)
    if not _is_made(engine, community):
        issues, said_at = _first(community)
        with writing(engine) as connection, store.within(connection):
            if not _made(connection, community):  # nobody else was faster
                _make(connection, community)
                store.add(issues, by=FIRST, at=said_at)
    try:
        yield store
    finally:
        engine.dispose()


@contextmanager
def store_if_any(community: Community) -> Iterator[Store | None]:
    """Open a community's store if it has one; nothing is made.

    Parameters
    ----------
    community
        As for `open_store`.

    Yields
    ------
    Store or None
        None while no store was made.

    Raises
    ------
    WalkmapError
        As for `open_store`.
    """
    engine = _engine(community)
    file = community.folder / FILE_NAME
    there = bool(community.settings.records.url) or file.is_file()
    try:
        yield Store(engine, community.settings) if there and _is_made(engine, community) else None
    finally:
        engine.dispose()


def issues_of(community: Community) -> pd.DataFrame:
    """Return a community's issues: its store's, or while it has none those of `issues.csv`."""
    with store_if_any(community) as store:
        return read_issues(community) if store is None else store.issues()


def visits_of(community: Community) -> pd.DataFrame:
    """Return the visits in a community's store; none while it has no store."""
    with store_if_any(community) as store:
        return visit_table([]) if store is None else store.visits()


def calls_of(community: Community) -> pd.DataFrame:
    """Return the hotline's calls in a community's store; none while it has no store."""
    with store_if_any(community) as store:
        return call_table([]) if store is None else store.calls()


def _engine(community: Community) -> Engine:
    return engine_of(community.settings.records.url or sqlite_url(community.folder / FILE_NAME))


def _is_made(engine: Engine, community: Community) -> bool:
    with reading(engine) as connection:
        return _made(connection, community)


def _made(connection: Connection, community: Community) -> bool:
    """Tell whether there is a store; raise if it is one that isn't ours to use."""
    looked = inspect(connection)
    there = set(looked.get_table_names())
    if not there:
        return False
    name = connection.engine.url.database or ""
    known: dict[str, str] = {}
    if tables.meta.name in there and {"key", "value"} <= {
        column["name"] for column in looked.get_columns(tables.meta.name)
    }:
        known = dict(connection.execute(select(tables.meta)).all())
    if not {"schema", "community"} <= known.keys():
        raise WalkmapError(
            Words(
                f"{name} 是别的程序的数据库；把它移开，或换 [records] url",
                f"{name} is another program's database: move it away, or change [records] url",
            )
        )
    if int(known["schema"]) > tables.SCHEMA:
        raise WalkmapError(
            Words(
                f"{name} 是更新版本的 walkmap 写的；请升级 walkmap",
                f"{name} was written by a newer walkmap: please upgrade walkmap",
            )
        )
    own = community.settings.id
    if known["community"] != own:
        raise WalkmapError(
            Words(
                f"{name} 是社区 {known['community']} 的记录，不是 {own} 的；"
                "改 community.toml 的 id，或把它移开",
                f"{name} holds records of {known['community']}, not of {own}: change id in "
                "community.toml, or move it away",
            )
        )
    return True


def _make(connection: Connection, community: Community) -> None:
    tables.metadata.create_all(connection)
    about = {"schema": str(tables.SCHEMA), "community": community.settings.id}
    connection.execute(
        insert(tables.meta), [{"key": key, "value": value} for key, value in about.items()]
    )


def _first(community: Community) -> tuple[list[Issue], datetime]:
    """Return the issues of `issues.csv`, numbers and names cut out, and when it was saved."""
    table = read_issues(community).reset_index()
    rows: list[dict[str, Any]] = table[list(COLUMNS)].to_dict("records")
    for row in rows:
        for name in TIMES:
            row[name] = None if pd.isna(row[name]) else row[name].to_pydatetime()
        row["text"] = scrub(row["text"]).text
    file = community.folder / FIRST
    saved = file.stat().st_mtime if file.is_file() else 0.0
    return [Issue(**row) for row in rows], datetime.fromtimestamp(saved, UTC)
