"""OpenStreetMap in: streets to walk on, map data from a file or Overpass, a starter community."""

from walkmap.osm.map_source import MapSource
from walkmap.osm.source import Extract, from_file, from_overpass
from walkmap.osm.starter import Starter, make_starter
from walkmap.osm.streets import read_streets, street_lines

__all__ = [
    "Extract",
    "MapSource",
    "Starter",
    "from_file",
    "from_overpass",
    "make_starter",
    "read_streets",
    "street_lines",
]
