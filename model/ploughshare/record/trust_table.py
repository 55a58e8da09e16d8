"""The trust table: what persons of each group, their leaders and the government think of one another, month by month."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ploughshare.agents.conditions import GOVERNMENT
from ploughshare.model import DDRModel
from ploughshare.processes.recorder import stacked
from ploughshare.record.named import Codes, named

_TRUSTED = ("government", "mission", "leader", "other_coalition", "community", "groups")


def trust(model: DDRModel) -> tuple[Codes, Any, Any, NDArray[np.float64]]:
    """Return month, truster, trusted and value of every row: groups that are active, then the government."""
    recorder, groups = model.recorder, len(model.groups)
    by_group = np.concatenate([_of_persons(model), _of_leaders(model), _of_communities(model)], axis=2)
    present = np.repeat(np.array(recorder.active, dtype=bool).reshape(-1, groups), by_group.shape[2], axis=1)
    of_government = stacked([row[2] for row in recorder.government], 1)
    value = np.concatenate([by_group.reshape(recorder.months, groups * by_group.shape[2]), of_government], axis=1)
    present = np.concatenate([present, np.ones((recorder.months, 1), dtype=bool)], axis=1)
    months, column = np.nonzero(present)
    truster = np.append(np.repeat(np.arange(groups), by_group.shape[2]), groups)
    trusted = np.append(np.tile(np.arange(by_group.shape[2]), groups), len(_TRUSTED) - 1)
    return (
        months,
        named(truster[column], [*model.group_names, GOVERNMENT]),
        named(trusted[column], _TRUSTED),
        value[present],
    )


def _of_persons(model: DDRModel) -> NDArray[np.float64]:
    """Mean trust of the living and free in the government, the mission and the own leaders, shape (months, groups, 3)."""
    groups = len(model.groups)
    persons = stacked(model.recorder.persons, groups, len(model.alternatives))[..., ~model.alternatives.absorbing].sum(
        axis=2
    )
    return np.asarray(stacked(model.recorder.trust, groups, 3) / np.maximum(persons, 1.0)[..., None])


def _of_leaders(model: DDRModel) -> NDArray[np.float64]:
    """Trust in the other coalition, shape (months, groups, 1)."""
    return stacked(model.recorder.trust_other, len(model.groups), 1)


def _of_communities(model: DDRModel) -> NDArray[np.float64]:
    """Mean acceptance where the persons of a group live, shape (months, groups, 1)."""
    recorder, region = model.recorder, model.region_of_community
    acceptance = stacked(recorder.communities, len(model.communities), 5)[..., 2]
    by_region = np.zeros((recorder.months, model.regions))
    for community, place in enumerate(region):
        by_region[:, place] += acceptance[:, community]
    by_region /= np.maximum(np.bincount(region, minlength=model.regions), 1)
    homes = stacked(recorder.home_region_share, len(model.groups), model.regions)
    return np.asarray((homes * by_region[:, None, :]).sum(axis=2, keepdims=True))
