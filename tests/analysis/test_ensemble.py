"""Ensembles: order and processes do not matter, one seed's error does not lose the others."""

from __future__ import annotations

import pandas as pd
import pytest

from ploughshare.analysis import ensemble
from ploughshare.analysis.ensemble import run_ensemble
from ploughshare.scenario.schema import Scenario


@pytest.mark.parametrize("jobs", [2, 3, pytest.param(4, marks=pytest.mark.slow)])
def test_order_and_processes_do_not_matter(training: Scenario, jobs: int) -> None:
    """The same tables to the last bit; four processes are more than there are seeds."""
    here = {result.seed: result.tables for result in run_ensemble(training, [3, 1, 2], jobs=1)}
    there = {result.seed: result.tables for result in run_ensemble(training, [2, 3, 1], jobs=jobs)}
    assert set(here) == set(there) == {1, 2, 3}
    for seed, tables in here.items():
        assert tables is not None and there[seed] is not None
        for name, frame in tables.items():
            pd.testing.assert_frame_equal(frame, there[seed][name], check_exact=True)  # type: ignore[index]


def test_one_failing_seed_is_named_and_the_others_finish(training: Scenario, monkeypatch: pytest.MonkeyPatch) -> None:
    real = ensemble.run_tables

    def fails_on_two(scenario: Scenario, seed: int, on_month: object = None) -> object:
        if seed == 2:
            raise ZeroDivisionError("planted")
        return real(scenario, seed)

    monkeypatch.setattr(ensemble, "run_tables", fails_on_two)
    results = list(run_ensemble(training, [1, 2, 3], jobs=1))
    assert [result.tables is None for result in results] == [False, True, False]
    assert results[1].error == "ZeroDivisionError: planted"


def test_progress_counts_every_month(training: Scenario) -> None:
    lived: list[int] = []
    list(run_ensemble(training, [1, 2], jobs=1, on_progress=lived.append))
    assert sum(lived) == 2 * training.months
