"""More persons than a block holds, and so many that one percent of a small term turns somebody: what few hide."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import pytest
from tests.oracle.planting import uncompiled
from tests.oracle.test_planted_errors import MONTHS, SENSITIVE, called, own_table
from tests.oracle.witnessing import Calls, calls_of_a_run, calls_of_the_choice, contradicts

from ploughshare.kernels import choice, considering, learning, mortality
from ploughshare.kernels.choice_inputs import BLOCK
from ploughshare.processes import choice_tables
from ploughshare.scenario.loading import load_scenario
from ploughshare.scenario.schema import Scenario

PLANTED = [
    (choice, "choose", "choose", "rows[start : start + BLOCK]", "rows[: len(rows[start : start + BLOCK])]"),
    (choice, "choose", "choose", "start + block.place[n]", "block.place[n]"),
    (considering, "reconsidering", "reconsidering", "start + j", "j"),
    (learning, "learn", "learn", "community[part]", "community[: len(group[part])]"),
    (learning, "learn", "_settle", "mean[group[0]]", "mean[0]"),
    (mortality, "everyday_deaths", "everyday_deaths", "start + j", "j"),
]
"""Errors that only a second block shows."""


@pytest.fixture(scope="module")
def crowded() -> Scenario:
    """A sensitive training country of 2,580 persons, in which security weighs four times as much."""
    return load_scenario("training", settings=(*SENSITIVE, "parameters.security_weight=10"), population_scale=1.2)


@pytest.fixture(scope="module")
def calls(crowded: Scenario) -> Calls:
    return {**calls_of_a_run(crowded, 3, 2), **calls_of_the_choice(crowded, 3, MONTHS[5:6])}


def test_kernels_and_oracle_agree_on_several_blocks(calls: Calls) -> None:
    for kernel, module in {kernel: module for module, kernel, *_ in PLANTED}.items():
        assert not contradicts(getattr(module, kernel), calls[kernel])
    (rows, *_), _ = calls["choose"][0]
    assert len(rows) > BLOCK


@pytest.mark.parametrize(("module", "kernel", "function", "old", "new"), PLANTED)
def test_an_error_between_blocks_is_caught(
    calls: Calls, module: ModuleType, kernel: str, function: str, old: str, new: str
) -> None:
    assert contradicts(called(uncompiled(module, function, old, new), kernel), calls[kernel])


def test_one_percent_of_the_threat_is_caught(crowded: Scenario, monkeypatch: pytest.MonkeyPatch) -> None:
    """It changes a value by a few thousandths, which turns about one choice in three thousand; 215 persons miss it."""
    assert not contradicts(choice.choose, asked(crowded))
    with monkeypatch.context() as planted:
        planted.setattr(choice_tables.ChoiceTables, "month", own_table("threat", lambda table: 1.01 * table))
        calls = asked(crowded)
    assert contradicts(choice.choose, calls)


def asked(definition: Scenario) -> list[Any]:
    return calls_of_the_choice(definition, 3, MONTHS[3:7])["choose"]
