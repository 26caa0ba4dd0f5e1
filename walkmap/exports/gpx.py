"""`rounds.gpx`: the rounds for walking apps."""

from pathlib import Path

from gpxpy.gpx import (
    GPX,
    GPXRoute,
    GPXRoutePoint,
    GPXTrack,
    GPXTrackPoint,
    GPXTrackSegment,
)

from walkmap.community import Community
from walkmap.exports.figures import office_ends, position, whole_way
from walkmap.exports.texts import (
    OFFICE,
    file_title,
    round_title,
    stop_title,
)
from walkmap.files import write_whole
from walkmap.rounds.plan import MonthPlan, Round
from walkmap.words import ILLUSTRATIVE


def rounds_gpx(path: Path, community: Community, plan: MonthPlan, *, lang: str) -> None:
    """Write `rounds.gpx`: for each round a route and a track.

    The route (`rte`) holds the office, the numbered stops in visiting order and the office again;
    the track (`trk`) the true way between them.

    Parameters
    ----------
    path
        The file to make or to replace, GPX 1.1: WGS-84, 7 decimals, UTF-8.
    community
        The community of the plan.
    plan
        What to write; a round without stops is left out.
    lang
        Language of the word for the office, ``"zh"`` or ``"en"``.

    Raises
    ------
    OSError
        If the file can't be written.
    """
    gpx = GPX()
    gpx.creator = "walkmap"
    gpx.name = file_title(community, plan.month)
    gpx.description = ILLUSTRATIVE if community.settings.illustrative else None
    for number, round_ in enumerate((r for r in plan.rounds if r.stops), 1):
        gpx.routes.append(_route(round_, number, lang))
        gpx.tracks.append(_track(round_, number))
    write_whole(path, gpx.to_xml(version="1.1") + "\n")


def _route(round_: Round, number: int, lang: str) -> GPXRoute:
    start, end = office_ends(round_)
    places = [
        (start, OFFICE.in_(lang)),
        *((position(stop.place), stop_title(stop)) for stop in round_.stops),
        (end, OFFICE.in_(lang)),
    ]
    route = GPXRoute(name=round_title(round_), number=number)
    route.points = [GPXRoutePoint(lat, lon, name=name) for (lon, lat), name in places]
    return route


def _track(round_: Round, number: int) -> GPXTrack:
    track = GPXTrack(name=round_title(round_), number=number)
    points = [GPXTrackPoint(lat, lon) for lon, lat in whole_way(round_)]
    track.segments = [GPXTrackSegment(points)] if points else []
    return track
