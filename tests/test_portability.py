"""The same bytes with AVX-512 and without: another compilation target for kernels, other loops in NumPy."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from numpy._core._multiarray_umath import __cpu_dispatch__, __cpu_features__

FINGERPRINT = """
import hashlib, os
from numpy._core._multiarray_umath import __cpu_features__
assert not any(__cpu_features__[name] for name in os.environ.get("NPY_DISABLE_CPU_FEATURES", "").split())
from ploughshare.record.tables import run_tables
from ploughshare.scenario.loading import load_scenario
tables = run_tables(load_scenario("training", population_scale=0.3), 1)
text = "".join(table.to_csv(index=False) for _, table in sorted(tables.items()))
print(hashlib.sha256(text.encode()).hexdigest())
"""
WITHOUT_AVX512 = {
    "NUMBA_CPU_NAME": "haswell",
    "NUMBA_CPU_FEATURES": "+avx2,+sse4.2",
    "NPY_DISABLE_CPU_FEATURES": " ".join(  # as this NumPy calls them: X86_V4 since 2.4
        name for name in __cpu_dispatch__ if __cpu_features__[name] and ("AVX512" in name or name == "X86_V4")
    ),
}


def fingerprint(**environment: str) -> str:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", FINGERPRINT],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


@pytest.mark.slow
def test_a_run_gives_the_same_bytes_without_avx512(tmp_path: Path) -> None:
    assert fingerprint() == fingerprint(NUMBA_CACHE_DIR=str(tmp_path), **WITHOUT_AVX512)
