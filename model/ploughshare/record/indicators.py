"""The table of indicators: blocks of subjects and what is measured of them, month by month, where they exist."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ploughshare.agents.conditions import GOVERNMENT
from ploughshare.agents.options import ARMED, FIRST_PROGRAMME
from ploughshare.kernels.columns import STEP
from ploughshare.model import DDRModel
from ploughshare.processes.recorder import FIGHTING_VALUE, PERSONS
from ploughshare.record.named import Codes, named

Counts = NDArray[np.int64]
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


def _always(subjects: Sequence[str], names: Sequence[str], values: Floats) -> Block:
    """Return a block that is always present; `values` have shape (months, indicators) for one subject."""
    values = values.reshape(len(values), len(subjects), len(names))
    return Block(subjects, names, values, np.ones(values.shape, dtype=bool))


def _announced(model: DDRModel) -> Flags:
    """Which programmes are announced, shape (months, programmes)."""
    announced = np.array([programme.announced for programme in model.programmes], dtype=np.int64)
    return np.arange(model.recorder.months)[:, None] >= announced


def _groups(model: DDRModel) -> Block:
    notes = model.recorder.notes
    own = (
        notes.stance,
        notes.cooperate,
        notes.hold,
        notes.released.max(axis=2, initial=0.0),
        notes.tax_xof,
        notes.coalition < len(model.coalitions),
        notes.trust_government,
    )
    active = model.leaders.active(slice(model.recorder.months))[..., None]
    return Block(
        model.group_names,
        (
            *("stance", "cooperate", "hold", "released_share", "tax_xof", "in_coalition", "leaders_trust_government"),
            *(f"endorses:{programme.name}" for programme in model.programmes),
        ),
        np.concatenate([np.stack(own, axis=2), notes.endorsed], axis=2),
        np.concatenate([np.repeat(active, len(own), axis=2), active & _announced(model)[:, None, :]], axis=2),
    )


def _coalitions(model: DDRModel) -> Block:
    formed = np.array([coalition.formed for coalition in model.coalitions.values()], dtype=np.int64)
    values = model.recorder.notes.coalitions
    present = np.arange(len(values))[:, None] >= formed
    return Block(
        list(model.coalitions),
        ("boycott", "attendance", "allowances_xof"),
        values,
        np.repeat(present[..., None], values.shape[2], axis=2),
    )


def _programmes(model: DDRModel) -> Block:
    notes, persons = model.recorder.notes, model.recorder.counted(PERSONS)
    value = model.recorder.counted(FIGHTING_VALUE)
    opened, session, paid = notes.programme_states.swapaxes(0, 1)
    kept, missed = np.moveaxis(notes.beliefs.sum(axis=1), 2, 0)
    announced = _announced(model)
    served = announced & (persons[..., FIRST_PROGRAMME:].sum(axis=1) > 0)
    values = [opened, session, kept / (kept + missed), paid, _fighting_value_ratio(persons, value)]
    return Block(
        [programme.name for programme in model.programmes],
        ("open", "session", "belief_paid", "paid", "fighting_value_ratio"),
        np.stack(values, axis=2),
        np.stack([announced, announced, announced, served, served], axis=2),
    )


def _fighting_value_ratio(persons: Counts, packed_value: Counts) -> Floats:
    """Mean fighting value of those who serve over that of their groups' men under arms, shape (months, programmes).

    Persons and the fighting value of all of them, in `STEP`s, have shape (months, groups, alternatives).
    """
    value = packed_value * STEP
    serving, of_serving = persons[..., FIRST_PROGRAMME:], value[..., FIRST_PROGRAMME:].sum(axis=1)
    armed = np.where(serving > 0, persons[..., ARMED, None], 0).sum(axis=1)
    of_armed = np.where(serving > 0, value[..., ARMED, None], 0.0).sum(axis=1)
    mean_serving = of_serving / np.maximum(serving.sum(axis=1), 1)
    known = (armed > 0) & (of_armed > 0)
    mean_armed = np.where(known, of_armed, 1.0) / np.maximum(armed, 1)
    return np.where(known, mean_serving / mean_armed, 1.0)


def _regions(model: DDRModel) -> Block:
    notes = model.recorder.notes
    values = np.stack([notes.hostilities, notes.threat, notes.guarantee], axis=2)
    return _always(model.region_names, ("hostilities", "threat", "guarantee"), values)


def _government(model: DDRModel) -> Block:
    """The ledger still knows what had been kept in every month."""
    kept = [[model.ledger.kept_share(month)] for month in range(model.recorder.months)]
    names = ("sovereignty_concern", "offensive", "trust_in_groups", "provisions_kept_share")
    values = np.concatenate([model.recorder.notes.government, np.reshape(kept, (-1, 1))], axis=1)
    return _always((GOVERNMENT,), names, values)


def _mission(model: DDRModel) -> Block:
    names = ("consent", "pressure", "presence", "staff", "handed_over")
    return _always(("mission",), names, model.recorder.notes.mission)
