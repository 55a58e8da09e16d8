"""Incomes of the month: who taxes what, what an armed man can earn besides, how many jobs there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ploughshare.agents.conditions import GOVERNMENT
from ploughshare.rules import income
from ploughshare.scenario.calendar import monthly_values

if TYPE_CHECKING:
    from ploughshare.model import DDRModel


class Economy:
    """Illicit and taxed incomes of a run, by place and month. Money in XOF a month, for the persons described."""

    def __init__(self, model: DDRModel) -> None:
        self.model = model
        definition = model.definition
        start, months = definition.about.start, definition.months
        self.sources = list(definition.income_sources.values())
        self.community = [model.community_names.index(source.community) for source in self.sources]
        self.participants = [monthly_values(source.participants, start, months) for source in self.sources]

    def update(self) -> None:
        """Find who controls each place, share out taxes, and add up illicit income by region."""
        model, month = self.model, self.model.month
        for community in model.communities:
            community.follow_recorded_control()
            community.illicit_tax_xof = 0.0
        for group in model.groups:
            group.tax_xof = 0.0
        earned = np.zeros(model.regions)
        workers = np.zeros(model.regions)
        for source, place, participants in zip(self.sources, self.community, self.participants, strict=True):
            community = model.communities[place]
            persons = participants[month]
            earned[community.region] += persons * source.income_xof_per_month
            workers[community.region] += persons
            self._tax(place, persons * source.tax_xof_per_month)
        armed = model.stock.armed_here.sum(axis=0) / model.scale
        model.conditions.illicit_per_head_xof = income.illicit_income_per_head_xof(earned, workers + armed)

    def _tax(self, place: int, tax_xof: float) -> None:
        """The controlling group takes the tax; under the government nobody does."""
        model = self.model
        controller = model.communities[place].controlled_by
        if controller == GOVERNMENT:
            return
        model.communities[place].illicit_tax_xof += tax_xof
        model.group_named[controller].tax_xof += tax_xof
