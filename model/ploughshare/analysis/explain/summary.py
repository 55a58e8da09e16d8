"""From the rows of all seeds to intervals: of 100 asked, over seeds, and as paired differences between runs."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from ploughshare.analysis.explain.gates import GATE_OF
from ploughshare.analysis.explain.rows import BASELINE, DIFFERENCE, WHAT_IF
from ploughshare.analysis.explain.seeds import CONSIDERING, CONSIDERS, IN_ALREADY, WOULD_TAKE

KEY = ["run", "section", "subject", "item", "part", "unit"]
"""Columns that say which number a line is."""
_COUNTED = ["persons", "yes/no"]


def of_100(rows: pd.DataFrame) -> pd.DataFrame:
    """Return where each gate stops people, of 100 asked, in the seeds in which anybody is asked."""
    counted = rows[(rows["section"] == "persons") & (rows["item"] == "asked") & (rows["part"] == "")]
    asked = counted.set_index(["run", "seed"])["value"]
    parts = []
    for run in dict.fromkeys(rows["run"]):
        stopped = rows[(rows["run"] == run) & rows["section"].isin(["gates", "prefers"]) & (rows["part"] == "")]
        wide = stopped.pivot_table(index=["section", "subject", "item"], columns="seed", values="value", sort=False)
        people = asked[run][asked[run] > 0]
        share = 100 * wide.reindex(columns=people.index).fillna(0.0) / people
        parts.append(share.stack().rename("value").reset_index().assign(run=run, part="", unit="of 100"))
    found = pd.concat(parts, ignore_index=True)
    found["section"] += " of 100"
    ordered: pd.DataFrame = found[list(rows.columns)]
    return ordered


def summarise(rows: pd.DataFrame, seeds: Sequence[int]) -> pd.DataFrame:
    """Return mean, median and 90 % interval over seeds of every number, and of paired differences between runs.

    What is counted is 0 in a seed that does not name it; what is measured is undefined there.
    """
    wide = rows.set_index([*KEY, "seed"])["value"].unstack("seed", sort=False).reindex(columns=list(seeds))
    wide = wide.reindex(pd.MultiIndex.from_frame(rows[KEY].drop_duplicates()))
    counted = wide.index.get_level_values("unit").isin(_COUNTED)
    wide[counted] = wide[counted].fillna(0.0)
    wide = pd.concat([wide, _differences(wide)])
    quantiles = wide.quantile([0.5, 0.05, 0.95], axis=1).T
    found = pd.DataFrame(
        {
            "mean": wide.mean(axis=1),
            "median": quantiles[0.5],
            "q05": quantiles[0.05],
            "q95": quantiles[0.95],
            "seeds": wide.notna().sum(axis=1),
        }
    )
    return _in_order(found.reset_index(names=KEY))


def _in_order(found: pd.DataFrame) -> pd.DataFrame:
    """Return the lines run by run and section by section as they first appear, gates in the order they are passed."""
    run = found["run"].map({name: number for number, name in enumerate(dict.fromkeys(found["run"]))})
    section = found["section"].map({name: number for number, name in enumerate(dict.fromkeys(found["section"]))})
    order = [*GATE_OF, IN_ALREADY, CONSIDERS, WOULD_TAKE]
    gate = found["item"].map({name: number for number, name in enumerate(order)}).fillna(-1)
    gate = gate.where(found["section"].str.startswith("gates"), -1)
    ranks = pd.DataFrame({"run": run, "section": section, "gate": gate})
    return found.loc[ranks.sort_values(["run", "section", "gate"], kind="stable").index].reset_index(drop=True)


def _differences(wide: pd.DataFrame) -> pd.DataFrame:
    """Return what-if less baseline seed by seed, for all that both runs have (counts: that either has).

    Those who consider the option are other persons in each run, so that their gaps have no paired difference.
    """
    runs = wide.index.get_level_values("run")
    if WHAT_IF not in runs:
        return wide.iloc[:0]
    before, after = wide[runs == BASELINE].droplevel("run"), wide[runs == WHAT_IF].droplevel("run")
    paired = [section for section in _sections(before) if section in _sections(after)]
    paired = [section for section in paired if section != f"gap, {CONSIDERING}"]
    before, after = before[_in(before, paired)], after[_in(after, paired)]
    every = before.index.append(after.index.difference(before.index, sort=False))
    before, after = before.reindex(every), after.reindex(every)
    counted = every.get_level_values("unit").isin(_COUNTED)
    before[counted], after[counted] = before[counted].fillna(0.0), after[counted].fillna(0.0)
    change = (after - before).dropna(how="all")
    return pd.concat({DIFFERENCE: change}, names=["run"])


def _sections(frame: pd.DataFrame) -> list[str]:
    return list(dict.fromkeys(frame.index.get_level_values("section")))


def _in(frame: pd.DataFrame, sections: list[str]) -> pd.Series:
    return pd.Series(frame.index.get_level_values("section").isin(sections), index=frame.index)
