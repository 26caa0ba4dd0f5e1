"""The house keeps its rules: what is imported when, and what stands in no file."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.mark.parametrize("option", ["--help", "--version"])
def test_help_and_version_load_no_heavy_library(option):
    code = f"""
import sys
from walkmap.cli import main
sys.argv = ["walkmap", {option!r}]
try:
    main()
except SystemExit as stop:
    assert not stop.code
heavy = {{"osmnx", "folium", "numba", "geopandas", "networkx", "scipy"}}
print("HEAVY", sorted(heavy & set(sys.modules)))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "HEAVY []" in done.stdout


def test_constraints_pin_every_dependency_and_name_no_host():
    text = (ROOT / "constraints.txt").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    assert all(re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.+!_-]+", line) for line in lines)
    pinned = {re.sub(r"[-_.]+", "-", line.split("==")[0]).lower() for line in lines}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    listed = [*project["dependencies"], *project["optional-dependencies"]["test"]]
    wanted = [re.split(r"[<>=]", name)[0] for name in listed]
    assert {re.sub(r"[-_.]+", "-", name).lower() for name in wanted} <= pinned


def test_every_package_says_what_it_gives():
    from importlib import import_module

    for name in ("community", "exports", "issues", "network", "osm", "pages", "rounds", "store"):
        module = import_module(f"walkmap.{name}")
        assert module.__all__, name
        assert all(hasattr(module, public) for public in module.__all__), name
        assert sorted(module.__all__) == list(dict.fromkeys(sorted(module.__all__))), name


def test_the_error_tree_is_the_one_that_is_drawn():
    from walkmap import errors

    drawn = set(re.findall(r"\b\w*(?:Error|Faults)\b", errors.__doc__ or ""))
    real = {
        name for name, thing in vars(errors).items()
        if isinstance(thing, type) and issubclass(thing, errors.WalkmapError)
    }  # fmt: skip
    assert drawn == real
