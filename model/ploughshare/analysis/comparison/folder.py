"""The folder a comparison leaves: tidy tables, a summary, and what is needed to make it again."""

from __future__ import annotations

import json
import math
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ploughshare.analysis.comparison.running import Comparison
from ploughshare.analysis.comparison.summary import comparison_text, notices
from ploughshare.analysis.comparison.tables import COMPARISON_TABLES, comparison_tables
from ploughshare.record.provenance import code_version
from ploughshare.record.run_folder import write_parquet, write_text, writing
from ploughshare.scenario.overlays import scenario_hash

RECORD = "compare.json"


def write_comparison(
    found: Comparison, command: str, folder: Path, csv: bool = False, language: str = "en"
) -> dict[str, Any]:
    """Write tables, `summary.md` and, last, `compare.json`; return what the latter holds."""
    record = describe_comparison(found, command)
    with writing(folder):
        for name, frame in comparison_tables(found).items():
            write_parquet(frame, folder / f"{name}.parquet")
            if csv:
                frame.to_csv(folder / f"{name}.csv", index=False)
    write_text(folder, "summary.md", comparison_text(found, record["command"], record["version"], language))
    write_text(folder, RECORD, json.dumps(record, indent=2, ensure_ascii=False) + "\n")
    return record


def describe_comparison(found: Comparison, command: str) -> dict[str, Any]:
    """Return what was compared, with what, by which code, and the command that makes it again."""
    return {
        "command": command,
        **code_version(),
        "made_utc": datetime.now(UTC).isoformat(timespec="seconds"),
        "scenario": found.cases[0].scenario.about.name,
        "history": found.cases[0].scenario.about.history,
        "population_scale": found.cases[0].scenario.about.population_scale,
        "seeds": found.seeds,
        "interrupted": found.interrupted,
        "failed": found.failed,
        "precision_reached": found.precision_reached,
        "outcomes": [query.text for query in found.queries],
        "cases": [
            {
                "variant": case.variant.label,
                "account": case.account,
                "overlays": list(case.variant.overlays),
                "settings": list(case.variant.settings),
                "scenario_hash": scenario_hash(case.scenario),
                "paired": case.unpaired is None,
                "notices": notices(case, "en"),
            }
            for case in found.cases
        ],
        "columns": {
            table: {column.name: f"{column.meaning} ({column.unit})" for column in columns}
            for table, columns in COMPARISON_TABLES.items()
        },
        "not_modelled": [text.model_dump() for text in found.cases[0].scenario.about.not_modelled],
    }


def rows_of(found: Comparison, table: str) -> list[dict[str, Any]]:
    """Return a table as plain rows for JSON; what is not a finite number is none."""
    frame = comparison_tables(found).get(table)
    rows = [] if frame is None else frame.to_dict(orient="records")
    return [{str(key): _finite(value) for key, value in row.items()} for row in rows]


def _finite(value: Any) -> Any:
    return None if isinstance(value, float) and not math.isfinite(value) else value
