"""The model's run as the benchmarks time it: from its first month to its tables."""

from __future__ import annotations

from collections.abc import Callable

from ploughshare.agents.combatants import forget_model
from ploughshare.model import DDRModel
from ploughshare.record.tables import tables_of
from ploughshare.scenario.schema import Scenario

SEED = 1


def run_model(definition: Scenario, seed: int = SEED, months: int | None = None) -> Callable[[], object]:
    """Return the work of running the model from its first month to its tables; making the model is not part of it."""
    model = DDRModel(definition, rng=seed)

    def work() -> object:
        while model.running and (months is None or model.month < months):
            model.step()
        tables = tables_of(model)
        forget_model(model)
        return tables

    return work
