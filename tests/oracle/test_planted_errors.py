"""Planted errors of one month, one percent or one place are caught; the engine as it is passes the same comparisons."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from tests.oracle.planting import uncompiled
from tests.oracle.test_whole_runs import EVERY_GATE
from tests.oracle.witnessing import Calls, calls_after_shaking, calls_of_a_run, calls_of_the_choice, contradicts

from ploughshare import arithmetic, philox
from ploughshare.kernels import (
    attacks,
    birth,
    choice,
    clashes,
    considering,
    delivery,
    fighters,
    kept_cells,
    leaders_learning,
    leading,
    learning,
    lessons,
    mortality,
    movement,
    passing,
    pay_days,
    placement,
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
)
from ploughshare.oracle import arithmetic as plain_arithmetic
from ploughshare.oracle import income as plain_income
from ploughshare.oracle import randomness as plain_randomness
from ploughshare.processes import choice_tables
from ploughshare.programmes.programme import RunningProgramme
from ploughshare.rules import income
from ploughshare.scenario.loading import load_scenario
from ploughshare.scenario.schema import Scenario

MONTHS = (2, 4, 8, 10, 11, 12, 16, 20, 24, 28, 32)
"""months in which everybody is asked; the government fights in those from 10 to 12"""
SENSITIVE = (
    *EVERY_GATE,
    "parameters.income_weight=8",
    "parameters.peer_weight=8",
    "parameters.switching_cost=0.3",
    "parameters.armed_death_risk_per_year=0.5",
    "programmes.mixed_patrols.home_deployment_share=0.6",
    "programmes.mixed_patrols.sites.ford={community: white_ford, opens: 2030-09, places: 30, source: fiction}",
    "programmes.mixed_patrols.sites.mill={community: high_mill, opens: 2030-09, places: 20, source: fiction}",
)
"""what makes small errors change choices, more than one die of everyday risk, and sites of a region differ"""
PLANTED = [
    (considering, "reconsidering", "reconsidering", "where.month", "where.month + np.uint64(1)"),
    (considering, "reconsidering", "reconsidering", "stage[i] < first_bound_stage", "stage[i] <= first_bound_stage"),
    (considering, "reconsidering", "reconsidering", "applied_to[i] == 0", "applied_to[i] <= 1"),
    (choice, "choose", "_add_noise", "where.month", "where.month + np.uint64(1)"),
    (choice, "choose", "_add_noise", "where.option[option]", "where.option[option] + np.uint64(1)"),
    (choice, "choose", "_nests", "at + nests", "at"),
    (choice, "choose", "_nests", "where.month", "where.month - np.uint64(1)"),
    (considering, "choose", "look_at", "persons.birth_month[i] <= traits.born_after", "persons.birth_month[i] < traits.born_after"),
    (considering, "choose", "look_at", "where.arming_option", "where.nest_option"),
    (considering, "choose", "_bits", "NEEDS_UNFIT if unfit else NEEDS_FIT", "NEEDS_FIT"),
    (considering, "choose", "passes_of", "(has & gates.needs[option]) == gates.needs[option]", "(has & gates.needs[option]) != 0"),
    (considering, "choose", "passes_of", "gates.open[option]", "True"),
    (considering, "choose", "consider", "(passes.programmes & bit_of(present)) != 0", "False"),
    (considering, "choose", "_release", "block.group[j]", "0"),
    (considering, "choose", "_know", "where.option[option]", "np.uint64(option)"),
    (considering, "choose", "_know", "np.uint64(0)", "where.month"),
    (choice, "choose", "_sure_incomes", "incomes.fallback_xof[block.home[j]]", "incomes.fallback_xof[0]"),
    (choice, "choose", "_earn", "sure_xof[found]", "sure_xof[0]"),
    (choice, "choose", "_weigh_losses", "present_ratio[person[pair]]", "present_ratio[0]"),
    (choice, "choose", "_take_best", "v > best[j]", "v < best[j]"),
    (considering, "choose", "keep_choosers", "rows[block.place[n]]", "rows[n]"),
    (choice, "choose", "_value", "w[0]", "1.01 * w[0]"),
    (choice, "choose", "_value", "w[4]", "1.01 * w[4]"),
    (choice, "choose", "_value", "w[8]", "w[7]"),
    (choice, "choose", "_trusts", "block.trust_mission[j]", "block.trust_government[j]"),
    (attacks, "attacked_sites", "attacked_sites", "np.uint64(month)", "np.uint64(month + 1)"),
    (attacks, "attacked_sites", "attacked_sites", "exposure[site]", "exposure[0]"),
    (clashes, "clashes_of", "clashes_of", "armed[other, region]", "armed[group, region]"),
    (fighters, "fighters_in", "fighters_in", "fights[states.group[i]]", "True"),
    (fighters, "fighters_in", "fighters_in", "states.alternative[i] == states.armed", "states.alternative[i] != states.armed"),
    (kept_cells, "kept_cells", "kept_cells", "place[cell]", "place[0]"),
    (kept_cells, "kept_cells", "kept_cells", "counts[cell, measure]", "counts[cell, 0]"),
    (kept_cells, "kept_cells", "kept_cells", "np.unique(place[cells])", "np.unique(cells)"),
    (kept_cells, "kept_cells", "_not_zero", "counts[cell, 0]", "counts[cell, counts.shape[1] - 1]"),
    (delivery, "kept_this_month", "_delivery_chance", "promises.owes[owner, number]", "True"),
    (delivery, "kept_this_month", "_delivery_chance", "month < promises.due[number]", "month >= promises.due[number]"),
    (delivery, "kept_this_month", "kept_this_month", "lots.provisions[number]", "lots.provisions[0]"),
    (delivery, "kept_this_month", "kept_this_month", "kept[number] > month", "True"),
    (delivery, "kept_this_month", "_owner_hazard", "kind == GROUPS", "kind == STATE"),
    (leading, "decide", "decide", "lots.leaders[group]", "lots.leaders[0]"),
    (leading, "decide", "decide", "sight.active[group]", "True"),
    (leading, "decide", "decide", "lots.support_option", "none"),
    (leading, "leave_coalitions", "leave_coalitions", "joins[group]", "joins[0]"),
    (leading, "give_orders", "give_orders", "not active[group]", "False"),
    (leading, "give_orders", "give_orders", "endorses[group, number] and taken_over[number, option]", "taken_over[number, option]"),
    (leading, "give_orders", "give_orders", "order_to_stay(stance[group], most)", "order_to_stay(stance[0], most)"),
    (leading, "decide", "_weigh", "stance * leaning.war_factor", "stance"),
    (leading, "decide", "_endorse", "sight.threat[group]", "sight.guarantee[group]"),
    (leading, "decide", "_endorse", "sight.on_offer[number]", "True"),
    (leading, "decide", "view_of", "max(sight.present[group], 1.0)", "max(sight.armed[group], 1.0)"),
    (leaders_learning, "teach_leaders", "teach_leaders", "added[g]", "added[0]"),
    (leaders_learning, "teach_leaders", "teach_leaders", "lessons.at_war[g]", "False"),
    (leaders_learning, "teach_leaders", "teach_leaders", "lessons.clashes[g]", "lessons.at_war[g]"),
    (learning, "learn", "learn", "level[which, part]", "level[0, part]"),
    (learning, "learn", "learn", "settled[which]", "added[which]"),
    (learning, "learn", "_settle", "mean[g]", "mean[0]"),
    (learning, "learn", "_steps", "learners.rate", "1.01 * learners.rate"),
    (learning, "learn", "_steps", "lessons.protection[region]", "lessons.protection[0]"),
    (lessons, "lessons_of", "lessons_of", "hears[group]", "True"),
    (lessons, "lessons_of", "lessons_of", "state_pays[number]", "True"),
    (lessons, "lessons_of", "lessons_of", "gain if paid[number] else loss", "gain"),
    (lessons, "lessons_of", "lessons_of", "attacked[number]", "False"),
    (lessons, "lessons_of", "lessons_of", "support if support_arrived[group] else no_support", "support"),
    (mortality, "everyday_deaths", "everyday_deaths", "np.uint64(month)", "np.uint64(month + 1)"),
    (mortality, "everyday_deaths", "everyday_deaths", "state[j]", "state[0]"),
    (birth, "enter", "enter", "lot[ON_AGE, k]", "lot[ON_CHILD, k]"),
    (birth, "enter", "enter", "origins.woman[g]", "origins.woman[0]"),
    (birth, "enter", "enter", "origins.soldier[g]", "origins.soldier[0]"),
    (birth, "enter", "enter", "origins.means[trait, group[k]]", "origins.means[trait, 0]"),
    (birth, "enter", "enter", "first + k", "k"),
    (birth, "enter", "enter", "community[k]", "community[0]"),
    (birth, "enter", "enter", "child_share[g]", "child_share[g] + 0.3"),
    (recruitment, "child_shares", "child_shares", "dividends[group]", "dividends[0]"),
    (movement, "count_in", "come_in", "states.region_of_community[states.community[i]]", "states.region_of_community[0]"),
    (movement, "transfer", "move", "states.region_of_community[states.community[i]]", "states.region_of_community[0]"),
    (movement, "transfer", "move", "~ABSENT", "~WEAPON"),
    (movement, "transfer", "_put", "states.applied_to[i]", "0"),
    (movement, "transfer", "move", "CAME", "LEFT"),
    (movement, "carry_out", "move", "CAME", "LEFT"),
    (movement, "put", "put", "i", "rows[0]"),
    (movement, "carry_out", "carry_out", "to - first_programme", "0"),
    (movement, "carry_out", "carry_out", "states.home[i]", "states.home[0]"),
    (movement, "carry_out", "carry_out", "to == states.armed", "False"),
    (movement, "carry_out", "_put", "(programme, stage, 0)", "(programme, stage, 1)"),
    (movement, "withdraw_tired", "withdraw_tired", "month", "month + 1"),
    (movement, "withdraw_tired", "_applicants", "eights[eight] == 0", "eights[eight] != 0"),
    (movement, "withdraw_tired", "_applicants", "8 * eight + 8", "8 * eight + 7"),
    (passing, "forget_shocks", "forget_shocks", "SHOCKED", "0 * SHOCKED"),
    (passing, "pass_month", "pass_month", "stage[i] > 0", "True"),
    (passing, "pass_month", "pass_month", "stage[i] > 0", "stage[i] > 1"),
    (pay_days, "learn_pay_day", "learn_pay_day", "group[row]", "group[0]"),
    (pay_days, "learn_pay_day", "learn_pay_day", "1.0 - kept", "kept"),
    (placement, "place", "_first_drawn", "waits < soonest", "chosen < 0"),
    (placement, "place", "_first_drawn", "sites.places[site]", "left[site]"),
    (placement, "place", "_first_drawn", "at_home == near", "at_home"),
    (placement, "place", "place", "post.address", "0"),
    (placement, "place", "place", "lotteries.rank", "lotteries.site"),
    (placement, "place", "place", "lotteries.site", "lotteries.rank"),
    (placement, "place", "_places_left", "present[community[site]]", "present[0]"),
    (placement, "place", "_disarm", "states.group[i]", "0"),
    (placement, "place", "_disarm", "month", "month + 1"),
    (recruitment, "list_recruits", "list_recruits", "group * joined.shape[1] + place", "place * joined.shape[0] + group"),
    (recruitment, "recruit_youth", "recruit_youth", "of_place[place]", "of_place[0]"),
    (recruitment, "recruit_youth", "recruit_youth", "abuse[region]", "abuse[0]"),
    (recruitment, "recruit_youth", "recruit_youth", "here > 0.0", "here > 0.5"),
    (recruitment, "recruit_youth", "presence_of", "recruiters.share[group, place]", "recruiters.share[0, place]"),
    (registering, "come_forward", "come_forward", "LISTED_IN_CENSUS", "0 * LISTED_IN_CENSUS"),
    (registering, "come_forward", "come_forward", "admitted[states.group[i]]", "admitted[0]"),
    (registering, "come_forward", "come_forward", "states.absorbing[states.alternative[i]]", "False"),
    (registering, "list_in_census", "list_in_census", "birth_month[i] <= born_after", "True"),
    (registering, "list_in_census", "list_in_census", "states.group[i]", "states.group[rows[0]]"),
    (registering, "put_on_list", "put_on_list", "len(named)", "0"),
    (registering, "put_on_list", "_at_rank", "states.absorbing[state]", "False"),
    (registering, "put_on_list", "_at_rank", "1 + unarmed", "2 - unarmed"),
    (shifting, "shift_trust", "shift_trust", "moved[group[i]]", "moved[0]"),
    (shifting, "shift_trust", "shift_trust", "change", "-change"),
    (selection, "first_by_lot", "cast_lots", "np.uint64(address[0])", "np.uint64(address[0] + 1)"),
    (selection, "first_by_lot", "lowest", "rows[k]", "rows[0]"),
    (selection, "rows_still_with", "rows_still_with", "column[i] == value", "column[i] >= value"),
    (selection, "rows_with", "rows_with", "column[i] == wanted", "column[i] >= wanted"),
    (selection, "rows_with", "rows_with", "start + _SCAN", "start + _SCAN - 1"),
    (selection, "sort_by_stage", "sort_by_stage", "free[stage[i]]", "begins[stage[i]]"),
    (movement, "transfer", "_count", "states.home[i]", "states.community[i]"),
    (movement, "die", "_count", "states.home[i]", "states.community[i]"),
    (movement, "leave", "leave", "states.home[i]", "states.community[i]"),
    (movement, "leave", "leave", "states.alternative[i] - first_programme", "0"),
    (movement, "die", "die", "states.alternative[i] >= first_programme", "False"),
    (movement, "die", "die", "states.alternative[i] - first_programme", "0"),
    (movement, "die", "die", "states.community[i]", "states.home[i]"),
    (movement, "transfer", "_count", "states.armed", "0 * states.armed + 1"),
    (shares, "shares_of", "shares_of", "max(here[region], 1)", "present"),
    (shares, "shares_of", "shares_of", "absorbing[option]", "False"),
    (shares, "shares_of", "shares_of", "under_arms[:, place].sum()", "under_arms[:, 0].sum()"),
    (service, "count_new", "count_new", "months_in_state[i] == 0", "months_in_state[i] == 1"),
    (service, "count_pay_day", "count_pay_day", "states.unpaid_months", "states.paid_months"),
    (service, "count_pay_day", "count_pay_day", "SHOCKED", "ABSENT"),
    (service, "stay_away", "stay_away", "decisions[1]", "decisions[0]"),
    (service, "stay_away", "stay_away", "states.unpaid_months[i]", "states.paid_months[i]"),
    (stakes, "what_is_offered", "what_is_offered", "announced[number] <= month", "announced[number] < month"),
    (stakes, "what_is_offered", "what_is_offered", "not closed[number]", "True"),
    (stakes, "what_is_offered", "what_is_offered", "on_offer[number] and counted[number]", "on_offer[number]"),
    (stakes, "what_is_offered", "what_is_offered", "in_posts[option]", "True"),
    (surroundings, "look_around", "armed_pays_xof", "armed[group] / scale", "armed[group]"),
    (surroundings, "illicit_per_head_xof", "illicit_per_head_xof", "armed[region] / scale", "armed[region]"),
    (surroundings, "illicit_per_head_xof", "illicit_per_head_xof", "workers[region]", "workers[0]"),
    (surroundings, "next_threats", "next_threats", "violence[region]", "violence[0]"),
    (surroundings, "next_threats", "next_threats", "memory", "1.01 * memory"),
    (surroundings, "look_around", "job_chances", "project_jobs[place]", "0.0"),
    (surroundings, "look_around", "abuse_by_region", "abusiveness[group]", "abusiveness[0]"),
    (surroundings, "look_around", "abuse_by_region", "violence[region]", "0.0"),
    (surroundings, "receive_returnees", "receive_returnees", "abuse[region_of_community[place]]", "abuse[0]"),
    (surroundings, "receive_returnees", "receive_returnees", "min(1.0, project_gain[place])", "0.0"),
    (taxes, "share_out", "share_out", "controller[place] >= 0", "controller[place] > 0"),
    (taxes, "share_out", "share_out", "community[source]", "community[0]"),
    (stock, "take_census", "_pack", "birth_month[j] > born_after", "birth_month[j] >= born_after"),
    (stock, "take_census", "_pack", "woman << _WOMEN", "woman << _WEAPONS"),
    (stock, "take_census", "_place", "region_of_community[community[j]]", "region_of_community[0]"),
    (stock, "take_census", "_unpack", "value & _VALUE", "value"),
    (stock, "count_at_stage", "count_at_stage", "i", "rows[0]"),
    (stock, "count_present", "count_present", "states.flags[i] & ABSENT", "True"),
    (stock, "count_present", "count_present", "states.stage[i] == training", "states.stage[i] >= training"),
    (stock, "count_present", "count_present", "tally.coalition_of_group[g]", "tally.coalition_of_group[0]"),
    (stock, "count_present", "count_present", "unpaid[programme]", "unpaid[0]"),
    (stock, "count_demobilised", "count_demobilised", "state != states.armed", "True"),
    (stock, "count_demobilised", "count_demobilised", "not states.absorbing[state]", "True"),
    (stock, "count_demobilised", "count_demobilised", "start + _SCAN", "start + _SCAN - 1"),
]  # fmt: skip


def called(module: ModuleType, kernel: str) -> Callable[..., Any]:
    """Return a kernel of a module run uncompiled; the choice takes its consideration set from there where it stands there."""
    if hasattr(module, kernel):
        return getattr(module, kernel)
    around = uncompiled(choice)
    for name in ("bit_of", "consider", "keep_choosers", "list_pairs", "look_at", "new_block", "passes_of"):
        setattr(around, name, getattr(module, name))
    return getattr(around, kernel)


@pytest.fixture(scope="module")
def sensitive() -> Scenario:
    """A training country with every gate, in which small errors change choices and more than one dies of everyday risk."""
    return load_scenario("training", settings=SENSITIVE, population_scale=0.1)


@pytest.fixture(scope="module")
def calls(sensitive: Scenario) -> Calls:
    """Calls of every kernel, with the oracle's answers."""
    lived, shaken = calls_of_a_run(sensitive, 3, 36), calls_after_shaking(sensitive, 3)
    return {
        **lived,
        **calls_of_the_choice(sensitive, 3, MONTHS),
        **shaken,
        **{kernel: lived[kernel] + shaken[kernel] for kernel in ("die", "place")},
    }


