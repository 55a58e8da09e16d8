"""`ploughshare parameters`: every behavioural parameter with its value, bounds, prior and source."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from ploughshare.scenario.parameters import Prior


def parameters(
    scenario: Annotated[str, typer.Argument(help="Name or folder of a scenario.")],
    rule: Annotated[str | None, typer.Option(help="Only the parameters of one rule.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """List the behavioural parameters of a scenario.

    Examples:

        ploughshare parameters training

        ploughshare parameters training --rule choice --json
    """
    from ploughshare.errors import UsageError, nearest
    from ploughshare.scenario.catalogue import CATALOGUE
    from ploughshare.scenario.loading import load_scenario

    definition = load_scenario(scenario)
    rules = list(dict.fromkeys(known.rule for known in CATALOGUE.values()))
    if rule is not None and rule not in rules:
        near = nearest(rule, rules)
        raise UsageError(
            f"there is no rule {rule!r}", hint=f"did you mean {near}?" if near else f"rules: {', '.join(rules)}"
        )
    rows = []
    for name, known in CATALOGUE.items():
        if rule is not None and known.rule != rule:
            continue
        given = definition.parameters[name]
        rows.append(
            {
                "name": name,
                "value": given.value,
                "unit": known.unit,
                "low": known.low,
                "high": known.high,
                "prior": prior_text(given.prior),
                "source": given.source_of("value"),
                "meaning": known.meaning,
                "rule": known.rule,
            }
        )
    if as_json:
        typer.echo(json.dumps(rows, ensure_ascii=False))
        return
    _show(rows)


def prior_text(prior: Prior) -> str:
    """Return a prior as people write it, for example `uniform(0.5, 2)`."""
    values = prior.model_dump()
    name = values.pop("distribution")
    return f"{name}({', '.join(format(value, 'g') for value in values.values())})"


def _show(rows: list[dict[str, object]]) -> None:
    from rich.table import Table

    from ploughshare.cli.tables import console

    table = Table()
    for heading in ("name", "value", "unit", "bounds", "prior", "source", "meaning"):
        table.add_column(heading, overflow="fold")
    for row in rows:
        bounds = f"{row['low']:g} – {row['high']:g}"
        cells = (row["name"], f"{row['value']:g}", row["unit"], bounds, row["prior"], row["source"], row["meaning"])
        table.add_row(*(str(cell) for cell in cells))
    console().print(table)
