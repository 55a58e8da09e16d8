"""Columns that a fact's measure may read, by table. A test holds them to `record/columns.py`."""

from __future__ import annotations

COLUMNS_OF_TABLE: dict[str, tuple[str, ...]] = {
    "states": (
        "month",
        "group",
        "coalition",
        "region",
        "option",
        "persons",
        "women",
        "children",
        "armed",
        "fighting_value",
    ),
    "flows": ("month", "group", "coalition", "region", "from", "to", "persons"),
    "trust": ("month", "truster", "trusted", "value"),
    "programmes": ("month", "programme", "region", "coalition", "stage", "persons", "women"),
    "registrations": ("month", "registration", "group", "coalition", "category", "persons", "women"),
    "communities": (
        "month",
        "community",
        "region",
        "controlled_by",
        "recruits",
        "children_recruited",
        "acceptance",
        "jobs",
        "projects_working",
        "projects_lapsed",
        "beneficiaries",
        "women_beneficiaries",
        "former_combatants",
        "access",
        "illicit_tax_xof",
    ),
    "violence": ("month", "region", "kind", "events", "deaths"),
    "indicators": ("month", "subject", "indicator", "value"),
}
"""Table -> its columns, as a run writes them."""
