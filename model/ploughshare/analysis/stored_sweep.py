"""A sweep read from its store, with titles and units where its description has them and from the catalogue where not."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from ploughshare.analysis.sweep_table import FactorColumn, OutcomeColumn, SweepTable
from ploughshare.errors import UsageError
from ploughshare.record.run_store.description import is_store
from ploughshare.record.run_store.reading import StoredSweep, find_sweeps, open_sweep
from ploughshare.scenario.catalogue import CATALOGUE
from ploughshare.scenario.library import known_experiments

RUNS_FOLDER = Path("runs")
"""where sweeps are looked for when an experiment is named"""

KEPT = (
    "name", "scenario", "scenario_hash", "overlays", "settings", "history", "population_scale", "method", "size", "second_order",
    "sample_seed", "seeds", "replicates", "points", "runs", "months", "changes", "command", "code", "packages", "started_utc",
)  # fmt: skip
"""entries of the description that go into the provenance of findings"""


def read_sweep(folder_or_experiment: str) -> SweepTable:
    """Return a sweep by its folder, or the last one of an experiment named by name or file.

    Raises:
        UsageError: there is no such sweep, or none of its runs has finished.
    """
    return table_of(open_sweep(_folder(folder_or_experiment)))


def _folder(asked: str) -> Path:
    if is_store(Path(asked)):
        return Path(asked)
    name = Path(asked).stem if asked.endswith((".yaml", ".yml")) else asked
    found = [sweep for sweep in find_sweeps(RUNS_FOLDER) if sweep.description.entries["name"] == name]
    if found:
        return max(found, key=lambda sweep: str(sweep.description.entries["started_utc"])).folder
    if Path(asked).is_file() or name in known_experiments():
        raise UsageError(f"experiment {name!r} has no sweep under {RUNS_FOLDER}/", hint=f"ploughshare sweep {asked}")
    raise UsageError(
        f"{asked} is neither a sweep nor an experiment", hint="ploughshare results list shows the sweeps there are"
    )


def table_of(stored: StoredSweep) -> SweepTable:
    """Return a stored sweep as analyses read it.

    Raises:
        UsageError: none of its runs has finished.
    """
    entries = stored.description.entries
    if not stored.finished:
        raise UsageError(f"no run of {stored.folder} has finished", hint=f"resume it: {entries['command']}")
    factors = tuple(_factor(told) for told in entries["factors"])
    titles = entries["outcome_titles"]
    outcomes = tuple(OutcomeColumn(name, titles[name]["en"], titles[name]["unit"]) for name in entries["outcomes"])
    runs = stored.runs()
    return SweepTable(
        name=entries["name"],
        title=entries["title"]["en"],
        question=entries["question"]["en"],
        method=entries["method"],
        second_order=entries["second_order"],
        common_seeds=entries["seeds"] != "separate",
        factors=factors,
        outcomes=outcomes,
        months=tuple(entries["months"]),
        design=stored.design(),
        values=_labelled(stored.values(), factors),
        runs=runs,
        by_month=_by_month(runs, outcomes, entries["months"]),
        provenance=_provenance(stored),
        not_modelled=tuple(text["en"] for text in entries["not_modelled"]),
    )


def _provenance(stored: StoredSweep) -> dict[str, Any]:
    entries = stored.description.entries
    kept = {key: entries[key] for key in KEPT if key in entries}
    counts = {"finished_runs": stored.finished, "failed_runs": stored.failed}
    return kept | counts | {"command": _without_place(str(entries["command"]))}


def _factor(told: dict[str, Any]) -> FactorColumn:
    """Return a factor; a behavioural parameter without a title of its own is called by its meaning in the catalogue."""
    known = CATALOGUE.get(told["path"].removeprefix("parameters.").removesuffix(".value"))
    title = told["title"]["en"] if told["title"] else known.meaning if known else told["name"].replace("_", " ")
    return FactorColumn(
        name=told["name"],
        title=title,
        unit=told["unit"],
        group=told["group"],
        is_seed=told["path"] == "seed",
        categories=tuple(str(category) for category in told["categories"]),
    )


def _labelled(coded: pd.DataFrame, factors: tuple[FactorColumn, ...]) -> pd.DataFrame:
    """Return values of factors with texts where the code is a position among categories."""
    table = coded.copy()
    for factor in factors:
        if factor.categories:
            table[factor.name] = np.array(factor.categories, dtype=object)[coded[factor.name].astype(int)]
    return table


def _by_month(runs: pd.DataFrame, outcomes: tuple[OutcomeColumn, ...], months: list[str]) -> pd.DataFrame:
    """Return outcomes over time: from columns `OUTCOME@MONTH`, one row a run and month."""
    parts = []
    for month in months:
        columns = {f"{outcome.name}@{month}": outcome.name for outcome in outcomes}
        part = runs[["point", "replicate", *columns]].rename(columns=columns)
        part.insert(2, "month", month)
        parts.append(part)
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame()


def _without_place(command: str) -> str:
    """Return a command without `--out FOLDER`: where results lay on somebody's disk is nobody's business."""
    words = shlex.split(command)
    kept = [
        word for number, word in enumerate(words) if word != "--out" and (number == 0 or words[number - 1] != "--out")
    ]
    return shlex.join(kept)
