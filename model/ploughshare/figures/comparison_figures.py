"""All figures of a comparison."""

from __future__ import annotations

from pathlib import Path

from ploughshare.analysis.comparison.running import Comparison
from ploughshare.figures.dot_interval_table import dot_interval_table
from ploughshare.figures.grid_response import grid_points, grid_response_figure
from ploughshare.figures.paired_differences import paired_differences_figure
from ploughshare.figures.style import Page, save


def comparison_page(found: Comparison, language: str = "en") -> Page:
    """Return what the figures of a comparison share."""
    return Page(found.cases[0].scenario, language, tuple(found.seeds))


def draw_comparison(found: Comparison, folder: Path, language: str = "en") -> list[Path]:
    """Draw every figure of a comparison into `folder`, as PNG and SVG, and return the files."""
    page = comparison_page(found, language)
    written = save(paired_differences_figure(found, page), folder, "paired_differences")
    written += save(dot_interval_table(found, page), folder, "differences_table")
    if len(grid_points(found)) > 1:
        written += save(grid_response_figure(found, page), folder, "grid_response")
    return written
