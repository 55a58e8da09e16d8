"""Overlays and settings: named values changed on top of a scenario, and nothing else."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, ValidationError

from ploughshare.errors import Problem, ScenarioError, UsageError, nearest
from ploughshare.scenario.base import Record, Text
from ploughshare.scenario.problems import problems_from
from ploughshare.scenario.schema import Scenario
from ploughshare.scenario.yaml_lines import Document, KeyPath, parse_yaml, read_yaml

WHAT_IF_FOLDER = "what-if"

_SECTIONS = {
    "parameters": "parameters",
    "coalitions": "groups",
    "groups": "groups",
    "regions": "communities",
    "communities": "communities",
    "income_sources": "communities",
    "government": "government",
    "mission": "mission",
    "programmes": "programmes",
    "registrations": "programmes",
    "community_projects": "programmes",
    "events": "timeline",
    "agreements": "provisions",
    "follow_up_bodies": "provisions",
    "provisions": "provisions",
    "facts": "facts",
}
"""First word of a path -> the file it stands in; every other first word belongs to `scenario.yaml`."""

_REMOVABLE = ("events", "programmes", "registrations", "income_sources", "follow_up_bodies", "provisions", "facts")


class Expectation(Record):
    """What the author expects an overlay to do, and why."""

    outcome: str
    direction: Literal["more", "fewer", "same"]
    why: Text


class Overlay(Record):
    """A what-if file: a question, the values it changes, and what it leaves out."""

    title: Text
    question: Text
    sources: list[str] = Field(default_factory=list)
    extends: str = Field(description="name of the scenario it changes")
    requires: list[str] = Field(default_factory=list, description="overlays it builds on")
    set: dict[str, Any] = Field(default_factory=dict, description="path -> new value")
    remove: list[str] = Field(default_factory=list, description="paths of entries taken out")
    expected: list[Expectation] = Field(default_factory=list)
    left_out: list[Text] = Field(default_factory=list)


@dataclass(frozen=True)
class Change:
    """One value changed: where, to what, and who says so."""

    path: KeyPath
    """file without `.yaml`, then the keys inside it"""
    value: Any
    file: str
    line: int | None
    remove: bool = False

    @property
    def dotted(self) -> str:
        """The path as a person writes it."""
        return ".".join(str(part) for part in self.path[1:])


@dataclass(frozen=True)
class Difference:
    """One value that differs between two scenarios."""

    path: str
    before: Any
    after: Any


def overlay_file(folder: Path, name: str | Path) -> Path:
    """Return the file of an overlay given by path or by its name in the scenario's `what-if` folder.

    Raises:
        UsageError: there is no such overlay; it names the nearest one.
    """
    path = Path(name)
    if path.suffix in (".yaml", ".yml") and path.is_file():
        return path
    known = {file.stem: file for file in sorted((folder / WHAT_IF_FOLDER).glob("*.yaml"))}
    if str(name) in known:
        return known[str(name)]
    near = nearest(str(name), known)
    hint = f"did you mean {near!r}?" if near else f"what-ifs of this scenario: {', '.join(known) or 'none'}"
    raise UsageError(f"there is no what-if {str(name)!r}", hint=hint)


def read_overlay(file: Path) -> tuple[Overlay, Document]:
    """Read and check an overlay file; raises ScenarioError with its problems."""
    document = read_yaml(file)
    try:
        return Overlay.model_validate(document.data if document.data is not None else {}), document
    except ValidationError as error:
        raise ScenarioError(problems_from(document, error.errors(include_url=False), Overlay)) from None


def collect_changes(
    folder: Path, documents: dict[str, Document], overlays: Sequence[str | Path], settings: Sequence[str]
) -> list[Change]:
    """Return the changes of overlays in order, then of settings.

    Raises:
        UsageError: an overlay or setting does not exist or has no `path=value` form.
        ScenarioError: an overlay sets nothing, extends another scenario, or contradicts one before it.
    """
    changes: list[Change] = []
    problems: list[Problem] = []
    names = [Path(str(name)).stem for name in overlays]
    for name in overlays:
        overlay, document = read_overlay(overlay_file(folder, name))
        problems += _overlay_problems(overlay, document, _scenario_name(documents), names)
        new = _overlay_changes(overlay, document)
        problems += _contradictions(new, changes)
        changes += new
    if problems:
        raise ScenarioError(problems)
    return changes + _setting_changes(settings)


def _setting_changes(settings: Sequence[str]) -> list[Change]:
    """Return the changes of settings; two that set one value differently are refused."""
    changes: list[Change] = []
    for setting in settings:
        new = _setting_change(setting)
        for problem in _contradictions([new], changes):
            raise UsageError(f"{new.file} {problem.message}", hint="give each value once")
        changes.append(new)
    return changes


def _scenario_name(documents: dict[str, Document]) -> str:
    about = documents["scenario"].data
    return str(about.get("name", "")) if isinstance(about, dict) else ""


def _overlay_problems(overlay: Overlay, document: Document, scenario: str, names: list[str]) -> list[Problem]:
    problems = []
    if overlay.extends != scenario:
        message = f"this what-if extends {overlay.extends!r}, not {scenario!r}"
        problems.append(Problem(document.file, document.line(("extends",)), "extends", message))
    if not overlay.set and not overlay.remove:
        problems.append(Problem(document.file, 1, "set", "this what-if changes nothing", "add a path under `set`"))
    for needed in overlay.requires:
        if needed not in names:
            message = f"this what-if builds on {needed!r}, which is not among those given"
            problems.append(Problem(document.file, document.line(("requires",)), "requires", message, f"add {needed}"))
    return problems


def _overlay_changes(overlay: Overlay, document: Document) -> list[Change]:
    changes = [
        Change(_full_path(path), value, document.file, document.line(("set", path)))
        for path, value in overlay.set.items()
    ]
    changes += [
        Change(_full_path(path), None, document.file, document.line(("remove", number)), remove=True)
        for number, path in enumerate(overlay.remove)
    ]
    return changes


def _contradictions(new: list[Change], before: list[Change]) -> list[Problem]:
    problems = []
    for change in new:
        for other in before:
            shorter = min(len(change.path), len(other.path))
            if change.path[:shorter] == other.path[:shorter] and change.value != other.value:
                message = f"contradicts {other.file}, which sets {other.dotted} to {other.value!r}"
                problems.append(Problem(change.file, change.line, change.dotted, message, "keep one of the two"))
    return problems


def _setting_change(setting: str) -> Change:
    path, equals, text = setting.partition("=")
    if not equals or not path.strip():
        raise UsageError(f"{setting!r} is not a setting", hint="write --set path=value, e.g. government.will=0.6")
    try:
        value = parse_yaml(text, f"--set {path}").data
    except ScenarioError as error:
        problem = error.problems[0]
        raise UsageError(
            f"the value of {setting[:60]!r} cannot be read: {problem.message}", hint="quote texts, write lists in [ ]"
        ) from None
    return Change(_full_path(path.strip()), value, f"--set {setting}", None)


def _full_path(dotted: str) -> KeyPath:
    parts: list[str | int] = [
        int(part) if part.isascii() and part.isdigit() and len(part) < 6 else part for part in dotted.split(".")
    ]
    file = _SECTIONS.get(str(parts[0]), "scenario")
    if parts[0] == "parameters" and len(parts) == 2:
        parts.append("value")
    return (file, *parts)


def apply_changes(documents: dict[str, Document], changes: Sequence[Change]) -> None:
    """Change the documents in place; raises ScenarioError naming every path that does not exist."""
    problems = []
    for change in changes:
        problem = _apply(documents[str(change.path[0])], change)
        if problem is not None:
            problems.append(problem)
    if problems:
        raise ScenarioError(problems)


def _apply(document: Document, change: Change) -> Problem | None:
    """Walk to the last container of the path and set the value there; a key the schema allows may be new."""
    here: Any = document.data
    for depth, part in enumerate(change.path[1:-1]):
        if not _has(here, part):
            return _unknown(change, here, part, depth)
        here = here[part]
    last = change.path[-1]
    if change.remove:
        return _remove(change, here, last)
    if isinstance(here, list):
        if not isinstance(last, int) or last >= len(here):
            return _unknown(change, here, last, len(change.path) - 2)
        here[int(last)] = change.value
    elif isinstance(here, dict):
        if last not in here and _is_collection(change):
            return _unknown(change, here, last, len(change.path) - 2)
        here[str(last)] = change.value
        document.lines.setdefault(change.path[1:], document.line(change.path[1:-1]) or 1)
    else:
        return _unknown(change, here, last, len(change.path) - 2)
    return None


def _has(here: Any, part: str | int) -> bool:
    if isinstance(here, list):
        return isinstance(part, int) and part < len(here)
    return isinstance(here, dict) and part in here


def _is_collection(change: Change) -> bool:
    """Whether the last key would be a new named entry (a programme, an event): overlays change values only."""
    return len(change.path) == 3 and change.path[1] in _SECTIONS and change.path[1] not in ("government", "mission")


def _remove(change: Change, here: Any, last: str | int) -> Problem | None:
    if len(change.path) != 3 or change.path[1] not in _REMOVABLE:
        message = f"only whole entries of {', '.join(_REMOVABLE)} can be removed"
        return Problem(change.file, change.line, change.dotted, message)
    if last not in here:
        return _unknown(change, here, last, 1)
    del here[last]
    return None


def _unknown(change: Change, here: Any, part: str | int, depth: int) -> Problem:
    known = [str(key) for key in here] if isinstance(here, dict) else []
    near = nearest(str(part), known)
    before = ".".join(str(word) for word in change.path[1 : depth + 1])
    hint = f"did you mean {before + '.' if before else ''}{near}?" if near else None
    if hint is None and known:
        hint = f"known here: {', '.join(known[:12])}"
    return Problem(change.file, change.line, change.dotted, f"there is no {str(part)!r} to change", hint)


def plain(scenario: Scenario) -> dict[str, Any]:
    """Return a scenario as plain data, keys as in the files."""
    fields = {name: getattr(scenario, name) for name in Scenario.model_fields}
    return {name: _plain_value(value) for name, value in fields.items()}


def _plain_value(value: Any) -> Any:
    if isinstance(value, Record):
        return value.model_dump(mode="json", by_alias=True)
    if isinstance(value, dict):
        return {key: _plain_value(inner) for key, inner in value.items()}
    return value


def scenario_hash(scenario: Scenario) -> str:
    """Return a fingerprint of everything in a scenario: sha256 of its content in canonical JSON, hexadecimal."""
    text = json.dumps(plain(scenario), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def differences(before: Scenario, after: Scenario) -> list[Difference]:
    """Return every value that differs, by path, in the order of the files."""
    found: list[Difference] = []
    _compare("", plain(before), plain(after), found)
    return found


def _compare(path: str, before: Any, after: Any, found: list[Difference]) -> None:
    if isinstance(before, dict) and isinstance(after, dict):
        for key in dict.fromkeys([*before, *after]):
            inner = f"{path}.{key}" if path else str(key)
            _compare(inner, before.get(key), after.get(key), found)
    elif before != after:
        found.append(Difference(path.removeprefix("about."), before, after))
