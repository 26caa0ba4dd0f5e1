"""`walkmap month --lock` on the sample: the phrase is said once, and the rounds say nothing."""

import json
import re
import sys
from base64 import b64decode
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from walkmap import cli
from walkmap.cli import speak
from walkmap.pages.lock import key_of

SAMPLE = Path(__file__).resolve().parent.parent / "data" / "geo" / "nanshatan"
HAN = re.compile(r"[\u4e00-\u9fff]")


def run(monkeypatch, capsys, *words):
    monkeypatch.setattr(sys, "argv", ["walkmap", *map(str, words)])
    monkeypatch.setattr(speak.out, "_width", 200)
    monkeypatch.setattr(speak.err, "_width", 200)
    with pytest.raises(SystemExit) as stop:
        cli.main()
    said = capsys.readouterr()
    return int(stop.value.code or 0), said.out, said.err


def texts(value):
    """Every text in some JSON that a reader of Chinese would understand."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        return set().union(*map(texts, value))
    return {value} if isinstance(value, str) and HAN.search(value) else set()


def test_the_phrase_is_said_once_and_the_rounds_give_away_nothing(monkeypatch, capsys, tmp_path):
    out = tmp_path / "out"
    code, said, _ = run(
        monkeypatch, capsys,
        "month", "2026-12", "-c", SAMPLE, "-o", out, "--lock", "--effort", "quick", "--lang", "zh",
    )  # fmt: skip
    assert code == 0
    phrase = re.search(r"^口令：((?:\S\S ?){7})$", said, re.MULTILINE)[1].strip()
    assert said.count(phrase) == 1
    assert "当面或打电话" in said
    assert "只留在办公室" in said
    pages = sorted(out.glob("round-*.html"))
    assert len(pages) == 12
    assert all(phrase.encode() not in path.read_bytes() for path in out.iterdir())
    plan = json.loads((out / "plan.json").read_text(encoding="utf-8"))
    layers = [json.loads(path.read_text(encoding="utf-8")) for path in SAMPLE.glob("*.geojson")]
    hidden = texts(plan["rounds"]) | texts(layers)
    for path in pages:
        raw = path.read_bytes()
        block = json.loads(raw.split(b'id="walkmap-data">')[1].split(b"</script>")[0])
        locked = block["locked"]
        key = AESGCM(key_of(phrase, b64decode(locked["salt"])))
        iv, sealed = b64decode(locked["iv"]), b64decode(locked["text"])
        data = json.loads(key.decrypt(iv, sealed, b"nanshatan/2026-12"))
        own = {text for key in ("stops", "base", "hazards", "shut") for text in texts(data[key])}
        assert len(own) > 50
        seen = [text for text in hidden | own if text.encode() in raw]
        assert seen == [], path.name


def test_tianditu_without_a_key_is_one_line_and_nothing_is_written(monkeypatch, capsys, tmp_path):
    monkeypatch.delenv("WALKMAP_TILES_KEY", raising=False)
    out = tmp_path / "out"
    code, said, err = run(
        monkeypatch, capsys, "month", "2026-12", "-c", SAMPLE, "-o", out, "--tiles", "tianditu"
    )
    assert (code, said) == (2, "")
    assert len(err.strip().splitlines()) == 1
    assert "--tiles-key" in err
    assert not out.exists()


@pytest.mark.parametrize("option", ["--lock", "--tiles"])
def test_a_plan_without_pages_takes_no_option_for_them(option, monkeypatch, capsys):
    code, _, err = run(monkeypatch, capsys, "plan", "2026-12", "-c", SAMPLE, option)
    assert code == 2
    assert "No such option" in err
