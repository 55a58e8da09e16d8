"""`ploughshare explain`: why the persons of a group chose as they did in one month, and what leaders and government weighed."""

from __future__ import annotations

import json
import os
import shlex
import sys
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ploughshare.collector import collector_at_rest
from ploughshare.errors import UsageError

if TYPE_CHECKING:
    from ploughshare.analysis.explain import Explanation
    from ploughshare.analysis.explain.cells import Block


def explain(  # noqa: PLR0913 - one argument an option of the command
    scenario: Annotated[str, typer.Argument(help="Name or folder of a scenario; NAME+WHAT-IF lays what-ifs on top.")],
    what_if: Annotated[list[str] | None, typer.Argument(help="What-ifs laid on top, in order.")] = None,
    group: Annotated[str, typer.Option(help="Group or coalition whose persons are asked.")] = ...,  # type: ignore[assignment]
    month: Annotated[str, typer.Option(help="Month of the choice, YYYY-MM.")] = ...,  # type: ignore[assignment]
    place: Annotated[str | None, typer.Option(help="Region or community where they are; region:NAME if both.")] = None,
    option: Annotated[
        str | None,
        typer.Option(help="Option asked about: a programme, home, armed or rival. Else the one opened last."),
    ] = None,
    than: Annotated[str | None, typer.Option(help="Option compared with; else the one most chosen.")] = None,
    among: Annotated[str, typer.Option(help="Whom to ask: armed, home, serving or everyone.")] = "armed",
    against: Annotated[
        list[str] | None, typer.Option(help="What-if or path=value to hold against it; A+B stacks, may be repeated.")
    ] = None,
    seeds: Annotated[int, typer.Option(help="How many seeds.")] = 10,
    first_seed: Annotated[int, typer.Option(help="The first seed; the others follow it.")] = 1,
    jobs: Annotated[int, typer.Option(help="Processes; 0 takes one a core.")] = 0,
    history: Annotated[str | None, typer.Option(help="free, or replay for recorded decisions.")] = None,
    settings: Annotated[list[str] | None, typer.Option("--set", help="path=value, may be repeated.")] = None,
    scale: Annotated[float | None, typer.Option(help="Persons simulated per person described, e.g. 0.1.")] = None,
    out: Annotated[Path | None, typer.Option(help="New folder for tables, figure and text.")] = None,
    csv: Annotated[bool, typer.Option("--csv", help="Write CSV beside Parquet; needs --out.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object instead of tables.")] = False,
    language: Annotated[str, typer.Option(help="Language of tables and figure: en or fr.")] = "en",
) -> None:
    """Explain a choice: which gates stopped whom, and which terms spoke for and against an option.

    With --against, also who would choose otherwise under a what-if, and what moved them.

    Examples:

        ploughshare explain training --group River_Alliance --month 2031-09 --option reinsertion

        ploughshare explain training --group hill_guard --place highlands --month 2031-02 --against wages-paid-on-time
    """
    from ploughshare.cli.options import check_usage

    check_usage(seeds, first_seed, jobs, history, scale, language)
    if csv and out is None:
        raise UsageError("--csv needs a folder", hint="add --out FOLDER")
    with collector_at_rest():
        from ploughshare.analysis.explain import ask
        from ploughshare.analysis.explain import explain as find_out
        from ploughshare.cli.progress import ProgressBar
        from ploughshare.scenario.loading import load_scenario

    name, *more = _stacked([scenario])
    overlays, changes = _told_apart([*more, *_stacked(what_if or ())])
    changes += settings or ()
    definition = load_scenario(name, overlays, changes, history, scale)
    question = ask(definition, group, month, place, option, than, among)
    other = None
    if against:
        laid, changed = _told_apart(_stacked(against))
        other = load_scenario(name, [*overlays, *laid], [*changes, *changed], history, scale)
    if out is not None:
        from ploughshare.record.run_folder import create_folder

        create_folder(out)
    months = (question.month_index + 1) * (1 if other is None else 2)
    with ProgressBar(months, seeds) as bar:
        found = find_out(
            definition,
            question,
            range(first_seed, first_seed + seeds),
            jobs or os.cpu_count() or 1,
            other,
            bar.months_lived,
            bar.seed_finished,
        )
    if out is not None:
        from ploughshare.analysis.explain.files import write_explanation

        write_explanation(found, out, shlex.join(["ploughshare", *sys.argv[1:]]), csv, language)
    typer.echo(json.dumps(as_data(found), ensure_ascii=False)) if as_json else _show(found, out, language)


def _stacked(texts: Iterable[str]) -> list[str]:
    """Return the parts of texts such as `first+second`, in order."""
    from ploughshare.analysis.comparison.variants import split_changes

    return [part for text in texts for part in split_changes(text)]


def _told_apart(parts: list[str]) -> tuple[list[str], list[str]]:
    """Return names of what-ifs, and settings `path=value`."""
    return [part for part in parts if "=" not in part], [part for part in parts if "=" in part]


def as_data(found: Explanation) -> dict[str, Any]:
    """Return an explanation as plain data: question, summary lines, limits."""
    from ploughshare.analysis.explain.wording import LIMITS

    return {
        "question": asdict(found.question) | {"than": found.than},
        "seeds": list(found.seeds),
        "history": found.definition.about.history,
        "population_scale": found.definition.about.population_scale,
        "summary": json.loads(found.summary.to_json(orient="records", double_precision=12)),
        "limits": [*LIMITS, *(text.en for text in found.definition.about.not_modelled)],
    }


def _show(found: Explanation, out: Path | None, language: str) -> None:
    from ploughshare.analysis.explain.wording import blocks
    from ploughshare.analysis.explain.words import Words
    from ploughshare.cli.tables import console

    screen = console()
    for block in blocks(found, language):
        _show_block(screen, block)
    if out is not None:
        text = "{out}: explanation.md, explanation.json, tables and the figure"
        screen.print(Words(language)(text, out=out), highlight=False)


def _show_block(screen: Any, block: Block) -> None:
    from rich.table import Table

    screen.print(f"\n[bold]{block.title}[/bold]", highlight=False)
    for sentence in block.sentences:
        screen.print(sentence, highlight=False)
    if block.headings:
        table = Table()
        for number, heading in enumerate(block.headings):
            table.add_column(
                heading, justify="left" if number == 0 or heading in ("reason", "raison", "to", "vers") else "right"
            )
        for row in block.rows:
            table.add_row(*row)
        screen.print(table)
