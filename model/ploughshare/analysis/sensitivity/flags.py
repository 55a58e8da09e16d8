"""What is wrong with a table of indices, in words: negative, unstable, too small a sample, sums that cannot be."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from ploughshare.analysis.sensitivity.convergence import SETTLED, last_change, order
from ploughshare.analysis.sensitivity.methods import METHODS
from ploughshare.analysis.sensitivity.noise import Noise
from ploughshare.analysis.sensitivity.study import WHOLE, Study

MOST_NOISE = 0.5
"""share of chance in the averaged outcomes from which a warning is due"""

FEW_FITTED = 0.8
"""share of the variance that a fitted surface should explain"""

FAR_ABOVE_ONE = 10.0
"""bound of a share from which the derivatives of DGSM are taken for chance"""

CLEARLY_OVER_ONE = 1.05
"""sum of first-order shares from which it is said to be over 1"""

FEW_BLOCKS = 20
"""trajectories, or rows of Sobol's matrices, below which resampling them gives intervals that are too narrow"""

LINKED_HALVES = 3.0
"""correlation of the outcomes of Sobol's two matrices, in standard errors of none, from which a warning is due"""

FEW_VALUES = 12
"""different values of an outcome below which it is called coarse"""

TOP = 3
"""how many first places of the ranking are watched"""


@dataclass(frozen=True)
class Flag:
    """One thing to know before believing an index.

    Attributes:
        kind: short name, the same in every language and version, for machines.
        factors: names it concerns, empty when it concerns the whole table.
        text: one sentence.
    """

    kind: str
    factors: tuple[str, ...]
    text: str


def flags(study: Study, table: pd.DataFrame, grown: pd.DataFrame, noise: Noise | None) -> list[Flag]:
    """Return everything that is wrong with a table of indices that has its column `chance`, worst first."""
    if table["value"].isna().all():
        return [Flag("constant", (), "The outcome is the same in every run: nothing can be said about any factor.")]
    found = [
        *_negative(table),
        *_wide(study, table),
        *_sums(study, table),
        *_totals_below_first(table),
        *_over_one(table),
        *_halves(study),
        *_growing(study, table, grown),
        *_few(study),
        *_size(study),
        *_coarse(study),
        *_chance(study, noise),
        *_of_method(study, table),
    ]
    return found


def _names(rows: pd.DataFrame) -> tuple[str, ...]:
    pairs = rows["factor"] + np.where(rows["partner"] != "", " with ", "") + rows["partner"]
    return tuple(dict.fromkeys(pairs))


def _listed(names: tuple[str, ...], most: int = 6) -> str:
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more


def _negative(table: pd.DataFrame) -> list[Flag]:
    """Shares of variance cannot be negative; estimates can."""
    shares = table[table["index"].isin(["S1", "ST", "S2"])]
    negative = shares[shares["value"] < 0]
    beyond = negative[negative["high"] < 0]
    single, pairs = beyond[beyond["partner"] == ""], beyond[beyond["partner"] != ""]
    within = _names(negative[~(negative["high"] < 0)])
    found = []
    if len(single):
        text = (
            f"Negative beyond its interval: {_listed(_names(single))}. A share of variance cannot be: the sample is too small "
            "for this outcome, or its distribution too skewed, and no index of this table should be trusted."
        )
        found.append(Flag("negative_beyond_interval", _names(single), text))
    if len(pairs):
        text = (
            f"Negative beyond their intervals: {len(pairs)} of {int((shares['partner'] != '').sum())} pairs ({_listed(_names(pairs))}). The "
            "intervals of pairs are too narrow at this size, and pairs that look positive deserve no more belief."
        )
        found.append(Flag("negative_pairs", _names(pairs), text))
    if within:
        text = (
            f"Negative estimates, within their intervals of zero: {_listed(within)}. Read them as no effect found, not as "
            "an effect in the other direction."
        )
        found.append(Flag("negative", within, text))
    return found


