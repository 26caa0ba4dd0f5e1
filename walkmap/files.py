"""Reading texts of unknown encoding; writing files whole or not at all."""

import codecs
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def whole_folder(folder: Path) -> Iterator[Path]:
    """Give a new folder to write in, which takes the place of `folder` when all went well.

    Parameters
    ----------
    folder
        The folder to replace or to make. It is untouched if the block raises.

    Yields
    ------
    pathlib.Path
        An empty folder on the same file system.
    """
    folder = folder.resolve()
    folder.parent.mkdir(parents=True, exist_ok=True)
    new = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        yield new
        new.chmod(0o755)
        old = new.with_name(new.name + "-old")
        if folder.exists():
            folder.rename(old)
        try:
            new.rename(folder)
        except BaseException:
            if old.exists():
                old.rename(folder)
            raise
        shutil.rmtree(old, ignore_errors=True)
    finally:
        shutil.rmtree(new, ignore_errors=True)


def write_whole(path: Path, text: str | bytes) -> None:
    """Write a file whole or not at all, a text in UTF-8.

    Parameters
    ----------
    path
        The file to make or to replace.
    text
        What it shall hold; line ends are written as they are.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(text if isinstance(text, bytes) else text.encode())
        Path(name).chmod(0o644)
        Path(name).replace(path)
    finally:
        Path(name).unlink(missing_ok=True)


def decoded(data: bytes) -> str:
    """Return the text of a file: by its byte order mark, as strict UTF-8, or else as GB18030.

    UTF-16 without a mark is told by its many zeros.
    """
    if data.startswith(codecs.BOM_UTF8):
        return data.decode("utf-8-sig", errors="replace")
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", errors="replace")
    start = data[:4000]
    low, high = start[::2].count(0), start[1::2].count(0)
    if (low + high) * 20 > len(start):
        return data.decode("utf-16-le" if high > low else "utf-16-be", errors="replace")
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode("gb18030", errors="replace")
