"""The ledger of promises: agreements, road maps and follow-up bodies, as `provisions.yaml` describes them."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from ploughshare.scenario.base import Money, Month, Persons, Record, Share, Sourced, Text


class Domain(StrEnum):
    """Domain of a provision, as the agreement and the road maps group them."""

    POLITICAL = "political-institutional"
    SECURITY = "defence-security"
    SOCIO_ECONOMIC = "socio-economic"
    JUSTICE = "reconciliation-justice"


class Agreement(Sourced):
    """A signed text that makes promises."""

    title: Text
    signed: Month
    denounced: Month | None = Field(None, description="month from which nobody holds the text binding any more")


class Provision(Sourced):
    """One promise: who owes what, by when, and how much it weighs."""

    agreement: str
    number: int = Field(ge=1, description="number of the action in its text")
    text: Text
    owners: list[str] = Field(min_length=1, description="who owes it: `government`, `mission`, a coalition or a group")
    due: Month = Field(description="month by the end of which it is due")
    domain: Domain
    weight: Share = Field(description="weight in its domain when parties judge whether promises are kept, 0 to 1")
    autonomy: Share = Field(description="how far it touches the state's sovereignty, 0 to 1")
    cost: Share = Field(description="fiscal and administrative cost, 0 to 1")
    kept: Month | None = Field(None, description="month in which the record shows it done; none if it never was")
    imposed: Month | None = Field(
        None,
        description="month in which it is kept at the latest, whatever its owners decide, in both histories; for what-ifs",
    )


class FollowUpBody(Sourced):
    """A committee that follows an agreement, with its seats and allowances."""

    title: Text
    agreement: str
    meets_from: Month
    meets_until: Month | None = None
    seats: dict[str, Persons] = Field(description="coalition -> members who draw the allowance")
    allowance_xof_per_month: Money = Field(description="allowance of one member, XOF a month")


class ProvisionsFile(Record):
    """The whole of `provisions.yaml`."""

    agreements: dict[str, Agreement]
    follow_up_bodies: dict[str, FollowUpBody] = Field(default_factory=dict)
    provisions: dict[str, Provision]
