"""Kernels and oracle live the same months, bit for bit: every column, every month, every table, every branch."""

from __future__ import annotations

import sys
from typing import Any

import numba
import pytest
from numba.core.registry import CPUDispatcher
from tests.oracle.living import differing, months_lived

from ploughshare.oracle.stepping import in_plain_python
from ploughshare.scenario.loading import load_scenario

EVERY_GATE = (
    "programmes.reinsertion.eligibility.women_only=true",
    "programmes.reinsertion.eligibility.unarmed=true",
    "programmes.village_rehabilitation.eligibility.unfit_only=true",
    "programmes.cantonment.eligibility.coalitions=[River_Alliance]",
    "programmes.integration.screening_pass_share=0.3",
    "programmes.reinsertion.sites.market.closes=2032-03",
    "programmes.reinsertion.training_months=8",
    "programmes.reinsertion.promotion=0.9",
    "parameters.session_monthly=0.8",
    "programmes.pre_cantonment.windows=[{opens: 2031-12, quota: 160, source: fiction}]",
    "groups.Black_Banner.formed=2032-02",
    "parameters.risk_aversion=1.5",
    "groups.River_Front.tension.government=1.0",
    "parameters.offensive_monthly=0.2",
    "parameters.clash_monthly=0.1",
    "parameters.arming_in_war_monthly=0.5",
)
NO_NESTS_AND_AN_EMPTY_GROUP = (
    "parameters.nest_dissimilarity=1",
    "parameters.discount_factor_yearly=1",
    "events.talks_open.month=2030-08",
    "events.talks_open.effects=[{effect: talks, under_way: true},"
    " {effect: clash, between: [River_Front, Hill_Guard], regions: [lowlands], months: 2, deaths: 1}]",
    "groups.Village_Watch.persons.armed=0",
    "groups.Village_Watch.persons.unarmed=0",
)

QUICK = [
    ("training", 0.1, 36, 1, "free", ()),
    ("training", 0.1, 36, 2, "replay", ()),
    ("training", 0.08, 36, 3, "free", EVERY_GATE),
    ("training", 0.08, 30, 4, "free", NO_NESTS_AND_AN_EMPTY_GROUP),
    ("training", 0.6, 12, 7, "free", (*EVERY_GATE, "parameters.reconsider_monthly=1")),  # more than two blocks choose
    ("mali", 0.003, 24, 1, "free", ()),
]
LONG = [
    *[("training", 0.2, 36, seed, history, ()) for seed in range(5, 9) for history in ("free", "replay")],
    ("training", 1.0, 36, 9, "free", EVERY_GATE),
    ("mali", 0.003, 126, 2, "replay", ()),
    ("mali", 0.01, 126, 3, "free", ()),
]


@pytest.mark.parametrize(
    ("name", "scale", "months", "seed", "history", "changes"),
    [*QUICK, *(pytest.param(*case, marks=pytest.mark.slow) for case in LONG)],
)
def test_every_column_of_every_month_and_every_table_is_the_same(
    name: str, scale: float, months: int, seed: int, history: Any, changes: tuple[str, ...]
) -> None:
    definition = load_scenario(name, settings=changes, history=history, population_scale=scale)
    compiled = months_lived(definition, seed, months, plainly=False)
    plain = list(months_lived(definition, seed, months, plainly=True))
    for month, (here, there) in enumerate(zip(compiled, plain, strict=True)):
        assert differing(here, there) == [], f"after {month} months"


CALLERS = ("agents", "processes", "programmes", "model", "randomness")


def compiled_functions_at_hand() -> set[str]:
    return {
        f"{module}.{name}"
        for module, loaded in sys.modules.items()
        if module.startswith(tuple(f"ploughshare.{caller}" for caller in CALLERS))
        for name, value in vars(loaded).items()
        if isinstance(value, CPUDispatcher | numba.np.ufunc.dufunc.DUFunc)
    }


def test_plain_python_leaves_nothing_compiled_to_call() -> None:
    """A new kernel needs its counterpart in `oracle/`, or runs in plain Python would not be plain."""
    before = compiled_functions_at_hand()
    assert before
    with in_plain_python():
        assert compiled_functions_at_hand() == set()
    assert compiled_functions_at_hand() == before
