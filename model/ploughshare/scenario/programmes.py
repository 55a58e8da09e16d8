"""Programmes and community projects, as `programmes.yaml` describes them. A programme is data, never code."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from ploughshare.scenario.base import Money, Month, Persons, Record, Share, ShareSteps, Sourced, Steps, Text
from ploughshare.scenario.groups import GroupKind

MOST_PROGRAMMES = 59
"""programmes of a country: with the five options that exist everywhere they fill a set of 64 bits"""


class ProgrammeKind(StrEnum):
    """Kind of service a programme leads to."""

    ASSEMBLY = "assembly"
    INTERIM = "interim"
    STATE_FORCE = "state_force"
    CIVILIAN = "civilian"


class Payer(StrEnum):
    """Who owes the pay or package."""

    GOVERNMENT = "government"
    MISSION = "mission"
    NOBODY = "nobody"


class Site(Sourced):
    """A place where a programme receives people."""

    community: str
    opens: Month
    closes: Month | None = None
    places: Persons = Field(description="persons the site can hold or serve at a time")


class Window(Sourced):
    """A period in which people can enter, with the quota known by then."""

    opens: Month
    closes: Month | None = Field(None, description="last month of entry; none leaves it open")
    quota: Persons = Field(description="cumulative number of persons who may be registered by the end of this window")


class StartConditions(Record):
    """What must hold before a programme takes anyone in."""

    provisions: list[str] = Field(default_factory=list, description="provisions that must have been kept")
    events: list[str] = Field(default_factory=list, description="timeline events that must have happened")
    calm: bool = Field(False, description="suspended while clashes go on in the site's region")
    endorsed_by: list[str] = Field(
        default_factory=list, description="coalitions that must all endorse the programme before it starts"
    )


class Eligibility(Record):
    """Who may enter. A missing rule does not restrict."""

    group_kinds: list[GroupKind] = Field(default_factory=lambda: [GroupKind.SIGNATORY])
    coalitions: list[str] = Field(default_factory=list, description="only members of these coalitions")
    regions: list[str] = Field(default_factory=list, description="only persons who live in these regions")
    weapon: bool = Field(False, description="a weapon must be shown")
    unarmed: bool = Field(False, description="only persons without a weapon")
    women_only: bool = Field(False, description="only women")
    listed: bool = Field(False, description="the leader must have put the person on the list")
    adult: bool = Field(True, description="children are refused and referred to child protection")
    fit: bool = Field(False, description="a medical examination must be passed")
    unfit_only: bool = Field(False, description="only persons found medically unfit elsewhere")
    serving_in: list[str] = Field(
        default_factory=list,
        description="persons now in one of these programmes enter first; others only where `others_from` allows it",
    )
    others_from: Month | None = Field(
        None,
        description="month from which persons outside `serving_in` may enter too (a catch-up); none means never",
    )


class Stages(Record):
    """Monthly capacity of each stage of the pipeline, persons a month."""

    register_per_month: Persons
    screen_per_month: Persons
    train_per_month: Persons
    place_per_month: Persons


class FundShare(Record):
    """Which fund pays which share."""

    fund: str
    share: Share


class Programme(Sourced):
    """One programme from announcement to service."""

    title: Text
    kind: ProgrammeKind
    announced: Month = Field(description="month from which people and leaders can know of it")
    lists_from: Month | None = Field(
        None, description="month from which names can be put on the list, before the first window; none waits for it"
    )
    windows: list[Window] = Field(min_length=1)
    sites: dict[str, Site] = Field(min_length=1)
    start_conditions: StartConditions = Field(default_factory=StartConditions)
    eligibility: Eligibility = Field(default_factory=Eligibility)
    stages: Stages
    expiry_months: int | None = Field(
        None,
        ge=1,
        description="months after its start when an interim measure ends and its men go home; none is open-ended",
    )
    screening_pass_share: Share = Field(1.0, description="share of the medically fit who also pass the other checks")
    training_months: int = Field(0, ge=0, le=36)
    service_months: int | None = Field(None, ge=1, description="months of support of a civilian or assembly programme")
    payer: Payer
    pay_xof_per_month: Steps = Field(description="pay or monthly support to one person over time, XOF a month")
    package_xof: Money = Field(0.0, description="one-off package or kit at entry, XOF")
    cost_usd_per_person_month: Money = Field(0.0, description="running cost besides pay, USD a person and month")
    cost_usd_per_person: Money = Field(0.0, description="one-off cost besides the package, USD a person")
    funds: list[FundShare] = Field(min_length=1, description="who pays; shares sum to 1")
    promotion: ShareSteps = Field(description="share of those concerned whom information about it reaches, over time")
    responsibilities: Share = Field(1.0, description="real duties and means given to those who serve, 0 to 1")
    equipment: Share = Field(1.0, description="share of vehicles, uniforms and arms promised that is delivered")
    disarms: Share = Field(description="how far entry gives up the group's own arms, 0 (keeps them) to 1")
    home_deployment_share: Share = Field(1.0, description="share of those placed who serve in their home region")
    rank_share: ShareSteps = Field(0.0, description="share of command posts offered on top of the government's, 0 to 1")
    death_risk_per_year: Share = Field(description="yearly risk of death in this service")
    illicit_share: Share = Field(0.0, description="share of a bearer of arms' illicit income kept while serving")
    exposure: float = Field(0.0, ge=0, description="weight of its sites as a target of extremist attacks; 0 is never")


class RegistrationKind(StrEnum):
    """How people are put on record: names handed in by leaders, or persons who come in body."""

    PAPER_LIST = "paper_list"
    CENSUS = "census"


class Registration(Sourced):
    """A list or census of combatants that later programmes rely on."""

    title: Text
    kind: RegistrationKind
    opens: Month
    closes: Month
    group_kinds: list[GroupKind]
    coalitions: list[str] = Field(default_factory=list, description="only these coalitions; empty is all")
    places_expected: Persons = Field(description="dividends in sight: places in forces or programmes people expect")
    persons_per_month: Persons = Field(description="capacity of a census, persons a month; 0 for paper lists")


class ProjectKind(Sourced):
    """A kind of community violence reduction project."""

    title: Text
    upkeep: str = Field(pattern="^(community|state|none)$", description="who must keep it up after completion")
    needs_engineer: bool = Field(description="whether a technical assessment is needed before approval")
    months_to_complete: int = Field(ge=1, le=36)
    jobs_share: Share = Field(description="jobs or lasting income per beneficiary while the project works")
    lapse_months: tuple[int, int] | None = Field(
        None, description="months after completion when it lapses without upkeep, from-to; none lasts"
    )
    acceptance_gain: Share = Field(description="gain of acceptance of returnees while it works, 0 to 1")
    access_gain: Share = Field(description="gain of the mission's access to places held by groups, 0 to 1")


class ProjectPortfolio(Sourced):
    """The projects of a period, with their money, kinds and places."""

    title: Text
    opens: Month
    closes: Month
    projects_per_year: float = Field(gt=0)
    usd_per_year: Money
    fund: str
    beneficiaries_per_year: Persons
    women_share: Share
    kinds: dict[str, Share] = Field(description="project kind -> share; shares sum to 1")
    communities: dict[str, Share] = Field(description="community -> share of projects; shares sum to 1")
    former_combatant_share: Share = Field(description="share of participants the procedure asks to be demobilised men")


class CommunityProjects(Record):
    """Community violence reduction: kinds and portfolios."""

    kinds: dict[str, ProjectKind] = Field(default_factory=dict)
    portfolios: dict[str, ProjectPortfolio] = Field(default_factory=dict)


class ProgrammesFile(Record):
    """The whole of `programmes.yaml`."""

    programmes: dict[str, Programme]
    registrations: dict[str, Registration] = Field(default_factory=dict)
    community_projects: CommunityProjects = Field(default_factory=CommunityProjects)
