"""The planner's list as a spreadsheet: writing one, reading it, finding the places it names.

Data takes one way: file → grids → tables of records → entries → merged targets and wishes → the
community's files. What is about people is cut out where a cell is read.
"""

from walkmap.community.sheet.book import template_book
from walkmap.community.sheet.columns import TARGETS_SHEET
from walkmap.community.sheet.load import Loaded, load
from walkmap.community.sheet.places import Gazetteer, Spot
from walkmap.community.sheet.site import Site
from walkmap.community.sheet.trouble import Unplaced

__all__ = [
    "TARGETS_SHEET",
    "Gazetteer",
    "Loaded",
    "Site",
    "Spot",
    "Unplaced",
    "load",
    "template_book",
]
