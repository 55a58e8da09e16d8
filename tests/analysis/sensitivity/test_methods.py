"""Indices are SALib's own, known results come out, and they are the same every time."""

from __future__ import annotations

import copy
import warnings
from typing import Any

import numpy as np
import pandas as pd
import pytest
from SALib.analyze import delta, dgsm, enhanced_hdmr, fast, ff, morris, pawn, rbd_fast, sobol
from SALib.sample import fast_sampler, finite_diff, latin
from SALib.sample import ff as ff_sample
from SALib.sample import morris as morris_sample
from SALib.sample import sobol as sobol_sample
from SALib.test_functions import Ishigami, Sobol_G
from threadpoolctl import threadpool_limits

from ploughshare.analysis.sensitivity.methods import METHODS, Settings, compute_indices, pawn_medians
from ploughshare.analysis.sensitivity.study import Study
from ploughshare.errors import UsageError

SETTINGS = Settings(resamples=40, seed=7)
ISHIGAMI = {"S1": [0.3139, 0.4424, 0.0], "ST": [0.5576, 0.4424, 0.2437]}
"""analytic indices with a = 7, b = 0.1 (Ishigami and Homma 1990)"""


def problem(count: int = 3, low: float = 0.0, high: float = 1.0) -> dict[str, Any]:
    return {
        "num_vars": count,
        "names": [f"x{number}" for number in range(1, count + 1)],
        "bounds": [[low, high]] * count,
    }


def design(method: str, count: int = 3, size: int = 512) -> np.ndarray[Any, Any]:
    """Return a design in the unit cube, as experiments draw it."""
    match method:
        case "sobol":
            return sobol_sample.sample(problem(count), size, seed=1)
        case "morris":
            return morris_sample.sample(problem(count), 40, seed=1)
        case "fast":
            return fast_sampler.sample(problem(count), size + 1, seed=1)
        case "dgsm":
            return finite_diff.sample(problem(count), 64, seed=1)
        case "fractional_factorial":
            return ff_sample.sample(problem(count))[:, :count]
        case _:
            return latin.sample(problem(count), size, seed=1)


