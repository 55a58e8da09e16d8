"""Ploughshare simulates who disarms, who joins the army and who stays armed.

A scenario is data, a run is a pure function `(scenario, parameters, seed) -> tables`, an experiment is a
question asked of many runs. From Python:

    import ploughshare as ps
    country = ps.load("training")
    found = ps.compare(country, country.with_("wages-paid-on-time"), seeds=20)
    found.differences

This file stays light: importing `ploughshare` loads neither Mesa nor NumPy; `ploughshare.api` is loaded by the first call.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ploughshare.api import columns, compare, explain, load, run

__all__ = ["__version__", "columns", "compare", "explain", "load", "run"]

__version__: str

_CALLS = ("columns", "compare", "explain", "load", "run")


def __getattr__(name: str) -> Any:
    if name in _CALLS:
        from ploughshare import api

        return getattr(api, name)
    if name != "__version__":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("ploughshare")
    except PackageNotFoundError:
        return "0+unknown"


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
