"""What leaders weighed and what the government's chances were made of, as blocks of text and tables."""

from __future__ import annotations

from ploughshare.analysis.explain.cells import Block, table_by_subject
from ploughshare.analysis.explain.explaining import Explanation
from ploughshare.analysis.explain.rows import BASELINE, DIFFERENCE, WHAT_IF

Labels = list[tuple[str, str, str]]

CHANCES = {
    "provisions": "The government's chance a month to keep a provision it owes, mean over those open",
    "sessions": "The government's chance a month to hold a registration session",
    "pay days": "The government's chance to keep this month's pay day",
}
"""Sections about the government and what they tell."""


def leaders(found: Explanation) -> Block | None:
    """Tell what the leaders' balance was made of."""
    frame = found.section("leaders")
    labels: Labels = []
    for side, sign in (("cooperate", "for cooperating"), ("hold", "for holding out")):
        for part in dict.fromkeys(frame[(frame["item"] == side) & (frame["part"] != "")]["part"]):
            labels.append((f"  {part}", side, part))
            inner = dict.fromkeys(frame[frame["item"] == part]["part"])
            labels += [(f"    {name}", part, name) for name in inner]
        labels.append((f"{sign}, in all", side, ""))
    labels += [("balance: cooperate less hold", "balance", ""), ("stance, 0 holds out, 100 % cooperates", "stance", "")]
    note = "Stance follows the balance slowly, with noise, and is lower in war."
    return _told(found, "leaders", labels, "What the leaders weighed this month, logits", note)


def endorsement(found: Explanation) -> Block | None:
    """Tell how the leaders came to let men go to the option or not."""
    title = f"How the leaders came to endorse {found.question.option} or not: margin above 0 endorses"
    return _told(found, "endorsement", _as_they_come(found, "endorsement"), title)


def leaders_moved(found: Explanation) -> Block | None:
    """Tell which inputs moved the leaders' balance under the what-if."""
    moved = found.section("leaders moved", WHAT_IF)
    labels = [(item.replace("_", " "), item, "") for item in dict.fromkeys(moved["item"])]
    block = table_by_subject({WHAT_IF: moved}, labels)
    title = "What moved the leaders' balance under the what-if, logits"
    return None if block is None else Block(title, (), block.headings, block.rows)


def government(found: Explanation) -> list[Block | None]:
    """Tell what the government's chances were made of."""
    replays = found.definition.about.history == "replay"
    note = "This is a replay: what the record says was forced, whatever the chance." if replays else ""
    return [_told(found, name, _as_they_come(found, name), title, note) for name, title in CHANCES.items()]


def _as_they_come(found: Explanation, name: str) -> Labels:
    return [(item, item, "") for item in dict.fromkeys(found.section(name)["item"])]


def _told(found: Explanation, name: str, labels: Labels, title: str, note: str = "") -> Block | None:
    runs = (BASELINE,) if found.against is None else (BASELINE, DIFFERENCE)
    block = table_by_subject({run: found.section(name, run) for run in runs}, labels)
    return None if block is None else Block(title, (note,) if note else (), block.headings, block.rows)
