"""The command `walkmap`: parses, calls one job, prints; nothing else.

Jobs are imported when a command runs, so that help and version answer at once.
"""

import signal
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from walkmap import __version__
from walkmap.errors import UsageError, WalkmapError
from walkmap.words import LAYER_NAMES, Words

if TYPE_CHECKING:
    from walkmap.jobs import Written
    from walkmap.rounds.plan import MonthPlan

app = typer.Typer(
    name="walkmap",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="走访地图：排每月的周一走访，画地图。 Plan and map neighbourhood walks.",
)
_out = Console(highlight=False)
_err = Console(stderr=True, highlight=False)

Where = Annotated[
    Path | None,
    typer.Option(
        "--community",
        "-c",
        help="社区文件夹（默认：当前文件夹，否则示例）。 The community's folder.",
    ),
]
Out = Annotated[
    Path | None, typer.Option("--out", "-o", help="写到哪个文件夹，整个替换。 The folder to write.")
]
Lang = Annotated[
    Literal["zh", "en"] | None,
    typer.Option("--lang", help="语言（默认按社区）。 Language (the community's by default)."),
]
Seed = Annotated[
    int, typer.Option(min=0, help="同一个数得到同一个计划。 The same seed gives the same plan.")
]
Month = Annotated[str, typer.Argument(help="月份，如 2026-12。 The month.", show_default=False)]
_INTERRUPTED, _BUG = 130, 70
_state = {"debug": False, "lang": "zh"}


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"walkmap {__version__}")
        raise typer.Exit


@app.callback()
def _walkmap(
    _show_version: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help="版本。 The version."),
    ] = False,
    debug: Annotated[
        bool, typer.Option("--debug", help="出错时显示细节。 Show tracebacks.")
    ] = False,
) -> None:
    _state["debug"] = debug


@app.command()
def month(
    month: Month, community: Where = None, out: Out = None, lang: Lang = None, seed: Seed = 1
) -> None:
    """排一个月的周一走访，写出全部页面和文件。 Plan a month; write all pages and files."""
    _plan(month, community, out, lang, seed, pages=True)


@app.command()
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

    where = _community(path, lang)
    with _progress() as show:
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
    _state["lang"] = written.lang
    _summary(written.plan)
    _files(written)


@app.command()
def heat(community: Where = None, out: Out = None, lang: Lang = None) -> None:
    """画民情热力图。 Draw the heatmap of issues."""
    from walkmap import jobs

    where = _community(community, lang)
    with _progress() as show:
        show(Words("画热力图", "drawing heat"), 0.0)
        written = jobs.make_heat(where, out=out, lang=lang)
    _files(written)


@app.command()
def check(
    community: Where = None,
    lang: Lang = None,
    day: Annotated[
        str | None,
        typer.Option("--date", help="按哪天检查（默认下个周一）。 The day to check for."),
    ] = None,
) -> None:
    """检查社区资料，列出全部错误。 Check a community: all faults, and what is fine."""
    from walkmap import jobs

    where = _community(community, lang)
    with _progress() as show:
        show(Words("检查", "checking"), 0.0)
        report = jobs.check(where, _day(day))
    for line in report.fine:
        _out.print(f"[green]✓[/] {_plain(_say(line))}", soft_wrap=True)
    for line in report.notes:
        _out.print(f"[yellow]![/] {_plain(_say(line))}", soft_wrap=True)
    if not report.faults:
        fine = Words("没有错误。", "No faults.")
        look = Words("没有错误；带 ! 的请看一看。", "No faults; look at the lines marked !.")
        _out.print(_say(look if report.notes else fine))
        return
    table = Table(title=_say(Words(f"{len(report.faults)} 处错误", f"{len(report.faults)} faults")))
    for head in (
        Words("图层", "layer"),
        Words("行", "row"),
        Words("编号", "id"),
        Words("列", "column"),
        Words("值", "value"),
        Words("错在哪里", "what is wrong"),
        Words("怎么改", "how to mend it"),
    ):
        table.add_column(_say(head), overflow="fold")
    for fault in report.faults:
        layer = LAYER_NAMES.get(fault.layer, Words.same(fault.layer))
        row = "" if fault.row is None else str(fault.row)
        cells = (_say(layer), row, fault.id, fault.column, fault.value)
        table.add_row(*map(_plain, (*cells, _say(fault.problem), _say(fault.mend))))
    _out.print(table)
    raise typer.Exit(1)


