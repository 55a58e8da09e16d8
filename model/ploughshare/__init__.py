"""Ploughshare simulates who disarms, who joins the army and who stays armed.

A scenario is data, a run is a pure function `(scenario, parameters, seed) -> tables`, an experiment is a
question asked of many runs. This file stays light: importing `ploughshare` loads neither Mesa nor NumPy.
"""

__all__ = ["__version__"]

__version__: str


def __getattr__(name: str) -> str:
    if name != "__version__":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("ploughshare")
    except PackageNotFoundError:
        return "0+unknown"
