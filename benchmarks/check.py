"""Compare ratios with recorded ones and say what got slower."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from benchmarks.measures import Measure, Report

RECORDED = Path(__file__).with_name("recorded.json")
TOLERANCE = 0.2
"""share by which a ratio may be worse than recorded on a busy machine"""


@dataclass(frozen=True)
class Change:
    """A ratio beside its recorded value."""

    measure: Measure
    recorded: float
    slower: bool

    def __str__(self) -> str:
        verdict = "SLOWER" if self.slower else "ok"
        return f"{verdict:7} {self.measure.title}: {self.measure.value:.3g}, recorded {self.recorded:.3g}"


def changes(now: Report, recorded: Report, tolerance: float = TOLERANCE) -> list[Change]:
    """Return every ratio that both reports hold. Rates and seconds belong to a machine and are not compared."""
    found = []
    for measure in now.measures:
        before = recorded.value(measure.key)
        if measure.is_ratio and before is not None:
            found.append(Change(measure, before, measure.is_worse_than(before, tolerance)))
    return found
