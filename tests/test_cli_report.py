"""`walkmap report` and `walkmap issues propose`: what is written, and what is said if not."""

import json
from pathlib import Path

import geopandas as gpd
import pytest

from walkmap.community import read_community
from walkmap.community.layers import LAYERS
from walkmap.issues.attention import propose
from walkmap.store import issues_of

SAMPLE = Path(__file__).resolve().parent.parent / "data" / "geo" / "nanshatan"


@pytest.fixture
def walkmap(run_walkmap, monkeypatch, tmp_path):
    """Run it in an empty folder."""
    monkeypatch.chdir(tmp_path)
    return run_walkmap


def packed(folder: Path) -> Path:
    """Bring a community's layers into one GeoPackage."""
    package = folder / "community.gpkg"
    for name in LAYERS:
        file = folder / f"{name}.geojson"
        gpd.read_file(file).to_file(package, layer=name, driver="GPKG")
        file.unlink()
    return package


def contents(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir() if file.is_file()}


def plan_file(folder: Path, **changes: object) -> Path:
    round_ = {"date": "2026-05-04", "team": "1", "walk_m": 3100.0, "steps": 5150, "stops": []}
    data = {"format": "walkmap-plan/1", "community": "nanshatan", "month": "2026-05",
            "rounds": [round_]} | changes  # fmt: skip
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "plan.json"
    file.write_text(json.dumps(data), encoding="utf-8")
    return file


def test_it_writes_three_files_and_again_over_them(sample, walkmap, tmp_path):
    words = ("report", "--from", "2026-01", "--to", "2026-06", "-c", sample, "-o", tmp_path / "r")
    assert walkmap(*words)[0] == 0
    first = contents(tmp_path / "r")
    assert set(first) == {"report.html", "report.xlsx", "report.json"}
    assert walkmap(*words)[0] == 0
    assert contents(tmp_path / "r") == first
    assert json.loads(first["report.json"])["to"] == "2026-06-30"


def test_plans_tell_how_far(sample, walkmap, tmp_path):
    plan_file(tmp_path / "plans" / "2026-05")
    words = ("report", "--from", "2026-05", "--to", "2026-05", "-c", sample, "-o", tmp_path / "r")
    assert walkmap(*words, "--plans", tmp_path / "plans")[0] == 0
    data = json.loads((tmp_path / "r" / "report.json").read_text("utf-8"))
    rounds = {row["item"]: row["number"] for row in data["rounds"]}
    assert (rounds["walk_km"], rounds["steps"], rounds["rounds"]) == (3.1, 5150, 1)
    assert rounds["homes"] is None
    assert "1 组次没有保存走访结果" in (tmp_path / "r" / "report.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("--from", "gestern"), 2, "2026-01"),
        (("--from", "2026-06", "--to", "2026-01"), 2, "调换"),
        (("--from", "2199-01"), 2, "提前"),
        (("--plans", "nowhere"), 1, "plan.json"),
    ],
)
def test_what_is_wrong_is_one_line_and_nothing_is_written(
    sample, walkmap, tmp_path, words, code, said
):
    got, _, err = walkmap("report", "-c", sample, "-o", tmp_path / "r", *words)
    assert got == code
    assert len(err.strip().splitlines()) == 1
    assert said in err
    assert not (tmp_path / "r").exists()


def test_plans_that_are_twice_there_or_tell_nothing_are_named(sample, walkmap, tmp_path):
    one = plan_file(tmp_path / "plans" / "a")
    plan_file(tmp_path / "plans" / "b")
    code, _, err = walkmap("report", "-c", sample, "-o", tmp_path / "r", "--plans", one.parents[1])
    assert (code, "2026-05 有 2 份计划" in err) == (1, True)
    bare = plan_file(
        tmp_path / "bare", rounds=[{"date": "2026-05-04", "team": "1", "stops": []}]
    )  # fmt: skip
    code, _, err = walkmap("report", "-c", sample, "-o", tmp_path / "r", "--plans", bare)
    assert (code, "没有写距离或步数" in err) == (1, True)


def test_another_file_in_the_folder_is_not_lost(sample, walkmap, tmp_path):
    (tmp_path / "r").mkdir()
    (tmp_path / "r" / "mine.txt").write_text("mine", encoding="utf-8")
    code, _, err = walkmap("report", "-c", sample, "-o", tmp_path / "r")
    assert (code, len(err.strip().splitlines())) == (1, 1)
    assert contents(tmp_path / "r") == {"mine.txt": b"mine"}


