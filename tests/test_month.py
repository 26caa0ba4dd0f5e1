"""`walkmap month` on the sample community, looked at with independent eyes."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from checker import faults

from walkmap.errors import WalkmapError
from walkmap.jobs import make_month
from walkmap.rounds import SolveParams

SAMPLE = Path(__file__).resolve().parents[1] / "data" / "geo" / "nanshatan"
MONTH = "2026-12"
QUICK = SolveParams(effort="quick")
Files = tuple[dict[str, Any], dict[str, Any]]


@pytest.fixture(scope="session")
def made(tmp_path_factory):
    """The sample's month, whole."""
    out = tmp_path_factory.mktemp("month") / "out"
    make_month(SAMPLE, MONTH, out=out)
    return out


def test_the_month_keeps_every_promise(made):
    assert faults(SAMPLE, made, MONTH) == []


def test_nothing_is_left_out(made):
    plan = json.loads((made / "plan.json").read_text(encoding="utf-8"))
    assert plan["unvisited"] == []
    buildings = [s for r in plan["rounds"] for s in r["stops"] if s["kind"] == "building"]
    assert len(buildings) == 32 * 4


def test_the_files(made):
    plan = json.loads((made / "plan.json").read_text(encoding="utf-8"))
    pages = {f"round-{r['date']}-{r['team']}.html" for r in plan["rounds"]}
    assert {file.name for file in made.iterdir()} == pages | {
        "index.html", "heat.html", "overview.html", "plan.json", "rounds.geojson", "plan.gpkg",
        "rounds.gpx", "rounds.kml", "rounds.xlsx", "month.ics",
    }  # fmt: skip


# The checker can tell: each of these spoils a good month in one place.


def first_leg(rounds: dict[str, Any], part: str = "approach") -> dict[str, Any]:
    return next(
        feature
        for feature in rounds["features"]
        if feature["properties"]["feature"] == "leg"
        and feature["properties"]["part"] == part
        and feature["geometry"] is not None
    )


def straight(plan, rounds):
    """Walk a long leg as the crow flies."""
    legs = [f for f in rounds["features"] if f["geometry"] and f["geometry"]["type"] != "Point"]
    leg = max(legs, key=lambda f: len(f["geometry"]["coordinates"]))
    points = leg["geometry"]["coordinates"]
    leg["geometry"]["coordinates"] = [points[0], points[-1]]


def gap(plan, rounds):
    first_leg(rounds, "along")["geometry"]["coordinates"][0][0] += 1e-6


def astray(plan, rounds):
    points = first_leg(rounds)["geometry"]["coordinates"]
    points.insert(1, [points[0][0] + 0.004, points[0][1]])


def dropped(plan, rounds):
    plan["rounds"][0]["stops"].pop()


def twice(plan, rounds):
    plan["rounds"][0]["stops"].append(plan["rounds"][0]["stops"][0])


def forgotten(plan, rounds):
    """Take a whole round away from both files."""
    gone = plan["rounds"].pop()
    rounds["features"] = [
        f
        for f in rounds["features"]
        if (f["properties"]["date"], f["properties"]["team"]) != (gone["date"], gone["team"])
    ]


def later(plan, rounds):
    plan["rounds"][0]["stops"][2]["arrive"] = "10:59:59"


def shifted(plan, rounds):
    plan["rounds"][0]["start"] = "08:00:00"


def overtime(plan, rounds):
    plan["rounds"][0]["end"] = "11:45:00"


def longer(plan, rounds):
    first_leg(rounds)["properties"]["walk_m"] += 0.3


def total(plan, rounds):
    plan["rounds"][0]["walk_m"] += 0.2


def steps(plan, rounds):
    plan["rounds"][0]["steps"] += 20


def doors(plan, rounds):
    stop = next(s for s in plan["rounds"][0]["stops"] if len(s["entrances"]) > 1)
    stop["entrances"].reverse()


def doors_missing(plan, rounds):
    stop = next(s for s in plan["rounds"][0]["stops"] if len(s["entrances"]) > 1)
    stop["entrances"].pop()


def key(plan, rounds):
    plan["rounds"][0]["note"] = ""


def unasked(plan, rounds):
    plan["unvisited"].append({"id": "B01", "date": "2026-12-07", "reason": "rain"})


def moved(plan, rounds):
    stop = next(f for f in rounds["features"] if f["properties"]["feature"] == "stop")
    stop["geometry"]["coordinates"][1] += 2e-6


@pytest.mark.parametrize(
    "spoil",
    [
        straight, gap, astray, dropped, twice, forgotten, later, shifted, overtime, longer, total,
        steps, doors, doors_missing, key, unasked, moved,
    ],
    ids=lambda spoil: spoil.__name__,
)  # fmt: skip
def test_the_checker_can_tell(made, tmp_path, spoil: Callable[[Any, Any], None]):
    names = ("plan.json", "rounds.geojson")
    plan, rounds = (json.loads((made / name).read_text(encoding="utf-8")) for name in names)
    spoil(plan, rounds)
    for name, data in zip(names, (plan, rounds), strict=True):
        (tmp_path / name).write_text(json.dumps(data), encoding="utf-8")
    assert faults(SAMPLE, tmp_path, MONTH)


def community(folder: Path, **edits: Callable[[list[dict[str, Any]]], None]) -> Path:
    """Copy the sample and edit some of its layers' features."""
    shutil.copytree(SAMPLE, folder)
    for layer, edit in edits.items():
        path = folder / f"{layer}.geojson"
        data = json.loads(path.read_text(encoding="utf-8"))
        edit(data["features"])
        path.write_text(json.dumps(data), encoding="utf-8")
    return folder


