"""`ploughshare scenario`: check, compare, start and describe scenario files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

scenario_commands = typer.Typer(help="Check, compare and start scenario files.", no_args_is_help=True)

WhatIf = Annotated[list[str] | None, typer.Argument(help="What-ifs laid on top, in order.")]
Settings = Annotated[list[str] | None, typer.Option("--set", help="path=value, may be repeated.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@scenario_commands.command()
def check(
    scenario: Annotated[str, typer.Argument(help="Name or folder of a scenario.")],
    what_if: WhatIf = None,
    settings: Settings = None,
    as_json: Json = False,
) -> None:
    """Check the files of a scenario; every problem is shown with its file and line.

    Examples:

        ploughshare scenario check training

        ploughshare scenario check training wages-paid-on-time --set government.will=0.6
    """
    from ploughshare.errors import ScenarioError
    from ploughshare.scenario.loading import load_scenario
    from ploughshare.scenario.overlays import scenario_hash

    try:
        definition = load_scenario(scenario, what_if or (), settings or ())
    except ScenarioError as error:
        if as_json:
            typer.echo(json.dumps({"problems": [vars_of(problem) for problem in error.problems]}, ensure_ascii=False))
            raise typer.Exit(2) from None
        raise
    facts = {
        "scenario": definition.about.name,
        "months": definition.months,
        "groups": len(definition.groups),
        "communities": len(definition.communities),
        "programmes": len(definition.programmes),
        "events": len(definition.events),
        "provisions": len(definition.provisions),
        "facts": len(definition.facts),
        "hash": scenario_hash(definition),
    }
    if as_json:
        typer.echo(json.dumps({"problems": [], **facts}))
        return
    counted = ", ".join(f"{value} {name}" for name, value in facts.items() if name not in ("scenario", "hash"))
    typer.echo(f"{definition.about.name}: no problems; {counted}")


def vars_of(problem: object) -> dict[str, object]:
    """Return a problem as plain data."""
    from dataclasses import asdict, is_dataclass

    assert is_dataclass(problem) and not isinstance(problem, type)
    return asdict(problem)


@scenario_commands.command()
def diff(
    before: Annotated[str, typer.Argument(help="Scenario, with what-ifs after plus signs: training+patrols-expire.")],
    after: Annotated[str, typer.Argument(help="The other one, written in the same way.")],
    as_json: Json = False,
) -> None:
    """Show every value that differs between two scenarios.

    Examples:

        ploughshare scenario diff training training+wages-paid-on-time

        ploughshare scenario diff training+patrols-expire training+wages-paid-on-time --json
    """
    from ploughshare.scenario.loading import load_scenario
    from ploughshare.scenario.overlays import differences

    first, second = (load_scenario(name, overlays) for name, *overlays in (before.split("+"), after.split("+")))
    found = differences(first, second)
    if as_json:
        typer.echo(json.dumps([vars_of(difference) for difference in found], ensure_ascii=False))
        return
    for difference in found:
        typer.echo(f"{difference.path}: {_short(difference.before)} -> {_short(difference.after)}")
    if not found:
        typer.echo("no difference")


def _short(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 100 else text[:97] + "..."


@scenario_commands.command()
def new(
    folder: Annotated[Path, typer.Argument(help="Folder to make; its name becomes the scenario's name.")],
    origin: Annotated[str, typer.Option("--from", help="Scenario to start from.")] = "training",
) -> None:
    """Start a scenario as a copy of another.

    Examples:

        ploughshare scenario new my-country

        ploughshare scenario new scenarios/exercise --from training
    """
    from ploughshare.scenario.new import new_scenario

    made = new_scenario(folder, origin)
    typer.echo(f"{made}: edit the files, then run `ploughshare scenario check {made}`")


@scenario_commands.command()
def schema(
    out: Annotated[Path, typer.Option(help="Folder for one JSON Schema a file.")] = Path("schema"),
) -> None:
    """Write JSON Schemas, with which editors complete and check scenario files.

    Examples:

        ploughshare scenario schema

        ploughshare scenario schema --out my-country/schema
    """
    from ploughshare.scenario.json_schema import write_schemas

    for file in write_schemas(out):
        typer.echo(str(file))
