"""The use cases, one function each: what a command, or later a service, calls."""

import hashlib
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import geopandas as gpd

import walkmap
from walkmap.community import (
    Community,
    Report,
    check_community,
    read_community,
    write_community,
)
from walkmap.community.settings import settings_of
from walkmap.errors import CommunityFaults, Fault, SourceError, WalkmapError
from walkmap.exports import write_exports
from walkmap.files import whole_folder
from walkmap.issues import heat_of, read_issues
from walkmap.network import Walks, gate_states, streets_of, unreached
from walkmap.network.fit import datum_fault
from walkmap.osm import MapSource, make_starter
from walkmap.pages import write_heat_page, write_pages
from walkmap.rounds import MonthPlan, SolveParams, make_plan, make_problem, mondays, solve
from walkmap.rounds.calendar import parse_month
from walkmap.words import Words

SAMPLE = Path(walkmap.__file__).resolve().parent.parent / "data" / "geo" / "nanshatan"
# A folder that holds nothing but these is ours to replace: what we write, and what QGIS, Excel and
# file managers leave beside it.
_OURS = re.compile(
    r"index\.html|heat\.html|round-\d{4}-\d\d-\d\d-[a-z0-9-]+\.html|month\.ics|plan\.(json|gpkg)"
    r"|rounds\.(geojson|gpx|kml|xlsx)|plan\.gpkg-(wal|shm|journal)|\.DS_Store|Thumbs\.db|desktop\.ini"
)
_SHOWN = 8
Progress = Callable[[Words, float], None]


@dataclass(frozen=True)
class Written:
    """What a job wrote.

    Parameters
    ----------
    folder
        Where.
    paths
        The files, the one to open first.
    lang
        The language in which it is written.
    plan
        The plan, where one was made.
    notes
        What the user should know.
    """

    folder: Path
    paths: tuple[Path, ...]
    lang: str
    plan: MonthPlan | None = None
    notes: tuple[Words, ...] = ()


def _silent(_what: Words, _share: float) -> None:
    """Show no progress."""


def find_community(path: Path | None) -> tuple[Path, bool]:
    """Return the community to work on, and whether it is the sample for want of another.

    Parameters
    ----------
    path
        As given by the user; None looks in the current folder.

    Raises
    ------
    WalkmapError
        If there is none.
    """
    if path is not None:
        return path, False
    if Path("community.toml").is_file():
        return Path.cwd(), False
    if SAMPLE.is_dir():
        return SAMPLE, True
    raise WalkmapError(
        Words(
            "当前文件夹不是社区；请用 --community 指明社区文件夹",
            "the current folder is no community; give one by --community",
        )
    )


def make_month(
    path: Path,
    month: str,
    *,
    out: Path | None = None,
    lang: str | None = None,
    params: SolveParams | None = None,
    pages: bool = True,
    progress: Progress = _silent,
) -> Written:
    """Read a community, plan a month, and write its pages and files.

    Parameters
    ----------
    path
        The community.
    month
        Such as ``2026-12``.
    out
        The folder to write, replaced whole at the end; ``maps/<community>/<month>`` by default.
    lang
        ``"zh"`` or ``"en"``; the community's language by default.
    params
        How to search.
    pages
        Whether to write pages besides the files.
    progress
        Called with what is being done and the share of it that is done.

    Returns
    -------
    Written
        With the plan.

    Raises
    ------
    WalkmapError
        For whatever the user can mend; nothing is written then.
    """
    month = "{:04d}-{:02d}".format(*parse_month(month))
    progress(Words("读取社区", "reading the community"), 0.0)
    community, streets = _sound(path)
    default = Path("maps") / community.settings.id / (month if pages else f"{month}-plan")
    folder = _ours(out or default)
    heat = heat_of(community, read_issues(community)) if pages else None
    lang = lang or community.settings.language
    plan = _planned(Walks(community, streets), month, params or SolveParams(), progress)
    progress(Words("写文件", "writing files"), 0.0)
    with _writing(folder) as new:
        paths = write_exports(new, community, plan, lang=lang)
        if pages:
            names = [file.name for file in paths]
            made = write_pages(new, community, plan, streets, heat, lang=lang, files=names)
            paths = [*made, *paths]
    return Written(folder, tuple(folder / file.name for file in paths), lang, plan)


