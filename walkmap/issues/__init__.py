"""What was heard and seen: issue records and where they lie thick."""

from walkmap.issues.heat import BREAKS, Heat, heat_of
from walkmap.issues.read import read_issues
from walkmap.issues.records import ISSUE_STATUSES

__all__ = ["BREAKS", "ISSUE_STATUSES", "Heat", "heat_of", "read_issues"]
