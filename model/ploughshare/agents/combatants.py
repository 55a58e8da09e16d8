"""Combatants as Mesa agents: light views of single rows of the population, made only when someone looks.

`model.agents_by_type[Combatant]` is a `CombatantSet` over row numbers. Faces are cached by row, so the same person is always
the same object; nothing is copied, reading and writing an attribute goes to the column.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from random import Random
from typing import TYPE_CHECKING, Any

import mesa
import numpy as np
from mesa.agent import AgentSet
from numpy.typing import NDArray

from ploughshare.agents.options import Option
from ploughshare.agents.population import ADULT_MONTHS, COLUMNS, Rows

if TYPE_CHECKING:
    from ploughshare.model import DDRModel

FIRST_COMBATANT_ID = 1 << 33
"""unique ids of combatants begin here, far from those that Mesa counts for groups and communities"""


class Column:
    """A column of the population as an attribute of one row."""

    def __init__(self, name: str, kind: type[np.generic]) -> None:
        self.name, self.kind = name, kind

    def __get__(self, combatant: Combatant | None, owner: type) -> Any:
        if combatant is None:
            return self
        return getattr(combatant.model.population, self.name)[combatant.row].item()

    def __set__(self, combatant: Combatant, value: Any) -> None:
        if self.name == "uid":
            raise AttributeError("a person's uid is an address of random numbers and cannot change")
        getattr(combatant.model.population, self.name)[combatant.row] = self._fitting(value)

    def _fitting(self, value: Any) -> Any:
        if issubclass(self.kind, np.bool_):
            if not isinstance(value, bool | np.bool_):
                raise TypeError(f"{self.name} is true or false, not {value!r}")
            return value
        if isinstance(value, bool) or not isinstance(value, int | float | np.number):
            raise TypeError(f"{self.name} is a number, not {value!r}")
        if issubclass(self.kind, np.integer):
            limits = np.iinfo(self.kind)
            if int(value) != value or not limits.min <= value <= limits.max:
                raise ValueError(f"{self.name} is a whole number from {limits.min} to {limits.max}, not {value!r}")
        return value


class Combatant(mesa.Agent):
    """One person attached to an armed group; every column of the population is an attribute."""

    model: DDRModel
    row: int

    def __repr__(self) -> str:
        return f"Combatant({self.group_name}, {self.option_name}, row {self.row})"

    @property
    def group_name(self) -> str:
        """Name of the armed group."""
        return str(self.model.group_names[self.group])

    @property
    def community_name(self) -> str:
        """Name of the community where the person is."""
        return str(self.model.community_names[self.community])

    @property
    def region_name(self) -> str:
        """Name of the region where the person is."""
        return self.model.region_names[int(self.model.region_of_community[self.community])]

    @property
    def alternative_name(self) -> str:
        """What the person is in: armed, home, rival, dead, captured or the name of a programme."""
        return str(self.model.alternatives.names[self.alternative])

    @property
    def option_name(self) -> str:
        """Generic state, see `Option`."""
        return Option(int(self.model.alternatives.option[self.alternative])).name.lower()

    @property
    def age_years(self) -> float:
        """Age this month."""
        return float((self.model.month - self.birth_month) / 12)

    @property
    def is_child(self) -> bool:
        """Whether the person is under 18."""
        return bool(self.model.month - self.birth_month < ADULT_MONTHS)

    def decide(self) -> str:
        """Return the alternative this person would choose this month, by name; nothing changes."""
        return self.model.decide(self.row)

    def remove(self) -> None:
        """Refuse: persons stay on record. The state `dead` is what ends a person's part in the run."""
        raise TypeError("a person cannot be removed from the record; use model.population.transfer(rows, DEAD)")

    if TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any: ...


for _name, _kind in COLUMNS.items():
    setattr(Combatant, _name, Column(_name, _kind))


class Faces:
    """The combatants someone has looked at, by row."""

    def __init__(self, model: Any) -> None:
        self.model: DDRModel = model
        self.by_row: dict[int, Combatant] = {}

    def face(self, row: int) -> Combatant:
        """Return the one face of a row."""
        known = self.by_row.get(row)
        if known is None:
            known = object.__new__(Combatant)
            known.model, known.row, known.pos = self.model, row, None
            known.unique_id = FIRST_COMBATANT_ID + int(self.model.population.uid[row])
            self.by_row[row] = known
        return known


