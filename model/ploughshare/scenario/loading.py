"""From a folder of YAML files to a checked scenario: all problems of all files at once, each with its line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from ploughshare.collector import first_call_at_rest
from ploughshare.errors import Problem, ScenarioError, nearest
from ploughshare.scenario.applying import apply_changes
from ploughshare.scenario.changes import Change, collect_changes
from ploughshare.scenario.checks import check_scenario
from ploughshare.scenario.communities import CommunitiesFile
from ploughshare.scenario.facts import FactsFile
from ploughshare.scenario.government import GovernmentFile
from ploughshare.scenario.groups import GroupsFile
from ploughshare.scenario.library import find_scenario
from ploughshare.scenario.mission import MissionFile
from ploughshare.scenario.parameters import ParametersFile
from ploughshare.scenario.problems import problems_from
from ploughshare.scenario.programmes import ProgrammesFile
from ploughshare.scenario.provisions import ProvisionsFile
from ploughshare.scenario.schema import Scenario, ScenarioFile
from ploughshare.scenario.timeline import TimelineFile
from ploughshare.scenario.yaml_lines import Document, read_yaml, seen_from_here

FILES: dict[str, type[BaseModel]] = {
    "scenario": ScenarioFile,
    "parameters": ParametersFile,
    "groups": GroupsFile,
    "communities": CommunitiesFile,
    "government": GovernmentFile,
    "mission": MissionFile,
    "programmes": ProgrammesFile,
    "timeline": TimelineFile,
    "provisions": ProvisionsFile,
    "facts": FactsFile,
}
"""The files of a scenario folder, without `.yaml`, and what each holds."""


@dataclass
class ScenarioFolder:
    """The documents of a scenario folder as read, before validation."""

    folder: Path
    documents: dict[str, Document]


@first_call_at_rest
def load_scenario(
    name_or_path: str | Path,
    overlays: Sequence[str | Path] = (),
    settings: Sequence[str] = (),
    history: str | None = None,
    population_scale: float | None = None,
    beneath: Sequence[str | Path] = (),
) -> Scenario:
    """Load and check a scenario with overlays and single settings on top.

    Args:
        name_or_path: a scenario's name, its folder, or its `scenario.yaml`.
        overlays: names of files in its `what-if` folder, or paths; they are applied in order.
        settings: `path=value` as on the command line, applied last.
        history: `free` or `replay`, over what the scenario says.
        population_scale: persons simulated per person described, over what the scenario says.
        beneath: overlays applied first, which the others may contradict: another account of the same country.

    Raises:
        ScenarioNotFound: there is no such scenario.
        ScenarioError: something is wrong in the files, overlays or settings; it carries every problem.
    """
    folder = read_folder(find_scenario(str(name_or_path)))
    changes = collect_changes(folder.folder, folder.documents, beneath, ())
    changes += collect_changes(folder.folder, folder.documents, overlays, settings)
    changes += _about_changes(history, population_scale)
    apply_changes(folder.documents, changes, FILES)
    return validate_folder(folder, changes)


def _about_changes(history: str | None, population_scale: float | None) -> list[Change]:
    asked = {"history": (history, "--history"), "population_scale": (population_scale, "--scale")}
    return [
        Change(("scenario", key), value, Document(flag, value, {(): None}), (), setting=True)
        for key, (value, flag) in asked.items()
        if value is not None
    ]


def read_folder(folder: Path) -> ScenarioFolder:
    """Read all files of a scenario folder; raises ScenarioError with the problems of every file."""
    problems: list[Problem] = _unexpected_files(folder)
    documents: dict[str, Document] = {}
    for name in FILES:
        file = folder / f"{name}.yaml"
        try:
            documents[name] = read_yaml(file, shown_as=seen_from_here(file))
        except ScenarioError as error:
            problems += error.problems
    if problems:
        raise ScenarioError(problems)
    return ScenarioFolder(folder, documents)


def _unexpected_files(folder: Path) -> list[Problem]:
    problems = []
    for file in sorted(folder.glob("*.y*ml")):
        if file.stem not in FILES or file.suffix != ".yaml":
            near = nearest(file.stem, FILES)
            hint = f"did you mean {near}.yaml?" if near else f"files are: {', '.join(FILES)}"
            problems.append(Problem(seen_from_here(file), None, "", "a scenario has no file of this name", hint))
    return problems


def validate_folder(folder: ScenarioFolder, changes: Sequence[Change] = ()) -> Scenario:
    """Validate all documents and their cross references; raises ScenarioError with every problem."""
    problems: list[Problem] = []
    parts: dict[str, BaseModel] = {}
    for name, model in FILES.items():
        document = folder.documents[name]
        try:
            parts[name] = model.model_validate(document.data if document.data is not None else {})
        except ValidationError as error:
            problems += problems_from(document, error.errors(include_url=False), model)
    if problems:
        raise ScenarioError(problems)
    scenario = _assemble(parts)
    asked = {str(change.path[2]) for change in changes if change.path[:2] == ("parameters", "parameters")}
    problems = check_scenario(scenario, folder.documents, asked)
    if problems:
        raise ScenarioError(problems)
    return scenario


def _assemble(parts: dict[str, BaseModel]) -> Scenario:
    fields: dict[str, Any] = {"about": parts["scenario"]}
    for name, part in parts.items():
        if name != "scenario":
            fields.update({key: getattr(part, key) for key in type(part).model_fields})
    return Scenario.model_construct(**fields)
