"""Comparisons as they run: pairing, precision, failures, interruption, survival across accounts, and words."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from ploughshare.analysis.comparison import running
from ploughshare.analysis.comparison.natural_frequencies import persons_at_start, sentence
from ploughshare.analysis.comparison.paired import paired_difference
from ploughshare.analysis.comparison.request import ComparisonRequest, Prepared, prepare
from ploughshare.analysis.comparison.running import Comparison, compare, more_seeds
from ploughshare.analysis.comparison.summary import comparison_text, survival_lines
from ploughshare.analysis.comparison.tables import comparison_tables
from ploughshare.analysis.ensemble import Task, TaskResult
from ploughshare.analysis.outcome_measures import Selection
from ploughshare.analysis.outcomes import parse_outcome
from ploughshare.scenario.schema import Scenario

ACCOUNT = """
title: {en: A reading, fr: Une lecture}
question: {en: "What if pay was a choice?", fr: "Et si la solde était un choix ?"}
extends: training
set: {government.pay_discipline: 0.1}
"""


@pytest.fixture(scope="module")
def found() -> Comparison:
    prepared = prepare(
        ComparisonRequest("training", ("wages-paid-on-time",), outcomes=("deaths", "spending", "recruits"))
    )
    return compare(prepared.cases, prepared.queries, range(1, 7))


def test_pairing_gains(found: Comparison) -> None:
    for text in ("deaths", "spending", "recruits"):
        assert found.differences[1, text].gain > 1.5, text
    assert found.differences[1, "spending"].direction == "more"


def test_numbers_are_those_of_single_runs(found: Comparison) -> None:
    levels = comparison_tables(found)["levels"].set_index(["variant", "outcome"])
    values = comparison_tables(found)["values"].set_index(["variant", "outcome"])["value"]
    for key in levels.index:
        assert levels.loc[key, "mean"] == pytest.approx(values.loc[key].mean())
        assert levels.loc[key, "q95"] == pytest.approx(values.loc[key].quantile(0.95))


class Fake:
    """Runs that cost nothing: the baseline draws noise, the variant adds a shift and a little noise of its own."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, shift: float, spread: float) -> None:
        self.shift, self.spread, self.asked = shift, spread, list[Task]()
        self.fail: dict[Task, str] = {}
        self.interrupt_after: int | None = None
        monkeypatch.setattr(running, "run_tasks", self.run_tasks)

    def run_tasks(self, scenarios: object, tasks: list[Task], *rest: object) -> object:
        for number, (case, seed) in enumerate(tasks):
            if self.interrupt_after == number:
                raise KeyboardInterrupt
            self.asked.append((case, seed))
            own = np.random.default_rng([seed, case]).normal() * self.spread * case
            value = np.random.default_rng(seed).normal() * 100 + self.shift * case + own
            error = self.fail.get((case, seed))
            yield TaskResult((case, seed), None if error else {"deaths": value}, error)


def prepared(*words: str, precision: tuple[str, ...] = ()) -> Prepared:
    return prepare(
        ComparisonRequest("training", words or ("patrols-expire",), outcomes=("deaths",), precision=precision)
    )


def test_precision_adds_seeds_until_the_mean_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    fake = Fake(monkeypatch, shift=5, spread=10)
    asked = prepared(precision=("deaths=1",))
    result = compare(asked.cases, asked.queries, range(1, 3), precision=asked.precision)
    half_width = result.differences[1, "deaths"].spread.half_width
    assert result.precision_reached and half_width <= 1
    # 1.645 x 10 / sqrt(n) = 1 at about 270 seeds; batches may overshoot by as many again
    assert 200 < len(result.seeds) < 600
    assert len(fake.asked) == len(set(fake.asked)) == 2 * len(result.seeds)
    assert result.seeds == list(range(1, len(result.seeds) + 1))


def test_precision_stops_at_the_most_seeds_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    Fake(monkeypatch, shift=5, spread=10)
    asked = prepared(precision=("deaths=0.01",))
    result = compare(asked.cases, asked.queries, range(1, 3), precision=asked.precision, most_seeds=40)
    assert result.precision_reached is False and len(result.seeds) == 40
    assert "NOT reached" in comparison_text(result, "command", "0")


def test_precision_stops_at_once_where_nothing_differs(monkeypatch: pytest.MonkeyPatch) -> None:
    Fake(monkeypatch, shift=0, spread=0)
    asked = prepared(precision=("deaths=1",))
    result = compare(asked.cases, asked.queries, range(1, 3), precision=asked.precision)
    assert len(result.seeds) == running.LEAST_FOR_PRECISION and more_seeds(result, asked.precision, 100) == []


