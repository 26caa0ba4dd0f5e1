"""Where map data comes from, as a user says it."""

from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import shapely

from walkmap.errors import UsageError, WalkmapError
from walkmap.osm.source import Extract, from_file, from_overpass
from walkmap.words import Words

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class MapSource:
    """Where map data comes from: a file, or Overpass for a place or box.

    Parameters
    ----------
    osm
        A file of OpenStreetMap data; without it, Overpass is asked.
    place, bbox
        What to ask Overpass for; `bbox` (west, south, east, north, degrees) also clips a file.
    area
        GeoJSON file with a polygon to clip to.
    endpoint, cache
        Overpass's address, and the folder in which its answers are kept.
    """

    osm: Path | None = None
    place: str | None = None
    bbox: Box | None = None
    area: Path | None = None
    endpoint: str | None = None
    cache: Path | None = None

    def read(self) -> Extract:
        """Read the map data.

        Raises
        ------
        WalkmapError
            If it can't be read, or it isn't said what to read.
        """
        if self.osm is not None and self.place is not None:
            raise UsageError(
                Words("--osm 和 --place 只能用一个", "give --osm or --place, not both")
            )
        area = None if self.area is None else _area(self.area)
        if self.osm is not None:
            return from_file(self.osm, bbox=self.bbox, area=area)
        if self.place is None and self.bbox is None:
            raise UsageError(
                Words("请给出 --osm 文件、--place 或 --bbox", "give --osm FILE, --place or --bbox")
            )
        return from_overpass(
            place=self.place,
            bbox=self.bbox,
            area=area,
            endpoint=self.endpoint,
            cache=self.cache,
        )


def _area(path: Path) -> shapely.Geometry:
    """Read the polygon that data shall be clipped to."""
    try:
        shape = shapely.union_all(gpd.read_file(path).to_crs(4326).geometry.to_numpy())
    except (ValueError, OSError, RuntimeError) as error:
        detail = str(error).splitlines()[0][:160]
        raise WalkmapError(
            Words(
                f"{path} 读不了（{detail}）；请给一个 GeoJSON 面",
                f"{path} can't be read ({detail}); give a GeoJSON polygon",
            )
        ) from error
    if shape.is_empty or shapely.get_dimensions(shape) != 2:
        raise WalkmapError(
            Words(
                f"{path} 里没有面；请给一个 GeoJSON 面",
                f"{path} holds no polygon; give a GeoJSON polygon",
            )
        )
    return shape
