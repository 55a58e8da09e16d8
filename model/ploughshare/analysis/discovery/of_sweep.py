"""Rules for an outcome of a sweep, with the titles and units of its factors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from ploughshare.analysis.discovery.search import Rule, discover, hits_by_point, tree_is_there
from ploughshare.analysis.discovery.target import Target, parse_target
from ploughshare.analysis.discovery.wording import (
    CANNOT_TELL,
    FactorWords,
    condition,
    percent,
    rule_sentence,
    sentences,
)
from ploughshare.analysis.sweep_table import SweepTable
from ploughshare.errors import UsageError, nearest
from ploughshare.record.run_folder import writing
from ploughshare.record.run_store.description import write_json

GIVEN_CAUTION = "Conditions on other outcomes say what goes together in the model; they are no levers, and both may have a common cause."


@dataclass(frozen=True)
class Discovered:
    """Rules for one target, ready to be shown.

    Attributes:
        title: the target in words, and the experiment.
        sentences: findings, most important first.
        rules: each with conditions, sentence, measures on points searched and held out, and whether it holds.
        cannot_tell: what such rules do not say.
        numbers: sizes and frequencies of the whole sample.
    """

    title: str
    sentences: list[str]
    rules: list[dict[str, Any]]
    cannot_tell: list[str]
    numbers: dict[str, Any]

    def as_data(self) -> dict[str, Any]:
        """Return it as plain data for JSON."""
        return asdict(self)


def markdown(found: Discovered) -> str:
    """Return rules as a page: sentences, a table, what they do not say."""
    lines = [
        "| rule | density | 95 % interval | coverage | points held out | where found | holds |",
        "|---|---:|---:|---:|---:|---:|---|",
    ]
    for rule in found.rules:
        told = rule["held_out"]
        cells = (
            " and ".join(rule["conditions"]),
            percent(told["density"]) if told["points"] else "none there",
            f"{percent(told['low'])} to {percent(told['high'])}",
            percent(told["coverage"]),
            str(told["points"]),
            percent(rule["searched"]["density"]),
            "yes" if rule["holds"] else "no",
        )
        lines.append(f"| {' | '.join(cells)} |")
    limits = "\n".join(f"- {text}" for text in found.cannot_tell)
    parts = [f"# {found.title}", *found.sentences, "\n".join(lines), "## What this cannot tell", limits]
    return "\n\n".join(parts) + "\n"


def write_rules(folder: Path, found: Discovered, provenance: dict[str, Any]) -> list[Path]:
    """Write rules as a page and as JSON, with the sweep they come from, into a folder; return the files.

    Raises:
        OutputError: the folder cannot be written.
    """
    with writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "rules.md").write_text(markdown(found), encoding="utf-8")
        write_json(folder / "rules.json", {**found.as_data(), "sweep": provenance})
    return [folder / "rules.md", folder / "rules.json"]


def discover_in_sweep(sweep: SweepTable, target_text: str, given: Sequence[str] = (), seed: int = 1) -> Discovered:
    """Return rules for where a target such as `integrated > 3000` comes about.

    Args:
        sweep: the sweep; points without a finished run are left out.
        target_text: outcome, comparison and number.
        given: outcomes that may stand in conditions, averaged over the runs of a point.
        seed: of the division into points searched and points held out.

    Raises:
        UsageError: there is no such outcome, or too few runs with or without it.
    """
    known = [outcome.name for outcome in sweep.outcomes]
    target = parse_target(target_text, known)
    _check_given(given, known, target)
    runs = sweep.runs[np.isfinite(sweep.runs[target.outcome])]
    hits, counts = hits_by_point(target.met(runs[target.outcome]), runs["point"], len(sweep.values))
    factors, words = _columns(sweep, runs, given)
    there = (counts > 0) & np.asarray(factors.notna().all(axis=1))
    block = _block(sweep)
    kept = _whole_blocks(there, block)
    found = discover(factors[kept].reset_index(drop=True), hits[kept], counts[kept], block, seed, tree_is_there())
    outcome = sweep.outcome(target.outcome)
    said = target.in_words(outcome.title, outcome.unit)
    told = sentences(found, said, words)
    if not tree_is_there():
        told.append("Rules by a classification tree are left out: pip install 'ploughshare[trees]' brings them.")
    if int(there.sum()) < len(sweep.values):
        told.append(f"{len(sweep.values) - int(kept.sum()):,} points are left out: their runs are missing.")
    cautions = [*CANNOT_TELL, *([GIVEN_CAUTION] if given else []), *sweep.not_modelled]
    numbers = {
        "overall": asdict(found.overall),
        "points_searched": found.searched_points,
        "points_held_out": found.held_out_points,
        "target": {"outcome": target.outcome, "comparison": target.comparison, "value": target.value},
    }
    return Discovered(
        f"{said}: {sweep.title}", told, [_as_data(rule, said, words) for rule in found.rules], cautions, numbers
    )


def _check_given(given: Sequence[str], known: Sequence[str], target: Target) -> None:
    for name in given:
        if name not in known:
            near = nearest(name, known)
            listed = f"outcomes here: {', '.join(known)}"
            raise UsageError(
                f"there is no outcome {name!r} in this sweep", hint=f"did you mean {near}?" if near else listed
            )
        if name == target.outcome:
            raise UsageError(f"{name} cannot explain itself", hint="give another outcome to --given")


def _columns(
    sweep: SweepTable, runs: pd.DataFrame, given: Sequence[str]
) -> tuple[pd.DataFrame, dict[str, FactorWords]]:
    """Return what conditions may be about, one row a point, and what it is called."""
    factors = [factor for factor in sweep.factors if not factor.is_seed]
    table = sweep.values[[factor.name for factor in factors]].reset_index(drop=True).copy()
    words = {factor.name: FactorWords(factor.title, factor.unit) for factor in factors}
    for name in given:
        outcome = sweep.outcome(name)
        table[name] = runs.groupby("point")[name].mean().reindex(range(len(table)))
        words[name] = FactorWords(outcome.title, outcome.unit)
    return table, words


def _block(sweep: SweepTable) -> int:
    """Return how many consecutive points share values and must be held out together."""
    count = len({factor.group or factor.name for factor in sweep.factors})
    sizes = {"sobol": 2 * count + 2 if sweep.second_order else count + 2, "morris": count + 1, "dgsm": count + 1}
    return sizes.get(sweep.method, 1)


def _whole_blocks(there: np.ndarray[Any, np.dtype[np.bool_]], block: int) -> np.ndarray[Any, np.dtype[np.bool_]]:
    whole = np.all(there[: len(there) // block * block].reshape(-1, block), axis=1)
    kept = np.zeros(len(there), dtype=bool)
    kept[: len(whole) * block] = np.repeat(whole, block)
    return kept


def _as_data(rule: Rule, said: str, words: dict[str, FactorWords]) -> dict[str, Any]:
    limits = rule.box.limits.items()
    return {
        "found_by": rule.found_by,
        "sentence": rule_sentence(rule, said, words),
        "conditions": [condition(limit, words[name]) for name, limit in limits],
        "limits": {
            name: {"low": limit.low, "high": limit.high, "among": sorted(limit.among) if limit.among else None}
            for name, limit in limits
        },
        "searched": _measure(asdict(rule.searched)),
        "held_out": _measure(asdict(rule.held_out)),
        "density_without": rule.leans_on,
        "holds": rule.holds,
    }


def _measure(told: dict[str, Any]) -> dict[str, Any]:
    return {key: 0.0 if isinstance(value, float) and np.isnan(value) else value for key, value in told.items()}
