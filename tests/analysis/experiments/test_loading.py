"""Experiment files: what they resolve to, and what is said about bad ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from ploughshare.analysis.experiments.loading import load_experiment
from ploughshare.errors import ScenarioError, UsageError
from ploughshare.scenario.library import known_experiments

TEXTS = """\
title: {en: A test, fr: Un essai}
question: {en: "What moves it?", fr: "Qu'est-ce qui le change ?"}
scenario: training
outcomes: [integrated]
"""


def written(folder: Path, body: str) -> Path:
    file = folder / "mine.yaml"
    file.write_text(TEXTS + body, encoding="utf-8")
    return file


def problems(folder: Path, body: str, **changes: object) -> list[str]:
    with pytest.raises(ScenarioError) as caught:
        load_experiment(written(folder, body), changes)
    return str(caught.value).splitlines()


@pytest.mark.parametrize("name", sorted(known_experiments()))
def test_every_shipped_experiment_is_valid_and_small_enough_for_a_laptop(name: str) -> None:
    loaded = load_experiment(name)
    assert loaded.scenario.about.name == "mali" and loaded.scenario.about.population_scale <= 0.1
    assert 500 <= loaded.runs <= 50_000
    assert len(loaded.space.names) == len(set(loaded.space.names))


def test_a_parameter_takes_the_prior_of_the_scenario_and_a_range_cuts_it(tmp_path: Path) -> None:
    body = "method: random\nsize: 10\nfactors:\n  trust_gain:\n  trust_weight: {range: [1, 2]}\n"
    loaded = load_experiment(written(tmp_path, body))
    prior = loaded.scenario.parameters["trust_gain"].prior
    first, second = (factor.spread for factor in loaded.space.factors)
    assert first is not None and (first.kind == prior.distribution)
    assert second is not None and (second.kind, second.low, second.high) == ("uniform", 1, 2)


def test_all_parameters_less_some(tmp_path: Path) -> None:
    body = (
        "method: morris\nsize: 4\nparameters: all\nleave_out: [trust_gain]\nfactors: {trust_weight: {range: [1, 2]}}\n"
    )
    loaded = load_experiment(written(tmp_path, body))
    assert "trust_gain" not in loaded.space.names
    assert loaded.space.names.count("trust_weight") == 1
    assert len(loaded.space.names) == len(loaded.scenario.parameters) - 1
    assert loaded.points == 4 * (len(loaded.space.names) + 1)


def test_every_problem_is_told_at_once_with_its_line(tmp_path: Path) -> None:
    body = """\
method: sobol
size: 48
factors:
  trust_gian:
  government.wil: {range: [0, 1]}
  government.will: {range: [0.6, 0.6]}
  government.pay_discipline: {range: [0.5, 1.5]}
  mission.staff: {range: [10, 20]}
  nest_dissimilarity: {range: [0.01, 0.5]}
  groups.*.cooperation: {}
