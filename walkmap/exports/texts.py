"""What the exported files say, in both languages, and the cleaning of what others wrote."""

import re
from collections.abc import Mapping
from typing import Any

from walkmap.community import Community
from walkmap.rounds.plan import Round, Stop
from walkmap.words import ILLUSTRATIVE, TARGET_KINDS, Words

BUILDING = Words("楼", "building")
OFFICE = Words("社区办公室", "office")
ROUND = Words("周一走访", "Monday round")

# What XML 1.0 can't hold (https://www.w3.org/TR/xml/#charsets), and the C1 controls.
_ILLEGAL = re.compile(r"[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SPACE = re.compile(r"[\t\n\r\x85\u2028\u2029]+")


def clean(text: str) -> str:
    """Return `text` on one line, without the characters that XML, xlsx or UTF-8 can't hold."""
    return _SPACE.sub(" ", _ILLEGAL.sub("", text)).strip()


def clean_row(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row with its texts cleaned."""
    return {key: clean(value) if isinstance(value, str) else value for key, value in row.items()}


def community_name(community: Community) -> str:
    """Return the community's name, marked if its data is made up."""
    name = clean(community.settings.name)
    return f"{name}（{ILLUSTRATIVE}）" if community.settings.illustrative else name


def file_title(community: Community, month: str) -> str:
    """Return the title of a file: the community and the month."""
    return f"{community_name(community)} · {month}"


def team_name(round_: Round) -> str:
    """Return the name of a round's team, or its id."""
    return clean(round_.team_name) or clean(round_.team)


def round_title(round_: Round) -> str:
    """Return the date and the team, as ``2026-12-07 · 一组``."""
    return f"{round_.date.isoformat()} · {team_name(round_)}"


def stop_name(stop: Stop) -> str:
    """Return the name of a stop, or its id."""
    return clean(stop.name) or clean(stop.id)


def stop_title(stop: Stop) -> str:
    """Return the number and the name, as ``3 · 5号楼``."""
    return f"{stop.order} · {stop_name(stop)}"


def kind_words(stop: Stop) -> Words:
    """Return what a stop is: a building, or the kind of the target."""
    if stop.kind == "building":
        return BUILDING
    return TARGET_KINDS.get(stop.target_kind, Words.same(clean(stop.target_kind)))
