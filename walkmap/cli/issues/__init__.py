"""`walkmap issues`: the diary of what was heard and seen; a module for each group of commands."""

from walkmap.cli.issues import diary, intake, propose
from walkmap.cli.issues.app import issues

__all__ = ["diary", "intake", "issues", "propose"]
