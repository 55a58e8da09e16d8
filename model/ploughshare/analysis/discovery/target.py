"""The event to be explained: an outcome above or below a number, as in `integrated > 3000`."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

import pandas as pd

from ploughshare.errors import UsageError, nearest

_FORM = re.compile(r"^\s*([^\s<>=]+)\s*(>=|<=|>|<)\s*([-+0-9_.,eE]+)\s*$")
_COMPARE: dict[str, Callable[[Any, float], Any]] = {
    ">": operator.gt,
    ">=": operator.ge,
    "<": operator.lt,
    "<=": operator.le,
}
_WORDS = {">": "exceeds", ">=": "is at least", "<": "is below", "<=": "is at most"}


@dataclass(frozen=True)
class Target:
    """An outcome compared with a number."""

    outcome: str
    comparison: str
    value: float

    def met(self, values: pd.Series) -> pd.Series:
        """Return whether each value meets the target."""
        return pd.Series(_COMPARE[self.comparison](values, self.value), index=values.index)

    def in_words(self, title: str, unit: str = "") -> str:
        """Return the target as people say it, such as `persons integrated exceeds 3,000`."""
        number = f"{self.value:,.10g}"
        return f"{title} {_WORDS[self.comparison]} {number}{f' {unit}' if unit else ''}"


def parse_target(text: str, known: Collection[str]) -> Target:
    """Return the target that a text such as `integrated > 3000` names.

    Raises:
        UsageError: it has another form, or there is no such outcome.
    """
    form = _FORM.match(text)
    if form is None:
        raise UsageError(f"{text[:80]!r} is not an outcome to explain", hint="write e.g. --outcome 'integrated > 3000'")
    name, comparison, number = form.groups()
    if name not in known:
        near = nearest(name, known)
        hint = f"did you mean {near}?" if near else f"outcomes here: {', '.join(known)}"
        raise UsageError(f"there is no outcome {name[:60]!r} in this sweep", hint=hint)
    try:
        value = float(number.replace(",", "").replace("_", ""))
    except ValueError:
        raise UsageError(f"{number!r} is not a number", hint="write e.g. --outcome 'integrated > 3000'") from None
    return Target(name, comparison, value)
