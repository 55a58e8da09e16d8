"""Putting changes into the files of a scenario as read, before they are checked; what came from where stays known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel

from ploughshare.errors import Problem, ScenarioError, nearest
from ploughshare.scenario.changes import SECTIONS, Change
from ploughshare.scenario.schema_paths import Spot, known_keys, may_add, spots_at
from ploughshare.scenario.yaml_lines import Document

REMOVABLE = (
    "events",
    "programmes",
    "programmes.*.sites",
    "registrations",
    "community_projects.portfolios",
    "income_sources",
    "follow_up_bodies",
    "provisions",
    "facts",
)
"""Collections whose entries a what-if may take out; `*` stands for any name. What persons belong to or live in stays."""

_NOWHERE = object()


def apply_changes(
    documents: dict[str, Document], changes: Sequence[Change], models: Mapping[str, type[BaseModel]]
) -> None:
    """Change the documents in place. `models` says what each file may hold.

    A value replaces what stands at its path. A key that is not there may be new where the schema knows it, and a whole
    entry (a mapping of its fields) may be new in a collection: an event, a programme, a site.

    Raises:
        ScenarioError: a path does not exist, an entry cannot be removed, or an overlay leaves everything as it was.
    """
    problems = _idle_overlays(documents, changes)
    for change in changes:
        file = str(change.path[0])
        problem = _Application(documents[file], change, models[file]).apply()
        if problem is not None:
            problems.append(problem)
    if problems:
        raise ScenarioError(problems)


def _idle_overlays(documents: dict[str, Document], changes: Sequence[Change]) -> list[Problem]:
    """Overlays that set every value to what the scenario has already; single settings may."""
    differs: dict[str, bool] = {}
    for change in changes:
        if not change.setting:
            moved = change.remove or _standing(documents[str(change.path[0])], change) != change.value
            differs[change.file] = differs.get(change.file, False) or moved
    message = "this what-if changes nothing: every value it sets is so already"
    return [Problem(file, 1, "set", message, "set something else") for file, moves in differs.items() if not moves]


def _standing(document: Document, change: Change) -> object:
    here: Any = document.data
    for part in change.path[1:]:
        if not _has(here, part):
            return _NOWHERE
        here = here[part]
    return here


class _Application:
    """One change on its way into one document."""

    def __init__(self, document: Document, change: Change, model: type[BaseModel]) -> None:
        self.document = document
        self.change = change
        self.model = model
        self.inside = change.path[1:]

    def apply(self) -> Problem | None:
        """Walk to the container of the last key and change it there; returns what is wrong, if anything."""
        here: Any = self.document.data
        for depth, part in enumerate(self.inside[:-1]):
            if not _has(here, part) and not self._make_room(here, part, depth):
                return self._unknown(here, part, depth)
            here = here[part]
        last = self.inside[-1]
        if self.change.remove:
            return self._remove(here, last)
        if isinstance(here, list) and _has(here, last):
            here[int(last)] = self.change.value
        elif isinstance(here, dict) and (last in here or self._may_be_new(last)):
            here[str(last)] = self.change.value
        else:
            return self._unknown(here, last, len(self.inside) - 1)
        self._note_origin()
        return None

    def _spots(self, depth: int) -> list[Spot]:
        return spots_at(self.model, self.inside[:depth], self.document.data)

    def _make_room(self, here: Any, part: str | int, depth: int) -> bool:
        """Begin a record that the schema allows here and that the file leaves out."""
        spots = self._spots(depth)
        if not isinstance(here, dict) or not any(str(part) in spot.fields for spot in spots):
            return False
        here[str(part)] = {}
        return True

    def _may_be_new(self, last: str | int) -> bool:
        """A whole entry may be new; a field of a record too, where the schema then says whether it exists."""
        spots = self._spots(len(self.inside) - 1)
        known = any(spot.record for spot in spots) or may_add(spots, str(last))
        return known or isinstance(self.change.value, dict)

    def _note_origin(self) -> None:
        change = self.change
        self.document.graft(self.inside, change.written, change.at)
        if change.setting:
            self.document.lines.update({path: None for path in self.document.lines if self._covers(path)})

    def _covers(self, path: tuple[str | int, ...]) -> bool:
        return path[: len(self.inside)] == self.inside

    def _remove(self, here: Any, last: str | int) -> Problem | None:
        collection = ".".join(str(part) for part in self.inside[:-1])
        if not any(_fits(collection, pattern) for pattern in REMOVABLE):
            message = f"only whole entries of {', '.join(REMOVABLE)} can be removed"
            return Problem(self.change.file, self.change.line, self.change.dotted, message)
        if not _has(here, last):
            return self._unknown(here, last, len(self.inside) - 1)
        del here[last]
        self.document.cut(self.inside)
        return None

    def _unknown(self, here: Any, part: str | int, depth: int) -> Problem:
        known = [*here, *known_keys(self._spots(depth))] if isinstance(here, dict) else []
        if depth == 0:
            known += SECTIONS
        known = list(dict.fromkeys(str(key) for key in known))
        near = nearest(str(part), known)
        before = "".join(f"{word}." for word in self.inside[:depth])
        hint = f"did you mean {before}{near}?" if near else None
        if hint is None and known:
            hint = f"known here: {', '.join(known[:12])}"
        if isinstance(here, list):
            hint = f"items are numbered 0 to {len(here) - 1}"
        message = f"there is no {str(part)!r} to change"
        return Problem(self.change.file, self.change.line, self.change.dotted, message, hint)


def _has(here: Any, part: str | int) -> bool:
    if isinstance(here, list):
        return isinstance(part, int) and part < len(here)
    return isinstance(here, dict) and part in here


def _fits(collection: str, pattern: str) -> bool:
    words, parts = collection.split("."), pattern.split(".")
    return len(words) == len(parts) and all(part in ("*", word) for word, part in zip(words, parts, strict=True))
