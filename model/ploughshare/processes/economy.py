"""Incomes of the month: who taxes what, what an armed man can earn besides, how many jobs there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ploughshare.agents.community import Community
from ploughshare.kernels.surroundings import illicit_per_head_xof
from ploughshare.kernels.taxes import share_out
from ploughshare.scenario.calendar import expand_steps

if TYPE_CHECKING:
    from ploughshare.model import DDRModel

Floats = NDArray[np.float64]


class Economy:
    """Illicit and taxed incomes of a run, by place and month. Money in XOF a month, for the persons described."""

    def __init__(self, model: DDRModel) -> None:
        self.model = model
        definition = model.definition
        start, months = definition.about.start, definition.months
        sources = list(definition.income_sources.values())
        self.community = np.array([model.community_names.index(source.community) for source in sources], dtype=np.int64)
        self.region = model.region_of_community[self.community]
        participants = np.zeros((months, len(sources)))
        for number, source in enumerate(sources):
            participants[:, number] = expand_steps(source.participants, start, months)
        self.tax_xof = participants * np.array([source.tax_xof_per_month for source in sources])
        """what the group in control takes, shape (months, sources)"""
        earned = participants * np.array([source.income_xof_per_month for source in sources])
        self.earned_xof = np.array([_added_up(month, self.region, model.regions) for month in earned])
        """what all who work at sources earn, shape (months, regions)"""
        self.workers = np.array([_added_up(month, self.region, model.regions) for month in participants])
        """persons who work at sources, shape (months, regions)"""
        self._control_changes = _control_changes(model)

    def update(self) -> None:
        """Find who controls each place, share out taxes, and find what an armed man can earn besides."""
        model, month = self.model, self.model.month
        for community in self._control_changes.get(month, ()):
            community.follow_recorded_control()
        places = model.community_columns
        places.illicit_tax_xof, model.leaders.tax_xof = share_out(
            self.tax_xof[month], self.community, places.controller, len(model.groups)
        )
        model.conditions.illicit_per_head_xof = illicit_per_head_xof(
            self.earned_xof[month], self.workers[month], model.stock.armed_in_region, model.scale
        )


def _added_up(amounts: Floats, where: NDArray[np.int64], size: int) -> Floats:
    """Return the amounts of all sources added up by where they are, one after the other, shape (size,)."""
    return np.asarray(np.bincount(where, amounts, minlength=size), dtype=np.float64)


def _control_changes(model: DDRModel) -> dict[int, list[Community]]:
    """Return which communities change hands on record, by month of the run; the first month takes all before it."""
    changes: dict[int, list[Community]] = {}
    for community in model.communities:
        for month in sorted({max(since, 0) for since, _ in community.control_on_record}):
            changes.setdefault(month, []).append(community)
    return changes
