"""The readable form of the choice, which explanations take apart, gives what the compiled form gives, person by person."""

from __future__ import annotations

import numpy as np
import pytest

from ploughshare.agents.population import Rows
from ploughshare.model import DDRModel
from ploughshare.scenario.loading import load_scenario


@pytest.mark.parametrize(
    ("name", "scale", "history", "settings"),
    [
        ("training", 1.0, "free", ()),
        ("training", 0.5, "replay", ("parameters.risk_aversion=1.4", "parameters.reconsider_monthly=0.5")),
        ("mali", 0.02, "free", ()),
    ],
)
def test_readable_and_compiled_choices_are_the_same(
    name: str, scale: float, history: str, settings: tuple[str, ...]
) -> None:
    model = DDRModel(load_scenario(name, settings=settings, history=history, population_scale=scale), rng=3)
    asked = []

    def compare(model: DDRModel, rows: Rows) -> None:
        asked.append(len(rows))
        assert np.array_equal(model.choices.chosen(rows), model.choices.chosen_plainly(rows)), model.month

    model.choices.observers.append(compare)
    while model.running:
        model.step()
    assert sum(asked) > 3_000 and max(asked) > 256  # more than one block of the kernel
