"""The package from Python and notebooks: load a scenario, change it, run it, compare it; results are pandas frames.

    import ploughshare as ps
    country = ps.load("training")
    paid = country.with_("wages-paid-on-time")
    found = ps.compare(country, paid, seeds=20, outcomes=["integrated", "desertions"])
    found.differences

Everything here is also reached as `ploughshare.load`, `ploughshare.run`, `ploughshare.compare` and `ploughshare.explain`. Processes start only
with `jobs` above 1; a script then needs `if __name__ == "__main__":` around its calls, as Python's multiprocessing asks.
"""

from ploughshare.api.calls import columns, compare, explain, run
from ploughshare.api.comparison_result import ComparisonResult
from ploughshare.api.explanation_result import ExplanationResult
from ploughshare.api.handle import ScenarioHandle, load
from ploughshare.api.run_result import RunResult

__all__ = [
    "ComparisonResult",
    "ExplanationResult",
    "RunResult",
    "ScenarioHandle",
    "columns",
    "compare",
    "explain",
    "load",
    "run",
]
