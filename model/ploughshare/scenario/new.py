"""A new scenario as a copy of an old one."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from ploughshare.errors import OutputError, UsageError
from ploughshare.scenario.library import find_scenario

_NAME = re.compile(r"^[a-z][a-z0-9_-]*$")


def new_scenario(folder: Path, origin: str) -> Path:
    """Copy the scenario `origin` to `folder`, named after the folder, and return the folder.

    Raises:
        UsageError: the folder exists or its name cannot be a scenario's name.
        ScenarioNotFound: there is no such origin.
        OutputError: the folder cannot be written.
    """
    source = find_scenario(origin)
    name = folder.name
    if not _NAME.match(name):
        raise UsageError(f"{name!r} cannot be a scenario's name", hint="use lower-case letters, digits, - and _")
    if folder.exists():
        raise UsageError(f"{folder} exists already", hint="choose another folder")
    try:
        shutil.copytree(source, folder)
        _rename(folder, name)
    except OSError as error:
        raise OutputError.from_os_error(error, folder) from error
    return folder


def _rename(folder: Path, name: str) -> None:
    """Give the copy its name, also where its what-ifs say what they extend."""
    about = folder / "scenario.yaml"
    about.write_text(re.sub(r"(?m)^name: .*$", f"name: {name}", about.read_text(encoding="utf-8")), encoding="utf-8")
    for overlay in (folder / "what-if").glob("*.yaml"):
        text = re.sub(r"(?m)^extends: .*$", f"extends: {name}", overlay.read_text(encoding="utf-8"))
        overlay.write_text(text, encoding="utf-8")
