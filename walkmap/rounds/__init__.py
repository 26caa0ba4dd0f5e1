"""The Mondays of a month: the problem, the solver, the plan and its reasons."""

from walkmap.rounds.assemble import make_plan
from walkmap.rounds.calendar import RoundDays, mondays, round_days
from walkmap.rounds.due import last_visits
from walkmap.rounds.plan import Leg, MonthPlan, Round, Stop, Unvisited
from walkmap.rounds.problem import MonthProblem
from walkmap.rounds.solver import SolveParams, solve
from walkmap.rounds.visits import Month, make_problem

__all__ = [
    "Leg",
    "Month",
    "MonthPlan",
    "MonthProblem",
    "Round",
    "RoundDays",
    "SolveParams",
    "Stop",
    "Unvisited",
    "last_visits",
    "make_plan",
    "make_problem",
    "mondays",
    "round_days",
    "solve",
]
