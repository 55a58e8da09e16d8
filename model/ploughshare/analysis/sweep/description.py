"""What `sweep.json` says of a sweep: all that is needed to resume it, to analyse it without its file, and to make it again."""

from __future__ import annotations

import platform
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Any

from ploughshare.analysis.sampling import block_size, column_names
from ploughshare.analysis.sweep.plan import SweepPlan, describe_factor
from ploughshare.record.provenance import code_version, engine_hash, engine_modules
from ploughshare.record.run_store.description import FORMAT, Description
from ploughshare.scenario.overlays import plain, scenario_hash


def describe_sweep(plan: SweepPlan, changes: dict[str, Any], command: str) -> Description:
    """Return the description of a sweep.

    Args:
        plan: the sweep.
        changes: what the command line changed in the experiment's file.
        command: the command that makes the sweep.
    """
    loaded = plan.loaded
    about, experiment = loaded.scenario.about, loaded.experiment
    entries = {
        "format": FORMAT,
        "name": loaded.name,
        "title": experiment.title.model_dump(),
        "question": experiment.question.model_dump(),
        "file": loaded.file,
        "changes": changes,
        "command": command,
        "scenario": about.name,
        "scenario_hash": scenario_hash(loaded.scenario),
        "overlays": experiment.overlays,
        "settings": experiment.settings,
        "history": about.history,
        "population_scale": about.population_scale,
        **_design(plan),
        "outcomes": [query.text for query in loaded.queries],
        "outcome_titles": {query.text: _titled(query) for query in loaded.queries},
        "months": list(loaded.months),
        "code": {**code_version(), "engine": engine_hash(), "modules": engine_modules()},
        "packages": {name: version(name) for name in ("numpy", "mesa", "SALib")}
        | {"python": platform.python_version()},
        "started_utc": datetime.now(UTC).isoformat(timespec="seconds"),
        "not_modelled": [text.model_dump() for text in about.not_modelled],
    }
    return Description(entries, plain(loaded.scenario))


def _design(plan: SweepPlan) -> dict[str, Any]:
    loaded, experiment, space = plan.loaded, plan.loaded.experiment, plan.loaded.space
    return {
        "factors": [describe_factor(factor) for factor in space.factors],
        "problem": space.problem(),
        "columns": column_names(experiment, space.names),
        "method": experiment.method,
        "size": experiment.size,
        "second_order": experiment.second_order,
        "sample_seed": experiment.sample_seed,
        "block": block_size(experiment, len(space.groups)),
        "seeds": experiment.seeds,
        "replicates": plan.replicates,
        "points": plan.points,
        "runs": plan.runs,
        "runs_by_seed_factor": any(factor.is_seed for factor in loaded.space.factors),
    }


def _titled(query: Any) -> dict[str, str]:
    outcome = query.outcome
    return {"en": query.title("en"), "fr": query.title("fr"), "unit": outcome.unit, "better": outcome.better}
