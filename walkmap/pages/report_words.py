"""What a meeting should look at first, as sentences."""

from walkmap.community import Community
from walkmap.issues.change import VERDICTS, Change
from walkmap.issues.report import Report
from walkmap.pages import format as say
from walkmap.words import ISSUE_CATEGORIES, ISSUE_LEVELS, ISSUE_SOURCES, Words

_NAMES = {**ISSUE_SOURCES, **ISSUE_CATEGORIES, **ISSUE_LEVELS}
_MOST = 6
_ORDER = ("all", "category", "courtyard", "source", "level")  # what a meeting can act on, first


def headlines(report: Report, community: Community) -> list[Words]:
    """Return the sentences that a meeting reads first: what changed, what is stuck, what was known.

    Parameters
    ----------
    report
        Its numbers.
    community
        Its courtyards' names.
    """
    return [
        _all(report),
        *_changed(report, community),
        _stuck(report),
        *_calls(report),
    ]


def _all(report: Report) -> Words:
    flow = report.flow
    zh = (
        f"新记录 {flow.recorded:,} 件，办结 {flow.handled:,} 件，"
        f"期末还有 {flow.open_after:,} 件没办结"
    )
    en = (
        f"{say.count(flow.recorded, 'en', '', 'issue')} recorded, {flow.handled:,} handled, "
        f"{flow.open_after:,} open at the end"
    )
    if flow.had_due:
        share = f"{flow.in_time / flow.had_due:.0%}"
        return Words(f"{zh}；按时办结的占 {share}。", f"{en}; {share} were handled in time.")
    return Words(f"{zh}。", f"{en}.")


def _changed(report: Report, community: Community) -> list[Words]:
    """Return what grew or shrank by more than chance, or that nothing did."""
    if report.before is None:
        return []
    found: dict[str, list[Words]] = {sort: [] for sort in _ORDER}
    for (sort, code), change in report.changes.items():
        if change.verdict != "chance":
            name = _NAMES.get(code, Words("全部民情", "all issues"))
            found[sort].append(_change(name, change))
    for id_, row in report.by_courtyard.iterrows():
        if row["verdict"] in ("grew", "shrank"):
            called, verdict = community.courtyards["name"][id_] or id_, VERDICTS[row["verdict"]]
            zh = f"{called}：{verdict.zh}，本期 {row['issues']} 件。"
            en = f"{called}: {verdict.en} to {row['issues']}."
            found["courtyard"].append(Words(zh, en))
    lines = [line for sort in _ORDER for line in found[sort]]
    if lines:
        return lines[:_MOST]
    now, before = report.flow.recorded, report.changes["all", ""].before
    return [
        Words(
            f"对比期 {before:,} 件，本期 {now:,} 件；各类别、层级、来源和楼院都看不出变化，"
            "差别可能只是偶然。",
            f"{before:,} before and {now:,} now; no category, level, source or courtyard changed "
            "by more than chance.",
        )
    ]


def _change(what: Words, change: Change) -> Words:
    verdict = VERDICTS[change.verdict]
    return Words(
        f"{what.zh}：{verdict.zh}，从 {change.before:,} 件到 {change.now:,} 件。",
        f"{what.en[:1].upper()}{what.en[1:]}: {verdict.en} from {change.before:,} to "
        f"{change.now:,}.",
    )


def _stuck(report: Report) -> Words:
    if not len(report.stuck):
        return Words("没有超期未办结的。", "Nothing is overdue.")
    handler, row = str(report.stuck.index[0]), report.stuck.iloc[0]
    who = Words(handler or "没有写由谁办的", handler or "nobody named")
    total = report.flow.overdue
    return Words(
        f"超期未办结 {total:,} 件；最多的是{who.zh}：{row['total']} 件，最久的超期 "
        f"{row['oldest']} 天。",
        f"{total:,} overdue; most are with {who.en}: {row['total']}, one of them for "
        f"{row['oldest']} days.",
    )


def _calls(report: Report) -> list[Words]:
    seen = report.seen
    total = len(seen.calls)
    if not total:
        return []
    return [
        Words(
            f"热线来电 {total:,} 件，{seen.seen:,} 件走访时先见过（碰巧对上的也会有约 "
            f"{seen.by_chance:.0f} 件）；其中 {seen.waiting:,} 件来电时还没办结。",
            f"Of {say.count(total, 'en', '', 'call')} to the hotline {seen.seen:,} had been seen "
            f"on a round before (about {seen.by_chance:.0f} would be so by chance); "
            f"{seen.waiting:,} of them were not handled yet when the call came.",
        )
    ]
