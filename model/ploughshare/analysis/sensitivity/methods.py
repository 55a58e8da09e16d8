"""The methods: which function of SALib computes the indices, what they mean, and by which one factors are ranked.

Every function returns rows `factor, partner, index, value, low, high`: one index with its 95 % bootstrap interval. Values are
SALib's own, unchanged. Intervals are SALib's own where it gives them; the exceptions are said where they are made.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
import pandas as pd

from ploughshare.analysis.sensitivity.study import Array, Study
from ploughshare.errors import UsageError

COLUMNS = ["factor", "partner", "index", "value", "low", "high"]
"""of a table of indices; `partner` is empty but for pairs of factors"""

Row = tuple[str, str, str, float, float, float]


@dataclass(frozen=True)
class Settings:
    """How intervals are made: number of resamples, confidence level, and the seed that makes them the same every time."""

    resamples: int = 200
    level: float = 0.95
    seed: int = 20_240_331

    def __post_init__(self) -> None:
        """Refuse a seed of 0, which SALib takes for none."""
        if self.seed < 1:
            raise UsageError(f"the seed of the resampling must be 1 or more, not {self.seed}")


@dataclass(frozen=True)
class Method:
    """One method of SALib.

    Attributes:
        title: what people call it.
        compute: returns the rows of indices of a study with a varying outcome.
        ranked_by: the index by which factors are ranked.
        meaning: of that index, in words that follow "the index is".
        fewest_points: the smallest design the method works on, in points.
        shares: whether the index is a share of the variance of the outcome.
    """

    title: str
    compute: Callable[[Study, Array, Settings], list[Row]]
    ranked_by: str
    meaning: str
    fewest_points: int = 2
    shares: bool = False


@contextmanager
def contained(seed: int) -> Iterator[None]:
    """Seed NumPy's global generator for SALib, and put back what SALib changes: the generator and how warnings are shown.

    In SALib 1.6.0 FAST, PAWN, delta, DGSM and HDMR draw from the global generator, and delta replaces the format and filters of
    warnings. What their warnings say is checked here and in `flags` instead. Linear algebra stays on one thread meanwhile: delta
    and HDMR solve thousands of tiny systems, and threads that wake for each cost ten times the work on a busy machine.
    """
    import scipy.linalg  # noqa: F401 - its copy of BLAS must be there to be limited
    from threadpoolctl import threadpool_limits

    state, formatter = np.random.get_state(), warnings.formatwarning  # noqa: NPY002 - SALib uses it
    try:
        with warnings.catch_warnings(record=True), threadpool_limits(limits=1, user_api="blas"):
            np.random.seed(seed)  # noqa: NPY002 - SALib uses it
            yield
    finally:
        np.random.set_state(state)  # noqa: NPY002 - SALib uses it
        warnings.formatwarning = formatter


def compute_indices(study: Study, settings: Settings | None = None) -> pd.DataFrame:
    """Return the indices of a study whose every point has an outcome, with their intervals.

    An outcome that is the same at every point has no indices: their values are NaN.

    Raises:
        UsageError: the method is unknown, or the design has fewer points than it needs.
    """
    settings = settings or Settings()
    method = METHODS.get(study.method)
    if method is None:
        raise UsageError(f"there is no method {study.method!r}", hint=f"methods: {', '.join(METHODS)}")
    if len(study.design) < method.fewest_points:
        raise UsageError(f"{method.title} needs at least {method.fewest_points} points, not {len(study.design)}")
    if 1 < study.block == len(study.design):
        raise UsageError(f"{method.title} needs at least two blocks of {study.block} points, and one is complete")
    outcome = study.mean_outcome()
    if np.ptp(outcome) == 0:
        rows: list[Row] = [(name, "", method.ranked_by, np.nan, np.nan, np.nan) for name in study.units]
    else:
        with contained(settings.seed):
            rows = method.compute(study, outcome, settings)
    return pd.DataFrame(rows, columns=COLUMNS)


def _rows(
    names: Sequence[str], index: str, values: Sequence[float] | Array, halves: Sequence[float] | Array
) -> list[Row]:
    """Return rows with intervals of the given half widths."""
    told = zip(names, np.asarray(values, float), np.asarray(halves, float), strict=True)
    return [(name, "", index, float(value), float(value - half), float(value + half)) for name, value, half in told]


def _bare(names: Sequence[str], index: str, values: Sequence[float] | Array) -> list[Row]:
    """Return rows of an index that SALib gives no interval for and that no one is ranked by."""
    return [(name, "", index, float(value), np.nan, np.nan) for name, value in zip(names, values, strict=True)]


def _sobol(study: Study, outcome: Array, settings: Settings) -> list[Row]:
    from SALib.analyze import sobol

    found = sobol.analyze(
        study.salib_problem(),
        outcome,
        calc_second_order=study.second_order,
        num_resamples=settings.resamples,
        conf_level=settings.level,
        seed=settings.seed,
    )
    rows = [row for index in ("S1", "ST") for row in _rows(study.units, index, found[index], found[f"{index}_conf"])]
    if study.second_order:
        for first, name in enumerate(study.units):
            for second in range(first + 1, len(study.units)):
                value, half = float(found["S2"][first, second]), float(found["S2_conf"][first, second])
                rows.append((name, study.units[second], "S2", value, value - half, value + half))
    return rows


def _morris(study: Study, outcome: Array, settings: Settings) -> list[Row]:
    from SALib.analyze import morris

    found = morris.analyze(
        study.salib_problem(),
        study.design,
        outcome,
        num_resamples=settings.resamples,
        conf_level=settings.level,
        num_levels=study.num_levels,
        seed=settings.seed,
    )
    rows = _rows(found["names"], "mu_star", found["mu_star"], found["mu_star_conf"])
    return rows + [row for index in ("mu", "sigma") for row in _bare(found["names"], index, found[index])]


def _fast(study: Study, outcome: Array, settings: Settings) -> list[Row]:
    """FAST. SALib calls its own intervals indicative (half the search curve, another frequency): `flags` says so."""
    from SALib.analyze import fast

    found = fast.analyze(
        study.salib_problem(),
        outcome,
        num_resamples=settings.resamples,
        conf_level=settings.level,
        seed=settings.seed,
    )
    return [row for index in ("S1", "ST") for row in _rows(study.units, index, found[index], found[f"{index}_conf"])]


def _rbd_fast(study: Study, outcome: Array, settings: Settings) -> list[Row]:
    from SALib.analyze import rbd_fast

    found = rbd_fast.analyze(
        study.salib_problem(),
        study.design,
        outcome,
        num_resamples=settings.resamples,
        conf_level=settings.level,
        seed=settings.seed,
    )
    return _rows(study.units, "S1", found["S1"], found["S1_conf"])


def _pawn(study: Study, outcome: Array, settings: Settings) -> list[Row]:
    """PAWN. SALib gives no interval: points are drawn again with replacement, and the half width is z times the spread, as SALib
    does for its other methods. (Quantiles of the resamples would not do: a point drawn twice makes every distance larger.)"""
    from SALib.analyze import pawn
    from scipy.stats import norm

    found = pawn.analyze(study.salib_problem(), study.design, outcome)
    generator = np.random.default_rng(settings.seed)
    redone = np.empty((settings.resamples, len(study.units)))
    for number in range(settings.resamples):
        points = generator.integers(len(outcome), size=len(outcome))
        redone[number] = pawn_medians(study.design[points], outcome[points])
    halves = norm.ppf(0.5 + settings.level / 2) * redone.std(axis=0, ddof=1)
    rows = _rows(study.units, "median", found["median"], halves)
    return rows + [row for index in ("mean", "maximum") for row in _bare(study.units, index, found[index])]


PAWN_SLICES = 10
"""slices of a factor's range, SALib's default"""


def pawn_medians(design: Array, outcome: Array) -> Array:
    """Return PAWN's median index of every factor, shape (factors,): SALib's numbers, without the p-values it throws away.

    For resampling only; the index itself is SALib's. Kolmogorov-Smirnov's distance of a slice from the whole is the largest difference
    of their distribution functions, taken at the last of equal outcomes.
    """
    order = np.argsort(outcome, kind="stable")
    ordered = outcome[order]
    last = np.searchsorted(ordered, ordered, side="right") - 1
    whole = (last + 1) / len(outcome)
    medians = np.empty(design.shape[1])
    for number, column in enumerate(design.T):
        edges = np.nanquantile(column, np.arange(0, 1 + 1 / PAWN_SLICES, 1 / PAWN_SLICES))
        distances = np.full(PAWN_SLICES, np.nan)
        for piece in range(PAWN_SLICES):
            inside = np.cumsum(((column >= edges[piece]) & (column < edges[piece + 1]))[order])
            if inside[-1]:
                distances[piece] = np.abs(inside[last] / inside[-1] - whole).max()
        medians[number] = np.nanmedian(distances)
    return medians


def _delta(study: Study, outcome: Array, settings: Settings) -> list[Row]:
    """Delta of Borgonovo: SALib's `delta_raw`, which keeps the distribution of the design, and the first-order share.

    `delta_balanced` spreads points evenly over the range of a factor, which would undo a prior that is not uniform; it is given too.
    """
    from SALib.analyze import delta

    found = delta.analyze(
        study.salib_problem(),
        study.design,
        outcome,
        num_resamples=settings.resamples // 4,
        conf_level=settings.level,
        seed=settings.seed,
    )
    if not np.isfinite(found["delta_raw"]).all():
        raise UsageError(f"SALib cannot compute delta from these points: {'; '.join(filter(None, found['notes']))}")
    names = ("delta_raw", "S1", "delta_balanced")
    return [row for index in names for row in _rows(study.units, index, found[index], found[f"{index}_conf"])]


def _dgsm(study: Study, outcome: Array, settings: Settings) -> list[Row]:
    """Derivative-based measure. SALib's `dgsm_conf` is the half width of the mean square derivative `vi`, not of `dgsm`
    (`calc_dgsm` in 1.6.0 returns it before scaling): it is scaled here by dgsm / vi, the same constant for all resamples."""
    from SALib.analyze import dgsm

    found = dgsm.analyze(
        study.salib_problem(),
        study.design,
        outcome,
        num_resamples=settings.resamples,
        conf_level=settings.level,
        seed=settings.seed,
    )
    square = np.asarray(found["vi"], float)
    scale = np.divide(found["dgsm"], square, out=np.zeros_like(square), where=square > 0)
    return _rows(study.units, "dgsm", found["dgsm"], found["dgsm_conf"] * scale)


def _hdmr(study: Study, outcome: Array, settings: Settings) -> list[Row]:
    """HDMR by SALib's `enhanced_hdmr`: its older `hdmr` is to be retired and ignores its seed."""
    from SALib.analyze import enhanced_hdmr

    found = enhanced_hdmr.analyze(
        study.salib_problem(), study.design, outcome, bootstrap=20, alpha=settings.level, seed=settings.seed
    )
    count = len(study.units)
    rows = _rows(study.units, "ST", found["ST"][:count], found["ST_conf"][:count])
    rows += _rows(study.units, "S1", found["S"][:count], found["S_conf"][:count])
    for term, value, half in zip(found["Term"][count:], found["S"][count:], found["S_conf"][count:], strict=True):
        name, partner = term.split("/")
        rows.append((name, partner, "S2", float(value), float(value - half), float(value + half)))
    return rows


