"""What is asked of a comparison, in words, and what it means: cases to run, outcomes to measure, precision to reach."""

from __future__ import annotations

import math
import shlex
from collections.abc import Sequence
from dataclasses import dataclass

from ploughshare.analysis.comparison.grids import grid_variants
from ploughshare.analysis.comparison.running import Precision
from ploughshare.analysis.comparison.variants import (
    Case,
    Variant,
    account_overlays,
    baseline_variant,
    load_cases,
    settings_variant,
    what_if,
)
from ploughshare.analysis.outcomes import OutcomeQuery, parse_outcome, parse_outcomes
from ploughshare.errors import UsageError

DEFAULT_OUTCOMES = (
    "integrated",
    "integrated:women=yes",
    "civilian_taken",
    "civilian_taken:women=yes",
    "under_arms",
    "desertions",
    "interim_months",
    "ddr_start_months",
    "trust_government",
    "weapons_handed_in",
    "boycott_months",
    "deaths",
    "children_recruited",
    "spending",
)
"""What is measured if nothing is named: women and children apart. Outcomes that what-ifs say something of come on top."""


@dataclass(frozen=True)
class ComparisonRequest:
    """What was asked for on the command line or from Python."""

    scenario: str
    what_ifs: tuple[str, ...] = ()
    settings: tuple[str, ...] = ()
    grid: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()
    seeds: int = 50
    first_seed: int = 1
    history: str | None = None
    population_scale: float | None = None
    across: str | None = None
    precision: tuple[str, ...] = ()
    most_seeds: int = 1000

    def command(self) -> str:
        """Return the command that makes the comparison again."""
        words = ["ploughshare", "compare", self.scenario, *self.what_ifs]
        words += ["--seeds", str(self.seeds), "--first-seed", str(self.first_seed)]
        for option, given in (("--set", self.settings), ("--grid", self.grid), ("--outcome", self.outcomes)):
            words += [word for text in given for word in (option, text)]
        for text in self.precision:
            words += ["--precision", text, "--most-seeds", str(self.most_seeds)]
        for option, value in (
            ("--history", self.history),
            ("--across", self.across),
            ("--scale", self.population_scale),
        ):
            words += [option, str(value)] if value is not None else []
        return shlex.join(words)


@dataclass(frozen=True)
class Prepared:
    """A request read and checked: every name in it exists."""

    cases: tuple[Case, ...]
    queries: tuple[OutcomeQuery, ...]
    precision: tuple[Precision, ...]


def prepare(request: ComparisonRequest) -> Prepared:
    """Read a request; nothing is run.

    Raises:
        UsageError, ScenarioNotFound, ScenarioError: something in it does not exist, changes nothing or contradicts itself.
    """
    baseline = baseline_variant(request.scenario, request.history, request.population_scale)
    variants = [what_if(text, baseline) for text in request.what_ifs]
    variants += settings_variant(request.settings, baseline) + grid_variants(baseline, request.grid)
    accounts = account_overlays(baseline.scenario, request.across)
    return prepare_variants(baseline, variants, request.outcomes, accounts, request.precision)


def prepare_variants(
    baseline: Variant,
    variants: Sequence[Variant],
    outcomes: Sequence[str] = (),
    accounts: Sequence[str] = (),
    precision: Sequence[str] = (),
) -> Prepared:
    """Load variants and read outcomes and precision; raises as `prepare`."""
    cases = load_cases(baseline, variants, accounts)
    queries = _queries(cases, outcomes)
    asked = [_precision(text, queries, cases) for text in precision]
    known = list(dict.fromkeys([*queries, *(one.query for one in asked)]))
    return Prepared(tuple(cases), tuple(known), tuple(asked))


def _queries(cases: Sequence[Case], outcomes: Sequence[str]) -> list[OutcomeQuery]:
    baseline = cases[0].scenario
    if outcomes:
        return parse_outcomes(outcomes, baseline)
    expected = [outcome for case in cases for outcome in case.expected]
    return parse_outcomes([*expected, *DEFAULT_OUTCOMES], baseline)


def _precision(text: str, queries: Sequence[OutcomeQuery], cases: Sequence[Case]) -> Precision:
    """Read `OUTCOME=HALF_WIDTH`, or a half-width alone, which means the first outcome."""
    name, _, given = text.rpartition("=")
    try:
        half_width = float(given)
    except ValueError:
        half_width = math.nan
    if not (math.isfinite(half_width) and half_width > 0):
        raise UsageError(f"{text!r} is not a precision", hint="write OUTCOME=HALF_WIDTH, e.g. integrated=20")
    return Precision(parse_outcome(name, cases[0].scenario) if name else queries[0], half_width)
