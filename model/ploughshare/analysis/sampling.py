"""Designs of sample points: SALib's samplers behind one call, the sizes each method allows, and which designs can grow.

Every design is drawn in the unit cube. A design is made of blocks (a Sobol block, a trajectory); designs that can grow put new
blocks after old ones, so that every prefix of whole blocks is a smaller design of the same kind.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ploughshare.scenario.experiments import Experiment

Floats = NDArray[np.float64]
SalibProblem = dict[str, Any]

MORRIS_LEVELS = 4
FINITE_DIFFERENCE = 0.05
"""step of DGSM as a share of the value in the unit cube: below about that, persons counted in whole numbers do not move"""
FEWEST = {"fast": 65, "rbd_fast": 65, "pawn": 100, "delta": 100, "hdmr": 300, "morris": 4, "sobol": 8, "dgsm": 16}
"""smallest size with which a method says anything: SALib's own limits, or ten points a slice"""


@dataclass(frozen=True)
class Method:
    """A method: how its design is drawn, how many points it takes, and what it can do."""

    name: str
    draw: Callable[[SalibProblem, int, bool, int], Floats]
    block: Callable[[int, bool], int]
    """points of one block, by number of factors (or groups) and whether pairs are wanted"""
    size_means: str
    grows: bool = True
    groups: bool = False
    continuous_only: bool = False


def _sobol(problem: SalibProblem, size: int, second_order: bool, seed: int) -> Floats:
    from SALib.sample import sobol

    return np.asarray(sobol.sample(problem, size, calc_second_order=second_order, seed=seed))


def _morris(problem: SalibProblem, size: int, second_order: bool, seed: int) -> Floats:
    from SALib.sample import morris

    return np.asarray(morris.sample(problem, size, num_levels=MORRIS_LEVELS, seed=seed))


def _fast(problem: SalibProblem, size: int, second_order: bool, seed: int) -> Floats:
    from SALib.sample import fast_sampler

    return np.asarray(fast_sampler.sample(problem, size, seed=seed))


def _finite_difference(problem: SalibProblem, size: int, second_order: bool, seed: int) -> Floats:
    from SALib.sample import finite_diff

    return np.asarray(finite_diff.sample(problem, size, delta=FINITE_DIFFERENCE, seed=seed))


def _fractional_factorial(problem: SalibProblem, size: int, second_order: bool, seed: int) -> Floats:
    from SALib.sample import ff

    return np.asarray(ff.sample({**problem, "bounds": list(problem["bounds"]), "names": list(problem["names"])}))


def _latin(problem: SalibProblem, size: int, second_order: bool, seed: int) -> Floats:
    from SALib.sample import latin

    return np.asarray(latin.sample(problem, size, seed=seed))


def _random(problem: SalibProblem, size: int, second_order: bool, seed: int) -> Floats:
    return np.random.default_rng(seed).random((size, problem["num_vars"]))


def _sobol_sequence(problem: SalibProblem, size: int, second_order: bool, seed: int) -> Floats:
    """Scrambled Sobol points; SALib's own sequence is not scrambled and begins with the corner 0."""
    from scipy.stats import qmc

    powers = max(1, (size - 1).bit_length())
    return np.asarray(qmc.Sobol(problem["num_vars"], rng=np.random.default_rng(seed)).random_base2(powers)[:size])


def _grid(problem: SalibProblem, size: int, second_order: bool, seed: int) -> Floats:
    """Every combination of `size` levels a factor, ends included."""
    axes = np.meshgrid(*[np.linspace(0, 1, size)] * problem["num_vars"], indexing="ij")
    return np.column_stack([axis.ravel() for axis in axes])


def _one(factors: int, second_order: bool) -> int:
    return 1


def _factors_and_one(factors: int, second_order: bool) -> int:
    return factors + 1


def _factors(factors: int, second_order: bool) -> int:
    return factors


def _saltelli(factors: int, second_order: bool) -> int:
    return 2 * factors + 2 if second_order else factors + 2


POINTS = "points"
_ROWS = (
    Method("sobol", _sobol, _saltelli, "base points, a power of two", groups=True),
    Method("morris", _morris, _factors_and_one, "trajectories", groups=True),
    Method("fast", _fast, _factors, "points a factor", grows=False),
    Method("rbd_fast", _sobol_sequence, _one, POINTS),
    Method("pawn", _sobol_sequence, _one, POINTS),
    Method("delta", _sobol_sequence, _one, POINTS),
    Method("dgsm", _finite_difference, _factors_and_one, "base points", continuous_only=True),
    Method("hdmr", _sobol_sequence, _one, POINTS),
    Method("fractional_factorial", _fractional_factorial, _one, "", grows=False),
    Method("latin", _latin, _one, POINTS, grows=False, groups=True),
    Method("random", _random, _one, POINTS),
    Method("sobol_sequence", _sobol_sequence, _one, POINTS),
    Method("grid", _grid, _one, "levels a factor", grows=False),
)
METHODS: dict[str, Method] = {method.name: method for method in _ROWS}
"""Every method by its name in experiment files."""


def count_points(experiment: Experiment, factors: int) -> int:
    """Return the number of sample points of an experiment with so many factors, or groups where there are any."""
    size = experiment.size or 0
    if experiment.method == "fractional_factorial":
        return 2 * _hadamard_order(factors)
    if experiment.method == "grid":
        return int(size**factors)
    return size * METHODS[experiment.method].block(factors, experiment.second_order)


def block_size(experiment: Experiment, factors: int) -> int:
    """Return how many consecutive points belong together; 1 where each stands alone or the design is one whole."""
    method = METHODS[experiment.method]
    return method.block(factors, experiment.second_order) if method.grows else 1


def draw_design(experiment: Experiment, problem: SalibProblem) -> Floats:
    """Return the design of an experiment in the unit cube, shape (points, factors).

    A fractional factorial has columns after the last factor: SALib's dummies, which act on nothing.
    """
    draw = METHODS[experiment.method].draw
    return draw(problem, experiment.size or 0, experiment.second_order, experiment.sample_seed)


def column_names(experiment: Experiment, names: list[str]) -> list[str]:
    """Return the names of a design's columns: the factors, then SALib's dummies in a fractional factorial."""
    if experiment.method != "fractional_factorial":
        return names
    return [*names, *(f"dummy_{number}" for number in range(_hadamard_order(len(names)) - len(names)))]


def size_trouble(method_name: str, size: int | None) -> tuple[str, str] | None:
    """Return what is wrong with a sample size and what to do, or None."""
    method = METHODS[method_name]
    if not method.size_means:
        message = f"{method_name} has no size: the number of factors decides"
        return None if size is None else (message, "leave `size` out")
    if size is None:
        return f"is missing: {method_name} needs the number of {method.size_means}", "add e.g. size: 128"
    if method_name == "sobol" and size & (size - 1):
        below = 1 << (size.bit_length() - 1)
        return f"must be a power of two for sobol, not {size}", f"take {below} or {2 * below}"
    fewest = FEWEST.get(method_name, 2)
    if size < fewest:
        return f"{size} is too few: {method_name} needs at least {fewest} {method.size_means}", f"take {fewest} or more"
    return None


def _hadamard_order(factors: int) -> int:
    """Return the order of the Hadamard matrix SALib takes: the smallest power of two not below the number of factors."""
    return 1 << max(0, factors - 1).bit_length()
