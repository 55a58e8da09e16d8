"""A small experiment on the training country, and a quick stand-in for the model: sweeps are tested, not the model."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from ploughshare.analysis.experiments.loading import LoadedExperiment, load_experiment
from ploughshare.analysis.sweep.batch import Simulate, Work
from ploughshare.analysis.sweep.description import describe_sweep
from ploughshare.analysis.sweep.plan import SweepPlan
from ploughshare.record.provenance import engine_hash
from ploughshare.record.run_store.writer import RunStore, create_store
from ploughshare.scenario.schema import Scenario

BODY = """\
title: {en: A test, fr: Un essai}
question: {en: "What moves it?", fr: "Qu'est-ce qui le change ?"}
scenario: training
outcomes: [integrated]
factors:
  trust_gain: {range: [0, 1]}
  will: {path: government.will, range: [0, 1]}
"""

Load = Callable[..., LoadedExperiment]


@pytest.fixture(scope="session")
def load(tmp_path_factory: pytest.TempPathFactory) -> Load:
    """Load the small experiment with a method, a size and other keys."""
    file = tmp_path_factory.mktemp("experiment") / "small.yaml"
    file.write_text(BODY + "method: random\nsize: 20\n", encoding="utf-8")

    def loaded(**changes: object) -> LoadedExperiment:
        return load_experiment(file, changes)

    return loaded


def stand_in(scenario: Scenario, seed: int) -> dict[str, float]:
    """A function of the factors and the seed in place of the model."""
    gain, will = scenario.parameter("trust_gain"), scenario.government.will
    assert isinstance(will, float)
    return {"integrated": 10 * gain + will + seed / 1000}


def planned(loaded: LoadedExperiment) -> SweepPlan:
    return SweepPlan(loaded, engine_hash())


def stored(plan: SweepPlan, folder: Path) -> RunStore:
    return create_store(folder, describe_sweep(plan, {}, "test"), plan.design_table(), plan.values_table())


def work(plan: SweepPlan, simulate: Simulate = stand_in) -> Work:
    return Work(plan.loaded.space, simulate)
