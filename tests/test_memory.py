"""Runs leave nothing behind: hundreds in one process stay flat in memory."""

from __future__ import annotations

import gc
import tracemalloc
import weakref

import pytest

from ploughshare.agents.combatants import Combatant, forget_model
from ploughshare.model import DDRModel
from ploughshare.record.tables import run_tables
from ploughshare.scenario.loading import load_scenario
from ploughshare.scenario.schema import Scenario


@pytest.fixture(scope="module")
def tiny() -> Scenario:
    """A training country of some hundred persons."""
    return load_scenario("training", population_scale=0.05)


def held_kb() -> float:
    gc.collect()
    return tracemalloc.get_traced_memory()[0] / 1024


def test_a_model_dies_with_its_last_reference(tiny: Scenario) -> None:
    models: list[weakref.ref[DDRModel]] = []
    for seed in range(20):
        model = DDRModel(tiny, rng=seed)
        model.step()
        assert len(list(model.agents_by_type[Combatant])) == len(model.population)  # faces hold their model
        models.append(weakref.ref(model))
        forget_model(model)
    del model
    gc.collect()
    assert [alive for alive in models if alive() is not None] == []


def test_runs_leave_no_memory_behind(tiny: Scenario) -> None:
    for seed in range(3):
        run_tables(tiny, seed)
    tracemalloc.start()
    try:
        for seed in range(3, 12):  # the same seeds twice: whatever is loaded on first use is loaded
            run_tables(tiny, seed)
        held = held_kb()
        for seed in range(4, 12):
            run_tables(tiny, seed)
        assert held_kb() - held < 8 * 10  # a leaked model would be megabytes
    finally:
        tracemalloc.stop()


@pytest.mark.slow
def test_500_runs_in_one_process_stay_flat(tiny: Scenario) -> None:
    tracemalloc.start()
    try:
        for seed in range(500):
            run_tables(tiny, seed)
            if seed == 50:
                held = held_kb()
        assert held_kb() - held < 500
    finally:
        tracemalloc.stop()
