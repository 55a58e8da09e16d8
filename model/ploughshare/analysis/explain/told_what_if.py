"""Who switched under a what-if, and what moved them, as blocks of text and tables."""

from __future__ import annotations

from ploughshare.analysis.explain.cells import Block, both, cell, interval, line, shown
from ploughshare.analysis.explain.explaining import Explanation
from ploughshare.analysis.explain.people import TERMS
from ploughshare.analysis.explain.rows import DIFFERENCE, WHAT_IF
from ploughshare.analysis.explain.switches import ALL, ALREADY, CHANGE, EVERYBODY, OTHERWISE, UNTIL_NOW
from ploughshare.analysis.explain.told_persons import closed


def switched(found: Explanation) -> Block:
    """Tell how many would choose otherwise, from what to what."""
    followed, changed = found.section("followed", WHAT_IF), found.section("switched", WHAT_IF)
    counts = [cell(followed, item=item) for item in (EVERYBODY, OTHERWISE, ALREADY)]
    told = (
        f"Of {counts[0]} persons in both runs, {counts[1]} would choose otherwise under the what-if; "
        f"{counts[2]} of them were in another state already, through the months before."
    )
    rows = []
    persons = changed[changed["part"] == "persons"].sort_values("mean", ascending=False, kind="stable")
    for _, row in persons.iterrows():
        pair = {"subject": str(row["subject"]), "item": str(row["item"])}
        cells = [cell(changed, "0", part=part, **pair) for part in ("women", "children")]
        rows.append((pair["subject"], pair["item"], both(row), *cells))
    return Block(
        "Who switched: the same persons, on the same random numbers",
        (told,),
        ("from", "to", "persons", "women", "children"),
        tuple(rows),
    )


def causes(found: Explanation) -> Block | None:
    """Tell how many a gate let through, and how many terms moved."""
    counted = found.section("causes", WHAT_IF).sort_values("mean", ascending=False, kind="stable")
    if counted.empty:
        return None
    rows = tuple((str(row["item"]), both(row)) for _, row in counted.iterrows())
    note = "`gate opened` was enough by itself; `terms moved`: both options were considered in both runs."
    return Block("Why they switched: a gate or a term", (note,), ("cause", "persons"), rows)


def moved(found: Explanation) -> Block | None:
    """Tell by which terms the gap changed for those whom terms moved."""
    terms = found.section("moved", WHAT_IF)
    everybody = terms[terms["subject"] == ALL]
    if everybody.empty:
        return None
    rows = []
    for item in (*TERMS, CHANGE):
        row = line(everybody, item=item)
        if row is not None:
            same = cell(terms, subject=UNTIL_NOW, item=item)
            rows.append((item, shown(row, "mean"), shown(row), interval(row), same))
    note = (
        "Change of the gap between the option they take under the what-if and the one they leave, in "
        f"{int(everybody['seeds'].max())} seeds. Those in the same state until now had not been brought elsewhere by months before."
    )
    headings = ("term", "mean", "median", "90 %", "in the same state until now")
    return Block("Which term moved those whom terms moved, logits", (note,), headings, tuple(rows))


def gates_changed(found: Explanation) -> Block:
    """Tell where the same persons are stopped under the what-if."""
    change, after = found.section("gates of 100", DIFFERENCE), found.section("gates of 100", WHAT_IF)
    rows = [
        (str(row["subject"]), str(row["item"]), cell(after, item=str(row["item"])), both(row))
        for _, row in change.iterrows()
        if row["q05"] != 0 or row["q95"] != 0
    ]
    return Block(
        f"On the way to {found.question.option} under the what-if",
        tuple(closed(found, WHAT_IF)),
        ("gate", "reason", "of 100", "what-if less baseline"),
        tuple(rows),
    )
