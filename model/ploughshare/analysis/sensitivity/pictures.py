"""Which figures an outcome gets, and how they are captioned."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ploughshare.analysis.sensitivity.methods import METHODS
from ploughshare.analysis.sensitivity.report import Sensitivity
from ploughshare.analysis.sweep_table import SweepTable

KINDS = ("indices", "morris", "convergence", "months")
"""figures there may be of an outcome"""


def draw_pictures(
    folder: Path, sweep: SweepTable, found: Sequence[Sensitivity], kinds: Sequence[str] = KINDS
) -> dict[str, list[str]]:
    """Draw figures of every outcome into a folder; return outcome -> names of the PNG files (SVGs beside them)."""
    varying = [one for one in found if one.ranking()["value"].notna().any()]
    return {one.outcome: _draw(folder, sweep, one, kinds) for one in varying}


def _draw(folder: Path, sweep: SweepTable, found: Sensitivity, kinds: Sequence[str]) -> list[str]:
    from ploughshare.analysis.sensitivity.document import file_stem
    from ploughshare.figures.sensitivity_convergence import convergence_figure
    from ploughshare.figures.sensitivity_indices import indices_figure
    from ploughshare.figures.sensitivity_months import largest_over_time, months_figure
    from ploughshare.figures.sensitivity_morris import morris_figure
    from ploughshare.figures.sensitivity_page import SensitivityPage
    from ploughshare.figures.style import save

    outcome = sweep.outcome(found.outcome)
    method = METHODS[found.study.method]
    titles = {factor.name: factor.title for factor in sweep.factors} | sweep.group_titles()
    page = SensitivityPage(
        f"{outcome.title} ({outcome.unit})" if outcome.unit else outcome.title,
        f"{method.title}: {found.ranked_by} is {method.meaning}",
        titles,
        origin(sweep, found),
    )
    ranking, stem = found.ranking(), file_stem(found.outcome)
    figures = {"indices": indices_figure(ranking, found.indices, page)}
    if found.study.method == "morris":
        figures["morris"] = morris_figure(ranking, found.indices, page)
    if found.growing["points"].nunique() > 1:
        figures["convergence"] = convergence_figure(found.growing, list(ranking["factor"]), page)
    if len(found.months):
        ranked = largest_over_time(found.months)
        figures["months"] = months_figure(found.months, found.noise_by_month, ranked, page)
    chosen = [name for name in figures if name in kinds]
    for name in chosen:
        save(figures[name], folder, f"{stem}_{name}")
    return [f"{stem}_{name}.png" for name in chosen]


def origin(sweep: SweepTable, found: Sensitivity) -> str:
    """Return the line of a figure that says where its numbers come from."""
    about = sweep.provenance
    return (
        f"Experiment {sweep.name} · scenario {about.get('scenario', '')} · scale {about.get('population_scale', 1)} · "
        f"{len(found.study.design):,} points x {found.study.replicates} run{'s' * (found.study.replicates != 1)} · "
        f"{'the same seeds at every point' if found.study.common_seeds else 'other seeds at every point'} · a model, not a forecast"
    )
