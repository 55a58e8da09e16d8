"""Overlays and settings: named values changed on top of a scenario, and nothing else."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, ValidationError

from ploughshare.errors import Problem, ScenarioError, UsageError, nearest
from ploughshare.scenario.base import Record, Source, Text
from ploughshare.scenario.problems import problems_from
from ploughshare.scenario.schema import Scenario
from ploughshare.scenario.yaml_lines import Document, KeyPath, parse_yaml, read_yaml, seen_from_here

WHAT_IF_FOLDER = "what-if"
ACCOUNT_FOLDER = "accounts"
"""Rival parameter sets: one reading of the same history each, laid on top like a what-if."""

Direction = Literal["more", "fewer", "same"]

SECTIONS = {
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


class Found(Record):
    """What runs of the model showed where it differs from what was expected."""

    direction: Literal["more", "fewer", "same", "unclear"]
    why: Text = Field(description="what the model shows, and the mechanism behind it")


class Expectation(Record):
    """What an overlay is expected to do, who says so and why, and what runs showed if they disagree."""

    outcome: str = Field(description="an outcome of the catalogue, as `ploughshare results outcomes` lists them")
    direction: Direction
    why: Text
    source: Source | None = Field(
        None, description="who expects it, such as a section of the report; none is the author"
    )
    found: Found | None = Field(None, description="what the model shows instead; none where it shows what is expected")


class Reason(Record):
    """Why one value is changed to what it is, and who says so."""

    why: Text
    source: Source


class Overlay(Record):
    """A what-if file: a question, the values it changes, and what it leaves out."""

    title: Text
    question: Text
    sources: list[str] = Field(default_factory=list)
    extends: str = Field(description="name of the scenario it changes")
    requires: list[str] = Field(default_factory=list, description="overlays it builds on")
    set: dict[str, Any] = Field(default_factory=dict, description="path -> new value")
    remove: list[str] = Field(default_factory=list, description="paths of entries taken out")
    reasons: dict[str, Reason] = Field(
        default_factory=dict, description="path set or removed -> why to this value, and who says so"
    )
    expected: list[Expectation] = Field(default_factory=list)
    left_out: list[Text] = Field(default_factory=list)


@dataclass(frozen=True)
class Change:
    """One value changed: where, to what, and who says so."""

    path: KeyPath
    """file without `.yaml`, then the keys inside it"""
    value: Any
    written: Document
    """the overlay or setting that says so"""
    at: KeyPath
    """where it says so"""
    remove: bool = False
    setting: bool = False
    """whether it comes from a single setting and not from an overlay"""

    @property
    def file(self) -> str:
        """The overlay's file, or the setting as it was given."""
        return self.written.file

    @property
    def line(self) -> int | None:
        """The line in that file; none for a setting."""
        return None if self.setting else self.written.line(self.at)

    @property
    def effect(self) -> tuple[bool, Any]:
        """What the change makes of its place; two changes with the same effect agree."""
        return self.remove, self.value

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


def known_overlays(folder: Path) -> dict[str, Path]:
    """Return the file of each overlay that ships with a scenario, by name: its what-ifs, then its accounts."""
    folders = (folder / WHAT_IF_FOLDER, folder / ACCOUNT_FOLDER)
    return {file.stem: file for inside in folders for file in sorted(inside.glob("*.yaml"))}


def overlay_file(folder: Path, name: str | Path) -> Path:
    """Return the file of an overlay given by path or by its name in the scenario's folders of overlays.

    Raises:
        UsageError: there is no such overlay; it names the nearest one.
    """
    path = Path(name)
    if path.suffix in (".yaml", ".yml") and path.is_file():
        return path
    known = known_overlays(folder)
    if str(name) in known:
        return known[str(name)]
    near = nearest(str(name), known)
    hint = f"did you mean {near!r}?" if near else f"what-ifs of this scenario: {', '.join(known) or 'none'}"
    raise UsageError(f"there is no what-if {str(name)!r}", hint=hint)


