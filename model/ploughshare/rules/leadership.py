"""How leaders of armed groups weigh cooperating against holding out, and what follows from it.

    cooperate_g = P(delivery) * (office + quota * share of men with a place) + allowance * a + pressure * p
                - exploitation * (1 - trust) * (1 - guarantee)
    hold_g      = tax * ln(1 + tax per man / soldier's pay) + bargaining * share under arms + status * [talks]
    stance_g    -> logistic((cooperate - hold) / temperature), with inertia

Functions of numbers. Those marked as compiled are stepped over all groups by `kernels/leading.py`; plain Python calls them too.
Sources: commitment problem, Fearon (2004), Powell (2006), Walter (1997); spoilers, Stedman (1997); allowances and
delay, report VI and 5; gold, report 3.2.1; best men kept, report 3.3.1; lists, report 3.2.1 note 16 and 3.3.2.
"""

from __future__ import annotations

from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from ploughshare.arithmetic import log_of, logistic_of
from ploughshare.compiling import inlined

Numbers = TypeVar("Numbers", float, NDArray[np.float64])


class LeaderView(NamedTuple):
    """What the leaders of one group see this month; shares and trusts 0 to 1, pays as ratios."""

    delivery: float
    """belief that provisions are kept"""
    place_share: float
    """places in programmes per attached man, at most 1"""
    allowance: float
    """allowances drawn per seat, in tens of a soldier's pay, while the follow-up bodies meet"""
    pressure: float
    trust: float
    guarantee: float
    tax_per_man: float
    """taxes per man under arms, in soldiers' pay"""
    armed_share: float
    """share of the group's men under arms"""
    talks: float
    """1 while talks or follow-up bodies go on"""


class LeaderWeights(NamedTuple):
    """Weights of the balance, logits; see the catalogue."""

    office: float
    quota: float
    allowance: float
    pressure: float
    exploitation: float
    tax: float
    bargaining: float
    status: float


class ForCooperating(NamedTuple):
    """What speaks for cooperating, by term, logits; they add up to the side."""

    offices: float
    places: float
    allowances: float
    pressure: float
    exploitation: float


class ForHoldingOut(NamedTuple):
    """What speaks for holding out, by term, logits; they add up to the side."""

    taxes: float
    bargaining: float
    status: float


@inlined
def cooperate_terms(view: LeaderView, weights: LeaderWeights) -> ForCooperating:
    """Return what speaks for cooperating, by term, in logits."""
    return ForCooperating(
        weights.office * view.delivery,
        weights.quota * view.delivery * view.place_share,
        weights.allowance * view.allowance * view.talks,
        weights.pressure * view.pressure,
        -weights.exploitation * (1 - view.trust) * (1 - view.guarantee),
    )


@inlined
def hold_terms(view: LeaderView, weights: LeaderWeights) -> ForHoldingOut:
    """Return what speaks for holding out, by term, in logits. Allowances also pay for talks that never end."""
    return ForHoldingOut(
        weights.tax * log_of(1 + view.tax_per_man),
        weights.bargaining * view.armed_share,
        weights.status * view.talks * (1 + view.allowance),
    )


@inlined
def next_stance(stance: float, cooperate: float, hold: float, temperature: float, inertia: float) -> float:
    """Return the stance of the next month, 0 to 1."""
    return inertia * stance + (1 - inertia) * logistic_of((cooperate - hold) / temperature)


@inlined
def support_failure(reliability: float, taxes_per_man: float) -> float:
    """Return the monthly chance that support of men under arms fails; taxes of a soldier's pay a man halve it."""
    return (1 - reliability) / (1 + taxes_per_man)


def delivery_belief(kept_weight: float, due_weight: float, prior: float, strength: float) -> float:
    """Return the belief that provisions are kept: Beta mean of what fell due so far, by weight."""
    return (prior * strength + kept_weight) / (strength + due_weight)


def boycott_hazard(stance: float, overdue: float, allowance: float, base: float, turning_stance: float) -> float:
    """Return the monthly chance that a coalition starts a boycott: more with a low stance and overdue promises.

        base * logistic(8 * (turning stance - stance)) * overdue / (1 + allowance)

    Allowances raise attendance: they make leaving the table dearer (report VI).
    """
    return base * 2 * logistic_of(8 * (turning_stance - stance)) * overdue / (1 + allowance)


def highest_boycott_hazard(base: float) -> float:
    """Return the monthly chance that no boycott exceeds, whatever the stance and however much is overdue."""
    return base * 2


def return_hazard(good_offices: float, kept_now: float, base: float) -> float:
    """Return the monthly chance that a boycott ends: it lasts until something changes (mediation, a kept promise)."""
    return min(1.0, base * (good_offices + kept_now))


@inlined
def endorsement(
    stance: float,
    trust: float,
    guarantee: float,
    disarms: float,
    threat: float,
    dividends: float,
    threshold: float,
) -> float:
    """Return the margin by which leaders endorse a programme; below 0 they let nobody go.

        stance + dividends - threshold - disarms * (1 - trust) * (1 - guarantee) * (1/2 + threat/2)

    Giving up men and arms under threat and distrust is what holds them back (Walter 1997; report 3.3.1).
    """
    fear = disarms * (1 - trust) * (1 - guarantee) * (0.5 + 0.5 * threat)
    return stance + dividends - threshold - fear


@inlined
def released_share(stance: float, trust: float, guarantee: float, disarms: float, ceiling: float) -> float:
    """Return the share of its men, lowest fighting value first, that a group lets go to a programme, 0 to 1.

    The best are kept as a security guarantee (report 3.3.1): ceiling * stance * (1 - disarms * (1-T) * (1-guarantee)).
    """
    return ceiling * stance * (1 - disarms * (1 - trust) * (1 - guarantee))


def names_on_list(armed_persons: float, dividends: float, inflation: float) -> float:
    """Return how many names a group hands in: men under arms * (1 + inflation * expected dividends)."""
    return armed_persons * (1 + inflation * dividends)


@inlined
def expected_dividends(places: float, armed_persons: float, delivery: float) -> float:
    """Return the dividends expected per listed head, 0 to 1: places in sight per man times belief in delivery."""
    return min(1.0, places / max(armed_persons, 1.0)) * delivery


@inlined
def order_to_stay(stance: float, most: float) -> float:
    """Return how far leaders order their men to stay under arms, 0 to `most`: the less the more they cooperate."""
    return most * (1 - stance)


@inlined
def split_hazard(posts_share: float, men_share: float, base: float) -> float:
    """Return the monthly chance that a group leaves its coalition: its share of posts lags its share of men."""
    if men_share <= 0:
        return 0.0
    return base * max(0.0, 1 - posts_share / men_share)


def weapon_share(stance: Numbers, ceiling: float) -> Numbers:
    """Return the chance that a released man may bring his weapon, 0 to 1: weapons are kept like the best men."""
    return ceiling * stance
