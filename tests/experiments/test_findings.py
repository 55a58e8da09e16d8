"""The committed findings: each shipped experiment has some, whole, and they say where they come from."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pandas as pd
import pytest

ROOT = Path(__file__).resolve().parents[2] / "experiments"
EXPERIMENTS = sorted(file.stem for file in ROOT.glob("*.yaml"))


@pytest.mark.parametrize("name", EXPERIMENTS)
def test_an_experiment_has_a_page_a_table_pictures_and_its_origin(name: str) -> None:
    folder = ROOT / "findings" / name
    page = (folder / "findings.md").read_text(encoding="utf-8")
    pictures = re.findall(r"!\[[^\]]*\]\(([^)]+)\)", page)
    assert pictures and all((folder / picture).stat().st_size < 200_000 for picture in pictures)
    for part in ("Chance alone makes", "Before believing this", "## What this cannot tell"):
        assert part in page
    table = pd.read_csv(folder / "indices.csv")
    assert {"outcome", "factor", "index", "value", "low", "high", "chance"} <= set(table.columns)
    provenance = json.loads((folder / "provenance.json").read_text(encoding="utf-8"))
    assert provenance["experiment"] == name and provenance["sweep"]["code"]["git_commit"]
    whole = provenance["sweep"]["finished_runs"] == provenance["sweep"]["runs"]
    assert whole or "points of the design are left out" in page
    for told in provenance["outcomes"].values():
        assert f"{told['points']:,} points, {told['runs_per_point']} runs each" in page


def test_the_overview_links_every_finding() -> None:
    overview = (ROOT / "findings" / "README.md").read_text(encoding="utf-8")
    assert all(f"({name}/findings.md)" in overview for name in EXPERIMENTS)
