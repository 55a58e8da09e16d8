"""The files of an explanation: text, tables, figure, and what is needed to make them again."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import pandas as pd
from matplotlib.figure import Figure

from ploughshare.analysis.explain.explaining import Explanation
from ploughshare.analysis.explain.people import TERMS
from ploughshare.analysis.explain.rows import BASELINE, WHAT_IF
from ploughshare.analysis.explain.seeds import ASKED, CONSIDERING
from ploughshare.analysis.explain.wording import markdown
from ploughshare.analysis.explain.words import Words
from ploughshare.figures.explain_bars import explain_bars
from ploughshare.figures.style import save
from ploughshare.record.provenance import code_version
from ploughshare.record.run_folder import write_parquet, write_text, writing
from ploughshare.scenario.overlays import scenario_hash


def write_explanation(
    found: Explanation, folder: Path, command: str, csv: bool = False, language: str = "en"
) -> list[Path]:
    """Write `explanation.md`, `explanation.json`, `rows` and `summary` tables and the figure; return the figure's files.

    `command` is the one that makes the explanation again; `csv` writes the tables as CSV too; text and figure are in
    the `language`, `en` or `fr`.

    Raises:
        OutputError: the folder cannot be written.
    """
    with writing(folder):
        for name, table in (("rows", found.rows), ("summary", found.summary)):
            write_parquet(table, folder / f"{name}.parquet")
            if csv:
                table.to_csv(folder / f"{name}.csv", index=False)
        figure = figure_of(found, language)
        written = [] if figure is None else save(figure, folder, "utility_gap")
    made = Words(language)("Made by `{command}`.", command=command)
    write_text(folder, "explanation.md", markdown(found, language) + f"\n{made}\n")
    provenance = {
        "question": asdict(found.question) | {"than": found.than},
        "command": command,
        "scenario": found.definition.about.name,
        "scenario_hash": scenario_hash(found.definition),
        "against_hash": None if found.against is None else scenario_hash(found.against),
        "history": found.definition.about.history,
        "population_scale": found.definition.about.population_scale,
        "seeds": list(found.seeds),
        **code_version(),
        "not_modelled": [text.model_dump() for text in found.definition.about.not_modelled],
    }
    write_text(folder, "explanation.json", json.dumps(provenance, indent=2, ensure_ascii=False) + "\n")
    return written


def figure_panels(found: Explanation, words: Words) -> list[tuple[str, pd.DataFrame]]:
    """Return the panels of the figure: the gap of all asked, of those who consider it, and what moved those who switched."""
    pair = {"option": words.option(found.question.option), "than": words.option(found.than)}
    wanted = [
        (words("All asked: {option} over {than}", **pair), f"gap, {ASKED}", BASELINE, found.than, "gap"),
        (words("Those who consider it"), f"gap, {CONSIDERING}", BASELINE, found.than, "gap"),
        (words("What moved those who switched"), "moved", WHAT_IF, "all", "change of the gap"),
    ]
    panels = []
    for heading, section, run, subject, total in wanted:
        frame = found.section(section, run)
        frame = frame[(frame["part"] == "") & (frame["subject"] == subject) & (frame["unit"] == "logits")]
        if not frame.empty:
            ordered = frame.set_index("item").loc[[*TERMS, total]].reset_index()
            panels.append((heading, ordered.assign(item=ordered["item"].map(words))))
    return panels


def figure_of(found: Explanation, language: str = "en") -> Figure | None:
    """Return the figure of an explanation, none where nobody could compare the two options."""
    words = Words(language)
    panels = figure_panels(found, words)
    if not panels:
        return None
    question, about = found.question, found.definition.about
    place = f", {question.place}" if question.place else ""
    footer = words(
        "history: {history} · {seeds} seeds · bars: medians; lines: 90 % of seeds · parts sum to the total in each seed, medians "
        "need not · a model, not a forecast",
        history=about.history,
        seeds=len(found.seeds),
    )
    title = words(
        "Why {option}, or why not: {whose}",
        option=words.option(question.option),
        whose=f"{question.party}{place}, {question.month}",
    )
    axis = words("against  ←  logits  →  for")
    return explain_bars(panels, title, f"{about.title.in_language(words.language)} · {footer}", axis)
