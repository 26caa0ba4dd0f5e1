"""What several tests start from."""

import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from walkmap import cli
from walkmap.cli import speak

SAMPLE = Path(__file__).resolve().parent.parent / "data" / "geo" / "nanshatan"
Command = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run_walkmap(monkeypatch, capsys) -> Command:
    """Run `walkmap`; give its exit code, what it printed, and what it complained of."""

    def run(*words: object, width: int = 200) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["walkmap", *map(str, words)])
        for console in (speak.out, speak.err):
            monkeypatch.setattr(console, "_width", width)
        with pytest.raises(SystemExit) as stop:
            cli.main()
        said = capsys.readouterr()
        return int(stop.value.code or 0), said.out, said.err

    return run


@pytest.fixture
def sample(tmp_path) -> Path:
    """A copy of the sample community, without records that somebody may have kept in it."""
    left = shutil.ignore_patterns("records.sqlite*", "photos")
    return Path(shutil.copytree(SAMPLE, tmp_path / "sample", ignore=left))


def _slab(first_id: int, lon: float, lat: float) -> tuple[str, str]:
    """Return the nodes and the way of a slab block of some 60 m by 12 m."""
    corners = [(0, 0), (0.0007, 0), (0.0007, 0.00011), (0, 0.00011)]
    nodes = "".join(
        f'<node id="{first_id + i}" lon="{lon + x:.7f}" lat="{lat + y:.7f}"/>'
        for i, (x, y) in enumerate(corners)
    )
    refs = "".join(f'<nd ref="{first_id + i}"/>' for i in (0, 1, 2, 3, 0))
    tags = '<tag k="building" v="residential"/>'
    return nodes, f'<way id="{first_id}">{refs}{tags}</way>'


@pytest.fixture
def estate_osm() -> str:
    """OSM XML of a made-up estate: a residential area with four slabs beside a street."""
    slabs = [
        _slab(100 + 10 * i, 116.3602 + 0.0009 * (i % 2), 39.9952 + 0.0004 * (i // 2))
        for i in range(4)
    ]
    area = [(116.36, 39.995), (116.3622, 39.995), (116.3622, 39.9962), (116.36, 39.9962)]
    lane = [(116.3595, 39.9949), (116.3611, 39.9949), (116.363, 39.9949), (116.3611, 39.99555)]
    nodes = "".join(
        f'<node id="{i}" lon="{x:.7f}" lat="{y:.7f}"/>' for i, (x, y) in enumerate(area + lane, 1)
    )
    ways = (
        '<way id="1"><nd ref="1"/><nd ref="2"/><nd ref="3"/><nd ref="4"/><nd ref="1"/>'
        '<tag k="landuse" v="residential"/><tag k="name" v="示例小区"/></way>'
        '<way id="2"><nd ref="5"/><nd ref="6"/><nd ref="7"/>'
        '<tag k="highway" v="residential"/></way>'
        '<way id="3"><nd ref="6"/><nd ref="8"/><tag k="highway" v="service"/></way>'
    )
    body = nodes + "".join(n for n, _ in slabs) + ways + "".join(w for _, w in slabs)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<osm version="0.6">{body}</osm>\n'
