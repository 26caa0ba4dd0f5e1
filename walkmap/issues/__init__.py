"""What was heard and seen: issue records and where they lie thick."""

from walkmap.issues.heat import BREAKS, Heat, heat_of
from walkmap.issues.records import ISSUE_STATUSES, read_issues

__all__ = ["BREAKS", "ISSUE_STATUSES", "Heat", "heat_of", "read_issues"]
