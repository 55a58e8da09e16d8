"""What is compared: stacks, settings, grids and accounts, when runs cannot be paired, and every message."""

from __future__ import annotations

from pathlib import Path

import pytest

from ploughshare.analysis.comparison.grids import grid_variants, parse_axis
from ploughshare.analysis.comparison.request import ComparisonRequest, prepare
from ploughshare.analysis.comparison.variants import baseline_variant, load_cases, split_changes, what_if
from ploughshare.errors import PloughshareError, UsageError

TRAINING = baseline_variant("training")

ACCOUNT = """
title: {en: A reading, fr: Une lecture}
question: {en: "What if pay was a choice?", fr: "Et si la solde était un choix ?"}
extends: training
set: {government.pay_discipline: 0.1}
"""


def test_stacks_are_laid_in_order_and_settings_may_join() -> None:
    variant = what_if("patrols-expire+programmes.mixed_patrols.expiry_months=5", TRAINING)
    assert variant.overlays == ("patrols-expire",)
    assert variant.load().programmes["mixed_patrols"].expiry_months == 5
    assert split_changes("a+government.pay=1e+5+b") == ["a", "government.pay=1e+5", "b"]


def test_a_baseline_may_itself_be_changed() -> None:
    baseline = baseline_variant("training+patrols-expire", history="replay", population_scale=0.5)
    cases = load_cases(baseline, [what_if("wages-paid-on-time", baseline)])
    assert [case.scenario.programmes["mixed_patrols"].expiry_months for case in cases] == [9, 9]
    assert {case.scenario.about.history for case in cases} == {"replay"} and cases[1].unpaired is None
    assert cases[1].expected["interim_months"] == "fewer" and cases[1].left_out


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ("groups.River_Front.persons.armed=1", "number of persons changes in River_Front"),
        ("population_scale=0.5", "population scale is 0.5 instead of 1"),
        ("start=2029-12", "starts in 2029-12 instead of 2030-01"),
    ],
)
def test_a_changed_population_cannot_be_paired(change: str, expected: str) -> None:
    case = load_cases(TRAINING, [TRAINING.changed("x", [change])])[1]
    assert case.unpaired is not None and expected in case.unpaired


def test_a_programme_taken_out_leaves_the_runs_paired(tmp_path: Path) -> None:
    file = tmp_path / "without.yaml"
    file.write_text(ACCOUNT.replace("set: {government.pay_discipline: 0.1}", "remove: [programmes.pre_cantonment]"))
    case = load_cases(TRAINING, [what_if(str(file), TRAINING)])[1]
    assert case.unpaired is None


def test_rival_accounts_lie_beneath_and_what_ifs_may_contradict_them(tmp_path: Path) -> None:
    file = tmp_path / "reading.yaml"
    file.write_text(ACCOUNT)
    cases = load_cases(TRAINING, [what_if("wages-paid-on-time", TRAINING)], [str(file)])
    assert [(case.account, case.variant.label) for case in cases] == [
        ("scenario", "baseline"),
        ("scenario", "wages-paid-on-time"),
        ("reading", "baseline"),
        ("reading", "wages-paid-on-time"),
    ]
    assert [case.scenario.government.pay_discipline for case in cases[1:]] == [0.95, 0.1, 0.95]


def test_factors_are_even_in_their_logarithm() -> None:
    assert parse_axis("x=0.5..2:5").values == (0.5, 0.707107, 1.0, 1.41421, 2.0)
    assert parse_axis(" x = 3,1,2 ").values == (3.0, 1.0, 2.0)


def test_wildcards_schedules_and_parameters_are_multiplied() -> None:
    variants = grid_variants(TRAINING, ["programmes.*.pay_xof_per_month=0.5..2:2", "parameters.trust_gain=0.5..2:2"])
    before = TRAINING.load()
    assert [variant.point for variant in variants] == [
        (("programmes.*.pay_xof_per_month", x), ("parameters.trust_gain", y)) for x in (0.5, 2.0) for y in (0.5, 2.0)
    ]
    after = variants[1].load()
    for name, programme in before.programmes.items():
        assert isinstance(programme.pay_xof_per_month, float)
        assert after.programmes[name].pay_xof_per_month == programme.pay_xof_per_month / 2
    assert after.parameter("trust_gain") == 2 * before.parameter("trust_gain")
    will = grid_variants(TRAINING, ["government.will=0.5..1:2"])[0].load().government.will
    assert isinstance(will, dict) and isinstance(before.government.will, dict)
    assert will == {month: value / 2 for month, value in before.government.will.items()}


