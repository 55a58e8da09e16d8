"""Combatants as Mesa agents: lazy, stable, readable and writable."""

from __future__ import annotations

import numpy as np
import pytest

from ploughshare.agents.armed_group import ArmedGroup
from ploughshare.agents.combatants import FIRST_COMBATANT_ID, Combatant, CombatantSet
from ploughshare.model import DDRModel
from ploughshare.scenario.schema import Scenario


@pytest.fixture
def model(training: Scenario) -> DDRModel:
    made = DDRModel(training, rng=1)
    for _ in range(10):
        made.step()
    return made


def everybody(model: DDRModel) -> CombatantSet:
    found = model.agents_by_type[Combatant]
    assert isinstance(found, CombatantSet)
    return found


def test_looking_at_the_set_makes_no_faces(model: DDRModel) -> None:
    combatants = everybody(model)
    assert len(combatants) == len(model.population)
    assert combatants.agg("fighting_value", np.mean) == pytest.approx(float(model.population.fighting_value.mean()))
    assert len(combatants.select(where={"woman": True, "group": 0})) > 0
    assert model._faces().by_row == {}


def test_a_person_is_always_the_same_object(model: DDRModel) -> None:
    first, again = next(iter(everybody(model))), next(iter(everybody(model)))
    assert first is again and first in everybody(model)
    assert first.unique_id >= FIRST_COMBATANT_ID


def test_attributes_read_and_write_the_columns(model: DDRModel) -> None:
    person = everybody(model)[7]
    person.trust_government = 0.75
    assert model.population.trust_government[7] == pytest.approx(0.75)
    model.population.weapon[7] = True
    assert person.weapon is True
    assert person.group_name in model.group_names and person.region_name in model.region_names
    assert person.option_name in (
        "armed",
        "home",
        "interim",
        "integrated",
        "reinsertion",
        "assembly",
        "rival",
        "dead",
        "captured",
    )
    assert person.age_years > 5


@pytest.mark.parametrize(
    ("name", "value", "error"),
    [
        ("weapon", 3, TypeError),
        ("trust_government", "high", TypeError),
        ("group", -1, ValueError),
        ("group", 1.5, ValueError),
        ("uid", 4, AttributeError),
    ],
)
def test_wrong_values_are_refused(model: DDRModel, name: str, value: object, error: type[Exception]) -> None:
    with pytest.raises(error):
        setattr(everybody(model)[0], name, value)


def test_decide_is_what_the_kernel_chooses_for_that_person(model: DDRModel) -> None:
    rows = np.arange(0, len(model.population), 97)
    rows = rows[model.population.present[rows]]
    chosen = model.choices.chosen(rows)
    for row, alternative in zip(rows, chosen, strict=True):
        assert everybody(model)[int(row)].decide() == model.alternatives.names[alternative]


def test_select_groupby_get_set_map_and_sort_work_like_mesa(model: DDRModel) -> None:
    combatants = everybody(model)
    women = combatants.select(lambda person: person.woman)
    assert len(women) == int(model.population.woman.sum())
    assert len(combatants.select(at_most=0.1)) == len(combatants) // 10
    assert sum(combatants.groupby("group").count().values()) == len(combatants)
    by_group = combatants.groupby("group").agg("fighting_value", np.mean)
    assert by_group[0] == pytest.approx(float(model.population.fighting_value[model.population.group == 0].mean()))
    few = combatants.select(at_most=5)
    assert few.set("trust_leader", 0.5).get("trust_leader") == [0.5] * 5
    assert few.map(lambda person: person.row) == [0, 1, 2, 3, 4]
    values = combatants.sort("fighting_value", ascending=True).get("fighting_value")
    assert values == sorted(values)
    assert len(combatants.shuffle()) == len(combatants)


def test_all_agents_are_mesas_own_and_the_combatants(model: DDRModel) -> None:
    assert len(model.agents) == len(model.population) + sum(
        len(model.agents_by_type[kind]) for kind in model.agent_types if kind is not Combatant
    )
    assert Combatant in model.agent_types and ArmedGroup in model.agent_types
    assert len(model.agents.select(agent_type=ArmedGroup)) == len(model.groups)


def test_a_person_cannot_be_taken_off_the_record(model: DDRModel) -> None:
    with pytest.raises(TypeError, match="cannot be removed"):
        everybody(model)[0].remove()
    with pytest.raises(TypeError):
        everybody(model).discard(everybody(model)[0])
