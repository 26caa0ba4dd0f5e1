"""`walkmap issues template`, `import` and `settle`."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from walkmap.cli.issues.app import issues
from walkmap.cli.issues.tell import place, short
from walkmap.cli.options import Lang, Strict, Where
from walkmap.cli.speak import community_at, files, out, plain, progress, say, state
from walkmap.errors import UsageError
from walkmap.words import Words

if TYPE_CHECKING:
    from walkmap.jobs import Imported, Unsettled

_MOST_FAULTS, _MOST_NAMES, _MOST_PATHS = 20, 20, 8
_WHOLE = Words(
    "这是手机的走访结果，整份导入；不用 --dry-run、--strict、--report",
    "this is what a phone brought back and is taken whole: leave out --dry-run, --strict and "
    "--report",
)
Table = Annotated[
    Path,
    typer.Argument(
        help="手机导出的结果，或表格：xlsx、xls、ods、csv。 A phone's results, or a table.",
        show_default=False,
    ),
]
Report = Annotated[
    Path | None,
    typer.Option(
        "--report",
        help="把没导入的行和删去的姓名（遮住）写进这个文件。 Write faults and cut names here.",
    ),
]


@issues.command()
def template(
    community: Where = None,
    file: Annotated[
        Path | None,
        typer.Option(
            "--out", "-o", help="写成哪个文件（默认 民情.xlsx）。 The file (default issues.xlsx)."
        ),
    ] = None,
    lang: Lang = None,
) -> None:
    """写出记民情的表格，填好再导入。 Write a spreadsheet to fill in and import."""
    from walkmap import jobs

    where = community_at(community, lang)
    with progress() as show:
        show(Words("写表格", "writing the spreadsheet"), 0.0)
        written = jobs.write_issues_template(where, out=file, lang=lang)
    state["lang"] = written.lang
    files(written)


@issues.command("import")
def import_(
    file: Table,
    community: Where = None,
    by: Annotated[
        str, typer.Option("--by", help="谁导入的：写角色，不写姓名。 Who brings it: a role.")
    ] = "导入",
    strict: Strict = False,
    dry_run: Annotated[
        bool,
        typer.Option("--dry-run", help="只看会怎样，不写。 Show what would be; write nothing."),
    ] = False,
    report: Report = None,
    lang: Lang = None,
) -> None:
    """导入民情：手机的走访结果、自己的表、12345 的表。 Import issues."""
    from walkmap import jobs

    where = community_at(community, lang)
    if jobs.holds_results(file):
        if dry_run or strict or report:
            raise UsageError(_WHOLE)
        for line in jobs.import_results(where, file, by=by).lines:
            out.print(plain(say(line)), soft_wrap=True)
        return
    with progress() as show:
        done = jobs.import_issues(where, file, by=by, strict=strict, dry_run=dry_run, progress=show)
    if report is not None:
        jobs.write_look_over(report, done.table)
    _tell(done, report, dry_run)
    if not (done.kept or dry_run) and (done.table.drafts or done.table.faults):
        raise typer.Exit(1)


def _tell(done: "Imported", report: Path | None, dry_run: bool) -> None:
    """Print what an import did, or would do."""
    if not (done.table.drafts or done.table.faults):
        empty = Words(
            "表里还没有民情：填好再导入。", "No issue is filled in yet: do so, and import again."
        )
        out.print(plain(say(empty)), soft_wrap=True)
        return
    for text in (*_faults(done), *_names(done, report)):
        out.print(text, soft_wrap=True)
    for words in (*_places(done), *_reading(done)):
        out.print(f"[yellow]![/] {plain(say(words))}", soft_wrap=True)
    out.print(plain(say(_counts(done, dry_run))), soft_wrap=True)


@issues.command()
def settle(
    id_: Annotated[
        str,
        typer.Argument(
            metavar="[ID]", help="编号，开头几位就行；不写就列出来。 Its id; without, a list."
        ),
    ] = "",
    community: Where = None,
    building: Annotated[str, typer.Option(help="是哪栋楼。 The building.")] = "",
    nowhere: Annotated[
        bool, typer.Option("--nowhere", help="说不清在哪里。 Nobody can tell where.")
    ] = False,
    by: Annotated[
        str, typer.Option("--by", help="经办人的角色，不写姓名。 Who does it: a role.")
    ] = "居委会",
    lang: Lang = None,
) -> None:
    """核定没找到地点的民情：列出来，一件件定。 Settle by hand where issues are."""
    from walkmap import jobs

    where = community_at(community, lang)
    if id_:
        issue = jobs.settle_issue(where, id_, building=building, nowhere=nowhere, by=by)
        shown = jobs.show_issue(where, str(issue["id"]))
        at = place(shown.community, shown.issue)
        out.print(plain(f"{short(issue['id'])} · {at}"), soft_wrap=True)
        return
    if building or nowhere:
        raise UsageError(Words("先写是哪一件：编号开头几位", "say which one: its id's beginning"))
    left = jobs.unsettled(where)
    for each in left:
        for line in _unsettled(each):
            out.print(plain(line), soft_wrap=True)
    count = Words(
        f"共 {len(left)} 件没有地点。逐件定：walkmap issues settle 编号 --building 5号楼"
        "（说不清就 --nowhere）",
        f"{len(left)} without a place. One by one: walkmap issues settle ID --building 5号楼 "
        "(or --nowhere)",
    )
    none = Words("每件民情都有地点了。", "Every issue has its place.")
    out.print(plain(say(count if left else none)), soft_wrap=True)


def _unsettled(each: "Unsettled") -> Iterator[str]:
    """Give the lines for an issue without a place: what it says, and what may be meant."""
    issue, reading = each.issue, each.reading
    may = "、".join(each.candidates)
    hint = (
        Words(f"（可能是 {may}）", f" (maybe {may.replace('、', ', ')})") if may else Words("", "")
    )
    why = say(reading.why) + say(hint)
    yield f"{short(issue['id'])}  {issue['recorded_at']:%Y-%m-%d}  {why}"
    if issue["text"]:
        yield f"          {issue['text']}"


def _faults(done: "Imported") -> Iterator[str]:
    """Give a line for each row that can't be taken."""
    faults = done.table.faults
    for fault in faults[:_MOST_FAULTS]:
        yield f"[red]✗[/] {plain(say(fault.words))}"
    if left := len(faults) - _MOST_FAULTS:
        more = Words(f"还有 {left} 行有错：用 --report 写进文件", f"{left} more: see --report")
        if left > 0:
            yield f"[red]✗[/] {plain(say(more))}"


