"""Shapley values: exact sums, and the properties that define them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ploughshare.analysis.shapley import Coalition, shapley


@given(st.integers(0, 6), st.integers(0, 10_000))
def test_the_parts_sum_to_the_whole_whatever_the_value(players: int, seed: int) -> None:
    names = [f"p{number}" for number in range(players)]

    def value(some: Coalition) -> float:
        key = sum(2 ** names.index(name) for name in some)
        return float(np.random.default_rng([seed, key]).normal(scale=100))

    parts = shapley(names, value)
    whole = value(frozenset(names)) - value(frozenset())
    assert sum(parts.values()) == pytest.approx(whole, abs=1e-9)


def test_a_product_of_two_is_shared_equally() -> None:
    # from 1 * 1 to 3 * 5: alone the first brings 2, on top of the second 10; alone the second brings 4, on top 12
    def value(some: Coalition) -> float:
        return (3.0 if "a" in some else 1.0) * (5.0 if "b" in some else 1.0)

    assert shapley(("a", "b"), value) == {"a": (2 + 10) / 2, "b": (4 + 12) / 2}


def test_who_adds_nothing_gets_nothing_and_sums_split_exactly() -> None:
    worth = {"a": 2.0, "b": -3.0, "idle": 0.0}
    assert shapley(list(worth), lambda some: sum(worth[name] for name in some)) == pytest.approx(worth, abs=1e-12)


def test_too_many_players_or_a_name_twice_are_refused() -> None:
    with pytest.raises(ValueError, match="at most 12"):
        shapley([str(number) for number in range(13)], len)
    with pytest.raises(ValueError, match="different"):
        shapley(["a", "a"], len)