@app.command()
def init(
    name: Annotated[str, typer.Argument(help="社区的名字，也是文件夹名。 Its name and folder.")],
    osm: Annotated[
        Path | None, typer.Option(help="OpenStreetMap 文件：.osm、.osm.bz2、.osm.pbf。 A file.")
    ] = None,
    place: Annotated[
        str | None, typer.Option(help="地名（联网查询）。 A place, by network.")
    ] = None,
    bbox: Annotated[
        str | None, typer.Option(help="范围：西,南,东,北（度）。 West,south,east,north in degrees.")
    ] = None,
    area: Annotated[
        Path | None, typer.Option(help="GeoJSON 面，只取其中。 A GeoJSON polygon to clip to.")
    ] = None,
    office: Annotated[
        str | None, typer.Option(help="办公室：经度,纬度。 The office: longitude,latitude.")
    ] = None,
    endpoint: Annotated[
        str | None, typer.Option(help="Overpass 地址。 Overpass's address.")
    ] = None,
    cache: Annotated[
        Path | None, typer.Option(help="存放下载数据的文件夹。 Folder for what is downloaded.")
    ] = None,
    lang: Lang = None,
) -> None:
    """从 OpenStreetMap 新建社区文件夹。 Make a community's folder from OpenStreetMap."""
    from walkmap import jobs
    from walkmap.osm import MapSource

    _state["lang"] = lang or "zh"
    box = None if bbox is None else _numbers(bbox, 4, "--bbox")
    at = None if office is None else _numbers(office, 2, "--office")
    source = MapSource(osm, place, box, area, endpoint, cache)
    with _progress() as show:
        show(Words("读取 OpenStreetMap", "reading OpenStreetMap"), 0.0)
        written = jobs.init_community(name, source, office=at)
    _state["lang"] = lang or written.lang
    for note in written.notes:
        _out.print(f"[yellow]![/] {_plain(_say(note))}", soft_wrap=True)
    shown = f'"{name}"' if " " in name else name
    next_month = date.today().replace(day=1) + timedelta(days=31)
    commands = f"walkmap check -c {shown}", f"walkmap month {next_month:%Y-%m} -c {shown}"
    done = Words(
        f"已写好 {written.folder}\n下一步：在 QGIS 里核对假设的地方，再运行 "
        f"{commands[0]} 和 {commands[1]}",
        f"wrote {written.folder}\nNext: look over in QGIS what was assumed, then "
        f"{commands[0]} and {commands[1]}",
    )
    _out.print(_plain(_say(done)), soft_wrap=True)


def _numbers(text: str, count: int, option: str) -> Any:
    """Read numbers separated by commas."""
    try:
        numbers = tuple(float(part) for part in text.replace("，", ",").split(","))
    except ValueError:
        numbers = ()
    if len(numbers) != count:
        raise UsageError(
            Words(
                f"{option} 要 {count} 个用逗号隔开的数",
                f"{option} takes {count} numbers, with commas",
            )
        )
    return numbers


def _day(text: str | None) -> date:
    if text is None:
        today = date.today()
        return today + timedelta(days=-today.weekday() % 7)
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(Words("日期写成 2026-12-07", "write the date as 2026-12-07")) from None


