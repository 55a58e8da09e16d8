"""Who was asked, what stopped them, what they would take, and the utility gap, as blocks of text and tables."""

from __future__ import annotations

import pandas as pd

from ploughshare.analysis.explain.cells import Block, both, cell, interval, percent, shown, whole
from ploughshare.analysis.explain.explaining import Explanation
from ploughshare.analysis.explain.gates import GATE_OF
from ploughshare.analysis.explain.people import TERMS
from ploughshare.analysis.explain.question import AMONG
from ploughshare.analysis.explain.rows import BASELINE
from ploughshare.analysis.explain.seeds import ASKED, CONSIDERING, CONSIDERS, IN_ALREADY, WOULD_TAKE

REASON_WORDS = {
    "has not heard of it": "had not heard of it",
    "no such group nearby": "had no such group nearby",
    "not open": "found it closed",
    "not meant for the group": "belong to a group it is not meant for",
    "lives in another region": "live in another region",
    "has no weapon": "have no weapon to show",
    "has a weapon": "have a weapon",
    "not a woman": "are men, and it is for women",
    "a child": "are children (referred to child protection)",
    "found medically unfit": "were found medically unfit",
    "not found medically unfit": "were not found unfit, and it is for those who were",
    "not on the list": "are not on the list",
    "not serving where required": "do not serve where it asks them to",
    "belongs to one": "belong to such a group already",
    "another rule": "fail another rule",
    "leaders do not endorse it": "have leaders who let nobody go",
    "kept back by the leaders": "are kept back by their leaders",
    IN_ALREADY: "are in it already",
    CONSIDERS: "consider it and prefer something else",
    WOULD_TAKE: "would take it",
}


def _whose(found: Explanation) -> str:
    question = found.question
    kind = "region" if question.place_is_region else "community"
    where = f" in the {kind} {question.place}" if question.place else ""
    return f"persons of {question.party} {AMONG[question.among]}{where}, {question.month}"


def who(found: Explanation) -> Block:
    """Tell whose choice is explained, how many they are, and how the numbers are to be read."""
    question, about = found.question, found.definition.about
    persons = found.section("persons")
    counts = [
        f"{item}: {cell(persons, item=item, part='')}, women {cell(persons, item=item, part='women')}, "
        f"children {cell(persons, item=item, part='children')}"
        for item in ("all", "asked", "applied and waiting", "thinks it over this month")
    ]
    return Block(
        f"Why {question.option}, or why not: {_whose(found)}",
        (
            f"Compared with {found.than}. {len(found.seeds)} seeds, history {about.history}, scale {about.population_scale:g}; "
            "median and 90 % interval over seeds, counts for the persons described.",
            "Persons: " + "; ".join(counts) + ".",
        ),
    )


def gates(found: Explanation) -> Block:
    """Tell where persons are stopped on the way to the option, of 100 and in persons, and what those who pass would do."""
    share, persons, in_all = (found.section(name) for name in ("gates of 100", "gates", "gates in all"))
    told, rows = [], []
    for _, row in share.iterrows():
        reason = str(row["item"])
        if row["q95"] <= 0 and reason not in (CONSIDERS, WOULD_TAKE):
            continue
        if row["q95"] > 0 or reason == WOULD_TAKE:
            told.append(f"{whole(row['median'])} ({interval(row)}) {REASON_WORDS[reason]}")
        cells = [cell(persons, item=reason, part=part) for part in ("", "women", "children")]
        failing = cell(in_all, item=reason, part="") if reason in GATE_OF else "–"
        rows.append((str(row["subject"]), reason, both(row), *cells, failing))
    sentence = f"Of 100 {_whose(found)}, asked about {found.question.option}: {'; '.join(told)}."
    return Block(
        f"On the way to {found.question.option}: where each is stopped first",
        (sentence, *closed(found)),
        ("gate", "reason", "of 100", "persons", "women", "children", "fail it at all"),
        tuple(rows),
    )


def closed(found: Explanation, run: str = BASELINE) -> list[str]:
    """Return why nobody can enter the option, as one sentence, or nothing where it is open."""
    why = found.section("closed", run)
    if why.empty:
        return []
    reasons = [f"{row['item']} ({round(row['mean'] * len(found.seeds))})" for _, row in why.iterrows()]
    return [f"Why it was closed, in how many of {len(found.seeds)} seeds: {', '.join(reasons)}."]


def prefers(found: Explanation) -> Block:
    """Tell what the persons asked would take."""
    share, persons = found.section("prefers of 100"), found.section("prefers")
    rows = [
        (
            str(row["item"]),
            both(row),
            *(cell(persons, item=row["item"], part=part) for part in ("", "women", "children")),
        )
        for _, row in share.iterrows()
    ]
    return Block(
        "What each would take, thinking it over this month",
        headings=("option", "of 100", "persons", "women", "children"),
        rows=tuple(rows),
    )


def gap(found: Explanation) -> Block:
    """Tell the utility gap by term and part, for all asked and for those who consider the option."""
    asked, considering = found.section(f"gap, {ASKED}"), found.section(f"gap, {CONSIDERING}")
    title = (
        f"Utility gap of {found.question.option} over {found.than}, logits (above 0 speaks for {found.question.option})"
    )
    if asked.empty:
        return Block(title, ("Not defined: nobody could compare the two in any seed.",))
    pull = asked[(asked["part"] == "") & (asked["item"] != "gap")]["mean"].abs().sum()
    rows = []
    for _, row in _terms_and_parts(asked).iterrows():
        item, part = str(row["item"]), str(row["part"])
        name = f"  {part}" if part else ("total gap" if item == "gap" else item)
        weight = percent(abs(row["mean"]) / pull) if not part and item != "gap" and pull > 0 else ""
        cells = (shown(row, "mean"), shown(row), interval(row), weight)
        rows.append((name, *cells, cell(considering, item=item, part=part)))
    note = f"Defined in {int(asked['seeds'].max())} of {len(found.seeds)} seeds for all asked"
    note += f", in {int(considering['seeds'].max()) if len(considering) else 0} for those who consider it."
    headings = ("term", "mean", "median", "90 %", "share of all pull", "those who consider it")
    return Block(title, (note,), headings, tuple(rows))


def _terms_and_parts(frame: pd.DataFrame) -> pd.DataFrame:
    """Return each term followed by its parts, the total last."""
    order = {item: number for number, item in enumerate([*TERMS, "gap"])}
    ranked = frame.assign(rank=frame["item"].map(order), whole=frame["part"] != "")
    return ranked.sort_values(["rank", "whole"], kind="stable")
