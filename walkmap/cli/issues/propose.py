"""`walkmap issues propose`."""

from typing import TYPE_CHECKING, Annotated

import typer

from walkmap.cli.issues.app import issues
from walkmap.cli.options import Lang, Where
from walkmap.cli.speak import community_at, out, plain, say
from walkmap.words import TARGET_KINDS, Words

if TYPE_CHECKING:
    from walkmap.issues.attention import Proposal
    from walkmap.jobs import Proposed

Accept = Annotated[
    bool, typer.Option("--accept", help="采纳，写进社区的文件。 Accept, and write it down.")
]
Only = Annotated[
    list[str] | None, typer.Option(help="只要这一条，可写几次。 Only this id, several times.")
]
Calls = Annotated[
    int, typer.Option(help="一年来电几次算高频，至少 3。 Calls a year that make a frequent caller.")
]


@issues.command()
def propose(
    community: Where = None,
    accept: Accept = False,
    only: Only = None,
    calls: Calls = 5,
    lang: Lang = None,
) -> None:
    """按最近一年的民情，建议哪里多花时间。 Propose where to spend more minutes."""
    from walkmap import jobs

    where = community_at(community, lang)
    found = jobs.propose_changes(where, accept=accept, only=only or (), many_calls=calls)
    for line in _lines(found, accept, only or []):
        out.print(plain(say(line)), soft_wrap=True)


def _lines(found: "Proposed", accept: bool, only: list[str]) -> list[Words]:
    proposals = found.proposals
    chosen = [each for each in proposals.changes if not only or each.id in only]
    span = f"{proposals.start} – {proposals.end}"
    lines = [Words(f"按 {span} 的民情：", f"From the issues of {span}:")]
    lines += [_line(change) for change in chosen]
    if not proposals.changes:
        lines = [Words("没有要改的建议。", "There is nothing to propose.")]
    elif accept:
        n = len(found.accepted)
        lines.append(Words(f"已采纳 {n} 条，写进了社区的文件。", f"{n} accepted and written."))
    else:
        lines.append(
            Words(
                "什么都没改。采纳请加 --accept；只采纳其中几条，再加 --only 编号。",
                "Nothing was changed. Add --accept to accept them, and --only ID for some of them.",
            )
        )
    if proposals.doorless:
        n = proposals.doorless
        lines.append(
            Words(
                f"另有 {n} 次来电看不出是哪个单元，没有算进高频来电户。",
                f"{n} more calls tell no entrance, and count for no frequent caller.",
            )
        )
    return lines


def _line(change: "Proposal") -> Words:
    reason = change.reason
    if change.layer == "targets":
        kind = TARGET_KINDS["frequent_caller"]
        return Words(
            f"  {change.id}  {change.name}：加为走访对象（{kind.zh}）；{reason.zh}",
            f"  {change.id}  {change.name}: a new target, {kind.en}; {reason.en}",
        )
    return Words(
        f"  {change.id}  {change.name}：关注 {change.now} → {change.attention}；{reason.zh}",
        f"  {change.id}  {change.name}: attention {change.now} → {change.attention}; {reason.en}",
    )
