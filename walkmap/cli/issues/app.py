"""The group of commands that the modules beside this one add to."""

import typer

issues = typer.Typer(
    no_args_is_help=True,
    help="民情日志：导入、查看、办理。 The diary of issues: import, list, handle.",
)
