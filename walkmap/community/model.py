"""A community, read and sound."""

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyproj

from walkmap.community.settings import Settings
from walkmap.shown import Shown

GATE_WISHES = ("open_gate", "close_gate")
WGS84 = "EPSG:4326"


@dataclass(frozen=True)
class Community(Shown):
    """One neighbourhood committee's area, with its office.

    Every layer is a GeoDataFrame in WGS-84 (longitude, latitude), indexed by id, with exactly the
    columns that `walkmap.community.layers` names; empty cells hold the column's default.

    Parameters
    ----------
    settings
        What `community.toml` holds.
    courtyards, buildings, entrances, gates, hazards, targets, walls
        The layers. A target without a place of its own has no geometry, but a building or hazard.
    wishes
        Table of what the planner insists on: date, what, id, team, note.
    visits
        Table of visits made: id, date. Their ids need not be known.
    streets_file
        The file that holds the streets.
    folder
        Where the community was read from.
    """

    settings: Settings
    courtyards: gpd.GeoDataFrame
    buildings: gpd.GeoDataFrame
    entrances: gpd.GeoDataFrame
    gates: gpd.GeoDataFrame
    hazards: gpd.GeoDataFrame
    targets: gpd.GeoDataFrame
    walls: gpd.GeoDataFrame
    wishes: pd.DataFrame
    visits: pd.DataFrame
    streets_file: Path
    folder: Path
    _projected: dict[str, gpd.GeoDataFrame] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def utm(self) -> pyproj.CRS:
        """The UTM zone in which lengths are computed."""
        zone: pyproj.CRS = self.buildings.estimate_utm_crs()
        return zone

    def in_metres(self, layer: str) -> gpd.GeoDataFrame:
        """Return `layer` in the community's UTM zone, converted once."""
        if layer not in self._projected:
            self._projected[layer] = getattr(self, layer).to_crs(self.utm)
        return self._projected[layer]

    @property
    def unmanaged(self) -> gpd.GeoDataFrame:
        """The buildings without property management: those visited every Monday."""
        return self.buildings[~self.buildings["managed"]]

    def doors_of(self, building_id: str) -> list[str]:
        """Return the ids of a building's entrances in their order along it."""
        doors = self.entrances[self.entrances["building_id"] == building_id]
        return list(doors.sort_values("order", kind="stable").index)

    def active_hazards(self, day: date) -> gpd.GeoDataFrame:
        """Return the hazards of `day`, in metres: those begun and not yet over."""
        iso, hazards = day.isoformat(), self.in_metres("hazards")
        begun = (hazards["since"] == "") | (hazards["since"] <= iso)
        over = (hazards["until"] != "") & (hazards["until"] < iso)
        return hazards[begun & ~over]

    def wishes_on(self, day: date, what: str) -> pd.DataFrame:
        """Return the wishes of one sort that hold on `day`: its own and the month's.

        Of several that open or close one gate, the day's own go before the month's, and a later
        row before an earlier one.
        """
        rows = self.wishes
        rows = rows[rows["date"].isin(["", day.isoformat()])]
        if what in GATE_WISHES:
            rows = rows[rows["what"].isin(GATE_WISHES)]
            rows = rows.sort_values("date", kind="stable").drop_duplicates("id", keep="last")
        return rows[rows["what"] == what]

    def name_of(self, id_: str) -> str:
        """Return what to call a building or target: its name, or else its id."""
        layer = self.buildings if id_ in self.buildings.index else self.targets
        return str(layer["name"][id_]) or id_
