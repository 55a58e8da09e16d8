"""What leaders and owners of provisions decide, where there are many of them: small errors that runs of few would hide."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from tests.oracle.planting import uncompiled

from ploughshare.kernels import delivery as delivery_kernels
from ploughshare.kernels import leading as leading_kernels
from ploughshare.oracle import delivery, leading
from ploughshare.randomness import AddressedRandom
from ploughshare.rules.governing import DeliveryWeights
from ploughshare.scenario.addresses import addresses_of


def many_provisions(seed: int) -> tuple[Any, ...]:
    """A month in which 300 provisions are signed, denounced, settled and due or not, and some are kept already."""
    rng = np.random.default_rng(seed)
    provisions, owners, month = 300, 5, 20
    about_now = rng.integers(month - 2, month + 3, (4, provisions))
    promises = delivery_kernels.Promises(
        signed=about_now[0] - 1,
        denounced=about_now[1] + 2,
        settled=about_now[2] + 2,
        due=about_now[3],
        autonomy=rng.uniform(size=provisions),
        cost=rng.uniform(size=provisions),
        owes=rng.uniform(size=(owners, provisions)) < 0.3,
        kind=np.array([0, 1, 2, 2, 2]),
    )
    willing = delivery_kernels.Willing(0.9, 0.5, 0.6, 0.3, 0.9, 0.4, rng.uniform(size=owners), 0.3)
    lots = delivery_kernels.Lots(addresses_of(map(str, range(provisions))), np.uint64(7), *AddressedRandom(seed).key)
    kept = np.where(rng.uniform(size=provisions) < 0.2, rng.integers(0, month, provisions), 10_000)
    return kept, month, bool(seed), promises, willing, DeliveryWeights(0.7, 0.8, 0.5, 0.6, 0.4), lots


@pytest.mark.parametrize("seed", range(4))
def test_provisions_kept_where_many_are_owed(seed: int) -> None:
    case = many_provisions(seed)
    here = delivery_kernels.kept_this_month(*case)
    assert len(here)
    assert here.tolist() == delivery.kept_this_month(*case).tolist()


@pytest.mark.parametrize(
    ("function", "old", "new"),
    [
        ("_delivery_chance", "month < promises.due[number]", "month <= promises.due[number]"),
        (
            "kept_this_month",
            "promises.signed[number] <= month < promises.denounced[number]",
            "promises.signed[number] <= month <= promises.denounced[number]",
        ),
        ("_owner_hazard", "willing.stance[owner]", "willing.stance[2]"),
        ("kept_this_month", "promises.settled[number] <= month", "promises.settled[number] < month"),
    ],
)
def test_a_small_error_shows_where_many_are_owed(function: str, old: str, new: str) -> None:
    mutant = uncompiled(delivery_kernels, function, old, new)
    cases = [many_provisions(seed) for seed in range(4)]
    assert any(mutant.kept_this_month(*case).tolist() != delivery.kept_this_month(*case).tolist() for case in cases)


def many_groups(seed: int) -> tuple[Any, ...]:
    """A month in which 40 groups, of which some do not exist, reconsider five coalitions; the last stands for none."""
    rng = np.random.default_rng(seed)
    groups, none, month = 40, 5, 20
    words = (np.uint64(word) for word in (8, 6, 1, 21))
    lots = leading_kernels.Lots(addresses_of(map(str, range(groups))), *words, *AddressedRandom(seed).key)
    armed, in_posts = rng.integers(0, 50, (2, groups)) * rng.choice([0.0, 1.0], (2, groups))
    joins, coalition = rng.integers(0, none + 1, (2, groups))
    in_posts[joins == 0] = 0.0
    return rng.uniform(size=groups) < 0.8, joins, none, armed, in_posts, 0.9, lots, month, coalition


def leaving(leave: Callable[..., NDArray[np.bool_]], seed: int) -> tuple[list[bool], list[int]]:
    """Return which of many groups leave, and the coalition of each afterwards."""
    case = many_groups(seed)
    return leave(*case).tolist(), case[-1].tolist()


@pytest.mark.parametrize("seed", range(5))
def test_groups_leave_their_coalitions_alike(seed: int) -> None:
    left, coalition = leaving(leading_kernels.leave_coalitions, seed)
    assert any(left)
    assert (left, coalition) == leaving(leading.leave_coalitions, seed)


@pytest.mark.parametrize(
    ("function", "old", "new"),
    [
        ("leave_coalitions", "active[group]", "True"),
        ("leave_coalitions", "lots.leaders[group]", "lots.leaders[0]"),
        ("leave_coalitions", "none if left[group] else coalition[group]", "coalition[group]"),
        ("_split_hazard", "active[other]", "True"),
        ("_split_hazard", "in_posts[group] / posts", "in_posts[group] / men"),
    ],
)
def test_a_small_error_shows_where_many_may_leave(function: str, old: str, new: str) -> None:
    mutant = uncompiled(leading_kernels, function, old, new)
    wrong = [leaving(mutant.leave_coalitions, seed) for seed in range(5)]
    assert wrong != [leaving(leading.leave_coalitions, seed) for seed in range(5)]
