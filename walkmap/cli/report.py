"""`walkmap report`."""

from pathlib import Path
from typing import Annotated

import typer

from walkmap.cli.options import Lang, Out, Where
from walkmap.cli.period import From, To, period
from walkmap.cli.speak import community_at, files, progress
from walkmap.words import Words

Plans = Annotated[
    Path | None,
    typer.Option(help="放月计划（plan.json）的文件夹，算公里和步数。 The plans of these months."),
]


def report(
    start: From = None,
    end: To = None,
    plans: Plans = None,
    community: Where = None,
    out: Out = None,
    lang: Lang = None,
) -> None:
    """写走访民情报告：页面、表格、数据。 Report on a period: page, spreadsheet, JSON."""
    from walkmap import jobs

    where = community_at(community, lang)
    first, last = period(start, end)
    with progress() as show:
        show(Words("写报告", "drawing up the report"), 0.0)
        written = jobs.make_report(where, start=first, end=last, plans=plans, out=out, lang=lang)
    files(written)
