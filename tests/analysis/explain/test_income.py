"""The income term: the same as the model's, and split without a rest."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ploughshare.analysis.explain.income import IncomeGaps, Streams, of_present, streams, values
from ploughshare.model import DDRModel
from ploughshare.scenario.schema import Scenario


def made(seed: int, persons: int, options: int) -> Streams:
    rng = np.random.default_rng(seed)
    chance = rng.uniform(0.02, 1, (persons, options))
    return Streams(
        pay_xof=rng.uniform(0, 150_000, (persons, options)),
        chance=chance,
        pay_days=rng.random(options) < 0.7,
        illicit_xof=rng.uniform(0, 40_000, (persons, options)),
        fallback_xof=rng.uniform(5_000, 20_000, persons),
        subsistence_xof=rng.uniform(30_000, 50_000, persons),
        share=rng.uniform(0, 1, (persons, options)),
        home=1,
        present=rng.integers(0, options, persons),
        risk_aversion=float(rng.uniform(0, 3)),
        loss_aversion=float(rng.uniform(1, 3)),
        weight=float(rng.uniform(0.1, 3)),
    )


@given(st.integers(0, 10_000), st.integers(1, 8), st.integers(3, 6))
def test_income_and_reliability_and_their_parts_sum_exactly(seed: int, persons: int, options: int) -> None:
    seen = made(seed, persons, options)
    gaps = IncomeGaps(seen)
    who = np.ones(persons, dtype=bool)
    actual = values(seen, gaps.doubted, of_present(seen, gaps.doubted))
    believed = gaps.believed_term()
    for option in range(options):
        other = (option + 1) % options
        income = sum(gaps.income_parts(option, other, who).values())
        reliability = sum(gaps.reliability_parts(option, other, who).values())
        assert income == pytest.approx(float((believed[:, option] - believed[:, other]).mean()), abs=1e-9)
        assert income + reliability == pytest.approx(float((actual[:, option] - actual[:, other]).mean()), abs=1e-9)


def one_person(**changed: object) -> Streams:
    """A person at home (option 1, sure 10,000) who looks at a job (option 0) of 30,000 paid every second month."""
    values = {
        "pay_xof": np.array([[30_000.0, 0.0]]),
        "chance": np.array([[0.5, 1.0]]),
        "pay_days": np.array([True, False]),
        "illicit_xof": np.zeros((1, 2)),
        "fallback_xof": np.array([10_000.0]),
        "subsistence_xof": np.array([10_000.0]),
        "share": np.ones((1, 2)),
        "home": 1,
        "present": np.array([1]),
        "risk_aversion": 1.0,
        "loss_aversion": 2.0,
        "weight": 1.5,
    } | changed
    return Streams(**values)  # type: ignore[arg-type]


def test_a_hand_checked_case() -> None:
    """Log utility: sure pay is worth ln 4, pay every second month half of it; the rest is doubt about the job."""
    gaps, me = IncomeGaps(one_person()), np.ones(1, dtype=bool)
    assert gaps.income_parts(0, 1, me) == pytest.approx(
        {
            "pay and licit work": 1.5 * math.log(4),
            "illicit earnings": 0,
            "waiting and end of pay": 0,
            "losses weigh more": 0,
        }
    )
    assert gaps.reliability_parts(0, 1, me) == pytest.approx(
        {"doubt about the option": -1.5 * math.log(2), "doubt about the other": 0, "doubt about other present pay": 0}
    )


def test_doubt_about_a_present_pay_counts_though_it_is_neither_of_the_two() -> None:
    """In the job (option 2) a man compares home and a mine with what he has now: believing it makes both greater losses."""
    seen = one_person(
        pay_xof=np.array([[20_000.0, 0.0, 30_000.0]]),
        chance=np.array([[1.0, 1.0, 0.5]]),
        pay_days=np.array([False, False, True]),
        illicit_xof=np.zeros((1, 3)),
        share=np.ones((1, 3)),
        present=np.array([2]),
    )
    parts = IncomeGaps(seen).reliability_parts(0, 1, np.ones(1, dtype=bool))
    # believed, the job is worth 4 and both are losses weighed twice; doubted it is worth 2, the mine 3 no loss any more
    believed, doubted = 2 * math.log(3), math.log(3) - (math.log(2) + 2 * math.log(1 / 2))
    assert parts["doubt about other present pay"] == pytest.approx(1.5 * (doubted - believed))
    assert parts["doubt about the option"] == parts["doubt about the other"] == 0


@pytest.mark.parametrize("months", [0, 12, 22, 30])
def test_the_streams_give_the_models_own_income(training: Scenario, months: int) -> None:
    model = DDRModel(training, 3)
    for _ in range(months):
        model.step()
    rows = np.flatnonzero(model.population.present)
    seen = streams(model, rows)
    gaps = IncomeGaps(seen)
    mine = values(seen, gaps.doubted, of_present(seen, gaps.doubted)) / seen.weight
    assert np.abs(mine - np.log(model.choices.income_ratio(rows))).max() < 1e-9
