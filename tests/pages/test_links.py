"""Ways in other maps lead to the place itself, in their own datum, and tell nobody's business."""

from urllib.parse import parse_qs, urlsplit

import pytest

from walkmap.datum import wgs84_to_gcj02

LON, LAT = 116.370123, 40.000456
GCJ = [float(part) for part in wgs84_to_gcj02(LON, LAT)]
HOSTILE = "2&mode=car#?/'\"<b>，,楼 · 高龄党员"


@pytest.fixture
def links(a_page, look):
    seen = look(a_page())

    def links(name="2号楼1单元 · 高龄党员", lang="zh"):
        place = {"lon": LON, "lat": LAT, "gcj": GCJ}
        made = seen.page.evaluate("([place, name]) => walkmap.links(place, name)", [place, name])
        return {link["key"]: link for link in made}

    return links


def asked(link):
    return {key: values[0] for key, values in parse_qs(urlsplit(link["href"]).query).items()}


def test_each_map_gets_the_place_in_its_datum(links):
    made = links()
    gcj = f"{GCJ[0]:.6f},{GCJ[1]:.6f}"
    assert asked(made["amap"])["to"] == f"{gcj},2号楼1单元"
    assert asked(made["amap"])["mode"] == "walk"
    assert asked(made["tencent"])["tocoord"] == f"{LAT:.6f},{LON:.6f}"
    assert asked(made["tencent"])["coord_type"] == "1"
    assert asked(made["apple"])["daddr"] == ",".join(reversed(gcj.split(",")))
    assert asked(made["apple"])["dirflg"] == "w"
    assert [link["name"] for link in made.values()] == ["高德地图", "腾讯地图", "苹果地图"]
    assert all(link["href"].startswith("https://") for link in made.values())


def test_nobody_is_told_why_someone_is_visited(links):
    assert "%E9%AB%98%E9%BE%84" in "".join(link["href"] for link in links("高龄党员楼").values())
    assert "%E9%AB%98%E9%BE%84" not in "".join(link["href"] for link in links().values())


def test_a_name_cannot_add_to_the_address(links):
    made = links(HOSTILE)
    assert asked(made["amap"])["mode"] == "walk"
    assert asked(made["tencent"])["type"] == "walk"
    assert asked(made["tencent"])["to"] == HOSTILE.split(" · ")[0]
    assert all(not urlsplit(link["href"]).fragment for link in made.values())
