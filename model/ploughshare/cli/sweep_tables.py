"""A sweep on the terminal: what it is, how its outcomes spread, what failed, and what it cannot tell."""

from __future__ import annotations

from typing import Any

import pandas as pd

from ploughshare.record.run_store.reading import StoredSweep
from ploughshare.record.summary import WORDS, number

QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
_WORDS = {
    "en": {
        "outcome": "Outcome",
        "unit": "Unit",
        "spread": "Spread over factors and seeds",
        "caution": "Bands show what the factors and the seeds of this experiment do, not everything we do not know.",
        "failed": "Runs that failed",
    },
    "fr": {
        "outcome": "Résultat",
        "unit": "Unité",
        "spread": "Dispersion entre facteurs et tirages",
        "caution": "Les intervalles montrent l'effet des facteurs et des tirages de cette expérience, non tout ce que nous ignorons.",
        "failed": "Simulations en échec",
    },
}


def outcome_quantiles(stored: StoredSweep) -> pd.DataFrame:
    """Return the quantiles of each outcome at the end of the run over all runs on record: a row an outcome."""
    outcomes = stored.description.entries["outcomes"]
    runs = stored.runs(outcomes) if stored.finished else pd.DataFrame(columns=outcomes, dtype="float64")
    return runs.quantile(list(QUANTILES)).T


def sweep_facts(stored: StoredSweep) -> dict[str, Any]:
    """Return what a list of sweeps shows, as plain data."""
    entries = stored.description.entries
    return {
        "folder": str(stored.folder),
        "experiment": entries["name"],
        "method": entries["method"],
        "size": entries["size"],
        "factors": len(entries["factors"]),
        "finished": stored.finished,
        "failed": stored.failed,
        "total": stored.total,
        "megabytes": round(stored.bytes_on_disk / 1e6, 1),
        "started_utc": entries["started_utc"],
        "wall_seconds": round(stored.manifest.wall_seconds, 1),
        "run_seconds": round(stored.manifest.seconds, 1),
    }


def show_sweep(stored: StoredSweep, language: str = "en") -> None:
    """Print a sweep: question, state, spread of outcomes, failures, limits."""
    from rich.table import Table

    from ploughshare.cli.tables import console

    screen, words, entries = console(), _WORDS[language], stored.description.entries
    screen.print(f"{entries['title'][language]}: {entries['question'][language]}", markup=False)
    table = Table(title=words["spread"], title_justify="left")
    table.add_column(words["outcome"])
    for quantile in QUANTILES:
        table.add_column(f"{quantile:.0%}", justify="right")
    table.add_column(words["unit"])
    for name, row in outcome_quantiles(stored).iterrows():
        title = entries["outcome_titles"][name]
        table.add_row(title[language], *(number(value, language) for value in row), title["unit"])
    screen.print(table)
    if stored.failed:
        screen.print(f"{words['failed']}: {stored.failed}")
        for _, failure in stored.failures().head(5).iterrows():
            screen.print(f"  point {failure['point']}, seed {failure['seed']}: {failure['error']}", markup=False)
    screen.print(words["caution"])
    screen.print(f"{WORDS[language]['limits']}:")
    for text in entries["not_modelled"]:
        screen.print(f"  - {text[language]}", markup=False)
    screen.print(f"{stored.folder}: {stored.finished:,} / {stored.total:,}", markup=False)


def show_sweeps(sweeps: list[dict[str, Any]]) -> None:
    """Print a list of sweeps."""
    from rich.table import Table

    from ploughshare.cli.tables import console

    table = Table()
    for heading in ("folder", "experiment", "method", "size", "factors", "runs", "failed", "MB", "started"):
        table.add_column(heading, overflow="fold")
    for row in sweeps:
        state = f"{row['finished']:,} of {row['total']:,}"
        cells = (row["folder"], row["experiment"], row["method"], row["size"], row["factors"], state, row["failed"])
        table.add_row(*(str(cell) for cell in (*cells, row["megabytes"], row["started_utc"][:16])))
    console().print(table)