@pytest.mark.parametrize(("module", "kernel", "function", "old", "new"), PLANTED)
def test_a_planted_error_is_caught(
    calls: Calls, module: ModuleType, kernel: str, function: str, old: str, new: str
) -> None:
    mutant = uncompiled(module, function, old, new)
    assert contradicts(called(mutant, kernel), calls[kernel])


@pytest.mark.parametrize(
    "module",
    [
        birth,
        choice,
        considering,
        attacks,
        clashes,
        delivery,
        fighters,
        kept_cells,
        leaders_learning,
        leading,
        learning,
        lessons,
        mortality,
        movement,
        passing,
        pay_days,
        placement,
        recruitment,
        registering,
        selection,
        service,
        shares,
        stakes,
        stock,
        surroundings,
        taxes,
    ],
)
def test_without_a_planted_error_nothing_is_caught(calls: Calls, module: ModuleType) -> None:
    as_it_is = uncompiled(module)
    for kernel in {kernel for source, kernel, *_ in PLANTED if source is module}:
        assert not contradicts(getattr(choice if kernel == "choose" else module, kernel), calls[kernel])
        assert not contradicts(called(as_it_is, kernel), calls[kernel])


def test_packed_counts_are_emptied_before_they_overflow(calls: Calls) -> None:
    """Two million persons have room; with room for a hundred the same is counted."""
    small = uncompiled(stock)
    vars(small)["_PACKED_PERSONS"] = 100
    assert not contradicts(small.take_census, calls["take_census"])


