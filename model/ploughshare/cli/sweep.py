"""`ploughshare sweep`: the runs of an experiment, on all cores or on a cluster, resumable."""

from __future__ import annotations

import json
import os
import shlex
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ploughshare.errors import PloughshareError, UsageError

if TYPE_CHECKING:
    from ploughshare.analysis.experiments.loading import LoadedExperiment
    from ploughshare.analysis.sweep.opening import Mode, SweepRequest
    from ploughshare.analysis.sweep.plan import SweepPlan
    from ploughshare.cli.sweep_progress import Shown
    from ploughshare.record.run_store.writer import RunStore


def sweep(  # noqa: PLR0913 - one argument an option of the command
    experiment: Annotated[str, typer.Argument(help="Name or file of an experiment.")],
    jobs: Annotated[int, typer.Option(help="Processes; 0 takes one a core, 1 stays in this process.")] = 0,
    scheduler: Annotated[
        str | None, typer.Option(help="Address of a dask scheduler, e.g. tcp://10.0.0.1:8786; its workers do the runs.")
    ] = None,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with what is left, failed runs included.")] = False,
    extend: Annotated[int | None, typer.Option(help="Go on with a larger sample of this size.")] = None,
    new: Annotated[bool, typer.Option("--new", help="Begin another sweep beside the one there is.")] = False,
    out: Annotated[Path | None, typer.Option(help="Folder of the sweep; runs/sweeps/NAME if not given.")] = None,
    scale: Annotated[float | None, typer.Option(help="Persons simulated per person described, e.g. 0.05.")] = None,
    size: Annotated[int | None, typer.Option(help="Sample size, in the terms of the method.")] = None,
    seeds: Annotated[int | None, typer.Option(help="Runs with different seeds of each sample point.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Check the file, count the runs, and do none.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print events, one JSON object a line.")] = False,
    language: Annotated[str, typer.Option(help="Language of tables: en or fr.")] = "en",
) -> None:
    """Run an experiment's whole sample. Finished runs are on record at once: Ctrl-C and crashes lose none of them.

    Examples:

        ploughshare sweep wages-trust-illicit-income --jobs 4

        ploughshare sweep my-question.yaml --scheduler tcp://10.0.0.1:8786 --resume
    """
    mode = _check_usage(jobs, scheduler, resume, extend, new, size, seeds, language)
    from ploughshare.analysis.sweep.opening import SweepRequest

    given: dict[str, Any] = {"size": extend or size, "population_scale": scale, "replicates": seeds}
    changes = {key: value for key, value in given.items() if value is not None}
    request = SweepRequest(experiment, mode, out, changes, shlex.join(["ploughshare", *sys.argv[1:]]))
    if dry_run:
        _show_plan(request, as_json)
        return
    _run(request, jobs or _cores(), scheduler, as_json, language)


def _check_usage(
    jobs: int,
    scheduler: str | None,
    resume: bool,
    extend: int | None,
    new: bool,
    size: int | None,
    seeds: int | None,
    language: str,
) -> Mode:
    if jobs < 0:
        raise UsageError(f"--jobs must be 0 or more, not {jobs}")
    if scheduler is not None and jobs:
        raise UsageError("--jobs and --scheduler exclude each other", hint="the scheduler's workers do the runs")
    if resume + (extend is not None) + new > 1:
        raise UsageError("--resume, --extend and --new exclude each other", hint="--extend goes on as --resume does")
    if extend is not None and size is not None:
        raise UsageError("--extend and --size exclude each other", hint="--extend takes the new size itself")
    for option, value in (("--extend", extend), ("--size", size), ("--seeds", seeds)):
        if value is not None and value < 1:
            raise UsageError(f"{option} must be 1 or more, not {value}")
    if language not in ("en", "fr"):
        raise UsageError(f"--language must be one of en, fr, not {language!r}")
    return "extend" if extend is not None else "resume" if resume else "new" if new else "start"


