"""What a benchmark reports: one number with its unit, its target if it has one, and how to read it."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Literal


@dataclass(frozen=True)
class Measure:
    """One measured number. `floor` and `aim` are the targets; `is_ratio` marks what may be compared between machines."""

    key: str
    """name for machines, `benchmark.what`"""
    title: str
    value: float
    unit: str
    floor: float | None = None
    aim: float | None = None
    better: Literal["more", "less"] = "more"
    is_ratio: bool = False
    note: str = ""

    @property
    def verdict(self) -> str:
        """How it stands against its target: `aim`, `floor`, `below`, or nothing without a target."""
        if self.floor is None or self.aim is None:
            return ""
        sign = 1 if self.better == "more" else -1
        if sign * self.value >= sign * self.aim:
            return "aim"
        return "floor" if sign * self.value >= sign * self.floor else "below"

    def is_worse_than(self, recorded: float, tolerance: float) -> bool:
        """Whether it is worse than a recorded value by more than a share `tolerance` of it."""
        change = (self.value - recorded) / abs(recorded) if recorded else 0.0
        return change < -tolerance if self.better == "more" else change > tolerance


@dataclass(frozen=True)
class Report:
    """All measures of one session on one machine."""

    machine: dict[str, Any]
    measures: tuple[Measure, ...]

    def value(self, key: str) -> float | None:
        """Return a measured number by its key, or none."""
        return next((measure.value for measure in self.measures if measure.key == key), None)

    def with_measures(self, measures: Iterable[Measure]) -> Report:
        """Return the report with measures added; a newer one replaces the older of the same key."""
        new = {measure.key: measure for measure in measures}
        kept = [new.pop(measure.key, measure) for measure in self.measures]
        return replace(self, measures=(*kept, *new.values()))

    def write(self, path: Path) -> None:
        """Write the report as JSON."""
        measures = [asdict(measure) for measure in self.measures]
        for measure in measures:
            measure["value"] = None if math.isnan(measure["value"]) else measure["value"]
        content = {"machine": self.machine, "measures": measures}
        path.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def read_report(path: Path) -> Report:
    """Read a report from JSON."""
    content = json.loads(path.read_text(encoding="utf-8"))
    for measure in content["measures"]:
        measure["value"] = math.nan if measure["value"] is None else measure["value"]
    return Report(content["machine"], tuple(Measure(**measure) for measure in content["measures"]))
