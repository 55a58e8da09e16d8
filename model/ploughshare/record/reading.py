"""A run folder read back, for notebooks and later analysis."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from ploughshare.errors import UsageError
from ploughshare.record.columns import TABLES
from ploughshare.record.run_folder import TABLES_FOLDER


@dataclass(frozen=True)
class Run:
    """Tables of all seeds (column `seed` first), facts scored, and provenance of a run."""

    tables: dict[str, pd.DataFrame]
    facts: pd.DataFrame
    provenance: dict[str, Any]


def read_run(folder: str | Path) -> Run:
    """Read a finished run folder.

    Raises:
        UsageError: there is no run in this folder.
    """
    folder = Path(folder)
    if not (folder / "run.json").is_file():
        raise UsageError(f"{folder} holds no finished run", hint="a run folder has a run.json")
    return Run(
        tables={name: pd.read_parquet(folder / TABLES_FOLDER / f"{name}.parquet") for name in TABLES},
        facts=pd.read_parquet(folder / "facts.parquet"),
        provenance=json.loads((folder / "run.json").read_text(encoding="utf-8")),
    )
