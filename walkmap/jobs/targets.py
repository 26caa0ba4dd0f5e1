"""The planner's list: writing a spreadsheet to fill in, and taking one over."""

from pathlib import Path

from walkmap.community.sheet import TARGETS_SHEET, Loaded, Site, load, template_book
from walkmap.errors import WalkmapError
from walkmap.exports.xlsx_bytes import workbook_bytes
from walkmap.jobs.common import Written
from walkmap.words import Words


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
    data = workbook_bytes(template_book(site, lang), title)
    try:
        with file.open("xb") as opened:
            opened.write(data)
    except FileExistsError:
        raise WalkmapError(
            Words(
                f"{file} 已经有了，不会覆盖；移走它，或用 --out 写到别处",
                f"{file} is there already and is not replaced; move it away, or give --out",
            )
        ) from None
    except OSError as error:
        detail = error.strerror or str(error)
        raise WalkmapError(
            Words(
                f"写不了 {file}（{detail}）；检查文件夹和权限",
                f"{file} can't be written ({detail}); check its folder and permissions",
            )
        ) from error
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
