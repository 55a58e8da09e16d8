"""Parts: Parquet files of finished runs, each there as a whole or not at all."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from ploughshare.errors import UsageError
from ploughshare.record.run_folder import sync_folder, write_arrow

PARTS_FOLDER = "parts"
KEY, POINT, REPLICATE, SEED = "key", "point", "replicate", "seed"
ORDER = [(POINT, "ascending"), (REPLICATE, "ascending")]
"""runs are sorted by sample point, then by replicate"""


def part_name(number: int) -> str:
    """Return the name of the part with this number."""
    return f"part-{number:06d}.parquet"


def part_number(name: str) -> int:
    """Return the number of a part."""
    return int(name.removeprefix("part-").removesuffix(".parquet"))


def write_part(folder: Path, name: str, table: pa.Table) -> None:
    """Write runs, sorted, under a temporary name; flush; rename; flush the folder."""
    write_arrow(table.sort_by(ORDER), folder / PARTS_FOLDER / name)
    sync_folder(folder / PARTS_FOLDER)


def read_parts(folder: Path, names: Iterable[str], columns: list[str] | None = None) -> pa.Table:
    """Return the runs of some parts, in the order of the parts."""
    tables = [_read(folder / PARTS_FOLDER / name, columns) for name in names]
    return pa.concat_tables(tables) if tables else pa.table({})


def keys_of(folder: Path, name: str) -> list[str]:
    """Return the keys of the runs in a part."""
    return list(_read(folder / PARTS_FOLDER / name, [KEY])[KEY].to_pylist())


def _read(file: Path, columns: list[str] | None) -> pa.Table:
    try:
        return pq.read_table(file, columns=columns)
    except pa.ArrowInvalid:
        hint = "remove it: its runs are made again when the sweep is resumed"
        raise UsageError("this part is damaged", hint=hint, file=file) from None


def parts_on_disk(folder: Path) -> list[str]:
    """Return the names of all whole parts in the folder, in order."""
    return sorted(file.name for file in (folder / PARTS_FOLDER).glob("part-*.parquet"))


def remove_unfinished(folder: Path) -> int:
    """Remove what a writer that died left under temporary names; return how many files that were."""
    leftovers = [*(folder / PARTS_FOLDER).glob(".*"), *folder.glob(".*.parquet"), *folder.glob(".*.json*")]
    for file in leftovers:
        file.unlink(missing_ok=True)
    return len(leftovers)


def remove_parts(folder: Path, names: Iterable[str]) -> int:
    """Remove parts that larger ones have replaced; return how many there were."""
    present = [name for name in names if (folder / PARTS_FOLDER / name).exists()]
    for name in present:
        (folder / PARTS_FOLDER / name).unlink(missing_ok=True)
    return len(present)
