"""A comparison as tidy tables: one number a row with what it is of. The columns are described once, in `COMPARISON_TABLES`."""

from __future__ import annotations

import math
from collections.abc import Iterable

import pandas as pd

from ploughshare.analysis.comparison.paired import QUANTILES, Direction, Spread
from ploughshare.analysis.comparison.running import Comparison
from ploughshare.analysis.comparison.variants import BASELINE
from ploughshare.analysis.outcomes import OutcomeQuery
from ploughshare.record.columns import Column

_ACCOUNT = Column("account", "str", "name", "`scenario`, or the rival account laid beneath")
_VARIANT = Column("variant", "str", "name", "`baseline` or the variant")
_OUTCOME = Column("outcome", "str", "name", "outcome with its selection, as `parse_outcome` reads it")
_SEED = Column("seed", "int64", "number", "seed")
_UNIT = Column("unit", "str", "name", "unit of the outcome")
_SPREAD = (
    Column("seeds", "int64", "seeds", "seeds in which the outcome is defined"),
    Column("undefined_seeds", "int64", "seeds", "seeds left out because it is not"),
    Column("mean", "float64", "as `unit`", "mean over seeds"),
    Column("mcse_mean", "float64", "as `unit`", "Monte Carlo standard error of the mean"),
    Column("mean_low", "float64", "as `unit`", "lower end of the Monte Carlo 90 % interval of the mean"),
    Column("mean_high", "float64", "as `unit`", "its upper end"),
    Column("q05", "float64", "as `unit`", "lower end of the 90 % band over seeds"),
    Column("q25", "float64", "as `unit`", "lower end of the 50 % band over seeds"),
    Column("median", "float64", "as `unit`", "median over seeds"),
    Column("q75", "float64", "as `unit`", "upper end of the 50 % band"),
    Column("q95", "float64", "as `unit`", "upper end of the 90 % band"),
    Column("mcse_q05", "float64", "as `unit`", "Monte Carlo standard error of `q05`, by bootstrap"),
    Column("mcse_median", "float64", "as `unit`", "that of the median"),
    Column("mcse_q95", "float64", "as `unit`", "that of `q95`"),
)

COMPARISON_TABLES: dict[str, tuple[Column, ...]] = {
    "values": (_ACCOUNT, _VARIANT, _SEED, _OUTCOME, Column("value", "float64", "as the outcome", "value in this run")),
    "paired_values": (
        _ACCOUNT,
        _VARIANT,
        _SEED,
        _OUTCOME,
        Column("difference", "float64", "as the outcome", "variant minus baseline with the same seed"),
    ),
    "levels": (_ACCOUNT, _VARIANT, _OUTCOME, _UNIT, *_SPREAD),
    "differences": (
        _ACCOUNT,
        _VARIANT,
        _OUTCOME,
        _UNIT,
        Column("better", "str", "more, fewer or neither", "which way is better"),
        Column("paired", "bool", "yes/no", "whether runs with the same seed were compared"),
        *_SPREAD,
        Column("share_above", "float64", "0-1", "share of pairs in which the variant has more"),
        Column("share_equal", "float64", "0-1", "share of pairs in which nothing differs"),
        Column("gain", "float64", "ratio", "variance unpaired over variance paired: what pairing saves in seeds"),
        Column("direction", "str", "name", "more, fewer or same in at least 90 % of pairs, else unclear"),
        Column("expected", "str", "name", "direction its what-if file expects, empty if it says nothing"),
    ),
    "survival": (
        _VARIANT,
        _OUTCOME,
        Column("direction", "str", "name", "direction under the scenario's own account"),
        Column("accounts", "int64", "accounts", "accounts compared, the scenario's own included"),
        Column("agreeing", "int64", "accounts", "accounts with that direction"),
        Column("survives", "bool", "yes/no", "whether the direction is clear and the same under every account"),
        Column("by_account", "str", "names", "direction under each account"),
    ),
    "grid": (
        _VARIANT,
        Column("path", "str", "path", "path of the grid"),
        Column("value", "float64", "factor or value", "what its values are multiplied by or replaced with"),
    ),
}
"""The tables of a comparison. Bands are quantiles over seeds; Monte Carlo errors say how well they are known."""


