"""Giving each issue its place: by id, by words, by point; or none, never a default one."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from walkmap.community import WGS84, Community
from walkmap.community.sheet.scrub import scrub
from walkmap.issues.intake.cells import in_wgs84
from walkmap.issues.intake.defaults import Default, Point, default_points, point_key
from walkmap.issues.intake.rows import Draft
from walkmap.issues.intake.spots import GIVEN, STRANGE, Places, Reading, doors_told
from walkmap.issues.records import Call, Issue
from walkmap.words import Words

FAR_M = 500.0
"""A point farther from every building is not the community's."""
AGREE_M = 100.0
"""A point within it of the building that words name is kept beside it."""
FAR = Words("坐标离社区太远", "a point far from the community")
DEFAULT = Words("坐标是默认点", "a point that is a default")


class Place(NamedTuple):
    """Where an issue is, as its columns say."""

    building_id: str
    lon: float | None
    lat: float | None


@dataclass(frozen=True)
class Earlier:
    """What is known from before.

    Parameters
    ----------
    settled
        The places that were settled by hand, by issue.
    defaults
        Default geocodes, as `point_key` returns them.
    points
        Where other issues are that have a point and no building, by issue.
    """

    settled: Mapping[str, Place] = field(default_factory=dict)
    defaults: frozenset[Point] = frozenset()
    points: Mapping[str, Point] = field(default_factory=dict)


@dataclass(frozen=True)
class Intake:
    """Issues, ready to be kept.

    Parameters
    ----------
    issues, calls
        The records.
    unplaced
        How many have no place, by the reason.
    by_words
        How many have it by words.
    defaults
        Default geocodes of these issues that were not known before.
    misplaced
        Issues from before that lie at one of them.
    """

    issues: tuple[Issue, ...]
    calls: tuple[Call, ...]
    unplaced: Counter[Words]
    by_words: int
    defaults: tuple[Default, ...]
    misplaced: tuple[str, ...]


def place_drafts(community: Community, drafts: Sequence[Draft], earlier: Earlier) -> Intake:
    """Give issues their places.

    Parameters
    ----------
    community
        Its buildings, and what is set of real points.
    drafts
        The issues.
    earlier
        What is known from before.

    Returns
    -------
    Intake
        What was settled by hand stays. Else an id that the row gives counts, then words, then a
        point that is neither far away nor a default geocode; what none of them tells has no place.
    """
    places = Places(community)
    readings = [_reading(community, places, draft) for draft in drafts]
    points = np.array([draft.point or (np.nan, np.nan) for draft in drafts], float).reshape(-1, 2)
    near, agree = _compared(community, points, readings)
    named = [readings[int(k)].building_id for k in near]
    real = _real_points(community)
    defaults = _defaults(community, points[near], named, earlier, real)
    bad = (earlier.defaults | {default.point for default in defaults}) - real
    close, unplaced, by_words = set(near.tolist()), Counter[Words](), 0
    issues, calls = [], []
    for at, (draft, reading) in enumerate(zip(drafts, readings, strict=True)):
        wrong = _wrong(draft.point, at in close, bad)
        issue, sure = _placed(draft, reading, None if wrong else draft.point, bool(agree[at]))
        settled = earlier.settled.get(issue.id)
        issue = replace(issue, text=_with_place(draft, placed=has_place(issue)))
        if not has_place(issue):
            unplaced[wrong or reading.why] += settled is None
        if settled is not None:
            issue, sure = replace(issue, **settled._asdict()), GIVEN
        by_words += 0 < sure < GIVEN
        issues.append(issue)
        if draft.call is not None:
            calls.append(replace(draft.call, sure=sure))
    misplaced = tuple(id_ for id_, point in earlier.points.items() if point_key(*point) in bad)
    return Intake(tuple(issues), tuple(calls), unplaced, by_words, tuple(defaults), misplaced)