def ishigami(unit: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    return np.asarray(Ishigami.evaluate((2 * unit - 1) * np.pi))


def study(method: str, values: np.ndarray[Any, Any], rows: np.ndarray[Any, Any], **more: Any) -> Study:
    outcomes = pd.DataFrame({"point": range(len(rows)), "replicate": 1, "value": values})
    return Study(method, problem(rows.shape[1]), rows, outcomes, **more)


def of(table: pd.DataFrame, index: str) -> pd.DataFrame:
    return table[(table["index"] == index) & (table["partner"] == "")].reset_index(drop=True)


def direct(method: str, rows: np.ndarray[Any, Any], values: np.ndarray[Any, Any]) -> dict[str, Any]:
    """Return what SALib says when it is called on the same table, with the same seed."""
    given, seed = problem(rows.shape[1]), SETTINGS.seed
    options: dict[str, Any] = {"num_resamples": SETTINGS.resamples, "seed": seed}
    np.random.seed(seed)  # noqa: NPY002 - SALib uses it
    with warnings.catch_warnings(record=True), threadpool_limits(limits=1, user_api="blas"):
        calls = {
            "sobol": lambda: sobol.analyze(given, values, **options),
            "morris": lambda: morris.analyze(given, rows, values, **options),
            "fast": lambda: fast.analyze(given, values, **options),
            "rbd_fast": lambda: rbd_fast.analyze(given, rows, values, **options),
            "pawn": lambda: pawn.analyze(given, rows, values),
            "delta": lambda: delta.analyze(given, rows, values, num_resamples=10, seed=seed),
            "dgsm": lambda: dgsm.analyze(given, rows, values, **options),
            "hdmr": lambda: enhanced_hdmr.analyze(given, rows, values, seed=seed),
            "fractional_factorial": lambda: ff.analyze(given, rows, values, second_order=True),
        }
        return dict(calls[method]())


@pytest.mark.parametrize("method", list(METHODS))
def test_indices_equal_those_of_salib_called_on_the_same_table(method: str) -> None:
    rows = design(method, size={"sobol": 512, "hdmr": 300}.get(method, 200))
    values = ishigami(rows)
    table = compute_indices(study(method, values, rows), SETTINGS)
    found = direct(method, rows, values)
    names = {"hdmr": {"S1": "S"}}.get(method, {})
    compared = [index for index in dict.fromkeys(table["index"]) if index not in ("S2", "IE")]
    assert METHODS[method].ranked_by in compared
    for index in compared:
        ours = of(table, index)
        theirs = np.asarray(found[names.get(index, index)], float)
        np.testing.assert_array_equal(ours["value"], theirs[: len(ours)], err_msg=f"{method} {index}")
        conf = f"{names.get(index, index)}_conf"
        if conf in found and method != "dgsm":
            half = np.asarray(found[conf], float)[: len(ours)]
            np.testing.assert_allclose(ours["high"] - ours["value"], half, rtol=1e-9, atol=1e-12)


def test_pairs_equal_those_of_salib() -> None:
    rows = design("sobol")
    table = compute_indices(study("sobol", ishigami(rows), rows), SETTINGS)
    found = direct("sobol", rows, ishigami(rows))
    pairs = table[table["index"] == "S2"]
    assert list(zip(pairs["factor"], pairs["partner"], strict=True)) == [("x1", "x2"), ("x1", "x3"), ("x2", "x3")]
    np.testing.assert_array_equal(pairs["value"], found["S2"][np.triu_indices(3, 1)])
    np.testing.assert_allclose(pairs["high"] - pairs["value"], found["S2_conf"][np.triu_indices(3, 1)])


def test_the_interval_of_dgsm_is_that_of_the_index_and_not_of_the_mean_square_slope() -> None:
    rows = design("dgsm")
    values = 1000 * ishigami(rows)  # SALib's own half width would grow a millionfold; the index has no unit
    small = of(compute_indices(study("dgsm", values / 1000, rows), SETTINGS), "dgsm")
    large = of(compute_indices(study("dgsm", values, rows), SETTINGS), "dgsm")
    np.testing.assert_allclose(small["high"], large["high"])
    assert (direct("dgsm", rows, values)["dgsm_conf"] > 1e5 * (large["high"] - large["value"])).all()


@pytest.mark.parametrize("method", ["sobol", "rbd_fast"])
def test_ishigami_comes_out_within_its_intervals(method: str) -> None:
    rows = design(method, size=1024)
    table = compute_indices(study(method, ishigami(rows), rows), Settings(resamples=100))
    for index, truth in ISHIGAMI.items():
        found = of(table, index)
        assert len(found) in (0, 3)
        if len(found):
            assert ((found["low"] <= truth) & (np.array(truth) <= found["high"])).all(), found
    assert len(of(table, "S1")) == 3


def test_fast_comes_close_to_ishigami_though_its_intervals_are_not_to_be_trusted() -> None:
    rows = design("fast", size=1024)
    table = compute_indices(study("fast", ishigami(rows), rows), SETTINGS)
    for index, truth in ISHIGAMI.items():
        np.testing.assert_allclose(of(table, index)["value"], truth, atol=0.06)


def test_the_g_function_comes_out_within_its_intervals() -> None:
    rows = design("sobol", count=8, size=1024)
    a = np.array([0, 1, 4.5, 9, 99, 99, 99, 99])
    values = Sobol_G.evaluate(rows, a=a)
    table = compute_indices(study("sobol", values, rows), Settings(resamples=100))
    for index, truth in (("S1", Sobol_G.sensitivity_index(a)), ("ST", Sobol_G.total_sensitivity_index(a))):
        found = of(table, index)
        inside = (found["low"] <= truth) & (truth <= found["high"])
        assert inside.sum() >= 7, (index, found, truth)  # one of eight 95 % intervals may miss
        assert list(found["value"].argsort()[::-1][:2]) == [0, 1]


def test_a_smooth_sum_comes_out_of_hdmr_and_dgsm_bounds_it() -> None:
    rows = design("hdmr", size=300)
    values = 3 * rows[:, 0] + 2 * rows[:, 1] ** 2
    table = compute_indices(study("hdmr", values, rows), SETTINGS)
    truth = np.array([9 / 12, 4 * 4 / 45, 0])
    np.testing.assert_allclose(of(table, "ST")["value"], truth / truth.sum(), atol=0.03)
    steps = design("dgsm")
    bound = of(compute_indices(study("dgsm", 3 * steps[:, 0] + 2 * steps[:, 1] ** 2, steps), SETTINGS), "dgsm")
    assert (bound["high"] >= truth / truth.sum()).all()


@pytest.mark.parametrize("method", ["pawn", "delta"])
def test_distances_between_distributions_find_the_factor_that_matters(method: str) -> None:
    rows = design(method, size=160)
    values = np.exp(3 * rows[:, 1]) + 0.01 * rows[:, 0]
    table = of(compute_indices(study(method, values, rows), SETTINGS), METHODS[method].ranked_by)
    assert table.loc[1, "low"] > table.loc[[0, 2], "high"].max()


def test_the_quick_pawn_of_the_resamples_is_salibs() -> None:
    generator = np.random.default_rng(3)
    rows = generator.random((211, 3))
    values = np.round(5 * rows[:, 1] + generator.normal(size=len(rows)), 1)  # with ties
    again = generator.integers(len(rows), size=len(rows))
    for points in (np.arange(len(rows)), again):
        expected = pawn.analyze(problem(), rows[points], values[points])["median"]
        np.testing.assert_allclose(pawn_medians(rows[points], values[points]), expected, rtol=0, atol=1e-14)


def test_a_fractional_factorial_finds_main_effects_and_its_dummies_show_nothing() -> None:
    rows = design("fractional_factorial", count=5)
    values = 4 * rows[:, 0] - 2 * rows[:, 3] + 0.01 * np.random.default_rng(1).normal(size=len(rows))
    table = of(compute_indices(study("fractional_factorial", values, rows), SETTINGS), "ME")
    np.testing.assert_allclose(table["value"][:5], [2, 0, 0, -1, 0], atol=0.01)
    assert list(table["factor"][5:]) == ["dummy_0", "dummy_1", "dummy_2"]
    clear = (table["low"] > 0) | (table["high"] < 0)
    assert list(table["factor"][clear]) == ["x1", "x4"]


def test_groups_have_one_index_each() -> None:
    grouped = {**problem(), "groups": ["one", "two", "one"]}
    rows = sobol_sample.sample(grouped, 256, seed=1)
    outcomes = pd.DataFrame({"point": range(len(rows)), "replicate": 1, "value": ishigami(rows)})
    table = compute_indices(Study("sobol", grouped, rows, outcomes), SETTINGS)
    total = of(table, "ST").set_index("factor")
    assert list(total.index) == ["one", "two"]
    assert total.loc["one", "low"] <= 1 - ISHIGAMI["S1"][1] <= total.loc["one", "high"]


@pytest.mark.parametrize("method", ["sobol", "fast", "pawn", "delta", "morris"])
def test_the_same_table_gives_the_same_bytes_whatever_was_drawn_before(method: str) -> None:
    rows = design(method, size=128)
    one = study(method, ishigami(rows), rows)
    first = compute_indices(one, SETTINGS)
    np.random.default_rng(5).random(3)
    np.random.seed(99)  # noqa: NPY002 - SALib uses it
    assert compute_indices(one, SETTINGS).to_csv().encode() == first.to_csv().encode()


def test_nothing_global_is_left_changed() -> None:
    rows = design("delta", size=110)
    one = study("delta", ishigami(rows), rows)
    before, formatter, filters = copy.deepcopy(one.problem), warnings.formatwarning, list(warnings.filters)
    np.random.seed(3)  # noqa: NPY002 - SALib uses it
    expected = np.random.random(4)  # noqa: NPY002
    np.random.seed(3)  # noqa: NPY002
    compute_indices(one, SETTINGS)
    assert (np.random.random(4) == expected).all()  # noqa: NPY002
    assert warnings.formatwarning is formatter and list(warnings.filters) == filters
    factorial = design("fractional_factorial")
    one = study("fractional_factorial", ishigami(factorial), factorial)
    compute_indices(one, SETTINGS)
    assert one.problem == before  # SALib's `ff` adds its dummies to the names it is given


def test_an_outcome_that_does_not_vary_has_no_indices() -> None:
    rows = design("sobol", size=16)
    table = compute_indices(study("sobol", np.full(len(rows), 5.0), rows), SETTINGS)
    assert list(table["factor"]) == ["x1", "x2", "x3"] and table["value"].isna().all()


def test_bad_use_is_refused() -> None:
    rows = design("hdmr", size=20)
    with pytest.raises(UsageError, match="HDMR needs at least 300 points, not 20"):
        compute_indices(study("hdmr", ishigami(rows), rows))
    one = design("morris")[:4]
    with pytest.raises(UsageError, match="Morris needs at least two blocks of 4 points"):
        compute_indices(study("morris", ishigami(one), one))
    with pytest.raises(UsageError, match="there is no method 'sobel'"):
        compute_indices(study("sobel", ishigami(rows), rows))
    with pytest.raises(UsageError, match="has no column replicate"):
        Study("sobol", problem(), rows, pd.DataFrame({"point": [0], "value": [1.0]}))
    with pytest.raises(UsageError, match="but there are 4 factors"):
        Study("sobol", problem(4), rows, pd.DataFrame({"point": [0], "replicate": [1], "value": [1.0]}))
    with pytest.raises(UsageError, match="must be 1 or more"):
        Settings(seed=0)
