"""Many seeds asked the same question: rows of all seeds, what is most chosen, and intervals."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pandas as pd

from ploughshare.analysis.explain.pool import ask_seeds
from ploughshare.analysis.explain.question import AMONG, Question
from ploughshare.analysis.explain.rows import BASELINE
from ploughshare.analysis.explain.summary import KEY, of_100, summarise
from ploughshare.analysis.workers import Progress
from ploughshare.errors import UsageError
from ploughshare.scenario.schema import Scenario


@dataclass(frozen=True)
class Explanation:
    """The answer to one question.

    `rows` has one line a number and seed (columns: `rows.EXPLANATION_TABLES`); `summary` one line a number, with its `mean`,
    `median`, and 90 % interval `q05` to `q95` over the seeds in which it is defined (`seeds` of them). With a what-if the
    run `what-if - baseline` holds paired differences. In each seed, and so in the means, parts sum to their total; medians
    need not.
    """

    question: Question
    definition: Scenario
    against: Scenario | None
    seeds: tuple[int, ...]
    than: str
    """the option compared with: the one asked for, else the one most chosen beside the option asked about"""
    rows: pd.DataFrame
    summary: pd.DataFrame

    def section(self, name: str, run: str = BASELINE) -> pd.DataFrame:
        """Return the summary of one section of one run, in the order in which things happen."""
        chosen = (self.summary["section"] == name) & (self.summary["run"] == run)
        return self.summary[chosen].reset_index(drop=True)

    @property
    def gap(self) -> pd.DataFrame:
        """Utility gap of the option over `than`, by term, for all who are asked."""
        return self.section("gap, asked")


def explain(
    definition: Scenario,
    question: Question,
    seeds: Sequence[int] = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10),
    jobs: int = 1,
    against: Scenario | None = None,
    on_progress: Progress | None = None,
    on_seed: Callable[[], None] | None = None,
) -> Explanation:
    """Explain a month's choices: for each seed live the run up to that month, look, and put the seeds together.

    Args:
        definition: the scenario, what-ifs and settings applied.
        question: what is asked, see `ask`.
        seeds: seeds of the runs; results do not depend on the number of `jobs` (processes).
        against: the same scenario under a what-if; run on the same random numbers.
        on_progress: called with months lived.
        on_seed: called when a seed has been explained.

    Raises:
        UsageError: nobody is there to be asked, or the what-if changes who the persons are.
        PloughshareError: a seed failed.
    """
    if against is not None:
        _check_comparable(definition, against, question)
    tasks = [(definition, question, seed, against) for seed in seeds]
    found = {}
    for seed, told in ask_seeds(tasks, jobs, on_progress):
        found[seed] = told
        if on_seed is not None:
            on_seed()
    lines = [(seed, run, *row) for seed in seeds for run, row in found[seed]]
    rows = pd.DataFrame(lines, columns=["seed", *KEY, "value"])
    _check_asked(rows, question)
    than = question.than or _most_chosen(rows, question)
    gaps = rows["section"].str.startswith("gap")
    rows = rows[~gaps | (rows["subject"] == than)].reset_index(drop=True)
    rows = pd.concat([rows, of_100(rows)], ignore_index=True)
    return Explanation(question, definition, against, tuple(seeds), than, rows, summarise(rows, seeds))


def _check_comparable(definition: Scenario, against: Scenario, question: Question) -> None:
    about, other = definition.about, against.about
    if (about.start, about.population_scale) != (other.start, other.population_scale):
        raise UsageError("the what-if changes the start or the scale of the run, so that nobody can be followed")
    if list(definition.groups) != list(against.groups):
        raise UsageError("the what-if changes which groups there are, so that nobody can be followed")
    if question.month_index >= against.months:
        raise UsageError(f"the what-if ends in {other.end}, before --month {question.month}")


def _check_asked(rows: pd.DataFrame, question: Question) -> None:
    counted = rows[(rows["section"] == "persons") & (rows["item"] == "asked") & (rows["part"] == "")]
    if (counted.loc[counted["run"] == BASELINE, "value"] > 0).any():
        return
    where = f" in {question.place}" if question.place else ""
    others = ", ".join(name for name in AMONG if name != question.among)
    raise UsageError(
        f"nobody of {question.party} {AMONG[question.among]}{where} is free to choose in {question.month}",
        hint=f"try --among {others}, another place or month, or a larger --scale",
    )


def _most_chosen(rows: pd.DataFrame, question: Question) -> str:
    chosen = rows[(rows["section"] == "prefers") & (rows["part"] == "") & (rows["run"] == BASELINE)]
    counts = chosen[chosen["item"] != question.option].groupby("item", sort=False)["value"].sum()
    return str(counts.idxmax()) if len(counts) else ("home" if question.option != "home" else "armed")
