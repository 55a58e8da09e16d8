"""What groups learn from one pay day: it was kept or missed, and those before it fade."""

from __future__ import annotations

from typing import Any


def learn_pay_day(group: Any, serving: Any, paid: bool, memory: float, belief: Any) -> None:
    """Change the beliefs of every group that has somebody among those who serve."""
    for g in sorted({int(group[row]) for row in serving}):
        kept, missed = (memory * float(before) for before in belief[g])
        belief[g] = (kept + 1.0, missed + 0.0) if paid else (kept + 0.0, missed + 1.0)
