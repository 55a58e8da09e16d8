"""Checks across files. One function a check, named for what it checks; each message says what to do."""
from __future__ import annotations
from ploughshare.errors import Problem
from ploughshare.scenario.schema import Scenario
from ploughshare.scenario.yaml_lines import Document


def check_scenario(scenario: Scenario, documents: dict[str, Document]) -> list[Problem]:
    """Run every check."""
    return []
