"""Grids of variants: one or several paths whose values are multiplied or replaced, written `path=0.5..2:5` or `path=1,2,3`."""

from __future__ import annotations

import itertools
import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ploughshare.analysis.comparison.variants import Variant
from ploughshare.analysis.experiments.places import NoSuchPlace, find_places, value_at
from ploughshare.errors import UsageError, nearest
from ploughshare.scenario.schema import Scenario

MOST_VARIANTS = 200
MOST_STEPS = 50


@dataclass(frozen=True)
class GridAxis:
    """One path of a grid, `*` standing for every name at its place, and the values it runs through."""

    pattern: str
    values: tuple[float, ...]
    multiplies: bool
    """whether values multiply what the scenario says; otherwise they replace it"""


def parse_axis(text: str) -> GridAxis:
    """Return the axis written `path=LOW..HIGH:STEPS` (factors, evenly spaced in their logarithm) or `path=V,V,V` (values).

    Raises:
        UsageError: it is written otherwise, or the numbers make no sense.
    """
    path, equals, given = (part.strip() for part in text.partition("="))
    if not equals or not path or not given:
        raise UsageError(f"{text!r} is not a grid", hint="write path=0.5..2:5 to multiply, path=1,2,3 to replace")
    if ".." not in given:
        return GridAxis(path, _distinct(text, tuple(_number(text, part) for part in given.split(","))), False)
    low, high, steps = _range(text, given)
    ratio = (high / low) ** (1 / (steps - 1))
    return GridAxis(path, tuple(float(f"{low * ratio**step:.6g}") for step in range(steps)), True)


def _range(text: str, given: str) -> tuple[float, float, int]:
    ends, colon, count = given.partition(":")
    low, _, high = ends.partition("..")
    if not colon or not count.strip().isdigit():
        raise UsageError(f"{text!r} does not say how many steps", hint="write path=0.5..2:5")
    numbers, steps = (_number(text, low), _number(text, high)), int(count)
    if not 0 < numbers[0] < numbers[1]:
        raise UsageError(f"the factors of {text!r} must be above 0 and rise", hint="write path=0.5..2:5")
    if not 2 <= steps <= MOST_STEPS:
        raise UsageError(f"{text!r} must have 2 to {MOST_STEPS} steps, not {steps}")
    return *numbers, steps


def _number(text: str, part: str) -> float:
    try:
        value = float(part)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise UsageError(f"{part.strip()!r} in {text!r} is not a number", hint="write path=0.5..2:5 or path=1,2,3")
    return value


def _distinct(text: str, values: tuple[float, ...]) -> tuple[float, ...]:
    if len(set(values)) != len(values):
        raise UsageError(f"{text!r} gives a value twice")
    if len(values) > MOST_STEPS:
        raise UsageError(f"{text!r} must have at most {MOST_STEPS} values")
    return values


def grid_variants(baseline: Variant, texts: Sequence[str]) -> list[Variant]:
    """Return one variant on top of the baseline for every combination of the axes' values.

    Raises:
        UsageError: a path fits nothing or no number, two axes meet, or there are too many combinations.
    """
    if not texts:
        return []
    axes, scenario = [parse_axis(text) for text in texts], baseline.load()
    found = [_numbers(axis, scenario) for axis in axes]
    taken = list(itertools.chain.from_iterable(found))
    for path in taken:
        if taken.count(path) > 1:
            raise UsageError(f"two axes of the grid change {path}", hint="give each value once")
    count = math.prod(len(axis.values) for axis in axes)
    if count > MOST_VARIANTS:
        raise UsageError(
            f"the grid has {count} combinations, at most {MOST_VARIANTS} can be compared", hint="use a sweep"
        )
    return [_variant(baseline, axes, found, point) for point in itertools.product(*(axis.values for axis in axes))]


def _variant(
    baseline: Variant, axes: Sequence[GridAxis], found: Sequence[dict[str, Any]], point: Sequence[float]
) -> Variant:
    settings = [
        f"{path}={json.dumps(_changed(axis, value, before))}"
        for axis, numbers, value in zip(axes, found, point, strict=True)
        for path, before in numbers.items()
    ]
    label = ", ".join(
        f"{axis.pattern} {'×' if axis.multiplies else '= '}{value:g}" for axis, value in zip(axes, point, strict=True)
    )
    patterns = (axis.pattern for axis in axes)
    return baseline.changed(label, settings, tuple(zip(patterns, point, strict=True)))


def _numbers(axis: GridAxis, scenario: Scenario) -> dict[str, Any]:
    """Return every path that fits the pattern and holds a number, or numbers by month, and what it holds."""
    try:
        places = find_places(scenario, axis.pattern)
    except NoSuchPlace as error:
        known = error.known if error.before else [*Scenario.model_fields, *error.known]
        begun = [word for word in known if word.startswith(f"{error.word}_")]
        near = begun[0] if begun else nearest(error.word, known)
        hint = f"did you mean {near}?" if near else f"known here: {', '.join(known[:12])}"
        where = f" in {error.before}" if error.before else ""
        raise UsageError(f"grid {axis.pattern!r}: there is no {error.word!r}{where}", hint=hint) from None
    held = {".".join(str(key) for key in place if key != "about"): value_at(scenario, place) for place in places}
    numbers = {path: value for path, value in held.items() if _is_numeric(value)}
    if not numbers:
        raise UsageError(f"grid {axis.pattern!r}: no number stands there")
    return numbers


def _is_numeric(value: Any) -> bool:
    if isinstance(value, dict):
        return bool(value) and all(_is_numeric(inner) for inner in value.values())
    return isinstance(value, int | float) and not isinstance(value, bool)


def _changed(axis: GridAxis, value: float, before: Any) -> Any:
    """Return a number, or the numbers of a schedule, multiplied or replaced; whole numbers stay whole."""
    if isinstance(before, dict):
        return {key: _changed(axis, value, inner) for key, inner in before.items()}
    new = before * value if axis.multiplies else value
    return round(new) if isinstance(before, int) else float(f"{new:.10g}")
