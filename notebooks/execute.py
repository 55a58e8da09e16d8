"""Execute all notebooks of this folder, each from a fresh kernel; `--write` refreshes their stored outputs.

Exits with 1 and the traceback of the cell if a notebook fails or a cell does not end.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError

FOLDER = Path(__file__).resolve().parent
SECONDS_A_CELL = 300  # a loaded machine with cold caches may be slow; the point is that a hanging cell ends


def execute(file: Path, write: bool) -> float:
    """Execute one notebook and return the seconds it took; with `write`, store its outputs in it.

    Raises:
        CellExecutionError, CellTimeoutError: a cell failed or did not end.
    """
    notebook = nbformat.read(file, as_version=4)
    started = time.monotonic()
    client = NotebookClient(
        notebook,
        timeout=SECONDS_A_CELL,
        kernel_name="python3",
        record_timing=False,  # stored outputs hold no dates
        resources={"metadata": {"path": str(FOLDER)}},
    )
    client.execute()
    if write:
        notebook.metadata.pop("widgets", None)
        for cell in (one for one in notebook.cells if one.cell_type == "code"):  # warnings name paths of the machine
            cell.outputs = [out for out in cell.outputs if out.get("name") != "stderr"]
        notebook.metadata["language_info"] = {"name": "python"}  # the version would change with every machine
        nbformat.write(notebook, file)
    return time.monotonic() - started


def main() -> int:
    """Execute all or the given notebooks; stop at the first failure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("notebooks", nargs="*", type=Path, help="all in this folder if none is given")
    parser.add_argument("--write", action="store_true", help="store the outputs in the notebooks")
    given = parser.parse_args()
    for file in given.notebooks or sorted(FOLDER.glob("*.ipynb")):
        try:
            seconds = execute(file, given.write)
        except (CellExecutionError, CellTimeoutError) as error:
            sys.stderr.write(f"{file.name} failed:\n{error}\n")
            return 1
        sys.stdout.write(f"ok: {file.name} ({seconds:.0f} s)\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
