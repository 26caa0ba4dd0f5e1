"""Rounds as they were written: from the `plan.json` and `rounds.geojson` of a month's folder."""

import json
from datetime import date, time
from pathlib import Path
from typing import Any

import shapely

from walkmap.community import Community
from walkmap.errors import WalkmapError
from walkmap.rounds.earlier import FORMAT
from walkmap.rounds.plan import Leg, Round, Stop
from walkmap.words import Words

PLAN, ROUNDS = "plan.json", "rounds.geojson"


def read_rounds(folder: Path, community: Community) -> tuple[Round, ...]:
    """Read the rounds that `walkmap month` or `walkmap plan` wrote; nothing is planned anew.

    Parameters
    ----------
    folder
        The folder of the month, or its `plan.json`.
    community
        The community that the plan must be of; it gives the names of its teams.

    Returns
    -------
    tuple of Round
        In the order of the file. Their reasons are in the one language of the file.

    Raises
    ------
    WalkmapError
        If a file is missing or broken, or is another community's.
    """
    folder = folder.parent if folder.is_file() else folder
    plan = _read(folder / PLAN)
    shapes = _read(folder / ROUNDS)
    try:
        if plan["format"] != FORMAT:
            raise ValueError(plan["format"])
        owner = str(plan["community"])
        lines = _by_round(shapes["features"])
        teams = {team.id: team.name for team in community.settings.teams}
        rounds = tuple(
            _round(row, lines.get((row["date"], str(row["team"])), []), teams)
            for row in plan["rounds"]
        )
    except (ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        raise WalkmapError(
            Words(
                f"{folder} 里的 {PLAN} 和 {ROUNDS} 不是 walkmap 写出的样子；"
                "请用 walkmap month 重新写",
                f"{PLAN} and {ROUNDS} in {folder} are not as walkmap writes them; write them anew "
                "by walkmap month",
            )
        ) from error
    _check(folder, owner, rounds, community)
    return rounds


def _check(folder: Path, owner: str, rounds: tuple[Round, ...], community: Community) -> None:
    """Make sure that a plan is of this community, and of the teams that it has."""
    if owner != community.settings.id:
        own = community.settings.id
        raise WalkmapError(
            Words(
                f"{folder} 是另一个社区（{owner}）的计划，不是 {own} 的；请用 --community 指明社区",
                f"{folder} holds a plan of another community ({owner}), not of {own}; give the "
                "community by --community",
            )
        )
    gone = sorted(
        {round_.team for round_ in rounds} - {team.id for team in community.settings.teams}
    )
    if gone:
        raise WalkmapError(
            Words(
                f"计划里的走访组 {'、'.join(gone)} 已不在 community.toml 里；"
                "请用 walkmap month 重排",
                f"the plan's teams {', '.join(gone)} are no longer in community.toml; plan the "
                "month anew by walkmap month",
            )
        )


def _read(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        detail = error.strerror or str(error)
        raise WalkmapError(
            Words(
                f"读不了 {path}（{detail}）；请指明 walkmap month 写出的文件夹",
                f"{path} can't be read ({detail}); name a folder that walkmap month wrote",
            )
        ) from error
    except ValueError as error:
        raise WalkmapError(
            Words(
                f"{path} 坏了，读不了；请用 walkmap month 重新写",
                f"{path} is broken; write it anew by walkmap month",
            )
        ) from error


def _by_round(features: list[Any]) -> dict[tuple[str, str], list[Any]]:
    """Return legs and stops by date and team."""
    found: dict[tuple[str, str], list[Any]] = {}
    for item in features:
        at = item["properties"]
        found.setdefault((at["date"], str(at["team"])), []).append(item)
    return found


def _seconds(text: str) -> int:
    at = time.fromisoformat(text)
    return at.hour * 3600 + at.minute * 60 + at.second


def _round(row: Any, features: list[Any], teams: dict[str, str]) -> Round:
    places = {
        item["properties"]["order"]: shapely.Point(item["geometry"]["coordinates"])
        for item in features
        if item["properties"]["feature"] == "stop"
    }
    legs = [_leg(item) for item in features if item["properties"]["feature"] == "leg"]
    if {leg.order for leg in legs if leg.part == "approach"} != set(places):
        raise ValueError("legs and stops don't go together")
    return Round(
        date=date.fromisoformat(row["date"]),
        team=str(row["team"]),
        team_name=teams.get(str(row["team"]), ""),
        start_s=_seconds(row["start"]),
        end_s=_seconds(row["end"]),
        walk_m=float(row["walk_m"]),
        return_m=float(row["return_m"]),
        walk_s=int(row["walk_s"]),
        visit_s=int(row["visit_s"]),
        wait_s=int(row["wait_s"]),
        steps=int(row["steps"]),
        stops=tuple(_stop(stop, places[stop["order"]]) for stop in row["stops"]),
        legs=tuple(legs),
    )


def _stop(row: Any, place: shapely.Point) -> Stop:
    arrive_s, depart_s = _seconds(row["arrive"]), _seconds(row["depart"])
    return Stop(
        order=int(row["order"]),
        kind=row["kind"],
        target_kind=str(row.get("target_kind", "")),
        id=str(row["id"]),
        name=str(row["name"]),
        place=place,
        arrive_s=arrive_s,
        depart_s=depart_s,
        visit_s=depart_s - arrive_s,  # the file doesn't tell the walk along from it
        approach_m=float(row["approach_m"]),
        along_m=float(row["along_m"]),
        entrances=tuple(map(str, row["entrances"])),
        why=Words.same(row["why"]),
        also=tuple(map(str, row.get("also", ()))),
    )


def _leg(item: Any) -> Leg:
    at, shape = item["properties"], item["geometry"]
    return Leg(
        part=at["part"],
        order=int(at["order"]),
        from_id=str(at["from_id"]),
        to_id=str(at["to_id"]),
        walk_m=float(at["walk_m"]),
        line=None if shape is None else shapely.LineString(shape["coordinates"]),
        passage=bool(at["passage"]),
    )
