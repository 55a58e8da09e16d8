"""One writer at a time: a lock on a folder that goes with its process, whatever ends it."""

from __future__ import annotations

import fcntl
import os
import platform
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

from ploughshare.errors import UsageError
from ploughshare.record.run_folder import writing

LOCK_FILE = "lock"


class FolderLock:
    """Exclusive right to write into a folder, held from `acquire` to `release`.

    The lock belongs to the open file, not to the file's existence: a process that is killed leaves the file but not the lock.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._stream: int | None = None

    def acquire(self) -> None:
        """Take the lock.

        Raises:
            UsageError: another process holds it; the message says which.
            OutputError: the folder cannot be written.
        """
        with writing(self.folder):
            stream = os.open(self.folder / LOCK_FILE, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.pread(stream, 200, 0).decode(errors="replace").strip() or "another process"
            os.close(stream)
            raise UsageError(
                f"another sweep is writing here: {holder}",
                hint="wait until it ends, or choose another folder with --out",
                file=self.folder,
            ) from None
        started = datetime.now(UTC).isoformat(timespec="seconds")
        with writing(self.folder):
            os.ftruncate(stream, 0)
            os.pwrite(stream, f"process {os.getpid()} on {platform.node()} since {started}".encode(), 0)
        self._stream = stream

    def release(self) -> None:
        """Let go of the lock; without one, do nothing."""
        if self._stream is not None:
            os.close(self._stream)
            self._stream = None

    def __enter__(self) -> FolderLock:
        self.acquire()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()
