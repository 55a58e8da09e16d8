"""A run lived up to one month and looked at while that month is lived: what each saw when he decided."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from ploughshare.agents.combatants import forget_model
from ploughshare.agents.options import FIRST_PROGRAMME
from ploughshare.agents.population import Rows
from ploughshare.analysis.explain import gates, politics
from ploughshare.analysis.explain.people import People, TermParts, audience, look_at, members, rows_of
from ploughshare.analysis.explain.question import Question
from ploughshare.analysis.explain.rows import Row
from ploughshare.model import DDRModel
from ploughshare.scenario.schema import Scenario

OnMonth = Callable[[int], None]


@dataclass
class Sight:
    """What was seen in the month asked about, in one run."""

    scale: float
    people: People
    """the persons asked about, or in a what-if the same persons wherever they are"""
    parts: TermParts
    """what the terms of these persons are made of"""
    stops: dict[str, NDArray[np.bool_]]
    """who fails which rule of the option asked about"""
    closed: list[str]
    """why nobody can enter the option asked about"""
    balances: list[politics.Balance]
    politics: list[Row]
    followed: NDArray[np.bool_] = field(default_factory=lambda: np.zeros(0, dtype=bool))
    """which of the persons looked for exist in this run; everybody where nobody was looked for"""


class WitnessedModel(DDRModel):
    """A run that remembers one month as it was lived. It lives exactly as a `DDRModel` does."""

    def __init__(
        self, definition: Scenario, rng: int, question: Question, follow: NDArray[np.uint32] | None = None
    ) -> None:
        self.question = question
        self.follow = follow
        """lasting numbers of persons to look at wherever they are, none to look at those the question names"""
        self.governing: list[Row] = []
        self.sight: Sight | None = None
        super().__init__(definition, rng)
        self.choices.observers.append(self._look)

    def _lead(self) -> None:
        """The government has just acted and leaders have not: what it saw is still there."""
        if self.month == self.question.month_index:
            self.governing = politics.governing_rows(self)
        super()._lead()

    def _look(self, _: DDRModel, reconsidering: Rows) -> None:
        if self.month != self.question.month_index:
            return
        rows = audience(self, self.question)
        followed = np.ones(len(rows), dtype=bool)
        if self.follow is not None:
            found = rows_of(self, self.follow)
            rows, followed = found[found >= 0], found >= 0
        people, parts = look_at(self, rows, reconsidering)
        groups = members(self, self.question)
        stops, closed, leading = self._about_option(rows, people, groups)
        self.sight = Sight(
            scale=self.scale,
            people=people,
            parts=parts,
            stops=stops,
            closed=closed,
            balances=politics.balances(self, groups),
            politics=[*leading, *self.governing, *politics.pay_rows(self)],
            followed=followed,
        )

    def _about_option(
        self, rows: Rows, people: People, groups: list[int]
    ) -> tuple[dict[str, NDArray[np.bool_]], list[str], list[Row]]:
        """Return who fails which rule of the option, why it is closed, and how leaders came to endorse it or not."""
        if self.question.option not in self.alternatives.names:
            return {}, ["removed by the what-if"], []
        option = self.alternatives.names.index(self.question.option)
        leading: list[Row] = []
        if option >= FIRST_PROGRAMME:
            leading = politics.endorsement_rows(self, groups, self.programmes[option - FIRST_PROGRAMME])
        return gates.reasons(self, rows, people, option), gates.why_closed(self, option), leading


def witness(
    definition: Scenario,
    seed: int,
    question: Question,
    follow: NDArray[np.uint32] | None = None,
    on_month: OnMonth | None = None,
) -> Sight:
    """Live a run up to the month asked about and return what was seen in it.

    `follow` names the persons to look at by their lasting numbers; without it they are those the question names.
    `on_month` is called after each month with the number of months lived.
    """
    model = WitnessedModel(definition, seed, question, follow)
    try:
        while model.sight is None:
            model.step()
            if on_month is not None:
                on_month(model.month)
        return model.sight
    finally:
        forget_model(model)
