"""Persons described of persons simulated: whole persons, of whom rounding loses none."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ploughshare.record.described import described

CELLS = st.lists(
    st.tuples(st.integers(0, 2), st.integers(0, 40), st.integers(0, 40)).map(lambda cell: (*cell[:2], min(cell[1:]))),
    min_size=1,
    max_size=60,
)


@given(CELLS, st.sampled_from([0.3, 1.0, 1.5, 3.0, 4.0, 40.0]))
def test_rows_add_up_and_women_are_among_the_persons(cells: list[tuple[int, int, int]], scale: float) -> None:
    run, simulated, women = np.array(cells).T
    persons = described(simulated.astype(float), scale, run)
    among = described(women.astype(float), scale, run, persons)
    assert (np.abs(persons - simulated / scale) <= 1).all() and (persons >= 0).all()
    for one in range(3):
        assert abs(persons[run == one].sum() - simulated[run == one].sum() / scale) <= 0.5 + 1e-9
    assert ((among >= 0) & (among <= persons)).all() and not among[women == 0].any()


@pytest.mark.parametrize("scale", [0.05, 0.1, 0.2, 1.0])
def test_nothing_is_passed_on_where_one_person_stands_for_several_or_for_himself(scale: float) -> None:
    simulated = np.arange(50.0)
    assert described(simulated, scale).tolist() == np.rint(simulated / scale).tolist()


def test_women_are_not_lost_among_few_persons() -> None:
    """One in four of 2,000 single persons is a woman: so is one in four of those described, at 4:1."""
    rng = np.random.default_rng(1)
    women = (rng.random(2000) < 0.25).astype(float)
    persons = described(np.ones(2000), 4.0)
    among = described(women, 4.0, most=persons)
    assert persons.sum() == 500 and abs(among.sum() - women.sum() / 4) < 10
