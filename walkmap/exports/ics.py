"""`month.ics`: the rounds for the office's calendar."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, vText

from walkmap.community import Community
from walkmap.exports.figures import walk_m
from walkmap.exports.texts import OFFICE, ROUND, clean, file_title, team_name
from walkmap.rounds.plan import MonthPlan, Round
from walkmap.words import ILLUSTRATIVE, Words

COUNTS = Words(
    "{buildings} 栋楼，{targets} 个走访对象；步行 {walk_m:.0f} 米，{steps} 步",
    "{buildings} buildings, {targets} targets; {walk_m:.0f} m on foot, {steps} steps",
)
FROM_OFFICE = Words("从{office}出发，回到{office}", "from the {office} and back")


def month_ics(path: Path, community: Community, plan: MonthPlan, *, lang: str) -> None:
    """Write `month.ics`: one event for each round.

    Calendars are shared around: an event tells how many buildings and targets a round has, never
    which.

    Parameters
    ----------
    path
        The file to make or to replace, RFC 5545, UTF-8. Times are in the community's time zone.
    community
        The community of the plan.
    plan
        What to write. The identifier of an event is its date, team and community, so that a new
        plan replaces an old one.
    lang
        ``"zh"`` or ``"en"``.

    Raises
    ------
    OSError
        If the file can't be written.
    """
    year, month = map(int, plan.month.split("-"))
    calendar = Calendar()
    calendar.add("prodid", "-//walkmap//walkmap//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar["X-WR-CALNAME"] = vText(f"{ROUND.in_(lang)} · {file_title(community, plan.month)}")
    for event in _events(community, plan, datetime(year, month, 1, tzinfo=UTC), lang):
        calendar.add_component(event)
    calendar.add_missing_timezones(date(year - 1, 1, 1), date(year + 1, 12, 31))
    path.write_bytes(calendar.to_ical())


def _events(community: Community, plan: MonthPlan, stamp: datetime, lang: str) -> Iterator[Event]:
    settings = community.settings
    zone = ZoneInfo(settings.timezone)
    for round_ in plan.rounds:
        midnight = datetime.combine(round_.date, time(0))
        event = Event()
        event.add("uid", f"{round_.date.isoformat()}-{round_.team}@{plan.community}.walkmap")
        event.add("dtstamp", stamp)
        event.add("dtstart", (midnight + timedelta(seconds=round_.start_s)).replace(tzinfo=zone))
        event.add("dtend", (midnight + timedelta(seconds=round_.end_s)).replace(tzinfo=zone))
        event.add("summary", f"{ROUND.in_(lang)} · {team_name(round_)}")
        event.add("location", f"{clean(settings.name)} · {OFFICE.in_(lang)}")
        event.add("description", _description(round_, settings.illustrative, lang))
        yield event


def _description(round_: Round, illustrative: bool, lang: str) -> str:
    buildings = sum(stop.kind == "building" for stop in round_.stops)
    counts = COUNTS.in_(lang).format(
        buildings=buildings,
        targets=len(round_.stops) - buildings,
        walk_m=walk_m(round_),
        steps=round_.steps,
    )
    office = FROM_OFFICE.in_(lang).format(office=OFFICE.in_(lang))
    return "\n".join([counts, office, *([ILLUSTRATIVE] if illustrative else [])])
