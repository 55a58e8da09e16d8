"""Values that an agent shows as its own and that stand in a column of all agents of its kind."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class Held(Generic[T]):
    """One agent's value in a column of the same name, read and written through to it.

    Args:
        columns: attribute of the model that holds the columns; the agent's `index` is its place in them.
        kind: what the value is made when it is read, such as `float`.
    """

    def __init__(self, columns: str, kind: Callable[[Any], T]) -> None:
        self.columns = columns
        self.kind = kind

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __get__(self, agent: Any, owner: type) -> T:
        return self.kind(getattr(getattr(agent.model, self.columns), self.name)[agent.index])

    def __set__(self, agent: Any, value: T) -> None:
        getattr(getattr(agent.model, self.columns), self.name)[agent.index] = value
