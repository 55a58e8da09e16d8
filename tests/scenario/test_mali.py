"""The Mali scenario holds what the report says, and the model names no country."""

from __future__ import annotations

import re
from pathlib import Path

import ploughshare.model
from ploughshare.scenario.facts import FactUse
from ploughshare.scenario.groups import GroupKind
from ploughshare.scenario.loading import load_scenario

MALI = load_scenario("mali")


def test_the_74000_persons_of_the_report() -> None:
    kinds = (GroupKind.SIGNATORY, GroupKind.INCLUSIVITY)
    attached = [group.persons for group in MALI.groups.values() if group.kind in kinds]
    assert sum(persons.armed for persons in attached) == 26_000
    assert sum(persons.unarmed for persons in attached) == 48_000


def test_all_actions_of_both_road_maps_are_provisions() -> None:
    for agreement, actions in (("road_map_2018", 21), ("road_map_2020", 28)):
        numbers = sorted(p.number for p in MALI.provisions.values() if p.agreement == agreement)
        assert numbers == list(range(1, actions + 1))


def test_the_census_of_2009_is_kept_by_region() -> None:
    totals: dict[str, int] = {}
    for community in MALI.communities.values():
        totals[community.region] = totals.get(community.region, 0) + community.population
    assert totals["kidal"] == 67_739
    assert totals["gao"] + totals["menaka"] == 542_304 and totals["menaka"] == 54_456
    assert totals["timbuktu"] + totals["taoudenit"] == 674_793 and totals["taoudenit"] == 18_160
    assert totals["mopti"] == 2_036_209


def test_four_phases_forty_communities_and_the_groups_of_the_report() -> None:
    assert [phase.to for phase in MALI.about.phases] == ["2015-06", "2018-06", "2020-06", "2023-12"]
    assert len(MALI.communities) >= 40 and len(MALI.regions) >= 6
    for name in ("MNLA", "HCUA", "MAA_CMA", "MAA_Platform", "GATIA", "CMFPR", "CPA", "MSA"):
        assert name in MALI.groups


def test_facts_of_phases_1_to_3_fit_and_the_rest_is_held_out() -> None:
    for name, fact in MALI.facts.items():
        if fact.use is FactUse.FIT:
            assert fact.phase <= 3, name
        if fact.phase == 4:
            assert fact.use is not FactUse.FIT, name


def test_nothing_in_the_package_names_a_country_or_its_groups() -> None:
    package = Path(ploughshare.model.__file__).parent
    words = {
        "mali",
        "malian",
        "bamako",
        "azawad",
        "minusma",
        *(name.lower() for name in MALI.regions),
        *(n.lower() for n in MALI.groups),
    }
    words -= {"south"}
    pattern = re.compile(r"\b(" + "|".join(sorted(map(re.escape, words))) + r")\b", re.IGNORECASE)
    found = [
        f"{file.name}: {line.strip()}"
        for file in package.rglob("*.py")
        if "scenarios" not in file.parts
        for line in file.read_text(encoding="utf-8").splitlines()
        if pattern.search(line)
    ]
    assert found == []


def test_there_is_no_ethnic_attribute() -> None:
    from ploughshare.agents.population import COLUMNS

    assert not any("ethn" in name for name in COLUMNS)