def _wide(study: Study, table: pd.DataFrame) -> list[Flag]:
    rows = table[(table["index"] == METHODS[study.method].ranked_by) & table["factor"].isin(study.units)]
    wide = rows[(rows["high"] - rows["low"]) > rows["value"].abs()]
    if not len(wide):
        return []
    names = _names(wide)
    text = f"The interval is wider than the index itself for {len(names)} of {len(rows)}: {_listed(names)}."
    return [Flag("wide_interval", names, text)]


def _sums(study: Study, table: pd.DataFrame) -> list[Flag]:
    first = table[table["index"] == "S1"]
    if first.empty:
        return []
    total = float(first["value"].sum())
    slack = float(np.sqrt((((first["high"] - first["low"]) / 2) ** 2).sum()))
    if total <= CLEARLY_OVER_ONE:
        return []
    how = "more than its uncertainty allows" if total - slack > 1 else "within its uncertainty"
    return [
        Flag("sum_over_one", (), f"First-order shares sum to {total:.2f}, over 1, {how}: the estimates are too large.")
    ]


def _totals_below_first(table: pd.DataFrame) -> list[Flag]:
    both = table[table["partner"] == ""].pivot_table(index="factor", columns="index", values=["value", "low", "high"])
    if ("value", "ST") not in both or ("value", "S1") not in both:
        return []
    below = both[both["high", "ST"] < both["low", "S1"]]
    if below.empty:
        return []
    names = tuple(str(name) for name in below.index)
    return [
        Flag(
            "total_below_first", names, f"The total is below the first-order share, which cannot be: {_listed(names)}."
        )
    ]


def _over_one(table: pd.DataFrame) -> list[Flag]:
    """Say which shares lie over 1 with their whole interval: the interval itself is then not to be trusted."""
    over = table[table["index"].isin(["S1", "ST"]) & (table["low"] > 1)]
    if over.empty:
        return []
    names = _names(over)
    text = f"Over 1 with the whole interval: {_listed(names)}. No share can be: read it as the largest, and trust neither its size nor its interval."
    return [Flag("share_over_one", names, text)]


def _halves(study: Study) -> list[Flag]:
    """Say when outcomes of Sobol's two matrices go together: indices rest on their being independent.

    Columns far apart in Sobol's sequence fill their plane badly while it is short, uncorrelated as they are: on a ring, or
    in corners. Drawing rows again cannot show it.
    """
    if study.method != "sobol" or len(study.design) < 3 * study.block:
        return []
    blocks = study.mean_outcome().reshape(-1, study.block)
    link = float(np.corrcoef(blocks[:, 0], blocks[:, -1])[0, 1])
    if not abs(link) * np.sqrt(len(blocks)) > LINKED_HALVES:
        return []
    text = (
        f"Outcomes of the two halves of Sobol's sample, which should be independent, have a correlation of {link:.2f}: at {len(blocks)} rows "
        f"the sequence fills some planes badly. Indices are too {'large' if link < 0 else 'small'}, and intervals do not show it; take twice the size."
    )
    return [Flag("linked_halves", (), text)]


def _growing(study: Study, table: pd.DataFrame, grown: pd.DataFrame) -> list[Flag]:
    if study.block == WHOLE:
        return [
            Flag(
                "no_convergence",
                (),
                f"Parts of a design of {METHODS[study.method].title} are no designs themselves, so that settling cannot be shown: run "
                "the experiment again with another size and compare.",
            )
        ]
    points = sorted(grown["points"].unique()) if len(grown) else []
    if len(points) < 2:
        return [Flag("no_convergence", (), "The sample is too small to show whether the indices have settled.")]
    told = _standing_out(study, table)
    before, after = (order(grown[(grown["points"] == size) & grown["factor"].isin(told)]) for size in points[-2:])
    found = []
    top = min(TOP, len(after))
    if before[:top] != after[:top]:
        text = (
            f"The first {top} places change between {points[-2]} and {points[-1]} points "
            f"({_listed(tuple(before[:top]))}; then {_listed(tuple(after[:top]))}): the ranking has not settled."
        )
        found.append(Flag("ranking_changes", tuple(dict.fromkeys(before[:top] + after[:top])), text))
    change = last_change(grown)
    if change is not None and change > SETTLED:
        text = (
            f"Between {points[-2]} and {points[-1]} points an index moved by {change:.0%} of the largest: a larger "
            "sample would still change the numbers."
        )
        found.append(Flag("not_settled", (), text))
    return found


