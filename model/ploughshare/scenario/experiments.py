"""Experiment files: a question asked of many runs, as `experiments/NAME.yaml` describes it. Data only; nothing here samples or runs."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from ploughshare.scenario.base import Month, Record, Text
from ploughshare.scenario.parameters import Prior
from ploughshare.scenario.schema import History

MethodName = Literal[
    "sobol",
    "morris",
    "fast",
    "rbd_fast",
    "pawn",
    "delta",
    "dgsm",
    "hdmr",
    "fractional_factorial",
    "latin",
    "random",
    "sobol_sequence",
    "grid",
]
"""Designs: the first nine carry their own sensitivity indices, the last four only fill the space of factors."""

Range = tuple[float, float]
Seed = Annotated[int, Field(ge=0, le=4_294_967_295)]
MOST_REPLICATES = 10_000


class Factor(Record):
    """One thing an experiment varies: a behavioural parameter, or any value of the scenario."""

    path: str | None = Field(
        None,
        min_length=1,
        description="path of the value as in what-ifs, `*` for every entry, or `seed`; by default the factor's name",
    )
    title: Text | None = None
    range: Range | None = Field(None, description="lowest and highest value; a parameter takes its prior if not given")
    values: list[Any] | None = Field(None, min_length=2, description="the values of a categorical factor")
    distribution: Literal["uniform", "loguniform"] | Prior | None = Field(
        None, description="by default a parameter's prior, cut to `range`; uniform if a range is given"
    )
    integer: bool = Field(False, description="whole numbers only, both ends included")
    multiply: bool = Field(False, description="the factor multiplies what the scenario says instead of replacing it")
    group: str | None = Field(None, description="factors of one group are moved together and get one index")

    @model_validator(mode="after")
    def _one_way_to_vary(self) -> Factor:
        if self.values is not None and (self.range or self.distribution or self.integer or self.multiply):
            raise ValueError("a factor with `values` takes neither range, distribution, integer nor multiply")
        if self.integer and self.multiply:
            raise ValueError("a factor that multiplies cannot be a whole number")
        return self


class Correlation(Record):
    """Two factors said to move together: always refused, with advice; it is here so that the refusal can say what to do."""

    factors: list[str] = Field(min_length=2, max_length=2)
    correlation: float = Field(ge=-1, le=1)


class Months(Record):
    """Months at which outcomes are also measured, for indices over time."""

    from_: Month = Field(alias="from")
    to: Month
    every: int = Field(6, ge=1, le=120, description="months from one measurement to the next")


class Experiment(Record):
    """A sweep or sensitivity study: what is varied around which scenario, what is measured, and how many runs it takes."""

    title: Text
    question: Text
    scenario: str
    overlays: list[str] = Field(default_factory=list, description="what-ifs laid on top, in order")
    settings: dict[str, Any] = Field(default_factory=dict, description="path -> value, laid on top of the what-ifs")
    history: History | None = None
    population_scale: float | None = Field(None, gt=0, le=1000)
    parameters: Literal["all"] | list[str] = Field(
        default_factory=list, description="behavioural parameters varied over their priors: `all`, or rules or names"
    )
    leave_out: list[str] = Field(default_factory=list, description="parameters taken out of `parameters` again")
    factors: dict[str, Factor | None] = Field(default_factory=dict, description="name -> what is varied and how far")
    correlated: list[Correlation] = Field(default_factory=list)
    outcomes: list[str] = Field(
        min_length=1, description="what is measured in each run: `ploughshare results outcomes`"
    )
    months: Months | list[Month] | None = None
    method: MethodName
    size: int | None = Field(None, ge=1, le=10_000_000, description="sample size in the terms of the method")
    second_order: bool = Field(True, description="whether Sobol indices of pairs are wanted; it doubles the runs")
    replicates: int = Field(1, ge=1, le=MOST_REPLICATES, description="runs with different seeds of each sample point")
    seeds: Literal["common", "separate"] | list[Seed] = Field(
        "common", description="the same seeds 1, 2, ... at every point, or others at each, or these at every point"
    )
    sample_seed: int = Field(1, ge=0, description="seed of the sample itself")

    @model_validator(mode="after")
    def _replicates_and_seeds_agree(self) -> Experiment:
        if isinstance(self.seeds, list):
            if not self.seeds or len(set(self.seeds)) != len(self.seeds):
                raise ValueError("`seeds` must be different numbers, at least one")
            if self.replicates not in (1, len(self.seeds)):
                raise ValueError(f"{len(self.seeds)} seeds and {self.replicates} replicates contradict each other")
        return self

    @property
    def runs_per_point(self) -> int:
        """Number of runs of each sample point."""
        return len(self.seeds) if isinstance(self.seeds, list) else self.replicates
