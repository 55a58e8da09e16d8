"""Numbers of an explanation as people read them, and the blocks of text and tables they stand in."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from ploughshare.analysis.explain.rows import BASELINE, DIFFERENCE, WHAT_IF
from ploughshare.analysis.explain.words import Words

WIDEST = 4
"""Columns of numbers a table may have beside its labels, so that it stays readable on a terminal."""


@dataclass(frozen=True)
class Block:
    """A piece of the answer: sentences, and a table where `headings` are given."""

    title: str
    sentences: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


def whole(value: float) -> str:
    """Return a count: whole, but one digit below 10 where it is not whole."""
    if abs(value) >= 10:
        return f"{value:,.0f}"
    nearest = round(value)
    return f"{nearest}" if abs(value - nearest) < 0.05 else f"{value:.1f}"


def logits(value: float) -> str:
    """Return logits with their sign; what rounding leaves of nothing is 0."""
    return f"{value:+.2f}" if abs(value) >= 0.005 else "0"


def percent(value: float) -> str:
    """Return a share or chance in per cent."""
    shown = 100 * value
    if abs(shown) < 0.05:
        return "0 %"
    return f"{shown:.0f} %" if abs(shown) >= 9.95 else f"{shown:.1f} %"


def points(value: float) -> str:
    """Return a change of a share or chance in percentage points, with its sign."""
    return plus(100 * value)


def plus(value: float) -> str:
    """Return a change with its sign and one digit; what rounding leaves of nothing is 0."""
    return f"{value:+.1f}" if abs(value) >= 0.05 else "0"


def shown(row: pd.Series, column: str = "median") -> str:
    """Return one number of a summary line in the form of its unit."""
    value, unit = float(row[column]), str(row["unit"])
    if unit in ("logits", "stance"):
        return logits(value)
    if unit == "share":
        return points(value) if row["run"] == DIFFERENCE else percent(value)
    return whole(value)


def interval(row: pd.Series) -> str:
    """Return the 90 % interval of a summary line."""
    return f"{shown(row, 'q05')} – {shown(row, 'q95')}"


def both(row: pd.Series, words: Words, middle: str = "median") -> str:
    """Return median (or mean) and 90 % interval of a summary line; of a yes or no, the share of seeds that say yes."""
    changed = row["run"] == DIFFERENCE and row["unit"] in ("share", "yes/no")
    if row["unit"] == "yes/no":
        text = points(float(row["mean"])) if changed else words("yes in {share} of seeds", share=percent(row["mean"]))
    else:
        text = f"{shown(row, middle)} ({interval(row)})"
    return words("{number} points", number=text) if changed else text


def signed(row: pd.Series) -> str:
    """Return median and 90 % interval of a change of a count, with signs."""
    low, middle, high = (plus(float(row[column])) for column in ("q05", "median", "q95"))
    return f"{middle} ({low} – {high})"


def line(frame: pd.DataFrame, **wanted: str) -> pd.Series | None:
    """Return the first summary line whose columns have these values, none where there is none."""
    chosen = frame
    for column, value in wanted.items():
        chosen = chosen[chosen[column] == value]
    return None if chosen.empty else chosen.iloc[0]


def cell(frame: pd.DataFrame, words: Words, absent: str = "–", /, **wanted: str) -> str:
    """Return median and interval of a line found as `line` does, or what stands where there is none."""
    row = line(frame, **wanted)
    return absent if row is None else both(row, words)


def tables_by_subject(
    frames: dict[str, pd.DataFrame],
    labels: list[tuple[str, str, str]],
    title: str,
    words: Words,
    middle: str = "median",
) -> list[Block]:
    """Return tables with a column a subject and run, at most `WIDEST` columns each, none without subjects.

    `frames` are one section of several runs; `labels` the shown text, item and part of each row; `middle` is
    the number shown before the interval, `median` or `mean`.
    """
    subjects = list(dict.fromkeys(next(iter(frames.values()))["subject"]))
    across = max(1, WIDEST // len(frames))
    return [
        _table(
            frames,
            labels,
            subjects[first : first + across],
            title if first == 0 else words("{title}, continued", title=title),
            words,
            middle,
        )
        for first in range(0, len(subjects), across)
    ]


def _table(
    frames: dict[str, pd.DataFrame],
    labels: list[tuple[str, str, str]],
    subjects: list[str],
    title: str,
    words: Words,
    middle: str,
) -> Block:
    columns = [(run, subject) for subject in subjects for run in frames]
    rows = []
    for label, item, part in labels:
        found = [line(frames[run], subject=subject, item=item, part=part) for run, subject in columns]
        if any(row is not None for row in found):
            rows.append((label, *("–" if row is None else both(row, words, middle) for row in found)))
    heading = {BASELINE: "{subject}", WHAT_IF: "{subject}, what-if", DIFFERENCE: "{subject}, change"}
    headings = [subject if run == BASELINE else words(heading[run], subject=subject) for run, subject in columns]
    return Block(title, (), ("", *headings), tuple(rows))