def has_place(issue: Issue) -> bool:
    """Tell whether an issue is anywhere."""
    return bool(issue.building_id or issue.target_id) or issue.lon is not None


def _reading(community: Community, places: Places, draft: Draft) -> Reading:
    """Return the building that a row gives by an id, or names."""
    given, target = draft.issue.building_id, draft.issue.target_id
    if given in community.buildings.index:
        return Reading(given, GIVEN)
    if not given and target in community.targets.index:
        return Reading(str(community.targets["building_id"][target]), GIVEN)
    # A point that somebody wrote into our own table says more than what is said beside it.
    said = "" if draft.point and draft.call is None else draft.issue.text
    found = places.read(given or draft.place, said)
    return found._replace(why=STRANGE) if given else found


def _compared(
    community: Community, points: NDArray[np.float64], readings: Sequence[Reading]
) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Return which points are near the community, and which agree with what words name."""
    outlines = community.in_metres("buildings").geometry
    there = np.flatnonzero(~np.isnan(points[:, 0]))
    lonlat = gpd.GeoSeries(gpd.points_from_xy(*points[there].T), crs=WGS84)
    spots = lonlat.to_crs(community.utm).to_numpy()
    tree = shapely.STRtree(outlines.to_numpy())
    close, _ = tree.query_nearest(spots, max_distance=FAR_M, all_matches=False)
    agree = np.zeros(len(points), bool)
    named = outlines.index.get_indexer([readings[int(k)].building_id for k in there])
    known = named >= 0
    away = shapely.distance(spots[known], outlines.to_numpy()[named[known]])
    agree[there[known]] = away <= AGREE_M
    return there[np.sort(close)], agree


def _defaults(
    community: Community,
    points: NDArray[np.float64],
    named: list[str],
    earlier: Earlier,
    real: frozenset[Point],
) -> list[Default]:
    """Find default geocodes among the points of a file and those before; not those known."""
    before = np.array(list(earlier.points.values()), float).reshape(-1, 2)
    lon, lat = np.concatenate([points, before]).T
    found = default_points(community, lon, lat, named + [""] * len(before), real=real)
    own = {point_key(*point) for point in points}
    return [new for new in found if new.point in own - earlier.defaults]


def _real_points(community: Community) -> frozenset[Point]:
    """Return the points that the settings say are no defaults.

    They are in the file's datum, or copied from what an import said, which is WGS-84.
    """
    settings = community.settings
    datum = settings.hotline.datum or settings.datum
    points = settings.hotline.real_points
    return frozenset(
        point_key(*in_wgs84(each, *point)) for point in points for each in (datum, "wgs84")
    )


def _wrong(point: Point | None, close: bool, bad: frozenset[Point]) -> Words | None:
    """Say what is wrong with a point, if anything is."""
    if point is None:
        return None
    if not close:
        return FAR
    return DEFAULT if point_key(*point) in bad else None


def _placed(
    draft: Draft, reading: Reading, point: Point | None, agree: bool
) -> tuple[Issue, float]:
    """Return a row's issue with its place, and how sure that is."""
    building = reading.building_id
    if building and not agree and draft.call is not None:
        point = None
    lon, lat = point or (None, None)
    sure = reading.sure if building or not point else GIVEN
    return replace(draft.issue, building_id=building, lon=lon, lat=lat), sure


def _with_place(draft: Draft, *, placed: bool) -> str:
    """Return what was said together with what only the cell for the place tells: the entrance,
    or all of it for whoever settles where that is.
    """
    if placed:
        doors = doors_told(draft.place)
        if len(doors) != 1 or doors_told(draft.issue.text):
            return draft.issue.text
        return f"〔{min(doors)}单元〕{draft.issue.text}"
    place = scrub(draft.place or draft.issue.building_id).text
    if not place or place in draft.issue.text:
        return draft.issue.text
    return f"〔{place}〕{draft.issue.text}"
