"""`ploughshare discover`: rules that say in which part of a sweep an outcome comes about."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from ploughshare.analysis.discovery.of_sweep import Discovered


def discover(
    sweep: Annotated[str, typer.Argument(help="Folder of a sweep, or the experiment whose last sweep is meant.")],
    outcome: Annotated[str, typer.Option(help="What to explain: an outcome, a comparison and a number.")],
    given: Annotated[
        list[str] | None,
        typer.Option(help="Another outcome of the sweep that may stand in a rule's conditions; may be repeated."),
    ] = None,
    seed: Annotated[int, typer.Option(help="Seed of the division into points searched and points held out.")] = 1,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object instead of text.")] = False,
    out: Annotated[
        Path | None, typer.Option(help="Also write the rules as a page and as JSON into this folder.")
    ] = None,
) -> None:
    """Find simple rules for where an outcome comes about, checked on points that the search did not see.

    PRIM and a classification tree look for boxes in the space of the factors. Each rule is told with its density (how often the
    outcome comes about there), its coverage (how much of the outcome lies there) and an interval, both on points held out.

    Examples:

        ploughshare discover runs/wages --outcome 'integrated > 1200'

        ploughshare discover runs/wages --outcome 'under_arms < 5000' --given trust_in_government --json
    """
    from ploughshare.analysis.discovery.of_sweep import discover_in_sweep, write_rules
    from ploughshare.analysis.stored_sweep import read_sweep
    from ploughshare.errors import UsageError

    if seed < 0:
        raise UsageError(f"--seed must be 0 or more, not {seed}")
    table = read_sweep(sweep)
    found = discover_in_sweep(table, outcome, given or [], seed)
    if out is not None:
        for file in write_rules(out, found, table.provenance):
            sys.stderr.write(f"wrote {file}\n")
    if as_json:
        typer.echo(json.dumps(found.as_data(), ensure_ascii=False))
        return
    _show(found)


def _show(found: Discovered) -> None:
    from rich.markup import escape

    from ploughshare.cli.tables import console

    screen = console()
    screen.print(f"[bold]{escape(found.title)}[/bold]", soft_wrap=True)
    for text in found.sentences:
        screen.print(escape(text), soft_wrap=True)
    if found.rules:
        screen.print(_rule_table(found))
    screen.print("\nWhat this cannot tell:")
    for text in found.cannot_tell:
        screen.print(escape(f"  - {text}"), soft_wrap=True)


def _rule_table(found: Discovered) -> Any:
    from rich.markup import escape
    from rich.table import Table

    from ploughshare.analysis.discovery.wording import percent

    shown = Table(title="Rules, on points not searched", title_justify="left")
    for heading in ("rule", "density", "95 % interval", "coverage", "points", "runs", "where found", "holds"):
        shown.add_column(heading, justify="left" if heading in ("rule", "holds") else "right", overflow="fold")
    for rule in found.rules:
        told = rule["held_out"]
        density = "none there" if told["points"] == 0 else percent(told["density"])
        shown.add_row(
            escape(" and ".join(rule["conditions"])),
            density,
            f"{percent(told['low'])} – {percent(told['high'])}",
            percent(told["coverage"]),
            str(told["points"]),
            str(told["runs"]),
            percent(rule["searched"]["density"]),
            "yes" if rule["holds"] else "no",
        )
    return shown
