"""Tables made from the notes of a run: against a recount of the persons, empty, and only those asked for."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from ploughshare.agents.options import ARMED, Option
from ploughshare.model import DDRModel
from ploughshare.record.columns import TABLES
from ploughshare.record.described import described
from ploughshare.record.tables import TablesOnDemand, run_tables, tables_of
from ploughshare.scenario.loading import load_scenario
from ploughshare.scenario.schema import Scenario


@pytest.fixture(scope="module")
def lived() -> DDRModel:
    """Return a model at twice the population, so that tables must divide, as far as people serve and have joined."""
    model = DDRModel(load_scenario("training", population_scale=2.0), rng=7)
    for _ in range(30):
        model.step()
    return model


@pytest.fixture(scope="module")
def tables(lived: DDRModel) -> dict[str, pd.DataFrame]:
    return tables_of(lived)


def last_month(table: pd.DataFrame) -> pd.DataFrame:
    return table[table["month"] == table["month"].iloc[-1]]


def persons_of(model: DDRModel) -> pd.DataFrame:
    """Return every person with the names that tables use."""
    population = model.population
    return pd.DataFrame(
        {
            "group": np.array(model.group_names)[population.group],
            "coalition": np.array([group.coalition for group in model.groups])[population.group],
            "region": np.array(model.region_names)[population.region],
            "option": np.array([option.name.lower() for option in Option])[population.option],
            "persons": 1,
            "women": np.asarray(population.woman),
            "children": population.is_child(model.month - 1),
            "armed": np.asarray(population.weapon),
            "fighting_value": population.fighting_value.astype(float),
        }
    )


def test_states_are_a_recount_of_the_persons(lived: DDRModel, tables: dict[str, pd.DataFrame]) -> None:
    keys = ["group", "coalition", "region", "option"]
    recounted = persons_of(lived).groupby(keys).sum()
    recorded = last_month(tables["states"]).set_index(keys).drop(columns="month")
    assert (recorded.index.sort_values() == recounted.index).all()
    recounted = recounted.loc[recorded.index]
    persons = described(recounted["persons"].to_numpy(), 2)
    assert (recorded["persons"] == persons).all()
    for column in ("women", "children", "armed"):
        assert (recorded[column] == described(recounted[column].to_numpy(), 2, most=persons)).all()
    assert recorded["fighting_value"].to_numpy() == pytest.approx(recounted["fighting_value"].to_numpy() / 2)


def test_flows_of_a_month_are_those_of_the_population(lived: DDRModel, tables: dict[str, pd.DataFrame]) -> None:
    flows = tables["flows"]
    joined = flows["from"] == "recruited"
    lived_month = flows["month"] == tables["states"]["month"].iloc[-1]
    assert flows.loc[lived_month & ~joined, "persons"].sum() == pytest.approx(
        lived.population.flows.sum() / 2, abs=len(flows[lived_month])
    )
    assert joined.any() and set(flows.loc[joined, "to"]) == {"armed"}
    assert flows["month"].is_monotonic_increasing


def test_trust_is_the_mean_of_a_groups_persons(lived: DDRModel, tables: dict[str, pd.DataFrame]) -> None:
    rows = last_month(tables["trust"]).set_index(["truster", "trusted"])["value"]
    population = lived.population
    for group in lived.groups:
        own = (population.group == group.index) & population.present  # the dead and captured hold no views
        for trusted in ("government", "mission", "leader"):
            mean = getattr(population, f"trust_{trusted}")[own].astype(float).mean()
            assert rows[group.name, trusted] == pytest.approx(mean, abs=1e-6)
        assert rows[group.name, "other_coalition"] == group.trust_other
        region = [[place.acceptance for place in lived.communities if place.region == r] for r in range(lived.regions)]
        near = sum(
            share * np.mean(here)
            for share, here in zip(lived.stock.home_region_share[group.index], region, strict=True)
            if here
        )
        assert rows[group.name, "community"] == pytest.approx(near)
    assert rows["government", "groups"] == lived.government.trust_in_groups


def test_the_fighting_value_ratio_compares_with_men_under_arms_of_the_same_groups(
    lived: DDRModel, tables: dict[str, pd.DataFrame]
) -> None:
    rows = last_month(tables["indicators"])
    ratio = rows[rows["indicator"] == "fighting_value_ratio"].set_index("subject")["value"]
    population, serve = lived.population, [p for p in lived.programmes if len(p.serving_rows())]
    assert serve and set(ratio.index) == {programme.name for programme in serve}
    for programme in serve:
        rows_there = programme.serving_rows()
        same = (population.alternative == ARMED) & np.isin(population.group, population.group[rows_there])
        mean = population.fighting_value[rows_there].astype(float).mean()
        expected = mean / population.fighting_value[same].astype(float).mean() if same.any() else 1.0
        assert ratio[programme.name] == pytest.approx(expected)


def test_communities_and_indicators_say_what_the_agents_say(lived: DDRModel, tables: dict[str, pd.DataFrame]) -> None:
    places = last_month(tables["communities"]).set_index("community")
    for place in lived.communities:
        row = places.loc[place.name]
        assert row["controlled_by"] == place.controlled_by and row["acceptance"] == place.acceptance
        assert row["illicit_tax_xof"] == place.illicit_tax_xof and row["access"] == place.access
        assert row["jobs"] == lived.projects.jobs[place.index] / 2
    rows = last_month(tables["indicators"]).set_index(["subject", "indicator"])["value"]
    for group in lived.groups:
        assert rows[group.name, "stance"] == group.stance
        for programme, endorses in zip(lived.programmes, group.endorses, strict=True):
            assert rows[group.name, f"endorses:{programme.name}"] == endorses
    assert rows["mission", "consent"] == lived.mission.consent
    assert rows["government", "provisions_kept_share"] == lived.ledger.kept_share(lived.month - 1)


def test_only_the_tables_asked_for_are_made(training: Scenario) -> None:
    model = DDRModel(training, rng=1)
    model.step()
    some = tables_of(model, ("weapons", "states"))
    assert set(some) == {"states", "weapons"}
    pd.testing.assert_frame_equal(some["states"], tables_of(model)["states"])


def test_tables_on_demand_are_the_same_and_made_once(lived: DDRModel, tables: dict[str, pd.DataFrame]) -> None:
    asked = TablesOnDemand(lived)
    assert list(asked) == list(TABLES) and len(asked) == len(TABLES)
    for name, table in asked.items():
        pd.testing.assert_frame_equal(table, tables[name])
    assert asked["flows"] is asked["flows"]
    with pytest.raises(KeyError):
        asked["no_such_table"]


def test_a_run_of_no_month_has_all_tables_without_rows(training: Scenario) -> None:
    model = DDRModel(training, rng=1)
    empty = tables_of(model)
    model.step()
    lived = tables_of(model)
    for name in TABLES:
        assert (empty[name].dtypes == lived[name].dtypes).all()
        assert name == "provisions" or len(empty[name]) == 0


def test_a_run_asks_for_its_tables_by_name(training: Scenario) -> None:
    assert set(run_tables(training, 1, names=["spending"])) == {"spending"}
