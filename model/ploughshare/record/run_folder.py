"""The folder of a run: tables, facts, provenance, summary. What is finished is on disk before anything else happens."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from ploughshare.errors import OutputError, UsageError
from ploughshare.record.columns import TABLES

PARTS, TABLES_FOLDER = "parts", "tables"


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Turn trouble with the disk into one clear error that names the folder."""
    try:
        yield
    except OSError as error:
        raise OutputError.from_os_error(error, folder) from error


def create_folder(folder: Path) -> Path:
    """Make the folder; it must be new or empty.

    Raises:
        UsageError: it holds something already.
        OutputError: it cannot be written.
    """
    with writing(folder):
        if folder.is_dir() and any(folder.iterdir()):
            raise UsageError(f"{folder} is not empty", hint="choose another folder with --out, or remove this one")
        folder.mkdir(parents=True, exist_ok=True)
    return folder


def create_run_folder(folder: Path) -> Path:
    """Make the folder of a run, which must be new or empty, with a place for the parts of its seeds."""
    create_folder(folder)
    with writing(folder):
        (folder / PARTS).mkdir(exist_ok=True)
    return folder


def write_part(folder: Path, seed: int, tables: dict[str, pd.DataFrame]) -> None:
    """Write the tables of one finished seed, whole or not at all."""
    with writing(folder):
        unfinished = folder / PARTS / f".seed-{seed:06d}"
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(parents=True)
        for name, frame in tables.items():
            write_parquet(frame, unfinished / f"{name}.parquet")
        os.replace(unfinished, folder / PARTS / f"seed-{seed:06d}")


def write_parquet(frame: pd.DataFrame, file: Path) -> None:
    """Write a table so that equal content gives equal bytes; the file appears only when it is whole."""
    write_arrow(pa.Table.from_pandas(frame, preserve_index=False), file)


def write_arrow(table: pa.Table, file: Path) -> None:
    """Write an Arrow table in the same way: temporary name, flush, rename. A failed attempt leaves nothing behind."""
    temporary = file.with_name(f".{file.name}")
    try:
        with open(temporary, "wb") as stream:
            pq.write_table(table.replace_schema_metadata(None), stream, compression="zstd")
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(temporary, file)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise


def read_table(file: Path) -> pd.DataFrame:
    """Read a table in this thread alone: a small file is read sooner so, and nothing is left waiting after Ctrl-C."""
    with pq.ParquetFile(file) as parquet:
        frame: pd.DataFrame = parquet.read(use_threads=False).to_pandas(use_threads=False)
    return frame


def sync_folder(folder: Path) -> None:
    """Flush the folder itself, so that a rename in it outlasts a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def finished_seeds(folder: Path) -> list[int]:
    """Return the seeds whose parts are whole, in order."""
    return sorted(int(part.name.removeprefix("seed-")) for part in (folder / PARTS).glob("seed-*"))


def read_parts(folder: Path) -> dict[str, pd.DataFrame]:
    """Return the tables of all finished seeds, with a column `seed` in front."""
    seeds = finished_seeds(folder)
    tables = {}
    for name in TABLES:
        frames = []
        for seed in seeds:
            frame = read_table(folder / PARTS / f"seed-{seed:06d}" / f"{name}.parquet")
            frame.insert(0, "seed", seed)
            frames.append(frame)
        tables[name] = pd.concat(frames, ignore_index=True)
    return tables


def merge_parts(folder: Path, csv: bool = False) -> dict[str, pd.DataFrame]:
    """Write the tables of all finished seeds, remove the parts, and return the tables."""
    with writing(folder):
        tables = read_parts(folder)
        (folder / TABLES_FOLDER).mkdir(exist_ok=True)
        for name, frame in tables.items():
            write_parquet(frame, folder / TABLES_FOLDER / f"{name}.parquet")
            if csv:
                frame.to_csv(folder / TABLES_FOLDER / f"{name}.csv", index=False)
        shutil.rmtree(folder / PARTS)
    return tables


def write_text(folder: Path, name: str, text: str) -> None:
    """Write a text file of the run folder."""
    with writing(folder):
        (folder / name).write_text(text, encoding="utf-8")


def write_provenance(folder: Path, provenance: dict[str, Any]) -> None:
    """Write `run.json`; it is the last file of a run folder."""
    write_text(folder, "run.json", json.dumps(provenance, indent=2, ensure_ascii=False) + "\n")
