"""What leaders of armed groups see of programmes.

Source: docs/odd.md, leaders.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from ploughshare.kernels.stakes import OnOffer


def what_is_offered(
    announced: Any, closed: Any, places: Any, counted: Any, armed: float, month: int, by_home: Any, in_posts: Any
) -> OnOffer:
    """Return which programmes are on offer, places and dividends per man under arms, and how many have posts already."""
    offered = [since <= month and not over for since, over in zip(announced.tolist(), closed.tolist(), strict=True)]
    seen = [number for number, offers in enumerate(offered) if offers and counted[number]]
    in_sight = sum(round(float(places[number])) for number in seen)
    return OnOffer(
        on_offer=np.array(offered, dtype=bool),
        dividends=np.array([expected_dividends(many, armed, 1.0) for many in places.tolist()], dtype=np.float64),
        place_share=expected_dividends(in_sight, armed, 1.0),
        posts=np.array([float(of_group[:, in_posts].sum()) for of_group in by_home], dtype=np.float64),
    )


def expected_dividends(places: float, armed: float, delivery: float) -> float:
    """Return how much of a place a man under arms may hope for, with the belief that promises are kept."""
    return delivery * min(1.0, places / max(armed, 1.0))
