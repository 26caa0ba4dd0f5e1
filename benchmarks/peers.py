"""The solvers, each made to take an instance and give a plan, as well as it can be asked to.

PyVRP and VROOM see a month as one timeline, on which Monday k begins at k days: each Monday's copy
of a building is a client of its own, a target is one client for whichever Monday suits. Where time
does not matter they are not told of any, which makes them faster.
"""

import warnings
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

import numpy as np

from benchmarks.instances import Instance
from benchmarks.judge import Plan, round_dm, round_fault

_DAY_DS = 864_000
_END_DS = 2**63 - 1
# What a unit of weight is worth in decimetres: more than any detour.
_PRIZE = 100_000
# VROOM knows 0 to 100.
_PRIORITIES = {8000: 100, 400: 25, 20: 5, 1: 1}


class Solver(Protocol):
    """What is measured."""

    @property
    def name(self) -> str:
        """What the tables call it."""

    def solve(self, instance: Instance, seconds: float, seed: int) -> Plan:
        """Return a plan, found in about so many seconds of wall time."""


class Client(NamedTuple):
    """A visit on a timeline, with the windows in which it may begin, in tenths of a second."""

    visit: int
    day: int | None
    windows: tuple[tuple[int, int], ...]


def timeline(instance: Instance) -> list[Client]:
    """Return what is due as clients on one timeline; windows that no shift meets are left out.

    Where time does not matter there are none.
    """
    if not instance.timed:
        return [Client(number, day, ()) for number, day in instance.due]
    days = {s.day for s in instance.shifts}
    first = min(s.start_s for s in instance.shifts)
    last = max(s.end_s for s in instance.shifts)
    clients = []
    for number, day in instance.due:
        visit = instance.visits[number]
        windows: list[tuple[int, int]] = []
        for d in visit.days if day is None else (day,):
            for span in visit.spans:
                start_s, end_s = max(span.start_s, first), min(span.end_s, last) - visit.service_s
                if d in days and start_s <= end_s:
                    windows.append((d * _DAY_DS + start_s * 10, d * _DAY_DS + end_s * 10))
        if (
            day is None
            and len(windows) == len(days) == len(visit.days)
            and _all_day(visit, first, last)
        ):
            windows = [(windows[0][0], windows[-1][1])]  # whenever anybody is about
        clients.append(Client(number, day, tuple(windows)))
    return clients


def _all_day(visit: Any, first: int, last: int) -> bool:
    return any(span.start_s <= first and last <= span.end_s for span in visit.spans)


def shifts_ds(instance: Instance) -> list[tuple[int, int]]:
    """Return when each shift begins and ends on the timeline; always where time doesn't matter."""
    if not instance.timed:
        return [(0, _END_DS)]
    return [
        (s.day * _DAY_DS + s.start_s * 10, s.day * _DAY_DS + s.end_s * 10) for s in instance.shifts
    ]


