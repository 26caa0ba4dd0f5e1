"""All files of a month that are taken elsewhere."""

from collections.abc import Callable
from pathlib import Path

from walkmap.community import Community
from walkmap.exports.geojson import rounds_geojson
from walkmap.exports.geopackage import plan_gpkg
from walkmap.exports.gpx import rounds_gpx
from walkmap.exports.ics import month_ics
from walkmap.exports.kml import rounds_kml
from walkmap.exports.plan_file import plan_json
from walkmap.exports.xlsx import rounds_xlsx
from walkmap.rounds.plan import MonthPlan

FILES: dict[str, Callable[..., None]] = {
    "plan.json": plan_json,
    "rounds.geojson": rounds_geojson,
    "plan.gpkg": plan_gpkg,
    "rounds.gpx": rounds_gpx,
    "rounds.kml": rounds_kml,
    "rounds.xlsx": rounds_xlsx,
    "month.ics": month_ics,
}


def write_exports(folder: Path, community: Community, plan: MonthPlan, *, lang: str) -> list[Path]:
    """Write every file of a month plan that is taken elsewhere.

    The same plan gives the same bytes. Places are WGS-84 with 7 decimals.

    Parameters
    ----------
    folder
        An existing folder; files of the same names are replaced.
    community
        The community of the plan.
    plan
        The month plan.
    lang
        Language of what people read in the files, ``"zh"`` or ``"en"``.

    Returns
    -------
    list of pathlib.Path
        The files in a fixed order: `plan.json`, `rounds.geojson`, `plan.gpkg`, `rounds.gpx`,
        `rounds.kml`, `rounds.xlsx`, `month.ics`.

    Raises
    ------
    OSError
        If a file can't be written.
    """
    paths = []
    for name, write in FILES.items():
        write(folder / name, community, plan, lang=lang)
        paths.append(folder / name)
    return paths
