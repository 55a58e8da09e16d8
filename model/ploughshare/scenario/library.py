"""Where scenarios are found: in the current directory, in a checkout, or in the installed package."""

from __future__ import annotations

import os
from pathlib import Path

from ploughshare.errors import ScenarioNotFound

SCENARIO_FILE = "scenario.yaml"
"""The file that makes a folder a scenario."""

_PACKAGE = Path(__file__).resolve().parents[1]


def scenario_folders() -> list[Path]:
    """Return the folders that hold scenarios, the first to be searched first, existing ones only, each once.

    They are `scenarios/` in the current directory, `scenarios/` beside `model/` in a checkout, and the copy
    inside an installed package.
    """
    candidates = [Path.cwd() / "scenarios", *_checkout_folders(_PACKAGE), _PACKAGE / "scenarios"]
    resolved = [folder.resolve() for folder in candidates if os.path.isdir(folder)]
    return list(dict.fromkeys(resolved))


def known_scenarios() -> dict[str, Path]:
    """Return the folder of each scenario that can be called by name, in the order of the names."""
    found: dict[str, Path] = {}
    for folder in scenario_folders():
        for child in folder.iterdir():
            if _is_scenario(child):
                found.setdefault(child.name, child)
    return dict(sorted(found.items()))


def find_scenario(name_or_path: str) -> Path:
    """Return the folder of a scenario given by its path, the path of its `scenario.yaml`, or its name.

    A path wins over a name, so that inside a folder of one's own scenarios the near one is meant.

    Raises:
        ScenarioNotFound: nothing is there; it offers the nearest known name.
    """
    if name_or_path.strip():
        path = Path(name_or_path)
        folder = path.parent if path.name == SCENARIO_FILE else path
        if _is_scenario(folder):
            return folder.resolve()
    known = known_scenarios()
    if name_or_path in known:
        return known[name_or_path]
    raise ScenarioNotFound(name_or_path, known)


def _checkout_folders(package: Path) -> list[Path]:
    source_root = package.parent
    is_checkout = source_root.name == "model" and (source_root.parent / "pyproject.toml").is_file()
    return [source_root.parent / "scenarios"] if is_checkout else []


def _is_scenario(folder: Path) -> bool:
    # os.path.isfile is False, where Path.is_file raises, for names too long and folders one may not enter
    return os.path.isfile(folder / SCENARIO_FILE)