def _cores() -> int:
    """Return the cores this process may use; a batch system may grant fewer than there are."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on macOS
        return os.cpu_count() or 1


def _show_plan(request: SweepRequest, as_json: bool) -> None:
    """Show what a sweep would be."""
    from ploughshare.analysis.experiments.loading import load_experiment
    from ploughshare.analysis.sampling import METHODS
    from ploughshare.analysis.sweep.opening import sweep_folder

    loaded = load_experiment(request.experiment, request.changes)
    facts = {
        "experiment": loaded.name,
        "folder": str(sweep_folder(request, loaded)),
        "method": loaded.experiment.method,
        "size": loaded.experiment.size,
        "points": loaded.points,
        "seeds": loaded.experiment.runs_per_point,
        "runs": loaded.runs,
    }
    if as_json:
        typer.echo(json.dumps({**facts, "factors": loaded.space.names}))
        return
    _show_factors(loaded)
    means = METHODS[loaded.experiment.method].size_means
    sized = f" of {loaded.experiment.size} {means}" if means else ""
    typer.echo(
        f"{loaded.experiment.method}{sized}: {loaded.points:,} sample points x {facts['seeds']} {'seed' if facts['seeds'] == 1 else 'seeds'} = {loaded.runs:,} runs"
    )


def _show_factors(loaded: LoadedExperiment) -> None:
    from rich.table import Table

    from ploughshare.cli.tables import console

    table = Table()
    for heading in ("factor", "path", "from", "to", "spread", "unit", "group"):
        table.add_column(heading, overflow="fold")
    for factor in loaded.space.factors:
        spread = factor.spread
        if spread is None:
            cells = (str(factor.label(0)), str(factor.label(len(factor.categories) - 1)), "categories")
        else:
            cells = (f"{spread.low:g}", f"{spread.high:g}", spread.kind)
        unit = "times" if factor.multiplies else factor.unit
        table.add_row(factor.name, factor.path, *cells, unit, factor.group or "")
    console().print(table)


def _run(request: SweepRequest, jobs: int, scheduler: str | None, as_json: bool, language: str) -> None:
    from ploughshare.analysis.sweep.opening import open_sweep_for
    from ploughshare.cli.sweep_progress import progress_for, stop_on_signals

    plan, store = open_sweep_for(request)
    ended = True
    with store, stop_on_signals() as should_stop, progress_for(as_json) as shown:
        shown.started(store.folder, len(store.finished), plan.runs)
        if len(store.finished) < plan.runs:
            ended = _drive(plan, store, jobs, scheduler, shown, should_stop)
        failed = len(store.failures)
        shown.ended(store.folder, ended, len(store.finished), failed, plan.runs)
    if not as_json:
        _show_results(store.folder, language)
    if not ended:
        raise KeyboardInterrupt
    if failed:
        errors = f"ploughshare results show {store.folder} lists their errors, --resume tries them again"
        raise PloughshareError(f"{failed} of {plan.runs:,} runs failed", hint=errors, file=store.folder)


def _drive(
    plan: SweepPlan, store: RunStore, jobs: int, scheduler: str | None, shown: Shown, should_stop: Callable[[], bool]
) -> bool:
    """Do the runs that are left; the engine is imported here, after everything that may be wrong has been said."""
    from ploughshare.analysis.sweep.batch import work_of
    from ploughshare.analysis.sweep.driver import Listener, SweepDriver
    from ploughshare.analysis.sweep.pools import open_pool

    with open_pool(work_of(plan.loaded), plan.engine, jobs, scheduler) as pool:
        return SweepDriver(plan, store, pool, Listener(shown.progress, shown.failed, should_stop)).drive()


def _show_results(folder: Path, language: str) -> None:
    from ploughshare.cli.sweep_tables import show_sweep
    from ploughshare.record.run_store.reading import open_sweep

    show_sweep(open_sweep(folder), language)
