"""The table of measures, for the terminal and for docs/benchmarks.md."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from rich.table import Table

from benchmarks.measures import Measure, Report

WIDTH_OF_FILES = 120
"""columns of the table where there is no terminal"""
_SIGNS = {"aim": "aim reached", "floor": "floor reached", "below": "below the floor", "": ""}


def number(value: float) -> str:
    """Return a number with three digits that matter."""
    if value != value:
        return "-"
    if abs(value) >= 1000:
        return f"{value:,.0f}"
    return f"{value:.0f}" if abs(value) >= 100 else f"{value:.3g}"


def target(measure: Measure) -> str:
    """Return floor and aim as text."""
    if measure.floor is None or measure.aim is None:
        return ""
    sign = "≥" if measure.better == "more" else "≤"
    both = number(measure.floor) if measure.floor == measure.aim else f"{number(measure.floor)} / {number(measure.aim)}"
    return f"{sign} {both}"


def rich_table(measures: Sequence[Measure]) -> Table:
    """Return a table for the terminal."""
    table = Table(box=None, pad_edge=False, show_edge=False)
    table.add_column("What", overflow="fold")
    for column in ("Measured", "Unit", "Target", ""):
        table.add_column(column, justify="right" if column in ("Measured", "Target") else "left", no_wrap=True)
    for measure in measures:
        table.add_row(measure.title, number(measure.value), measure.unit, target(measure), _SIGNS[measure.verdict])
    return table


def machine_line(report: Report) -> str:
    """Return the machine in one line."""
    machine = report.machine
    packages = ", ".join(f"{name} {version}" for name, version in machine["packages"].items())
    return (
        f"{machine['processor']}, {machine['cores']} cores, {machine['memory_gb']} GB; {machine['system']}; "
        f"Python {machine['python']}, {packages}; commit {machine['commit']}; {machine['date']}; "
        f"load {machine['load_at_start']} at the start"
    )


def markdown(report: Report) -> str:
    """Return one table a benchmark for the docs."""
    lines: list[str] = []
    for benchmark, measures in groupby(report.measures, key=lambda measure: measure.key.split(".")[0]):
        lines += [f"### {benchmark}", "", "| What | Measured | Unit | Target | |", "|---|--:|---|--:|---|"]
        for measure in measures:
            cells = (measure.title, number(measure.value), measure.unit, target(measure), _SIGNS[measure.verdict])
            lines.append("| " + " | ".join(cells) + " |")
        lines.append("")
    return "\n".join(lines)
