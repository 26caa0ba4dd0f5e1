"""What the rules of a month ask of each building and target: anew, and nothing of walkmap.

Used by `checker` on plans, and by tests on the problems that are made.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache, cached_property

import chinese_calendar
from folder import Folder

APART_DAYS = 11
HOMES = {"elderly_party_member", "hardship_party_member", "frequent_caller"}
Slot = tuple[date, str]


def is_off(day: date) -> bool:
    try:
        return bool(chinese_calendar.is_holiday(day))
    except NotImplementedError:
        return False


def round_days(month: str, rule: str) -> dict[date, int]:
    """Return the days of a month's rounds, with the number of the Monday each stands for."""
    year, number = (int(part) for part in month.split("-"))
    first = date(year, number, 1)
    monday = first - timedelta(35 + first.weekday())
    found: dict[date, int] = {}
    taken: set[date] = set()
    while (monday.year, monday.month) <= (year, number):
        day = monday
        if rule == "move" and is_off(monday):
            while day in taken or is_off(day) or day.weekday() == 0:
                day += timedelta(1)
        taken.add(day)
        if monday.month == number and not (rule == "skip" and is_off(monday)):
            found[day] = (monday.day - 1) // 7 + 1
        monday += timedelta(7)
    return dict(sorted(found.items()))


@dataclass
class Ask:
    """How often a building or target is to be visited, and on which days by which teams.

    `each`: on each of the days, instead of so many times. Days without anybody count as well.
    """

    times: int
    days: list[date]
    slots: set[Slot] = field(default_factory=set)
    each: bool = False


