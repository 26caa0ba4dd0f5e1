"""Connections to a store's database, and what can be wrong with it in one line."""

import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, InvalidRequestError, OperationalError
from sqlalchemy.pool import NullPool

from walkmap.errors import WalkmapError
from walkmap.words import Words

FILE_NAME = "records.sqlite"
WAIT_S = 120
_REASONS = (
    (
        ("not a database", "malformed", "disk image", "encrypted"),
        Words("不是记录库，或者坏了", "is no store of records, or damaged"),
        Words("把它移开，或换回备份", "move it away, or put a backup in its place"),
    ),
    (
        ("locked", "busy"),
        Words("被别的程序占着", "is in use by another program"),
        Words("等它写完再试", "wait until it has finished, and try again"),
    ),
    (
        ("readonly", "unable to open", "permission"),
        Words("打不开或不能写", "can't be opened or written"),
        Words("检查文件夹和权限", "check its folder and permissions"),
    ),
    (
        ("full",),
        Words("写不下了：磁盘满了", "can't grow: the disk is full"),
        Words("腾出地方再试", "make room, and try again"),
    ),
)


def sqlite_url(file: Path) -> URL:
    """Return the URL of an SQLite file, whatever signs are in its name."""
    return URL.create("sqlite", database=str(file.resolve()))


def engine_of(url: str | URL) -> Engine:
    """Return an engine for a database: one connection a use, foreign keys watched.

    Parameters
    ----------
    url
        As SQLAlchemy reads it.

    Raises
    ------
    WalkmapError
        If the URL can't be read, or its driver is not installed.
    """
    try:
        lite = make_url(url).get_backend_name() == "sqlite"
        engine = create_engine(
            url,
            poolclass=NullPool,
            connect_args={"timeout": WAIT_S} if lite else {},
            json_serializer=lambda value: json.dumps(value, ensure_ascii=False),
        )
    except (ArgumentError, InvalidRequestError, ImportError, ValueError) as error:
        detail = type(error).__name__  # its text may hold the URL, and that a password
        raise WalkmapError(
            Words(
                f"community.toml 的 [records] url 用不了（{detail}）；"
                "写成 sqlite:///D:/walkmap/records.sqlite 这样，或装上数据库的驱动",
                f"url under [records] in community.toml is of no use ({detail}); write it like "
                "sqlite:////data/records.sqlite, or install the database's driver",
            )
        ) from error
    if lite:
        event.listen(engine, "connect", _set_up)
        event.listen(engine, "begin", _begin)
    return engine


def _set_up(connection: Any, _record: Any) -> None:
    """Leave transactions to us; keep a log that lets others read while one writes."""
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys=ON")
    if connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        # Who is at work in it just now sets the same.
        with suppress(connection.OperationalError):
            connection.execute("PRAGMA journal_mode=WAL")


def _begin(connection: Connection) -> None:
    """Begin; take the lock at once if something may be written, since it can't be got later."""
    reading = connection.get_execution_options().get("reading", False)
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


@contextmanager
def told_plainly(engine: Engine) -> Iterator[None]:
    """Turn what the database complains of into one line."""
    try:
        yield
    except DBAPIError as error:
        name = engine.url.database or engine.url.render_as_string(hide_password=True)
        text = str(error.orig)
        for signs, problem, mend in _REASONS:
            if any(sign in text.lower() for sign in signs):
                raise WalkmapError(
                    Words(f"{name} {problem.zh}；{mend.zh}", f"{name} {problem.en}; {mend.en}")
                ) from error
        if isinstance(error, OperationalError):  # others are bugs of ours
            detail = text.strip().partition("\n")[0][:200]
            raise WalkmapError(
                Words(
                    f"{name} 用不了（{detail}）；检查数据库和 community.toml 的 [records] url",
                    f"{name} is of no use ({detail}); check the database, and url under [records] "
                    "in community.toml",
                )
            ) from error
        raise


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """Give a connection that sees one state of the database throughout."""
    engine = engine.execution_options(reading=True)
    with told_plainly(engine), engine.begin() as connection:
        yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Give a connection that writes all or nothing, after all others have finished."""
    with told_plainly(engine), engine.begin() as connection:
        yield connection
