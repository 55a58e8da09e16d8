"""The fingerprint of the code: every module that decides what a run yields is in it."""

from __future__ import annotations

import ast
from pathlib import Path

import ploughshare
from ploughshare.record.provenance import engine_modules

PACKAGE = Path(ploughshare.__file__).parent
BEGINNINGS = ("model.py", "record/tables.py", "analysis/outcomes.py", "analysis/experiments/factors.py")
"""a run lived, its tables, its outcomes, and how the values of factors get into its scenario"""


def imported_by(module: str) -> set[str]:
    """Return the modules of the package that a module imports, anywhere in it."""
    names: set[str] = set()
    for node in ast.walk(ast.parse((PACKAGE / module).read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("ploughshare."):
            base = str(node.module).removeprefix("ploughshare.").replace(".", "/")
            names |= {f"{base}.py", *(f"{base}/{alias.name}.py" for alias in node.names)}
    return {name for name in names if (PACKAGE / name).is_file()}


def test_whatever_a_run_is_computed_by_is_in_the_fingerprint_of_the_code() -> None:
    needed: set[str] = set()
    left = set(BEGINNINGS)
    while left:
        module = left.pop()
        needed.add(module)
        left |= imported_by(module) - needed
    assert {"record/named.py", "analysis/monthly_sums.py", "rules/trust.py"} <= needed  # the walk gets that far
    assert needed <= set(engine_modules())


def test_what_only_shows_results_is_not() -> None:
    assert not [name for name in engine_modules() if name.split("/")[0] in ("cli", "figures", "app")]
    assert "analysis/sweep/driver.py" not in engine_modules()
