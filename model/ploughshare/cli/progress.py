"""Progress on stderr: a bar on a terminal, a few lines elsewhere."""

from __future__ import annotations

import sys
import time


class ProgressBar:
    """Months lived and runs finished, with the time left; `noun` is what one run is called.

    Off a terminal it writes a line a run, or a line each tenth of the way where there are more than twenty.
    """

    def __init__(self, months: int, runs: int, noun: str = "seed") -> None:
        self.months, self.runs, self.noun, self.done = months, runs, noun, 0
        self.terminal = sys.stderr.isatty()

    def __enter__(self) -> ProgressBar:
        if self.terminal:
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

            self.bar = Progress(
                TextColumn("{task.description}"),
                BarColumn(),
                TextColumn("{task.fields[runs]}"),
                MofNCompleteColumn(),
                TextColumn("months"),
                TimeRemainingColumn(),
                console=Console(stderr=True),
                transient=True,
            )
            self.task = self.bar.add_task("running", total=self.runs * self.months, runs=self._counted(0))
            self.bar.start()
        self.started = time.monotonic()
        return self

    def _counted(self, done: int) -> str:
        return f"{done}/{self.runs} {self.noun}s"

    def months_lived(self, months: int) -> None:
        """So many more months have been lived."""
        if self.terminal:
            self.bar.advance(self.task, months)

    def seed_finished(self) -> None:
        """One more run is finished."""
        self.finished(self.done + 1, self.runs)

    def finished(self, done: int, planned: int) -> None:
        """So many runs are finished of those planned so far."""
        self.done, self.runs = done, planned
        if self.terminal:
            self.bar.update(self.task, total=planned * self.months, runs=self._counted(done))
        elif planned <= 20 or done == planned or done % (planned // 10) == 0:
            left = (planned - done) * (time.monotonic() - self.started) / done
            sys.stderr.write(f"{self.noun} {done} of {planned} finished, about {left:.0f} s left\n")

    def __exit__(self, *exception: object) -> None:
        if self.terminal:
            self.bar.stop()
