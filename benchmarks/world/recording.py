"""Take down what the few decide, month by month, while the model runs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from benchmarks.world.months import (
    NOWHERE,
    Faced,
    Fighting,
    Frame,
    Lesson,
    Month,
    ProgrammeMonth,
    Registering,
    Strike,
    TrustShift,
    World,
)
from ploughshare.agents.combatants import forget_model
from ploughshare.agents.conditions import GOVERNMENT
from ploughshare.agents.options import Option
from ploughshare.agents.population import COLUMNS
from ploughshare.model import DDRModel
from ploughshare.programmes.capacity import Step, capacity_of, persons_in_month
from ploughshare.programmes.programme import RunningProgramme
from ploughshare.programmes.registrations import RunningRegistration
from ploughshare.scenario.programmes import ProgrammeKind, RegistrationKind
from ploughshare.scenario.schema import Scenario


def record_world(definition: Scenario, seed: int, months: int | None = None) -> World:
    """Run the model once and return its months; `months` ends it early."""
    model = DDRModel(definition, rng=seed)
    recording = Recording(model)
    try:
        while model.running and (months is None or model.month < months):
            model.step()
        return recording.world()
    finally:
        forget_model(model)


class Recording:
    """Listens to one model. Methods of its parts are wrapped, so that the model itself knows nothing of it."""

    def __init__(self, model: DDRModel) -> None:
        self.model = model
        self.founders = {name: getattr(model.population, name).copy() for name in COLUMNS}
        self.persons = len(model.population)
        """persons there are, as last looked at"""
        self.months: list[Month] = []
        self.persons_in_option: list[np.ndarray] = []
        self.closed_before = [programme.closed for programme in model.programmes]
        self._forget()
        self._listen()

    def _forget(self) -> None:
        self.shifts: list[TrustShift] = []
        self.strikes: list[Strike] = []
        self.early_strikes: list[Strike] = []
        self.closed_by_event: set[str] = set()
        self.fighting: list[Fighting] = []
        self.newcomers: list[dict[str, np.ndarray]] = []

    def _listen(self) -> None:
        model = self.model
        _tap(model, "shift_trust", before=self._shift)
        _tap(model.violence, "_strike", before=self._strike)
        for programme in model.programmes:
            _tap(programme, "close", before=lambda name=programme.name: self.closed_by_event.add(name))
        _tap(model.choices, "take", before=self._before_choosing)
        _tap(model.community_columns, "receive_returnees", before=self._join)
        _tap(model.conditions, "report", before=self._report)
        _tap(model.learning, "learn", before=self._before_learning)
        _tap(model.recorder, "record", after=self._end_month)

    # -- what happens to persons -------------------------------------------------------------------------------------

    def _join(self) -> None:
        """Those who joined this month stand behind all others, and have not lived through anything yet."""
        population, first = self.model.population, self.persons
        self.persons = len(population)
        if self.persons > first:
            self.newcomers.append({name: np.array(getattr(population, name)[first:]) for name in COLUMNS})

    def _shift(self, groups: list[int], trusted: str, change: float) -> None:
        self.shifts.append(TrustShift(tuple(groups), trusted, change))

    def _strike(
        self, programme: RunningProgramme, present: np.ndarray, killed: int, injured: int, kind: str, region: int
    ) -> None:
        community = int(self.model.population.community[present[0]]) if len(present) else NOWHERE
        number = self.model.programme_number(programme.alternative)
        self.strikes.append(Strike(number, community, killed, injured))

    def _report(self, region: int, kind: str, deaths: int, events: int = 1) -> None:
        """The first fight reported in a month finds all fights of the month as they are."""
        if kind not in ("clash", "offensive") or self.fighting:
            return
        model, value = self.model, self.model.parameters
        for fight in model.conditions.fights:
            groups = {index for party in fight.parties if party != GOVERNMENT for index in model.party_members(party)}
            offensive = fight.kind == "offensive"
            share = value["offensive_death_share" if offensive else "clash_death_share"]
            imposed = fight.deaths_to_place / max(len(fight.regions), 1) * model.scale
            captures = share * value["capture_share"] if offensive else 0.0
            for place in sorted(fight.regions):
                self.fighting.append(Fighting(tuple(sorted(groups)), place, share, imposed, captures))

    # -- what persons face -------------------------------------------------------------------------------------------

    def _before_choosing(self) -> None:
        model = self.model
        self.early_strikes, self.strikes = self.strikes, []
        self.programmes = tuple(self._programme(programme) for programme in model.programmes)
        self.registering = tuple(self._registering(r) for r in model.registrations if _is_open(r))
        self.weapon_given = model.stock.weapon_given.copy()
        self.faced = _faced(model)

    def _programme(self, programme: RunningProgramme) -> ProgrammeMonth:
        model, month, definition = self.model, self.model.month, programme.definition
        number = model.programme_number(programme.alternative)
        by_event = programme.name in self.closed_by_event
        closes = programme.closed and not self.closed_before[number]
        self.closed_before[number] = programme.closed
        assembly = definition.kind is ProgrammeKind.ASSEMBLY
        receiving = programme.receiving_sites()
        calm = definition.start_conditions.calm and assembly
        return ProgrammeMonth(
            open=programme.open,
            just_opened=programme.just_opened,
            withdraws=by_event,
            dissolves=closes and (not by_event or definition.kind in (ProgrammeKind.ASSEMBLY, ProgrammeKind.CIVILIAN)),
            suspended=programme.site_community[~receiving] if calm else np.zeros(0, dtype=np.int64),
            moves=not programme.closed,
            registers=bool(programme.session and programme.open and programme.in_window(month)),
            receiving=receiving,
            quota=programme.quota(month),
            capacity={step: capacity_of(programme, step) for step in Step},
            paid=programme.paid,
            promotion=float(programme.promotion[month]),
            pay_xof=float(programme.expected_pay_xof[month]),
            belief=programme.belief.copy(),
            rank_offered=min(1.0, model.government.rank_share + float(programme.rank_share[month])),
            near=programme.sites_in_region(month),
            admits=programme.admits_groups(),
            serving_required=_serving_required(model, programme),
        )

    def _registering(self, registration: RunningRegistration) -> Registering:
        return Registering(
            address=registration.address,
            kind=registration.definition.kind,
            admits=np.isin(np.arange(len(self.model.groups)), registration.admitted()),
            names=registration.counts[0, :, 0].astype(np.int64),
            capacity=persons_in_month(registration.definition.persons_per_month * self.model.scale, self.model.month),
        )

    # -- what they learn from, and the end of the month ----------------------------------------------------------------

    def _before_learning(self, *_: object) -> None:
        model = self.model
        at_war = np.zeros((len(model.groups), model.regions), dtype=bool)
        for group in model.groups:
            at_war[group.index, sorted(group.war_regions)] = True
        kept, overdue = model.learning._promises()
        conditions = model.conditions
        self.lesson = Lesson(
            kept=kept,
            overdue=overdue,
            negotiates=np.array([group.negotiates and group.active for group in model.groups]),
            at_war=at_war,
            support_arrived=np.array([group.support_arrived for group in model.groups]),
            guarantee=conditions.guarantee.copy(),
            one_sided_sanctions=conditions.sanctions_strength * (1 - conditions.sanctions_even_handedness),
        )

    def _end_month(self) -> None:
        self.persons_in_option.append(np.bincount(self.model.population.option, minlength=len(Option)))
        self.months.append(
            Month(
                number=self.model.month,
                trust_shifts=tuple(self.shifts),
                early_strikes=tuple(self.early_strikes),
                programmes=self.programmes,
                registering=self.registering,
                weapon_given=self.weapon_given,
                faced=self.faced,
                newcomers=tuple(self.newcomers),
                fighting=tuple(self.fighting),
                strikes=tuple(self.strikes),
                lesson=self.lesson,
            )
        )
        self._forget()

    def world(self) -> World:
        """Return all months so far."""
        model = self.model
        trusts = [group.definition.trust for group in model.groups]
        return World(
            scale=model.scale,
            parameters=model.parameters,
            alternatives=model.alternatives,
            groups=len(model.groups),
            regions=model.regions,
            region_of_community=model.region_of_community,
            long_run_trust=np.array([[getattr(t, to) for t in trusts] for to in ("government", "mission", "leader")]),
            frames=tuple(_frame(model, programme) for programme in model.programmes),
            founders=self.founders,
            months=tuple(self.months),
            persons_in_option=np.array(self.persons_in_option),
        )


def _tap(
    target: object, method: str, before: Callable[..., Any] | None = None, after: Callable[[], Any] | None = None
) -> None:
    """Call `before` with the same arguments, or `after`, whenever a method of one object is called."""
    original = getattr(target, method)

    def tapped(*args: Any, **kwargs: Any) -> Any:
        if before is not None:
            before(*args, **kwargs)
        result = original(*args, **kwargs)
        if after is not None:
            after()
        return result

    setattr(target, method, tapped)


def _frame(model: DDRModel, programme: RunningProgramme) -> Frame:
    rule = programme.definition.eligibility
    regions = np.isin(model.region_names, rule.regions) if rule.regions else np.ones(model.regions, dtype=bool)
    return Frame(
        definition=programme.definition,
        alternative=programme.alternative,
        address=programme.address,
        recruits_directly=programme.recruits_directly,
        delay_months=programme.delay_months,
        duration_months=programme.duration_months,
        regions=regions,
        site_address=programme.site_address,
        site_community=programme.site_community,
        site_region=programme.site_region,
        site_places=programme.site_places.astype(np.int64),
    )


def _serving_required(model: DDRModel, programme: RunningProgramme) -> np.ndarray:
    rule, names = programme.definition.eligibility, model.alternatives.names
    for_all = rule.others_from is not None and model.month >= model.definition.month(rule.others_from)
    if not rule.serving_in or for_all:
        return np.ones(len(names), dtype=bool)
    return np.isin(names, rule.serving_in)


def _is_open(registration: RunningRegistration) -> bool:
    month = registration.model.month
    if registration.definition.kind is RegistrationKind.PAPER_LIST:
        return month == registration.opens
    return registration.opens <= month <= registration.closes


def _faced(model: DDRModel) -> Faced:
    outlook, conditions = model.outlook, model.conditions
    shared = {name: np.array(getattr(outlook, name)) for name in Faced.__dataclass_fields__ if hasattr(outlook, name)}
    return Faced(
        **shared,
        threat=conditions.threat.copy(),
        guarantee=conditions.guarantee.copy(),
        illicit_per_head_xof=conditions.illicit_per_head_xof.copy(),
    )