# -- numbers and elementary functions ------------------------------------------------------------------------------------

NUMBERS = np.random.default_rng(1).uniform(0.01, 20.0, 300).tolist()


def exponentials(module: ModuleType) -> list[float]:
    return [float(module.exp_of(x)) for x in NUMBERS]


def logarithms(module: ModuleType) -> list[float]:
    return [float(module.log_of(x)) for x in NUMBERS]


def normals(module: ModuleType) -> list[float]:
    address = [np.uint64(word) for word in (3, 2, 0, 1, 2)]
    return [float(module.normal_at(np.uint64(uid), *address)) for uid in range(100)]


def certain_incomes(module: ModuleType) -> list[float]:
    return [module.certainty_equivalent_of(x, 0.7, 2.0, 1.5) for x in NUMBERS]


PLAINLY = {
    exponentials: lambda: [plain_arithmetic.exp(x) for x in NUMBERS],
    logarithms: lambda: [plain_arithmetic.log(x) for x in NUMBERS],
    normals: lambda: [plain_randomness.normal((1, 2), 2, 3, uid, 0) for uid in range(100)],
    certain_incomes: lambda: [plain_income.certainty_equivalent(x, 0.7, 2.0, 1.5) for x in NUMBERS],
}


@pytest.mark.parametrize(
    ("numbers", "module", "function", "old", "new"),
    [
        (exponentials, arithmetic, "exp_of", "1.66666666666666019037e-01", "1.68333333333333333333e-01"),
        (exponentials, arithmetic, "exp_of", "k * _LN2_LOW", "0.0 * k"),
        (logarithms, arithmetic, "log_of", "3.999999999940941908e-01", "4.039999999940941908e-01"),
        (logarithms, arithmetic, "log_of", "m > _SQRT_2", "m > 1.5"),
        (normals, philox, "block", "range(10)", "range(9)"),
        (normals, philox, "normal_at", "unit(c, d)", "unit(d, c)"),
        (certain_incomes, income, "certainty_equivalent_of", "1.0 - reliability", "0.99 - reliability"),
    ],
)
def test_a_planted_error_in_numbers_is_caught(
    numbers: Callable[[ModuleType], list[float]], module: ModuleType, function: str, old: str, new: str
) -> None:
    with np.errstate(over="ignore"):
        assert numbers(module) == numbers(uncompiled(module)) == PLAINLY[numbers]()
        assert numbers(uncompiled(module, function, old, new)) != PLAINLY[numbers]()


