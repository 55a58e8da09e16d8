"""An explanation in sentences and tables, for the terminal and for Markdown files: medians, 90 % intervals, limits."""

from __future__ import annotations

from ploughshare.analysis.explain import told_persons, told_politics, told_what_if
from ploughshare.analysis.explain.cells import Block
from ploughshare.analysis.explain.explaining import Explanation

LIMITS = (
    "This is a model, not a forecast, and it explains the model's persons, not anybody's mind: a term says what moved a choice "
    "here. Intervals show what differs between seeds, not everything we do not know.",
    "Terms are in logits: 1 logit multiplies the odds of the better option by 2.7 (more between similar options). In each seed, and "
    "in the means, parts sum to their total; medians need not.",
)


def blocks(found: Explanation) -> list[Block]:
    """Return the whole answer, block by block, limits last."""
    told: list[Block | None] = [
        told_persons.who(found),
        told_persons.gates(found),
        told_persons.prefers(found),
        told_persons.gap(found),
    ]
    if found.against is not None:
        told += [told_what_if.switched(found), told_what_if.causes(found), told_what_if.moved(found)]
        told.append(told_what_if.gates_changed(found))
    told += [told_politics.leaders(found), told_politics.endorsement(found)]
    if found.against is not None:
        told.append(told_politics.leaders_moved(found))
    told += told_politics.government(found)
    return [*(block for block in told if block is not None), limits(found)]


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
