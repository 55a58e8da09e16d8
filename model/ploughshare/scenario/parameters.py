"""Values and priors of behavioural parameters, as `parameters.yaml` describes them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from ploughshare.scenario.base import Record, Sourced


class Uniform(Record):
    """Uniform prior between two bounds."""

    distribution: Literal["uniform"]
    low: float
    high: float


class LogNormal(Record):
    """Log-normal prior given by its median and the standard deviation of the logarithm."""

    distribution: Literal["lognormal"]
    median: float = Field(gt=0)
    sigma: float = Field(gt=0)


class Normal(Record):
    """Normal prior."""

    distribution: Literal["normal"]
    mean: float
    sd: float = Field(gt=0)


class Beta(Record):
    """Beta prior on 0 to 1 given by its two counts."""

    distribution: Literal["beta"]
    a: float = Field(gt=0)
    b: float = Field(gt=0)


Prior = Annotated[Uniform | LogNormal | Normal | Beta, Field(discriminator="distribution")]


class ParameterValue(Sourced):
    """Value of one parameter in this scenario; its unit, bounds and meaning stand in the catalogue."""

    value: float
    prior: Prior
    note: str | None = Field(None, description="why this value")


class ParametersFile(Record):
    """The whole of `parameters.yaml`."""

    parameters: dict[str, ParameterValue]
