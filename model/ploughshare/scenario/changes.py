"""Changes that overlays and single settings ask for: read, in order, and refused where they contradict each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ploughshare.errors import Problem, ScenarioError, UsageError, nearest
from ploughshare.scenario.overlays import Overlay, overlay_file, read_overlay
from ploughshare.scenario.yaml_lines import Document, KeyPath, parse_yaml

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
