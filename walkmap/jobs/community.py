"""Checking a community, and making one from OpenStreetMap."""

import hashlib
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

from walkmap.community import Report, check_community, read_community, write_community
from walkmap.community.settings import settings_of
from walkmap.errors import CommunityFaults, Fault, SourceError, WalkmapError
from walkmap.issues import read_issues
from walkmap.jobs.common import Written, writing
from walkmap.network import Walks, gate_states, streets_of, unreached
from walkmap.network.fit import datum_fault
from walkmap.osm import MapSource, make_starter
from walkmap.words import Words

_SHOWN = 8


def check(path: Path, day: date) -> Report:
    """Check a community: its files, and whether every stop can be reached.

    Parameters
    ----------
    path
        The community.
    day
        The day for which the ways are tried.

    Returns
    -------
    Report
        All faults, what is fine, and what is worth a look.
    """
    report = check_community(path)
    community = report.community
    if community is None:
        return report
    faults = list(report.faults)
    try:
        read_issues(community)
    except CommunityFaults as error:
        faults += error.faults
    try:
        streets = streets_of(community)
    except SourceError as error:
        mend = Words("从 OpenStreetMap 重新导出", "export it anew from OpenStreetMap")
        return replace(report, faults=(*faults, Fault("streets", error.words, mend)))
    fault = datum_fault(community, streets)
    if fault is not None:
        return replace(report, faults=(*faults, fault))
    cut_off = _cut_off(Walks(community, streets), day)
    reached = Words("每一处都能从办公室走到", "every place can be reached from the office")
    fine = report.fine if cut_off else (*report.fine, reached)
    return replace(report, faults=tuple(faults), fine=fine, notes=(*report.notes, *cut_off))


def _cut_off(walks: Walks, day: date) -> list[Words]:
    """Return what some team can't reach on a day, a line for each reason."""
    community, stops = walks.community, set(walks.stops)
    found: dict[Words, dict[str, None]] = {}
    for team in community.settings.teams:
        hours = community.settings.hours_of(team)
        network = walks.on(day, *hours, no_stairs=team.no_stairs).network
        gates, hazards = gate_states(community, day, *hours), community.active_hazards(day)
        for place, reason in unreached(community, network, gates, hazards).items():
            if place in stops:
                found.setdefault(reason, {})[place.id] = None
    lines = []
    for reason, places in found.items():
        more = "…" if len(places) > _SHOWN else ""
        shown = list(places)[:_SHOWN]
        lines.append(
            Words(
                f"走不到 {len(places)} 处（{'、'.join(shown)}{more}）：{reason.zh}",
                f"{len(places)} places can't be reached ({', '.join(shown)}{more}): {reason.en}",
            )
        )
    return lines


def init_community(
    name: str, source: MapSource, *, office: tuple[float, float] | None = None
) -> Written:
    """Make a community's folder from OpenStreetMap, in the current folder.

    Parameters
    ----------
    name
        Of the community and its folder.
    source
        Where map data comes from.
    office
        Longitude and latitude; the most central gate if not given.

    Returns
    -------
    Written
        With notes on what was assumed and what was lost.

    Raises
    ------
    WalkmapError
        If the data can't be read or the folder exists already; nothing is written then.
    """
    folder = Path.cwd() / name
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise WalkmapError(
            Words(
                f"{folder} 已经存在；换个名字或先移走它",
                f"{folder} exists; take another name or move it",
            )
        )
    extract = source.read()
    starter = make_starter(extract, name=folder.name, id=_slug(folder.name), office=office)
    settings, faults = settings_of(starter.settings)
    if settings is None:
        raise CommunityFaults(faults)
    with writing(folder) as new:
        write_community(new, settings, starter.layers, starter.streets_xml, comment=extract.source)
        read_community(new)
    paths = tuple(sorted(folder.iterdir()))
    return Written(folder, paths, settings.language, notes=tuple(starter.notes))


def _slug(name: str) -> str:
    """Return an id made of a name: its letters and digits, or else a short number."""
    slug = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
    return slug or "c-" + hashlib.sha256(name.encode()).hexdigest()[:8]