def test_proposing_changes_nothing(sample, walkmap):
    before = contents(sample)
    code, said, _ = walkmap("issues", "propose", "-c", sample)
    assert code == 0
    assert "什么都没改" in said
    assert contents(sample) == before


@pytest.mark.parametrize("package", [False, True])
def test_accepting_writes_that_and_nothing_else_and_once(sample, walkmap, package):
    if package:
        packed(sample)
    before, files = read_community(sample), contents(sample)
    wanted = propose(before, issues_of(before)).changes
    code, _, _ = walkmap("issues", "propose", "--accept", "-c", sample)
    assert code == 0
    after = read_community(sample)
    attention = {change.id: change.attention for change in wanted if change.layer == "buildings"}
    assert attention
    expected = before.buildings.copy()
    for id_, number in attention.items():
        expected.loc[id_, "attention"] = number
    assert after.buildings.equals(expected)
    doors = {change.id for change in wanted if change.layer == "targets"}
    new = after.targets.drop(index=before.targets.index)
    assert set(new["entrance_id"]) == doors
    assert set(new["kind"]) <= {"frequent_caller"}
    assert after.targets.loc[before.targets.index].equals(before.targets)
    for name in ("courtyards", "entrances", "gates", "hazards", "walls"):
        assert getattr(after, name).equals(getattr(before, name))
    changed = {name for name, data in contents(sample).items() if data != files.get(name)}
    layers = {"community.gpkg"} if package else {"buildings.geojson", "targets.geojson"}
    assert changed == layers
    written = contents(sample)
    code, said, _ = walkmap("issues", "propose", "--accept", "-c", sample)
    assert (code, "没有要改的" in said) == (0, True)
    assert contents(sample) == written


def test_only_lines_of_what_is_accepted_change(sample, walkmap):
    old = (sample / "buildings.geojson").read_text("utf-8").splitlines()
    assert walkmap("issues", "propose", "--accept", "--only", "B07", "-c", sample)[0] == 0
    new = (sample / "buildings.geojson").read_text("utf-8").splitlines()
    changed = [(a, b) for a, b in zip(old, new, strict=True) if a != b]
    assert len(changed) == 1
    assert changed[0][0].replace('"attention": 0', '"attention": 3') == changed[0][1]


def test_a_geopackage_keeps_its_geometries_index_and_other_columns(sample, walkmap):
    package = packed(sample)
    table = gpd.read_file(package, layer="buildings").assign(mine="x").drop(columns="attention")
    table.to_file(package, layer="buildings", driver="GPKG")
    assert walkmap("issues", "propose", "--accept", "-c", sample)[0] == 0
    after = gpd.read_file(package, layer="buildings")
    assert after.geometry.to_wkb().equals(table.geometry.to_wkb())
    assert set(after["mine"]) == {"x"}
    west, south, east, north = table.total_bounds
    near = gpd.read_file(package, layer="buildings", bbox=(west, south, east, north))
    assert len(near) == len(table)
    assert dict(zip(after["id"], after["attention"], strict=True))["B07"] == 3


@pytest.mark.parametrize(
    ("words", "said"), [(("--only", "B99"), "B07"), (("--calls", "2"), "至少是 3")]
)
def test_what_can_not_be_proposed_is_one_line(sample, walkmap, words, said):
    before = contents(sample)
    code, _, err = walkmap("issues", "propose", "--accept", "-c", sample, *words)
    assert (code, len(err.strip().splitlines())) == (2, 1)
    assert said in err
    assert contents(sample) == before


def test_a_disk_that_fails_leaves_all_as_it_was(sample, walkmap, monkeypatch):
    before = contents(sample)
    replace = Path.replace

    def failing(self: Path, target: Path) -> Path:
        if Path(target) == sample / "buildings.geojson" and not self.name.endswith(".old"):
            raise OSError(28, "No space left on device")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", failing)
    code, _, err = walkmap("issues", "propose", "--accept", "-c", sample)
    assert (code, len(err.strip().splitlines())) == (1, 1)
    assert "什么都没改" in err
    assert contents(sample) == before
