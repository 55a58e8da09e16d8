"""`ploughshare sensitivity`: what a sweep shows about its factors, in plain words first."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ploughshare.errors import UsageError, nearest

if TYPE_CHECKING:
    import pandas as pd

    from ploughshare.analysis.sensitivity.report import Sensitivity
    from ploughshare.analysis.sensitivity.wording import Labels
    from ploughshare.analysis.sweep_table import SweepTable

FEWEST_RESAMPLES, MOST_RESAMPLES = 20, 10_000
ROWS_SHOWN = 15
FIGURES = ("indices", "morris", "convergence", "months")


def sensitivity(
    sweep: Annotated[str, typer.Argument(help="Folder of a sweep, or the experiment whose last sweep is meant.")],
    outcome: Annotated[list[str] | None, typer.Option(help="Only this outcome; may be repeated.")] = None,
    method: Annotated[
        str | None, typer.Option(help="Method that reads the sample, e.g. delta on a sample for pawn.")
    ] = None,
    resamples: Annotated[int, typer.Option(help="Bootstrap resamples behind each interval.")] = 200,
    months: Annotated[bool, typer.Option("--months/--no-months", help="Whether to compute indices by month.")] = True,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object instead of text.")] = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print the indices as CSV instead of text.")] = False,
    out: Annotated[
        Path | None, typer.Option(help="Also write page, tables, figures and provenance into this folder.")
    ] = None,
    figures: Annotated[
        str, typer.Option(help="Figures for --out: all, none, or some of indices,morris,convergence,months.")
    ] = "all",
) -> None:
    """Say which factors of a sweep matter, how sure that is, how much is chance, and what is not identified.

    Every index comes with a 95 % bootstrap interval. A stopped sweep may be read too: what is whole is used.

    Examples:

        ploughshare sensitivity runs/wages --outcome integrated

        ploughshare sensitivity runs/deaths --method delta --out findings --csv
    """
    if as_json and as_csv:
        raise UsageError("--json and --csv cannot be given together")
    if not FEWEST_RESAMPLES <= resamples <= MOST_RESAMPLES:
        raise UsageError(f"--resamples must be between {FEWEST_RESAMPLES} and {MOST_RESAMPLES:,}, not {resamples}")
    kinds = _kinds(figures)
    from ploughshare.analysis.sensitivity.document import as_data, index_rows, write_findings
    from ploughshare.analysis.sensitivity.methods import Settings
    from ploughshare.analysis.sensitivity.of_sweep import analyse_sweep, chosen_method, chosen_outcomes, labels_of
    from ploughshare.analysis.sensitivity.origin import describe_findings
    from ploughshare.analysis.stored_sweep import read_sweep

    table = read_sweep(sweep)
    used, outcomes, settings = chosen_method(table, method), chosen_outcomes(table, outcome or []), Settings(resamples)
    found = []
    for one in analyse_sweep(table, outcomes, used, settings, months):
        sys.stderr.write(f"{one.outcome}: {len(one.study.design):,} points analysed\n")
        found.append(one)
    if out is not None:
        provenance = describe_findings(table, found, settings, sweep)
        for file in write_findings(out, table, found, provenance, kinds):
            sys.stderr.write(f"wrote {file}\n")
    if as_json:
        typer.echo(json.dumps(_as_json(table, [as_data(one, labels_of(table, one.outcome)) for one in found])))
    elif as_csv:
        typer.echo(index_rows(found).to_csv(index=False, float_format="%.6g"), nl=False)
    else:
        _show(table, [(one, labels_of(table, one.outcome)) for one in found])


def _kinds(figures: str) -> list[str]:
    """Return the kinds of figures asked for."""
    if figures in ("all", "none"):
        return list(FIGURES) if figures == "all" else []
    asked = [word.strip() for word in figures.split(",")]
    for word in asked:
        if word not in FIGURES:
            near = nearest(word, FIGURES)
            hint = f"did you mean {near}?" if near else f"write all, none, or some of {','.join(FIGURES)}"
            raise UsageError(f"there is no figure {word!r}", hint=hint)
    return asked


def _as_json(table: SweepTable, outcomes: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "experiment": table.name,
        "title": table.title,
        "question": table.question,
        "outcomes": outcomes,
        "not_modelled": list(table.not_modelled),
        "sweep": table.provenance,
    }


def _show(table: SweepTable, found: list[tuple[Sensitivity, Labels]]) -> None:
    from rich.markup import escape

    from ploughshare.analysis.sensitivity.wording import CANNOT_TELL, findings
    from ploughshare.cli.tables import console

    screen = console()
    screen.print(f"[bold]{escape(table.title)}[/bold]\n{escape(table.question)}", soft_wrap=True)
    for one, labels in found:
        screen.print(f"\n[bold]{escape(labels.outcome)}[/bold]")
        for text in findings(one, labels):
            screen.print(escape(text), soft_wrap=True)
        if one.flags:
            screen.print("Before believing this:")
        for flag in one.flags:
            screen.print(escape(f"  - {flag.text}"), soft_wrap=True)
        screen.print(_ranking_table(one, labels))
        if one.growing["points"].nunique() > 1:
            screen.print(_growing_table(one, labels))
    screen.print("\nWhat this cannot tell:")
    for text in (*CANNOT_TELL, *table.not_modelled):
        screen.print(escape(f"  - {text}"), soft_wrap=True)


def _ranking_table(found: Sensitivity, labels: Labels) -> Any:
    from rich.markup import escape
    from rich.table import Table

    from ploughshare.analysis.sensitivity.wording import number

    rows = found.ranking()
    more = f", first {ROWS_SHOWN} of {len(rows)}" if len(rows) > ROWS_SHOWN else ""
    shown = Table(title=f"{found.ranked_by} of {found.study.method}{more}", title_justify="left")
    for heading in ("factor", found.ranked_by, "95 % interval", "by chance", "stands out"):
        shown.add_column(heading, justify="left" if heading in ("factor", "stands out") else "right", overflow="fold")
    for _, row in rows.head(ROWS_SHOWN).iterrows():
        chance = "not known" if _missing(row["chance"]) else number(row["chance"])
        interval = f"{number(row['low'])} – {number(row['high'])}"
        told = "yes" if row["told"] else "no"
        shown.add_row(escape(labels.factor(row["factor"])), number(row["value"]), interval, chance, told)
    return shown


def _growing_table(found: Sensitivity, labels: Labels) -> Any:
    from rich.markup import escape
    from rich.table import Table

    from ploughshare.analysis.sensitivity.wording import number

    shown = Table(title=f"{found.ranked_by} from growing parts of the sample", title_justify="left")
    shown.add_column("factor", overflow="fold")
    wide: pd.DataFrame = found.growing.pivot_table(index="factor", columns="points", values="value")
    for points in wide.columns:
        shown.add_column(f"{points:,} points", justify="right")
    for name in found.ranking()["factor"].head(5):
        if name in wide.index:
            shown.add_row(escape(labels.factor(name)), *(number(value) for value in wide.loc[name]))
    return shown


def _missing(value: float) -> bool:
    return value != value
