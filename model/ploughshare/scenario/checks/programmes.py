"""Programmes that can never open, and limits of what can be addressed."""

from __future__ import annotations

from collections.abc import Iterator

from ploughshare.scenario.checks.place import Finding
from ploughshare.scenario.programmes import MOST_PROGRAMMES, Programme, ProgrammeKind
from ploughshare.scenario.schema import Scenario

_FAR_FUTURE = "9999-12"


def programmes_can_open(scenario: Scenario) -> Iterator[Finding]:
    """Some window lies inside the run while some site with places is open, and the pipeline has capacity."""
    for name, programme in scenario.programmes.items():
        path = ("programmes", name)
        if not any(_site_open_in_window(scenario, programme, number) for number in range(len(programme.windows))):
            message = "can never open: no site with places is open in any window inside the run"
            yield Finding("programmes", (*path, "windows"), message, "check opens and closes of windows and sites")
        if programme.windows[-1].quota == 0:
            yield Finding("programmes", (*path, "windows"), "can never open: its quota is 0")
        for stage in _stages_needed(programme):
            if getattr(programme.stages, stage) == 0:
                message = f"nobody can pass: {stage} is 0"
                yield Finding("programmes", (*path, "stages", stage), message, "give persons a month")


def _site_open_in_window(scenario: Scenario, programme: Programme, number: int) -> bool:
    window = programme.windows[number]
    first = max(window.opens, scenario.about.start, programme.announced)
    last = min(window.closes or _FAR_FUTURE, scenario.about.end)
    return any(
        site.places > 0 and max(site.opens, first) <= min(site.closes or _FAR_FUTURE, last)
        for site in programme.sites.values()
    )


def _stages_needed(programme: Programme) -> list[str]:
    if programme.kind in (ProgrammeKind.ASSEMBLY, ProgrammeKind.INTERIM):
        return ["place_per_month"]
    needed = ["register_per_month", "place_per_month"]
    needed += ["screen_per_month"] if programme.eligibility.fit else []
    return needed + (["train_per_month"] if programme.training_months else [])


def units_to_take_over_exist_in_time(scenario: Scenario) -> Iterator[Finding]:
    """A programme for those who serve elsewhere does not close before the other one opens."""
    for name, programme in scenario.programmes.items():
        for number, other_name in enumerate(programme.eligibility.serving_in):
            other = scenario.programmes.get(other_name)
            if other is None or programme.eligibility.others_from is not None:
                continue
            last = programme.windows[-1].closes or scenario.about.end
            if last < other.windows[0].opens:
                path = ("programmes", name, "eligibility", "serving_in", number)
                message = f"can never open: it closes in {last}, before {other_name} opens in {other.windows[0].opens}"
                yield Finding("programmes", path, message)


def programmes_can_be_told_apart(scenario: Scenario) -> Iterator[Finding]:
    """What a person considers is kept as one bit for each option."""
    if len(scenario.programmes) > MOST_PROGRAMMES:
        message = f"{len(scenario.programmes)} programmes: at most {MOST_PROGRAMMES} are possible"
        yield Finding("programmes", ("programmes",), message, "join those that offer the same persons the same terms")


def nobody_is_both_armed_and_unarmed(scenario: Scenario) -> Iterator[Finding]:
    """Eligibility does not ask for a weapon and for none."""
    for name, programme in scenario.programmes.items():
        if programme.eligibility.weapon and programme.eligibility.unarmed:
            message = "nobody is eligible: it asks for a weapon and for none"
            yield Finding("programmes", ("programmes", name, "eligibility"), message, "drop `weapon` or `unarmed`")


def persons_exist(scenario: Scenario) -> Iterator[Finding]:
    """There is somebody to simulate."""
    total = sum(group.persons.armed + group.persons.unarmed for group in scenario.groups.values())
    if total == 0:
        yield Finding("groups", ("groups",), "no group has any persons", "give at least one group persons")


CHECKS = (
    programmes_can_open,
    units_to_take_over_exist_in_time,
    programmes_can_be_told_apart,
    nobody_is_both_armed_and_unarmed,
    persons_exist,
)
