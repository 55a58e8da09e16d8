"""Every mechanism acts in the stated direction: paired runs of the training country on common random numbers.

Each test compares the mean of three paired seeds (or a single model's inner state) and asserts the sign only.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from ploughshare.agents.options import ARMED, HOME
from ploughshare.model import DDRModel
from ploughshare.scenario.loading import load_scenario

Tables = dict[str, pd.DataFrame]
Runs = Callable[..., Tables]


def stage(tables: Tables, programme: str, name: str) -> float:
    rows = tables["programmes"]
    return float(rows[(rows["programme"] == programme) & (rows["stage"] == name)]["persons"].sum())


def indicator(tables: Tables, subject: str, name: str, since: str = "", until: str = "9999") -> float:
    rows = tables["indicators"]
    rows = rows[
        (rows["subject"] == subject) & (rows["indicator"] == name) & (rows["month"] >= since) & (rows["month"] <= until)
    ]
    return float(rows["value"].mean())


def column(tables: Tables, table: str, name: str) -> float:
    return float(tables[table][name].sum())


def stepped(*changes: str, months: int, seed: int = 1, history: str | None = None) -> DDRModel:
    model = DDRModel(load_scenario("training", settings=list(changes), history=history), rng=seed)
    for _ in range(months):
        model.step()
    return model


# -- assembly


def test_pre_cantonment_fills_and_ends_with_clashes(runs: Runs) -> None:
    rows = runs()["programmes"]
    serving = rows[(rows["programme"] == "pre_cantonment") & (rows["stage"] == "serving")]
    by_month = serving.groupby(["month", "region"])["persons"].sum().unstack(fill_value=0)
    assert by_month.loc["2030-10", "lowlands"] > 0
    assert by_month["lowlands"].reindex(["2030-11", "2030-12"], fill_value=0).sum() == 0


def test_formal_cantonment_waits_for_political_provisions(runs: Runs) -> None:
    kept = "provisions.regional_assemblies.weight=0.9"
    never = runs("government.will=0", kept)
    willing = runs("government.will=1", kept, "parameters.delivery_monthly=0.3", "government.sovereignty_concern=0")
    assert stage(never, "cantonment", "placed") == 0
    assert stage(willing, "cantonment", "placed") > 0


# -- interim units


def test_arrears_bring_absence_and_desertion(runs: Runs) -> None:
    paid, unpaid = runs("government.pay_discipline=1.0"), runs("government.pay_discipline=0.1")
    absent = [stage(t, "mixed_patrols", "absent") / stage(t, "mixed_patrols", "serving") for t in (paid, unpaid)]
    left = [stage(t, "mixed_patrols", "left") / stage(t, "mixed_patrols", "placed") for t in (paid, unpaid)]
    assert absent[1] > absent[0] and left[1] > left[0]


def test_duties_and_equipment_reduce_absence(runs: Runs) -> None:
    idle = runs("programmes.mixed_patrols.responsibilities=0", "programmes.mixed_patrols.equipment=0")
    busy = runs("programmes.mixed_patrols.responsibilities=1", "programmes.mixed_patrols.equipment=1")
    share = [stage(t, "mixed_patrols", "absent") / stage(t, "mixed_patrols", "serving") for t in (idle, busy)]
    assert share[0] > share[1]


def test_an_expiry_date_ends_an_interim_measure_and_none_does_not(runs: Runs) -> None:
    trap, expiring = runs(), runs("programmes.mixed_patrols.expiry_months=9")
    last = [
        t["programmes"][(t["programmes"]["month"] == "2032-12") & (t["programmes"]["stage"] == "serving")]
        for t in (trap, expiring)
    ]
    counts = [rows[rows["programme"] == "mixed_patrols"]["persons"].sum() for rows in last]
    assert counts[0] > 0 and counts[1] == 0


def test_an_interim_measure_takes_the_urgency_out_of_the_core_process() -> None:
    full = stepped(months=20)
    assert full.interim_share() > 0.2
    urgency = full.government.urgency()
    full.population.alternative[full.programme("mixed_patrols").serving_rows()] = HOME
    full.population.look_again()
    assert full.government.urgency() > urgency


# -- integration


def test_screening_finds_the_unfit_and_they_cannot_enlist() -> None:
    model = stepped("parameters.session_monthly=1", "parameters.session_share=0.9", months=30)
    assert stage(_tables(model), "integration", "unfit") > 0
    unfit = model.population.found_unfit
    assert unfit.any() and not (model.population.alternative[unfit] == model.programme("integration").alternative).any()


def _tables(model: DDRModel) -> Tables:
    from ploughshare.record.tables import tables_of

    return tables_of(model)


def test_more_sessions_more_enlisted(runs: Runs) -> None:
    few, many = runs("parameters.session_monthly=0.01"), runs("parameters.session_monthly=0.6")
    assert stage(many, "integration", "registered") > stage(few, "integration", "registered")


def test_those_serving_elsewhere_enter_first_and_others_in_the_catch_up(runs: Runs) -> None:
    many = "parameters.session_monthly=0.6"
    early, never = (
        runs(many, "programmes.integration.eligibility.others_from=2031-06"),
        runs(many, "programmes.integration.eligibility.others_from=null"),
    )
    assert stage(early, "integration", "listed") > stage(never, "integration", "listed")


def test_rank_and_home_deployment_attract(runs: Runs) -> None:
    many = "parameters.session_monthly=0.6"
    low, high = runs(many, "government.rank_share_offered=0"), runs(many, "government.rank_share_offered=0.9")
    assert stage(high, "integration", "listed") > stage(low, "integration", "listed")
    far, near = (
        runs(many, "programmes.integration.home_deployment_share=0"),
        runs(many, "programmes.integration.home_deployment_share=1"),
    )
    assert stage(near, "integration", "listed") > stage(far, "integration", "listed")


def test_leaders_send_the_second_tier() -> None:
    model = stepped(months=30)
    population, programme = model.population, model.programme("mixed_patrols")
    groups = np.isin(population.group, [g.index for g in model.groups if g.negotiates])
    kept = population.fighting_value[(population.alternative == ARMED) & groups].mean()
    assert population.fighting_value[programme.serving_rows()].mean() < kept


# -- civilian options


def test_reinsertion_needs_promotion_and_an_attractive_package(runs: Runs) -> None:
    sessions = "parameters.session_monthly=0.6"
    unknown = runs(sessions, "programmes.reinsertion.promotion=0")
    known = runs(sessions, "programmes.reinsertion.promotion=1")
    rich = runs(sessions, "programmes.reinsertion.promotion=1", "programmes.reinsertion.package_xof=2000000")
    assert (
        stage(unknown, "reinsertion", "listed")
        < stage(known, "reinsertion", "listed")
        < stage(rich, "reinsertion", "listed")
    )


def test_a_purse_that_is_empty_delivers_no_package() -> None:
    model = stepped(
        "mission.funds.bank.usd_per_year=0",
        "parameters.session_monthly=1",
        "programmes.reinsertion.promotion=1",
        months=34,
    )
    programme = model.programme("reinsertion")
    assert programme.placed_total > 0 and model.funds.purses["bank"].paid_usd == 0
    prior = model.parameters["pay_prior_civilian"]
    kept, missed = programme.belief[0]
    assert kept / (kept + missed) < prior


def test_non_signatories_have_their_own_programme(runs: Runs) -> None:
    tables = runs("programmes.village_rehabilitation.promotion=1", "parameters.session_monthly=0.6")
    rows = tables["programmes"]
    entered = rows[(rows["programme"] == "village_rehabilitation") & (rows["stage"] == "placed")]
    assert entered["persons"].sum() > 0 and set(entered["coalition"]) == {"none"}
    after = rows[
        (rows["programme"] == "village_rehabilitation") & (rows["month"] > "2032-01") & (rows["stage"] == "serving")
    ]
    assert after["persons"].sum() == 0  # suspended by the timeline


# -- community projects


def test_engineers_and_vetting_shorten_or_lengthen_approval() -> None:
    def delay(*changes: str) -> float:
        projects = stepped(*changes, months=24).projects.projects
        return float(np.mean([project.starts - project.proposed for project in projects]))

    assert delay("mission.projects.engineers=1") < delay("mission.projects.engineers=0")
    assert delay("mission.projects.vetting_months=6") > delay("mission.projects.vetting_months=0")


def test_state_dependent_projects_lapse_and_community_managed_ones_last() -> None:
    model = stepped("communities.willow_bridge.state_presence=0", months=36)
    lapses = {project.kind.upkeep: [] for project in model.projects.projects}  # type: ignore[var-annotated]
    for project in model.projects.projects:
        lapses[project.kind.upkeep].append(project.lapses - project.completes)
    assert min(lapses["community"]) > 1000
    assert all(6 <= months <= 12 for months in lapses["state"])


def test_caps_and_partner_capacity_bind() -> None:
    model = stepped("mission.projects.cap_single_usd=20000", "mission.projects.cap_consortium_usd=0", months=30)
    assert max(project.usd for project in model.projects.projects) <= 20000
    few, many = (
        len(stepped(f"mission.projects.implementing_partners={n}", months=30).projects.projects) for n in (1, 20)
    )
    assert few < many


def test_the_60_40_rule_needs_demobilised_persons(runs: Runs) -> None:
    without = runs("programmes.reinsertion.promotion=0", "programmes.village_rehabilitation.promotion=0")
    with_them = runs(
        "programmes.reinsertion.promotion=1",
        "programmes.village_rehabilitation.promotion=1",
        "parameters.session_monthly=0.8",
        "programmes.reinsertion.service_months=3",
        "programmes.reinsertion.package_xof=2000000",
    )
    assert column(without, "communities", "former_combatants") == 0
    assert column(with_them, "communities", "former_combatants") > 0


def test_project_jobs_prevent_recruitment_and_women_are_counted(runs: Runs) -> None:
    none = runs(
        "community_projects.portfolios.first_dividends.projects_per_year=0.01",
        "community_projects.portfolios.community_managed.projects_per_year=0.01",
        seeds=4,
    )
    many = runs(
        "community_projects.kinds.water_gardens.jobs_share=1", "community_projects.kinds.income.jobs_share=1", seeds=4
    )
    assert column(many, "communities", "recruits") < column(none, "communities", "recruits")
    share = column(many, "communities", "women_beneficiaries") / column(many, "communities", "beneficiaries")
    assert 0.3 < share < 0.55


def test_projects_open_access_to_places_held_by_groups() -> None:
    model = stepped(months=24)
    held = [place for place in model.communities if place.controlled_by not in ("government",)]
    with_projects = [p.access for p in held if model.projects.access_gain[p.index] > 0]
    without = [p.access for p in held if model.projects.access_gain[p.index] == 0]
    assert with_projects and without and min(with_projects) > max(without)


# -- politics


def test_kept_promises_build_trust_and_overdue_ones_erode_it(runs: Runs) -> None:
    kept = runs("parameters.delivery_monthly=0.5", "government.sovereignty_concern=0")
    broken = runs("government.will=0")
    trust = [
        t["trust"][(t["trust"]["trusted"] == "government") & (t["trust"]["truster"] == "River_Front")]["value"].mean()
        for t in (kept, broken)
    ]
    assert trust[0] > trust[1]
    assert (kept["provisions"]["kept"] != "").mean() > (broken["provisions"]["kept"] != "").mean()


def test_broken_promises_bring_boycotts_and_mediation_ends_them(runs: Runs) -> None:
    angry = ("government.will=0", "parameters.boycott_monthly=0.5", "parameters.boycott_stance=0.5")
    no_mediation = runs(*angry, "mission.good_offices=0")
    mediation = runs(*angry, "mission.good_offices=1", "parameters.boycott_return_monthly=0.8")
    kept = runs(
        "parameters.delivery_monthly=1",
        "government.sovereignty_concern=0",
        "parameters.boycott_monthly=0.5",
        "parameters.boycott_stance=0.5",
    )
    assert indicator(no_mediation, "River_Alliance", "boycott") > indicator(mediation, "River_Alliance", "boycott")
    assert indicator(no_mediation, "River_Alliance", "boycott") > indicator(kept, "River_Alliance", "boycott")


def test_allowances_raise_attendance(runs: Runs) -> None:
    angry = (
        "government.will=0",
        "parameters.boycott_monthly=0.2",
        "parameters.boycott_stance=0.5",
        "parameters.boycott_return_monthly=0",
    )
    bodies = (
        "follow_up_bodies.follow_up_committee.allowance_xof_per_month",
        "follow_up_bodies.security_commission.allowance_xof_per_month",
    )
    none = runs(*angry, *(f"{body}=0" for body in bodies), seeds=6)
    high = runs(*angry, *(f"{body}=5000000" for body in bodies), seeds=6)
    assert indicator(high, "River_Alliance", "attendance") > indicator(none, "River_Alliance", "attendance")
    assert indicator(high, "River_Alliance", "allowances_xof") > 0


def test_lists_inflate_and_children_are_harmed_when_dividends_are_in_sight(runs: Runs) -> None:
    poor = runs("registrations.first_lists.places_expected=0", "registrations.census.places_expected=0", seeds=5)
    rich = runs("registrations.first_lists.places_expected=2000", "registrations.census.places_expected=2000", seeds=5)
    names = [t["registrations"][t["registrations"]["category"] == "names"]["persons"].sum() for t in (poor, rich)]
    assert names[1] > 1.5 * names[0]
    assert column(rich, "communities", "children_recruited") > column(poor, "communities", "children_recruited")


def test_a_census_refers_children_and_counts_women_apart(runs: Runs) -> None:
    rows = runs()["registrations"]
    assert rows[rows["category"] == "children_referred"]["persons"].sum() > 0
    unarmed = rows[rows["category"] == "unarmed"]
    assert 0.3 < unarmed["women"].sum() / unarmed["persons"].sum() < 0.65


def test_groups_short_of_posts_leave_their_coalition() -> None:
    ally = "groups.Village_Watch.coalition={2029-01: River_Alliance}"
    calm = stepped(ally, "parameters.split_monthly=0", months=36)
    assert not any(group.left_coalition for group in calm.groups)
    model = stepped(ally, "parameters.split_monthly=1", months=36)
    front, watch = model.group_named["River_Front"], model.group_named["Village_Watch"]
    assert model.stakes.posts[front.index] > 0
    assert watch.left_coalition and watch.coalition == "none"
    assert front.coalition == "River_Alliance"


def test_gold_lowers_the_interest_of_leaders_who_tax_it(runs: Runs) -> None:
    gold, none = runs("income_sources.river_gold.participants=3000"), runs("income_sources.river_gold.participants=0")
    assert indicator(gold, "River_Front", "tax_xof") > indicator(none, "River_Front", "tax_xof")
    assert indicator(gold, "River_Front", "stance") < indicator(none, "River_Front", "stance")


def test_sanctions_press_while_they_look_even_handed() -> None:
    def pressure(even: float) -> float:
        model = stepped(months=16)
        model.conditions.sanctions_strength, model.conditions.sanctions_even_handedness = 1.0, even
        return model.mission.effective_pressure

    assert pressure(1.0) > pressure(0.2)


def test_one_sided_sanctions_wear_down_trust_in_the_mission(runs: Runs) -> None:
    path = "events.sanctions.effects.0.even_handedness"
    fair, biased = (
        runs(f"{path}=1", "events.sanctions.effects.0.strength=1"),
        runs(f"{path}=0", "events.sanctions.effects.0.strength=1"),
    )
    trust = [
        t["trust"][(t["trust"]["trusted"] == "mission") & (t["trust"]["month"] == "2032-06")]["value"].mean()
        for t in (fair, biased)
    ]
    assert trust[0] > trust[1]


def test_pressure_makes_promises_kept_and_sovereignty_concern_does_not(runs: Runs) -> None:
    pressed, left_alone = runs("mission.pressure=1"), runs("mission.pressure=0")
    worried = runs("mission.pressure=1", "government.sovereignty_concern=1", "parameters.delivery_sovereignty=8")
    kept = [(t["provisions"]["kept"] != "").mean() for t in (pressed, left_alone, worried)]
    assert kept[0] > kept[1] and kept[0] > kept[2]


# -- violence and the mission


def test_strength_and_distrust_open_offensives_and_men_are_recalled() -> None:
    war = (
        "parameters.offensive_monthly=0.5",
        "government.military_strength=2",
        "government.trust_in_groups=0",
        "parameters.recall_monthly=0.9",
    )
    fought, quiet = stepped(*war, months=36), stepped("parameters.offensive_monthly=0", months=36)
    tables = _tables(fought)
    assert indicator(tables, "government", "offensive") > 0 == indicator(_tables(quiet), "government", "offensive")
    assert tables["violence"][tables["violence"]["kind"] == "offensive"]["deaths"].sum() > 0


def test_the_recalled_obey_by_attachment() -> None:
    model = stepped("parameters.session_monthly=0.8", months=34)
    for programme in model.programmes:
        programme.just_opened = False
    group = model.groups[0]
    from ploughshare.agents.conditions import Fight
    from ploughshare.processes.leading import lead
    from ploughshare.processes.outlook import look_out

    rows = model.programme("mixed_patrols").serving_rows()
    rows = rows[model.population.group[rows] == group.index]
    assert len(rows) > 5

    def leaving(attachment: float) -> int:
        model.population.attachment[rows] = attachment
        model.outlook = look_out(model)
        return int((model.choices.chosen(rows) == ARMED).sum())

    before = leaving(0.9)
    model.conditions.fights.append(Fight(("government", group.coalition), {0, 1}, None, "offensive"))
    model.parameters = {**model.parameters, "recall_monthly": 1.0}
    lead(model)
    assert group.recalling
    assert leaving(0.95) > leaving(0.05) >= 0
    assert leaving(0.95) > before


def test_attacks_kill_and_frighten_those_who_serve(runs: Runs) -> None:
    attacked, spared = runs(), runs("events.patrol_attack.effects=[]")
    assert stage(attacked, "mixed_patrols", "died") > stage(spared, "mixed_patrols", "died")
    rows = [
        t["programmes"][
            (t["programmes"]["programme"] == "mixed_patrols")
            & (t["programmes"]["month"] == "2031-04")
            & (t["programmes"]["stage"] == "serving")
        ]
        for t in (attacked, spared)
    ]
    assert rows[0]["persons"].sum() < rows[1]["persons"].sum()


def test_extremist_exposure_brings_attacks_recruits_and_rival_options(runs: Runs) -> None:
    places = ("reed_harbour", "stone_market", "north_lock", "oak_pass")
    low = runs(*(f"communities.{place}.extremist_exposure=0" for place in places), "parameters.attack_monthly=0.3")
    high = runs(*(f"communities.{place}.extremist_exposure=1" for place in places), "parameters.attack_monthly=0.3")
    attacks = [t["violence"][t["violence"]["kind"] == "extremist_attack"]["events"].sum() for t in (low, high)]
    assert attacks[1] > attacks[0]
    into = [
        t["flows"][(t["flows"]["group"] == "Black_Banner") & (t["flows"]["from"] == "recruited")]["persons"].sum()
        for t in (low, high)
    ]
    assert into[1] > into[0]


def test_clashes_suspend_programmes_that_need_calm_until_the_ceasefire() -> None:
    model = stepped(months=11)  # November 2030: fighting in the lowlands
    lowlands = model.region_names.index("lowlands")
    assert model.conditions.clash_in(lowlands)
    programme = model.programme("pre_cantonment")
    assert not programme.receiving_sites()[0]
    calm = stepped(months=14)
    assert not any("government" in fight.parties for fight in calm.conditions.fights)


def test_presence_protects_and_fades_with_consent() -> None:
    model = stepped(months=6)
    with_consent = model.conditions.guarantee.copy()
    model.mission.consent = 0.3
    model.mission.step()
    assert (model.conditions.guarantee <= with_consent).all() and model.conditions.guarantee.max() < with_consent.max()


def test_exit_closes_camps_hands_over_little_and_returns_money() -> None:
    model = stepped(months=36)
    assert model.mission.leaving and model.mission.staff < model.definition.mission.staff / 2
    assert 0 < model.mission.handed_over <= model.definition.mission.exit.handover_share
    abandoned = [project for project in model.projects.projects if project.abandoned]
    started_after = [project for project in model.projects.projects if project.proposed >= 31]
    assert not started_after and (abandoned or all(project.started for project in model.projects.projects))


def test_registration_and_screening_lose_the_knowledge_that_leaves_with_the_mission(runs: Runs) -> None:
    """Where few are registered a month: otherwise nobody waits for it."""
    few = [f"programmes.{name}.stages.register_per_month=10" for name in ("integration", "reinsertion")]

    def registered(kept: float) -> float:
        rows = runs(f"mission.exit.knowledge_kept_share={kept}", *few)["programmes"]
        return float(rows[(rows["stage"] == "registered") & (rows["month"] >= "2032-07")]["persons"].sum())

    assert registered(1.0) > registered(0.0)
    before, after = stepped(months=30), stepped(months=36)
    assert before.mission.knowledge == 1.0 > after.mission.knowledge >= 0.2


def test_a_conditional_event_happens_when_its_condition_comes_true() -> None:
    low, high = "events.confidence.when.above=0.01", "events.confidence.when.above=0.99"
    assert stepped(low, months=12).timeline.has_happened("confidence")
    assert not stepped(high, months=12).timeline.has_happened("confidence")


def test_coups_raise_concern_and_control_changes_hands() -> None:
    before, after = stepped(months=25), stepped(months=31)
    assert after.government.sovereignty_concern > before.government.sovereignty_concern
    place = after.communities[after.community_names.index("willow_bridge")]
    assert place.controlled_by == "government"


def test_leaders_support_builds_and_its_failure_wears_down_trust_in_leaders(runs: Runs) -> None:
    sure, unsure = runs("parameters.armed_support_reliability=1"), runs("parameters.armed_support_reliability=0")
    trust = [
        t["trust"][(t["trust"]["trusted"] == "leader") & (t["trust"]["truster"] == "River_Front")]["value"].mean()
        for t in (sure, unsure)
    ]
    assert trust[0] > trust[1]


@pytest.mark.parametrize("weight", ["security_weight", "trust_weight", "rank_weight"])
def test_income_alone_enlists_more_than_the_full_model(runs: Runs, weight: str) -> None:
    """Dignity, trust and security hold men back: each can be switched off, and switching it off moves people."""
    with_it, without = (
        runs("parameters.session_monthly=0.6"),
        runs("parameters.session_monthly=0.6", f"parameters.{weight}=0"),
    )
    assert stage(without, "integration", "listed") != stage(with_it, "integration", "listed")
