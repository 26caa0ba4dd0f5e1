"""Chance: the simulation against exact tails, and what it calls more than chance."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom, false_discovery_control

from walkmap.issues.chance import chance_of, power_of

HOUSEHOLDS = np.array([48, 60, 72, 36, 48, 90, 60, 48])


def test_p_is_the_binomial_tail_within_the_error_of_the_simulation():
    counts = np.array([9, 8, 11, 2, 7, 14, 9, 20])
    p = chance_of(counts, HOUSEHOLDS, draws=20_000).p
    exact = binom.sf(counts - 1, counts.sum(), HOUSEHOLDS / HOUSEHOLDS.sum())
    assert np.abs(p - exact).max() < 5 * np.sqrt(0.25 / 20_000)
    rare = exact < 0.01
    assert rare.any()
    assert np.abs(p - exact)[rare].max() < 5 * np.sqrt(0.01 / 20_000)


def test_q_is_benjamini_and_hochbergs():
    counts = np.array([9, 8, 11, 2, 7, 14, 9, 25])
    chance = chance_of(counts, HOUSEHOLDS)
    # By hand: the smallest of p * n / rank over this rank and all higher ones.
    order = np.argsort(chance.p)
    raw = chance.p[order] * len(counts) / np.arange(1, len(counts) + 1)
    by_hand = np.minimum(np.minimum.accumulate(raw[::-1])[::-1], 1)
    assert chance.q[order] == pytest.approx(by_hand)
    assert chance.q == pytest.approx(false_discovery_control(chance.p, method="bh"))
    assert list(np.flatnonzero(chance.more)) == [7]


def test_of_places_alike_the_one_with_three_times_as_many_is_more():
    assert list(chance_of(np.array([10, 9, 30, 11, 8, 12]), np.ones(6)).more) == [
        False, False, True, False, False, False,
    ]  # fmt: skip


def test_many_households_are_no_hot_spot():
    assert not chance_of(np.array([10, 9, 30, 11]), np.array([50, 45, 150, 55])).more.any()


def test_a_lone_hot_spot_among_a_thousand_places_is_found():
    counts = np.ones(1000, int)
    counts[17] = 30
    assert list(np.flatnonzero(chance_of(counts, np.ones(1000), draws=99).more)) == [17]


def test_no_issues_are_no_more_than_chance():
    chance = chance_of(np.zeros(5, int), np.ones(5))
    assert (chance.p == 1).all()
    assert (chance.q == 1).all()
    assert not chance.more.any()


def test_no_places():
    assert len(chance_of(np.empty(0, int), np.empty(0)).more) == 0
    assert power_of(100, np.empty(0)) == 0


@pytest.mark.parametrize(
    ("counts", "expected"),
    [([1, 2], [1]), ([1, -1], [1, 1]), ([1.5, 1], [1, 1]), ([1, 1], [1, 0]), ([1, 1], [1, np.nan])],
)
def test_what_makes_no_sense_is_refused(counts, expected):
    with pytest.raises(ValueError, match=r"counts|shares"):
        chance_of(np.array(counts), np.array(expected))


@settings(derandomize=True, database=None, deadline=None, max_examples=40)
@given(
    st.lists(st.tuples(st.integers(0, 40), st.integers(1, 200)), min_size=1, max_size=20),
    st.integers(0, 5),
)
def test_the_same_again_whatever_the_unit(rows, seed):
    counts, shares = np.array(rows).T
    one = chance_of(counts, shares, draws=199, seed=seed)
    two = chance_of(counts, shares / 8, draws=199, seed=seed)
    assert one.p.tolist() == two.p.tolist()
    assert ((one.p > 0) & (one.p <= 1) & (one.q >= one.p) & (one.q <= 1)).all()


@settings(derandomize=True, database=None, deadline=None, max_examples=40)
@given(st.lists(st.tuples(st.integers(0, 40), st.integers(1, 200)), min_size=2, max_size=20))
def test_a_place_with_fewer_than_its_share_is_never_more(rows):
    counts, shares = np.array(rows).T
    fewer = counts * shares.sum() < shares * counts.sum()
    assert not chance_of(counts, shares, draws=199).more[fewer].any()


class TestPower:
    def test_a_month_is_too_little_and_a_year_is_enough(self):
        assert power_of(30, np.ones(32)) < 0.2
        assert power_of(360, np.ones(32)) > 0.8

    def test_it_is_how_often_the_test_finds_one(self):
        rates = np.ones(20)
        rates[3] = 3
        draws = np.random.default_rng(5).multinomial(100, rates / rates.sum(), size=200)
        found = [chance_of(row, np.ones(20), draws=9999).more[3] for row in draws]
        assert np.mean(found) == pytest.approx(power_of(100, np.ones(20)), abs=0.1)
