"""The report for a meeting: decisions first, then the numbers; no text of an issue and no home.

Bars are drawn as SVG, so that they are printed whatever a browser does with backgrounds; they tell
classes apart by how dark they are, so that a grey print will do.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from xml.etree.ElementTree import Element

from walkmap.community import Community
from walkmap.issues.report import Report
from walkmap.issues.report_tables import Cell, Label, Table, tables_of
from walkmap.pages import format as say
from walkmap.pages.elements import document, el
from walkmap.pages.report_words import headlines
from walkmap.pages.texts.report import TEXTS, TITLE
from walkmap.words import ILLUSTRATIVE, Words

_ARROWS = {"grew": "▲", "shrank": "▼", "chance": "＝"}
_LONG = 1000  # units of a bar that is as long as can be
_CALLS = (
    Words("见过，来电时还没办结", "seen, not handled yet"),
    Words("见过，已办结", "seen and handled"),
    Words("没见过", "not seen"),
)


def report_html(community: Community, report: Report, *, lang: str, files: Sequence[str]) -> str:
    """Return the page.

    Parameters
    ----------
    community
        Whose report it is.
    report
        What it shows; one without issues gives a page that says what to do next.
    lang
        ``"zh"`` or ``"en"``.
    files
        Names of files beside it, to be linked to.

    Returns
    -------
    str
        HTML.
    """
    page = _Page(community, report, lang)
    title = f"{TITLE.in_(lang)} · {community.settings.name}"
    return document(page.body(files), lang=lang, title=title, styles=("walkmap", "report"))


@dataclass(frozen=True)
class _Bars:
    """How a table is drawn: a bar in each row, made of one column or of several.

    Parameters
    ----------
    parts
        The columns whose numbers follow one another in a bar, the darkest first.
    each
        Whether they stand under one another instead.
    nested
        Whether each part is contained in the next one, as seen calls in calls.
    skip
        Rows that have no bar, by the code of their first cell.
    words
        What the parts are called, if not as their columns.
    """

    parts: tuple[str, ...]
    each: bool = False
    nested: bool = False
    skip: tuple[str, ...] = ("all",)
    words: tuple[Words, ...] = ()


class _Page:
    """Writes the parts of one page in one language."""

    def __init__(self, community: Community, report: Report, lang: str) -> None:
        self.community, self.report, self.lang = community, report, lang
        self.tables = tables_of(report, community)

    def text(self, key: str) -> str:
        return TEXTS[key].in_(self.lang)

    def body(self, files: Sequence[str]) -> Element:
        flow = self.report.flow
        empty = not (flow.recorded or flow.open_before or flow.handled)
        first, issues = (self.empty(), []) if empty else (self.look(), self.issues())
        rest = el("div", *issues, self.rounds(), self.totals(), class_="columns")
        return el(
            "body", self.top(), el("main", first, rest, self.foot(files)), class_="report"
        )  # fmt: skip

    def top(self) -> Element:
        """Whose report it is, and of which days."""
        settings = self.community.settings
        spans = [el("span", self.span(self.report.start, self.report.end))]
        if self.report.before:
            against = self.span(*self.report.before)
            spans.append(el("span", f"{self.text('before')}{self.colon}{against}"))
        titles = el("div", el("h1", TITLE.in_(self.lang)), el("p", settings.name), class_="titles")
        badge = el("p", ILLUSTRATIVE, class_="badge") if settings.illustrative else None
        return el("header", titles, badge, el("p", *spans, class_="facts"), class_="top")

    @property
    def colon(self) -> str:
        return ": " if self.lang == "en" else "："

    def span(self, start: date, end: date) -> str:
        first, last = (say.day_with_year(day, self.lang) for day in (start, end))
        return Words(f"{first}至{last}", f"{first} to {last}").in_(self.lang)

    def empty(self) -> Element:
        return el("section", el("h2", self.text("empty")), el("p", self.text("empty_next")),
                  class_="empty whole")  # fmt: skip

    def look(self) -> Element:
        """What to look at first."""
        lines = [el("li", words.in_(self.lang)) for words in headlines(self.report, self.community)]
        if self.report.unfinished:
            end = say.day_with_year(self.report.end, self.lang)
            note = Words(f"这段时间还没过完，只算到{end}。", f"Not over yet: up to {end} only.")
            lines.append(el("li", note.in_(self.lang)))
        return el("section", el("h2", self.text("look")), el("ol", *lines), class_="look whole")

    def issues(self) -> list[Element]:
        """What the records of issues tell."""
        report = self.report
        month = ("dispute", "environment", "no_property")
        return [
            self.drawn("changes", _Bars(("now", "before"), each=True, skip=()), drop=("sort",))
            if report.before else self.said("changes", "no_before"),
            self.drawn("stuck", _Bars(("more", "to_180", "to_90", "to_30")))
            if len(report.stuck) else self.said("stuck", "nothing_stuck"),
            self.calls(),
            self.drawn("courtyards", _Bars(("per_100",), skip=("",))),
            self.drawn("months", _Bars(month)),
            self.drawn("standing", None, drop=("sort",)),
            self.drawn("kinds", None),
        ]  # fmt: skip

    def calls(self) -> Element:
        if not len(self.report.seen.calls):
            return self.said("calls", "no_calls")
        return self.drawn("calls", _Bars(("waiting", "seen", "calls"), nested=True, words=_CALLS))

    def said(self, title: str, key: str) -> Element:
        """A section that has nothing but a sentence."""
        return el("section", el("h2", self.text(title)), el("p", self.text(key), class_="good"))

    def drawn(self, key: str, bars: _Bars | None, *, drop: tuple[str, ...] = ()) -> Element:
        """A section with a table, without the columns in `drop`, and a bar in each of its rows."""
        table = self.tables[key]
        heads = [head for head in table.heads if head.code not in drop]
        cells = [el("th", head.words.in_(self.lang), scope="col") for head in heads]
        drawn: list[Element | None] = [None] * len(table.rows)
        if bars:
            cells.insert(1, el("td", class_="drawn"))
            drawn = _drawn(table, bars)
        rows = [self.row(table, number, heads, bar, bars) for number, bar in enumerate(drawn)]
        return el(
            "section",
            el("h2", self.text(key)),
            self.legend(table, bars) if bars else None,
            el("table", el("thead", el("tr", *cells)), el("tbody", *rows)),
            class_=f"table {key}",
        )

    def row(
        self, table: Table, number: int, heads: list[Label], bar: Element | None, bars: _Bars | None
    ) -> Element:
        keys = [head.code for head in table.heads]
        values = dict(zip(keys, table.rows[number], strict=True))
        first, *others = (values[head.code] for head in heads)
        name = self.month(table, number) if keys[0] == "month" else self.shown(first)
        cells = [el("th", name, scope="row")]
        if bars:
            cells.append(el("td", bar, class_="drawn"))
        cells += [self.cell(value) for value in others]
        begins = bool(number) and keys[0] == "sort" and table.rows[number - 1][0] != values["sort"]
        total = isinstance(first, Label) and first.code == "all"
        kinds = ["total"] * total + ["begins"] * begins
        return el("tr", *cells, **({"class_": " ".join(kinds)} if kinds else {}))

    def cell(self, value: Cell) -> Element:
        if isinstance(value, Label) and value.code in _ARROWS:
            return el("td", f"{_ARROWS[value.code]} {self.shown(value)}", class_=value.code)
        return el("td", self.shown(value))

    def shown(self, value: Cell) -> str:
        """Return a cell as people read it."""
        if value is None:
            return "—"
        if isinstance(value, Label):
            return value.words.in_(self.lang)
        return f"{value:,}" if isinstance(value, int) else f"{value:,.1f}"

    def month(self, table: Table, number: int) -> str:
        """Return a row's month; the year is said once."""
        label = table.rows[number][0]
        if not isinstance(label, Label) or label.code == "all":
            return self.shown(label)
        day = date.fromisoformat(f"{label.code}-01")
        return say.short_month(day, self.lang, year=number == 0 or day.month == 1)

    def legend(self, table: Table, bars: _Bars) -> Element:
        words = {head.code: head.words for head in table.heads}
        names = bars.words or tuple(words[part] for part in bars.parts)
        items = [
            el("li", _bar([(1.0, number)], 1.0, "swatch"), el("span", name.in_(self.lang)))
            for number, name in enumerate(names)
        ]
        return el("ul", *items, class_="key")

    def numbers(self, table: Table) -> Element:
        """Single numbers, each with what it is of; what isn't known is left out."""
        pairs = []
        for name, *values in table.rows:
            if all(value is not None for value in values):
                pairs.append(el("div", el("dt", self.shown(name)), el("dd", self.shown(values[0]))))
        return el("dl", *pairs, class_="numbers")

    def rounds(self) -> Element:
        done = self.report.walked
        notes: list[str] = []
        if not done.days:
            return self.said("rounds", "no_rounds")
        if done.from_issues:
            n = done.from_issues
            notes.append(
                Words(
                    f"有 {n} 个周一是从民情记录里知道的：那天走访记过民情。",
                    f"{n} of the Mondays are known by issues that were recorded on a round.",
                ).in_(self.lang)
            )
        if done.as_planned:
            n = done.as_planned
            notes.append(
                Words(
                    f"其中 {n} 组次没有保存走访结果，按月计划算作走过。",
                    f"{n} of the rounds are taken from plans: no visits of theirs are kept.",
                ).in_(self.lang)
            )
        if not done.kept:
            notes.append(self.text("no_visits"))
        if done.walk_m is None:
            notes.append(self.text("no_plan"))
        elif done.measured < done.rounds:
            n = done.rounds - done.measured
            notes.append(
                Words(
                    f"{n} 组次没有月计划，公里和步数没算进去。",
                    f"{n} rounds are in no plan: their kilometres and steps are not counted.",
                ).in_(self.lang)
            )
        lines = el("ul", *(el("li", note) for note in notes), class_="doubt")
        numbers = self.numbers(self.tables["rounds"])
        return el("section", el("h2", self.text("rounds")), numbers, lines, class_="whole")

    def totals(self) -> Element | None:
        totals = self.report.totals
        if totals is None:
            return None
        section = self.drawn("totals", None)
        since = totals.since
        if since.walk_m is None or since.measured < since.rounds or since.from_issues:
            section.append(el("p", self.text("totals_short"), class_="source"))
        until = say.day_with_year(totals.balance.until, self.lang)
        source = totals.balance.source
        said = Words(f"起始数到{until}", f"The starting balance is up to {until}").in_(self.lang)
        section.append(el("p", f"{said}{self.colon}{source}" if source else said, class_="source"))
        return section

    def foot(self, files: Sequence[str]) -> Element:
        """How the numbers are reckoned, and the files beside."""
        seen = self.report.seen
        rule = Words(
            f"走访时见过：来电前 {seen.within_days} 天内，走访在同一栋楼"
            f"（或 {seen.near_m:.0f} 米内）记过同一类别的民情；说的未必是同一件事。"
            "碰巧对上的件数：把来电的日子打乱再数。",
            f"Seen before: within {seen.within_days} days before the call a round had recorded an "
            f"issue of the same category at the same building (or within {seen.near_m:.0f} m); "
            "both need not mean the same. By chance: counted anew with the calls' days shuffled.",
        ).in_(self.lang)
        how = [self.text(f"how_{key}") for key in ("changes", "stuck", "few", "total")]
        lines = el("ul", *(el("li", line) for line in (how[0], how[1], rule, *how[2:])))
        links = [
            el("a", self.text(name.rpartition(".")[2]), href=f"./{name}", class_="button")
            for name in files
        ]
        source = self.community.settings.source
        said = f"{self.text('source')}{self.colon}{source}" if source else ""
        return el("section", el("h2", self.text("how")), lines, el("nav", *links),
                  el("p", said, class_="source"), class_="how whole")  # fmt: skip


