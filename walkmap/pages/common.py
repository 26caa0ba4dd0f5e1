"""What every page's data holds."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import geopandas as gpd

from walkmap.community import Community
from walkmap.pages.base import area, base_map, hazards_of, office_place
from walkmap.pages.lock import Lock
from walkmap.pages.pack import Packer, packer_for
from walkmap.pages.texts import texts
from walkmap.pages.tiles import Tiles
from walkmap.rounds.plan import Round
from walkmap.words import ILLUSTRATIVE

_TILED = ("index", "round")  # what a meeting looks at asks nobody for anything


class Sheet:
    """One community's map, packed once and shared by all pages of a month.

    Parameters
    ----------
    community, streets
        As `walkmap.pages.write_pages` takes them.
    rounds
        Those that must fit on the map.
    lock
        Locks the pages of the rounds.
    tiles
        Lie under the map of the planner's page and of the rounds.
    base_url
        Where the pages will be found, with a slash at its end (`walkmap.pages.codes.folder_url`);
        rounds have QR codes then.
    """

    def __init__(
        self,
        community: Community,
        streets: gpd.GeoDataFrame,
        rounds: Iterable[Round] = (),
        *,
        lock: Lock | None = None,
        tiles: Tiles | None = None,
        base_url: str = "",
    ) -> None:
        self.community, self.lock, self.tiles = community, lock, tiles
        self.base_url = base_url
        self.area = area(community, rounds)
        self.pack: Packer = packer_for(self.area)
        self.base = base_map(community, streets, self.pack)
        self.teams = {team.id: i for i, team in enumerate(community.settings.teams)}

    def data(self, kind: str, lang: str, days: Sequence[date] = ()) -> dict[str, Any]:
        """Return what a page of `kind` needs for its map, to be completed with its own."""
        settings = self.community.settings
        data: dict[str, Any] = {
            "kind": kind,
            "lang": "en" if lang == "en" else "zh",
            "texts": texts(kind, lang),
            "community": settings.name,
            "badge": ILLUSTRATIVE if settings.illustrative else "",
            "source": settings.source,
            "origin": [self.pack.lon, self.pack.lat],
            "area": view(self.area),
            "fit": view(self.area),
            "office": self.pack.line(office_place(self.community)),
            "base": self.base,
            "hazards": hazards_of(self.community, days, self.pack),
            "open_gates": [],
            "rounds": [],
        }
        if self.tiles is not None and kind in _TILED:
            data["tiles"] = self.tiles.data(self.area, lang)
        return data


def view(box: Sequence[float]) -> list[list[float]]:
    """Return west, south, east, north as corners for the map, latitude first."""
    west, south, east, north = (round(float(side), 6) for side in box)
    return [[south, west], [north, east]]
