"""Chance as a share of its own: how much of what varies between runs is the seed, and what an index shows by chance alone."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ploughshare.analysis.sensitivity.methods import Settings, contained
from ploughshare.analysis.sensitivity.study import Array, Study


@dataclass(frozen=True)
class Share:
    """A share between 0 and 1 with its bootstrap interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Noise:
    """What the seed does to the outcome.

    Attributes:
        within_points: share of the variance between single runs that is chance: runs of one point that differ by seed alone.
        left_in_means: share of the variance of the outcomes averaged over seeds that is still chance; this is what indices see.
        seed_alone: first-order share of the seed as a factor: luck that moves all points alike. None unless all points have the
            same seeds (common random numbers).
        seed_with_factors: share of the seed together with the factors: luck that differs from point to point. None likewise.
        points: number of points with two runs or more.
        replicates: runs at those points, on average.
    """

    within_points: Share
    left_in_means: Share
    seed_alone: Share | None
    seed_with_factors: Share | None
    points: int
    replicates: float


def noise_share(study: Study, settings: Settings | None = None) -> Noise | None:
    """Return the share of chance, from points run twice or more; None when no point was.

    Seeds of their own at each point: one-way analysis of variance, sigma2 = pooled variance within points; the variance between
    points is what is left of the variance of their means after sigma2 / seeds. The same seeds at every point: the seed is a factor
    crossed with the points, and two-way analysis of variance parts its own effect, which no index of averages sees, from the one it
    has with the factors. Intervals
    come from drawing points again; they do not say how other seeds would have fared, which two or three seeds cannot tell.
    """
    settings = settings or Settings()
    wide = study.by_replicate().dropna(thresh=2)
    if len(wide) < 2:
        return None
    values = wide.to_numpy(dtype=np.float64)
    crossed = study.common_seeds and bool(np.isfinite(values).all())
    generator = np.random.default_rng(settings.seed)
    draws = generator.integers(len(values), size=(settings.resamples, len(values)))
    found = _shares(values, crossed)
    resampled = np.array([_shares(values[rows], crossed) for rows in draws])
    tail = (1 - settings.level) / 2
    low, high = np.quantile(resampled, [tail, 1 - tail], axis=0)
    shares = [Share(*map(float, told)) for told in zip(found, low, high, strict=True)]
    replicates = float(np.isfinite(values).sum(axis=1).mean())
    alone, together = (shares[2], shares[3]) if crossed else (None, None)
    return Noise(shares[0], shares[1], alone, together, len(values), replicates)


def _shares(values: Array, crossed: bool) -> Array:
    """Return shares: within points, left in means, seed alone, seed with factors. `values` is points by seeds, NaN where none."""
    means: Array = np.nanmean(values, axis=1)
    alone, apart, left = _crossed(values, means) if crossed else _nested(values, means)
    of_means = float(means.var(ddof=1))
    total = alone + apart + max(of_means - left, 0.0)
    if total == 0:
        return np.full(4, np.nan)
    left_share = min(left / of_means, 1.0) if of_means > 0 else 1.0
    return np.array([(alone + apart) / total, left_share, alone / total, apart / total])


def _nested(values: Array, means: Array) -> tuple[float, float, float]:
    """Return variances when each point has seeds of its own: nothing common, all within points, and that of a mean."""
    count = np.isfinite(values).sum(axis=1)
    within = float(np.nansum((values - means[:, None]) ** 2) / (count - 1).sum())
    return 0.0, within, within * float((1 / count).mean())


def _crossed(values: Array, means: Array) -> tuple[float, float, float]:
    """Return variances when all points share their seeds: of the seed alone, of the seed with the factors, and that of a mean.

    The seed's own effect moves all points alike. It is luck between single runs, and it drops out of every difference of averages.
    """
    points, seeds = values.shape
    by_seed: Array = values.mean(axis=0)
    rest = values - means[:, None] - by_seed[None, :] + float(values.mean())
    apart = float((rest**2).sum()) / ((points - 1) * (seeds - 1))
    alone = float(by_seed.var(ddof=1)) - apart / float(points)
    return max(alone, 0.0), apart, apart / seeds


