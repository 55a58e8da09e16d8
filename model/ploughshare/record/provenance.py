"""Where a run comes from and how to make it again."""

from __future__ import annotations

import hashlib
import platform
import shlex
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from ploughshare.scenario.overlays import scenario_hash
from ploughshare.scenario.schema import Scenario


@dataclass(frozen=True)
class RunRequest:
    """What was asked for on the command line or from Python."""

    scenario: str
    """name or folder, as given"""
    overlays: tuple[str, ...] = ()
    settings: tuple[str, ...] = ()
    history: str | None = None
    population_scale: float | None = None
    seeds: tuple[int, ...] = (1,)

    def command(self) -> str:
        """Return the command that makes the run again."""
        words = ["ploughshare", "run", self.scenario, *self.overlays]
        words += ["--seeds", str(len(self.seeds)), "--first-seed", str(self.seeds[0])]
        if self.history is not None:
            words += ["--history", self.history]
        if self.population_scale is not None:
            words += ["--scale", str(self.population_scale)]
        for setting in self.settings:
            words += ["--set", setting]
        return shlex.join(words)


def describe_run(
    request: RunRequest, scenario: Scenario, started: datetime, finished: Sequence[int], failed: dict[int, str]
) -> dict[str, Any]:
    """Return the content of `run.json`: what was run, with what, by which code, and the command that remakes it."""
    now = datetime.now(UTC)
    return {
        "scenario": scenario.about.name,
        "scenario_hash": scenario_hash(scenario),
        "history": scenario.about.history,
        "population_scale": scenario.about.population_scale,
        "overlays": list(request.overlays),
        "settings": list(request.settings),
        "seeds": list(request.seeds),
        "finished_seeds": sorted(finished),
        "failed_seeds": {str(seed): message for seed, message in sorted(failed.items())},
        "command": request.command(),
        **code_version(),
        "python": platform.python_version(),
        "mesa": version("mesa"),
        "numpy": version("numpy"),
        "pandas": version("pandas"),
        "started_utc": started.isoformat(timespec="seconds"),
        "finished_utc": now.isoformat(timespec="seconds"),
        "wall_seconds": round((now - started).total_seconds(), 1),
        "parameters": {
            name: {"value": parameter.value, "source": parameter.source_of("value")}
            for name, parameter in scenario.parameters.items()
        },
        "not_modelled": [text.model_dump() for text in scenario.about.not_modelled],
    }


def code_version() -> dict[str, Any]:
    """Return version, git commit and whether the checkout has changes; commit is none outside a checkout."""
    checkout = Path(__file__).resolve().parents[3]
    commit = _git(checkout, "rev-parse", "HEAD") if (checkout / "pyproject.toml").is_file() else None
    changes = _git(checkout, "status", "--porcelain", "--untracked-files=no") if commit else None
    return {
        "version": version("ploughshare"),
        "git_commit": commit,
        "git_dirty": bool(changes) if commit else None,
    }


_SIDE_FOLDERS = ("analysis", "app", "cli", "figures", "record")
"""folders of the package that read, draw, print and store: what a run yields does not depend on them, but for the parts below"""
_MEASURING = (
    "record/columns.py",
    "record/described.py",
    "record/indicators.py",
    "record/named.py",
    "record/tables.py",
    "record/trust_table.py",
    "analysis/experiments/factors.py",
    "analysis/experiments/places.py",
    "analysis/experiments/spreads.py",
    "analysis/monthly_sums.py",
    "analysis/outcome_catalogue.py",
    "analysis/outcome_measures.py",
    "analysis/outcomes.py",
)


@lru_cache(maxsize=1)
def engine_modules() -> dict[str, str]:
    """Return module -> fingerprint of its text, for all modules that decide what a run yields, as this process has them."""
    package = Path(__file__).resolve().parents[1]
    modules = {file.relative_to(package).as_posix(): file for file in sorted(package.rglob("*.py"))}
    return {
        name: hashlib.sha256(file.read_bytes()).hexdigest()[:12]
        for name, file in modules.items()
        if name in _MEASURING or name.split("/")[0] not in _SIDE_FOLDERS
    }


def engine_hash() -> str:
    """Return one fingerprint of all of `engine_modules`."""
    text = "".join(f"{name}:{fingerprint}\n" for name, fingerprint in engine_modules().items())
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _git(folder: Path, *words: str) -> str | None:
    try:
        done = subprocess.run(["git", *words], cwd=folder, capture_output=True, text=True, timeout=10, check=True)
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.strip()
