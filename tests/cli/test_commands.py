"""Every command through its real entry point: results, messages, exit codes, interruption, trouble with disks."""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd
import pytest

from ploughshare.record.reading import read_run

COMMAND = [sys.executable, "-m", "ploughshare"]


def call(*words: str, cwd: Path | None = None, **options: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, *words], capture_output=True, text=True, cwd=cwd, timeout=240, check=False, **options
    )  # type: ignore[call-overload, no-any-return]


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, subprocess.CompletedProcess[str]]:
    folder = tmp_path_factory.mktemp("run") / "out"
    return folder, call("run", "training", "--seeds", "2", "--csv", "--out", str(folder))


def test_run_shows_the_record_beside_the_runs_and_leaves_a_folder(
    finished: tuple[Path, subprocess.CompletedProcess[str]],
) -> None:
    folder, done = finished
    assert done.returncode == 0, done.stderr
    assert "Persons in pre-cantonment at most" in done.stdout and "What this model cannot tell" in done.stdout
    assert "seed 2 of 2 finished" in done.stderr
    run = read_run(folder)
    assert sorted(run.tables["states"]["seed"].unique()) == [1, 2]
    assert run.provenance["command"].startswith("ploughshare run training")
    assert set(run.provenance["parameters"]) and run.provenance["seeds"] == [1, 2]
    assert (folder / "summary.md").read_text(encoding="utf-8").count("| ") > 20
    assert len(list((folder / "figures").glob("*.png"))) == 8
    assert pd.read_csv(folder / "tables" / "states.csv")["persons"].sum() == run.tables["states"]["persons"].sum()


def test_the_tables_do_not_depend_on_the_number_of_processes(tmp_path: Path) -> None:
    for jobs in ("1", "2"):
        done = call("run", "training", "--seeds", "3", "--jobs", jobs, "--no-figures", "--out", str(tmp_path / jobs))
        assert done.returncode == 0, done.stderr
    for file in (tmp_path / "1" / "tables").iterdir():
        assert file.read_bytes() == (tmp_path / "2" / "tables" / file.name).read_bytes(), file.name


def test_json_is_one_object_and_french_is_french(tmp_path: Path) -> None:
    done = call("run", "training", "--seeds", "1", "--no-figures", "--json", "--out", str(tmp_path / "a"))
    shown = json.loads(done.stdout)
    assert shown["finished_seeds"] == [1] and shown["facts"][0]["id"] == "pre_cantonment_peak"
    done = call("run", "training", "--seeds", "1", "--no-figures", "--language", "fr", "--out", str(tmp_path / "b"))
    assert "Ce que ce modèle ne peut pas dire" in done.stdout
    assert "MANQUÉ" in done.stdout or "oui" in done.stdout


def test_what_ifs_and_settings_are_on_record(tmp_path: Path) -> None:
    folder = tmp_path / "a"
    words = (
        "run",
        "training",
        "wages-paid-on-time",
        "--set",
        "government.will=0.7",
        "--history",
        "replay",
        "--scale",
        "0.5",
    )
    done = call(*words, "--seeds", "1", "--no-figures", "--out", str(folder))
    assert done.returncode == 0, done.stderr
    provenance = read_run(folder).provenance
    assert provenance["overlays"] == ["wages-paid-on-time"] and provenance["settings"] == ["government.will=0.7"]
    assert provenance["history"] == "replay" and provenance["population_scale"] == 0.5
    assert "--history replay --scale 0.5 --set government.will=0.7" in provenance["command"]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("run", "training", "--seeds", "0"), "--seeds must be between 1 and"),
        (("run", "training", "--seeds", "many"), "--seeds"),
        (("run", "training", "--jobs", "-1"), "--jobs must be 0 or more"),
        (("run", "training", "--first-seed", "-1"), "--first-seed must be 0 or more"),
        (("run", "training", "--history", "repaly"), "did you mean replay?"),
        (("run", "training", "--language", "de"), "--language must be one of en, fr"),
        (("run", "training", "--scale", "0"), "--scale must be above 0"),
        (("run", "trainning"), "did you mean"),
        (("run", "training", "patrols-expires"), "did you mean 'patrols-expire'?"),
        (("run", "training", "--set", "goverment.will=1"), "there is no 'goverment' to change"),
        (("run", "training", "--set", "government.will"), "is not a setting"),
        (("run", "training", "--sed", "3"), "No such option"),
        (("run",), "Missing"),
        (("rum", "training"), "Did you mean 'run'?"),
        (("scenario", "check", "nowhere"), "there is no scenario 'nowhere'"),
        (("scenario", "chek", "training"), "No such command"),
        (("scenario", "new", "training copy"), "cannot be a scenario's name"),
        (("parameters", "training", "--rule", "choise"), "did you mean choice?"),
    ],
)
def test_bad_usage_is_one_clear_message_and_exit_code_2(words: tuple[str, ...], expected: str, tmp_path: Path) -> None:
    done = call(*words, cwd=tmp_path)
    assert done.returncode == 2, (done.stdout, done.stderr)
    assert expected in done.stderr and "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_broken_scenario_shows_every_problem(tmp_path: Path) -> None:
    call("scenario", "new", str(tmp_path / "mine"))
    file = tmp_path / "mine" / "groups.yaml"
    file.write_text(
        file.read_text(encoding="utf-8").replace("armed: 620", "armed: -1").replace("attachment: 0.7", "attachment: 7"),
        encoding="utf-8",
    )
    done = call("scenario", "check", str(tmp_path / "mine"))
    assert done.returncode == 2 and done.stderr.count("groups.yaml:") == 2 and "Traceback" not in done.stderr
    listed = json.loads(call("scenario", "check", str(tmp_path / "mine"), "--json").stdout)
    assert len(listed["problems"]) == 2 and listed["problems"][0]["line"] > 1


