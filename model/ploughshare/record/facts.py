"""The record beside the runs: every fit and holdout fact measured on each seed, with its 90 % band."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from ploughshare.scenario.facts import Fact, FactUse, Query
from ploughshare.scenario.schema import Scenario

BAND = (0.05, 0.95)
"""quantiles of the 90 % band"""

COLUMNS = (
    "id",
    "phase",
    "use",
    "title",
    "title_fr",
    "unit",
    "section",
    "observed_low",
    "observed_high",
    "median",
    "q05",
    "q95",
    "inside",
    "imposed",
    "undefined_seeds",
    "conflict",
    "conflict_fr",
)


def measure(query: Query, tables: Mapping[str, pd.DataFrame]) -> pd.Series:
    """Return the result of a query for each seed, indexed by seed.

    Rows that match `where` are summed month by month, then aggregated over the months from `from` to `to`; months without
    rows count as 0. A ratio whose denominator is 0 is not a number.
    """
    table = tables[query.table]
    seeds = pd.Index(sorted(tables["indicators"]["seed"].unique()), name="seed")
    monthly = _monthly(query, table, tables).reindex(index=seeds, fill_value=0.0).fillna(0.0)
    result = _aggregate(monthly, query.aggregate)
    if query.over is not None:
        below = measure(query.over, tables)
        result = result / below.where(below != 0)
    return result.astype(float)


def _monthly(query: Query, table: pd.DataFrame, tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    chosen = table
    for column, wanted in query.where.items():
        values = wanted if isinstance(wanted, list) else [wanted]
        chosen = chosen[chosen[column].isin(values)]
    months = _months(query, tables)
    sums = chosen.groupby(["seed", "month"])[query.column].sum().unstack(fill_value=0)
    return sums.reindex(columns=months, fill_value=0.0)


def _months(query: Query, tables: Mapping[str, pd.DataFrame]) -> list[str]:
    months = sorted(tables["indicators"]["month"].unique())
    first, last = query.from_ or months[0], query.to or months[-1]
    return [month for month in months if first <= month <= last]


def _aggregate(monthly: pd.DataFrame, how: str) -> pd.Series:
    if monthly.shape[1] == 0:
        return pd.Series(np.nan, index=monthly.index)
    match how:
        case "last":
            return monthly.iloc[:, -1]
        case "first":
            return monthly.iloc[:, 0]
        case "any":
            return (monthly > 0).any(axis=1).astype(float)
        case "max":
            return monthly.max(axis=1)
        case "min":
            return monthly.min(axis=1)
        case "mean":
            return monthly.mean(axis=1)
        case _:
            return monthly.sum(axis=1)


def score_facts(scenario: Scenario, tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return one row per fit and holdout fact, columns as in `COLUMNS`.

    A single value is inside when the 90 % band of the seeds contains it, a range when the band overlaps it. What a
    replay imposes is marked `imposed`: it tests nothing and does not count in `totals`.
    """
    rows = [
        _score(name, fact, measure(fact.measure, tables), scenario.about.history == "replay")
        for name, fact in scenario.facts.items()
        if fact.use in (FactUse.FIT, FactUse.HOLDOUT) and fact.measure is not None
    ]
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    return frame.sort_values(["phase", "use"], kind="stable").reset_index(drop=True)


def _score(name: str, fact: Fact, simulated: pd.Series, replay: bool) -> tuple[object, ...]:
    assert fact.observed is not None
    low, high = fact.observed if isinstance(fact.observed, tuple) else (fact.observed, fact.observed)
    defined = simulated.dropna()
    median, q05, q95 = defined.quantile([0.5, *BAND]) if len(defined) else (np.nan, np.nan, np.nan)
    return (
        name,
        fact.phase,
        fact.use.value,
        fact.title.en,
        fact.title.fr,
        fact.unit,
        fact.section,
        float(low),
        float(high),
        float(median),
        float(q05),
        float(q95),
        bool(q05 <= high and q95 >= low),
        fact.forced_in_replay and replay,
        int(simulated.isna().sum()),
        "" if fact.conflict is None else fact.conflict.en,
        "" if fact.conflict is None else fact.conflict.fr,
    )


def totals(facts: pd.DataFrame) -> pd.DataFrame:
    """Return how many facts lie inside their band, by phase and use: columns phase, use, inside, facts."""
    facts = facts[~facts["imposed"].astype(bool)]
    if facts.empty:
        return pd.DataFrame(columns=["phase", "use", "inside", "facts"])
    grouped = facts.groupby(["phase", "use"])["inside"].agg(["sum", "count"]).reset_index()
    return grouped.rename(columns={"sum": "inside", "count": "facts"})
