"""The use cases, one function each: what a command, or later a service, calls."""

from walkmap.jobs.common import SAMPLE, Written, find_community, language_of
from walkmap.jobs.community import check, init_community
from walkmap.jobs.month import Ask, PageOptions, make_heat, make_month
from walkmap.jobs.targets import import_targets, write_template

__all__ = [
    "SAMPLE",
    "Ask",
    "PageOptions",
    "Written",
    "check",
    "find_community",
    "import_targets",
    "init_community",
    "language_of",
    "make_heat",
    "make_month",
    "write_template",
]
