"""Calls of kernels as runs make them, with what the oracle answers: what planted errors must contradict."""

from __future__ import annotations

import copy
import pickle
from collections import defaultdict
from collections.abc import Callable
from typing import Any, NamedTuple
from unittest import mock

import numpy as np

from ploughshare.agents.options import ARMED, DEAD, FIRST_PROGRAMME, HOME, RIVAL
from ploughshare.agents.population import Rows
from ploughshare.kernels import choice as choice_kernels
from ploughshare.kernels import considering as considering_kernels
from ploughshare.kernels.placement import Lotteries, Post, Sites
from ploughshare.model import DDRModel
from ploughshare.oracle import movement, placement, stepping, stock
from ploughshare.programmes.stage_counts import STAGE_NAMES
from ploughshare.randomness import Decision
from ploughshare.scenario.addresses import addresses_of
from ploughshare.scenario.schema import Scenario

EVENTS = (
    "enter",
    "attacked_sites",
    "clashes_of",
    "fighters_in",
    "kept_this_month",
    "learn_pay_day",
    "shares_of",
    "decide",
    "leave_coalitions",
    "give_orders",
    "what_is_offered",
    "look_around",
    "illicit_per_head_xof",
    "next_threats",
    "receive_returnees",
    "share_out",
    "lessons_of",
    "teach_leaders",
    "learn",
    "everyday_deaths",
    "carry_out",
    "die",
    "child_shares",
    "kept_cells",
    "leave",
    "forget_shocks",
    "shift_trust",
    "pass_month",
    "put",
    "withdraw_tired",
    "transfer",
    "place",
    "list_recruits",
    "recruit_youth",
    "come_forward",
    "list_in_census",
    "put_on_list",
    "first_by_lot",
    "rows_still_with",
    "rows_with",
    "sort_by_stage",
    "count_new",
    "count_pay_day",
    "stay_away",
    "take_census",
    "count_at_stage",
    "count_present",
)
"""kernels whose calls are kept as runs make them"""


class Call(NamedTuple):
    """One call of a kernel: the arguments before it, and what the oracle gives and changes."""

    arguments: tuple[Any, ...]
    answer: bytes


Calls = dict[str, list[Call]]


def contradicts(function: Callable[..., Any], calls: list[Call]) -> bool:
    """Return whether a function differs from the oracle in any of the calls."""
    assert calls
    return any(outcome(function, call.arguments) != call.answer for call in calls)


def outcome(function: Callable[..., Any], arguments: tuple[Any, ...]) -> bytes:
    """Return everything a call gives and changes, as bytes."""
    given = copy.deepcopy(arguments)
    with np.errstate(over="ignore"):
        answer = function(*given)
    return pickle.dumps([_plain(answer), _plain(given)])


def _plain(value: Any) -> Any:
    if isinstance(value, tuple | list):
        return [_plain(part) for part in value]
    if isinstance(value, np.ndarray):
        return (value.dtype.str, value.shape, value.tobytes())
    return value.item() if isinstance(value, np.generic) else value


def calls_of_a_run(definition: Scenario, seed: int, months: int) -> Calls:
    """Return the calls of a run's kernels, besides the choice."""
    found: defaultdict[str, list[Call]] = defaultdict(list)

    def witnessed(name: str, kernel: Callable[..., Any], oracle: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any) -> Any:
            found[name].append(Call(copy.deepcopy(arguments), outcome(oracle, arguments)))
            return kernel(*arguments)

        return call

    pairs = [
        (kernel, oracle) for kernel, oracle in stepping.counterparts() if getattr(kernel, "__name__", "") in EVENTS
    ]
    wrapped = [(kernel, witnessed(kernel.__name__, kernel, oracle)) for kernel, oracle in pairs]
    with mock.patch.object(stepping, "counterparts", lambda: wrapped), stepping.in_plain_python():
        model = DDRModel(definition, rng=seed)
        for _ in range(months):
            model.step()
    return found


def calls_of_the_choice(definition: Scenario, seed: int, months: tuple[int, ...]) -> Calls:
    """Return calls in which everybody is asked, in months of a run after which persons are shaken."""
    found: Calls = {"reconsidering": [], "choose": []}
    model = DDRModel(definition, rng=seed)
    rng = np.random.default_rng(seed)

    def ask(model: DDRModel, rows: Rows) -> None:
        if model.month in months:
            shake(model, rng)
            everybody = np.flatnonzero(model.population.present)
            for name, oracle, asked in (
                ("reconsidering", stepping.who_reconsiders, ()),
                ("choose", stepping.chosen, (everybody,)),
            ):
                found[name].append(_asked(model, name, oracle, asked))

    model.choices.observers.append(ask)
    for _ in range(max(months) + 1):
        model.step()
    return found


