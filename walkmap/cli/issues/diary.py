"""`walkmap issues list`, `show`, `take`, `pass-up`, `handle`, `overdue` and `export`."""

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.cells import cell_len, set_cell_size

from walkmap.cli.issues.app import issues
from walkmap.cli.issues.tell import facts, history, place, short
from walkmap.cli.options import Lang, Where
from walkmap.cli.speak import community_at, err, files, out, plain, say
from walkmap.words import ISSUE_CATEGORIES, ISSUE_LEVELS, Words

if TYPE_CHECKING:
    from walkmap.jobs import Listing

FEW = 50
Id = Annotated[
    str,
    typer.Argument(help="编号，开头几位就行。 Its id, or the start of it.", show_default=False),
]
By = Annotated[
    str, typer.Option("--by", help="经办人的角色，不写姓名。 Who does it: a role, no name.")
]
To = Annotated[
    str, typer.Option("--to", help="交给谁（默认按设置）。 Who gets it (by the settings).")
]


@issues.command("list")
def list_(
    community: Where = None,
    status: Annotated[
        str, typer.Option(help="待办、办理中、已办结。 open, in_hand, handled.")
    ] = "",
    category: Annotated[
        str, typer.Option(help="类别，如 环境问题。 dispute, environment, no_property.")
    ] = "",
    level: Annotated[str, typer.Option(help="小事、中事、大事。 small, medium, large.")] = "",
    building: Annotated[str, typer.Option(help="哪栋楼。 A building's name or id.")] = "",
    start: Annotated[
        datetime | None, typer.Option("--from", formats=["%Y-%m-%d"], help="从哪天起。 From.")
    ] = None,
    end: Annotated[
        datetime | None, typer.Option("--to", formats=["%Y-%m-%d"], help="到哪天止。 To.")
    ] = None,
    overdue: Annotated[bool, typer.Option("--overdue", help="只看超期的。 Only overdue.")] = False,
    all_: Annotated[
        bool, typer.Option("--all", help=f"全部列出（默认最新 {FEW} 件）。 All of them.")
    ] = False,
    lang: Lang = None,
) -> None:
    """列出民情，新的在前。 List issues, the newest first."""
    from walkmap import jobs

    where = community_at(community, lang)
    wanted = jobs.Wanted(
        status, category, level, building, _date(start), _date(end), overdue=overdue
    )
    _print(jobs.list_issues(where, wanted), all_)


@issues.command("overdue")
def overdue_(community: Where = None, lang: Lang = None) -> None:
    """列出超期没办结的，拖得最久的在前。 List what is overdue, the longest first."""
    from walkmap import jobs

    where = community_at(community, lang)
    _print(jobs.list_issues(where, jobs.Wanted(overdue=True)), True)


@issues.command()
def show(id_: Id, community: Where = None, lang: Lang = None) -> None:
    """看一件民情和它的经过。 Show an issue and what became of it."""
    from walkmap import jobs

    shown = jobs.show_issue(community_at(community, lang), id_)
    for name, text in facts(shown):
        stop = say(Words("：", ": "))
        out.print(plain(f"{say(name)}{stop}{text}"), soft_wrap=True)
    if shown.changes:
        out.print()
        for line in history(shown.changes):
            out.print(plain(line), soft_wrap=True)


@issues.command()
def take(
    id_: Id, community: Where = None, to: To = "", by: By = "居委会", lang: Lang = None
) -> None:
    """接办一件民情，或换人办。 Take an issue in hand, or give it to another handler."""
    from walkmap import jobs

    _done(jobs.take_issue(community_at(community, lang), id_, by=by, to=to))


@issues.command()
def pass_up(
    id_: Id, community: Where = None, to: To = "", by: By = "居委会", lang: Lang = None
) -> None:
    """上报一级：小事变中事，中事变大事。 Pass an issue up a level."""
    from walkmap import jobs

    _done(jobs.pass_up_issue(community_at(community, lang), id_, by=by, to=to))


@issues.command()
def handle(
    id_: Id,
    community: Where = None,
    note: Annotated[str, typer.Option(help="怎么办结的。 How it was settled.")] = "",
    by: By = "居委会",
    lang: Lang = None,
) -> None:
    """办结一件民情。 Close an issue."""
    from walkmap import jobs

    _done(jobs.handle_issue(community_at(community, lang), id_, by=by, note=note))


@issues.command()
def export(
    file: Annotated[
        Path, typer.Argument(help="写成哪个文件，.gpkg。 The file.", show_default=False)
    ],
    community: Where = None,
    texts: Annotated[
        bool, typer.Option("--texts", help="带上内容（住户家里的不带）。 With texts, but homes'.")
    ] = False,
    replace: Annotated[
        bool, typer.Option("--replace", help="覆盖已有的文件。 Replace the file.")
    ] = False,
    lang: Lang = None,
) -> None:
    """导出给 QGIS，不带内容。 Write a GeoPackage for QGIS, without texts."""
    from walkmap import jobs

    written = jobs.export_issues(community_at(community, lang), file, texts=texts, replace=replace)
    files(written)
    for note in written.notes:
        err.print(plain(say(note)), soft_wrap=True)


def _date(moment: datetime | None) -> date | None:
    return moment.date() if moment else None


def _print(listing: "Listing", all_: bool) -> None:
    """Print issues, what was said below each, and how many there are."""
    found = listing.issues
    if found.empty:
        out.print(plain(say(Words("没有这样的民情。", "There are no such issues."))))
        return
    rows = (found if all_ else found.head(FEW)).reset_index().to_dict("records")
    lines = [_cells(listing, row) for row in rows]
    widths = [max(cell_len(cells[k]) for cells in lines) for k in range(len(lines[0]))]
    for row, cells in zip(rows, lines, strict=True):
        padded = (set_cell_size(cell, width) for cell, width in zip(cells, widths, strict=True))
        out.print(plain("  ".join(padded).rstrip()), soft_wrap=True)
        if row["text"]:
            out.print(plain(" " * (widths[0] + 2) + row["text"]), soft_wrap=True)
    left = len(found) - len(rows)
    more = Words(f"，还有 {left} 件没列出：加 --all", f"; {left} more with --all")
    count = Words(f"共 {len(found)} 件", f"{len(found)} in all")
    out.print(plain(say(count) + (say(more) if left else "")), soft_wrap=True)


def _cells(listing: "Listing", row: dict[str, Any]) -> list[str]:
    from walkmap.issues import ISSUE_STATUSES

    due = row["due"]
    late = due == due and row["status"] != "handled" and due.date() < listing.today
    days = (listing.today - due.date()).days if late else 0
    over = Words(f" 超 {days} 天", f" {days} d late")
    return [
        short(row["id"]),
        f"{row['recorded_at']:%Y-%m-%d}",
        say(ISSUE_CATEGORIES[row["category"]]),
        say(ISSUE_LEVELS[row["level"]]),
        place(listing.community, row),
        say(ISSUE_STATUSES[row["status"]]),
        row["handler"],
        (f"{due:%Y-%m-%d}" + (say(over) if late else "")) if due == due else "",
    ]


def _done(issue: Any) -> None:
    """Say in a line how an issue stands now."""
    from walkmap.issues import ISSUE_STATUSES

    parts = [short(issue["id"]), say(ISSUE_LEVELS[issue["level"]])]
    parts += [say(ISSUE_STATUSES[issue["status"]]), issue["handler"]]
    if issue["status"] != "handled":
        due = Words(f"期限 {issue['due']}", f"due {issue['due']}")
        parts.append(say(due))
    out.print(plain(" · ".join(part for part in parts if part)), soft_wrap=True)
