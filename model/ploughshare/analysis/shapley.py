"""Exact Shapley values: who shares how much in a value that several inputs make together.

Source: Shapley (1953), "A value for n-person games". Used where terms multiply or a reference point binds them, so that
the order in which they are switched on would otherwise decide their parts.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import combinations
from math import factorial

Coalition = frozenset[str]

MOST_PLAYERS = 12
"""Every subset is valued once, so the work doubles with each player."""


def shapley(players: Sequence[str], value: Callable[[Coalition], float]) -> dict[str, float]:
    """Return each player's part of value(all players) - value(nobody); the parts sum to it.

        part_i = sum over S without i of |S|! (n - |S| - 1)! / n! * ( value(S with i) - value(S) )

    `value` is called once for every subset of the players, in the unit of the parts.

    Raises:
        ValueError: there are more than `MOST_PLAYERS` players, or one is named twice.
    """
    n = len(players)
    if n > MOST_PLAYERS or len(set(players)) != n:
        raise ValueError(f"at most {MOST_PLAYERS} different players, not {list(players)}")
    worth = {frozenset(some): value(frozenset(some)) for size in range(n + 1) for some in combinations(players, size)}
    weight = [factorial(size) * factorial(n - size - 1) / factorial(n) for size in range(n)]
    return {
        player: sum(weight[len(some)] * (worth[some | {player}] - worth[some]) for some in worth if player not in some)
        for player in players
    }
