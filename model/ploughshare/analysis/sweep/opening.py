"""A sweep begun, resumed, extended or begun anew: which folder, which plan, and what stands in the way."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import numpy as np

from ploughshare.analysis.experiments.loading import LoadedExperiment, load_experiment
from ploughshare.analysis.sampling import METHODS
from ploughshare.analysis.sweep.description import describe_sweep
from ploughshare.analysis.sweep.plan import SweepPlan
from ploughshare.errors import UsageError
from ploughshare.record.provenance import engine_hash
from ploughshare.record.run_store.description import Description, changes_since, is_store, read_description
from ploughshare.record.run_store.parts import POINT
from ploughshare.record.run_store.reading import open_sweep
from ploughshare.record.run_store.writer import RunStore, create_store, reopen_store

Mode = Literal["start", "resume", "extend", "new"]
SWEEPS_FOLDER = Path("runs") / "sweeps"
BEGIN_ANEW = "--new begins another sweep beside it"


@dataclass(frozen=True)
class SweepRequest:
    """What was asked for."""

    experiment: str
    """name or file"""
    mode: Mode = "start"
    folder: Path | None = None
    """by default `runs/sweeps/NAME`"""
    changes: dict[str, Any] = field(default_factory=dict)
    """keys of the experiment's file with other values"""
    command: str = ""


def open_sweep_for(request: SweepRequest) -> tuple[SweepPlan, RunStore]:
    """Return the plan of the sweep asked for and its store, open for writing.

    Raises:
        UsageError: there is a sweep already, or none to resume, or it is another one than asked for; what to do is said.
        ScenarioError: the experiment's file has problems.
        OutputError: the folder cannot be written.
    """
    if request.mode in ("start", "new"):
        return _begin(request)
    return _go_on(request)


def sweep_folder(request: SweepRequest, loaded: LoadedExperiment) -> Path:
    """Return the folder of a sweep; a new one beside it if the sweep is to begin anew and there is one already."""
    base = request.folder or SWEEPS_FOLDER / loaded.name
    if request.mode != "new":
        return base
    folder, number = base, 2
    while folder.exists():
        folder, number = base.with_name(f"{base.name}-{number}"), number + 1
    return folder


def _begin(request: SweepRequest) -> tuple[SweepPlan, RunStore]:
    loaded = load_experiment(request.experiment, request.changes)
    folder = sweep_folder(request, loaded)
    if is_store(folder):
        stored = open_sweep(folder)
        if not stored.finished:  # it was ended before its first run
            return _go_on(request)
        advice = "--extend SIZE makes it larger" if stored.complete else "--resume goes on with it"
        raise UsageError(
            f"{folder} holds a sweep with {stored.finished:,} of {stored.total:,} runs on record",
            hint=f"{advice}, {BEGIN_ANEW}",
        )
    plan = SweepPlan(loaded, engine_hash())
    description = describe_sweep(plan, request.changes, request.command)
    return plan, create_store(folder, description, plan.design_table(), plan.values_table())


def _go_on(request: SweepRequest) -> tuple[SweepPlan, RunStore]:
    """Resume or extend: the file with what the command changed when the sweep began, then with what it changes now."""
    first = load_experiment(request.experiment)
    folder = sweep_folder(request, first)
    if not is_store(folder):
        raise UsageError(f"{folder} holds no sweep to go on with", hint="leave --resume and --extend out to begin one")
    before = read_description(folder, with_scenario=True)
    changes = {**before.entries["changes"], **request.changes}
    loaded = load_experiment(request.experiment, changes)
    _check_size(request.mode, before, loaded)
    plan = _plan_on_record(folder, loaded)
    description = describe_sweep(plan, changes, request.command)
    _check_same(folder, before, description)
    store = reopen_store(folder)
    if plan.runs > before.runs:
        description.entries["started_utc"] = before.entries["started_utc"]
        store.extend(description, plan.design_table(), plan.values_table())
    store.forget_failures()
    return plan, store


def _check_size(mode: Mode, before: Description, loaded: LoadedExperiment) -> None:
    old, new = before.entries["size"], loaded.experiment.size
    if before.entries["method"] != loaded.experiment.method or old == new:
        return
    if mode == "resume":
        raise UsageError(f"the sweep has size {old}, not {new}", hint=f"--extend {new} makes it larger, {BEGIN_ANEW}")
    if not METHODS[loaded.experiment.method].grows:
        able = ", ".join(name for name, method in METHODS.items() if method.grows)
        raise UsageError(
            f"a {loaded.experiment.method} sample cannot be extended: a larger one has other points",
            hint=f"{BEGIN_ANEW}; these can grow: {able}",
        )
    if new is None or old is None or new < old:
        raise UsageError(f"the sweep has size {old} already, more than {new}", hint="give a larger size")


def _plan_on_record(folder: Path, loaded: LoadedExperiment) -> SweepPlan:
    """Return the plan whose first points are those on record, bit for bit, if the same points would be drawn again."""
    stored = open_sweep(folder)
    design = stored.design().drop(columns=POINT).to_numpy()
    coded = stored.values().drop(columns=POINT).to_numpy()
    fresh = SweepPlan(loaded, engine_hash())
    same = fresh.design.shape[1] == design.shape[1] and fresh.points >= len(design)
    if not same or not np.allclose(fresh.design[: len(design)], design, atol=1e-9):
        return fresh  # another experiment: the comparison of descriptions says what differs
    return SweepPlan(loaded, engine_hash(), design, coded)


def _check_same(folder: Path, before: Description, now: Description) -> None:
    changed = list(changes_since(before, now))
    if changed:
        told = "; ".join(changed)
        hint = f"go back to what it was, or {BEGIN_ANEW}"
        raise UsageError(f"this is not the sweep in {folder}; what changed: {told}", hint=hint)
