"""Plans: keys that stand for content, seeds, an order that is even wherever it stops, and growth that changes nothing."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from ploughshare.analysis.sweep.plan import SweepPlan

from .conftest import Load


def keys(plan: SweepPlan) -> list[str]:
    return [run.key for run in plan.left(set())]


def test_every_run_has_its_own_key_the_same_each_time(load: Load) -> None:
    first, again = (keys(SweepPlan(load(replicates=3), "code")) for _ in range(2))
    assert len(set(first)) == len(first) == 60 and first == again


@pytest.mark.parametrize(
    "changes",
    [
        {"settings": {"government.trust_in_groups": 0.6}},
        {"sample_seed": 2},
        {"seeds": [7]},
        {"population_scale": 0.5},
        {"history": "replay"},
        {"factors": {"trust_gain": {"range": [0, 0.9]}, "will": {"path": "government.will", "range": [0, 1]}}},
    ],
)
def test_another_scenario_value_or_seed_is_another_run(load: Load, changes: dict[str, Any]) -> None:
    assert not set(keys(SweepPlan(load(), "code"))) & set(keys(SweepPlan(load(**changes), "code")))


def test_other_code_is_another_run_and_other_words_are_not(load: Load) -> None:
    plan = SweepPlan(load(), "code")
    assert not set(keys(plan)) & set(keys(SweepPlan(load(), "other code")))
    renamed = load(title={"en": "Other words", "fr": "D'autres mots"})
    assert keys(plan) == keys(SweepPlan(renamed, "code"))


def test_seeds_are_common_separate_given_or_a_factor(load: Load) -> None:
    def seeds(**changes: Any) -> list[int]:
        return [run.seed for run in SweepPlan(load(**changes), "code").left(set())]

    assert seeds(replicates=2) == [1, 2] * 20
    assert seeds(replicates=2, seeds="separate") == list(range(1, 41))
    assert seeds(seeds=[5, 9]) == [5, 9] * 20
    factors = {"trust_gain": None, "seed": {"range": [1, 3], "integer": True}}
    assert set(seeds(factors=factors, size=60)) == {1, 2, 3}


@pytest.mark.parametrize("method", ["random", "sobol", "morris", "dgsm"])
def test_growth_keeps_keys_and_runs_only_what_is_new(load: Load, method: str) -> None:
    small = SweepPlan(load(method=method, size=16), "code")
    large = SweepPlan(load(method=method, size=32), "code", small.design, small.coded)
    old = set(keys(small))
    assert old < set(keys(large))
    assert len(list(large.left(old))) == large.runs - small.runs
    assert np.array_equal(large.design[: small.points], small.design)


def test_a_design_that_grows_is_run_from_its_beginning(load: Load) -> None:
    assert SweepPlan(load(method="sobol", size=8), "code").order().tolist() == list(range(48))


@pytest.mark.parametrize("share", [0.1, 0.3, 0.5, 0.9])
def test_any_other_design_stopped_anywhere_is_an_even_sample(load: Load, share: float) -> None:
    plan = SweepPlan(load(method="grid", size=20), "code")
    order = plan.order()
    assert sorted(order) == list(range(400))
    ran = plan.design[order[: int(share * len(order))]]
    for column in range(2):
        counts = np.bincount(np.minimum((ran[:, column] * 4).astype(int), 3), minlength=4)
        assert counts.max() - counts.min() <= 0.2 * counts.mean() + 3


def test_rows_hold_key_place_seed_factors_and_outcomes(load: Load) -> None:
    factors = {
        "trust_gain": None,
        "seed": {"range": [1, 3], "integer": True},
        "history": {"values": ["free", "replay"]},
    }
    plan = SweepPlan(load(factors=factors), "code")
    runs = list(plan.left(set()))[:3]
    table = plan.rows(runs, {"integrated": [1.0, 2.0, 3.0]})
    assert list(table.columns) == ["key", "point", "replicate", "seed", "trust_gain", "history", "integrated"]
    assert set(table["history"]) <= {"free", "replay"} and table["seed"].tolist() == [run.seed for run in runs]


def test_a_fractional_factorial_keeps_the_dummies_of_salib(load: Load) -> None:
    factors = {"trust_gain": None, "will": {"path": "government.will", "range": [0, 1]}, "trust_weight": None}
    plan = SweepPlan(load(method="fractional_factorial", size=None, factors=factors), "code")
    assert list(plan.design_table().columns) == ["point", "trust_gain", "will", "trust_weight", "dummy_0"]
    assert list(plan.values_table().columns) == ["point", "trust_gain", "will", "trust_weight"]
