"""What is compared with what: the baseline and its variants, each a scenario with overlays and settings on top."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from ploughshare.analysis.outcomes import parse_outcome
from ploughshare.errors import UsageError
from ploughshare.scenario.base import Text
from ploughshare.scenario.library import find_scenario
from ploughshare.scenario.loading import load_scenario
from ploughshare.scenario.overlays import Direction, differences, overlay_file, read_overlay
from ploughshare.scenario.schema import Scenario

BASELINE = "baseline"
OWN_ACCOUNT = "scenario"
"""the account of a country that its own files give, beside those of rival parameter sets"""


@dataclass(frozen=True)
class Variant:
    """A scenario with overlays in order, then settings. `label` is what tables and figures call it."""

    label: str
    scenario: str
    """name, folder or file of the scenario"""
    overlays: tuple[str, ...] = ()
    settings: tuple[str, ...] = ()
    history: str | None = None
    population_scale: float | None = None
    point: tuple[tuple[str, float], ...] = ()
    """for a point of a grid: each path and its factor or value"""

    def load(self, beneath: Sequence[str] = ()) -> Scenario:
        """Load and check it, with overlays beneath that its own may contradict; raises as `load_scenario`."""
        return load_scenario(self.scenario, self.overlays, self.settings, self.history, self.population_scale, beneath)

    def changed(self, label: str, changes: Sequence[str], point: tuple[tuple[str, float], ...] = ()) -> Variant:
        """Return it with more changes on top: names of overlays, or `path=value`, which replaces an earlier one."""
        new = [change for change in changes if "=" in change]
        replaced = {change.partition("=")[0].strip() for change in new}
        kept = [setting for setting in self.settings if setting.partition("=")[0].strip() not in replaced]
        overlays = [change for change in changes if "=" not in change]
        return replace(
            self,
            label=label,
            overlays=(*self.overlays, *overlays),
            settings=(*kept, *new),
            point=point,
        )


@dataclass(frozen=True)
class Case:
    """A variant, loaded, under one account of the country."""

    variant: Variant
    account: str
    scenario: Scenario
    unpaired: str | None = None
    """why its runs cannot be paired with those of the baseline; none where they can"""
    expected: dict[str, Direction] = field(default_factory=dict)
    """outcome -> direction its what-if files expect; the last file that says so counts"""
    left_out: tuple[Text, ...] = ()
    """what its what-if files say they leave out"""


def split_changes(text: str) -> list[str]:
    """Return the parts of `first+second`: names of overlays or `path=value`, stacked in order.

    Raises:
        UsageError: a part is empty.
    """
    parts = [text] if Path(text).exists() else re.split(r"\+(?=[^\d\s]|$)", text)
    if not all(part.strip() for part in parts):
        raise UsageError(f"{text!r} is not a what-if", hint="write NAME, or NAME+NAME to stack several")
    return [part.strip() for part in parts]


def baseline_variant(text: str, history: str | None = None, population_scale: float | None = None) -> Variant:
    """Return the baseline written `SCENARIO` or `SCENARIO+WHAT-IF`."""
    name, *changes = split_changes(text)
    return Variant(BASELINE, name, (), (), history, population_scale).changed(BASELINE, changes)


def what_if(text: str, baseline: Variant) -> Variant:
    """Return the variant written as one what-if on top of the baseline, or several stacked in order."""
    changes = split_changes(text)
    return baseline.changed("+".join(part if "=" in part else Path(part).stem for part in changes), changes)


def settings_variant(settings: Sequence[str], baseline: Variant) -> list[Variant]:
    """Return the variant that all `path=value` settings make together; none if there are none."""
    paths = [setting.partition("=")[0].strip() for setting in settings]
    for path in paths:
        if paths.count(path) > 1:
            raise UsageError(f"--set gives {path} twice", hint="give each value once; one --grid compares several")
    return [baseline.changed(", ".join(settings), settings)] if settings else []


def load_cases(baseline: Variant, variants: Sequence[Variant], accounts: Sequence[str] = ()) -> list[Case]:
    """Load the baseline and every variant under the scenario's own account and each rival one.

    Rival accounts are overlays laid beneath: a what-if may set what they set. The first case of each account is its
    baseline.

    Raises:
        UsageError: nothing to compare, two variants of one name, or a variant that changes nothing.
        ScenarioNotFound, ScenarioError: as `load_scenario`.
    """
    _check_labels(variants)
    cases = []
    for account in (None, *accounts):
        beneath = [] if account is None else [account]
        title = OWN_ACCOUNT if account is None else Path(account).stem
        before = baseline.load(beneath)
        cases.append(Case(baseline, title, before))
        cases += [_case(variant, title, before, variant.load(beneath)) for variant in variants]
    return cases


def _check_labels(variants: Sequence[Variant]) -> None:
    if not variants:
        raise UsageError(
            "there is nothing to compare with the baseline", hint="name a what-if, or give --set or --grid"
        )
    labels = [variant.label for variant in variants]
    for label in labels:
        if label == BASELINE or labels.count(label) > 1:
            raise UsageError(
                f"variant {label!r} is given twice" if label != BASELINE else f"{label!r} names the baseline"
            )


def _case(variant: Variant, account: str, baseline: Scenario, scenario: Scenario) -> Case:
    if not variant.point and not differences(baseline, scenario):
        message = f"{variant.label} sets nothing: every value it gives is what the baseline has already"
        raise UsageError(message, hint="ploughshare scenario diff shows what an overlay changes")
    folder = find_scenario(variant.scenario)
    read = [read_overlay(overlay_file(folder, overlay))[0] for overlay in variant.overlays]
    return Case(
        variant,
        account,
        scenario,
        why_unpaired(baseline, scenario),
        {
            parse_outcome(expected.outcome, scenario).text: expected.direction
            for overlay in read
            for expected in overlay.expected
        },
        tuple(text for overlay in read for text in overlay.left_out),
    )


def why_unpaired(baseline: Scenario, scenario: Scenario) -> str | None:
    """Return why the persons of two scenarios are not the same, so that their runs share no random numbers; else none."""
    before, after = baseline.about, scenario.about
    if before.population_scale != after.population_scale:
        return f"the population scale is {after.population_scale:g} instead of {before.population_scale:g}"
    if before.start != after.start:
        return f"the run starts in {after.start} instead of {before.start}"
    for kind, one, other in (
        ("groups", baseline.groups, scenario.groups),
        ("communities", baseline.communities, scenario.communities),
    ):
        if list(one) != list(other):
            return f"the {kind} are not the same"
    changed = [name for name, group in baseline.groups.items() if group.persons != scenario.groups[name].persons]
    return f"the number of persons changes in {', '.join(changed)}" if changed else None


def account_overlays(scenario: str, given: str | None) -> list[str]:
    """Return the overlays of rival accounts written `NAME,NAME`; each must exist.

    Raises:
        UsageError: there is no such overlay, or one is named twice.
    """
    names = [name.strip() for name in (given or "").split(",") if name.strip()]
    folder = find_scenario(scenario)
    for name in names:
        overlay_file(folder, name)
        if names.count(name) > 1:
            raise UsageError(f"account {name!r} is given twice")
    return names
