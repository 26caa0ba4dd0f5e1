"""What was written can be read back and printed, without planning anew."""

import json
import sys
from datetime import date

import pytest

from walkmap import cli, jobs
from walkmap.cli import speak
from walkmap.errors import UsageError, WalkmapError
from walkmap.exports import write_exports
from walkmap.rounds.written import read_rounds
from walkmap.words import Words

MONDAY = date(2026, 12, 7)
STREET = """<osm version="0.6">
<node id="1" lon="116.369" lat="39.9995"/><node id="2" lon="116.373" lat="39.9995"/>
<way id="1"><nd ref="1"/><nd ref="2"/><tag k="highway" v="residential"/></way></osm>"""


@pytest.fixture
def on_a_street(community):
    community.streets_file.write_text(STREET, encoding="utf-8")
    return community


@pytest.fixture
def written(tmp_path, community, plan):
    folder = tmp_path / "month"
    folder.mkdir()
    write_exports(folder, community, plan, lang="zh")
    return folder


def test_rounds_are_read_back_as_they_were(written, community, plan):
    read = read_rounds(written, community)
    assert len(read) == len(plan.rounds)
    for mine, theirs in zip(read, plan.rounds, strict=True):
        for name in ("date", "team", "team_name", "start_s", "end_s", "walk_s", "visit_s", "steps"):
            assert getattr(mine, name) == getattr(theirs, name), name
        assert mine.walk_m == pytest.approx(theirs.walk_m, abs=1)
        for stop, other in zip(mine.stops, theirs.stops, strict=True):
            for name in ("order", "kind", "target_kind", "id", "arrive_s", "depart_s", "entrances"):
                assert getattr(stop, name) == getattr(other, name), name
            assert stop.place.distance(other.place) < 1e-6
        for leg, other in zip(mine.legs, theirs.legs, strict=True):
            assert (leg.part, leg.order, leg.passage) == (other.part, other.order, other.passage)
            assert (leg.line is None) == (other.line is None or other.line.length == 0)


def test_the_plan_itself_may_be_named(written, community):
    assert read_rounds(written / "plan.json", community) == read_rounds(written, community)


def line(error: pytest.ExceptionInfo[WalkmapError]) -> Words:
    words = error.value.words
    assert "\n" not in words.zh + words.en
    return words


@pytest.mark.parametrize("name", ["plan.json", "rounds.geojson"])
@pytest.mark.parametrize(
    "content",
    ["{", "[]", "{}", "null", '{"format": "walkmap-plan/9"}', '{"features": [1]}', "\ud800"],
)
def test_a_broken_file_is_one_clear_line(name, content, written, community):
    (written / name).write_bytes(content.encode("utf-8", "surrogatepass"))
    with pytest.raises(WalkmapError) as error:
        read_rounds(written, community)
    assert name in line(error).zh
    assert "walkmap month" in line(error).zh


@pytest.mark.parametrize("name", ["plan.json", "rounds.geojson"])
def test_a_missing_file_is_named(name, written, community):
    (written / name).unlink()
    with pytest.raises(WalkmapError) as error:
        read_rounds(written, community)
    assert name in line(error).en


def test_legs_of_another_plan_are_noticed(written, community):
    shapes = json.loads((written / "rounds.geojson").read_text(encoding="utf-8"))
    shapes["features"] = [f for f in shapes["features"] if f["properties"].get("order") != 1]
    (written / "rounds.geojson").write_text(json.dumps(shapes), encoding="utf-8")
    with pytest.raises(WalkmapError):
        read_rounds(written, community)


def test_another_communitys_plan_is_refused(written, make_community):
    with pytest.raises(WalkmapError) as error:
        read_rounds(written, make_community(id="other"))
    assert "tiny" in line(error).zh
    assert "--community" in line(error).zh


def test_a_team_that_is_gone_is_named(written, community, make_community):
    teams = community.settings.teams
    with pytest.raises(WalkmapError) as error:
        read_rounds(written, make_community(teams=teams[:1]))
    assert teams[1].id in line(error).zh


def test_one_round_is_printed(written, on_a_street, tmp_path):
    day = read_rounds(written, on_a_street)[0].date
    out = tmp_path / "out"
    out.mkdir()
    made = jobs.print_rounds(on_a_street.folder, written, day=day, team="1", out=out)
    assert [path.name for path in made.paths] == [f"round-{day}-1.pdf"]
    assert made.paths[0].read_bytes().startswith(b"%PDF")
    assert [path.name for path in out.iterdir()] == [made.paths[0].name]


def test_a_round_that_is_not_there_tells_which_are(written, on_a_street, tmp_path):
    with pytest.raises(UsageError) as error:
        jobs.print_rounds(on_a_street.folder, written, team="9", out=tmp_path / "a.pdf")
    first = read_rounds(written, on_a_street)[0]
    assert first.date.isoformat() in line(error).zh
    assert not (tmp_path / "a.pdf").exists()


@pytest.mark.parametrize("address", ["example.org", "https://example.org/?a=1"])
def test_an_address_that_leads_nowhere_is_refused(address, written, community, tmp_path):
    with pytest.raises(UsageError):
        jobs.print_rounds(community.folder, written, base_url=address, out=tmp_path / "a.pdf")


@pytest.mark.parametrize(("name", "start"), [("wall.png", b"\x89PNG"), ("wall.PDF", b"%PDF")])
def test_the_wall_is_written_as_its_name_says(name, start, on_a_street, tmp_path):
    jobs.make_overview(on_a_street.folder, day=MONDAY, out=tmp_path / name)
    assert (tmp_path / name).read_bytes().startswith(start)


def test_a_file_that_can_not_be_written_is_one_clear_line(on_a_street, tmp_path):
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(WalkmapError) as error:
        jobs.make_overview(on_a_street.folder, day=MONDAY, out=tmp_path / "file" / "wall.pdf")
    assert "--out" in line(error).zh


@pytest.mark.parametrize("words", [("--format", "pdf", "-o", "x.png"), ("-o", "x.doc")])
def test_a_name_that_does_not_fit_is_said(words, community, monkeypatch, capsys, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(speak.err, "_width", 200)
    where = ["--community", str(community.folder)]
    monkeypatch.setattr(sys, "argv", ["walkmap", "print", "overview", *where, *words])
    with pytest.raises(SystemExit) as stop:
        cli.main()
    said = capsys.readouterr().err
    assert stop.value.code == 2
    assert ".pdf" in said
    assert "Traceback" not in said
    assert list(tmp_path.glob("x.*")) == []
