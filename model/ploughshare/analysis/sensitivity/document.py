"""Findings as a page of markdown, as rows for JSON and CSV, and as a folder of small files."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pandas as pd

from ploughshare.analysis.sensitivity.methods import METHODS
from ploughshare.analysis.sensitivity.report import Sensitivity
from ploughshare.analysis.sensitivity.wording import CANNOT_TELL, Labels, findings, number
from ploughshare.analysis.sweep_table import SweepTable
from ploughshare.record.run_folder import writing

ROWS_SHOWN = 15
"""rows of a table in the text; the CSV has them all"""


def index_rows(found: Sequence[Sensitivity]) -> pd.DataFrame:
    """Return all indices of all outcomes: outcome, factor, partner, index, value, low, high, chance."""
    return pd.concat([one.indices.assign(outcome=one.outcome) for one in found], ignore_index=True)[
        ["outcome", "factor", "partner", "index", "value", "low", "high", "chance"]
    ]


def growing_rows(found: Sequence[Sensitivity]) -> pd.DataFrame:
    """Return the ranked index from growing parts of the design, for all outcomes."""
    return pd.concat([one.growing.assign(outcome=one.outcome) for one in found], ignore_index=True)


def month_rows(found: Sequence[Sensitivity]) -> pd.DataFrame:
    """Return the ranked index by month for all outcomes; empty when nothing was measured over time."""
    told = [one.months.assign(outcome=one.outcome) for one in found if len(one.months)]
    chance = [
        one.noise_by_month.assign(outcome=one.outcome, factor="", partner="", index="noise_share")
        for one in found
        if len(one.noise_by_month)
    ]
    columns = ["outcome", "month", "factor", "index", "value", "low", "high"]
    return pd.concat([*told, *chance], ignore_index=True)[columns] if told else pd.DataFrame(columns=columns)


def as_data(found: Sensitivity, labels: Labels) -> dict[str, Any]:
    """Return one outcome as plain data for JSON; numbers that are not known are null."""
    return {
        "outcome": found.outcome,
        "title": labels.outcome,
        "unit": labels.unit,
        "method": found.study.method,
        "ranked_by": found.ranked_by,
        "points": len(found.study.design),
        "points_left_out": found.left_out,
        "runs_per_point": found.study.replicates,
        "findings": findings(found, labels),
        "flags": [asdict(flag) for flag in found.flags],
        "noise": None if found.noise is None else asdict(found.noise),
        "ranking": _records(found.ranking()),
        "indices": _records(found.indices),
        "convergence": _records(found.growing),
        "months": _records(found.months),
        "noise_by_month": _records(found.noise_by_month),
        "cannot_tell": list(CANNOT_TELL),
    }


def _records(table: pd.DataFrame) -> list[dict[str, Any]]:
    plain = table.astype(object).where(table.notna(), None)
    return [{str(key): value for key, value in row.items()} for row in plain.to_dict("records")]


def markdown(sweep: SweepTable, found: Sequence[Sensitivity], figures: dict[str, list[str]]) -> str:
    """Return the findings of a sweep as a page: sentences first, then tables, then what the model cannot tell.

    Args:
        sweep: the sweep.
        found: its outcomes.
        figures: outcome -> names of picture files beside the page.
    """
    from ploughshare.analysis.sensitivity.of_sweep import labels_of

    parts = [f"# {sweep.title}", sweep.question]
    for one in found:
        labels = labels_of(sweep, one.outcome)
        parts.append(f"## {labels.outcome}")
        parts += findings(one, labels)
        if one.flags:
            parts.append("**Before believing this:**")
            parts.append("\n".join(f"- {flag.text}" for flag in one.flags))
        parts += [f"![{labels.outcome}]({name})" for name in figures.get(one.outcome, [])]
        parts.append(_table(one, labels))
    parts.append("## What this cannot tell")
    parts.append("\n".join(f"- {text}" for text in (*CANNOT_TELL, *sweep.not_modelled)))
    return "\n\n".join(parts) + "\n"


def _table(found: Sensitivity, labels: Labels) -> str:
    rows = found.ranking()
    unit = "" if METHODS[found.study.method].shares or not labels.unit else f" ({labels.unit})"
    lines = [
        f"| factor | {found.ranked_by}{unit} | 95 % interval | by chance | stands out |",
        "|---|---:|---:|---:|---|",
    ]
    for _, row in rows.head(ROWS_SHOWN).iterrows():
        chance = "not known" if pd.isna(row["chance"]) else number(float(row["chance"]))
        interval = f"{number(float(row['low']))} to {number(float(row['high']))}"
        told = "yes" if row["told"] else "no"
        lines.append(
            f"| {labels.factor(row['factor'])} (`{row['factor']}`) | {number(float(row['value']))} | {interval} | {chance} | {told} |"
        )
    if len(rows) > ROWS_SHOWN:
        lines.append(f"\n{len(rows) - ROWS_SHOWN} more factors are in `indices.csv`.")
    return "\n".join(lines)


def file_stem(outcome: str) -> str:
    """Return an outcome's name as part of a file name."""
    return re.sub(r"[^A-Za-z0-9]+", "-", outcome).strip("-")


def write_findings(
    folder: Path, sweep: SweepTable, found: Sequence[Sensitivity], provenance: dict[str, Any], figures: Sequence[str]
) -> list[Path]:
    """Write page, tables, figures of the kinds named and provenance of a sweep's findings into a folder; return the files.

    Raises:
        OutputError: the folder cannot be written.
    """
    from ploughshare.analysis.sensitivity.pictures import draw_pictures
    from ploughshare.record.run_store.description import write_json

    with writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
        drawn = draw_pictures(folder, sweep, found, figures)
        written = [folder / "findings.md", folder / "indices.csv", folder / "convergence.csv"]
        written[0].write_text(markdown(sweep, found, drawn), encoding="utf-8")
        index_rows(found).to_csv(written[1], index=False, float_format="%.6g")
        growing_rows(found).to_csv(written[2], index=False, float_format="%.6g")
        if any(len(one.months) for one in found):
            written.append(folder / "months.csv")
            month_rows(found).to_csv(written[-1], index=False, float_format="%.6g")
        write_json(folder / "provenance.json", provenance)
    return [*written, folder / "provenance.json", *(folder / name for names in drawn.values() for name in names)]
