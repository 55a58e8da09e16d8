"""The paired sign of every what-if that ships: what its file says runs show is what runs show.

Every what-if runs beside its baseline on common random numbers. What its file tells of an outcome (`found` where the model shows something
else than expected, otherwise what is expected) must hold in at least `HOLDS` of the seeds for a direction, and in at least `SAME` for no
difference; where the file calls it unclear, at most `CLAIMED` may agree on a direction.

Error rates, by the binomial law. Full ensemble, 20 seeds, marked `slow`: a direction that a coin would give passes with a chance of 2.1 %
(15 of 20), one that holds in 95 runs of 100 passes with 99.97 %. Quick subset: training with 12 seeds (9 of 12: 7.3 % and 99.98 %), and for Mali
6 seeds (5 of 6: 11 % and 97 %) of what-ifs whose direction shows in every seed of the full ensemble, to notice a broken lever.
"""

from __future__ import annotations

import csv
import importlib.util
import os
import sys
from pathlib import Path
from types import ModuleType

import pytest

from ploughshare.analysis.comparison.paired import Difference
from ploughshare.analysis.comparison.running import Comparison, compare
from ploughshare.analysis.comparison.variants import OWN_ACCOUNT, Variant, load_cases, what_if
from ploughshare.analysis.outcomes import parse_outcomes
from ploughshare.scenario.library import find_scenario
from ploughshare.scenario.loading import load_scenario
from ploughshare.scenario.overlays import WHAT_IF_FOLDER, Expectation, Overlay, read_overlay

HOLDS, SAME, CLAIMED = 0.75, 0.75, 0.95
DOCS = Path(__file__).resolve().parents[2] / "docs"
TRAINING = ("patrols-expire", "wages-paid-on-time")
SURE = ("double-cvr", "no-gold-boom", "transit-centres")
"""what-ifs for Mali whose directions show in every seed of the full ensemble"""


def overlays(scenario: str) -> dict[str, Overlay]:
    folder = find_scenario(scenario) / WHAT_IF_FOLDER
    return {file.stem: read_overlay(file)[0] for file in sorted(folder.glob("*.yaml"))}


def run(scenario: str, names: tuple[str, ...], seeds: int, scale: float | None = None, jobs: int = 1) -> Comparison:
    known = overlays(scenario)
    texts = dict.fromkeys(expected.outcome for name in names for expected in known[name].expected)
    queries = parse_outcomes(texts, load_scenario(scenario))
    baseline = Variant("baseline", scenario, population_scale=scale)
    cases = load_cases(baseline, [what_if(name, baseline) for name in names])
    result = compare(cases, queries, range(1, seeds + 1), jobs)
    assert not result.failed
    return result


def told(expected: Expectation) -> str:
    """The direction that the file says runs show."""
    return expected.direction if expected.found is None else expected.found.direction


def holds(direction: str, difference: Difference) -> bool:
    above, equal = difference.share_above, difference.share_equal
    agreeing = {"more": above, "fewer": 1 - above - equal, "same": equal}
    if direction == "unclear":
        return max(agreeing.values()) <= CLAIMED
    return agreeing[direction] >= (SAME if direction == "same" else HOLDS) - 1e-9


def broken(scenario: str, result: Comparison) -> list[str]:
    """What the files tell and runs do not show."""
    known = overlays(scenario)
    found = []
    for number, case in result.variants:
        for expected in known[case.variant.label].expected:
            difference = result.differences[number, expected.outcome]
            if not holds(told(expected), difference):
                shown = f"more in {difference.share_above:.0%}, equal in {difference.share_equal:.0%} of seeds"
                found.append(f"{case.variant.label}: {expected.outcome} is not {told(expected)}: {shown}")
    return found


def test_what_ifs_of_the_training_country_show_what_their_files_say() -> None:
    assert broken("training", run("training", TRAINING, seeds=12)) == []


def test_sure_what_ifs_for_mali_show_what_their_files_say() -> None:
    assert broken("mali", run("mali", SURE, seeds=6, scale=0.03)) == []


@pytest.mark.slow
def test_all_what_ifs_for_mali_show_what_their_files_say() -> None:
    names = tuple(overlays("mali"))
    assert broken("mali", run("mali", names, seeds=20, scale=0.1, jobs=os.cpu_count() or 1)) == []


def test_a_lever_that_does_nothing_is_noticed() -> None:
    result = run("training", ("wages-paid-on-time",), seeds=2)
    unchanged = Comparison(result.cases, result.queries, dict.fromkeys(result.numbers, result.numbers[0]))
    assert broken("training", unchanged)


# -- the page of findings


@pytest.fixture(scope="module")
def maker() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_what_ifs", DOCS / "make_what_ifs.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_the_findings_on_the_page_are_those_told_in_the_files() -> None:
    with (DOCS / "what-ifs.csv").open(encoding="utf-8") as file:
        rows = {(row["what_if"], row["account"], row["outcome"]): row["direction"] for row in csv.DictReader(file)}
    told_otherwise = [
        f"{name}: {expected.outcome}: {told(expected)} in the file, {rows[name, OWN_ACCOUNT, expected.outcome]} in the table"
        for name, overlay in overlays("mali").items()
        for expected in overlay.expected
        if rows[name, OWN_ACCOUNT, expected.outcome] != told(expected)
    ]
    assert told_otherwise == []


def test_the_page_is_made_from_the_files_and_the_table(maker: ModuleType) -> None:
    import pandas as pd

    assert maker.page(pd.read_csv(DOCS / "what-ifs.csv")) == (DOCS / "what-ifs.md").read_text(encoding="utf-8")
