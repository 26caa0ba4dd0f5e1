"""The command `walkmap` itself, and the options that several commands share."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from walkmap import __version__
from walkmap.cli.speak import state

app = typer.Typer(
    name="walkmap",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="走访地图：排每月的周一走访，画地图。 Plan and map neighbourhood walks.",
)

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
Strict = Annotated[
    bool, typer.Option("--strict", help="有一行错就全不导入。 One faulty row stops all.")
]
Month = Annotated[str, typer.Argument(help="月份，如 2026-12。 The month.", show_default=False)]


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
    state["debug"] = debug
