"""Events that fall due or whose condition has come true, and recorded decisions forced in a replay."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from ploughshare.agents.conditions import GOVERNMENT, Fight
from ploughshare.scenario import timeline as effects
from ploughshare.scenario.timeline import Condition, ConditionVariable, DecisionKind

if TYPE_CHECKING:
    from ploughshare.agents.armed_group import ArmedGroup
    from ploughshare.agents.coalition import Coalition
    from ploughshare.model import DDRModel
    from ploughshare.programmes.programme import RunningProgramme


class Timeline:
    """Fires events and answers which decisions the record forces."""

    def __init__(self, model: DDRModel) -> None:
        self.model = model
        self.events = model.definition.events
        month = model.definition.month
        self._dated: dict[int, list[tuple[int, str]]] = {}
        """month -> events due then, as place in the file and name"""
        self._on_condition: list[tuple[int, str]] = []
        """events that a condition decides, as place in the file and name"""
        for place, (name, event) in enumerate(self.events.items()):
            due = self._on_condition if event.month is None else self._dated.setdefault(month(event.month), [])
            due.append((place, name))
        self.happened: dict[str, int] = {}
        """event -> month in which it happened"""
        self.programmes_with_sessions = {
            effect.programme
            for event in self.events.values()
            for effect in event.effects
            if isinstance(effect, effects.Decision) and effect.decision is DecisionKind.SESSION
        }
        self.decisions: list[tuple[int, effects.Decision]] = []
        """recorded decisions so far, in order of month; empty in a free run"""
        self._apply: dict[str, Callable[[effects.Effect], None]] = {
            "attack": self._attack,
            "clash": self._clash,
            "ceasefire": self._ceasefire,
            "control": self._control,
            "sovereignty": self._sovereignty,
            "trust": self._trust,
            "consent": self._consent,
            "sanctions": self._sanctions,
            "good_offices": self._good_offices,
            "talks": self._talks,
            "close_programme": self._close_programme,
            "mission_exit": self._mission_exit,
            "decision": self._decision,
        }

    def has_happened(self, name: str) -> bool:
        """Whether the event called `name` has happened."""
        return name in self.happened

    def fire(self) -> None:
        """Let every event happen that is due this month; before the run everything dated earlier counts as past."""
        month = self.model.month
        for _, name in sorted([*self._dated.get(month, ()), *self._on_condition]):
            if self.events[name].month is not None or (name not in self.happened and self._occurs(name)):
                self.happened[name] = month
                for effect in self.events[name].effects:
                    self._apply[effect.effect](effect)

    def note_past(self) -> None:
        """Mark events dated before the run as past, without effects: the scenario's start values include them."""
        past = [event for month, events in self._dated.items() if month < 0 for event in events]
        self.happened.update((name, -1) for _, name in sorted(past))

    def _occurs(self, name: str) -> bool:
        """Whether the condition of an event holds now."""
        condition = self.events[name].when
        assert condition is not None
        earliest = condition.earliest
        if earliest is not None and self.model.month < self.model.definition.month(earliest):
            return False
        return self._holds(condition)

    def _holds(self, condition: Condition) -> bool:
        value = self._watched(condition.variable)
        if condition.above is not None:
            return value > condition.above
        assert condition.below is not None
        return value < condition.below

    def _watched(self, variable: ConditionVariable) -> float:
        model = self.model
        match variable:
            case ConditionVariable.SOVEREIGNTY_CONCERN:
                return model.government.sovereignty_concern
            case ConditionVariable.CONSENT:
                return model.mission.consent
            case ConditionVariable.GOVERNMENT_TRUST_IN_GROUPS:
                return model.government.trust_in_groups
            case ConditionVariable.GROUPS_TRUST_IN_GOVERNMENT:
                trusts = [group.trust_government for group in model.groups if group.negotiates and group.active]
                # the built-in sum rounds otherwise since Python 3.12
                return float(np.cumsum(trusts)[-1]) / len(trusts) if trusts else 0.0
            case ConditionVariable.PROVISIONS_KEPT_SHARE:
                return model.ledger.kept_share(model.month)
            case ConditionVariable.PERSONS_INTEGRATED:
                return model.persons_integrated() / model.scale
            case ConditionVariable.REGIONS_IN_CLASH:
                return float(model.conditions.clashes().sum())

    # -- effects ---------------------------------------------------------------------------------------------------

    def _regions(self, names: list[str]) -> set[int]:
        return {self.model.region_names.index(name) for name in names}

    def _attack(self, effect: effects.Effect) -> None:
        assert isinstance(effect, effects.Attack)
        self.model.violence.attack_site(effect.programme, effect.site, effect.killed, effect.injured)

    def _clash(self, effect: effects.Effect) -> None:
        assert isinstance(effect, effects.Clash)
        fight = Fight(effect.between, self._regions(effect.regions), effect.months, "clash", effect.deaths)
        self.model.conditions.fights.append(fight)

    def _ceasefire(self, effect: effects.Effect) -> None:
        assert isinstance(effect, effects.Ceasefire)
        self.model.conditions.stop_fights(self._regions(effect.regions))

    def _control(self, effect: effects.Effect) -> None:
        assert isinstance(effect, effects.Control)
        for name in effect.communities:
            self.model.communities[self.model.community_names.index(name)].change_hands(effect.by)

    def _sovereignty(self, effect: effects.Effect) -> None:
        assert isinstance(effect, effects.Sovereignty)
        government = self.model.government
        government.sovereignty_concern = _within(government.sovereignty_concern + effect.change)

    def _trust(self, effect: effects.Effect) -> None:
        assert isinstance(effect, effects.TrustChange)
        government = self.model.government
        if effect.truster == GOVERNMENT:
            government.trust_in_groups = _within(government.trust_in_groups + effect.change)
            return
        members = self.model.party_members(effect.truster)
        self.model.shift_trust(members, effect.trusted, effect.change)

    def _consent(self, effect: effects.Effect) -> None:
        assert isinstance(effect, effects.Consent)
        self.model.mission.consent = _within(self.model.mission.consent + effect.change)

    def _sanctions(self, effect: effects.Effect) -> None:
        assert isinstance(effect, effects.Sanctions)
        self.model.conditions.sanctions_strength = effect.strength
        self.model.conditions.sanctions_even_handedness = effect.even_handedness

    def _good_offices(self, effect: effects.Effect) -> None:
        assert isinstance(effect, effects.GoodOffices)
        conditions = self.model.conditions
        conditions.good_offices_impulse = max(conditions.good_offices_impulse, effect.strength)

    def _talks(self, effect: effects.Effect) -> None:
        assert isinstance(effect, effects.Talks)
        self.model.conditions.talks = effect.under_way

    def _close_programme(self, effect: effects.Effect) -> None:
        assert isinstance(effect, effects.CloseProgramme)
        self.model.programme(effect.programme).close()

    def _mission_exit(self, effect: effects.Effect) -> None:
        self.model.conditions.exit_begun = self.model.month

    def _decision(self, effect: effects.Effect) -> None:
        assert isinstance(effect, effects.Decision)
        if not self.model.replays:
            return
        self.decisions.append((self.model.month, effect))
        if effect.decision is DecisionKind.TAKE_CONTROL:
            for name in effect.communities:
                self.model.communities[self.model.community_names.index(name)].change_hands(effect.actor)

    # -- decisions forced in a replay ------------------------------------------------------------------------------

    def _latest(
        self, actors: set[str], kinds: tuple[DecisionKind, ...], programme: str | None = None
    ) -> effects.Decision | None:
        matching = [
            decision
            for _, decision in self.decisions
            if decision.actor in actors and decision.decision in kinds and decision.programme == programme
        ]
        return matching[-1] if matching else None

    def forced_boycott(self, coalition: Coalition) -> bool | None:
        """Whether the record has the coalition boycott now; none in a free run."""
        if not self.model.replays:
            return None
        latest = self._latest({coalition.name}, (DecisionKind.BOYCOTT, DecisionKind.RETURN))
        return latest is not None and latest.decision is DecisionKind.BOYCOTT

    def forced_endorsement(self, group: ArmedGroup, programme: RunningProgramme) -> bool | None:
        """Whether the record has the group endorse the programme; none where it says nothing."""
        if not self.model.replays:
            return None
        latest = self._latest(group.party_names, (DecisionKind.ENDORSE, DecisionKind.REFUSE), programme.name)
        return None if latest is None else latest.decision is DecisionKind.ENDORSE

    def forced_recall(self, group: ArmedGroup) -> bool | None:
        """Whether the record has the group recall its men; none in a free run."""
        if not self.model.replays:
            return None
        return self._latest(group.party_names, (DecisionKind.RECALL,)) is not None

    def forced_coalition(self, group: ArmedGroup) -> str | None:
        """Coalition the group joins or leaves for on record this month; none where nothing changes."""
        for month, decision in self.decisions:
            if month != self.model.month or decision.actor != group.name:
                continue
            if decision.decision is DecisionKind.LEAVE_COALITION:
                return "none"
            if decision.decision is DecisionKind.JOIN_COALITION and decision.coalition is not None:
                return decision.coalition
        return None

    def forced_session(self, programme: RunningProgramme) -> bool | None:
        """Whether a registration session is held on record; none in a free run or where no session is on record."""
        if not self.model.replays or programme.name not in self.programmes_with_sessions:
            return None
        return any(
            month == self.model.month
            and decision.decision is DecisionKind.SESSION
            and decision.programme == programme.name
            for month, decision in self.decisions
        )

    def forced_offensive(self) -> tuple[str | None, set[int]] | None:
        """Target and regions of an offensive that begins (target none: ends) on record this month; none otherwise."""
        for month, decision in self.decisions:
            if month != self.model.month or decision.actor != GOVERNMENT:
                continue
            if decision.decision is DecisionKind.END_OFFENSIVE:
                return None, set()
            if decision.decision is DecisionKind.OFFENSIVE:
                return decision.coalition, self._regions(decision.regions)
        return None


def _within(value: float) -> float:
    return min(1.0, max(0.0, value))