@dataclass(frozen=True)
class PyVRP:
    """PyVRP on one timeline; what has several windows is a group of clients, one of them due.

    Parameters
    ----------
    tuned
        With the parameters that were found best for months, else as it comes.
    idle
        End after so many iterations without a better plan, if that is before the time is up.
    required
        Whether everything must be visited, else prizes say what it is worth.
    """

    tuned: bool = False
    idle: int | None = None
    required: bool = True

    @property
    def name(self) -> str:
        return "PyVRP" + ", tuned" * self.tuned + (f", {self.idle} idle" if self.idle else "")

    def solve(self, instance: Instance, seconds: float, seed: int) -> Plan:
        import logging

        import pyvrp
        from pyvrp.search import NeighbourhoodParams, PerturbationParams
        from pyvrp.stop import MaxRuntime, MultipleCriteria, NoImprovement

        logging.getLogger("pyvrp").setLevel(logging.ERROR)
        data, visit_of = self._data(instance)
        params = pyvrp.SolveParams()
        if self.tuned:
            params = pyvrp.SolveParams(
                neighbourhood=NeighbourhoodParams(num_neighbours=30),
                perturbation=PerturbationParams(1, 10),
            )
        stop: Any = MaxRuntime(seconds)
        if self.idle:
            stop = MultipleCriteria([stop, NoImprovement(self.idle)])
        with warnings.catch_warnings():
            # Where not all can be done it says so, and goes on.
            warnings.simplefilter("ignore", pyvrp.exceptions.PenaltyBoundWarning)
            best = pyvrp.solve(data, stop, seed, collect_stats=False, params=params).best
        plan: list[list[int]] = [[] for _ in instance.shifts]
        for route in best.routes():
            plan[route.vehicle_type()] = [visit_of[a.idx] for a in route if a.is_client()]
        return plan

    def _data(self, instance: Instance) -> tuple[Any, list[int]]:
        """Return the instance as PyVRP takes it, and the visit of each client."""
        import pyvrp

        clients: list[pyvrp.Client] = []
        groups: list[pyvrp.ClientGroup] = []
        visit_of: list[int] = []
        for number, _, windows in timeline(instance):
            visit, group = instance.visits[number], None
            if len(windows) > 1:
                group = len(groups)
                members = list(range(len(clients), len(clients) + len(windows)))
                groups.append(pyvrp.ClientGroup(members, required=self.required))
            for early, late in windows or ((0, _END_DS),):
                visit_of.append(number)
                clients.append(
                    pyvrp.Client(
                        location=number + 1,
                        service_duration=visit.service_s * 10,
                        tw_early=early,
                        tw_late=late,
                        prize=0 if self.required else visit.weight * _PRIZE,
                        required=self.required and group is None,
                        group=group,
                    )
                )
        types = [pyvrp.VehicleType(tw_early=a, tw_late=b) for a, b in shifts_ds(instance)]
        far: Any = instance.walk_dm
        data = pyvrp.ProblemData(
            locations=[pyvrp.Location(0, 0)] * len(instance.walk_dm),
            clients=clients,
            depots=[pyvrp.Depot(0)],
            vehicle_types=types,
            distance_matrices=[far],
            duration_matrices=[far if instance.timed else far * 0],
            groups=groups,
        )
        return data, visit_of


@dataclass(frozen=True)
class Vroom:
    """VROOM, at its highest exploration, on two threads; takes the time that it takes."""

    name: str = "VROOM x=5"

    def solve(self, instance: Instance, seconds: float, seed: int) -> Plan:
        import vroom

        model = vroom.Input()
        model.set_durations_matrix("car", instance.walk_dm.astype(np.uint32))
        for number, ends in enumerate(shifts_ds(instance)):
            window = vroom.TimeWindow(*ends) if instance.timed else None
            model.add_vehicle(vroom.Vehicle(number, start=0, end=0, time_window=window))
        clients = timeline(instance)
        for id_, (number, _, windows) in enumerate(clients):
            visit = instance.visits[number]
            model.add_job(
                vroom.Job(
                    id_,
                    location=number + 1,
                    default_service=visit.service_s * 10,
                    priority=_PRIORITIES.get(visit.weight, 0),
                    time_windows=[vroom.TimeWindow(*window) for window in windows],
                )
            )
        steps = model.solve(exploration_level=5, nb_threads=2).routes
        steps = steps[steps["type"] == "job"]
        plan: list[list[int]] = [[] for _ in instance.shifts]
        for vehicle, id_ in zip(steps["vehicle_id"], steps["id"], strict=True):
            plan[int(vehicle)].append(clients[int(id_)].visit)
        return plan


@dataclass(frozen=True)
class Walkmap:
    """Ours, on both cores."""

    name: str = "walkmap"

    def solve(self, instance: Instance, seconds: float, seed: int) -> Plan:
        from walkmap.rounds.solver import SolveParams, solve

        params = SolveParams(seed=seed, workers=2, time_s=seconds)
        routes = solve(instance.problem(), params)
        return [[task.visit for task in tasks] for tasks in routes.tasks]


