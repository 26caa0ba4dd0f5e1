"""Turning rows into issues: of our own template, and of the hotline's exports."""

import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import NAMESPACE_URL, UUID, uuid5

from walkmap.community import Community
from walkmap.community.sheet.scrub import scrub
from walkmap.community.sheet.spelling import plain
from walkmap.community.sheet.table import Record
from walkmap.errors import Fault
from walkmap.issues.intake.categories import Categories, tidy_path
from walkmap.issues.intake.cells import Cells, Point, Wrong
from walkmap.issues.records import Call, Issue
from walkmap.words import Words

_SPOILT = re.compile(r"\d(?:\.\d+)?[Ee]\+?\d+|\d{15}0+")  # a spreadsheet keeps 15 digits
_DAY_IN_ORDER = re.compile(r"(?<!\d)(20\d{2})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])")


@dataclass(frozen=True)
class Draft:
    """A row that was read, but for its place.

    Parameters
    ----------
    row
        Its number.
    issue
        The issue; its building, if it has one, is an id that the row gives.
    call
        What the hotline says besides.
    place
        What stands in the cell for the place.
    point
        The point that the row gives, WGS-84.
    given
        The id that a row of our own gives, as it stands there.
    """

    row: int
    issue: Issue
    call: Call | None
    place: str
    point: Point | None
    given: str = ""


class Rows:
    """Reads rows of one table.

    Parameters
    ----------
    community
        The community.
    hotline
        Whether the table is an export of the hotline's.

    Attributes
    ----------
    cells, categories
        What was cut out of cells, and which of the hotline's categories nothing was known of.
    elsewhere
        How many rows are another street's.
    guessed
        How many have no time of their own, but that in their number, or that of their closing.
    spoilt
        How many have a number of which a spreadsheet program lost the end.
    """

    def __init__(self, community: Community, *, hotline: bool) -> None:
        settings = community.settings
        given = settings.hotline.datum if hotline else None
        self._hotline = settings.hotline if hotline else None
        self._home = f"walkmap/{settings.id}"
        self.cells = Cells(community, given or settings.datum)
        self.categories = Categories(settings.hotline)
        self.elsewhere = self.guessed = self.spoilt = 0

    def read(self, records: Iterable[Record]) -> tuple[list[Draft], list[Fault]]:
        """Read rows.

        Parameters
        ----------
        records
            The rows.

        Returns
        -------
        list of Draft
            The rows without a fault.
        list of Fault
            One for each of the others, with its row and column.
        """
        drafts, faults = [], []
        read = self._own if self._hotline is None else self._call
        for record in records:
            numbers, names = self.cells.cuts.numbers, len(self.cells.cuts.names)
            try:
                draft = read(record)
            except Wrong as wrong:
                told = record.get(wrong.column)
                faults.append(record.fault(wrong.problem, wrong.mend, wrong.column, told))
                self.cells.cuts.numbers = numbers
                del self.cells.cuts.names[names:]
                continue
            if draft is not None:
                drafts.append(draft)
        return drafts, faults

    def _own(self, record: Record) -> Draft:
        """Read a row of our own template or of `issues.csv`."""
        cells = self.cells
        recorded_at = _needed(cells.moment(record, "recorded_at"), "recorded_at")
        handled_at = cells.moment(record, "handled_at")
        due = cells.moment(record, "due")
        issue = Issue(
            id="",
            recorded_at=recorded_at,
            source=cells.choice(record, "source", "import"),
            category=cells.choice(record, "category"),
            level=cells.choice(record, "level"),
            text=cells.text(record, "text"),
            building_id=record.get("building_id"),
            target_id=record.get("target_id"),
            households=cells.count(record, "households"),
            people=cells.count(record, "people"),
            status=cells.choice(record, "status", "handled" if handled_at else "open"),
            handler=cells.post(record, "handler"),
            due=due.date() if due else None,
            handled_at=handled_at,
            recorded_by=cells.post(record, "recorded_by"),
            round=record.get("round"),
        )
        place, point = cells.plain(record, "place"), cells.point(record)
        given = record.get("id")
        id_ = self._id(given, issue, place, point)
        return Draft(record.row, replace(issue, id=id_), None, place, point, given)

    def _call(self, record: Record) -> Draft | None:
        """Read a row of the hotline's; None if it is another street's."""
        assert self._hotline is not None
        street, cells = record.get("street"), self.cells
        if street and self._hotline.street and self._hotline.street not in street:
            self.elsewhere += 1
            return None
        path, order = tidy_path(record.get("path")), record.get("order")
        if _SPOILT.fullmatch(order):  # several orders may have become this one
            order, self.spoilt = "", self.spoilt + 1
        closed_at = cells.moment(record, "closed_at")
        recorded_at = self._recorded_at(record, order, closed_at)
        solved = cells.answer(record.get("solved"))
        status = "open"
        if closed_at:
            status = "in_hand" if solved is False else "handled"
        issue = Issue(
            id="",
            recorded_at=recorded_at,
            source="hotline",
            category=self.categories.of(path),
            level=self._hotline.level,
            text=cells.text(record, "text"),
            households=cells.count(record, "households"),
            people=cells.count(record, "people"),
            status=status,
            handled_at=closed_at if status == "handled" else None,
        )
        place, point = cells.plain(record, "place"), cells.point(record)
        id_ = self._uuid(f"hotline/{order}") if order else self._of_content(issue, place, point)
        satisfied = cells.answer(record.get("satisfied"))
        call = Call(order or id_, id_, path, closed_at, solved, satisfied)
        return Draft(record.row, replace(issue, id=id_), call, place, point)

    def _recorded_at(self, record: Record, order: str, closed_at: datetime | None) -> datetime:
        """Return when a call came: as its row, its number or its closing says."""
        if moment := self.cells.moment(record, "recorded_at"):
            return moment
        match = _DAY_IN_ORDER.search(order)
        found = closed_at
        if match:
            with suppress(ValueError):  # as of February 30
                found = datetime(int(match[1]), int(match[2]), int(match[3]))
        self.guessed += found is not None
        return _needed(found, "recorded_at" if "recorded_at" in record.cells else "closed_at")

    def _id(self, given: str, issue: Issue, place: str, point: Point | None) -> str:
        """Return a row's id: the UUID that it gives, or one made of what it gives or says."""
        if not given or given.isdigit():  # a mere number is a row's count
            return self._of_content(issue, place, point)
        try:
            return str(UUID(given))
        except ValueError:
            return self._uuid(f"row/{given}")

    def _of_content(self, issue: Issue, place: str, point: Point | None) -> str:
        """Return an id made of what doesn't change while an issue is seen to."""
        where = point or issue.building_id or plain(scrub(place).text)
        said = issue.text or f"{issue.category}/{issue.level}"  # of two that say nothing both stay
        parts = (issue.recorded_at.isoformat(), issue.source, where, said, issue.round)
        return self._uuid("content/" + "\0".join(map(str, parts)))

    def _uuid(self, text: str) -> str:
        return str(uuid5(NAMESPACE_URL, f"{self._home}/{text}"))


def _needed(moment: datetime | None, column: str) -> datetime:
    if moment is None:
        mend = Words("填上时间，如 2026-12-07 09:30", "fill in the time, as 2026-12-07 09:30")
        raise Wrong(column, Words("没有填", "is empty"), mend)
    return moment
