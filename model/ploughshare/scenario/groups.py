"""Armed groups and their coalitions, as `groups.yaml` describes them."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from ploughshare.scenario.base import Month, Persons, Record, Share, Sourced, Text


class GroupKind(StrEnum):
    """Standing of a group towards the peace agreement."""

    SIGNATORY = "signatory"
    INCLUSIVITY = "inclusivity"
    SELF_DEFENCE = "self_defence"
    EXTREMIST = "extremist"


class Coalition(Sourced):
    """An alliance of armed groups that negotiates as one party."""

    title: Text
    formed: Month = Field(description="month the coalition was formed")


class AttachedPersons(Record):
    """Persons attached to a group, before recruitment during the run."""

    armed: Persons = Field(description="persons who hold a weapon or can show one when lists are made")
    unarmed: Persons = Field(description="persons attached without a weapon: carriers, cooks, affiliated women and men")


class ByWeapon(Record):
    """A share among the armed and among the unarmed persons of a group."""

    armed: Share
    unarmed: Share


class GroupTrust(Record):
    """Trust held at the start of the run, each 0 (none) to 1 (full)."""

    government: Share
    mission: Share
    leader: Share = Field(description="trust of the group's persons in their own leaders")
    other_coalition: Share


class ArmedGroup(Sourced):
    """One armed group: who belongs to it, where they live, and how its leaders begin."""

    title: Text
    kind: GroupKind
    formed: Month = Field(description="month from which the group acts; its persons exist before but follow no orders")
    dissolved: Month | None = Field(None, description="month from which the group no longer acts")
    coalition: dict[Month, str] = Field(
        default_factory=dict,
        description="recorded membership: month -> coalition name, or `none` when it left",
    )
    persons: AttachedPersons
    full_time_share: Share = Field(
        description="share of the armed who bear arms for the group when the run begins;"
        " the others are inactive combatants at home"
    )
    women_share: ByWeapon
    children_share: Share = Field(description="share of attached persons under 18 at the start (harm, reported apart)")
    homes: dict[str, Share] = Field(description="community -> share of the group's persons; shares sum to 1")
    former_soldier_share: Share = Field(description="share of the armed who served in the state forces before")
    medically_fit_share: Share = Field(description="share of the armed who would pass the medical standard")
    rank_expected: Share = Field(description="command share the group's men expect when integrating, 0 to 1")
    attachment: Share = Field(description="mean attachment of men to their leaders' orders, 0 to 1")
    trust: GroupTrust
    autonomy_claim: Share = Field(description="how far the group's aims touch the state's sovereignty, 0 to 1")
    abusiveness: Share = Field(description="how often the group harms civilians where it stands, 0 to 1")
    cooperation: Share = Field(description="stance of the leaders when the run begins, 0 hold out to 1 cooperate")
    tension: dict[str, Share] = Field(
        default_factory=dict, description="group or `government` -> readiness to clash on contact, 0 to 1"
    )


class GroupsFile(Record):
    """The whole of `groups.yaml`."""

    coalitions: dict[str, Coalition]
    groups: dict[str, ArmedGroup]
