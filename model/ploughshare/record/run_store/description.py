"""What a sweep is, as `sweep.json` says it, and what has changed when somebody comes back with something else."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ploughshare.errors import UsageError
from ploughshare.record.run_folder import sync_folder
from ploughshare.scenario.overlays import plain_differences

DESCRIPTION_FILE, SCENARIO_FILE = "sweep.json", "scenario.json"
FORMAT = 1

IDENTITY = ("scenario", "method", "second_order", "sample_seed", "outcomes", "months", "seeds", "replicates")
"""entries of `sweep.json` that must be the same when a sweep is resumed; `size` may grow; factors, scenario and code are compared apart"""


@dataclass(frozen=True)
class Description:
    """The content of `sweep.json` and `scenario.json`."""

    entries: dict[str, Any]
    scenario: dict[str, Any]

    @property
    def runs(self) -> int:
        """Number of runs the sweep is meant to have."""
        return int(self.entries["runs"])


def is_store(folder: Path) -> bool:
    """Whether a folder holds a sweep."""
    return os.path.isfile(folder / DESCRIPTION_FILE)


def read_description(folder: Path, with_scenario: bool = False) -> Description:
    """Return what a store says it is.

    Raises:
        UsageError: the folder holds no sweep, or one of a newer format.
    """
    if not is_store(folder):
        raise UsageError(f"{folder} holds no sweep", hint="ploughshare results list shows the sweeps there are")
    try:
        entries = json.loads((folder / DESCRIPTION_FILE).read_text(encoding="utf-8"))
        written_in = int(entries["format"])
    except (ValueError, KeyError, TypeError):
        raise UsageError("this is not the description of a sweep", file=folder / DESCRIPTION_FILE) from None
    if written_in > FORMAT:
        raise UsageError(f"{folder} was written by a newer version of ploughshare", hint="update ploughshare")
    scenario = json.loads((folder / SCENARIO_FILE).read_text(encoding="utf-8")) if with_scenario else {}
    return Description(entries, scenario)


def write_description(folder: Path, description: Description) -> None:
    """Write `scenario.json`, then `sweep.json`: a folder is a store once the latter is there."""
    for name, content in ((SCENARIO_FILE, description.scenario), (DESCRIPTION_FILE, description.entries)):
        write_json(folder / name, content)
    sync_folder(folder)


def write_json(file: Path, content: dict[str, Any]) -> None:
    """Write a JSON file whole or not at all."""
    temporary = file.with_name(f".{file.name}")
    with open(temporary, "w", encoding="utf-8") as stream:
        json.dump(content, stream, indent=1, ensure_ascii=False)
        stream.write("\n")
        stream.flush()
        os.fsync(stream.fileno())
    os.replace(temporary, file)


def changes_since(before: Description, now: Description) -> Iterator[str]:
    """Say what differs between a stored sweep and the one asked for, one line a thing; `size` is left to the caller."""
    yield from _factor_changes(before.entries["factors"], now.entries["factors"])
    for entry in IDENTITY:
        if before.entries[entry] != now.entries[entry]:
            yield f"{entry}: {_short(before.entries[entry])} -> {_short(now.entries[entry])}"
    if before.entries["scenario_hash"] != now.entries["scenario_hash"]:
        found = plain_differences(before.scenario, now.scenario)
        told = [f"{one.path}: {_short(one.before)} -> {_short(one.after)}" for one in found[:3]]
        more = [f"and {len(found) - 3} more"] if len(found) > 3 else []
        yield "scenario: " + ", ".join([*told, *more])
    yield from _code_changes(before.entries["code"], now.entries["code"])


def _factor_changes(before: list[dict[str, Any]], now: list[dict[str, Any]]) -> Iterator[str]:
    """Say which factors came, went, or vary otherwise; titles may change."""
    old, new = ({factor["name"]: {**factor, "title": None} for factor in factors} for factors in (before, now))
    for name in dict.fromkeys([*old, *new]):
        if name not in new or name not in old:
            yield f"factor {name} {'was left out' if name in old else 'is new'}"
            continue
        for key in old[name]:
            if old[name][key] != new[name][key]:
                yield f"factor {name}: {key} {_short(old[name][key])} -> {_short(new[name][key])}"
    if list(old) != list(new) and set(old) == set(new):
        yield "the order of the factors"


def _code_changes(before: dict[str, Any], now: dict[str, Any]) -> Iterator[str]:
    old, new = before["modules"], now["modules"]
    changed = sorted(name for name in {*old, *new} if old.get(name) != new.get(name))
    if changed:
        listed = ", ".join(changed[:4]) + (f" and {len(changed) - 4} more" if len(changed) > 4 else "")
        versions = f"{before['version']} -> {now['version']}, " if before["version"] != now["version"] else ""
        yield f"code: {versions}{listed}"


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 80 else f"{text[:77]}..."
