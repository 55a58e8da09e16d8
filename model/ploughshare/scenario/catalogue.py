"""The catalogue of behavioural parameters: name, unit, bounds, meaning and the rule each belongs to, once.

Values, priors and sources stand in a scenario's `parameters.yaml`, which must give exactly these names.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ParameterDefinition:
    """What a behavioural parameter means and what values make sense for it."""

    name: str
    unit: str
    low: float
    high: float
    meaning: str
    rule: str


# fmt: off
_ROWS: tuple[tuple[str, str, float, float, str, str], ...] = (
    # Choice of a combatant
    ("income_weight", "logits per ln XOF", 0, 10, "weight of the certainty equivalent of income over subsistence", "choice"),
    ("risk_weight", "logits per yearly death risk", 0, 60, "dislike of the believed yearly risk of death", "choice"),
    ("armed_death_risk_per_year", "per year", 0, 0.5, "risk of death under arms without clashes", "choice"),
    ("rival_death_risk_per_year", "per year", 0, 0.8, "risk of death with a rival or extremist group", "choice"),
    ("home_death_risk_per_year", "per year", 0, 0.2, "risk of death at home without clashes", "choice"),
    ("security_weight", "logits", 0, 10, "weight of the commitment problem: giving up arms under threat and distrust", "choice"),
    ("trust_weight", "logits", 0, 10, "weight of trust in whoever provides the option", "choice"),
    ("peer_weight", "logits", 0, 10, "weight of the share of kin and unit already there", "choice"),
    ("order_weight", "logits", 0, 10, "weight of the leader's order for a fully attached man", "choice"),
    ("rank_weight", "logits", 0, 10, "weight of rank offered less rank expected when integrating", "choice"),
    ("home_weight", "logits", 0, 10, "weight of serving or living at home", "choice"),
    ("switching_cost", "logits", 0, 10, "cost of leaving the present state", "choice"),
    ("rival_aversion", "logits", 0, 15, "reluctance to join a rival or extremist group", "choice"),
    ("armed_hardship", "logits", 0, 15, "hardship of life under arms: family, health, war-weariness", "choice"),
    ("arming_in_war_monthly", "per month", 0, 1, "chance that a group at war with the government can arm an unarmed adult", "choice"),
    ("nest_dissimilarity", "1", 0.05, 1, "dissimilarity within nests of options; 1 is plain logit", "choice"),
    ("reconsider_monthly", "per month", 0, 1, "chance that a man thinks it over in a quiet month", "choice"),
    ("reconsider_shock", "per month", 0, 1, "chance that he does after an attack, an unpaid month, an order or an opening", "choice"),
    ("knowledge_through_peers", "1", 0, 50, "how fast news of an option spreads through those who are in it", "choice"),
    ("applicant_withdrawal_monthly", "per month", 0, 1, "chance that an applicant gives up while he waits", "choice"),
    # Incomes as men see them
    ("risk_aversion", "1", 0, 5, "relative risk aversion towards unreliable income", "income"),
    ("loss_aversion", "ratio", 1, 5, "weight of pay below what the man now earns, over the same gain", "income"),
    ("discount_factor_yearly", "per year", 0.05, 1, "value today of income one year later", "income"),
    ("present_bias", "ratio", 0.05, 1, "extra discount on everything that is not paid this month", "income"),
    ("income_horizon_months", "months", 6, 120, "how far ahead men look when they compare incomes", "income"),
    ("fallback_share", "share of subsistence", 0.05, 1, "what kin and odd jobs yield when no pay arrives", "income"),
    ("armed_support_xof_per_month", "XOF a month", 0, 500000, "food and cash a group gives a man under arms", "income"),
    ("armed_support_reliability", "probability", 0, 1, "chance that the group's support arrives in a month", "income"),
    ("fighters_tax_share", "share", 0, 1, "share of a group's taxes that reaches its men", "income"),
    ("moonlighting_share", "share", 0, 1, "share of a month of illicit work that a man under arms can do besides", "income"),
    ("rival_pay_xof_per_month", "XOF a month", 0, 1000000, "pay expected with a rival or extremist group", "income"),
    # Beliefs and trust
    ("pay_memory_monthly", "per month", 0.5, 1, "memory of past pay days", "trust"),
    ("pay_prior_army", "probability", 0, 1, "initial belief that the state forces' pay day is kept", "trust"),
    ("pay_prior_interim", "probability", 0, 1, "initial belief that an interim unit's pay day is kept", "trust"),
    ("pay_prior_civilian", "probability", 0, 1, "initial belief that a civilian package is delivered", "trust"),
    ("pay_prior_strength", "pay days", 0.5, 100, "weight of the initial belief, in pay days", "trust"),
    ("own_pay_weight", "pay days", 0, 10, "weight of a man's own pay day against one of his unit", "trust"),
    ("trust_gain", "per event", 0, 1, "gain of trust from a kept promise of full salience", "trust"),
    ("trust_loss_ratio", "ratio", 1, 6, "loss from a broken promise over the gain from a kept one", "trust"),
    ("trust_memory_monthly", "per month", 0.8, 1, "memory of trust; the rest returns to its long-run level", "trust"),
    ("trust_group_pull", "per month", 0, 1, "pull of the own group's mean on a man's trust", "trust"),
    ("salience_pay_day", "1", 0, 3, "salience of a pay day", "trust"),
    ("salience_promise", "1", 0, 3, "salience of a provision of full weight", "trust"),
    ("salience_overdue", "1", 0, 1, "salience of an overdue provision, each month", "trust"),
    ("salience_clash", "1", 0, 5, "salience of a month of clashes in the own region", "trust"),
    ("salience_attack", "1", 0, 5, "salience of an attack on the own unit", "trust"),
    ("salience_protection", "1", 0, 3, "salience of a month under the mission's protection", "trust"),
    ("salience_contact", "1", 0, 1, "salience of a month of peaceful contact between coalitions", "trust"),
    # Leaders
    ("office_value", "logits", 0, 10, "value of offices and posts if the agreement is carried out", "leadership"),
    ("quota_value", "logits", 0, 10, "value of places for the group's men if it is carried out", "leadership"),
    ("allowance_weight", "logits", 0, 10, "pull of the allowances of follow-up bodies, per ten soldiers' pay a seat", "leadership"),
    ("pressure_weight", "logits", 0, 10, "force of international pressure", "leadership"),
    ("exploitation_weight", "logits", 0, 20, "fear of being exploited after giving up men and arms", "leadership"),
    ("tax_weight", "logits", 0, 20, "pull of taxes and rents kept by holding out", "leadership"),
    ("bargaining_weight", "logits", 0, 10, "bargaining value of men under arms", "leadership"),
    ("status_weight", "logits", 0, 10, "value of status in talks that go on", "leadership"),
    ("stance_temperature", "logits", 0.1, 10, "spread of leaders' decisions", "leadership"),
    ("stance_inertia_monthly", "per month", 0, 1, "share of last month's stance kept", "leadership"),
    ("delivery_belief_strength", "weight", 0.1, 50, "weight of the initial belief about delivery, in provisions", "leadership"),
    ("delivery_belief_prior", "probability", 0, 1, "initial belief that provisions are kept in time", "leadership"),
    ("boycott_monthly", "per month", 0, 1, "hazard of a boycott of a coalition whose stance is nil", "leadership"),
    ("boycott_stance", "1", 0, 1, "stance at which the hazard of a boycott is half", "leadership"),
    ("boycott_return_monthly", "per month", 0, 1, "hazard of return at full good offices", "leadership"),
    ("release_ceiling", "share", 0, 1, "share of its men a fully cooperating group lets go", "leadership"),
    ("endorsement_threshold", "1", -1, 2, "stance and dividends needed to endorse a programme that costs nothing", "leadership"),
    ("dividend_weight", "1", 0, 5, "weight of places in sight in endorsing a programme", "leadership"),
    ("stance_noise", "logits", 0, 5, "spread of what else moves leaders in a month", "leadership"),
    ("war_stance_factor", "1", 0, 1, "what fighting the government leaves of a group's stance", "leadership"),
    ("order_to_stay", "1", 0, 1, "strength of the order to stay under arms of a group that holds out", "leadership"),
    ("weapon_given_share", "share", 0, 1, "chance that a released man brings his weapon at full stance", "leadership"),
    ("list_inflation", "ratio", 0, 20, "names added per man under arms at full expectation of dividends", "leadership"),
    ("split_monthly", "per month", 0, 1, "hazard of leaving a coalition when the share of posts is nil", "leadership"),
    ("recall_monthly", "per month", 0, 1, "hazard of recalling integrated men in a month of hostilities", "leadership"),
    # Persons
    ("trait_spread", "1", 0, 0.5, "spread of trust, attachment and rank expected around the group's mean", "founding"),
    ("unarmed_fighting_value", "ratio", 0, 1, "fighting value of the unarmed over that of the armed", "founding"),
    ("youngest_age_years", "years", 8, 18, "youngest age of persons attached to groups (harm)", "founding"),
    ("oldest_age_years", "years", 25, 80, "oldest age of persons attached to groups at the start", "founding"),
    # Government
    ("delivery_monthly", "per month", 0, 1, "base hazard of keeping a due provision at full will", "governing"),
    ("delivery_pressure", "logits", 0, 10, "effect of pressure on keeping provisions", "governing"),
    ("delivery_trust", "logits", 0, 10, "effect of trust in the groups on keeping provisions", "governing"),
    ("delivery_sovereignty", "logits", 0, 20, "effect of concern for sovereignty on provisions that touch autonomy", "governing"),
    ("delivery_cost", "logits", 0, 10, "effect of cost on keeping provisions", "governing"),
    ("early_delivery", "ratio", 0, 1, "hazard of keeping a provision before it is due, over that after", "governing"),
    ("mission_delivery_monthly", "per month", 0, 1, "chance that the mission keeps what it owes, at full consent", "governing"),
    ("delay_erosion_yearly", "per year", 0, 1, "loss of momentum per year since the agreement", "governing"),
    ("interim_complacency", "1", 0, 1, "loss of urgency while an interim measure serves", "governing"),
    ("session_monthly", "per month", 0, 1, "base hazard of a registration session", "governing"),
    ("session_pressure", "logits", 0, 10, "effect of pressure on sessions", "governing"),
    ("session_share", "share", 0, 1, "share of the remaining quota a session may register", "governing"),
    ("offensive_monthly", "per month", 0, 1, "hazard of an offensive at even odds", "governing"),
    ("offensive_strength", "logits", 0, 20, "effect of relative strength on an offensive", "governing"),
    ("offensive_trust", "logits", 0, 20, "effect of distrust on an offensive", "governing"),
    ("offensive_presence", "logits", 0, 20, "restraint by the mission's presence and pressure", "governing"),
    ("groups_trust_gain", "per month", 0, 1, "gain of the government's trust in a month without boycott or clash", "governing"),
    # Communities and recruitment
    ("recruitment_monthly", "per month", 0, 0.2, "base hazard that a youth at risk joins an armed group", "recruitment"),
    ("recruitment_opportunity", "logits", 0, 10, "effect of licit opportunity", "recruitment"),
    ("recruitment_protection", "logits", 0, 10, "effect of abuse and clashes nearby", "recruitment"),
    ("recruitment_presence", "logits", 0, 10, "effect of an armed group's presence", "recruitment"),
    ("recruitment_dividends", "logits", 0, 10, "effect of dividends expected by those on the lists", "recruitment"),
    ("recruit_weapon_share", "share", 0, 1, "share of adult recruits whom the group gives a weapon", "recruitment"),
    ("child_share", "share", 0, 1, "share of children among recruits (harm)", "recruitment"),
    ("child_dividends", "logits", 0, 10, "effect of expected dividends on the share of children (harm)", "recruitment"),
    ("acceptance_abuse", "per month", 0, 1, "loss of acceptance per month of abuse by the group present", "recruitment"),
    ("acceptance_recovery", "per month", 0, 1, "return of acceptance to its long-run level", "recruitment"),
    ("extremist_recruitment", "ratio", 0, 10, "recruitment by extremist groups over that of others at full exposure", "recruitment"),
    ("census_turnout", "share", 0, 1, "share of those concerned who come forward in a census", "recruitment"),
    ("registration_lead_months", "months", 0, 36, "months before a list or census in which dividends are in sight", "recruitment"),
    # Violence
    ("clash_monthly", "per month", 0, 1, "hazard of a clash between parties in contact at full tension and no trust", "violence"),
    ("clash_end_monthly", "per month", 0, 1, "hazard that clashes end", "violence"),
    ("clash_death_share", "per month", 0, 0.2, "share of men under arms in the region killed in a month of clashes", "violence"),
    ("offensive_death_share", "per month", 0, 0.2, "share of a group's men in the region killed in a month of offensive", "violence"),
    ("capture_share", "ratio", 0, 5, "captured per killed in an offensive", "violence"),
    ("capture_community_monthly", "per month", 0, 1, "chance that a place under attack falls at even strength", "violence"),
    ("attack_monthly", "per month", 0, 1, "hazard of an extremist attack on a fully exposed site", "violence"),
    ("attack_death_scale", "persons", 0.1, 200, "smallest number killed in an attack", "violence"),
    ("attack_death_tail", "1", 0.3, 5, "tail exponent of deaths in an attack; lower is heavier", "violence"),
    ("threat_memory_monthly", "per month", 0, 1, "memory of threat in a region", "violence"),
    ("violence_clash", "1", 0, 1, "threat felt in a region in a month of clashes", "violence"),
    ("violence_offensive", "1", 0, 1, "threat felt in a region in a month of an offensive", "violence"),
    ("violence_attack", "1", 0, 1, "threat felt in a region after an attack", "violence"),
    # Interim units
    ("absence_base", "probability", 0, 1, "monthly chance of absence of a paid, equipped man with duties", "discipline"),
    ("absence_unpaid", "logits", 0, 10, "effect of each unpaid month on absence", "discipline"),
    ("absence_responsibilities", "logits", 0, 10, "effect of having no duties and means on absence", "discipline"),
    ("desertion_absent", "per month", 0, 1, "chance that an absent man leaves for good", "discipline"),
    # Mission
    ("access_base", "1", 0, 1, "access to places held by groups without any project", "mission"),
    ("state_presence_factor", "ratio", 0, 1, "state presence left where an armed group controls", "mission"),
    ("access_projects", "per project", 0, 1, "access gained per project at work, on top of its kind's gain", "mission"),
    ("guarantee_consent", "1", 0, 5, "how fast the guarantee fades with consent", "mission"),
    ("sanctions_deterrence", "logits", 0, 10, "pressure added by fully even-handed sanctions", "mission"),
    ("unspent_budget_share", "share", 0, 1, "share of a voluntary instalment lost to delays", "mission"),
    # Community projects
    ("engineer_wait_months", "months", 0, 24, "months a technical assessment takes one full engineer", "projects"),
    ("least_engineer_share", "share", 0.01, 1, "share of an engineer that can be borrowed from elsewhere", "projects"),
    ("state_upkeep_presence", "1", 0, 1, "state presence from which the state keeps projects up", "projects"),
    ("projects_per_partner", "projects", 0.1, 20, "projects one partner organisation can run at a time", "projects"),
)
# fmt: on

CATALOGUE: dict[str, ParameterDefinition] = {row[0]: ParameterDefinition(*row) for row in _ROWS}
"""Every behavioural parameter, in the order of the rules."""
