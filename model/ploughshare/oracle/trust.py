"""How one trust moves in one month. All numbers 0 to 1 but salience, which is 0 or more.

Sources: Rescorla and Wagner (1972); Slovic (1993): losses weigh more than gains.
"""

from __future__ import annotations


def gain(trust: float, salience: float, rate: float) -> float:
    """Return trust after something good: T + rate salience (1 - T)."""
    return trust + _share(rate * salience) * (1.0 - trust)


def lose(trust: float, salience: float, rate: float, loss_ratio: float) -> float:
    """Return trust after something bad: T - loss_ratio rate salience T."""
    return trust - _share(loss_ratio * rate * salience) * trust


def talk(trust: float, mean_of_peers: float, pull: float) -> float:
    """Return trust after talking with the own group: T + pull (mean - T)."""
    return trust + pull * (mean_of_peers - trust)


def remember(trust: float, long_run: float, memory_monthly: float) -> float:
    """Return trust a month later, drawn to its long-run level: memory T + (1 - memory) long run."""
    return memory_monthly * trust + (1.0 - memory_monthly) * long_run


def _share(step: float) -> float:
    return min(max(step, 0.0), 1.0)
