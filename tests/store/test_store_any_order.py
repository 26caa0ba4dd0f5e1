"""Whatever arrives, in whatever order and however often: the same records, and a whole history."""

from contextlib import ExitStack
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from walkmap.errors import WalkmapError
from walkmap.issues import life
from walkmap.issues.records import Call, Issue, VisitDone
from walkmap.store import Store, open_store

RULES = settings(
    derandomize=True,
    database=None,
    deadline=None,
    max_examples=40,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
START = datetime(2026, 12, 7, 9)
IDS = ("a1", "b2", "c3")
TEXTS = st.sampled_from(["灯", "树", ""])
LEVELS = st.sampled_from(["small", "medium", "large"])
CATEGORIES = st.sampled_from(["dispute", "environment", "no_property"])
HANDLERS = st.sampled_from(["", "楼院长"])


def an_issue(id_: str) -> st.SearchStrategy[Issue]:
    hours = st.integers(0, 50)
    return st.builds(
        lambda hour, category, level, text, status, handler: Issue(
            id_, START + timedelta(hours=hour), "walk", category, level, text, "B1",
            status=status, handler=handler,
        ),
        hours, CATEGORIES, LEVELS, TEXTS, st.sampled_from(["open", "handled"]), HANDLERS,
    )  # fmt: skip


def a_visit(id_: str) -> st.SearchStrategy[VisitDone]:
    result = st.sampled_from([("done", ""), ("skipped", "shut")])
    return st.builds(
        lambda r: VisitDone(id_, date(2026, 12, 7), "1", "B1", "building", START, *r), result
    )


# An export: when it left the phone, and its records.
EXPORTS = st.lists(
    st.tuples(
        st.integers(0, 3),
        st.lists(st.sampled_from(IDS).flatmap(an_issue), max_size=4),
        st.lists(st.sampled_from(IDS).flatmap(a_visit), max_size=2),
    ),
    max_size=4,
)


@pytest.fixture(scope="module")
def new_store(original, tmp_path_factory):
    """Give a function that opens a store without records, and closes the one before."""
    community = replace(original, folder=tmp_path_factory.mktemp("stores"))
    with open_store(community):
        pass
    file = community.folder / "records.sqlite"
    empty = file.read_bytes()
    with ExitStack() as opened:

        def new() -> Store:
            opened.close()
            file.write_bytes(empty)
            return opened.enter_context(open_store(community))

        yield new


def records(store: Store) -> list[pd.DataFrame]:
    return [store.issues(), store.calls(), store.visits()]


def take(store: Store, exports: list[Any]) -> list[pd.DataFrame]:
    for minute, issues, visits in exports:
        store.add(issues, visits=visits, by="一组", at=START + timedelta(minutes=minute))
    return records(store)


@RULES
@given(exports=EXPORTS, data=st.data())
def test_any_order_any_of_them_twice(new_store, exports, data):
    once = take(new_store(), exports)
    twice = exports + data.draw(st.lists(st.sampled_from(exports), max_size=3) if exports else
                                st.just([]))  # fmt: skip
    shuffled = data.draw(st.permutations(twice))
    other = take(new_store(), [(m, i[::-1], v[::-1]) for m, i, v in shuffled])
    for one, two in zip(once, other, strict=True):
        pd.testing.assert_frame_equal(one, two)


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("add"), st.integers(0, 3), st.sampled_from(IDS).flatmap(an_issue)),
        st.tuples(
            st.sampled_from(["take", "pass up", "handle"]), st.integers(0, 3), st.sampled_from(IDS)
        ),
    ),
    max_size=12,
)


@RULES
@given(steps=STEPS)
def test_the_history_gives_the_present(new_store, original, steps):
    store = new_store()
    for what, minute, thing in steps:
        at = START + timedelta(minutes=minute)
        try:
            if what == "add":
                call = Call(f"W{thing.id}", thing.id, sure=minute / 3)
                store.add([thing], [call], by="一组", at=at)
            else:
                step(store, original, what, thing, at)
        except WalkmapError:  # a step that makes no sense changes nothing
            continue
    present = {("issue", i): store.issue(i) for i in store.issues().index}
    present |= {("call", i): dict(row) | {"id": i} for i, row in store.calls().iterrows()}
    past = replayed(store)
    assert past.keys() == present.keys()
    for key, row in past.items():
        for column, value in row.items():
            assert as_json(present[key][column]) == value, (key, column)


def step(store: Store, community: Any, what: str, id_: str, at: datetime) -> None:
    issue = store.issue(id_)
    if what == "take":
        values = life.taken(issue, "楼门长")
    elif what == "handle":
        values = life.handled(issue, at)
    else:
        values = life.passed_up(issue, community.settings, at.date())
    store.change(id_, values, by="居委会", at=at, note="")


def replayed(store: Store) -> dict[tuple[str, str], dict[str, Any]]:
    """Return every record as its changes made it."""
    records: dict[tuple[str, str], dict[str, Any]] = {}
    for change in store.changes():
        record = records.get((change.kind, change.id))
        if record is None:
            assert change.column == ""
            records[change.kind, change.id] = dict(change.new)
        elif change.column:
            assert record[change.column] == change.old
            record[change.column] = change.new
    return records


def as_json(value: Any) -> Any:
    if value is None or value is pd.NA or value is pd.NaT:
        return None
    return value.isoformat() if isinstance(value, date) else value
