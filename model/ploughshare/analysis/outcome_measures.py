"""How each outcome is measured: functions from the tables of one seed to one number a month, shape (months,).

Stocks are those at the end of a month; whatever adds up (desertions, deaths, money) is the total since the run began, so
that the value at the end of a month always stands for all that has happened by then.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields

import numpy as np

from ploughshare.agents.conditions import GOVERNMENT
from ploughshare.agents.options import Option
from ploughshare.analysis.monthly_sums import Floats, MonthlySums
from ploughshare.programmes.funds import RETURNED
from ploughshare.scenario.groups import GroupKind
from ploughshare.scenario.programmes import ProgrammeKind

OPTIONS = tuple(option.name.lower() for option in Option)
LIVING = tuple(option for option in OPTIONS if option not in ("dead", "captured"))
UNDER_ARMS = ("armed", "rival")
DDR_KINDS = (ProgrammeKind.STATE_FORCE, ProgrammeKind.CIVILIAN)
PARTIES = (GroupKind.SIGNATORY, GroupKind.INCLUSIVITY)


@dataclass(frozen=True)
class Selection:
    """Which part of the tables is meant; what is none does not restrict."""

    coalition: str | None = None
    group: str | None = None
    region: str | None = None
    community: str | None = None
    option: str | None = None
    programme: str | None = None
    fund: str | None = None
    women: bool = False
    month: str | None = None

    def where(self, *keys: str) -> dict[str, str]:
        """Return column -> value for those of `keys` that restrict."""
        given = {key: getattr(self, key) for key in keys}
        return {key: value for key, value in given.items() if value is not None}

    @property
    def persons(self) -> str:
        """The column that counts persons, or the women among them."""
        return "women" if self.women else "persons"

    @property
    def given(self) -> dict[str, str]:
        """What restricts, as written by people."""
        texts = {field.name: getattr(self, field.name) for field in fields(self)}
        return {key: "yes" if value is True else value for key, value in texts.items() if value}


Measure = Callable[[MonthlySums, Selection], Floats]

WHO = ("coalition", "group", "region")


def running(measure: Measure) -> Measure:
    """Return the measure of the total since the run began."""
    return lambda sums, chosen: np.cumsum(measure(sums, chosen))


def share(part: Measure, whole: Measure) -> Measure:
    """Return the measure of a share or ratio; not a number while the whole is 0."""

    def ratio(sums: MonthlySums, chosen: Selection) -> Floats:
        return _ratio(part(sums, chosen), whole(sums, chosen))

    return ratio


def _ratio(above: Floats, below: Floats) -> Floats:
    return np.asarray(np.divide(above, below, out=np.full(len(above), np.nan), where=below != 0))


def persons_in(*options: str) -> Measure:
    """Return the measure of persons in these options at the end of a month."""

    def persons(sums: MonthlySums, chosen: Selection) -> Floats:
        wanted = options if chosen.option is None else (chosen.option,)
        return sums.total("states", chosen.persons, {**chosen.where(*WHO), "option": wanted})

    return persons


def children_in(*options: str) -> Measure:
    """Return the measure of persons under 18 in these options at the end of a month."""
    return lambda sums, chosen: sums.total("states", "children", {**chosen.where(*WHO), "option": options})


def moves(origins: tuple[str, ...], to: tuple[str, ...]) -> Measure:
    """Return the measure of persons who change from one of `origins` to one of `to` in a month."""
    return lambda sums, chosen: sums.total("flows", "persons", {**chosen.where(*WHO), "from": origins, "to": to})


def recruited(sums: MonthlySums, chosen: Selection) -> Floats:
    """Return persons recruited in a month."""
    return moves(("recruited",), OPTIONS)(sums, chosen)


def programme_names(sums: MonthlySums, chosen: Selection, kinds: tuple[ProgrammeKind, ...]) -> list[str]:
    """Return the programmes meant: the one selected, or all of these kinds."""
    if chosen.programme is not None:
        return [chosen.programme]
    return [name for name, programme in sums.scenario.programmes.items() if programme.kind in kinds]


def staged(stage: str, *kinds: ProgrammeKind) -> Measure:
    """Return the measure of persons at a stage of programmes of these kinds in a month."""

    def persons(sums: MonthlySums, chosen: Selection) -> Floats:
        names = programme_names(sums, chosen, kinds)
        where = {**chosen.where("coalition", "region"), "programme": names, "stage": stage}
        return sums.total("programmes", chosen.persons, where)

    return persons


def deserted(sums: MonthlySums, chosen: Selection) -> Floats:
    """Return persons who left an interim unit in a month; the month in which the measure itself ends does not count."""
    left = np.zeros(len(sums.months))
    for name in programme_names(sums, chosen, (ProgrammeKind.INTERIM,)):
        where = {"programme": name, "stage": "left"}
        leaving = sums.total("programmes", chosen.persons, {**chosen.where("coalition", "region"), **where})
        expiry = sums.scenario.programmes[name].expiry_months
        started = np.flatnonzero(sums.total("programmes", "persons", {"programme": name, "stage": "placed"}))
        if expiry is not None and len(started):
            leaving[started[0] + expiry : started[0] + expiry + 1] = 0
        left += leaving
    return left


def interim_months(sums: MonthlySums, chosen: Selection) -> Floats:
    """Return the months so far in which anybody served in an interim unit."""
    return np.cumsum(staged("serving", ProgrammeKind.INTERIM)(sums, chosen) > 0).astype(np.float64)


def ddr_start_months(sums: MonthlySums, chosen: Selection) -> Floats:
    """Return the months so far in which none of the parties' persons had been placed in forces or a civilian programme."""
    names = [name for name in programme_names(sums, chosen, DDR_KINDS) if _is_for_parties(sums, name)]
    where = {**chosen.where("coalition", "region"), "programme": names, "stage": "placed"}
    placed = np.cumsum(sums.total("programmes", chosen.persons, where))
    return np.cumsum(placed == 0).astype(np.float64)


