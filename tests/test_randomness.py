"""Addressed random numbers: published vectors, distributions, and independence from order and company."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ploughshare.randomness import AddressedRandom, Decision, philox4x32, seed_key

VECTORS = [
    ((0, 0, 0, 0), (0, 0), (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
    ((0xFFFFFFFF,) * 4, (0xFFFFFFFF,) * 2, (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)),
    (
        (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
        (0xA4093822, 0x299F31D0),
        (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1),
    ),
]


@pytest.mark.parametrize(("counter", "key", "expected"), VECTORS)
def test_published_vectors(counter: tuple[int, ...], key: tuple[int, int], expected: tuple[int, ...]) -> None:
    words = philox4x32(tuple(np.array([c], dtype=np.uint64) for c in counter), key)  # type: ignore[arg-type]
    assert tuple(int(word[0]) for word in words) == expected


@given(st.integers(0, 2**63), st.integers(1, 31), st.integers(0, 255), st.integers(0, 2**32 - 1), st.integers(0, 300))
def test_uniform_lies_strictly_between_0_and_1(seed: int, decision: int, month: int, uid: int, option: int) -> None:
    number = float(AddressedRandom(seed).uniform(decision, month, uid, option))
    assert 0 < number < 1


def test_uniform_numbers_are_even_within_one_in_a_million() -> None:
    numbers = AddressedRandom(7).uniform(Decision.CHOICE, 3, np.arange(100_000))
    counts = np.histogram(numbers, bins=20, range=(0, 1))[0]
    chi_square = float(((counts - 5000) ** 2 / 5000).sum())
    assert chi_square < 62.0  # 19 degrees of freedom: exceeded once in about two million


def test_normal_gumbel_exponential_and_poisson_have_their_moments() -> None:
    draws = AddressedRandom(11)
    uid = np.arange(50_000)
    assert abs(float(draws.normal(Decision.BIRTH, 0, uid).mean())) < 0.025
    assert abs(float(draws.normal(Decision.BIRTH, 0, uid).std()) - 1) < 0.02
    assert abs(float(draws.gumbel(Decision.BIRTH, 0, uid).mean()) - 0.5772) < 0.03
    assert abs(float(draws.exponential(Decision.BIRTH, 0, uid).mean()) - 1) < 0.025
    small = [draws.poisson(2.5, Decision.RECRUITMENT, 0, k) for k in range(4000)]
    large = [draws.poisson(80.0, Decision.RECRUITMENT, 0, k) for k in range(4000)]
    assert abs(np.mean(small) - 2.5) < 0.13 and abs(np.var(small) - 2.5) < 0.35
    assert abs(np.mean(large) - 80) < 0.8 and abs(np.var(large) - 80) < 10


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