def calls_after_shaking(definition: Scenario, seed: int) -> Calls:
    """Return calls about persons who are shaken so that many are demobilised, armed or dead, and are placed like that."""
    model = DDRModel(definition, rng=seed)
    rng = np.random.default_rng(seed)
    population = model.population
    population.transfer(np.arange(0, len(population), 5), DEAD)
    shake(model, rng)
    population.community[:] = rng.integers(0, len(model.communities), len(population))
    population.changed[:] = 0
    found: defaultdict[str, list[Call]] = defaultdict(list)
    for share in (0.003, 0.5):
        population.demobilised[:] = rng.random(len(population)) < share
        for name, oracle, arguments in (
            ("count_demobilised", stock.count_demobilised, (population.states,)),
            ("place", placement.place, _placing(model, rng)),
            ("die", movement.die, (np.flatnonzero(population.present)[::7], DEAD, *_counted_as_dead(model))),
            (
                "transfer",
                movement.transfer,
                (np.flatnonzero(population.present)[::3], HOME, share > 0.1, population.states),
            ),
            ("count_in", movement.count_in, (len(population) // 2, population.recruited, population.states)),
        ):
            found[name].append(Call(copy.deepcopy(arguments), outcome(oracle, arguments)))
    return found


def _counted_as_dead(model: DDRModel) -> tuple[Any, ...]:
    """Return where those who die in programmes are counted."""
    return FIRST_PROGRAMME, STAGE_NAMES.index("died"), model.population.states, model.stage_counts.tally


def _placing(model: DDRModel, rng: np.random.Generator) -> tuple[Any, ...]:
    """Return the arguments with which persons are placed in a programme of three sites that disarms some of each group."""
    free = rng.permutation(np.flatnonzero(model.population.present))
    places, community = np.array([30, 20, 10]), np.array([0, 1, 1])
    region, address = model.region_of_community[community], addresses_of(("one", "two", "three"))
    post = Post(FIRST_PROGRAMME, 7, 0.6, rng.random(len(model.groups)), True, (0, STAGE_NAMES.index("placed")))
    lotteries = Lotteries(Decision.LOTTERY, Decision.DEPLOYMENT, Decision.WEAPON, *model.draws.key)
    return (
        np.sort(free[20:]),
        50,
        np.sort(free[:20]),
        Sites(region, places, places, address),
        community,
        post,
        lotteries,
        model.month,
        model.population.uid,
        model.population.states,
        model.stage_counts.tally,
    )


def _asked(model: DDRModel, name: str, oracle: Callable[..., Any], asked: tuple[Any, ...]) -> Call:
    """Return the call that `Choices` makes of a kernel of the choice, with the oracle's answer from the model."""
    arguments: list[tuple[Any, ...]] = []

    def note(*given: Any) -> Rows:
        arguments.append(copy.deepcopy(given))
        return np.zeros(0, dtype=np.int64)

    with mock.patch.object(choice_kernels if name == "choose" else considering_kernels, name, note):
        model.choices.chosen(*asked) if asked else model.choices.who_reconsiders()
    return Call(arguments[0], outcome(lambda *_: oracle(model.choices, *asked), arguments[0]))


def shake(model: DDRModel, rng: np.random.Generator) -> None:
    """Put persons into states that runs reach rarely: on the edge of age, in any stage, with any flags."""
    persons, people = len(model.population), model.population
    people.stage[:] = rng.integers(0, 6, persons)
    people.applied_to[:] = rng.integers(0, 3, persons)
    people.birth_month[:] = model.month - 216 - rng.integers(-2, 20, persons)
    for name, share in (("woman", 0.4), ("weapon", 0.5), ("listed", 0.6), ("found_unfit", 0.3), ("shocked", 0.3)):
        getattr(people, name)[:] = rng.random(persons) < share
    people.paid_months[:] = rng.integers(0, 12, persons)
    people.unpaid_months[:] = rng.integers(0, 6, persons)
    free = np.flatnonzero(people.present)
    known = [programme.alternative for programme in model.programmes if programme.announced <= model.month]
    people.alternative[free] = rng.choice([ARMED, HOME, RIVAL, *known], len(free))
    people.look_again()
