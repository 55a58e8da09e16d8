"""Dated or conditional events and what they do, as `timeline.yaml` describes them."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, model_validator

from ploughshare.scenario.base import Month, Persons, Record, Share, Sourced, Text

Change = Annotated[float, Field(ge=-1.0, le=1.0)]


class Attack(Record):
    """An attack on a programme's site: serving persons there are killed or injured."""

    effect: Literal["attack"]
    programme: str
    site: str
    killed: Persons
    injured: Persons


class Clash(Record):
    """Fighting between two parties in some regions; programmes that need calm there are suspended while it lasts."""

    effect: Literal["clash"]
    between: tuple[str, str] = Field(description="two parties: armed groups, coalitions or `government`")
    regions: list[str] = Field(min_length=1)
    months: int = Field(ge=1, description="how long it lasts, months")
    deaths: Persons


class Ceasefire(Record):
    """Clashes in these regions end."""

    effect: Literal["ceasefire"]
    regions: list[str] = Field(min_length=1)


class Control(Record):
    """Communities change hands."""

    effect: Literal["control"]
    communities: list[str] = Field(min_length=1)
    by: str = Field(description="armed group or `government`")


class Sovereignty(Record):
    """The government's concern for sovereignty changes (a coup, outside military support)."""

    effect: Literal["sovereignty"]
    change: Change


class TrustChange(Record):
    """One party's trust in another changes."""

    effect: Literal["trust"]
    truster: str = Field(description="a group, a coalition, `signatories`, `everyone` or `government`")
    trusted: Literal["government", "mission", "leader", "other_coalition", "groups"]
    change: Change


class Consent(Record):
    """The host's consent to the mission changes."""

    effect: Literal["consent"]
    change: Change


class Sanctions(Record):
    """A sanctions regime starts or changes."""

    effect: Literal["sanctions"]
    strength: Share
    even_handedness: Share = Field(description="1 if all parties in breach are listed, 0 if one side only")


class GoodOffices(Record):
    """A mediation effort that can bring boycotting parties back and open a session of the process."""

    effect: Literal["good_offices"]
    strength: Share


class Talks(Record):
    """Peace talks start or end; while they go on, status in the talks is worth something to leaders."""

    effect: Literal["talks"]
    under_way: bool


class CloseProgramme(Record):
    """A programme is suspended for good."""

    effect: Literal["close_programme"]
    programme: str


class MissionExit(Record):
    """The mission begins to leave: tasks are handed over and unspent funds returned."""

    effect: Literal["mission_exit"]


class DecisionKind(StrEnum):
    """A decision of leaders or government that the record shows and a free run makes by itself."""

    BOYCOTT = "boycott"
    RETURN = "return"
    OFFENSIVE = "offensive"
    END_OFFENSIVE = "end_offensive"
    LEAVE_COALITION = "leave_coalition"
    JOIN_COALITION = "join_coalition"
    ENDORSE = "endorse"
    REFUSE = "refuse"
    SESSION = "session"
    RECALL = "recall"
    TAKE_CONTROL = "take_control"


class Decision(Record):
    """A recorded decision; forced under `history: replay`, left to the agents under `history: free`."""

    effect: Literal["decision"]
    actor: str = Field(description="`government`, a coalition or a group")
    decision: DecisionKind
    programme: str | None = Field(None, description="programme it concerns (endorse, refuse, session)")
    coalition: str | None = Field(None, description="coalition joined")
    regions: list[str] = Field(default_factory=list, description="regions concerned (offensive)")
    communities: list[str] = Field(default_factory=list, description="communities taken (take_control)")


Effect = Annotated[
    Attack
    | Clash
    | Ceasefire
    | Control
    | Sovereignty
    | TrustChange
    | Consent
    | Sanctions
    | GoodOffices
    | Talks
    | CloseProgramme
    | MissionExit
    | Decision,
    Field(discriminator="effect"),
]


class ConditionVariable(StrEnum):
    """What a conditional event can watch."""

    SOVEREIGNTY_CONCERN = "sovereignty_concern"
    CONSENT = "consent"
    GOVERNMENT_TRUST_IN_GROUPS = "government_trust_in_groups"
    GROUPS_TRUST_IN_GOVERNMENT = "groups_trust_in_government"
    PROVISIONS_KEPT_SHARE = "provisions_kept_share"
    PERSONS_INTEGRATED = "persons_integrated"
    REGIONS_IN_CLASH = "regions_in_clash"


class Condition(Record):
    """The event happens in the first month in which this holds."""

    variable: ConditionVariable
    above: float | None = None
    below: float | None = None
    earliest: Month | None = None

    @model_validator(mode="after")
    def _one_threshold(self) -> Condition:
        if (self.above is None) == (self.below is None):
            raise ValueError("give exactly one of `above` and `below`")
        return self


class Event(Sourced):
    """Something that happens at a month, or when a condition comes true."""

    title: Text
    month: Month | None = None
    when: Condition | None = None
    effects: list[Effect] = Field(default_factory=list, description="empty for context shown on figures only")
    marker: bool = Field(False, description="whether figures mark it")

    @model_validator(mode="after")
    def _dated_or_conditional(self) -> Event:
        if (self.month is None) == (self.when is None):
            raise ValueError("give exactly one of `month` and `when`")
        return self


class TimelineFile(Record):
    """The whole of `timeline.yaml`."""

    events: dict[str, Event]
