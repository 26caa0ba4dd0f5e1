"""A report as tables: the same ones on its page, in its spreadsheet and in its JSON."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import pandas as pd

from walkmap.community import Community
from walkmap.issues.change import VERDICTS
from walkmap.issues.report import Report
from walkmap.issues.stock import AGES
from walkmap.words import ISSUE_CATEGORIES, ISSUE_LEVELS, ISSUE_SOURCES, Words


class Label(NamedTuple):
    """What a cell says: a code for programs and words for people."""

    code: str
    words: Words


Cell = Label | int | float | date | None


@dataclass(frozen=True)
class Table:
    """One table of a report.

    Parameters
    ----------
    key
        What programs call it.
    title
        What people call it.
    heads
        Key and words of each column.
    rows
        As many cells each; None is a number that isn't known, or not told.
    """

    key: str
    title: Words
    heads: tuple[Label, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def column(self, key: str) -> list[Cell]:
        """Return the cells of a column."""
        at = [head.code for head in self.heads].index(key)
        return [row[at] for row in self.rows]


_ALL = Label("all", Words("合计", "all"))
_SORTS: Mapping[str, Mapping[str, Words]] = {
    "source": ISSUE_SOURCES,
    "category": ISSUE_CATEGORIES,
    "level": ISSUE_LEVELS,
}
_STANDING = {
    "recorded": Words("新记录", "recorded"),
    "handled": Words("办结", "handled"),
    "open": Words("期末未办结", "open at the end"),
    "overdue": Words("其中超期", "of these overdue"),
}
_ITEM = Label("item", Words("项目", "item"))
_NUMBER = Label("number", Words("数", "number"))
REST = Label("", Words("其他地方", "elsewhere"))


def tables_of(report: Report, community: Community) -> dict[str, Table]:
    """Return a report's tables by key, in the order in which they are read.

    Parameters
    ----------
    report
        The report.
    community
        Its courtyards' names.
    """
    tables = [
        _flow(report),
        _changes(report),
        _stuck(report),
        _calls(report),
        _standing(report),
        _kinds(report),
        _months(report),
        _courtyards(report, community),
        _rounds(report),
        *_totals(report),
    ]
    return {table.key: table for table in tables}


def _cells(*cells: Cell) -> tuple[Cell, ...]:
    """Return a row."""
    return cells


def _heads(*named: tuple[str, str, str]) -> tuple[Label, ...]:
    return tuple(Label(key, Words(zh, en)) for key, zh, en in named)


def _items(key: str, title: Words, items: Iterable[tuple[str, str, str, Cell]]) -> Table:
    """Return a table of single numbers."""
    rows = tuple((Label(code, Words(zh, en)), number) for code, zh, en, number in items)
    return Table(key, title, (_ITEM, _NUMBER), rows)


def _flow(report: Report) -> Table:
    flow = report.flow
    share = round(100 * flow.in_time / flow.had_due, 1) if flow.had_due else None
    return _items(
        "flow",
        Words("收了多少，办了多少", "What came in, what was done"),
        (
            ("open_before", "期初未办结", "open before", flow.open_before),
            ("recorded", "新记录民情", "issues recorded", flow.recorded),
            ("handled", "办结", "handled", flow.handled),
            ("open_after", "期末未办结", "open at the end", flow.open_after),
            ("overdue", "其中超期", "of these overdue", flow.overdue),
            ("in_time_percent", "按时办结（%）", "handled in time (%)", share),
            ("median_days", "办结用时（天，中位数）", "days to handle (median)", flow.median_days),
            ("households", "涉及户次", "households concerned", flow.households),
            ("people", "涉及人次", "people concerned", flow.people),
        ),
    )


def _changes(report: Report) -> Table:
    heads = _heads(
        ("sort", "按什么", "by"), ("what", "民情", "issues"), ("now", "本期", "now"),
        ("before", "对比期", "before"), ("verdict", "变化", "change"),
    )  # fmt: skip
    by = {
        "all": Words("全部", "all"),
        "source": Words("来源", "source"),
        "category": Words("类别", "category"),
        "level": Words("层级", "level"),
    }
    rows = tuple(
        _cells(
            Label(sort, by[sort]),
            Label(code or "all", _SORTS[sort][code] if code else _ALL.words),
            change.now,
            change.before,
            Label(change.verdict, VERDICTS[change.verdict]),
        )
        for (sort, code), change in report.changes.items()
    )
    return Table("changes", Words("比上期多了还是少了", "More or fewer than before"), heads, rows)


def _stuck(report: Report) -> Table:
    first, *more = AGES
    heads = [
        ("handler", "在谁手里", "with whom"),
        (f"to_{first}", f"{first} 天内", f"to {first} days"),
        *((f"to_{b}", f"{a + 1}–{b} 天", f"{a + 1}–{b}") for a, b in zip(AGES, more, strict=False)),
        ("more", f"{AGES[-1]} 天以上", f"over {AGES[-1]}"),
        ("total", "合计", "total"),
        ("oldest_days", "最久（天）", "oldest (days)"),
    ]
    nobody = Words("没有写由谁办", "nobody named")
    rows = tuple(
        _cells(
            Label(str(handler), Words.same(handler) if handler else nobody),
            *(int(number) for number in row),
        )
        for handler, row in zip(report.stuck.index, report.stuck.to_numpy(), strict=True)
    )
    title = Words("超期未办结，在谁手里", "Overdue, and with whom")
    return Table("stuck", title, _heads(*heads), rows)


def _calls(report: Report) -> Table:
    heads = _heads(
        ("month", "月份", "month"), ("calls", "热线来电", "calls"),
        ("seen", "走访时见过", "seen before"), ("waiting", "来电时还没办结", "not handled yet"),
        ("median_days", "早几天见到（中位数）", "days before (median)"),
    )  # fmt: skip
    table = report.seen.by_month().reindex(report.by_month.index)
    rows = tuple(_row(month, row, whole=3) for month, row in table.iterrows())
    if len(report.seen.calls):
        seen, days = report.seen, report.seen.median_days
        last = (len(seen.calls), seen.seen, seen.waiting, None if days is None else round(days, 1))
        rows = (*rows, (_ALL, *last))
    title = Words("热线来电以前，走访见过没有", "Calls to the hotline that a round had seen before")
    return Table("calls", title, heads, rows)


def _row(name: object, row: pd.Series, *, whole: int) -> tuple[Cell, ...]:
    """Return a row by month: so many whole numbers, 0 where there are none, then others."""
    numbers = [0 if pd.isna(value) else int(value) for value in row.iloc[:whole]]
    others = [None if pd.isna(value) else round(float(value), 1) for value in row.iloc[whole:]]
    return Label(str(name), Words.same(name)), *numbers, *others


def _standing(report: Report) -> Table:
    heads = (*_heads(("sort", "按什么", "by"), ("what", "民情", "issues")),
             *(Label(key, words) for key, words in _STANDING.items()))  # fmt: skip
    parts = (
        ("category", Words("类别", "category"), report.by_category),
        ("level", Words("层级", "level"), report.by_level),
        ("source", Words("来源", "source"), report.by_source),
    )
    rows = tuple(
        _cells(Label(sort, by), Label(str(code), _SORTS[sort][str(code)]), *map(int, row))
        for sort, by, table in parts
        for code, row in zip(table.index, table.to_numpy(), strict=True)
    )
    return Table("standing", Words("按类别、层级、来源", "By category, level, source"), heads, rows)


def _kinds(report: Report) -> Table:
    heads = (
        *_heads(("category", "类别", "category")),
        *(Label(code, words) for code, words in ISSUE_LEVELS.items()),
        Label("total", _ALL.words),
    )
    counted = [*report.kinds.iterrows(), ("all", report.kinds.sum())]
    rows = tuple(
        _cells(
            Label(str(code), ISSUE_CATEGORIES.get(str(code), _ALL.words)),
            *map(int, row),
            int(row.sum()),
        )
        for code, row in counted
    )
    return Table("kinds", Words("类别和层级", "Category and level"), heads, rows)


def _months(report: Report) -> Table:
    heads = (
        *_heads(("month", "月份", "month")),
        *(Label(code, words) for code, words in ISSUE_CATEGORIES.items()),
        *_heads(("recorded", "新记录", "recorded"), ("handled", "办结", "handled")),
    )
    table = report.by_month
    rows = tuple(_row(month, row, whole=len(row)) for month, row in table.iterrows())
    return Table("months", Words("逐月", "Month by month"), heads, rows)


def _courtyards(report: Report, community: Community) -> Table:
    heads = _heads(
        ("courtyard", "楼院", "courtyard"), ("issues", "件数", "issues"),
        ("before", "对比期", "before"), ("households", "户数", "households"),
        ("per_100", "每百户", "per 100"), ("verdict", "变化", "change"),
    )  # fmt: skip
    names = community.courtyards["name"]

    def label(id_: str) -> Label:
        return Label(id_, Words.same(names[id_] or id_)) if id_ else REST

    rows = tuple(
        _cells(
            label(str(id_)),
            int(row["issues"]),
            *(None if pd.isna(row[key]) else int(row[key]) for key in ("before", "households")),
            None if pd.isna(row["per_100"]) else round(float(row["per_100"]), 1),
            Label(row["verdict"], VERDICTS[row["verdict"]]) if row["verdict"] else None,
        )
        for id_, row in report.by_courtyard.iterrows()
    )
    return Table("courtyards", Words("各楼院", "Courtyards"), heads, rows)


def _rounds(report: Report) -> Table:
    done = report.walked
    km = None if done.walk_m is None else round(done.walk_m / 1000, 1)
    return _items(
        "rounds",
        Words("走访", "Rounds walked"),
        (
            ("mondays", "走过的周一", "Mondays walked", len(done.days)),
            ("rounds", "走访（组次）", "rounds, team by team", done.rounds or None),
            ("walk_km", "步行（公里，按计划）", "kilometres, as planned", km),
            ("steps", "步数（按计划）", "steps, as planned", done.steps),
            (
                "buildings",
                "走访楼（次）",
                "visits to buildings",
                done.buildings if done.kept else None,
            ),
            ("homes", "走访住户", "homes visited", done.homes if done.kept else None),
            (
                "organisations",
                "走访共建单位",
                "organisations visited",
                done.organisations if done.kept else None,
            ),
            (
                "spots",
                "查看易出事故点",
                "accident-prone spots visited",
                done.spots if done.kept else None,
            ),
            ("shops", "走访小门店", "small shops visited", done.shops if done.kept else None),
            (
                "skipped",
                "到了没走成（次）",
                "visits left out on the spot",
                done.skipped if done.kept else None,
            ),
        ),
    )


def _totals(report: Report) -> Iterable[Table]:
    if report.totals is None:
        return
    heads = _heads(
        ("item", "项目", "item"), ("balance", "起始数", "starting balance"),
        ("since", "以后记录", "recorded since"), ("total", "合计", "total"),
    )  # fmt: skip
    first, since = report.totals.balance, report.totals.since
    km = None if since.walk_m is None else round(since.walk_m / 1000, 1)
    items: list[tuple[str, str, str, float, float | None]] = [
        ("mondays", "走过的周一", "Mondays walked", first.mondays, len(since.days)),
        ("steps", "步数", "steps", first.steps, since.steps),
        ("walk_km", "步行（公里）", "kilometres", first.walk_km, km),
        ("households", "涉及户次", "households", first.households, report.totals.households),
        ("people", "涉及人次", "people", first.people, report.totals.people),
        ("organisations", "走访共建单位", "organisations", first.organisations,
         since.organisations if since.kept else None),
        *((code, f"办结：{words.zh}", f"handled: {words.en}",
           first.handled.get(code, 0), report.totals.handled[code])  # type: ignore[call-overload]
          for code, words in ISSUE_CATEGORIES.items()),
    ]  # fmt: skip
    rows = tuple(
        (Label(code, Words(zh, en)), start, more, start + (more or 0))
        for code, zh, en, start, more in items
    )
    yield Table("totals", Words("开始走访以来", "Since the beginning"), heads, rows)
