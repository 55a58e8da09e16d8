"""Statistics of pairs against computations by hand and known answers."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from ploughshare.analysis.comparison.paired import paired_difference, pairing_gain, spread, unpaired_difference


def test_a_small_case_by_hand() -> None:
    baseline = np.array([10.0, 20.0, 30.0, 40.0])
    variant = np.array([12.0, 23.0, 31.0, 46.0])  # differences 2, 3, 1, 6
    found = paired_difference(baseline, variant)
    assert found.spread.mean == 3 and found.spread.quantiles[2] == 2.5
    deviation = math.sqrt(((2 - 3) ** 2 + 0 + (1 - 3) ** 2 + (6 - 3) ** 2) / 3)
    assert found.spread.mcse_mean == pytest.approx(deviation / 2)
    assert found.spread.half_width == pytest.approx(2.353363 * deviation / 2)  # Student's t, 3 degrees of freedom, 0.95
    assert found.spread.mean_low == pytest.approx(3 - found.spread.half_width)
    assert found.share_above == 1 and found.share_equal == 0 and found.direction == "more"
    assert found.gain == pytest.approx((np.var(baseline, ddof=1) + np.var(variant, ddof=1)) / deviation**2)


def test_directions_need_nine_of_ten() -> None:
    baseline = np.zeros(10)
    nine, eight = np.array([-1.0] * 9 + [1.0]), np.array([-1.0] * 8 + [1.0] * 2)
    assert paired_difference(baseline, nine).direction == "fewer"
    assert paired_difference(baseline, eight).direction == "unclear"
    assert paired_difference(baseline, baseline).direction == "same"
    assert paired_difference(np.array([np.nan]), np.array([1.0])).direction == "unclear"


def test_seeds_without_a_number_are_left_out_and_counted() -> None:
    found = paired_difference(np.array([1.0, np.nan, 3.0]), np.array([2.0, 5.0, np.nan]))
    assert (found.spread.seeds, found.spread.undefined, found.spread.mean) == (1, 2, 1.0)
    assert math.isnan(found.spread.mcse_mean) and math.isnan(found.spread.half_width)
    assert math.isnan(spread(np.array([np.nan])).mean)


def test_pairing_gains_when_runs_share_their_noise_and_nothing_when_they_do_not() -> None:
    random = np.random.default_rng(3)
    noise = random.normal(size=4000)
    assert pairing_gain(noise, noise + 1 + 0.5 * random.normal(size=4000)) == pytest.approx(2.25 / 0.25, rel=0.1)
    assert pairing_gain(noise, random.normal(size=4000)) == pytest.approx(1, rel=0.1)
    assert pairing_gain(noise, noise + 1) == pytest.approx(math.inf) or pairing_gain(noise, noise + 1) > 1e20
    assert math.isnan(pairing_gain(np.ones(5), np.ones(5)))


def test_unpaired_runs_are_compared_all_with_all() -> None:
    found = unpaired_difference(np.array([0.0, 10.0]), np.array([5.0, 20.0, np.nan]))
    assert found.spread.mean == pytest.approx(12.5 - 5) and found.spread.undefined == 1
    assert found.share_above == 3 / 4  # 5-0, 20-0, 20-10 against 5-10
    error = math.sqrt(50 / 2 + 112.5 / 2)
    assert found.spread.mcse_mean == pytest.approx(error)


def test_errors_shrink_with_seeds_and_bands_do_not() -> None:
    random = np.random.default_rng(1)
    few, many = (spread(random.normal(size=size)) for size in (50, 5000))
    assert many.mcse_mean == pytest.approx(1 / math.sqrt(5000), rel=0.1) and few.mcse_mean > 5 * many.mcse_mean
    assert many.mcse_quantiles[0] < few.mcse_quantiles[0] / 3
    assert many.quantiles[0] == pytest.approx(-1.645, abs=0.1)
    # standard error of the 5 % quantile of a normal: sqrt(p (1 - p) / n) / density
    assert many.mcse_quantiles[0] == pytest.approx(math.sqrt(0.05 * 0.95 / 5000) / 0.10314, rel=0.25)


def test_the_interval_of_the_mean_covers_it_nine_times_of_ten() -> None:
    random = np.random.default_rng(2)
    covered = [found.mean_low <= 0 <= found.mean_high for found in (spread(random.normal(size=8)) for _ in range(600))]
    assert np.mean(covered) == pytest.approx(0.9, abs=0.04)


@given(arrays(float, 12, elements=st.floats(-1e6, 1e6)), st.floats(-1e3, 1e3))
def test_swapping_baseline_and_variant_turns_the_sign(values: np.ndarray, shift: float) -> None:
    other = np.roll(values, 1) + shift
    one, back = paired_difference(values, other), paired_difference(other, values)
    assert one.spread.mean == pytest.approx(-back.spread.mean)
    assert one.spread.quantiles == pytest.approx(tuple(-value for value in reversed(back.spread.quantiles)))
    assert one.share_above + back.share_above + one.share_equal == pytest.approx(1)
    np.testing.assert_allclose(one.gain, back.gain)