def shut_all(features: list[dict[str, Any]]) -> None:
    for feature in features:
        if feature["properties"]["courtyard_id"] == "C1":
            feature["properties"]["closed"] = True


def blocks_all(features: list[dict[str, Any]]) -> None:
    for feature in features:
        feature["properties"]["blocks"] = True


def mornings(features: list[dict[str, Any]]) -> None:
    for feature in features:
        feature["properties"]["hours"] = "08:30-09:00"


@pytest.mark.parametrize(
    ("layer", "edit", "word"),
    [
        ("gates", shut_all, "gate"),
        ("hazards", blocks_all, "hazard"),
        ("targets", mornings, "hours"),
    ],
)
def test_the_checker_sees_what_has_changed(made, tmp_path, layer, edit, word):
    """A good plan is a bad one once gates are shut, ways are blocked, or hours are others."""
    changed = community(tmp_path / "changed", **{layer: edit})
    assert any(word in fault for fault in faults(changed, made, MONTH))


def test_shut_gates_and_blocked_ways_are_planned_round(tmp_path):
    changed = community(tmp_path / "changed", gates=shut_all, hazards=blocks_all)
    made = make_month(changed, MONTH, out=tmp_path / "out", params=QUICK, pages=False)
    assert faults(changed, tmp_path / "out", MONTH) == []
    why = "五建小区 has no open gate; it can be reached if 五建小区北门 is open"
    assert {item.reason.en for item in made.plan.unvisited} == {why}


@pytest.mark.parametrize("month", ["2026-06", "2027-01"])
def test_other_months_and_seeds(tmp_path, month):
    params = SolveParams(effort="quick", seed=7)
    make_month(SAMPLE, month, out=tmp_path / "out", params=params, pages=False)
    assert faults(SAMPLE, tmp_path / "out", month) == []


SCRIPT = """
import sys
from pathlib import Path
from walkmap.jobs import make_month
from walkmap.rounds import SolveParams
make_month(Path(sys.argv[1]), sys.argv[2], out=Path(sys.argv[3]), pages=False,
           params=SolveParams(effort=\"quick\"))
"""


def test_the_same_seed_gives_the_same_bytes(tmp_path):
    outs = [tmp_path / "first", tmp_path / "second"]
    runs = [
        subprocess.Popen(
            [sys.executable, "-c", SCRIPT, str(SAMPLE), MONTH, str(out)],
            env={**os.environ, "PYTHONHASHSEED": str(number)},
            cwd=tmp_path,
        )
        for number, out in enumerate(outs, 1)
    ]
    assert [run.wait() for run in runs] == [0, 0]
    for name in ("plan.json", "rounds.geojson"):
        assert (outs[0] / name).read_bytes() == (outs[1] / name).read_bytes()


def test_one_round_past_all_buildings_is_as_long_as_they_say(tmp_path):
    """Ten years, 520 Mondays, 1,643 km: some 3.16 km a Monday."""
    folder = community(tmp_path / "one", targets=list.clear)
    settings = (folder / "community.toml").read_text(encoding="utf-8")
    settings = settings[: settings.index("[[teams]]")]
    settings = settings.replace('"08:30"', '"06:00"').replace('"11:30"', '"20:00"')
    settings += '[[teams]]\nid = "1"\nname = "All"\n'
    (folder / "community.toml").write_text(settings, encoding="utf-8")
    made = make_month(folder, MONTH, out=tmp_path / "out", pages=False)
    assert faults(folder, tmp_path / "out", MONTH) == []
    assert len(made.plan.rounds) == 4
    for round_ in made.plan.rounds:
        assert len(round_.stops) == 32
        assert 3000 <= round_.walk_m <= 3400


# The folder that is written


def quick(folder: Path, out: Path) -> None:
    make_month(folder, MONTH, out=out, params=QUICK, pages=False)


def test_the_folder_is_replaced_whole(tmp_path):
    out = tmp_path / "out"
    out.mkdir()
    (out / "plan.json").write_text("{}")
    (out / "round-2026-12-07-9.html").write_text("of a team that is no more")
    quick(SAMPLE, out)
    assert not (out / "round-2026-12-07-9.html").exists()
    assert json.loads((out / "plan.json").read_text(encoding="utf-8"))["rounds"]
    assert [file.name for file in tmp_path.iterdir()] == ["out"]


def test_the_folder_is_untouched_when_the_run_fails(tmp_path):
    broken = community(tmp_path / "broken")
    (broken / "buildings.geojson").write_text("{")
    out = tmp_path / "out"
    out.mkdir()
    (out / "plan.json").write_text("old")
    with pytest.raises(WalkmapError):
        quick(broken, out)
    assert (out / "plan.json").read_text() == "old"
    assert sorted(file.name for file in tmp_path.iterdir()) == ["broken", "out"]


@pytest.mark.parametrize(
    "names", [["thesis.docx"], ["plan.json", "thesis.docx"], ["heat.html", "photos"]]
)
def test_a_folder_with_other_things_is_refused(tmp_path, names):
    out = tmp_path / "out"
    out.mkdir()
    for name in names:
        (out / name).write_text("mine")
    with pytest.raises(WalkmapError):
        quick(SAMPLE, out)
    assert sorted(file.name for file in out.iterdir()) == sorted(names)
