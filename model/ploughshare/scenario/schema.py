"""A scenario as a whole: what `scenario.yaml` says and the files it is made of."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from ploughshare.scenario.base import Month, Record, Sourced, Text
from ploughshare.scenario.calendar import month_index
from ploughshare.scenario.communities import Community, IncomeSource, Region
from ploughshare.scenario.facts import Fact
from ploughshare.scenario.government import Government
from ploughshare.scenario.groups import ArmedGroup, Coalition
from ploughshare.scenario.mission import Mission
from ploughshare.scenario.parameters import ParameterValue
from ploughshare.scenario.programmes import CommunityProjects, Programme, Registration
from ploughshare.scenario.provisions import Agreement, FollowUpBody, Provision
from ploughshare.scenario.timeline import Event

History = Literal["free", "replay"]


class Phase(Record):
    """A phase of the story, shaded on figures and used to total scores."""

    id: int = Field(ge=1)
    from_: Month = Field(alias="from")
    to: Month
    title: Text


class ScenarioFile(Sourced):
    """The whole of `scenario.yaml`."""

    name: str = Field(pattern=r"^[a-z][a-z0-9_-]*$")
    title: Text
    summary: Text
    authors: list[str] = Field(min_length=1)
    date: str = Field(description="date of the scenario files, YYYY-MM-DD")
    start: Month
    end: Month
    history: History = Field("free", description="free lets leaders and government decide; replay forces the record")
    population_scale: float = Field(1.0, gt=0, le=1000, description="persons simulated per person described")
    xof_per_usd: float = Field(gt=0, description="exchange rate used throughout, XOF per USD")
    phases: list[Phase] = Field(min_length=1)
    bibliography: dict[str, str] = Field(default_factory=dict, description="key -> full reference of sources cited")
    not_modelled: list[Text] = Field(min_length=1, description="what the scenario leaves out, shown on every report")


class Scenario(Record):
    """A checked scenario: the input of a run. Built by `load_scenario`, never by hand."""

    about: ScenarioFile
    parameters: dict[str, ParameterValue]
    coalitions: dict[str, Coalition]
    groups: dict[str, ArmedGroup]
    regions: dict[str, Region]
    communities: dict[str, Community]
    income_sources: dict[str, IncomeSource]
    government: Government
    mission: Mission
    programmes: dict[str, Programme]
    registrations: dict[str, Registration]
    community_projects: CommunityProjects
    events: dict[str, Event]
    agreements: dict[str, Agreement]
    follow_up_bodies: dict[str, FollowUpBody]
    provisions: dict[str, Provision]
    facts: dict[str, Fact]

    @property
    def months(self) -> int:
        """Number of months simulated, both ends included."""
        return month_index(self.about.start, self.about.end) + 1

    def month(self, month: str) -> int:
        """Return the index of `month` in the run; 0 is the first month."""
        return month_index(self.about.start, month)

    def parameter(self, name: str) -> float:
        """Return the value of a behavioural parameter."""
        return self.parameters[name].value