def _fractional_factorial(study: Study, outcome: Array, settings: Settings) -> list[Row]:
    """Fractional factorial: half the change of the outcome from the low to the high level; dummies show what no factor shows.

    The design has as many contrasts as pairs of runs, so nothing is left over for an error: the interval is that of Lenth (1989,
    Technometrics 31:469-473), which takes the middle of the contrasts for noise. It needs four contrasts.
    """
    from SALib.analyze import ff

    found = ff.analyze(study.salib_problem(), study.design, outcome, second_order=True)
    effects = np.asarray(found["ME"], float)
    margin = _lenth_margin(effects, settings.level)
    rows = _rows(found["names"], "ME", effects, np.full(len(effects), margin))
    real = set(study.units)
    for (name, partner), value in zip(found["interaction_names"], found["IE"], strict=True):
        if {name, partner} <= real:
            rows.append((name, partner, "IE", float(value), np.nan, np.nan))
    return rows


def _lenth_margin(effects: Array, level: float) -> float:
    from scipy.stats import t

    if len(effects) < 4:
        return float("nan")
    sizes = np.abs(effects)
    rough = 1.5 * np.median(sizes)
    quiet = sizes[sizes < 2.5 * rough] if rough > 0 else sizes[sizes == 0]
    return float(t.ppf(0.5 + level / 2, len(effects) / 3) * 1.5 * np.median(quiet))


METHODS: dict[str, Method] = {
    "sobol": Method(
        "Sobol", _sobol, "ST", "the share of the variance that would be left if all others were known", 8, True
    ),
    "morris": Method(
        "Morris", _morris, "mu_star", "the mean size of the change when the factor moves across its range"
    ),
    "fast": Method("FAST", _fast, "ST", "the share of the variance in which the factor has a part", 65, True),
    "rbd_fast": Method("RBD-FAST", _rbd_fast, "S1", "the share of the variance due to the factor alone", 65, True),
    "pawn": Method(
        "PAWN", _pawn, "median", "the distance between the distributions with and without knowing the factor", 50
    ),
    "delta": Method("delta", _delta, "delta_raw", "the shift of the whole distribution when the factor is known", 100),
    "dgsm": Method(
        "DGSM", _dgsm, "dgsm", "an upper bound of the share of the variance in which the factor has a part", 4
    ),
    "hdmr": Method(
        "HDMR", _hdmr, "ST", "the share of the variance in which the factor has a part, by a fitted surface", 300, True
    ),
    "fractional_factorial": Method(
        "fractional factorial", _fractional_factorial, "ME", "half the change from the low to the high level"
    ),
}
"""Every method, by the name experiment files use."""
