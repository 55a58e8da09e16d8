"""Addressed random numbers: published vectors, distributions, and independence from order and company."""

from __future__ import annotations

import math
import pickle
from dataclasses import FrozenInstanceError
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from ploughshare import philox
from ploughshare.randomness import AddressedRandom, Decision, seed_key

VECTORS = [
    ((0, 0, 0, 0), (0, 0), (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
    ((0xFFFFFFFF,) * 4, (0xFFFFFFFF,) * 2, (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)),
    (
        (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
        (0xA4093822, 0x299F31D0),
        (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1),
    ),
]

PINNED = [0.2198798163190535, 0.5304073786892315, 0.13720907866492416]  # seed 1


@pytest.mark.parametrize(("counter", "key", "expected"), VECTORS)
def test_published_vectors(counter: tuple[int, ...], key: tuple[int, int], expected: tuple[int, ...]) -> None:
    words = philox.block_of(np.array(counter, dtype=np.uint64), np.array(key, dtype=np.uint64))
    assert tuple(words.tolist()) == expected


def test_addresses_keep_their_numbers_for_ever() -> None:
    """Pinned: a change here changes every result published so far."""
    assert seed_key(0) == (0x7B1DCDAF, 0xE220A839)  # the first output of splitmix64 started at 0
    draws = AddressedRandom(1)
    pinned = [draws.uniform(Decision.CHOICE, 3, uid, option) for uid, option in ((0, 0), (5, 2), (2**32 - 1, 255))]
    assert pinned == PINNED
    assert [decision.value for decision in Decision] == list(range(1, len(Decision) + 1))
    assert [Decision.BIRTH.value, Decision.OFFER.value, Decision.KNOWLEDGE.value] == [16, 30, 31]


words_of_32_bits = st.integers(0, 2**32 - 1)


@given(st.integers(-(2**70), 2**70), st.integers(1, 31), st.integers(0, 255), words_of_32_bits, words_of_32_bits)
def test_numbers_keep_within_their_bounds(seed: int, decision: int, month: int, uid: int, option: int) -> None:
    draws = AddressedRandom(seed)
    assert 0 < draws.uniform(decision, month, uid, option) < 1
    assert -3.61 < draws.gumbel(decision, month, uid, option) < 36.75
    assert 0 < draws.exponential(decision, month, uid, option) < 36.75
    assert abs(draws.normal(decision, month, uid, option)) < 8.58


def test_even_the_extreme_words_give_neither_0_nor_1() -> None:
    lowest, highest = np.uint64(0), np.uint64(2**32 - 1)
    assert philox.unit(lowest, lowest) == 2.0**-53
    assert philox.unit(highest, highest) == 1 - 2.0**-53


# Each chi-square bound below is exceeded by sound numbers about once in a million seeds; the seeds are fixed.


def test_uniform_numbers_are_even() -> None:
    numbers = AddressedRandom(7).uniform(Decision.CHOICE, 3, np.arange(100_000))
    counts = np.histogram(numbers, bins=20, range=(0, 1))[0]
    assert chi_square(counts, np.full(20, 5000.0)) < chi_square_bound(19)


@pytest.mark.parametrize("neighbour", ["uid", "month", "decision", "option", "seed"])
def test_neighbouring_addresses_are_independent(neighbour: str) -> None:
    uid = np.arange(100_000)
    here = AddressedRandom(7).uniform(Decision.CHOICE, 3, uid, 4)
    there = {
        "uid": lambda: AddressedRandom(7).uniform(Decision.CHOICE, 3, uid + 1, 4),
        "month": lambda: AddressedRandom(7).uniform(Decision.CHOICE, 4, uid, 4),
        "decision": lambda: AddressedRandom(7).uniform(Decision.RELEASE, 3, uid, 4),
        "option": lambda: AddressedRandom(7).uniform(Decision.CHOICE, 3, uid, 5),
        "seed": lambda: AddressedRandom(8).uniform(Decision.CHOICE, 3, uid, 4),
    }[neighbour]()
    counts = np.histogram2d(here, there, bins=10, range=((0, 1), (0, 1)))[0]
    assert chi_square(counts, np.full((10, 10), 1000.0)) < chi_square_bound(99)


def test_normal_gumbel_and_exponential_follow_their_laws() -> None:
    draws, uid = AddressedRandom(11), np.arange(100_000)
    normal = draws.normal(Decision.BIRTH, 0, uid)
    evened = {
        "normal": np.array([0.5 * math.erfc(-x / math.sqrt(2)) for x in normal]),
        "gumbel": np.exp(-np.exp(-draws.gumbel(Decision.BIRTH, 0, uid))),
        "exponential": np.exp(-draws.exponential(Decision.BIRTH, 0, uid)),
    }
    for law, share in evened.items():
        counts = np.histogram(share, bins=20, range=(0, 1))[0]
        assert chi_square(counts, np.full(20, 5000.0)) < chi_square_bound(19), law


@pytest.mark.parametrize("mean", [0.3, 2.5, 29.9])
def test_small_poisson_numbers_follow_their_law(mean: float) -> None:
    numbers = AddressedRandom(11).poisson(mean, Decision.RECRUITMENT, 0, np.arange(50_000))
    law = np.array([math.exp(k * math.log(mean) - mean - math.lgamma(k + 1)) for k in range(200)])
    assert_follows(numbers, law)


def test_large_counts_have_the_moments_of_their_law() -> None:
    """Bounds at five standard errors: one test in a million fails by chance."""
    draws, uid = AddressedRandom(11), np.arange(40_000)
    counts = draws.poisson(80.0, Decision.RECRUITMENT, 0, uid)
    assert abs(counts.mean() - 80) < 5 * math.sqrt(80 / 40_000)
    assert abs(counts.var() / 80 - 1) < 5 * math.sqrt(2 / 40_000) + 1 / 12 / 80  # and the rounding


@given(st.lists(st.tuples(st.floats(-1, 200), words_of_32_bits), min_size=1, max_size=20))
def test_counts_are_the_same_one_by_one(cells: list[tuple[float, int]]) -> None:
    draws = AddressedRandom(4)
    means, uid = np.array([mean for mean, _ in cells]), np.array([cell for _, cell in cells])
    arrivals = draws.poisson(means, Decision.RECRUITMENT, 2, uid)
    assert arrivals.dtype == np.int64
    one_by_one = [draws.poisson(mean, Decision.RECRUITMENT, 2, cell) for mean, cell in cells]
    assert np.asarray(arrivals).tolist() == one_by_one and min(one_by_one) >= 0


@given(words_of_32_bits, st.floats(0, 29), st.floats(0, 0.9))
def test_more_is_never_fewer(uid: int, mean: float, more: float) -> None:
    """Common random numbers: raising a small mean never loses anyone."""
    draws = AddressedRandom(4)
    fewer = draws.poisson(mean, Decision.RECRUITMENT, 2, uid)
    assert fewer <= draws.poisson(mean + more, Decision.RECRUITMENT, 2, uid)


def test_counts_at_the_ends_of_their_ranges() -> None:
    draws, uid = AddressedRandom(4), np.arange(500)
    assert not np.any(draws.poisson(0.0, 15, 2, uid)) and not np.any(draws.poisson(-1.0, 15, 2, uid))


def test_counts_refuse_what_has_no_meaning() -> None:
    draws = AddressedRandom(4)
    for mean in (math.nan, math.inf):
        with pytest.raises(ValueError, match="finite"):
            draws.poisson(mean, 15, 2, 0)


def test_decisions_never_share_numbers() -> None:
    draws = AddressedRandom(5)
    seen = np.concatenate([draws.uniform(decision, 9, np.arange(2000), 3) for decision in Decision])
    assert len(np.unique(seen)) == len(seen)


def test_numbers_depend_neither_on_order_nor_on_company() -> None:
    draws = AddressedRandom(3)
    uid = np.array([5, 900, 17, 2**31 + 4])
    alone = [float(draws.uniform(Decision.CHOICE, 2, int(one), 6)) for one in uid]
    assert draws.uniform(Decision.CHOICE, 2, uid, 6).tolist() == alone
    assert draws.uniform(Decision.CHOICE, 2, uid[::-1], 6).tolist() == alone[::-1]


@pytest.mark.parametrize("law", ["uniform", "gumbel", "exponential", "normal"])
def test_one_by_one_or_together_gives_the_same_numbers(law: str) -> None:
    draw = getattr(AddressedRandom(3), law)
    uid = np.random.default_rng(1).integers(0, 2**32, 700, dtype=np.uint32)
    option = np.arange(13)
    together = draw(Decision.CHOICE, 2, uid[:, None], option[None, :])  # 9,100 numbers: more than one block
    assert together.shape == (700, 13) and together.dtype == np.float64
    assert together[:, 4].tolist() == draw(Decision.CHOICE, 2, uid, 4).tolist()
    assert together[690].tolist() == draw(Decision.CHOICE, 2, int(uid[690]), option).tolist()
    for agent in (0, 629, 630, 699):
        number = draw(Decision.CHOICE, 2, int(uid[agent]), 12)
        assert type(number) is float and number == together[agent, 12] == draw(Decision.CHOICE, 2, uid[agent], 12)
    assert draw(Decision.CHOICE, 2, uid[:0]).shape == (0,)


def test_one_more_agent_changes_no_other() -> None:
    draws, uid = AddressedRandom(3), np.arange(10_000)
    more = np.insert(uid, 17, 2**31 + 4)
    before = draws.gumbel(Decision.CHOICE, 2, uid[:, None], np.arange(3))
    after = draws.gumbel(Decision.CHOICE, 2, more[:, None], np.arange(3))
    assert np.array_equal(np.delete(after, 17, axis=0), before)


def test_near_seeds_have_unrelated_keys() -> None:
    keys = {seed_key(seed) for seed in range(1000)}
    assert len(keys) == 1000
    a, b = (AddressedRandom(seed).uniform(Decision.CHOICE, 0, np.arange(5000)) for seed in (1, 2))
    assert abs(float(np.corrcoef(a, b)[0, 1])) < 0.06


def test_a_seed_is_a_whole_number() -> None:
    with pytest.raises(TypeError):
        AddressedRandom(True)
    with pytest.raises(TypeError):
        AddressedRandom(1.5)  # type: ignore[arg-type]
    assert AddressedRandom(np.int64(4)).uniform(1, 0, 0) == AddressedRandom(4).uniform(1, 0, 0)  # type: ignore[arg-type]


def test_a_seed_cannot_change_and_travels_between_processes() -> None:
    draws = AddressedRandom(4)
    with pytest.raises(FrozenInstanceError):
        draws.seed = 5  # type: ignore[misc]
    copy = pickle.loads(pickle.dumps(draws))
    assert copy == draws and copy.uniform(1, 0, 0) == draws.uniform(1, 0, 0)
    assert type(AddressedRandom(np.uint8(4)).seed) is int  # type: ignore[arg-type]


@pytest.mark.parametrize("word", [-1, 2**32, np.array([0, -1]), np.array([2**32]), np.uint64(2**63)])
def test_an_address_that_would_wrap_round_is_refused(word: int) -> None:
    draws = AddressedRandom(4)
    with pytest.raises(ValueError, match="uid lies from 0"):
        draws.uniform(Decision.CHOICE, 1, word)
    with pytest.raises(ValueError, match="option lies from 0"):
        draws.uniform(Decision.CHOICE, 1, 0, word)


def test_an_address_outside_the_months_or_not_whole_is_refused() -> None:
    draws = AddressedRandom(4)
    with pytest.raises(ValueError, match="month lies from 0"):
        draws.uniform(Decision.CHOICE, -1, 0)
    unfit: list[Any] = [1.7, np.array([1.0, 2.0]), np.array([True])]
    for uid in unfit:
        with pytest.raises(TypeError, match="uid is a whole number"):
            draws.uniform(Decision.CHOICE, 1, uid)
    with pytest.raises(TypeError):
        draws.uniform(Decision.CHOICE, 1.0, 0)  # type: ignore[call-overload]


def chi_square(counts: NDArray[Any], expected: NDArray[np.float64]) -> float:
    return float(((counts - expected) ** 2 / expected).sum())


def chi_square_bound(freedom: int) -> float:
    """Return what chi-square exceeds once in a million, by Wilson and Hilferty (1931)."""
    spread = 2 / (9 * freedom)
    return float(freedom * (1 - spread + 4.753 * math.sqrt(spread)) ** 3)


def assert_follows(numbers: NDArray[np.int64] | int, law: NDArray[np.float64]) -> None:
    """Hold counts against the probabilities of 0, 1, 2...; values expected less than ten times are pooled."""
    counts = np.bincount(np.asarray(numbers), minlength=len(law))
    assert len(counts) == len(law)
    expected = law * counts.sum()
    rare = expected < 10
    if expected[rare].sum() >= 1:
        counts, expected = (
            np.append(counts[~rare], counts[rare].sum()),
            np.append(expected[~rare], expected[rare].sum()),
        )
    else:
        assert counts[rare].sum() <= 12
        counts, expected = counts[~rare], expected[~rare]
    assert chi_square(counts, expected) < chi_square_bound(len(counts) - 1)
