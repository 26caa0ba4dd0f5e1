"""`walkmap heat`."""

from typing import TYPE_CHECKING, Annotated

import typer

from walkmap.cli.options import Lang, Out, Where
from walkmap.cli.period import From, To, period
from walkmap.cli.speak import community_at, files, progress
from walkmap.errors import UsageError
from walkmap.words import Words

if TYPE_CHECKING:
    from walkmap.issues.heat import Bandwidth

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
    first, last = period(start, end)
    wanted = {"category": category, "level": level, "source": source, "status": status}
    choice = Choice(**{name: _codes(name, given or []) for name, given in wanted.items()})
    ask = jobs.HeatAsk(first, last, _bandwidth(bandwidth), choice)
    with progress() as show:
        show(Words("画热力图", "drawing heat"), 0.0)
        written = jobs.make_heat(where, out=out, lang=lang, ask=ask)
    files(written)


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
