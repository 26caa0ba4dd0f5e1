"""Map tiles under our own map, on request: whose they are, and how far they are shifted.

A page with tiles asks their hosts, and nobody else, for pictures. The tiles are moved, never the
data: `static/tiles.js` takes the shift from here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from walkmap.datum import FROM_WGS84, Datum
from walkmap.errors import UsageError
from walkmap.words import Words

TilesName = Literal["gaode", "tianditu", "osm"]
_GAODE = (
    "https://webrd0{s}.is.autonavi.com/appmaptile?lang=zh_cn&size=1&scale=1&style=7"
    "&x={x}&y={y}&z={z}"
)
_OSM = "https://tile.openstreetmap.org/{z}/{x}/{y}.png"
_TIANDITU = (
    "https://t{s}.tianditu.gov.cn/LAYER_w/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0"
    "&LAYER=LAYER&STYLE=default&TILEMATRIXSET=w&FORMAT=tiles"
    "&TILEMATRIX={z}&TILEROW={y}&TILECOL={x}&tk="
)


@dataclass(frozen=True)
class Tiles:
    """Where tiles come from.

    Parameters
    ----------
    urls
        Templates of Leaflet's ``TileLayer``, from the ground up.
    subdomains
        One sign each, for ``{s}``.
    datum
        The tiles'.
    deepest
        Zoom of the finest ones.
    credit
        To whom they are owed, plain text.
    """

    urls: tuple[str, ...]
    subdomains: str
    datum: Datum
    deepest: int
    credit: Words

    @property
    def hosts(self) -> list[str]:
        """Return the hosts that a page must be allowed to ask, for its policy."""
        hosts = ("/".join(url.split("/", 3)[:3]) for url in self.urls)
        names = {host.replace("{s}", sign) for host in hosts for sign in self.subdomains or " "}
        return sorted(names)

    def data(self, area: Sequence[float], lang: str) -> dict[str, Any]:
        """Return what `static/tiles.js` needs.

        Parameters
        ----------
        area
            West, south, east, north in degrees.
        lang
            ``"zh"`` or ``"en"``.

        Returns
        -------
        dict
            With ``shift``: what the tiles' datum adds to WGS-84, degrees of longitude and latitude
            in the area's corners SW, SE, NW, NE. Between them it runs straight enough: over 2 km
            it strays from the formula by half a metre.
        """
        west, south, east, north = area
        lon, lat = np.meshgrid([west, east], [south, north])
        x, y = FROM_WGS84[self.datum](lon, lat)
        shift = np.stack([x - lon, y - lat], axis=-1).reshape(4, 2)
        return {
            "hosts": self.hosts,
            "urls": list(self.urls),
            "subdomains": self.subdomains,
            "deepest": self.deepest,
            "credit": self.credit.in_(lang),
            "shift": [[round(float(part), 9) for part in corner] for corner in shift],
        }


def tiles_of(name: TilesName, key: str = "") -> Tiles:
    """Return the tiles of one service.

    Parameters
    ----------
    name
        Which.
    key
        What Tianditu wants to know of everybody who asks; others need none.

    Raises
    ------
    UsageError
        If the key is missing, or can't be one.
    """
    if name == "gaode":
        return Tiles((_GAODE,), "1234", "gcj02", 18, Words("© 高德地图", "© Amap"))
    if name == "osm":
        credit = Words("© OpenStreetMap 贡献者", "© OpenStreetMap contributors")
        return Tiles((_OSM,), "", "wgs84", 19, credit)
    if not (key.isascii() and key.isalnum()):
        raise UsageError(
            Words(
                "天地图要密钥：在天地图网站免费申请“浏览器端”密钥，用 --tiles-key 写上，"
                "或者设环境变量 WALKMAP_TILES_KEY",
                "Tianditu wants a key: get a free one for browsers on its site, and give it by "
                "--tiles-key or in the environment variable WALKMAP_TILES_KEY",
            )
        )
    urls = tuple(_TIANDITU.replace("LAYER", layer) + key for layer in ("vec", "cva"))
    return Tiles(urls, "01234567", "wgs84", 18, Words("© 天地图", "© Tianditu"))