class CombatantSet(AgentSet):
    """A set of combatants as row numbers; faces appear only where they are asked for.

    Works like Mesa's `AgentSet`; `select(where={...})` filters by columns without making faces.
    """

    def __init__(self, faces: Faces, rows: Rows | None = None) -> None:
        self._faces = faces
        self._rows = rows

    @property
    def rows(self) -> Rows:
        """Rows of the population in this set, in order."""
        return np.arange(len(self._faces.model.population)) if self._rows is None else self._rows

    @property
    def random(self) -> Any:
        """Mesa's stream generator of the model; the model itself does not use it."""
        return self._faces.model.random

    @random.setter
    def random(self, value: Random) -> None:
        """Mesa offers a generator here; the model's own is used."""

    def _like(self, rows: Rows) -> CombatantSet:
        return CombatantSet(self._faces, rows)

    def _column(self, name: str) -> NDArray[Any]:
        if name in COLUMNS:
            return np.asarray(getattr(self._faces.model.population, name)[self.rows])
        return np.array([getattr(combatant, name) for combatant in self])

    def __len__(self) -> int:
        return len(self._faces.model.population) if self._rows is None else len(self._rows)

    def __iter__(self) -> Iterator[Combatant]:
        return (self._faces.face(int(row)) for row in self.rows)

    def __contains__(self, agent: object) -> bool:
        return isinstance(agent, Combatant) and agent.model is self._faces.model and agent.row in self.rows

    def __getitem__(self, item: Any) -> Any:
        if isinstance(item, slice):
            return [self._faces.face(int(row)) for row in self.rows[item]]
        return self._faces.face(int(self.rows[item]))

    def select(
        self,
        filter_func: Callable[[Any], bool] | None = None,
        at_most: int | float = float("inf"),
        inplace: bool = False,
        agent_type: type | None = None,
        where: Mapping[str, Any] | None = None,
    ) -> CombatantSet:
        """Return the combatants that pass: `where` compares columns, `filter_func` looks at faces.

        `at_most` is a number, or a share if it is a float of at most 1.
        """
        rows = self.rows
        for name, value in (where or {}).items():
            rows = rows[np.isin(getattr(self._faces.model.population, name)[rows], value)]
        if agent_type is not None and not issubclass(Combatant, agent_type):
            rows = rows[:0]
        if filter_func is not None:
            rows = np.array([row for row in rows if filter_func(self._faces.face(int(row)))], dtype=np.int64)
        limit = int(len(self) * at_most) if isinstance(at_most, float) and at_most <= 1.0 else at_most
        rows = rows if limit == float("inf") else rows[: int(limit)]
        if inplace:
            self._rows = rows
            return self
        return self._like(rows)

    def shuffle(self, inplace: bool = False) -> CombatantSet:
        """Return the set in random order, by Mesa's stream generator."""
        rows = self.rows.tolist()
        self.random.shuffle(rows)
        return self._replace(np.array(rows, dtype=np.int64), inplace)

    def sort(self, key: Callable[[Any], Any] | str, ascending: bool = False, inplace: bool = False) -> CombatantSet:
        """Return the set sorted by an attribute or a function of faces."""
        values = self._column(key) if isinstance(key, str) else np.array([key(combatant) for combatant in self])
        order = np.argsort(values, kind="stable")
        return self._replace(self.rows[order if ascending else order[::-1]], inplace)

    def _replace(self, rows: Rows, inplace: bool) -> CombatantSet:
        if inplace:
            self._rows = rows
            return self
        return self._like(rows)

    def do(self, method: str | Callable[..., Any], *args: Any, **kwargs: Any) -> CombatantSet:
        """Call a method or function on every face, in order."""
        self.map(method, *args, **kwargs)
        return self

    def shuffle_do(self, method: str | Callable[..., Any], *args: Any, **kwargs: Any) -> CombatantSet:
        """Call a method or function on every face, in random order."""
        self.shuffle().map(method, *args, **kwargs)
        return self

    def map(self, method: str | Callable[..., Any], *args: Any, **kwargs: Any) -> list[Any]:
        """Return what a method or function gives for every face."""
        if isinstance(method, str):
            return [getattr(combatant, method)(*args, **kwargs) for combatant in self]
        return [method(combatant, *args, **kwargs) for combatant in self]

    def agg(self, attribute: str, func: Any) -> Any:
        """Return one number of an attribute: `func` of the array of its values; several functions give a list."""
        values = self._column(attribute)
        return [one(values) for one in func] if isinstance(func, Iterable) else func(values)

    def get(self, attr_names: str | list[str], handle_missing: str = "error", default_value: Any = None) -> list[Any]:
        """Return the values of an attribute, or a list of values of several for each combatant."""
        if isinstance(attr_names, str):
            return list(self._values(attr_names, handle_missing, default_value))
        columns = [self._values(name, handle_missing, default_value) for name in attr_names]
        return [list(values) for values in zip(*columns, strict=True)]

    def _values(self, name: str, handle_missing: str, default: Any) -> Sequence[Any]:
        if name in COLUMNS or hasattr(Combatant, name):
            return list(self._column(name).tolist())
        if handle_missing == "default":
            return [default] * len(self)
        raise AttributeError(f"a combatant has no attribute {name!r}")

    def set(self, attr_name: str, value: Any) -> CombatantSet:
        """Set a column for everybody in the set."""
        descriptor = getattr(Combatant, attr_name, None)
        if not isinstance(descriptor, Column) or attr_name == "uid":
            raise AttributeError(f"{attr_name!r} is not a column that can be set")
        getattr(self._faces.model.population, attr_name)[self.rows] = descriptor._fitting(value)
        return self

    def groupby(  # type: ignore[override]  # Mesa's GroupBy loops in Python
        self, by: Callable[[Any], Any] | str, result_type: str = "agentset"
    ) -> CombatantGroups:
        """Return the set split by an attribute or a function of faces."""
        keys = self._column(by) if isinstance(by, str) else np.array([by(combatant) for combatant in self])
        found, place = np.unique(keys, return_inverse=True)
        return CombatantGroups({key.item(): self._like(self.rows[place == i]) for i, key in enumerate(found)})

    def to_list(self) -> list[Combatant]:
        """Return the faces as a list."""
        return list(self)

    def add(self, agent: Any) -> None:
        """Refuse: persons join a run as recruits only."""
        raise TypeError("combatants are rows of the population; recruits join with population.append")

    def discard(self, agent: Any) -> None:
        """Refuse: persons stay on record."""
        raise TypeError("a person cannot be removed from the record; select a smaller set instead")

    def remove(self, agent: Any) -> None:
        """Refuse: persons stay on record."""
        self.discard(agent)


