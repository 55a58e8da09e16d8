"""Progress of a sweep: a bar on a terminal, log lines without one, or one JSON object a line; and stopping in good order."""

from __future__ import annotations

import json
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any, Protocol

import typer

if TYPE_CHECKING:
    from ploughshare.analysis.sweep.driver import Progress
    from ploughshare.record.run_store.manifest import Failure

LINE_SECONDS = 10.0
"""without a terminal, one line each so many seconds"""
MOST_FAILURES_TOLD = 5


class Shown(Protocol):
    """Whoever shows progress."""

    def started(self, folder: Path, finished: int, total: int) -> None:
        """The sweep begins, with so many runs on record already."""

    def progress(self, progress: Progress) -> None:
        """So far is it."""

    def failed(self, failure: Failure) -> None:
        """A run ended in an error."""

    def ended(self, folder: Path, complete: bool, finished: int, failed: int, total: int) -> None:
        """The sweep is over, or was stopped."""


@contextmanager
def progress_for(as_json: bool) -> Iterator[Shown]:
    """Give what shows progress here: JSON to stdout if asked for, else a bar or lines to stderr."""
    if as_json:
        yield Events()
    elif sys.stderr.isatty():
        with Bar() as bar:
            yield bar
    else:
        yield Lines()


class Events:
    """One JSON object a line, each with `event`."""

    def started(self, folder: Path, finished: int, total: int) -> None:
        """Event `started`."""
        self._say("started", folder=str(folder), finished=finished, total=total)

    def progress(self, progress: Progress) -> None:
        """Event `progress`."""
        self._say("progress", **_rounded(progress))

    def failed(self, failure: Failure) -> None:
        """Event `failed`."""
        self._say("failed", **vars(failure))

    def ended(self, folder: Path, complete: bool, finished: int, failed: int, total: int) -> None:
        """Event `finished` or `stopped`."""
        event = "finished" if complete else "stopped"
        self._say(event, folder=str(folder), finished=finished, failed=failed, total=total)

    def _say(self, event: str, **details: Any) -> None:
        typer.echo(json.dumps({"event": event, **details}, ensure_ascii=False))
        sys.stdout.flush()


class Lines:
    """Log lines on stderr."""

    def __init__(self) -> None:
        self._told = -LINE_SECONDS
        self._failures = 0

    def started(self, folder: Path, finished: int, total: int) -> None:
        """Say where the runs go."""
        _write(f"{folder}: {finished:,} of {total:,} runs on record")

    def progress(self, progress: Progress) -> None:
        """Say how far it is, now and then."""
        if time.monotonic() - self._told >= LINE_SECONDS:
            self._told = time.monotonic()
            _write(progress_text(progress))

    def failed(self, failure: Failure) -> None:
        """Tell the first few failures."""
        self._failures += 1
        if self._failures <= MOST_FAILURES_TOLD:
            _write(f"failed: point {failure.point}, seed {failure.seed}: {failure.error}")

    def ended(self, folder: Path, complete: bool, finished: int, failed: int, total: int) -> None:
        """Say what is on record."""
        state = "finished" if complete else "stopped"
        _write(f"{folder}: {state} with {finished:,} of {total:,} runs on record, {failed:,} failed")


class Bar(Lines):
    """A bar on the terminal that goes when the sweep ends."""

    def __enter__(self) -> Bar:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

        self._bar = Progress(
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.description}"),
            console=Console(stderr=True),
            transient=True,
        )
        self._task = self._bar.add_task("waiting for the first run", total=None)
        self._bar.start()
        return self

    def __exit__(self, *exception: object) -> None:
        self._bar.stop()

    def started(self, folder: Path, finished: int, total: int) -> None:
        """Set the bar to what is on record."""
        super().started(folder, finished, total)
        self._bar.update(self._task, total=total, completed=finished)

    def progress(self, progress: Progress) -> None:
        """Move the bar."""
        text = progress_text(progress).partition(" runs, ")[2] or "waiting for the first run"
        self._bar.update(self._task, completed=progress.finished, description=text)


def progress_text(progress: Progress) -> str:
    """Return progress in words: done of total, runs a second, time left, failures, workers."""
    words = [f"{progress.finished:,} of {progress.total:,} runs"]
    if progress.runs_per_second > 0:
        words.append(f"{progress.runs_per_second:.3g} a second")
    if progress.seconds_left is not None and progress.seconds_left > 0:
        words.append(f"about {duration(progress.seconds_left)} left")
    if progress.failed:
        words.append(f"{progress.failed:,} failed")
    words.append(f"{progress.workers} workers" if progress.workers != 1 else "1 worker")
    return ", ".join(words)


def duration(seconds: float) -> str:
    """Return a duration for people: `40 s`, `12 min`, `3 h 20 min`."""
    if seconds < 90:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 90 else f"{minutes // 60} h {minutes % 60} min"


@contextmanager
def stop_on_signals() -> Iterator[Callable[[], bool]]:
    """Give a question, whether to stop: yes after Ctrl-C, an end by the batch system, or a lost connection.

    The first signal lets what is finished be put on record; a second Ctrl-C stops at once.
    """
    asked: list[int] = []

    def note(number: int, frame: FrameType | None) -> None:
        if asked:
            raise KeyboardInterrupt
        asked.append(number)
        if number == signal.SIGINT:
            _write("stopping; Ctrl-C again stops at once")

    kinds = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP]
    before = {kind: signal.signal(kind, note) for kind in kinds}
    try:
        yield lambda: bool(asked)
    finally:
        for kind, handler in before.items():
            signal.signal(kind, handler)


def _rounded(progress: Progress) -> dict[str, Any]:
    shown = dict(vars(progress))
    shown["runs_per_second"] = round(progress.runs_per_second, 3)
    shown["seconds_left"] = None if progress.seconds_left is None else round(progress.seconds_left, 1)
    return shown


def _write(text: str) -> None:
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()