def test_a_failed_seed_is_left_out_and_named(monkeypatch: pytest.MonkeyPatch) -> None:
    fake = Fake(monkeypatch, shift=1, spread=1)
    fake.fail = {(1, 2): "ZeroDivisionError: planted"}
    asked = prepared()
    result = compare(asked.cases, asked.queries, range(1, 6))
    assert result.seeds == [1, 3, 4, 5]
    assert result.failed == {"patrols-expire (scenario), seed 2": "ZeroDivisionError: planted"}
    assert result.differences[1, "deaths"].spread.seeds == 4


def test_interruption_keeps_pairs_that_are_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    fake = Fake(monkeypatch, shift=1, spread=1)
    fake.interrupt_after = 7  # three pairs and half a pair
    asked = prepared()
    result = compare(asked.cases, asked.queries, range(1, 10))
    assert result.interrupted and result.seeds == [1, 2, 3]
    assert result.differences[1, "deaths"].spread.seeds == 3


def test_equal_scenarios_are_run_once(monkeypatch: pytest.MonkeyPatch) -> None:
    fake = Fake(monkeypatch, shift=1, spread=1)
    asked = prepare(ComparisonRequest("training", grid=("government.pay_discipline=0.5..1:2",), outcomes=("deaths",)))
    result = compare(asked.cases, asked.queries, range(1, 4))
    assert {case for case, _ in fake.asked} == {0, 1}  # the factor 1 is the baseline itself
    assert result.differences[2, "deaths"].direction == "same"


def test_conclusions_survive_only_if_every_account_agrees(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "reading.yaml"
    file.write_text(ACCOUNT)
    request = ComparisonRequest(
        "training", ("patrols-expire", "wages-paid-on-time"), outcomes=("deaths",), across=str(file)
    )
    asked = prepare(request)
    result = compare(asked.cases, asked.queries, range(1, 3))
    frames = {i: pd.DataFrame({"deaths": np.zeros(10)}, index=pd.RangeIndex(1, 11, name="seed")) for i in range(6)}
    for position, shift in ((1, 3.0), (2, 3.0), (4, 2.0), (5, -1.0)):
        frames[position] += shift
    result = Comparison(result.cases, result.queries, frames)
    survival = comparison_tables(result)["survival"].set_index("variant")
    assert survival["survives"].to_dict() == {"patrols-expire": True, "wages-paid-on-time": False}
    assert survival.loc["wages-paid-on-time", "by_account"] == "scenario: more, reading: fewer"
    assert survival_lines(result, "en") == [
        "patrols-expire, Deaths: survives (scenario: more, reading: more)",
        "wages-paid-on-time, Deaths: does not survive (scenario: more, reading: fewer)",
    ]
    assert "Les conclusions qui résistent" in comparison_text(result, "command", "0", "fr")


def test_natural_frequencies_are_counted_of_those_armed_at_the_start(training: Scenario) -> None:
    armed = sum(group.persons.armed for name, group in training.groups.items() if group.kind == "signatory")
    assert persons_at_start(training, Selection()) == armed
    by_region = [persons_at_start(training, Selection(region=region)) for region in training.regions]
    assert sum(by_region) == pytest.approx(armed)
    more = paired_difference(np.zeros(20), np.linspace(0.04, 0.11, 20) * armed)
    query = parse_outcome("integrated:month=2031-12", training)
    assert sentence(more, query, training, True) == (
        "For every 100 persons armed at the start, 8 more serve in the state forces at the end of 2031-12; "
        "90 % of paired runs: between 4 and 11 more."
    )
    assert sentence(more, query, training, True, "fr") == (
        "Pour 100 personnes armées au départ, 8 de plus servent dans les forces de l'État fin 2031-12 ; "
        "90 % des simulations appariées : entre 4 et 11 de plus."
    )


@pytest.mark.parametrize(
    ("text", "differences", "expected"),
    [
        (
            "deaths",
            (-3, 0, 5),
            "no difference (persons) at the end of 2032-12; 90 % of paired runs: between 3 fewer and 4 more",
        ),
        (
            "deaths",
            (-9, -8, -7),
            "8 fewer (persons) at the end of 2032-12; 90 % of paired runs: between 7 and 9 fewer.",
        ),
        ("trust_government", (0.01, 0.02, 0.03), "2 higher (points of 100)"),
        ("spending", (0, 0, 0), "no difference (USD) at the end of 2032-12; 90 % of paired runs: no difference."),
        ("spending_per_person", (np.nan, np.nan, np.nan), "Spending per person placed: not defined in these runs."),
        ("integrated", (-2, -2, -2), "For every 1,000 persons armed at the start, 2 fewer serve"),
    ],
)
def test_sentences_say_which_way_and_how_far(
    text: str, differences: tuple[float, ...], expected: str, training: Scenario
) -> None:
    found = paired_difference(np.zeros(3), np.array(differences, dtype=float))
    assert expected in sentence(found, parse_outcome(text, training), training, True)
