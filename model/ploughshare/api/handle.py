"""A scenario to be changed, run and compared from Python."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from ploughshare.analysis.comparison.variants import BASELINE, Variant, baseline_variant, split_changes
from ploughshare.scenario.schema import Scenario

Change = str | Mapping[str, Any]
"""the name of an overlay, several as `first+second`, a setting `path=value`, or a mapping path -> value"""


@dataclass(frozen=True)
class ScenarioHandle:
    """A scenario that can be changed, run and compared. It never changes itself: `with_` returns another one."""

    variant: Variant

    def with_(
        self, *changes: Change, history: str | None = None, scale: float | None = None, label: str | None = None
    ) -> ScenarioHandle:
        """Return it with changes on top, checked: overlays by name, `"path=value"`, or `{"path": value}`.

        Args:
            changes: applied in order; a path set again takes its last value.
            history: `free` or `replay`.
            scale: persons simulated per person described.
            label: what tables and figures call it; made of the changes if not given.

        Raises:
            UsageError, ScenarioError: a change does not exist, makes no sense or contradicts another.
        """
        parts = [part for change in changes for part in parts_of(change)]
        before = [] if self.variant.label == BASELINE else [self.variant.label]
        named = label or "+".join([*before, *(part if "=" in part else Path(part).stem for part in parts)])
        changed = self.variant.changed(named or self.variant.label, parts)
        if history is not None:
            changed = replace(changed, history=history)
        if scale is not None:
            changed = replace(changed, population_scale=scale)
        handle = ScenarioHandle(changed)
        _ = handle.definition
        return handle

    @cached_property
    def definition(self) -> Scenario:
        """The checked scenario itself, with everything that stands in its files."""
        return self.variant.load()

    def _repr_html_(self) -> str:
        about = self.definition.about
        changes = ", ".join([*self.variant.overlays, *self.variant.settings]) or "as in its files"
        return f"<b>{about.title.en}</b>, {about.start} – {about.end}, history: {about.history}; {changes}"


def load(scenario: str, history: str | None = None, scale: float | None = None) -> ScenarioHandle:
    """Return a scenario by name or folder; `NAME+WHAT-IF` lays what-ifs on top.

    Raises:
        ScenarioNotFound, ScenarioError, UsageError: it does not exist or does not pass its checks.
    """
    handle = ScenarioHandle(baseline_variant(scenario, history, scale))
    _ = handle.definition
    return handle


def parts_of(change: Change) -> list[str]:
    """Return a change as names of overlays and `path=value` settings, in order."""
    if isinstance(change, str):
        return split_changes(change)
    return [f"{path}={json.dumps(value)}" for path, value in change.items()]


def call_of(variant: Variant) -> str:
    """Return the call that makes a scenario again."""
    given = [variant.scenario, variant.history, variant.population_scale]
    words = [
        f"{name}{value!r}" for name, value in zip(("", "history=", "scale="), given, strict=True) if value is not None
    ]
    text = f"ploughshare.load({', '.join(words)})"
    changes = [repr(change) for change in (*variant.overlays, *variant.settings)]
    return f"{text}.with_({', '.join(changes)})" if changes else text
