"""`walkmap heat`."""

import calendar
import re
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from walkmap.cli.options import Lang, Out, Where
from walkmap.cli.speak import community_at, files, progress
from walkmap.errors import UsageError
from walkmap.words import Words

if TYPE_CHECKING:
    from walkmap.issues.heat import Bandwidth

From = Annotated[
    str | None,
    typer.Option(
        "--from", help="从哪月或哪天起，如 2026-01（默认：最近一年）。 First month or day."
    ),
]
To = Annotated[str | None, typer.Option("--to", help="到哪月或哪天为止。 Last month or day.")]
Category = Annotated[
    list[str] | None, typer.Option(help="只看这类，可写几次，如 环境问题。 Only this category.")
]
Level = Annotated[
    list[str] | None, typer.Option(help="只看这一级，可写几次，如 大事。 Only this level.")
]
Source = Annotated[
    list[str] | None, typer.Option(help="只看这个来源，可写几次，如 走访。 Only this source.")
]
Status = Annotated[
    list[str] | None, typer.Option(help="只看这种状态，可写几次，如 待办。 Only this status.")
]
Wide = Annotated[
    str,
    typer.Option(
        "--bandwidth",
        help="平滑半径（米），或 auto 由数据定。 Smoothed over so many metres, or auto.",
    ),
]


def heat(
    community: Where = None,
    out: Out = None,
    lang: Lang = None,
    start: From = None,
    end: To = None,
    category: Category = None,
    level: Level = None,
    source: Source = None,
    status: Status = None,
    bandwidth: Wide = "25",
) -> None:
    """画民情热力图。 Draw the heatmap of issues."""
    from walkmap import jobs
    from walkmap.issues import Choice

    where = community_at(community, lang)
    first, last = _day(start, "--from", last=False), _day(end, "--to", last=True)
    if first is not None and last is not None and last < first:
        raise UsageError(
            Words(
                f"--to（{last}）早于 --from（{first}）；调换一下",
                f"--to ({last}) is before --from ({first}); swap them",
            )
        )
    wanted = {"category": category, "level": level, "source": source, "status": status}
    choice = Choice(**{name: _codes(name, given or []) for name, given in wanted.items()})
    ask = jobs.HeatAsk(first, last, _bandwidth(bandwidth), choice)
    with progress() as show:
        show(Words("画热力图", "drawing heat"), 0.0)
        written = jobs.make_heat(where, out=out, lang=lang, ask=ask)
    files(written)


def _day(text: str | None, option: str, *, last: bool) -> date | None:
    """Read a day, or a month as its first or last day."""
    if text is None:
        return None
    match = re.fullmatch(r"(\d{4})[-/](\d{1,2})(?:[-/](\d{1,2}))?", text.strip())
    try:
        if match is None:
            raise ValueError
        year, month = int(match[1]), int(match[2])
        day = int(match[3] or (calendar.monthrange(year, month)[1] if last else 1))
        return date(year, month, day)
    except ValueError:  # also a month or day that there is not
        raise UsageError(
            Words(
                f"{option} 写成 2026-01 或 2026-01-15 这样，不是 {text!r}",
                f"write {option} as 2026-01 or 2026-01-15, not {text!r}",
            )
        ) from None


def _codes(column: str, given: list[str]) -> tuple[str, ...]:
    """Turn codes, or the words of the interface, into codes."""
    from walkmap.issues.records import CHOICES

    words = CHOICES[column]
    known = {name: code for code, text in words.items() for name in (code, text.zh, text.en)}
    for text in given:
        if text not in known:
            zh = "、".join(text.zh for text in words.values())
            en = ", ".join(words)
            raise UsageError(
                Words(
                    f"--{column} 没有 {text!r}；可以写 {zh}",
                    f"--{column} knows no {text!r}, but {en}",
                )
            )
    return tuple(known[text] for text in given)


def _bandwidth(text: str) -> "Bandwidth":
    """Read a number of metres, or ``auto``."""
    if text == "auto":
        return "auto"
    try:
        metres = float(text)
    except ValueError:
        metres = 0.0
    if not 5 <= metres <= 200:
        raise UsageError(
            Words(
                f"--bandwidth 写 5 到 200 的米数，或 auto，不是 {text!r}",
                f"write --bandwidth as metres from 5 to 200, or auto, not {text!r}",
            )
        )
    return metres
