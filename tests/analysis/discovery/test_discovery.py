"""Rules: what is hidden in a table is found, measured where it was not sought, and nothing is found in noise."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ploughshare.analysis.discovery.boxes import Box, Limit, measure, wilson
from ploughshare.analysis.discovery.prim import find_box, pruned
from ploughshare.analysis.discovery.search import Discovery, discover, hits_by_point
from ploughshare.analysis.discovery.target import parse_target
from ploughshare.analysis.discovery.tree import leaf_boxes
from ploughshare.analysis.discovery.wording import FactorWords, condition, rule_sentence, sentences
from ploughshare.errors import UsageError

WORDS = {
    "pay": FactorWords("Share of pay days of interim units kept", "share"),
    "provisions": FactorWords("Provisions kept by 2018"),
}


def factors(count: int = 600, seed: int = 1) -> pd.DataFrame:
    generator = np.random.default_rng(seed)
    table = pd.DataFrame(generator.random((count, 4)), columns=["pay", "b", "c", "d"])
    table["kind"] = generator.choice(["land", "money", "none"], count)
    table["provisions"] = generator.integers(0, 9, count)
    return table


def hidden(table: pd.DataFrame) -> np.ndarray[Any, Any]:
    """Return the chance of a hit: high where pay is kept, provisions are many and something is offered."""
    inside = (table["pay"] > 0.6) & (table["provisions"] >= 4) & (table["kind"] != "none")
    return np.where(inside, 0.95, 0.04)


def drawn(chances: np.ndarray[Any, Any], runs: int = 2, seed: int = 2) -> tuple[np.ndarray[Any, Any], ...]:
    hits = np.random.default_rng(seed).binomial(runs, chances).astype(float)
    return hits, np.full(len(hits), float(runs))


def test_prim_finds_the_hidden_box_and_its_limits() -> None:
    table = factors()
    box = find_box(table, *drawn(hidden(table)))
    assert set(box.limits) == {"pay", "provisions", "kind"}
    assert box.limits["pay"].low == pytest.approx(0.6, abs=0.06) and box.limits["pay"].high is None
    assert box.limits["provisions"].low == 4
    assert box.limits["kind"].among == {"land", "money"}


def test_a_tree_finds_leaves_of_the_hidden_box() -> None:
    table = factors()
    hits, runs = drawn(hidden(table))
    best = leaf_boxes(table, hits, runs, seed=1)[0]
    told = measure(best.holds(table), hits, runs)
    assert told.density > 0.7 and {"pay", "provisions"} <= set(best.limits)


def test_rules_hold_on_points_that_were_not_searched() -> None:
    table = factors(900)
    found = discover(table, *drawn(hidden(table)))
    rule = found.rules[0]
    assert rule.holds and rule.found_by == "prim"
    assert rule.held_out.low < 0.95 < rule.held_out.high + 0.02
    assert rule.held_out.points + rule.searched.points == int(rule.box.holds(table).sum())
    assert rule.held_out.runs == 2 * rule.held_out.points
    assert found.searched_points == 600 and found.held_out_points == 300
    assert all(without < rule.held_out.density for without in rule.leans_on.values())
    assert {one.found_by for one in found.rules} == {"prim", "tree"}


def test_nothing_is_found_in_noise() -> None:
    table = factors(400)
    holding = 0
    for seed in range(5):
        found = discover(table, *drawn(np.full(len(table), 0.3), seed=seed), seed=seed)
        holding += sum(rule.holds for rule in found.rules)
        if not any(rule.holds for rule in found.rules):
            told = sentences(found, "Integration exceeds 3,000", WORDS)
            assert any("the factors do not separate these runs" in text for text in told)
    assert holding <= 2


def test_pruning_drops_a_limit_that_does_nothing() -> None:
    table = factors()
    hits, runs = drawn(hidden(table))
    box = Box(
        {
            "pay": Limit(low=0.6),
            "provisions": Limit(low=4),
            "kind": Limit(among=frozenset({"land", "money"})),
            "c": Limit(low=0.05),
        }
    )
    assert set(pruned(box, table, hits, runs).limits) == {"pay", "provisions", "kind"}


def test_points_of_one_block_are_held_out_together() -> None:
    table = factors(600)
    hits, runs = drawn(hidden(table))
    one, same = (discover(table, hits, runs, block=12, seed=3) for _ in range(2))
    assert one == same
    assert one.held_out_points % 12 == 0 and one.searched_points % 12 == 0
    with pytest.raises(UsageError, match="cannot be divided"):
        discover(table, hits, runs, block=400)


def test_rare_and_certain_outcomes_are_refused() -> None:
    table = factors(200)
    with pytest.raises(UsageError, match="comes about at 3 of 200 points"):
        discover(table, np.r_[np.ones(3), np.zeros(197)], np.ones(200))
    with pytest.raises(UsageError, match="fails at 0"):
        discover(table, np.ones(200), np.ones(200))


def test_hits_are_counted_by_point() -> None:
    hits, runs = hits_by_point(pd.Series([True, False, True, True]), pd.Series([0, 0, 2, 2]), 4)
    assert hits.tolist() == [1, 0, 2, 0] and runs.tolist() == [2, 0, 2, 0]


# -- measures


@given(st.floats(0, 1), st.integers(1, 500))
def test_an_interval_holds_its_share_and_stays_within_bounds(share: float, tries: int) -> None:
    low, high = wilson(share, tries)
    assert 0 <= low <= share + 1e-12 and share - 1e-12 <= high <= 1 and low < high


def test_an_interval_of_a_share_is_wilsons() -> None:
    low, high = wilson(0.8, 50)
    assert (round(low, 3), round(high, 3)) == (0.670, 0.888)
    assert wilson(float("nan"), 0) == (0.0, 1.0)


def test_a_rule_is_measured_with_the_limits_that_are_read_out() -> None:
    assert Limit(low=0.71234567, high=12345.6).rounded() == Limit(low=0.712, high=12300.0)
    table = factors(900)
    for rule in discover(table, *drawn(hidden(table))).rules:
        assert rule.box == rule.box.rounded()


# -- sentences


def test_rules_are_plain_sentences() -> None:
    table = factors(900)
    found: Discovery = discover(table, *drawn(hidden(table)))
    text = rule_sentence(found.rules[0], "Persons integrated exceeds 3,000", WORDS)
    assert text.startswith("Persons integrated exceeds 3,000 in 9")
    assert "share of pay days of interim units kept is at least " in text and " %" in text
    assert "provisions kept by 2018 is at least 4" in text and "kind is land or money" in text
    assert "95 % interval" in text and "not searched" in text and "of all such runs" in text
    first = sentences(found, "Persons integrated exceeds 3,000", WORDS)[0]
    assert first.startswith("Persons integrated exceeds 3,000 in ") and "of all 1,800 runs (900 points)" in first


@pytest.mark.parametrize(
    ("limit", "words", "expected"),
    [
        (Limit(low=0.9), FactorWords("Share kept", "share"), "share kept is at least 90 %"),
        (Limit(high=25000), FactorWords("Support", "XOF a month"), "support is at most 25,000 XOF a month"),
        (Limit(low=1, high=2.5), FactorWords("MOC size", "1"), "MOC size is between 1 and 2.5"),
        (Limit(high=0.0), FactorWords("Delay", "months"), "delay is at most 0 months"),
        (Limit(among=frozenset({"b", "a"})), FactorWords("Offer"), "offer is a or b"),
    ],
)
def test_conditions_use_titles_and_units(limit: Limit, words: FactorWords, expected: str) -> None:
    assert condition(limit, words) == expected


# -- targets


def test_a_target_is_read_and_applied() -> None:
    target = parse_target(" integrated>=3,000 ", ["integrated"])
    assert (target.outcome, target.comparison, target.value) == ("integrated", ">=", 3000)
    assert target.met(pd.Series([2999.0, 3000.0])).tolist() == [False, True]
    assert target.in_words("Persons integrated") == "Persons integrated is at least 3,000"
    assert parse_target("trust<0.25", ["trust"]).in_words("Trust") == "Trust is below 0.25"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("integrated", "is not an outcome to explain"),
        ("integrated > many", "is not an outcome to explain"),
        ("intergated > 3", "did you mean integrated?"),
        ("integrated > 3.4.5", "is not a number"),
    ],
)
def test_a_target_that_cannot_be_read_is_refused(text: str, message: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse_target(text, ["integrated", "deaths"])
    assert message in str(caught.value)
