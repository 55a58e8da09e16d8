"""Holes in a design, chance as a share, growing samples, warnings and sentences."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from SALib.sample import fast_sampler, latin
from SALib.sample import morris as morris_sample
from SALib.sample import sobol as sobol_sample

from ploughshare.analysis.sensitivity.convergence import convergence, sizes
from ploughshare.analysis.sensitivity.flags import flags
from ploughshare.analysis.sensitivity.methods import Settings, compute_indices
from ploughshare.analysis.sensitivity.noise import chance_levels, noise_share
from ploughshare.analysis.sensitivity.report import Sensitivity, analyse
from ploughshare.analysis.sensitivity.study import Study, usable
from ploughshare.analysis.sensitivity.wording import Labels, findings, tied
from ploughshare.errors import UsageError

QUICK = Settings(resamples=40)
LABELS = Labels("persons integrated", "persons", {"x1": "weight of income"})
Rows = np.ndarray[Any, Any]


def problem(count: int = 3) -> dict[str, Any]:
    names = [f"x{number}" for number in range(1, count + 1)]
    return {"num_vars": count, "names": names, "bounds": [[0.0, 1.0]] * count}


def sobol_rows(size: int = 256, count: int = 3) -> Rows:
    return np.asarray(sobol_sample.sample(problem(count), size, seed=1))


def made(method: str, rows: Rows, values: Rows, **more: Any) -> Study:
    """Return a study of values by point (and replicate, where there are two axes)."""
    wide = pd.DataFrame(np.atleast_2d(values.T).T)
    long = wide.stack().rename_axis(["point", "replicate"]).rename("value").reset_index()
    return Study(method, problem(rows.shape[1]), rows, long, **more)


def noisy(values: Rows, replicates: int, spread: float, seed: int = 1) -> Rows:
    generator = np.random.default_rng(seed)
    return values[:, None] + spread * generator.normal(size=(len(values), replicates))


def kinds(found: Sensitivity) -> set[str]:
    return {flag.kind for flag in found.flags}


# -- holes


def test_a_hole_takes_its_whole_block_and_nothing_else() -> None:
    rows = sobol_rows(16)
    values = rows[:, 0] + rows[:, 1]
    values[8 * 3 + 2] = np.nan
    kept = usable(made("sobol", rows, values))
    assert kept.left_out == 8 and len(kept.study.design) == 15 * 8
    expected = np.delete(rows, np.s_[24:32], axis=0)
    np.testing.assert_array_equal(kept.study.design, expected)
    np.testing.assert_array_equal(kept.study.mean_outcome(), np.delete(values, np.s_[24:32]))
    compute_indices(kept.study, QUICK)


def test_a_stopped_sweep_gives_the_indices_of_the_smaller_sweep() -> None:
    rows = sobol_rows(64)
    values = rows[:, 0] * rows[:, 1]
    whole = compute_indices(made("sobol", rows[: 32 * 8], values[: 32 * 8]), QUICK)
    stopped = made("sobol", rows, np.where(np.arange(len(rows)) < 32 * 8 + 5, values, np.nan))
    pd.testing.assert_frame_equal(compute_indices(usable(stopped).study, QUICK), whole)


def test_replicates_that_few_points_have_are_left_aside_for_the_sake_of_points() -> None:
    rows = sobol_rows(16)
    values = noisy(rows[:, 0], 3, 0.1)
    values[64:, 2] = np.nan  # the third replicate was begun only
    kept = usable(made("sobol", rows, values))
    assert kept.replicates == (0, 1) and kept.left_out == 0
    values[5, 1] = np.inf  # one block of sixteen is less than a tenth: two runs a point are worth it
    kept = usable(made("sobol", rows, values))
    assert kept.replicates == (0, 1) and kept.left_out == 8
    values[13, 1] = np.inf
    assert usable(made("sobol", rows, values)).replicates == (0,)


def test_a_design_that_is_one_whole_needs_all_its_points() -> None:
    rows = np.asarray(fast_sampler.sample(problem(), 65, seed=1))
    values = rows[:, 0].copy()
    assert usable(made("fast", rows, values)).left_out == 0
    values[10] = np.nan
    with pytest.raises(UsageError, match="fast needs every point of its design: 194 of 195"):
        usable(made("fast", rows, values))
    with pytest.raises(UsageError, match="no block of 8 points is complete: 3 of 16"):
        usable(made("sobol", sobol_rows(2), np.r_[1.0, 2.0, 3.0, [np.nan] * 13]))
    with pytest.raises(UsageError, match="0 of 16"):
        usable(Study("sobol", problem(), sobol_rows(2), pd.DataFrame({"point": [], "replicate": [], "value": []})))


# -- chance


@pytest.mark.parametrize(("spread", "share"), [(0.0, 0.0), (0.2887, 0.5), (0.5774, 0.8)])
def test_the_share_of_chance_is_the_one_put_in(spread: float, share: float) -> None:
    rows = sobol_rows(256)
    noise = noise_share(made("sobol", rows, noisy(rows[:, 0], 4, spread)), QUICK)
    assert noise is not None and noise.points == 2048 and noise.replicates == 4
    assert noise.within_points.low - 0.01 <= share <= noise.within_points.high + 0.01
    assert noise.left_in_means.value == pytest.approx(share / 4 / (share / 4 + 1 - share), abs=0.03)
    assert noise.seed_alone is not None and noise.seed_alone.value < 0.01


def test_luck_that_moves_all_points_alike_is_told_from_luck_that_differs() -> None:
    rows = sobol_rows(64)
    alike = rows[:, :1] + np.array([[-0.3, 0.0, 0.3]])
    noise = noise_share(made("sobol", rows, alike), QUICK)
    assert noise is not None and noise.seed_alone is not None and noise.seed_with_factors is not None
    assert noise.seed_alone.value == pytest.approx(noise.within_points.value, abs=0.01) and noise.seed_alone.value > 0.4
    assert noise.seed_with_factors.value < 0.01
    assert noise.left_in_means.value < 0.01  # it drops out of every difference that an index is made of
    apart = noise_share(made("sobol", rows, alike, common_seeds=False), QUICK)
    assert apart is not None and apart.seed_alone is None and apart.left_in_means.value > 0.1


def test_one_run_a_point_says_nothing_about_chance() -> None:
    rows = sobol_rows(16)
    found = analyse(made("sobol", rows, rows[:, 0]), "integrated", QUICK)
    assert found.noise is None and "noise_unknown" in kinds(found)
    assert any("How much is chance is not known" in text for text in findings(found, LABELS))


def test_what_chance_gives_an_elementary_effect_is_the_mean_effect_of_pure_noise() -> None:
    rows = np.asarray(morris_sample.sample(problem(), 400, seed=1))
    values = noisy(np.zeros(len(rows)), 2, 1.0)
    study = made("morris", rows, values)
    by_chance = chance_levels(study)
    table = compute_indices(study, QUICK)
    for name, level in by_chance.items():
        shown = table[(table["factor"] == name) & (table["index"] == "mu_star")]["value"].iloc[0]
        assert level == pytest.approx(shown, rel=0.1)


@pytest.mark.parametrize("method", ["sobol", "morris", "pawn", "rbd_fast"])
def test_pure_noise_is_said_to_be_noise_and_no_factor_is_told(method: str) -> None:
    draw = {"sobol": lambda: sobol_rows(128), "morris": lambda: morris_sample.sample(problem(), 100, seed=1)}
    rows = np.asarray(draw.get(method, lambda: latin.sample(problem(), 400, seed=1))())
    found = analyse(made(method, rows, noisy(np.zeros(len(rows)), 2, 1.0)), "integrated", QUICK)
    assert found.noise is not None and found.noise.within_points.high > 0.95
    assert found.noise.left_in_means.value > 0.85 and "mostly_noise" in kinds(found)
    assert found.ranking()["told"].sum() <= 1  # one of three may look like something, once in twenty
    assert any("Not identified" in text for text in findings(found, LABELS))
    assert any("mostly luck" in flag.text for flag in found.flags)


# -- growing samples


def test_parts_of_a_design_are_the_designs_of_smaller_samples() -> None:
    rows = sobol_rows(256)
    study = made("sobol", rows, rows[:, 0] + 0.2 * rows[:, 1])
    assert sizes(study) == [16, 32, 64, 128, 256]
    grown = convergence(study, QUICK)
    assert list(grown["points"].unique()) == [128, 256, 512, 1024, 2048]
    smaller = compute_indices(made("sobol", sobol_rows(64), study.mean_outcome()[:512]), QUICK)
    ours = grown[grown["points"] == 512]["value"].to_numpy()
    np.testing.assert_array_equal(ours, smaller[smaller["index"] == "ST"]["value"])
    widths = (grown["high"] - grown["low"]).groupby(grown["points"]).mean()
    assert widths.iloc[-1] < widths.iloc[0] / 2


def test_a_design_without_parts_says_so() -> None:
    rows = np.asarray(fast_sampler.sample(problem(), 65, seed=1))
    found = analyse(made("fast", rows, rows[:, 0]), "integrated", QUICK)
    assert found.growing.empty and {"no_convergence", "indicative_intervals"} <= kinds(found)


# -- warnings in words


def test_a_small_sample_of_a_skewed_outcome_is_called_unstable() -> None:
    rows = sobol_rows(8, count=4)
    found = analyse(made("sobol", rows, np.exp(12 * rows[:, 0] * rows[:, 1])), "deaths", QUICK)
    assert {"wide_interval", "not_settled"} <= kinds(found)
    assert any("The interval is wider than the index itself for" in flag.text for flag in found.flags)


def test_negative_shares_are_read_as_nothing_found() -> None:
    rows = sobol_rows(64)
    found = analyse(made("sobol", rows, rows[:, 0] + 0.0 * rows[:, 1]), "integrated", QUICK)
    negative = [flag for flag in found.flags if flag.kind.startswith("negative")]
    table = found.indices
    assert bool(negative) == bool(((table["value"] < 0) & table["index"].isin(["S1", "S2", "ST"])).any())
    assert negative and "Read them as no effect found" in negative[0].text


def test_first_order_shares_over_one_are_said() -> None:
    table_rows = latin.sample(problem(2), 100, seed=1)
    found = analyse(made("rbd_fast", np.asarray(table_rows), table_rows[:, 0] + 1e-3 * table_rows[:, 1]), "x", QUICK)
    first = found.indices[found.indices["index"] == "S1"]["value"].sum()
    assert ("sum_over_one" in kinds(found)) == (first > 1.05)


def test_halves_of_a_short_sequence_that_go_together_are_said() -> None:
    """At 64 rows the ninth factor lies on a ring with its twin in the other matrix: its shares come out far over 1."""
    told = {}
    for size in (64, 1024):
        rows = np.asarray(sobol_sample.sample(problem(10), size, calc_second_order=False, seed=1))
        told[size] = analyse(made("sobol", rows, np.abs(rows[:, 8] - 0.5), second_order=False), QUICK)
    short = next(flag for flag in told[64].flags if flag.kind == "linked_halves")
    assert "too large" in short.text and "correlation of -0." in short.text
    total = told[64].indices.set_index(["factor", "index"])["value"]["x9", "ST"]
    assert total > 1.2 and "linked_halves" not in kinds(told[1024])


def test_a_share_over_one_with_its_whole_interval_is_not_believed() -> None:
    rows = sobol_rows(16)
    study = made("sobol", rows, rows[:, 0])
    table = compute_indices(study, QUICK).assign(chance=np.nan)
    assert "share_over_one" not in {flag.kind for flag in flags(study, table, convergence(study, QUICK), None)}
    over = table.assign(low=table["low"].where(table["factor"] != "x1", 1.2))
    told = {flag.kind: flag for flag in flags(study, over, convergence(study, QUICK), None)}
    assert told["share_over_one"].factors == ("x1",)


def test_a_sample_that_is_no_power_of_two_is_said() -> None:
    rows = sobol_rows(32)
    values = rows[:, 0].copy()
    values[-1] = np.nan
    found = analyse(made("sobol", rows, values), "integrated", QUICK)
    assert found.left_out == 8 and "not_power_of_two" in kinds(found)
    assert any("8 points of the design are left out" in text for text in findings(found, LABELS))


def test_few_blocks_and_many_factors_are_said() -> None:
    few = sobol_rows(8)
    assert "few_blocks" in kinds(analyse(made("sobol", few, few[:, 0]), "integrated", QUICK))
    rows = sobol_rows(64)
    assert {"few_blocks", "many_factors"}.isdisjoint(
        kinds(analyse(made("sobol", rows, rows[:, 0]), "integrated", QUICK))
    )
    wide = np.asarray(morris_sample.sample(problem(80), 21, seed=1))
    found = analyse(made("morris", wide, wide[:, 0]), "integrated", QUICK)
    assert any("about 2 would stand out by luck" in flag.text for flag in found.flags)


def test_an_outcome_of_few_values_is_called_coarse() -> None:
    rows = sobol_rows(32)
    found = analyse(made("sobol", rows, np.round(4 * rows[:, 0])), "children", QUICK)
    assert "coarse" in kinds(found) and any("only 5 different values" in flag.text for flag in found.flags)
    assert "coarse" not in kinds(analyse(made("sobol", rows, rows[:, 0]), "children", QUICK))


def test_an_outcome_that_does_not_vary_is_one_sentence() -> None:
    rows = sobol_rows(16)
    found = analyse(made("sobol", rows, np.ones(len(rows))), "integrated", QUICK)
    assert findings(found, LABELS) == [
        "Persons integrated is the same in every run: nothing can be said about any factor."
    ]
    assert kinds(found) == {"constant"}


# -- sentences


def test_the_ranking_names_what_cannot_be_ranked() -> None:
    rows = sobol_rows(512, count=4)
    values = 10 * rows[:, 0] + 4 * rows[:, 1] + 4 * rows[:, 2]
    found = analyse(made("sobol", rows, noisy(values, 2, 0.05)), "integrated", QUICK)
    assert tied(found.ranking()[found.ranking()["told"]]) in ([["x1"], ["x2", "x3"]], [["x1"], ["x3", "x2"]])
    text = " ".join(findings(found, LABELS))
    assert (
        "Of 4 factors, 3 have an effect on persons integrated that stands out from chance (Sobol, 5,120 points, 2 runs each"
        in text
    )
    assert "weight of income (7" in text and "the order is: weight of income; then x" in text
    assert "not to be ranked among themselves" in text and "Not identified: x4." in text


def test_groups_are_called_groups_and_their_members_named() -> None:
    grouped = {**problem(), "groups": ["pay", "pay", "trust"]}
    rows = np.asarray(sobol_sample.sample(grouped, 64, seed=1))
    outcomes = pd.DataFrame({"point": range(len(rows)), "replicate": 0, "value": rows[:, 0]})
    text = " ".join(findings(analyse(Study("sobol", grouped, rows, outcomes), "integrated", QUICK), LABELS))
    assert "Of 2 groups of factors, 1 has" in text and "pay: weight of income, x2; trust: x3." in text


def test_indices_over_months_follow_the_outcome() -> None:
    rows = sobol_rows(128)
    study = made("sobol", rows, noisy(rows[:, 0], 2, 0.01))
    late = made("sobol", rows, noisy(rows[:, 1], 2, 0.01)).outcomes.assign(month="2020-01")
    by_month = pd.concat([study.outcomes.assign(month="2015-01"), late])
    found = analyse(study, "integrated", QUICK, by_month)
    total = found.months.pivot_table(index="month", columns="factor", values="value")
    assert total.loc["2015-01", "x1"] > 0.9 and total.loc["2020-01", "x2"] > 0.9 and total.loc["2020-01", "x1"] < 0.1
    assert list(found.noise_by_month["month"]) == ["2015-01", "2020-01"]


def test_the_seed_as_a_factor_is_the_share_of_chance() -> None:
    rows = sobol_rows(256)
    study = made("sobol", rows, rows[:, 0] + rows[:, 2], seed_factor="x3")
    found = analyse(study, "integrated", QUICK)
    assert "noise_unknown" not in kinds(found)
    told = [text for text in findings(found, LABELS) if text.startswith("The seed is a factor")]
    assert told and "ST 5" in told[0]