def chance_levels(study: Study, settings: Settings | None = None) -> dict[str, float]:
    """Return, for each factor, what the index it is ranked by shows by chance alone; nothing where that is not known.

    - Morris: a step changes the outcome by chance too. With several seeds the spread of each step's change over seeds gives its
      standard error s, and the mean size of a change that is chance alone is s * sqrt(2 / pi), over the step's length.
    - DGSM likewise: the mean square of slopes that are chance alone, scaled as the index is.
    - Sobol and FAST, total: the share of chance left in the averaged outcomes, which any factor may carry.
    - PAWN, delta and HDMR are never 0 in a finite sample: the 95 % quantile over shuffled copies of a factor or of the outcome.
    """
    settings = settings or Settings()
    if study.method == "morris":
        return _morris_chance(study)
    if study.method == "dgsm":
        return _dgsm_chance(study)
    if study.method in ("sobol", "fast"):
        noise = noise_share(study, settings)
        return {} if noise is None else dict.fromkeys(study.units, noise.left_in_means.value)
    if study.method in SHUFFLES:
        return _shuffled(study, settings)
    return {}


def _morris_chance(study: Study) -> dict[str, float]:
    """Return the mean absolute elementary effect that chance alone would give each factor or group."""
    from SALib.util import _compute_delta

    values = study.by_replicate().to_numpy(dtype=np.float64)
    seeds = values.shape[1]
    if seeds < 2:
        return {}
    shape = (-1, study.block)
    steps = np.diff(values.reshape(*shape, seeds), axis=1)
    error = steps.var(axis=2, ddof=1) / seeds
    moved = np.diff(study.design.reshape(*shape, study.design.shape[1]), axis=1) != 0
    names = np.array(study.problem.get("groups") or study.problem["names"])
    length = _compute_delta(study.num_levels)
    by_unit = {unit: error[moved[:, :, names == unit].any(axis=2)] for unit in study.units}
    return {unit: float(np.sqrt(2 / np.pi * found.mean()) / length) for unit, found in by_unit.items() if found.size}


def _dgsm_chance(study: Study) -> dict[str, float]:
    """Return the bound that chance alone would give each factor."""
    values = study.by_replicate().to_numpy(dtype=np.float64)
    seeds, size = values.shape[1], study.block
    if seeds < 2:
        return {}
    blocks, points = values.reshape(-1, size, seeds), study.design.reshape(-1, size, len(study.units))
    variance = float(blocks[:, 0, :].mean(axis=1).var())
    found = {}
    for number, unit in enumerate(study.units):
        error = (blocks[:, number + 1] - blocks[:, 0]).var(axis=1, ddof=1) / seeds
        step = points[:, number + 1, number] - points[:, 0, number]
        low, high = study.problem["bounds"][number]
        if variance > 0:
            found[unit] = float(np.mean(error / step**2)) * (high - low) ** 2 / (variance * np.pi**2)
    return found


SHUFFLES = {"pawn": 40, "delta": 10, "hdmr": 2}
"""how many shuffled copies (of a factor; for HDMR of the outcome) say what an index shows by chance; they take time"""


def _shuffled(study: Study, settings: Settings) -> dict[str, float]:
    """Return the 95 % quantile of the index where it can only be chance."""
    generator = np.random.default_rng(settings.seed)
    by_chance = _hdmr_by_chance if study.method == "hdmr" else _distances_by_chance
    level = float(np.quantile(by_chance(study, generator, settings), 0.95))
    return dict.fromkeys(study.units, level)


def _distances_by_chance(study: Study, generator: np.random.Generator, settings: Settings) -> Array:
    """Return PAWN's or delta's index of factors that are shuffled and so cannot have an effect."""
    outcome = study.mean_outcome()
    column = np.arange(len(outcome)) / len(outcome)
    copies = np.array([generator.permutation(column) for _ in range(SHUFFLES[study.method])]).T
    names = [f"copy{number}" for number in range(copies.shape[1])]
    problem = {"num_vars": len(names), "names": names, "bounds": [[0.0, 1.0]] * len(names)}
    with contained(settings.seed):
        if study.method == "pawn":
            from SALib.analyze import pawn

            return np.asarray(pawn.analyze(problem, copies, outcome)["median"], float)
        from SALib.analyze import delta

        found = delta.analyze(problem, copies, outcome, num_resamples=4, method="delta", seed=settings.seed)
        return np.asarray(found["delta_raw"], float)


def _hdmr_by_chance(study: Study, generator: np.random.Generator, settings: Settings) -> Array:
    """Return HDMR's total of every factor for shuffled outcomes, which no factor can explain."""
    from SALib.analyze import enhanced_hdmr

    outcome = study.mean_outcome()
    found = []
    with contained(settings.seed):
        for _ in range(SHUFFLES["hdmr"]):
            shuffled = generator.permutation(outcome)
            fitted = enhanced_hdmr.analyze(
                study.salib_problem(), study.design, shuffled, bootstrap=2, seed=settings.seed
            )
            found += list(fitted["ST"][: len(study.units)])
    return np.asarray(found, float)
