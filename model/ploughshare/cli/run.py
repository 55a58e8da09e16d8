"""`ploughshare run`: replay a scenario over many seeds, and lay the record beside it."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ploughshare.cli.options import check_usage, default_folder
from ploughshare.cli.progress import ProgressBar
from ploughshare.collector import collector_at_rest
from ploughshare.errors import PloughshareError

if TYPE_CHECKING:
    import pandas as pd

    from ploughshare.analysis.ensemble import SeedResult
    from ploughshare.record.provenance import RunRequest
    from ploughshare.scenario.schema import Scenario


def run(  # noqa: PLR0913 - one argument an option of the command
    scenario: Annotated[str, typer.Argument(help="Name or folder of a scenario.")],
    what_if: Annotated[list[str] | None, typer.Argument(help="What-ifs laid on top, in order.")] = None,
    seeds: Annotated[int, typer.Option(help="How many seeds.")] = 20,
    first_seed: Annotated[int, typer.Option(help="The first seed; the others follow it.")] = 1,
    jobs: Annotated[int, typer.Option(help="Processes; 0 takes one a core.")] = 0,
    history: Annotated[
        str | None, typer.Option(help="free lets agents decide; replay forces recorded decisions.")
    ] = None,
    settings: Annotated[list[str] | None, typer.Option("--set", help="path=value, may be repeated.")] = None,
    scale: Annotated[float | None, typer.Option(help="Persons simulated per person described, e.g. 0.1.")] = None,
    out: Annotated[Path | None, typer.Option(help="Folder for results; a new one under runs/ if not given.")] = None,
    csv: Annotated[bool, typer.Option("--csv", help="Write CSV beside Parquet.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object instead of tables.")] = False,
    language: Annotated[str, typer.Option(help="Language of tables and figures: en or fr.")] = "en",
    figures: Annotated[bool, typer.Option("--figures/--no-figures", help="Whether to draw figures.")] = True,
) -> None:
    """Run a scenario over many seeds and compare it with the record.

    Examples:

        ploughshare run training --seeds 4

        ploughshare run training wages-paid-on-time --history replay --set government.will=0.6 --out paid
    """
    check_usage(seeds, first_seed, jobs, history, scale, language)
    from ploughshare.record.provenance import RunRequest
    from ploughshare.scenario.loading import load_scenario

    request = RunRequest(
        scenario=scenario,
        overlays=tuple(what_if or ()),
        settings=tuple(settings or ()),
        history=history,
        population_scale=scale,
        seeds=tuple(range(first_seed, first_seed + seeds)),
    )
    definition = load_scenario(scenario, request.overlays, request.settings, history, scale)
    folder = out or default_folder(f"{definition.about.name}-{definition.about.history}")
    outcome = run_to_folder(definition, request, folder, jobs or os.cpu_count() or 1, csv, language, figures)
    _show(outcome, definition, folder, as_json, language)
    if outcome["interrupted"]:
        raise KeyboardInterrupt
    if outcome["provenance"]["failed_seeds"]:
        raise PloughshareError(_failures(outcome["provenance"]["failed_seeds"]), file=folder)


def run_to_folder(
    definition: Scenario, request: RunRequest, folder: Path, jobs: int, csv: bool, language: str, figures: bool
) -> dict[str, Any]:
    """Run all seeds into a folder and return what became of them.

    Ctrl-C keeps what is finished: the tables of finished seeds are merged and scored as usual.

    Raises:
        OutputError: the folder cannot be written.
    """
    with collector_at_rest():
        from ploughshare.analysis.ensemble import run_ensemble
        from ploughshare.record.run_folder import create_run_folder, write_part

    create_run_folder(folder)
    started = datetime.now(UTC)
    failed: dict[int, str] = {}
    interrupted = False
    with ProgressBar(definition.months, len(request.seeds)) as bar:
        results: Iterable[SeedResult] = run_ensemble(definition, request.seeds, jobs, bar.months_lived)
        try:
            for result in results:
                if result.tables is None:
                    failed[result.seed] = result.error or "failed"
                else:
                    write_part(folder, result.seed, result.tables)
                bar.seed_finished()
        except KeyboardInterrupt:
            interrupted = True
        finally:
            results.close()  # type: ignore[attr-defined]
    return _finish(definition, request, folder, started, failed, interrupted, csv, language, figures)


def _finish(
    definition: Scenario,
    request: RunRequest,
    folder: Path,
    started: datetime,
    failed: dict[int, str],
    interrupted: bool,
    csv: bool,
    language: str,
    figures: bool,
) -> dict[str, Any]:
    from ploughshare.record.facts import score_facts
    from ploughshare.record.provenance import describe_run
    from ploughshare.record.run_folder import (
        finished_seeds,
        merge_parts,
        write_parquet,
        write_provenance,
        write_text,
        writing,
    )
    from ploughshare.record.summary import summary_text

    finished = finished_seeds(folder)
    provenance = describe_run(request, definition, started, finished, failed)
    if not finished:
        if interrupted:
            raise KeyboardInterrupt
        raise PloughshareError("no seed finished: " + _failures(provenance["failed_seeds"]), file=folder)
    tables = merge_parts(folder, csv)
    facts = score_facts(definition, tables)
    with writing(folder):
        write_parquet(facts, folder / "facts.parquet")
        if csv:
            facts.to_csv(folder / "facts.csv", index=False)
    write_text(folder, "summary.md", summary_text(definition, facts, provenance, language))
    drawn = _draw(tables, definition, facts, folder, language) if figures else []
    write_provenance(folder, provenance)
    return {
        "tables": tables,
        "facts": facts,
        "provenance": provenance,
        "figures": drawn,
        "interrupted": interrupted,
    }


def _draw(
    tables: dict[str, pd.DataFrame], definition: Scenario, facts: pd.DataFrame, folder: Path, language: str
) -> list[Path]:
    from ploughshare.figures.run_figures import draw_run_figures
    from ploughshare.record.run_folder import writing

    with writing(folder):
        return draw_run_figures(tables, definition, facts, folder / "figures", language)


def _failures(failed: dict[str, str]) -> str:
    return "; ".join(f"seed {seed}: {message}" for seed, message in failed.items())


# -- what is shown -------------------------------------------------------------------------------------------------


def _show(outcome: dict[str, Any], definition: Scenario, folder: Path, as_json: bool, language: str) -> None:
    if as_json:
        facts = json.loads(outcome["facts"].to_json(orient="records"))
        shown = {"folder": str(folder), "facts": facts, **outcome["provenance"]}
        shown["figures"] = [str(file) for file in outcome["figures"]]
        typer.echo(json.dumps(shown, ensure_ascii=False))
        return
    from ploughshare.cli.tables import show_facts, show_options

    show_options(outcome["tables"], definition, language)
    show_facts(outcome["facts"], definition, language)
    typer.echo(f"{folder}: tables, facts, summary.md, run.json and {len(outcome['figures'])} figure files")
