"""The visits of a month: what the rules and the planner's wishes ask for."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import product
from typing import Any

import pandas as pd

from walkmap.community.hours import parse_hours
from walkmap.community.model import Community
from walkmap.network.places import Place, target_places
from walkmap.rounds.calendar import RoundDays
from walkmap.rounds.due import Due, due_of, last_visits, on_days
from walkmap.rounds.insist import Slots, insisted
from walkmap.rounds.keepers import climbing, courtyards_of, keepers_of, kept_off, yard_notes
from walkmap.rounds.merge import Home, home_of, joined
from walkmap.rounds.problem import Visit
from walkmap.words import Words

# What leaving a visit out counts. Some twenty of a class weigh as much as one of the next.
_WEIGHTS = {1: 400, 2: 20, 3: 1}
_BUILDING_WEIGHT = 8000
_PRIORITY = 2


@dataclass(frozen=True)
class Wanted:
    """The visits of a month.

    Parameters
    ----------
    visits
        Buildings, then targets.
    doors
        For each visit the places it passes, in order; a target has one.
    together
        For the id of a visit to a home with several reasons, the ids of the other targets there.
    unsuited
        For the id of a visit that no day suits, why.
    bars
        For each visit's id what keeps days and teams off it: ``"wish"``, ``"stairs"``, ``"yard"``.
    notes
        What is not due, and what the planner's wishes come to.
    """

    visits: tuple[Visit, ...]
    doors: tuple[tuple[Place, ...], ...]
    together: dict[str, tuple[str, ...]]
    unsuited: dict[str, Words]
    bars: dict[str, dict[str, Slots]]
    notes: tuple[Words, ...]


def wanted(
    community: Community, days: RoundDays, walking: Slots, visited: Mapping[str, date]
) -> Wanted:
    """Return the visits of a month.

    Parameters
    ----------
    community
        The community.
    days
        The days of the month.
    walking
        The days and teams that walk.
    visited
        Visits made besides those that the community knows of.
    """
    return _Asking(community, days, walking, visited).wanted()


class _Asking:
    """Asks the rules and the wishes what they want of each building and target."""

    def __init__(
        self, community: Community, days: RoundDays, walking: Slots, visited: Mapping[str, date]
    ) -> None:
        self._community, self._days, self._walking = community, days, walking
        self._places = target_places(community)
        self._yards = courtyards_of(community, self._places)
        self._climbing = climbing(community, self._places)
        last = last_visits(community, visited)
        self._due = {
            str(id_): due_of(row, days, community.settings, last.get(str(id_)))
            for id_, row in community.targets.iterrows()
        }
        self._book = insisted(community, days, walking, self._due, self._climbing)
        self._bars: dict[str, dict[str, Slots]] = {}
        self._unsuited: dict[str, Words] = {}
        self._less_often: dict[Words, list[str]] = {}
        self._notes: dict[Words, None] = {}

    def wanted(self) -> Wanted:
        """Return the visits and what must be said of them."""
        buildings = list(self._buildings())
        targets = {
            str(id_): visit
            for id_, row in self._community.targets.iterrows()
            if (visit := self._target(str(id_), row)) is not None
        }
        together = self._joined(targets)
        visits = (*buildings, *targets.values())
        return Wanted(
            visits=visits,
            doors=tuple(self._doors(visit.id) for visit in visits),
            together=together,
            unsuited=self._unsuited,
            bars=self._bars,
            notes=tuple(self._said([visit.id for visit in visits])),
        )

    def _doors(self, id_: str) -> tuple[Place, ...]:
        if id_ in self._places:
            return (self._places[id_],)
        return tuple(Place("door", door) for door in self._community.doors_of(id_))

    def _buildings(self) -> Iterator[Visit]:
        """Give a visit for each building without management, and for those that wishes add."""
        minutes = self._community.settings.minutes
        for name, row in self._community.buildings.iterrows():
            id_ = str(name)
            on = self._book.on(id_) if row["managed"] else ()
            if row["managed"] and not self._book.about(id_, "add"):
                continue
            weekly = bool(on) or not row["managed"]
            mine = minutes.entrance * len(self._doors(id_)) + minutes.attention[row["attention"]]
            yield Visit(
                id=id_,
                service_s=round(mine * 60),
                days=on or tuple(range(len(self._days.dates))),
                weekly=weekly,
                weight=_WEIGHTS[1] if row["managed"] else _BUILDING_WEIGHT,
                barred=self._barred(id_, weekly=weekly),
                keepers=self._keepers(id_, "wish"),
            )

    def _target(self, id_: str, row: Any) -> Visit | None:
        """Return the visit of a target; None if it is not due, nor insisted on."""
        due, on = self._due[id_], self._book.on(id_)
        if on:
            due = on_days(due, on, self._days)
        elif self._book.about(id_, "add"):
            due = Due(1, due.days)
        if due.why is not None and not due.days and due.times:
            self._unsuited[id_] = due.why
        elif due.why is not None:
            self._less_often.setdefault(due.why, []).append(self._community.name_of(id_))
        if not due.times:
            return None
        return Visit(
            id=id_,
            service_s=round(self._minutes(row) * 60),
            days=due.days,
            weekly=False,
            spans=parse_hours(row["hours"]),
            weight=_WEIGHTS[self._priority(id_)],
            barred=self._barred(id_, weekly=False),
            times=due.times,
            apart=due.apart,
            keepers=self._keepers(id_, "wish"),
        )

    def _minutes(self, row: Any) -> float:
        """Return the minutes of a target: its own or its kind's, and more by its hazard."""
        minutes = self._community.settings.minutes
        own = minutes.of(row["kind"]) if pd.isna(row["minutes"]) else float(row["minutes"])
        if row["kind"] != "accident_spot" or not row["hazard_id"]:
            return own
        return own + minutes.attention[self._community.hazards["attention"][row["hazard_id"]]]

    def _priority(self, id_: str) -> int:
        """Return a target's own priority, or its kind's."""
        row = self._community.targets.loc[id_]
        return int(row["priority"]) or self._community.settings.priority.get(row["kind"], _PRIORITY)

    def _keepers(self, id_: str, kept: str) -> tuple[str, ...]:
        """Return the teams that look after a visit, if the community keeps courtyards so."""
        settings = self._community.settings
        if settings.courtyards_kept != kept:
            return ()
        return keepers_of(self._community, self._yards[id_])

    def _barred(self, id_: str, *, weekly: bool) -> Slots:
        """Return the days and teams that must not make a visit."""
        days = range(len(self._days.dates))
        keepers = self._keepers(id_, "rule")
        self._bars[id_] = {
            "wish": self._book.barred(id_, weekly=weekly),
            "stairs": frozenset(product(days, self._climbing.get(id_, ()))),
            "yard": kept_off(keepers, self._book.chosen(id_, weekly=weekly), self._walking),
        }
        return frozenset().union(*self._bars[id_].values())

    def _joined(self, targets: dict[str, Visit]) -> dict[str, tuple[str, ...]]:
        """Make one visit of several to one home, in `targets`; return what is in which."""
        homes: dict[Home, list[str]] = {}
        for id_ in sorted(targets, key=lambda id_: (self._priority(id_), id_)):
            home = home_of(self._community, id_, self._places[id_])
            if home is not None and targets[id_].days:
                homes.setdefault(home, []).append(id_)
        together: dict[str, tuple[str, ...]] = {}
        for main, *others in homes.values():
            for other in others:
                both = joined(targets[main], targets[other], self._days, self._walking)
                if both is None:
                    a, b = self._community.name_of(main), self._community.name_of(other)
                    self._notes[_apart(a, b)] = None
                    continue
                targets[main] = both
                del targets[other]
                together[main] = (*together.get(main, ()), other)
                bars = self._bars[main], self._bars[other]
                self._bars[main] = {why: bars[0][why] | bars[1][why] for why in bars[0]}
        return together

    def _said(self, ids: list[str]) -> Iterator[Words]:
        """Give what must be said of the visits as a whole."""
        yield from self._book.notes
        for why, names in self._less_often.items():
            yield Words(f"{'、'.join(names)}：{why.zh}", f"{', '.join(names)}: {why.en}")
        yield from self._notes
        if self._community.settings.courtyards_kept == "rule":
            yards = {id_: self._yards[id_] for id_ in ids}
            yield from yard_notes(self._community, yards, self._book, self._days.dates)


def _apart(name: str, other: str) -> Words:
    return Words(
        f"{name}和{other}是同一户，但没有都合适的时间，分开走访",
        f"{name} and {other} are one home, but no time suits both: they are visited apart",
    )
