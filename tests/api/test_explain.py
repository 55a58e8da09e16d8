"""`ploughshare.explain` from Python: frames, text and figure of one explained month."""

from __future__ import annotations

import pytest

import ploughshare as ps
from ploughshare.errors import UsageError


def test_an_explanation_is_frames_text_and_figure() -> None:
    country = ps.load("training")
    found = ps.explain(
        country, "river alliance", "2031-03", option="mixed_patrols", against="wages-paid-on-time", seeds=2
    )
    gap = found.gap[
        (found.gap["section"] == "gap, asked") & (found.gap["run"] == "baseline") & (found.gap["part"] == "")
    ]
    total = gap["item"] == "gap"
    assert gap[~total]["mean"].sum() == pytest.approx(gap[total]["mean"].sum(), abs=1e-9)
    assert {"known", "through"} <= set(found.gates["subject"]) and not found.switched.empty
    assert set(found.leaders["subject"]) == {"River_Front"} and "mixed_patrols" in set(found.government["subject"])
    assert "What this model cannot tell" in found._repr_markdown_() and found.figure() is not None
    assert sorted(found.rows["seed"].unique()) == [1, 2]
    assert list(ps.columns("explanation_rows")["column"]) == list(found.rows.columns)
    assert list(ps.columns("explanation_summary")["column"]) == list(found.gap.columns)


def test_without_a_what_if_nobody_switches_and_names_are_checked() -> None:
    found = ps.explain("training", "Hill_Guard", "2030-02", option="home", seeds=[4])
    assert found.switched.empty and set(found.gap["run"]) == {"baseline"}
    with pytest.raises(UsageError, match="no group or coalition 'Hill_Gard'"):
        ps.explain("training", "Hill_Gard", "2030-02")
