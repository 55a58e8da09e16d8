"""Months as numbers: the model counts months from the start of the scenario."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from ploughshare.scenario.base import Steps


@cache
def month_number(month: str) -> int:
    """Return the months elapsed since year 0 for `month` (`YYYY-MM`)."""
    year, number = month.split("-")
    return int(year) * 12 + int(number) - 1


def month_index(start: str, month: str) -> int:
    """Return how many months `month` lies after `start` (negative if before)."""
    return month_number(month) - month_number(start)


def month_name(start: str, index: int) -> str:
    """Return the month `index` months after `start`, as `YYYY-MM`."""
    return _written(month_number(start) + index)


def month_names(start: str, months: int) -> list[str]:
    """Return `months` consecutive months beginning with `start`."""
    first = month_number(start)
    return [_written(number) for number in range(first, first + months)]


@cache
def _written(number: int) -> str:
    return f"{number // 12:04d}-{number % 12 + 1:02d}"


def expand_steps(steps: Steps, start: str, months: int) -> NDArray[np.float64]:
    """Return the monthly values of a stepwise schedule, shape (months,).

    Each value holds from its month until the next; it is 0 before the first month. A plain number holds throughout.
    Steps dated before `start` are in force when the run begins.
    """
    if not isinstance(steps, dict):
        return np.full(months, float(steps))
    values = np.zeros(months)
    for month in sorted(steps):
        values[max(month_index(start, month), 0) :] = steps[month]
    return values


def monthly_values(steps: Steps, start: str, months: int) -> list[float]:
    """Return the monthly values of `expand_steps` as plain numbers, for those who read one a month."""
    values: list[float] = expand_steps(steps, start, months).tolist()
    return values
