"""What the layers of a community must be to each other, and what a look at them tells."""

from pathlib import Path

from walkmap.community.model import Community
from walkmap.community.read import read_draft


def read_community(path: Path) -> Community:
    """Read a community, sound or not at all."""
    return read_draft(path).community()
