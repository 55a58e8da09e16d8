"""Where scenarios and experiments are found: in the current directory, in a checkout, or in the installed package."""

from __future__ import annotations

import os
from pathlib import Path

from ploughshare.errors import ScenarioNotFound, UsageError, nearest

SCENARIO_FILE = "scenario.yaml"
"""The file that makes a folder a scenario."""

_PACKAGE = Path(__file__).resolve().parents[1]


def scenario_folders() -> list[Path]:
    """Return the folders that hold scenarios, the first to be searched first, existing ones only, each once.

    They are `scenarios/` in the current directory, `scenarios/` beside `model/` in a checkout, and the copy
    inside an installed package.
    """
    return _folders("scenarios")


def _folders(name: str) -> list[Path]:
    candidates = [Path.cwd() / name, *_checkout_folders(_PACKAGE, name), _PACKAGE / name]
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


def known_experiments() -> dict[str, Path]:
    """Return the file of each experiment that can be called by name, in the order of the names."""
    found: dict[str, Path] = {}
    for folder in _folders("experiments"):
        for file in folder.glob("*.yaml"):
            found.setdefault(file.stem, file)
    return dict(sorted(found.items()))


def find_experiment(name_or_path: str) -> Path:
    """Return the file of an experiment given by its path or its name; a path wins over a name.

    Raises:
        UsageError: nothing is there; it offers the nearest known name.
    """
    path = Path(name_or_path)
    if name_or_path.strip() and os.path.isfile(path):
        return path
    known = known_experiments()
    if name_or_path in known:
        return known[name_or_path]
    near = nearest(path.stem, known)
    listed = f"known experiments: {', '.join(known) or 'none'}"
    raise UsageError(
        f"there is no experiment {name_or_path[:80]!r}", hint=f"did you mean {near!r}? {listed}" if near else listed
    )


def _checkout_folders(package: Path, name: str) -> list[Path]:
    source_root = package.parent
    is_checkout = source_root.name == "model" and (source_root.parent / "pyproject.toml").is_file()
    return [source_root.parent / name] if is_checkout else []


def _is_scenario(folder: Path) -> bool:
    # os.path.isfile is False, where Path.is_file raises, for names too long and folders one may not enter
    return os.path.isfile(folder / SCENARIO_FILE)
