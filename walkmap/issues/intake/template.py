"""Writing the workbook in which issues are written down by hand, to be imported."""

from openpyxl import Workbook

from walkmap.community import Community
from walkmap.community.sheet.book import drop, fill
from walkmap.community.sheet.columns import LISTS_SHEET
from walkmap.community.sheet.places import Gazetteer
from walkmap.issues.intake.columns import ISSUES_SHEET, OWN_FIELDS
from walkmap.issues.records import CHOICES


def issues_book(community: Community, lang: str) -> Workbook:
    """Return the empty workbook.

    Parameters
    ----------
    community
        Its buildings drop down for the place.
    lang
        ``"zh"`` or ``"en"``: the language of headings, notes and choices.

    Returns
    -------
    openpyxl.Workbook
        A sheet with a header, a row of notes and an example, and a hidden one with what drops down.
    """
    book = Workbook()
    sheet = book.active
    sheet.title = ISSUES_SHEET.in_(lang)
    fill(sheet, OWN_FIELDS, [], lang)
    lists = book.create_sheet(LISTS_SHEET.in_(lang))
    lists.sheet_state = "hidden"
    gazetteer = Gazetteer(community)
    labels = [gazetteer.label(str(id_)) for id_ in community.buildings.index]
    drop(lists, sheet, OWN_FIELDS, "place", labels, lang)
    for name, words in CHOICES.items():
        drop(lists, sheet, OWN_FIELDS, name, [each.in_(lang) for each in words.values()], lang)
    return book
