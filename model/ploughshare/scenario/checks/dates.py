"""Dates in order and inside the run."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from ploughshare.scenario.calendar import month_name
from ploughshare.scenario.checks.place import Finding
from ploughshare.scenario.schema import Scenario


def _order(
    file: str, path: tuple[str | int, ...], first: str, last: str | None, names: tuple[str, str]
) -> Iterator[Finding]:
    if last is not None and last < first:
        message = f"{names[1]} {last} lies before {names[0]} {first}"
        yield Finding(file, (*path, names[1]), message, "swap or correct the months")


def run_dates(scenario: Scenario) -> Iterator[Finding]:
    """The run ends after it starts, within 256 months, and phases cover it one after another."""
    about = scenario.about
    yield from _order("scenario", (), about.start, about.end, ("start", "end"))
    if about.end >= about.start and scenario.months > 256:
        yield Finding("scenario", ("end",), f"the run has {scenario.months} months; at most 256 can be addressed")
    for number, phase in enumerate(about.phases):
        yield from _order("scenario", ("phases", number), phase.from_, phase.to, ("from", "to"))
    for number, (before, after) in enumerate(pairwise(about.phases)):
        if after.from_ != month_name(before.to, 1):
            message = f"phase {after.id} begins in {after.from_} but phase {before.id} ends in {before.to}"
            yield Finding("scenario", ("phases", number + 1, "from"), message, "phases follow each other without gaps")


def record_dates(scenario: Scenario) -> Iterator[Finding]:
    """What opens closes later."""
    for name, group in scenario.groups.items():
        yield from _order("groups", ("groups", name), group.formed, group.dissolved, ("formed", "dissolved"))
    for name, camp in scenario.mission.camps.items():
        yield from _order("mission", ("mission", "camps", name), camp.opens, camp.closes, ("opens", "closes"))
    for name, programme in scenario.programmes.items():
        path: tuple[str | int, ...] = ("programmes", name)
        for site_name, site in programme.sites.items():
            yield from _order("programmes", (*path, "sites", site_name), site.opens, site.closes, ("opens", "closes"))
        for number, window in enumerate(programme.windows):
            yield from _order(
                "programmes", (*path, "windows", number), window.opens, window.closes, ("opens", "closes")
            )
        for number, (before, after) in enumerate(pairwise(programme.windows)):
            here: tuple[str | int, ...] = (*path, "windows", number + 1)
            if after.opens <= before.opens:
                yield Finding("programmes", (*here, "opens"), "windows must open one after another")
            if after.quota < before.quota:
                message = f"the cumulative quota falls from {before.quota} to {after.quota}"
                yield Finding("programmes", (*here, "quota"), message, "quotas count everybody registered so far")
    for name, registration in scenario.registrations.items():
        path = ("registrations", name)
        yield from _order("programmes", path, registration.opens, registration.closes, ("opens", "closes"))
    for name, portfolio in scenario.community_projects.portfolios.items():
        path = ("community_projects", "portfolios", name)
        yield from _order("programmes", path, portfolio.opens, portfolio.closes, ("opens", "closes"))


def ledger_dates(scenario: Scenario) -> Iterator[Finding]:
    """Agreements are denounced after they are signed, provisions fall due and are kept after signing."""
    for name, agreement in scenario.agreements.items():
        yield from _order(
            "provisions", ("agreements", name), agreement.signed, agreement.denounced, ("signed", "denounced")
        )
    for name, provision in scenario.provisions.items():
        text = scenario.agreements.get(provision.agreement)
        if text is None:
            continue
        for field in ("due", "kept", "imposed"):
            month = getattr(provision, field)
            if month is not None and month < text.signed:
                message = f"{field} {month} lies before {provision.agreement} was signed in {text.signed}"
                yield Finding("provisions", ("provisions", name, field), message)
    for name, body in scenario.follow_up_bodies.items():
        path = ("follow_up_bodies", name)
        yield from _order("provisions", path, body.meets_from, body.meets_until, ("meets_from", "meets_until"))


def event_dates(scenario: Scenario) -> Iterator[Finding]:
    """Events happen before the run ends; those before it starts are context and have no effects."""
    for name, event in scenario.events.items():
        if event.month is None:
            continue
        if event.month > scenario.about.end:
            yield Finding("timeline", ("events", name, "month"), f"{event.month} lies after the end of the run")
        if event.month < scenario.about.start and event.effects:
            message = f"{event.month} lies before the run starts, so its effects never happen"
            yield Finding(
                "timeline", ("events", name, "effects"), message, "leave effects out, or put them into start values"
            )


def fact_dates(scenario: Scenario) -> Iterator[Finding]:
    """Facts begin before they end."""
    for name, fact in scenario.facts.items():
        yield from _order("facts", ("facts", name), fact.from_, fact.to, ("from", "to"))


CHECKS = (run_dates, record_dates, ledger_dates, event_dates, fact_dates)
