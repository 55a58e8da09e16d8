"""An explanation in sentences and tables, for the terminal and for Markdown files: medians, 90 % intervals, limits."""

from __future__ import annotations

from dataclasses import replace

from ploughshare.analysis.explain import told_persons, told_politics, told_what_if
from ploughshare.analysis.explain.cells import Block
from ploughshare.analysis.explain.explaining import Explanation
from ploughshare.analysis.explain.words import Words

LIMITS = (
    "This is a model, not a forecast, and it explains the model's persons, not anybody's mind: a term says what moved a choice "
    "here. Intervals show what differs between seeds, not everything we do not know.",
    "Terms are in logits: 1 logit multiplies the odds of the better option by 2.7 (more between similar options). In each seed, and "
    "in the means, parts sum to their total; medians need not.",
)


def blocks(found: Explanation, language: str = "en") -> list[Block]:
    """Return the whole answer in English or French (`en`, `fr`), block by block, limits last."""
    words = Words(language)
    told: list[Block | None] = [
        told_persons.who(found, words),
        told_persons.gates(found, words),
        told_persons.prefers(found, words),
        told_persons.gap(found, words),
    ]
    if found.against is not None:
        told += [told_what_if.switched(found, words), told_what_if.causes(found, words)]
        told += [told_what_if.moved(found, words), told_what_if.gates_changed(found, words)]
        told.append(told_what_if.gap_changed(found, words))
    told += [*told_politics.leaders(found, words), *told_politics.endorsement(found, words)]
    if found.against is not None:
        told += told_politics.leaders_moved(found, words)
    told += [*told_politics.government(found, words), limits(found, words)]
    return [_localised(block, words) for block in told if block is not None]


def markdown(found: Explanation, language: str = "en") -> str:
    """Return the whole answer as Markdown, in English or French."""
    lines: list[str] = []
    for number, block in enumerate(blocks(found, language)):
        lines += [f"{'#' if number == 0 else '##'} {block.title}", ""]
        for sentence in block.sentences:
            lines += [sentence, ""]
        if block.headings:
            lines += [_md(block.headings), _md(["---"] * len(block.headings)), *map(_md, block.rows), ""]
    return "\n".join(lines)


def limits(found: Explanation, words: Words) -> Block:
    """Return what the model cannot tell."""
    left_out = [f"- {text.in_language(words.language)}" for text in found.definition.about.not_modelled]
    sentences = (*(words(limit) for limit in LIMITS), "\n".join([words("It leaves out:"), *left_out]))
    return Block(words("What this model cannot tell"), sentences)


def _localised(block: Block, words: Words) -> Block:
    """Return the block with its numbers written as the language writes them."""
    rows = tuple((row[0], *(words.numbers(text) for text in row[1:])) for row in block.rows)
    return replace(block, sentences=tuple(words.numbers(text) for text in block.sentences), rows=rows)


def _md(cells: tuple[str, ...] | list[str]) -> str:
    return "| " + " | ".join(cells) + " |"
