"""Parameters: exactly those of the catalogue, inside bounds, and not far outside their own prior."""

from __future__ import annotations

import math
from collections.abc import Iterator

from ploughshare.scenario.catalogue import CATALOGUE
from ploughshare.scenario.checks.place import Finding, unknown
from ploughshare.scenario.parameters import Beta, LogNormal, Normal, Prior, Uniform
from ploughshare.scenario.schema import Scenario

_FAR = 3.5
"""standard deviations from the middle of a prior beyond which a value contradicts it"""


def parameters_of_catalogue(scenario: Scenario) -> Iterator[Finding]:
    """Every parameter of the catalogue is given, and no other."""
    for name in scenario.parameters:
        if name not in CATALOGUE:
            yield unknown("parameters", ("parameters", name), "parameter", name, CATALOGUE)
    for name, known in CATALOGUE.items():
        if name not in scenario.parameters:
            yield Finding("parameters", ("parameters",), f"{name} is missing ({known.meaning}, {known.unit})")


def values_in_bounds(scenario: Scenario) -> Iterator[Finding]:
    """Values lie inside the catalogue's bounds."""
    for name, parameter in scenario.parameters.items():
        known = CATALOGUE.get(name)
        if known is None:
            continue
        if not known.low <= parameter.value <= known.high:
            message = f"must be between {known.low:g} and {known.high:g} ({known.unit}), not {parameter.value:g}"
            yield Finding("parameters", ("parameters", name, "value"), message)


def values_fit_priors(scenario: Scenario, but: set[str]) -> Iterator[Finding]:
    """Values lie inside their own prior's range, except those in `but`: a what-if may ask about what nobody expects."""
    for name, parameter in scenario.parameters.items():
        low, high = prior_range(parameter.prior)
        if name not in but and not low <= parameter.value <= high:
            message = f"{parameter.value:g} lies outside its own prior, {low:.4g} to {high:.4g}"
            yield Finding("parameters", ("parameters", name, "value"), message, "widen the prior or change the value")


def prior_range(prior: Prior) -> tuple[float, float]:
    """Return the range that holds practically all of a prior."""
    match prior:
        case Uniform():
            return prior.low, prior.high
        case LogNormal():
            spread = math.exp(_FAR * prior.sigma)
            return prior.median / spread, prior.median * spread
        case Normal():
            return prior.mean - _FAR * prior.sd, prior.mean + _FAR * prior.sd
        case Beta():
            return 0.0, 1.0


def ordered_uniform_priors(scenario: Scenario) -> Iterator[Finding]:
    """Uniform priors have a lower bound below the upper one."""
    for name, parameter in scenario.parameters.items():
        if isinstance(parameter.prior, Uniform) and parameter.prior.low >= parameter.prior.high:
            yield Finding("parameters", ("parameters", name, "prior"), "low must be below high")


CHECKS = (parameters_of_catalogue, values_in_bounds, ordered_uniform_priors)
