"""From a sweep to the studies of its outcomes: which method may read which design, and what things are called."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ploughshare.analysis.sensitivity.methods import METHODS, Settings
from ploughshare.analysis.sensitivity.report import Sensitivity, analyse
from ploughshare.analysis.sensitivity.study import Study
from ploughshare.analysis.sensitivity.wording import Labels
from ploughshare.analysis.sweep_table import SweepTable
from ploughshare.errors import UsageError, nearest

GIVEN_SAMPLE = ("pawn", "delta", "rbd_fast", "hdmr")
"""methods that read any sample that fills the space of factors"""

SPACE_FILLING = (*GIVEN_SAMPLE, "latin", "random", "sobol_sequence")
"""designs that they may read: each point stands alone"""


def methods_for(sweep: SweepTable) -> tuple[str, ...]:
    """Return the methods that may read the design of a sweep, its own first; none for a grid."""
    if sweep.method in SPACE_FILLING:
        own = (sweep.method,) if sweep.method in METHODS else ()
        return tuple(dict.fromkeys((*own, *GIVEN_SAMPLE)))
    return (sweep.method,) if sweep.method in METHODS else ()


def chosen_method(sweep: SweepTable, asked: str | None) -> str:
    """Return the method to use: the one asked for, or that of the design.

    Raises:
        UsageError: there is no such method, or it cannot read this design.
    """
    able = methods_for(sweep)
    if not able:
        raise UsageError(
            f"a {sweep.method} design has no sensitivity indices",
            hint="ploughshare discover finds rules in it; for indices sample with sobol, morris or latin",
        )
    if asked is None:
        return able[0]
    if asked not in METHODS:
        near = nearest(asked, METHODS)
        raise UsageError(
            f"there is no method {asked!r}", hint=f"did you mean {near}?" if near else f"methods: {', '.join(METHODS)}"
        )
    if asked not in able:
        message = f"{asked} cannot read a {sweep.method} design"
        raise UsageError(message, hint=f"this design is for {', '.join(able)}")
    return asked


def chosen_outcomes(sweep: SweepTable, asked: Sequence[str]) -> list[str]:
    """Return the outcomes asked for, or all of the sweep.

    Raises:
        UsageError: the sweep did not measure one of them.
    """
    known = [outcome.name for outcome in sweep.outcomes]
    for name in asked:
        if name not in known:
            near = nearest(name, known)
            listed = f"this sweep measured {', '.join(known)}"
            raise UsageError(
                f"this sweep has no outcome {name!r}", hint=f"did you mean {near}? {listed}" if near else listed
            )
    return list(asked) or known


def study_of(sweep: SweepTable, outcome: str, method: str) -> Study:
    """Return the study of one outcome."""
    names = [factor.name for factor in sweep.factors]
    runs = sweep.runs[["point", "replicate", outcome]].rename(columns={outcome: "value"})
    seed = next((factor.name for factor in sweep.factors if factor.is_seed), None)
    return Study(
        method,
        sweep.problem(),
        sweep.design[names].to_numpy(dtype=float),
        runs,
        second_order=sweep.second_order,
        common_seeds=sweep.common_seeds,
        seed_factor=seed,
    )


def labels_of(sweep: SweepTable, outcome: str) -> Labels:
    """Return what the outcome and the factors of a sweep are called."""
    known = sweep.outcome(outcome)
    return Labels(
        known.title, known.unit, {factor.name: factor.title for factor in sweep.factors}, sweep.group_titles()
    )


def analyse_sweep(
    sweep: SweepTable, outcomes: Sequence[str], method: str, settings: Settings, months: bool = True
) -> Iterator[Sensitivity]:
    """Yield what each outcome shows, one after the other: large tables take a while.

    Raises:
        UsageError: nothing can be computed from the runs that are there.
    """
    for outcome in outcomes:
        by_month = None
        if months and len(sweep.by_month):
            by_month = sweep.by_month[["point", "replicate", "month", outcome]].rename(columns={outcome: "value"})
        yield analyse(study_of(sweep, outcome, method), outcome, settings, by_month)
