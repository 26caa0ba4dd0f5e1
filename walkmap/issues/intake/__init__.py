"""A table becomes records: reading it, finding places, cutting out what is about people.

Data takes one way: file → grids → a sheet's table → drafts → issues and calls with their places.
"""

from walkmap.issues.intake.columns import ISSUES_SHEET
from walkmap.issues.intake.defaults import Default, default_points, point_key
from walkmap.issues.intake.place import Earlier, Intake, Place, has_place, place_drafts
from walkmap.issues.intake.read import Table, read_table
from walkmap.issues.intake.rows import Draft
from walkmap.issues.intake.spots import Places, Reading
from walkmap.issues.intake.template import issues_book

__all__ = [
    "ISSUES_SHEET",
    "Default",
    "Draft",
    "Earlier",
    "Intake",
    "Place",
    "Places",
    "Reading",
    "Table",
    "default_points",
    "has_place",
    "issues_book",
    "place_drafts",
    "point_key",
    "read_table",
]
