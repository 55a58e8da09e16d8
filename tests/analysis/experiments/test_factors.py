"""Factors: how they spread, and the scenario that a row of a design stands for."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from ploughshare.analysis.experiments.factors import FactorSpace
from ploughshare.analysis.experiments.loading import load_experiment
from ploughshare.analysis.experiments.places import NoSuchPlace, find_places, value_at, with_values
from ploughshare.analysis.experiments.spreads import Spread, spread_of_prior
from ploughshare.scenario.overlays import differences
from ploughshare.scenario.parameters import Beta, LogNormal, Normal, Uniform
from ploughshare.scenario.schema import Scenario

BODY = """\
title: {en: A test, fr: Un essai}
question: {en: "What moves it?", fr: "Qu'est-ce qui le change ?"}
scenario: training
outcomes: [integrated]
method: random
size: 400
factors:
  trust_gain: {range: [0.02, 0.2], distribution: loguniform}
  will: {path: government.will, range: [0.2, 0.6]}
  illicit: {path: income_sources.*.income_xof_per_month, multiply: true, range: [0.5, 2]}
  staff: {path: mission.staff, range: [3, 6], integer: true}
  end: {path: programmes.mixed_patrols.expiry_months, values: [null, 12, 24]}
  history: {values: [free, replay]}
  seed: {range: [1, 9], integer: true}
"""


@pytest.fixture(scope="module")
def space(tmp_path_factory: pytest.TempPathFactory) -> FactorSpace:
    file = tmp_path_factory.mktemp("experiment") / "mine.yaml"
    file.write_text(BODY, encoding="utf-8")
    return load_experiment(file).space


def test_a_row_changes_its_places_and_nothing_else(space: FactorSpace) -> None:
    row = [0.1, 0.5, 2.0, 4, 1, 1, 7]
    made = space.scenario_for(row)
    assert made.parameters["trust_gain"].value == 0.1 and made.government.will == 0.5
    assert made.mission.staff == 4 and isinstance(made.mission.staff, int)
    assert made.programmes["mixed_patrols"].expiry_months == 12 and made.about.history == "replay"
    for name, source in space.scenario.income_sources.items():
        assert made.income_sources[name].income_xof_per_month == 2 * source.income_xof_per_month
    assert space.seed_for(row, 99) == 7
    paths = {difference.path.split(".")[0] for difference in differences(space.scenario, made)}
    assert paths == {"parameters", "government", "income_sources", "mission", "programmes", "history"}
    assert len(differences(space.scenario, made)) == 5 + len(space.scenario.income_sources) - (
        1 if space.scenario.mission.staff == 4 else 0
    )


def test_the_scenario_of_another_row_owes_nothing_to_the_last(space: FactorSpace) -> None:
    before = differences(space.scenario, space.scenario_for([0.1, 0.5, 2.0, 4, 1, 1, 7]))
    assert before == differences(space.scenario, space.scenario_for([0.1, 0.5, 2.0, 4, 1, 1, 7]))
    assert space.scenario.government.will != 0.5


def test_a_value_outside_its_range_is_refused(space: FactorSpace) -> None:
    with pytest.raises(ValueError, match=r"will must be between 0.2 and 0.6, not 0.7"):
        space.scenario_for([0.1, 0.7, 1.0, 4, 1, 1, 7])


def test_whole_numbers_and_categories_come_equally_often(space: FactorSpace) -> None:
    unit = np.random.default_rng(5).random((3000, len(space.factors)))
    coded = space.coded(unit)
    labelled = space.labelled(coded)
    assert set(labelled["staff"]) == {3, 4, 5, 6} and labelled["staff"].dtype == np.int64
    assert set(labelled["end"]) == {"null", "12", "24"} and set(labelled["history"]) == {"free", "replay"}
    assert labelled["staff"].value_counts().min() > 650
    assert labelled["end"].value_counts().min() > 880
    for end in (0.0, 1.0):
        space.scenario_for(space.coded(np.full((1, len(space.factors)), end))[0])


@pytest.mark.parametrize(
    ("prior", "frozen"),
    [
        (Normal(distribution="normal", mean=1.5, sd=0.6), stats.norm(1.5, 0.6)),
        (LogNormal(distribution="lognormal", median=2, sigma=0.5), stats.lognorm(0.5, scale=2)),
        (Beta(distribution="beta", a=6, b=4), stats.beta(6, 4)),
        (Uniform(distribution="uniform", low=1, high=3), stats.uniform(1, 2)),
    ],
)
def test_priors_are_cut_to_their_central_part_and_follow_their_distribution(prior: object, frozen: object) -> None:
    spread = spread_of_prior(prior, -np.inf, np.inf)  # type: ignore[arg-type]
    unit = np.linspace(0, 1, 11)
    share = 1.0 if isinstance(prior, Uniform) else 0.95
    expected = frozen.ppf((1 - share) / 2 + share * unit)  # type: ignore[attr-defined]
    assert np.allclose(spread.quantile(unit), expected)
    assert spread_of_prior(prior, 1.2, 1.4).low == pytest.approx(1.2, abs=0.9)  # type: ignore[arg-type]


@given(
    st.sampled_from(["uniform", "loguniform", "normal", "lognormal", "beta"]),
    st.floats(0.01, 0.5),
    st.floats(0.51, 0.99),
    st.floats(0, 1),
    st.floats(0, 1),
)
def test_a_spread_stays_inside_and_rises(kind: str, low: float, high: float, one: float, other: float) -> None:
    spread = Spread(kind, low, high, 0.5 if kind != "beta" else 2.0, 0.7 if kind != "beta" else 3.0)  # type: ignore[arg-type]
    first, second = spread.quantile(np.sort([one, other]))
    assert low <= first <= second <= high
    assert np.allclose(spread.quantile(np.array([0.0, 1.0])), [low, high])


def test_paths_find_places_and_say_what_is_missing(training: Scenario) -> None:
    places = find_places(training, "trust_gain")
    assert places == [("parameters", "trust_gain", "value")] == find_places(training, "parameters.trust_gain")
    assert find_places(training, "history") == [("about", "history")]
    windows = find_places(training, "programmes.*.windows.0.quota")
    assert len(windows) == len(training.programmes)
    changed = with_values(training, dict.fromkeys(windows, 5))
    assert [value_at(changed, place) for place in windows] == [5] * len(windows)
    with pytest.raises(NoSuchPlace, match="there is no 'wil' in government"):
        find_places(training, "government.wil")


def test_the_problem_for_salib_names_groups_only_where_there_are_any(space: FactorSpace, tmp_path: Path) -> None:
    assert "groups" not in space.problem() and space.problem()["bounds"] == [[0.0, 1.0]] * 7
    body = BODY.replace("method: random", "method: sobol").replace("size: 400", "size: 8")
    body = body.replace("range: [0.2, 0.6]}", "range: [0.2, 0.6], group: politics}")
    body = body.replace("distribution: loguniform}", "distribution: loguniform, group: politics}")
    file = tmp_path / "grouped.yaml"
    file.write_text(body, encoding="utf-8")
    grouped = load_experiment(file)
    assert grouped.space.problem()["groups"][:3] == ["politics", "politics", "illicit"]
    assert grouped.points == 8 * (2 * 6 + 2)