class CombatantGroups:
    """A set of combatants split by a key, like Mesa's `GroupBy`."""

    def __init__(self, groups: dict[Any, CombatantSet]) -> None:
        self.groups = groups

    def __iter__(self) -> Iterator[tuple[Any, CombatantSet]]:
        return iter(self.groups.items())

    def __len__(self) -> int:
        return len(self.groups)

    def count(self) -> dict[Any, int]:
        """Return how many combatants each key has."""
        return {key: len(members) for key, members in self.groups.items()}

    def agg(self, attribute: str, func: Callable[..., Any]) -> dict[Any, Any]:
        """Return one number of an attribute for each key."""
        return {key: members.agg(attribute, func) for key, members in self.groups.items()}

    def do(self, method: Callable[..., Any] | str, *args: Any, **kwargs: Any) -> CombatantGroups:
        """Call a function with each subset, or a method of each."""
        self.map(method, *args, **kwargs)
        return self

    def map(self, method: Callable[..., Any] | str, *args: Any, **kwargs: Any) -> dict[Any, Any]:
        """Return what a function or method gives for each subset."""
        if isinstance(method, str):
            return {key: getattr(members, method)(*args, **kwargs) for key, members in self.groups.items()}
        return {key: method(members, *args, **kwargs) for key, members in self.groups.items()}


class Everybody(CombatantSet):
    """Mesa's own agents (groups, coalitions, communities, government, mission), then all combatants."""

    def __init__(self, faces: Faces, others: AgentSet) -> None:
        super().__init__(faces)
        self._others = others

    def __len__(self) -> int:
        return len(self._others) + super().__len__()

    def __iter__(self) -> Iterator[Any]:
        yield from self._others
        yield from super().__iter__()

    def __contains__(self, agent: object) -> bool:
        return super().__contains__(agent) or (isinstance(agent, mesa.Agent) and agent in self._others)

    def select(
        self,
        filter_func: Any = None,
        at_most: Any = float("inf"),
        inplace: bool = False,
        agent_type: type | None = None,
        where: Mapping[str, Any] | None = None,
    ) -> Any:
        """Return the agents that pass; with `where` or `agent_type=Combatant` a set of combatants."""
        if where is not None or agent_type is Combatant:
            return self._like(self.rows).select(filter_func, at_most, False, None, where)
        if agent_type is not None:
            return self._others.select(filter_func, at_most, False, agent_type)
        passing = [agent for agent in self if filter_func is None or filter_func(agent)]
        limit = int(len(self) * at_most) if isinstance(at_most, float) and at_most <= 1.0 else at_most
        return AgentSet(passing[: int(min(limit, len(passing)))], random=self.random)


class CombatantFaces(mesa.Model):
    """What the model adds to Mesa's: combatants among its agents, without making them."""

    def _faces(self) -> Faces:
        found: Faces | None = self.__dict__.get("_combatant_faces")
        if found is None:
            found = self.__dict__["_combatant_faces"] = Faces(self)
        return found

    @property  # type: ignore[misc]  # Mesa's setter only warns
    def agents(self) -> AgentSet:
        """All agents: Mesa's own and, lazily, every combatant."""
        own: AgentSet = super().agents
        return Everybody(self._faces(), own) if "population" in self.__dict__ else own

    @property
    def agent_types(self) -> list[type]:
        """Kinds of agents."""
        own: list[type] = list(super().agent_types)
        return [*own, Combatant] if "population" in self.__dict__ else own

    @property
    def agents_by_type(self) -> dict[type, AgentSet]:
        """Agents by kind; `Combatant` gives a set over the rows of the population."""
        own: dict[type, AgentSet] = dict(super().agents_by_type)
        return own | {Combatant: CombatantSet(self._faces())} if "population" in self.__dict__ else own


def forget_model(model: object) -> None:
    """Let go of a model that older Mesa versions keep for ever in their table of ids."""
    ids = getattr(mesa.Agent, "_ids", None)
    if isinstance(ids, dict):
        ids.pop(model, None)
