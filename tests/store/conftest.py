"""A store in a folder of its own, and a phone's results."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import made
import pytest

from walkmap.community import Community


@pytest.fixture(scope="session")
def original(tmp_path_factory: pytest.TempPathFactory) -> Community:
    return made.make_community(tmp_path_factory.mktemp("original"))


@pytest.fixture
def community(original: Community, tmp_path: Path) -> Community:
    return replace(original, folder=Path(shutil.copytree(original.folder, tmp_path / "tiny")))


@pytest.fixture
def phone(tmp_path: Path) -> Callable[..., Path]:
    """Write a phone's results into a file."""

    def write(name: str = "results.json", **changes: object) -> Path:
        return made.write_results(tmp_path / name, **changes)

    return write