@pytest.mark.parametrize(
    ("request_", "expected"),
    [
        (ComparisonRequest("training", ("patrols-expire+",)), "NAME+NAME to stack several"),
        (ComparisonRequest("training", ("patrols-expire", "patrols-expire")), "given twice"),
        (ComparisonRequest("training", settings=("government.pay_discipline=1.5",)), "must be between 0 and 1"),
        (ComparisonRequest("training", settings=("government.pay_disciplin=0.1",)), "did you mean"),
        (ComparisonRequest("training", settings=("history=free", "history=replay")), "--set gives history twice"),
        (ComparisonRequest("training", ("patrols-expire+programmes.mixed_patrols=1",)), "programmes.mixed_patrols"),
        (ComparisonRequest("training", grid=("programes.*.pay=0.5..2:5",)), "did you mean programmes?"),
        (ComparisonRequest("training", grid=("programmes.*.title=0.5..2:5",)), "no number stands there"),
        (ComparisonRequest("training", grid=("government.pay_discipline=2..1:5",)), "above 0 and rise"),
        (ComparisonRequest("training", grid=("government.pay_discipline=1..2",)), "how many steps"),
        (ComparisonRequest("training", grid=("government.pay_discipline=1..2:99",)), "2 to 50 steps"),
        (ComparisonRequest("training", grid=("government.pay_discipline=a,b",)), "is not a number"),
        (ComparisonRequest("training", grid=("government.pay_discipline=1,1",)), "gives a value twice"),
        (ComparisonRequest("training", grid=("government.pay_discipline",)), "is not a grid"),
        (ComparisonRequest("training", grid=("government.pay_discipline=0.5..2:3",)), "must be between 0 and 1"),
        (
            ComparisonRequest("training", grid=("government.will=0.5..1:15", "government.pay_discipline=0.1..1:15")),
            "225 combinations, at most 200",
        ),
        (
            ComparisonRequest("training", grid=("government.will=0.5..1:2", "government.will=0.5..1:3")),
            "two axes of the grid change government.will",
        ),
        (ComparisonRequest("training", ("patrols-expire",), across="nobody"), "there is no what-if 'nobody'"),
        (ComparisonRequest("training", ("patrols-expire",), precision=("integrated=-1",)), "is not a precision"),
    ],
)
def test_bad_requests_are_explained(request_: ComparisonRequest, expected: str) -> None:
    with pytest.raises(PloughshareError) as caught:
        prepare(request_)
    assert expected in str(caught.value) and caught.value.exit_code == 2


def test_an_account_named_twice_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "reading.yaml"
    file.write_text(ACCOUNT)
    with pytest.raises(UsageError, match="given twice"):
        prepare(ComparisonRequest("training", ("patrols-expire",), across=f"{file},{file}"))


def test_without_outcomes_women_and_children_are_measured_apart_and_expectations_come_first() -> None:
    texts = [query.text for query in prepare(ComparisonRequest("training", ("wages-paid-on-time",))).queries]
    assert texts[:2] == ["desertions", "integrated"]
    assert {"integrated:women=yes", "civilian_taken:women=yes", "children_recruited"} <= set(texts)
    asked = prepare(
        ComparisonRequest("training", ("patrols-expire",), outcomes=("deaths",), precision=("integrated=2",))
    )
    assert [query.text for query in asked.queries] == ["deaths", "integrated"]
    alone = prepare(ComparisonRequest("training", ("patrols-expire",), outcomes=("deaths",), precision=("2",)))
    assert alone.precision[0].query.text == "deaths" and alone.precision[0].half_width == 2
