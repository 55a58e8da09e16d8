"""Runs at other population scales: what is scaled, by what rounding, and that aggregates agree within Monte Carlo error."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pandas as pd
import pytest
from scipy.stats import ttest_ind

from ploughshare.agents.options import Stage
from ploughshare.model import DDRModel
from ploughshare.programmes import pipeline
from ploughshare.record.tables import Tables, run_tables, tables_of
from ploughshare.scenario.loading import load_scenario

SCALES = (0.05, 0.2, 1.0, 3.0)

# -- what is scaled --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("scale", SCALES)
@pytest.mark.parametrize("name", ["training", "mali"])
def test_persons_quotas_and_places_are_scaled_to_the_nearest_person(name: str, scale: float) -> None:
    definition = load_scenario(name, population_scale=scale)
    model = DDRModel(definition, rng=1)
    population = model.population
    for group, described in zip(model.groups, definition.groups.values(), strict=True):
        founders = population.group == group.index
        armed, unarmed = described.persons.armed * scale, described.persons.unarmed * scale
        assert abs((founders & population.weapon).sum() - armed) <= 0.5
        assert abs((founders & ~population.weapon).sum() - unarmed) <= 0.5
    for programme, offered in zip(model.programmes, definition.programmes.values(), strict=True):
        for (_, _, quota), window in zip(programme.windows, offered.windows, strict=True):
            assert abs(quota - window.quota * scale) <= 0.5
        for places, site in zip(programme.site_places, offered.sites.values(), strict=True):
            assert abs(places - site.places * scale) <= 0.5 or (places == 1 and 0 < site.places * scale < 1)
    for place, community in zip(model.communities, definition.communities.values(), strict=True):
        assert place.youth_at_risk == pytest.approx(community.youth_at_risk * scale)


@pytest.mark.parametrize("scale", SCALES)
def test_a_census_counts_so_many_of_the_persons_described_a_month(scale: float) -> None:
    """The capacity binds in the first month: 500 a month of some 1,800 who turn up."""
    tables = at_scale("training", scale, 1)[0]
    census = tables["registrations"].query("registration == 'census'")
    by_month = census.groupby("month")["persons"].sum()
    assert by_month.iloc[:3].tolist() == pytest.approx([500, 500, 500], abs=1)


@pytest.mark.parametrize("scale", SCALES)
def test_deaths_on_record_are_scaled_to_the_nearest_person(scale: float) -> None:
    """Where a simulated person stands for several, an event on record may kill none or all that one stands for."""
    tables = at_scale("training", scale, 1)[0]
    attack = tables["violence"].query("kind == 'imposed_attack'")
    assert int(attack["deaths"].sum()) == pytest.approx(8, abs=0.5 / scale + 0.5)


@pytest.mark.parametrize(("train_per_month", "in_a_year"), [(30, 18), (15, 9)])
def test_a_capacity_that_is_no_whole_person_is_kept_over_a_year(train_per_month: int, in_a_year: int) -> None:
    """30 a month at 1:20 are one and a half, 18 a year and not 12; 15 a month are 9 a year and not none."""
    change = f"programmes.integration.stages.train_per_month={train_per_month}"
    model = DDRModel(load_scenario("training", settings=[change], population_scale=0.05), rng=1)
    programme, population, trained = model.programme("integration"), model.population, 0
    model.month = programme.announced
    for _ in range(12):
        population.apply(np.arange(len(population)), programme.alternative)
        population.stage[:] = Stage.SCREENED
        pipeline.move(programme)
        trained += int((population.stage == Stage.TRAINING).sum())
        model.month += 1
    assert trained == in_a_year


@pytest.mark.parametrize("scale", [0.05, 0.2, 4.0])
def test_tables_count_the_persons_described(scale: float) -> None:
    """Where one simulated person stands for several, no cell is rounded; otherwise the sum of a month, to half a person."""
    model = DDRModel(load_scenario("training", population_scale=scale), rng=2)
    persons, weapons = [], []
    while model.running:
        model.step()
        persons.append(len(model.population))
        weapons.append(int(model.population.weapon.sum()))
    tables = tables_of(model)
    states = tables["states"].groupby("month")["persons"].sum()
    assert (abs(states - np.array(persons) / scale) <= (0 if scale < 1 else 0.5)).all()
    held = tables["weapons"].query("stock == 'held'")["weapons"]
    assert (abs(held - np.array(weapons) / scale) <= 0.5).all()


@pytest.mark.parametrize("scale", [0.05, 4.0])
def test_few_recruits_in_a_place_and_month_are_not_rounded_away(scale: float) -> None:
    model = DDRModel(load_scenario("training", population_scale=scale), rng=2)
    founders = len(model.population)
    while model.running:
        model.step()
    tables = tables_of(model)
    recruits = (len(model.population) - founders) / scale
    assert tables["communities"]["recruits"].sum() == pytest.approx(recruits, rel=0.01)
    assert (tables["communities"]["children_recruited"] <= tables["communities"]["recruits"]).all()
    flows = tables["flows"]
    assert flows.loc[flows["from"] == "recruited", "persons"].sum() == pytest.approx(recruits, rel=0.01)


# -- aggregates ------------------------------------------------------------------------------------------------------

FALSE_ALARMS = 1e-3
"""Chance that one of the comparisons of a test fails though the scales agree, shared out evenly (Bonferroni)."""
DIVISIBLE = {
    "training": (
        "events.patrol_attack.effects=[{effect: attack, programme: mixed_patrols, site: harbour, killed: 20, injured: 20}]",
        "events.clash_lowlands.effects=[{effect: clash, between: [government, River_Alliance], regions: [lowlands], "
        "months: 2, deaths: 20}]",
    ),
    "mali": (),
}
"""Events on record whose dead are whole persons at every scale: that rounding is tested above."""
OF_EVERYBODY = ("persons", "women", "children", "armed", "home", "weapons", "counted")
OF_RECRUITS = ("recruits", "children recruited")
COMPARED = {("training", 0.05): (*OF_EVERYBODY, *OF_RECRUITS)}
"""What is compared where not everything is. At 1:20 the training country has 107 persons; its programmes then take in a
person or two a month, and mixed patrols have a quarter fewer."""


READ = ("states", "flows", "programmes", "communities", "registrations", "spending", "violence")


@lru_cache
def at_scale(name: str, scale: float, seeds: int, changes: tuple[str, ...] = ()) -> list[Tables]:
    definition = load_scenario(name, settings=changes, population_scale=scale)
    return [run_tables(definition, seed, names=READ) for seed in range(1, seeds + 1)]


def aggregates(tables: Tables) -> dict[str, float]:
    """Return stocks at the end of a run and flows over all of it, persons described and USD."""
    states, programmes, communities = tables["states"], tables["programmes"], tables["communities"]
    last = states[states["month"] == states["month"].max()]
    options = ("armed", "home", "interim", "integrated", "reinsertion", "dead")
    stages = ("listed", "registered", "screened", "trained", "placed", "left")
    return {
        **{stock: float(last[stock].sum()) for stock in ("persons", "women", "children")},
        **{option: float(last.loc[last["option"] == option, "persons"].sum()) for option in options},
        **{stage: float(programmes.loc[programmes["stage"] == stage, "persons"].sum()) for stage in stages},
        "weapons": float(last["armed"].sum()),
        "recruits": float(communities["recruits"].sum()),
        "children recruited": float(communities["children_recruited"].sum()),
        "jobs": float(communities["jobs"].sum()),
        "counted": float(tables["registrations"]["persons"].sum()),
        "moves": float(tables["flows"]["persons"].sum()),
        "spent": float(tables["spending"]["spent_usd"].sum()),
    }


def differing(name: str, scales: dict[float, int]) -> dict[str, float]:
    """Return aggregates whose mean differs from that of the full scale, with the chance of that (Welch's t-test)."""
    found = {
        scale: pd.DataFrame([aggregates(tables) for tables in at_scale(name, scale, seeds, DIVISIBLE[name])])
        for scale, seeds in scales.items()
    }
    compared = {
        f"{what} at {scale}": float(ttest_ind(of_scale[what], found[1.0][what], equal_var=False).pvalue)
        for scale, of_scale in found.items()
        if scale != 1.0
        for what in COMPARED.get((name, scale), of_scale.columns)
    }
    return {what: chance for what, chance in compared.items() if chance < FALSE_ALARMS / len(compared)}


def test_aggregates_of_the_training_country_agree_across_scales() -> None:
    assert differing("training", {0.05: 24, 0.2: 24, 1.0: 24, 4.0: 6}) == {}


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_aggregates_of_mali_agree_across_scales() -> None:
    """From 3,700 persons on every aggregate agrees, small programmes included."""
    assert differing("mali", {0.05: 16, 0.2: 10, 1.0: 8}) == {}


def test_an_aggregate_that_is_badly_scaled_is_found() -> None:
    """The comparison has teeth: a quarter too many who join at 1:5 is seen with the seeds above."""
    assert load_scenario("training").parameters["recruitment_monthly"].value == 0.0006
    too_many, right = (
        [
            aggregates(tables)["recruits"]
            for tables in at_scale("training", scale, 24, (*DIVISIBLE["training"], *changes))
        ]
        for scale, changes in ((0.2, ("parameters.recruitment_monthly=0.00075",)), (1.0, ()))
    )
    assert ttest_ind(too_many, right, equal_var=False).pvalue < FALSE_ALARMS / 100
