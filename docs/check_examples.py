"""Run the shell and Python examples of README.md and the docs, in order, in an empty folder.

Examples are fenced blocks marked `sh` or `python`. The two installation commands are run by `.ci/run` itself and left out here.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BLOCK = re.compile(r"```(sh|python)\n(.*?)```", re.DOTALL)


def examples() -> list[tuple[str, str]]:
    """Return language and text of every example, shell first: Python examples read what they left."""
    blocks = [
        match.groups()
        for file in (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))
        for match in BLOCK.finditer(file.read_text(encoding="utf-8"))
        if "pip install" not in match.group(2)
    ]
    return sorted(((language, text) for language, text in blocks), key=lambda block: block[0] == "python")


def main() -> int:
    """Run everything; stop at the first failure."""
    with tempfile.TemporaryDirectory() as folder:
        for language, text in examples():
            command = ["bash", "-euc", text] if language == "sh" else [sys.executable, "-c", text]
            done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
            if done.returncode != 0:
                sys.stderr.write(f"example failed:\n{text}\n{done.stdout}\n{done.stderr}\n")
                return 1
            sys.stdout.write(f"ok: {text.strip().splitlines()[0]} ...\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
