"""The package from Python: five lines for the common case, frames with described columns, a light import."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

import ploughshare as ps
from ploughshare.api import ComparisonResult
from ploughshare.errors import PloughshareError, ScenarioError, UsageError
from ploughshare.record.tables import run_tables


@pytest.fixture(scope="module")
def found() -> ComparisonResult:
    country = ps.load("training")
    paid = country.with_("wages-paid-on-time")
    return ps.compare(country, paid, {"government.pay_discipline": 0.2}, seeds=3, outcomes=["pay_days_kept", "deaths"])


def test_the_import_stays_light() -> None:
    code = (
        "import sys, ploughshare; dir(ploughshare); print(any(m in sys.modules for m in ('numpy', 'mesa', 'pandas')))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.strip() == "False"
    with pytest.raises(AttributeError, match="nothing_here"):
        _ = ps.nothing_here


def test_a_comparison_reads_as_frames_sentences_and_figures(found: ComparisonResult, tmp_path: Path) -> None:
    rows = found.differences.set_index(["variant", "outcome"])
    assert rows.loc[("wages-paid-on-time", "pay_days_kept"), "direction"] == "more"
    assert rows.loc[("government.pay_discipline=0.2", "pay_days_kept"), "mean"] < 0
    assert len(found.sentences()) == 4 and "Jours de paie honorés" in found.sentences("fr")[0]
    assert found.notices() == [] and "Where the money would come from" in found.limits()
    assert "wages-paid-on-time: Deaths" in found._repr_html_()
    figure = found.figure("table", "fr")
    assert any("Décès" in text.get_text() for text in figure.axes[0].texts)
    folder = found.save(tmp_path / "out", csv=True)
    assert {"summary.md", "differences.csv", "compare.json", "figures"} <= {path.name for path in folder.iterdir()}
    for wrong in (lambda: found.figure("grid"), lambda: found.survival):
        with pytest.raises(UsageError):
            wrong()


def test_every_column_is_described(found: ComparisonResult) -> None:
    described = ps.columns("comparison")
    for name, frame in found.tables.items():
        assert list(frame.columns) == list(described[described["table"] == name]["column"])
    assert set(ps.columns("states")["column"]) >= {"month", "persons", "women"}
    with pytest.raises(UsageError, match="there is no table"):
        ps.columns("sates")


def test_the_call_on_record_makes_the_comparison_again(found: ComparisonResult) -> None:
    again = eval(found.call, {"ploughshare": ps})
    pd.testing.assert_frame_equal(again.values, found.values)


def test_a_handle_never_changes_and_a_path_set_again_takes_its_last_value() -> None:
    country = ps.load("training")
    first = country.with_("government.pay_discipline=0.2", scale=0.5, history="replay")
    second = first.with_({"government.pay_discipline": 0.9}, "patrols-expire", label="both")
    assert second.definition.government.pay_discipline == 0.9 and second.variant.label == "both"
    assert first.definition.government.pay_discipline == 0.2 and first.definition.about.history == "replay"
    assert (
        country.definition.government.pay_discipline not in (0.2, 0.9)
        and second.definition.about.population_scale == 0.5
    )
    stacked = ps.load("training+patrols-expire+government.pay_discipline=0.9").definition
    assert stacked.programmes == second.definition.programmes and "patrols-expire" in second._repr_html_()


def test_a_run_holds_tables_facts_and_outcomes_over_time() -> None:
    run = ps.run("training", seeds=[2, 1])
    assert list(run.tables["states"]["seed"].unique()) == [1, 2]
    alone = run_tables(run.scenario.definition, 2)["states"]
    of_seed = run.tables["states"].query("seed == 2").drop(columns="seed").reset_index(drop=True)
    pd.testing.assert_frame_equal(of_seed, alone)
    series, band = run.series("integrated"), run.band("integrated")
    assert list(series.columns) == [1, 2] and series.index[0] == "2030-01"
    assert band["median"].iloc[-1] == series.iloc[-1].mean() == run.outcomes(["integrated"])["integrated"].mean()
    assert len(run.facts) > 0


@pytest.mark.parametrize(
    ("wrong", "error", "expected"),
    [
        (lambda: ps.load("training").with_("patrols-expires"), UsageError, "did you mean 'patrols-expire'?"),
        (lambda: ps.load("training").with_({"government.pay_discipline": 2}), ScenarioError, "between 0 and 1"),
        (lambda: ps.compare("training", "training"), UsageError, "there is no what-if"),
        (lambda: ps.compare("training", ps.load("training")), UsageError, "sets nothing"),
        (lambda: ps.compare("training", seeds=2), UsageError, "nothing to compare"),
        (lambda: ps.run("training", seeds=0), UsageError, "seeds must be"),
        (lambda: ps.run("training", seeds=[1, 1]), UsageError, "seeds must be"),
    ],
)
def test_bad_calls_are_explained(wrong: object, error: type[PloughshareError], expected: str) -> None:
    with pytest.raises(error) as caught:
        wrong()  # type: ignore[operator]
    assert expected in str(caught.value)


def test_a_variant_with_another_population_is_compared_unpaired() -> None:
    country = ps.load("training")
    small = country.with_(scale=0.5, label="half")
    found = ps.compare(country, small, seeds=2, outcomes=["deaths"])
    assert not found.differences["paired"].any() and found.paired_values.empty
    assert "the population scale is 0.5 instead of 1" in found.notices()[0]
    assert json.loads(found.differences.to_json(orient="records"))[0]["gain"] is None
