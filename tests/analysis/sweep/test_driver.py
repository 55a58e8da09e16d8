"""The driver: every run on record once, errors beside them, killers given up on, and a stop that loses nothing."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from ploughshare.analysis.experiments.places import with_values
from ploughshare.analysis.outcomes import OUTCOMES, measure, measure_series, parse_outcomes
from ploughshare.analysis.sweep.batch import BatchResult, do_runs, run_batch, simulate_and_measure, work_of
from ploughshare.analysis.sweep.driver import Listener, Progress, SweepDriver
from ploughshare.analysis.sweep.plan import PlannedRun, SweepPlan
from ploughshare.analysis.sweep.pools import Done, InThisProcess, Pool
from ploughshare.errors import PloughshareError
from ploughshare.record.run_store.parts import parts_on_disk
from ploughshare.record.run_store.reading import open_sweep
from ploughshare.record.run_store.writer import reopen_store
from ploughshare.record.tables import run_tables
from ploughshare.scenario.schema import Scenario

from .conftest import Load, planned, stand_in, stored, work


class Scripted(InThisProcess):
    """Two workers in this process; batches come back last first, as `outcome` says, none or those that hold a killer dead."""

    def __init__(self, plan: SweepPlan, killers: Sequence[int] = (), seconds: float = 0.001) -> None:
        super().__init__(work(plan))
        self.killers, self.seconds = killers, seconds
        self.sizes: list[int] = []
        self.most_waiting = 0

    def workers(self) -> int:
        return 2

    def submit(self, runs: Sequence[PlannedRun]) -> None:
        self.sizes.append(len(runs))
        super().submit(runs)
        self.most_waiting = max(self.most_waiting, self.waiting)

    def finished(self, seconds: float) -> list[Done]:
        if not self._batches:
            return []
        runs = self._batches.pop()
        if any(run.point in self.killers for run in runs):
            return [Done(runs, None, worker_died=True)]
        result = do_runs(self._work, runs)
        return [Done(runs, BatchResult(result.outcomes, result.errors, dict.fromkeys(result.seconds, self.seconds)))]


def drive(plan: SweepPlan, folder: Path, pool: Pool, **listener: Callable[..., object]) -> bool:
    with stored(plan, folder) if not (folder / "sweep.json").exists() else reopen_store(folder) as store:
        return SweepDriver(plan, store, pool, Listener(**listener)).drive()  # type: ignore[arg-type]


def test_every_run_is_on_record_once_with_its_own_numbers(load: Load, tmp_path: Path) -> None:
    plan = planned(load(replicates=3))
    assert drive(plan, tmp_path / "s", InThisProcess(work(plan)))
    runs = open_sweep(tmp_path / "s").runs()
    assert len(runs) == 60 and runs["key"].is_unique
    expected = 10 * runs["trust_gain"] + runs["will"] + runs["seed"] / 1000
    assert runs["integrated"].to_numpy() == pytest.approx(expected.to_numpy())
    assert runs["point"].tolist() == sorted(list(range(20)) * 3)


def test_the_real_model_measures_outcomes_at_the_end_and_by_month(load: Load, tmp_path: Path) -> None:
    loaded = load(size=2, population_scale=0.05, months=["2030-01", "2032-12"], outcomes=["integrated", "under_arms"])
    plan = planned(loaded)
    result = run_batch(work_of(loaded).packed(), list(plan.left(set())), plan.engine)
    assert not result.errors and len(result.outcomes) == 2
    for outcomes in result.outcomes.values():
        assert list(outcomes) == [
            "integrated", "under_arms", "integrated@2030-01", "integrated@2032-12", "under_arms@2030-01", "under_arms@2032-12",
        ]  # fmt: skip
        assert outcomes["integrated@2032-12"] == outcomes["integrated"] > outcomes["integrated@2030-01"] == 0


def test_measuring_gives_the_numbers_that_the_tables_of_a_run_give(training: Scenario) -> None:
    scenario = with_values(training, {("about", "population_scale"): 0.05})
    queries, months = parse_outcomes(OUTCOMES, scenario), ("2031-05", "2032-12")
    tables = run_tables(scenario, 3)
    expected = measure(tables, scenario, queries)
    for query in queries:
        series = measure_series(tables, scenario, query)
        expected.update({f"{query.text}@{month}": series[month] for month in months})
    measured = simulate_and_measure(scenario, 3, queries, months)
    assert measured == pytest.approx(expected, nan_ok=True, rel=0, abs=0)
    assert list(measured) == list(expected)


def test_other_code_on_a_worker_is_refused(load: Load) -> None:
    plan = planned(load())
    with pytest.raises(PloughshareError, match="another version of ploughshare"):
        run_batch(work(plan).packed(), [], "other code")


def test_errors_are_recorded_and_made_good_when_resumed(load: Load, tmp_path: Path) -> None:
    def fails_sometimes(scenario: Scenario, seed: int) -> dict[str, float]:
        if scenario.parameter("trust_gain") > 0.8:
            raise ValueError("trust is too easily won")
        return stand_in(scenario, seed)

    plan = planned(load())
    told: list[object] = []
    assert drive(plan, tmp_path / "s", InThisProcess(work(plan, fails_sometimes)), failed=told.append)
    before = open_sweep(tmp_path / "s")
    assert 0 < before.failed == len(told) == 20 - before.finished
    assert set(before.failures()["error"]) == {"ValueError: trust is too easily won"}
    with reopen_store(tmp_path / "s") as store:
        store.forget_failures()
        assert SweepDriver(plan, store, InThisProcess(work(plan)), Listener()).drive()
    after = open_sweep(tmp_path / "s")
    assert (after.finished, after.failed) == (20, 0)


def test_runs_that_kill_their_workers_are_given_up_and_the_rest_finish(load: Load, tmp_path: Path) -> None:
    plan = planned(load(size=200))
    pool = Scripted(plan, killers=[7, 150])
    assert drive(plan, tmp_path / "s", pool)
    now = open_sweep(tmp_path / "s")
    assert now.finished == 198 and sorted(now.failures()["point"]) == [7, 150]
    assert now.failures()["error"].str.contains("its worker died").all()
    assert now.runs()["key"].is_unique


def test_batches_hold_a_second_of_work_and_few_wait(load: Load, tmp_path: Path) -> None:
    plan = planned(load(size=3000))
    pool = Scripted(plan, seconds=0.02)
    drive(plan, tmp_path / "s", pool)
    assert pool.sizes[0] == 1 and max(pool.sizes) == 50 and pool.sizes.count(50) > 30
    assert pool.sizes[-1] < 10  # the rest is shared by all workers
    assert pool.most_waiting <= 4


def test_progress_counts_up_to_the_end(load: Load, tmp_path: Path) -> None:
    plan = planned(load())
    told: list[Progress] = []
    drive(plan, tmp_path / "s", InThisProcess(work(plan)), progress=told.append)
    assert (told[-1].finished, told[-1].failed, told[-1].total) == (20, 0, 20)
    assert told[-1].seconds_left == 0 and told[-1].runs_per_second > 0


@pytest.mark.parametrize("after", [2, 6, 12])
def test_stopped_and_resumed_equals_uninterrupted_byte_for_byte(load: Load, tmp_path: Path, after: int) -> None:
    plan = planned(load(replicates=2))
    drive(plan, tmp_path / "whole", InThisProcess(work(plan)))
    asked = 0

    def stop() -> bool:
        nonlocal asked
        asked += 1
        return asked > after

    assert not drive(plan, tmp_path / "halves", Scripted(plan), should_stop=stop)
    assert 0 < open_sweep(tmp_path / "halves").finished < 40
    assert drive(plan, tmp_path / "halves", Scripted(plan))
    found = []
    for name in ("whole", "halves"):
        with reopen_store(tmp_path / name) as store:
            store.compact()
        (part,) = parts_on_disk(tmp_path / name)
        found.append((tmp_path / name / "parts" / part).read_bytes())
    assert found[0] == found[1]


def test_a_pool_without_workers_is_waited_for(load: Load, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plan = planned(load())
    pool = Scripted(plan)
    counts = iter([0, 2])
    monkeypatch.setattr(pool, "workers", lambda: next(counts, 2))
    monkeypatch.setattr("ploughshare.analysis.sweep.driver.COUNT_SECONDS", 0.1)
    started = time.monotonic()
    assert drive(plan, tmp_path / "s", pool)
    assert time.monotonic() - started < 10 and open_sweep(tmp_path / "s").complete
