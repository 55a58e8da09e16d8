"""The twelve patterns of the evidence register, on an ensemble of the Mali scenario at one tenth of its population.

Each pattern is asserted for the median of the seeds, or for at least a stated number of them. With six seeds, a pattern that
holds in nine runs of ten is found in at least four of six with a chance above 99 %. Patterns that the model does not show
are marked as expected failures with the reason: they are reported, not hidden.
"""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest

Tables = dict[str, pd.DataFrame]
Runs = Callable[..., Tables]

SEEDS = 6
MOST = 4
"""seeds in which a pattern must show"""


@pytest.fixture(scope="module")
def mali(runs: Runs) -> Tables:
    return runs(name="mali", seeds=SEEDS, scale=0.1)


def what_if(runs: Runs, *changes: str) -> Tables:
    return runs(*changes, name="mali", seeds=SEEDS, scale=0.1)


def by_seed(table: pd.DataFrame, column: str = "persons") -> pd.Series:
    return table.groupby("seed")[column].sum().reindex(range(1, SEEDS + 1), fill_value=0)


def stage(tables: Tables, programme: str, name: str, since: str = "", until: str = "9999", **where: str) -> pd.Series:
    rows = tables["programmes"]
    rows = rows[
        (rows["programme"] == programme) & (rows["stage"] == name) & (rows["month"] >= since) & (rows["month"] <= until)
    ]
    for column, value in where.items():
        rows = rows[rows[column] == value]
    return by_seed(rows)


def indicator(tables: Tables, subject: str, name: str, since: str = "", until: str = "9999") -> pd.Series:
    rows = tables["indicators"]
    rows = rows[
        (rows["subject"] == subject) & (rows["indicator"] == name) & (rows["month"] >= since) & (rows["month"] <= until)
    ]
    return rows.groupby("seed")["value"].mean()


def test_01_cantonment_stands_empty_while_pre_cantonment_fills_until_may_2014(mali: Tables) -> None:
    assert (stage(mali, "pre_cantonment", "serving", "2014-04", "2014-04") > 500).all()
    assert (stage(mali, "pre_cantonment", "serving", "2014-06") == 0).all()
    assert (stage(mali, "cantonment", "placed", "2015-01", "2020-06") == 0).sum() >= MOST


def test_02_ddr_stalls_without_politics_whatever_the_technical_budget(runs: Runs, mali: Tables) -> None:
    rich = what_if(runs, "government.will=0", "mission.funds.assessed.usd_per_year=40000000")
    assert (stage(rich, "cantonment", "placed") == 0).all()
    assert (stage(rich, "reinsertion_road_map", "placed") == 0).all()


def test_03_the_interim_measure_outlasts_its_six_months_and_delay_costs_urgency(runs: Runs, mali: Tables) -> None:
    months = mali["programmes"]
    months = months[(months["programme"] == "moc") & (months["stage"] == "serving") & (months["persons"] > 0)]
    assert (months.groupby("seed")["month"].nunique() > 36).all()
    patient = what_if(runs, "parameters.delay_erosion_yearly=0", "parameters.interim_complacency=0")
    assert (
        stage(patient, "accelerated_ddr", "registered", until="2020-06").median()
        >= stage(mali, "accelerated_ddr", "registered", until="2020-06").median()
    )


def test_04_arrears_bring_absence_and_desertion(runs: Runs, mali: Tables) -> None:
    paid = what_if(runs, "government.pay_discipline=1.0")
    share = [stage(t, "moc", "absent") / stage(t, "moc", "serving") for t in (paid, mali)]
    assert (share[1] > share[0]).all()
    left = [
        (stage(t, "moc", "left", until="2018-10") / stage(t, "moc", "placed", until="2018-10")).median()
        for t in (paid, mali)
    ]
    assert left[1] > left[0]


def test_05_the_gold_boom_lowers_leaders_interest_in_integration(runs: Runs, mali: Tables) -> None:
    none = what_if(
        runs, *(f"income_sources.{name}.participants=0" for name in ("gold_intahakat", "gold_almaghmor", "gold_kidal"))
    )
    before = [indicator(t, "MNLA", "stance", until="2016-03").median() for t in (none, mali)]
    after = [indicator(t, "MNLA", "stance", "2017-01", "2020-06").median() for t in (none, mali)]
    assert abs(before[0] - before[1]) < 0.02 and after[1] < after[0] - 0.02


def test_06_the_attack_of_january_2017_is_a_dip_with_replacement(runs: Runs, mali: Tables) -> None:
    spared = what_if(runs, "events.moc_attack.effects=[]")
    gap = [stage(spared, "moc", "serving", m, m) - stage(mali, "moc", "serving", m, m) for m in ("2017-01", "2017-12")]
    assert (gap[0] > 0).sum() >= MOST
    assert gap[1].median() < gap[0].median()


