"""What options, stages and axes are called on figures and tables, in English and French."""

from __future__ import annotations

OPTIONS: dict[str, tuple[str, str]] = {
    "armed": ("Under arms in the own group", "Sous les armes dans leur groupe"),
    "interim": ("In an interim unit", "Dans une unité intérimaire"),
    "integrated": ("Integrated in state forces", "Intégrés aux forces de l'État"),
    "reinsertion": ("In civilian reinsertion", "En réinsertion civile"),
    "home": ("At home", "À la maison"),
    "rival": ("With a rival or extremist group", "Dans un groupe rival ou extrémiste"),
    "assembly": ("Assembled or cantoned", "Regroupés ou cantonnés"),
    "dead": ("Dead", "Décédés"),
    "captured": ("Captured", "Capturés"),
}

STAGES: dict[str, tuple[str, str]] = {
    "listed": ("listed", "inscrits"),
    "registered": ("registered", "enregistrés"),
    "screened": ("screened", "examinés"),
    "fit": ("fit", "aptes"),
    "unfit": ("unfit", "inaptes"),
    "trained": ("trained", "formés"),
    "placed": ("placed", "affectés"),
    "left": ("left", "partis"),
    "died": ("died", "décédés"),
    "serving": ("serving at the end", "en service à la fin"),
    "in_training": ("in training", "en formation"),
    "absent": ("absent", "absents"),
    "unpaid": ("unpaid", "impayés"),
}

DOMAINS: dict[str, tuple[str, str]] = {
    "political-institutional": ("Political and institutional", "Politique et institutionnel"),
    "defence-security": ("Defence and security", "Défense et sécurité"),
    "socio-economic": ("Socio-economic", "Socio-économique"),
    "reconciliation-justice": ("Reconciliation and justice", "Réconciliation et justice"),
}

PHRASES: dict[str, tuple[str, str]] = {
    "persons": ("persons", "personnes"),
    "states_title": ("Persons by state", "Personnes par état"),
    "all": ("All", "Ensemble"),
    "none": ("No coalition", "Sans coalition"),
    "trust_title": ("Trust", "Confiance"),
    "trust_government": ("in the government", "envers le gouvernement"),
    "trust_mission": ("in the mission", "envers la mission"),
    "trust_leader": ("in own leaders", "envers ses propres chefs"),
    "trust_groups": ("of the government in the groups", "du gouvernement envers les groupes"),
    "trust_axis": ("0 none - 1 full", "0 nulle - 1 entière"),
    "ledger_title": ("Promises: share of weight, median of seeds", "Engagements : part du poids, médiane des tirages"),
    "kept": ("kept in time", "tenus à temps"),
    "late": ("kept late", "tenus en retard"),
    "broken": ("overdue, not kept", "échus, non tenus"),
    "pending": ("not yet due", "non échus"),
    "provision_title": ("Provisions: when due and when kept", "Dispositions : échéance et exécution"),
    "due": ("due", "échéance"),
    "kept_runs": (
        "kept in the runs, 90 % of those in which it is (share of runs)",
        "tenu dans les simulations, 90 % de celles où il l'est (part des simulations)",
    ),
    "kept_record": ("kept on record", "tenu selon le rapport"),
    "never": ("in no run", "dans aucune"),
    "funnel_title": ("Programmes: from list to service", "Programmes : de l'inscription au service"),
    "facts_title": ("The record and the runs", "Le rapport et les simulations"),
    "facts_axis": ("simulated / recorded (1 = as recorded)", "simulé / rapport (1 = conforme)"),
    "facts_zero": (
        "recorded 0 is drawn at 1; each person more moves right",
        "un 0 du rapport est placé à 1 ; chaque personne de plus va vers la droite",
    ),
    "inside": ("90 % band holds the record", "l'intervalle à 90 % contient le fait"),
    "missed": ("missed", "manqué"),
    "imposed": ("imposed by the replay", "imposé par le rejeu"),
    "holdout": ("holdout (never used to choose values)", "contrôle (jamais utilisé pour choisir des valeurs)"),
    "fit": ("fit", "calage"),
    "recorded": ("record", "rapport"),
    "phase": ("Phase", "Phase"),
    "violence_title": ("Violence, recruitment and taxes", "Violences, recrutement et taxes"),
    "deaths": ("combatants killed, a year", "combattants tués, par an"),
    "recruits": ("persons recruited, a year", "personnes recrutées, par an"),
    "children": ("of these children (harm), a year", "dont enfants (préjudice), par an"),
    "taxes": ("taxes taken by groups, million XOF a month", "taxes perçues par les groupes, millions de XOF par mois"),
    "band": (
        "line: median; dark band: 50 %, light band: 90 % of seeds",
        "ligne : médiane ; bande foncée : 50 %, bande claire : 90 % des tirages",
    ),
    "paired_title": ("What-if minus baseline, same seeds", "Variante moins référence, mêmes tirages"),
    "paired_table_title": ("What differs", "Ce qui change"),
    "grid_title": ("What-if minus baseline over the grid", "Variante moins référence selon la grille"),
    "paired_band": (
        "dot: median (hollow where fewer than 90 % agree on the direction); thick line: 50 %, thin line: 90 % of paired seeds;"
        " small dots: seeds",
        "point : médiane (creux si moins de 90 % concordent sur le sens) ; trait épais : 50 %, trait fin : 90 % des tirages"
        " appariés ; petits points : tirages",
    ),
    "no_difference": ("no difference", "aucune différence"),
    "multiplied": ("factor", "facteur"),
    "median_baseline": ("baseline", "référence"),
    "median_variant": ("what-if", "variante"),
    "median_difference": ("difference (90 %)", "écart (90 %)"),
    "model": ("a model, not a forecast", "un modèle, non une prévision"),
    "seeds": ("seeds", "tirages"),
    "year": ("year", "année"),
}


def _pick(pair: tuple[str, str], language: str) -> str:
    return pair[1] if language == "fr" else pair[0]


def option_label(option: str, language: str = "en") -> str:
    """Return what an option is called."""
    return _pick(OPTIONS[option], language)


def stage_label(stage: str, language: str = "en") -> str:
    """Return what a stage of a programme is called."""
    return _pick(STAGES[stage], language)


def domain_label(domain: str, language: str = "en") -> str:
    """Return what a domain of provisions is called."""
    return _pick(DOMAINS[domain], language)


def phrase(key: str, language: str = "en") -> str:
    """Return a phrase of the figures."""
    return _pick(PHRASES[key], language)
