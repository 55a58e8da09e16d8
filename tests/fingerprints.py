"""Fingerprints of whole runs, to be compared between processors and between versions of Python, Mesa and NumPy.

`python -m tests.fingerprints` prints a line a table.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator

from ploughshare.record.tables import run_tables
from ploughshare.scenario.loading import load_scenario

RUNS = (("training", "free", None), ("training", "replay", 0.3), ("mali", "free", 0.02), ("mali", "replay", 0.02))
"""scenario, history and persons simulated per person described (None: as the scenario has it); each with two seeds"""


def fingerprints() -> Iterator[str]:
    """Yield a line for each table of each run: what it is, and a hash of its numbers to the last digit."""
    for name, history, scale in RUNS:
        scenario = load_scenario(name, history=history, population_scale=scale)
        for seed in (1, 2):
            for table, rows in sorted(run_tables(scenario, seed).items()):
                text = rows.to_csv(index=False)
                yield f"{name} {history} seed {seed} {table}: {hashlib.sha256(text.encode()).hexdigest()}"


if __name__ == "__main__":
    sys.stdout.writelines(f"{line}\n" for line in fingerprints())
