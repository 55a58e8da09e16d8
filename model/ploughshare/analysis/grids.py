"""Grids of variants: one or several paths whose values are multiplied or replaced, written `path=0.5..2:5` or `path=1,2,3`."""

from __future__ import annotations

import itertools
import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ploughshare.analysis.variants import Variant
from ploughshare.errors import UsageError, nearest
from ploughshare.scenario.overlays import plain
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


def grid_variants(scenario: Scenario, texts: Sequence[str]) -> list[Variant]:
    """Return one variant for every combination of the axes' values.

    Raises:
        UsageError: a path fits nothing or no number, two axes meet, or there are too many combinations.
    """
    axes = [parse_axis(text) for text in texts]
    data = plain(scenario)
    found = [_matches(axis, data) for axis in axes]
    taken = list(itertools.chain.from_iterable(found))
    for path in taken:
        if taken.count(path) > 1:
            raise UsageError(f"two axes of the grid change {path}", hint="give each value once")
    count = math.prod(len(axis.values) for axis in axes)
    if count > MOST_VARIANTS:
        raise UsageError(
            f"the grid has {count} combinations, at most {MOST_VARIANTS} can be compared", hint="use a sweep"
        )
    points = itertools.product(*(axis.values for axis in axes)) if axes else []
    return [_variant(axes, found, point, data) for point in points]


def _variant(
    axes: Sequence[GridAxis], found: Sequence[Sequence[str]], point: Sequence[float], data: dict[str, Any]
) -> Variant:
    settings = [
        f"{path}={json.dumps(_changed(axis, value, _at(data, path)))}"
        for axis, paths, value in zip(axes, found, point, strict=True)
        for path in paths
    ]
    label = ", ".join(
        f"{axis.pattern} {'×' if axis.multiplies else '= '}{value:g}" for axis, value in zip(axes, point, strict=True)
    )
    return Variant(
        label, settings=tuple(settings), point=tuple(zip((axis.pattern for axis in axes), point, strict=True))
    )


def _matches(axis: GridAxis, data: dict[str, Any]) -> list[str]:
    """Return every path that fits the pattern and holds a number, or numbers by month."""
    parts = axis.pattern.split(".")
    fitting, reached = [("", data)], ""
    for depth, part in enumerate(parts):
        inside = [
            (f"{path}.{key}" if path else str(key), value) for path, here in fitting for key, value in _named(here)
        ]
        fitting = [(path, value) for path, value in inside if part in ("*", path.rsplit(".", 1)[-1])]
        if not fitting:
            near = _nearest_number(part, inside)
            hint = f"did you mean {'.'.join([*parts[:depth], near, *parts[depth + 1 :]])}?" if near else None
            raise UsageError(
                f"grid {axis.pattern!r}: there is no {part!r} {f'in {reached}' if reached else ''}", hint=hint
            )
        reached = f"{reached}.{part}" if reached else part
    numbers = [path for path, value in fitting if _is_numeric(value)]
    if not numbers:
        raise UsageError(f"grid {axis.pattern!r}: no number stands there")
    return numbers


def _nearest_number(part: str, inside: Sequence[tuple[str, Any]]) -> str | None:
    """Return the name most likely meant: one that begins so and holds a number, else the one most like it."""
    names = {path.rsplit(".", 1)[-1]: value for path, value in inside}
    begun = [name for name, value in names.items() if name.startswith(part) and _is_numeric(value)]
    return begun[0] if begun else nearest(part, names)


def _named(here: Any) -> list[tuple[str, Any]]:
    if isinstance(here, dict):
        named = here.get("about", {}) if set(here) >= {"about", "parameters"} else {}
        return [*((str(key), value) for key, value in here.items()), *named.items()]
    return [(str(number), value) for number, value in enumerate(here)] if isinstance(here, list) else []


def _is_numeric(value: Any) -> bool:
    if isinstance(value, dict):
        return set(value) >= {"value", "prior"} or (bool(value) and all(_is_numeric(inner) for inner in value.values()))
    return isinstance(value, int | float) and not isinstance(value, bool)


def _at(data: dict[str, Any], path: str) -> Any:
    here: Any = data
    for part in path.split("."):
        here = dict(_named(here))[part]
    return here


def _changed(axis: GridAxis, value: float, before: Any) -> Any:
    """Return a value, the values of a schedule, or that of a parameter, multiplied or replaced."""
    if isinstance(before, dict) and set(before) >= {"value", "prior"}:
        return _changed(axis, value, before["value"])
    if isinstance(before, dict):
        return {key: _changed(axis, value, inner) for key, inner in before.items()}
    new = before * value if axis.multiplies else value
    return round(new) if isinstance(before, int) else float(f"{new:.10g}")
