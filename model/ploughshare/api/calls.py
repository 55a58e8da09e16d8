"""Run, compare and explain scenarios from Python."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from ploughshare.analysis.comparison import running
from ploughshare.analysis.comparison.grids import grid_variants
from ploughshare.analysis.comparison.request import prepare_variants
from ploughshare.analysis.comparison.tables import COMPARISON_TABLES
from ploughshare.analysis.comparison.variants import BASELINE, Variant, account_overlays, what_if
from ploughshare.analysis.ensemble import run_ensemble
from ploughshare.analysis.explain import ask
from ploughshare.analysis.explain import explain as find_out
from ploughshare.analysis.explain.rows import EXPLANATION_TABLES
from ploughshare.api.comparison_result import ComparisonResult
from ploughshare.api.explanation_result import ExplanationResult
from ploughshare.api.handle import Change, ScenarioHandle, call_of, load, parts_of
from ploughshare.api.run_result import RunResult
from ploughshare.errors import PloughshareError, UsageError
from ploughshare.record.columns import TABLES, Column


def run(scenario: ScenarioHandle | str, seeds: int | Iterable[int] = 20, jobs: int = 1) -> RunResult:
    """Run a scenario over seeds (a number, counted from 1, or the seeds themselves).

    Raises:
        PloughshareError: a seed failed.
    """
    handle = load(scenario) if isinstance(scenario, str) else scenario
    parts: list[dict[str, pd.DataFrame]] = []
    for result in run_ensemble(handle.definition, _seeds(seeds), jobs):
        if result.tables is None:
            raise PloughshareError(f"seed {result.seed} failed: {result.error}")
        parts.append({name: table.assign(seed=result.seed) for name, table in result.tables.items()})
    tables = {}
    for name in parts[0]:
        table = pd.concat([part[name] for part in parts], ignore_index=True)
        table.insert(0, "seed", table.pop("seed"))
        tables[name] = table.sort_values("seed", kind="stable", ignore_index=True)
    return RunResult(handle, tables)


def compare(
    baseline: ScenarioHandle | str,
    *variants: ScenarioHandle | Change,
    seeds: int | Iterable[int] = 50,
    outcomes: Sequence[str] = (),
    grid: Sequence[str] = (),
    across: Sequence[str] = (),
    precision: Mapping[str, float] | None = None,
    most_seeds: int = 1000,
    jobs: int = 1,
) -> ComparisonResult:
    """Compare variants with a baseline, seed by seed on the same random numbers.

    Args:
        baseline: a scenario, or its name.
        variants: scenarios made with `with_`, or changes laid on the baseline: names of what-ifs, settings, mappings.
        seeds: a number, counted from 1, or the seeds themselves.
        outcomes: as `ploughshare results outcomes` lists them; a default set if none is given.
        grid: axes such as `programmes.*.pay_xof_per_month=0.5..2:5`.
        across: rival accounts under which everything is compared too.
        precision: outcome -> half-width to which its mean difference is to be known; seeds are added until it is.
        most_seeds: where adding stops.
        jobs: processes.

    Raises:
        UsageError, ScenarioError: something does not exist, changes nothing or contradicts itself.
        PloughshareError: a run failed.
        KeyboardInterrupt: interrupted before any seed had finished; otherwise what has finished is returned.
    """
    start = load(baseline) if isinstance(baseline, str) else baseline
    base = replace(start.variant, label=BASELINE)
    made = [_variant(change, base) for change in variants] + grid_variants(base, grid)
    asked = [f"{name}={half_width}" for name, half_width in (precision or {}).items()]
    accounts = account_overlays(base.scenario, ",".join(across))
    prepared = prepare_variants(base, made, outcomes, accounts, asked)
    numbers = _seeds(seeds)
    found = running.compare(
        prepared.cases, prepared.queries, numbers, jobs, precision=prepared.precision, most_seeds=most_seeds
    )
    if found.failed:
        raise PloughshareError("; ".join(f"{run}: {message}" for run, message in found.failed.items()))
    if not found.seeds:
        raise KeyboardInterrupt
    options = {"seeds": numbers, "outcomes": list(outcomes), "grid": list(grid), "across": list(across)}
    return ComparisonResult(found, _call(start, made, options, precision, most_seeds))


def explain(
    scenario: ScenarioHandle | str,
    group: str,
    month: str,
    place: str | None = None,
    option: str | None = None,
    than: str | None = None,
    among: str = "armed",
    against: ScenarioHandle | Change | None = None,
    seeds: int | Iterable[int] = 10,
    jobs: int = 1,
) -> ExplanationResult:
    """Explain why the persons of a group chose as they did in one month, and what leaders and government weighed.

    Args:
        scenario: a scenario, or its name.
        group: a group or coalition.
        month: as `2031-09`.
        place: a region or community where they are; everywhere if none.
        option: the option asked about, a programme, `home`, `armed` or `rival`; else the programme opened last.
        than: the option compared with; else the one most chosen.
        among: whom to ask: `armed`, `home`, `serving` or `everyone`.
        against: the scenario under a what-if, or a change laid on it: who would choose otherwise, and what moved them?
        seeds: a number, counted from 1, or the seeds themselves.
        jobs: processes.

    Raises:
        UsageError: a name does not exist (the nearest is offered), or nobody is there to be asked.
    """
    start = load(scenario) if isinstance(scenario, str) else scenario
    question = ask(start.definition, group, month, place, option, than, among)
    other = against if against is None or isinstance(against, ScenarioHandle) else start.with_(against)
    compared = None if other is None else other.definition
    return ExplanationResult(find_out(start.definition, question, _seeds(seeds), jobs, compared))


def columns(table: str) -> pd.DataFrame:
    """Return what the columns of a table mean: of a run's table by its name, or of all frames of a `comparison`."""
    known: dict[str, tuple[Column, ...]] = {**TABLES, **COMPARISON_TABLES, **EXPLANATION_TABLES}
    if table != "comparison" and table not in known:
        raise UsageError(f"there is no table {table!r}", hint=f"comparison, {', '.join(known)}")
    tables = COMPARISON_TABLES if table == "comparison" else {table: known[table]}
    rows = [(name, column.name, column.unit, column.meaning) for name, listed in tables.items() for column in listed]
    return pd.DataFrame(rows, columns=["table", "column", "unit", "meaning"])