@dataclass(frozen=True)
class FastTsp:
    """fast-tsp: one symmetric tour."""

    name: str = "fast-tsp"

    def solve(self, instance: Instance, seconds: float, seed: int) -> Plan:
        import fast_tsp

        tour = fast_tsp.find_tour(instance.walk_dm.tolist(), duration_seconds=seconds)
        return [_from_office(tour)]


@dataclass(frozen=True)
class Christofides:
    """networkx, Christofides: one symmetric tour."""

    name: str = "networkx, Christofides"

    def solve(self, instance: Instance, seconds: float, seed: int) -> Plan:
        return [_tour(instance, list(range(len(instance.visits))))]


@dataclass(frozen=True)
class Insertion:
    """What one writes in an afternoon: cheapest insertion, then networkx's tour where shorter."""

    name: str = "insertion + networkx"

    def solve(self, instance: Instance, seconds: float, seed: int) -> Plan:
        plan: list[list[int]] = [[] for _ in instance.shifts]
        left = set(instance.due)
        changed = range(len(plan))
        best: dict[tuple[int, int | None], dict[int, tuple[int, int]]] = {key: {} for key in left}
        while left:
            for key in left:
                for s in changed:
                    best[key].pop(s, None)
                    place = self._place(instance, s, plan[s], key)
                    if place is not None:
                        best[key][s] = place
            options = [
                (*at, s, key) for key in sorted(left, key=str) for s, at in best[key].items()
            ]
            if not options:
                break
            _, at, s, key = min(options, key=lambda option: option[:3])
            plan[s].insert(at, key[0])
            left.remove(key)
            changed = range(s, s + 1)
        return [self._shorter(instance, s, visits) for s, visits in enumerate(plan)]

    def _place(
        self, instance: Instance, s: int, visits: list[int], key: tuple[int, int | None]
    ) -> tuple[int, int] | None:
        """Return the cheapest place for a visit in a round: how much longer it gets, and where."""
        (number, day), shift, walk_dm = key, instance.shifts[s], instance.walk_dm
        if shift.day not in (instance.visits[number].days if day is None else (day,)):
            return None
        places = np.array([0, *(v + 1 for v in visits), 0])
        before, after, here = places[:-1], places[1:], number + 1
        more = walk_dm[before, here] + walk_dm[here, after] - walk_dm[before, after]
        for at in np.argsort(more, kind="stable").tolist():
            longer = [*visits[:at], number, *visits[at:]]
            if not round_fault(instance, shift.start_s, shift.end_s, longer):
                return int(more[at]), at
        return None

    def _shorter(self, instance: Instance, s: int, visits: list[int]) -> list[int]:
        """Return a round in networkx's order if that is shorter and keeps its times."""
        shift, tour = instance.shifts[s], _tour(instance, visits)
        fault = round_fault(instance, shift.start_s, shift.end_s, tour)
        better = not fault and round_dm(instance, tour) < round_dm(instance, visits)
        return tour if better else visits


def _tour(instance: Instance, visits: list[int]) -> list[int]:
    """Return visits in the order of networkx's tour: Christofides if it can be, else greedy."""
    import networkx as nx

    if len(visits) < 3:
        return visits
    places = np.array([0, *(number + 1 for number in visits)])
    walk_dm = instance.walk_dm[np.ix_(places, places)]
    if instance.symmetric:
        graph = nx.from_numpy_array(walk_dm + 1)  # no zeros: they would be no edges
        order = nx.approximation.christofides(graph)
    else:
        graph = nx.from_numpy_array(walk_dm + 1, create_using=nx.DiGraph)
        order = nx.approximation.greedy_tsp(graph, source=0)
    return [visits[place] for place in _from_office(order[:-1])]


def _from_office(tour: list[int]) -> list[int]:
    """Return the visits of a tour through places, from the office on."""
    at = tour.index(0)
    return [place - 1 for place in (*tour[at + 1 :], *tour[:at])]
