"""No two decisions of a run share a random number: every address is drawn for one decision, by one rule, in one law."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import lru_cache

import pytest
from tests.addresses import Address, Drawn, addresses_of_a_run

from ploughshare.agents.conditions import GOVERNMENT, Fight
from ploughshare.model import DDRModel
from ploughshare.randomness import Decision
from ploughshare.scenario.loading import load_scenario

FOR_LIFE = {
    Decision.KNOWLEDGE: "who has heard of a programme has heard of it for good",
    Decision.LOTTERY: "an applicant keeps his rank from one stage of a programme to the next",
    Decision.SCREENING: "who is examined twice is as fit for the service as before",
    Decision.DEPLOYMENT: "who waits for a place is to serve near home or not, as before",
    Decision.LISTING: "who does not turn up for a census does not turn up for it later",
    Decision.PROJECT: "a task that nobody takes over finds no one later",
}
"""Decisions taken once for a person or project, though asked about in several months, and why."""
Shared = tuple[str, tuple[str, ...]]
"""A kind of decision, and the rules that asked for the number, each with its law"""


def shared(drawn: Drawn) -> Counter[Shared]:
    """Return the decisions that share numbers with others: kind, rules that asked, and how many numbers."""
    return Counter(
        (address.decision.name, tuple(sorted({f"{use.asked_by} {use.law}" for use in uses})))
        for address, uses in drawn.items()
        if len(uses) > 1 and not _is_one_decision(address, drawn)
    )


def _is_one_decision(address: Address, drawn: Drawn) -> bool:
    uses = drawn[address]
    rules, months = {use.asked_by for use in uses}, [use.lived for use in uses]
    return address.decision in FOR_LIFE and len(rules) == 1 and len(set(months)) == len(months)


def two_fights_and_an_attack(model: DDRModel) -> None:
    """Let the River Front fight the Hill Guard and the government in one region, and every patrol be attacked."""
    model.conditions.fights = [
        Fight(("River_Front", "Hill_Guard"), {0, 1}, 2, "clash"),
        Fight((GOVERNMENT, "River_Alliance"), {0, 1}, None, "offensive"),
    ]
    fire = type(model.timeline).fire

    def fire_and_attack() -> None:
        fire(model.timeline)
        model.violence.attack_site("mixed_patrols", "harbour", 1, 1)

    model.timeline.fire = fire_and_attack  # type: ignore[method-assign]


VIOLENT = (
    "communities.reed_harbour.extremist_exposure=1",
    "parameters.attack_monthly=0.9",
    "parameters.clash_death_share=0.05",
    "parameters.offensive_death_share=0.05",
)


COUNTRIES: dict[str, tuple[str, tuple[str, ...], float, int, Callable[[DDRModel], None]]] = {
    "training": ("training", (), 0.1, 36, lambda model: None),
    "training at war": ("training", VIOLENT, 0.1, 15, two_fights_and_an_attack),
    "mali": ("mali", (), 0.003, 126, lambda model: None),
}


@lru_cache
def shared_in(country: str) -> Counter[Shared]:
    name, changes, scale, months, before_each_month = COUNTRIES[country]
    definition = load_scenario(name, settings=changes, population_scale=scale)
    return shared(addresses_of_a_run(definition, 1, months, before_each_month))


@pytest.mark.parametrize("country", COUNTRIES)
def test_no_two_decisions_share_a_number(country: str) -> None:
    """In a country at war one man may be in two fights and two attacks of a month: each may kill him by its own lot."""
    assert shared_in(country) == {}
