"""Runs of small countries, by the kernels and in plain Python, as bytes that can be compared."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import nullcontext

import numpy as np

from ploughshare.agents.combatants import forget_model
from ploughshare.agents.population import COLUMNS
from ploughshare.model import DDRModel
from ploughshare.oracle.stepping import in_plain_python
from ploughshare.record.tables import tables_of
from ploughshare.scenario.schema import Scenario

Fingerprints = dict[str, str]


def months_lived(definition: Scenario, seed: int, months: int, *, plainly: bool) -> Iterator[Fingerprints]:
    """Yield the fingerprint of every column at the start and after each month, and last those of all tables."""
    with in_plain_python() if plainly else nullcontext():
        model = DDRModel(definition, rng=seed)
        yield columns(model)
        while model.running and model.month < months:
            model.step()
            yield columns(model)
        yield {name: frame.to_csv(index=False, float_format="%r") for name, frame in tables_of(model).items()}
        forget_model(model)


def columns(model: DDRModel) -> Fingerprints:
    """Return the fingerprint of every column of the population, of the flows and of the count of weapons."""
    population = model.population
    found = {name: fingerprint(np.asarray(getattr(population, name)).tobytes()) for name in COLUMNS}
    found["flows"] = fingerprint(population.flows.tobytes())
    weapons = (population.weapons_acquired, population.weapons_handed_in, population.weapons_lost)
    return {**found, "weapons": str(weapons)}


def fingerprint(data: bytes) -> str:
    """Return a short hash."""
    return hashlib.sha256(data).hexdigest()[:16]


def differing(one: Fingerprints, other: Fingerprints) -> list[str]:
    """Return the names under which two sets of fingerprints differ."""
    assert one.keys() == other.keys()
    return [name for name in one if one[name] != other[name]]
