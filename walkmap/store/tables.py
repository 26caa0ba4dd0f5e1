"""The tables of a store."""

from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    DateTime,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
)

SCHEMA = 1
"""Raised whenever the tables change; a store of a newer one is not touched."""

metadata = MetaData()


def _told() -> tuple[Column[Any], Column[Any]]:
    """Return what tells whether a source says something new of a record: a digest, and when."""
    return Column("told", Text, nullable=False), Column("told_at", DateTime, nullable=False)


def _texts(*names: str) -> list[Column[Any]]:
    """Return columns of texts, empty where nothing is known."""
    return [Column(name, Text, nullable=False) for name in names]


meta = Table(
    "meta", metadata, Column("key", Text, primary_key=True), Column("value", Text, nullable=False)
)
issues = Table(
    "issues",
    metadata,
    Column("id", Text, primary_key=True),
    Column("recorded_at", DateTime, nullable=False),
    *_texts("source", "category", "level", "text", "building_id"),
    Column("lon", Float),
    Column("lat", Float),
    Column("target_id", Text, nullable=False),
    Column("households", Integer, nullable=False),
    Column("people", Integer, nullable=False),
    *_texts("status", "handler"),
    Column("due", Date),
    Column("handled_at", DateTime),
    *_texts("recorded_by", "round"),
    *_told(),
)
calls = Table(
    "calls",
    metadata,
    Column("id", Text, primary_key=True),
    Column("issue_id", Text, ForeignKey("issues.id"), nullable=False, index=True),
    Column("path", Text, nullable=False),
    Column("closed_at", DateTime),
    Column("solved", Boolean),
    Column("satisfied", Boolean),
    Column("sure", Float, nullable=False),
    *_told(),
)
visits = Table(
    "visits",
    metadata,
    Column("id", Text, primary_key=True),
    Column("day", Date, nullable=False),
    *_texts("team", "stop_id", "kind"),
    Column("at", DateTime, nullable=False),
    *_texts("result", "reason", "note"),
    *_told(),
)
changes = Table(
    "changes",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    *_texts("kind", "id"),
    Column("at", DateTime, nullable=False),
    *_texts("by", "column"),
    Column("old", JSON(none_as_null=True)),
    Column("new", JSON(none_as_null=True)),
    Index("changes_of", "id", "kind"),
)
KINDS = {"issue": issues, "call": calls, "visit": visits}
OWN = ("told", "told_at")
"""Columns of a record that are the store's, not the record's."""
