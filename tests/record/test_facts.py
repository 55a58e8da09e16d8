"""Facts are measured and scored as stated."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from ploughshare.record.facts import measure, score_facts, totals
from ploughshare.record.summary import number, summary_text
from ploughshare.scenario.facts import Fact, Query
from ploughshare.scenario.loading import load_scenario

MONTHS = ["2030-01", "2030-02", "2030-03"]


def tables(values: dict[int, list[int]]) -> dict[str, pd.DataFrame]:
    rows = [
        (seed, month, "a", "placed", persons)
        for seed, numbers in values.items()
        for month, persons in zip(MONTHS, numbers, strict=True)
        if persons
    ]
    frame = pd.DataFrame(rows, columns=["seed", "month", "programme", "stage", "persons"])
    indicators = pd.DataFrame(
        [(seed, month, "x", "y", 0.0) for seed in values for month in MONTHS],
        columns=["seed", "month", "subject", "indicator", "value"],
    )
    return {"programmes": frame, "indicators": indicators}


def query(**fields: object) -> Query:
    base = {"table": "programmes", "where": {"programme": "a"}, "column": "persons", "aggregate": "sum"}
    return Query.model_validate(base | fields)


@pytest.mark.parametrize(
    ("aggregate", "expected"), [("sum", 6), ("max", 3), ("min", 1), ("mean", 2), ("last", 3), ("first", 1), ("any", 1)]
)
def test_aggregates_over_months(aggregate: str, expected: float) -> None:
    assert measure(query(aggregate=aggregate), tables({1: [1, 2, 3]})).tolist() == [expected]


def test_months_without_rows_count_as_nothing_and_limits_hold() -> None:
    found = tables({1: [5, 0, 7], 2: [0, 0, 0]})
    assert measure(query(aggregate="mean"), found).tolist() == [4, 0]
    assert measure(query(**{"from": "2030-02", "to": "2030-03"}), found).tolist() == [7, 0]
    assert measure(query(where={"programme": ["a", "b"], "stage": "placed"}), found).tolist() == [12, 0]


def test_a_ratio_without_denominator_is_not_defined() -> None:
    ratio = query(over={"table": "programmes", "where": {"programme": "a"}, "column": "persons", "aggregate": "max"})
    values = measure(ratio, tables({1: [1, 2, 3], 2: [0, 0, 0]}))
    assert values.loc[1] == 2 and math.isnan(values.loc[2])


def scenario_with(observed: object) -> object:
    training = load_scenario("training")
    fact = training.facts["pre_cantonment_peak"].model_dump(by_alias=True)
    fact.update(observed=observed, measure=query().model_dump(by_alias=True, exclude_none=True))
    return training.model_copy(update={"facts": {"one": Fact.model_validate(fact)}})


@pytest.mark.parametrize(
    ("observed", "inside"), [(10, True), (20, True), (30, False), ((18, 40), True), ((25, 40), False)]
)
def test_a_value_lies_in_the_band_and_a_range_overlaps_it(observed: object, inside: bool) -> None:
    found = tables({seed: [seed, 0, 0] for seed in range(1, 22)})
    facts = score_facts(scenario_with(observed), found)  # type: ignore[arg-type]
    assert facts.loc[0, ["median", "q05", "q95"]].tolist() == [11, 2, 20]
    assert bool(facts.loc[0, "inside"]) is inside
    assert totals(facts)["facts"].tolist() == [1]


def test_numbers_are_written_for_people() -> None:
    assert number(18000) == "18,000" and number(0.5) == "0.50" and number(float("nan")) == "–"
    assert number(18000.0, "fr") == "18\u202f000" or number(18000.0, "fr").replace("\xa0", " ") == "18 000"


def test_the_summary_marks_misses_and_says_its_limits() -> None:
    found = tables({seed: [seed, 0, 0] for seed in range(1, 22)})
    scenario = scenario_with(500)
    facts = score_facts(scenario, found)  # type: ignore[arg-type]
    provenance = {
        "finished_seeds": [1],
        "command": "ploughshare run training",
        "version": "0",
        "scenario_hash": "0" * 64,
    }
    text = summary_text(scenario, facts, provenance)  # type: ignore[arg-type]
    assert "**MISSED**" in text and "What this model cannot tell" in text and "not a forecast" in text
    assert "**MANQUÉ**" in summary_text(scenario, facts, provenance, "fr")  # type: ignore[arg-type]


def test_what_a_replay_imposes_is_marked_and_not_counted() -> None:
    found = tables({seed: [seed, 0, 0] for seed in range(1, 22)})
    scenario = scenario_with(11)
    forced = scenario.facts["one"].model_copy(update={"forced_in_replay": True})  # type: ignore[attr-defined]
    replayed = scenario.model_copy(  # type: ignore[attr-defined]
        update={"facts": {"one": forced}, "about": scenario.about.model_copy(update={"history": "replay"})}  # type: ignore[attr-defined]
    )
    facts = score_facts(replayed, found)
    assert facts["imposed"].tolist() == [True] and totals(facts).empty
