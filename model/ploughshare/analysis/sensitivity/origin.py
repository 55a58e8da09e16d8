"""Where findings come from: the sweep, the sample used, the intervals, and the versions of what computed them."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import version
from typing import Any

from ploughshare.analysis.sensitivity.methods import Settings
from ploughshare.analysis.sensitivity.report import Sensitivity
from ploughshare.analysis.sweep_table import SweepTable


def describe_findings(
    sweep: SweepTable, found: Sequence[Sensitivity], settings: Settings, asked: str
) -> dict[str, Any]:
    """Return the content of `provenance.json`: enough to compute the findings again from the same sweep."""
    return {
        "command": f"ploughshare sensitivity {asked}",
        "experiment": sweep.name,
        "sweep": sweep.provenance,
        "outcomes": {
            one.outcome: {
                "method": one.study.method,
                "points": len(one.study.design),
                "points_left_out": one.left_out,
                "runs_per_point": one.study.replicates,
            }
            for one in found
        },
        "resamples": settings.resamples,
        "confidence_level": settings.level,
        "resampling_seed": settings.seed,
        "salib": version("SALib"),
        "numpy": version("numpy"),
        "scipy": version("scipy"),
        "ploughshare": version("ploughshare"),
    }
