"""Single functions of the oracle equal the engine's at edges that runs do not reach."""

from __future__ import annotations

import math
import struct
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from tests.test_randomness import VECTORS

from ploughshare import arithmetic as engine
from ploughshare import philox
from ploughshare.kernels import movement as kernels
from ploughshare.kernels.attacks import attacked_sites
from ploughshare.kernels.clashes import clashes_of
from ploughshare.kernels.fighters import fighters_in
from ploughshare.kernels.placement import Sites, assign_sites
from ploughshare.kernels.recruitment import Recruiters, recruit_youth
from ploughshare.kernels.surroundings import home_ratios
from ploughshare.kernels.taxes import share_out
from ploughshare.model import DDRModel
from ploughshare.oracle import arithmetic, movement, placement, randomness, recruitment, surroundings, taxes, violence
from ploughshare.randomness import AddressedRandom, Decision, seed_key
from ploughshare.scenario.addresses import addresses_of
from ploughshare.scenario.loading import load_scenario

EDGES = (0.0, -0.0, -1.0, math.inf, -math.inf, math.nan, 1.0, 709.78, 709.79, 1e300, -707.0, -707.1, -1e300, 2.3e-308)
WORD = st.integers(0, 2**32 - 1)


def bits(x: float) -> bytes:
    return b"nan" if math.isnan(x) else struct.pack("<d", x)


@pytest.mark.parametrize("x", EDGES)
def test_logarithm_and_exponential_at_the_edges(x: float) -> None:
    assert bits(arithmetic.log(x)) == bits(engine.log_of(x))
    assert bits(arithmetic.exp(x)) == bits(engine.exp_of(x))


@given(st.floats(min_value=2.3e-308, allow_infinity=False))
def test_every_bit_of_a_logarithm(x: float) -> None:
    assert bits(arithmetic.log(x)) == bits(engine.log_of(x))


@given(st.floats(min_value=-720, max_value=720))
def test_every_bit_of_exponential_and_logistic(x: float) -> None:
    assert bits(arithmetic.exp(x)) == bits(engine.exp_of(x))
    if x > -700:
        assert bits(arithmetic.logistic(x)) == bits(engine.logistic_of(x))


@given(st.floats(min_value=1e-3, max_value=1e3), st.floats(min_value=-8, max_value=8))
def test_every_bit_of_a_power(x: float, y: float) -> None:
    assert bits(arithmetic.power(x, y)) == bits(engine.power_of(x, y))


@given(st.floats(min_value=0, max_value=1))
def test_every_bit_of_sine_and_cosine(u: float) -> None:
    assert bits(arithmetic.sine_of_half_turns(u)) == bits(engine.sine_of_half_turns(u))
    assert bits(arithmetic.cosine_of_turns(u)) == bits(engine.cosine_of_turns(u))


def test_counting_everybody_again() -> None:
    states = DDRModel(load_scenario("training", population_scale=0.05), rng=1).population.states
    kept = states.by_home.copy(), states.under_arms.copy()
    for count_again in (kernels.count_again, movement.count_again):
        states.by_home.fill(-1)
        states.under_arms.fill(-1)
        count_again(states)
        assert (states.by_home == kept[0]).all()
        assert (states.under_arms == kept[1]).all()


@pytest.mark.parametrize(("counter", "key", "expected"), VECTORS)
def test_published_vectors(counter: tuple[int, ...], key: tuple[int, int], expected: tuple[int, ...]) -> None:
    assert randomness.words(counter, key) == expected


@given(st.integers(0, 2**64), st.integers(1, 31), st.integers(0, 255), WORD, WORD)
def test_every_law_at_any_address(seed: int, decision: int, month: int, uid: int, option: int) -> None:
    draws, key = AddressedRandom(seed), seed_key(seed)
    for law in ("uniform", "exponential", "gumbel", "normal"):
        here = getattr(randomness, law)(key, decision, month, uid, option)
        assert bits(here) == bits(getattr(draws, law)(decision, month, uid, option))


@given(st.integers(0, 2**64), st.integers(1, 31), st.integers(0, 3), st.lists(WORD, max_size=3), WORD)
def test_numbers_of_all_months_at_once(seed: int, decision: int, months: int, uid: list[int], option: int) -> None:
    draws, key = AddressedRandom(seed), seed_key(seed)
    agents = np.array(uid, dtype=np.uint64)
    for law in ("uniform", "normal"):
        plainly = getattr(randomness, law)
        here = [[bits(plainly(key, decision, month, one, option)) for one in uid] for month in range(months)]
        drawn = getattr(draws, f"{law}_by_month")(decision, months, agents, option)
        assert drawn.shape == (months, len(uid))
        assert [[bits(number) for number in row] for row in drawn.tolist()] == here


