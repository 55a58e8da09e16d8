"""The tables of a run: which there are, their columns, types and units. The single source for writers and readers."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Column:
    """One column of a table: its name, pandas type, unit and meaning."""

    name: str
    dtype: str
    unit: str
    meaning: str


_MONTH = Column("month", "str", "month", "month, YYYY-MM")
_GROUP = Column("group", "str", "name", "armed group")
_COALITION = Column("coalition", "str", "name", "coalition of the group in that month, or `none`")
_REGION = Column("region", "str", "name", "region where the persons are in that month")
_PERSONS = Column("persons", "int64", "persons", "number of persons")
_WOMEN = Column("women", "int64", "persons", "women among them")

TABLES: dict[str, tuple[Column, ...]] = {
    "states": (
        _MONTH,
        _GROUP,
        _COALITION,
        _REGION,
        Column(
            "option",
            "str",
            "name",
            "armed, interim, integrated, reinsertion, home, rival, assembly, dead or captured",
        ),
        _PERSONS,
        _WOMEN,
        Column("children", "int64", "persons", "persons under 18 among them (harm)"),
        Column("armed", "int64", "persons", "persons among them who hold a weapon"),
        Column("fighting_value", "float64", "sum of 0-1 values", "sum of the fighting values of these persons"),
    ),
    "flows": (
        _MONTH,
        _GROUP,
        _COALITION,
        _REGION,
        Column("from", "str", "name", "option left, or `recruited` for new persons"),
        Column("to", "str", "name", "option entered"),
        _PERSONS,
    ),
    "trust": (
        _MONTH,
        Column("truster", "str", "name", "group, or `government`"),
        Column("trusted", "str", "name", "government, mission, leader, other_coalition, community or groups"),
        Column("value", "float64", "0-1", "mean trust"),
    ),
    "programmes": (
        _MONTH,
        Column("programme", "str", "name", "programme"),
        _REGION,
        _COALITION,
        Column(
            "stage",
            "str",
            "name",
            "new in the month: listed, registered, screened, fit, unfit, trained, placed, left, died;"
            " present in the month: in_training, serving, absent, unpaid",
        ),
        _PERSONS,
        _WOMEN,
    ),
    "registrations": (
        _MONTH,
        Column("registration", "str", "name", "list or census"),
        _GROUP,
        _COALITION,
        Column("category", "str", "name", "names (paper list), armed, unarmed, children_referred"),
        _PERSONS,
        _WOMEN,
    ),
    "communities": (
        _MONTH,
        Column("community", "str", "name", "community"),
        _REGION,
        Column("controlled_by", "str", "name", "armed group or government"),
        Column(
            "recruits",
            "int64",
            "persons",
            "persons recruited by armed groups in the month, children included",
        ),
        Column("children_recruited", "int64", "persons", "children among them (harm)"),
        Column("acceptance", "float64", "0-1", "acceptance of returning combatants"),
        Column("jobs", "float64", "persons", "jobs from community projects at work"),
        Column("projects_working", "int64", "projects", "community projects completed and not lapsed"),
        Column("projects_lapsed", "int64", "projects", "projects that lapsed in the month"),
        Column("beneficiaries", "int64", "persons", "new beneficiaries of projects started in the month"),
        Column("women_beneficiaries", "int64", "persons", "women among them"),
        Column("former_combatants", "int64", "persons", "demobilised persons among them (60/40 rule)"),
        Column("access", "float64", "0-1", "access of the mission"),
        Column("illicit_tax_xof", "float64", "XOF a month", "taxes taken by the controlling group"),
    ),
    "violence": (
        _MONTH,
        _REGION,
        Column("kind", "str", "name", "clash, extremist_attack, offensive or imposed_attack"),
        Column("events", "int64", "events", "number of events"),
        Column("deaths", "int64", "persons", "combatants killed"),
    ),
    "spending": (
        _MONTH,
        Column("fund", "str", "name", "purse that paid"),
        Column("item", "str", "name", "programme, portfolio, registration, allowances or returned"),
        Column("spent_usd", "float64", "USD", "money spent in the month"),
        Column("balance_usd", "float64", "USD", "balance of the fund at the end of the month"),
    ),
    "weapons": (
        _MONTH,
        Column("stock", "str", "name", "held, handed_in, lost (stocks); acquired (new in the month)"),
        Column("weapons", "int64", "weapons", "number of weapons"),
    ),
    "indicators": (
        _MONTH,
        Column("subject", "str", "name", "group, coalition, programme, region, `government` or `mission`"),
        Column("indicator", "str", "name", "what is measured, see docs/odd.md"),
        Column("value", "float64", "as the indicator says", "value"),
    ),
    "provisions": (
        Column("provision", "str", "name", "provision of the ledger"),
        Column("agreement", "str", "name", "its text"),
        Column("domain", "str", "name", "its domain"),
        Column("owners", "str", "names", "who owes it, separated by commas"),
        Column("weight", "float64", "0-1", "weight in its domain"),
        Column("due", "str", "month", "month by which it is due"),
        Column("kept", "str", "month", "month kept, empty if never"),
    ),
}
"""Every table of one seed; an ensemble adds an integer column `seed` in front."""

INDICATORS: dict[str, str] = {
    "stance": "group: stance of the leaders, 0 holds out to 1 cooperates",
    "cooperate": "group: value of cooperating, logits",
    "hold": "group: value of holding out, logits",
    "released_share": "group: share of its men whom the leaders let go",
    "tax_xof": "group: taxes of the month, XOF",
    "boycott": "coalition: 1 in months in which it boycotts the follow-up bodies",
    "attendance": "coalition: share of follow-up bodies it attends",
    "allowances_xof": "coalition: allowances drawn in the month, XOF",
    "leaders_trust_government": "group: trust of its leaders in the government, 0-1",
    "in_coalition": "group: 1 while it belongs to a coalition",
    "endorses:PROGRAMME": "group: 1 while its leaders let men go to that programme",
    "open": "programme: 1 in months in which people can enter",
    "paid": "programme: 1 in months whose pay day was kept",
    "session": "programme: 1 in months in which a registration session was held",
    "fighting_value_ratio": "programme: mean fighting value of those who serve over that of their groups' men under arms",
    "belief_paid": "programme: mean belief that its pay days are kept",
    "hostilities": "region: 1 in months of fighting between government and a signatory group",
    "threat": "region: believed threat, 0-1",
    "guarantee": "region: protection by the mission, 0-1",
    "sovereignty_concern": "government: concern for sovereignty, 0-1",
    "offensive": "government: 1 in months of an offensive",
    "trust_in_groups": "government: trust in the armed groups, 0-1",
    "provisions_kept_share": "government: weight kept of what is due, 0-1",
    "consent": "mission: consent of the host, 0-1",
    "pressure": "mission: effective pressure after even-handedness, 0-1",
    "presence": "mission: number of open camps",
    "staff": "mission: staff in the country",
    "handed_over": "mission: tasks handed over at exit, share",
}
"""Indicators of the `indicators` table and what they measure. `endorses:PROGRAMME` stands once per programme."""
