"""An event shifts trust, one person after the other."""

from __future__ import annotations

from typing import Any

import numpy as np


def shift_trust(group: Any, moved: Any, trust: Any, change: np.float32) -> None:
    """Move the trust of persons whose group is moved, within 0 to 1."""
    for row, of in enumerate(group.tolist()):
        if moved[of]:
            there = np.float32(trust[row]) + np.float32(change)
            trust[row] = 0.0 if there < 0 else 1.0 if there > 1 else there
