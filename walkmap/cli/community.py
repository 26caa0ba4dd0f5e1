"""`walkmap check` and `walkmap init`."""

from datetime import date, timedelta
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table

from walkmap.cli.month import day_of
from walkmap.cli.options import Lang, Where
from walkmap.cli.speak import community_at, out, plain, progress, say, state
from walkmap.errors import UsageError
from walkmap.words import LAYER_NAMES, Words


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

    where = community_at(community, lang)
    with progress() as show:
        show(Words("检查", "checking"), 0.0)
        report = jobs.check(where, _day(day))
    for line in report.fine:
        out.print(f"[green]✓[/] {plain(say(line))}", soft_wrap=True)
    for line in report.notes:
        out.print(f"[yellow]![/] {plain(say(line))}", soft_wrap=True)
    if not report.faults:
        fine = Words("没有错误。", "No faults.")
        look = Words("没有错误；带 ! 的请看一看。", "No faults; look at the lines marked !.")
        out.print(say(look if report.notes else fine))
        return
    table = Table(title=say(Words(f"{len(report.faults)} 处错误", f"{len(report.faults)} faults")))
    for head in (
        Words("图层", "layer"),
        Words("行", "row"),
        Words("编号", "id"),
        Words("列", "column"),
        Words("值", "value"),
        Words("错在哪里", "what is wrong"),
        Words("怎么改", "how to mend it"),
    ):
        table.add_column(say(head), overflow="fold")
    for fault in report.faults:
        layer = LAYER_NAMES.get(fault.layer, Words.same(fault.layer))
        row = "" if fault.row is None else str(fault.row)
        cells = (say(layer), row, fault.id, fault.column, fault.value)
        table.add_row(*map(plain, (*cells, say(fault.problem), say(fault.mend))))
    out.print(table)
    raise typer.Exit(1)


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

    state["lang"] = lang or "zh"
    box = None if bbox is None else _numbers(bbox, 4, "--bbox")
    at = None if office is None else _numbers(office, 2, "--office")
    source = MapSource(osm, place, box, area, endpoint, cache)
    with progress() as show:
        show(Words("读取 OpenStreetMap", "reading OpenStreetMap"), 0.0)
        written = jobs.init_community(name, source, office=at)
    state["lang"] = lang or written.lang
    for note in written.notes:
        out.print(f"[yellow]![/] {plain(say(note))}", soft_wrap=True)
    shown = f'"{name}"' if " " in name else name
    next_month = date.today().replace(day=1) + timedelta(days=31)
    commands = f"walkmap check -c {shown}", f"walkmap month {next_month:%Y-%m} -c {shown}"
    done = Words(
        f"已写好 {written.folder}\n下一步：在 QGIS 里核对假设的地方，再运行 "
        f"{commands[0]} 和 {commands[1]}",
        f"wrote {written.folder}\nNext: look over in QGIS what was assumed, then "
        f"{commands[0]} and {commands[1]}",
    )
    out.print(plain(say(done)), soft_wrap=True)


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
    if text is not None:
        return day_of(text)
    today = date.today()
    return today + timedelta(days=-today.weekday() % 7)
