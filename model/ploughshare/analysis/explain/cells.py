"""Numbers of an explanation as people read them, and the blocks of text and tables they stand in."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from ploughshare.analysis.explain.rows import BASELINE, DIFFERENCE, WHAT_IF


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
    return f"{100 * value:+.1f} points" if abs(value) >= 0.0005 else "0"


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


def both(row: pd.Series) -> str:
    """Return median and 90 % interval of a summary line; of a yes or no, the share of seeds that say yes."""
    if row["unit"] == "yes/no":
        share = float(row["mean"])
        return points(share) if row["run"] == DIFFERENCE else f"yes in {percent(share)} of seeds"
    return f"{shown(row)} ({interval(row)})"


def line(frame: pd.DataFrame, **wanted: str) -> pd.Series | None:
    """Return the first summary line whose columns have these values, none where there is none."""
    chosen = frame
    for column, value in wanted.items():
        chosen = chosen[chosen[column] == value]
    return None if chosen.empty else chosen.iloc[0]


def cell(frame: pd.DataFrame, absent: str = "–", /, **wanted: str) -> str:
    """Return median and interval of a line found as `line` does, or what stands where there is none."""
    row = line(frame, **wanted)
    return absent if row is None else both(row)


def table_by_subject(frames: dict[str, pd.DataFrame], labels: list[tuple[str, str, str]]) -> Block | None:
    """Return a table with a column a subject and run, none without subjects.

    `frames` are one section of several runs; `labels` the shown text, item and part of each row.
    """
    first = next(iter(frames.values()))
    columns = [(run, subject) for subject in dict.fromkeys(first["subject"]) for run in frames]
    if not columns:
        return None
    rows = []
    for label, item, part in labels:
        cells = [cell(frames[run], subject=subject, item=item, part=part) for run, subject in columns]
        if any(text != "–" for text in cells):
            rows.append((label, *cells))
    suffix = {BASELINE: "", WHAT_IF: ", what-if", DIFFERENCE: ", change"}
    return Block("", (), ("", *(f"{subject}{suffix[run]}" for run, subject in columns)), tuple(rows))
