"""Outcomes as people ask for them, `integrated:coalition=NAME,month=YYYY-MM`, and their numbers in one run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from ploughshare.agents.conditions import NO_COALITION
from ploughshare.analysis.monthly_sums import Floats, MonthlySums
from ploughshare.analysis.outcome_catalogue import OUTCOMES, Outcome
from ploughshare.analysis.outcome_measures import OPTIONS, Selection
from ploughshare.errors import UsageError, nearest
from ploughshare.scenario.calendar import month_names
from ploughshare.scenario.schema import Scenario

__all__ = [
    "OUTCOMES",
    "Outcome",
    "OutcomeQuery",
    "Selection",
    "measure",
    "measure_seeds",
    "measure_series",
    "parse_outcome",
    "parse_outcomes",
]

_WOMEN = {"yes": True, "no": False}


@dataclass(frozen=True)
class OutcomeQuery:
    """One outcome of the catalogue with a selection. Equal texts give equal queries; small, and safe to send to workers."""

    name: str
    selection: Selection = field(default_factory=Selection)

    @property
    def outcome(self) -> Outcome:
        """The entry of the catalogue."""
        return OUTCOMES[self.name]

    @property
    def text(self) -> str:
        """The query as people write it; `parse_outcome` reads it back."""
        given = ",".join(f"{key}={value}" for key, value in self.selection.given.items())
        return f"{self.name}:{given}" if given else self.name

    def title(self, language: str = "en") -> str:
        """Return the title with the selection behind it, in English or French."""
        parts = [value for key, value in self.selection.given.items() if key != "women"]
        parts += [{"en": "women", "fr": "femmes"}[language]] if self.selection.women else []
        title = self.outcome.title.in_language(language)
        return f"{title} ({', '.join(part.replace('_', ' ') for part in parts)})" if parts else title


def parse_outcome(text: str, scenario: Scenario) -> OutcomeQuery:
    """Return the query written as `NAME` or `NAME:key=value,key=value`.

    Raises:
        UsageError: there is no such outcome, it does not take a selector, or a value does not exist in the scenario.
    """
    name, _, given = (part.strip() for part in text.partition(":"))
    if name not in OUTCOMES:
        near = nearest(name, OUTCOMES)
        hint = f"did you mean {near}?" if near else "ploughshare results outcomes lists them all"
        raise UsageError(f"there is no outcome {name!r}", hint=hint)
    selection: dict[str, str | bool] = {}
    for part in (part for part in given.split(",") if part.strip()):
        key, equals, value = (word.strip() for word in part.partition("="))
        if not equals or not value:
            raise UsageError(f"{part.strip()!r} in outcome {text!r} is not a selector", hint="write key=value")
        if key in selection:
            raise UsageError(f"outcome {text!r} gives {key} twice")
        selection[key] = _checked(OUTCOMES[name], key, value, scenario)
    return OutcomeQuery(name, Selection(**selection))  # type: ignore[arg-type]


def parse_outcomes(texts: Iterable[str], scenario: Scenario) -> list[OutcomeQuery]:
    """Return each query once, in the order given; raises UsageError like `parse_outcome`."""
    return list(dict.fromkeys(parse_outcome(text, scenario) for text in texts))


def _checked(outcome: Outcome, key: str, value: str, scenario: Scenario) -> str | bool:
    allowed = [*outcome.selectors, "month"]
    if key not in allowed:
        near = nearest(key, allowed)
        hint = f"did you mean {near}? " if near else ""
        raise UsageError(f"outcome {outcome.name} takes no {key!r}", hint=f"{hint}it takes: {', '.join(allowed)}")
    values = _values(outcome, key, scenario)
    if value not in values:
        near = nearest(value, values)
        shown = f"{values[0]} to {values[-1]}" if key == "month" else ", ".join(values[:20]) or "none in this scenario"
        hint = f"did you mean {near}?" if near and key != "month" else f"allowed: {shown}"
        raise UsageError(f"outcome {outcome.name} knows no {key} {value!r}", hint=hint)
    return _WOMEN[value] if key == "women" else value


def _values(outcome: Outcome, key: str, scenario: Scenario) -> Sequence[str]:
    """Return what a selector may name in a scenario."""
    if key == "month":
        return month_names(scenario.about.start, scenario.months)
    if key == "programme":
        programmes = scenario.programmes.items()
        return [name for name, known in programmes if not outcome.kinds or known.kind in outcome.kinds]
    return {
        "coalition": [*scenario.coalitions, NO_COALITION],
        "group": list(scenario.groups),
        "region": list(scenario.regions),
        "community": list(scenario.communities),
        "option": list(OPTIONS),
        "fund": list(scenario.mission.funds),
        "women": list(_WOMEN),
    }[key]


def measure(
    tables: Mapping[str, pd.DataFrame], scenario: Scenario, queries: Sequence[OutcomeQuery], months: Sequence[str] = ()
) -> dict[str, float]:
    """Return query text -> number for the tables of one seed; not a number where an outcome is not defined.

    Each is taken at the end of the month selected, or at the end of the run; then, as `QUERY@MONTH`, at the end of each
    of `months`, whatever month is selected. A few milliseconds for the whole catalogue.
    """
    sums = MonthlySums(tables, scenario)
    monthly = [(query, _monthly(sums, query)) for query in queries]
    measured = {query.text: float(values[_month(sums, query)]) for query, values in monthly}
    at = [(month, sums.months.index(month)) for month in months]
    return measured | {f"{query.text}@{month}": float(values[i]) for query, values in monthly for month, i in at}


def measure_series(tables: Mapping[str, pd.DataFrame], scenario: Scenario, query: OutcomeQuery) -> pd.Series:
    """Return an outcome at the end of every month of one seed: index `month`, named by the query's text.

    A month in the query is left aside: `measure` takes the value of this series in that month.
    """
    sums = MonthlySums(tables, scenario)
    return pd.Series(_monthly(sums, query), index=pd.Index(sums.months, name="month"), name=query.text)


def measure_seeds(
    tables: Mapping[str, pd.DataFrame], scenario: Scenario, queries: Sequence[OutcomeQuery]
) -> pd.DataFrame:
    """Return the numbers of several seeds, as tables of a run folder hold them: a row a seed, a column a query."""
    seeds = [int(seed) for seed in sorted(tables["states"]["seed"].unique())]
    rows = [measure(_of_seed(tables, seed), scenario, queries) for seed in seeds]
    return pd.DataFrame(rows, index=pd.Index(seeds, name="seed"))


def _of_seed(tables: Mapping[str, pd.DataFrame], seed: int) -> dict[str, pd.DataFrame]:
    return {name: frame[frame["seed"] == seed] for name, frame in tables.items()}


def _monthly(sums: MonthlySums, query: OutcomeQuery) -> Floats:
    return np.asarray(query.outcome.measure(sums, query.selection), dtype=np.float64)


def _month(sums: MonthlySums, query: OutcomeQuery) -> int:
    return -1 if query.selection.month is None else sums.months.index(query.selection.month)