def _names(done: "Imported", report: Path | None) -> Iterator[str]:
    """Give the names that were cut, masked, for a person to look over."""
    cuts = done.table.cuts
    if not (cuts.numbers or cuts.names):
        return
    total = Words(
        f"删去号码 {cuts.numbers} 处、姓名 {len(cuts.names)} 处",
        f"cut out: {cuts.numbers} numbers, {len(cuts.names)} names",
    )
    yield f"[yellow]![/] {plain(say(total))}"
    if report is not None:
        return
    for cut in cuts.names[:_MOST_NAMES]:
        line = Words(
            f"第 {cut.row} 行：{cut.masked} → …{cut.around}…",
            f"row {cut.row}: {cut.masked} → …{cut.around}…",
        )
        yield f"    {plain(say(line))}"
    if len(cuts.names) > _MOST_NAMES:
        left = len(cuts.names) - _MOST_NAMES
        more = Words(f"还有 {left} 处：用 --report 写进文件", f"{left} more: see --report")
        yield f"    {plain(say(more))}"


def _places(done: "Imported") -> Iterator[Words]:
    """Say how many places were found by words, and which were not."""
    intake = done.intake
    if intake.by_words:
        yield Words(
            f"{intake.by_words} 件按文字找到了楼", f"{intake.by_words} were placed by their words"
        )
    for default in intake.defaults:
        lon, lat = default.point
        yield Words(
            f"{default.rows} 件（{default.share:.0%}）的坐标都是 {lon}, {lat}，像是热线填的默认点，"
            "没有采用；真有这么多，就把它写进 community.toml 的 [hotline] real_points",
            f"{default.rows} ({default.share:.0%}) have the point {lon}, {lat} in common, as if "
            "the hotline wrote it for want of another: it is not used. If it is true, write "
            "it into real_points of [hotline]",
        )
    if intake.misplaced:
        count = len(intake.misplaced)
        yield Words(
            f"以前导入的 {count} 件也在默认点上，去掉了坐标",
            f"{count} imported before are at such a point, too: it was taken away",
        )
    if intake.unplaced:
        total, reasons = sum(intake.unplaced.values()), intake.unplaced.most_common()
        zh = "、".join(f"{why.zh} {count}" for why, count in reasons)
        en = ", ".join(f"{why.en}: {count}" for why, count in reasons)
        yield Words(
            f"{total} 件没有地点（{zh}）；逐件核定：walkmap issues settle",
            f"{total} have no place ({en}); settle them by hand: walkmap issues settle",
        )


