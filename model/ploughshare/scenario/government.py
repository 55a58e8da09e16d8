"""The government, as `government.yaml` describes it."""

from __future__ import annotations

from pydantic import Field

from ploughshare.scenario.base import Money, Record, Share, ShareSteps, Sourced, Steps, Text


class Government(Sourced):
    """Will, means and fears of the state over time."""

    title: Text
    will: ShareSteps = Field(description="political will to carry out the agreement over time, 0 to 1")
    pay_discipline: ShareSteps = Field(description="chance that a pay day of interim units is kept when funds suffice")
    army_pay_discipline: ShareSteps = Field(description="chance that a pay day of the state forces is kept")
    sovereignty_concern: Share = Field(description="concern for sovereignty when the run begins, 0 to 1")
    trust_in_groups: Share = Field(description="trust in the armed groups when the run begins, 0 to 1")
    military_strength: Steps = Field(
        description="strength in the contested regions relative to all armed groups; 1 is parity"
    )
    rank_share_offered: ShareSteps = Field(description="share of command posts offered to integrating men, 0 to 1")
    soldier_pay_xof_per_month: Money = Field(
        description="pay of a private soldier, XOF a month; the yardstick of allowances and offers"
    )


class GovernmentFile(Record):
    """The whole of `government.yaml`."""

    government: Government
