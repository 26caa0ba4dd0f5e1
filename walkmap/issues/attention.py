"""What next month's plan should spend more minutes on: proposals that a planner accepts or not."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from walkmap.community import WGS84, Community
from walkmap.community.sheet import Gazetteer
from walkmap.issues.chance import chance_of
from walkmap.issues.intake.spots import doors_told
from walkmap.words import Words

TIMES = (1.5, 2.0, 3.0)
"""From how many times as many issues as its share a place gets attention 1, 2 and 3."""
ALPHA = 0.05
FEWEST = 3
MANY_CALLS = 5
NEAR_M = 30.0


@dataclass(frozen=True)
class Proposal:
    """One change that is proposed.

    Parameters
    ----------
    layer
        ``"buildings"`` or ``"hazards"``: its attention; ``"targets"``: a new target.
    id
        Of the building, of the hazard, or of the entrance that many calls come from.
    name
        What to call it.
    attention
        What it is to be; 0 for a target.
    now
        What it is.
    reason
        Why.
    """

    layer: str
    id: str
    name: str
    attention: int
    now: int
    reason: Words


@dataclass(frozen=True)
class Proposals:
    """All that is proposed, and what it is drawn from.

    Parameters
    ----------
    start, end
        The twelve months.
    changes
        The proposals.
    doorless
        Calls at buildings with several entrances whose text tells none of them.
    """

    start: date
    end: date
    changes: tuple[Proposal, ...]
    doorless: int


def last_year(issues: pd.DataFrame) -> tuple[date, date]:
    """Return the twelve months that end with the last record; `date.min` twice without any."""
    if not len(issues):
        return date.min, date.min
    last = issues["recorded_at"].max()
    return (last - pd.DateOffset(years=1)).date() + timedelta(days=1), last.date()


def propose(
    community: Community, issues: pd.DataFrame, *, many_calls: int = MANY_CALLS
) -> Proposals:
    """Propose attention for buildings and hazards, and frequent callers by entrance.

    Parameters
    ----------
    community
        As it is.
    issues
        As `walkmap.issues.read_issues` returns them; the last twelve months of them count.
    many_calls
        From how many calls to the hotline in these months an entrance is proposed; at least 3.

    Returns
    -------
    Proposals
        Only what would change something.

    Raises
    ------
    ValueError
        If `many_calls` is below 3.

    Notes
    -----
    A building without property management gets attention 1, 2 or 3 if it has 1.5, 2 or 3 times the
    issues of its share of the households *and* that is more than chance gives (`chance_of` over all
    such buildings, q at most 0.05); else 0. Issues that lie elsewhere count for a hazard within
    30 m of them, the nearest one; hazards are tested against one another, all with the same share.
    Only hazards with an `accident_spot` target are looked at: they are not visited themselves.
    """
    if many_calls < FEWEST:
        raise ValueError(f"{many_calls} calls: fewer than {FEWEST} would point at a household")
    start, end = last_year(issues)
    days = issues["recorded_at"].dt.date if len(issues) else pd.Series(dtype=object)
    recent = issues[(days >= start) & (days <= end)] if len(issues) else issues
    callers, doorless = _callers(community, recent, many_calls)
    changes = (*_buildings(community, recent), *_hazards(community, recent), *callers)
    return Proposals(start, end, changes, doorless)


def attention_of(counts: NDArray[np.int64], shares: NDArray[np.float64]) -> pd.DataFrame:
    """Return, for each place, what its attention should be, and what speaks for it.

    Parameters
    ----------
    counts, shares
        Issues, and what they would be in proportion to; shape (n,).

    Returns
    -------
    pandas.DataFrame
        `attention`; `times`, how many times its share the place has; `more`, whether that is more
        than chance gives.
    """
    expected = counts.sum() * shares / shares.sum() if len(shares) else shares
    times = counts / np.where(expected > 0, expected, np.inf)
    more = chance_of(counts, shares, alpha=ALPHA).more
    attention = np.where(more, np.searchsorted(TIMES, times + 1e-9), 0)
    return pd.DataFrame({"attention": attention, "times": times, "more": more})


def _buildings(community: Community, issues: pd.DataFrame) -> list[Proposal]:
    table = community.unmanaged
    table = table[table["households"] > 0]
    counts = issues["building_id"].value_counts().reindex(table.index, fill_value=0)
    found = attention_of(counts.to_numpy(np.int64), table["households"].to_numpy(float))
    names = [community.name_of(str(id_)) for id_ in table.index]
    reason = Words(
        "12 个月 {count} 件，是按户数应有的 {times:.1f} 倍",
        "{count} issues in 12 months, {times:.1f} times its share of the households",
    )
    return _changes("buildings", table, names, counts, found, reason)


def _hazards(community: Community, issues: pd.DataFrame) -> list[Proposal]:
    spots = community.targets[community.targets["kind"] == "accident_spot"]
    table = community.in_metres("hazards")
    table = table[table.index.isin(spots["hazard_id"])]
    elsewhere = issues[~issues["building_id"].isin(community.buildings.index)]
    elsewhere = elsewhere[elsewhere["lon"].notna() & elsewhere["lat"].notna()]
    counts = pd.Series(0, table.index)
    if len(table) and len(elsewhere):
        points = gpd.GeoSeries(gpd.points_from_xy(elsewhere["lon"], elsewhere["lat"]), crs=WGS84)
        tree = shapely.STRtree(table.geometry.to_numpy())
        _, nearest = tree.query_nearest(
            points.to_crs(community.utm).to_numpy(), max_distance=NEAR_M, all_matches=False
        )
        counts += np.bincount(nearest, minlength=len(table))
    found = attention_of(counts.to_numpy(np.int64), np.ones(len(table)))
    names = [str(name) or str(id_) for id_, name in table["name"].items()]
    reason = Words(
        "12 个月附近 {count} 件，是各易出事故点平均的 {times:.1f} 倍",
        "{count} issues nearby in 12 months, {times:.1f} times the mean of such spots",
    )
    return _changes("hazards", table, names, counts, found, reason)


def _changes(
    layer: str,
    table: pd.DataFrame,
    names: list[str],
    counts: pd.Series,
    found: pd.DataFrame,
    reason: Words,
) -> list[Proposal]:
    """Return a proposal for each place whose attention should be another one, the highest first.

    Without any issue nothing speaks for another one.
    """
    if not counts.sum():
        return []
    changes = []
    for name, count, row in zip(names, counts, found.itertuples(), strict=True):
        id_, now = str(table.index[row.Index]), int(table["attention"].iloc[row.Index])
        if row.attention == now:
            continue
        zh, en = (text.format(count=count, times=row.times) for text in reason)
        why = Words(f"{zh}，不像偶然", f"{en}, more than chance")
        if not row.attention:
            why = Words(f"{zh}，没有多到不像偶然", f"{en}: no more than chance gives")
        changes.append(Proposal(layer, id_, name, int(row.attention), now, why))
    return sorted(changes, key=lambda change: -change.attention)


def _callers(
    community: Community, issues: pd.DataFrame, many_calls: int
) -> tuple[list[Proposal], int]:
    """Return entrances that many calls come from and that are no target yet, the most first; and
    the number of calls whose entrance isn't known.
    """
    calls = issues[(issues["source"] == "hotline") & (issues["building_id"] != "")]
    gazetteer = Gazetteer(community)
    doors = pd.Series(
        [
            _door(gazetteer.doors.get(building, {}), text)
            for building, text in zip(calls["building_id"], calls["text"], strict=True)
        ],
        dtype=object,
    )
    known = community.targets[community.targets["kind"] == "frequent_caller"]["entrance_id"]
    counts = doors[doors != ""].value_counts()
    changes = [
        Proposal(
            "targets",
            door,
            gazetteer.spell("", door),
            0,
            0,
            _calls(community, door, count),
        )
        for door, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        if count >= many_calls and door not in set(known)
    ]
    return changes, int((doors == "").sum())


def _calls(community: Community, door: str, count: int) -> Words:
    """Tell how many calls came from an entrance, and from about how many homes."""
    building = str(community.entrances["building_id"][door])
    homes = round(community.buildings["households"][building] / len(community.doors_of(building)))
    zh, en = f"12 个月来电 {count} 次", f"{count} calls in 12 months"
    return (
        Words(f"{zh}，约 {homes} 户", f"{en} from about {homes} homes") if homes else Words(zh, en)
    )


def _door(doors: Mapping[str, str], text: str) -> str:
    """Return the entrance that a call is about: the only one, or the one that its text tells.

    Parameters
    ----------
    doors
        What each entrance of the building is called, by id.
    text
        What was said.
    """
    if len(doors) == 1:
        return next(iter(doors))
    told = doors_told(text)
    found = [id_ for id_, called in doors.items() if called in told]
    return found[0] if len(told) == len(found) == 1 else ""
