"""Reading a community: a folder of GeoJSON, or one GeoPackage, with its `community.toml`.

What is read here is a draft: the layers with their cells, in WGS-84, and the faults found within
each file. `walkmap.community.check` looks at the layers together.
"""

import math
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely import affinity

from walkmap.community.cells import read_cells, shown
from walkmap.community.layers import LAYERS, STREET_FILES, VISITS, WISHES
from walkmap.community.model import WGS84, Community
from walkmap.community.settings import FILE_NAME, Settings, declared_datums, settings_of
from walkmap.community.sources import Sources, find_sources
from walkmap.community.toml import read_toml
from walkmap.community.visits_table import read_visits
from walkmap.community.wishes import read_wishes
from walkmap.datum import DATUMS, TO_WGS84, Datum
from walkmap.errors import CommunityFaults, Fault, WalkmapError
from walkmap.words import Words


@dataclass
class Draft:
    """A community as far as it could be read, with the faults found so far.

    Parameters
    ----------
    sources
        Its files.
    settings
        None if `community.toml` holds faults. The office is in WGS-84.
    datums
        The datum declared for each layer and the office; None if `community.toml` can't be read.
    layers
        In WGS-84, each with exactly its columns and `row`, the number of each feature in its file.
    unused
        Columns of each layer that mean nothing here.
    wishes
        As `walkmap.community.wishes.read_wishes` returns them.
    visits
        As `walkmap.community.visits_table.read_visits` returns them.
    streets_file
        None if there is none.
    faults
        Those found so far.
    """

    sources: Sources
    settings: Settings | None = None
    datums: dict[str, Datum] | None = None
    layers: dict[str, gpd.GeoDataFrame] = field(default_factory=dict)
    unused: dict[str, list[str]] = field(default_factory=dict)
    wishes: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=list(WISHES)))
    visits: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=list(VISITS)))
    streets_file: Path | None = None
    faults: list[Fault] = field(default_factory=list)

    def has_fault(self, layer: str, row: int | None, column: str) -> bool:
        """Tell whether a cell, or its whole column, is known to be wrong."""
        return any(
            fault.layer == layer and fault.column == column and fault.row in (None, row)
            for fault in self.faults
        )

    def community(self) -> Community:
        """Return the sound community.

        Raises
        ------
        CommunityFaults
            If there is any fault.
        """
        if self.faults or self.settings is None or self.streets_file is None:
            raise CommunityFaults(self.faults)
        layers = {
            name: gpd.GeoDataFrame(layer.drop(columns="row").set_index("id"))
            for name, layer in self.layers.items()
        }
        layers["entrances"] = _ordered(layers["entrances"], layers["buildings"])
        return Community(
            settings=self.settings,
            wishes=self.wishes,
            visits=self.visits,
            streets_file=self.streets_file,
            folder=self.sources.folder,
            **layers,
        )


def find_folder(path: Path) -> Path:
    """Return the folder of a community, given it, or a file in it.

    Raises
    ------
    WalkmapError
        If there is no `community.toml`.
    """
    folder = path if path.is_dir() else path.parent
    if not path.exists() or not (folder / FILE_NAME).is_file():
        raise WalkmapError(
            Words(
                f"{path} 里没有 community.toml；"
                "请用 --community 指到社区文件夹，或用 walkmap init 新建",
                f"{path} holds no community.toml; give a community's folder by --community, "
                "or make one by walkmap init",
            )
        )
    return folder