def _reading(done: "Imported") -> Iterator[Words]:
    """Say what was not read, or was read with a guess."""
    table = done.table
    if table.unknown_paths:
        total = sum(table.unknown_paths.values())
        often = table.unknown_paths.most_common(_MOST_PATHS)
        listed = "、".join(f"{path or '—'}（{count}）" for path, count in often)
        listed += "……" if len(table.unknown_paths) > _MOST_PATHS else ""
        yield Words(
            f"{total} 件的问题分类不认识，按 [hotline] other 归类：{listed}；"
            "可写进 [hotline.categories]",
            f"{total} of unknown categories were taken as other of [hotline]: {listed}; write "
            "them into [hotline.categories]",
        )
    if table.guessed:
        yield Words(
            f"{table.guessed} 件没有来电时间，用了工单编号里的日期或办结时间",
            f"{table.guessed} have no time of the call: the day in their number, or the time of "
            "closing, was taken",
        )
    if table.spoilt:
        yield Words(
            f"{table.spoilt} 个工单编号太长，被表格软件改掉了末尾，没有采用；"
            "导出时把这一列设为文本再导入",
            f"{table.spoilt} work order numbers lost their ends to a spreadsheet program and were "
            "not used: export the column as text, and import again",
        )
    if table.private:
        cells = sum(table.private.values())
        yield Words(
            f"没有读入关于个人的列：{'、'.join(table.private)}（{cells} 格）",
            f"columns about people were not read: {', '.join(table.private)} ({cells} cells)",
        )
    if table.unread:
        yield Words(
            f"没有用到的列：{'、'.join(table.unread)}",
            f"columns that mean nothing here: {', '.join(table.unread)}",
        )


def _counts(done: "Imported", dry_run: bool) -> Words:
    """Return the last line: how many of what."""
    table, added = done.table, done.added
    if dry_run:
        start = Words("只是看看，什么都没写。", "Nothing was written. ")
    elif not done.kept:
        start = Words("什么都没导入。若导入会是：", "Nothing was imported. It would have been: ")
    else:
        start = Words("", "")
    news = Words(f"{len(table.drafts)} 件", f"{len(table.drafts)}")
    if added is not None:
        news = Words(
            f"新增 {added.new}，改动 {added.changed}，不变 {added.same}",
            f"{added.new} new, {added.changed} changed, {added.same} the same",
        )
    beside = Words(
        f"；没导入 {len(table.faults)} 行，重复 {table.twice} 行，合计等 {table.passed_over} 行，"
        f"别的街道 {table.elsewhere} 行。",
        f"; {len(table.faults)} rows not imported, {table.twice} said twice, {table.passed_over} "
        f"of totals and the like, {table.elsewhere} of other streets.",
    )
    return Words(f"{start.zh}民情：{news.zh}{beside.zh}", f"{start.en}Issues: {news.en}{beside.en}")
