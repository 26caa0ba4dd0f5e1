"""`rounds.kml`: the rounds for map programs that read KML."""

from itertools import groupby
from pathlib import Path
from xml.etree import ElementTree as ET

from walkmap.community import Community
from walkmap.community.hours import clock_said
from walkmap.exports.figures import Position, office_ends, position, whole_way
from walkmap.exports.texts import (
    OFFICE,
    file_title,
    round_title,
    stop_title,
    team_name,
)
from walkmap.files import write_whole
from walkmap.rounds.plan import MonthPlan, Round
from walkmap.words import ILLUSTRATIVE

NAMESPACE = "http://www.opengis.net/kml/2.2"
# Lines of the first, second, … team, as alpha, blue, green, red; told apart by the colour-blind.
COLOURS = ("ffb27200", "ff005ed5", "ff739e00", "ffa779cc", "ff009fe6", "ff000000")


def rounds_kml(path: Path, community: Community, plan: MonthPlan, *, lang: str) -> None:
    """Write `rounds.kml`: a folder for each Monday, in it one for each team.

    Parameters
    ----------
    path
        The file to make or to replace, KML 2.2: WGS-84, 7 decimals, UTF-8.
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
    root = ET.Element("kml", xmlns=NAMESPACE)
    document = ET.SubElement(root, "Document")
    _add(document, "name", file_title(community, plan.month))
    if community.settings.illustrative:
        _add(document, "description", ILLUSTRATIVE)
    rounds = [round_ for round_ in plan.rounds if round_.stops]
    teams = list(dict.fromkeys(round_.team for round_ in rounds))
    for number in range(len(teams)):
        style = ET.SubElement(document, "Style", id=f"team-{number}")
        line = ET.SubElement(style, "LineStyle")
        _add(line, "color", COLOURS[number % len(COLOURS)])
        _add(line, "width", "4")
    for day, of_day in groupby(rounds, key=lambda round_: round_.date):
        monday = ET.SubElement(document, "Folder")
        _add(monday, "name", day.isoformat())
        for round_ in of_day:
            _round(monday, round_, f"#team-{teams.index(round_.team)}", lang)
    ET.indent(root, " ")
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    write_whole(path, head + ET.tostring(root, encoding="unicode") + "\n")


def _round(monday: ET.Element, round_: Round, style: str, lang: str) -> None:
    """Add one round: its line, the office and the stops."""
    folder = ET.SubElement(monday, "Folder")
    _add(folder, "name", team_name(round_))
    places = whole_way(round_)
    if places:
        mark = ET.SubElement(folder, "Placemark")
        _add(mark, "name", round_title(round_))
        _add(mark, "styleUrl", style)
        line = ET.SubElement(mark, "LineString")
        _add(line, "tessellate", "1")
        _add(line, "coordinates", " ".join(map(_pair, places)))
    start, _ = office_ends(round_)
    office_hours = f"{clock_said(round_.start_s)}–{clock_said(round_.end_s)}"
    _point(folder, OFFICE.in_(lang), office_hours, start)
    for stop in round_.stops:
        hours = f"{clock_said(stop.arrive_s)}–{clock_said(stop.depart_s)}"
        _point(folder, stop_title(stop), hours, position(stop.place))


def _point(folder: ET.Element, name: str, hours: str, place: Position) -> None:
    """Add a point. Programs show descriptions as HTML, so they hold nothing but times."""
    mark = ET.SubElement(folder, "Placemark")
    _add(mark, "name", name)
    _add(mark, "description", hours)
    _add(ET.SubElement(mark, "Point"), "coordinates", _pair(place))


def _pair(place: Position) -> str:
    return f"{place[0]:.7f},{place[1]:.7f}"


def _add(parent: ET.Element, tag: str, text: str) -> None:
    ET.SubElement(parent, tag).text = text
