"""Figures: stable bytes, both languages, colours that can be told apart, no texts on top of each other."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from ploughshare.agents.options import Option
from ploughshare.figures.facts_plot import facts_figure
from ploughshare.figures.labels import DOMAINS, OPTIONS, PHRASES, STAGES
from ploughshare.figures.run_figures import draw_run_figures
from ploughshare.figures.states import states_figure
from ploughshare.figures.style import PALETTE, Page
from ploughshare.programmes.stage_counts import STAGE_NAMES
from ploughshare.record.facts import score_facts
from ploughshare.scenario.provisions import Domain
from ploughshare.scenario.schema import Scenario

Runs = Callable[..., dict[str, pd.DataFrame]]


def test_figures_are_equal_byte_for_byte(runs: Runs, training: Scenario, tmp_path: Path) -> None:
    tables = runs()
    facts = score_facts(training, tables)
    first = draw_run_figures(tables, training, facts, tmp_path / "a", "fr")
    again = draw_run_figures(tables, training, facts, tmp_path / "b", "fr")
    assert len(first) == 16
    for one, two in zip(first, again, strict=True):
        assert one.read_bytes() == two.read_bytes(), one.name


def test_one_seed_and_no_facts_are_enough(runs: Runs, training: Scenario, tmp_path: Path) -> None:
    tables = runs(seeds=1)
    assert len(draw_run_figures(tables, training, score_facts(training, tables).iloc[:0], tmp_path)) == 14


def test_every_option_stage_and_domain_has_a_name_in_both_languages() -> None:
    assert set(OPTIONS) == {option.name.lower() for option in Option}
    assert set(STAGES) == set(STAGE_NAMES) and set(DOMAINS) == {domain.value for domain in Domain}
    for english, french in itertools.chain(OPTIONS.values(), STAGES.values(), DOMAINS.values(), PHRASES.values()):
        assert english and french


def luminance(colour: str) -> float:
    channels = np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    linear = np.where(channels <= 0.03928, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    return float(linear @ [0.2126, 0.7152, 0.0722])


@pytest.mark.parametrize(
    "colour", [*PALETTE["options"].values(), *PALETTE["series"][:4], PALETTE["muted"], PALETTE["text"]]
)
def test_colours_stand_out_from_white(colour: str) -> None:
    assert 1.05 / (luminance(colour) + 0.05) >= 3.0


DEUTERANOPIA = np.array([[0.367, 0.861, -0.228], [0.280, 0.673, 0.047], [-0.012, 0.043, 0.969]])
PROTANOPIA = np.array([[0.152, 1.053, -0.205], [0.115, 0.786, 0.099], [-0.004, -0.048, 1.052]])


@pytest.mark.parametrize("sight", [DEUTERANOPIA, PROTANOPIA])
def test_lines_of_one_panel_differ_for_the_colour_blind(sight: np.ndarray) -> None:  # type: ignore[type-arg]
    colours = [np.array([int(c[i : i + 2], 16) / 255 for i in (1, 3, 5)]) for c in PALETTE["series"][:4]]
    seen = [np.clip(sight @ colour, 0, 1) for colour in colours]
    for one, two in itertools.combinations(seen, 2):
        assert float(np.abs(one - two).max()) > 0.12


@pytest.mark.parametrize("language", ["en", "fr"])
def test_no_texts_lie_on_top_of_each_other(runs: Runs, training: Scenario, language: str) -> None:
    tables = runs()
    page = Page(training, language, (1, 2, 3))
    for figure in (
        states_figure(tables["states"], page, "coalition"),
        facts_figure(score_facts(training, tables), page),
    ):
        figure.draw_without_rendering()
        renderer = figure.canvas.get_renderer()  # type: ignore[attr-defined]
        for axes in figure.axes:
            boxes = [
                label.get_window_extent(renderer)
                for label in axes.get_yticklabels()
                if label.get_text() and label.get_visible()
            ]
            for one, two in itertools.pairwise(boxes):
                assert not one.overlaps(two)
            if axes.get_title(loc="left"):
                title = axes.title.get_window_extent(renderer)
                for text in axes.texts:
                    assert not title.overlaps(text.get_window_extent(renderer)) or title.width == 0
