"""Living whole months in plain Python: the same model, with every compiled function replaced by its counterpart here."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ploughshare import arithmetic, philox
from ploughshare.agents.population import Rows
from ploughshare.kernels import attacks as attack_kernels
from ploughshare.kernels import birth as birth_kernels
from ploughshare.kernels import clashes as clash_kernels
from ploughshare.kernels import delivery as delivery_kernels
from ploughshare.kernels import fighters as fighter_kernels
from ploughshare.kernels import kept_cells as kept_cell_kernels
from ploughshare.kernels import leaders_learning as leaders_learning_kernels
from ploughshare.kernels import leading as leading_kernels
from ploughshare.kernels import learning as learning_kernels
from ploughshare.kernels import lessons as lesson_kernels
from ploughshare.kernels import mortality as mortality_kernels
from ploughshare.kernels import movement as movement_kernels
from ploughshare.kernels import passing as passing_kernels
from ploughshare.kernels import pay_days as pay_day_kernels
from ploughshare.kernels import placement as placement_kernels
from ploughshare.kernels import recruitment as recruitment_kernels
from ploughshare.kernels import registering as registering_kernels
from ploughshare.kernels import selection as selection_kernels
from ploughshare.kernels import service as service_kernels
from ploughshare.kernels import shares as share_kernels
from ploughshare.kernels import shifting as shifting_kernels
from ploughshare.kernels import stakes as stake_kernels
from ploughshare.kernels import stock as stock_kernels
from ploughshare.kernels import surroundings as surrounding_kernels
from ploughshare.kernels import taxes as tax_kernels
from ploughshare.oracle import arithmetic as plain
from ploughshare.oracle import (
    birth,
    choice,
    counting,
    delivery,
    income,
    leaders_learning,
    leading,
    learning,
    lessons,
    mortality,
    movement,
    passing,
    pay_days,
    placement,
    randomness,
    recruitment,
    registering,
    selection,
    service,
    shares,
    shifting,
    stakes,
    stock,
    surroundings,
    taxes,
    trust,
    violence,
)
from ploughshare.oracle.persons import person
from ploughshare.processes.choices import Choices
from ploughshare.rules import choice as choice_rules
from ploughshare.rules import income as income_rules
from ploughshare.rules import leadership as leadership_rules
from ploughshare.rules import trust as trust_rules

Numbers = NDArray[np.float64]

_LAWS = {
    philox.UNIFORM: randomness.uniform,
    philox.EXPONENTIAL: randomness.exponential,
    philox.GUMBEL: randomness.gumbel,
    philox.NORMAL: randomness.normal,
}


@contextmanager
def in_plain_python() -> Iterator[None]:
    """Let every model step in plain Python while the context lasts; for tests and readers, in one thread at a time."""
    plainly = {id(compiled): replacement for compiled, replacement in counterparts()}
    calls: list[tuple[object, str, Callable[..., Any], Any]] = [
        (module, name, plainly[id(value)], value)
        for module in _modules()
        for name, value in vars(module).items()
        if id(value) in plainly
    ]
    calls += [
        (Choices, method.__name__, method, getattr(Choices, method.__name__)) for method in (who_reconsiders, chosen)
    ]
    for owner, name, replacement, _ in calls:
        setattr(owner, name, replacement)
    try:
        yield
    finally:
        for owner, name, _, compiled in calls:
            setattr(owner, name, compiled)


def _modules() -> list[ModuleType]:
    """Return every loaded module of the engine, from which compiled functions may be called."""
    return [
        module
        for name, module in sys.modules.items()
        if name.startswith("ploughshare.") and not name.startswith("ploughshare.oracle")
    ]


def counterparts() -> list[tuple[Any, Callable[..., Any]]]:
    """Return every compiled function that a model calls, with what says the same here.

    The choice has none: it is asked of `Choices`, and answered from the model without the tables of the kernel.
    """
    return [
        (birth_kernels.enter, birth.enter),
        (attack_kernels.attacked_sites, violence.attacked_sites),
        (clash_kernels.clashes_of, violence.clashes_of),
        (delivery_kernels.kept_this_month, delivery.kept_this_month),
        (fighter_kernels.fighters_in, violence.fighters_in),
        (kept_cell_kernels.kept_cells, counting.kept_cells),
        (leading_kernels.decide, leading.decide),
        (leading_kernels.leave_coalitions, leading.leave_coalitions),
        (leading_kernels.give_orders, leading.give_orders),
        (leading_kernels.view_of, leading.view_of),
        (leaders_learning_kernels.teach_leaders, leaders_learning.teach_leaders),
        (learning_kernels.learn, learning.learn),
        (lesson_kernels.lessons_of, lessons.lessons_of),
        (mortality_kernels.everyday_deaths, mortality.everyday_deaths),
        (movement_kernels.carry_out, movement.carry_out),
        (movement_kernels.count_again, movement.count_again),
        (movement_kernels.count_in, movement.count_in),
        (movement_kernels.die, movement.die),
        (movement_kernels.leave, movement.leave),
        (movement_kernels.put, movement.put),
        (movement_kernels.transfer, movement.transfer),
        (movement_kernels.withdraw_tired, movement.withdraw_tired),
        (passing_kernels.forget_shocks, passing.forget_shocks),
        (passing_kernels.pass_month, passing.pass_month),
        (pay_day_kernels.learn_pay_day, pay_days.learn_pay_day),
        (placement_kernels.assign_sites, placement.assign_sites),
        (placement_kernels.place, placement.place),
        (recruitment_kernels.child_shares, recruitment.child_shares),
        (recruitment_kernels.list_recruits, recruitment.list_recruits),
        (recruitment_kernels.recruit_youth, recruitment.recruit_youth),
        (registering_kernels.come_forward, registering.come_forward),
        (registering_kernels.list_in_census, registering.list_in_census),
        (registering_kernels.put_on_list, registering.put_on_list),
        (selection_kernels.first_by_lot, selection.first_by_lot),
        (selection_kernels.rows_still_with, selection.rows_still_with),
        (selection_kernels.rows_with, selection.rows_with),
        (selection_kernels.sort_by_stage, selection.sort_by_stage),
        (service_kernels.count_new, service.count_new),
        (service_kernels.count_pay_day, service.count_pay_day),
        (service_kernels.stay_away, service.stay_away),
        (share_kernels.shares_of, shares.shares_of),
        (stake_kernels.what_is_offered, stakes.what_is_offered),
        (shifting_kernels.shift_trust, shifting.shift_trust),
        (stock_kernels.take_census, stock.take_census),
        (stock_kernels.count_at_stage, stock.count_at_stage),
        (stock_kernels.count_present, stock.count_present),
        (stock_kernels.count_demobilised, stock.count_demobilised),
        *(
            (getattr(surrounding_kernels, name), getattr(surroundings, name))
            for name in (
                "look_around",
                "illicit_per_head_xof",
                "next_threats",
                "receive_returnees",
            )
        ),
        (tax_kernels.share_out, taxes.share_out),
        (leadership_rules.expected_dividends, stakes.expected_dividends),
        (philox.draw, draw),
        (philox.draw_one, draw_one),
        (philox.draw_by_month, draw_by_month),
        (philox.draw_poisson, draw_poisson),
        (philox.draw_one_poisson, draw_one_poisson),
        *((getattr(arithmetic, name), over_arrays(getattr(plain, name))) for name in ("exp", "log", "logistic")),
        *((getattr(arithmetic, f"{name}_of"), getattr(plain, name)) for name in ("exp", "log", "power", "logistic")),
        *((getattr(trust_rules, name), getattr(trust, name)) for name in ("gain", "lose", "talk", "remember")),
        (trust_rules.pay_reliability, income.pay_reliability),
        (income_rules.certainty_equivalent_xof, over_arrays(income.certainty_equivalent)),
        (income_rules.loss_averse_ratio, over_arrays(income.loss_averse)),
        (income_rules.present_share, over_arrays(income.present_share)),
        (choice_rules.log_positive_stable, over_arrays(choice.log_positive_stable)),
    ]


def over_arrays(function: Callable[..., float]) -> Callable[..., Numbers]:
    """Return a function of numbers as one of arrays that broadcast, element by element."""
    each = np.vectorize(function, otypes=[np.float64])

    def stepped(*arguments: Any) -> Numbers:
        broadcast = np.broadcast_arrays(*(np.asarray(argument, dtype=np.float64) for argument in arguments))
        found: Numbers = each(*(array.tolist() if array.ndim == 0 else array for array in broadcast))[()]
        return found

    return stepped


# -- the choice ----------------------------------------------------------------------------------------------------------


def who_reconsiders(choices: Choices) -> Rows:
    """Return the rows of those who think it over this month."""
    model = choices.model
    rows = range(len(model.population))
    return np.array([row for row in rows if choice.reconsiders(model, person(model, row))], dtype=np.int64)


def chosen(choices: Choices, rows: Rows, offered: object = None) -> NDArray[np.int64]:
    """Return the alternative each of these persons takes, worked out without the tables `offered`."""
    model = choices.model
    return np.array([choice.choose(model, person(model, row)) for row in rows.tolist()], dtype=np.int64)


# -- random numbers ------------------------------------------------------------------------------------------------------


def draw_one(law: int, uid: int, month: int, decision: int, option: int, *key: Any) -> float:
    """Return the number of a law at one address."""
    return _LAWS[law](_whole(key), int(decision), int(month), int(uid), int(option))


def draw(law: int, uid: NDArray[Any], month: int, decision: int, option: NDArray[Any], *key: Any) -> Numbers:
    """Return the numbers of a law at many addresses."""
    addresses = zip(uid.tolist(), np.broadcast_to(option, uid.shape).tolist(), strict=True)
    return np.array([draw_one(law, one, month, decision, other, *key) for one, other in addresses], dtype=np.float64)


def draw_by_month(law: int, uid: NDArray[Any], months: int, decision: int, option: int, *key: Any) -> Numbers:
    """Return the numbers of a law in the first months, a row each."""
    rows = [[draw_one(law, one, month, decision, option, *key) for one in uid.tolist()] for month in range(months)]
    return np.array(rows, dtype=np.float64).reshape(months, len(uid))


def draw_one_poisson(mean: float, uid: int, month: int, decision: int, option: int, *key: Any) -> int:
    """Return the Poisson number at one address."""
    return randomness.poisson(float(mean), _whole(key), int(decision), int(month), int(uid), int(option))


def draw_poisson(
    mean: Numbers, uid: NDArray[Any], month: int, decision: int, option: NDArray[Any], *key: Any
) -> NDArray[np.int64]:
    """Return the Poisson numbers at many addresses."""
    addresses = zip(mean.tolist(), uid.tolist(), np.broadcast_to(option, uid.shape).tolist(), strict=True)
    numbers = [draw_one_poisson(each, one, month, decision, other, *key) for each, one, other in addresses]
    return np.array(numbers, dtype=np.int64)


def _whole(key: tuple[Any, ...]) -> tuple[int, ...]:
    return tuple(int(word) for word in key)
