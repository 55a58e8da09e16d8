"""What if: a baseline and its variants over the same seeds, and what can be said about their differences."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial

import numpy as np
import pandas as pd

from ploughshare.analysis.comparison.paired import (
    Difference,
    Floats,
    Spread,
    paired_difference,
    spread,
    unpaired_difference,
)
from ploughshare.analysis.comparison.variants import BASELINE, Case
from ploughshare.analysis.ensemble import Tables, run_tasks
from ploughshare.analysis.outcomes import OutcomeQuery, measure
from ploughshare.analysis.workers import Progress
from ploughshare.scenario.overlays import scenario_hash
from ploughshare.scenario.schema import Scenario

LEAST_FOR_PRECISION = 10
"""seeds run before their spread is believed"""


@dataclass(frozen=True)
class Precision:
    """How well the mean difference of one outcome is to be known."""

    query: OutcomeQuery
    half_width: float
    """half the width of the Monte Carlo 90 % interval of the mean difference, in the outcome's unit"""


@dataclass
class Comparison:
    """The baseline and its variants with one number a seed and outcome. Frames are described in `tables.py`."""

    cases: tuple[Case, ...]
    queries: tuple[OutcomeQuery, ...]
    numbers: dict[int, pd.DataFrame]
    """position of a case -> a row a finished seed, a column an outcome"""
    failed: dict[str, str] = field(default_factory=dict)
    interrupted: bool = False
    precision_reached: bool | None = None
    """whether the precision asked for was reached; none if none was asked for"""

    @property
    def seeds(self) -> list[int]:
        """Seeds finished by every case."""
        finished = [set(frame.index) for frame in self.numbers.values()]
        return sorted(set.intersection(*finished)) if finished else []

    @property
    def accounts(self) -> list[str]:
        """Accounts under which the cases were run, the scenario's own first."""
        return list(dict.fromkeys(case.account for case in self.cases))

    @property
    def variants(self) -> list[tuple[int, Case]]:
        """Cases that are no baseline, with their positions."""
        return [(number, case) for number, case in enumerate(self.cases) if case.variant.label != BASELINE]

    def baseline_of(self, case: Case) -> int:
        """Return the position of the baseline of a case's account."""
        return next(i for i, other in enumerate(self.cases) if other.account == case.account)

    @cached_property
    def levels(self) -> dict[tuple[int, str], Spread]:
        """(position of the case, query text) -> its level over all its seeds."""
        texts = [query.text for query in self.queries]
        return {(i, text): spread(_column(frame, text)) for i, frame in self.numbers.items() for text in texts}

    @cached_property
    def differences(self) -> dict[tuple[int, str], Difference]:
        """(position of the variant, query text) -> its difference from the baseline of its account."""
        return {
            (number, query.text): self._difference(number, case, query.text)
            for number, case in self.variants
            for query in self.queries
        }

    def _difference(self, number: int, case: Case, text: str) -> Difference:
        before, after = self.numbers[self.baseline_of(case)], self.numbers[number]
        if case.unpaired is not None:
            return unpaired_difference(_column(before, text), _column(after, text))
        shared = before.index.intersection(after.index)
        return paired_difference(_column(before.loc[shared], text), _column(after.loc[shared], text))


def _column(frame: pd.DataFrame, text: str) -> Floats:
    return frame[text].to_numpy(dtype=np.float64)


def compare(
    cases: Sequence[Case],
    queries: Sequence[OutcomeQuery],
    seeds: Sequence[int],
    jobs: int = 1,
    on_progress: Progress | None = None,
    on_finished: Callable[[int, int], None] | None = None,
    precision: Sequence[Precision] = (),
    most_seeds: int = 1000,
) -> Comparison:
    """Run every case with every seed and return what came out; scenarios that are equal are run once.

    With `precision`, seeds are added in batches until every variant's mean difference is known that well, or
    `most_seeds` are reached. `on_finished` is told how many runs have finished and how many are planned. Ctrl-C keeps what has finished.
    """
    runs = _Runs(cases, queries, jobs, on_progress, on_finished)
    last = seeds[0] + max(len(seeds), LEAST_FOR_PRECISION if precision else 0)
    todo = list(range(seeds[0], last)) if precision else list(seeds)
    try:
        while todo:
            runs.add(todo)
            todo = more_seeds(runs.comparison(), precision, most_seeds) if precision else []
    except KeyboardInterrupt:
        return runs.comparison(interrupted=True)
    result = runs.comparison()
    result.precision_reached = _widest(result, precision) <= 1 if precision else None
    return result


