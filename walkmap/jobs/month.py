"""Planning a month, and writing its pages and files."""

from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import pandas as pd

from walkmap.community import Community
from walkmap.community.layers import WISHES
from walkmap.errors import UsageError, WalkmapError
from walkmap.exports import write_exports
from walkmap.issues.found import found_last
from walkmap.jobs.common import Progress, Written, ours, silent, sound, writing
from walkmap.jobs.heat import slides_for
from walkmap.network import Walks
from walkmap.pages import folder_url, new_lock, tiles_of, write_pages
from walkmap.pages.tiles import TilesName
from walkmap.rounds import (
    Earlier,
    MonthPlan,
    RoundDays,
    SolveParams,
    differences,
    make_plan,
    make_problem,
    read_earlier,
    replan,
    round_days,
    routes_like,
    solve,
)
from walkmap.rounds.calendar import parse_month
from walkmap.store import issues_of, visits_of
from walkmap.words import Words


@dataclass(frozen=True)
class Ask:
    """What a planner asks of a plan, besides what stands in the community's files.

    Parameters
    ----------
    like
        The `plan.json` of an earlier plan, that is kept as far as it can.
    day
        The one day that is planned anew; `like` gives all others.
    absent
        Ids of teams that don't walk on that day.
    after
        The `plan.json` of a month before, whose visits have been made.
    """

    like: Path | None = None
    day: date | None = None
    absent: tuple[str, ...] = ()
    after: Path | None = None


@dataclass(frozen=True)
class PageOptions:
    """What a planner asks of the pages.

    Parameters
    ----------
    lock
        Whether rounds open by a phrase only.
    tiles
        Whose map tiles lie under the map, if any.
    tiles_key
        What their owner wants to know of everybody who asks.
    base_url
        Address of the folder where the pages will be found: rounds have QR codes then.
    """

    lock: bool = False
    tiles: TilesName | None = None
    tiles_key: str = field(default="", repr=False)
    base_url: str = ""


