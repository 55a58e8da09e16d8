"""An experiment file read and checked as a whole: its own shape, its scenario, its factors, its sample. All problems at once."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from ploughshare.analysis.experiments.factors import SEED, FactorSpace
from ploughshare.analysis.experiments.resolving import resolve_factors
from ploughshare.analysis.outcomes import OutcomeQuery, parse_outcome
from ploughshare.analysis.sampling import METHODS, count_points, size_trouble
from ploughshare.errors import PloughshareError, Problem, ScenarioError, UsageError
from ploughshare.scenario.calendar import month_index, month_name
from ploughshare.scenario.experiments import Experiment, Months
from ploughshare.scenario.library import find_experiment
from ploughshare.scenario.loading import load_scenario
from ploughshare.scenario.problems import problems_from
from ploughshare.scenario.schema import Scenario
from ploughshare.scenario.yaml_lines import Document, KeyPath, read_yaml

MOST_RUNS = 5_000_000
_OPTIONS = {"size": "--size", "population_scale": "--scale", "replicates": "--seeds", "seeds": "--seeds"}
"""key of the file -> the option of the command that changes it, for messages"""


@dataclass(frozen=True)
class LoadedExperiment:
    """A checked experiment with its scenario and factors."""

    name: str
    file: str
    experiment: Experiment
    space: FactorSpace
    queries: tuple[OutcomeQuery, ...]
    """the outcomes measured"""
    months: tuple[str, ...] = field(default=())
    """months at which outcomes are measured besides the end of the run"""

    @property
    def scenario(self) -> Scenario:
        """The scenario around which factors vary."""
        return self.space.scenario

    @property
    def points(self) -> int:
        """Number of sample points."""
        return count_points(self.experiment, len(self.space.groups))

    @property
    def runs(self) -> int:
        """Number of runs: sample points by seeds."""
        return self.points * self.experiment.runs_per_point


def load_experiment(name_or_path: str | Path, changes: dict[str, Any] | None = None) -> LoadedExperiment:
    """Load and check an experiment by name or path.

    Args:
        name_or_path: a name in an `experiments/` folder, or a file.
        changes: keys of the file with other values, such as `{"size": 64, "population_scale": 0.02}`.

    Raises:
        UsageError: there is no such experiment, or no such scenario.
        ScenarioError: something is wrong in the file; it carries every problem.
    """
    file = find_experiment(str(name_or_path))
    document = read_yaml(file, shown_as=_shown(file))
    experiment = _validated(document, changes or {})
    scenario = _scenario(experiment, document)
    factors, problems = resolve_factors(experiment, document, scenario)
    months, month_problems = _months(experiment, document, scenario)
    queries, outcome_problems = _outcomes(experiment, document, scenario)
    space = FactorSpace(scenario, factors)
    problems += outcome_problems + month_problems
    problems += _method_problems(experiment, document, space, blame=not problems)
    if problems:
        raise ScenarioError(problems)
    return LoadedExperiment(file.stem, _shown(file), experiment, space, queries, months)


def _shown(file: Path) -> str:
    try:
        return str(file.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(file)


def _validated(document: Document, changes: dict[str, Any]) -> Experiment:
    data = document.data
    if isinstance(data, dict):
        if "replicates" in changes and isinstance(data.get("seeds"), list):
            data = {key: value for key, value in data.items() if key != "seeds"}
        data = document.data = {**data, **changes}
        for key, value in changes.items():
            document.cut((key,))
            document.lines[(key,)], document.origins[(key,)] = None, f"{_OPTIONS.get(key, key)} {value}"
    try:
        return Experiment.model_validate(data if data is not None else {})
    except ValidationError as error:
        raise ScenarioError(problems_from(document, error.errors(include_url=False), Experiment)) from None


def _scenario(experiment: Experiment, document: Document) -> Scenario:
    """Load the scenario; what is wrong with overlays and settings is told with the line of the experiment file."""
    settings = [f"{path}={json.dumps(value)}" for path, value in experiment.settings.items()]
    try:
        return load_scenario(
            experiment.scenario, experiment.overlays, settings, experiment.history, experiment.population_scale
        )
    except ScenarioError as error:
        raise ScenarioError([_placed(problem, document) for problem in error.problems]) from None
    except PloughshareError as error:
        key = "overlays" if "what-if" in error.message else "scenario"
        raise ScenarioError([Problem(*document.place((key,)), key, error.message, error.hint)]) from None


def _placed(problem: Problem, document: Document) -> Problem:
    """A problem of a setting stands in the experiment file, not on a command line."""
    if not problem.file.startswith("--set "):
        return problem
    path = problem.file.removeprefix("--set ").partition("=")[0]
    return Problem(*document.place(("settings", path)), f"settings.{path}", problem.message, problem.hint)


def _months(experiment: Experiment, document: Document, scenario: Scenario) -> tuple[tuple[str, ...], list[Problem]]:
    """Return the months of measurement, and those that lie outside the run."""
    about, given = scenario.about, experiment.months
    if given is None:
        return (), []
    if isinstance(given, Months):
        count = month_index(given.from_, given.to)
        months: Sequence[str] = [month_name(given.from_, step) for step in range(0, count + 1, given.every)]
    else:
        months = given
    outside = [month for month in months if not about.start <= month <= about.end]
    if outside or not months:
        message = f"{outside[0]} lies outside the run" if outside else "there is no month between `from` and `to`"
        hint = f"the run goes from {about.start} to {about.end}"
        return (), [Problem(*document.place(("months",)), "months", message, hint)]
    return tuple(dict.fromkeys(months)), []


def _outcomes(
    experiment: Experiment, document: Document, scenario: Scenario
) -> tuple[tuple[OutcomeQuery, ...], list[Problem]]:
    """Return the outcomes asked for, each once, and those that do not exist."""
    queries, problems = [], []
    for number, text in enumerate(experiment.outcomes):
        try:
            queries.append(parse_outcome(text, scenario))
        except UsageError as error:
            place = ("outcomes", number)
            problems.append(Problem(*document.place(place), f"outcomes.{number}", error.message, error.hint))
    return tuple(dict.fromkeys(queries)), problems


def _method_problems(experiment: Experiment, document: Document, space: FactorSpace, blame: bool) -> list[Problem]:
    """Check the sample size and what the method can do with these factors; `blame` when the factors themselves are fine."""
    method, problems = METHODS[experiment.method], []

    def complain(path: KeyPath, message: str, hint: str | None) -> None:
        problems.append(Problem(*document.place(path), ".".join(map(str, path)), message, hint))

    trouble = size_trouble(experiment.method, experiment.size)
    if trouble is not None:
        complain(("size",), *trouble)
    if any(factor.group for factor in space.factors) and not method.groups:
        able = ", ".join(name for name, known in METHODS.items() if known.groups)
        complain(("factors",), f"{method.name} has no groups of factors", f"take {able}, or leave `group` out")
    for factor in space.factors:
        if method.continuous_only and (factor.integer or factor.spread is None):
            message = f"{method.name} needs smooth factors, and this one takes steps"
            complain(("factors", factor.name), message, "take pawn, delta, sobol or morris")
        if factor.is_seed and experiment.runs_per_point > 1:
            message = "the seed is a factor and `replicates` or `seeds` give more than one run a point"
            complain(("factors", SEED), message, "leave replicates out")
    if blame and trouble is None:
        _check_scale_of_sample(experiment, space, complain)
    return problems


def _check_scale_of_sample(experiment: Experiment, space: FactorSpace, complain: Any) -> None:
    runs = count_points(experiment, len(space.groups)) * experiment.runs_per_point
    if runs > MOST_RUNS:
        complain(("size",), f"this makes {runs:,} runs; at most {MOST_RUNS:,} are kept in one sweep", "take fewer")
    if len(space.factors) < 2 and experiment.method in ("sobol", "morris", "fast", "rbd_fast", "hdmr"):
        complain(("factors",), f"{experiment.method} compares factors: it needs at least two", "add a factor")
