"""Who would choose otherwise under a what-if, from what to what, and whether a gate or a term moved them.

Both runs use the same random numbers, person by person, so that what differs between them is the what-if.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ploughshare.analysis.explain.people import TERMS, People
from ploughshare.analysis.explain.rows import Row

Flags = NDArray[np.bool_]
Options = NDArray[np.int64]

TERMS_MOVED = "terms moved"
GATE_AND_TERMS = "a gate opened and terms moved"
GATE_CLOSED = "a gate closed"
GONE = "dead or captured in one run"
WAITING = "applied already in one run"
ALREADY = "was in another state already"
EVERYBODY, OTHERWISE = "persons in both runs", "would choose otherwise"
ALL, UNTIL_NOW = "all", "in the same state until now"
CHANGE = "change of the gap"


@dataclass(frozen=True)
class Switches:
    """Persons of both runs, one entry each, shape (n,); options are numbered as in the baseline."""

    before: Options
    """where each stands, or would go, in the baseline"""
    after: Options
    """the same under the what-if"""
    cause: NDArray[np.str_]
    """why they differ; empty where they do not"""
    already: Flags
    """whether earlier months had brought them to different states before this month's choice"""
    change: NDArray[np.float64]
    """change of the utility gap of `after` over `before` by term, logits, shape (n, terms); none where a gate decided"""

    @property
    def switched(self) -> Flags:
        """Who would choose otherwise."""
        return np.asarray(self.before != self.after)


def aligned(what_if: People, names: tuple[str, ...]) -> NDArray[np.int64]:
    """Return for each option of the baseline its number in the what-if, -1 where the what-if has removed it."""
    return np.array([what_if.names.index(name) if name in what_if.names else -1 for name in names])


def compare_people(baseline: People, what_if: People) -> Switches:
    """Compare the same persons, in the same order, in two runs on common random numbers."""
    to = aligned(what_if, baseline.names)
    back = {int(number): position for position, number in enumerate(to) if number >= 0}
    after = np.array([back.get(int(option), -1) for option in what_if.prefers], dtype=np.int64)
    state = np.array([back.get(int(option), -1) for option in what_if.state], dtype=np.int64)
    before = baseline.prefers
    shared = np.where(to >= 0, to, 0)
    considered = what_if.considered[:, shared] & (to >= 0)
    terms = what_if.terms[:, shared]
    cause = _causes(baseline, what_if, before, after, considered, terms.sum(axis=2))
    rows = np.arange(len(before))
    gap = (terms[rows, after] - terms[rows, before]) - (baseline.terms[rows, after] - baseline.terms[rows, before])
    return Switches(before, after, cause, state != baseline.state, np.where((cause == TERMS_MOVED)[:, None], gap, 0.0))


def _causes(
    baseline: People,
    what_if: People,
    before: Options,
    after: Options,
    considered: Flags,
    value: NDArray[np.float64],
) -> NDArray[np.str_]:
    """Return why each person who switched did.

    Where the new option was not considered in the baseline a gate opened; it was enough if the person would switch on
    opening it alone, with everything worth what it was (an option nobody could enter is worth what the what-if makes it).
    Where both options were considered in both runs, only terms can have moved the person.
    """
    rows = np.arange(len(before))
    cause = np.full(len(before), "", dtype="<U60")
    switched = before != after
    opened = switched & ~baseline.considered[rows, after]
    closed = switched & ~opened & ~considered[rows, before]
    cause[switched & ~opened & ~closed] = TERMS_MOVED
    cause[closed] = GATE_CLOSED
    shut = ~baseline.gates["open"][rows, after]
    worth = baseline.value + baseline.noise
    arriving = np.where(shut, value[rows, after] + baseline.noise[rows, after], worth[rows, after])
    enough = arriving > worth[rows, before]
    for gate in ("released", "eligible", "open", "known"):
        cause[opened & enough & ~baseline.gates[gate][rows, after]] = f"gate opened: {gate}"
    cause[opened & ~enough] = GATE_AND_TERMS
    waits = (baseline.applied_to > 0) | (what_if.applied_to > 0)
    cause[switched & waits] = WAITING
    cause[switched & (baseline.gone | what_if.gone)] = GONE
    return cause


def switch_rows(found: Switches, people: People, scale: float) -> list[Row]:
    """Return counts of who switched by from, to and cause, and the mean change of the gap by term of those moved by terms."""
    rows = []
    everybody = len(found.before) / scale
    rows.append(Row("followed", "", EVERYBODY, "", "persons", everybody))
    switched = found.switched
    rows.append(Row("followed", "", OTHERWISE, "", "persons", float(switched.sum()) / scale))
    rows.append(Row("followed", "", ALREADY, "", "persons", float((switched & found.already).sum()) / scale))
    for name, who in {
        "persons": switched,
        "women": switched & people.woman,
        "children": switched & people.child,
    }.items():
        pairs, counts = np.unique(np.stack([found.before[who], found.after[who]], axis=1), axis=0, return_counts=True)
        rows += [
            Row("switched", people.names[start], people.names[end], name, "persons", float(count) / scale)
            for (start, end), count in zip(pairs.tolist(), counts, strict=True)
        ]
    causes, counts = np.unique(found.cause[switched], return_counts=True)
    rows += [Row("causes", "", str(c), "", "persons", float(n) / scale) for c, n in zip(causes, counts, strict=True)]
    return rows + _moved_rows(found, people, scale)


def _moved_rows(found: Switches, people: People, scale: float) -> list[Row]:
    moved = found.cause == TERMS_MOVED
    if not moved.any():
        return []
    rows = []
    pairs = np.unique(np.stack([found.before[moved], found.after[moved]], axis=1), axis=0)
    sets = {ALL: moved, UNTIL_NOW: moved & ~found.already} | {
        f"{people.names[start]} → {people.names[end]}": moved & (found.before == start) & (found.after == end)
        for start, end in pairs.tolist()
    }
    for name, who in sets.items():
        if not who.any():
            continue
        mean = found.change[who].mean(axis=0)
        rows.append(Row("moved", name, "persons", "", "persons", float(who.sum()) / scale))
        rows += [Row("moved", name, t, "", "logits", float(v)) for t, v in zip(TERMS, mean, strict=True)]
        rows.append(Row("moved", name, CHANGE, "", "logits", float(mean.sum())))
    most = np.bincount(found.change[moved].argmax(axis=1), minlength=len(TERMS))
    return rows + [Row("moved most", "", t, "", "persons", float(n) / scale) for t, n in zip(TERMS, most, strict=True)]
