"""Writing the workbook in which a planner keeps the list of targets and the wishes."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from walkmap.community.sheet.columns import (
    LISTS_SHEET,
    TARGET_FIELDS,
    TARGETS_SHEET,
    WISH_FIELDS,
    WISHES_SHEET,
    Field,
)
from walkmap.community.sheet.site import Site
from walkmap.community.sheet.wishes import Callings
from walkmap.words import TARGET_KINDS, WISH_WORDS, Words

_LAST_ROW = 2000  # down to which the lists drop down
_FIRST_ROW = 4  # after header, note and example
_HEAD = PatternFill("solid", fgColor="FFE6E6E6")
_SHOWN = Font(italic=True, color="FF666666")
_WRAP = Alignment(wrap_text=True, vertical="top")
_NUMBERS = frozenset({"minutes", "priority", "stairs", "lon", "lat", "households", "people"})
_DAYS = frozenset({"last_visit", "date", "due"})
_MOMENTS = frozenset({"recorded_at", "handled_at"})
_STRICT = frozenset({"kind", "what", "priority", "source", "category", "level", "status"})
_CHOOSE = Words("请从下拉表里选", "Please choose from the list")


def template_book(site: Site, lang: str) -> Workbook:
    """Return the workbook, filled with the targets and wishes that there are.

    Parameters
    ----------
    site
        The community.
    lang
        ``"zh"`` or ``"en"``: the language of headings and notes.

    Returns
    -------
    openpyxl.Workbook
        Sheets of targets and wishes, each with a header, a row of notes and an example, and a
        hidden one with what drops down.
    """
    book = Workbook()
    targets = book.active
    targets.title = TARGETS_SHEET.in_(lang)
    rows = [site.shown(target, lang) for target in site.targets.values()]
    fill(targets, TARGET_FIELDS, rows, lang)
    callings = Callings(site, site.targets)
    wishes = book.create_sheet(WISHES_SHEET.in_(lang))
    fill(wishes, WISH_FIELDS, _wish_rows(site, callings, lang), lang)
    lists = book.create_sheet(LISTS_SHEET.in_(lang))
    lists.sheet_state = "hidden"
    stops = [*callings.stops.values(), *callings.gates.values(), *callings.teams.values()]
    labels = [site.gazetteer.label(str(id_)) for id_ in site.community.buildings.index]
    hazards = [site.hazard_label(str(id_)) for id_ in site.community.hazards.index]
    numbers = ["1", "2", "3"]
    teams = list(callings.teams.values())
    drop(
        lists,
        targets,
        TARGET_FIELDS,
        "kind",
        [kind.in_(lang) for kind in TARGET_KINDS.values()],
        lang,
    )
    drop(lists, targets, TARGET_FIELDS, "place", labels, lang)
    drop(lists, targets, TARGET_FIELDS, "hazard", hazards, lang)
    drop(lists, targets, TARGET_FIELDS, "priority", numbers, lang)
    drop(lists, targets, TARGET_FIELDS, "weeks", ["1", "2", "3", "4", "1,3", "2,4"], lang)
    drop(lists, wishes, WISH_FIELDS, "what", [what.in_(lang) for what in WISH_WORDS.values()], lang)
    drop(lists, wishes, WISH_FIELDS, "about", stops, lang)
    drop(lists, wishes, WISH_FIELDS, "team", teams, lang)
    return book


def _wish_rows(site: Site, callings: Callings, lang: str) -> list[dict[str, str]]:
    """Return what stands in the sheet of wishes."""
    rows = []
    for wish in site.community.wishes.to_dict("records"):
        called = callings.of(wish["what"])
        rows.append(
            {
                "date": wish["date"],
                "what": WISH_WORDS[wish["what"]].in_(lang),
                "about": called.get(wish["id"], wish["id"]),
                "team": callings.teams.get(wish["team"], wish["team"]),
                "note": wish["note"],
            }
        )
    return rows


def fill(
    sheet: Worksheet, fields: Sequence[Field], rows: Iterable[Mapping[str, str]], lang: str
) -> None:
    """Write a sheet's header, notes, example and rows."""
    for at, each in enumerate(fields, 1):
        column = sheet.column_dimensions[get_column_letter(at)]
        column.width = each.width
        column.number_format = _format(each.name)
        head = (each.words.in_(lang), each.note.in_(lang), each.example.in_(lang))
        for line, text in enumerate(head, 1):
            cell = sheet.cell(line, at)
            _write(cell, text)
            cell.alignment = _WRAP
            cell.font = Font(bold=True) if line == 1 else _SHOWN
            if line == 1:
                cell.fill = _HEAD
    for number, row in enumerate(rows, _FIRST_ROW):
        for at, each in enumerate(fields, 1):
            cell = sheet.cell(number, at)
            cell.number_format = _format(each.name)
            _write(cell, _typed(each.name, row[each.name]))
    sheet.freeze_panes = sheet.cell(2, 1)


def _format(name: str) -> str:
    """Return a column's number format: text but for numbers and dates, lest 5-3 become May 3."""
    if name in _NUMBERS:
        return "General"
    if name in _MOMENTS:
        return "yyyy-mm-dd hh:mm"
    return "yyyy-mm-dd" if name in _DAYS else "@"


def _typed(name: str, text: str) -> Any:
    """Return a cell's text as the number or date that it is."""
    if name in _NUMBERS and text:
        return float(text) if "." in text else int(text)
    if name in _DAYS and text:
        return date.fromisoformat(text)
    return text


def _write(cell: Any, value: Any) -> None:
    """Write a cell; a text is never a formula."""
    if isinstance(value, str):
        value = "".join(sign for sign in value if sign.isprintable() or sign == "\n")
    cell.value = value if value != "" else None
    if isinstance(value, str) and value:
        cell.data_type = "s"


def drop(
    lists: Worksheet,
    sheet: Worksheet,
    fields: Sequence[Field],
    name: str,
    choices: Sequence[str],
    lang: str,
) -> None:
    """Let choices drop down in a column; where it is not strict, anything else may stand there."""
    choices = list(dict.fromkeys(choices))
    if not choices:
        return
    at = lists.max_column + 1 if lists["A1"].value else 1
    for row, text in enumerate(choices, 1):
        _write(lists.cell(row, at), text)
    from_, to = (f"${get_column_letter(at)}${row}" for row in (1, len(choices)))
    column = get_column_letter([each.name for each in fields].index(name) + 1)
    rule = DataValidation("list", formula1=f"'{lists.title}'!{from_}:{to}", allow_blank=True)
    rule.showErrorMessage = name in _STRICT
    rule.error = _CHOOSE.in_(lang)
    rule.add(f"{column}{_FIRST_ROW}:{column}{_LAST_ROW}")
    sheet.add_data_validation(rule)
