"""Checks of a scenario across its files: names that must exist, dates in order, shares that sum, programmes that can open,
names that can be told apart.

One function a check, named for what it checks; each message says what to do. Checks of single values (types, bounds, spelling
of keys) belong to the schema. Nothing here reads files.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from ploughshare.errors import Problem
from ploughshare.scenario.checks import addresses, dates, names, parameters, programmes, sums
from ploughshare.scenario.checks.place import Finding
from ploughshare.scenario.schema import Scenario
from ploughshare.scenario.yaml_lines import Document

Check = Callable[[Scenario], Iterator[Finding]]

CHECKS: tuple[Check, ...] = (
    *names.CHECKS,
    *dates.CHECKS,
    *sums.CHECKS,
    *parameters.CHECKS,
    *programmes.CHECKS,
    *addresses.CHECKS,
)


def check_scenario(
    scenario: Scenario, documents: dict[str, Document], asked_parameters: Iterable[str] = ()
) -> list[Problem]:
    """Run every check and return all problems, each with the file and line of its place.

    `asked_parameters` are those that a what-if or setting changed: they need not fit their priors.
    """
    found = [finding for check in CHECKS for finding in check(scenario)]
    found += parameters.values_fit_priors(scenario, set(asked_parameters))
    return [_problem(finding, documents[finding.file]) for finding in found]


def _problem(finding: Finding, document: Document) -> Problem:
    path = tuple(finding.path)
    dotted = ".".join(str(part) for part in path)
    return Problem(*document.place(path), dotted, finding.message, finding.hint)
