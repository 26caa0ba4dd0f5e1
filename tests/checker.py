"""An independent look at a month plan: what `walkmap month` wrote, against the layers.

Nothing of walkmap is used here. Everything is computed anew from the community's files, `plan.json`
and `rounds.geojson`; what does not agree is named. Run it as a program on any plan::

    python tests/checker.py COMMUNITY OUT 2026-12
"""

import json
import math
import sys
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import shapely
from folder import Folder, seconds, spans
from rules import APART_DAYS, Rules

DAY_S = 86_400
GATE_M = 3.0
SAME_WALL_M = 0.61
# Files hold seven decimals: a point is at most 0.56 cm off northwards and as much eastwards.
ROUNDED_M = 0.008
PLAN_KEYS = {"format", "community", "month", "seed", "rounds", "unvisited", "warnings"}
PLAN_KEYS |= {"changes"}
ROUND_KEYS = {
    "date", "team", "start", "end", "walk_m", "walk_s", "visit_s", "wait_s", "steps", "return_m",
    "stops",
}  # fmt: skip
STOP_KEYS = {
    "order", "kind", "id", "name", "arrive", "depart", "approach_m", "along_m", "entrances", "why",
}  # fmt: skip
LEG_KEYS = {
    "feature", "date", "team", "order", "from_id", "to_id", "part", "walk_m", "passage",
}  # fmt: skip
LARGE = {"motorway", "motorway_link", "trunk", "trunk_link", "busway", "bus_guideway"}
NOT_WALKED = {
    "construction", "proposed", "raceway", "via_ferrata", "elevator", "platform", "bus_stop",
    "abandoned", "razed", "planned", "escape", "no", "rest_area", "services",
}  # fmt: skip


def faults(community_folder: Path, out_folder: Path, month: str) -> list[str]:
    """Return everything that is wrong with a month plan; an empty list is what we want."""
    return list(dict.fromkeys(_Check(Path(community_folder), Path(out_folder), month).faults()))


@dataclass
class Walk:
    """A team on a Monday, with what hinders it there."""

    where: str
    day: date
    team: dict[str, Any]
    start: int
    end: int
    open_gates: Any
    shut: list[tuple[str, Any]]
    walls: list[tuple[str, Any]]
    blocked: list[tuple[str, Any]]


