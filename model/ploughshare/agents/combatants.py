"""Combatants among the agents of a model: `model.agents_by_type[Combatant]` and `model.agents`, made on demand.

One person is a `Combatant` (`combatant_face.py`), many are a `CombatantSet` (`combatant_set.py`). The same person is always
the same object; nothing is copied, reading and writing an attribute goes to the column.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain, islice
from typing import Any, NoReturn, cast

import mesa
from mesa.agent import AgentSet

from ploughshare.agents.combatant_face import FIRST_COMBATANT_ID, Combatant, Faces, FixedRecordError
from ploughshare.agents.combatant_groups import GroupBy
from ploughshare.agents.combatant_set import CombatantSet
from ploughshare.agents.lazy_agents import ALL, LazyAgents, most

__all__ = [
    "FIRST_COMBATANT_ID",
    "Combatant",
    "CombatantFaces",
    "CombatantSet",
    "Everybody",
    "FixedRecordError",
    "forget_model",
]


class Everybody(LazyAgents):
    """All agents of a model: Mesa's own (groups, communities, government, mission), then the combatants."""

    def __init__(self, others: AgentSet, combatants: CombatantSet) -> None:
        self._others = others
        self._combatants = combatants
        self.random = combatants.random

    def __len__(self) -> int:
        return len(self._others) + len(self._combatants)

    def __iter__(self) -> Iterator[Any]:
        return chain(self._others, self._combatants)

    def __contains__(self, agent: object) -> bool:
        if isinstance(agent, Combatant):
            return agent in self._combatants
        return isinstance(agent, mesa.Agent) and agent in self._others

    def _made(self) -> AgentSet:
        """Return the set with all its faces, as one of Mesa's."""
        return AgentSet(self, random=self.random)

    def copy(self) -> Everybody:
        """Return a set of all agents there are now."""
        return Everybody(AgentSet(self._others, random=self.random), self._combatants.copy())

    __copy__ = copy

    def __getstate__(self) -> dict[str, Any]:
        return {"others": self._others, "combatants": self._combatants}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self._others, self._combatants = state["others"], state["combatants"]
        self.random = self._combatants.random

    def select(
        self,
        filter_func: Callable[[Any], Any] | None = None,
        at_most: int | float = ALL,
        inplace: bool = False,
        agent_type: type | None = None,
        where: Mapping[str, Any] | None = None,
    ) -> AgentSet:
        """Return the agents that pass; `where` compares columns of combatants, and other agents do not pass it.

        Where combatants alone can pass, the result is a `CombatantSet`.
        """
        self._refuse(inplace, "select")
        if filter_func is None and agent_type is None and where is None and at_most == ALL:
            return self.copy()
        limit = most(at_most, len(self))
        own = [agent for agent in self._others if agent_type is None or isinstance(agent, agent_type)]
        combatants = self._combatants.select(agent_type=agent_type, where=where)
        if where is not None or not own:
            return combatants.select(filter_func, limit)
        passing = (agent for agent in chain(own, combatants) if filter_func is None or filter_func(agent))
        return AgentSet(islice(passing, limit), random=self.random)

    def shuffle(self, inplace: bool = False) -> AgentSet:
        """Return all agents in random order, by Mesa's stream generator."""
        self._refuse(inplace, "shuffle")
        return self._made().shuffle()

    def sort(self, key: Callable[[Any], Any] | str, ascending: bool = False, inplace: bool = False) -> AgentSet:
        """Return all agents sorted by an attribute or a function."""
        self._refuse(inplace, "sort")
        return self._made().sort(key, ascending)

    def groupby(self, by: Callable[[Any], Any] | str, result_type: str = "agentset") -> GroupBy:
        """Return all agents split by an attribute or a function."""
        return self._made().groupby(by, result_type)

    def get(self, attr_names: str | list[str], handle_missing: str = "error", default_value: Any = None) -> list[Any]:
        """Return the values of an attribute, or for several a list of values for each agent."""
        combatants = self._combatants.get(attr_names, handle_missing, default_value)
        own: list[Any] = self._others.get(attr_names, handle_missing, default_value)  # type: ignore[call-overload]
        return own + combatants

    def set(self, attr_name: str, value: Any) -> Everybody:
        """Set an attribute of all agents, which must be a column of combatants."""
        self._combatants.set(attr_name, value)
        self._others.set(attr_name, value)
        return self

    def add(self, agent: Any) -> None:
        """Refuse: making an agent puts it here."""
        self._refuse(True, "add", "making a Mesa agent or model.population.append adds it")

    def discard(self, agent: Any) -> None:
        """Refuse: only Mesa agents can leave, by their own `remove`."""
        self._refuse(True, "discard", "agent.remove() takes a Mesa agent away; combatants go to the state dead")

    def remove(self, agent: Any) -> None:
        """Refuse: only Mesa agents can leave, by their own `remove`."""
        self.discard(agent)

    def _update(self, agents: Iterable[Any]) -> AgentSet:
        self._refuse(True, "a change")
        return self

    def _from_iterable(self, it: Iterable[Any]) -> AgentSet:  # type: ignore[override]  # shares the generator
        return AgentSet(it, random=self.random)

    @staticmethod
    def _refuse(changes: bool, what: str, instead: str = "use the set it returns without inplace") -> None:
        if changes:
            raise FixedRecordError(f"model.agents shows all agents and allows no {what} in place: {instead}")


class CombatantFaces(mesa.Model):
    """What the model adds to Mesa's: combatants among its agents, without making them.

    Until the model has a `population`, all is as in Mesa.
    """

    def _faces(self) -> Faces:
        found: Faces | None = self.__dict__.get("_combatant_faces")
        if found is None:
            found = self.__dict__["_combatant_faces"] = Faces(cast(Any, self))
        return found

    @property
    def _has_population(self) -> bool:
        return "population" in self.__dict__

    @property
    def agents(self) -> AgentSet:
        """All agents: Mesa's own and, lazily, every combatant."""
        own: AgentSet = super().agents
        return Everybody(own, CombatantSet(self._faces())) if self._has_population else own

    @agents.setter
    def agents(self, agents: Any) -> NoReturn:
        raise AttributeError("model.agents shows the agents there are; keep agents of your own under another name")

    @property
    def agent_types(self) -> list[type]:
        """Kinds of agents."""
        own: list[type] = list(super().agent_types)
        return [*own, Combatant] if self._has_population else own

    @property
    def agents_by_type(self) -> dict[type, AgentSet]:
        """Agents by kind; `Combatant` gives a set over the rows of the population."""
        own: dict[type, AgentSet] = super().agents_by_type
        return {**own, Combatant: CombatantSet(self._faces())} if self._has_population else own


def forget_model(model: object) -> None:
    """Let go of a model that Mesa before 3.4.2 keeps for ever in its table of ids.

    Call it when no more agents will be made for the model: Mesa would count their ids from 1 again.
    """
    ids = getattr(mesa.Agent, "_ids", None)
    if isinstance(ids, dict):
        ids.pop(model, None)
