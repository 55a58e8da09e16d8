"""Tables on the terminal: facts phase by phase beside the record, and small lines of persons by option over time."""

from __future__ import annotations

import pandas as pd
from rich.console import Console
from rich.table import Table

from ploughshare.record.facts import totals
from ploughshare.record.summary import WORDS, band, number, observed, unit, verdict_key
from ploughshare.scenario.schema import Scenario

BLOCKS = "▁▂▃▄▅▆▇█"


def console() -> Console:
    """Return the console results go to; wide enough off a terminal to keep rows on one line."""
    found = Console()
    return found if found.is_terminal else Console(width=160, no_color=True)


def sparkline(values: list[float], width: int = 32) -> str:
    """Return a line of block characters, scaled from 0 to the largest value."""
    if not values:
        return ""
    step = max(1, len(values) // width)
    picked = values[::step]
    top = max(picked)
    return "".join(BLOCKS[min(7, int(8 * value / top))] if top > 0 else BLOCKS[0] for value in picked)


def show_options(tables: dict[str, pd.DataFrame], definition: Scenario, language: str) -> None:
    """Print persons by option at the end of the run with their 90 % band, and their course over time."""
    from ploughshare.figures.labels import option_label

    states = tables["states"]
    counts = states.groupby(["seed", "month", "option"])["persons"].sum().unstack(fill_value=0)
    title = {"en": "Persons by state", "fr": "Personnes par état"}[language]
    table = Table(title=f"{title}, {definition.about.start} – {definition.about.end}", title_justify="left")
    for heading in ("", "", WORDS[language]["median"], WORDS[language]["band"]):
        table.add_column(heading, justify="left" if heading == "" else "right")
    last = counts.xs(definition.about.end, level="month")
    for option in counts.columns:
        course = counts[option].groupby(level="month").median().tolist()
        low, median, high = last[option].quantile([0.05, 0.5, 0.95])
        label = option_label(str(option), language)
        table.add_row(
            label, sparkline(course), number(median, language), f"{number(low, language)} – {number(high, language)}"
        )
    console().print(table)


def show_facts(facts: pd.DataFrame, definition: Scenario, language: str) -> None:
    """Print every fit and holdout fact by phase: record, median, 90 % band, inside or missed; then totals and limits."""
    words = WORDS[language]
    screen = console()
    title = "title_fr" if language == "fr" else "title"
    for phase in definition.about.phases:
        rows = facts[facts["phase"] == phase.id]
        if rows.empty:
            continue
        name = f"{words['phase']} {phase.id}: {phase.title.in_language(language)} ({phase.from_} – {phase.to})"
        table = Table(title=name, title_justify="left")
        for key in ("fact", "use", "record", "median", "band", "verdict"):
            table.add_column(words[key], justify="left" if key in ("fact", "use", "verdict") else "right")
        for _, row in rows.iterrows():
            key = verdict_key(row)
            verdict = f"[bold red]✗ {words['missed']}[/bold red]" if key == "missed" else words[key]
            record = f"{observed(row, language)} {unit(row, language)}"
            table.add_row(
                row[title], words[row["use"]], record, number(row["median"], language), band(row, language), verdict
            )
        screen.print(table)
    counted = [
        f"{words['phase']} {row['phase']} {words[str(row['use'])]} {row['inside']}/{row['facts']}"
        for _, row in totals(facts).iterrows()
    ]
    screen.print(f"{words['totals']}: {', '.join(counted)}")
    screen.print(f"{words['caution']}\n{words['limits']}:")
    for text in definition.about.not_modelled:
        screen.print(f"  - {text.in_language(language)}")
