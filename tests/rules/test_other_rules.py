"""Income, trust, leaders, government, recruitment and violence: known values, bounds, direction."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ploughshare.rules import governing, income, leadership, recruitment, trust, violence

SHARE = st.floats(0, 1)


def one(value: float) -> np.ndarray:  # type: ignore[type-arg]
    return np.array([value])


# -- income


@given(st.floats(1, 1e6), SHARE, st.floats(1000, 1e5), st.floats(0, 5))
def test_a_certainty_equivalent_lies_between_the_unpaid_and_the_paid_month(
    pay: float, r: float, fallback: float, rho: float
) -> None:
    value = float(income.certainty_equivalent_xof(one(pay), one(r), one(fallback), rho)[0])
    assert fallback * 0.999999 <= value <= (pay + fallback) * 1.000001


def test_certain_pay_is_worth_itself_and_risk_costs() -> None:
    assert float(income.certainty_equivalent_xof(one(80000), one(1.0), one(20000), 1.0)[0]) == pytest.approx(100000)
    averse = [
        float(income.certainty_equivalent_xof(one(80000), one(0.5), one(20000), rho)[0]) for rho in (0.0, 1.0, 2.0)
    ]
    assert averse[0] == pytest.approx(60000) and averse[0] > averse[1] > averse[2]


def test_delay_and_end_lower_what_a_stream_is_worth() -> None:
    def share(delay: float, duration: float) -> float:
        return float(income.present_share(one(delay), one(duration), 36, 0.75, 0.8)[0])

    assert share(0, 1000) == pytest.approx(1.0)
    assert share(0, 36) > share(6, 36) > share(12, 36)
    assert share(0, 12) < share(0, 24)
    assert share(40, 12) == pytest.approx(0.0)


def test_losses_weigh_more_than_gains() -> None:
    assert float(income.loss_averse_ratio(one(2.0), one(1.0), 1.8)[0]) == 2.0
    assert float(income.loss_averse_ratio(one(0.5), one(1.0), 1.8)[0]) == pytest.approx(0.5**1.8)


# -- trust


@given(SHARE, SHARE, SHARE, st.floats(1, 6))
def test_trust_stays_between_0_and_1(level: float, salience: float, rate: float, ratio: float) -> None:
    up = trust.gain(one(level), one(salience), rate)
    down = trust.lose(one(level), one(salience), rate, ratio)
    assert level <= float(up[0]) <= 1 and 0 <= float(down[0]) <= level


def test_a_broken_promise_costs_more_than_a_kept_one_gains() -> None:
    gained = float(trust.gain(one(0.5), one(1.0), 0.03)[0]) - 0.5
    lost = 0.5 - float(trust.lose(one(0.5), one(1.0), 0.03, 2.5)[0])
    assert lost == pytest.approx(2.5 * gained)


def test_memory_leads_back_to_the_long_run_and_peers_pull() -> None:
    level = one(0.9)
    for _ in range(2000):
        level = trust.remember(level, one(0.3), 0.98)
    assert float(level[0]) == pytest.approx(0.3, abs=1e-6)
    assert float(trust.talk(one(0.2), one(0.6), 0.1)[0]) == pytest.approx(0.24)


def test_pay_belief_is_the_mean_of_remembered_pay_days() -> None:
    a, b = one(3.0), one(3.0)
    for _ in range(300):
        a, b = trust.update_pay_belief(a, b, one(1.0), one(0.0), 0.9)
    assert float(trust.pay_reliability(a, b, one(0), one(0), 1.0)[0]) == pytest.approx(1.0, abs=1e-6)
    assert float(trust.pay_reliability(one(5), one(5), one(0), one(5), 1.0)[0]) == pytest.approx(1 / 3)


# -- leaders

VIEW = leadership.LeaderView(0.4, 0.1, 1.0, 0.4, 0.2, 0.3, 0.5, 0.3, 1.0)
WEIGHTS = leadership.LeaderWeights(2.0, 1.5, 0.5, 1.5, 2.0, 1.5, 1.0, 0.3)


def balance(**changed: float) -> float:
    view = VIEW._replace(**changed)
    return sum(leadership.cooperate_terms(view, WEIGHTS)) - sum(leadership.hold_terms(view, WEIGHTS))


@pytest.mark.parametrize("field", ["delivery", "place_share", "pressure", "trust", "guarantee"])
def test_leaders_cooperate_more_with(field: str) -> None:
    assert balance(**{field: 0.9}) > balance(**{field: 0.1})


@pytest.mark.parametrize("field", ["tax_per_man", "armed_share"])
def test_leaders_hold_out_more_with(field: str) -> None:
    assert balance(**{field: 2.0}) < balance(**{field: 0.1})


def test_allowances_raise_attendance_and_the_worth_of_talks_both() -> None:
    assert leadership.boycott_hazard(0.2, 0.8, 2.0, 0.05, 0.3) < leadership.boycott_hazard(0.2, 0.8, 0.0, 0.05, 0.3)
    status = [leadership.hold_terms(VIEW._replace(allowance=a), WEIGHTS).status for a in (0.0, 2.0)]
    assert status[1] > status[0]


def test_leaders_keep_their_best_when_they_fear() -> None:
    safe, afraid = (leadership.released_share(0.5, t, 0.5, 0.8, 0.9) for t in (0.9, 0.1))
    assert afraid < safe
    assert (
        leadership.endorsement(0.4, 0.1, 0.2, 0.9, 0.5, 0.1, 0.2)
        < 0
        < leadership.endorsement(0.4, 0.1, 0.2, 0.1, 0.5, 0.1, 0.2)
    )


def test_lists_inflate_with_expected_dividends() -> None:
    assert leadership.names_on_list(1000, 0.0, 2.5) == 1000
    assert leadership.names_on_list(1000, 1.0, 2.5) == 3500


def test_a_group_short_of_posts_may_split() -> None:
    assert leadership.split_hazard(0.5, 0.5, 0.02) == 0
    assert leadership.split_hazard(0.1, 0.5, 0.02) > 0


# -- government


def delivery(**changed: float) -> float:
    values = {
        "will": 0.5,
        "pressure": 0.4,
        "trust": 0.3,
        "concern": 0.5,
        "autonomy": 0.5,
        "cost": 0.4,
        "momentum": 0.8,
    } | changed
    weights = governing.DeliveryWeights(0.02, 1.5, 1.0, 2.5, 1.0)
    return governing.delivery_hazard(**values, weights=weights)


def test_promises_are_kept_under_pressure_and_trust_not_under_concern_and_cost() -> None:
    assert delivery(pressure=0.9) > delivery() > delivery(pressure=0.0)
    assert delivery(trust=0.9) > delivery()
    assert delivery(concern=1.0) < delivery() and delivery(cost=1.0) < delivery()
    assert delivery(concern=1.0, autonomy=0.0) == delivery(concern=0.0, autonomy=0.0)


def test_urgency_fades_with_delay_and_interim_measures() -> None:
    assert governing.momentum(3, 0.1, 0.0, 0.3) < governing.momentum(0, 0.1, 0.0, 0.3)
    assert governing.momentum(3, 0.1, 1.0, 0.3) < governing.momentum(3, 0.1, 0.0, 0.3)


@given(st.floats(0, 1e6), SHARE, SHARE, SHARE, SHARE)
def test_no_offensive_or_boycott_is_likelier_than_can_be(
    strength: float, level: float, presence: float, pressure: float, base: float
) -> None:
    offensive = governing.offensive_hazard(strength, level, presence, pressure, base, 2.0, 3.0, 3.0)
    assert offensive <= governing.highest_offensive_hazard(base)
    boycott = leadership.boycott_hazard(level, presence, pressure, base, 1.0)
    assert boycott <= leadership.highest_boycott_hazard(base)


def test_an_offensive_follows_strength_and_distrust_and_is_held_back_by_presence() -> None:
    def hazard(strength: float = 1.0, level: float = 0.5, presence: float = 0.5) -> float:
        return governing.offensive_hazard(strength, level, presence, 0.2, 0.01, 2.0, 3.0, 3.0)

    assert hazard(strength=2.0) > hazard() > hazard(strength=0.5)
    assert hazard(level=0.1) > hazard() and hazard(presence=0.0) > hazard()


# -- communities


def test_young_people_join_less_with_work_and_more_with_abuse_and_dividends() -> None:
    def hazard(work: float = 0.4, abuse: float = 0.2, dividends: float = 0.0) -> float:
        return recruitment.recruitment_hazard_of(0.001, work, abuse, 0.3, dividends, (1.5, 1.5, 1.0, 1.5))

    assert hazard(work=0.9) < hazard() < hazard(abuse=0.9)
    assert hazard(dividends=1.0) > hazard()


def test_the_share_of_children_rises_with_dividends_as_a_harm() -> None:
    base, more = (recruitment.child_share_of(0.15, dividends, 1.0) for dividends in (0.0, 1.0))
    assert base == pytest.approx(0.15) and more > base


@given(SHARE, SHARE, SHARE)
def test_acceptance_falls_with_abuse(acceptance: float, abuse: float, long_run: float) -> None:
    def after(a: float) -> float:
        return recruitment.next_acceptance(acceptance, a, 0.0, long_run, 0.02, 0.03)

    assert 0 <= after(abuse) <= after(0.0) <= 1


# -- violence


def test_clashes_need_contact_and_tension_and_are_dampened_by_trust() -> None:
    assert [violence.contact(*armed) for armed in ((100.0, 0.0), (50.0, 50.0), (0.0, 0.0))] == [0, 1, 0]
    trusting, distrusting = (violence.clash_hazard(0.04, 0.5, 1.0, trust, 0.0) for trust in (0.9, 0.1))
    assert trusting < distrusting
    assert not any(violence.clash_hazard(0.04, *danger, 0.1, 0.0) for danger in ((0.0, 1.0), (0.5, 0.0)))


@given(st.floats(0.0001, 0.9999), st.integers(0, 500))
def test_an_attack_never_kills_more_than_are_there(uniform: float, present: int) -> None:
    assert 0 <= violence.attack_deaths(uniform, 3, 1.4, present) <= present


def test_attack_deaths_have_a_heavy_tail() -> None:
    deaths = [violence.attack_deaths(u, 3, 1.4, 10**9) for u in np.linspace(0.0005, 0.9995, 1000)]
    assert max(deaths) > 40 * np.median(deaths)


def test_absence_rises_with_unpaid_months_and_idleness() -> None:
    paid, unpaid = (violence.absence_chance_of(months, 0.05, 0.4, 0.0, 1.0) for months in (0.0, 4.0))
    assert paid == pytest.approx(0.05) and unpaid > paid
    assert violence.absence_chance_of(0.0, 0.05, 0.4, 1.0, 1.0) > 0.05


def test_threat_is_remembered_and_fades() -> None:
    assert violence.next_threat(0.5, 0.0, 0.9) == pytest.approx(0.45)
    assert violence.next_threat(0.1, 0.6, 0.9) == pytest.approx(0.6)
