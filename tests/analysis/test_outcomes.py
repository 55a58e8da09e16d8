"""The catalogue of outcomes: every number agrees with a plain computation from the tables, every bad query is explained."""

from __future__ import annotations

import pickle
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import yaml

from ploughshare.analysis.outcomes import (
    OUTCOMES,
    measure,
    measure_seeds,
    measure_series,
    parse_outcome,
    parse_outcomes,
)
from ploughshare.errors import UsageError
from ploughshare.record.tables import run_tables
from ploughshare.scenario.loading import load_scenario
from ploughshare.scenario.schema import Scenario

Tables = dict[str, pd.DataFrame]
SCENARIOS = Path(__file__).resolve().parents[2] / "scenarios"


@pytest.fixture(scope="module")
def tables(training: Scenario) -> Tables:
    return run_tables(training, 1)


def value(tables: Tables, scenario: Scenario, text: str) -> float:
    query = parse_outcome(text, scenario)
    return measure(tables, scenario, [query])[query.text]


def test_each_is_described_and_named_once() -> None:
    for name, outcome in OUTCOMES.items():
        assert outcome.name == name and outcome.better in ("more", "fewer", "neither")
        assert outcome.unit and outcome.definition and outcome.title.en != outcome.title.fr
    assert len({outcome.title.en for outcome in OUTCOMES.values()}) == len(OUTCOMES)


@pytest.mark.parametrize("name", [name for name in OUTCOMES if "child" in name])
def test_children_are_only_ever_a_harm(name: str) -> None:
    assert OUTCOMES[name].better == "fewer" and "harm" in OUTCOMES[name].definition


def test_all_are_measured_and_the_number_is_the_series_at_its_month(tables: Tables, training: Scenario) -> None:
    queries = parse_outcomes(OUTCOMES, training)
    found = measure(tables, training, queries)
    assert list(found) == list(OUTCOMES)
    for query in queries:
        series = measure_series(tables, training, query)
        assert series.index[0] == training.about.start and len(series) == training.months
        np.testing.assert_equal(found[query.text], series.iloc[-1])
        middle = value(tables, training, f"{query.name}:month=2031-06")
        np.testing.assert_equal(middle, series["2031-06"])


def test_persons_by_option_coalition_place_and_month(tables: Tables, training: Scenario) -> None:
    states = tables["states"]
    chosen = states[(states["month"] == "2031-10") & (states["option"] == "armed")]
    coalition = next(iter(training.coalitions))
    region = str(chosen["region"].iloc[0])
    here = chosen[(chosen["coalition"] == coalition) & (chosen["region"] == region)]
    text = f"persons:option=armed,coalition={coalition},region={region},month=2031-10"
    assert value(tables, training, text) == here["persons"].sum() > 0
    assert value(tables, training, f"{text},women=yes") == here["women"].sum()
    living = states[(states["month"] == "2031-10") & ~states["option"].isin(["dead", "captured"])]
    assert value(tables, training, "persons:month=2031-10") == living["persons"].sum()


def test_parts_add_up_to_the_whole(tables: Tables, training: Scenario) -> None:
    parts = [f"under_arms:region={region}" for region in training.regions]
    assert sum(value(tables, training, part) for part in parts) == value(tables, training, "under_arms")
    funds = [f"spending:fund={fund}" for fund in training.mission.funds]
    assert sum(value(tables, training, fund) for fund in funds) == pytest.approx(value(tables, training, "spending"))


def test_money_given_back_to_donors_is_not_spent(tables: Tables, training: Scenario) -> None:
    last = tables["spending"].iloc[[-1]]
    more = pd.concat([tables["spending"], last.assign(item="returned", spent_usd=1e6)], ignore_index=True)
    whole = f"spending:fund={last['fund'].iloc[0]}"
    assert value({**tables, "spending": more}, training, whole) == pytest.approx(value(tables, training, whole))


def test_former_combatants_in_projects_add_up_over_places(tables: Tables, training: Scenario) -> None:
    assert value(tables, training, "former_combatants_in_projects") == tables["communities"]["former_combatants"].sum()


def test_placed_serving_and_deserted_follow_the_programmes_table(tables: Tables, training: Scenario) -> None:
    programmes = tables["programmes"]

    def total(programme: str, stage: str) -> int:
        kept = programmes[(programmes["programme"] == programme) & (programmes["stage"] == stage)]
        return int(kept["persons"].sum())

    assert value(tables, training, "civilian_taken:programme=reinsertion") == total("reinsertion", "placed") > 0
    others = total("village_rehabilitation", "placed")
    assert value(tables, training, "civilian_taken") == total("reinsertion", "placed") + others
    assert value(tables, training, "desertions") == total("mixed_patrols", "left") > 0
    serving = value(tables, training, "serving:programme=integration")
    assert value(tables, training, "integrated") == serving
    assert value(tables, training, "still_serving") == pytest.approx(serving / total("integration", "placed"))


