"""The use cases, one function each: what a command, or later a service, calls."""

from walkmap.jobs.common import SAMPLE, Written, find_community, language_of
from walkmap.jobs.community import check, init_community
from walkmap.jobs.heat import HeatAsk, make_heat
from walkmap.jobs.intake import (
    Imported,
    Unsettled,
    holds_results,
    import_issues,
    settle_issue,
    unsettled,
    write_issues_template,
    write_look_over,
)
from walkmap.jobs.issues import (
    Listing,
    Shown,
    Wanted,
    export_issues,
    handle_issue,
    list_issues,
    pass_up_issue,
    show_issue,
    take_issue,
)
from walkmap.jobs.month import Ask, PageOptions, make_month
from walkmap.jobs.print import make_overview, print_rounds
from walkmap.jobs.report import Proposed, make_report, propose_changes
from walkmap.jobs.results import TakenIn, import_results
from walkmap.jobs.targets import import_targets, write_template

__all__ = [
    "SAMPLE",
    "Ask",
    "HeatAsk",
    "Imported",
    "Listing",
    "PageOptions",
    "Proposed",
    "Shown",
    "TakenIn",
    "Unsettled",
    "Wanted",
    "Written",
    "check",
    "export_issues",
    "find_community",
    "handle_issue",
    "holds_results",
    "import_issues",
    "import_results",
    "import_targets",
    "init_community",
    "language_of",
    "list_issues",
    "make_heat",
    "make_month",
    "make_overview",
    "make_report",
    "pass_up_issue",
    "print_rounds",
    "propose_changes",
    "settle_issue",
    "show_issue",
    "take_issue",
    "unsettled",
    "write_issues_template",
    "write_look_over",
    "write_template",
]
