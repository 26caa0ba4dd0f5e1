"""What is taken elsewhere: JSON, GeoJSON, GeoPackage, GPX, KML, xlsx and ICS."""

from walkmap.exports.geojson import rounds_geojson
from walkmap.exports.geopackage import plan_gpkg
from walkmap.exports.gpx import rounds_gpx
from walkmap.exports.ics import month_ics
from walkmap.exports.kml import rounds_kml
from walkmap.exports.plan_file import plan_json
from walkmap.exports.write import write_exports
from walkmap.exports.xlsx import rounds_xlsx

__all__ = [
    "month_ics",
    "plan_gpkg",
    "plan_json",
    "rounds_geojson",
    "rounds_gpx",
    "rounds_kml",
    "rounds_xlsx",
    "write_exports",
]