def make_month(
    path: Path,
    month: str,
    *,
    out: Path | None = None,
    lang: str | None = None,
    params: SolveParams | None = None,
    ask: Ask | None = None,
    pages: bool = True,
    options: PageOptions | None = None,
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
    ask
        What else is asked of the plan.
    pages
        Whether to write pages besides the files.
    options
        What is asked of the pages.
    progress
        Called with what is being done and the share of it that is done.

    Returns
    -------
    Written
        With the plan, and the phrase if pages are locked.

    Raises
    ------
    WalkmapError
        For whatever the user can mend; nothing is written then.
    """
    options = options or PageOptions()
    tiles = tiles_of(options.tiles, options.tiles_key) if options.tiles else None
    base_url = _base_url(options)
    month = "{:04d}-{:02d}".format(*parse_month(month))
    progress(Words("读取社区", "reading the community"), 0.0)
    community, streets = sound(path)
    default = Path("maps") / community.settings.id / (month if pages else f"{month}-plan")
    folder = ours(out or default)
    issues, visits = issues_of(community), visits_of(community)
    heat = slides_for(community, streets, issues, visits) if pages else None
    lang = lang or community.settings.language
    days = round_days(month, community.settings.holiday_rule)
    community, earlier, visited = _asked(community, month, days, ask or Ask(), visits)
    walks = Walks(community, streets)
    plan = _planned(walks, month, days, ask or Ask(), earlier, visited, params, progress)
    progress(Words("写文件", "writing files"), 0.0)
    lock = new_lock(f"{community.settings.id}/{month}", lang) if options.lock else None
    with writing(folder) as new:
        paths = write_exports(new, community, plan, lang=lang)
        if pages:
            names = [file.name for file in paths]
            made = write_pages(
                new, community, plan, streets, heat, lang=lang, files=names, lock=lock,
                tiles=tiles, base_url=base_url, found=found_last(issues, visits),
            )  # fmt: skip
            paths = [*made, *paths]
    written = tuple(folder / file.name for file in paths)
    return Written(folder, written, lang, plan, phrase=lock.phrase if lock else "")


def _base_url(options: PageOptions) -> str:
    """Return where the pages will be found; one that is locked opens by https only."""
    if not options.base_url:
        return ""
    base_url = folder_url(options.base_url)
    if options.lock and base_url.startswith("http:"):
        raise UsageError(
            Words(
                "上锁的页面在手机上只能用 https 打开：--base-url 要以 https:// 开头",
                "phones unlock a page over https only: let --base-url begin with https://",
            )
        )
    return base_url


def _with_done(visited: dict[str, date], visits: pd.DataFrame, days: RoundDays) -> dict[str, date]:
    """Add the visits to targets that were made before the month; those of the month are planned."""
    made = visits[(visits["result"] == "done") & (visits["kind"] == "target")]
    last = made[made["day"] < days.first].groupby("stop_id")["day"].max()
    return visited | {str(id_): max(day, visited.get(str(id_), day)) for id_, day in last.items()}


def _asked(
    community: Community, month: str, days: RoundDays, ask: Ask, visits: pd.DataFrame
) -> tuple[Community, Earlier | None, dict[str, date]]:
    """Return the community with absences, the earlier plan, and the visits made before."""
    _check_day(month, days, ask)
    community = _without_absent(community, ask)
    own, targets = community.settings.id, set(community.targets.index)
    earlier = None if ask.like is None else read_earlier(ask.like, own)
    after = None if ask.after is None else read_earlier(ask.after, own)
    if after is not None and after.month >= month:
        raise UsageError(
            Words(
                f"{ask.after} 是 {after.month} 的计划；--after 要的是 {month} 以前的",
                f"{ask.after} is a plan of {after.month}: --after takes one from before {month}",
            )
        )
    visited: dict[str, date] = {}
    for plan in (earlier, after):
        if plan is not None and plan.month < month:
            visited |= plan.visited(targets)
    if ask.day is not None and earlier is not None and earlier.month != month:
        raise UsageError(
            Words(
                f"{ask.like} 是 {earlier.month} 的计划，不是 {month} 的",
                f"{ask.like} is a plan of {earlier.month}, not of {month}",
            )
        )
    return community, earlier, _with_done(visited, visits, days)


def _without_absent(community: Community, ask: Ask) -> Community:
    """Return the community with a wish for each team that does not walk on the day."""
    known = {team.id for team in community.settings.teams}
    for team in ask.absent:
        if team not in known:
            raise UsageError(
                Words(
                    f"没有 {team} 这个走访组；有 {'、'.join(sorted(known))}",
                    f"there is no team {team}, but {', '.join(sorted(known))}",
                )
            )
    if not ask.absent or ask.day is None:
        return community
    rows = [
        dict.fromkeys(WISHES, "") | {"date": ask.day.isoformat(), "what": "absent", "id": team}
        for team in ask.absent
    ]
    wishes = pd.concat([community.wishes, pd.DataFrame(rows)], ignore_index=True)
    return replace(community, wishes=wishes)


def _check_day(month: str, days: RoundDays, ask: Ask) -> None:
    if not days.dates:
        raise WalkmapError(
            Words(
                f"{month} 没有走访的日子；请看 community.toml 的 holiday_rule",
                f"{month} has no day for rounds: see holiday_rule in community.toml",
            )
        )
    if ask.day is None and not ask.absent:
        return
    if ask.day is None or ask.like is None:
        raise UsageError(
            Words(
                "重排一天要同时写 --date 和 --like（原来的 plan.json）",
                "to plan a day anew give --date and --like, the plan.json so far",
            )
        )
    if ask.day not in days.dates:
        there = "、".join(day.isoformat() for day in days.dates)
        raise UsageError(
            Words(
                f"{ask.day} 不是走访的日子；{month} 的是 {there}",
                f"there are no rounds on {ask.day}; in {month} they are on "
                f"{there.replace('、', ', ')}",
            )
        )


def _planned(
    walks: Walks,
    month: str,
    days: RoundDays,
    ask: Ask,
    earlier: Earlier | None,
    visited: dict[str, date],
    params: SolveParams | None,
    progress: Progress,
) -> MonthPlan:
    """Plan a month, or one day of it anew."""
    progress(Words("算步行路线", "finding ways"), 0.0)
    params = params or SolveParams()
    problem = make_problem(walks, days.dates, weeks=days.weeks, visited=visited)
    problem = replace(problem, notes=(*days.notes, *problem.notes))

    def show(share: float, walk_m: float) -> None:
        km = f"{walk_m / 1000:.2f}"
        progress(Words(f"排计划 · 步行 {km} 公里", f"planning · {km} km to walk"), share)

    # The search is compiled when it runs for the first time on a machine, and then kept.
    ready = Words("准备计算（第一次约半分钟）", "preparing (half a minute the first time)")
    progress(ready, 0.0)
    like = None if earlier is None else routes_like(problem, earlier)
    anew = None if ask.day is None else days.dates.index(ask.day)
    if like is not None and anew is not None:
        routes = replan(problem.problem, like, anew, params, show)
    else:
        routes = solve(problem.problem, params, show, like=like)
    progress(Words("写明理由", "giving reasons"), 0.0)
    plan = make_plan(
        problem, routes, month_name=month, seed=params.seed, visited=visited, anew=anew
    )
    if earlier is None or earlier.month != month:
        return plan
    return replace(plan, changes=tuple(differences(problem, routes, earlier)))
