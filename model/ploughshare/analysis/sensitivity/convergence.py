"""Whether the indices have settled: the same indices from growing parts of the design that are designs of the method themselves."""

from __future__ import annotations

import numpy as np
import pandas as pd

from ploughshare.analysis.sensitivity.methods import COLUMNS, METHODS, Settings, compute_indices
from ploughshare.analysis.sensitivity.study import WHOLE, Study

SIZES = 5
"""how many sizes are shown, the whole included"""

FEW_SIZES = 3
"""the same for methods that take long"""

SETTLED = 0.05
"""change of an index, as a share of the largest, below which it has settled"""


def convergence(study: Study, settings: Settings | None = None) -> pd.DataFrame:
    """Return the indices that factors are ranked by, from growing parts of the design: columns `points` and those of indices.

    Parts are the first powers of two of Sobol's rows, the first trajectories of Morris, the first points of a random design. FAST
    and fractional factorials have no such parts: a piece of a search curve has other frequencies. Their table is empty.
    """
    settings = settings or Settings()
    method = METHODS[study.method]
    parts = []
    for blocks in sizes(study):
        part = study.first_blocks(blocks)
        table = compute_indices(part, settings)
        table.insert(0, "points", len(part.design))
        parts.append(table[(table["index"] == method.ranked_by) & (table["partner"] == "")])
    if not parts:
        return pd.DataFrame(columns=["points", *COLUMNS])
    return pd.concat(parts, ignore_index=True)


def sizes(study: Study) -> list[int]:
    """Return numbers of blocks, growing, the last one whole; empty when parts of the design are no designs."""
    if study.block == WHOLE:
        return []
    steps = FEW_SIZES if study.method in ("delta", "hdmr") else SIZES
    whole = len(study.design) // study.block
    least = max(2, -(-METHODS[study.method].fewest_points // study.block))
    if study.method == "sobol":
        grown = [2**power for power in range(1, whole.bit_length()) if least <= 2**power < whole]
    else:
        grown = [round(whole * share) for share in np.linspace(1 / steps, 1, steps)[:-1]]
    return [*[blocks for blocks in dict.fromkeys(grown) if least <= blocks < whole][-(steps - 1) :], whole]


def order(table: pd.DataFrame) -> list[str]:
    """Return factors by the size of their index, largest first."""
    sizes = table.assign(size=table["value"].abs()).sort_values(["size", "factor"], ascending=[False, True])
    return [str(name) for name in sizes["factor"]]


def last_change(grown: pd.DataFrame) -> float | None:
    """Return the largest change of an index between the last two sizes, over the largest index; None with fewer than two."""
    points = sorted(grown["points"].unique())
    if len(points) < 2:
        return None
    before, after = (grown[grown["points"] == size].set_index("factor")["value"] for size in points[-2:])
    top = float(after.abs().max())
    return float((after - before).abs().max()) / top if top > 0 else None
