"""From a run to its tables."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from ploughshare.agents.combatants import forget_model
from ploughshare.model import DDRModel
from ploughshare.programmes.ledger import NEVER
from ploughshare.record.columns import TABLES
from ploughshare.scenario.calendar import month_names
from ploughshare.scenario.schema import Scenario

Tables = dict[str, pd.DataFrame]


def run_tables(scenario: Scenario, seed: int, on_month: Callable[[int], None] | None = None) -> Tables:
    """Run a scenario once and return its tables, see `record/columns.py`.

    `on_month` is called after each month with the number of months lived.
    """
    model = DDRModel(scenario, rng=seed)
    try:
        while model.running:
            model.step()
            if on_month is not None:
                on_month(model.month)
        return tables_of(model)
    finally:
        forget_model(model)


def tables_of(model: DDRModel) -> Tables:
    """Return the tables of a model as far as it has run."""
    names = month_names(model.definition.about.start, model.definition.months)
    tables = {}
    for table, columns in TABLES.items():
        if table == "provisions":
            tables[table] = _provisions(model, names)
            continue
        rows = model.recorder.rows[table]
        frame = pd.DataFrame(rows, columns=[column.name for column in columns])
        frame["month"] = frame["month"].map(lambda month: names[month]) if rows else frame["month"].astype("str")
        tables[table] = frame.astype({column.name: column.dtype for column in columns})
    return tables


def _provisions(model: DDRModel, names: list[str]) -> pd.DataFrame:
    ledger = model.ledger
    rows = [
        (
            name,
            provision.agreement,
            provision.domain.value,
            ",".join(provision.owners),
            provision.weight,
            provision.due,
            "" if kept == NEVER else names[max(int(kept), 0)],
        )
        for (name, provision), kept in zip(model.definition.provisions.items(), ledger.kept, strict=True)
    ]
    return pd.DataFrame(rows, columns=[column.name for column in TABLES["provisions"]])
