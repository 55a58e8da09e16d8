"""The choice of a combatant: exact nested logit, gates, and the direction of every term."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ploughshare.randomness import AddressedRandom, Decision
from ploughshare.rules import choice

WEIGHTS = choice.ChoiceWeights(1.5, 8.0, 2.5, 1.0, 1.5, 2.0, 1.5, 1.0, 0.8)


def prospects(**changed: float) -> choice.Prospects:
    values = {
        "income_ratio": 1.0,
        "death_risk_per_year": 0.03,
        "disarms": 0.5,
        "threat": 0.4,
        "trust_government": 0.3,
        "guarantee": 0.2,
        "trust_provider": 0.4,
        "peer_share": 0.2,
        "peer_mean": 0.1,
        "order": 0.3,
        "attachment": 0.7,
        "rank_gap": -0.2,
        "home": 1.0,
        "elsewhere": 1.0,
        "aversion": 0.0,
    } | changed
    return choice.Prospects(**{name: np.full((1, 1), value) for name, value in values.items()})


def worth(**changed: float) -> float:
    return float(choice.utility(prospects(**changed), WEIGHTS)[0, 0])


@pytest.mark.parametrize(
    ("term", "low", "high"),
    [
        ("income_ratio", 0.5, 2.0),
        ("trust_government", 0.1, 0.9),
        ("guarantee", 0.0, 0.9),
        ("trust_provider", 0.1, 0.9),
        ("peer_share", 0.0, 0.9),
        ("order", -1.0, 1.0),
        ("rank_gap", -0.5, 0.3),
        ("home", 0.0, 1.0),
    ],
)
def test_more_of_it_makes_the_option_better(term: str, low: float, high: float) -> None:
    assert worth(**{term: high}) > worth(**{term: low})


@pytest.mark.parametrize(
    ("term", "low", "high"),
    [
        ("death_risk_per_year", 0.0, 0.2),
        ("disarms", 0.0, 1.0),
        ("threat", 0.0, 1.0),
        ("elsewhere", 0.0, 1.0),
        ("aversion", 0.0, 3.0),
    ],
)
def test_more_of_it_makes_the_option_worse(term: str, low: float, high: float) -> None:
    assert worth(**{term: high}) < worth(**{term: low})


def test_the_terms_sum_to_the_value() -> None:
    terms = choice.utility_terms(prospects(), WEIGHTS)
    assert len(terms) == len(choice.TERMS)
    assert sum(float(np.asarray(term).squeeze()) for term in terms) == pytest.approx(worth(), abs=1e-12)


def test_a_term_of_no_weight_has_no_effect() -> None:
    income_only = replace(WEIGHTS, risk=0, security=0, trust=0, peer=0, order=0, rank=0, home=0, switching_cost=0)
    seen = prospects(income_ratio=1.7)
    assert float(choice.utility(seen, income_only)[0, 0]) == pytest.approx(1.5 * np.log(1.7))


def shares(value: np.ndarray, nest: np.ndarray, theta: float, n: int = 60_000) -> np.ndarray:  # type: ignore[type-arg]
    draws = AddressedRandom(2)
    uid = np.arange(n)[:, None]
    gumbel = draws.gumbel(Decision.CHOICE, 0, uid, np.arange(len(value))[None])
    nests = np.arange(nest.max() + 1)[None]
    stable = choice.log_positive_stable(
        draws.uniform(Decision.CHOICE, 0, uid, nests + 200),
        draws.exponential(Decision.CHOICE, 0, uid, nests + 210),
        theta,
    )[:, nest]
    taken = choice.choose(np.tile(value, (n, 1)), np.ones((n, len(value)), dtype=bool), gumbel, stable, theta)
    return np.bincount(taken, minlength=len(value)) / n


def nested_logit(value: np.ndarray, nest: np.ndarray, theta: float) -> np.ndarray:  # type: ignore[type-arg]
    within = np.exp(value / theta)
    inclusive = np.array([within[nest == k].sum() for k in range(nest.max() + 1)])
    return (within / inclusive[nest]) * (inclusive**theta / (inclusive**theta).sum())[nest]


@pytest.mark.parametrize("theta", [1.0, 0.6, 0.3])
def test_shares_are_those_of_the_nested_logit(theta: float) -> None:
    value, nest = np.array([0.3, -0.2, 0.5, 0.0]), np.array([0, 0, 1, 1])
    expected = nested_logit(value, nest, theta)
    assert np.abs(shares(value, nest, theta) - expected).max() < 0.009  # 4.4 standard errors at the worst


@given(st.integers(2, 6), st.integers(0, 1000))
def test_nobody_takes_what_he_does_not_consider(options: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    considered = rng.random((50, options)) < 0.4
    considered[:, 0] = True
    value = rng.normal(size=(50, options)) * 5
    taken = choice.choose(value, considered, rng.gumbel(size=(50, options)), np.zeros((50, options)), 0.6)
    assert considered[np.arange(50), taken].all()


def test_a_lever_on_one_option_moves_nobody_between_the_others() -> None:
    rng = np.random.default_rng(1)
    value, gumbel = rng.normal(size=(5000, 4)), rng.gumbel(size=(5000, 4))
    everything, flat = np.ones((5000, 4), dtype=bool), np.zeros((5000, 4))
    before = choice.choose(value, everything, gumbel, flat, 0.6)
    better = value.copy()
    better[:, 2] += 0.4
    after = choice.choose(better, everything, gumbel, flat, 0.6)
    moved = before != after
    assert moved.any() and (after[moved] == 2).all()


def test_news_spreads_by_promotion_and_by_peers() -> None:
    uniform = np.linspace(0.001, 0.999, 999)
    flat = np.zeros(999)

    def know(promotion: float, peers: float) -> float:
        return float(choice.knows(flat + promotion, flat + peers, 10.0, uniform).mean())

    assert know(0.0, 0.0) == 0.0
    assert know(0.3, 0.0) == pytest.approx(0.3, abs=0.01)
    assert know(0.3, 0.1) > know(0.3, 0.0)
    assert know(1.0, 0.0) == 1.0
