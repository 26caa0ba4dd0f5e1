"""What commands say: to the terminal, in the language asked for, safely; and progress."""

import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from walkmap.words import Words

if TYPE_CHECKING:
    from walkmap.jobs import Written

out = Console(highlight=False)
err = Console(stderr=True, highlight=False)
state = {"debug": False, "lang": "zh"}


def community_at(path: Path | None, lang: str | None) -> Path:
    """Find the community; say so if it is the sample."""
    from walkmap import jobs

    state["lang"] = lang or "zh"
    found, is_sample = jobs.find_community(path)
    state["lang"] = lang or jobs.language_of(found)
    if is_sample:
        note = Words(
            "没有指定社区：用示例（示意数据）。用 --community 指定自己的。",
            "No community given: the sample it is (illustrative data). Give yours by --community.",
        )
        err.print(plain(say(note)))
    return found


def say(words: Words) -> str:
    """Return a text in the language asked for."""
    return words.in_(str(state["lang"]))


def plain(text: str) -> str:
    """Escape what rich would take for markup, and take out what would steer the terminal."""
    from rich.markup import escape

    return escape("".join(c if c.isprintable() or c == "\n" else " " for c in text))


@contextmanager
def progress() -> Iterator[Any]:
    """Show on the terminal what is being done."""
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=err, transient=True) as bar:
        task = bar.add_task("", total=None)

        def show(what: Words, share: float) -> None:
            bar.update(task, description=say(what), completed=share, total=1.0 if share else None)

        yield show


def files(written: "Written") -> None:
    """Print what was written, a path a line."""
    for path in written.paths:
        out.print(plain(str(path)), soft_wrap=True)


def fail(text: str, code: int) -> None:
    """Say in one line what is wrong, and exit."""
    if state["debug"]:
        traceback.print_exc()
    err.print(f"[red]✗[/] {plain(text)}", soft_wrap=True)
    sys.exit(code)
