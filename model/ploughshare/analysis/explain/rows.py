"""One long table for everything an explanation counts or measures, so that seeds, intervals and files need one form."""

from __future__ import annotations

from typing import NamedTuple

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


COLUMNS: dict[str, str] = {
    "seed": "seed of the run",
    "run": "baseline or what-if",
    "section": "what is explained",
    "subject": "whose: group, programme, option compared with, set of persons",
    "item": "term, gate, reason or input",
    "part": "part of the item; empty for the item as a whole",
    "unit": "persons, of 100, logits, stance, share, provisions or yes/no (mean over seeds: share of seeds)",
    "value": "the number, counts for the persons described",
}
"""Columns of the table of all seeds."""
