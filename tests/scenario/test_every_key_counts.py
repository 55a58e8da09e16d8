"""Every key that a scenario file gives is read by a run, or is on a short list of those that are there for readers and tables."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from ploughshare.model import DDRModel
from ploughshare.record.tables import tables_of
from ploughshare.scenario.base import Record
from ploughshare.scenario.loading import load_scenario
from ploughshare.scenario.schema import Scenario

Key = tuple[str, str]

TEXTS = {"title", "source", "sources", "en", "fr", "note"}
FOR_READERS: dict[str, set[str]] = {
    "ScenarioFile": {
        "date",
        "bibliography",
        "not_modelled",
        "authors",
        "summary",
        "name",
        "phases",
    },  # pages and reports
    "Phase": {"id", "from_", "to"},  # figures
    "Event": {"marker"},  # figures
    "Scenario": {"facts"},  # scored after the run, with all that belongs to a fact and its query
    "Fact": {"phase", "measure", "from_", "to", "use", "observed", "unit", "conflict", "section", "forced_in_replay"},
    "Query": {"table", "where", "from_", "to", "column", "over", "aggregate"},
    "ParameterValue": {"prior"},  # sweeps draw from priors
    "LogNormal": {"distribution", "median", "sigma"},
    "Uniform": {"distribution", "low", "high"},
    "Normal": {"distribution", "mean", "sd"},
    "Beta": {"distribution", "a", "b"},
    "Community": {"population"},  # where youth at risk are estimated from; rules read the youth
    "IncomeSource": {"kind"},  # gold, tolls, trafficking: says what the income is
    "FollowUpBody": {"agreement"},  # whose body it is
    "Provision": {"number", "text"},  # where it stands in the agreement, and its words
    "Condition": {"below"},  # the other half of `above`; the shipped countries ask for `above` only
}


def records_in(value: Any) -> Iterator[Record]:
    """Return a record and all records inside it."""
    if isinstance(value, Record):
        yield value
        value = list(value.__dict__.values())
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list | tuple):
        for part in value:
            yield from records_in(part)


def keys_given(definition: Scenario) -> set[Key]:
    return {(type(record).__name__, key) for record in records_in(definition) for key in type(record).model_fields}


def test_every_key_is_read_by_a_run_or_stands_there_for_readers(monkeypatch: pytest.MonkeyPatch) -> None:
    read: set[Key] = set()
    get = Record.__getattribute__

    def noting(record: Record, name: str) -> Any:
        read.add((type(record).__name__, name))
        return get(record, name)

    given: set[Key] = set()
    for name, scale in (("training", 0.5), ("mali", 0.02)):
        for history in ("free", "replay"):
            definition = load_scenario(name, history=history, population_scale=scale)
            given |= keys_given(definition)
            with monkeypatch.context() as spying:
                spying.setattr(Record, "__getattribute__", noting)
                model = DDRModel(definition, rng=1)
                while model.running:
                    model.step()
                tables_of(model)
    unread = {(record, key) for record, key in given - read if key not in TEXTS}
    assert unread <= {(record, key) for record, keys in FOR_READERS.items() for key in keys}
    assert {record for record, _ in given} >= set(FOR_READERS)
