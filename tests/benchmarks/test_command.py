"""The command, its table and its comparison with what is recorded."""

from __future__ import annotations

import json
import math
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from benchmarks import check, memory, peers, timing
from benchmarks.measures import Measure, Report, read_report
from benchmarks.table import markdown, number, target

ROOT = Path(__file__).resolve().parents[2]
SPEED = Measure("engines.full.x_lean_mesa", "Against lean Mesa", 80.0, "x", 60.0, 120.0, is_ratio=True)
SHARE = Measure("engines.full.outside_share", "Outside", 0.2, "share", 0.25, 0.25, "less", is_ratio=True)
MACHINE = {"processor": "p", "cores": 2, "memory_gb": 8, "system": "s", "python": "3", "packages": {}, "commit": "c"}


def command(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "benchmarks", *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )


def test_help_shows_every_benchmark_and_two_examples() -> None:
    done = command("--help")
    assert done.returncode == 0
    assert done.stdout.count("python -m benchmarks --") >= 2
    for name in ("engines", "roofline", "profile", "growth", "ensemble", "start", "memory", "sweeps", "peers"):
        assert name in done.stdout


def test_an_unknown_benchmark_is_refused() -> None:
    done = command("--only", "engine")
    assert done.returncode == 2
    assert "engines" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_benchmark_prints_a_table_and_writes_json(tmp_path: Path) -> None:
    out = tmp_path / "measures.json"
    done = command("--quick", "--only", "peers", "--out", str(out))
    assert done.returncode == 0, done.stderr
    content = json.loads(out.read_text(encoding="utf-8"))
    assert content["machine"]["cores"] >= 1
    assert "Measured" in done.stdout
    if peers.skipped():
        assert "not installed" in done.stderr


@pytest.mark.parametrize(
    ("measure", "verdict"),
    [
        (SPEED, "floor"),
        (replace(SPEED, value=130.0), "aim"),
        (replace(SPEED, value=59.0), "below"),
        (SHARE, "aim"),
        (replace(SHARE, value=0.3), "below"),
        (replace(SPEED, floor=None), ""),
    ],
)
def test_verdicts(measure: Measure, verdict: str) -> None:
    assert measure.verdict == verdict


def test_what_got_slower_is_told_in_both_directions() -> None:
    recorded = Report(MACHINE, (SPEED, SHARE, Measure("a.rate", "Rate", 9.0, "M/s")))
    now = Report(
        MACHINE, (replace(SPEED, value=60.0), replace(SHARE, value=0.3), Measure("a.rate", "Rate", 1.0, "M/s"))
    )
    found = check.changes(now, recorded)
    assert [change.measure.key for change in found] == [SPEED.key, SHARE.key]  # a rate belongs to a machine
    assert all(change.slower for change in found)
    assert str(found[0]).startswith("SLOWER")
    unchanged = check.changes(recorded, recorded)
    assert not any(change.slower for change in unchanged)
    better = Report(MACHINE, (replace(SPEED, value=200.0), replace(SHARE, value=0.1)))
    assert not any(change.slower for change in check.changes(better, recorded))


def test_a_report_survives_its_file(tmp_path: Path) -> None:
    report = Report(MACHINE, (SPEED,)).with_measures([SHARE, replace(SPEED, value=81.0)])
    report.write(tmp_path / "report.json")
    assert read_report(tmp_path / "report.json") == report
    assert report.value(SPEED.key) == 81.0


def test_what_is_recorded_can_be_compared() -> None:
    recorded = read_report(check.RECORDED)
    assert recorded.value("engines.tenth.x_lean_mesa") is not None
    assert check.changes(recorded, recorded)


def test_the_table_for_the_docs() -> None:
    assert "| Against lean Mesa | 80 | x | ≥ 60 / 120 | floor reached |" in markdown(Report(MACHINE, (SPEED,)))
    assert target(SHARE) == "≤ 0.25"
    assert [number(value) for value in (12345.6, 123.4, 1.234, 0.0123456)] == ["12,346", "123", "1.23", "0.0123"]


def test_pieces_of_work_take_turns() -> None:
    order: list[str] = []
    pieces = {name: (lambda name=name: lambda: order.append(name)) for name in ("a", "b")}
    timed = timing.interleaved(pieces, rounds=2)
    assert order == ["a", "b", "a", "b"]
    assert len(timed["a"].cpu_s) == 2
    assert timed["b"].best_cpu_s >= 0


def test_memory_is_read_from_this_process() -> None:
    before = memory.resident_bytes()
    held = bytearray(b"x" * 30_000_000)
    assert memory.resident_bytes() - before > 20_000_000
    assert len(held) == 30_000_000


def test_a_folder_that_does_not_exist_is_refused_at_once(tmp_path: Path) -> None:
    done = command("--only", "engines", "--out", str(tmp_path / "nowhere" / "measures.json"))
    assert done.returncode == 2
    assert "nowhere" in done.stderr


def test_a_peer_that_fails_is_told_and_loses_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(peers, "installed", lambda: ["no_such_peer"])
    monkeypatch.setitem(peers.TITLES, "no_such_peer", "Nothing")
    (measure,) = peers.benchmark(quick=True)
    assert "failed" in measure.title
    Report(MACHINE, (measure, SPEED)).write(tmp_path / "report.json")
    again = read_report(tmp_path / "report.json")
    assert math.isnan(again.measures[0].value)
    assert again.measures[1] == SPEED
    assert number(measure.value) == "-"


def test_absent_peers_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(peers.TITLES, "no_such_package", "Nothing")
    assert "no-such-package" in peers.skipped()
    assert "no_such_package" not in peers.installed()
