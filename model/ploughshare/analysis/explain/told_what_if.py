"""Who switched under a what-if, and what moved them, as blocks of text and tables."""

from __future__ import annotations

from ploughshare.analysis.explain.cells import Block, both, cell, interval, line, shown, signed
from ploughshare.analysis.explain.explaining import Explanation
from ploughshare.analysis.explain.people import TERMS
from ploughshare.analysis.explain.rows import DIFFERENCE, WHAT_IF
from ploughshare.analysis.explain.seeds import ASKED
from ploughshare.analysis.explain.switches import ALL, ALREADY, CHANGE, EVERYBODY, OTHERWISE, UNTIL_NOW
from ploughshare.analysis.explain.told_persons import closed
from ploughshare.analysis.explain.words import Words


def switched(found: Explanation, words: Words) -> Block:
    """Tell how many would choose otherwise, from what to what."""
    followed, changed = found.section("followed", WHAT_IF), found.section("switched", WHAT_IF)
    counts = [cell(followed, words, item=item) for item in (EVERYBODY, OTHERWISE, ALREADY)]
    told = words(
        "Of {everybody} persons in both runs, {others} would choose otherwise under the what-if; {already} of them were in "
        "another state already, through the months before.",
        everybody=counts[0],
        others=counts[1],
        already=counts[2],
    )
    change = found.section("prefers of 100", DIFFERENCE)
    more = "; ".join(f"{words.option(str(row['item']))} {signed(row)}" for _, row in change.iterrows())
    choices = words("Of 100 asked, so many more or fewer would take each option: {more}.", more=more)
    rows = []
    persons = changed[changed["part"] == "persons"].sort_values("mean", ascending=False, kind="stable")
    for _, row in persons.iterrows():
        pair = {"subject": str(row["subject"]), "item": str(row["item"])}
        cells = [cell(changed, words, "0", part=part, **pair) for part in ("women", "children")]
        rows.append((words.option(pair["subject"]), words.option(pair["item"]), both(row, words), *cells))
    return Block(
        words("Who switched: the same persons, on the same random numbers"),
        (told, choices),
        tuple(words(h) for h in ("from", "to", "persons", "women", "children")),
        tuple(rows),
    )


def causes(found: Explanation, words: Words) -> Block | None:
    """Tell how many a gate let through, and how many terms moved."""
    counted = found.section("causes", WHAT_IF).sort_values("mean", ascending=False, kind="stable")
    if counted.empty:
        return None
    rows = tuple((words(str(row["item"])), both(row, words)) for _, row in counted.iterrows())
    note = words("`gate opened` was enough by itself; `terms moved`: both options were considered in both runs.")
    return Block(words("Why they switched: a gate or a term"), (note,), (words("cause"), words("persons")), rows)


def moved(found: Explanation, words: Words) -> Block | None:
    """Tell by which terms the gap changed for those whom terms moved."""
    terms = found.section("moved", WHAT_IF)
    everybody = terms[terms["subject"] == ALL]
    if everybody.empty:
        return None
    most = found.section("moved most", WHAT_IF)
    rows = []
    for item in (*TERMS, CHANGE):
        row = line(everybody, item=item)
        if row is not None:
            same = cell(terms, words, subject=UNTIL_NOW, item=item)
            persons = cell(most, words, "", item=item)
            rows.append((words(item), shown(row, "mean"), shown(row), interval(row), same, persons))
    note = words(
        "Change of the gap between the option they take under the what-if and the one they leave, in {seeds} seeds. Those in "
        "the same state until now had not been brought elsewhere by months before.",
        seeds=int(everybody["seeds"].max()),
    )
    headings = ("term", "mean", "median", "90 %", UNTIL_NOW, "moved most by it, persons")
    title = words("Which term moved those whom terms moved, logits")
    return Block(title, (note,), tuple(words(h) for h in headings), tuple(rows))


def gates_changed(found: Explanation, words: Words) -> Block:
    """Tell where the same persons are stopped under the what-if."""
    change, after = found.section("gates of 100", DIFFERENCE), found.section("gates of 100", WHAT_IF)
    rows = [
        (
            words(str(row["subject"])),
            words(str(row["item"])),
            cell(after, words, item=str(row["item"])),
            both(row, words),
        )
        for _, row in change.iterrows()
        if row["q05"] != 0 or row["q95"] != 0
    ]
    return Block(
        words("On the way to {option} under the what-if", option=words.option(found.question.option)),
        tuple(closed(found, words, WHAT_IF)),
        tuple(words(h) for h in ("gate", "reason", "of 100", "what-if less baseline")),
        tuple(rows),
    )


def gap_changed(found: Explanation, words: Words) -> Block | None:
    """Tell how the gap of the option over the other changed for all asked."""
    section = f"gap, {ASKED}"
    change, after = found.section(section, DIFFERENCE), found.section(section, WHAT_IF)
    if change.empty:
        return None
    rows = [
        (words(item), cell(after, words, item=item, part=""), shown(row, "mean"), both(row, words))
        for item in (*TERMS, "gap")
        if (row := line(change, item=item, part="")) is not None
    ]
    headings = ("term", "under the what-if", "change, mean", "change")
    title = words(
        "Utility gap of {option} over {than} for all asked, under the what-if, logits",
        option=words.option(found.question.option),
        than=words.option(found.than),
    )
    return Block(title, (), tuple(words(h) for h in headings), tuple(rows))
