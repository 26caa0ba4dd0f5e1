"""The guide names every column and every setting."""

from pathlib import Path
from typing import get_args

import pytest

from walkmap.community.layers import LAYERS, STREET_FILES, VISITS, WISH_WHATS, WISHES
from walkmap.community.settings import (
    Balance,
    Hotline,
    Issues,
    Kind,
    Minutes,
    Office,
    Placed,
    Plan,
    Records,
    Settings,
    Shift,
    Team,
    Works,
)
from walkmap.datum import DATUMS
from walkmap.words import TARGET_KINDS

GUIDE = Path(__file__).parents[2] / "docs" / "community.md"
SETTINGS = [
    f"{prefix}{name}"
    for prefix, model in (
        ("", Settings), ("shift.", Shift), ("teams.", Team), ("office.", Office),
        ("minutes.", Minutes), ("plan.", Plan), ("balance.", Balance), ("works.", Works),
        ("issues.", Issues), ("records.", Records), ("hotline.", Hotline),
    )
    for name in model.model_fields
]  # fmt: skip


@pytest.fixture(scope="module")
def guide() -> str:
    return GUIDE.read_text(encoding="utf-8")


def _section(guide: str, title: str) -> str:
    return guide.split(f"\n### {title}\n")[1].split("\n#")[0]


@pytest.mark.parametrize("name", LAYERS)
def test_columns(guide: str, name: str) -> None:
    section = _section(guide, f"`{name}`")
    for column in LAYERS[name].columns:
        row = next(line for line in section.splitlines() if line.startswith(f"| `{column.name}`"))
        assert ("required" in row) == column.required
        assert all(f"`{choice}`" in row for choice in column.choices if isinstance(choice, str))


@pytest.mark.parametrize("name", SETTINGS)
def test_settings(guide: str, name: str) -> None:
    assert f"| `{name}`" in guide


def test_other_names(guide: str) -> None:
    for name in (*STREET_FILES, *WISHES, *WISH_WHATS, *VISITS, *DATUMS):
        assert f"`{name}`" in guide


def test_datums_can_be_declared_for_every_layer() -> None:
    assert set(get_args(Placed)) == {*LAYERS, "office"}


def test_settings_can_be_given_for_every_kind_of_target() -> None:
    assert set(get_args(Kind)) == set(TARGET_KINDS)
    assert all(Minutes().of(kind) for kind in TARGET_KINDS)