# -- tables that kernels read --------------------------------------------------------------------------------------------


def later(name: str) -> property:
    """Return a term of programmes that is one month longer than they were told."""
    return property(
        lambda programme: vars(programme)[name] + 1.0,
        lambda programme, months: vars(programme).update({name: months}),
    )


def own_table(name: str, change: Callable[[Any], Any]) -> Callable[..., Any]:
    """Return the tables of the month with one of them changed."""
    right = choice_tables.ChoiceTables.month

    def month(tables: choice_tables.ChoiceTables) -> tuple[Any, ...]:
        return tuple(
            table._replace(**{name: change(getattr(table, name))}) if name in table._fields else table
            for table in right(tables)
        )

    return month


PLANTED_TABLES: list[tuple[str, Any, str, Any]] = [
    ("delay a month longer", RunningProgramme, "delay_months", later("delay_months")),
    ("duration a month longer", RunningProgramme, "duration_months", later("duration_months")),
    ("nests at other addresses", choice_tables, "NEST_ADDRESS", choice_tables.NEST_ADDRESS + 1),
    ("arming at another address", choice_tables, "ARMING_ADDRESS", choice_tables.ARMING_ADDRESS - 1),
    ("groups' beliefs swapped", choice_tables.ChoiceTables, "month", own_table("kept", lambda table: table[::-1])),
    ("peers of another group", choice_tables.ChoiceTables, "month", own_table("peers", lambda table: table[::-1])),
    ("one percent in pay", choice_tables.ChoiceTables, "month", own_table("pay_xof", lambda table: 1.01 * table)),
    ("threat of another region", choice_tables.ChoiceTables, "month", own_table("threat", lambda table: table[::-1])),
]


@pytest.mark.parametrize(
    ("owner", "name", "wrong"), [row[1:] for row in PLANTED_TABLES], ids=[row[0] for row in PLANTED_TABLES]
)
def test_a_planted_error_in_tables_is_caught(
    sensitive: Scenario, monkeypatch: pytest.MonkeyPatch, owner: Any, name: str, wrong: Any
) -> None:
    """The oracle reads the model, not the tables: it does not inherit their errors."""
    with monkeypatch.context() as planted:
        planted.setattr(owner, name, wrong, raising=False)  # terms of programmes are set as they are made
        calls = calls_of_the_choice(sensitive, 3, MONTHS)["choose"]
    assert contradicts(choice.choose, calls)
