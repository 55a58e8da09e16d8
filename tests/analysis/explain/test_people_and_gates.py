"""Persons at the moment of choice: terms sum to the utility, gates account for everybody, levers move what they should."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from ploughshare.analysis.explain.gates import UNEXPLAINED, first_stop
from ploughshare.analysis.explain.people import TERMS, rows_of
from ploughshare.analysis.explain.question import ask
from ploughshare.analysis.explain.rows import Row
from ploughshare.analysis.explain.seeds import sight_rows
from ploughshare.analysis.explain.witness import Sight, WitnessedModel
from ploughshare.model import DDRModel
from ploughshare.record.tables import tables_of
from ploughshare.rules import choice
from ploughshare.scenario.loading import load_scenario
from ploughshare.scenario.schema import Scenario

Look = Callable[..., Sight]
MONTHS = ("2030-03", "2030-10", "2031-06", "2031-09", "2032-05")


def rows_for(sight: Sight, option: str, month: str = "2031-09", among: str = "everyone") -> list[Row]:
    definition = load_scenario("training")
    return sight_rows(sight, ask(definition, "River_Alliance", month, option=option, among=among))


def total(rows: list[Row], section: str, **wanted: str) -> float:
    chosen = [r for r in rows if r.section == section and all(getattr(r, k) == v for k, v in wanted.items())]
    return sum(row.value for row in chosen)


def test_looking_changes_nothing(training: Scenario) -> None:
    watched = WitnessedModel(training, 5, ask(training, "Hill_League", "2031-03"))
    plain = DDRModel(training, 5)
    for _ in range(18):
        watched.step()
        plain.step()
    assert watched.sight is not None
    for name, table in tables_of(plain).items():
        assert table.equals(tables_of(watched)[name]), name


def test_terms_sum_to_the_models_utility_and_choice(training: Scenario) -> None:
    checked = []

    def check(model: DDRModel, _: np.ndarray) -> None:  # type: ignore[type-arg]
        sight = model.sight  # type: ignore[attr-defined]
        rows = rows_of(model, sight.people.uid)
        value = choice.utility(model.choices.prospects(rows), model.choices.weights)
        assert np.abs(sight.people.value - value).max() < 1e-9
        chosen = model.choices.chosen(rows)
        asked = sight.people.asked
        assert (sight.people.prefers[asked] == chosen[asked]).all() and asked.sum() > 500
        checked.append(model.month)

    model = WitnessedModel(training, 2, ask(training, "River_Alliance", "2031-07", among="everyone"))
    model.choices.observers.append(lambda m, r: check(m, r) if m.month == 18 else None)
    for _ in range(19):
        model.step()
    assert checked == [18]


@pytest.mark.parametrize("month", MONTHS)
@pytest.mark.parametrize("option", ["reinsertion", "mixed_patrols", "integration", "home", "rival", "armed"])
def test_the_gap_sums_to_its_terms_and_the_terms_to_their_parts(look: Look, month: str, option: str) -> None:
    rows = rows_for(look(month=month, option=option), option, month)
    others = {(row.section, row.subject) for row in rows if row.item == "gap"}
    for section, other in others:
        gap = total(rows, section, subject=other, item="gap")
        terms = {term: total(rows, section, subject=other, item=term, part="") for term in TERMS}
        assert sum(terms.values()) == pytest.approx(gap, abs=1e-9)
        for term in ("income", "pay reliability", "security"):
            parts = [r.value for r in rows if (r.section, r.subject, r.item) == (section, other, term) and r.part]
            assert sum(parts) == pytest.approx(terms[term], abs=1e-9)
    if option in ("home", "armed"):
        assert others


@pytest.mark.parametrize("month", MONTHS)
@pytest.mark.parametrize(
    "option", ["reinsertion", "integration", "mixed_patrols", "cantonment", "rival", "armed", "home"]
)
def test_every_person_asked_is_stopped_once_or_passes(look: Look, month: str, option: str) -> None:
    sight = look(month=month, option=option)
    people, column = sight.people, sight.people.names.index(option)
    rows = rows_for(sight, option, month)
    stopped = [row for row in rows if row.section == "gates" and row.part == ""]
    assert sum(row.value for row in stopped) == people.asked.sum()
    through = first_stop(sight.stops, len(people.uid)) < 0
    assert (through == (people.considered[:, column])).all()
    assert UNEXPLAINED not in sight.stops


def test_a_closed_programme_says_why(look: Look) -> None:
    assert look(month="2030-03", option="mixed_patrols").closed == ["not announced yet"]
    assert look(month="2031-04", option="integration").closed == ["outside its windows of entry"]
    assert "regional_assemblies is not kept" in look("government.will=0", month="2031-09", option="cantonment").closed
    assert look(month="2031-09", option="reinsertion").closed == []


def test_promotion_opens_the_gate_of_what_is_known(look: Look) -> None:
    def unknown(sight: Sight) -> float:
        rows = rows_for(sight, "reinsertion")
        return total(rows, "gates", item="has not heard of it", part="") / sight.people.asked.sum()

    quiet, loud = look(), look("programmes.reinsertion.promotion=0.9")
    assert unknown(quiet) > 0.85 and unknown(loud) < 0.15


def test_wages_paid_raise_the_term_of_pay_reliability(look: Look) -> None:
    def term(sight: Sight, name: str) -> float:
        rows = rows_for(sight, "mixed_patrols", among="armed")
        return total(rows, "gap, asked", subject="armed", item=name, part="")

    sights = [
        look(f"government.pay_discipline={share}", option="mixed_patrols", among="armed") for share in (0.1, 0.95)
    ]
    unpaid, paid = (term(sight, "pay reliability") for sight in sights)
    assert paid > unpaid + 0.3
    assert abs(term(sights[1], "income") - term(sights[0], "income")) < 0.15


def test_women_and_children_are_counted_apart(look: Look) -> None:
    sight = look()
    rows = rows_for(sight, "reinsertion")
    women = total(rows, "persons", item="all", part="women")
    assert 0 < women == sight.people.woman.sum() < total(rows, "persons", item="all", part="")
    assert total(rows, "gates", item="a child", part="children") == total(rows, "gates", item="a child", part="")
