"""What a community's layers must hold: geometry and columns of each."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from walkmap.words import COURTYARD_KINDS, TARGET_KINDS, Words

ColumnKind = Literal["text", "flag", "whole", "number", "hours", "weeks", "date"]
EMPTY: dict[ColumnKind, Any] = {
    "text": "",
    "flag": False,
    "whole": 0,
    "number": float("nan"),
    "hours": "",
    "weeks": "",
    "date": "",
}


@dataclass(frozen=True)
class Column:
    """One column of a layer.

    Parameters
    ----------
    name
        Its name in the file.
    kind
        What its cells hold.
    required
        Whether the column must be there and have a value in each row.
    empty
        What an empty cell means.
    choices
        The values allowed, if not any.
    words
        What those values are called; a cell may hold either.
    refers
        The layer whose ids it holds, if any.
    """

    name: str
    kind: ColumnKind = "text"
    required: bool = False
    empty: Any = None
    choices: tuple[Any, ...] = ()
    words: Mapping[str, Words] = field(default_factory=dict)
    refers: str = ""

    @property
    def default(self) -> Any:
        """What an empty cell means."""
        return EMPTY[self.kind] if self.empty is None else self.empty


@dataclass(frozen=True)
class Layer:
    """One layer of a community.

    Parameters
    ----------
    name
        Its name: of the GeoJSON file, or of the table in a GeoPackage.
    geometry
        The geometry types allowed, without ``Multi``.
    columns
        Its columns beyond id and name.
    required
        Whether a community must have it; one that may be missing is then empty.
    """

    name: str
    geometry: tuple[str, ...]
    columns: tuple[Column, ...]
    required: bool = True

    @property
    def all_columns(self) -> tuple[Column, ...]:
        """Its columns with id and name."""
        return (Column("id", required=True), Column("name"), *self.columns)


_ASSUMED = Column("assumed", "flag")
_ATTENTION = Column("attention", "whole", choices=(0, 1, 2, 3))
_COURTYARD = Column("courtyard_id", refers="courtyards")
_BUILDING = Column("building_id", refers="buildings")

LAYERS: dict[str, Layer] = {
    layer.name: layer
    for layer in (
        Layer(
            "courtyards",
            ("Polygon",),
            (
                Column(
                    "kind",
                    required=True,
                    choices=tuple(COURTYARD_KINDS),
                    words=COURTYARD_KINDS,
                ),
                Column("enclosed", "flag", required=True),
                Column("open_ground", "flag"),
                Column("households", "whole"),
                _ASSUMED,
            ),
        ),
        Layer(
            "buildings",
            ("Polygon",),
            (
                _COURTYARD,
                Column("managed", "flag", required=True),
                Column("households", "whole"),
                Column("storeys", "whole"),
                Column("lift", "flag"),
                _ATTENTION,
            ),
        ),
        Layer(
            "entrances",
            ("Point",),
            (
                Column("building_id", required=True, refers="buildings"),
                Column("order", "number"),
                _ASSUMED,
            ),
        ),
        Layer(
            "gates",
            ("Point",),
            (
                Column("courtyard_id", required=True, refers="courtyards"),
                Column("hours", "hours"),
                Column("closed", "flag"),
                _ASSUMED,
            ),
        ),
        Layer(
            "hazards",
            ("Point", "LineString", "Polygon"),
            (
                Column("kind", required=True),
                Column("severity", "whole", empty=1, choices=(1, 2, 3)),
                Column("blocks", "flag"),
                Column("since", "date"),
                Column("until", "date"),
                _ATTENTION,
            ),
            required=False,
        ),
        Layer(
            "targets",
            ("Point",),
            (
                Column("kind", required=True, choices=tuple(TARGET_KINDS), words=TARGET_KINDS),
                _BUILDING,
                Column("entrance_id", refers="entrances"),
                Column("room"),
                Column("hazard_id", refers="hazards"),
                Column("minutes", "number"),
                Column("hours", "hours"),
                Column("priority", "whole", choices=(0, 1, 2, 3)),  # 0: its kind's
                Column("weeks", "weeks"),
                Column("last_visit", "date"),
                Column("stairs", "whole"),
                Column("note"),
            ),
            required=False,
        ),
        Layer("walls", ("LineString",), (), required=False),
    )
}
STREET_FILES = ("streets.osm", "streets.osm.bz2", "streets.osm.pbf", "streets.graphml")
WISHES = ("date", "what", "id", "team", "note")
WISH_WHATS = ("pin", "forbid", "add", "close_gate", "open_gate", "absent")
VISITS = ("id", "date")
