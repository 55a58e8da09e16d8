"""The figure of an explanation: every term drawn where its value is, equal bytes for equal content."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from ploughshare.figures.explain_bars import explain_bars
from ploughshare.figures.style import save


def terms() -> pd.DataFrame:
    return pd.DataFrame(
        {"item": ["income", "trust", "gap"], "median": [1.0, -2.5, -1.5], "q05": [0.5, -3, -2], "q95": [1.5, -2, -1]}
    )


def test_bars_lie_on_their_side_and_end_at_the_median(tmp_path: Path) -> None:
    figure = explain_bars([("All", terms()), ("Some", terms())], "Why", "a model, not a forecast", "logits")
    first, second = figure.axes
    assert [bar.get_width() for bar in first.patches] == [1.0, -2.5, -1.5]
    assert [label.get_text() for label in first.get_yticklabels()] == ["income", "trust", "gap"]
    assert first.get_title(loc="left") == "All" and second.get_title(loc="left") == "Some"
    files = save(figure, tmp_path / "a", "bars")
    again = save(
        explain_bars([("All", terms()), ("Some", terms())], "Why", "a model, not a forecast", "logits"),
        tmp_path / "b",
        "bars",
    )
    assert [one.read_bytes() for one in files] == [two.read_bytes() for two in again]