def read_draft(path: Path) -> Draft:
    """Read what can be read of a community, collecting faults within each file.

    Parameters
    ----------
    path
        The folder, or a file in it: of several GeoPackages, the one to read.
    """
    folder = find_folder(path)
    package = path if path.is_file() and path.suffix.lower() == ".gpkg" else None
    draft = Draft(find_sources(folder, package))
    _read_settings(draft, folder / FILE_NAME)
    for layer in LAYERS.values():
        table = draft.sources.read(layer)
        known = {column.name for column in layer.all_columns} | {"geometry", "fid"}
        draft.unused[layer.name] = [shown(name) for name in table.columns if name not in known]
        table = _to_wgs84(table, _datum_of(draft, layer.name))
        draft.layers[layer.name] = read_cells(table, layer, draft.faults)
    draft.wishes = read_wishes(folder / "wishes.csv", draft.faults)
    draft.visits = read_visits(folder / "visits.csv", draft.faults)
    streets = [folder / name for name in STREET_FILES if (folder / name).is_file()]
    if streets:
        draft.streets_file = streets[0]
    else:
        problem = Words("没有街道文件", "there is no file of streets")
        mend = Words(
            "从 OpenStreetMap 导出，存为 streets.osm",
            "export them from OpenStreetMap, as streets.osm",
        )
        draft.faults.append(Fault("streets", problem, mend))
    draft.faults += draft.sources.faults
    return draft


def _read_settings(draft: Draft, path: Path) -> None:
    """Read `community.toml`, and bring the office to WGS-84."""
    data, faults = read_toml(path)
    if data is not None:
        draft.datums = declared_datums(data)
        draft.settings, faults = settings_of(data)
    draft.faults += faults
    if draft.settings is not None and draft.datums is not None:
        office = draft.settings.office
        if office.lon is not None and office.lat is not None:
            lon, lat = TO_WGS84[draft.datums["office"]](office.lon, office.lat)
            place = office.model_copy(update={"lon": float(lon), "lat": float(lat)})
            draft.settings = draft.settings.model_copy(update={"office": place})


def _datum_of(draft: Draft, layer: str) -> Datum:
    """Return the datum of a layer's numbers; a projection in its file goes before the settings."""
    if draft.datums is None or layer in draft.sources.projected:
        return "wgs84"
    return draft.datums[layer]


def _to_wgs84(table: gpd.GeoDataFrame, datum: Datum) -> gpd.GeoDataFrame:
    """Return a layer in WGS-84, flat, each part alone in its Multi taken out of it."""
    shapes = shapely.force_2d(table.geometry.to_numpy())
    gone = shapely.is_missing(shapes) | shapely.is_empty(shapes)
    single = ~gone & (shapely.get_num_geometries(shapes) == 1)
    shapes = np.where(single, shapely.get_geometry(shapes, 0), np.where(gone, None, shapes))
    if datum != "wgs84":
        shapes = convert(shapes, datum)
    return table.set_geometry(gpd.GeoSeries(shapes, index=table.index, crs=WGS84))


def convert(shapes: Any, datum: Datum) -> Any:
    """Return geometries whose numbers are in `datum` as WGS-84.

    Parameters
    ----------
    shapes
        Array of shapely geometries, longitude and latitude.
    datum
        One of `walkmap.datum.DATUMS`.

    Returns
    -------
    numpy.ndarray
        New geometries, None where there was none.
    """
    assert datum in DATUMS

    def move(points: Any) -> Any:
        return np.column_stack(TO_WGS84[datum](points[:, 0], points[:, 1]))

    return shapely.transform(shapes, move)


def _ordered(entrances: gpd.GeoDataFrame, buildings: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Give entrances without `order` their order along the building's long side."""
    order = entrances["order"].astype(float).copy()
    for building_id, doors in entrances.groupby("building_id", sort=False):
        if not order.loc[doors.index].isna().any():
            continue
        outline = buildings.geometry[building_id]
        # Degrees of longitude are shorter than those of latitude: compare them as metres.
        squeeze = math.cos(math.radians(outline.centroid.y))
        box = shapely.minimum_rotated_rectangle(affinity.scale(outline, squeeze, 1, origin=(0, 0)))
        corners = shapely.get_coordinates(box)
        if len(corners) < 4:
            order.loc[doors.index] = np.arange(1, len(doors) + 1)
            continue
        sides = np.diff(corners[:3], axis=0)
        side = sides[np.argmax(np.hypot(*sides.T))]
        points = shapely.get_coordinates(doors.geometry.to_numpy()) * [squeeze, 1]
        order.loc[doors.index] = pd.Series(points @ side).rank(method="first").to_numpy()
    return entrances.assign(order=order)
