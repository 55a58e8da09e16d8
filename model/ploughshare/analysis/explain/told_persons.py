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
from ploughshare.analysis.explain.words import Words

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


COUNTED = ("", "women", "children")
"""Parts of a count of persons: all of them, and the women and the children among them."""


def _whose(found: Explanation, words: Words) -> str:
    question = found.question
    where = (
        ("in the region {place}" if question.place_is_region else "in the community {place}") if question.place else ""
    )
    text = f"persons of {{party}} {{state}}{' ' if where else ''}{where}, {{month}}"
    state = words(AMONG[question.among])
    return words(text, party=question.party, state=state, place=question.place, month=question.month)


def who(found: Explanation, words: Words) -> Block:
    """Tell whose choice is explained, how many they are, and how the numbers are to be read."""
    about, persons = found.definition.about, found.section("persons")
    counts = []
    for item in ("all", "asked", "applied and waiting", "thinks it over this month"):
        persons_told = [cell(persons, words, item=item, part=part) for part in COUNTED]
        named = dict(zip(("persons", "women", "children"), persons_told, strict=True))
        counts.append(words("{item}: {persons}, women {women}, children {children}", item=words(item), **named))
    read = words(
        "Compared with {than}. {seeds} seeds, history {history}, scale {scale}; median and 90 % interval over seeds, counts for "
        "the persons described.",
        than=words.option(found.than),
        seeds=len(found.seeds),
        history=about.history,
        scale=f"{about.population_scale:g}",
    )
    few = words("With fewer than 10 seeds an interval is little more than their range.")
    return Block(
        words(
            "Why {option}, or why not: {whose}", option=words.option(found.question.option), whose=_whose(found, words)
        ),
        (read, *([few] if len(found.seeds) < 10 else []), words("Persons: {counts}.", counts="; ".join(counts))),
    )


def gates(found: Explanation, words: Words) -> Block:
    """Tell where persons are stopped on the way to the option, of 100 and in persons, and what those who pass would do."""
    share, persons, in_all = (found.section(name) for name in ("gates of 100", "gates", "gates in all"))
    option = words.option(found.question.option)
    told, rows = [], []
    for _, row in share.iterrows():
        reason = str(row["item"])
        if row["q95"] <= 0 and reason not in (CONSIDERS, WOULD_TAKE):
            continue
        if row["q95"] > 0 or reason == WOULD_TAKE:
            told.append(f"{whole(row['median'])} ({interval(row)}) {words(REASON_WORDS[reason])}")
        cells = [cell(persons, words, item=reason, part=part) for part in COUNTED]
        failing = cell(in_all, words, item=reason, part="") if reason in GATE_OF else "–"
        rows.append((words(str(row["subject"])), words(reason), both(row, words), *cells, failing))
    sentence = words(
        "Of 100 {whose}, asked about {option}: {told}.", whose=_whose(found, words), option=option, told="; ".join(told)
    )
    return Block(
        words("On the way to {option}: where each is stopped first", option=option),
        (sentence, *closed(found, words)),
        tuple(words(h) for h in ("gate", "reason", "of 100", "persons", "women", "children", "fail it at all")),
        tuple(rows),
    )


def closed(found: Explanation, words: Words, run: str = BASELINE) -> list[str]:
    """Return why nobody can enter the option, as one sentence, or nothing where it is open."""
    why = found.section("closed", run)
    if why.empty:
        return []
    seeds = len(found.seeds)
    reasons = [f"{words.closed(row['item'])} ({round(row['mean'] * seeds)})" for _, row in why.iterrows()]
    return [
        words("Why it was closed, in how many of {seeds} seeds: {reasons}.", seeds=seeds, reasons=", ".join(reasons))
    ]


def prefers(found: Explanation, words: Words) -> Block:
    """Tell what the persons asked would take."""
    share, persons = found.section("prefers of 100"), found.section("prefers")
    rows = []
    for _, row in share.iterrows():
        cells = [cell(persons, words, item=str(row["item"]), part=part) for part in COUNTED]
        rows.append((words.option(str(row["item"])), both(row, words), *cells))
    return Block(
        words("What each would take, thinking it over this month"),
        headings=tuple(words(h) for h in ("option", "of 100", "persons", "women", "children")),
        rows=tuple(rows),
    )


def gap(found: Explanation, words: Words) -> Block:
    """Tell the utility gap by term and part, for all asked and for those who consider the option."""
    asked, considering = found.section(f"gap, {ASKED}"), found.section(f"gap, {CONSIDERING}")
    title = words(
        "Utility gap of {option} over {than}, logits (above 0 speaks for {option})",
        option=words.option(found.question.option),
        than=words.option(found.than),
    )
    if asked.empty:
        return Block(title, (words("Not defined: nobody could compare the two in any seed."),))
    pull = asked[(asked["part"] == "") & (asked["item"] != "gap")]["mean"].abs().sum()
    rows = []
    for _, row in _terms_and_parts(asked).iterrows():
        item, part = str(row["item"]), str(row["part"])
        name = f"  {words(part)}" if part else words("total gap" if item == "gap" else item)
        weight = percent(abs(row["mean"]) / pull) if not part and item != "gap" and pull > 0 else ""
        cells = (shown(row, "mean"), shown(row), interval(row), weight)
        rows.append((name, *cells, cell(considering, words, item=item, part=part)))
    note = words(
        "Defined in {asked} of {seeds} seeds for all asked, in {considering} for those who consider it.",
        asked=int(asked["seeds"].max()),
        seeds=len(found.seeds),
        considering=int(considering["seeds"].max()) if len(considering) else 0,
    )
    headings = ("term", "mean", "median", "90 %", "share of all pull", "those who consider it")
    return Block(title, (note,), tuple(words(h) for h in headings), tuple(rows))


def _terms_and_parts(frame: pd.DataFrame) -> pd.DataFrame:
    """Return each term followed by its parts, the total last."""
    order = {item: number for number, item in enumerate([*TERMS, "gap"])}
    ranked = frame.assign(rank=frame["item"].map(order), whole=frame["part"] != "")
    return ranked.sort_values(["rank", "whole"], kind="stable")
