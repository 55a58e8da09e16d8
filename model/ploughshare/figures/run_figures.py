"""All figures of a run."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from ploughshare.figures.facts_plot import facts_figure
from ploughshare.figures.funnels import funnels_figure
from ploughshare.figures.ledger import ledger_figure, provisions_figure
from ploughshare.figures.states import states_figure
from ploughshare.figures.style import Page, save
from ploughshare.figures.trust import trust_figure
from ploughshare.figures.violence_and_income import violence_figure
from ploughshare.scenario.schema import Scenario


def draw_run_figures(
    tables: dict[str, pd.DataFrame], scenario: Scenario, facts: pd.DataFrame, folder: Path, language: str = "en"
) -> list[Path]:
    """Draw every figure of a run into `folder`, as PNG and SVG, and return the files.

    `tables` are those of all seeds with a column `seed`; `facts` is what `score_facts` gives.
    """
    page = Page(scenario, language, tuple(sorted(tables["indicators"]["seed"].unique().tolist())))
    written = save(states_figure(tables["states"], page, "coalition"), folder, "states_by_coalition")
    written += save(states_figure(tables["states"], page, "region"), folder, "states_by_region")
    written += save(trust_figure(tables["trust"], page), folder, "trust")
    written += save(ledger_figure(tables["provisions"], page), folder, "ledger")
    written += save(provisions_figure(tables["provisions"], page), folder, "provisions")
    written += save(funnels_figure(tables["programmes"], page), folder, "programmes")
    written += save(violence_figure(tables, page), folder, "violence_and_income")
    if len(facts):
        written += save(facts_figure(facts, page), folder, "facts")
    return written