def test_07_lists_inflate_and_child_cases_peak_when_dividends_are_expected(mali: Tables) -> None:
    names = by_seed(mali["registrations"][mali["registrations"]["registration"] == "lists_2016"])
    armed = mali["states"]
    armed = armed[(armed["month"] == "2016-04") & (armed["coalition"] == "CMA") & (armed["option"] == "armed")]
    assert (names > 2 * by_seed(armed)).all()
    north = mali["communities"][mali["communities"]["region"].isin(["kidal", "gao", "menaka", "timbuktu", "taoudenit"])]
    yearly = north.assign(year=north["month"].str[:4]).groupby(["seed", "year"])["children_recruited"].sum().unstack()
    assert (yearly["2016"].sum() > yearly["2014"].sum()) and (yearly["2016"].sum() > yearly["2015"].sum())


def test_08_leaders_keep_the_best_and_a_fifth_is_found_unfit(mali: Tables) -> None:
    rows = mali["indicators"]
    ratio = rows[(rows["subject"] == "accelerated_ddr") & (rows["indicator"] == "fighting_value_ratio")]
    assert (ratio.groupby("seed")["value"].mean() < 0.8).all()
    unfit = stage(mali, "accelerated_ddr", "unfit").sum() / stage(mali, "accelerated_ddr", "screened").sum()
    assert 0.17 < unfit < 0.27
    weapons = mali["weapons"]
    assert (weapons[weapons["stock"] == "handed_in"].groupby("seed")["weapons"].max() < 2000).all()


def test_09_the_quota_comes_in_jumps_with_pressure(mali: Tables) -> None:
    rows = mali["programmes"]
    rows = rows[(rows["programme"] == "accelerated_ddr") & (rows["stage"] == "registered")]
    monthly = rows.groupby(["seed", "month"])["persons"].sum()
    largest = monthly.groupby("seed").nlargest(3).groupby(level=0).sum() / monthly.groupby("seed").sum()
    assert (largest > 0.5).sum() >= MOST
    pressure = mali["indicators"]
    pressure = pressure[(pressure["indicator"] == "pressure") & (pressure["month"] >= "2018-11")]
    mean = pressure["value"].mean()
    in_sessions = pressure.merge(monthly.reset_index()[["seed", "month"]], on=["seed", "month"])["value"].mean()
    assert in_sessions > mean


@pytest.mark.xfail(
    reason="the hand-chosen catch-up draws too many: the target of 3,000 is reached in most runs", strict=True
)
def test_09_the_target_of_3000_is_not_reached(mali: Tables) -> None:
    assert (stage(mali, "accelerated_ddr", "registered", until="2022-12") < 2900).sum() >= MOST


def test_10_the_civilian_option_draws_nobody_while_unpromoted_and_some_once_promoted(runs: Runs, mali: Tables) -> None:
    assert (stage(mali, "reinsertion", "placed", until="2020-12") <= 100).all()
    promoted = what_if(runs, "programmes.reinsertion.promotion=0.9", "programmes.reinsertion.package_xof=1500000")
    assert stage(promoted, "reinsertion", "listed").median() > stage(mali, "reinsertion", "listed").median()


def test_11_an_offer_without_trust_fails(mali: Tables) -> None:
    assert (stage(mali, "offer_26000", "placed") == 0).sum() >= MOST


@pytest.mark.xfail(
    reason="fighting does not resume by August 2023 in most free runs, so few are recalled anywhere", strict=True
)
def test_12_relapse_differs_by_place(mali: Tables) -> None:
    flows = mali["flows"]
    back = flows[
        (flows["from"] == "integrated")
        & (flows["to"] == "armed")
        & (flows["month"] >= "2023-08")
        & (flows["coalition"] == "CMA")
    ]
    serving = mali["states"]
    serving = serving[
        (serving["option"] == "integrated") & (serving["month"] == "2023-07") & (serving["coalition"] == "CMA")
    ]
    share = {
        region: back[back["region"] == region]["persons"].sum()
        / max(serving[serving["region"] == region]["persons"].sum(), 1)
        for region in ("kidal", "timbuktu")
    }
    assert share["kidal"] > 0.5 and share["kidal"] > 2 * share["timbuktu"]


def test_12_in_a_replay_those_recalled_leave_and_most_of_the_others_stay(runs: Runs) -> None:
    replayed = runs(name="mali", seeds=SEEDS, scale=0.1, history="replay")
    flows = replayed["flows"]
    back = flows[(flows["from"] == "integrated") & (flows["to"] == "armed") & (flows["month"] >= "2023-08")]
    by_coalition = back.groupby("coalition")["persons"].sum()
    serving = replayed["states"]
    serving = (
        serving[(serving["option"] == "integrated") & (serving["month"] == "2023-07")]
        .groupby("coalition")["persons"]
        .sum()
    )
    share = (by_coalition / serving).fillna(0)
    assert share["CMA"] > 3 * share.get("Platform", 0.0)
