"""`ploughshare results` through its real entry point."""

from __future__ import annotations

import json
import subprocess
import sys


def call(*words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "ploughshare", "results", *words]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


def test_outcomes_are_listed_with_unit_definition_and_direction() -> None:
    rows = {row["name"]: row for row in json.loads(call("outcomes", "--json").stdout)}
    assert {"integrated", "interim_months", "desertions", "children_recruited"} <= set(rows)
    assert rows["children_recruited"]["better"] == "fewer" and rows["spending"]["unit"] == "USD"
    assert rows["integrated"]["selectors"][-1] == "month" and "women" in rows["integrated"]["selectors"]
    shown = call("outcomes", "confiance", "--language", "fr")
    assert shown.returncode == 0 and "Confiance envers la mission" in shown.stdout and "desertions" not in shown.stdout


def test_a_word_that_is_nowhere_is_said() -> None:
    done = call("outcomes", "zebra")
    assert done.returncode == 2 and "no outcome has 'zebra'" in done.stderr and "Traceback" not in done.stderr
    assert call("outcomes", "--language", "de").returncode == 2
