"""The files of the sample community."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

from nanshatan import issues as issue_draw
from nanshatan import layout
from nanshatan.documents import COMMUNITY_TOML, NOTE, README
from nanshatan.frame import XY, LonLat, all_to_lonlat, onto_outline, to_lonlat
from nanshatan.places import HAZARDS, targets
from nanshatan.streets import streets_xml

Row = dict[str, Any]
Geometry = dict[str, Any] | None
Feature = tuple[Row, Geometry]
BOM = "\ufeff"


def _dump(value: Any) -> str:
    """JSON on one line, with Chinese as it is."""
    return json.dumps(value, ensure_ascii=False, separators=(", ", ": "))


def collection(name: str, features: list[Feature]) -> str:
    """
    A layer as GeoJSON, one feature a line.

    Parameters
    ----------
    name
        The layer's name.
    features
        Columns and geometry of each.

    Returns
    -------
    str
        The text of the file.
    """
    lines = [
        _dump({"type": "Feature", "properties": row, "geometry": geometry})
        for row, geometry in features
    ]
    head = f'"type": "FeatureCollection", "name": {_dump(name)}, "illustrative": true'
    body = ",\n".join(lines)
    return f'{{{head}, "note": {_dump(NOTE)}, "features": [\n{body}\n]}}\n'


def _point(place: LonLat) -> Geometry:
    return {"type": "Point", "coordinates": list(place)}


def _line(points: tuple[XY, ...]) -> Geometry:
    return {"type": "LineString", "coordinates": [list(p) for p in all_to_lonlat(points)]}


def _polygon(corners: tuple[XY, ...]) -> Geometry:
    turn = sum(
        a[0] * b[1] - b[0] * a[1] for a, b in zip(corners, corners[1:] + corners[:1], strict=True)
    )
    ring = all_to_lonlat(corners if turn > 0 else corners[::-1])
    return {"type": "Polygon", "coordinates": [[list(p) for p in [*ring, ring[0]]]]}


def courtyards() -> list[Feature]:
    """
    Courtyards with the households of their buildings.

    Returns
    -------
    list of Feature
        Six dormitory courtyards, then three compounds.
    """
    features: list[Feature] = []
    for yard in layout.COURTYARDS:
        managed = sum(m.households for m in layout.MANAGED if m.block.courtyard_id == yard.id)
        row: Row = {"id": yard.id, "name": yard.name, "kind": yard.kind}
        row |= {"enclosed": yard.enclosed, "open_ground": yard.open_ground}
        row |= {"households": yard.households or managed, "assumed": False}
        features.append((row, _polygon(yard.corners)))
    return features


def _blocks() -> list[tuple[Row, layout.Block]]:
    """All buildings with their columns."""
    rows: list[tuple[Row, layout.Block]] = []
    old = zip(layout.UNMANAGED, layout.unmanaged_households(), strict=True)
    for number, (block, households) in enumerate(old, 1):
        row: Row = {"id": f"B{number:02d}", "name": f"{number}号楼"}
        row |= {"courtyard_id": block.courtyard_id, "managed": False, "households": households}
        rows.append((row | {"storeys": block.storeys, "lift": False, "attention": 0}, block))
    for m in layout.MANAGED:
        row = {"id": m.id, "name": m.name, "courtyard_id": m.block.courtyard_id, "managed": True}
        row |= {"households": m.households, "storeys": m.block.storeys, "lift": m.lift}
        rows.append((row | {"attention": 0}, m.block))
    return rows


def buildings() -> list[Feature]:
    """
    Buildings, the unmanaged ones first.

    Returns
    -------
    list of Feature
        In the order of their ids.
    """
    return [(row, _polygon(block.corners)) for row, block in _blocks()]


def entrances() -> list[Feature]:
    """
    Entrances, each on the outline of its building as that is written.

    Returns
    -------
    list of Feature
        In the order of the buildings, then from west to east.
    """
    features: list[Feature] = []
    for building, block in _blocks():
        for order, door in enumerate(block.door_points, 1):
            row: Row = {"id": f"{building['id']}-{order}", "name": f"{order}单元"}
            row |= {"building_id": building["id"], "order": order, "assumed": False}
            features.append((row, _point(onto_outline(door, block.corners))))
    return features


def gates() -> list[Feature]:
    """
    Gates, each on the border of its courtyard as that is written.

    Returns
    -------
    list of Feature
        In the order of the courtyards.
    """
    yards = {yard.id: yard for yard in layout.COURTYARDS}
    features: list[Feature] = []
    for number, gate in enumerate(layout.GATES, 1):
        yard = yards[gate.courtyard_id]
        row: Row = {"id": f"G{number:02d}", "name": f"{yard.name}{gate.side}门"}
        row |= {"courtyard_id": yard.id, "hours": gate.hours, "closed": gate.closed}
        place = onto_outline((gate.x, gate.y), yard.corners)
        features.append((row | {"assumed": False}, _point(place)))
    return features


def hazards() -> list[Feature]:
    """
    Hazards as points, lines and patches.

    Returns
    -------
    list of Feature
        In the order of their ids.
    """
    features: list[Feature] = []
    for number, hazard in enumerate(HAZARDS, 1):
        row: Row = {"id": f"H{number:02d}", "name": hazard.name, "kind": hazard.kind}
        row |= {"severity": hazard.severity, "blocks": hazard.blocks}
        row |= {"since": hazard.since, "until": hazard.until}
        if hazard.shape == "Point":
            shape = _point(to_lonlat(*hazard.points[0]))
        else:
            shape = (_line if hazard.shape == "LineString" else _polygon)(hazard.points)
        features.append((row, shape))
    return features


def layers() -> dict[str, list[Feature]]:
    """
    All layers by their names.

    Returns
    -------
    dict
        Features of each layer.
    """
    return {
        "courtyards": courtyards(),
        "buildings": buildings(),
        "entrances": entrances(),
        "gates": gates(),
        "hazards": hazards(),
        "targets": [
            (row, _point(to_lonlat(*place)) if place else None) for row, place in targets()
        ],
        "walls": [
            ({"id": f"W{n}", "name": name}, _line(points))
            for n, (name, points) in enumerate(layout.WALLS, 1)
        ],
    }


def issues_csv() -> str:
    """
    The issues as a table for Excel.

    Returns
    -------
    str
        The text of the file, with its byte order mark.
    """
    out = io.StringIO()
    writer = csv.DictWriter(out, issue_draw.COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(issue_draw.issues())
    return BOM + out.getvalue()


def hotspots_json() -> str:
    """
    The planted hot spots, which only tests may read.

    Returns
    -------
    str
        The text of the file.
    """
    year, month = issue_draw.FIRST_MONTH
    planted = {
        "illustrative": True,
        "period": [f"{year}-{month:02d}-01", issue_draw.END.isoformat()],
        "rate": issue_draw.RATE,
        "buildings": list(issue_draw.HOT),
        "note": "Planted by scripts/make_nanshatan.py: these buildings have issues at `rate` times"
        " the common rate per household over the whole period; all others are drawn in proportion"
        " to households. Only tests read this file.",
    }
    return json.dumps(planted, ensure_ascii=False, indent=2) + "\n"


def write_sample(folder: Path, hotspots: Path) -> list[Path]:
    """
    Write the sample community and the side file of planted hot spots.

    Parameters
    ----------
    folder
        The community's folder; made if need be.
    hotspots
        The side file; its folder is made if need be.

    Returns
    -------
    list of Path
        The files written.
    """
    files = {folder / f"{name}.geojson": collection(name, rows) for name, rows in layers().items()}
    files[folder / "streets.osm"] = streets_xml()
    files[folder / "issues.csv"] = issues_csv()
    files[folder / "wishes.csv"] = BOM + "date,what,id,team,note\n"
    files[folder / "community.toml"] = COMMUNITY_TOML
    files[folder / "README.md"] = README
    files[hotspots] = hotspots_json()
    for path, text in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode("utf-8"))
    return list(files)
