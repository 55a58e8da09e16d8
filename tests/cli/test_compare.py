"""`ploughshare compare` through its real entry point: results, messages, exit codes, interruption."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd
import pytest

COMMAND = [sys.executable, "-m", "ploughshare", "compare"]


def call(*words: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*COMMAND, *words], capture_output=True, text=True, cwd=cwd, timeout=240, check=False)


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, subprocess.CompletedProcess[str]]:
    folder = tmp_path_factory.mktemp("compare") / "out"
    words = ("training", "wages-paid-on-time", "patrols-expire+wages-paid-on-time", "--set", "government.will=0.9")
    options = ("--seeds", "4", "--jobs", "1", "--outcome", "interim_months", "--outcome", "integrated:women=yes")
    return folder, call(*words, *options, "--csv", "--out", str(folder))


def test_levels_differences_sentences_and_limits_are_shown(
    finished: tuple[Path, subprocess.CompletedProcess[str]],
) -> None:
    folder, done = finished
    assert done.returncode == 0, done.stderr
    for text in ("wages-paid-on-time", "patrols-expire+wages-paid-on-time", "government.will=0.9"):
        assert f"What if: {text}" in done.stdout
    assert (
        "Months of the interim measure: 18 fewer (months) at the end of 2032-12; 90 % of paired runs: 18 fewer"
        in done.stdout
    )
    assert "women attached to the groups at the start" in done.stdout
    assert "What this model cannot tell" in done.stdout and "Where the money would come from" in done.stdout
    assert "run 16 of 16 finished" in done.stderr
    assert (folder / "summary.md").read_text(encoding="utf-8").count("| ") > 60


def test_the_folder_holds_tidy_tables_figures_and_the_command(
    finished: tuple[Path, subprocess.CompletedProcess[str]],
) -> None:
    folder, _ = finished
    values = pd.read_parquet(folder / "values.parquet").set_index(["variant", "outcome", "seed"])["value"]
    paired = pd.read_csv(folder / "paired_values.csv").set_index(["variant", "outcome", "seed"])["difference"]
    assert len(values) == 4 * 2 * 4 and len(paired) == 3 * 2 * 4
    for (variant, outcome, seed), difference in paired.items():
        assert difference == values[variant, outcome, seed] - values["baseline", outcome, seed]
    differences = pd.read_parquet(folder / "differences.parquet").set_index(["variant", "outcome"])
    stacked = differences.loc[("patrols-expire+wages-paid-on-time", "interim_months")]
    assert stacked["median"] == -18 and stacked["direction"] == stacked["expected"] == "fewer"
    assert {file.name for file in (folder / "figures").glob("*.svg")} == {
        "paired_differences.svg",
        "differences_table.svg",
    }
    record = json.loads((folder / "compare.json").read_text(encoding="utf-8"))
    assert record["command"].startswith(
        "ploughshare compare training wages-paid-on-time patrols-expire+wages-paid-on-time"
    )
    assert record["seeds"] == [1, 2, 3, 4] and len({case["scenario_hash"] for case in record["cases"]}) == 4


def test_its_own_command_and_more_processes_give_the_same_tables(
    finished: tuple[Path, subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    folder, _ = finished
    words = json.loads((folder / "compare.json").read_text(encoding="utf-8"))["command"].split()[2:]
    again = call(*words, "--jobs", "2", "--out", str(tmp_path / "again"))
    assert again.returncode == 0, again.stderr
    for name in ("values", "paired_values", "levels", "differences"):
        assert (folder / f"{name}.parquet").read_bytes() == (tmp_path / "again" / f"{name}.parquet").read_bytes()
    for name in ("paired_differences.svg", "differences_table.svg"):
        first, second = folder / "figures" / name, tmp_path / "again" / "figures" / name
        assert first.read_bytes() == second.read_bytes()


def test_a_grid_is_one_object_in_json_and_a_figure(tmp_path: Path) -> None:
    words = (
        "training",
        "--grid",
        "government.pay_discipline=0.2,0.9",
        "--seeds",
        "2",
        "--jobs",
        "1",
        "--language",
        "fr",
    )
    done = call(*words, "--outcome", "pay_days_kept", "--json", "--out", str(tmp_path / "out"))
    shown = json.loads(done.stdout)
    low, high = (row["mean"] for row in shown["differences"])
    assert low < high
    grid = pd.read_parquet(tmp_path / "out" / "grid.parquet")
    assert list(grid["value"]) == [0.2, 0.9] and set(grid["path"]) == {"government.pay_discipline"}
    assert (tmp_path / "out" / "figures" / "grid_response.png").is_file()
    assert "Jours de paie honorés" in shown["sentences"][1]["sentences"][0]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("training",), "nothing to compare with the baseline"),
        (("training", "patrols-expires"), "did you mean 'patrols-expire'?"),
        (("training+patrols-expire", "patrols-expire"), "sets nothing"),
        (
            ("training", "--set", "government.pay_discipline=0.1", "--set", "government.pay_discipline=0.2"),
            "--set gives government.pay_discipline twice",
        ),
        (("training", "--grid", "programmes.*.pay=0.5..2:5"), "did you mean pay_xof_per_month?"),
        (("training", "patrols-expire", "--outcome", "integratd"), "did you mean integrated?"),
        (("training", "patrols-expire", "--precision", "integrated"), "OUTCOME=HALF_WIDTH"),
        (("training", "patrols-expire", "--most-seeds", "0"), "--most-seeds must be between"),
        (("training", "patrols-expire", "--seeds", "0"), "--seeds must be between 1 and"),
    ],
)
def test_bad_usage_is_one_clear_message_and_exit_code_2(words: tuple[str, ...], expected: str, tmp_path: Path) -> None:
    done = call(*words, cwd=tmp_path)
    assert done.returncode == 2, (done.stdout, done.stderr)
    assert expected in done.stderr and "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_changed_population_is_explained_and_compared_unpaired(tmp_path: Path) -> None:
    words = ("training", "--set", "groups.River_Front.persons.armed=900", "--seeds", "2", "--jobs", "1", "--no-figures")
    done = call(*words, "--outcome", "under_arms", "--out", str(tmp_path / "out"))
    assert done.returncode == 0, done.stderr
    assert "cannot be paired, because the number of persons changes in River_Front" in " ".join(done.stdout.split())
    assert "not paired" in done.stdout
    row = pd.read_parquet(tmp_path / "out" / "differences.parquet").iloc[0]
    assert not row["paired"] and pd.isna(row["gain"])
    assert pd.read_parquet(tmp_path / "out" / "paired_values.parquet").empty


def test_interruption_keeps_finished_seeds(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    words = ("training", "patrols-expire", "--seeds", "60", "--jobs", "1", "--no-figures", "--out", str(folder))
    process = subprocess.Popen(
        [*COMMAND, *words, "--outcome", "integrated"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stderr is not None
    for line in process.stderr:
        if line.startswith("run 12 of"):
            break
    time.sleep(0.1)
    process.send_signal(signal.SIGINT)
    shown, said = process.communicate(timeout=60)
    assert process.returncode == 130, said
    assert "What if: patrols-expire" in shown
    record = json.loads((folder / "compare.json").read_text(encoding="utf-8"))
    assert record["interrupted"] and 6 <= len(record["seeds"]) < 60