@pytest.mark.parametrize("mean", [-1.0, 0.0, 1e-9, 0.7, 29.999, 30.0, 1234.5])
def test_counts_of_any_mean(mean: float) -> None:
    draws, key = AddressedRandom(3), seed_key(3)
    here = [randomness.poisson(mean, key, 15, 2, uid) for uid in range(200)]
    assert here == draws.poisson(mean, 15, 2, np.arange(200)).tolist()


@pytest.mark.parametrize("uniform", [2.0**-53, 1 - 2.0**-53])
def test_a_count_ends_where_probabilities_become_negligible(uniform: float, monkeypatch: pytest.MonkeyPatch) -> None:
    """Inversion ends even for the largest uniform number, where rounding could leave a rest for ever."""
    monkeypatch.setattr(randomness, "uniform", lambda *address: uniform)
    assert 0 <= randomness.poisson(29.9, (0, 0), 15, 2, 0) < 200


Wish = tuple[int, bool, int]
"""Uid of a person, whether he is to serve near home, and his home region"""

PERSONS = st.lists(st.tuples(WORD, st.booleans(), st.integers(0, 2)), max_size=12, unique_by=lambda person: person[0])
SITES = st.lists(st.tuples(st.integers(0, 2), st.integers(1, 4), st.integers(0, 3)), min_size=1, max_size=5)


def site_columns(sites: list[tuple[int, int, int]]) -> Sites:
    region, places, left = (np.array(column, dtype=np.int64) for column in zip(*sites, strict=True))
    return Sites(
        region, places, np.minimum(left, places), addresses_of(f"site {number}" for number in range(len(sites)))
    )


def posted(assign: Callable[..., NDArray[np.int64]], persons: list[Wish], sites: Sites) -> NDArray[np.int64]:
    uid = np.array([number for number, _, _ in persons], dtype=np.uint32)
    near = np.array([wish for _, wish, _ in persons], dtype=bool)
    home = np.array([region for _, _, region in persons], dtype=np.int64)
    return assign(uid, near, home, sites, Decision.DEPLOYMENT.value, *AddressedRandom(3).key)


@given(PERSONS, SITES)
def test_sites_are_assigned_alike_within_their_places_and_to_everybody_while_places_remain(
    persons: list[Wish], sites: list[tuple[int, int, int]]
) -> None:
    columns = site_columns(sites)
    plainly = posted(placement.assign_sites, persons, columns)
    assert plainly.tolist() == posted(assign_sites, persons, columns).tolist()
    assert (np.bincount(plainly[plainly >= 0], minlength=len(sites)) <= columns.left).all()
    assert (plainly >= 0).sum() == min(len(persons), columns.left.sum())


@given(PERSONS, SITES, st.integers(0, 11))
def test_a_site_gives_way_only_where_it_is_full(
    persons: list[Wish], sites: list[tuple[int, int, int]], number: int
) -> None:
    """Without one person the others stay, but for one at most of each site that was full and now has a place for him."""
    if number >= len(persons):
        return
    columns = site_columns(sites)
    with_him = np.delete(posted(assign_sites, persons, columns), number)
    without = posted(assign_sites, persons[:number] + persons[number + 1 :], columns)
    full = np.bincount(without[without >= 0], minlength=len(sites)) == columns.left
    moved_to = without[with_him != without]
    assert len(set(moved_to.tolist())) == len(moved_to)
    assert full[moved_to].all()


def test_uniform_numbers_keep_their_two_ends() -> None:
    lowest, highest = np.uint64(0), np.uint64(2**32 - 1)
    assert randomness._fraction(0, 0) == philox.unit(lowest, lowest)
    assert randomness._fraction(2**32 - 1, 2**32 - 1) == philox.unit(highest, highest)


@pytest.mark.parametrize("seed", range(5))
def test_clashes_where_many_groups_meet(seed: int) -> None:
    rng = np.random.default_rng(seed)
    groups, regions, pairs = 12, 4, 30
    armed = rng.integers(0, 50, (groups, regions)) * rng.choice([0.0, 1.0], (groups, regions))
    trust, guarantee, tension = rng.uniform(size=groups), rng.uniform(size=regions), rng.uniform(size=pairs)
    who, active, coalition = (
        rng.integers(0, groups, (pairs, 2)),
        rng.uniform(size=groups) < 0.8,
        rng.integers(0, 3, groups),
    )
    addresses = tuple(rng.integers(0, 2**32, number, dtype=np.uint64) for number in (pairs, regions))
    arguments = (
        who,
        tension,
        active,
        coalition,
        2,
        armed,
        trust,
        guarantee,
        0.9,
        addresses,
        7,
        1,
        *AddressedRandom(seed).key,
    )
    clashes = clashes_of(*arguments)
    assert len(clashes)
    assert clashes.tolist() == violence.clashes_of(*arguments).tolist()