outcomes_typo: 1
"""
    lines = problems(tmp_path, body.replace("outcomes_typo: 1\n", ""))
    told = "\n".join(lines)
    assert "mine.yaml:8: factors.trust_gian: unknown factor" in told and "did you mean trust_gain?" in told
    assert "mine.yaml:9" in told and "did you mean government.will?" in told
    assert "the range from 0.6 to 0.6 is empty" in told
    assert "must be between 0 and 1, not 1.5" in told
    assert "mission.staff takes whole numbers (add integer: true)" in told
    assert "nest_dissimilarity must be between 0.05 and 1" in told
    assert "needs a range: only behavioural parameters have a prior" in told
    assert "must be a power of two for sobol, not 48 (take 32 or 64)" in told
    assert len(lines) == 8 and all(line.split(": ")[0].rpartition(":")[2].isdigit() for line in lines)
    assert "unknown key 'outcomes_typo'" in problems(tmp_path, body)[0]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("method: sobool\nsize: 8\nparameters: [trust]", "did you mean 'sobol'?"),
        ("method: sobol\nsize: 4\nparameters: [trust]", "4 is too few: sobol needs at least 8"),
        ("method: fast\nsize: 64\nparameters: [trust]", "64 is too few: fast needs at least 65"),
        ("method: hdmr\nsize: 299\nparameters: [trust]", "needs at least 300"),
        ("method: morris\nparameters: [trust]", "is missing: morris needs the number of trajectories"),
        ("method: fractional_factorial\nsize: 8\nparameters: [trust]", "leave `size` out"),
        ("method: grid\nsize: 100\nparameters: [trust]", "at most 5,000,000 are kept in one sweep"),
        ("method: sobol\nsize: 8\nfactors: {trust_gain: }", "it needs at least two"),
        ("method: sobol\nsize: 8", "nothing is varied"),
        ("method: random\nsize: 8\nparameters: [trusst]", "did you mean trust?"),
        ("method: random\nsize: 8\nparameters: [trust]\nleave_out: [income_weight]", "not among the parameters"),
        ("method: random\nsize: 8\nfactors: {trust_gain: {range: [0.3, 0.1]}}", "is empty (swap the two)"),
        (
            "method: random\nsize: 8\nfactors: {trust_gain: {range: [0, 0.1], distribution: loguniform}}",
            "a loguniform factor must be above 0",
        ),
        ("method: random\nsize: 8\nfactors: {history: {values: [free, replya]}}", "must be one of: 'free' or 'replay'"),
        ("method: random\nsize: 8\nfactors: {trust_gain: {values: [0.1, 0.2], integer: true}}", "takes neither range"),
        (
            "method: random\nsize: 8\nfactors: {a: {path: government.will, range: [0, 1]}, b: {path: government.will, range: [0, 1]}}",
            "sets the same value as factor 'a'",
        ),
        (
            "method: random\nsize: 8\nparameters: [trust]\ncorrelated: [{factors: [trust_gain, trust_loss_ratio], correlation: 0.5}]",
            "cannot be correlated",
        ),
        ("method: pawn\nsize: 100\nfactors: {trust_gain: {group: a}}", "pawn has no groups of factors"),
        (
            "method: dgsm\nsize: 16\nfactors: {trust_gain: , history: {values: [free, replay]}}",
            "dgsm needs smooth factors",
        ),
        ("method: random\nsize: 8\nfactors: {seed: {range: [1, 10]}}", "write seed: {range: [1, 1000], integer: true}"),
        (
            "method: random\nsize: 8\nreplicates: 2\nfactors: {seed: {range: [1, 10], integer: true}}",
            "the seed is a factor",
        ),
        ("method: random\nsize: 8\nparameters: [trust]\nmonths: [1999-01]", "1999-01 lies outside the run"),
        ("method: random\nsize: 8\nparameters: [trust]\nseeds: [1, 1]", "must be different numbers"),
        ("method: random\nsize: 8\nparameters: [trust]\noverlays: [wages-paid]", "did you mean 'wages-paid-on-time'?"),
        (
            "method: random\nsize: 8\nparameters: [trust]\nsettings: {government.will: 7}",
            "settings.government.will: must be",
        ),
    ],
)
def test_bad_input_is_one_clear_problem(body: str, expected: str, tmp_path: Path) -> None:
    lines = problems(tmp_path, body + "\n")
    assert len(lines) == 1 and expected in lines[0], lines
    assert "mine.yaml:" in lines[0]


def test_ends_that_break_checks_across_files_are_refused(tmp_path: Path) -> None:
    body = "method: random\nsize: 8\nfactors: {programmes.integration.windows.0.quota: {range: [10, 90000], integer: true}}\n"
    assert "the cumulative quota falls" in problems(tmp_path, body)[0]


def test_an_unknown_outcome_names_the_nearest(tmp_path: Path) -> None:
    body = "method: random\nsize: 8\nparameters: [trust]\n"
    file = written(tmp_path, body)
    file.write_text(file.read_text(encoding="utf-8").replace("[integrated]", "[integrate]"), encoding="utf-8")
    with pytest.raises(ScenarioError, match=r"mine.yaml:4: outcomes.0: there is no outcome .*did you mean integrated"):
        load_experiment(file)


def test_a_missing_experiment_offers_the_nearest() -> None:
    with pytest.raises(UsageError, match="did you mean 'sobol-dozen'"):
        load_experiment("sobol-dozn")


def test_changes_of_the_command_line_are_checked_like_the_file(tmp_path: Path) -> None:
    body = "method: sobol\nsize: 8\nparameters: [trust]\n"
    assert load_experiment(written(tmp_path, body), {"size": 16}).experiment.size == 16
    assert problems(tmp_path, body, size=24)[0].startswith("--size 24: size: must be a power of two")
    assert problems(tmp_path, body, population_scale=2000)[0].startswith(
        "--scale 2000: population_scale: must be above 0"
    )
