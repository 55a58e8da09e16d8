"""Starts are measured as users' processes start: with bytecode kept, in a folder of the benchmark's own."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from benchmarks.start import as_users_run, best, first_progress, seconds, up_to_the_end_of

KEPT = "import sys; assert not sys.dont_write_bytecode; import ploughshare.errors"
SLOW_TO_LEAVE = """
import atexit, os, time
os.mkdir({folder!r})

@atexit.register
def tidy_up():
    while time.process_time() < 1:
        pass
"""
SLOW_ONCE = """
import sys, time
from pathlib import Path
while not Path(sys.argv[1]).exists() and time.process_time() < 1:
    pass
Path(sys.argv[1]).touch()
"""


@pytest.fixture(autouse=True)
def bytecode_is_not_kept_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")


def bytecode(cache: Path, module: str) -> list[Path]:
    return list((cache / "bytecode").rglob(f"{module}.*.pyc"))


def test_bytecode_stands_in_the_cache_of_the_benchmark(tmp_path: Path) -> None:
    assert seconds([sys.executable, "-c", KEPT], tmp_path) > 0
    assert len(bytecode(tmp_path, "errors")) == 1


def test_the_run_that_fills_the_cache_does_not_count(tmp_path: Path) -> None:
    assert 0 < best([sys.executable, "-c", SLOW_ONCE, str(tmp_path / "was here")], tmp_path, times=1) < 1


def test_the_end_of_the_process_does_not_count(tmp_path: Path) -> None:
    assert seconds(up_to_the_end_of(SLOW_TO_LEAVE.format(folder=str(tmp_path / "was here"))), tmp_path) < 1
    assert (tmp_path / "was here").exists()


def test_first_progress_keeps_bytecode_too(tmp_path: Path) -> None:
    assert 0 < first_progress(["run", "no-such-country"], tmp_path) < 60
    assert bytecode(tmp_path, "run")


def test_machine_code_stands_beside_it_and_all_else_is_as_it_is_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PLOUGHSHARE_OF_THE_TEST", "kept")
    environment = as_users_run(tmp_path)
    assert Path(environment["NUMBA_CACHE_DIR"]).parent == tmp_path
    assert environment["PLOUGHSHARE_OF_THE_TEST"] == "kept"
    assert "PYTHONDONTWRITEBYTECODE" not in environment