def test_check_diff_new_schema_and_parameters(tmp_path: Path) -> None:
    assert "no problems" in call("scenario", "check", "training", "patrols-expire").stdout
    assert (
        "mixed_patrols.expiry_months: null -> 9"
        in call("scenario", "diff", "training", "training+patrols-expire").stdout
    )
    assert json.loads(call("scenario", "diff", "training", "training", "--json").stdout) == []
    made = call("scenario", "new", "mine", cwd=tmp_path)
    assert made.returncode == 0 and (tmp_path / "mine" / "what-if").is_dir()
    assert call("scenario", "schema", "--out", str(tmp_path / "schema")).stdout.count(".schema.json") == 12
    rows = json.loads(call("parameters", "training", "--rule", "choice", "--json").stdout)
    assert {"income_weight", "trust_weight"} <= {row["name"] for row in rows}
    assert all(row["source"] and row["prior"] and row["unit"] for row in rows)
    assert "nest_dissimilarity" in call("parameters", "training").stdout


@pytest.mark.parametrize(
    "words",
    [("--help",), ("run", "--help"), ("scenario", "--help"), ("scenario", "check", "--help"), ("parameters", "--help")],
)
def test_help_is_there_with_examples(words: tuple[str, ...]) -> None:
    done = call(*words)
    assert done.returncode == 0
    if words not in (("--help",), ("scenario", "--help")):
        assert done.stdout.count("ploughshare ") >= 3


def test_help_loads_nothing_heavy() -> None:
    code = "import sys; sys.argv=['ploughshare','--help']\nfrom ploughshare.cli.main import main\ntry: main()\nexcept SystemExit: pass\n"
    code += "print([m for m in ('numpy','pandas','mesa','matplotlib','pydantic') if m in sys.modules], file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stderr.strip().splitlines()[-1] == "[]"


def test_version() -> None:
    assert call("--version").stdout.startswith("ploughshare 0.")


# -- interruption and trouble


def _part_count(folder: Path) -> int:
    return len(list((folder / "parts").glob("seed-*"))) if (folder / "parts").is_dir() else 0


def test_ctrl_c_keeps_finished_seeds(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    process = subprocess.Popen(
        [*COMMAND, "run", "training", "--seeds", "200", "--jobs", "2", "--no-figures", "--out", str(folder)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    for _ in range(600):
        if _part_count(folder) >= 2:
            break
        time.sleep(0.1)
    os.killpg(process.pid, signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 130, errors
    assert "Traceback" not in errors
    run = read_run(folder)
    assert 2 <= len(run.provenance["finished_seeds"]) < 200
    assert sorted(run.tables["states"]["seed"].unique()) == run.provenance["finished_seeds"]


def test_kill_9_leaves_whole_seeds(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    process = subprocess.Popen(
        [*COMMAND, "run", "training", "--seeds", "200", "--jobs", "1", "--no-figures", "--out", str(folder)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    for _ in range(600):
        if _part_count(folder) >= 2:
            break
        time.sleep(0.1)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait(timeout=30)
    from ploughshare.record.run_folder import read_parts

    assert read_parts(folder)["states"]["seed"].nunique() >= 2


def _workers(process: subprocess.Popen[str]) -> list[int]:
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    found = [int(pid) for pid in children.read_text(encoding="utf-8").split()] if children.exists() else []
    return [pid for pid in found if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()]


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="finds worker processes through /proc")
def test_a_killed_worker_loses_no_seed(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    words = ["run", "training", "--seeds", "30", "--jobs", "2", "--no-figures", "--json", "--out", str(folder)]
    process = subprocess.Popen([*COMMAND, *words], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    for _ in range(1200):
        if _part_count(folder) >= 1 and _workers(process):
            break
        time.sleep(0.05)
    os.kill(_workers(process)[-1], signal.SIGKILL)
    shown, _ = process.communicate(timeout=200)
    assert process.returncode == 0
    assert json.loads(shown)["finished_seeds"] == list(range(1, 31))


def test_an_occupied_or_impossible_folder_is_refused_before_any_work(tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "thesis.txt").write_text("mine", encoding="utf-8")
    done = call("run", "training", "--seeds", "1", "--out", str(tmp_path / "full"))
    assert done.returncode == 2 and "is not empty" in done.stderr
    done = call("run", "training", "--seeds", "1", "--out", str(tmp_path / "full" / "thesis.txt" / "out"))
    assert done.returncode == 1 and "Traceback" not in done.stderr and "file is in the way" in done.stderr


def test_a_full_disk_is_one_clear_error(tmp_path: Path) -> None:
    def small_files() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))

    done = call(
        "run",
        "training",
        "--seeds",
        "1",
        "--jobs",
        "1",
        "--no-figures",
        "--out",
        str(tmp_path / "out"),
        preexec_fn=small_files,
    )
    assert done.returncode == 1 and "Traceback" not in done.stderr and str(tmp_path / "out") in done.stderr
