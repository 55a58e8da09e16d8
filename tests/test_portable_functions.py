"""Nothing on the way to a result calls what processors, libraries or versions of Python work out differently."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from numpy._core._multiarray_umath import __cpu_dispatch__, __cpu_features__

import ploughshare

PACKAGE = Path(ploughshare.__file__).parent
READ_RESULTS = ("analysis", "api", "cli", "figures")
"""Packages that read finished runs or draw what is to be run, and live none."""

ELEMENTARY = {
    "exp", "exp2", "expm1", "log", "log2", "log10", "log1p", "logaddexp", "logaddexp2", "pow", "power", "float_power",
    "sin", "cos", "tan", "asin", "acos", "atan", "atan2", "arcsin", "arccos", "arctan", "arctan2", "sinh", "cosh", "tanh",
    "arcsinh", "arccosh", "arctanh", "hypot", "cbrt", "sinc", "erf", "erfc", "gamma", "lgamma", "expit", "logit",
}  # fmt: skip
"""The C library and NumPy choose other code for other processors: `ploughshare.arithmetic` has the same functions."""
BY_BLAS = {
    "dot", "vdot", "inner", "matmul", "tensordot", "einsum", "vecdot", "matvec", "vecmat", "convolve", "correlate", "cov",
    "corrcoef", "polyfit", "linalg", "fft", "interp",
}  # fmt: skip
"""Sums of products, in an order or with fused steps that depend on the library and the processor."""
OF_STREAMS = {"random", "shuffle", "default_rng"}
"""Random numbers by order of drawing; those of a run have addresses."""
LIBRARIES = {"np", "numpy", "math", "cmath", "scipy", "special", "random", "statistics"}

ALLOWED = {
    ("programmes/programme.py", "@"): "of true and false: whether there is any, no number is added",
    ("scenario/checks/parameters.py", "exp"): "bounds of a prior in a message; no number of a run",
}
"""File and function, and why it may stand there."""
SUMS_OF_WHOLE_NUMBERS = {
    "agents/coalition.py": "seats, and allowances in whole XOF",
    "agents/conditions.py": "violent events",
    "agents/government.py": "persons under arms; boycotts",
    "kernels/leading.py": "compiled by Numba, which adds one after the other",
    "model.py": "persons",
    "oracle/birth.py": "bits",
    "oracle/counting.py": "persons",
    "oracle/leading.py": "persons",
    "oracle/movement.py": "persons",
    "oracle/placement.py": "places",
    "oracle/shares.py": "persons",
    "oracle/stakes.py": "places and persons",
    "processes/choice_tables.py": "bits",
    "processes/stock.py": "persons under arms",
    "programmes/registrations.py": "persons under arms",
    "record/run_store/manifest.py": "seconds that a run took; no number of it",
    "record/run_store/reading.py": "bytes and files",
    "rules/choice.py": "arrays, added one after the other",
    "scenario/checks/programmes.py": "persons",
    "scenario/checks/sums.py": "a check with a tolerance",
}
"""Files in which the built-in `sum` stands, and why it may: since Python 3.12 it rounds sums of broken numbers otherwise."""


def sources() -> Iterator[tuple[str, ast.Module]]:
    """Yield every file on the way to a result, by its path below the package."""
    for file in sorted(PACKAGE.rglob("*.py")):
        name = file.relative_to(PACKAGE).as_posix()
        if not name.startswith(tuple(f"{part}/" for part in READ_RESULTS)):
            yield name, ast.parse(file.read_text(encoding="utf-8"))


def unportable(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """Yield each function or operator that is not the same everywhere, and its line."""
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(value=ast.Name(id=library), attr=name) if library in LIBRARIES:
                if name in ELEMENTARY | BY_BLAS | OF_STREAMS:
                    yield name, node.lineno
            case ast.ImportFrom(module=str(module), names=names) if module.split(".")[0] in LIBRARIES:
                yield from ((alias.name, node.lineno) for alias in names if alias.name in ELEMENTARY | BY_BLAS)
            case ast.Call(func=ast.Attribute(attr="dot")):
                yield "dot", node.lineno
            case ast.Call(func=ast.Name(id="pow")):
                yield "pow", node.lineno
            case ast.BinOp(op=ast.MatMult()) | ast.AugAssign(op=ast.MatMult()):
                yield "@", node.lineno
            case ast.BinOp(op=ast.Pow(), left=base, right=exponent) if not (_constant(base) and _constant(exponent)):
                yield "**", node.lineno
            case ast.AugAssign(op=ast.Pow()):
                yield "**", node.lineno


def _constant(node: ast.expr) -> bool:
    return isinstance(node.operand if isinstance(node, ast.UnaryOp) else node, ast.Constant)


def test_no_rule_calls_what_processors_work_out_differently() -> None:
    found = {(name, function): line for name, tree in sources() for function, line in unportable(tree)}
    assert {place: line for place, line in found.items() if place not in ALLOWED} == {}
    assert set(ALLOWED) <= set(found), "an allowed place that is no longer there"


def test_the_built_in_sum_adds_whole_numbers_only() -> None:
    calls = {
        name
        for name, tree in sources()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "sum"
    }
    assert calls - set(SUMS_OF_WHOLE_NUMBERS) == set()


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("np.exp(x)", "exp"),
        ("math.log(x)", "log"),
        ("from math import sin", "sin"),
        ("a @ b", "@"),
        ("a.dot(b)", "dot"),
        ("x ** 0.5", "**"),
        ("np.linalg.norm(x)", "linalg"),
        ("np.random.default_rng()", "random"),
    ],
)
def test_what_is_looked_for_is_found(source: str, expected: str) -> None:
    assert [name for name, _ in unportable(ast.parse(source))] == [expected]


@pytest.mark.parametrize("source", ["2.0**-53", "np.sqrt(x)", "arithmetic.exp(x)", "x.sum()", "np.cumsum(x)"])
def test_what_is_the_same_everywhere_is_let_pass(source: str) -> None:
    assert list(unportable(ast.parse(source))) == []


# -- sums, means and roots are the same with narrower vectors --------------------------------------------------------

SUMS = """
import hashlib
import numpy as np
rng, text = np.random.default_rng(1), hashlib.sha256()
for rows in (1, 7, 8, 9, 31, 128, 129, 1000, 74001):
    numbers = np.ldexp(rng.random((rows, 5)), rng.integers(-9, 9, (rows, 5)))
    for array in (numbers, numbers[:, 0], numbers[::2], np.asfortranarray(numbers), numbers.astype(np.float32)):
        for law in (np.sum, np.mean, np.cumsum, np.sqrt, np.add.reduce):
            text.update(np.asarray(law(array)).tobytes())
        for axis in range(array.ndim):
            text.update(np.sum(array, axis=axis).tobytes())
print(text.hexdigest())
"""


def test_sums_do_not_depend_on_the_width_of_vectors() -> None:
    """NumPy adds in an order that only the length and layout of an array decide."""
    wider = " ".join(name for name in __cpu_dispatch__ if __cpu_features__[name])
    found = {
        subprocess.run(
            [sys.executable, "-W", "ignore", "-c", SUMS],
            env={**os.environ, "NPY_DISABLE_CPU_FEATURES": disabled},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for disabled in ("", wider)
    }
    assert len(found) == 1
