"""Many seeds asked the same question: rows of all seeds, what is most chosen, and intervals."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass

import pandas as pd

from ploughshare.analysis.explain.gates import GATE_OF
from ploughshare.analysis.explain.question import AMONG, Question
from ploughshare.analysis.explain.rows import BASELINE, WHAT_IF
from ploughshare.analysis.explain.seeds import CONSIDERING, CONSIDERS, IN_ALREADY, WOULD_TAKE, RunRows, seed_rows
from ploughshare.errors import PloughshareError, UsageError
from ploughshare.scenario.schema import Scenario

Progress = Callable[[int], None]
"""called with the number of months lived since it was last called"""

KEY = ["run", "section", "subject", "item", "part", "unit"]
DIFFERENCE = "what-if - baseline"


@dataclass(frozen=True)
class Explanation:
    """The answer to one question.

    `rows` has one line a number and seed (columns `rows.COLUMNS`); `summary` one line a number, with its `mean`,
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
    for seed, told in _run(tasks, jobs, on_progress):
        found[seed] = told
        if on_seed is not None:
            on_seed()
    lines = [(seed, run, *row) for seed in seeds for run, row in found[seed]]
    rows = pd.DataFrame(lines, columns=["seed", *KEY, "value"])
    _check_asked(rows, question)
    than = question.than or _most_chosen(rows, question)
    gaps = rows["section"].str.startswith("gap")
    rows = rows[~gaps | (rows["subject"] == than)].reset_index(drop=True)
    rows = pd.concat([rows, _of_100(rows)], ignore_index=True)
    return Explanation(question, definition, against, tuple(seeds), than, rows, summarise(rows, seeds))


# -- seeds ---------------------------------------------------------------------------------------------------------

Task = tuple[Scenario, Question, int, Scenario | None]


def _run(tasks: Sequence[Task], jobs: int, on_progress: Progress | None) -> Iterator[tuple[int, RunRows]]:
    if jobs <= 1 or len(tasks) == 1:
        for definition, question, seed, against in tasks:
            lived = None if on_progress is None else lambda month: on_progress(1)
            yield seed, seed_rows(definition, question, seed, against, lived)
        return
    months = (tasks[0][1].month_index + 1) * (1 if tasks[0][3] is None else 2)
    with ProcessPoolExecutor(min(jobs, len(tasks)), multiprocessing.get_context("spawn")) as pool:
        waiting = {pool.submit(_one, task): task[2] for task in tasks}
        try:
            for done in as_completed(waiting):
                yield waiting[done], done.result()
                if on_progress is not None:
                    on_progress(months)
        except BrokenProcessPool:
            raise PloughshareError("a process died (out of memory or killed)", hint="use fewer --jobs") from None
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _one(task: Task) -> RunRows:
    definition, question, seed, against = task
    return seed_rows(definition, question, seed, against)


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


def _of_100(rows: pd.DataFrame) -> pd.DataFrame:
    """Return where each gate stops people, of 100 asked, in the seeds in which anybody is asked."""
    counted = rows[(rows["section"] == "persons") & (rows["item"] == "asked") & (rows["part"] == "")]
    asked = counted.set_index(["run", "seed"])["value"]
    parts = []
    for run in dict.fromkeys(rows["run"]):
        stopped = rows[(rows["run"] == run) & rows["section"].isin(["gates", "prefers"]) & (rows["part"] == "")]
        wide = stopped.pivot_table(index=["section", "subject", "item"], columns="seed", values="value", sort=False)
        people = asked[run][asked[run] > 0]
        share = 100 * wide.reindex(columns=people.index).fillna(0.0) / people
        parts.append(share.stack().rename("value").reset_index().assign(run=run, part="", unit="of 100"))
    found = pd.concat(parts, ignore_index=True)
    found["section"] += " of 100"
    ordered: pd.DataFrame = found[list(rows.columns)]
    return ordered


# -- intervals -----------------------------------------------------------------------------------------------------


def summarise(rows: pd.DataFrame, seeds: Sequence[int]) -> pd.DataFrame:
    """Return mean, median and 90 % interval over seeds of every number, and of paired differences between runs.

    What is counted is 0 in a seed that does not name it; what is measured is undefined there.
    """
    wide = rows.set_index([*KEY, "seed"])["value"].unstack("seed", sort=False).reindex(columns=list(seeds))
    wide = wide.reindex(pd.MultiIndex.from_frame(rows[KEY].drop_duplicates()))
    counted = wide.index.get_level_values("unit").isin(["persons", "yes/no"])
    wide[counted] = wide[counted].fillna(0.0)
    wide = pd.concat([wide, _differences(wide)])
    quantiles = wide.quantile([0.5, 0.05, 0.95], axis=1).T
    found = pd.DataFrame(
        {
            "mean": wide.mean(axis=1),
            "median": quantiles[0.5],
            "q05": quantiles[0.05],
            "q95": quantiles[0.95],
            "seeds": wide.notna().sum(axis=1),
        }
    )
    return _in_order(found.reset_index(names=KEY))


def _in_order(found: pd.DataFrame) -> pd.DataFrame:
    """Return the lines run by run and section by section as they first appear, gates in the order they are passed."""
    run = found["run"].map({name: number for number, name in enumerate(dict.fromkeys(found["run"]))})
    section = found["section"].map({name: number for number, name in enumerate(dict.fromkeys(found["section"]))})
    order = [*GATE_OF, IN_ALREADY, CONSIDERS, WOULD_TAKE]
    gate = found["item"].map({name: number for number, name in enumerate(order)}).fillna(-1)
    gate = gate.where(found["section"].str.startswith("gates"), -1)
    ranks = pd.DataFrame({"run": run, "section": section, "gate": gate})
    return found.loc[ranks.sort_values(["run", "section", "gate"], kind="stable").index].reset_index(drop=True)


def _differences(wide: pd.DataFrame) -> pd.DataFrame:
    """Return what-if less baseline seed by seed, for all that both runs have (counts: that either has).

    Those who consider the option are other persons in each run, so that their gaps have no paired difference.
    """
    runs = wide.index.get_level_values("run")
    if WHAT_IF not in runs:
        return wide.iloc[:0]
    before, after = wide[runs == BASELINE].droplevel("run"), wide[runs == WHAT_IF].droplevel("run")
    paired = [section for section in _sections(before) if section in _sections(after)]
    paired = [section for section in paired if section != f"gap, {CONSIDERING}"]
    before, after = before[_in(before, paired)], after[_in(after, paired)]
    every = before.index.append(after.index.difference(before.index, sort=False))
    before, after = before.reindex(every), after.reindex(every)
    counted = every.get_level_values("unit").isin(["persons", "yes/no"])
    before[counted], after[counted] = before[counted].fillna(0.0), after[counted].fillna(0.0)
    change = (after - before).dropna(how="all")
    return pd.concat({DIFFERENCE: change}, names=["run"])


def _sections(frame: pd.DataFrame) -> list[str]:
    return list(dict.fromkeys(frame.index.get_level_values("section")))


def _in(frame: pd.DataFrame, sections: list[str]) -> pd.Series:
    return pd.Series(frame.index.get_level_values("section").isin(sections), index=frame.index)
