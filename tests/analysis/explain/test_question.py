"""Names are found whatever their case, and misspelt ones are answered with the nearest."""

from __future__ import annotations

import pytest

from ploughshare.analysis.explain import ask
from ploughshare.errors import UsageError
from ploughshare.scenario.loading import load_scenario
from ploughshare.scenario.schema import Scenario


def test_names_and_titles_are_found_whatever_their_case(training: Scenario) -> None:
    question = ask(training, "river-ALLIANCE", "2031-09", place="willow bridge", option="Réinsertion socio-économique")
    assert (question.party, question.is_coalition) == ("River_Alliance", True)
    assert (question.place, question.place_is_region) == ("willow_bridge", False)
    assert (question.option, question.month_index) == ("reinsertion", 20)
    assert ask(training, "hill guard", "2031-09", place="highlands").place_is_region


def test_a_region_wins_over_a_community_of_the_same_name() -> None:
    mali = load_scenario("mali")
    assert ask(mali, "cma", "2018-11", place="Kidal").place_is_region
    assert not ask(mali, "cma", "2018-11", place="community:kidal").place_is_region
    assert ask(mali, "cma", "2018-11").option == "accelerated_ddr"


@pytest.mark.parametrize(
    ("words", "message", "hint"),
    [
        ({"group": "River_Aliance"}, "there is no group or coalition 'River_Aliance'", "did you mean River_Alliance?"),
        ({"group": "zzz"}, "there is no group or coalition 'zzz'", "known here: River_Front"),
        ({"place": "willow_brige"}, "there is no place 'willow_brige'", "did you mean willow_bridge?"),
        ({"place": "region:highland"}, "there is no region 'highland'", "did you mean highlands?"),
        ({"option": "reinsertoin"}, "there is no option 'reinsertoin'", "did you mean reinsertion?"),
        ({"option": "home", "than": "home"}, "--option and --than are both 'home'", "two different"),
        ({"among": "armd"}, "--among cannot be 'armd'", "did you mean armed?"),
        ({"month": "2031-9"}, "--month must be written YYYY-MM", "did you mean 2031-09?"),
        ({"month": "soon"}, "--month must be written YYYY-MM", "runs from 2030-01 to 2032-12"),
        ({"month": "2040-01"}, "--month 2040-01 lies outside the run", "runs from 2030-01 to 2032-12"),
    ],
)
def test_what_does_not_exist_is_refused(training: Scenario, words: dict[str, str], message: str, hint: str) -> None:
    with pytest.raises(UsageError) as caught:
        ask(training, **({"group": "River_Alliance", "month": "2031-09"} | words))  # type: ignore[arg-type]
    assert message in caught.value.message and hint in (caught.value.hint or "")


def test_a_group_that_does_not_exist_yet_is_refused() -> None:
    with pytest.raises(UsageError, match="CMA does not exist in 2013-08"):
        ask(load_scenario("mali"), "CMA", "2013-08")