def _planned(walks: Walks, month: str, params: SolveParams, progress: Progress) -> MonthPlan:
    """Plan a month."""
    progress(Words("算步行路线", "finding ways"), 0.0)
    problem = make_problem(walks, mondays(month))
    planning = Words("排计划", "planning")
    routes = solve(problem.problem, params, lambda share: progress(planning, share))
    return make_plan(problem, routes, month_name=month, seed=params.seed)


def make_heat(path: Path, *, out: Path | None = None, lang: str | None = None) -> Written:
    """Write `heat.html`, the meeting's map of where issues lie.

    Parameters
    ----------
    path, out, lang
        As for `make_month`; the folder is ``maps/<community>/heat`` by default.
    """
    community, streets = _sound(path)
    folder = _ours(out or Path("maps") / community.settings.id / "heat", keep="plan.json")
    heat = heat_of(community, read_issues(community))
    lang = lang or community.settings.language
    with _writing(folder) as new:
        page = write_heat_page(new, community, streets, heat, lang=lang)
    return Written(folder, (folder / page.name,), lang)


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
    with _writing(folder) as new:
        write_community(new, settings, starter.layers, starter.streets_xml, comment=extract.source)
        read_community(new)
    paths = tuple(sorted(folder.iterdir()))
    return Written(folder, paths, settings.language, notes=tuple(starter.notes))


def _sound(path: Path) -> tuple[Community, gpd.GeoDataFrame]:
    """Read a community and its streets, and make sure that they fit each other."""
    community = read_community(path)
    streets = streets_of(community)
    fault = datum_fault(community, streets)
    if fault is not None:
        raise CommunityFaults([fault])
    return community, streets


@contextmanager
def _writing(folder: Path) -> Iterator[Path]:
    """Give a new folder that takes the place of `folder`; say so if it can't be written."""
    try:
        with whole_folder(folder) as new:
            yield new
    except OSError as error:
        detail = error.strerror or str(error)
        raise WalkmapError(
            Words(
                f"写不了 {folder}（{detail}）；请检查权限，关掉正打开其中文件的程序，"
                "或者换一个文件夹",
                f"{folder} can't be written ({detail}); check its permissions, close programs that "
                "hold its files open, or take another folder",
            )
        ) from error


def language_of(path: Path) -> str:
    """Return the language that a community asks for, as far as it can be read; else Chinese."""
    try:
        text = (
            (path if path.is_dir() else path.parent).joinpath("community.toml").read_text("utf-8")
        )
    except (OSError, UnicodeDecodeError):
        return "zh"
    return "en" if re.search(r'^language\s*=\s*"en"', text, re.MULTILINE) else "zh"


def _ours(folder: Path, *, keep: str = "") -> Path:
    """Return the folder if it can be replaced without losing anything of the user's.

    What we wrote ourselves may go, but for the file named `keep`.
    """
    if not folder.exists():
        return folder
    if folder.is_dir():
        names = [file.name for file in folder.iterdir()]
        if all(_OURS.fullmatch(name) for name in names) and keep not in names:
            return folder
    raise WalkmapError(
        Words(
            f"{folder} 里有别的东西，不会覆盖；请用 --out 指一个新文件夹",
            f"{folder} holds other things and is not replaced; give a new folder by --out",
        )
    )


def _slug(name: str) -> str:
    """Return an id made of a name: its letters and digits, or else a short number."""
    slug = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
    return slug or "c-" + hashlib.sha256(name.encode()).hexdigest()[:8]
