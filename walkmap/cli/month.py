"""`walkmap month` and `walkmap plan`."""

from pathlib import Path
from typing import TYPE_CHECKING

from rich.table import Table

from walkmap.cli.options import Lang, Month, Out, Seed, Where
from walkmap.cli.speak import community_at, files, out, plain, progress, say, state
from walkmap.words import Words

if TYPE_CHECKING:
    from walkmap.rounds.plan import MonthPlan


def month(
    month: Month, community: Where = None, out: Out = None, lang: Lang = None, seed: Seed = 1
) -> None:
    """排一个月的周一走访，写出全部页面和文件。 Plan a month; write all pages and files."""
    _plan(month, community, out, lang, seed, pages=True)


def plan(
    month: Month, community: Where = None, out: Out = None, lang: Lang = None, seed: Seed = 1
) -> None:
    """只排计划，写出文件，不写页面。 Plan a month; write its files, but no pages."""
    _plan(month, community, out, lang, seed, pages=False)


def _plan(
    month: str, path: Path | None, out: Path | None, lang: str | None, seed: int, *, pages: bool
) -> None:
    from walkmap import jobs
    from walkmap.rounds import SolveParams

    where = community_at(path, lang)
    with progress() as show:
        written = jobs.make_month(
            where,
            month,
            out=out,
            lang=lang,
            params=SolveParams(seed=seed),
            pages=pages,
            progress=show,
        )
    assert written.plan is not None
    state["lang"] = written.lang
    _summary(written.plan)
    files(written)


def _summary(plan: "MonthPlan") -> None:
    """Print the rounds of a month as a table, and what the planner must know."""
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
    out.print(table)
    for warning in plan.warnings:
        out.print(f"[yellow]![/] {plain(say(warning))}", soft_wrap=True)
    for item, days in plan.left_out().items():
        when = "".join(f" {day:%m-%d}" for day in days)
        if days == plan.dates:
            when = say(Words(" 每个周一", " every Monday"))
        left_out = say(Words("没排进", "left out"))
        text = f"{left_out} {item.name}{when}: {say(item.reason)}"
        out.print(f"[red]✗[/] {plain(text)}", soft_wrap=True)
