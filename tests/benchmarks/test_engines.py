"""The engines that the model is compared with live by the model's rules."""

from __future__ import annotations

import numpy as np
import pytest
from benchmarks.engines import compare, measures_of
from benchmarks.lean_mesa.model import LeanModel
from benchmarks.numpy_columns.engine import NumpyColumns
from benchmarks.roofline.work import count_work
from benchmarks.world.months import World
from benchmarks.world.recording import record_world

from ploughshare.agents.combatants import forget_model
from ploughshare.agents.options import Option
from ploughshare.scenario.loading import load_scenario

SEEDS = 8


@pytest.fixture(scope="module")
def world() -> World:
    return record_world(load_scenario("training"), seed=1)


def persons_in_option(tables: list[object]) -> np.ndarray:
    """Persons in each generic option, shape (months, options)."""
    return np.array([np.asarray(table, dtype=float)[..., 0].sum(axis=(0, 1)) for table in tables])


def numpy_run(world: World, seed: int) -> np.ndarray:
    engine = NumpyColumns(world, seed)
    engine.run()
    return persons_in_option(engine.states)


def lean_run(world: World, seed: int) -> np.ndarray:
    model = LeanModel(world, rng=seed)
    model.run()
    forget_model(model)
    return persons_in_option(model.tables)


def test_numpy_columns_relive_the_recorded_run_person_by_person(world: World) -> None:
    again = numpy_run(world, seed=1)
    differing = np.abs(again - world.persons_in_option).sum(axis=1) / 2
    assert differing.max() <= 0.002 * world.persons_in_option[0].sum()  # the last bit of a logarithm may move a man
    assert np.abs(numpy_run(world, seed=2) - world.persons_in_option).max() > 5


def test_lean_mesa_lives_the_same_months_within_monte_carlo_error(world: World) -> None:
    columns = np.array([numpy_run(world, seed) for seed in range(101, 101 + SEEDS)])
    lean = np.array([lean_run(world, seed) for seed in range(1, 1 + SEEDS)])
    error = np.sqrt((columns.var(axis=0, ddof=1) + lean.var(axis=0, ddof=1)) / SEEDS)
    distance = np.abs(columns.mean(axis=0) - lean.mean(axis=0)) / np.maximum(error, 0.5)
    assert distance.max() < 5
    assert distance.mean() < 1.2
    assert lean[:, -1, Option.INTERIM].min() > 0


def test_lean_mesa_with_another_rule_is_told_apart(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    columns = np.array([numpy_run(world, seed) for seed in range(101, 103)])
    monkeypatch.setattr("benchmarks.lean_mesa.choosing.trust_in_provider", lambda person, model, option: 0.0)
    lean = np.array([lean_run(world, seed) for seed in range(1, 3)])
    apart = np.abs(columns.mean(axis=0) - lean.mean(axis=0)) / np.maximum(columns.std(axis=0, ddof=1), 3.0)
    assert apart.max() > 10


def test_a_comparison_adds_the_few_to_every_engine() -> None:
    comparison = compare(load_scenario("training", population_scale=0.1), rounds=1, lean_rounds=1, months=6)
    found = {measure.key.rsplit(".", 1)[1]: measure.value for measure in measures_of("tenth", comparison)}
    assert comparison.persons == pytest.approx(213, abs=2)
    assert 0 < comparison.kernels_s <= comparison.model_s
    whole = (comparison.lean_mesa_s + comparison.outside_s) / comparison.model_s
    assert found["x_lean_mesa"] == pytest.approx(whole)
    assert found["model_rate"] == pytest.approx(comparison.person_months / comparison.model_s / 1e6)


def test_the_work_is_counted_from_the_real_rules(world: World) -> None:
    work = count_work(world.shortened(12), seed=1)
    assert work.person_months == world.shortened(12).person_months
    assert 0.05 < work.thinkers / work.person_months < 0.4
    assert work.choosers <= work.thinkers
    assert work.options >= 2 * work.choosers
    assert work.random_blocks > 1.5 * work.person_months  # to think it over, and to survive