def _is_for_parties(sums: MonthlySums, programme: str) -> bool:
    return any(kind in PARTIES for kind in sums.scenario.programmes[programme].eligibility.group_kinds)


def pay_days(sums: MonthlySums, chosen: Selection) -> Floats:
    """Return the share of pay days kept so far, over programmes and months in which somebody served."""
    names = programme_names(sums, chosen, (ProgrammeKind.INTERIM,))
    where = {"indicator": "paid", "subject": names}
    kept = np.cumsum(sums.total("indicators", "value", where))
    due = np.cumsum(sums.total("indicators", None, where))
    return _ratio(kept, due)


def weapons(stock: str) -> Measure:
    """Return the measure of a stock of weapons."""
    return lambda sums, chosen: sums.total("weapons", "weapons", {"stock": stock})


def trust_in(trusted: str) -> Measure:
    """Return the measure of mean trust, weighted by living persons, of the parties' groups or those selected."""

    def mean(sums: MonthlySums, chosen: Selection) -> Floats:
        groups = [name for name, group in sums.scenario.groups.items() if group.kind in PARTIES]
        groups = groups if chosen.group is None else [chosen.group]
        value = sums.by("trust", "value", {"trusted": trusted}, "truster", groups)
        known = sums.by("trust", None, {"trusted": trusted}, "truster", groups)
        members = {**chosen.where("coalition"), "option": LIVING}
        weight = sums.by("states", "persons", members, "group", groups) * known
        return _ratio((value * weight).sum(axis=0), weight.sum(axis=0))

    return mean


def trust_in_groups(sums: MonthlySums, chosen: Selection) -> Floats:
    """Return the government's trust in the groups."""
    return sums.total("trust", "value", {"truster": GOVERNMENT, "trusted": "groups"})


def provisions_kept(sums: MonthlySums, chosen: Selection) -> Floats:
    """Return the number of provisions kept so far."""
    kept = sums.month_of("provisions", "kept")
    return np.cumsum(np.bincount(kept[kept >= 0], minlength=len(sums.months))).astype(np.float64)


def indicator(name: str, subject: str) -> Measure:
    """Return the measure of one indicator of one subject."""
    return lambda sums, chosen: sums.total("indicators", "value", {"indicator": name, "subject": subject})


def boycotting(sums: MonthlySums, chosen: Selection) -> Floats:
    """Return 1 in months in which the coalition selected, or any, boycotts the follow-up bodies."""
    names = list(sums.scenario.coalitions) if chosen.coalition is None else [chosen.coalition]
    where = {"indicator": "boycott", "subject": names}
    return (sums.total("indicators", "value", where) > 0).astype(np.float64)


def of_communities(column: str, women_column: str | None = None) -> Measure:
    """Return the measure of a column of the communities table, or of its column for women."""

    def total(sums: MonthlySums, chosen: Selection) -> Floats:
        picked = women_column if chosen.women and women_column is not None else column
        return sums.total("communities", picked, chosen.where("region", "community"))

    return total


def names_listed(sums: MonthlySums, chosen: Selection) -> Floats:
    """Return names handed in on lists in a month."""
    where = {**chosen.where("coalition", "group"), "category": "names"}
    return sums.total("registrations", chosen.persons, where)


def violent_events(*kinds: str) -> Measure:
    """Return the measure of violent events of these kinds in a month."""
    return lambda sums, chosen: sums.total("violence", "events", {**chosen.where("region"), "kind": kinds})


def spent(sums: MonthlySums, chosen: Selection) -> Floats:
    """Return money spent in a month, USD; what goes back to donors at the mission's exit is not spent."""
    where = chosen.where("fund") | ({} if chosen.programme is None else {"item": chosen.programme})
    given_back = sums.total("spending", "spent_usd", chosen.where("fund") | {"item": RETURNED})
    return sums.total("spending", "spent_usd", where) - (0 if chosen.programme else given_back)


def spent_on_programmes(sums: MonthlySums, chosen: Selection) -> Floats:
    """Return money spent on programmes in a month, USD; community projects, lists and allowances do not count."""
    names = programme_names(sums, chosen, tuple(ProgrammeKind))
    return sums.total("spending", "spent_usd", {**chosen.where("fund"), "item": names})


def entered(sums: MonthlySums, chosen: Selection) -> Floats:
    """Return persons placed in programmes of any kind in a month, men and women."""
    where = {"programme": programme_names(sums, chosen, tuple(ProgrammeKind)), "stage": "placed"}
    return sums.total("programmes", "persons", where)
