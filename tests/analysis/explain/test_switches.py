"""Who switched and why: hand-made persons in two runs, and paired runs of the training country."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from ploughshare.analysis.explain import Explanation, ask, explain
from ploughshare.analysis.explain.people import TERMS, People
from ploughshare.analysis.explain.rows import WHAT_IF
from ploughshare.analysis.explain.switches import (
    GATE_AND_TERMS,
    GATE_CLOSED,
    GONE,
    TERMS_MOVED,
    WAITING,
    compare_people,
)
from ploughshare.errors import UsageError
from ploughshare.scenario.loading import load_scenario
from ploughshare.scenario.schema import Scenario

NAMES = ("armed", "home", "army")


def people(value: list[list[float]], known: list[list[int]], prefers: list[int], **changed: object) -> People:
    """Persons whose whole utility is pay reliability, and whose only gate is that of what is known."""
    n = len(value)
    terms = np.zeros((n, 3, len(TERMS)))
    terms[:, :, TERMS.index("pay reliability")] = value
    flags = np.array(known, dtype=bool)
    everything = np.ones((n, 3), dtype=bool)
    columns: dict[str, object] = {
        "names": NAMES,
        "uid": np.arange(n, dtype=np.uint32),
        "born": np.zeros(n, dtype=np.int16),
        "group": np.zeros(n, dtype=np.uint8),
        "home": np.zeros(n, dtype=np.uint16),
        "state": np.zeros(n, dtype=np.int64),
        "woman": np.zeros(n, dtype=bool),
        "child": np.zeros(n, dtype=bool),
        "gone": np.zeros(n, dtype=bool),
        "applied_to": np.zeros(n, dtype=np.int64),
        "asked": np.ones(n, dtype=bool),
        "thinks": np.ones(n, dtype=bool),
        "gates": {"known": flags, "open": everything, "eligible": everything, "released": everything},
        "considered": flags,
        "terms": terms,
        "noise": np.zeros((n, 3)),
        "prefers": np.array(prefers),
    }
    return People(**(columns | changed))  # type: ignore[arg-type]


def test_each_cause_is_told_apart() -> None:
    before = people(
        [[1, 0, 0.5], [1, 0, 2], [1, 0, 0.5], [1, 0, 0], [1, 0, 0], [1, 0, 0]],
        [[1, 1, 1], [1, 1, 0], [1, 1, 0], [1, 1, 1], [1, 1, 1], [1, 1, 1]],
        [0, 0, 0, 0, 0, 0],
    )
    after = people(
        [[1, 0, 1.5], [1, 0, 2], [1, 0, 1.5], [1, 0, 0], [1, 0, 0], [1, 0, 0]],
        [[1, 1, 1], [1, 1, 1], [1, 1, 1], [0, 1, 1], [1, 1, 1], [1, 1, 1]],
        [2, 2, 2, 1, 2, 0],
        applied_to=np.array([0, 0, 0, 0, 2, 0]),
        gone=np.zeros(6, dtype=bool),
    )
    found = compare_people(before, after)
    assert found.cause.tolist() == [TERMS_MOVED, "gate opened: known", GATE_AND_TERMS, GATE_CLOSED, WAITING, ""]
    assert found.switched.tolist() == [True, True, True, True, True, False]
    reliability = TERMS.index("pay reliability")
    assert found.change[0, reliability] == pytest.approx(1.0) and not found.change[1:].any()


def test_the_dead_are_told_apart_and_a_removed_option_is_no_error() -> None:
    before = people([[0, 0, 1], [1, 0, 0]], [[1, 1, 1], [1, 1, 1]], [2, 0])
    fewer = people([[0, 0, 0], [1, 0, 0]], [[1, 1, 1], [1, 1, 1]], [0, 1], gone=np.array([False, True]))
    fewer = People(
        **{
            **{name: getattr(fewer, name) for name in fewer.__dataclass_fields__},
            "names": NAMES[:2],
            "terms": fewer.terms[:, :2],
            "considered": fewer.considered[:, :2],
            "noise": fewer.noise[:, :2],
        }
    )
    assert compare_people(before, fewer).cause.tolist() == [GATE_CLOSED, GONE]


def test_counts_of_switchers_agree_with_each_other(paid_and_promoted: Explanation) -> None:
    rows = paid_and_promoted.rows[paid_and_promoted.rows["run"] == WHAT_IF]
    for _, seed in rows.groupby("seed"):
        switched = seed[(seed["section"] == "switched") & (seed["part"] == "persons")]["value"].sum()
        causes = seed[seed["section"] == "causes"]["value"].sum()
        counted = seed[(seed["section"] == "followed") & (seed["item"] == "would choose otherwise")]["value"].sum()
        assert switched == causes == counted > 0


def moved_rows_of(rows: pd.DataFrame) -> float:
    return float(rows[(rows["section"] == "causes") & (rows["item"] == TERMS_MOVED)]["value"].sum())


def test_what_moved_them_sums_to_the_change_and_is_pay(paid_and_promoted: Explanation) -> None:
    rows = paid_and_promoted.rows
    moved = rows[(rows["section"] == "moved") & (rows["unit"] == "logits")]
    for _, pair in moved.groupby(["seed", "subject"]):
        change = pair[pair["item"] == "change of the gap"]["value"].sum()
        assert pair[pair["item"].isin(TERMS)]["value"].sum() == pytest.approx(change, abs=1e-9)
        assert change > 0
    means = moved[moved["subject"] == "all"].groupby("item")["value"].mean().drop("change of the gap")
    assert means.abs().idxmax() == "pay reliability" and means["pay reliability"] > 0
    most = rows[rows["section"] == "moved most"].groupby("item")["value"].sum()
    moved_persons = moved_rows_of(rows)
    assert most.idxmax() == "pay reliability" and most.sum() == moved_persons
    causes = rows[rows["section"] == "causes"].groupby("item")["value"].sum()
    assert causes["gate opened: known"] > 0


def test_the_leaders_change_sums_and_equals_the_difference_of_balances(paid_and_promoted: Explanation) -> None:
    rows = paid_and_promoted.rows
    for _, seed in rows.groupby("seed"):
        moved = seed[seed["section"] == "leaders moved"]
        change = moved[moved["item"] == "change of the balance"]["value"].sum()
        balance = seed[(seed["section"] == "leaders") & (seed["item"] == "balance")].groupby("run")["value"].sum()
        assert moved[moved["item"] != "change of the balance"]["value"].sum() == pytest.approx(change, abs=1e-9)
        assert balance["what-if"] - balance["baseline"] == pytest.approx(change, abs=1e-9)


def test_a_what_if_that_changes_nothing_moves_nobody(training: Scenario) -> None:
    question = ask(training, "Hill_League", "2030-12", option="mixed_patrols")
    found = explain(training, question, (1,), against=load_scenario("training"))
    assert not (found.rows["section"] == "switched").any()
    change = found.summary[found.summary["run"] == "what-if - baseline"]
    assert len(change) > 50 and (change["mean"] == 0).all()


def test_a_what_if_with_other_persons_is_refused(training: Scenario) -> None:
    other = load_scenario("training", settings=["population_scale=0.5"])
    with pytest.raises(UsageError, match="scale"):
        explain(training, ask(training, "Hill_League", "2030-12"), (1,), against=other)
    other = load_scenario(
        "training", settings=["groups.River_Front.homes.willow_bridge=0.1", "groups.River_Front.homes.white_ford=0.5"]
    )
    moved = ask(training, "River_Front", "2030-02")
    with pytest.raises(UsageError, match="who the persons are"):
        explain(training, moved, (1,), against=other)


def test_recruits_who_are_other_persons_in_the_other_run_are_left_out(training: Scenario) -> None:
    """With more children among recruits, some recruits of the same number are children in one run only."""
    other = load_scenario("training", settings=["parameters.child_share=0.5"])
    question = ask(training, "River_Front", "2032-07", option="home", among="everyone")
    rows = explain(training, question, (1,), against=other).rows
    followed = rows[(rows["section"] == "followed") & (rows["item"] == "persons in both runs")]["value"].sum()
    persons = rows[(rows["section"] == "persons") & (rows["item"] == "all") & (rows["part"] == "")]
    everybody = persons[persons["run"] == "baseline"]["value"].sum()
    assert 0.8 * everybody < followed < everybody
