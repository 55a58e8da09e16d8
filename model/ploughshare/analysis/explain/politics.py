"""What leaders weighed and what the government's chances were made of, in one month, decomposed exactly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ploughshare.agents.conditions import GOVERNMENT
from ploughshare.analysis.explain.rows import Row
from ploughshare.analysis.explain.security import RELIEF
from ploughshare.analysis.shapley import Coalition, shapley
from ploughshare.model import DDRModel
from ploughshare.programmes.ledger import NEVER
from ploughshare.programmes.programme import RunningProgramme
from ploughshare.rules import governing, leadership
from ploughshare.scenario.programmes import Payer, ProgrammeKind

FULLY_FUNDED = 0.999
"""share of a pay day that funds must bear for it to be kept, as `Government.keeps_pay_day` has it"""


@dataclass(frozen=True)
class Balance:
    """What the leaders of one group weighed."""

    group: str
    seen: leadership.LeaderView
    weights: leadership.LeaderWeights
    stance: float

    @property
    def cooperate(self) -> dict[str, float]:
        """What spoke for cooperating, by term, logits."""
        return leadership.cooperate_terms(self.seen, self.weights)._asdict()

    @property
    def hold(self) -> dict[str, float]:
        """What spoke for holding out, by term, logits."""
        return leadership.hold_terms(self.seen, self.weights)._asdict()


def balances(model: DDRModel, groups: Sequence[int]) -> list[Balance]:
    """Return what the leaders of these groups weighed this month; groups that do not exist yet weigh nothing."""
    agents = [model.groups[index] for index in groups]
    return [Balance(g.name, g.seen, model.leader_weights, g.stance) for g in agents if g.active and g.seen is not None]


def balance_rows(balance: Balance) -> list[Row]:
    """Return the terms of both sides in logits, their difference, the fear taken apart, and the stance they lead to."""
    name = balance.group
    rows = [Row("leaders", name, "cooperate", term, "logits", value) for term, value in balance.cooperate.items()]
    rows += [Row("leaders", name, "hold", term, "logits", value) for term, value in balance.hold.items()]
    cooperate, hold = sum(balance.cooperate.values()), sum(balance.hold.values())
    rows.append(Row("leaders", name, "cooperate", "", "logits", cooperate))
    rows.append(Row("leaders", name, "hold", "", "logits", hold))
    rows.append(Row("leaders", name, "balance", "", "logits", cooperate - hold))
    fear = fear_parts(balance.weights.exploitation, balance.seen.trust, balance.seen.guarantee)
    rows += [Row("leaders", name, "exploitation", part, "logits", -value) for part, value in fear.items()]
    rows.append(Row("leaders", name, "stance", "", "share", balance.stance))
    return rows


def fear_parts(most: float, trust: float, guarantee: float, threat: float | None = None) -> dict[str, float]:
    """Return fear = most * (1 - trust) * (1 - guarantee) * (1/2 + threat/2) as the most it could be and what relieves it.

    The reliefs are at most 0 and share by Shapley, since each matters less where another has already acted. Without
    `threat` the last factor is left out.
    """
    factors = {RELIEF[0]: 1 - trust, RELIEF[1]: 1 - guarantee}
    if threat is not None:
        factors[RELIEF[2]] = 0.5 + 0.5 * threat

    def fear(some: Coalition) -> float:
        return most * float(np.prod([factors[name] for name in sorted(some)]))

    return {"giving up men and arms": most} | shapley(list(factors), fear)


def moved_balance_rows(before: Balance, after: Balance) -> list[Row]:
    """Return which inputs moved the balance between two runs: Shapley values over all that differ, summing to the change.

    Inputs are those of `LeaderView`, and `weights` where parameters differ; what is equal in both moves nothing.
    """
    first, second = before.seen._asdict(), after.seen._asdict()
    differing = [name for name in first if first[name] != second[name]]
    players = differing + (["weights"] if before.weights != after.weights else [])

    def balance(some: Coalition) -> float:
        seen = before.seen._replace(**{name: second[name] for name in differing if name in some})
        weights = after.weights if "weights" in some else before.weights
        return sum(leadership.cooperate_terms(seen, weights)) - sum(leadership.hold_terms(seen, weights))

    parts = shapley(players, balance)
    total = balance(frozenset(players)) - balance(frozenset())
    rows = [
        Row("leaders moved", before.group, name, "", "logits", parts.get(name, 0.0)) for name in (*first, "weights")
    ]
    return [*rows, Row("leaders moved", before.group, "change of the balance", "", "logits", total)]


# -- endorsement ---------------------------------------------------------------------------------------------------


def endorsement_rows(model: DDRModel, groups: Sequence[int], programme: RunningProgramme) -> list[Row]:
    """Return the margin by which leaders endorse a programme, by part, and what they did; nothing before it is announced."""
    if model.month < programme.announced or programme.closed:
        return []
    value, rows = model.parameters, []
    number, disarms = model.programmes.index(programme), programme.definition.disarms
    for group in (model.groups[index] for index in groups if model.groups[index].active):
        fear = fear_parts(disarms, group.trust_government, group.guarantee(), group.threat())
        parts = {
            "stance": group.stance,
            "dividends": value["dividend_weight"] * float(model.stakes.dividends[number]),
            "threshold": -value["endorsement_threshold"],
        } | {name: -part for name, part in fear.items()}
        rows += [Row("endorsement", group.name, name, "", "stance", part) for name, part in parts.items()]
        forced = model.timeline.forced_endorsement(group, programme)
        rows += [
            Row("endorsement", group.name, "margin", "", "stance", sum(parts.values())),
            Row("endorsement", group.name, "endorses", "", "yes/no", float(group.endorses[number])),
            Row("endorsement", group.name, "share of men let go", "", "share", float(group.released[number])),
            Row("endorsement", group.name, "decided by the record", "", "yes/no", float(forced is not None)),
        ]
    return rows


# -- government ----------------------------------------------------------------------------------------------------


def governing_rows(model: DDRModel) -> list[Row]:
    """Return what the chances of keeping a provision and of holding a session were made of; seen before leaders act."""
    return [*_provision_rows(model), *_session_rows(model)]


def _urgency_inputs(model: DDRModel) -> tuple[float, float, float, float]:
    """Return years since the last agreement, erosion a year, share of interim units filled, complacency."""
    value = model.parameters
    years = model.ledger.years_since_signature(model.month)
    return years, value["delay_erosion_yearly"], model.interim_share(), value["interim_complacency"]


def _provision_rows(model: DDRModel) -> list[Row]:
    """The mean chance over the provisions the government owed and had not kept when the month began."""
    ledger, month = model.ledger, model.month
    unkept = (ledger.kept == NEVER) | (ledger.kept == month)
    owed = np.flatnonzero(ledger.binding(month) & unkept & ledger.owned_by(GOVERNMENT))
    rows = [Row("provisions", GOVERNMENT, "provisions open", "", "provisions", float(len(owed)))]
    if len(owed) == 0:
        return rows
    every = [provision_parts(model, int(index)) for index in owed]
    names = list(every[0])
    rows += [
        Row("provisions", GOVERNMENT, name, "", "share", float(np.mean([p[name] for p in every]))) for name in names
    ]
    total = float(np.mean([sum(parts.values()) for parts in every]))
    return [*rows, Row("provisions", GOVERNMENT, "chance a month", "", "share", total)]


def provision_parts(model: DDRModel, index: int) -> dict[str, float]:
    """Return the parts of the government's chance to keep one provision this month; they sum to it.

    `base` is the chance with full will and urgency and nothing else at work; the others share the rest by Shapley.
    """
    government, ledger, value = model.government, model.ledger, model.parameters
    years, erosion, interim, complacency = _urgency_inputs(model)
    early = 1.0 if model.month >= ledger.due[index] else value["early_delivery"]

    def chance(some: Coalition) -> float:
        urgency = governing.momentum(
            years if "delay" in some else 0.0, erosion, interim if "interim units" in some else 0.0, complacency
        )
        hazard = governing.delivery_hazard(
            will=float(government.will_by_month[model.month]) if "will" in some else 1.0,
            pressure=model.mission.effective_pressure if "pressure" in some else 0.0,
            trust=government.trust_in_groups if "trust in the groups" in some else 0.0,
            concern=government.sovereignty_concern if "sovereignty" in some else 0.0,
            autonomy=float(ledger.autonomy[index]),
            cost=float(ledger.cost[index]) if "cost" in some else 0.0,
            momentum=urgency,
            weights=model.delivery_weights,
        )
        return (early if "not due yet" in some else 1.0) * hazard

    players = (
        "will",
        "delay",
        "interim units",
        "pressure",
        "trust in the groups",
        "sovereignty",
        "cost",
        "not due yet",
    )
    return {"base": chance(frozenset())} | shapley(players, chance)


def _session_rows(model: DDRModel) -> list[Row]:
    """The chance of a registration session, the same for every programme that registers, and its parts."""
    value = model.parameters
    years, erosion, interim, complacency = _urgency_inputs(model)
    impulse, stance = model.conditions.good_offices_impulse, model.mean_stance(None)

    def chance(some: Coalition) -> float:
        pressure = model.mission.effective_pressure if "pressure" in some else 0.0
        mediation = impulse if "mediation" in some else 0.0
        urgency = governing.momentum(
            years if "delay" in some else 0.0, erosion, interim if "interim units" in some else 0.0, complacency
        )
        return governing.session_hazard(
            value["session_monthly"],
            min(1.0, pressure + mediation),
            value["session_pressure"],
            urgency,
            stance if "leaders' stance" in some else 0.5,
        )

    players = ("pressure", "mediation", "delay", "interim units", "leaders' stance")
    parts = {"base": chance(frozenset())} | shapley(players, chance)
    rows = [Row("sessions", GOVERNMENT, name, "", "share", part) for name, part in parts.items()]
    return [*rows, Row("sessions", GOVERNMENT, "chance a month", "", "share", sum(parts.values()))]


def pay_rows(model: DDRModel) -> list[Row]:
    """Return the chance that this month's pay day was kept, by programme the government pays and in which people serve.

    The chance is 1 less what indiscipline and empty funds take away.
    """
    return [row for programme in model.programmes for row in _pay_rows_of(model, programme)]


def _pay_rows_of(model: DDRModel, programme: RunningProgramme) -> list[Row]:
    serving = programme.serving_rows()
    if programme.definition.payer is not Payer.GOVERNMENT or len(serving) == 0:
        return []
    government = model.government
    army = programme.definition.kind is ProgrammeKind.STATE_FORCE
    discipline = float((government.army_pay_discipline if army else government.pay_discipline)[model.month])

    def chance(some: Coalition) -> float:
        funded = programme.funded_share if "funds" in some else 1.0
        kept = governing.pay_day_chance(discipline if "discipline" in some else 1.0, funded)
        return kept if funded >= FULLY_FUNDED else 0.0

    parts = {"base": 1.0} | shapley(("discipline", "funds"), chance)
    name = programme.name
    rows = [Row("pay days", name, part, "", "share", value) for part, value in parts.items()]
    return [
        *rows,
        Row("pay days", name, "chance this month", "", "share", sum(parts.values())),
        Row("pay days", name, "kept", "", "yes/no", float(programme.paid)),
    ]
