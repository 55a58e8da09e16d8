"""Faces and sets of combatants on a small model of hand-made rows: what Mesa promises, and what we add.

The oracle is Mesa itself: an `AgentSet` of all faces must answer every question as our lazy set does.
"""

from __future__ import annotations

import copy
import gc
import math
import pickle
import statistics
import tracemalloc
import weakref
from random import Random
from typing import Any

import mesa
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from mesa.agent import AgentSet

import ploughshare.agents.combatant_face as combatant_face
from ploughshare.agents.combatant_face import ATTRIBUTES
from ploughshare.agents.combatant_groups import GroupBy
from ploughshare.agents.combatants import (
    FIRST_COMBATANT_ID,
    Combatant,
    CombatantFaces,
    CombatantSet,
    Everybody,
    FixedRecordError,
    forget_model,
)
from ploughshare.agents.options import DEAD, AlternativeTable, Nest, Option
from ploughshare.agents.population import COLUMNS, TRAITS, Population
from ploughshare.model import DDRModel
from ploughshare.scenario.schema import Scenario

GROUPS, COMMUNITIES, REGIONS = ("north", "south", "west"), ("a", "b", "c", "d"), ("hills", "plain")
OPTIONS = [Option.ARMED, Option.HOME, Option.RIVAL, Option.DEAD, Option.CAPTURED, Option.INTERIM]
NUMBERS = np.arange(40)
READINGS = [name for name in ATTRIBUTES if name not in COLUMNS]


class Elder(mesa.Agent):
    """An ordinary Mesa agent beside the combatants."""

    def __init__(self, model: mesa.Model) -> None:
        super().__init__(model)
        self.steps_lived = 0

    def step(self) -> None:
        self.steps_lived += 1


class Country(CombatantFaces, mesa.Model):
    """A model with nothing but columns, names and three elders."""

    def __init__(self, persons: int = 40) -> None:
        super().__init__(rng=3)
        self.agents_at_birth = len(self.agents)
        self.elders = [Elder(self) for _ in range(3)]
        self.types_before_the_population = self.agent_types
        self.group_names, self.community_names, self.region_names = list(GROUPS), list(COMMUNITIES), list(REGIONS)
        self.month = 24
        table = AlternativeTable(
            names=("armed", "home", "rival", "dead", "captured", "patrol"),
            address=np.arange(6, dtype=np.uint64),
            option=np.array(OPTIONS, dtype=np.int64),
            nest=np.full(6, Nest.STATE, dtype=np.int64),
            disarms=np.zeros(6),
            death_risk_per_year=np.zeros(6),
            illicit_share=np.zeros(6),
        )
        self.population = Population(table, np.array([0, 0, 1, 1]), len(GROUPS))
        self.recruit(persons)

    def recruit(self, persons: int) -> None:
        first = len(self.population)
        number = np.arange(first, first + persons)
        self.population.append(
            {
                "uid": number * 7 + 1,
                "group": number * 5 % 3,
                "home": number % 4,
                "community": number * 3 % 4,
                "alternative": number % 6,
                "paid_months": 190 + number % 5,
                "birth_month": -12 * (14 + number % 20),
                "woman": number % 4 == 1,
                "weapon": number % 2 == 0,
                "fighting_value": (number % 10) / 10,
                "trust_leader": (number % 7) / 10,
            }
        )

    def decide(self, row: int) -> str:
        return "home" if self.population.fit[row] else "armed"

    @property
    def faces_made(self) -> int:
        return len(self._faces().by_row)

    @property
    def combatants(self) -> CombatantSet:
        found = self.agents_by_type[Combatant]
        assert isinstance(found, CombatantSet)
        return found


@pytest.fixture
def country() -> Country:
    return Country()


def as_mesa(country: Country) -> AgentSet:
    """The same combatants in a set of Mesa's own."""
    return AgentSet(list(country.combatants), random=Random(11))


def rows(agents: Any) -> list[int]:
    return [agent.row for agent in agents]


# -- faces ---------------------------------------------------------------------------------------------------------


