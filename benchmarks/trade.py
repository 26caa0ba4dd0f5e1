"""What balance and habit cost in walking: `python -m benchmarks.trade` prints both curves.

Three months of the sample. Balance is tried without habit, habit at the usual balance, both without
regard to who looks after which courtyard. Balance is tried with all rounds, and without those that
could stay at home: what it costs depends on how many these are. Last, the usual balance on the
months that solvers are compared on.
"""

import argparse
from dataclasses import replace
from itertools import groupby, pairwise
from pathlib import Path

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np

from benchmarks.instances import months
from benchmarks.tables import table
from walkmap.community import read_community
from walkmap.jobs.common import SAMPLE
from walkmap.network import Walks, streets_of
from walkmap.rounds import SolveParams, make_problem, round_days, solve
from walkmap.rounds.problem import MonthProblem, Routes, Trade, walking_m
from walkmap.rounds.timing import back_s, leaving_s

PICTURE = Path(__file__).with_name("trade.png")
MONTHS = ("2026-11", "2026-12", "2027-01")
BALANCE = (0.0, 0.1, 0.2, 0.3, 0.5, 1.0)
HABIT_M = (0.0, 10.0, 20.0, 30.0, 60.0, 120.0)


def lengths_min(problem: MonthProblem, routes: Routes) -> list[float]:
    """Return how long each round is, from leaving the office until one is back."""
    found = []
    for shift, tasks in zip(problem.shifts, routes.tasks, strict=True):
        back = back_s(problem, shift, tasks)
        if tasks and back is not None:
            start_s = leaving_s(problem, shift, tasks)
            found.append(
                ((back_s(problem, replace(shift, start_s=start_s), tasks) or back) - start_s) / 60
            )
    return found


def kept(problem: MonthProblem, routes: Routes) -> float:
    """Return the share of buildings whose team and predecessor are those of the week before."""
    orders: dict[int, set[tuple[str, int, int]]] = {}
    for day, shifts in groupby(range(len(problem.shifts)), key=lambda s: problem.shifts[s].day):
        orders[day] = {
            (problem.shifts[s].team, before, after)
            for s in shifts
            for before, after in pairwise(
                [-1, *(t.visit for t in routes.tasks[s] if problem.visits[t.visit].weekly)]
            )
        }
    days = sorted(orders)
    return float(np.mean([len(orders[a] & orders[b]) / len(orders[b]) for a, b in pairwise(days)]))


def _problems() -> list[MonthProblem]:
    community = read_community(SAMPLE)
    walks = Walks(community, streets_of(community))
    days = [round_days(month, "keep") for month in MONTHS]
    return [make_problem(walks, each.dates, weeks=each.weeks).problem for each in days]


def curve(problems: list[MonthProblem], name: str, values: tuple[float, ...]) -> list[list[float]]:
    """Return for each value: itself, metres, the rounds' range in minutes, the order kept."""
    rows = []
    for value in values:
        results = []
        for problem in problems:
            changed = replace(problem, trade=replace(problem.trade, **{name: value}))
            routes = solve(changed, SolveParams())
            minutes = lengths_min(problem, routes)
            order = kept(problem, routes)
            results.append((walking_m(problem, routes), max(minutes) - min(minutes), order))
        rows.append([value, *np.mean(results, axis=0).tolist()])
    return rows


def fewest(problem: MonthProblem) -> MonthProblem:
    """Return a month without the rounds that the least walking leaves at home."""
    routes = solve(replace(problem, trade=replace(problem.trade, balance=0.0)))
    walked = [shift for shift, tasks in zip(problem.shifts, routes.tasks, strict=True) if tasks]
    return replace(problem, shifts=tuple(walked))


def by_month(named: list[tuple[str, MonthProblem]]) -> str:
    """Return a table of what the usual balance costs in each month, by the rounds that go out."""
    rows = []
    for name, problem in named:
        least, cells = 0.0, []
        few = fewest(problem)
        for month, balance in ((few, 0.0), (few, Trade().balance), (problem, Trade().balance)):
            routes = solve(replace(month, trade=replace(month.trade, balance=balance)))
            minutes, walked = lengths_min(month, routes), walking_m(month, routes)
            least = least or walked
            cells += [f"{len(minutes)}", f"{max(minutes) - min(minutes):.1f}"]
            cells += [f"{(walked / least - 1) * 100:+.1f}%"] if balance else []
        rows.append([name, f"{len(problem.shifts)}", *cells])
    head = ["rounds", "range, min", "balanced", "range, min", "more"]
    return table(["month", "shifts", *head, "all balanced", "range, min", "more"], rows)


def run(data: Path | None = None, _seeds: int = 1) -> str:
    """Return the tables, and draw their picture."""
    problems = _problems()
    free = replace(problems[0].trade, habit_m=0, keeper_m=0)
    problems = [replace(problem, trade=free) for problem in problems]
    few = curve([fewest(problem) for problem in problems], "balance", BALANCE)
    balance = curve(problems, "balance", BALANCE)
    habit = curve(problems, "habit_m", HABIT_M)
    _draw(few, balance, habit)
    titles = ("balance, fewest rounds", "balance, all rounds", "habit_m, all rounds")
    parts = [_shown(*each) for each in zip(titles, (few, balance, habit), strict=True)]
    sample = [(f"sample, {name}", each) for name, each in zip(MONTHS, problems, strict=True)]
    parts.append(by_month(sample + [(each.name, each.problem()) for each in months(data)]))
    return "\n".join(parts) + f"\n![What balance and habit cost]({PICTURE.name})\n"


def _shown(title: str, rows: list[list[float]]) -> str:
    """Return a curve as a table; more walking is over its first row."""
    least = rows[0][1]
    cells = [
        [f"{value:g}", f"{walk:.0f}", f"{(walk / least - 1) * 100:+.1f}%", f"{span:.1f}",
         f"{order:.0%}"]
        for value, walk, span, order in rows
    ]  # fmt: skip
    return table([title, "walking, m", "more", "longest less shortest, min", "order kept"], cells)


def _draw(few: list[list[float]], balance: list[list[float]], habit: list[list[float]]) -> None:
    figure, axes = plt.subplots(1, 3, figsize=(13, 3.6), constrained_layout=True)
    span = "longest round less shortest, minutes"
    for at, rows, x, name, what in (
        (axes[0], few, 2, "balance, fewest rounds", span),
        (axes[1], balance, 2, "balance, all rounds", span),
        (axes[2], habit, 3, "habit_m", "buildings that follow the same one as a week before"),
    ):
        points = [(row[x], (row[1] / rows[0][1] - 1) * 100, row[0]) for row in rows]
        at.plot([p[0] for p in points], [p[1] for p in points], "o-", color="#0072B2")
        for where, more, value in points:
            at.annotate(f"{value:g}", (where, more), xytext=(4, 5), textcoords="offset points")
        at.set_xlabel(what)
        at.set_ylabel("more walking, %")
        at.set_title(name)
        at.grid(alpha=0.3)
    figure.savefig(PICTURE, dpi=110, metadata={"Software": None})
    plt.close(figure)


if __name__ == "__main__":
    argparse.ArgumentParser(description=__doc__).parse_args()
    print(run())
