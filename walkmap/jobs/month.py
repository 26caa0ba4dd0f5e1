"""Planning a month, and writing its pages and files."""

from pathlib import Path

from walkmap.exports import write_exports
from walkmap.issues import heat_of, read_issues
from walkmap.jobs.common import Progress, Written, ours, silent, sound, writing
from walkmap.network import Walks
from walkmap.pages import write_heat_page, write_pages
from walkmap.rounds import MonthPlan, SolveParams, make_plan, make_problem, mondays, solve
from walkmap.rounds.calendar import parse_month
from walkmap.words import Words


def make_month(
    path: Path,
    month: str,
    *,
    out: Path | None = None,
    lang: str | None = None,
    params: SolveParams | None = None,
    pages: bool = True,
    progress: Progress = silent,
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
    community, streets = sound(path)
    default = Path("maps") / community.settings.id / (month if pages else f"{month}-plan")
    folder = ours(out or default)
    heat = heat_of(community, read_issues(community)) if pages else None
    lang = lang or community.settings.language
    plan = _planned(Walks(community, streets), month, params or SolveParams(), progress)
    progress(Words("写文件", "writing files"), 0.0)
    with writing(folder) as new:
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
    routes = solve(problem.problem, params, lambda share, _: progress(planning, share))
    return make_plan(problem, routes, month_name=month, seed=params.seed)


def make_heat(path: Path, *, out: Path | None = None, lang: str | None = None) -> Written:
    """Write `heat.html`, the meeting's map of where issues lie.

    Parameters
    ----------
    path, out, lang
        As for `make_month`; the folder is ``maps/<community>/heat`` by default.
    """
    community, streets = sound(path)
    folder = ours(out or Path("maps") / community.settings.id / "heat", keep="plan.json")
    heat = heat_of(community, read_issues(community))
    lang = lang or community.settings.language
    with writing(folder) as new:
        page = write_heat_page(new, community, streets, heat, lang=lang)
    return Written(folder, (folder / page.name,), lang)
