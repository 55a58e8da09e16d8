"""What is compared with what: the baseline and its variants, each a scenario with overlays and settings on top."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ploughshare.errors import UsageError
from ploughshare.scenario.base import Text
from ploughshare.scenario.library import find_scenario
from ploughshare.scenario.loading import load_scenario
from ploughshare.scenario.overlays import Expectation, differences, overlay_file, read_overlay
from ploughshare.scenario.schema import Scenario

BASELINE = "baseline"
OWN_ACCOUNT = "scenario"
"""the account of a country that its own files give, beside those of rival parameter sets"""


@dataclass(frozen=True)
class Variant:
    """A scenario to be compared: overlays in order, then settings. `label` is what tables and figures call it."""

    label: str
    overlays: tuple[str, ...] = ()
    settings: tuple[str, ...] = ()
    point: tuple[tuple[str, float], ...] = ()
    """for a point of a grid: each path and its factor or value"""


@dataclass(frozen=True)
class Case:
    """A variant, loaded, under one account of the country."""

    variant: Variant
    account: str
    scenario: Scenario
    unpaired: str | None = None
    """why its runs cannot be paired with those of the baseline; none where they can"""
    notices: tuple[str, ...] = ()
    expectations: tuple[Expectation, ...] = ()
    left_out: tuple[Text, ...] = ()
    """what its what-if files say they leave out"""


def what_if(text: str) -> Variant:
    """Return the variant written as one what-if, or several stacked in order: `first+second`."""
    names = [text] if Path(text).is_file() else text.split("+")
    if not all(name.strip() for name in names):
        raise UsageError(f"{text!r} is not a what-if", hint="write NAME, or NAME+NAME to stack several")
    return Variant("+".join(Path(name).stem for name in names), tuple(names))


def settings_variant(settings: Sequence[str]) -> list[Variant]:
    """Return the variant that all `path=value` settings make together; none if there are none."""
    return [Variant(", ".join(settings), settings=tuple(settings))] if settings else []


def load_cases(
    base: str,
    variants: Sequence[Variant],
    accounts: Sequence[str] = (),
    history: str | None = None,
    population_scale: float | None = None,
) -> list[Case]:
    """Load the baseline and every variant under the scenario's own account and each rival one.

    `base` is a scenario, with overlays after plus signs as for `scenario diff`. Rival accounts are overlays laid beneath:
    a what-if may set what they set. The first case of each account is its baseline.

    Raises:
        UsageError: nothing to compare, two variants of one name, or a variant that changes nothing.
        ScenarioNotFound, ScenarioError: as `load_scenario`.
    """
    _check_labels(variants)
    name, *overlays = [base] if Path(base).exists() else base.split("+")
    cases = []
    for account in (None, *accounts):
        beneath = [] if account is None else [account]
        title = OWN_ACCOUNT if account is None else Path(account).stem
        shared = {"history": history, "population_scale": population_scale, "beneath": beneath}
        baseline = load_scenario(name, overlays, (), **shared)  # type: ignore[arg-type]
        cases.append(Case(Variant(BASELINE, tuple(overlays)), title, baseline))
        for variant in variants:
            scenario = load_scenario(name, [*overlays, *variant.overlays], variant.settings, **shared)  # type: ignore[arg-type]
            cases.append(_case(variant, title, baseline, scenario, name))
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


def _case(variant: Variant, account: str, baseline: Scenario, scenario: Scenario, name: str) -> Case:
    if not variant.point and not differences(baseline, scenario):
        message = f"{variant.label} sets nothing: every value it gives is what the baseline has already"
        raise UsageError(message, hint="ploughshare scenario diff shows what an overlay changes")
    folder = find_scenario(name)
    read = [read_overlay(overlay_file(folder, overlay))[0] for overlay in variant.overlays]
    return Case(
        variant,
        account,
        scenario,
        why_unpaired(baseline, scenario),
        tuple(_notices(baseline, scenario)),
        tuple(expected for overlay in read for expected in overlay.expected),
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


def _notices(baseline: Scenario, scenario: Scenario) -> list[str]:
    known, now = list(baseline.programmes), list(scenario.programmes)
    if now[: len(known)] == known:
        return []
    return ["a programme is taken out: people draw other random numbers for those after it, so pairing gains less"]


def account_overlays(base: str, given: str | None) -> list[str]:
    """Return the overlays of rival accounts written `NAME,NAME`; each must exist.

    Raises:
        UsageError: there is no such overlay, or one is named twice.
    """
    names = [name.strip() for name in (given or "").split(",") if name.strip()]
    folder = find_scenario(base if Path(base).exists() else base.split("+", maxsplit=1)[0])
    for name in names:
        overlay_file(folder, name)
        if names.count(name) > 1:
            raise UsageError(f"account {name!r} is given twice")
    return names
