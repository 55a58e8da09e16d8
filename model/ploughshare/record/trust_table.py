"""The trust table: what persons of each group, their leaders and the government think of one another, month by month."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ploughshare.agents.conditions import GOVERNMENT
from ploughshare.model import DDRModel
from ploughshare.processes.recorder import PERSONS, Notes
from ploughshare.record.named import Codes, named

Floats = NDArray[np.float64]

_TRUSTED = ("government", "mission", "leader", "other_coalition", "community", "groups")


def trust(model: DDRModel) -> tuple[Codes, Any, Any, Floats]:
    """Return month, truster, trusted and value of every row: groups that are active, then the government."""
    months, groups, notes = model.recorder.months, len(model.groups), model.recorder.notes
    columns = [_of_persons(model, notes), notes.trust_other[..., None], _of_communities(model, notes)]
    by_group = np.concatenate(columns, axis=2)
    width = by_group.shape[2]
    value = np.concatenate([by_group.reshape(months, groups * width), notes.government[:, 2:]], axis=1)
    active = np.repeat(model.leaders.active(slice(months)), width, axis=1)
    present = np.concatenate([active, np.ones((months, 1), dtype=bool)], axis=1)
    month, column = np.nonzero(present)
    truster = np.append(np.repeat(np.arange(groups), width), groups)
    trusted = np.append(np.tile(np.arange(width), groups), len(_TRUSTED) - 1)
    return (
        month,
        named(truster[column], [*model.group_names, GOVERNMENT]),
        named(trusted[column], _TRUSTED),
        value[present],
    )


def _of_persons(model: DDRModel, notes: Notes) -> Floats:
    """Mean trust of the living and free in the government, the mission and the own leaders, shape (months, groups, 3)."""
    persons = model.recorder.counted(PERSONS)[..., ~model.alternatives.absorbing].sum(axis=2)
    return np.asarray(notes.trust / np.maximum(persons, 1)[..., None])


def _of_communities(model: DDRModel, notes: Notes) -> Floats:
    """Mean acceptance where the persons of a group live, shape (months, groups, 1)."""
    region = model.region_of_community
    by_region = np.zeros((model.recorder.months, model.regions))
    for community, place in enumerate(region):
        by_region[:, place] += notes.acceptance[:, community]
    by_region /= np.maximum(np.bincount(region, minlength=model.regions), 1)
    return np.asarray((notes.home_region_share * by_region[:, None, :]).sum(axis=2, keepdims=True))