def test_the_end_of_the_interim_measure_is_no_desertion() -> None:
    scenario = load_scenario("training", ["patrols-expire"])
    tables = run_tables(scenario, 1)
    programmes = tables["programmes"]
    left = programmes[(programmes["programme"] == "mixed_patrols") & (programmes["stage"] == "left")]
    series = measure_series(tables, scenario, parse_outcome("desertions", scenario))
    by_month = left.groupby("month")["persons"].sum()
    last = by_month.index.max()
    serving = measure_series(tables, scenario, parse_outcome("interim", scenario))
    assert serving[last] == 0 and by_month[last] > 0
    assert series.iloc[-1] == by_month.sum() - by_month[last]
    assert value(tables, scenario, "interim_months") == (serving > 0).sum() == 9


def test_waiting_for_ddr_counts_months_before_the_first_is_placed(tables: Tables, training: Scenario) -> None:
    programmes = tables["programmes"]
    placed = programmes[
        programmes["programme"].isin(["integration", "reinsertion"]) & (programmes["stage"] == "placed")
    ]
    months = list(measure_series(tables, training, parse_outcome("persons", training)).index)
    assert value(tables, training, "ddr_start_months") == months.index(placed["month"].min())
    none = {**tables, "programmes": programmes.iloc[:0]}
    assert value(none, training, "ddr_start_months") == training.months
    assert np.isnan(value(none, training, "still_serving"))


def test_trust_is_weighted_by_persons(tables: Tables, training: Scenario) -> None:
    month, coalition = training.about.end, next(iter(training.coalitions))
    states = tables["states"]
    now = states[(states["month"] == month) & ~states["option"].isin(["dead", "captured"])]
    weight = now[now["coalition"] == coalition].groupby("group")["persons"].sum()
    trust = tables["trust"]
    of_groups = trust[(trust["month"] == month) & (trust["trusted"] == "government")].set_index("truster")["value"]
    expected = np.average(of_groups[weight.index], weights=weight)
    assert value(tables, training, f"trust_government:coalition={coalition}") == pytest.approx(expected)


def test_promises_kept_are_counted_when_they_are_kept(tables: Tables, training: Scenario) -> None:
    kept = tables["provisions"]["kept"]
    assert value(tables, training, "provisions_kept") == (kept != "").sum() > 0
    early = value(tables, training, "provisions_kept:month=2030-12")
    assert early == ((kept != "") & (kept <= "2030-12")).sum()


def test_several_seeds_are_measured_one_by_one(tables: Tables, training: Scenario) -> None:
    both = {
        name: pd.concat([frame.assign(seed=1), frame.assign(seed=2)], ignore_index=True)
        for name, frame in tables.items()
    }
    queries = parse_outcomes(["integrated", "deaths"], training)
    frame = measure_seeds(both, training, queries)
    assert frame.loc[1].to_dict() == frame.loc[2].to_dict() == measure(tables, training, queries)
    with pytest.raises(ValueError, match="one seed at a time"):
        measure(both, training, queries)


def test_queries_survive_pickling_and_are_read_back_from_their_text(training: Scenario) -> None:
    query = parse_outcome(" integrated : women=yes , month=2032-01 ", training)
    assert query.text == "integrated:women=yes,month=2032-01"
    assert pickle.loads(pickle.dumps(query)) == query == parse_outcome(query.text, training)
    assert query.title("fr") == "Intégrés et toujours en service (2032-01, femmes)"
    assert parse_outcomes(["deaths", "deaths"], training) == [parse_outcome("deaths", training)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("integratd", "did you mean integrated?"),
        ("", "ploughshare results outcomes lists them all"),
        ("integrated:coalitoin=x", "did you mean coalition?"),
        ("integrated:coalition=River_Aliance", "did you mean River_Alliance?"),
        ("integrated:month=2029-12", "allowed: 2030-01 to 2032-12"),
        ("integrated:women=some", "allowed: yes, no"),
        ("integrated:women", "write key=value"),
        ("integrated:women=yes,women=no", "gives women twice"),
        ("interim_months:programme=integration", "knows no programme 'integration'"),
        ("trust_in_groups:region=x", "it takes: month"),
    ],
)
def test_bad_queries_are_explained(text: str, expected: str, training: Scenario) -> None:
    with pytest.raises(UsageError, match="outcome") as caught:
        parse_outcome(text, training)
    assert expected in str(caught.value)


@pytest.mark.parametrize("file", sorted(SCENARIOS.glob("*/what-if/*.yaml")), ids=lambda file: file.stem)
def test_what_ifs_expect_outcomes_of_the_catalogue(file: Path) -> None:
    overlay = yaml.safe_load(file.read_text(encoding="utf-8"))
    scenario = load_scenario(file.parents[1])
    for expectation in overlay["expected"]:
        assert parse_outcome(expectation["outcome"], scenario).name in OUTCOMES
