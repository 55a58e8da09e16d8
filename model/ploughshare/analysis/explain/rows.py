"""One long table for everything an explanation counts or measures, so that seeds, intervals and files need one form."""

from __future__ import annotations

from typing import NamedTuple

from ploughshare.record.columns import Column

BASELINE, WHAT_IF, DIFFERENCE = "baseline", "what-if", "what-if - baseline"
"""Runs a number is about; the last is the paired difference."""


class Row(NamedTuple):
    """One number of one seed."""

    section: str
    """what is explained: `persons`, `gates`, `gap`, `switched`, `leaders`, `provisions`, ..."""
    subject: str
    """whose: a group, a programme, an option compared with, a set of persons"""
    item: str
    """term, gate, reason, or input"""
    part: str
    """part of the item; empty for the item as a whole"""
    unit: str
    value: float


_KEY = (
    Column("run", "str", "name", "baseline, what-if, or what-if - baseline for paired differences"),
    Column(
        "section", "str", "name", "what is explained: persons, gates, gap, switched, leaders, provisions and the like"
    ),
    Column("subject", "str", "name", "whose: group, programme, gate, option compared with or left, set of persons"),
    Column("item", "str", "name", "term, reason, option or input"),
    Column("part", "str", "name", "part of the item; empty for the item as a whole"),
    Column("unit", "str", "name", "persons, of 100, logits, stance, share, provisions, or yes/no"),
)
EXPLANATION_TABLES: dict[str, tuple[Column, ...]] = {
    "explanation_rows": (
        Column("seed", "int64", "number", "seed of the run"),
        *_KEY,
        Column("value", "float64", "as unit says", "the number; counts are those of the persons described"),
    ),
    "explanation_summary": (
        *_KEY,
        Column(
            "mean", "float64", "as unit says", "mean over seeds; parts sum to their total; of yes/no the share of seeds"
        ),
        Column("median", "float64", "as unit says", "median over seeds"),
        Column("q05", "float64", "as unit says", "5 % quantile over seeds"),
        Column("q95", "float64", "as unit says", "95 % quantile over seeds"),
        Column("seeds", "int64", "seeds", "seeds in which the number is defined"),
    ),
}
"""Tables of an explanation and their columns."""
