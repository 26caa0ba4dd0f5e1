"""Write `docs/commands.md` from the help texts of the commands.

python scripts/make_docs.py
"""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from typer.main import get_command

from walkmap.cli import app

PAGE = Path(__file__).resolve().parent.parent / "docs" / "commands.md"
_HEAD = """\
# Commands

Written by `python scripts/make_docs.py` from what each command says with `--help`.
"""


def names(command: Any, before: str = "") -> Iterator[str]:
    """Give the names of a command and of all below it, as one writes them after `walkmap`."""
    below = getattr(command, "commands", {})
    if not (below and before):  # of a group the commands are told, not the group
        yield before
    for name, each in below.items():
        yield from names(each, f"{before} {name}".strip())


def help_of(command: str) -> str:
    """Return the help text of a command (empty: of walkmap itself), 90 columns wide."""
    plain = {"COLUMNS": "90", "TERMINAL_WIDTH": "90", "NO_COLOR": "1", "TERM": "dumb"}
    environment = {k: v for k, v in os.environ.items() if k not in {"FORCE_COLOR", "CI"}} | plain
    environment = {k: v for k, v in environment.items() if not k.startswith("GITHUB")}
    words = [sys.executable, "-m", "walkmap", *command.split(), "--help"]
    shown = subprocess.run(words, capture_output=True, text=True, check=True, env=environment)
    return "\n".join(line.rstrip() for line in shown.stdout.strip("\n").splitlines())


def commands_page() -> str:
    """Return the whole page."""
    parts = [_HEAD]
    for command in names(get_command(app)):
        title = f"walkmap {command}".strip()
        parts.append(f"\n## {title}\n\n```\n{help_of(command)}\n```\n")
    return re.sub(r"\n{3,}", "\n\n", "".join(parts))


if __name__ == "__main__":
    PAGE.write_text(commands_page(), encoding="utf-8")
    print(PAGE)
