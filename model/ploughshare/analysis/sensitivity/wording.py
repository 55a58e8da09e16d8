"""Findings in plain sentences: what stands out, in what order, how much is chance, and what is not identified."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from ploughshare.analysis.sensitivity.methods import METHODS
from ploughshare.analysis.sensitivity.report import Sensitivity

TOO_WIDE = 0.25
"""half width of the sum of first-order shares from which that sum says nothing"""

MOST_NAMED = 8
"""how many factors a sentence names"""

CANNOT_TELL = (
    "An index describes the model between the limits given to the factors, not the world: a factor with a narrow range looks "
    "unimportant, and one that is not varied has no index at all.",
    "Indices do not say in which direction a lever should be moved, nor what it would cost or whom it would hurt.",
)
"""what no sensitivity analysis of this model can tell"""


@dataclass(frozen=True)
class Labels:
    """What factors and the outcome are called.

    Attributes:
        outcome: title of the outcome, such as `persons integrated at the end`.
        unit: of the outcome, such as `persons`, or empty.
        factors: name -> title; a name without one is shown as it is.
        groups: name of a group -> title; a group may have the name of one of its factors.
    """

    outcome: str
    unit: str = ""
    factors: Mapping[str, str] = field(default_factory=dict)
    groups: Mapping[str, str] = field(default_factory=dict)

    @property
    def within(self) -> str:
        """The title of the outcome as it stands within a sentence."""
        return within_sentence(self.outcome)

    def factor(self, name: str) -> str:
        """Return what a factor or a group of factors is called."""
        return self.groups[name] if name in self.groups else self.member(name)

    def member(self, name: str) -> str:
        """Return what a single factor is called."""
        return within_sentence(self.factors.get(name, name.replace("_", " ")))


def within_sentence(title: str) -> str:
    """Return a title without its first capital, unless that belongs to an abbreviation."""
    return title if title[1:2].isupper() else title[:1].lower() + title[1:]


def findings(found: Sensitivity, labels: Labels) -> list[str]:
    """Return the findings on one outcome, most important first; every number with its 95 % interval."""
    ranking = found.ranking()
    if ranking["value"].isna().all():
        return [f"{_capital(labels.outcome)} is the same in every run: nothing can be said about any factor."]
    told = ranking[ranking["told"]]
    sentences = [_which_stand_out(found, ranking, told, labels)]
    sentences += _in_what_order(told, labels)
    sentences += _interactions(found, labels) if len(told) else []
    sentences += [_chance(found, labels)]
    sentences += _not_identified(found, ranking, labels)
    sentences += _groups(found, labels) + _left_out(found)
    return sentences


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _amount(found: Sensitivity, row: pd.Series, labels: Labels) -> str:
    """Return an index with its interval, as people say it."""
    if METHODS[found.study.method].shares:
        return f"{row['value']:.0%}, {row['low']:.0%} to {row['high']:.0%}"
    if found.ranked_by in ("mu_star", "ME"):
        unit = f" {labels.unit}" if labels.unit else ""
        return f"{number(row['value'])}{unit}, {number(row['low'])} to {number(row['high'])}"
    return f"{row['value']:.2f}, {row['low']:.2f} to {row['high']:.2f}"


def number(value: float) -> str:
    """Return a number with three figures that count, thousands separated."""
    if abs(value) >= 1000:
        return f"{value:,.0f}"
    return f"{value:.3g}"


def _which_stand_out(found: Sensitivity, ranking: pd.DataFrame, told: pd.DataFrame, labels: Labels) -> str:
    method = METHODS[found.study.method]
    grouped = bool(found.study.problem.get("groups"))
    noun, nouns = ("group of factors", "groups of factors") if grouped else ("factor", "factors")
    runs = f"{len(found.study.design):,} points, {found.study.replicates} run{'s' * (found.study.replicates != 1)} each"
    if told.empty:
        return (
            f"No {noun} of {len(ranking)} has an effect on {labels.within} that stands out from chance ({method.title}, {runs}). "
            "The sample shows nothing, which does not show that there is nothing."
        )
    named = [
        f"{labels.factor(row['factor'])} ({_amount(found, row, labels)})" for _, row in told.head(MOST_NAMED).iterrows()
    ]
    more = f"; and {len(told) - MOST_NAMED} more" if len(told) > MOST_NAMED else ""
    return (
        f"Of {len(ranking)} {nouns}, {len(told)} {'have' if len(told) > 1 else 'has'} an effect on {labels.within} that stands out from chance "
        f"({method.title}, {runs}; {found.ranked_by} is {method.meaning}): {'; '.join(named)}{more}."
    )


def tied(told: pd.DataFrame) -> list[list[str]]:
    """Return factors in order, those whose intervals overlap with the first of their set together."""
    sets: list[list[str]] = []
    floor = float("-inf")
    for _, row in told.iterrows():
        low, high = sorted((abs(row["low"]), abs(row["high"]))) if row["low"] * row["high"] > 0 else (0.0, row["high"])
        if sets and high >= floor:
            sets[-1].append(str(row["factor"]))
        else:
            sets.append([str(row["factor"])])
            floor = low
    return sets


def _in_what_order(told: pd.DataFrame, labels: Labels) -> list[str]:
    if len(told) < 2:
        return []
    sets = tied(told)
    if len(sets) == 1:
        return [
            f"The sample is too small to rank {'these two' if len(told) == 2 else 'any of these'}: their intervals overlap."
        ]
    words = []
    for names in sets[:4]:
        titles = [labels.factor(name) for name in names]
        shown = ", ".join(titles[:MOST_NAMED])
        more = f" and {len(titles) - MOST_NAMED} more" if len(titles) > MOST_NAMED else ""
        words.append(shown if len(titles) == 1 else f"{shown}{more} (not to be ranked among themselves)")
    return [
        f"As far as intervals allow, the order is: {'; then '.join(words)}{'; and so on' if len(sets) > 4 else ''}."
    ]


def _interactions(found: Sensitivity, labels: Labels) -> list[str]:
    table = found.indices
    sentences = (
        [_alone(found, table[table["index"] == "S1"])] if found.study.method in ("sobol", "fast", "hdmr") else []
    )
    chance = float(table["chance"].max()) if found.study.method == "hdmr" else 0.0
    pairs = table[(table["index"] == "S2") & (table["low"] > chance)].sort_values("value", ascending=False).head(3)
    if len(pairs):
        named = [
            f"{labels.factor(row['factor'])} with {labels.factor(row['partner'])} ({row['value']:.0%}, {row['low']:.0%} to {row['high']:.0%})"
            for _, row in pairs.iterrows()
        ]
        sentences.append(f"Pairs that act together beyond what each does alone: {'; '.join(named)}.")
    elif (table["index"] == "S2").any():
        sentences.append("No pair of factors acts together in a way that this sample can tell from nothing.")
    return sentences


def _alone(found: Sensitivity, first: pd.DataFrame) -> str:
    """Say how much factors do on their own, if the sample tells."""
    alone = float(first["value"].sum())
    half = float(np.sqrt((((first["high"] - first["low"]) / 2) ** 2).sum()))
    if half > TOO_WIDE:
        return (
            f"This sample does not tell how much factors do on their own and how much together (first-order shares sum to {alone:.0%}, "
            f"give or take {half:.0%})."
        )
    chance = "" if found.noise is not None and found.noise.left_in_means.value < 0.01 else " and chance"
    return f"Factors on their own account for {alone:.0%} of the variance, give or take {half:.0%}; the rest is factors acting together{chance}."


def _chance(found: Sensitivity, labels: Labels) -> str:
    noise = found.noise
    if noise is None and found.study.seed_factor:
        return _seed_as_factor(found, labels)
    if noise is None:
        return "How much is chance is not known: each point was run once."
    within = noise.within_points
    text = (
        f"Chance alone makes {within.value:.0%} ({within.low:.0%} to {within.high:.0%}) of the variance of {labels.within} between single runs, "
        f"and {noise.left_in_means.value:.0%} of that between averages over {found.study.replicates} runs"
    )
    if noise.seed_alone is not None and noise.seed_with_factors is not None:
        text += (
            f"; with the same seeds at every point, {noise.seed_alone.value:.0%} is luck that moves all points alike and "
            f"{noise.seed_with_factors.value:.0%} luck that differs from point to point"
        )
    return f"{text}."


def _seed_as_factor(found: Sensitivity, labels: Labels) -> str:
    rows = found.indices[(found.indices["factor"] == found.study.seed_factor) & (found.indices["partner"] == "")]
    told = [f"{row['index']} {_amount(found, row, labels)}" for _, row in rows.iterrows() if pd.notna(row["low"])]
    return f"The seed is a factor of this design; its own indices are the share of chance: {'; '.join(told)}."


def _not_identified(found: Sensitivity, ranking: pd.DataFrame, labels: Labels) -> list[str]:
    rest = ranking[~ranking["told"]]
    if rest.empty:
        return []
    largest = float(rest[["low", "high"]].abs().to_numpy().max())
    size = f"{largest:.0%}" if METHODS[found.study.method].shares else number(largest)
    names = ", ".join(labels.factor(name) for name in rest["factor"].head(MOST_NAMED))
    more = f" and {len(rest) - MOST_NAMED} more" if len(rest) > MOST_NAMED else ""
    return [
        f"Not identified: {names}{more}. {'Their effects do' if len(rest) > 1 else 'Its effect does'} not stand out from chance in this "
        f"sample; an index of up to {size} would have gone unseen."
    ]


def _groups(found: Sensitivity, labels: Labels) -> list[str]:
    """Say which factors were moved together."""
    groups = found.study.problem.get("groups")
    if not groups:
        return []
    members = {
        unit: [name for name, group in zip(found.study.problem["names"], groups, strict=True) if group == unit]
        for unit in found.study.units
    }
    told = [
        f"{labels.factor(unit)}: {', '.join(labels.member(name) for name in names)}"
        for unit, names in members.items()
        if names != [unit]
    ]
    return [f"Factors moved together have one index. {'; '.join(told)}."]


def _left_out(found: Sensitivity) -> list[str]:
    if found.left_out == 0:
        return []
    return [
        f"{found.left_out:,} points of the design are left out: their runs are missing, or those they are compared with are."
    ]
