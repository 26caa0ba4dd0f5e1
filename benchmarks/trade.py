"""What balance and habit cost in walking: `python -m benchmarks.trade` prints both curves.

Three months of the sample. Balance is tried without habit, habit at the usual balance, both without
regard to who looks after which courtyard. Last, a little balance and the usual one on the months
that solvers are compared on.
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
BALANCE = (0.0, 0.03, 0.05, 0.1, 0.3, 1.0)
ALIKE = 0.05  # rounds that are alike, and as few as will do
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
    """Return for each value: itself, metres, rounds, their range in minutes, the order kept."""
    rows = []
    for value in values:
        results = []
        for problem in problems:
            changed = replace(problem, trade=replace(problem.trade, **{name: value}))
            routes = solve(changed, SolveParams())
            minutes = lengths_min(problem, routes)
            order = kept(problem, routes)
            span = max(minutes) - min(minutes)
            results.append((walking_m(problem, routes), len(minutes), span, order))
        rows.append([value, *np.mean(results, axis=0).tolist()])
    return rows


def by_month(named: list[tuple[str, MonthProblem]]) -> str:
    """Return a table of what balance costs in each month: a little, and as much as usual."""
    rows = []
    for name, problem in named:
        least, cells = 0.0, []
        for balance in (0.0, ALIKE, Trade().balance):
            month = replace(problem, trade=replace(problem.trade, balance=balance))
            routes = solve(month, SolveParams())
            minutes, walked = lengths_min(month, routes), walking_m(month, routes)
            least = least or walked
            cells += [f"{len(minutes)}", f"{max(minutes) - min(minutes):.1f}"]
            cells += [f"{(walked / least - 1) * 100:+.1f}%"] if balance else []
        rows.append([name, f"{len(problem.shifts)}", *cells])
    head = ["month", "shifts", "rounds at 0", "range, min"]
    for balance in (ALIKE, Trade().balance):
        head += [f"at {balance:g}", "range, min", "more"]
    return table(head, rows)


def run(data: Path | None = None, _seeds: int = 1) -> str:
    """Return the tables, and draw their picture."""
    problems = _problems()
    free = replace(problems[0].trade, habit_m=0, keeper_m=0)
    problems = [replace(problem, trade=free) for problem in problems]
    balance = curve(problems, "balance", BALANCE)
    habit = curve(problems, "habit_m", HABIT_M)
    _draw(balance, habit)
    parts = [_shown("balance", balance), _shown("habit_m", habit)]
    sample = [(f"sample, {name}", each) for name, each in zip(MONTHS, problems, strict=True)]
    parts.append(by_month(sample + [(each.name, each.problem()) for each in months(data)]))
    return "\n".join(parts) + f"\n![What balance and habit cost]({PICTURE.name})\n"


def _shown(title: str, rows: list[list[float]]) -> str:
    """Return a curve as a table; more walking is over its first row."""
    least = rows[0][1]
    cells = [
        [f"{value:g}", f"{walk:.0f}", f"{(walk / least - 1) * 100:+.1f}%", f"{rounds:.1f}",
         f"{span:.1f}", f"{order:.0%}"]
        for value, walk, rounds, span, order in rows
    ]  # fmt: skip
    head = [title, "walking, m", "more", "rounds", "longest less shortest, min", "order kept"]
    return table(head, cells)


def _draw(balance: list[list[float]], habit: list[list[float]]) -> None:
    figure, axes = plt.subplots(1, 2, figsize=(10, 3.6), constrained_layout=True)
    span = "longest round less shortest, minutes"
    for at, rows, x, name, what in (
        (axes[0], balance, 3, "balance", span),
        (axes[1], habit, 4, "habit_m", "buildings that follow the same one as a week before"),
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
