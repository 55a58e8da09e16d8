"""`ploughshare results`: what runs are compared by, and what they left behind."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ploughshare.cli import sweep_results

if TYPE_CHECKING:
    from ploughshare.analysis.outcomes import Outcome

results_commands = typer.Typer(help="List outcomes, read sweeps back and look after them.", no_args_is_help=True)
results_commands.command("list")(sweep_results.list_)
results_commands.command()(sweep_results.show)
results_commands.command()(sweep_results.export)
results_commands.command()(sweep_results.compact)
results_commands.command()(sweep_results.prune)
results_commands.command()(sweep_results.sql)


@results_commands.command()
def outcomes(
    find: Annotated[
        str | None, typer.Argument(help="Only outcomes whose name, title or definition has this word.")
    ] = None,
    language: Annotated[str, typer.Option(help="Language of titles: en or fr.")] = "en",
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """List every outcome: unit, definition, which way is better, and what it can be restricted by.

    Written `NAME` or `NAME:key=value,key=value`; every outcome also takes `month=YYYY-MM`.

    Examples:

        ploughshare results outcomes

        ploughshare results outcomes trust --language fr --json
    """
    from ploughshare.analysis.outcomes import OUTCOMES
    from ploughshare.errors import UsageError

    if language not in ("en", "fr"):
        raise UsageError(f"--language must be one of en, fr, not {language!r}")
    rows = [outcome_row(outcome, language) for outcome in OUTCOMES.values()]
    if find is not None:
        word = find.casefold()
        rows = [row for row in rows if word in f"{row['name']} {row['title']} {row['definition']}".casefold()]
        if not rows:
            raise UsageError(
                f"no outcome has {find!r} in its name, title or definition", hint="leave it out to see all"
            )
    if as_json:
        typer.echo(json.dumps(rows, ensure_ascii=False))
        return
    _show(rows)


def outcome_row(outcome: Outcome, language: str) -> dict[str, Any]:
    """Return an outcome of the catalogue as plain data."""
    return {
        "name": outcome.name,
        "title": outcome.title.in_language(language),
        "unit": outcome.unit,
        "better": outcome.better,
        "selectors": [*outcome.selectors, "month"],
        "definition": outcome.definition,
    }


def _show(rows: list[dict[str, Any]]) -> None:
    from rich.table import Table

    from ploughshare.cli.tables import console

    table = Table()
    for heading in ("name", "title", "unit", "better", "takes", "definition"):
        table.add_column(heading, overflow="fold")
    for row in rows:
        takes = ", ".join(row["selectors"])
        table.add_row(row["name"], row["title"], row["unit"], row["better"], takes, row["definition"])
    console().print(table)