def _standing_out(study: Study, table: pd.DataFrame) -> set[str]:
    """Return the factors whose interval lies above what chance shows: the order of the others means nothing."""
    rows = table[(table["index"] == METHODS[study.method].ranked_by) & (table["partner"] == "")]
    return set(rows.loc[rows["low"] > rows["chance"].fillna(0.0), "factor"])


def _few(study: Study) -> list[Flag]:
    """Say when intervals rest on few blocks, and how many of many factors stand out by luck."""
    found = []
    blocks = len(study.design) // study.block if study.block > 1 else FEW_BLOCKS
    if blocks < FEW_BLOCKS:
        text = f"Intervals come from drawing {blocks} blocks again, which is few: they are too narrow, and ranks are provisional."
        found.append(Flag("few_blocks", (), text))
    by_luck = round(0.025 * len(study.units))
    if by_luck >= 1:
        text = f"Of {len(study.units)} factors without any effect, about {by_luck} would stand out by luck with intervals of 95 %."
        found.append(Flag("many_factors", (), text))
    return found


def _size(study: Study) -> list[Flag]:
    blocks = len(study.design) // study.block if study.block else 0
    if study.method == "sobol" and blocks & (blocks - 1):
        text = f"{blocks} rows are not a power of two (the sweep is unfinished or runs failed): Sobol's sequence loses its balance."
        return [Flag("not_power_of_two", (), text)]
    return []


def _coarse(study: Study) -> list[Flag]:
    values = int(study.outcomes["value"].nunique())
    if values >= FEW_VALUES:
        return []
    text = (
        f"The outcome takes only {values} different values in these runs: few persons are simulated for many, and small effects are "
        "rounded away. A larger --scale would show them."
    )
    return [Flag("coarse", (), text)]


def _chance(study: Study, noise: Noise | None) -> list[Flag]:
    if noise is None and study.seed_factor:
        return []
    if noise is None:
        text = (
            "One run a point: how much of the outcome is chance is not known, and what looks like an effect may be the "
            "luck of these seeds. Run at least two replicates."
        )
        return [Flag("noise_unknown", (), text)]
    left = noise.left_in_means
    if left.value < MOST_NOISE:
        return []
    text = (
        f"Of the variance between points, {left.value:.0%} ({left.low:.0%} to {left.high:.0%}) is still chance after averaging over "
        f"{study.replicates} runs: indices of this outcome are mostly luck. More replicates are needed before more points."
    )
    return [Flag("mostly_noise", (), text)]


def _of_method(study: Study, table: pd.DataFrame) -> list[Flag]:
    if study.method == "fast":
        text = "SALib says that its intervals of FAST are indicative only; they can be far too narrow or too wide."
        return [Flag("indicative_intervals", (), text)]
    if study.method == "hdmr":
        fitted = float(table.loc[table["index"].isin(["S1", "S2"]), "value"].sum())
        if fitted < FEW_FITTED:
            text = f"The fitted surface explains {fitted:.0%} of the variance: factors with steps or waves are understated."
            return [Flag("poor_fit", (), text)]
    if study.method == "dgsm":
        text = "DGSM only bounds the total share from above: a small value clears a factor, a large one does not convict it."
        largest = float(table["value"].max())
        if largest > FAR_ABOVE_ONE:
            text += f" The largest bound is {largest:,.0f}: its short steps measured chance, not slopes."
        return [Flag("upper_bound", (), text)]
    if study.method == "fractional_factorial":
        text = "Two levels a factor: what happens between them is not seen, and pairs of factors share their estimates (aliases)."
        return [Flag("aliases", (), text)]
    return []
