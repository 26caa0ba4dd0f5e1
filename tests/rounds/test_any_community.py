"""Whatever community is made up: its month keeps every promise, by the independent checker."""

import tempfile
from pathlib import Path

from checker import faults
from hypothesis import HealthCheck, given, settings
from strategies import Sketch, sketches

from walkmap.jobs import make_month
from walkmap.rounds import SolveParams


@given(sketches())
@settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
def test_the_month_of_any_community_keeps_every_promise(sketch: Sketch):
    with tempfile.TemporaryDirectory() as name:
        folder, out = sketch.save(Path(name) / "community"), Path(name) / "out"
        params = SolveParams(effort="quick")
        make_month(folder, "2026-12", out=out, params=params, pages=False)
        assert faults(folder, out, "2026-12") == []
