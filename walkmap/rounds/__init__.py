"""The Mondays of a month: the problem, the solver, the plan and its reasons."""

from walkmap.rounds.assemble import make_plan
from walkmap.rounds.calendar import RoundDays, mondays, round_days
from walkmap.rounds.changes import differences
from walkmap.rounds.due import last_visits
from walkmap.rounds.earlier import Earlier, read_earlier, routes_like
from walkmap.rounds.plan import Leg, MonthPlan, Round, Stop, Unvisited
from walkmap.rounds.problem import MonthProblem
from walkmap.rounds.replan import replan
from walkmap.rounds.solver import SolveParams, solve
from walkmap.rounds.visits import Month, make_problem

__all__ = [
    "Earlier",
    "Leg",
    "Month",
    "MonthPlan",
    "MonthProblem",
    "Round",
    "RoundDays",
    "SolveParams",
    "Stop",
    "Unvisited",
    "differences",
    "last_visits",
    "make_plan",
    "make_problem",
    "mondays",
    "read_earlier",
    "replan",
    "round_days",
    "routes_like",
    "solve",
]
