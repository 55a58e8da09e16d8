"""What is measured of sweeps, on tiny ones in this process."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from benchmarks import sweep_times
from benchmarks.measures import Measure, Report, read_report
from benchmarks.sweeps import overhead, storage
from benchmarks.sweeps.driving import Driven, spread, sweeper

from ploughshare.errors import UsageError
from ploughshare.record.run_store import writer
from ploughshare.record.run_store.reading import open_sweep


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Measure]]:
    """A sweep of 300 instant runs, and what was measured on the way."""
    folder = tmp_path_factory.mktemp("sweeps") / "small"
    return folder, storage.driving(folder, 300, 1, most_in_batch=30)


def test_overhead_is_what_a_run_takes_beyond_its_own_time() -> None:
    driven = Driven(runs=100, wall_s=0.4, cpu_s=0.7)
    assert overhead.by_clock_ms(driven, 2, 5.0) == pytest.approx(3.0)
    assert overhead.by_processor_ms(driven, 5.0) == pytest.approx(2.0)
    assert overhead.by_processor_ms(driven, 8.0) == pytest.approx(-1.0)  # not cut off at 0


def test_the_stand_in_keeps_a_core_busy_as_long_as_it_says() -> None:
    with sweeper(1, overhead.busy(20)) as ready:
        started = time.process_time()
        driven = ready.timed(10)
        taken = time.process_time() - started
    assert driven.runs == 10
    assert 0.2 <= driven.cpu_s <= taken


def test_repetitions_are_told_with_their_spread() -> None:
    assert spread([0.3, 0.1, -0.2]) == "median of 3, -0.20 to 0.30"
    assert spread([1.0]) == "once"


def test_a_store_is_measured_by_size_and_by_the_commands_that_read_it(small: tuple[Path, list[Measure]]) -> None:
    folder, driven = small
    assert driven[0].key == "sweeps.driver_rate" and driven[0].value > 0
    sizes = {measure.key: measure.value for measure in storage.sizes(folder)}
    assert sizes["sweeps.bytes_a_run"] > 12 * 8  # the factors alone
    assert open_sweep(folder).finished == 300
    read = {measure.key: measure for measure in storage.reading(folder, times=1)}
    assert {measure.unit for measure in read.values()} == {"s"} and all(measure.value > 0 for measure in read.values())
    assert read["sweeps.list"].floor == 1.0


def test_times_of_a_sweep_come_from_its_record(
    small: tuple[Path, list[Measure]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, _ = small
    stored, report = open_sweep(folder), tmp_path / "report.json"
    Report({"cores": 2}, (Measure("engines.x", "Kept", 1.0, "x"),)).write(report)
    assert sweep_times.main([str(folder), "--into", str(report)]) == 0
    assert "workers at work on average" in " ".join(capsys.readouterr().out.split())
    written = read_report(report)
    assert written.value("engines.x") == 1.0
    assert written.value("sweep_times.sobol-dozen.runs") == 300
    assert written.value("sweep_times.sobol-dozen.wall") == stored.manifest.wall_seconds > 0
    workers = written.value("sweep_times.sobol-dozen.workers")
    assert workers is not None and 0 < workers <= 1.0  # one process


def test_a_folder_without_times_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert sweep_times.main([str(tmp_path)]) == 2
    assert "holds no sweep" in capsys.readouterr().err


def test_a_store_from_before_times_were_kept_says_so(
    small: tuple[Path, list[Measure]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer.Manifest, "wall_seconds", 0.0)
    with pytest.raises(UsageError, match="keeps no times"):
        sweep_times.measures_of(open_sweep(small[0]))
