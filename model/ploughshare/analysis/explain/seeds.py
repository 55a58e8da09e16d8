"""What one seed says: from what was seen in its run, or its two runs, to rows of numbers."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ploughshare.analysis.explain import politics
from ploughshare.analysis.explain.gates import GATE_OF, first_stop
from ploughshare.analysis.explain.people import TERMS, People
from ploughshare.analysis.explain.question import Question
from ploughshare.analysis.explain.rows import BASELINE, WHAT_IF, Row
from ploughshare.analysis.explain.switches import Switches, compare_people, switch_rows
from ploughshare.analysis.explain.witness import OnMonth, Sight, witness
from ploughshare.errors import UsageError
from ploughshare.scenario.schema import Scenario

Flags = NDArray[np.bool_]
RunRows = list[tuple[str, Row]]

ASKED, CONSIDERING = "asked", "considering it"
SAME_AT_LEAST = 0.8
"""share of persons who must be the same in both runs for them to be followed"""
IN_ALREADY = "in it already"
CONSIDERS, WOULD_TAKE = "considers it, prefers another", "would take it"


def seed_rows(
    definition: Scenario,
    question: Question,
    seed: int,
    against: Scenario | None = None,
    on_month: OnMonth | None = None,
) -> RunRows:
    """Return everything one seed says, each row with the run it is about.

    Raises:
        UsageError: the what-if changes who the persons are, so that nobody can be followed.
    """
    sight = witness(definition, seed, question, on_month=on_month)
    rows = [(BASELINE, row) for row in sight_rows(sight, question)]
    if against is None:
        return rows
    other = witness(against, seed, question, follow=sight.people.uid, on_month=on_month)
    rows += [(WHAT_IF, row) for row in sight_rows(other, question)]
    rows += [(WHAT_IF, row) for row in switch_rows(*_followed(sight, other), sight.scale)]
    pairs = {balance.group: balance for balance in other.balances}
    for balance in sight.balances:
        if balance.group in pairs:
            rows += [(WHAT_IF, row) for row in politics.moved_balance_rows(balance, pairs[balance.group])]
    return rows


def sight_rows(sight: Sight, question: Question) -> list[Row]:
    """Return what was seen in one run: persons, gates, preferences, gaps, leaders, government."""
    people = sight.people
    rows = _person_rows(people, sight.scale)
    rows += [Row("closed", question.option, reason, "", "yes/no", 1.0) for reason in sight.closed]
    if question.option in people.names:
        option = people.names.index(question.option)
        rows += _gate_rows(people, sight, option) + _gap_rows(sight, option, question)
    for balance in sight.balances:
        rows += politics.balance_rows(balance)
    return rows + sight.politics


def _counted(section: str, subject: str, item: str, who: Flags, people: People, scale: float) -> list[Row]:
    """Return a count of persons, and of the women and the children among them."""
    sets = {"": who, "women": who & people.woman, "children": who & people.child}
    return [Row(section, subject, item, part, "persons", float(flags.sum()) / scale) for part, flags in sets.items()]


def _person_rows(people: People, scale: float) -> list[Row]:
    everybody = np.ones(len(people.uid), dtype=bool)
    rows = _counted("persons", "", "all", everybody, people, scale)
    rows += _counted("persons", "", "asked", people.asked, people, scale)
    rows += _counted("persons", "", "applied and waiting", people.applied_to > 0, people, scale)
    rows += _counted("persons", "", "thinks it over this month", people.asked & people.thinks, people, scale)
    for option in np.unique(people.prefers[people.asked]):
        who = people.asked & (people.prefers == option)
        rows += _counted("prefers", "", people.names[option], who, people, scale)
    return rows


def _gate_rows(people: People, sight: Sight, option: int) -> list[Row]:
    """Return how many each rule stops first, how many fail it at all, and what those it does not stop would do."""
    first = first_stop(sight.stops, len(people.uid))
    rows: list[Row] = []
    for number, (reason, fails) in enumerate(sight.stops.items()):
        gate = GATE_OF[reason]
        rows += _counted("gates", gate, reason, people.asked & (first == number), people, sight.scale)
        rows += _counted("gates in all", gate, reason, people.asked & fails, people, sight.scale)
    through = people.asked & (first < 0)
    there = through & (people.state == option)
    takes = through & ~there & (people.prefers == option)
    rows += _counted("gates", "through", IN_ALREADY, there, people, sight.scale)
    rows += _counted("gates", "through", CONSIDERS, through & ~there & ~takes, people, sight.scale)
    return rows + _counted("gates", "through", WOULD_TAKE, takes, people, sight.scale)


def _gap_rows(sight: Sight, option: int, question: Question) -> list[Row]:
    """Return the mean utility gap between the option and each other that somebody considers, by term, in logits.

    There is no gap where nobody asked considers the other, or where the option takes nobody in and holds nobody.
    """
    people = sight.people
    considering = people.asked & people.considered[:, option]
    if not people.gates["open"][:, option].any() and not considering.any():
        return []
    rows: list[Row] = []
    for other, name in enumerate(people.names):
        if other == option or (question.than is not None and name != question.than):
            continue
        for label, who in ((ASKED, people.asked), (CONSIDERING, considering)):
            comparing = who & people.considered[:, other]
            if comparing.any():
                rows += _gap_of(sight, option, other, label, comparing)
    return rows


def _gap_of(sight: Sight, option: int, other: int, label: str, who: Flags) -> list[Row]:
    people = sight.people
    section, name = f"gap, {label}", people.names[other]
    means = (people.terms[who, option] - people.terms[who, other]).mean(axis=0)
    rows = [Row(section, name, term, "", "logits", float(mean)) for term, mean in zip(TERMS, means, strict=True)]
    rows.append(Row(section, name, "gap", "", "logits", float(means.sum())))
    parts = sight.parts.of_gap(option, other, who)
    return rows + [
        Row(section, name, item, part, "logits", value)
        for item, inner in parts.items()
        for part, value in inner.items()
    ]


def _followed(sight: Sight, other: Sight) -> tuple[Switches, People]:
    """Return the switches of the persons both runs have, and those persons in the baseline.

    A recruit of the same number may be another person in the other run (a child in one, an adult in the other): such are
    left out. Where many differ, the what-if has changed the population itself.
    """
    baseline, what_if = sight.people.of(other.followed), other.people
    same = np.ones(len(what_if.uid), dtype=bool)
    for name in ("born", "group", "home", "woman"):
        same &= getattr(baseline, name) == getattr(what_if, name)
    if len(same) and same.mean() < SAME_AT_LEAST:
        raise UsageError(
            "the what-if changes who the persons are, so that nobody can be followed from one run to the other",
            hint="compare the two with `ploughshare compare`, or explain each by itself",
        )
    baseline = baseline.of(same)
    return compare_people(baseline, what_if.of(same)), baseline