@pytest.mark.parametrize("seed", range(3))
def test_attacks_on_many_sites(seed: int) -> None:
    rng = np.random.default_rng(seed)
    sites, places, regions = 200, 12, 4
    arguments = (
        0.9,
        rng.uniform(size=sites),
        rng.integers(0, places, sites),
        rng.uniform(size=places),
        rng.integers(0, regions, sites),
        rng.uniform(size=regions),
        rng.integers(0, 2**32, sites, dtype=np.uint64),
        7,
        1,
        *AddressedRandom(seed).key,
    )
    attacked = attacked_sites(*arguments)
    assert 0 < len(attacked) < sites
    assert attacked.tolist() == violence.attacked_sites(*arguments).tolist()


@pytest.mark.parametrize("seed", range(3))
def test_fighters_of_several_groups_in_one_region(seed: int) -> None:
    rng = np.random.default_rng(seed)
    persons, groups, places = 500, 6, 12
    states = DDRModel(load_scenario("training", population_scale=0.05), rng=1).population.states._replace(
        group=rng.integers(0, groups, persons).astype(np.uint8),
        community=rng.integers(0, places, persons).astype(np.uint16),
        alternative=rng.integers(0, 3, persons).astype(np.uint8),
        region_of_community=rng.integers(0, 4, places),
    )
    arguments = 2, rng.uniform(size=groups) < 0.5, states
    rows = fighters_in(*arguments)
    assert 0 < len(rows) < persons
    assert rows.tolist() == violence.fighters_in(*arguments).tolist()


@pytest.mark.parametrize("seed", range(4))
def test_recruits_of_extremists_and_others_in_many_places(seed: int) -> None:
    rng = np.random.default_rng(seed)
    groups, places, regions = 8, 20, 5
    recruiters = Recruiters(
        active=np.arange(groups) % 4 != 3,
        share=rng.uniform(size=(groups, places)) * rng.choice([0.0, 1.0], (groups, places)),
        extremist=np.arange(groups) % 2 == 0,
        exposure=rng.uniform(size=places),
        reach=0.5,
        armed=rng.integers(0, 9, (groups, regions)) * np.array([0.0, 1.0, 1.0, 0.0, 1.0]),
        region_of_community=rng.integers(0, regions, places),
    )
    addresses = tuple(rng.integers(0, 2**32, number, dtype=np.uint64) for number in (groups, places))
    rest = (rng.uniform(size=places), rng.uniform(size=regions), rng.uniform(size=groups), 0.02, (1.0, 0.9, 0.8, 0.7))
    youth = rng.uniform(0, 2000, places)
    plain_youth, asked = youth.copy(), (addresses, 7, 1, *AddressedRandom(seed).key)
    recruits, plain_recruits = np.ones((2, places), dtype=np.int64)
    joined = recruit_youth(youth, recruits, recruiters, *rest, *asked)
    plain = recruitment.recruit_youth(plain_youth, plain_recruits, recruiters, *rest, *asked)
    assert (recruits - 1).tolist() == plain.sum(axis=0).tolist() == (plain_recruits - 1).tolist()
    assert joined[recruiters.extremist].any() and joined[~recruiters.extremist].any()
    assert joined.tolist() == plain.tolist() and youth.tolist() == plain_youth.tolist()


@pytest.mark.parametrize("seed", range(3))
def test_nobody_taxes_where_no_group_is_in_control(seed: int) -> None:
    rng = np.random.default_rng(seed)
    controller, community = rng.integers(-1, 3, 8), rng.integers(0, 8, 30)
    case = rng.uniform(size=30), community, controller, 3
    by_place, by_group = share_out(*case)
    assert (by_place.tolist(), by_group.tolist()) == tuple(xof.tolist() for xof in taxes.share_out(*case))
    assert not by_place[controller < 0].any()


@pytest.mark.parametrize("risk_aversion", [0.0, 1.0, 1.5])
def test_work_at_home_is_worth_the_same_in_every_place(risk_aversion: float) -> None:
    rng = np.random.default_rng(1)
    wage, chance, fallback, subsistence = rng.uniform(0.1, 1.0, (4, 20)) * [[9e4], [1.0], [2e4], [5e4]]
    case = wage, chance, fallback, subsistence, risk_aversion
    assert home_ratios(*case).tolist() == surroundings.home_ratios(*case).tolist()