def read_overlay(file: Path) -> tuple[Overlay, Document]:
    """Read and check an overlay file; raises ScenarioError with its problems."""
    document = read_yaml(file, shown_as=seen_from_here(file))
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
        for change in _overlay_changes(overlay, document):
            problems += _contradictions(change, changes)
            changes.append(change)
    if problems:
        raise ScenarioError(problems)
    return changes + _setting_changes(settings)


def _setting_changes(settings: Sequence[str]) -> list[Change]:
    """Return the changes of settings; two that set one value differently are refused."""
    changes: list[Change] = []
    for setting in settings:
        new = _setting_change(setting)
        for problem in _contradictions(new, changes):
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
    for path in overlay.reasons:
        if path not in overlay.set and path not in overlay.remove:
            near = nearest(path, [*overlay.set, *overlay.remove])
            message = "gives a reason for what is neither set nor removed here"
            hint = f"did you mean {near}?" if near else "name a path as it stands under `set` or `remove`"
            problems.append(Problem(document.file, document.line(("reasons", path)), f"reasons.{path}", message, hint))
    for needed in overlay.requires:
        if needed not in names:
            message = f"this what-if builds on {needed!r}, which is not among those given"
            problems.append(Problem(document.file, document.line(("requires",)), "requires", message, f"add {needed}"))
    return problems


def _overlay_changes(overlay: Overlay, document: Document) -> list[Change]:
    changes = [Change(_full_path(path), value, document, ("set", path)) for path, value in overlay.set.items()]
    changes += [
        Change(_full_path(path), None, document, ("remove", number), remove=True)
        for number, path in enumerate(overlay.remove)
    ]
    return changes


def _contradictions(change: Change, before: list[Change]) -> list[Problem]:
    """A value set in two ways, or set and removed, by overlays together or within one."""
    problems = []
    for other in before:
        shorter = min(len(change.path), len(other.path))
        if change.path[:shorter] == other.path[:shorter] and change.effect != other.effect:
            does = f"removes {other.dotted}" if other.remove else f"sets {other.dotted} to {_short(other.value)}"
            where = "itself" if other.written is change.written else other.file
            message = f"contradicts {where}, which {does}"
            problems.append(Problem(change.file, change.line, change.dotted, message, "keep one of the two"))
    return problems


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."


def _setting_change(setting: str) -> Change:
    path, equals, text = setting.partition("=")
    if not equals or not path.strip():
        raise UsageError(f"{setting!r} is not a setting", hint="write --set path=value, e.g. government.will=0.6")
    try:
        document = parse_yaml(text, f"--set {setting}")
    except ScenarioError as error:
        problem = error.problems[0]
        raise UsageError(
            f"the value of {setting[:60]!r} cannot be read: {problem.message}", hint="quote texts, write lists in [ ]"
        ) from None
    return Change(_full_path(path.strip()), document.data, document, (), setting=True)


def _full_path(dotted: str) -> KeyPath:
    parts: list[str | int] = [
        int(part) if part.isascii() and part.isdigit() and len(part) < 6 else part for part in dotted.split(".")
    ]
    file = SECTIONS.get(str(parts[0]), "scenario")
    if parts[0] == "parameters" and len(parts) == 2:
        parts.append("value")
    return (file, *parts)


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
    return plain_differences(plain(before), plain(after))


def plain_differences(before: dict[str, Any], after: dict[str, Any]) -> list[Difference]:
    """Return what differs between two scenarios given as plain data, as `plain` makes it."""
    found: list[Difference] = []
    _compare("", before, after, found)
    return found


def _compare(path: str, before: Any, after: Any, found: list[Difference]) -> None:
    if isinstance(before, dict) and isinstance(after, dict):
        for key in dict.fromkeys([*before, *after]):
            inner = f"{path}.{key}" if path else str(key)
            _compare(inner, before.get(key), after.get(key), found)
    elif isinstance(before, list) and isinstance(after, list):
        for number, (one, other) in enumerate(zip_longest(before, after)):
            _compare(f"{path}.{number}", one, other, found)
    elif before != after:
        found.append(Difference(path.removeprefix("about."), before, after))
