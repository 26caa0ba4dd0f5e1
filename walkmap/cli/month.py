"""`walkmap month` and `walkmap plan`."""

import inspect
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer
from rich.table import Table

from walkmap.cli.options import Lang, Month, Out, Seed, Where
from walkmap.cli.speak import community_at, files, out, plain, progress, say, state
from walkmap.errors import UsageError
from walkmap.words import TARGET_KINDS, Words

if TYPE_CHECKING:
    from walkmap.rounds.plan import MonthPlan

Effort = Annotated[
    Literal["quick", "normal", "best"],
    typer.Option(help="算多久：半秒、几秒、一分钟。 How long to search."),
]
Like = Annotated[
    Path | None,
    typer.Option(help="原来的 plan.json，尽量不改。 An earlier plan to keep as far as it can."),
]
Day = Annotated[
    str | None,
    typer.Option("--date", help="只重排这一天（要写 --like）。 Plan this day anew, with --like."),
]
Absent = Annotated[
    list[str] | None,
    typer.Option(help="那天不走的走访组，可写几次。 A team that does not walk on that day."),
]
After = Annotated[
    Path | None,
    typer.Option(help="上个月的 plan.json，其中的走访算已完成。 Last month's plan, as walked."),
]

Lock = Annotated[
    bool,
    typer.Option("--lock", help="走访页面上锁，凭口令打开。 Rounds open by a phrase only."),
]
Tiles = Annotated[
    Literal["gaode", "tianditu", "osm"] | None,
    typer.Option(
        help="走访页面衬上网络地图，要联网（osm 只在网站上能用）。 "
        "Map tiles under the plan's pages; they need a network (osm: a web site, too)."
    ),
]
TilesKey = Annotated[
    str,
    typer.Option(envvar="WALKMAP_TILES_KEY", help="天地图的密钥。 Tianditu's key."),
]
BaseUrl = Annotated[
    str,
    typer.Option(
        metavar="URL",
        help="页面将放在哪个网址（文件夹），每次走访就有二维码。 "
        "Where the pages will be on the web: rounds have QR codes then.",
    ),
]
_FOR_PAGES = ("lock", "tiles", "tiles_key", "base_url")


def _command(name: str, doc: str, *, pages: bool) -> Callable[..., None]:
    """Return the command that plans, with pages or without."""

    def command(
        month: Month,
        community: Where = None,
        out: Out = None,
        lang: Lang = None,
        seed: Seed = 1,
        effort: Effort = "normal",
        like: Like = None,
        day: Day = None,
        absent: Absent = None,
        after: After = None,
        lock: Lock = False,
        tiles: Tiles = None,
        tiles_key: TilesKey = "",
        base_url: BaseUrl = "",
    ) -> None:
        from walkmap import jobs
        from walkmap.rounds import SolveParams

        where = community_at(community, lang)
        ask = jobs.Ask(like, day_of(day) if day else None, tuple(absent or ()), after)
        with progress() as show:
            written = jobs.make_month(
                where,
                month,
                out=out,
                lang=lang,
                params=SolveParams(seed=seed, effort=effort),
                ask=ask,
                pages=pages,
                options=jobs.PageOptions(lock, tiles, tiles_key, base_url),
                progress=show,
            )
        assert written.plan is not None
        state["lang"] = written.lang
        _summary(written.plan)
        files(written)
        if written.phrase:
            _phrase(written.phrase)

    command.__name__, command.__doc__ = name, doc
    if not pages:  # an option for pages would be a promise
        whole = inspect.signature(command)
        kept = [part for key, part in whole.parameters.items() if key not in _FOR_PAGES]
        command.__signature__ = whole.replace(parameters=kept)  # type: ignore[attr-defined]
    return command


month = _command(
    "month",
    "排一个月的周一走访，写出全部页面和文件。 Plan a month; write all pages and files.",
    pages=True,
)
plan = _command(
    "plan",
    "只排计划，写出文件，不写页面。 Plan a month; write its files, but no pages.",
    pages=False,
)


