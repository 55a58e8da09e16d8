"""The whole answer for one outcome: indices, what chance shows, growing samples, noise, flags."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from ploughshare.analysis.sensitivity.convergence import convergence
from ploughshare.analysis.sensitivity.flags import Flag, flags
from ploughshare.analysis.sensitivity.methods import METHODS, Settings, compute_indices
from ploughshare.analysis.sensitivity.noise import Noise, chance_levels, noise_share
from ploughshare.analysis.sensitivity.study import Study, usable


@dataclass(frozen=True)
class Sensitivity:
    """What one outcome of one study shows.

    Attributes:
        outcome: its name.
        study: the points used: whole blocks with the same replicates.
        left_out: points of the design that could not be used.
        indices: columns of `methods.COLUMNS` and `chance`: what a factor without effect shows, NaN where not known.
        growing: the ranked index from growing parts of the design, see `convergence`.
        noise: the share of chance, None with one run a point.
        flags: what to know before believing an index.
        months: the ranked index by month, columns `month` and those of indices; empty unless measured over time.
        noise_by_month: columns `month`, `value`, `low`, `high`: share of chance between single runs; empty likewise.
    """

    outcome: str
    study: Study
    left_out: int
    indices: pd.DataFrame
    growing: pd.DataFrame
    noise: Noise | None
    flags: list[Flag]
    months: pd.DataFrame
    noise_by_month: pd.DataFrame

    @property
    def ranked_by(self) -> str:
        """The index by which factors are ranked."""
        return METHODS[self.study.method].ranked_by

    def ranking(self) -> pd.DataFrame:
        """Return the rows of the ranked index, largest first, with `told`: whether it stands out from chance."""
        rows = self.indices[(self.indices["index"] == self.ranked_by) & (self.indices["partner"] == "")]
        rows = rows[rows["factor"].isin(self.study.units)]
        sizes = rows["value"].abs()
        nearest = np.where(rows["value"] < 0, -rows["high"], rows["low"])
        ranked = rows.assign(told=nearest > rows["chance"].fillna(0.0), size=sizes)
        return (
            ranked.sort_values(["size", "factor"], ascending=[False, True]).drop(columns="size").reset_index(drop=True)
        )


def analyse(
    study: Study, outcome: str, settings: Settings | None = None, by_month: pd.DataFrame | None = None
) -> Sensitivity:
    """Return the indices of one outcome with all that belongs to them.

    Args:
        study: design and outcome; holes are allowed, see `usable`.
        outcome: name of the outcome, for the record.
        settings: of the resampling.
        by_month: the same outcome over time, columns `point`, `replicate`, `month`, `value`, points numbered as in `study`.

    Raises:
        UsageError: nothing can be computed from the points that are there.
    """
    settings = settings or Settings()
    kept = usable(study)
    noise = noise_share(kept.study, settings)
    table = compute_indices(kept.study, settings)
    chance = chance_levels(kept.study, settings)
    ranked = table["index"] == METHODS[study.method].ranked_by
    table["chance"] = table["factor"].map(chance).astype(float).where(ranked)
    grown = convergence(kept.study, settings)
    found = flags(kept.study, table, grown, noise)
    months, shares = _over_months(study, by_month, settings)
    return Sensitivity(outcome, kept.study, kept.left_out, table, grown, noise, found, months, shares)


def _over_months(study: Study, by_month: pd.DataFrame | None, settings: Settings) -> tuple[pd.DataFrame, pd.DataFrame]:
    tables, shares = [], []
    if by_month is not None:
        for month in sorted(by_month["month"].unique()):
            rows = by_month[by_month["month"] == month].drop(columns="month")
            kept = usable(replace(study, outcomes=rows))
            table = compute_indices(kept.study, settings)
            table.insert(0, "month", month)
            tables.append(table[(table["index"] == METHODS[study.method].ranked_by) & (table["partner"] == "")])
            noise = noise_share(kept.study, settings)
            if noise is not None:
                share = noise.within_points
                shares.append({"month": month, "value": share.value, "low": share.low, "high": share.high})
    indices = pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=["month"])
    return indices, pd.DataFrame(shares, columns=["month", "value", "low", "high"])