def _community(path: Path | None, lang: str | None) -> Path:
    """Find the community; say so if it is the sample."""
    from walkmap import jobs

    _state["lang"] = lang or "zh"
    found, is_sample = jobs.find_community(path)
    _state["lang"] = lang or jobs.language_of(found)
    if is_sample:
        note = Words(
            "没有指定社区：用示例（示意数据）。用 --community 指定自己的。",
            "No community given: the sample it is (illustrative data). Give yours by --community.",
        )
        _err.print(_plain(_say(note)))
    return found


def _say(words: Words) -> str:
    return words.in_(str(_state["lang"]))


def _plain(text: str) -> str:
    """Escape what rich would take for markup, and take out what would steer the terminal."""
    from rich.markup import escape

    return escape("".join(c if c.isprintable() or c == "\n" else " " for c in text))


@contextmanager
def _progress() -> Iterator[Any]:
    """Show on the terminal what is being done."""
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=_err, transient=True) as bar:
        task = bar.add_task("", total=None)

        def show(what: Words, share: float) -> None:
            bar.update(task, description=_say(what), completed=share, total=1.0 if share else None)

        yield show


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
        table.add_column(_say(head), justify="right" if number > 2 else "left", no_wrap=True)
    for index, round_ in enumerate(plan.rounds):
        targets = sum(stop.kind == "target" for stop in round_.stops)
        last = index + 1 == len(plan.rounds) or plan.rounds[index + 1].date != round_.date
        table.add_row(
            f"{round_.date:%m-%d}",
            _plain(round_.team_name),
            f"{round_.start_s // 3600}:{round_.start_s // 60 % 60:02d}–"
            f"{round_.end_s // 3600}:{round_.end_s // 60 % 60:02d}",
            _say(Words(f"{round_.walk_m:.0f} 米", f"{round_.walk_m:.0f} m")),
            _say(Words(f"{round_.walk_s / 60:.0f} 分", f"{round_.walk_s / 60:.0f} min")),
            _say(Words(f"{round_.visit_s / 60:.0f} 分", f"{round_.visit_s / 60:.0f} min")),
            f"{round_.steps}",
            f"{len(round_.stops) - targets}+{targets}",
            end_section=last,
        )
    _out.print(table)
    for warning in plan.warnings:
        _out.print(f"[yellow]![/] {_plain(_say(warning))}", soft_wrap=True)
    for item, days in plan.left_out().items():
        when = "".join(f" {day:%m-%d}" for day in days)
        if days == plan.dates:
            when = _say(Words(" 每个周一", " every Monday"))
        left_out = _say(Words("没排进", "left out"))
        text = f"{left_out} {item.name}{when}: {_say(item.reason)}"
        _out.print(f"[red]✗[/] {_plain(text)}", soft_wrap=True)


def _files(written: "Written") -> None:
    for path in written.paths:
        _out.print(_plain(str(path)), soft_wrap=True)


def main() -> None:
    """Run the command; turn errors into one line and an exit code."""
    for name in ("SIGTERM", "SIGHUP"):  # a closed terminal leaves nothing half written
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), lambda number, _: sys.exit(128 + number))
    try:
        app(prog_name="walkmap")
    except WalkmapError as error:
        _fail(_say(error.words), error.exit_code)
    except SystemExit as stop:
        if stop.code == _INTERRUPTED:
            _fail(
                _say(Words("已停止，什么都没改。", "Stopped; nothing was changed.")), _INTERRUPTED
            )
        raise
    except Exception as error:
        text = Words(
            f"程序出错了（{type(error).__name__}）：这是 walkmap 的问题，请加 --debug 重试并反馈",
            f"a bug in walkmap ({type(error).__name__}): run it again with --debug and report it",
        )
        _fail(_say(text), _BUG)


def _fail(text: str, code: int) -> None:
    if _state["debug"]:
        traceback.print_exc()
    _err.print(f"[red]✗[/] {_plain(text)}", soft_wrap=True)
    sys.exit(code)