def _drawn(table: Table, bars: _Bars) -> list[Element | None]:
    """Return the bar of each row, all in one scale."""
    columns = [[_number(cell) for cell in table.column(part)] for part in bars.parts]
    codes = [row[0].code if isinstance(row[0], Label) else "" for row in table.rows]
    rows = list(zip(*columns, strict=True))
    if bars.nested:  # a part is what it holds beyond the one before
        rows = [tuple(b - a for a, b in zip((0.0, *row), row, strict=False)) for row in rows]
    rows = [() if code in bars.skip else row for row, code in zip(rows, codes, strict=True)]
    longest = max((max(row) if bars.each else sum(row) for row in rows if row), default=0.0) or 1.0
    drawn: list[Element | None] = []
    for row in rows:
        parts = [(value, shade) for shade, value in enumerate(row)]
        if bars.each:
            drawn.append(el("div", *(_bar([part], longest, "bar thin") for part in parts)))
        else:
            drawn.append(_bar(parts, longest, "bar") if parts else None)
    return drawn


def _number(cell: Cell) -> float:
    return float(cell) if isinstance(cell, int | float) else 0.0


def _bar(parts: Sequence[tuple[float, int]], longest: float, kind: str) -> Element:
    """Return a bar of parts, each a length and a shade."""
    rects, at = [], 0.0
    for value, shade in parts:
        long = _LONG * value / longest
        if value:
            rects.append(el("rect", x=f"{at:.0f}", y="0", width=f"{long:.0f}", height="20",
                            class_=f"s{shade}"))  # fmt: skip
        at += long
    return el("svg", *rects, viewBox=f"0 0 {_LONG} 20", preserveAspectRatio="none",
              aria_hidden="true", class_=kind)  # fmt: skip
