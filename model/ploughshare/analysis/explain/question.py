"""What is asked: whose choice, where, in which month, between which options. Names are found whatever their case."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from ploughshare.errors import UsageError, nearest
from ploughshare.scenario.base import Text
from ploughshare.scenario.schema import Scenario

GENERAL_OPTIONS = ("armed", "home", "rival")
"""Options that exist in every scenario besides its programmes."""

AMONG = {
    "armed": "under arms",
    "home": "at home",
    "serving": "serving in a programme",
    "everyone": "in every state",
}
"""Whose choice is explained, by where they are when the month's choice comes."""


@dataclass(frozen=True)
class Question:
    """A question whose names exist in the scenario."""

    party: str
    """a group or a coalition"""
    is_coalition: bool
    place: str | None
    """a region or a community, none for everywhere"""
    place_is_region: bool
    month: str
    month_index: int
    option: str
    """the option asked about: `armed`, `home`, `rival` or a programme"""
    than: str | None
    """the option it is compared with, none for the one most chosen"""
    among: str
    """a key of `AMONG`"""


def ask(
    definition: Scenario,
    group: str,
    month: str,
    place: str | None = None,
    option: str | None = None,
    than: str | None = None,
    among: str = "armed",
) -> Question:
    """Return the question with every name found in the scenario.

    Names match whatever their case, `-` and `_` alike, and so do titles. `place` may be written `region:NAME` or
    `community:NAME`; where a region and a community share a name, the region is meant. Without `option` it is the
    programme whose window opened last of those that, by the calendar, take in people of such groups in that month, else
    `home`.

    Raises:
        UsageError: a name does not exist (it offers the nearest), the month lies outside the run, or both options are one.
    """
    index = _month(definition, month)
    party, is_coalition = _party(definition, group, month)
    found, is_region = _place(definition, place)
    options = dict.fromkeys(GENERAL_OPTIONS) | {n: p.title for n, p in definition.programmes.items()}
    asked = _default_option(definition, party, index) if option is None else _find("option", option, options)
    other = None if than is None else _find("option", than, options)
    if asked == other:
        raise UsageError(f"--option and --than are both {asked!r}", hint="compare two different options")
    return Question(
        party=party,
        is_coalition=is_coalition,
        place=found,
        place_is_region=is_region,
        month=month,
        month_index=index,
        option=asked,
        than=other,
        among=_find("--among", among, dict.fromkeys(AMONG)),
    )


def _plain(name: str) -> str:
    return re.sub(r"[\s_-]+", "_", name.strip().casefold())


def _find(what: str, given: str, known: Mapping[str, Text | None]) -> str:
    """Return the name meant, by name or title; raises UsageError that offers the nearest."""
    by_plain = {_plain(title.fr): name for name, title in known.items() if title is not None}
    by_plain |= {_plain(title.en): name for name, title in known.items() if title is not None}
    by_plain |= {_plain(name): name for name in known}
    if _plain(given) in by_plain:
        return by_plain[_plain(given)]
    near = nearest(_plain(given), by_plain)
    hint = f"did you mean {by_plain[near]}?" if near else f"known here: {', '.join(known)}"
    raise UsageError(f"there is no {what} {given!r}" if what[0] != "-" else f"{what} cannot be {given!r}", hint=hint)


def _month(definition: Scenario, month: str) -> int:
    about = definition.about
    span = f"the scenario runs from {about.start} to {about.end}"
    if not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", month):
        loose = re.fullmatch(r"(\d{4})\D?0?([1-9]|1[0-2])", month.strip())
        hint = f"did you mean {loose[1]}-{int(loose[2]):02d}?" if loose else span
        raise UsageError(f"--month must be written YYYY-MM, not {month!r}", hint=hint)
    index = definition.month(month)
    if not 0 <= index < definition.months:
        raise UsageError(f"--month {month} lies outside the run", hint=span)
    return index


def _party(definition: Scenario, group: str, month: str) -> tuple[str, bool]:
    parties = {name: coalition.title for name, coalition in definition.coalitions.items()}
    parties = {name: g.title for name, g in definition.groups.items()} | parties
    name = _find("group or coalition", group, parties)
    is_coalition = name in definition.coalitions
    formed = definition.coalitions[name].formed if is_coalition else definition.groups[name].formed
    dissolved = None if is_coalition else definition.groups[name].dissolved
    if month < formed or (dissolved is not None and month >= dissolved):
        lasts = f"it is formed in {formed}" + (f" and dissolved in {dissolved}" if dissolved else "")
        raise UsageError(f"{name} does not exist in {month}", hint=lasts)
    return name, is_coalition


def _place(definition: Scenario, place: str | None) -> tuple[str | None, bool]:
    if place is None:
        return None, False
    regions = {name: region.title for name, region in definition.regions.items()}
    communities = {name: community.title for name, community in definition.communities.items()}
    kind, colon, name = place.partition(":")
    if colon and kind in ("region", "community"):
        known = regions if kind == "region" else communities
        return _find(kind, name, known), kind == "region"
    try:
        return _find("place", place, regions), True
    except UsageError:
        found = _find("place", place, communities | regions)
        return found, found not in communities


def _default_option(definition: Scenario, party: str, index: int) -> str:
    """The programme whose window opened last of those that take in people of the party's kind of group in this month."""
    kinds = {g.kind for name, g in definition.groups.items() if party in (name, *g.coalition.values())}
    opened: dict[str, int] = {}
    for name, programme in definition.programmes.items():
        windows = [
            definition.month(window.opens)
            for window in programme.windows
            if definition.month(window.opens) <= index
            and (window.closes is None or index <= definition.month(window.closes))
        ]
        if windows and kinds & set(programme.eligibility.group_kinds):
            opened[name] = max(windows)
    return max(opened, key=lambda name: opened[name]) if opened else "home"