def test_all_questions_about_columns_make_no_faces(country: Country) -> None:
    combatants = country.combatants
    combatants.agg("fighting_value", [np.mean, max])
    combatants.get([*COLUMNS, *READINGS])
    combatants.groupby("region_name").agg("trust_leader", np.mean)
    combatants.sort("age_years").select(where={"group_name": "north"}).set("fit", True).copy()
    assert len(country.agents) == 43
    country.agents.get("unique_id")
    country.agents.select(agent_type=Elder)
    assert country.faces_made == 0
    assert combatants.first().row == 0 and country.faces_made == 1


def test_a_filter_makes_faces_of_those_it_looks_at_only(country: Country) -> None:
    found = country.combatants.select(lambda person: person.weapon, at_most=2, where={"group": 1})
    assert len(found) == 2
    assert country.faces_made <= 4


def test_a_face_is_a_mesa_agent_with_an_id_of_its_own_and_no_place(country: Country) -> None:
    person = country.combatants.first()
    assert isinstance(person, mesa.Agent) and person.model is country and person.pos is None
    ids = country.agents.get("unique_id")
    assert len(set(ids)) == len(ids) and min(country.combatants.get("unique_id")) >= FIRST_COMBATANT_ID
    assert person.unique_id == FIRST_COMBATANT_ID + person.uid
    person.step()
    assert country.agents.to_list().count(person) == 1


def test_faces_stay_valid_when_recruits_join(country: Country) -> None:
    everyone = country.combatants
    selection = everyone.select()
    person = everyone.first()
    assert person in selection
    country.recruit(5)
    person.trust_mission = 0.5
    assert country.population.trust_mission[0] == 0.5
    assert country.combatants.first() is person
    assert len(everyone) == 45 and len(selection) == 40
    newcomer = country.combatants[44]
    assert newcomer in everyone and newcomer not in selection


def stored(country: Country, name: str) -> st.SearchStrategy[Any]:
    """Values that a column can hold and the country understands."""
    kind = COLUMNS[name]
    if kind is np.bool_:
        return st.booleans()
    if name in TRAITS:  # packed: to the nearest 32,768th
        return st.integers(0, 2**15).map(lambda steps: steps / 2**15)
    if kind is np.float32:
        return st.floats(0, 1, width=32)
    sizes = {"group": 3, "home": 4, "community": 4, "alternative": 6, "applied_to": 6, "stage": 6}
    limits = np.iinfo(kind)
    return st.integers(int(limits.min), sizes[name] - 1 if name in sizes else int(limits.max))


SHARED = Country()


@given(data=st.data(), name=st.sampled_from([name for name in COLUMNS if name != "uid"]), row=st.integers(0, 39))
def test_what_is_written_is_read_back_and_nothing_else_changes(data: st.DataObject, name: str, row: int) -> None:
    before = {column: getattr(SHARED.population, column).copy() for column in COLUMNS}
    value = data.draw(stored(SHARED, name))
    person = SHARED.combatants[row]
    setattr(person, name, value)
    assert getattr(person, name) == value and type(getattr(person, name)) is type(value)
    assert SHARED.combatants.select(where={"row": row}).get(name) == [value]
    assert person in SHARED.combatants.select(where={name: value})
    before[name][row] = value
    for column, expected in before.items():
        np.testing.assert_array_equal(getattr(SHARED.population, column), expected)


@pytest.mark.parametrize(
    ("name", "value", "error", "message"),
    [
        ("weapon", 1, TypeError, "weapon is True or False"),
        ("group", True, TypeError, "group is one number"),
        ("group", "north", TypeError, "group is one number"),
        ("group", 3, ValueError, "group counts groups from 0 to 2"),
        ("group", 1.5, ValueError, "from 0 to 2"),
        ("community", -1, ValueError, "community counts communities from 0 to 3"),
        ("stage", 6, ValueError, "stage counts stages from 0 to 5"),
        ("paid_months", 256, ValueError, "whole number from 0 to 255"),
        ("paid_months", math.nan, ValueError, "whole number"),
        ("paid_months", math.inf, ValueError, "whole number"),
        ("trust_leader", math.nan, ValueError, "from 0 to 1"),
        ("trust_leader", 1.01, ValueError, "from 0 to 1"),
        ("trust_leader", np.array([0.1, 0.2]), TypeError, "one number"),
        ("uid", 5, AttributeError, "cannot change"),
        ("group_name", "south", AttributeError, "cannot be set"),
        ("is_child", True, AttributeError, "cannot be set"),
    ],
)
def test_a_wrong_value_is_refused_and_changes_nothing(
    country: Country, name: str, value: Any, error: type[Exception], message: str
) -> None:
    before = country.combatants.get(list(COLUMNS))
    with pytest.raises(error, match=message):
        setattr(country.combatants.first(), name, value)
    with pytest.raises(error, match=message):
        country.combatants.set(name, value)
    assert country.combatants.get(list(COLUMNS)) == before


