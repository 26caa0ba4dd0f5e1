"""`walkmap targets template` and `walkmap targets import`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from walkmap.cli.options import Lang, Strict, Where
from walkmap.cli.speak import community_at, files, out, plain, progress, say, state
from walkmap.words import Words

if TYPE_CHECKING:
    from walkmap.community.sheet import Loaded

targets = typer.Typer(
    no_args_is_help=True,
    help="走访对象名单：表格模板和导入。 The planner's list: template, import.",
)


@targets.command()
def template(
    community: Where = None,
    file: Annotated[
        Path | None,
        typer.Option(
            "--out",
            "-o",
            help="写成哪个文件（默认 走访对象.xlsx）。 The file (default targets.xlsx).",
        ),
    ] = None,
    lang: Lang = None,
) -> None:
    """写出走访对象的表格，填好再导入。 Write a spreadsheet to fill in and import."""
    from walkmap import jobs

    where = community_at(community, lang)
    with progress() as show:
        show(Words("写表格", "writing the spreadsheet"), 0.0)
        written = jobs.write_template(where, out=file, lang=lang)
    state["lang"] = written.lang
    files(written)


@targets.command("import")
def import_(
    file: Annotated[
        Path,
        typer.Argument(help="表格：xlsx、xls、ods、csv。 The spreadsheet.", show_default=False),
    ],
    community: Where = None,
    replace: Annotated[
        bool,
        typer.Option(
            "--replace",
            help="表里没有的就删掉；有一行错就全不导入。 What it lacks goes; implies --strict.",
        ),
    ] = False,
    strict: Strict = False,
    dry_run: Annotated[
        bool,
        typer.Option(
            "--dry-run", help="只看会改什么，不写。 Show what would change; write nothing."
        ),
    ] = False,
    lang: Lang = None,
) -> None:
    """导入走访对象的表格；只记地点，不记姓名。 Import a spreadsheet: places, never names."""
    from walkmap import jobs

    where = community_at(community, lang)
    with progress() as show:
        show(Words("导入", "importing"), 0.0)
        loaded = jobs.import_targets(
            where, file, replace_all=replace, strict=strict, dry_run=dry_run
        )
    if not (loaded.rows or loaded.faults):
        empty = Words(
            "表里还没有走访对象：填好再导入。",
            "No target is filled in yet: do so, and import again.",
        )
        out.print(plain(say(empty)), soft_wrap=True)
        return
    _tell(loaded, dry_run)
    if not (loaded.kept or dry_run) or not loaded.rows:
        raise typer.Exit(1)


def _tell(loaded: "Loaded", dry_run: bool) -> None:
    """Print what an import did, or would do."""
    merged = loaded.merged
    if dry_run:
        for sign, ids in (("+", merged.new), ("~", merged.changed)):
            for id_ in ids:
                out.print(
                    plain(f"{sign} {id_} {merged.targets[id_].cells['name']}"), soft_wrap=True
                )
        for id_ in merged.gone:
            out.print(plain(f"- {id_}"), soft_wrap=True)
    for fault in loaded.faults:
        out.print(f"[red]✗[/] {plain(say(fault.words))}", soft_wrap=True)
    for note in (*merged.notes, *_cuts(loaded)):
        out.print(f"[yellow]![/] {plain(say(note))}", soft_wrap=True)
    counts = Words(
        f"走访对象：新增 {len(merged.new)}，改动 {len(merged.changed)}，不变 {len(merged.same)}，"
        f"删去 {len(merged.gone)}；安排要求：新增 {loaded.wishes_new}，删去 {loaded.wishes_gone}；"
        f"没导入 {len(loaded.faults)} 行。",
        f"Targets: {len(merged.new)} new, {len(merged.changed)} changed, {len(merged.same)} the "
        f"same, {len(merged.gone)} gone; wishes: {loaded.wishes_new} new, {loaded.wishes_gone} "
        f"gone; {len(loaded.faults)} rows not imported.",
    )
    start = Words("", "")
    if dry_run:
        start = Words("只是看看，什么都没写。", "Nothing was written. ")
    elif not loaded.kept:
        start = Words("什么都没导入。若导入会是：", "Nothing was imported. It would have been: ")
    out.print(plain(say(start) + say(counts)), soft_wrap=True)


def _cuts(loaded: "Loaded") -> list[Words]:
    """Say what was not read, and what was cut out of cells."""
    lines = []
    if loaded.private:
        cells = sum(loaded.private.values())
        lines.append(
            Words(
                f"没有读入关于个人的列：{'、'.join(loaded.private)}（{cells} 格）",
                f"columns about people were not read: {', '.join(loaded.private)} ({cells} cells)",
            )
        )
    cut = loaded.cut
    if cut.numbers or cut.names or cut.words:
        lines.append(
            Words(
                f"删去号码 {cut.numbers} 处、姓名 {cut.names} 处、地点里别的字 {cut.words} 处",
                f"cut out: {cut.numbers} numbers, {cut.names} names, {cut.words} other words "
                "beside places",
            )
        )
    if loaded.unread:
        lines.append(
            Words(
                f"没有用到的列：{'、'.join(loaded.unread)}",
                f"columns that mean nothing here: {', '.join(loaded.unread)}",
            )
        )
    return lines