class _Check(Folder):
    def __init__(self, folder: Path, out: Path, month: str) -> None:
        super().__init__(folder)
        self.out, self.month = out, month
        self.plan = json.loads((out / "plan.json").read_text(encoding="utf-8"))
        rounds = json.loads((out / "rounds.geojson").read_text(encoding="utf-8"))
        self.features = rounds["features"]
        self.rules = Rules(self, month)

    @cached_property
    def streets(self) -> list[tuple[dict[str, str], Any]]:
        """Walkable ways of `streets.osm` with their tags."""
        root = ET.parse(self.folder / "streets.osm").getroot()
        nodes = {n.get("id"): (float(n.get("lon")), float(n.get("lat"))) for n in root.iter("node")}
        found = []
        for way in root.iter("way"):
            tags = {tag.get("k"): tag.get("v") for tag in way.iter("tag")}
            line = [nodes[nd.get("ref")] for nd in way.iter("nd") if nd.get("ref") in nodes]
            kind, foot = tags.get("highway"), tags.get("foot")
            if kind is None or kind in NOT_WALKED or len(line) < 2 or foot == "no":
                continue
            if tags.get("area", "no") != "no" or (tags.get("access") == "no" and not foot):
                continue
            if kind in LARGE and not foot and not any(k.startswith("sidewalk") for k in tags):
                continue
            found.append((tags, self.moved(shapely.LineString(line))))
        return found

    @cached_property
    def passages(self) -> Any:
        """What lies within 3 m of a mapped passage."""
        lines = [line for tags, line in self.streets if _is_passage(tags)]
        return shapely.union_all([line.buffer(GATE_M) for line in lines])

    @cached_property
    def stairs(self) -> Any:
        """Steps, but for what lies on open ground or within 5 m of a target: that is looked at."""
        steps = [line.buffer(0.05) for tags, line in self.streets if tags["highway"] == "steps"]
        others = [line.buffer(0.2) for tags, line in self.streets if tags["highway"] != "steps"]
        targets = [self.target_place(row).buffer(5.0) for row in self.targets.values()]
        return shapely.union_all(steps).difference(
            shapely.union_all([self.open_ground, *others, *targets])
        )

    @cached_property
    def on_streets(self) -> Any:
        return shapely.union_all([line.buffer(1.0, quad_segs=3) for _, line in self.streets])

    @cached_property
    def open_ground(self) -> Any:
        """Where one may walk anywhere; of nested courtyards the innermost decides."""
        region: Any = shapely.Polygon()
        for row in sorted(self.courtyards.values(), key=lambda row: -row.shape.area):
            free = bool(row["open_ground"])
            region = region.union(row.shape) if free else region.difference(row.shape)
        return region

    @cached_property
    def free(self) -> Any:
        """Streets and open ground."""
        return shapely.union(self.on_streets, self.open_ground.buffer(0.3))

    @cached_property
    def knots(self) -> Any:
        """Where a way may bend off the streets: at gates, and where somebody is visited."""
        gates = [self.gate_place(gate).buffer(GATE_M + 0.3) for gate in self.gates.values()]
        places = [self.door_place(door) for door in self.entrances.values()]
        places += [self.target_place(target) for target in self.targets.values()]
        return shapely.union_all([*gates, *(place.buffer(1.5) for place in places)])

    @cached_property
    def cores(self) -> tuple[list[str], shapely.STRtree, list[Any]]:
        """Buildings, shrunk by 5 cm."""
        shapes = [shapely.make_valid(row.shape).buffer(-0.05) for row in self.buildings.values()]
        return list(self.buildings), shapely.STRtree(shapes), shapes

    # Places

    @cached_property
    def office(self) -> list[Any]:
        """Where the office may be."""
        office = self.settings["office"]
        if "lon" in office:
            point = shapely.Point(*self.to_utm.transform(office["lon"], office["lat"]))
            inside = [b for b in self.buildings.values() if b.shape.intersects(point)]
            doors = [door for b in inside for door in self.doors_of(b.id)]
            if not doors:
                return [point]
            return [self.door_place(min(doors, key=lambda d: d.shape.distance(point)))]
        if office.get("entrance_id"):
            return [self.door_place(self.entrances[office["entrance_id"]])]
        return [self.door_place(door) for door in self.doors_of(office["building_id"])]

    # What hinders

    def shift_of(self, team: dict[str, Any]) -> tuple[int, int]:
        shift = self.settings.get("shift", {})
        start = team.get("start", shift.get("start", "08:30"))
        end = team.get("end", shift.get("end", "11:30"))
        return seconds(str(start)), seconds(str(end))

    def walk_of(self, where: str, day: date, team: dict[str, Any]) -> Walk:
        start, end = self.shift_of(team)
        wished: dict[str, bool] = {}
        for when in ("", day.isoformat()):  # the day goes before the month
            for row in self.wishes:
                if row["date"] == when and row["what"] in ("open_gate", "close_gate"):
                    wished[row["id"]] = row["what"] == "open_gate"
        discs: list[tuple[str, Any, Any]] = []
        shut = []
        for gate in self.gates.values():
            whole = any(a <= start and end <= b for a, b in spans(gate["hours"]))
            if wished.get(gate.id, whole and not gate["closed"]):
                place = self.gate_place(gate)
                disc = place.buffer(GATE_M + 0.02, quad_segs=64)
                discs.append((gate["courtyard_id"], place, disc))
            else:
                border = self.courtyards[gate["courtyard_id"]].shape.boundary
                near = self.gate_place(gate).buffer(GATE_M - 0.1, quad_segs=4)
                shut.append((f"shut gate {gate.id}", border.intersection(near)))
        lines = [(row.id, f"the wall of {row.id}", row.shape.boundary)
                 for row in self.courtyards.values() if row["enclosed"]]  # fmt: skip
        lines += [("", f"wall {row.id}", row.shape) for row in self.walls.values()]
        blocked = [
            (f"blocking hazard {row.id}", _patch(row.shape))
            for row in self.hazards.values()
            if row["blocks"]
            and (row["since"] or "") <= day.isoformat() <= (row["until"] or "9999-12-31")
        ]
        # A gate opens the wall that it is in, not another that stands near it.
        walls = [
            (name, line.difference(shapely.union_all(
                [disc for owner, place, disc in discs
                 if owner == yard or place.distance(line) <= SAME_WALL_M]
            )))
            for yard, name, line in lines
        ]  # fmt: skip
        opened = shapely.union_all([disc for _, _, disc in discs])
        return Walk(where, day, team, start, end, opened, shut, walls, blocked)

    # The checks

    def faults(self) -> Iterator[str]:
        yield from self._form()
        yield from self._due()
        teams = {team["id"]: team for team in self.settings.get("teams", [{"id": "1"}])}
        seen = set()
        for item in self.plan["rounds"]:
            where = f"{item['date']}/{item['team']}"
            day = date.fromisoformat(item["date"])
            if day not in self.rules.days or item["team"] not in teams or where in seen:
                yield f"{where}: no such round"
                continue
            seen.add(where)
            if (day, item["team"]) not in self.rules.walking:
                yield f"{where}: the team is absent"
            walk = self.walk_of(where, day, teams[item["team"]])
            yield from self._times(walk, item)
            yield from self._round(walk, item)
        known = {(f["properties"]["date"], f["properties"]["team"]) for f in self.features}
        for day, team in sorted(known):
            if f"{day}/{team}" not in seen:
                yield f"{day}/{team}: only in rounds.geojson"

    def _form(self) -> Iterator[str]:
        """Check that `plan.json` is as it is documented."""
        plan = self.plan
        if set(plan) != PLAN_KEYS or plan["format"] != "walkmap-plan/1":
            yield f"plan.json: keys {sorted(plan)}"
        if plan["month"] != self.month or plan["community"] != self.settings["id"]:
            yield f"plan.json: {plan['community']} {plan['month']}"
        for key in ("warnings", "changes"):
            if not all(isinstance(text, str) and text for text in plan[key]):
                yield f"plan.json: {key} are not texts"
        for item in plan["rounds"]:
            if set(item) != ROUND_KEYS:
                yield f"plan.json: round keys {sorted(item)}"
            for stop in item["stops"]:
                extra = {"target_kind"} if stop["kind"] == "target" else set()
                extra |= {"also"} & set(stop)
                if set(stop) != STOP_KEYS | extra or not stop["why"]:
                    yield f"plan.json: stop keys {sorted(stop)}"
        for item in plan["unvisited"]:
            if not {"id", "reason"} <= set(item) <= {"id", "reason", "date"} or not item["reason"]:
                yield f"plan.json: unvisited {item}"

    def _due(self) -> Iterator[str]:
        """Check that what is due is visited as often as that, or named with a reason."""
        due: Counter[tuple[str, str]] = Counter()
        for id_ in (*self.buildings, *self.targets):
            ask = self.rules.ask(id_)
            if ask.each:
                due.update((id_, day.isoformat()) for day in ask.days)
            else:
                due[id_, ""] = ask.times
        visited: Counter[tuple[str, str]] = Counter()
        for item in self.plan["rounds"]:
            for stop in item["stops"]:
                for id_ in (stop["id"], *stop.get("also", ())):
                    each = id_ in self.buildings and self.rules.ask(id_).each
                    visited[id_, item["date"] if each else ""] += 1
        left = Counter((item["id"], item.get("date", "")) for item in self.plan["unvisited"])
        for key in sorted({*due, *visited, *left}):
            # One home may be visited more often than one of its reasons asks for.
            enough = visited[key] + left[key]
            if enough < due[key] or enough > max(due[key], self._most(key[0])):
                yield (
                    f"{key}: due {due[key]} times, visited {visited[key]}, unvisited {left[key]}"
                )
        yield from self._far_apart()

    def _most(self, id_: str) -> int:
        """Return how often the home of a target that is due is visited for another's sake."""
        if id_ not in self.targets or not self.rules.ask(id_).times:
            return 0
        home = self.rules.home_of(id_)
        return max((self.rules.ask(t).times for t in self.targets
                    if home is not None and self.rules.home_of(t) == home), default=0)  # fmt: skip

    def _far_apart(self) -> Iterator[str]:
        """Check that two visits to a target are far enough apart."""
        days: dict[str, list[date]] = {}
        for item in self.plan["rounds"]:
            for stop in item["stops"]:
                for id_ in (stop["id"], *stop.get("also", ())):
                    days.setdefault(id_, []).append(date.fromisoformat(item["date"]))
        for id_ in self.targets:
            mine = sorted(days.get(id_, []))
            pinned = [w for w in self.rules.held(id_) if w["what"] == "pin" and w["date"]]
            if len(mine) == 2 and len(pinned) < 2 and (mine[1] - mine[0]).days < APART_DAYS:
                yield f"{id_}: visited on {mine[0]} and {mine[1]}"

    def _times(self, walk: Walk, item: dict[str, Any]) -> Iterator[str]:
        """Check times and sums of one round, and the wishes."""
        where, stops = walk.where, item["stops"]
        usual = self.settings.get("walking_speed_mps", 1.1)
        speed = float(walk.team.get("walking_speed_mps", usual))
        step = float(self.settings.get("step_length_m", 0.602))
        start, end = seconds(item["start"]), seconds(item["end"])
        if start < walk.start or end > walk.end or not stops:
            yield f"{where}: {item['start']}-{item['end']} is not within the shift"
        parts = [stop["approach_m"] + stop["along_m"] for stop in stops]
        if abs(item["walk_m"] - sum(parts) - item["return_m"]) > 1e-6 + 0.001:
            yield f"{where}: walk_m {item['walk_m']} is not the sum of its legs"
        # Every leg is rounded to 0.1 m, the true sum only then to seconds.
        slack = 0.05 * (2 * len(stops) + 1)
        if abs(item["walk_s"] - item["walk_m"] / speed) > 0.5 + slack / speed:
            yield f"{where}: walk_s {item['walk_s']} for {item['walk_m']} m"
        if abs(item["steps"] - item["walk_m"] / step) > 0.5 + slack / step:
            yield f"{where}: {item['steps']} steps for {item['walk_m']} m"
        if abs(end - start - item["walk_s"] - item["visit_s"] - item["wait_s"]) > 1:
            yield f"{where}: end - start is not walk_s + visit_s + wait_s"
        if item["wait_s"] < 0:
            yield f"{where}: wait_s {item['wait_s']}"
        now, waited, visited = float(start), 0.0, 0.0
        for number, stop in enumerate(stops, 1):
            at = f"{where} stop {number} ({stop['id']})"
            if stop["order"] != number:
                yield f"{at}: order {stop['order']}"
            arrive, depart = seconds(stop["arrive"]), seconds(stop["depart"])
            earliest = now + stop["approach_m"] / speed
            work = 60 * max(map(self.rules.minutes, (stop["id"], *stop.get("also", ()))))
            stay = work + stop["along_m"] / speed
            if arrive < earliest - 1.1 or abs(depart - arrive - stay) > 1.1:
                yield f"{at}: {stop['arrive']}-{stop['depart']} does not follow from the legs"
            waited += max(0.0, arrive - earliest)
            visited += work
            for id_ in (stop["id"], *stop.get("also", ())):
                if (walk.day, walk.team["id"]) not in self.rules.ask(id_).slots:
                    yield f"{at}: {id_} is not to be visited then, or not by that team"
            if stop["kind"] == "target":
                yield from self._target(at, stop, arrive, depart, earliest)
            elif arrive > earliest + 1.1:
                yield f"{at}: waits at a building"
            now = float(depart)
        if abs(end - now - item["return_m"] / speed) > 1.1:
            yield f"{where}: end {item['end']} does not follow from the way back"
        if abs(visited - item["visit_s"]) > 1 + len(stops) / 2:
            yield f"{where}: visit_s {item['visit_s']}, the visits take {visited:.0f}"
        if abs(waited - item["wait_s"]) > 1 + len(stops):
            yield f"{where}: wait_s {item['wait_s']}, the gaps are {waited:.0f}"

    def _target(
        self, at: str, stop: dict[str, Any], arrive: int, depart: int, earliest: float
    ) -> Iterator[str]:
        """Check a target's kind and hours, and that what is visited with it is the same home."""
        rows = [self.targets[id_] for id_ in (stop["id"], *stop.get("also", ()))]
        if stop.get("target_kind") != rows[0]["kind"]:
            yield f"{at}: target_kind {stop.get('target_kind')}"
        homes = {self.rules.home_of(row.id) for row in rows}
        if len(rows) > 1 and (None in homes or len(homes) > 1):
            yield f"{at}: {stop['also']} are not the same home"
        for row in rows:
            if not any(a <= arrive and depart <= b for a, b in spans(row["hours"])):
                yield f"{at}: {stop['arrive']}-{stop['depart']} is not in its hours {row['hours']}"
        opening = {a for row in rows for a, _ in spans(row["hours"])}
        if arrive > earliest + 1.1 and arrive not in opening:
            yield f"{at}: waits though it is open"

    def _round(self, walk: Walk, item: dict[str, Any]) -> Iterator[str]:
        """Check that the legs of a round chain, lead where they should, and are clear."""
        key = (item["date"], item["team"])
        mine = [
            f for f in self.features if (f["properties"]["date"], f["properties"]["team"]) == key
        ]
        legs = {(f["properties"]["part"], f["properties"]["order"]): f
                for f in mine if f["properties"]["feature"] == "leg"}  # fmt: skip
        points = {f["properties"]["order"]: f for f in mine if f["properties"]["feature"] == "stop"}
        stops = item["stops"]
        wanted: list[tuple[str, int, str, str, float]] = []
        before = "office"
        for stop in stops:
            order, id_ = stop["order"], stop["id"]
            wanted.append(("approach", order, before, id_, stop["approach_m"]))
            if stop["kind"] == "building":
                wanted.append(("along", order, id_, id_, stop["along_m"]))
            elif stop["along_m"] or stop["entrances"]:
                yield f"{walk.where}: target {id_} has a walk along"
            before = id_
        wanted.append(("return", len(stops) + 1, before, "office", item["return_m"]))
        if {(part, order) for part, order, *_ in wanted} != set(legs) or len(mine) != len(
            wanted
        ) + len(stops):
            yield f"{walk.where}: the legs are {sorted(legs)}"
            return
        if set(points) != {stop["order"] for stop in stops}:
            yield f"{walk.where}: the stops in rounds.geojson are {sorted(points)}"
            return
        here, first = None, None
        for part, order, from_id, to_id, walk_m in wanted:
            leg = legs[part, order]
            cells, line = leg["properties"], self.metres(leg["geometry"])
            at = f"{walk.where} {part} {order} ({from_id} to {to_id})"
            if set(cells) != LEG_KEYS:
                yield f"{at}: keys {sorted(cells)}"
            if (cells["from_id"], cells["to_id"]) != (from_id, to_id):
                yield f"{at}: from {cells['from_id']} to {cells['to_id']}"
            if abs(cells["walk_m"] - walk_m) > 1e-6:
                yield f"{at}: {cells['walk_m']} m, in plan.json {walk_m} m"
            yield from _length(at, line, cells["walk_m"])
            if line is not None:
                start = line.interpolate(0)
                if here is not None and start.distance(here) > 0.05:
                    yield f"{at}: begins {start.distance(here):.2f} m from where the last leg ended"
                first = first or start
                here = line.interpolate(1, normalized=True)
                yield from self._clear(walk, at, line, bool(cells["passage"]))
                yield from self._plausible(at, line)
            if part == "approach":
                spot = self.metres(points[order]["geometry"])
                here, first = here or spot, first or spot
                if here.distance(spot) > 0.05:
                    yield f"{at}: ends {here.distance(spot):.2f} m from the stop"
                yield from self._stop(at, stops[order - 1], points[order]["properties"], spot, item)
            elif part == "along":
                yield from self._along(at, stops[order - 1], line, points[order])
        if here is not None and first is not None:
            if here.distance(first) > 0.05:
                yield f"{walk.where}: ends {here.distance(first):.2f} m from where it began"
            if min(place.distance(first) for place in self.office) > 1.0:
                yield f"{walk.where}: does not begin at the office"

    def _stop(
        self, at: str, stop: dict[str, Any], cells: dict[str, Any], spot: Any, item: dict[str, Any]
    ) -> Iterator[str]:
        """Check that a stop is where it should be, and the same in both files."""
        names = ["order", "kind", "id", "name", "arrive", "depart"]
        names += ["target_kind"] * (stop["kind"] == "target")
        if cells != {"feature": "stop", "date": item["date"], "team": item["team"],
                     **{name: stop[name] for name in names}}:  # fmt: skip
            yield f"{at}: the stop is not the same in rounds.geojson"
        if stop["kind"] == "building":
            mine = {door.id: door for door in self.doors_of(stop["id"])}
            if set(stop["entrances"]) != set(mine) or len(stop["entrances"]) != len(mine):
                yield f"{at}: entrances {stop['entrances']}"
                return
            orders = [mine[id_]["order"] for id_ in stop["entrances"]]
            if None not in orders and orders not in (sorted(orders), sorted(orders)[::-1]):
                yield f"{at}: the entrances are not in order: {stop['entrances']}"
            place = self.door_place(mine[stop["entrances"][0]])
        else:
            place = self.target_place(self.targets[stop["id"]])
        if place.distance(spot) > 1.0 + self._within(place):
            yield f"{at}: the stop is {place.distance(spot):.1f} m from its place"

    def _within(self, place: Any) -> float:
        """Return how far a place lies within a building or patch that one can't stand in."""
        solid = [row.shape for row in self.buildings.values()]
        solid += [_patch(row.shape) for row in self.hazards.values() if row["blocks"]]
        point = place.representative_point()
        return max((s.boundary.distance(point) for s in solid if s.intersects(point)), default=0.0)

    def _along(self, at: str, stop: dict[str, Any], line: Any, feature: Any) -> Iterator[str]:
        """Check that the walk along a building passes its entrances in their order."""
        spot = self.metres(feature["geometry"])
        corners = [spot] if line is None else list(shapely.points(shapely.get_coordinates(line)))
        number = 0
        for id_ in stop["entrances"]:
            place = self.door_place(self.entrances[id_])
            while number < len(corners) and corners[number].distance(place) > 1.0:
                number += 1
            if number == len(corners):
                yield f"{at}: does not pass {id_}"
                return
        last = self.door_place(self.entrances[stop["entrances"][-1]])
        if corners[-1].distance(last) > 1.0:
            yield f"{at}: does not end at the last entrance"

    def _clear(self, walk: Walk, at: str, line: Any, passage: bool) -> Iterator[str]:
        """Check that a leg is clear of buildings, walls, shut gates and blocking hazards."""
        ids, tree, shapes = self.cores
        for number in tree.query(line, predicate="intersects"):
            inside = line.intersection(shapes[number])
            if passage:
                inside = inside.difference(self.passages)
            if inside.length > 0.01:
                yield f"{at}: runs {inside.length:.2f} m through building {ids[number]}"
        for name, wall in (*walk.walls, *walk.shut):
            if line.intersects(wall):
                crossing = line.intersection(wall).representative_point()
                yield f"{at}: crosses {name} at {crossing.x:.2f} {crossing.y:.2f}"
        for name, patch in walk.blocked:
            if line.intersection(patch).length > 0.01:
                yield f"{at}: runs through {name}"
        if passage and not line.intersects(self.passages):
            yield f"{at}: has no passage on it"
        if walk.team.get("no_stairs"):
            on = line.intersection(self.stairs)
            if on.length > 1.0:
                yield f"{at}: climbs {on.length:.1f} m of steps"

    def _plausible(self, at: str, line: Any) -> Iterator[str]:
        """Check that a leg is on streets, open ground, or a straight join of at most 200 m."""
        free = self.free
        knots = self.knots
        for part in shapely.get_parts(line.difference(free)):
            corners = shapely.get_coordinates(shapely.simplify(part, 0.05))
            ends = shapely.points(corners)
            if any(not knots.intersects(point) for point in ends[1:-1]):
                yield f"{at}: bends off the streets near {ends[1].x:.1f} {ends[1].y:.1f}"
            # Along a front one walks from door to door: each stretch between two is a join.
            if any(join.length > 200.5 for join in shapely.get_parts(part.difference(knots))):
                yield f"{at}: runs more than 200 m off the streets"


