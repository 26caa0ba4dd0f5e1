"""OpenStreetMap in: streets to walk on, map data from a file or Overpass, a starter community."""

from walkmap.osm.streets import read_streets, street_lines

__all__ = ["read_streets", "street_lines"]
