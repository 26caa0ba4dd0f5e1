"""Kill imports in the middle, and run several at once; print what was left of each as JSON.

A program of its own, so that it may fork: `python killed.py FOLDER`. There is a community in the
folder's tiny/, and what phones brought back in its 1.json and 2.json.
"""

import json
import os
import shutil
import signal
import sqlite3
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

from sqlalchemy import Engine, event

from walkmap import jobs
from walkmap.community import read_community
from walkmap.jobs import import_results
from walkmap.store import issues_of, open_store, store_if_any, visits_of

TICK = 25  # steps of SQLite's machine
KILLS = 50
AT_ONCE = 6

read_community = cache(read_community)  # most of the time, and not what is tested
jobs.issues.read_community = read_community


def child(work: Callable[[], None]) -> int:
    """Do something in a process of its own; return how to wait for it."""
    pid = os.fork()
    if pid:
        return pid
    try:
        work()
        os._exit(0)
    finally:
        os._exit(1)


def ended(pid: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def on_tick(call: Callable[[], None], on_commit: Callable[[], None] = lambda: None) -> None:
    """Call something at every tick of any database, and before each commit."""

    def said(statement: str) -> None:
        if statement.startswith("COMMIT"):
            on_commit()

    @event.listens_for(Engine, "connect")
    def watch(connection: sqlite3.Connection, _record: object) -> None:
        connection.set_progress_handler(lambda: call() or 0, TICK)
        connection.set_trace_callback(said)


def kill() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def ticks_of(folder: Path, file: Path) -> int:
    """Return how many ticks an import takes."""
    counted = folder.parent / "ticks"

    def count() -> None:
        ticks = [0]
        on_tick(lambda: ticks.__setitem__(0, ticks[0] + 1))
        import_results(folder, file)
        counted.write_text(str(ticks[0]))

    assert ended(child(count)) == 0
    return int(counted.read_text())


def killed_at(folder: Path, file: Path, tick: int | None) -> int:
    """Import, and be killed at a tick, or when everything is about to be committed."""

    def work() -> None:
        left = [tick or 0]

        def one() -> None:
            left[0] -= 1
            if not left[0]:
                kill()

        on_tick(one, kill if tick is None else lambda: None)
        import_results(folder, file)

    return ended(child(work))


def state(folder: Path) -> list[str]:
    """Return all that the records of a community are, and the store's own check of itself."""
    community = read_community(folder)
    with store_if_any(community) as store:
        history = [] if store is None else [str(change.new) for change in store.changes()]
    if store is not None:
        with sqlite3.connect(folder / "records.sqlite") as plain:
            (sound,) = plain.execute("PRAGMA integrity_check").fetchone()
            assert sound == "ok"
    return [issues_of(community).to_csv(), visits_of(community).to_csv(), *sorted(history)]


def kills(at: Path, start: Path, file: Path, times: int) -> dict[str, int]:
    """Kill imports into copies of a community at points spread over the whole of it."""
    copy = at / "copy"

    def fresh() -> Path:
        shutil.rmtree(copy, ignore_errors=True)
        return Path(shutil.copytree(start, copy))

    before = [state(fresh())]
    with open_store(read_community(copy)):  # the first step, which may be all that is done
        before.append(state(copy))
    ticks = ticks_of(fresh(), file)
    after = state(copy)
    assert after not in before
    found = {"killed": 0, "nothing": 0, "all": 0, "half": 0, "whole_after": 0, "ticks": ticks}
    for number in range(times):
        point = None if number == 0 else 1 + (ticks - 1) * number // times
        found["killed"] += killed_at(fresh(), file, point) == -signal.SIGKILL
        left = state(copy)
        found["nothing" if left in before else "all" if left == after else "half"] += 1
        import_results(copy, file)
        found["whole_after"] += state(copy) == after
    return found


def at_once(folder: Path, files: list[Path]) -> dict[str, object]:
    """Import several files into a community without a store at the same moment."""
    pids = [child(lambda file=file: import_results(folder, file)) for file in files]
    codes = [ended(pid) for pid in pids]
    community = read_community(folder)
    return {
        "codes": codes,
        "issues": sorted(issues_of(community).index),
        "visits": sorted(visits_of(community).index),
    }


if __name__ == "__main__":
    here = Path(sys.argv[1])
    none, one = here / "tiny", Path(shutil.copytree(here / "tiny", here / "one"))
    ended(child(lambda: import_results(one, here / "1.json")))
    together = Path(shutil.copytree(none, here / "together"))
    files = [here / f"{k % 2 + 1}.json" for k in range(AT_ONCE)]
    print(
        json.dumps(
            {
                "first": kills(here, none, here / "2.json", KILLS // 2),
                "later": kills(here, one, here / "2.json", KILLS // 2),
                "at_once": at_once(together, files),
            }
        )
    )
