"""The manifest: one JSON line for each part and for each failure, in the order in which they happened."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from ploughshare.errors import UsageError
from ploughshare.record.run_folder import sync_folder

MANIFEST_FILE = "manifest.jsonl"


@dataclass(frozen=True)
class Failure:
    """A run that ended in an error; it is run again when the sweep is resumed."""

    key: str
    point: int
    replicate: int
    seed: int
    error: str


@dataclass
class Part:
    """One file of runs."""

    name: str
    runs: int
    level: int = 0
    """how often its runs have been merged into a larger part"""


@dataclass
class Manifest:
    """What the manifest says: parts alive, parts replaced by larger ones, keys of finished runs, failures not yet made good."""

    parts: dict[str, Part] = field(default_factory=dict)
    replaced: set[str] = field(default_factory=set)
    finished: set[str] = field(default_factory=set)
    failures: dict[str, Failure] = field(default_factory=dict)
    seconds: float = 0.0
    """time that finished runs took by the clock, summed over workers"""
    sessions: dict[str, str] = field(default_factory=dict)
    """when a writer opened the store -> when it last put runs on record, both UTC"""
    whole_bytes: int = 0
    """length of the file up to the last line that is whole"""

    @property
    def wall_seconds(self) -> float:
        """Time by the clock from the opening of the store to the last runs on record, pauses between sessions left out."""
        spans = (datetime.fromisoformat(last) - datetime.fromisoformat(first) for first, last in self.sessions.items())
        return sum(span.total_seconds() for span in spans)

    def note(self, line: dict[str, Any]) -> None:
        """Take in one line."""
        if "part" in line:
            part = Part(line["part"], line["runs"], line.get("level", 0))
            self.parts[part.name] = part
            for name in line.get("replaces", ()):
                self.parts.pop(name, None)
                self.replaced.add(name)
            self.finished.update(line.get("keys", ()))
            self.seconds += line.get("seconds", 0.0)
            for key in line.get("keys", ()):
                self.failures.pop(key, None)
        self.sessions.update(line.get("sessions", {}))
        if "failed" in line:
            failure = Failure(**line["failed"])
            if failure.key not in self.finished:
                self.failures[failure.key] = failure
        for key in line.get("forgotten", ()):
            self.failures.pop(key, None)


def read_manifest(folder: Path) -> Manifest:
    """Return what the manifest of a store says; a last line that was cut off is left out."""
    manifest = Manifest()
    try:
        content = (folder / MANIFEST_FILE).read_bytes()
    except FileNotFoundError:
        return manifest
    manifest.whole_bytes = content.rfind(b"\n") + 1
    for number, line in enumerate(content[: manifest.whole_bytes].splitlines(), start=1):
        try:
            manifest.note(json.loads(line))
        except (ValueError, KeyError, TypeError):
            raise UsageError(
                "this line of the manifest is damaged",
                hint="remove the line: what it says is found again in parts/ when the sweep is resumed",
                file=folder / MANIFEST_FILE,
                line=number,
            ) from None
    return manifest


def cut_torn_line(folder: Path, manifest: Manifest) -> None:
    """Take a last line that was cut off out of the file, so that the next one begins on its own."""
    file = folder / MANIFEST_FILE
    if file.exists() and file.stat().st_size > manifest.whole_bytes:
        os.truncate(file, manifest.whole_bytes)


def append_lines(folder: Path, lines: Iterable[dict[str, Any]]) -> None:
    """Append lines and flush them to the disk."""
    text = "".join(json.dumps(line, separators=(",", ":")) + "\n" for line in lines)
    with open(folder / MANIFEST_FILE, "ab") as stream:
        stream.write(text.encode())
        stream.flush()
        os.fsync(stream.fileno())


def rewrite(folder: Path, lines: Iterable[dict[str, Any]]) -> None:
    """Replace the whole manifest at once."""
    temporary = folder / f".{MANIFEST_FILE}"
    with open(temporary, "wb") as stream:
        for line in lines:
            stream.write((json.dumps(line, separators=(",", ":")) + "\n").encode())
        stream.flush()
        os.fsync(stream.fileno())
    os.replace(temporary, folder / MANIFEST_FILE)
    sync_folder(folder)
