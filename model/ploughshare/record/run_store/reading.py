"""A store read: counts, tables, SQL. Reading needs no lock and disturbs no writer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import pandas as pd

from ploughshare.errors import UsageError
from ploughshare.record.run_store import parts
from ploughshare.record.run_store.description import Description, is_store, read_description
from ploughshare.record.run_store.manifest import Manifest, read_manifest
from ploughshare.record.run_store.writer import DESIGN_FILE, VALUES_FILE

if TYPE_CHECKING:
    import duckdb

Answer = TypeVar("Answer")
TRIES = 3
"""how often a read is tried when the writer merges parts under its hands"""


@dataclass(frozen=True)
class StoredSweep:
    """A store as it is now; make it anew to see what has been added since."""

    folder: Path
    description: Description
    manifest: Manifest

    @property
    def total(self) -> int:
        """Runs the sweep is meant to have."""
        return self.description.runs

    @property
    def finished(self) -> int:
        """Runs on record."""
        return len(self.manifest.finished)

    @property
    def failed(self) -> int:
        """Runs that ended in an error and have not been made good."""
        return len(self.manifest.failures)

    @property
    def complete(self) -> bool:
        """Whether every run of the sweep is on record."""
        return self.finished >= self.total

    @property
    def bytes_on_disk(self) -> int:
        """Size of everything in the folder."""
        return sum(file.stat().st_size for file in self.folder.rglob("*") if file.is_file())

    @property
    def files_on_disk(self) -> int:
        """Number of files in the folder."""
        return sum(file.is_file() for file in self.folder.rglob("*"))

    def runs(self, columns: list[str] | None = None) -> pd.DataFrame:
        """Return finished runs sorted by point and replicate: key, point, replicate, seed, factors, outcomes."""
        wanted = None if columns is None else list(dict.fromkeys([parts.POINT, parts.REPLICATE, *columns]))

        def read(now: StoredSweep) -> pd.DataFrame:
            table = parts.read_parts(now.folder, sorted(now.manifest.parts), wanted)
            return table.sort_by(parts.ORDER).to_pandas() if table.num_rows else pd.DataFrame()

        frame = self._retried(read)
        return frame if columns is None else frame[columns]

    def design(self) -> pd.DataFrame:
        """Return the sample points in the unit cube: `point`, then one column a factor (and SALib's dummies)."""
        return pd.read_parquet(self.folder / DESIGN_FILE)

    def values(self) -> pd.DataFrame:
        """Return the sample points as coded values of factors: `point`, then one column a factor."""
        return pd.read_parquet(self.folder / VALUES_FILE)

    def failures(self) -> pd.DataFrame:
        """Return failures not made good: key, point, replicate, seed, error."""
        rows = [vars(failure) for failure in self.manifest.failures.values()]
        return pd.DataFrame(rows, columns=["key", "point", "replicate", "seed", "error"])

    def query(self, sql: str) -> pd.DataFrame:
        """Return the answer to an SQL query over `runs`, `design`, `sample` (values of factors) and `failures`.

        DuckDB reads the parts in place and may read nothing else.

        Raises:
            UsageError: the query is wrong; it carries DuckDB's message.
        """
        return self._retried(lambda now: _answer(now, sql))

    def _retried(self, read: Callable[[StoredSweep], Answer]) -> Answer:
        now = self
        for _ in range(TRIES - 1):
            try:
                return read(now)
            except FileNotFoundError:
                now = open_sweep(self.folder)
        return read(now)


def open_sweep(folder: str | Path) -> StoredSweep:
    """Return the store in a folder as it is now.

    Raises:
        UsageError: there is none.
    """
    folder = Path(folder)
    return StoredSweep(folder, read_description(folder, with_scenario=True), read_manifest(folder))


def find_sweeps(root: Path, depth: int = 3) -> Iterator[StoredSweep]:
    """Yield the stores in a folder and below it, in the order of their names; one that cannot be read is left out."""
    if is_store(root):
        with suppress(UsageError):
            yield StoredSweep(root, read_description(root), read_manifest(root))
    elif depth > 0 and root.is_dir():
        for child in sorted(root.iterdir()):
            if child.is_dir() and not child.name.startswith("."):
                yield from find_sweeps(child, depth - 1)


def _answer(stored: StoredSweep, sql: str) -> pd.DataFrame:
    import duckdb

    _check_reads_only(sql)
    connection = _connection(stored)
    try:
        answer: pd.DataFrame = connection.execute(sql).df()
    except duckdb.IOException as error:
        if "No files found" in str(error) or "No such file" in str(error):
            raise FileNotFoundError(str(error)) from error
        raise UsageError(f"this query does not work: {_first_line(error)}") from None
    except duckdb.Error as error:
        hint = "tables are runs, sample, design and failures; put names with a dot or colon into double quotes"
        raise UsageError(f"this query does not work: {_first_line(error)}", hint=hint) from None
    finally:
        connection.close()
    return answer


def _check_reads_only(sql: str) -> None:
    import duckdb

    try:
        statements = duckdb.extract_statements(sql)
    except duckdb.Error as error:
        raise UsageError(f"this query does not work: {_first_line(error)}") from None
    allowed = (duckdb.StatementType.SELECT, duckdb.StatementType.EXPLAIN)
    if len(statements) != 1 or statements[0].type not in allowed:
        raise UsageError("a query is one SELECT: nothing in a store is changed by SQL", hint="export writes files")


def _connection(stored: StoredSweep) -> duckdb.DuckDBPyConnection:
    """Return a connection with a view a table, confined to the folder."""
    import duckdb

    folder = stored.folder.resolve()
    connection = duckdb.connect(":memory:")
    connection.execute(f"SET allowed_directories = [{_quoted(f'{folder}/')}]")
    connection.execute("SET enable_external_access = false")
    connection.register("failures", stored.failures())
    files = [str(folder / parts.PARTS_FOLDER / name) for name in sorted(stored.manifest.parts)]
    views: dict[str, Any] = {"design": [str(folder / DESIGN_FILE)], "sample": [str(folder / VALUES_FILE)]}
    views |= {"runs": files} if files else {}
    for name, listed in views.items():
        quoted = ", ".join(_quoted(file) for file in listed)
        connection.execute(f"CREATE VIEW {name} AS SELECT * FROM read_parquet([{quoted}])")
    connection.execute("SET lock_configuration = true")
    return connection


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _first_line(error: Exception) -> str:
    return str(error).strip().splitlines()[0][:300]
