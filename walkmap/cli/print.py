"""`walkmap print overview` and `walkmap print round`."""

from datetime import date
from pathlib import Path
from typing import Annotated, Literal

import typer

from walkmap.cli.month import BaseUrl, day_of
from walkmap.cli.options import Lang, Where
from walkmap.cli.speak import community_at, files, progress
from walkmap.words import Words

printing = typer.Typer(
    no_args_is_help=True, help="印在纸上：墙上的总图，每次走访的单子。 On paper: wall and rounds."
)

_DRAWING = Words("画到纸上", "drawing on paper")
Plan = Annotated[
    Path,
    typer.Argument(
        help="walkmap month 写出的文件夹，或其中的 plan.json。 What walkmap month wrote.",
        show_default=False,
    ),
]
File = Annotated[
    Path | None,
    typer.Option("--out", "-o", help="写成哪个文件，或写进哪个文件夹。 The file, or its folder."),
]
Format = Annotated[
    Literal["pdf", "png"] | None,
    typer.Option("--format", help="PDF（默认）或图片。 A PDF (default) or a picture."),
]
Of = Annotated[
    str | None, typer.Option("--date", help="画这一天的（默认今天）。 As on this day (today).")
]
Day = Annotated[str | None, typer.Option("--date", help="只印这一天（默认整月）。 This day only.")]
Team = Annotated[
    str | None, typer.Option("--team", help="只印这一组（默认各组）。 This team only.")
]


@printing.command()
def overview(
    community: Where = None,
    out: File = None,
    format_: Format = None,
    day: Of = None,
    lang: Lang = None,
) -> None:
    """印社区总图：A3 一张，挂在墙上。 The community on A3 for the office wall."""
    from walkmap import jobs

    where = community_at(community, lang)
    when = day_of(day) if day else date.today()
    with progress() as show:
        show(_DRAWING, 0.0)
        written = jobs.make_overview(where, day=when, format_=format_, out=out, lang=lang)
    files(written)


@printing.command("round")
def round_(
    plan: Plan,
    community: Where = None,
    day: Day = None,
    team: Team = None,
    base_url: BaseUrl = "",
    out: File = None,
    lang: Lang = None,
) -> None:
    """印走访单：A4，上面地图，下面一站一行，可以写字。 Rounds on A4: a map, and room to write."""
    from walkmap import jobs

    where = community_at(community, lang)
    when = day_of(day) if day else None
    with progress() as show:
        show(_DRAWING, 0.0)
        written = jobs.print_rounds(
            where, plan, day=when, team=team, base_url=base_url, out=out, lang=lang
        )
    files(written)
