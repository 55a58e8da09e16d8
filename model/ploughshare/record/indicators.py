"""The table of indicators: blocks of subjects and what is measured of them, month by month, where they exist."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ploughshare.agents.conditions import GOVERNMENT
from ploughshare.agents.options import ARMED, FIRST_PROGRAMME
from ploughshare.model import DDRModel
from ploughshare.processes.recorder import stacked
from ploughshare.record.named import Codes, named

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Block:
    """Indicators of several subjects over time; `values` and `present` have shape (months, subjects, indicators)."""

    subjects: Sequence[str]
    indicators: Sequence[str]
    values: Floats
    present: Flags

    @property
    def width(self) -> int:
        """Number of rows of a month in which everything is present."""
        return len(self.subjects) * len(self.indicators)


def indicators(model: DDRModel) -> tuple[Codes, Any, Any, Floats]:
    """Return month, subject, indicator and value of every row, in order."""
    blocks = [_groups(model), _coalitions(model), _programmes(model), _regions(model), _government(model)]
    blocks.append(_mission(model))
    months = model.recorder.months
    values = np.concatenate([block.values.reshape(months, block.width) for block in blocks], axis=1)
    present = np.concatenate([block.present.reshape(months, block.width) for block in blocks], axis=1)
    subjects = [subject for block in blocks for subject in block.subjects for _ in block.indicators]
    names = [name for block in blocks for _ in block.subjects for name in block.indicators]
    month, column = np.nonzero(present)
    return month, named(column, subjects), named(column, names), values[present]


def _always(model: DDRModel, subjects: Sequence[str], names: Sequence[str], notes: Sequence[object]) -> Block:
    values = stacked(notes, len(subjects), len(names))
    return Block(subjects, names, values, np.ones(values.shape, dtype=bool))


def _announced(model: DDRModel) -> Flags:
    """Which programmes are announced, shape (months, programmes)."""
    announced = np.array([programme.announced for programme in model.programmes], dtype=np.int64)
    return np.arange(model.recorder.months)[:, None] >= announced


def _groups(model: DDRModel) -> Block:
    recorder, groups, programmes = model.recorder, len(model.groups), len(model.programmes)
    stance, cooperate, hold, tax, allied, trust = np.moveaxis(stacked(recorder.leaders, groups, 6), 2, 0)
    released = stacked(recorder.released, groups, programmes).max(axis=2, initial=0.0)
    own = np.stack([stance, cooperate, hold, released, tax, allied, trust], axis=2)
    active = np.array(recorder.active, dtype=bool).reshape(-1, groups, 1)
    return Block(
        model.group_names,
        (
            *("stance", "cooperate", "hold", "released_share", "tax_xof", "in_coalition", "leaders_trust_government"),
            *(f"endorses:{programme.name}" for programme in model.programmes),
        ),
        np.concatenate([own, stacked(recorder.endorsed, groups, programmes)], axis=2),
        np.concatenate([np.repeat(active, own.shape[2], axis=2), active & _announced(model)[:, None, :]], axis=2),
    )


def _coalitions(model: DDRModel) -> Block:
    formed = np.array([coalition.formed for coalition in model.coalitions.values()], dtype=np.int64)
    values = stacked(model.recorder.coalitions, len(formed), 3)
    present = np.arange(model.recorder.months)[:, None] >= formed
    return Block(
        list(model.coalitions),
        ("boycott", "attendance", "allowances_xof"),
        values,
        np.repeat(present[..., None], values.shape[2], axis=2),
    )


def _programmes(model: DDRModel) -> Block:
    recorder, programmes = model.recorder, len(model.programmes)
    opened, session, paid = np.moveaxis(stacked(recorder.programme_states, programmes, 3), 2, 0)
    belief = stacked(recorder.beliefs, programmes, 2)
    serving = stacked(recorder.persons, len(model.groups), len(model.alternatives))[..., FIRST_PROGRAMME:].sum(axis=1)
    announced = _announced(model)
    served = announced & (serving > 0)
    values = [opened, session, belief[..., 0] / belief.sum(axis=2), paid, _fighting_value_ratio(model)]
    return Block(
        [programme.name for programme in model.programmes],
        ("open", "session", "belief_paid", "paid", "fighting_value_ratio"),
        np.stack(values, axis=2),
        np.stack([announced, announced, announced, served, served], axis=2),
    )


def _fighting_value_ratio(model: DDRModel) -> Floats:
    """Mean fighting value of those who serve over that of their groups' men under arms, shape (months, programmes)."""
    sizes = len(model.groups), len(model.alternatives)
    persons, value = stacked(model.recorder.persons, *sizes), stacked(model.recorder.fighting_value, *sizes)
    serving, of_serving = persons[..., FIRST_PROGRAMME:], value[..., FIRST_PROGRAMME:].sum(axis=1)
    armed = np.where(serving > 0, persons[..., ARMED, None], 0.0).sum(axis=1)
    of_armed = np.where(serving > 0, value[..., ARMED, None], 0.0).sum(axis=1)
    mean_serving = of_serving / np.maximum(serving.sum(axis=1), 1.0)
    known = (armed > 0) & (of_armed > 0)
    mean_armed = np.where(known, of_armed, 1.0) / np.maximum(armed, 1.0)
    return np.where(known, mean_serving / mean_armed, 1.0)


def _regions(model: DDRModel) -> Block:
    return _always(model, model.region_names, ("hostilities", "threat", "guarantee"), model.recorder.regions)


def _government(model: DDRModel) -> Block:
    names = ("sovereignty_concern", "offensive", "trust_in_groups", "provisions_kept_share")
    return _always(model, (GOVERNMENT,), names, model.recorder.government)


def _mission(model: DDRModel) -> Block:
    names = ("consent", "pressure", "presence", "staff", "handed_over")
    return _always(model, ("mission",), names, model.recorder.mission)
