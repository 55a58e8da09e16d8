"""`ploughshare compare`: what-ifs against the baseline on common random numbers."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ploughshare.cli.options import MOST_SEEDS, check_usage, default_folder
from ploughshare.cli.progress import ProgressBar
from ploughshare.collector import collector_at_rest
from ploughshare.errors import PloughshareError, UsageError

if TYPE_CHECKING:
    from ploughshare.analysis.comparison.request import ComparisonRequest, Prepared
    from ploughshare.analysis.comparison.running import Comparison
    from ploughshare.analysis.comparison.variants import Case

MOST_ROWS = 12
"""variants up to which each gets a table of its own; beyond, each outcome gets one"""


def compare(  # noqa: PLR0913 - one argument an option of the command
    scenario: Annotated[
        str, typer.Argument(help="Name or folder of a scenario; NAME+WHAT-IF makes a changed baseline.")
    ],
    what_if: Annotated[
        list[str] | None, typer.Argument(help="What-ifs, each compared with the baseline; A+B stacks two in one.")
    ] = None,
    settings: Annotated[
        list[str] | None, typer.Option("--set", help="path=value; all given together make one more what-if.")
    ] = None,
    grid: Annotated[
        list[str] | None,
        typer.Option(help="path=0.5..2:5 multiplies in 5 steps, path=1,2,3 replaces; * stands for every name."),
    ] = None,
    outcome: Annotated[
        list[str] | None, typer.Option(help="NAME or NAME:key=value,...; see `ploughshare results outcomes`.")
    ] = None,
    across: Annotated[
        str | None, typer.Option(help="Rival accounts, NAME,NAME: which conclusions survive under each?")
    ] = None,
    seeds: Annotated[int, typer.Option(help="How many seeds.")] = 50,
    first_seed: Annotated[int, typer.Option(help="The first seed; the others follow it.")] = 1,
    precision: Annotated[
        list[str] | None,
        typer.Option(help="OUTCOME=HALF_WIDTH: add seeds until the mean difference is known so well, with 90 %."),
    ] = None,
    most_seeds: Annotated[int, typer.Option(help="Where --precision stops adding seeds.")] = 1000,
    jobs: Annotated[int, typer.Option(help="Processes; 0 takes one a core.")] = 0,
    history: Annotated[
        str | None, typer.Option(help="free lets agents decide; replay forces recorded decisions.")
    ] = None,
    scale: Annotated[float | None, typer.Option(help="Persons simulated per person described, e.g. 0.1.")] = None,
    out: Annotated[Path | None, typer.Option(help="Folder for results; a new one under runs/ if not given.")] = None,
    csv: Annotated[bool, typer.Option("--csv", help="Write CSV beside Parquet.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object instead of tables.")] = False,
    language: Annotated[str, typer.Option(help="Language of tables and figures: en or fr.")] = "en",
    figures: Annotated[bool, typer.Option("--figures/--no-figures", help="Whether to draw figures.")] = True,
) -> None:
    """Compare what-ifs with the baseline, seed by seed on the same random numbers.

    Examples:

        ploughshare compare training patrols-expire wages-paid-on-time --seeds 10

        ploughshare compare training --grid 'programmes.*.pay_xof_per_month=0.5..2:3' --outcome integrated --seeds 6
    """
    check_usage(seeds, first_seed, jobs, history, scale, language)
    if not 1 <= most_seeds <= MOST_SEEDS:
        raise UsageError(f"--most-seeds must be between 1 and {MOST_SEEDS}, not {most_seeds}")
    with collector_at_rest():
        from ploughshare.analysis.comparison.request import ComparisonRequest, prepare
        from ploughshare.record.run_folder import create_folder

    request = ComparisonRequest(
        scenario=scenario,
        what_ifs=tuple(what_if or ()),
        settings=tuple(settings or ()),
        grid=tuple(grid or ()),
        outcomes=tuple(outcome or ()),
        seeds=seeds,
        first_seed=first_seed,
        history=history,
        population_scale=scale,
        across=across,
        precision=tuple(precision or ()),
        most_seeds=most_seeds,
    )
    prepared = prepare(request)
    folder = out or default_folder(f"{prepared.cases[0].scenario.about.name}-compare")
    create_folder(folder)
    found = _run(prepared, request, jobs or os.cpu_count() or 1)
    _finish(found, request, folder, csv, as_json, language, figures)


def _run(prepared: Prepared, request: ComparisonRequest, jobs: int) -> Comparison:
    from ploughshare.analysis.comparison.running import compare as run_comparison

    seeds = range(request.first_seed, request.first_seed + request.seeds)
    months = max(case.scenario.months for case in prepared.cases)
    with ProgressBar(months, request.seeds * len(prepared.cases), "run") as bar:
        return run_comparison(
            prepared.cases,
            prepared.queries,
            seeds,
            jobs,
            bar.months_lived,
            bar.finished,
            prepared.precision,
            request.most_seeds,
        )


def _finish(
    found: Comparison,
    request: ComparisonRequest,
    folder: Path,
    csv: bool,
    as_json: bool,
    language: str,
    figures: bool,
) -> None:
    from ploughshare.analysis.comparison.folder import write_comparison

    if not found.seeds:
        folder.rmdir()
        if found.interrupted:
            raise KeyboardInterrupt
        raise PloughshareError(f"no seed finished in every scenario: {_failures(found)}")
    record = write_comparison(found, request.command(), folder, csv, language)
    if figures:
        from ploughshare.figures.comparison_figures import draw_comparison
        from ploughshare.record.run_folder import writing

        with writing(folder):
            draw_comparison(found, folder / "figures", language)
    _show(found, record, folder, as_json, language)
    if found.interrupted:
        raise KeyboardInterrupt
    if found.failed:
        raise PloughshareError(_failures(found), file=folder)


def _failures(found: Comparison) -> str:
    return "; ".join(f"{run}: {message}" for run, message in found.failed.items())


# -- showing ---------------------------------------------------------------------------------------------------------


def _show(found: Comparison, record: dict[str, object], folder: Path, as_json: bool, language: str) -> None:
    if as_json:
        typer.echo(json.dumps(_plain(found, record, folder, language), ensure_ascii=False))
        return
    from ploughshare.analysis.comparison import summary
    from ploughshare.cli.tables import console

    words, screen = summary.WORDS[language], console()
    screen.print(f"[bold]{summary.headline(found, language)}[/bold]", highlight=False)
    if len(found.variants) > MOST_ROWS:
        _show_by_outcome(found, language)
    else:
        for position, case in found.variants:
            _show_variant(found, position, case, language)
    survival = summary.survival_lines(found, language)
    lines = [f"{words['survival']}:", *(f"  - {line}" for line in survival)] if survival else []
    lines += [summary.precision_line(found, language) or "", words["read"], words["caution"]]
    for text in filter(None, lines):
        screen.print(text, highlight=False)
    screen.print(f"{words['limits']}:", highlight=False)
    limits = [text.in_language(language) for text in found.cases[0].scenario.about.not_modelled]
    for text in [*limits, *summary.left_out(found, language)]:
        screen.print(f"  - {text}", highlight=False)
    screen.print(f"{folder}", highlight=False)


def _show_variant(found: Comparison, position: int, case: Case, language: str) -> None:
    from ploughshare.analysis.comparison import summary
    from ploughshare.cli.tables import console

    _table(
        summary.case_title(found, case, language),
        [summary.cells(found, position, query, language) for query in found.queries],
        language,
    )
    for notice in summary.notices(case, language):
        console().print(f"! {notice}", highlight=False)
    for text in summary.sentences(found, position, language) if case.account == found.accounts[0] else []:
        console().print(f"• {text}", highlight=False)


def _show_by_outcome(found: Comparison, language: str) -> None:
    from ploughshare.analysis.comparison import summary

    for query in found.queries:
        rows = []
        for position, case in found.variants:
            title = summary.case_title(found, case, language).split(": ", 1)[1]
            rows.append((title, *summary.cells(found, position, query, language)[1:]))
        _table(query.title(language), rows, language)


def _table(title: str, rows: list[tuple[str, ...]], language: str) -> None:
    from rich.markup import escape
    from rich.table import Table

    from ploughshare.analysis.comparison.summary import HEADINGS, WORDS
    from ploughshare.cli.tables import console

    table = Table(title=escape(title), title_justify="left")
    for key in HEADINGS:
        table.add_column(WORDS[language][key], justify="left" if key in ("outcome", "direction") else "right")
    for row in rows:
        table.add_row(*(escape(cell) for cell in row))
    console().print(table)


def _plain(found: Comparison, record: dict[str, object], folder: Path, language: str) -> dict[str, object]:
    from ploughshare.analysis.comparison.folder import rows_of
    from ploughshare.analysis.comparison.summary import sentences

    return {
        "folder": str(folder),
        **{key: value for key, value in record.items() if key != "columns"},
        "levels": rows_of(found, "levels"),
        "differences": rows_of(found, "differences"),
        "survival": rows_of(found, "survival"),
        "sentences": [
            {"variant": case.variant.label, "account": case.account, "sentences": sentences(found, position, language)}
            for position, case in found.variants
        ],
    }
