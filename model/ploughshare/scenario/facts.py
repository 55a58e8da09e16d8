"""What the record says and how a run is measured against it, as `facts.yaml` describes it."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from pydantic import Field, model_validator

from ploughshare.scenario.base import Month, Record, Sourced, Text


class FactUse(StrEnum):
    """What a fact may be used for."""

    INPUT = "input"
    FIT = "fit"
    HOLDOUT = "holdout"
    CONTEXT = "context"


TableName = Literal["states", "flows", "trust", "programmes", "communities", "violence", "indicators", "registrations"]


class Query(Record):
    """How a number is read from the tables of a run: sum the matching rows month by month, then aggregate over months."""

    table: TableName
    where: dict[str, str | bool | list[str]] = Field(
        default_factory=dict, description="column -> value or values to keep"
    )
    column: str = Field(description="numeric column that is summed within a month")
    from_: Month | None = Field(None, alias="from")
    to: Month | None = None
    aggregate: Literal["last", "first", "max", "min", "sum", "mean", "any"] = Field(
        description="over the months from `from` to `to`; `any` is 1 if any month is above 0"
    )
    over: Query | None = Field(None, description="divide by the result of this query")


class Fact(Sourced):
    """One figure of the record."""

    title: Text
    section: str = Field(description="section of the report")
    from_: Month = Field(alias="from")
    to: Month
    phase: int = Field(ge=1)
    unit: str
    use: FactUse
    observed: float | tuple[float, float] | None = Field(
        None, description="value, or range from-to; none for a context text"
    )
    conflict: Text | None = Field(None, description="where the record disagrees with itself")
    measure: Query | None = Field(None, description="how a run is measured; needed for fit and holdout facts")
    forced_in_replay: bool = Field(
        False, description="a recorded decision: a replay imposes it, so it tests nothing there"
    )

    @model_validator(mode="after")
    def _scored_facts_have_a_measure(self) -> Fact:
        if self.use in (FactUse.FIT, FactUse.HOLDOUT) and (self.measure is None or self.observed is None):
            raise ValueError("a fit or holdout fact needs `observed` and `measure`")
        return self


class FactsFile(Record):
    """The whole of `facts.yaml`."""

    facts: dict[str, Fact]
