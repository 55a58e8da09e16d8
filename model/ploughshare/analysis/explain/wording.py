"""An explanation in sentences and tables, for the terminal and for Markdown files: medians, 90 % intervals, limits."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from ploughshare.analysis.explain.explaining import DIFFERENCE, Explanation
from ploughshare.analysis.explain.gates import GATE_OF
from ploughshare.analysis.explain.people import TERMS
from ploughshare.analysis.explain.question import AMONG
from ploughshare.analysis.explain.rows import BASELINE, WHAT_IF
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
LIMITS = (
    "This is a model, not a forecast, and it explains the model's persons, not anybody's mind: a term says what moved a choice "
    "here. Intervals show what differs between seeds, not everything we do not know.",
    "Terms are in logits: 1 logit multiplies the odds of the better option by 2.7 (more between similar options). In each seed, and "
    "in the means, parts sum to their total; medians need not.",
)


@dataclass(frozen=True)
class Block:
    """A piece of the answer: sentences, and a table where `headings` are given."""

    title: str
    sentences: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


def blocks(found: Explanation) -> list[Block]:
    """Return the whole answer, block by block, limits last."""
    told: list[Block | None] = [_who(found), _gates(found), _prefers(found), _gap(found)]
    if found.against is not None:
        told += [_switched(found), _causes(found), _moved(found), _gates_changed(found)]
    told += [_leaders(found), _endorsement(found)]
    if found.against is not None:
        told.append(_leaders_moved(found))
    told += [_government(found, *names) for names in _GOVERNMENT]
    return [block for block in told if block is not None] + [limits(found)]


def markdown(found: Explanation) -> str:
    """Return the whole answer as Markdown."""
    lines: list[str] = []
    for number, block in enumerate(blocks(found)):
        lines += [f"{'#' if number == 0 else '##'} {block.title}", ""]
        for sentence in block.sentences:
            lines += [sentence, ""]
        if block.headings:
            lines += [_md(block.headings), _md(["---"] * len(block.headings)), *map(_md, block.rows), ""]
    return "\n".join(lines)


def limits(found: Explanation) -> Block:
    """Return what the model cannot tell."""
    left_out = [f"- {text.en}" for text in found.definition.about.not_modelled]
    return Block("What this model cannot tell", (*LIMITS, "It leaves out:\n" + "\n".join(left_out)))


def _md(cells: tuple[str, ...] | list[str]) -> str:
    return "| " + " | ".join(cells) + " |"


# -- numbers -------------------------------------------------------------------------------------------------------


def whole(value: float) -> str:
    """Return a count: whole, but one digit below 10 where it is not whole."""
    return f"{value:,.0f}" if abs(value) >= 10 or abs(value - round(value)) < 0.05 else f"{value:.1f}"


def logits(value: float) -> str:
    """Return logits with their sign; what rounding leaves of nothing is 0."""
    return f"{value:+.2f}" if abs(value) >= 0.005 else "0"


def percent(value: float) -> str:
    """Return a share or chance in per cent."""
    shown = 100 * value
    if abs(shown) < 0.05:
        return "0 %"
    return f"{shown:.0f} %" if abs(shown) >= 9.95 else f"{shown:.1f} %"


def points(value: float) -> str:
    """Return a change of a share or chance in percentage points, with its sign."""
    return f"{100 * value:+.1f} points" if abs(value) >= 0.0005 else "0"


def _shown(row: pd.Series, column: str) -> str:
    value, unit = float(row[column]), str(row["unit"])
    if unit in ("logits", "stance"):
        return logits(value)
    if unit == "share":
        return points(value) if row["run"] == DIFFERENCE else percent(value)
    return whole(value)


def interval(row: pd.Series) -> str:
    """Return the 90 % interval of a summary line."""
    return f"{_shown(row, 'q05')} – {_shown(row, 'q95')}"


def middle(row: pd.Series, column: str = "median") -> str:
    """Return the median (or mean) of a summary line."""
    return _shown(row, column)


def both(row: pd.Series) -> str:
    """Return median and 90 % interval of a summary line; of a yes or no, the share of seeds that say yes."""
    if row["unit"] == "yes/no":
        share = float(row["mean"])
        return points(share) if row["run"] == DIFFERENCE else f"yes in {percent(share)} of seeds"
    return f"{middle(row)} ({interval(row)})"


def _line(frame: pd.DataFrame, **wanted: str) -> pd.Series | None:
    chosen = frame
    for column, value in wanted.items():
        chosen = chosen[chosen[column] == value]
    return None if chosen.empty else chosen.iloc[0]


def _cell(frame: pd.DataFrame, show: object = both, **wanted: str) -> str:
    row = _line(frame, **wanted)
    return "–" if row is None else show(row)  # type: ignore[operator]


# -- persons -------------------------------------------------------------------------------------------------------


def _whose(found: Explanation) -> str:
    question = found.question
    kind = "region" if question.place_is_region else "community"
    where = f" in the {kind} {question.place}" if question.place else ""
    return f"persons of {question.party} {AMONG[question.among]}{where}, {question.month}"


def _who(found: Explanation) -> Block:
    question, about = found.question, found.definition.about
    persons = found.section("persons")
    counts = [
        f"{item}: {_cell(persons, item=item, part='')}, women {_cell(persons, item=item, part='women')}, "
        f"children {_cell(persons, item=item, part='children')}"
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


def _gates(found: Explanation) -> Block:
    share, persons, in_all = (found.section(name) for name in ("gates of 100", "gates", "gates in all"))
    told, rows = [], []
    for _, row in share.iterrows():
        reason = str(row["item"])
        if row["q95"] <= 0 and reason not in (CONSIDERS, WOULD_TAKE):
            continue
        if row["q95"] > 0 or reason == WOULD_TAKE:
            told.append(f"{whole(row['median'])} ({interval(row)}) {REASON_WORDS[reason]}")
        cells = [_cell(persons, item=reason, part=part) for part in ("", "women", "children")]
        failing = _cell(in_all, item=reason, part="") if reason in GATE_OF else "–"
        rows.append((str(row["subject"]), reason, both(row), *cells, failing))
    sentence = f"Of 100 {_whose(found)}, asked about {found.question.option}: {'; '.join(told)}."
    return Block(
        f"On the way to {found.question.option}: where each is stopped first",
        (sentence, *_closed(found)),
        ("gate", "reason", "of 100", "persons", "women", "children", "fail it at all"),
        tuple(rows),
    )


def _closed(found: Explanation, run: str = BASELINE) -> list[str]:
    closed = found.section("closed", run)
    if closed.empty:
        return []
    reasons = [f"{row['item']} ({round(row['mean'] * len(found.seeds))})" for _, row in closed.iterrows()]
    return [f"Why it was closed, in how many of {len(found.seeds)} seeds: {', '.join(reasons)}."]


def _prefers(found: Explanation) -> Block:
    share, persons = found.section("prefers of 100"), found.section("prefers")
    rows = [
        (
            str(row["item"]),
            both(row),
            *(_cell(persons, item=row["item"], part=part) for part in ("", "women", "children")),
        )
        for _, row in share.iterrows()
    ]
    return Block(
        "What each would take, thinking it over this month",
        headings=("option", "of 100", "persons", "women", "children"),
        rows=tuple(rows),
    )


def _gap(found: Explanation) -> Block:
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
        shown = f"  {part}" if part else ("total gap" if item == "gap" else item)
        weight = percent(abs(row["mean"]) / pull) if not part and item != "gap" and pull > 0 else ""
        cells = (middle(row, "mean"), middle(row), interval(row), weight)
        rows.append((shown, *cells, _cell(considering, item=item, part=part)))
    note = f"Defined in {int(asked['seeds'].max())} of {len(found.seeds)} seeds for all asked"
    note += f", in {int(considering['seeds'].max()) if len(considering) else 0} for those who consider it."
    headings = ("term", "mean", "median", "90 %", "share of all pull", "those who consider it")
    return Block(title, (note,), headings, tuple(rows))


def _terms_and_parts(frame: pd.DataFrame) -> pd.DataFrame:
    """Return each term followed by its parts, the total last."""
    order = {item: number for number, item in enumerate([*TERMS, "gap"])}
    ranked = frame.assign(rank=frame["item"].map(order), whole=frame["part"] != "")
    return ranked.sort_values(["rank", "whole"], kind="stable")


# -- what-if -------------------------------------------------------------------------------------------------------


def _switched(found: Explanation) -> Block:
    followed, switched = found.section("followed", WHAT_IF), found.section("switched", WHAT_IF)
    everybody = _line(followed, item="persons in both runs")
    others = _line(followed, item="would choose otherwise")
    already = _line(followed, item="was in another state already")
    assert everybody is not None and others is not None and already is not None
    told = (
        f"Of {both(everybody)} persons in both runs, {both(others)} would choose otherwise under the what-if; "
        f"{both(already)} of them were in another state already, through the months before.",
    )
    rows = []
    persons = switched[switched["part"] == "persons"].sort_values("mean", ascending=False, kind="stable")
    for _, row in persons.iterrows():
        wanted = {"subject": str(row["subject"]), "item": str(row["item"])}
        cells = [_cell(switched, part=part, **wanted) for part in ("women", "children")]
        rows.append((wanted["subject"], wanted["item"], both(row), *(c if c != "–" else "0" for c in cells)))
    return Block(
        "Who switched: the same persons, on the same random numbers",
        told,
        ("from", "to", "persons", "women", "children"),
        tuple(rows),
    )


def _causes(found: Explanation) -> Block | None:
    causes = found.section("causes", WHAT_IF).sort_values("mean", ascending=False, kind="stable")
    if causes.empty:
        return None
    rows = tuple((str(row["item"]), both(row)) for _, row in causes.iterrows())
    note = "A gate that opened alone would have been enough; where both options were considered in both runs, terms moved them."
    return Block("Why they switched: a gate or a term", (note,), ("cause", "persons"), rows)


def _moved(found: Explanation) -> Block | None:
    moved = found.section("moved", WHAT_IF)
    moved = moved[moved["subject"] == "all"]
    if moved.empty:
        return None
    lines = [_line(moved, item=item) for item in (*TERMS, "change of the gap")]
    rows = tuple((str(r["item"]), middle(r, "mean"), middle(r), interval(r)) for r in lines if r is not None)
    note = f"Change of the gap between the option they take under the what-if and the one they leave, {int(moved['seeds'].max())} seeds."
    return Block("Which term moved those whom terms moved, logits", (note,), ("term", "mean", "median", "90 %"), rows)


def _gates_changed(found: Explanation) -> Block:
    change, after = found.section("gates of 100", DIFFERENCE), found.section("gates of 100", WHAT_IF)
    rows = [
        (str(row["subject"]), str(row["item"]), _cell(after, item=str(row["item"])), both(row))
        for _, row in change.iterrows()
        if row["q05"] != 0 or row["q95"] != 0
    ]
    return Block(
        f"On the way to {found.question.option} under the what-if",
        tuple(_closed(found, WHAT_IF)),
        ("gate", "reason", "of 100", "what-if less baseline"),
        tuple(rows),
    )


# -- leaders and government ----------------------------------------------------------------------------------------

_GOVERNMENT = (
    (
        "provisions",
        "chance a month",
        "The government's chance a month to keep a provision it owes, mean over those open",
    ),
    ("sessions", "chance a month", "The government's chance a month to hold a registration session"),
    ("pay days", "chance this month", "The government's chance to keep this month's pay day"),
)


def _by_subject(
    found: Explanation, name: str, runs: tuple[str, ...], labels: list[tuple[str, str, str]]
) -> Block | None:
    """Return a table with a column a subject (and run); `labels` are shown text, item and part of each row."""
    frames = {run: found.section(name, run) for run in runs}
    subjects = list(dict.fromkeys(frames[runs[0]]["subject"]))
    if not subjects:
        return None
    columns = [(run, subject) for subject in subjects for run in runs]
    rows = []
    for shown, item, part in labels:
        cells = [_cell(frames[run], subject=subject, item=item, part=part) for run, subject in columns]
        if any(cell != "–" for cell in cells):
            rows.append((shown, *cells))
    heading = {BASELINE: "", WHAT_IF: ", what-if", DIFFERENCE: ", change"}
    headings = ("", *(f"{subject}{heading[run]}" for run, subject in columns))
    return Block("", (), headings, tuple(rows))


def _runs(found: Explanation) -> tuple[str, ...]:
    return (BASELINE,) if found.against is None else (BASELINE, DIFFERENCE)


def _leaders(found: Explanation) -> Block | None:
    frame = found.section("leaders")
    labels: list[tuple[str, str, str]] = []
    for side, sign in (("cooperate", "for cooperating"), ("hold", "for holding out")):
        parts = dict.fromkeys(frame[(frame["item"] == side) & (frame["part"] != "")]["part"])
        for part in parts:
            labels.append((f"  {part}", side, part))
            if part == "exploitation":
                inner = dict.fromkeys(frame[frame["item"] == part]["part"])
                labels += [(f"    {name}", part, name) for name in inner]
        labels.append((f"{sign}, in all", side, ""))
    labels += [("balance: cooperate less hold", "balance", ""), ("stance, 0 holds out, 100 % cooperates", "stance", "")]
    block = _by_subject(found, "leaders", _runs(found), labels)
    note = "Stance follows the balance slowly, with noise, and is lower in war."
    return (
        None
        if block is None
        else Block("What the leaders weighed this month, logits", (note,), block.headings, block.rows)
    )


def _endorsement(found: Explanation) -> Block | None:
    items = list(dict.fromkeys(found.section("endorsement")["item"]))
    block = _by_subject(found, "endorsement", _runs(found), [(item, item, "") for item in items])
    title = f"How the leaders came to endorse {found.question.option} or not: margin above 0 endorses"
    return None if block is None else Block(title, (), block.headings, block.rows)


def _leaders_moved(found: Explanation) -> Block | None:
    items = list(dict.fromkeys(found.section("leaders moved", WHAT_IF)["item"]))
    items = [item for item in items if item != "change of the balance"] + ["change of the balance"]
    block = _by_subject(found, "leaders moved", (WHAT_IF,), [(item, item, "") for item in items])
    title = "What moved the leaders' balance under the what-if, logits"
    return None if block is None else Block(title, (), block.headings, block.rows)


def _government(found: Explanation, name: str, total: str, title: str) -> Block | None:
    items = list(dict.fromkeys(found.section(name)["item"]))
    block = _by_subject(found, name, _runs(found), [(item, item, "") for item in items])
    if block is None:
        return None
    decided = found.definition.about.history == "replay"
    note = ("This is a replay: what the record says was forced, whatever the chance.",) if decided else ()
    return Block(f"{title} (the parts sum to {total!r})", note, block.headings, block.rows)
