"""Columns that share a word or are stored in steps read and write like arrays, and a person stays small."""

from __future__ import annotations

import pickle

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ploughshare.agents.packed_columns import FlagColumn, TraitColumn
from ploughshare.agents.population import STORED
from ploughshare.kernels.columns import FLAGS, STEP


def flags() -> tuple[FlagColumn, FlagColumn]:
    stored = np.zeros(6, dtype=np.uint16)
    return FlagColumn(stored, np.uint16(1)), FlagColumn(stored, np.uint16(2))


def test_a_person_takes_at_most_40_bytes() -> None:
    assert sum(np.dtype(kind).itemsize for kind in STORED.values()) <= 40
    assert len(FLAGS) <= 16


@given(st.lists(st.booleans(), min_size=6, max_size=6), st.lists(st.booleans(), min_size=6, max_size=6))
def test_flags_in_one_word_do_not_touch_each_other(first: list[bool], second: list[bool]) -> None:
    a, b = flags()
    a[:] = np.array(first)
    b[:] = np.array(second)
    a[2] = not first[2]
    assert a[:].tolist() == [*first[:2], not first[2], *first[3:]]
    assert b[:].tolist() == second


def test_a_flag_column_computes_like_an_array() -> None:
    a, b = flags()
    a[np.array([1, 3])] = True
    b[np.array([3, 4])] = True
    assert np.flatnonzero(a & ~b).tolist() == [1]
    assert (a | b).sum() == 3 and a.any() and not a.all() and len(a) == 6
    a[np.array([0, 1])] |= True
    assert a.tolist() == [True, True, False, True, False, False]
    assert np.asarray(a).dtype == np.bool_ and np.where(a, 1, 0).sum() == 3
    assert pickle.loads(pickle.dumps(a)).tolist() == a.tolist()


@given(st.floats(0, 1))
def test_a_trait_is_read_back_to_the_nearest_step(value: float) -> None:
    trait = TraitColumn(np.zeros(3, dtype=np.uint16))
    trait[1] = value
    assert trait[1] == pytest.approx(value, abs=STEP / 2 + 1e-12)
    assert trait[:].tolist()[::2] == [0.0, 0.0] and trait.dtype == np.float32
    trait[1] = 1.0
    assert trait[1] == 1.0 and (trait <= 0.5).sum() == 2
