"""A set of combatants split by a key, and one number made of many."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ploughshare.agents.combatant_face import ATTRIBUTES

if TYPE_CHECKING:
    from mesa.agent import GroupBy
else:
    try:
        from mesa.agentset import GroupBy  # Mesa 3.5
    except ModuleNotFoundError:
        from mesa.agent import GroupBy

__all__ = ["CombatantGroups", "GroupBy", "reduced"]

_REDUCERS: dict[Any, np.ufunc] = {
    sum: np.add,
    np.sum: np.add,
    min: np.minimum,
    np.min: np.minimum,
    max: np.maximum,
    np.max: np.maximum,
}


def widened(values: NDArray[Any]) -> NDArray[Any]:
    """Return numbers wide enough to add up: small integers and shares would run over or lose digits."""
    if values.dtype.kind in "iu":
        return values.astype(np.int64)
    return values.astype(np.float64) if values.dtype.kind == "f" else values


def reduced(values: Any, func: Callable[..., Any]) -> Any:
    """Return `func` of values: NumPy's functions get an array, others a list; a NumPy scalar becomes a Python one."""
    if isinstance(values, np.ndarray):
        for_numpy = isinstance(func, np.ufunc) or str(getattr(func, "__module__", "")).split(".")[0] == "numpy"
        values = widened(values) if for_numpy else values.tolist()
    result = func(values)
    return result.item() if isinstance(result, np.generic) else result


class CombatantGroups(GroupBy):
    """Sets of combatants by key, like Mesa's `GroupBy`; sums, means, extremes and counts loop over no agent."""

    groups: dict[Any, Any]

    def agg(self, attr_name: str, func: Callable[..., Any]) -> dict[Any, Any]:
        """Return one number of an attribute for each key."""
        sizes = np.array([len(members) for members in self.groups.values()])
        arrays = attr_name in ATTRIBUTES and len(sizes) > 0 and sizes.all()
        if not arrays or (func is not np.mean and func not in _REDUCERS):
            return {key: members.agg(attr_name, func) for key, members in self.groups.items()}
        values = widened(np.concatenate([members.column(attr_name) for members in self.groups.values()]))
        if values.dtype.kind not in "bif":
            return {key: members.agg(attr_name, func) for key, members in self.groups.items()}
        reducer = _REDUCERS.get(func, np.add)
        if reducer is np.add and values.dtype.kind == "b":
            values = values.astype(np.int64)
        results = reducer.reduceat(values, np.cumsum(sizes) - sizes)
        results = results / sizes if func is np.mean else results
        return dict(zip(self.groups, results.tolist(), strict=True))
