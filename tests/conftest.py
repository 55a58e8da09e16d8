"""What tests share: the training scenario, and runs of it that are made once."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import pandas as pd
import pytest
from hypothesis import settings

from ploughshare.record.tables import run_tables
from ploughshare.scenario.loading import load_scenario
from ploughshare.scenario.schema import Scenario

settings.register_profile("ploughshare", deadline=None, derandomize=True, max_examples=40)
settings.load_profile("ploughshare")

Tables = dict[str, pd.DataFrame]
Runs = Callable[..., Tables]


@lru_cache(maxsize=64)
def _runs(name: str, changes: tuple[str, ...], seeds: int, history: str | None, scale: float | None) -> Tables:
    definition = load_scenario(name, settings=changes, history=history, population_scale=scale)
    runs = [run_tables(definition, seed) for seed in range(1, seeds + 1)]
    return {
        table: pd.concat([run[table].assign(seed=seed) for seed, run in enumerate(runs, start=1)], ignore_index=True)
        for table in runs[0]
    }


@pytest.fixture(scope="session")
def training() -> Scenario:
    """The training scenario."""
    return load_scenario("training")


@pytest.fixture(scope="session")
def runs() -> Runs:
    """Tables of several seeds of a scenario with settings; each combination is run once."""

    def make(
        *changes: str, name: str = "training", seeds: int = 3, history: str | None = None, scale: float | None = None
    ) -> Tables:
        return _runs(name, changes, seeds, history, scale)

    return make
