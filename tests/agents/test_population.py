"""Who is found where stays true whatever persons do."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from ploughshare.agents.options import ARMED, DEAD, FIRST_PROGRAMME, AlternativeTable, Nest, Option, Stage
from ploughshare.agents.population import Population

PROGRAMMES = (FIRST_PROGRAMME, FIRST_PROGRAMME + 1)
OPTIONS = [Option.ARMED, Option.HOME, Option.RIVAL, Option.DEAD, Option.CAPTURED, Option.INTERIM, Option.INTEGRATED]
persons = st.lists(st.integers(0, 11), unique=True, max_size=6)
places = st.sampled_from([ARMED, DEAD, *PROGRAMMES])
deeds = st.one_of(
    st.tuples(st.just("apply"), persons, st.sampled_from(PROGRAMMES)),
    st.tuples(st.just("withdraw"), persons, st.none()),
    st.tuples(st.just("transfer"), persons, places),
    st.tuples(st.just("go home"), persons, places),
    st.tuples(st.just("append"), persons, places),
    st.tuples(st.just("train"), persons, st.none()),
)


def twelve_persons() -> Population:
    table = AlternativeTable(
        names=("armed", "home", "rival", "dead", "captured", "patrol", "army"),
        address=np.arange(len(OPTIONS), dtype=np.uint64),
        option=np.array(OPTIONS, dtype=np.int64),
        nest=np.full(len(OPTIONS), Nest.STATE, dtype=np.int64),
        disarms=np.zeros(len(OPTIONS)),
        death_risk_per_year=np.zeros(len(OPTIONS)),
        illicit_share=np.zeros(len(OPTIONS)),
    )
    population = Population(table, np.array([0, 0, 1]), 2)
    places = np.arange(12) % 3
    population.append(
        {
            "uid": np.arange(12),
            "group": np.arange(12) % 2,
            "home": places,
            "community": places[::-1],
            "alternative": np.arange(12) % len(OPTIONS),
        }
    )
    return population


def do(population: Population, what: str, rows: np.ndarray, to: int | None) -> None:
    if what == "withdraw":
        population.withdraw(rows)
    elif what == "train":
        population.stage[rows] = Stage.TRAINING
    elif what == "go home":
        population.transfer(rows, to, goes_home=True)
    elif what == "append":
        population.append({"uid": rows, "alternative": np.full(len(rows), to)})
    else:
        getattr(population, what)(rows, to)


@given(st.lists(deeds, max_size=12))
def test_who_is_found_where_is_who_is_there(deeds_in_turn: list[tuple[str, list[int], int | None]]) -> None:
    population = twelve_persons()
    for what, who, to in deeds_in_turn:
        do(population, what, np.array(who, dtype=np.int64), to)
        for alternative in range(len(population.alternatives)):
            there = np.flatnonzero(population.alternative == alternative)
            assert population.rows_in(alternative).tolist() == there.tolist()
        for programme in PROGRAMMES:
            applied = np.flatnonzero(population.applied_to == programme)
            assert population.applicants(programme).tolist() == applied.tolist()
        assert_counted_right(population)


def assert_counted_right(population: Population) -> None:
    """Who is where by group, home region and alternative; who is under arms by group and community."""
    by_home, under_arms = population.counted()
    found, armed = np.zeros_like(by_home), np.zeros_like(under_arms)
    for row in range(len(population)):
        group, state = population.group[row], population.alternative[row]
        found[group, population.region_of_community[population.home[row]], state] += 1
        armed[group, population.community[row]] += state == ARMED
    assert (by_home == found).all()
    assert (under_arms == armed).all()


def test_who_writes_columns_himself_is_found_after_looking_again() -> None:
    population = twelve_persons()
    assert population.rows_in(DEAD).tolist() == [3, 10]
    population.alternative[3] = ARMED
    population.look_again()
    assert population.rows_in(DEAD).tolist() == [10]
    assert_counted_right(population)
