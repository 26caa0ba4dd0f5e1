"""The planner's list: writing a spreadsheet to fill in, and taking one over."""

from pathlib import Path

from walkmap.community.sheet import TARGETS_SHEET, Loaded, Site, load, template_book
from walkmap.exports.xlsx_bytes import workbook_bytes
from walkmap.jobs.common import Written, write_new


def write_template(path: Path, *, out: Path | None = None, lang: str | None = None) -> Written:
    """Write a spreadsheet of a community's targets and wishes, to be filled in and imported.

    Parameters
    ----------
    path
        The community.
    out
        The file to write; ``走访对象.xlsx`` or ``targets.xlsx`` in the current folder by default.
    lang
        ``"zh"`` or ``"en"``; the community's language by default.

    Raises
    ------
    WalkmapError
        For whatever the user can mend, such as a file that is there already.
    """
    site = Site(path)
    lang = lang or site.community.settings.language
    title = TARGETS_SHEET.in_(lang)
    file = out or Path(f"{title}.xlsx")
    write_new(file, workbook_bytes(template_book(site, lang), title))
    return Written(file.parent, (file,), lang)


def import_targets(
    path: Path,
    file: Path,
    *,
    replace_all: bool = False,
    strict: bool = False,
    dry_run: bool = False,
) -> Loaded:
    """Take a planner's spreadsheet over into a community: see `walkmap.community.sheet.load`."""
    return load(path, file, replace_all=replace_all, strict=strict, dry_run=dry_run)
