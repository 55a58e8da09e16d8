"""Overlays, files that change named values of a scenario and nothing else; and what differs between two scenarios."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, ValidationError

from ploughshare.errors import ScenarioError, UsageError, nearest
from ploughshare.scenario.base import Record, Source, Text
from ploughshare.scenario.problems import problems_from
from ploughshare.scenario.schema import Scenario
from ploughshare.scenario.yaml_lines import Document, read_yaml, seen_from_here

WHAT_IF_FOLDER = "what-if"
ACCOUNT_FOLDER = "accounts"
"""Rival parameter sets: one reading of the same history each, laid on top like a what-if."""

Direction = Literal["more", "fewer", "same"]


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
