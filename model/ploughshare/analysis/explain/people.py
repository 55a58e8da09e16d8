"""Persons at the moment of choice: what they consider, what each option is worth to them by term, what they would take."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ploughshare.agents.options import CAPTURED, DEAD, FIRST_PROGRAMME, Stage
from ploughshare.agents.population import Rows
from ploughshare.analysis.explain.income import IncomeGaps, streams
from ploughshare.analysis.explain.question import Question
from ploughshare.analysis.explain.security import SecurityGaps, security_gaps
from ploughshare.model import DDRModel
from ploughshare.rules import choice

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

TERMS = ("income", "pay reliability", *choice.TERMS[1:])
"""Terms of an option's value, in the order of the last axis of `People.terms`."""


@dataclass(frozen=True)
class People:
    """n persons and K options; arrays of shape (n,) unless said otherwise."""

    names: tuple[str, ...]
    """names of the K options"""
    uid: NDArray[np.uint32]
    born: NDArray[np.int16]
    group: NDArray[np.uint8]
    home: NDArray[np.uint16]
    """community each person is from"""
    state: NDArray[np.int64]
    """option each person is in"""
    woman: Flags
    child: Flags
    gone: Flags
    """dead or captured"""
    applied_to: NDArray[np.int64]
    """option applied to by those who wait for it or are in its training, else 0"""
    asked: Flags
    """who is free to choose: neither gone nor waiting"""
    thinks: Flags
    """who thinks it over this month"""
    gates: dict[str, Flags]
    """shape (n, K) each"""
    considered: Flags
    """shape (n, K)"""
    terms: Floats
    """logits, shape (n, K, terms)"""
    noise: Floats
    """what differs between persons beside the terms, logits, shape (n, K)"""
    prefers: NDArray[np.int64]
    """option each person would take if he thought it over this month; where those stand who are not asked"""

    @property
    def value(self) -> Floats:
        """Utility of every option, shape (n, K), logits."""
        return np.asarray(self.terms.sum(axis=2))

    def of(self, who: Flags) -> People:
        """Return some of these persons, in the same order."""
        columns: dict[str, Any] = {f.name: getattr(self, f.name) for f in fields(self)}
        arrays = {name: column[who] for name, column in columns.items() if isinstance(column, np.ndarray)}
        gates = {name: flags[who] for name, flags in self.gates.items()}
        return People(**(columns | arrays | {"gates": gates}))


@dataclass(frozen=True)
class TermParts:
    """What the terms of these persons are made of, where inputs interact."""

    income: IncomeGaps
    security: SecurityGaps

    def of_gap(self, option: int, other: int, who: Flags) -> dict[str, dict[str, float]]:
        """Return the parts of the mean gap between two options, by term, in logits."""
        return {
            "income": self.income.income_parts(option, other, who),
            "pay reliability": self.income.reliability_parts(option, other, who),
            "security": self.security.parts(option, other, who),
        }


def members(model: DDRModel, question: Question) -> list[int]:
    """Return the groups behind the party asked about, in this month of this run."""
    if question.is_coalition:
        return [group.index for group in model.groups if group.active and group.coalition == question.party]
    return [model.group_names.index(question.party)]


def audience(model: DDRModel, question: Question) -> Rows:
    """Return the rows of the persons asked about: of the party, at the place now, in the state named by `among`."""
    population = model.population
    chosen = population.present & np.isin(population.group, members(model, question))
    if question.place is not None:
        if question.place_is_region:
            chosen &= population.region == model.region_names.index(question.place)
        else:
            chosen &= population.community == model.community_names.index(question.place)
    state = population.alternative
    if question.among in ("armed", "home"):
        chosen &= state == model.alternatives.names.index(question.among)
    elif question.among == "serving":
        chosen &= state >= FIRST_PROGRAMME
    return np.flatnonzero(chosen)


def rows_of(model: DDRModel, uid: NDArray[np.uint32]) -> Rows:
    """Return the rows of persons by their lasting numbers; -1 for those this run does not have."""
    order = np.argsort(model.population.uid)
    known = model.population.uid[order]
    at = np.minimum(np.searchsorted(known, uid), len(known) - 1)
    return np.where(known[at] == uid, order[at], -1)


def look_at(model: DDRModel, rows: Rows, reconsidering: Rows) -> tuple[People, TermParts]:
    """Look at these persons right before they choose, and at what their terms are made of. Nothing changes."""
    population, choices = model.population, model.choices
    state = population.alternative[rows].astype(np.int64)
    gone = (state == DEAD) | (state == CAPTURED)
    at_war = model.outlook.groups_shocked[population.group[rows]]
    stage = population.stage[rows]
    waiting = ~gone & ((stage >= Stage.TRAINING) | ((population.applied_to[rows] > 0) & ~at_war))
    considered = choices.considered(rows)
    terms, parts = _terms(model, rows)
    gumbel, stable = choices.noise(rows)
    noise = model.parameters["nest_dissimilarity"] * (gumbel + stable)
    applied_to = np.where(waiting, population.applied_to[rows], 0).astype(np.int64)
    free_choice = np.where(considered.all, terms.sum(axis=2) + noise, -np.inf).argmax(axis=1)
    people = People(
        names=model.alternatives.names,
        uid=population.uid[rows],
        born=population.birth_month[rows],
        group=population.group[rows],
        home=population.home[rows],
        state=state,
        woman=population.woman[rows],
        child=population.is_child(model.month, rows),
        gone=gone,
        applied_to=applied_to,
        asked=~gone & ~waiting,
        thinks=np.isin(rows, reconsidering),
        gates=considered.gates,
        considered=considered.all,
        terms=terms,
        noise=noise,
        prefers=np.where(gone, state, np.where(waiting, applied_to, free_choice)),
    )
    return people, parts


def _terms(model: DDRModel, rows: Rows) -> tuple[Floats, TermParts]:
    """Return the terms with income split in two, shape (n, K, terms), and what they are made of.

    The two parts sum to the model's own income term whatever the rounding.
    """
    seen, weights = model.choices.prospects(rows), model.choices.weights
    shape = (len(rows), len(model.alternatives))
    terms = choice.utility_terms(seen, weights)
    whole = np.stack([np.broadcast_to(term, shape) for term in terms], axis=2).astype(np.float64)
    incomes = IncomeGaps(streams(model, rows))
    believed = incomes.believed_term()
    doubt = whole[:, :, 0] - believed
    return np.concatenate([believed[..., None], doubt[..., None], whole[:, :, 1:]], axis=2), TermParts(
        incomes, security_gaps(seen, weights)
    )
