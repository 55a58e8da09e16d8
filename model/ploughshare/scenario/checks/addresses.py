"""Names whose random numbers would stand in the same place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ploughshare.scenario.addresses import address_of, pair_name, site_name
from ploughshare.scenario.checks.place import Finding
from ploughshare.scenario.schema import Scenario

Places = Mapping[str, tuple[str | int, ...]]
"""where each name of a kind stands in its file"""


def names_have_numbers_of_their_own(scenario: Scenario) -> Iterator[Finding]:
    """No two things of a kind draw the same random numbers, which their names lead to."""
    for file, places in _kinds(scenario):
        owner: dict[int, str] = {}
        for name, path in places.items():
            first = owner.setdefault(address_of(name), name)
            if first != name:
                message = f"{name!r} would draw the same random numbers as {first!r}: both names have one address"
                yield Finding(file, path, message, "rename one of them")


def _kinds(scenario: Scenario) -> Iterator[tuple[str, Places]]:
    """Return the names of each kind of thing that draws numbers, by file."""
    yield "programmes", {name: ("programmes", name) for name in scenario.programmes}
    yield (
        "programmes",
        {
            site_name(name, site): ("programmes", name, "sites", site)
            for name, programme in scenario.programmes.items()
            for site in programme.sites
        },
    )
    yield "programmes", {name: ("registrations", name) for name in scenario.registrations}
    portfolios = scenario.community_projects.portfolios
    yield "programmes", {name: ("community_projects", "portfolios", name) for name in portfolios}
    yield "groups", {name: ("groups", name) for name in scenario.groups}
    yield (
        "groups",
        {
            pair_name(name, other): ("groups", name, "tension", other)
            for name, group in scenario.groups.items()
            for other in group.tension
        },
    )
    yield "groups", {name: ("coalitions", name) for name in scenario.coalitions}
    yield "communities", {name: ("communities", name) for name in scenario.communities}
    yield "communities", {name: ("regions", name) for name in scenario.regions}
    yield "provisions", {name: ("provisions", name) for name in scenario.provisions}
    yield "mission", {name: ("mission", "funds", name) for name in scenario.mission.funds}


CHECKS = (names_have_numbers_of_their_own,)
