"""What Mesa's `AgentSet` needs to work on agents that are made only when someone looks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from math import ceil
from random import Random
from typing import Any
from weakref import WeakKeyDictionary

from mesa.agent import AgentSet

ALL = float("inf")


def most(at_most: int | float, size: int) -> int:
    """Return how many agents `at_most` allows: a number, or as a float up to 1 a share of `size`, rounded down."""
    if isinstance(at_most, float) and at_most <= 1.0:
        at_most = int(size * at_most)
    return size if at_most >= size else max(0, ceil(at_most))


class LazyAgents(AgentSet):
    """An `AgentSet` that keeps no agents: subclasses say how many there are and iterate over them."""

    random: Random

    @property
    def _agents(self) -> WeakKeyDictionary[Any, None]:  # type: ignore[override]  # what Mesa's own methods look into
        return WeakKeyDictionary(dict.fromkeys(self))

    def __getitem__(self, item: Any) -> Any:
        return self.to_list()[item]

    def __reversed__(self) -> Iterator[Any]:
        return iter(self.to_list()[::-1])

    def index(self, value: Any, start: int = 0, stop: int | None = None) -> int:
        """Return the place of an agent in the set."""
        return self.to_list().index(value, start, len(self) if stop is None else stop)

    def count(self, value: Any) -> int:
        """Return 1 if the agent is in the set and 0 if not."""
        return int(value in self)

    def to_list(self) -> list[Any]:
        """Return the agents as a list."""
        return list(self)

    def do(self, method: str | Callable[..., Any], *args: Any, **kwargs: Any) -> LazyAgents:
        """Call a method or function on every agent, in order."""
        self.map(method, *args, **kwargs)
        return self

    def shuffle_do(self, method: str | Callable[..., Any], *args: Any, **kwargs: Any) -> LazyAgents:
        """Call a method or function on every agent, in random order."""
        self.shuffle().map(method, *args, **kwargs)
        return self

    def map(self, method: str | Callable[..., Any], *args: Any, **kwargs: Any) -> list[Any]:
        """Return what a method or function gives for every agent."""
        if isinstance(method, str):
            return [getattr(agent, method)(*args, **kwargs) for agent in self]
        return [method(agent, *args, **kwargs) for agent in self]