class Rules:
    """The rules, for one community and month."""

    def __init__(self, folder: Folder, month: str) -> None:
        self.folder, self.settings = folder, folder.settings
        self.week = round_days(month, self.settings.get("holiday_rule", "move"))
        self.days = list(self.week)
        self.first = date(*(int(part) for part in month.split("-")), 1)
        self.teams = {t["id"]: t for t in self.settings.get("teams", [{"id": "1", "name": ""}])}
        self.ask = cache(self._ask)

    @cached_property
    def walking(self) -> set[Slot]:
        found = {(day, team) for day in self.days for team in self.teams}
        for wish in self.folder.wishes:
            if wish["what"] == "absent":
                gone = {d for d in self.days if wish["date"] in ("", d.isoformat())}
                found -= {(d, t) for d, t in found if d in gone and t in (wish["id"], wish["team"])}
        return found

    # What a place is like

    def building_of(self, id_: str) -> str:
        """Return the building that something is in, empty if in none."""
        if id_ in self.folder.buildings:
            return id_
        row = self.folder.targets[id_]
        if row["building_id"]:
            return str(row["building_id"])
        if row["entrance_id"]:
            return str(self.folder.entrances[row["entrance_id"]]["building_id"])
        inside = [b for b in self.folder.buildings.values()
                  if row.shape is not None and b.shape.intersects(row.shape)]  # fmt: skip
        doors = [door for b in inside for door in self.folder.doors_of(b.id)]
        if not doors:
            return ""
        return str(min(doors, key=lambda d: d.shape.distance(row.shape))["building_id"])

    def courtyard_of(self, id_: str) -> str:
        """Return its building's courtyard, else for a target the innermost it lies in."""
        building = self.building_of(id_)
        yard = self.folder.buildings[building]["courtyard_id"] if building else ""
        if yard or id_ == building:
            return yard or ""
        place = self.folder.target_place(self.folder.targets[id_]).representative_point()
        around = [y for y in self.folder.courtyards.values() if y.shape.intersects(place)]
        return min(around, key=lambda y: y.shape.area).id if around else ""

    def keepers_of(self, id_: str) -> set[str]:
        yard = self.courtyard_of(id_)
        return {t for t, team in self.teams.items() if yard and yard in team.get("courtyards", [])}

    def unable(self, id_: str) -> set[str]:
        """Return the teams that can't climb to a target."""
        row, building = self.folder.targets.get(id_), self.building_of(id_)
        lift = building and self.folder.buildings[building]["lift"]
        if row is None or not row["stairs"] or lift:
            return set()
        return {t for t, team in self.teams.items() if team.get("no_stairs")}

    def minutes(self, id_: str) -> float:
        given = self.settings.get("minutes", {})
        usual = {"entrance": 1.5, "partner_organisation": 8, "accident_spot": 5, "small_shop": 4}
        steps = given.get("attention", [0, 3, 6, 10])
        if id_ in self.folder.buildings:
            each = given.get("entrance", 1.5)
            more = steps[self.folder.buildings[id_]["attention"] or 0]
            return float(each * len(self.folder.doors_of(id_)) + more)
        row = self.folder.targets[id_]
        kind, own = row["kind"], row["minutes"]
        more = 0
        if kind == "accident_spot" and row["hazard_id"]:
            more = steps[self.folder.hazards[row["hazard_id"]]["attention"] or 0]
        return float(more + (given.get(kind, usual.get(kind, 10)) if own is None else own))

    def home_of(self, id_: str) -> tuple[str, ...] | None:
        """Return what tells a home from others; None if nothing does."""
        row, building = self.folder.targets[id_], self.building_of(id_)
        if row["kind"] not in HOMES:
            return None
        doors = self.folder.doors_of(building)
        door = row["entrance_id"] or (doors[0].id if len(doors) == 1 else "")
        if row["room"]:
            return (building, door, row["room"]) if door else None
        return None if row.shape is None else (building, door or "", row.shape.wkt)

    # When it is due

    def last_visit(self, id_: str) -> date | None:
        made = [row["date"] for row in self.folder.visits if row["id"] == id_]
        made.append(self.folder.targets[id_]["last_visit"] or "")
        newest = max(made)
        if not newest or date.fromisoformat(newest) > self.days[-1]:
            return None
        return date.fromisoformat(newest)

    def often(self, id_: str) -> float:
        kind = self.folder.targets[id_]["kind"]
        return float(self.settings.get("times_a_month", {}).get(kind, 1))

    def due(self, id_: str) -> tuple[int, list[date]]:
        """Return how often a target is due, and when it may be, wishes left aside."""
        weeks = (self.folder.targets[id_]["weeks"] or "").replace(" ", "").split(",")
        suits = [d for d in self.days if weeks == [""] or str(self.week[d]) in weeks]
        often, last = self.often(id_), self.last_visit(id_)
        times = 2 if often == 2 else 1
        gap = APART_DAYS if often == 2 else self.settings.get("days_between_visits", 21)
        late = self.days if last is None else [d for d in self.days if (d - last).days >= gap]
        left = [d for d in suits if d in late]
        if last is not None:
            before = (self.first - timedelta(1)).replace(day=1)
            times -= last >= self.first
            if (often < 1 and last >= before) or not late or not times:
                return 0, left or suits or self.days
        if times == 2 and not any((b - a).days >= APART_DAYS for a in left for b in left):
            times = 1
        return times, left

    # What the planner insists on

    def reach(self, wish: dict[str, str]) -> set[Slot]:
        return {(d, t) for d in self.days for t in self.teams
                if wish["date"] in ("", d.isoformat()) and wish["team"] in ("", t)}  # fmt: skip

    def clash(self, old: dict[str, str], new: dict[str, str]) -> bool:
        forbids = [w for w in (old, new) if w["what"] == "forbid"]
        if not forbids:
            return old["date"] == new["date"] and len({old["team"], new["team"], ""}) == 3
        others = [w for w in (old, new) if w["what"] != "forbid"]
        return len(others) == 1 and self.reach(others[0]) <= self.reach(forbids[0])

    def held(self, id_: str) -> list[dict[str, str]]:
        """Return the wishes to pin, forbid and add that hold: the later of two that clash."""
        isos = {"", *(d.isoformat() for d in self.days)}
        target = id_ in self.folder.targets
        weekly = not target and not self.folder.buildings[id_]["managed"]
        kept: list[dict[str, str]] = []
        for new in self.folder.wishes:
            if new["id"] != id_ or new["date"] not in isos:
                continue
            if new["what"] == "add" and (weekly or (target and self.due(id_)[0])):
                continue
            if new["what"] not in ("pin", "forbid", "add"):
                continue
            kept = [old for old in kept if not self.clash(old, new)] + [new]
            if target:
                dates = [w["date"] for w in reversed(kept) if w["what"] != "forbid" and w["date"]]
                good = list(dict.fromkeys(dates))[: 2 if self.often(id_) == 2 else 1]
                kept = [w for w in kept if w["what"] == "forbid" or w["date"] in ("", *good)]
        return [w for w in kept if w["what"] == "forbid" or self.can_hold(w)]

    def can_hold(self, wish: dict[str, str]) -> bool:
        """Tell whether who is wished for walks then, and can climb."""
        nobody = (wish["date"] or wish["team"]) and not self.reach(wish) & self.walking
        return not nobody and wish["team"] not in self.unable(wish["id"])

    def _ask(self, id_: str) -> Ask:
        """Return what is asked of a building or target."""
        target = id_ in self.folder.targets
        managed = not target and bool(self.folder.buildings[id_]["managed"])
        held = self.held(id_)
        calls = [w for w in held if w["what"] != "forbid"]
        adds = [w for w in held if w["what"] == "add"]
        on = sorted({date.fromisoformat(w["date"]) for w in calls if w["date"]})
        ask = Ask(1, self.days, each=not target)
        if target:
            ask.times, ask.days = self.due(id_)
            if on:
                ask.times, ask.days = self._on(on, ask)
            elif adds:
                ask.times = 1
        elif managed:
            ask.times, ask.days = (1, on or self.days) if adds else (0, [])
            ask.each = bool(on)
        ask.slots = self._slots(id_, ask, held)
        return ask

    def _on(self, on: list[date], ask: Ask) -> tuple[int, list[date]]:
        if len(on) == 2 or ask.times < 2:
            return len(on), on
        far = [d for d in ask.days if abs((d - on[0]).days) >= APART_DAYS]
        return (2, sorted([*on, *far])) if far else (1, on)

    def _slots(self, id_: str, ask: Ask, held: list[dict[str, str]]) -> set[Slot]:
        """Return who may come on the days that suit."""
        forbidden = {slot for w in held if w["what"] == "forbid" for slot in self.reach(w)}
        able = self.walking - forbidden
        found = set()
        for day in ask.days:
            free = {t for d, t in able if d == day} - self.unable(id_)
            named = ""
            for wanted in ("", day.isoformat()):  # the day goes before the month
                calls = [w for w in held if w["what"] != "forbid" and w["date"] == wanted]
                teams = [w["team"] for w in calls if w["team"]]
                named = teams[-1] if teams else named
            keepers = self.keepers_of(id_) & {t for d, t in self.walking if d == day}
            if named and (not ask.each or (day, named) in able):
                free &= {named}
            elif keepers and self.settings.get("courtyards_kept", "wish") == "rule":
                free &= keepers
            found |= {(day, t) for t in free}
        return found
