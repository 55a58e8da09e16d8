"""The store: what is on record stays, whatever ends its writer; nobody writes beside another; SQL reads and changes nothing."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
import threading
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from ploughshare.errors import OutputError, UsageError
from ploughshare.record.run_store import writer
from ploughshare.record.run_store.description import IDENTITY, Description, changes_since
from ploughshare.record.run_store.manifest import Failure, read_manifest
from ploughshare.record.run_store.parts import parts_on_disk
from ploughshare.record.run_store.reading import find_sweeps, open_sweep
from ploughshare.record.run_store.writer import RunStore, create_store, reopen_store


def description(runs: int = 1000) -> Description:
    entries: dict[str, Any] = dict.fromkeys(IDENTITY, "same")
    entries |= {"format": 1, "runs": runs, "scenario_hash": "a", "factors": [], "code": {"version": "1", "modules": {}}}
    return Description(entries, {"government": {"will": 0.4}})


def runs(first: int, last: int) -> pd.DataFrame:
    numbers = np.arange(first, last)
    return pd.DataFrame(
        {
            "key": [f"{number:032x}" for number in numbers],
            "point": numbers,
            "replicate": np.zeros(len(numbers), dtype=np.int32),
            "seed": 1,
            "will": numbers / 1000,
            "integrated": np.sqrt(numbers),
        }
    )


def made(folder: Path) -> RunStore:
    points = pd.DataFrame({"point": [0, 1], "will": [0.1, 0.2]})
    return create_store(folder, description(), points, points)


def test_what_is_appended_is_read_back_sorted_and_only_once(tmp_path: Path) -> None:
    with made(tmp_path / "s") as store:
        store.append(runs(5, 9), 2.0)
        store.append(runs(0, 6), 1.0)
        assert len(store.finished) == 9
    stored = open_sweep(tmp_path / "s")
    pd.testing.assert_frame_equal(stored.runs(), runs(0, 9), check_dtype=False)
    assert stored.finished == 9 and not stored.complete and stored.manifest.seconds == 3.0
    assert list(stored.runs(["integrated"]).columns) == ["integrated"]


def test_time_by_the_clock_is_that_of_each_session_and_survives_compaction(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    minutes = iter(range(100))
    monkeypatch.setattr(writer, "_now", lambda: f"2026-04-01T10:{next(minutes):02}:00.000+00:00")
    with made(tmp_path / "s") as store:  # opened at 10:00
        store.append(runs(0, 3), 1.0)  # 10:01
        store.append(runs(3, 6), 1.0)  # 10:02
    next(minutes)  # nobody writes
    with reopen_store(tmp_path / "s") as store:  # 10:04
        store.append(runs(6, 9), 1.0)  # 10:05
    assert open_sweep(tmp_path / "s").manifest.wall_seconds == 3 * 60
    with reopen_store(tmp_path / "s") as store:  # puts nothing new on record
        store.compact()
    assert open_sweep(tmp_path / "s").manifest.wall_seconds == 3 * 60


def test_failures_stay_until_made_good_or_forgotten(tmp_path: Path) -> None:
    with made(tmp_path / "s") as store:
        store.fail([Failure(f"{number:032x}", number, 0, 1, "ValueError: too large") for number in (1, 2)])
        store.append(runs(1, 2), 1.0)
        assert list(store.failures) == [f"{2:032x}"]
    assert open_sweep(tmp_path / "s").query("SELECT point, error FROM failures").to_dict("records") == [
        {"point": 2, "error": "ValueError: too large"}
    ]
    with reopen_store(tmp_path / "s") as store:
        assert store.forget_failures() == 1 and not store.failures
    assert open_sweep(tmp_path / "s").failed == 0


def test_many_parts_are_merged_and_nothing_is_lost_or_doubled(tmp_path: Path) -> None:
    with made(tmp_path / "s") as store:
        for number in range(150):
            store.append(runs(2 * number, 2 * number + 2), 0.1)
        assert len(parts_on_disk(tmp_path / "s")) < 150
    stored = open_sweep(tmp_path / "s")
    assert len(stored.manifest.parts) == 150 - 2 * writer.MERGE_AT + 2
    assert parts_on_disk(tmp_path / "s") == sorted(stored.manifest.parts)
    pd.testing.assert_frame_equal(stored.runs(), runs(0, 300), check_dtype=False)
    with reopen_store(tmp_path / "s") as store:
        store.append(runs(300, 301), 0.1)
    assert open_sweep(tmp_path / "s").finished == 301


def test_equal_runs_give_equal_bytes_once_compacted(tmp_path: Path) -> None:
    cuts = {"a": (0, 40, 100), "b": (0, 7, 8, 90, 100)}
    for name, ends in cuts.items():
        with made(tmp_path / name) as store:
            for first, last in reversed(list(pairwise(ends))):
                store.append(runs(first, last), 1.0)
            store.compact()
    first, second = (
        [(tmp_path / name / "parts" / part).read_bytes() for part in parts_on_disk(tmp_path / name)] for name in cuts
    )
    assert len(first) == 1 and first == second
    assert open_sweep(tmp_path / "a").manifest.seconds == 2.0


# -- a writer that died --------------------------------------------------------------------------------------------


def test_a_part_without_its_line_is_taken_in_again(tmp_path: Path) -> None:
    with made(tmp_path / "s") as store:
        store.append(runs(0, 3), 1.0)
        store.append(runs(3, 5), 1.0)
    manifest = tmp_path / "s" / "manifest.jsonl"
    lines = manifest.read_bytes().splitlines(keepends=True)
    manifest.write_bytes(lines[0] + lines[1][:20])  # torn in the middle of the second line
    assert open_sweep(tmp_path / "s").finished == 3
    with reopen_store(tmp_path / "s") as store:
        assert len(store.finished) == 5
        store.append(runs(5, 6), 1.0)
    pd.testing.assert_frame_equal(open_sweep(tmp_path / "s").runs(), runs(0, 6), check_dtype=False)


def test_a_merged_part_without_its_line_does_not_double_runs(tmp_path: Path) -> None:
    with made(tmp_path / "s") as store:
        store.append(runs(0, 3), 1.0)
        store.append(runs(3, 5), 1.0)
        before = (tmp_path / "s" / "manifest.jsonl").read_bytes()
        store._merge(list(store._manifest.parts))
        copies = {name: (tmp_path / "s" / "parts" / name).read_bytes() for name in parts_on_disk(tmp_path / "s")}
    (tmp_path / "s" / "manifest.jsonl").write_bytes(before)
    for name, content in copies.items():
        (tmp_path / "s" / "parts" / name).write_bytes(content)
    with reopen_store(tmp_path / "s"):
        pass
    pd.testing.assert_frame_equal(open_sweep(tmp_path / "s").runs(), runs(0, 5), check_dtype=False)
    assert len(parts_on_disk(tmp_path / "s")) == 2


def test_unfinished_files_go_and_lost_parts_are_no_longer_on_record(tmp_path: Path) -> None:
    with made(tmp_path / "s") as store:
        store.append(runs(0, 3), 1.0)
        store.append(runs(3, 5), 1.0)
    (tmp_path / "s" / "parts" / ".part-000003.parquet").write_bytes(b"PAR1 half")
    (tmp_path / "s" / "parts" / "part-000001.parquet").unlink()
    with reopen_store(tmp_path / "s") as store:
        assert sorted(store.finished) == [f"{number:032x}" for number in (3, 4)]
    assert not list((tmp_path / "s" / "parts").glob(".*"))
    assert open_sweep(tmp_path / "s").finished == 2


def test_a_store_not_quite_made_can_be_made(tmp_path: Path) -> None:
    made(tmp_path / "s").close()
    (tmp_path / "s" / "sweep.json").unlink()
    with made(tmp_path / "s") as store:
        store.append(runs(0, 1), 1.0)
    assert open_sweep(tmp_path / "s").finished == 1


def test_a_damaged_line_or_part_says_so(tmp_path: Path) -> None:
    with made(tmp_path / "s") as store:
        store.append(runs(0, 3), 1.0)
    manifest = tmp_path / "s" / "manifest.jsonl"
    whole = manifest.read_bytes()
    manifest.write_bytes(b"{damaged}\n" + whole)
    with pytest.raises(UsageError, match=r"manifest.jsonl:1: this line of the manifest is damaged"):
        read_manifest(tmp_path / "s")
    assert list(find_sweeps(tmp_path)) == []
    manifest.write_bytes(whole)
    (tmp_path / "s" / "parts" / "part-000001.parquet").write_bytes(b"no parquet")
    with pytest.raises(UsageError, match="this part is damaged"):
        open_sweep(tmp_path / "s").runs()


# -- one writer, many readers --------------------------------------------------------------------------------------


def test_two_writers_at_once_are_refused_and_a_killed_one_leaves_no_lock(tmp_path: Path) -> None:
    made(tmp_path / "s").close()
    hold = "import sys, time\nfrom pathlib import Path\nfrom ploughshare.record.run_store.locking import FolderLock\n"
    hold += "lock = FolderLock(Path(sys.argv[1]))\nlock.acquire()\nprint('held', flush=True)\ntime.sleep(60)"
    holder = subprocess.Popen([sys.executable, "-c", hold, str(tmp_path / "s")], stdout=subprocess.PIPE, text=True)
    assert holder.stdout is not None and holder.stdout.readline() == "held\n"
    with pytest.raises(UsageError, match=rf"another sweep is writing here: process {holder.pid} on "):
        reopen_store(tmp_path / "s")
    holder.kill()
    holder.wait()
    reopen_store(tmp_path / "s").close()


def test_readers_see_whole_runs_while_a_writer_appends_and_merges(tmp_path: Path) -> None:
    store = made(tmp_path / "s")
    problems: list[str] = []
    over = threading.Event()

    def read() -> None:
        seen = 0
        while not over.is_set():
            stored = open_sweep(tmp_path / "s")
            if not stored.finished:
                continue
            answer = stored.query("SELECT count(*) AS n, count(DISTINCT key) AS k FROM runs").iloc[0]
            if answer["n"] != answer["k"] or answer["n"] < seen:
                problems.append(f"{answer['n']} rows, {answer['k']} keys after {seen}")
            seen = int(answer["n"])

    reader = threading.Thread(target=read)
    reader.start()
    try:
        for number in range(140):
            store.append(runs(3 * number, 3 * number + 3), 0.1)
    finally:
        over.set()
        reader.join()
        store.close()
    assert not problems


# -- trouble with disks --------------------------------------------------------------------------------------------


def test_a_full_disk_is_one_clear_error_and_loses_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = made(tmp_path / "s")
    store.append(runs(0, 3), 1.0)

    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        with pytest.raises(OutputError, match="the disk is full"):
            store.append(runs(3, 5), 1.0)
    store.close()
    assert open_sweep(tmp_path / "s").finished == 3
    with reopen_store(tmp_path / "s") as again:
        again.append(runs(3, 5), 1.0)
    assert len(open_sweep(tmp_path / "s").runs()) == 5


def test_a_folder_that_cannot_be_written_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    with pytest.raises(OutputError, match="a file is in the way"):
        made(tmp_path / "file" / "s")
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError, match="is not empty"):
        made(tmp_path / "mine")
    made(tmp_path / "s").close()
    opened = os.open

    def read_only(path: Any, flags: int, *more: int) -> int:
        if flags & (os.O_RDWR | os.O_WRONLY):
            raise OSError(errno.EROFS, os.strerror(errno.EROFS), str(path))
        return opened(path, flags, *more)

    monkeypatch.setattr(os, "open", read_only)
    with pytest.raises(OutputError, match="the file system is read-only"):
        reopen_store(tmp_path / "s")


# -- SQL -----------------------------------------------------------------------------------------------------------


def test_sql_reads_the_store_and_nothing_else(tmp_path: Path) -> None:
    with made(tmp_path / "it's here") as store:
        store.append(runs(0, 101), 1.0)
    stored = open_sweep(tmp_path / "it's here")
    assert stored.query("SELECT quantile_cont(will, 0.5) AS middle FROM runs")["middle"][0] == pytest.approx(0.05)
    assert len(stored.query("SELECT * FROM design JOIN sample USING (point)")) == 2
    secret = tmp_path / "secret.csv"
    secret.write_text("a\n1\n", encoding="utf-8")
    for query, message in {
        f"SELECT * FROM read_csv('{secret}')": "disabled by configuration",
        f"COPY (SELECT 1) TO '{tmp_path / 'x.csv'}'": "a query is one SELECT",
        "DROP VIEW runs": "a query is one SELECT",
        "SELECT 1; SELECT 2": "a query is one SELECT",
        "SELECT nothing FROM runs": "nothing",
        "SELEC 1": "syntax error",
    }.items():
        with pytest.raises(UsageError, match=message):
            stored.query(query)
    assert not (tmp_path / "x.csv").exists()


# -- what changed --------------------------------------------------------------------------------------------------


def test_every_change_is_named() -> None:
    factor = {"name": "will", "title": None, "distribution": {"low": 0}}
    before, now = description(), description()
    before.entries["factors"] = [factor, {**factor, "name": "old"}]
    now.entries["factors"] = [{**factor, "distribution": {"low": 1}, "title": "new words"}]
    now.entries.update(
        {"method": "morris", "scenario_hash": "b", "code": {"version": "2", "modules": {"model.py": "1"}}}
    )
    now.scenario["government"] = {"will": 0.5}
    assert list(changes_since(before, before)) == []
    assert list(changes_since(before, now)) == [
        'factor will: distribution {"low": 0} -> {"low": 1}',
        "factor old was left out",
        'method: "same" -> "morris"',
        "scenario: government.will: 0.4 -> 0.5",
        "code: 1 -> 2, model.py",
    ]


def test_stores_are_found_below_a_folder(tmp_path: Path) -> None:
    for name in ("b", "a/deep"):
        made(tmp_path / name).close()
    (tmp_path / "c").mkdir()
    (tmp_path / "c" / "sweep.json").write_text(json.dumps({"other": 1}), encoding="utf-8")
    assert [stored.folder.name for stored in find_sweeps(tmp_path)] == ["deep", "b"]
    with pytest.raises(UsageError, match="holds no sweep"):
        open_sweep(tmp_path)
