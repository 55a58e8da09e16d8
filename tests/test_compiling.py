"""Machine code that is kept between processes is never older than the equations it was made from."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import ploughshare
from ploughshare import compiling

PACKAGE = Path(ploughshare.__file__).parent
DRAW = """
from ploughshare import philox
from ploughshare.randomness import AddressedRandom
print(philox.__file__, AddressedRandom(1).exponential(1, 0, 5))
"""


def drawn(root: Path) -> tuple[str, float]:
    """Return where a copy of the package stands and a number drawn by it, in a process of its own."""
    environment = {name: value for name, value in os.environ.items() if name != "NUMBA_CACHE_DIR"}
    done = subprocess.run(
        [sys.executable, "-c", DRAW],
        env={**environment, "PYTHONPATH": str(root)},
        capture_output=True,
        text=True,
        check=True,
    )
    file, number = done.stdout.split()
    return file, float(number)


def test_a_changed_equation_is_compiled_anew_also_where_it_is_called_from_another_file(tmp_path: Path) -> None:
    copy = tmp_path / "ploughshare"
    shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("__pycache__"))
    file, before = drawn(tmp_path)
    assert Path(file).is_relative_to(tmp_path)
    assert drawn(tmp_path)[1] == before
    arithmetic = copy / "arithmetic.py"
    text = arithmetic.read_text(encoding="utf-8")
    assert text.count("    return result if x < _INFINITE else x") == 1
    arithmetic.write_text(text.replace("return result if x", "return 2.0 * result if x"), encoding="utf-8")
    assert drawn(tmp_path)[1] == 2 * before


def test_every_compiled_module_counts_for_the_name_of_the_folder() -> None:
    named = {file for pattern in compiling.COMPILED for file in PACKAGE.glob(pattern)}
    users = {f for f in PACKAGE.rglob("*.py") if "ploughshare.compiling import" in f.read_text(encoding="utf-8")}
    assert users and users <= named


def test_the_name_changes_with_any_of_the_text(tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "trust.py").write_text("gain = 1\n", encoding="utf-8")
    before = compiling.source_fingerprint(tmp_path)
    assert compiling.source_fingerprint(tmp_path) == before
    (tmp_path / "rules" / "trust.py").write_text("gain = 2\n", encoding="utf-8")
    assert compiling.source_fingerprint(tmp_path) != before
