"""Leaders and government: what is explained is what the model decided by, and its parts sum to it."""

from __future__ import annotations

from functools import lru_cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ploughshare.analysis.explain import politics
from ploughshare.analysis.explain.question import Question, ask
from ploughshare.analysis.explain.rows import Row
from ploughshare.analysis.explain.security import RELIEF
from ploughshare.analysis.explain.witness import WitnessedModel
from ploughshare.record.tables import tables_of
from ploughshare.rules import governing, leadership
from ploughshare.scenario.loading import load_scenario
from ploughshare.scenario.schema import Scenario

share = st.floats(0, 1)


@lru_cache
def lived(month: str) -> WitnessedModel:
    definition = load_scenario("training")
    question: Question = ask(definition, "River_Alliance", month, option="integration")
    model = WitnessedModel(definition, 4, question)
    while model.sight is None:
        model.step()
    return model


def rows(model: WitnessedModel, section: str) -> list[Row]:
    assert model.sight is not None
    balance = [row for found in model.sight.balances for row in politics.balance_rows(found)]
    return [row for row in [*balance, *model.sight.politics] if row.section == section]


def recorded(model: WitnessedModel, subject: str, name: str) -> float:
    table = tables_of(model)["indicators"]
    chosen = (table["month"] == model.question.month) & (table["subject"] == subject) & (table["indicator"] == name)
    assert chosen.sum() == 1
    return float(table.loc[chosen, "value"].iloc[0])


@pytest.mark.parametrize("month", ["2030-05", "2031-02", "2031-08", "2032-04"])
def test_the_balance_is_the_recorded_one_and_its_terms_sum_to_it(month: str) -> None:
    model = lived(month)
    told = rows(model, "leaders")
    for side in ("cooperate", "hold"):
        terms = [row.value for row in told if row.item == side and row.part]
        whole = next(row.value for row in told if row.item == side and not row.part)
        assert whole == pytest.approx(recorded(model, "River_Front", side), abs=1e-12)
        assert sum(terms) == pytest.approx(whole, abs=1e-9) and len(terms) >= 3
    fear = [row.value for row in told if row.item == "exploitation"]
    term = next(row.value for row in told if row.part == "exploitation")
    assert sum(fear) == pytest.approx(term, abs=1e-9) and fear[0] < 0 < min(fear[1:])
    assert next(r.value for r in told if r.item == "stance") == recorded(model, "River_Front", "stance")


@pytest.mark.parametrize("month", ["2031-04", "2031-08", "2032-04"])
def test_the_margin_of_endorsement_decides_as_the_leaders_did(month: str) -> None:
    model = lived(month)
    told = rows(model, "endorsement")
    value = {row.item: row.value for row in told}
    parts = [row.value for row in told if row.unit == "stance" and row.item != "margin"]
    assert sum(parts) == pytest.approx(value["margin"], abs=1e-9)
    assert (
        (value["margin"] > 0) == bool(value["endorses"]) == bool(recorded(model, "River_Front", "endorses:integration"))
    )


@given(share, share, share, st.floats(0, 3))
def test_fear_is_the_most_it_could_be_less_what_relieves_it(
    trust: float, guarantee: float, threat: float, most: float
) -> None:
    parts = politics.fear_parts(most, trust, guarantee, threat)
    assert sum(parts.values()) == pytest.approx(most * (1 - trust) * (1 - guarantee) * (0.5 + threat / 2), abs=1e-9)
    assert all(parts[name] <= 1e-12 for name in RELIEF)


@given(share, share, share, share, share, share)
def test_what_moved_a_balance_sums_to_its_change(
    a: float, b: float, c: float, d: float, e: float, weight: float
) -> None:
    def balance(x: float, y: float, z: float, heavy: float) -> politics.Balance:
        seen = leadership.LeaderView(x, y, z, a, b, c, 3 * d, e, 1.0)
        weights = leadership.LeaderWeights(1.0, 2.0, 1.0, 1.0, 2.0 * heavy, 1.0, 1.0, 0.5)
        return politics.Balance("group", seen, weights, 0.5)

    before, after = balance(a, b, c, 1.0), balance(c, a, d, weight)
    told = politics.moved_balance_rows(before, after)
    change = sum(after.cooperate.values()) - sum(after.hold.values())
    change -= sum(before.cooperate.values()) - sum(before.hold.values())
    assert told[-1].value == pytest.approx(change, abs=1e-9)
    assert sum(row.value for row in told[:-1]) == pytest.approx(change, abs=1e-9)


@pytest.mark.parametrize("month", ["2030-05", "2031-08", "2032-04"])
def test_chances_of_the_government_sum_and_are_those_it_acts_by(training: Scenario, month: str) -> None:
    seen: list[tuple[float, float]] = []

    class Check(WitnessedModel):
        def _lead(self) -> None:
            if self.month == self.question.month_index:
                government, ledger = self.government, self.ledger
                for index in range(len(ledger.names)):
                    chance = governing.delivery_hazard(
                        government.will_by_month[self.month],
                        self.mission.effective_pressure,
                        government.trust_in_groups,
                        government.sovereignty_concern,
                        float(ledger.autonomy[index]),
                        float(ledger.cost[index]),
                        government.urgency(),
                        self.delivery_weights,
                    )
                    early = 1.0 if self.month >= ledger.due[index] else self.parameters["early_delivery"]
                    seen.append((sum(politics.provision_parts(self, index).values()), chance * early))
            super()._lead()

    model = Check(training, 4, ask(training, "River_Alliance", month))
    while model.sight is None:
        model.step()
    assert len(seen) > 5
    for parts, chance in seen:
        assert parts == pytest.approx(chance, abs=1e-12)
    for section, total in (("provisions", "chance a month"), ("sessions", "chance a month")):
        told = [row for row in rows(model, section) if row.unit == "share"]
        whole = next(row.value for row in told if row.item == total)
        assert sum(row.value for row in told if row.item != total) == pytest.approx(whole, abs=1e-9)
        assert 0 < whole <= 1 + 1e-12


def test_pay_days_are_lost_by_indiscipline_and_by_empty_funds(training: Scenario) -> None:
    value = {row.item: row.value for row in rows(lived("2031-08"), "pay days") if row.subject == "mixed_patrols"}
    discipline = lived("2031-08").government.pay_discipline[lived("2031-08").month - 1]
    assert value["chance this month"] == pytest.approx(discipline) and value["funds"] == 0
    poor = load_scenario("training", settings=["mission.funds.national.usd_per_year=0"])
    model = WitnessedModel(poor, 4, ask(poor, "River_Alliance", "2031-08"))
    while model.sight is None:
        model.step()
    value = {row.item: row.value for row in rows(model, "pay days") if row.subject == "mixed_patrols"}
    assert value["chance this month"] == pytest.approx(0, abs=1e-12) and value["kept"] == 0
    assert value["funds"] < 0 and value["base"] + value["discipline"] + value["funds"] == pytest.approx(0, abs=1e-12)