def day_of(text: str) -> date:
    """Read a date such as ``2026-12-07``."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(Words("日期写成 2026-12-07", "write the date as 2026-12-07")) from None


def _summary(plan: "MonthPlan") -> None:
    """Print the rounds of a month as a table, and what the planner must know."""
    out.print(_table(plan))
    for line in _sums(plan):
        out.print(plain(say(line)), soft_wrap=True)
    for change in plan.changes:
        out.print(f"[cyan]≠[/] {plain(say(change))}", soft_wrap=True)
    for warning in plan.warnings:
        out.print(f"[yellow]![/] {plain(say(warning))}", soft_wrap=True)
    for item, days in plan.left_out().items():
        when = "".join(f" {day:%m-%d}" for day in days)
        if days == plan.dates:
            when = say(Words(" 每个周一", " every Monday"))
        left_out = say(Words("没排进", "left out"))
        text = f"{left_out} {item.name}{when}: {say(item.reason)}"
        out.print(f"[red]✗[/] {plain(text)}", soft_wrap=True)


def _table(plan: "MonthPlan") -> Table:
    """Return the rounds of a month, a row each."""
    table = Table(title=plan.month)
    heads = (
        Words("周一", "Monday"),
        Words("走访组", "team"),
        Words("时间", "time"),
        Words("距离", "distance"),
        Words("步行", "walking"),
        Words("走访", "visits"),
        Words("步数", "steps"),
        Words("楼+对象", "stops"),
    )
    for number, head in enumerate(heads):
        table.add_column(say(head), justify="right" if number > 2 else "left", no_wrap=True)
    for index, round_ in enumerate(plan.rounds):
        targets = sum(stop.kind == "target" for stop in round_.stops)
        last = index + 1 == len(plan.rounds) or plan.rounds[index + 1].date != round_.date
        table.add_row(
            f"{round_.date:%m-%d}",
            plain(round_.team_name),
            f"{round_.start_s // 3600}:{round_.start_s // 60 % 60:02d}–"
            f"{round_.end_s // 3600}:{round_.end_s // 60 % 60:02d}",
            say(Words(f"{round_.walk_m:.0f} 米", f"{round_.walk_m:.0f} m")),
            say(Words(f"{round_.walk_s / 60:.0f} 分", f"{round_.walk_s / 60:.0f} min")),
            say(Words(f"{round_.visit_s / 60:.0f} 分", f"{round_.visit_s / 60:.0f} min")),
            f"{round_.steps}",
            f"{len(round_.stops) - targets}+{targets}",
            end_section=last,
        )
    return table


def _phrase(phrase: str) -> None:
    """Print what opens the rounds, this once, and how to hand it on."""
    out.print(f"[bold]{plain(say(Words(f'口令：{phrase}', f'The phrase: {phrase}')))}[/]")
    for words in (
        Words(
            "只显示这一次，请抄下来。走访页面（round-…）打开时要输入；请当面或打电话告诉走访的"
            "同事，不要和文件发在同一个群里。",
            "It is shown this once: write it down. The rounds (round-…) ask for it. Tell it to "
            "those who walk in person or on the phone, not in the chat that carries the files.",
        ),
        Words(
            "index.html、plan.json、rounds.*、month.ics、plan.gpkg 没有上锁，里面有走访对象："
            "只留在办公室，不要发出去。",
            "index.html, plan.json, rounds.*, month.ics and plan.gpkg are not locked and hold "
            "targets: they stay in the office.",
        ),
    ):
        out.print(plain(say(words)), soft_wrap=True)


def _sums(plan: "MonthPlan") -> list[Words]:
    """Return what the month comes to, against the mean of ten years, and minutes by kind."""
    from walkmap.rounds.plan import TEN_YEARS_M

    days = {round_.date for round_ in plan.rounds}
    if not days:
        return []
    walk_m = sum(round_.walk_m for round_ in plan.rounds)
    steps = sum(round_.steps for round_ in plan.rounds)
    mean_km, share = walk_m / len(days) / 1000, walk_m / len(days) / TEN_YEARS_M
    minutes: Counter[str] = Counter()
    for round_ in plan.rounds:
        for stop in round_.stops:
            minutes[stop.target_kind] += round(stop.visit_s / 60)
    kinds = {"": Words("楼", "buildings"), **TARGET_KINDS}
    zh = "、".join(f"{kinds[kind].zh} {minutes[kind]}" for kind in kinds if minutes[kind])
    en = ", ".join(f"{kinds[kind].en} {minutes[kind]}" for kind in kinds if minutes[kind])
    return [
        Words(
            f"全月步行 {walk_m / 1000:.2f} 公里、{steps} 步；平均每次走访 {mean_km:.2f} 公里，"
            f"是十年平均 3.16 公里的 {share:.1f} 倍",
            f"{walk_m / 1000:.2f} km and {steps} steps in the month; {mean_km:.2f} km a Monday, "
            f"{share:.1f} times the ten-year mean of 3.16 km",
        ),
        Words(f"走访分钟：{zh}", f"minutes of visits: {en}"),
    ]
