"""Checks of a scenario across its files: names that must exist, dates in order, shares that sum, programmes that can open.

One function a check, named for what it checks; each message says what to do. Checks of single values (types, bounds, spelling
of keys) belong to the schema. Nothing here reads files.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ploughshare.errors import Problem
from ploughshare.scenario.checks import dates, names, parameters, programmes, sums
from ploughshare.scenario.checks.place import Finding
from ploughshare.scenario.schema import Scenario
from ploughshare.scenario.yaml_lines import Document

Check = Callable[[Scenario], Iterator[Finding]]

CHECKS: tuple[Check, ...] = (*names.CHECKS, *dates.CHECKS, *sums.CHECKS, *parameters.CHECKS, *programmes.CHECKS)


def check_scenario(scenario: Scenario, documents: dict[str, Document]) -> list[Problem]:
    """Run every check and return all problems, each with the file and line of its place."""
    problems = []
    for check in CHECKS:
        for finding in check(scenario):
            document = documents[finding.file]
            path = tuple(finding.path)
            dotted = ".".join(str(part) for part in path)
            problems.append(Problem(document.file, document.line(path), dotted, finding.message, finding.hint))
    return problems