@pytest.mark.parametrize("value", [np.uint8(2), np.int64(2), 2.0, np.float32(2)])
def test_numbers_of_numpy_fit_when_their_value_does(country: Country, value: Any) -> None:
    country.combatants.first().group = value
    assert country.population.group[0] == 2


def test_readings_follow_the_columns(country: Country) -> None:
    person = country.combatants.first()
    person.group, person.community, person.alternative, person.birth_month = 2, 3, 5, 24 - 18 * 12
    assert (person.group_name, person.community_name, person.region_name) == ("west", "d", "plain")
    assert (person.alternative_name, person.option_name) == ("patrol", "interim")
    assert (person.age_years, person.is_child) == (18.0, False)
    country.month -= 1
    assert person.is_child is True
    assert repr(person) == "Combatant(west, patrol, row 0)"
    for option in Option:
        assert combatant_face._OPTION_NAMES[option] == option.name.lower()


@pytest.mark.parametrize("name", READINGS)
def test_a_reading_of_many_is_that_of_each(country: Country, name: str) -> None:
    assert country.combatants.get(name) == [getattr(person, name) for person in country.combatants]


def test_decide_asks_the_model_about_this_row(country: Country) -> None:
    country.population.fit[3] = True
    assert country.combatants.select(at_most=4).map("decide") == ["armed", "armed", "armed", "home"]


def test_nobody_is_made_by_hand_or_taken_off_the_record(country: Country) -> None:
    with pytest.raises(NotImplementedError, match=r"model\.population\.append"):
        Combatant(country)
    with pytest.raises(NotImplementedError, match=r"model\.population\.append"):
        Combatant.create_agents(country, 2)
    with pytest.raises(NotImplementedError, match=r"transfer\(rows, DEAD\)"):
        country.combatants.first().remove()
    assert len(country.combatants) == 40 and country.population.alternative[0] != DEAD


# -- sets: Mesa is the oracle --------------------------------------------------------------------------------------


@pytest.mark.parametrize("at_most", [math.inf, 0, 1, 7, 1000, -2, 5.5, 0.0, 0.33, 1.0])
@pytest.mark.parametrize("filtered", [True, False])
def test_select_takes_as_many_as_mesa(country: Country, at_most: float, filtered: bool) -> None:
    keep = (lambda person: person.weapon) if filtered else None
    assert rows(country.combatants.select(keep, at_most)) == rows(as_mesa(country).select(keep, at_most))


def test_select_by_type_and_in_place(country: Country) -> None:
    everyone = country.combatants
    assert len(everyone.select(agent_type=Elder)) == 0
    assert len(everyone.select(agent_type=mesa.Agent)) == 40
    assert everyone.select(lambda person: person.woman, inplace=True) is everyone
    assert len(everyone) == 10 and len(country.combatants) == 40


def test_where_compares_columns_and_readings(country: Country) -> None:
    combatants, population = country.combatants, country.population
    assert rows(combatants.select(where={"group": 2, "woman": True})) == rows(
        as_mesa(country).select(lambda person: person.group == 2 and person.woman)
    )
    for several in ([0, 1], (0, 1), {0, 1}, range(2), np.array([0, 1])):
        assert rows(combatants.select(where={"group": several})) == np.flatnonzero(population.group < 2).tolist()
    assert rows(combatants.select(where={"region_name": ["plain"]})) == np.flatnonzero(population.region == 1).tolist()
    assert rows(combatants.select(where={"is_child": True})) == np.flatnonzero(population.is_child(24)).tolist()
    assert rows(combatants.select(where={"trust_leader": 0.3})) == np.flatnonzero(NUMBERS % 7 == 3).tolist()
    assert len(combatants.select(where={"group": []})) == 0


