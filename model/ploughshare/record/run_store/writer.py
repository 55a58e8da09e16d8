"""The one writer of a store: appends parts, notes failures, merges small parts, and tidies up after a writer that died."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any

import pandas as pd
import pyarrow as pa

from ploughshare.errors import UsageError
from ploughshare.record.run_folder import write_parquet, writing
from ploughshare.record.run_store import manifest as manifests
from ploughshare.record.run_store import parts
from ploughshare.record.run_store.description import (
    SCENARIO_FILE,
    Description,
    is_store,
    read_description,
    write_description,
)
from ploughshare.record.run_store.locking import LOCK_FILE, FolderLock
from ploughshare.record.run_store.manifest import Failure, Manifest, Part

DESIGN_FILE, VALUES_FILE = "design.parquet", "values.parquet"
MERGE_AT = 64
"""so many parts of one level are merged into one of the next: a store of n appends keeps about 64 log n / log 64 parts"""


class RunStore:
    """A store open for writing; made by `create_store` or `reopen_store`, closed by `close` or a `with` block."""

    def __init__(self, folder: Path, description: Description, lock: FolderLock) -> None:
        self.folder, self.description, self._lock = folder, description, lock
        self._manifest: Manifest = manifests.read_manifest(folder)
        with writing(folder):
            self._tidy_up()
        names = [*self._manifest.parts, *self._manifest.replaced]
        self._opened = _now()
        self._next_number = 1 + max((parts.part_number(name) for name in names), default=0)

    @property
    def finished(self) -> set[str]:
        """Keys of the runs on record."""
        return self._manifest.finished

    @property
    def failures(self) -> dict[str, Failure]:
        """Failures not made good, by key."""
        return self._manifest.failures

    def append(self, runs: pd.DataFrame, seconds: float) -> None:
        """Put finished runs on record as one part; runs on record already are left out.

        `seconds` is the time they took. When this returns, they are on the disk.

        Raises:
            OutputError: the disk is full or cannot be written; what was on record before still is.
        """
        on_record = self.finished  # asked key by key: pandas would copy the whole set each time
        new = runs[[key not in on_record for key in runs[parts.KEY]]].drop_duplicates(parts.KEY)
        if new.empty:
            return
        with writing(self.folder):
            self._add_part(pa.Table.from_pandas(new, preserve_index=False), seconds)
            self._merge_when_many()

    def fail(self, failures: Sequence[Failure]) -> None:
        """Put failed runs on record with their errors."""
        with writing(self.folder):
            self._log([{"failed": vars(failure)} for failure in failures])

    def forget_failures(self) -> int:
        """Forget failures, so that their runs are made again; return how many there were."""
        keys = list(self.failures)
        if keys:
            with writing(self.folder):
                self._log([{"forgotten": keys}])
        return len(keys)

    def extend(self, description: Description, design: pd.DataFrame, values: pd.DataFrame) -> None:
        """Take in a larger design of the same sweep; points there already must keep their places."""
        with writing(self.folder):
            write_parquet(design, self.folder / DESIGN_FILE)
            write_parquet(values, self.folder / VALUES_FILE)
            write_description(self.folder, description)
        self.description = description

    def compact(self) -> None:
        """Write all runs into one part, sorted by point and replicate: equal runs give equal bytes."""
        with writing(self.folder):
            if len(self._manifest.parts) > 1 or self._manifest.replaced:
                self._merge(list(self._manifest.parts))
            self._remove_replaced()
            self._rewrite_manifest()

    def close(self) -> None:
        """Remove parts that larger ones have replaced and let go of the folder."""
        try:
            with writing(self.folder):
                self._remove_replaced()
        finally:
            self._lock.release()

    def __enter__(self) -> RunStore:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # -- inside ----------------------------------------------------------------------------------------------------

    def _add_part(self, table: pa.Table, seconds: float = 0.0, level: int = 0, replaces: Sequence[str] = ()) -> None:
        name = parts.part_name(self._next_number)
        self._next_number += 1
        parts.write_part(self.folder, name, table)
        line: dict[str, Any] = {"part": name, "runs": table.num_rows, "level": level}
        if replaces:
            line["replaces"] = list(replaces)
        else:
            line |= {"seconds": round(seconds, 3), "keys": table[parts.KEY].to_pylist()}
            line["sessions"] = {self._opened: _now()}
        self._log([line])

    def _log(self, lines: Sequence[dict[str, Any]]) -> None:
        manifests.append_lines(self.folder, lines)
        for line in lines:
            self._manifest.note(line)

    def _merge_when_many(self) -> None:
        """Merge the parts of a level once there are many; those merged before that go now, when no reader needs them."""
        by_level: dict[int, list[Part]] = {}
        for part in self._manifest.parts.values():
            by_level.setdefault(part.level, []).append(part)
        for level, same in sorted(by_level.items()):
            if len(same) >= MERGE_AT:
                self._remove_replaced()
                self._merge([part.name for part in same], level + 1)

    def _merge(self, names: list[str], level: int = 0) -> None:
        self._add_part(parts.read_parts(self.folder, names), level=level, replaces=names)

    def _remove_replaced(self) -> None:
        parts.remove_parts(self.folder, self._manifest.replaced)

    def _rewrite_manifest(self) -> None:
        alive = self._manifest
        lines: list[dict[str, Any]] = [
            {"part": part.name, "runs": part.runs, "level": part.level, "keys": parts.keys_of(self.folder, part.name)}
            for part in alive.parts.values()
        ]
        if lines:
            lines[0] |= {"seconds": round(alive.seconds, 3), "sessions": alive.sessions}
        lines += [{"failed": vars(failure)} for failure in alive.failures.values()]
        manifests.rewrite(self.folder, lines)
        self._manifest = manifests.read_manifest(self.folder)

    def _tidy_up(self) -> None:
        """Bring manifest and parts back together after a writer that died anywhere."""
        parts.remove_unfinished(self.folder)
        manifests.cut_torn_line(self.folder, self._manifest)
        present, known = set(parts.parts_on_disk(self.folder)), self._manifest
        self._remove_replaced()
        for name in sorted(present - set(known.parts) - known.replaced):
            self._take_in(name)
        if set(known.parts) - present:
            self._forget_lost(set(known.parts) - present)

    def _take_in(self, name: str) -> None:
        """Take in a part whose line in the manifest was lost: new runs, or the merged copy of runs known already."""
        keys = parts.keys_of(self.folder, name)
        if set(keys) <= self.finished:
            parts.remove_parts(self.folder, [name])
        else:
            self._log([{"part": name, "runs": len(keys), "level": 0, "seconds": 0.0, "keys": keys}])

    def _forget_lost(self, names: Iterable[str]) -> None:
        """Parts that somebody removed: their runs are no longer on record."""
        for name in names:
            del self._manifest.parts[name]
        self._rewrite_manifest()


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def _left_by_creation(entry: Path) -> bool:
    """Whether a writer that died while it made a store can have left this; `sweep.json` comes last, so it is no store yet."""
    if entry.name == parts.PARTS_FOLDER:
        return entry.is_dir() and not any(entry.iterdir())
    return entry.name in (LOCK_FILE, DESIGN_FILE, VALUES_FILE, SCENARIO_FILE) or entry.name.startswith(".")


def create_store(folder: Path, description: Description, design: pd.DataFrame, values: pd.DataFrame) -> RunStore:
    """Make a new store and open it.

    Raises:
        UsageError: the folder holds something already, or another sweep is writing there.
        OutputError: it cannot be written.
    """
    with writing(folder):
        if folder.is_dir() and not all(_left_by_creation(entry) for entry in folder.iterdir()):
            raise UsageError(f"{folder} is not empty", hint="choose another folder with --out, or remove this one")
        folder.mkdir(parents=True, exist_ok=True)
    lock = FolderLock(folder)
    lock.acquire()
    try:
        with writing(folder):
            (folder / parts.PARTS_FOLDER).mkdir(exist_ok=True)
            write_parquet(design, folder / DESIGN_FILE)
            write_parquet(values, folder / VALUES_FILE)
            write_description(folder, description)
        return RunStore(folder, description, lock)
    except BaseException:
        lock.release()
        raise


def reopen_store(folder: Path) -> RunStore:
    """Open a store that exists, for writing.

    Raises:
        UsageError: there is no store here, or another sweep is writing to it.
        OutputError: it cannot be written.
    """
    if not is_store(folder):
        read_description(folder)  # raises, with the reason
    lock = FolderLock(folder)
    lock.acquire()
    try:
        return RunStore(folder, read_description(folder, with_scenario=True), lock)
    except BaseException:
        lock.release()
        raise
