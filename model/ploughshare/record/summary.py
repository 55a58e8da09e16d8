"""The summary of a run in words and one table a phase, in English or French."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from ploughshare.record.facts import totals
from ploughshare.scenario.schema import Scenario

WORDS: dict[str, dict[str, str]] = {
    "en": {
        "fact": "Fact",
        "use": "Use",
        "record": "Record",
        "median": "Model, median",
        "band": "90 % band",
        "verdict": "Band holds the record?",
        "inside": "yes",
        "missed": "MISSED",
        "imposed": "imposed",
        "phase": "Phase",
        "totals": "Facts inside the 90 % band",
        "limits": "What this model cannot tell",
        "caution": "This is a model, not a forecast. Bands show what differs between seeds, not everything we do not know.",
        "remade": "Made by",
        "seeds": "seeds",
        "conflicts": "Where the record disagrees with itself",
        "fit": "fit",
        "holdout": "holdout",
        "undefined": "not defined",
        "of": "of",
    },
    "fr": {
        "fact": "Fait",
        "use": "Usage",
        "record": "Rapport",
        "median": "Modèle, médiane",
        "band": "Intervalle à 90 %",
        "verdict": "L'intervalle contient-il le fait ?",
        "inside": "oui",
        "missed": "MANQUÉ",
        "imposed": "imposé",
        "phase": "Phase",
        "totals": "Faits dans l'intervalle à 90 %",
        "limits": "Ce que ce modèle ne peut pas dire",
        "caution": "Ceci est un modèle, non une prévision. Les intervalles montrent ce qui varie d'un tirage à l'autre, "
        "non tout ce que nous ignorons.",
        "remade": "Produit par",
        "seeds": "tirages",
        "conflicts": "Là où le rapport se contredit",
        "fit": "calage",
        "holdout": "contrôle",
        "undefined": "non défini",
        "of": "sur",
    },
}


def number(value: float, language: str = "en") -> str:
    """Return a number for people: whole above 10, two decimals below, two digits where that leaves none."""
    if math.isnan(value):
        return "–"
    text = f"{value:,.0f}" if abs(value) >= 10 or value == int(value) else f"{value:.2f}"
    if 0 < abs(value) < 0.1:
        text = f"{value:.2g}" if abs(value) >= 0.0001 else "0"
    return text.replace(",", " ").replace(".", ",") if language == "fr" else text


def observed(row: pd.Series, language: str = "en") -> str:
    """Return what the record says: a value, or a range."""
    low, high = row["observed_low"], row["observed_high"]
    return number(low, language) if low == high else f"{number(low, language)}–{number(high, language)}"


UNITS_FR = {
    "persons": "personnes",
    "names": "noms",
    "share": "(part)",
    "ratio": "(rapport)",
    "yes/no": "(oui = 1)",
    "months": "mois",
    "camps": "camps",
}


def unit(row: pd.Series, language: str = "en") -> str:
    """Return the unit of a fact."""
    return UNITS_FR.get(row["unit"], str(row["unit"])) if language == "fr" else str(row["unit"])


def verdict_key(row: pd.Series) -> str:
    """Return `inside`, `missed`, or `imposed` where a replay forced what the fact records."""
    if row["imposed"]:
        return "imposed"
    return "inside" if row["inside"] else "missed"


def band(row: pd.Series, language: str = "en") -> str:
    """Return the 90 % band of a fact's row."""
    if math.isnan(row["median"]):
        return WORDS[language]["undefined"]
    return f"{number(row['q05'], language)} – {number(row['q95'], language)}"


def summary_text(scenario: Scenario, facts: pd.DataFrame, provenance: dict[str, Any], language: str = "en") -> str:
    """Return `summary.md`: facts phase by phase beside the record, totals, limits, and how to make it again."""
    words = WORDS[language]
    seeds = len(provenance["finished_seeds"])
    lines = [f"# {scenario.about.title.in_language(language)}", ""]
    counted = words["seeds"] if seeds != 1 else words["seeds"].rstrip("s")
    lines += [f"{seeds} {counted}, history: {scenario.about.history}. {words['caution']}", ""]
    for phase in scenario.about.phases:
        rows = facts[facts["phase"] == phase.id]
        lines += [
            f"## {words['phase']} {phase.id}: {phase.title.in_language(language)} ({phase.from_} – {phase.to})",
            "",
        ]
        lines += _table(rows, language) if len(rows) else []
    lines += _totals(facts, language)
    lines += _conflicts(facts, language)
    lines += [f"## {words['limits']}", ""]
    lines += [f"- {text.in_language(language)}" for text in scenario.about.not_modelled]
    lines += [
        "",
        f"{words['remade']}: `{provenance['command']}`, ploughshare {provenance['version']}, "
        f"scenario {provenance['scenario_hash'][:12]}.",
        "",
    ]
    return "\n".join(lines)


def _table(rows: pd.DataFrame, language: str) -> list[str]:
    words = WORDS[language]
    keys = ("fact", "use", "record", "median", "band", "verdict")
    lines = ["| " + " | ".join(words[key] for key in keys) + " |", "|---|---|---|---|---|---|"]
    title = "title_fr" if language == "fr" else "title"
    for _, row in rows.iterrows():
        verdict = f"**{words['missed']}**" if verdict_key(row) == "missed" else words[verdict_key(row)]
        cells = (
            f"{row[title]} ({row['section']})",
            words[row["use"]],
            f"{observed(row, language)} {unit(row, language)}",
            number(row["median"], language),
            band(row, language),
            verdict,
        )
        lines.append("| " + " | ".join(cells) + " |")
    return [*lines, ""]


def _totals(facts: pd.DataFrame, language: str) -> list[str]:
    words = WORDS[language]
    lines = [f"## {words['totals']}", ""]
    for _, row in totals(facts).iterrows():
        use = words[str(row["use"])]
        lines.append(f"- {words['phase']} {row['phase']}, {use}: {row['inside']} {words['of']} {row['facts']}")
    return [*lines, ""]


def _conflicts(facts: pd.DataFrame, language: str) -> list[str]:
    words = WORDS[language]
    column, title = ("conflict_fr", "title_fr") if language == "fr" else ("conflict", "title")
    stated = facts[facts[column] != ""]
    if stated.empty:
        return []
    lines = [f"## {words['conflicts']}", ""]
    return [*lines, *(f"- {row[title]}: {row[column]}" for _, row in stated.iterrows()), ""]
