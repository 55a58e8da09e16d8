"""The peace operation, as `mission.yaml` describes it."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from ploughshare.scenario.base import Month, Persons, Record, Share, ShareSteps, Sourced, Steps, Text


class Camp(Sourced):
    """A camp of the mission: where it can protect and reach people."""

    title: Text
    community: str
    opens: Month
    closes: Month | None = Field(None, description="month of the recorded closure; none if it stayed")
    guarantee: Share = Field(description="protection the camp gives its region at full consent, 0 to 1")


class FundKind(StrEnum):
    """Kind of funding: assessed is steady, voluntary is volatile, a bank pays only for what it agreed to."""

    ASSESSED = "assessed"
    VOLUNTARY = "voluntary"
    BANK = "bank"
    NATIONAL = "national"


class Fund(Sourced):
    """A purse that pays for programmes and projects."""

    title: Text
    kind: FundKind
    usd_per_year: Steps = Field(description="money made available over time, USD a year")
    volatility: Share = Field(description="standard deviation of a month's instalment as a share of its mean")


class ProjectCapacity(Sourced):
    """What the mission can handle of community projects."""

    engineers: Steps = Field(description="engineers at the disposal of the section over time (1 is one full post)")
    officers: Steps = Field(description="officers who can follow projects over time")
    projects_per_officer: float = Field(gt=0, description="projects one officer can follow at a time")
    vetting_months: float = Field(ge=0, description="months that the vetting of participants adds")
    approval_months: float = Field(ge=0, description="months from proposal to approval without engineering work")
    implementing_partners: Steps = Field(description="non-governmental organisations able to implement over time")
    cap_single_usd: Steps = Field(description="financial cap of a project of one organisation over time, USD")
    cap_consortium_usd: Steps = Field(description="cap of a consortium over time, USD; 0 where none is allowed")


class Exit(Sourced):
    """How the mission ends."""

    handover_share: Share = Field(description="share of running tasks taken over by others when the mission leaves")
    funds_returned_share: Share = Field(description="share of unspent money returned to donors at exit")
    knowledge_kept_share: Share = Field(
        description="share of staff and data kept in the country after exit: registration and screening go on with it"
    )


class Mission(Sourced):
    """The mission: presence, means and leverage over time."""

    title: Text
    deployed: Month
    consent: Share = Field(description="consent of the host when the mission deploys, 0 to 1")
    good_offices: ShareSteps = Field(description="strength of mediation over time, 0 to 1")
    pressure: ShareSteps = Field(description="international pressure on the parties over time, 0 to 1")
    staff: Persons = Field(description="staff of the mission's DDR section at full strength")
    camps: dict[str, Camp]
    funds: dict[str, Fund]
    projects: ProjectCapacity
    exit: Exit


class MissionFile(Record):
    """The whole of `mission.yaml`."""

    mission: Mission
