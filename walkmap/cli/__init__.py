"""The command `walkmap`: parses, calls one job, prints; nothing else.

Jobs are imported when a command runs, so that help and version answer at once.
"""

import signal
import sys

from walkmap.cli.community import check, init
from walkmap.cli.heat import heat
from walkmap.cli.issues import issues
from walkmap.cli.month import month, plan
from walkmap.cli.options import app
from walkmap.cli.print import printing
from walkmap.cli.report import report
from walkmap.cli.speak import fail, say
from walkmap.cli.targets import targets
from walkmap.errors import WalkmapError
from walkmap.words import Words

__all__ = ["app", "main"]
INTERRUPTED, BUG = 130, 70

for command in (month, plan, heat, report, check, init):
    app.command()(command)
app.add_typer(targets, name="targets")
app.add_typer(issues, name="issues")
app.add_typer(printing, name="print")


def main() -> None:
    """Run the command; turn errors into one line and an exit code."""
    for name in ("SIGTERM", "SIGHUP"):  # a closed terminal leaves nothing half written
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), lambda number, _: sys.exit(128 + number))
    try:
        app(prog_name="walkmap")
    except WalkmapError as error:
        fail(say(error.words), error.exit_code)
    except SystemExit as stop:
        if stop.code == INTERRUPTED:
            fail(say(Words("已停止，什么都没改。", "Stopped; nothing was changed.")), INTERRUPTED)
        raise
    except Exception as error:
        text = Words(
            f"程序出错了（{type(error).__name__}）：这是 walkmap 的问题，请加 --debug 重试并反馈",
            f"a bug in walkmap ({type(error).__name__}): run it again with --debug and report it",
        )
        fail(say(text), BUG)