def _variant(change: ScenarioHandle | Change, base: Variant) -> Variant:
    if isinstance(change, ScenarioHandle):
        variant = change.variant
        named = "+".join([variant.scenario, *variant.overlays, *variant.settings])
        return replace(variant, label=named) if variant.label == BASELINE else variant
    return (
        what_if(change, base)
        if isinstance(change, str)
        else base.changed(", ".join(parts_of(change)), parts_of(change))
    )


def _seeds(seeds: int | Iterable[int]) -> list[int]:
    numbers = list(range(1, seeds + 1)) if isinstance(seeds, int) else [int(seed) for seed in seeds]
    if not numbers or min(numbers) < 0 or len(set(numbers)) != len(numbers):
        raise UsageError("seeds must be a number of at least 1, or different whole numbers of 0 or more")
    return numbers


def _call(
    start: ScenarioHandle,
    made: Sequence[Variant],
    options: dict[str, Any],
    precision: Mapping[str, float] | None,
    most_seeds: int,
) -> str:
    """Return the call that makes a comparison again; points of a grid follow from its axes."""
    handles = [call_of(start.variant), *(call_of(variant) for variant in made if not variant.point)]
    given = [f"{name}={value!r}" for name, value in options.items() if value]
    given += [f"precision={dict(precision)!r}", f"most_seeds={most_seeds}"] if precision else []
    return f"ploughshare.compare({', '.join([*handles, *given])})"
