"""The model as a whole: conservation every month, reproducibility, alignment, memory."""

from __future__ import annotations

import gc
import hashlib
import weakref

import numpy as np
import pandas as pd
import pytest

from ploughshare.agents.combatants import forget_model
from ploughshare.agents.options import DEAD
from ploughshare.model import DDRModel
from ploughshare.record.columns import TABLES
from ploughshare.record.tables import run_tables, tables_of
from ploughshare.scenario.loading import load_scenario
from ploughshare.scenario.schema import Scenario


def stepped(definition: Scenario, seed: int, months: int) -> DDRModel:
    model = DDRModel(definition, rng=seed)
    for _ in range(months):
        model.step()
    return model


@pytest.mark.parametrize("history", ["free", "replay"])
@pytest.mark.parametrize("seed", [1, 2])
def test_persons_weapons_and_money_are_conserved_every_month(history: str, seed: int) -> None:
    model = DDRModel(load_scenario("training", history=history), rng=seed)
    population, founded = model.population, len(model.population)
    armed_at_start, joined = int(population.weapon.sum()), 0
    while model.running:
        before = population.alternative.copy()
        model.step()
        joined += int(population.recruited.sum())
        assert len(population) == founded + joined
        counts = np.bincount(population.alternative, minlength=len(model.alternatives))
        inflow = population.flows.sum(axis=(0, 1, 2)) + population.recruited.sum(axis=(0, 1))
        outflow = population.flows.sum(axis=(0, 1, 3))
        assert (np.bincount(before, minlength=len(model.alternatives)) + inflow - outflow == counts).all()
        held = int(population.weapon.sum())
        assert (
            held
            == armed_at_start + population.weapons_acquired - population.weapons_handed_in - population.weapons_lost
        )
        assert not population.weapon[population.alternative == DEAD].any()
        for purse in model.funds.purses.values():
            assert purse.balance_usd >= -1e-6
            assert purse.received_usd - purse.paid_usd == pytest.approx(purse.balance_usd, abs=0.01)


def test_the_recorded_flows_explain_the_recorded_states(training: Scenario) -> None:
    tables = run_tables(training, 3)
    persons = tables["states"].groupby(["month", "option"])["persons"].sum().unstack(fill_value=0)
    flows = tables["flows"]
    into = (
        flows.groupby(["month", "to"])["persons"]
        .sum()
        .unstack(fill_value=0)
        .reindex(index=persons.index, columns=persons.columns, fill_value=0)
    )
    out = flows[flows["from"] != "recruited"].groupby(["month", "from"])["persons"].sum().unstack(fill_value=0)
    out = out.reindex(index=persons.index, columns=persons.columns, fill_value=0)
    pd.testing.assert_frame_equal(persons.diff().iloc[1:], (into - out).iloc[1:], check_dtype=False, check_names=False)


def test_places_are_never_exceeded_and_nobody_serves_as_a_child(training: Scenario) -> None:
    model = DDRModel(training, rng=5)
    while model.running:
        model.step()
        child = model.population.is_child(model.month)
        for programme in model.programmes:
            rows = programme.serving_rows()
            assert not child[rows].any()
            assert programme.registered_total <= programme.quota_in_sight
            assert len(rows) <= programme.site_places.sum()


def test_the_same_seed_gives_the_same_tables_and_another_gives_others(training: Scenario) -> None:
    first, again, other = (run_tables(training, seed) for seed in (4, 4, 5))
    for name in TABLES:
        pd.testing.assert_frame_equal(first[name], again[name], check_exact=True)
    assert not first["states"].equals(other["states"])


def test_the_tables_have_the_columns_they_promise(training: Scenario) -> None:
    tables = tables_of(stepped(training, 1, 4))
    assert set(tables) == set(TABLES)
    for name, columns in TABLES.items():
        assert list(tables[name].columns) == [column.name for column in columns]
        for column in columns:
            assert str(tables[name][column.name].dtype) in (column.dtype, "object" if column.dtype == "str" else "")


def test_one_person_more_changes_no_founding_person_of_another_group() -> None:
    plain = DDRModel(load_scenario("training"), rng=1)
    more = DDRModel(load_scenario("training", settings=["groups.River_Front.persons.unarmed=481"]), rng=1)
    by_uid = {uid: row for row, uid in enumerate(more.population.uid.tolist())}
    rows = np.array([by_uid[uid] for uid in plain.population.uid.tolist()])
    assert len(more.population) == len(plain.population) + 1
    for column in ("birth_month", "weapon", "fighting_value", "trust_government", "alternative", "home"):
        assert (getattr(more.population, column)[rows] == getattr(plain.population, column)).all()


def test_replay_forces_recorded_decisions_and_free_does_not(training: Scenario) -> None:
    def boycott(history: str, month: str) -> float:
        tables = run_tables(load_scenario("training", history=history), 1)
        rows = tables["indicators"]
        chosen = rows[
            (rows["subject"] == "River_Alliance") & (rows["indicator"] == "boycott") & (rows["month"] == month)
        ]
        return float(chosen["value"].iloc[0])

    assert boycott("replay", "2031-01") == 0 and boycott("replay", "2031-03") == 1 and boycott("replay", "2031-07") == 0
    assert boycott("free", "2031-03") == 0


def test_models_are_freed(training: Scenario) -> None:
    model = stepped(training, 1, 2)
    list(model.agents_by_type)
    gone = weakref.ref(model)
    forget_model(model)
    del model
    gc.collect()
    assert gone() is None


def test_the_seed_must_be_a_whole_number(training: Scenario) -> None:
    with pytest.raises(TypeError):
        DDRModel(training, rng=1.5)  # type: ignore[arg-type]
    DDRModel(training, rng=np.int64(3))  # type: ignore[arg-type]


def test_golden_run_of_the_training_country(training: Scenario) -> None:
    """Results changed? Say why in CHANGELOG.md, then put the new fingerprint here."""
    states = run_tables(training, 1)["states"]
    fingerprint = hashlib.sha256(states.drop(columns="fighting_value").to_csv(index=False).encode()).hexdigest()[:16]
    assert fingerprint == "da279d31f605ff19"
