"""A workbook as bytes that depend on nothing but what it holds."""

import io
from datetime import datetime
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.writer.excel import ExcelWriter

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the first moment that a zip can hold


def workbook_bytes(book: Workbook, title: str) -> bytes:
    """Return a workbook as the bytes of an xlsx file, without the time of writing.

    Parameters
    ----------
    book
        The workbook; its properties are set.
    title
        Its title.

    Returns
    -------
    bytes
        The same for the same sheets.
    """
    book.properties.creator = "walkmap"
    book.properties.title = title
    book.properties.created = book.properties.modified = datetime(*_EPOCH)
    drawn = io.BytesIO()
    # `Workbook.save` would set the time of writing.
    ExcelWriter(book, ZipFile(drawn, "w", ZIP_DEFLATED)).save()
    fixed = io.BytesIO()
    with ZipFile(drawn) as source, ZipFile(fixed, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            entry = ZipInfo(name, _EPOCH)
            entry.compress_type, entry.create_system = ZIP_DEFLATED, 0
            target.writestr(entry, source.read(name))
    return fixed.getvalue()
