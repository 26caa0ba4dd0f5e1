"""What balance and habit cost in walking: `python -m benchmarks.trade` prints both curves.

Three months of the sample. Balance is tried without habit, habit at the usual balance, both without
regard to who looks after which courtyard. Then the usual balance on the months that solvers are
compared on: what it costs depends on how many rounds could stay at home.
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


def by_month(data: Path | None) -> str:
    """Return a table of what the usual balance costs in each month, by the rounds that go out."""
    rows = []
    for instance in months(data):
        problem, walked, cells = instance.problem(), [], []
        for balance in (0.0, Trade().balance):
            routes = solve(replace(problem, trade=replace(problem.trade, balance=balance)))
            minutes = lengths_min(problem, routes)
            walked.append(walking_m(problem, routes))
            cells += [f"{len(minutes)}", f"{max(minutes) - min(minutes):.1f}"]
        more = f"{(walked[1] / walked[0] - 1) * 100:+.1f}%"
        rows.append([instance.name, f"{len(problem.shifts)}", *cells, more])
    return table(
        ["month", "shifts", "rounds", "range, min", "balanced", "range, min", "more"], rows
    )


def run(data: Path | None = None, _seeds: int = 1) -> str:
    """Return the tables, and draw their picture."""
    problems = _problems()
    free = replace(problems[0].trade, habit_m=0, keeper_m=0)
    problems = [replace(problem, trade=free) for problem in problems]
    balance = curve(problems, "balance", BALANCE)
    habit = curve(problems, "habit_m", HABIT_M)
    _draw(balance, habit)
    parts = []
    for title, rows in (("balance", balance), ("habit_m", habit)):
        least = rows[0][1]
        cells = [
            [
                f"{value:g}",
                f"{walk:.0f}",
                f"{(walk / least - 1) * 100:+.1f}%",
                f"{span:.1f}",
                f"{order:.0%}",
            ]
            for value, walk, span, order in rows
        ]
        head = [title, "walking, m", "more", "longest less shortest, min", "order kept"]
        parts.append(table(head, cells))
    parts.append(by_month(data))
    return "\n".join(parts) + f"\n![What balance and habit cost]({PICTURE.name})\n"


def _draw(balance: list[list[float]], habit: list[list[float]]) -> None:
    figure, (left, right) = plt.subplots(1, 2, figsize=(9, 3.6), constrained_layout=True)
    for axes, rows, x, name, what in (
        (left, balance, 2, "balance", "longest round less shortest, minutes"),
        (right, habit, 3, "habit_m", "buildings that follow the same one as a week before"),
    ):
        points = [(row[x], (row[1] / rows[0][1] - 1) * 100, row[0]) for row in rows]
        axes.plot([p[0] for p in points], [p[1] for p in points], "o-", color="#0072B2")
        for at, more, value in points:
            axes.annotate(f"{value:g}", (at, more), xytext=(4, 5), textcoords="offset points")
        axes.set_xlabel(what)
        axes.set_ylabel("more walking, %")
        axes.set_title(f"{name}")
        axes.grid(alpha=0.3)
    figure.savefig(PICTURE, dpi=110, metadata={"Software": None})
    plt.close(figure)


if __name__ == "__main__":
    argparse.ArgumentParser(description=__doc__).parse_args()
    print(run())
