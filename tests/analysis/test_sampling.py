"""Designs: their sizes, their blocks, and that those said to grow do so."""

from __future__ import annotations

import numpy as np
import pytest

from ploughshare.analysis.sampling import METHODS, block_size, column_names, count_points, draw_design, size_trouble
from ploughshare.scenario.base import Text
from ploughshare.scenario.experiments import Experiment

NAMES = list("abcde")
PROBLEM = {"num_vars": 5, "names": NAMES, "bounds": [[0.0, 1.0]] * 5}
SIZES = {"fast": 65, "hdmr": 512, "grid": 3, "fractional_factorial": None}


def experiment(method: str, size: int | None = 128, **more: object) -> Experiment:
    text = Text(en="a", fr="a")
    return Experiment(
        title=text,
        question=text,
        scenario="training",
        outcomes=["armed"],
        method=method,
        size=size,
        **more,  # type: ignore[arg-type]
    )


@pytest.mark.parametrize("method", sorted(METHODS))
def test_a_design_has_the_points_it_says_in_the_unit_cube_and_is_the_same_again(method: str) -> None:
    asked = experiment(method, SIZES.get(method, 128))
    design = draw_design(asked, PROBLEM)
    assert design.shape == (count_points(asked, 5), len(column_names(asked, NAMES)))
    assert design.min() >= 0 and design.max() <= 1
    assert np.array_equal(design, draw_design(asked, PROBLEM))
    assert size_trouble(method, asked.size) is None
    assert len(design) % block_size(asked, 5) == 0
    moved = [len(np.unique(design[:, column])) for column in range(5)]
    assert min(moved) >= 2


@pytest.mark.parametrize("method", sorted(name for name, method in METHODS.items() if method.grows))
def test_a_design_that_grows_keeps_its_old_points_in_front(method: str) -> None:
    size = SIZES.get(method, 128) or 128
    small, large = (draw_design(experiment(method, factor * size), PROBLEM) for factor in (1, 2))
    assert np.array_equal(large[: len(small)], small)
    assert len(large) == 2 * len(small)


def test_sobol_without_pairs_takes_fewer_points() -> None:
    assert count_points(experiment("sobol", 16), 5) == 16 * 12
    assert count_points(experiment("sobol", 16, second_order=False), 5) == 16 * 7
    assert len(draw_design(experiment("sobol", 16, second_order=False), PROBLEM)) == 16 * 7


def test_another_sample_seed_gives_another_sample() -> None:
    first, second = (draw_design(experiment("sobol", 16, sample_seed=seed), PROBLEM) for seed in (1, 2))
    assert not np.array_equal(first, second)
