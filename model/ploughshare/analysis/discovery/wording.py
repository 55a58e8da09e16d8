"""Rules as sentences."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ploughshare.analysis.discovery.boxes import Limit, Measure
from ploughshare.analysis.discovery.search import Discovery, Rule

PERCENT_UNITS = ("share", "probability")
"""units of the catalogue that are read out as per cent"""

SEARCHES = {"prim": "PRIM", "tree": "classification tree"}

CANNOT_TELL = (
    "A rule says where in the model the outcome comes about, between the limits given to the factors; it does not say that moving a "
    "factor there would bring it about in the world.",
    "The density depends on how the sample was drawn: another range for a factor gives another share of runs.",
)
"""what no scenario discovery of this model can tell"""


@dataclass(frozen=True)
class FactorWords:
    """What a factor is called, and its unit."""

    title: str
    unit: str = ""


def percent(share: float) -> str:
    """Return a share as per cent."""
    return f"{100 * share:.0f} %"


def condition(limit: Limit, words: FactorWords) -> str:
    """Return what a limit asks, such as `share of pay days kept is at least 0.9`."""
    title = words.title if words.title[1:2].isupper() else words.title[:1].lower() + words.title[1:]
    if limit.among is not None:
        names = sorted(limit.among)
        return f"{title} is {' or '.join(names)}"
    if limit.low is not None and limit.high is not None:
        return f"{title} is between {_value(limit.low, words.unit, False)} and {_value(limit.high, words.unit)}"
    if limit.low is not None:
        return f"{title} is at least {_value(limit.low, words.unit)}"
    return f"{title} is at most {_value(limit.high or 0.0, words.unit)}"


def _value(value: float, unit: str, with_unit: bool = True) -> str:
    if unit in PERCENT_UNITS:
        return f"{100 * value:.3g}{' %' if with_unit else ''}"
    shown = f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"
    return f"{shown} {unit}" if with_unit and unit not in ("", "1", "ratio") else shown


def rule_sentence(rule: Rule, target: str, words: Mapping[str, FactorWords]) -> str:
    """Return a rule as one sentence, with its density on points that the search did not see."""
    conditions = [condition(limit, words.get(name, FactorWords(name))) for name, limit in rule.box.limits.items()]
    told = rule.held_out
    where = " and ".join([", ".join(conditions[:-1]), conditions[-1]] if len(conditions) > 1 else conditions)
    if told.points == 0:
        return f"{target} where {where}: no point held out lies there, so that nothing checks this rule."
    return (
        f"{target} in {percent(told.density)} of runs where {where} ({_interval(told)}; {told.runs} runs at {told.points} points not "
        f"searched; {percent(rule.searched.density)} where it was found). This covers {percent(told.coverage)} of all such runs."
    )


def _interval(told: Measure) -> str:
    return f"95 % interval {percent(told.low)} to {percent(told.high)}"


def sentences(found: Discovery, target: str, words: Mapping[str, FactorWords]) -> list[str]:
    """Return the findings: how frequent the outcome is anyway, then the rules that hold, then those that do not."""
    overall = found.overall
    told = [f"{target} in {percent(overall.density)} of all {overall.runs:,} runs ({overall.points:,} points)."]
    holding = [rule for rule in found.rules if rule.holds]
    failing = [rule for rule in found.rules if not rule.holds]
    told += [f"{rule_sentence(rule, target, words)} [{SEARCHES[rule.found_by]}]" for rule in holding]
    if not holding:
        told.append(
            "No rule was found that is denser than the whole space on points not searched: the factors do not separate these runs."
        )
    if failing:
        told.append(
            f"{len(failing)} more rule{'s' * (len(failing) > 1)} looked good where {'they were' if len(failing) > 1 else 'it was'} found and "
            f"did not hold on the {found.held_out_points} points held out."
        )
    told += _narrow(holding)
    return told


def _narrow(rules: list[Rule]) -> list[str]:
    few = [rule for rule in rules if rule.held_out.points < 20]
    if not few:
        return []
    rest = "rests" if len(few) == 1 else "rest"
    return [f"{len(few)} of these rules {rest} on fewer than 20 held-out points: intervals are wide."]
