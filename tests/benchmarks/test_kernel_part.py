"""The part of a run in kernels is measured in a process of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from benchmarks import kernel_part, kernel_time, running
from benchmarks.kernel_time import KernelTime

from ploughshare.scenario.loading import load_scenario
from ploughshare.scenario.schema import Scenario

MONTHS = 3


@pytest.fixture(scope="module")
def tiny() -> Scenario:
    return load_scenario("training", population_scale=0.05)


def test_nothing_is_run_in_the_process_that_asks(tiny: Scenario, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(running, "DDRModel")
    found = kernel_part.kernel_part(tiny, rounds=2, months=MONTHS)
    assert found.seconds > 0
    assert 0 < found.outside_share < 1


def test_the_run_that_warms_up_is_not_measured(tiny: Scenario, monkeypatch: pytest.MonkeyPatch) -> None:
    runs: list[str] = []

    def run_model(definition: Scenario, months: int) -> Callable[[], object]:
        runs.append("run")
        return running.run_model(definition, months=months)

    @contextmanager
    def timed_kernels() -> Iterator[KernelTime]:
        with kernel_time.timed_kernels() as spent:
            yield spent
        runs[-1] = "measured"

    monkeypatch.setattr(kernel_part, "run_model", run_model)
    monkeypatch.setattr(kernel_part, "timed_kernels", timed_kernels)
    kernel_part.kernel_part_here(tiny, 2, MONTHS)
    assert runs == ["run", "measured", "measured"]
