"""The same bytes with AVX-512 and without: another compilation target for kernels, other loops in NumPy."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from numpy._core._multiarray_umath import __cpu_dispatch__, __cpu_features__

CHECKED_FINGERPRINTS = """
import os
from numpy._core._multiarray_umath import __cpu_features__
from tests.fingerprints import fingerprints
assert not any(__cpu_features__[name] for name in os.environ.get("NPY_DISABLE_CPU_FEATURES", "").split())
print(*fingerprints(), sep="\\n")
"""
ROOT = Path(__file__).parents[1]
WITHOUT_AVX512 = {
    "NUMBA_CPU_NAME": "haswell",
    "NUMBA_CPU_FEATURES": "+avx2,+sse4.2",
    "NPY_DISABLE_CPU_FEATURES": " ".join(  # as this NumPy calls them: X86_V4 since 2.4
        name for name in __cpu_dispatch__ if __cpu_features__[name] and ("AVX512" in name or name == "X86_V4")
    ),
}


def fingerprints_with(**environment: str) -> str:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", CHECKED_FINGERPRINTS],
        env={**os.environ, **environment},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


@pytest.mark.slow
def test_whole_runs_give_the_same_bytes_without_avx512(tmp_path: Path) -> None:
    assert fingerprints_with() == fingerprints_with(NUMBA_CACHE_DIR=str(tmp_path), **WITHOUT_AVX512)