def more_seeds(so_far: Comparison, precision: Sequence[Precision], most_seeds: int) -> list[int]:
    """Return the seeds to add: as many as the spread so far asks for, at most as many again, none if precise enough."""
    done = so_far.seeds
    widest = _widest(so_far, precision)
    if widest <= 1 or len(done) >= most_seeds or not done:
        return []
    wanted = 2 * len(done) if math.isinf(widest) else math.ceil(len(done) * widest**2)
    total = min(most_seeds, 2 * len(done), max(wanted, len(done) + LEAST_FOR_PRECISION))
    return list(range(max(done) + 1, max(done) + 1 + total - len(done)))


def _widest(so_far: Comparison, precision: Sequence[Precision]) -> float:
    """Return the largest half-width over the one asked for; infinite where it cannot be known yet."""
    ratios = [
        so_far.differences[number, asked.query.text].spread.half_width / asked.half_width
        for number, _ in so_far.variants
        for asked in precision
    ]
    return max((math.inf if math.isnan(ratio) else ratio for ratio in ratios), default=math.inf)


def keep_outcomes(queries: Sequence[OutcomeQuery], scenario: Scenario, tables: Tables) -> dict[str, float]:
    """Keep only outcomes of a run; works in other processes."""
    return measure(tables, scenario, queries)


class _Runs:
    """Runs so far, each different scenario once."""

    def __init__(
        self,
        cases: Sequence[Case],
        queries: Sequence[OutcomeQuery],
        jobs: int,
        on_progress: Progress | None,
        on_finished: Callable[[int, int], None] | None,
    ) -> None:
        self.cases, self.queries = tuple(cases), tuple(queries)
        hashes = [scenario_hash(case.scenario) for case in cases]
        self.number_of = [list(dict.fromkeys(hashes)).index(text) for text in hashes]
        self.scenarios = [cases[self.number_of.index(i)].scenario for i in range(len(set(hashes)))]
        self.jobs, self.on_progress, self.on_finished = jobs, on_progress, on_finished
        self.rows: list[dict[int, dict[str, float]]] = [{} for _ in self.scenarios]
        self.failed: dict[str, str] = {}
        self.done = self.planned = 0

    def add(self, seeds: Sequence[int]) -> None:
        """Run all scenarios with more seeds, a seed at a time, so that what is finished can be paired."""
        tasks = [(number, seed) for seed in seeds for number in range(len(self.scenarios))]
        self.planned += len(tasks)
        results = run_tasks(self.scenarios, tasks, partial(keep_outcomes, self.queries), self.jobs, self.on_progress)
        try:
            for result in results:
                number, seed = result.task
                if result.error is None:
                    self.rows[number][seed] = result.kept
                else:
                    self.failed[f"{self._label(number)}, seed {seed}"] = result.error
                self.done += 1
                if self.on_finished is not None:
                    self.on_finished(self.done, self.planned)
        finally:
            results.close()

    def _label(self, number: int) -> str:
        case = self.cases[self.number_of.index(number)]
        return f"{case.variant.label} ({case.account})"

    def comparison(self, interrupted: bool = False) -> Comparison:
        """Return the comparison as far as runs have finished."""
        texts = [query.text for query in self.queries]
        numbers = {}
        for position, number in enumerate(self.number_of):
            rows = dict(sorted(self.rows[number].items()))
            numbers[position] = pd.DataFrame(list(rows.values()), index=pd.Index(rows, name="seed"), columns=texts)
        return Comparison(self.cases, self.queries, numbers, dict(self.failed), interrupted)