def _is_passage(tags: dict[str, str]) -> bool:
    said = any(tags.get(key, "no") != "no" for key in ("tunnel", "covered", "bridge", "indoor"))
    return said or tags.get("layer", "0") not in ("0", "") or tags.get("highway") == "corridor"


def _patch(shape: Any) -> Any:
    """Return what a blocking hazard surely takes up."""
    return shape.buffer({0: 1.38, 1: 0.9, 2: -0.01}[shapely.get_dimensions(shape)])


def _length(at: str, line: Any, walk_m: float) -> Iterator[str]:
    """Check a leg's length against its line.

    `walk_m` is rounded to 0.1 m. Each of n points is off by at most `ROUNDED_M`, independently of
    the others, so that the sum of the segments is off by some ROUNDED_M * sqrt(2 n) at most.
    """
    true_m = 0.0 if line is None else line.length
    points = 0 if line is None else shapely.get_num_coordinates(line)
    if abs(true_m - walk_m) > 0.051 + ROUNDED_M * math.sqrt(2 * points):
        yield f"{at}: walk_m is {walk_m}, the line is {true_m:.3f} m long"


if __name__ == "__main__":
    found = faults(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])
    sys.stdout.write("\n".join(found) + f"\n{len(found)} faults\n" if found else "no fault\n")
    sys.exit(bool(found))
