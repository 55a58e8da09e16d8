"""Many combatants as a Mesa `AgentSet`: row numbers inside, faces only where someone looks.

Everything public on `AgentSet` works as in Mesa 3.3 and 3.5; what only names columns or readings is computed from the
arrays. `select(where={...})` is the one addition.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from itertools import islice
from random import Random
from typing import Any

import numpy as np
from mesa.agent import AgentSet
from numpy.typing import NDArray

from ploughshare.agents.combatant_face import ATTRIBUTES, Combatant, Faces, FixedRecordError, attribute
from ploughshare.agents.combatant_groups import CombatantGroups, GroupBy, reduced
from ploughshare.agents.lazy_agents import ALL, LazyAgents, most
from ploughshare.agents.population import Rows


class CombatantSet(LazyAgents):
    """A set of combatants as row numbers; faces appear only where they are asked for.

    Without `rows` it shows the whole record, recruits who join later included, and nobody can be taken out of it. With
    `rows` it is a selection like Mesa's, from which members can be dropped; the record stays as it is either way.
    """

    def __init__(self, faces: Faces, rows: Rows | None = None, random: Random | None = None) -> None:
        self._faces = faces
        self._rows = rows
        self._mask: NDArray[np.bool_] | None = None
        self.random = faces.model.random if random is None else random

    # -- a collection ----------------------------------------------------------------------------------------------

    @property
    def rows(self) -> Rows:
        """Rows of the population in this set, in order."""
        return np.arange(len(self._faces.model.population)) if self._rows is None else self._rows

    def __len__(self) -> int:
        return len(self._faces.model.population) if self._rows is None else len(self._rows)

    def __iter__(self) -> Iterator[Combatant]:
        return map(self._faces.face, self.rows.tolist())

    def __contains__(self, agent: object) -> bool:
        if not isinstance(agent, Combatant) or agent.model is not self._faces.model:
            return False
        return self._rows is None or bool(self._holds(np.array([agent.row]))[0])

    def __getitem__(self, item: Any) -> Any:
        if isinstance(item, slice):
            return [self._faces.face(row) for row in self.rows[item].tolist()]
        return self._faces.face(int(self.rows[item]))

    def first(self) -> Combatant:
        """Return the first combatant; an empty set has none."""
        if len(self) == 0:
            raise LookupError("the set is empty")
        return self._faces.face(int(self.rows[0]))

    def copy(self) -> CombatantSet:
        """Return a selection of those who are in the set now."""
        return self._like(self.rows.copy())

    __copy__ = copy

    def __getstate__(self) -> dict[str, Any]:
        return {"faces": self._faces, "rows": self._rows, "random": self.random}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self._faces, self._rows, self._mask = state["faces"], state["rows"], None
        self.random = state["random"]

    def _like(self, rows: Rows) -> CombatantSet:
        return CombatantSet(self._faces, rows, self.random)

    def _become(self, rows: Rows) -> CombatantSet:
        self._rows, self._mask = rows, None
        return self

    def _update(self, agents: Iterable[Any]) -> CombatantSet:
        return self._become(np.array([agent.row for agent in agents], dtype=np.int64))

    def _holds(self, rows: Rows) -> NDArray[np.bool_]:
        """Return which of these rows are in the set, shape (len(rows),)."""
        if self._mask is None or len(self._mask) < len(self._faces.model.population):
            self._mask = np.zeros(len(self._faces.model.population), dtype=bool)
            self._mask[self.rows] = True
        return self._mask[rows]

    # -- Mesa's questions ------------------------------------------------------------------------------------------

    def select(
        self,
        filter_func: Callable[[Any], Any] | None = None,
        at_most: int | float = ALL,
        inplace: bool = False,
        agent_type: type | None = None,
        where: Mapping[str, Any] | None = None,
    ) -> CombatantSet:
        """Return the combatants that pass; `where` compares columns and readings, `filter_func` looks at faces.

        `where` gives a value, or a list of values, for each name: `select(where={"group": [0, 2], "woman": True})`.
        `at_most` is a number, or a share if it is a float of at most 1. Use `where` first: faces are made only of those
        who pass it.
        """
        limit = most(at_most, len(self))
        rows = self.rows
        if agent_type is not None and not issubclass(Combatant, agent_type):
            rows = rows[:0]
        for name, wanted in (where or {}).items():
            rows = rows[attribute(name).matches(self._faces.model, rows, wanted)]
        if filter_func is None:
            rows = rows[:limit].copy()
        else:
            passing = (row for row in rows.tolist() if filter_func(self._faces.face(row)))
            rows = np.array(list(islice(passing, limit)), dtype=np.int64)
        return self._become(rows) if inplace else self._like(rows)

    def shuffle(self, inplace: bool = False) -> CombatantSet:
        """Return the set in random order, by Mesa's stream generator."""
        rows = self.rows.tolist()
        self.random.shuffle(rows)
        shuffled = np.array(rows, dtype=np.int64)
        return self._become(shuffled) if inplace else self._like(shuffled)

    def sort(self, key: Callable[[Any], Any] | str, ascending: bool = False, inplace: bool = False) -> CombatantSet:
        """Return the set sorted by an attribute or a function of faces, highest first; equals keep their order."""
        if isinstance(key, str) and key in ATTRIBUTES:
            values = self.column(key)
            order = np.argsort(values, kind="stable")
            if not ascending:
                order = len(values) - 1 - np.argsort(values[::-1], kind="stable")[::-1]
        else:
            keys = self.map(operator.attrgetter(key) if isinstance(key, str) else key)
            order = np.array(sorted(range(len(keys)), key=keys.__getitem__, reverse=not ascending), dtype=np.int64)
        rows = self.rows[order]
        return self._become(rows) if inplace else self._like(rows)

    def column(self, name: str) -> NDArray[Any]:
        """Return a column or reading of those in the set, as an array."""
        return attribute(name).values(self._faces.model, self.rows)

    def agg(self, attribute: str, func: Callable[..., Any] | Iterable[Callable[..., Any]]) -> Any:
        """Return `func` of the values of an attribute; several functions give a list.

        NumPy's functions get an array wide enough to add up in, all others a list, as in Mesa.
        """
        values: Any = self.column(attribute) if attribute in ATTRIBUTES else self.get(attribute)
        return reduced(values, func) if callable(func) else [reduced(values, one) for one in func]

    def get(
        self, attr_names: str | Iterable[str], handle_missing: str = "error", default_value: Any = None
    ) -> list[Any]:
        """Return the values of an attribute, or for several a list of values for each combatant."""
        if handle_missing not in ("error", "default"):
            raise ValueError(f"handle_missing is 'error' or 'default', not {handle_missing!r}")
        default = (default_value,) if handle_missing == "default" else ()
        if isinstance(attr_names, str):
            return self._listed(attr_names, default)
        columns = [self._listed(name, default) for name in attr_names]
        return [list(values) for values in zip(*columns, strict=True)] if columns else [[] for _ in range(len(self))]

    def _listed(self, name: str, default: tuple[Any, ...]) -> list[Any]:
        if name in ATTRIBUTES:
            return list(self.column(name).tolist())
        return [getattr(combatant, name, *default) for combatant in self]

    def set(self, attr_name: str, value: Any) -> CombatantSet:
        """Give everybody in the set one value of a column; other attributes are set on single faces only."""
        attribute(attr_name).write(self._faces.model, self.rows, value)
        return self

    def groupby(self, by: Callable[[Any], Any] | str, result_type: str = "agentset") -> GroupBy:
        """Return the set split by an attribute or a function of faces, in the order in which keys appear."""
        if isinstance(by, str) and by in ATTRIBUTES:
            values, firsts, codes = np.unique(self.column(by), return_index=True, return_inverse=True)
            sizes = np.bincount(codes, minlength=len(values))
            parts = np.split(self.rows[np.argsort(codes, kind="stable")], np.cumsum(sizes)[:-1])
            members = {values[i].item(): parts[i] for i in np.argsort(firsts)}
        else:
            found: dict[Any, list[int]] = {}
            for combatant, key in zip(
                self, self.map(operator.attrgetter(by) if isinstance(by, str) else by), strict=True
            ):
                found.setdefault(key, []).append(combatant.row)
            members = {key: np.array(rows, dtype=np.int64) for key, rows in found.items()}
        sets: dict[Any, Any] = {key: self._like(rows) for key, rows in members.items()}
        if result_type == "agentset":
            return CombatantGroups(sets)
        return GroupBy({key: part.to_list() for key, part in sets.items()})

    # -- members of a selection ------------------------------------------------------------------------------------

    def add(self, agent: Any) -> None:
        """Take a combatant of the same model into a selection."""
        if agent in self:
            return
        if not isinstance(agent, Combatant) or agent.model is not self._faces.model:
            raise FixedRecordError(
                "a set of combatants holds combatants of its model only: recruits join with model.population.append, "
                "and AgentSet([...], random=model.random) holds agents of any kind"
            )
        self._become(np.append(self.rows, agent.row))

    def discard(self, agent: Any) -> None:
        """Drop a combatant from a selection; whoever is not in it is no matter."""
        if self._rows is None:
            raise FixedRecordError(
                "a person cannot be removed from the record; drop members of a .copy() or .select(...) instead"
            )
        if agent in self:
            self._become(self._rows[self._rows != agent.row])

    def remove(self, agent: Any) -> None:
        """Drop a combatant from a selection; whoever is not in it is an error."""
        if agent not in self:
            raise KeyError(agent)
        self.discard(agent)

    def clear(self) -> None:
        """Empty a selection."""
        if self._rows is None:
            self.discard(None)
        self._become(np.zeros(0, dtype=np.int64))

    def _from_iterable(self, it: Iterable[Any]) -> AgentSet:  # type: ignore[override]  # needs the faces of this set
        agents = list(dict.fromkeys(it))
        if all(isinstance(agent, Combatant) and agent.model is self._faces.model for agent in agents):
            return self._like(np.array([agent.row for agent in agents], dtype=np.int64))
        return AgentSet(agents, random=self.random)

    def _kin(self, other: object) -> bool:
        return isinstance(other, CombatantSet) and other._faces is self._faces

    def __and__(self, other: Any) -> Any:
        return self._like(other.rows[self._holds(other.rows)]) if self._kin(other) else super().__and__(other)

    def __sub__(self, other: Any) -> Any:
        return self._like(self.rows[~other._holds(self.rows)]) if self._kin(other) else super().__sub__(other)

    def __or__(self, other: Any) -> Any:
        if not self._kin(other):
            return super().__or__(other)
        return self._like(np.concatenate([self.rows, other.rows[~self._holds(other.rows)]]))

    def __xor__(self, other: Any) -> Any:
        return (self - other) | self._from_iterable(agent for agent in other if agent not in self)

    def __le__(self, other: AbstractSet[Any]) -> bool:
        if isinstance(other, CombatantSet) and self._kin(other):
            return bool(other._holds(self.rows).all())
        return super().__le__(other)
