"""An explanation in words: numbers as people read them, both languages complete, limits last."""

from __future__ import annotations

import re

import pandas as pd
import pytest

from ploughshare.analysis.explain import Explanation
from ploughshare.analysis.explain.cells import both, logits, percent, whole
from ploughshare.analysis.explain.gates import GATE_OF
from ploughshare.analysis.explain.income import INCOME_PARTS, RELIABILITY_PARTS
from ploughshare.analysis.explain.people import TERMS
from ploughshare.analysis.explain.question import AMONG
from ploughshare.analysis.explain.security import MOST, RELIEF
from ploughshare.analysis.explain.told_persons import REASON_WORDS
from ploughshare.analysis.explain.wording import LIMITS, blocks, markdown
from ploughshare.analysis.explain.words import FRENCH, Words


def test_numbers_are_as_long_as_they_need_to_be() -> None:
    assert [whole(value) for value in (1234.4, 9.96, 0.26, 3.0, -0.01)] == ["1,234", "10", "0.3", "3", "0"]
    assert [logits(value) for value in (1.234, -0.5, 0.001)] == ["+1.23", "-0.50", "0"]
    assert [percent(value) for value in (0.5, 0.0123, -0.0001)] == ["50 %", "1.2 %", "0 %"]
    assert Words("fr").numbers("1,234 (0.5 – 12,345,678)") == "1\u202f234 (0,5 – 12\u202f345\u202f678)"
    yes = pd.Series({"unit": "yes/no", "run": "baseline", "mean": 0.25, "median": 0.0, "q05": 0.0, "q95": 1.0})
    assert both(yes, Words()) == "yes in 25 % of seeds" and both(yes, Words("fr")) == "oui dans 25 % des tirages"


def test_french_has_every_text_with_the_same_places() -> None:
    places = re.compile(r"{(\w+)}")
    for english, french in FRENCH.items():
        assert sorted(places.findall(english)) == sorted(places.findall(french)), english
    closed_sets = (
        GATE_OF,
        REASON_WORDS.values(),
        TERMS,
        INCOME_PARTS,
        RELIABILITY_PARTS,
        RELIEF,
        [MOST],
        AMONG.values(),
    )
    missing = {text for texts in closed_sets for text in texts} | set(LIMITS)
    assert missing - set(FRENCH) == set()


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_answer_is_whole_in_both_languages(paid_and_promoted: Explanation, language: str) -> None:
    told = blocks(paid_and_promoted, language)
    text = markdown(paid_and_promoted, language)
    assert len(told) == 16 and not re.search(r"\bnan\b", text)
    assert told[-1].title == Words(language)("What this model cannot tell")
    for block in told:
        assert all(len(row) == len(block.headings) for row in block.rows), block.title
    gap = told[3]
    means = {row[0]: float(row[1].replace(",", ".")) for row in gap.rows if not row[0].startswith(" ")}
    total = means.pop(Words(language)("total gap"))
    assert sum(means.values()) == pytest.approx(total, abs=0.06)  # each mean is rounded to two digits


def test_the_gates_are_told_of_100_and_account_for_all(paid_and_promoted: Explanation) -> None:
    of_100 = paid_and_promoted.section("gates of 100")
    assert of_100["mean"].sum() == pytest.approx(100)
    assert (of_100["q05"] <= of_100["median"]).all() and (of_100["median"] <= of_100["q95"]).all()
