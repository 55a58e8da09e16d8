"""`ploughshare sweep` and `ploughshare results` through their real entry point: kills, stops, resumes, extensions, refusals."""

from __future__ import annotations

import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd
import pytest

from ploughshare.record.run_store.locking import FolderLock
from ploughshare.record.run_store.parts import parts_on_disk
from ploughshare.record.run_store.reading import open_sweep
from ploughshare.record.run_store.writer import reopen_store

COMMAND = [sys.executable, "-m", "ploughshare"]
EXPERIMENT = """\
title: {en: A test of sweeps, fr: Un essai de balayage}
question: {en: "What moves it?", fr: "Qu'est-ce qui le change ?"}
scenario: training
population_scale: 0.02
outcomes: [integrated, trust_government]
method: sobol
size: 8
second_order: false
factors:
  trust_gain:
  will: {path: government.will, range: [0.2, 0.8]}
"""


def call(*words: str, **options: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*COMMAND, *words], capture_output=True, text=True, timeout=240, check=False, **options)  # type: ignore[call-overload, no-any-return]


def popen(*words: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [*COMMAND, *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )


def wait_for_runs(folder: Path, runs: int) -> None:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        if (folder / "sweep.json").exists() and open_sweep(folder).finished >= runs:
            return
        time.sleep(0.05)
    raise AssertionError(f"no {runs} runs on record in time")


def stays_alive(group: int, seconds: float = 20) -> bool:
    """Whether a process of the group is still there after a while."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return False
        time.sleep(0.1)
    return True


@pytest.fixture(scope="module")
def experiment(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("experiment") / "small.yaml"
    file.write_text(EXPERIMENT, encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def swept(experiment: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, subprocess.CompletedProcess[str]]:
    """A sweep that nothing disturbed."""
    folder = tmp_path_factory.mktemp("sweep") / "whole"
    return folder, call("sweep", str(experiment), "--jobs", "1", "--out", str(folder))


def compacted(folder: Path) -> bytes:
    with reopen_store(folder) as store:
        store.compact()
    (part,) = parts_on_disk(folder)
    return (folder / "parts" / part).read_bytes()


def test_a_sweep_leaves_its_runs_and_says_what_it_cannot_tell(
    swept: tuple[Path, subprocess.CompletedProcess[str]],
) -> None:
    folder, done = swept
    assert done.returncode == 0, done.stderr
    assert "Trust in the government" in done.stdout and "What this model cannot tell" in done.stdout
    assert "finished with 32 of 32 runs on record, 0 failed" in done.stderr and "a second" in done.stderr
    runs = open_sweep(folder).runs()
    assert runs["point"].tolist() == list(range(32)) and runs["trust_government"].nunique() > 1
    entries = open_sweep(folder).description.entries
    assert entries["command"].startswith("ploughshare sweep ") and entries["code"]["engine"]
    assert entries["population_scale"] == 0.02 and entries["problem"]["num_vars"] == 2


def test_three_processes_give_the_bytes_of_one(
    experiment: Path, swept: tuple[Path, subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    by_one, by_three = tmp_path / "one", tmp_path / "three"
    shutil.copytree(swept[0], by_one)
    done = call("sweep", str(experiment), "--jobs", "3", "--out", str(by_three))
    assert done.returncode == 0, done.stderr
    assert compacted(by_three) == compacted(by_one)


@pytest.mark.parametrize(("jobs", "size"), [("1", 8), pytest.param("2", 128, marks=pytest.mark.slow)])
def test_kill_9_loses_only_runs_in_flight_and_resuming_gives_the_same_bytes(
    experiment: Path, tmp_path: Path, jobs: str, size: int
) -> None:
    """Two workers hand in batches: the sample is large enough that they have not ended when the driver is killed."""
    folder, whole, total = tmp_path / "killed", tmp_path / "whole", 4 * size
    sweep = ("sweep", str(experiment), "--size", str(size))
    process = popen(*sweep, "--jobs", jobs, "--out", str(folder))
    wait_for_runs(folder, 3)
    process.kill()  # the driver alone
    process.communicate()
    assert not stays_alive(process.pid)  # its workers notice
    on_record = open_sweep(folder).finished
    assert 3 <= on_record < total
    done = call(*sweep, "--jobs", "1", "--out", str(folder), "--resume", "--json")
    assert done.returncode == 0, done.stderr
    events = [json.loads(line) for line in done.stdout.splitlines()]
    assert events[0] == {"event": "started", "folder": str(folder), "finished": on_record, "total": total}
    assert events[-1] == {"event": "finished", "folder": str(folder), "finished": total, "failed": 0, "total": total}
    assert call(*sweep, "--jobs", "1", "--out", str(whole)).returncode == 0
    assert compacted(folder) == compacted(whole)


def test_ctrl_c_keeps_what_is_finished_and_no_process_stays(experiment: Path, tmp_path: Path) -> None:
    folder = tmp_path / "stopped"
    process = popen("sweep", str(experiment), "--size", "64", "--jobs", "2", "--out", str(folder))
    wait_for_runs(folder, 2)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to the workers too
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 130, errors
    assert "Traceback" not in errors and "stopped with" in errors
    assert 2 <= open_sweep(folder).finished < 256
    assert not stays_alive(process.pid)


def test_a_sweep_grows_and_keeps_its_runs(
    experiment: Path, swept: tuple[Path, subprocess.CompletedProcess[str]]
) -> None:
    folder = swept[0]
    before = open_sweep(folder).runs()
    again = call("sweep", str(experiment), "--jobs", "1", "--out", str(folder))
    assert again.returncode == 2 and "32 of 32 runs on record" in again.stderr and "--extend SIZE" in again.stderr
    grown = call("sweep", str(experiment), "--jobs", "1", "--out", str(folder), "--extend", "16", "--language", "fr")
    assert grown.returncode == 0, grown.stderr
    assert "Ce que ce modèle ne peut pas dire" in grown.stdout
    after = open_sweep(folder)
    assert after.complete and after.total == 64
    pd.testing.assert_frame_equal(after.runs().iloc[:32], before)


def test_what_changed_is_said_when_a_sweep_is_resumed_otherwise(
    experiment: Path, swept: tuple[Path, subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    text = EXPERIMENT.replace("[0.2, 0.8]", "[0.2, 0.7]") + "settings: {government.trust_in_groups: 0.6}\n"
    changed = tmp_path / "small.yaml"
    changed.write_text(text, encoding="utf-8")
    done = call("sweep", str(changed), "--out", str(swept[0]), "--resume")
    assert done.returncode == 2 and "Traceback" not in done.stderr
    assert "factor will: distribution" in done.stderr and "government.trust_in_groups: 0.35 -> 0.6" in done.stderr
    assert "--new begins another sweep beside it" in done.stderr


def test_other_code_is_refused(
    experiment: Path, swept: tuple[Path, subprocess.CompletedProcess[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    from ploughshare.analysis.sweep import opening
    from ploughshare.errors import UsageError
    from ploughshare.record import provenance

    modules = {**provenance.engine_modules(), "rules/trust.py": "changed"}
    monkeypatch.setattr("ploughshare.analysis.sweep.description.engine_modules", lambda: modules)
    with pytest.raises(UsageError, match=r"what changed: code: rules/trust\.py .*--new begins another"):
        opening.open_sweep_for(opening.SweepRequest(str(experiment), "resume", swept[0], {}))


def test_two_sweeps_on_one_folder_are_refused(
    experiment: Path, swept: tuple[Path, subprocess.CompletedProcess[str]]
) -> None:
    with FolderLock(swept[0]):
        done = call("sweep", str(experiment), "--out", str(swept[0]), "--resume")
    assert done.returncode == 2 and f"another sweep is writing here: process {os.getpid()}" in done.stderr


@pytest.mark.parametrize(
    ("words", "code", "expected"),
    [
        (("sobol-dozn",), 2, "did you mean 'sobol-dozen'?"),
        (("SMALL", "--jobs", "-1"), 2, "--jobs must be 0 or more"),
        (("SMALL", "--jobs", "2", "--scheduler", "tcp://127.0.0.1:9"), 2, "exclude each other"),
        (("SMALL", "--resume", "--new"), 2, "exclude each other"),
        (("SMALL", "--seeds", "0"), 2, "--seeds must be 1 or more"),
        (("SMALL", "--size", "24"), 2, "--size 24: size: must be a power of two for sobol"),
        (("SMALL", "--resume"), 2, "holds no sweep to go on with"),
        (("SMALL", "--scheduler", "tcp://127.0.0.1:9"), 1, "no scheduler answers at tcp://127.0.0.1:9"),
        (("SMALL", "--out", "file/inside"), 1, "a file is in the way"),
        (("SMALL", "--out", "mine"), 2, "mine is not empty"),
    ],
)
def test_bad_usage_is_one_clear_message(
    words: tuple[str, ...], code: int, expected: str, experiment: Path, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("mine", encoding="utf-8")
    given = [str(experiment) if word == "SMALL" else word for word in words]
    done = call("sweep", *given, cwd=tmp_path)
    assert done.returncode == code, (done.stdout, done.stderr)
    assert expected in done.stderr and "Traceback" not in done.stderr


def test_a_full_disk_is_one_clear_error(experiment: Path, tmp_path: Path) -> None:
    def small_files() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))

    done = call("sweep", str(experiment), "--jobs", "1", "--out", str(tmp_path / "s"), preexec_fn=small_files)
    assert done.returncode == 1 and "Traceback" not in done.stderr
    assert "cannot write results" in done.stderr and str(tmp_path / "s") in done.stderr


def test_a_dry_run_counts_and_does_nothing(tmp_path: Path) -> None:
    done = call("sweep", "wages-trust-illicit-income", "--dry-run", "--size", "16", "--seeds", "2", cwd=tmp_path)
    assert done.returncode == 0 and "128 sample points x 2 seeds = 256 runs" in done.stdout
    assert "income_sources.*.income_xof_per_month" in done.stdout and list(tmp_path.iterdir()) == []


def test_results_are_listed_shown_exported_pruned_and_asked(
    swept: tuple[Path, subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    folder = swept[0]
    (listed,) = json.loads(call("results", "list", str(folder.parent), "--json").stdout)
    assert listed["experiment"] == "small" and listed["finished"] == listed["total"]
    shown = json.loads(call("results", "show", str(folder), "--json").stdout)
    assert set(shown["quantiles"]) == {"integrated", "trust_government"} and shown["failures"] == []
    exported = call("results", "export", str(folder), "--out", str(tmp_path / "all.csv"))
    assert exported.returncode == 0 and len(pd.read_csv(tmp_path / "all.csv")) == listed["total"]
    (folder / "parts" / ".part-000099.parquet").write_bytes(b"half")
    assert "1 files removed" in call("results", "prune", str(folder)).stdout
    query = "SELECT count(*) AS n, max(point) AS last FROM runs"
    (row,) = json.loads(call("results", "sql", str(folder), query, "--json").stdout)
    assert row == {"n": listed["total"], "last": listed["total"] - 1}
    wrong = call("results", "sql", str(folder), "SELECT nothing FROM runs")
    assert wrong.returncode == 2 and "nothing" in wrong.stderr and "Traceback" not in wrong.stderr


def test_help_has_examples() -> None:
    for words in (("sweep",), ("results", "sql"), ("results", "export")):
        done = call(*words, "--help")
        assert done.returncode == 0 and done.stdout.count("ploughshare ") >= 3