def comparison_tables(found: Comparison) -> dict[str, pd.DataFrame]:
    """Return every table that has rows, by name."""
    rows = {
        "values": _values(found),
        "paired_values": _paired_values(found),
        "levels": _levels(found),
        "differences": _differences(found),
        "survival": _survival(found),
        "grid": _grid(found),
    }
    return {name: _frame(name, listed) for name, listed in rows.items() if listed or name not in ("survival", "grid")}


def _frame(name: str, rows: list[tuple[object, ...]]) -> pd.DataFrame:
    columns = COMPARISON_TABLES[name]
    frame = pd.DataFrame(rows, columns=[column.name for column in columns])
    return frame.astype({column.name: column.dtype for column in columns})


def _values(found: Comparison) -> list[tuple[object, ...]]:
    return [
        (case.account, case.variant.label, seed, text, value)
        for number, case in enumerate(found.cases)
        for text, column in found.numbers[number].items()
        for seed, value in column.items()
    ]


def _paired_values(found: Comparison) -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = []
    for number, case in found.variants:
        if case.unpaired is None:
            both = (found.numbers[number] - found.numbers[found.baseline_of(case)]).dropna(how="all")
            rows += [
                (case.account, case.variant.label, seed, text, value)
                for text, column in both.items()
                for seed, value in column.items()
            ]
    return rows


def _levels(found: Comparison) -> list[tuple[object, ...]]:
    return [
        (case.account, case.variant.label, query.text, query.outcome.unit, *_cells(found.levels[number, query.text]))
        for number, case in enumerate(found.cases)
        for query in found.queries
    ]


def _cells(spread: Spread) -> Iterable[float]:
    errors = dict(zip(QUANTILES, spread.mcse_quantiles, strict=True))
    return (
        spread.seeds,
        spread.undefined,
        spread.mean,
        spread.mcse_mean,
        spread.mean_low,
        spread.mean_high,
        *spread.quantiles,
        errors[0.05],
        errors[0.5],
        errors[0.95],
    )


def _differences(found: Comparison) -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = []
    for number, case in found.variants:
        for query in found.queries:
            difference = found.differences[number, query.text]
            rows.append(
                (
                    case.account,
                    case.variant.label,
                    query.text,
                    query.outcome.unit,
                    query.outcome.better,
                    case.unpaired is None,
                    *_cells(difference.spread),
                    difference.share_above,
                    difference.share_equal,
                    math.nan if case.unpaired is not None else difference.gain,
                    difference.direction,
                    case.expected.get(query.text, ""),
                )
            )
    return rows


def directions(found: Comparison, label: str, query: OutcomeQuery) -> dict[str, Direction]:
    """Return account -> direction of one variant's difference in one outcome."""
    return {
        case.account: found.differences[number, query.text].direction
        for number, case in found.variants
        if case.variant.label == label
    }


def survives(by_account: dict[str, Direction]) -> bool:
    """Whether a direction is clear and the same under every account."""
    return "unclear" not in by_account.values() and len(set(by_account.values())) == 1


def labels(found: Comparison) -> list[str]:
    """Return the variants' labels, each once."""
    return list(dict.fromkeys(case.variant.label for _, case in found.variants))


def _survival(found: Comparison) -> list[tuple[object, ...]]:
    if len(found.accounts) < 2:
        return []
    rows: list[tuple[object, ...]] = []
    for label in labels(found):
        for query in found.queries:
            by_account = directions(found, label, query)
            own = by_account[found.accounts[0]]
            agreeing = sum(direction == own for direction in by_account.values())
            told = ", ".join(f"{account}: {direction}" for account, direction in by_account.items())
            rows.append((label, query.text, own, len(by_account), agreeing, survives(by_account), told))
    return rows


def _grid(found: Comparison) -> list[tuple[object, ...]]:
    variants = {case.variant.label: case.variant for case in found.cases if case.variant.label != BASELINE}
    return [(label, path, value) for label, variant in variants.items() for path, value in variant.point]
