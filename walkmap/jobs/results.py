"""Taking in what phones brought back from their rounds."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from walkmap.files import write_whole
from walkmap.issues.life import role
from walkmap.issues.results import Results, read_results
from walkmap.jobs.issues import PHOTOS, writable_store
from walkmap.store import Added
from walkmap.words import Words


@dataclass(frozen=True)
class TakenIn:
    """What an import of results did.

    Parameters
    ----------
    results
        What the file held: a round or several.
    added
        What was new for each.
    withdrawn
        How many issues and visits that were known each took back.
    """

    results: tuple[Results, ...]
    added: tuple[Added, ...]
    withdrawn: tuple[int, ...]

    @property
    def lines(self) -> tuple[Words, ...]:
        """What to tell the user: a line for each round, and what was cut out or can't be used."""
        rounds = zip(self.results, self.added, self.withdrawn, strict=True)
        lines = [_line(*round_) for round_ in rounds]
        numbers, names = (
            sum(getattr(r, name) for r in self.results) for name in ("numbers", "names")
        )
        if numbers or names:
            lines.append(
                Words(
                    f"删去号码 {numbers} 处、姓名 {names} 处",
                    f"cut out: {numbers} numbers, {names} names",
                )
            )
        if bad := sum(results.bad_photos for results in self.results):
            lines.append(
                Words(
                    f"{bad} 张照片用不了（不是 JPEG，或超过 1 MB），民情照样记下",
                    f"{bad} photos are of no use (no JPEG, or above 1 MB); their issues are kept",
                )
            )
        return tuple(lines)


def import_results(path: Path, file: Path, *, by: str = "走访组") -> TakenIn:
    """Take in what phones brought back: all of a file or nothing.

    Parameters
    ----------
    path
        The community.
    file
        The file that a round's page exports, or a text that holds what it copies.
    by
        Who brings it: a role.

    Returns
    -------
    TakenIn
        Importing the same again changes nothing; of two exports of one round the later counts,
        whatever their order.

    Raises
    ------
    WalkmapError
        For whatever the user can mend; nothing is taken in then.
    """
    by = role(by)
    with writable_store(path) as (community, store):
        results = read_results(file, community)
        with _photos(community.folder / PHOTOS, results), store.together():
            added, gone = [], []
            for item in results:
                at = item.exported_at
                added.append(store.add(item.issues, visits=item.visits, by=by, at=at))
                # What somebody has worked on since is not taken from them.
                untouched = [
                    issue
                    for issue in item.withdrawn
                    if all(change.by == by for change in store.changes(issue.id))
                ]
                back = store.add(untouched, visits=item.undone, by=by, at=at)
                gone.append(back.changed + back.visits.changed)
        for id_ in store.withdrawn():
            (community.folder / PHOTOS / f"{id_}.jpg").unlink(missing_ok=True)
    return TakenIn(results, tuple(added), tuple(gone))


@contextmanager
def _photos(folder: Path, results: tuple[Results, ...]) -> Iterator[None]:
    """Write photos first, so that no record lacks its own; take them away if records fail."""
    photos = {name: data for item in results for name, data in item.photos.items()}
    files = {folder / f"{name}.jpg": data for name, data in photos.items()}
    new = [file for file in files if not file.exists()]
    try:
        for file, data in files.items():
            write_whole(file, data)
        yield
    except BaseException:
        for file in new:
            file.unlink(missing_ok=True)
        raise


def _line(results: Results, added: Added, withdrawn: int) -> Words:
    visits = added.visits
    gone = (
        Words(f"，撤回 {withdrawn} 项", f"; {withdrawn} taken back")
        if withdrawn
        else Words.same("")
    )
    skipped = sum(visit.result == "skipped" for visit in results.visits)
    return Words(
        f"{results.date} {results.team} 组：走访 {len(results.visits)} 站（跳过 {skipped} 站），"
        f"新增 {visits.new}，改动 {visits.changed}；民情 {len(results.issues)} 件，"
        f"新增 {added.new}，改动 {added.changed}，照片 {len(results.photos)} 张{gone.zh}",
        f"{results.date}, team {results.team}: stops {len(results.visits)} ({skipped} left out), "
        f"{visits.new} new, {visits.changed} changed; issues {len(results.issues)}, "
        f"{added.new} new, {added.changed} changed; photos {len(results.photos)}{gone.en}",
    )
