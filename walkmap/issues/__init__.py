"""What was heard and seen: issue records and where they lie thick."""

from walkmap.issues.choice import Choice
from walkmap.issues.heat import BREAKS, Heat, heat_of
from walkmap.issues.read import read_issues
from walkmap.issues.records import ISSUE_STATUSES
from walkmap.issues.slides import Slides, slides_of

__all__ = [
    "BREAKS",
    "ISSUE_STATUSES",
    "Choice",
    "Heat",
    "Slides",
    "heat_of",
    "read_issues",
    "slides_of",
]