@pytest.mark.parametrize(
    ("where", "error", "message"),
    [
        ({"grup": 1}, AttributeError, "did you mean 'group'"),
        ({"group_name": "nort"}, ValueError, "did you mean 'north'"),
        ({"group": "north"}, TypeError, "one number"),
        ({"group": 7}, ValueError, "from 0 to 2"),
        ({"woman": "yes"}, TypeError, "True or False"),
    ],
)
def test_a_misspelt_where_is_an_error_and_not_an_empty_set(
    country: Country, where: dict[str, Any], error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        country.combatants.select(where=where)


@pytest.mark.parametrize("ascending", [True, False])
@pytest.mark.parametrize(
    "key",
    [
        "group",
        "fighting_value",
        "woman",
        "group_name",
        "age_years",
        "uid",
        "model.month",
        lambda person: (person.group, -person.uid),
    ],
)
def test_sort_orders_as_mesa_and_keeps_equals_in_order(country: Country, key: Any, ascending: bool) -> None:
    expected = rows(as_mesa(country).sort(key, ascending=ascending))
    assert rows(country.combatants.sort(key, ascending=ascending)) == expected
    changed = country.combatants
    assert changed.sort(key, ascending=ascending, inplace=True) is changed and rows(changed) == expected


def test_shuffles_are_those_of_mesa_with_the_same_generator(country: Country) -> None:
    mesas, ours = as_mesa(country), country.combatants
    ours.random = Random(11)
    assert rows(ours.shuffle()) == rows(mesas.shuffle())
    assert rows(ours.shuffle(inplace=True)) == rows(mesas.shuffle(inplace=True))
    seen: tuple[list[int], list[int]] = ([], [])
    ours.shuffle_do(lambda person: seen[0].append(person.row))
    mesas.shuffle_do(lambda person: seen[1].append(person.row))
    assert seen[0] == seen[1] and country.combatants.random is country.random
    assert ours.select(at_most=3).random is ours.random


FUNCTIONS = [
    sum,
    min,
    max,
    len,
    np.sum,
    np.mean,
    np.max,
    np.median,
    np.std,
    statistics.mean,
    lambda values: values.count(1),
]


@pytest.mark.parametrize("func", FUNCTIONS)
@pytest.mark.parametrize("name", ["paid_months", "woman", "fighting_value", "birth_month", "age_years", "unique_id"])
def test_aggregates_are_those_of_mesa(country: Country, name: str, func: Any) -> None:
    ours, mesas = country.combatants.agg(name, func), as_mesa(country).agg(name, func)
    assert ours == pytest.approx(mesas) and not isinstance(ours, np.generic)
    assert isinstance(ours, bool) == isinstance(mesas, bool | np.bool_)
    by_ours = country.combatants.groupby("group").agg(name, func)
    by_mesa = as_mesa(country).groupby("group").agg(name, func)
    assert by_ours == pytest.approx(by_mesa) and list(by_ours) == list(by_mesa)


def test_sums_of_small_integers_do_not_run_over(country: Country) -> None:
    assert country.combatants.agg("paid_months", sum) == 40 * 192
    assert country.combatants.agg("paid_months", [sum, np.sum, len]) == [7680, 7680, 40]
    assert np.array_equal(country.combatants.agg("paid_months", np.diff), as_mesa(country).agg("paid_months", np.diff))
    assert country.combatants.agg("fighting_value", np.sum) == as_mesa(country).agg("fighting_value", np.sum)
    assert country.combatants.agg("group_name", min) == "north"
    assert country.combatants.select(at_most=0).agg("paid_months", sum) == 0


def test_get_reads_columns_readings_and_what_else_faces_have(country: Country) -> None:
    ours, mesas = country.combatants, as_mesa(country)
    for names in ("weapon", "row", "unique_id", "pos", ["group", "age_years"], []):
        assert ours.get(names) == mesas.get(names)
    ours.first().note = "met"
    assert ours.get("note", "default", "-") == mesas.get("note", "default", "-") == ["met"] + ["-"] * 39
    assert ours.get(["row", "note"], handle_missing="default")[1] == [1, None]
    with pytest.raises(AttributeError):
        ours.get("note")
    with pytest.raises(ValueError, match="handle_missing"):
        ours.get("row", handle_missing="ignore")


def test_set_writes_columns_of_members_only(country: Country) -> None:
    women = country.combatants.select(where={"woman": True})
    assert women.set("trust_mission", 0.25) is women
    assert np.array_equal(country.population.trust_mission == 0.25, country.population.woman)
    with pytest.raises(AttributeError, match="did you mean 'trust_mission'"):
        women.set("trust_misson", 0.5)


@pytest.mark.parametrize("by", ["group", "woman", "region_name", "pos", lambda person: (person.group, person.woman)])
def test_groups_are_those_of_mesa(country: Country, by: Any) -> None:
    shuffled = country.combatants.shuffle()
    ours, mesas = shuffled.groupby(by), AgentSet(list(shuffled), random=Random(1)).groupby(by)
    assert isinstance(ours, GroupBy) and len(ours) == len(mesas) and ours.count() == mesas.count()
    assert [(key, rows(members)) for key, members in ours] == [(key, rows(members)) for key, members in mesas]
    assert ours.map("agg", "uid", max) == mesas.map("agg", "uid", max)
    listed = shuffled.groupby(by, result_type="list")
    assert {key: rows(members) for key, members in listed} == {key: rows(members) for key, members in ours}
    assert all(isinstance(members, list) for _, members in listed)


def test_groups_act_on_their_members(country: Country) -> None:
    groups = country.combatants.groupby("group_name")
    assert groups.do("set", "fit", True) is groups
    assert country.population.fit.all()
    assert country.combatants.select(at_most=0).groupby("group").agg("uid", max) == {}
    groups.groups["north"].clear()
    assert groups.agg("uid", len)["north"] == 0


def test_do_and_map_reach_everybody_in_order(country: Country) -> None:
    women = country.combatants.select(where={"woman": True})
    assert women.do(setattr, "fit", True) is women and country.population.fit.sum() == 10
    assert women.map(lambda person, add: person.row + add, add=1) == [row + 1 for row in rows(women)]
    assert women.do("decide") is women


def test_a_selection_is_a_collection(country: Country) -> None:
    armed = country.combatants.select(where={"weapon": True})
    persons = armed.to_list()
    assert armed.first() is persons[0] and list(reversed(armed)) == persons[::-1]
    assert armed[1] is persons[1] and armed[-1] is persons[-1] and armed[1:3] == persons[1:3]
    assert armed.index(persons[2]) == 2 and armed.count(persons[2]) == 1
    assert armed.count(country.combatants[1]) == 0 and country.elders[0] not in armed and "x" not in armed
    assert Country().combatants.first() not in armed
    with pytest.raises(IndexError):
        armed[99]
    with pytest.raises(LookupError, match="empty"):
        armed.select(at_most=0).first()


def test_members_can_be_dropped_from_a_selection_but_not_from_the_record(country: Country) -> None:
    everyone, selection = country.combatants, country.combatants.copy()
    person = everyone.first()
    selection.remove(person)
    assert person not in selection and len(selection) == 39
    selection.discard(person)
    with pytest.raises(KeyError):
        selection.remove(person)
    selection.add(person)
    selection.add(person)
    assert rows(selection)[-1] == 0 and len(selection) == 40
    assert selection.pop().row == 1
    selection.clear()
    assert len(selection) == 0 and len(everyone) == 40
    everyone.add(person)
    for refused in (everyone.discard, everyone.remove):
        with pytest.raises(FixedRecordError, match=r"\.copy\(\)"):
            refused(person)
    for refused in (everyone.pop, everyone.clear):
        with pytest.raises(NotImplementedError):
            refused()
    with pytest.raises(FixedRecordError, match="recruits join"):
        selection.add(country.elders[0])


@given(st.sets(st.integers(0, 39)), st.sets(st.integers(0, 39)))
def test_sets_combine_as_sets(a: set[int], b: set[int]) -> None:
    ours, other = (SHARED.combatants.select(where={"row": some}) for some in (a, b))
    listed = AgentSet(other.to_list(), random=Random(1))
    for right in (other, listed):
        for combined, expected in (
            (ours & right, a & b),
            (ours | right, a | b),
            (ours - right, a - b),
            (ours ^ right, a ^ b),
        ):
            assert set(rows(combined)) == expected and len(combined) == len(expected)
            assert isinstance(combined, CombatantSet)
        assert (ours <= right, ours < right, ours == right) == (a <= b, a < b, a == b)
        assert (ours >= right, ours.isdisjoint(right)) == (a >= b, a.isdisjoint(b))
    ours |= other
    assert set(rows(ours)) == a | b
    ours &= listed
    assert set(rows(ours)) == b


def test_combining_with_other_agents_gives_a_set_of_mesas(country: Country) -> None:
    mixed = country.combatants.select(at_most=2) | AgentSet(country.elders, random=country.random)
    assert len(mixed) == 5 and type(mixed) is AgentSet


@pytest.mark.parametrize("copied", [copy.copy, CombatantSet.copy, lambda agents: agents.select()])
def test_a_copy_is_a_selection_of_its_own(country: Country, copied: Any) -> None:
    original = country.combatants.select(where={"woman": True})
    twin = copied(original)
    twin.clear()
    assert len(original) == 10
    everyone = copied(country.combatants)
    country.recruit(1)
    assert len(everyone) == 40 and len(country.combatants) == 41


def test_everything_public_in_mesa_is_here(country: Country) -> None:
    """A name that a later Mesa adds is met with a decision, not by chance."""
    known = {
        *(
            "add",
            "agg",
            "clear",
            "copy",
            "count",
            "discard",
            "do",
            "get",
            "groupby",
            "index",
            "isdisjoint",
            "map",
            "pop",
        ),
        *("random", "remove", "select", "set", "shuffle", "shuffle_do", "sort", "to_list"),
    }
    mesas = {
        name for cls in (AgentSet, type(mesa.Model(rng=1).agents)) for name in dir(cls) if not name.startswith("_")
    }
    assert mesas <= known
    assert all(hasattr(agents, name) for agents in (country.combatants, country.agents) for name in known)


def test_sets_survive_pickling_of_their_state(country: Country) -> None:
    women = country.combatants.select(where={"woman": True})
    state = women.__getstate__()
    twin = object.__new__(CombatantSet)
    twin.__setstate__({**state, "random": pickle.loads(pickle.dumps(state["random"]))})
    assert rows(twin) == rows(women) and twin.first() is women.first()


# -- the model -----------------------------------------------------------------------------------------------------


def test_until_there_is_a_population_all_is_as_in_mesa(country: Country) -> None:
    assert country.agents_at_birth == 0
    assert country.types_before_the_population == [Elder]
    assert country.agent_types == [Elder, Combatant]
    assert set(country.agents_by_type) == {Elder, Combatant} and len(country.agents_by_type[Elder]) == 3
    with pytest.raises(AttributeError, match="another name"):
        country.agents = []


def test_all_agents_answer_as_a_set_of_mesas_would(country: Country) -> None:
    agents = country.agents
    mesas = AgentSet([*country.elders, *country.combatants], random=Random(5))
    assert isinstance(agents, Everybody) and len(agents) == 43 and list(agents) == list(mesas)
    assert agents.get("unique_id") == mesas.get("unique_id")
    assert agents.get(["unique_id", "group"], "default") == mesas.get(["unique_id", "group"], "default")
    assert agents.agg("unique_id", max) == mesas.agg("unique_id", max)
    assert agents.groupby(type).count() == {Elder: 3, Combatant: 40}
    assert list(agents.sort("unique_id")) == list(mesas.sort("unique_id"))
    assert agents.map(type) == mesas.map(type) and agents[2:4] == list(mesas)[2:4]
    for at_most in (0, 5, 0.5, math.inf):
        for kind in (None, Elder, Combatant, mesa.Agent):
            assert list(agents.select(at_most=at_most, agent_type=kind)) == list(
                mesas.select(at_most=at_most, agent_type=kind)
            )
    assert list(agents.select(lambda agent: agent.unique_id % 2 == 0, 4)) == list(
        mesas.select(lambda agent: agent.unique_id % 2 == 0, 4)
    )
    agents.random = Random(5)
    assert list(agents.shuffle()) == list(mesas.shuffle())
    assert agents.index(country.elders[1]) == 1 and country.elders[1] in agents and country.combatants.first() in agents
    assert copy.copy(agents) == agents and len(agents.copy()) == 43
    assert len(agents | mesas) == 43 and len(agents - mesas) == 0


def test_stepping_all_agents_steps_every_elder(country: Country) -> None:
    country.agents.do("step")
    country.agents.shuffle_do("step")
    assert [elder.steps_lived for elder in country.elders] == [2, 2, 2]


def test_where_on_all_agents_gives_combatants(country: Country) -> None:
    found = country.agents.select(where={"woman": True})
    assert isinstance(found, CombatantSet) and len(found) == 10 and country.faces_made == 0
    assert isinstance(country.agents.select(agent_type=Combatant), CombatantSet)


def test_all_agents_refuse_changes_in_place(country: Country) -> None:
    agents = country.agents
    changes: list[Any] = [
        lambda: agents.shuffle(inplace=True),
        lambda: agents.sort("unique_id", inplace=True),
        lambda: agents.select(inplace=True),
        lambda: agents.add(country.elders[0]),
        lambda: agents.discard(country.elders[0]),
        lambda: agents.remove(country.elders[0]),
    ]
    for change in changes:
        with pytest.raises(NotImplementedError, match="in place"):
            change()
    country.elders.pop().remove()
    assert len(country.agents) == 42
    country.remove_all_agents()
    assert len(country.agents) == len(country.combatants) == 40


def test_mesas_data_collector_reads_combatants(country: Country) -> None:
    collector = mesa.DataCollector(
        model_reporters={"armed": lambda model: len(model.combatants.select(where={"weapon": True}))},
        agenttype_reporters={Combatant: {"group": "group_name"}},
    )
    collector.collect(country)
    assert collector.get_model_vars_dataframe()["armed"].tolist() == [20]
    frame = collector.get_agenttype_vars_dataframe(Combatant)
    assert frame["group"].tolist() == country.combatants.get("group_name")


def make_and_forget() -> weakref.ref[Country]:
    made = Country(400)
    made.combatants.select(at_most=50).do("decide")
    made.agents.select(at_most=20)
    forget_model(made)
    return weakref.ref(made)


def test_a_forgotten_model_is_freed_with_its_faces() -> None:
    forgotten = make_and_forget()
    gc.collect()
    assert forgotten() is None
    forget_model(Country())
    forget_model(object())


def test_two_hundred_models_leave_memory_flat() -> None:
    def held() -> int:
        gc.collect()
        return tracemalloc.get_traced_memory()[0]

    tracemalloc.start()
    try:
        for _ in range(20):
            make_and_forget()
        after_some = held()
        references = [make_and_forget() for _ in range(180)]
        grown = held() - after_some
    finally:
        tracemalloc.stop()
    assert all(reference() is None for reference in references)
    assert grown < 180 * 1000  # bytes; a model with its faces holds over 40 kB


def test_the_real_model_shows_its_people(training: Scenario) -> None:
    model = DDRModel(training, rng=1)
    try:
        faces = model._faces()
        for _ in range(3):
            model.step()
        assert faces.by_row == {}
        combatants = model.agents_by_type[Combatant]
        oracle = AgentSet(list(combatants), random=Random(1))
        assert combatants.groupby("group_name").count() == oracle.groupby("group_name").count()
        ids = model.agents.get("unique_id")
        assert len(set(ids)) == len(ids) == len(model.agents)
        for name in READINGS:
            assert combatants.get(name) == oracle.get(name)
        people = model.population
        assert combatants.get("is_child") == people.is_child(model.month).tolist()
        for _ in range(3):
            model.step()
        assert [person.unique_id for person in oracle] == combatants.get("unique_id")[: len(oracle)]
        assert combatants.first() is next(iter(oracle))
    finally:
        forget_model(model)
