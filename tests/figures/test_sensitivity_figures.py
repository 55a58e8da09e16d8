"""Figures of sensitivity studies show the numbers they are given."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from ploughshare.figures.sensitivity_convergence import convergence_figure
from ploughshare.figures.sensitivity_indices import MOST_ROWS, indices_figure
from ploughshare.figures.sensitivity_months import largest_over_time, months_figure
from ploughshare.figures.sensitivity_morris import morris_figure
from ploughshare.figures.sensitivity_page import SensitivityPage
from ploughshare.figures.style import PALETTE, save

PAGE = SensitivityPage("Integrated (persons)", "Sobol: ST is a share", {"x0": "weight of income"}, "Experiment pay")


def ranking(count: int = 3, index: str = "ST") -> pd.DataFrame:
    values = np.linspace(0.6, 0.1, count)
    return pd.DataFrame(
        {
            "factor": [f"x{number}" for number in range(count)],
            "partner": "",
            "index": index,
            "value": values,
            "low": values - 0.1,
            "high": values + 0.1,
            "chance": 0.05,
            "told": values > 0.2,
        }
    )


def test_each_factor_has_its_dot_its_bar_and_its_mark_of_chance() -> None:
    first = ranking().assign(index="S1", value=[0.4, 0.2, 0.0])
    axes = indices_figure(ranking(), first, PAGE).axes[0]
    assert [label.get_text() for label in axes.get_yticklabels()] == ["weight of income", "x1", "x2"]
    dots = {float(line.get_xdata()[0]) for line in axes.lines if line.get_marker() in ("o", "s")}
    assert dots == {0.6, 0.35, 0.1, 0.4, 0.2, 0.0}
    bars = [tuple(line.get_xdata()) for line in axes.lines if line.get_linewidth() == pytest.approx(1.4)]
    assert (0.5, 0.7) in [tuple(round(float(end), 6) for end in bar) for bar in bars]
    grey = [line for line in axes.lines if line.get_marker() == "o" and line.get_color() == PALETTE["muted"]]
    assert [float(line.get_xdata()[0]) for line in grey] == [0.1]


def test_a_long_list_says_how_many_are_left_out() -> None:
    figure = indices_figure(ranking(MOST_ROWS + 7), pd.DataFrame(columns=["factor", "partner", "index"]), PAGE)
    assert "7 more factors" in figure.get_suptitle()


def test_screening_names_the_factors_that_stand_out() -> None:
    rows = ranking(index="mu_star")
    spread = pd.DataFrame({"factor": ["x0", "x1", "x2"], "partner": "", "index": "sigma", "value": [0.3, 0.2, 0.1]})
    axes, names = morris_figure(rows, spread, PAGE).axes
    assert names.texts[0].get_text().startswith("1  weight of income\n2  x1")
    assert "2 of 3 factors stand out" in names.texts[0].get_text()
    dots = {
        (round(float(line.get_xdata()[0]), 2), float(line.get_ydata()[0]))
        for line in axes.lines
        if line.get_marker() == "o"
    }
    assert dots == {(0.6, 0.3), (0.35, 0.2), (0.1, 0.1)}


def test_growing_samples_and_months_have_a_panel_a_factor() -> None:
    rows = ranking()
    grown = pd.concat([rows.assign(points=points) for points in (64, 128)])
    figure = convergence_figure(grown, ["x0", "x1"], PAGE)
    assert [axes.get_title() for axes in figure.axes if axes.get_visible()] == ["", ""]
    assert [axes.get_title(loc="left") for axes in figure.axes if axes.get_visible()] == ["weight of income", "x1"]
    months = pd.concat([rows.assign(month="2015-01"), rows.assign(month="2020-01", value=[0.0, 0.9, 0.1])])
    assert largest_over_time(months) == ["x1", "x0", "x2"]
    chance = pd.DataFrame({"month": ["2015-01", "2020-01"], "value": [0.3, 0.2], "low": 0.1, "high": 0.4})
    panels = [axes for axes in months_figure(months, chance, ["x1", "x0"], PAGE).axes if axes.get_visible()]
    assert [axes.get_title(loc="left") for axes in panels] == [
        "x1",
        "weight of income",
        "chance: share of the variance between runs",
    ]
    assert panels[0].lines[0].get_xdata().tolist() == [2015.0, 2020.0]
    assert panels[0].lines[0].get_ydata().tolist() == [0.35, 0.9]


def test_equal_tables_give_equal_files(tmp_path: Path) -> None:
    for name in ("a", "b"):
        save(indices_figure(ranking(), ranking().assign(index="S1"), PAGE), tmp_path / name, "indices")
    for file in (tmp_path / "a").iterdir():
        assert file.read_bytes() == (tmp_path / "b" / file.name).read_bytes()
