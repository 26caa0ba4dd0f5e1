"""The report of a period, and what the records propose for the plan."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from walkmap.community import read_community
from walkmap.community.sheet import Site
from walkmap.community.sheet.keep import keep
from walkmap.community.sheet.site import EMPTY, Held, Where
from walkmap.errors import UsageError, WalkmapError
from walkmap.exports.report_json import report_json
from walkmap.exports.report_xlsx import report_xlsx
from walkmap.files import write_whole
from walkmap.issues.attention import FEWEST, MANY_CALLS, Proposal, Proposals, propose
from walkmap.issues.report import report_of
from walkmap.issues.walked import Planned
from walkmap.jobs.common import Written, ours, writing
from walkmap.pages.report_page import report_html
from walkmap.rounds import read_earlier
from walkmap.store import issues_of, visits_of
from walkmap.words import Words

PAGE, XLSX, JSON = "report.html", "report.xlsx", "report.json"


def make_report(
    path: Path,
    *,
    start: date | None = None,
    end: date | None = None,
    plans: Path | None = None,
    out: Path | None = None,
    lang: str | None = None,
) -> Written:
    """Write the report of a period as a page, a spreadsheet and JSON.

    Parameters
    ----------
    path
        The community.
    start, end
        First and last day; the twelve months that end with the last record by default.
    plans
        A `plan.json`, or a folder in which to look for them: how far rounds went.
    out
        The folder to write, replaced whole at the end; ``maps/<community>/report`` by default.
    lang
        ``"zh"`` or ``"en"``; the community's language by default.

    Raises
    ------
    WalkmapError
        For whatever the user can mend; nothing is written then.
    """
    community = read_community(path)
    folder = ours(out or Path("maps") / community.settings.id / "report", keep="plan.json")
    planned = list(_planned(plans, community.settings.id)) if plans else []
    issues, today = issues_of(community), date.today()
    try:
        report = report_of(
            community, issues, visits_of(community), planned, start=start, end=end, today=today
        )
    except ValueError:
        raise UsageError(
            Words(
                f"从 {start} 起没有可算的日子：还没到，或晚于 --to；请把 --from 提前",
                f"there are no days from {start} on: they are yet to come, or end before; give an "
                "earlier --from",
            )
        ) from None
    lang = lang or community.settings.language
    with writing(folder) as new:
        page = report_html(community, report, lang=lang, files=(XLSX, JSON))
        write_whole(new / PAGE, page)
        report_xlsx(new / XLSX, community, report, lang=lang)
        report_json(new / JSON, community, report)
    return Written(folder, tuple(folder / name for name in (PAGE, XLSX, JSON)), lang)


def _planned(path: Path, community: str) -> Iterator[Planned]:
    """Give the rounds of the plans in a folder; a month may have one plan only."""
    files = sorted(path.rglob("plan.json")) if path.is_dir() else [path]
    if not files:
        raise WalkmapError(
            Words(
                f"{path} 里没有 plan.json；请用 --plans 指明放月计划的文件夹",
                f"{path} holds no plan.json; give the folder of the month plans by --plans",
            )
        )
    by_month: dict[str, list[Path]] = defaultdict(list)
    for file in files:
        by_month[read_earlier(file, community).month].append(file)
    for month, same in by_month.items():
        if len(same) > 1:
            raise WalkmapError(
                Words(
                    f"{month} 有 {len(same)} 份计划（{same[0]}、{same[1]}）；"
                    "--plans 的文件夹里只留走过的那份",
                    f"there are {len(same)} plans of {month} ({same[0]}, {same[1]}); leave only "
                    "the one that was walked in the folder of --plans",
                )
            )
        yield from _rounds(same[0])


def _rounds(file: Path) -> list[Planned]:
    """Return the rounds of one plan."""
    try:
        return [
            Planned(
                date.fromisoformat(round_["date"]),
                str(round_["team"]),
                float(round_["walk_m"]),
                int(round_["steps"]),
            )
            for round_ in json.loads(file.read_text(encoding="utf-8"))["rounds"]
        ]
    except (ValueError, KeyError, TypeError) as error:
        raise WalkmapError(
            Words(
                f"{file} 里的走访没有写距离或步数；请指明 walkmap 写出的 plan.json",
                f"the rounds in {file} don't tell their length or steps; name a plan.json that "
                "walkmap wrote",
            )
        ) from error


@dataclass(frozen=True)
class Proposed:
    """What the records propose, and which of it was accepted and is written."""

    proposals: Proposals
    accepted: tuple[Proposal, ...] = ()


def propose_changes(
    path: Path,
    *,
    accept: bool = False,
    only: Sequence[str] = (),
    many_calls: int = MANY_CALLS,
) -> Proposed:
    """Propose attention and frequent callers from the records; write them if they are accepted.

    Parameters
    ----------
    path
        The community.
    accept
        Whether to write what is proposed into the community's files: all of it, or nothing.
    only
        Ids of the proposals that are meant; all by default.
    many_calls
        See `walkmap.issues.attention.propose`.

    Raises
    ------
    WalkmapError
        For whatever the user can mend; nothing is changed then.
    """
    if many_calls < FEWEST:
        raise UsageError(
            Words(
                f"--calls 至少是 {FEWEST}：再少就等于指着一户人家",
                f"--calls is at least {FEWEST}: fewer would point at one home",
            )
        )
    site = Site(path)
    proposals = propose(site.community, issues_of(site.community), many_calls=many_calls)
    chosen = _chosen(proposals, only)
    if accept and chosen:
        attention: dict[str, dict[str, int]] = {}
        targets = dict(site.targets)
        for change in chosen:
            if change.layer == "targets":
                held = _caller(site, change.id)
                targets[held.id] = held
            else:
                attention.setdefault(change.layer, {})[change.id] = change.attention
        wishes = site.community.wishes.to_dict("records")
        keep(site, targets, wishes, attention=attention)
    return Proposed(proposals, chosen if accept else ())


def _chosen(proposals: Proposals, only: Sequence[str]) -> tuple[Proposal, ...]:
    known = [change.id for change in proposals.changes]
    for id_ in only:
        if id_ not in known:
            raise UsageError(
                Words(
                    f"没有关于 {id_} 的建议；有 {'、'.join(known) or '（一条也没有）'}",
                    f"nothing is proposed for {id_}, but for {', '.join(known) or 'nothing'}",
                )
            )
    return tuple(change for change in proposals.changes if not only or change.id in only)


def _caller(site: Site, entrance: str) -> Held:
    """Return the target at an entrance that many calls come from."""
    where = Where(str(site.community.entrances["building_id"][entrance]), entrance)
    kind = "frequent_caller"
    told = hashlib.sha256(f"{kind} {entrance}".encode()).hexdigest()
    cells = {**EMPTY, "kind": kind, "building_id": where.building_id, "entrance_id": entrance}
    return Held(f"T-{told[:8]}", {**cells, "name": site.name_for(kind, where)}, None)
