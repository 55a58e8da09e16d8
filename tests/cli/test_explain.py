"""`ploughshare explain` through its real entry point."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

COMMAND = [sys.executable, "-m", "ploughshare", "explain", "training"]
ASKED = ("--group", "river-alliance", "--month", "2031-09", "--option", "reinsertion", "--seeds", "2")


def call(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*COMMAND, *words], capture_output=True, text=True, timeout=240, check=False)


@pytest.fixture(scope="module")
def answered(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, subprocess.CompletedProcess[str]]:
    folder = tmp_path_factory.mktemp("explain") / "out"
    words = ("--against", "wages-paid-on-time+programmes.reinsertion.promotion=0.9")
    return folder, call(*ASKED, *words, "--place", "lowlands", "--out", str(folder), "--csv", "--jobs", "1")


def test_the_answer_is_told_with_intervals_and_ends_with_limits(
    answered: tuple[Path, subprocess.CompletedProcess[str]],
) -> None:
    folder, done = answered
    assert done.returncode == 0, done.stderr
    assert "Of 100 persons of River_Alliance under arms in the region lowlands" in done.stdout
    for part in ("had not heard of it", "pay reliability", "total gap", "Who switched", "terms moved", "exploitation"):
        assert part in done.stdout, part
    assert done.stdout.index("What this model cannot tell") > done.stdout.index("keep this month's pay day")
    assert "seed 2 of 2 finished" in done.stderr
    for name in ("explanation.md", "rows.csv", "summary.parquet", "utility_gap.svg", "utility_gap.png"):
        assert (folder / name).stat().st_size > 500
    made = json.loads((folder / "explanation.json").read_text(encoding="utf-8"))
    assert made["command"].startswith("ploughshare explain training --group river-alliance") and made["seeds"] == [1, 2]
    rows = pd.read_parquet(folder / "rows.parquet")
    gap = rows[(rows["section"] == "gap, asked") & (rows["part"] == "")]
    for _, one in gap.groupby(["seed", "run"]):
        whole = one["item"] == "gap"
        assert one[~whole]["value"].sum() == pytest.approx(one[whole]["value"].sum(), abs=1e-9)
    assert "What this model cannot tell" in (folder / "explanation.md").read_text(encoding="utf-8")


def test_json_is_one_object_whatever_the_number_of_processes() -> None:
    one, two = (call(*ASKED, "--json", "--jobs", jobs, "--among", "everyone") for jobs in ("1", "2"))
    assert one.returncode == 0, one.stderr
    assert one.stdout == two.stdout
    told = json.loads(one.stdout)
    assert told["question"]["party"] == "River_Alliance" and told["limits"]
    assert {"mean", "median", "q05", "q95", "seeds"} <= set(told["summary"][0])


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("--group", "River_Aliance", "--month", "2031-09"), "did you mean River_Alliance?"),
        (("--group", "Hill_Guard", "--month", "2031-09", "--place", "highland"), "did you mean highlands?"),
        (("--group", "Hill_Guard", "--month", "2039-09"), "the scenario runs from 2030-01 to 2032-12"),
        (("--group", "Hill_Guard", "--month", "2031-09", "--option", "reinserton"), "did you mean reinsertion?"),
        (
            ("--group", "Hill_Guard", "--month", "2031-09", "--against", "wages-paid"),
            "did you mean 'wages-paid-on-time'?",
        ),
        (("--group", "Hill_Guard", "--month", "2031-09", "--csv"), "add --out FOLDER"),
        (("--month", "2031-09"), "Missing option '--group'"),
        (
            (
                "--group",
                "Hill_Guard",
                "--month",
                "2030-02",
                "--place",
                "reed_harbour",
                "--among",
                "serving",
                "--seeds",
                "1",
            ),
            "try --among armed, home, everyone",
        ),
    ],
)
def test_bad_usage_is_one_clear_message_and_exit_code_2(words: tuple[str, ...], expected: str) -> None:
    done = call(*words)
    assert done.returncode == 2, (done.stdout, done.stderr)
    assert expected in done.stderr and "Traceback" not in done.stderr and done.stdout == ""


def test_help_has_two_examples_and_loads_nothing_heavy() -> None:
    done = call("--help")
    assert done.returncode == 0 and done.stdout.count("ploughshare explain ") >= 2
    code = "import sys; sys.argv=['ploughshare','explain','--help']\nfrom ploughshare.cli.main import main\n"
    code += "try: main()\nexcept SystemExit: pass\n"
    code += "print([m for m in ('numpy','pandas','mesa','matplotlib','yaml') if m in sys.modules], file=sys.stderr)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert loaded.stderr.strip().splitlines()[-1] == "[]"
