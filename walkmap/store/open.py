"""Opening a community's store, and reading its records where there may be none."""

from collections.abc import Iterator
from contextlib import contextmanager

import pandas as pd

from walkmap.community import Community
from walkmap.issues import read_issues
from walkmap.store.diary import Store


@contextmanager
def open_store(community: Community) -> Iterator[Store]:
    """Open a community's store; make it where there is none, and take `issues.csv` in."""
    raise NotImplementedError
    yield Store()


@contextmanager
def store_if_any(community: Community) -> Iterator[Store | None]:
    """Open a community's store for reading, if it has one."""
    yield None


def issues_of(community: Community) -> pd.DataFrame:
    """Return a community's issues: its store's, or while it has none those of `issues.csv`."""
    return read_issues(community)


def visits_of(community: Community) -> pd.DataFrame:
    """Return the visits in a community's store; none while it has no store."""
    columns = ["day", "team", "stop_id", "kind", "at", "result", "reason", "note"]
    return pd.DataFrame(columns=columns)


def calls_of(community: Community) -> pd.DataFrame:
    """Return the hotline's calls in a community's store; none while it has no store."""
    columns = ["issue_id", "path", "closed_at", "solved", "satisfied", "sure"]
    return pd.DataFrame(columns=columns)
