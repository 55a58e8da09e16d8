"""What leaders weighed and what the government's chances were made of, as blocks of text and tables."""

from __future__ import annotations

from dataclasses import replace

from ploughshare.analysis.explain.cells import Block, tables_by_subject
from ploughshare.analysis.explain.explaining import Explanation
from ploughshare.analysis.explain.rows import BASELINE, DIFFERENCE, WHAT_IF
from ploughshare.analysis.explain.words import Words

Labels = list[tuple[str, str, str]]

CHANCES = {
    "provisions": "The government's chance a month to keep a provision it owes, mean over those open",
    "sessions": "The government's chance a month to hold a registration session",
    "pay days": "The government's chance to keep this month's pay day",
}
"""Sections about the government and what they tell."""


def leaders(found: Explanation, words: Words) -> list[Block]:
    """Tell what the leaders' balance was made of."""
    frame = found.section("leaders")
    labels: Labels = []
    for side, sign in (("cooperate", "for cooperating"), ("hold", "for holding out")):
        for part in dict.fromkeys(frame[(frame["item"] == side) & (frame["part"] != "")]["part"]):
            labels.append((f"  {words(part)}", side, part))
            inner = dict.fromkeys(frame[frame["item"] == part]["part"])
            labels += [(f"    {words(name)}", part, name) for name in inner]
        labels.append((words(f"{sign}, in all"), side, ""))
    labels.append((words("balance: cooperate less hold"), "balance", ""))
    labels.append((words("stance, 0 holds out, 100 % cooperates"), "stance", ""))
    note = words("Stance follows the balance slowly, with noise, and is lower in war.")
    return _told(found, words, "leaders", labels, words("What the leaders weighed this month, logits"), note)


def endorsement(found: Explanation, words: Words) -> list[Block]:
    """Tell how the leaders came to let men go to the option or not."""
    option = words.option(found.question.option)
    title = words("How the leaders came to endorse {option} or not: margin above 0 endorses", option=option)
    return _told(found, words, "endorsement", _as_they_come(found, words, "endorsement"), title)


def leaders_moved(found: Explanation, words: Words) -> list[Block]:
    """Tell which inputs moved the leaders' balance under the what-if."""
    moved = found.section("leaders moved", WHAT_IF)
    labels = [(words(item.replace("_", " ")), item, "") for item in dict.fromkeys(moved["item"])]
    title = words(
        "What moved the leaders' balance under the what-if, logits: means, which sum to the change, and 90 % of seeds"
    )
    return tables_by_subject({WHAT_IF: moved}, labels, title, words, "mean")


def government(found: Explanation, words: Words) -> list[Block]:
    """Tell what the government's chances were made of."""
    replays = found.definition.about.history == "replay"
    note = words("This is a replay: what the record says was forced, whatever the chance.") if replays else ""
    return [
        block
        for name, title in CHANCES.items()
        for block in _told(found, words, name, _as_they_come(found, words, name), words(title), note)
    ]


def _as_they_come(found: Explanation, words: Words, name: str) -> Labels:
    return [(words(item), item, "") for item in dict.fromkeys(found.section(name)["item"])]


def _told(found: Explanation, words: Words, name: str, labels: Labels, title: str, note: str = "") -> list[Block]:
    runs = (BASELINE,) if found.against is None else (BASELINE, DIFFERENCE)
    frames = {run: found.section(name, run) for run in runs}
    return [
        replace(block, sentences=(note,) if note else ()) for block in tables_by_subject(frames, labels, title, words)
    ]
