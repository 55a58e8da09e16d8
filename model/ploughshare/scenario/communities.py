"""Regions, communities and illicit income sources, as `communities.yaml` describes them."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from ploughshare.scenario.base import Money, Month, Persons, Record, Share, ShareSteps, Sourced, Steps, Text


class Region(Sourced):
    """A region of the country; tables and figures are given by region."""

    title: Text


class Community(Sourced):
    """A town or rural commune where combatants live and choose."""

    title: Text
    region: str
    population: Persons = Field(description="inhabitants, for readers: rules read youth_at_risk")
    youth_at_risk: Persons = Field(description="young persons who could be recruited by armed groups")
    licit_wage_xof_per_month: Money = Field(description="earnings of a month of licit work, XOF")
    job_share: Share = Field(description="chance that a man without programme finds that work in a month")
    subsistence_xof_per_month: Money = Field(gt=0, description="cost of living of one adult, XOF a month")
    state_presence: ShareSteps = Field(description="presence of state services and forces over time, 0 to 1")
    controlled_by: dict[Month, str] = Field(
        description="month -> armed group or `government` that controls and taxes the place from then on"
    )
    extremist_exposure: ShareSteps = Field(description="presence of extremist groups over time, 0 to 1")
    acceptance: Share = Field(description="acceptance of returning combatants when the run begins, 0 to 1")


class IncomeKind(StrEnum):
    """Kind of income an armed group can tax."""

    GOLD = "gold"
    TRAFFICKING = "trafficking"
    CHECKPOINTS = "checkpoints"


class IncomeSource(Sourced):
    """Illicit or taxed income at one place over time."""

    title: Text
    kind: IncomeKind
    community: str
    participants: Steps = Field(description="persons who work there over time (miners, carriers, drivers)")
    income_xof_per_month: Money = Field(description="median earnings of one participant, XOF a month")
    tax_xof_per_month: Money = Field(description="what the controlling group takes per participant, XOF a month")


class CommunitiesFile(Record):
    """The whole of `communities.yaml`."""

    regions: dict[str, Region]
    communities: dict[str, Community]
    income_sources: dict[str, IncomeSource] = Field(default_factory=dict)
