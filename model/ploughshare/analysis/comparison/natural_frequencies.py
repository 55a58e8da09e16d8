"""Differences in words: "for every 100 persons armed at the start, 7 more serve in the state forces", in English or French."""

from __future__ import annotations

import math

from ploughshare.analysis.comparison.paired import Difference
from ploughshare.analysis.outcome_measures import PARTIES, Selection
from ploughshare.analysis.outcomes import OutcomeQuery
from ploughshare.record.summary import number
from ploughshare.scenario.groups import ArmedGroup
from ploughshare.scenario.schema import Scenario

PHRASES: dict[str, tuple[str, str]] = {
    "under_arms": ("bear arms in their own group", "portent les armes dans leur groupe"),
    "rival": ("are with a rival or extremist group", "sont dans un groupe rival ou extrémiste"),
    "interim": ("serve in interim units", "servent dans les unités intérimaires"),
    "integrated": ("serve in the state forces", "servent dans les forces de l'État"),
    "civilian_taken": ("have taken the civilian option", "ont choisi l'option civile"),
    "desertions": ("have left the interim units", "ont quitté les unités intérimaires"),
}
"""What persons do, for outcomes that are told for every hundred of those armed at the start."""

UNITS_FR = {
    "persons": "personnes",
    "months": "mois",
    "person-months": "mois-personnes",
    "names": "noms",
    "provisions": "engagements",
    "weapons": "armes",
    "events": "événements",
    "percentage points": "points de pourcentage",
    "points of 100": "points sur 100",
    "USD": "USD",
}
_SHOWN_UNITS = {"share": "percentage points", "0-1": "points of 100"}
_BASES = (100, 1000, 10_000)


def sentence(
    difference: Difference, query: OutcomeQuery, baseline: Scenario, paired: bool, language: str = "en"
) -> str:
    """Return what differs in one sentence: the median difference and how far 90 % of runs go."""
    q05, _, median, _, q95 = difference.spread.quantiles
    title = query.title(language)
    if math.isnan(median):
        return {"en": f"{title}: not defined in these runs.", "fr": f"{title} : non défini dans ces simulations."}[
            language
        ]
    month = query.selection.month or baseline.about.end
    persons = persons_at_start(baseline, query.selection) if query.name in PHRASES else 0.0
    if persons > 0:
        base = _base((abs(median) or max(abs(q05), abs(q95))) / persons)
        told, factor = _in_persons(query, base, language), base / persons
    else:
        told, factor = _in_units(query, language), 100.0 if query.outcome.unit in _SHOWN_UNITS else 1.0
    words = _Words(query.outcome.unit, language, in_persons=persons > 0)
    change = words.change(median * factor)
    range_text = words.between(q05 * factor, q95 * factor)
    return told.format(change=change, month=month) + words.runs(paired, range_text, difference.direction)


def persons_at_start(scenario: Scenario, selection: Selection) -> float:
    """Return persons armed at the start in groups that are parties to the agreement, or women attached to them."""
    return sum(
        _attached(group, selection.women) * _home_share(scenario, group, selection.region)
        for name, group in scenario.groups.items()
        if group.kind in PARTIES
        and selection.group in (None, name)
        and (selection.coalition is None or selection.coalition in group.coalition.values())
    )


def _attached(group: ArmedGroup, women: bool) -> float:
    if not women:
        return float(group.persons.armed)
    return group.persons.armed * group.women_share.armed + group.persons.unarmed * group.women_share.unarmed


def _home_share(scenario: Scenario, group: ArmedGroup, region: str | None) -> float:
    homes = group.homes.items()
    return 1.0 if region is None else sum(part for home, part in homes if scenario.communities[home].region == region)


def _base(share: float) -> int:
    """Return the smallest of 100, 1,000 and 10,000 in which the change is at least one person."""
    return next((base for base in _BASES if share * base >= 1), _BASES[0] if share == 0 else _BASES[-1])


def _in_persons(query: OutcomeQuery, base: int, language: str) -> str:
    english, french = PHRASES[query.name]
    place = [value.replace("_", " ") for key, value in query.selection.given.items() if key not in ("women", "month")]
    where = f" ({', '.join(place)})" if place else ""
    count, women = number(base, language), query.selection.women
    if language == "fr":
        who = "femmes rattachées aux groupes" if women else "personnes armées"
        return f"Pour {count} {who} au départ{where}, {{change}} {french} fin {{month}}"
    who = "women attached to the groups" if women else "persons armed"
    return f"For every {count} {who} at the start{where}, {{change}} {english} at the end of {{month}}"


def _in_units(query: OutcomeQuery, language: str) -> str:
    unit = _SHOWN_UNITS.get(query.outcome.unit, query.outcome.unit)
    if language == "fr":
        return f"{query.title('fr')} : {{change}} ({UNITS_FR.get(unit, unit)}) fin {{month}}"
    return f"{query.title('en')}: {{change}} ({unit}) at the end of {{month}}"


class _Words:
    """The words for more and fewer in a language, as the unit asks."""

    def __init__(self, unit: str, language: str, in_persons: bool) -> None:
        self.english, self.language, self.in_persons = language == "en", language, in_persons
        self.whole = unit not in _SHOWN_UNITS
        below = {"share": "lower", "0-1": "lower", "USD": "less"}.get(unit, "fewer")
        above = "higher" if below == "lower" else "more"
        self.above, self.below = (above, below) if self.english else ("de plus", "de moins")

    def amount(self, value: float) -> str:
        """Return an amount without its direction; counts are whole."""
        size = abs(value)
        return number(round(size) if self.whole or size >= 10 else round(size, 2), self.language)

    def change(self, value: float) -> str:
        """Return an amount with its direction, such as `7 more`."""
        if self.amount(value) == "0":
            same = ("as many", "autant") if self.in_persons else ("no difference", "aucune différence")
            return same[0] if self.english else same[1]
        return f"{self.amount(value)} {self.above if value > 0 else self.below}"

    def between(self, low: float, high: float) -> str:
        """Return a range of amounts, such as `between 3 fewer and 5 more`."""
        start, join = ("between", "and") if self.english else ("entre", "et")
        if self.change(low) == self.change(high):
            return self.change(low)
        if self.amount(low) == "0" or low > 0:
            return f"{start} {self.amount(low)} {join} {self.amount(high)} {self.above if high > 0 else self.below}"
        if self.amount(high) == "0" or high < 0:
            return f"{start} {self.amount(high)} {join} {self.amount(low)} {self.below}"
        return f"{start} {self.amount(low)} {self.below} {join} {self.amount(high)} {self.above}"

    def runs(self, paired: bool, told: str, direction: str) -> str:
        """Return the second half of the sentence: how far runs go, and whether their direction is clear."""
        if self.english:
            who = "paired runs" if paired else "pairs of unrelated runs"
            return f"; 90 % of {who}: {told}" + ("; the direction is unclear." if direction == "unclear" else ".")
        who = "des simulations appariées" if paired else "des paires de simulations indépendantes"
        return f" ; 90 % {who} : {told}" + (" ; le sens n'est pas établi." if direction == "unclear" else ".")
