"""Issues as a layer for QGIS."""

import tempfile
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyogrio

from walkmap.community import WGS84, Community
from walkmap.exports.texts import clean
from walkmap.words import HOME_KINDS, ILLUSTRATIVE

KEPT = (
    "recorded_at", "source", "category", "level", "building_id", "households", "people", "status",
    "handler", "due", "handled_at", "round",
)  # fmt: skip


def issues_gpkg(file: Path, community: Community, issues: pd.DataFrame, *, texts: bool) -> None:
    """Write issues as the layer `issues` of a GeoPackage: a point each, WGS-84.

    Parameters
    ----------
    file
        The file to make or to replace, whole or not at all.
    community
        Its buildings: an issue at one lies in its middle. One without a place has no geometry.
    issues
        As `walkmap.store.issues_of` returns them.
    texts
        Whether to write what was said; what was said at a home never is, nor which home it was.

    Raises
    ------
    OSError
        If the file can't be written.
    """
    table = issues[list(KEPT)].copy()
    if texts:
        kinds = community.targets["kind"].reindex(issues["target_id"]).to_numpy()
        home = pd.Series(kinds, index=issues.index).isin(HOME_KINDS)
        gone = (issues["target_id"] != "") & ~issues["target_id"].isin(community.targets.index)
        table["text"] = issues["text"].map(clean).where(~(home | gone), "")
    layer = gpd.GeoDataFrame(table, geometry=_places(community, issues)).reset_index()
    file.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{file.name}-", dir=file.parent) as folder:
        new = Path(folder) / file.name
        pyogrio.write_dataframe(layer, new, layer="issues", driver="GPKG", geometry_type="Point")
        if community.settings.illustrative:
            about = pd.DataFrame({"key": ["note"], "value": [ILLUSTRATIVE]})
            pyogrio.write_dataframe(about, new, layer="about", driver="GPKG")
        new.replace(file)


def _places(community: Community, issues: pd.DataFrame) -> gpd.GeoSeries:
    """Return where issues are: their own place, or the middle of their building."""
    own = gpd.points_from_xy(issues["lon"], issues["lat"])
    own = gpd.GeoSeries(own, index=issues.index, crs=WGS84)
    own[issues["lon"].isna()] = None
    middles = community.buildings.geometry.representative_point()
    at = middles.reindex(issues["building_id"]).set_axis(issues.index)
    places: gpd.GeoSeries = own.where(own.notna(), at)
    return places
