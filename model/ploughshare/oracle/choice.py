"""Who thinks it over, and what each takes: the best of a nested logit over the options considered.

    i takes argmax over options k considered of  V_ik + theta (G_ik + ln S_i,nest(k))

G are standard Gumbel numbers and S positive stable ones, which options of a nest share: together exactly the nested logit.
Sources: McFadden (1978); Kanter (1975); Cardell (1997).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ploughshare.agents.options import Stage
from ploughshare.oracle.arithmetic import log, sine_of_half_turns
from ploughshare.oracle.consideration import considered, key_of
from ploughshare.oracle.persons import Person
from ploughshare.oracle.prospects import income_ratio, worth
from ploughshare.oracle.randomness import exponential, gumbel, uniform
from ploughshare.randomness import Decision

if TYPE_CHECKING:
    from ploughshare.model import DDRModel

_NEST_LOTS = 200
"""option number at which the numbers of nests begin: first a uniform one a nest, then an exponential one a nest"""


def reconsiders(model: DDRModel, person: Person) -> bool:
    """Return whether a person thinks it over this month, by chance, sooner after a dated shock.

    Applicants wait, unless something shocks their whole group; in training nobody looks back. Whole units are asked.
    """
    outlook, value = model.outlook, model.parameters
    group_shocked = bool(outlook.groups_shocked[person.group])
    waits = person.applied_to != 0 and not group_shocked
    if model.alternatives.absorbing[person.alternative] or waits or person.stage >= Stage.TRAINING:
        return False
    if is_asked(model, person):
        return True
    shocked = person.shocked or group_shocked or bool(outlook.regions_shocked[person.region])
    chance = value["reconsider_shock"] if shocked else value["reconsider_monthly"]
    return uniform(key_of(model), Decision.RECONSIDER, model.month, person.uid) < chance


def is_asked(model: DDRModel, person: Person) -> bool:
    """Return whether a programme has just opened that is meant for those who serve where a person does."""
    name = model.alternatives.names[person.alternative]
    return any(
        programme.just_opened and name in programme.definition.eligibility.serving_in for programme in model.programmes
    )


def choose(model: DDRModel, person: Person) -> int:
    """Return the alternative a person takes this month; the dead and the captured stay what they are."""
    if model.alternatives.absorbing[person.alternative]:
        return person.alternative
    present_ratio = income_ratio(model, person, person.alternative)
    noise = nest_noise(model, person)
    theta = model.parameters["nest_dissimilarity"]
    best, taken = float("-inf"), person.alternative
    for alternative in considered(model, person):
        at = int(model.alternatives.address[alternative])
        luck = gumbel(key_of(model), Decision.CHOICE, model.month, person.uid, at)
        nest = int(model.alternatives.nest[alternative])
        value = worth(model, person, alternative, present_ratio) + theta * (luck + noise[nest])
        if value > best:
            best, taken = value, alternative
    return taken


def nest_noise(model: DDRModel, person: Person) -> list[float]:
    """Return what the options of each nest share by chance this month, ln S."""
    key, theta = key_of(model), model.parameters["nest_dissimilarity"]
    nests = max(int(nest) for nest in model.alternatives.nest) + 1
    return [
        log_positive_stable(
            uniform(key, Decision.CHOICE, model.month, person.uid, _NEST_LOTS + nest),
            exponential(key, Decision.CHOICE, model.month, person.uid, _NEST_LOTS + nests + nest),
            theta,
        )
        for nest in range(nests)
    ]


def log_positive_stable(uniform: float, exponential: float, theta: float) -> float:
    """Return the logarithm of a positive stable number with index theta; 0 where theta is 1, which makes nests vanish.

    ln S = ln sin(theta pi u) - ln sin(pi u) / theta + (1 - theta) / theta ln( sin((1 - theta) pi u) / e )
    """
    if theta >= 1.0:
        return 0.0
    return (
        log(sine_of_half_turns(theta * uniform))
        - log(sine_of_half_turns(uniform)) / theta
        + (1.0 - theta) / theta * log(sine_of_half_turns((1.0 - theta) * uniform) / exponential)
    )
