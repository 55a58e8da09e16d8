"""Elementary functions: close to the true value, the same for one number and for arrays, and right at the edges."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ploughshare import arithmetic

positive = st.floats(min_value=1e-300, max_value=1e300)


def _units_apart(a: float, b: float) -> float:
    return abs(a - b) / math.ulp(b) if a != b else 0.0


@given(positive)
def test_logarithm_is_within_one_unit_in_the_last_place(x: float) -> None:
    assert _units_apart(arithmetic.log_of(x), math.log(x)) <= 1


@given(st.floats(min_value=-700, max_value=709.7))
def test_exponential_is_within_one_unit_in_the_last_place(x: float) -> None:
    assert _units_apart(arithmetic.exp_of(x), math.exp(x)) <= 1


@given(st.floats(min_value=1e-3, max_value=1e3), st.floats(min_value=-8, max_value=8))
def test_power_is_close(x: float, y: float) -> None:
    assert arithmetic.power_of(x, y) == pytest.approx(x**y, rel=1e-13)


@given(st.floats(min_value=0, max_value=1))
def test_sine_and_cosine_are_close(u: float) -> None:
    assert arithmetic.sine_of_half_turns(u) == pytest.approx(math.sin(math.pi * u), abs=1e-15)
    assert arithmetic.cosine_of_turns(u) == pytest.approx(math.cos(2 * math.pi * u), abs=1e-15)


@pytest.mark.parametrize("name", ["exp", "log", "logistic"])
def test_one_number_and_arrays_give_the_same_bits(name: str) -> None:
    x = np.random.default_rng(1).uniform(0.001, 30.0, 1001)
    whole = getattr(arithmetic, name)(x)
    single = getattr(arithmetic, f"{name}_of")
    assert [single(value) for value in x.tolist()] == whole.tolist()


def test_edges() -> None:
    assert arithmetic.log_of(0.0) == -math.inf
    assert math.isnan(arithmetic.log_of(-1.0))
    assert arithmetic.log_of(math.inf) == math.inf
    assert arithmetic.exp_of(-1000.0) == 0.0
    assert arithmetic.exp_of(710.0) == math.inf
    assert arithmetic.exp_of(709.7) == pytest.approx(math.exp(709.7), rel=1e-15)
    assert arithmetic.exp_of(0.0) == 1.0
    assert math.isnan(arithmetic.exp_of(math.nan))
