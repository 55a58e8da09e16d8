"""What an explanation says, in English and in French. The English text is the key; every text shown must have a French one."""

from __future__ import annotations

import re
from dataclasses import dataclass

FRENCH: dict[str, str] = {
    # persons
    "Why {option}, or why not: {whose}": "Pourquoi {option}, ou pourquoi pas : {whose}",
    "persons of {party} {state}, {month}": "personnes de {party} {state}, {month}",
    "persons of {party} {state} in the region {place}, {month}": "personnes de {party} {state} dans la région {place}, {month}",
    "persons of {party} {state} in the community {place}, {month}": "personnes de {party} {state} dans la localité {place}, {month}",
    "under arms": "sous les armes",
    "at home": "à la maison",
    "serving in a programme": "servant dans un programme",
    "in every state": "dans tous les états",
    "Compared with {than}. {seeds} seeds, history {history}, scale {scale}; median and 90 % interval over seeds, counts for the "
    "persons described.": "Comparé à {than}. {seeds} tirages, histoire {history}, échelle {scale} ; médiane et intervalle à 90 % des "
    "tirages, effectifs des personnes décrites.",
    "With fewer than 10 seeds an interval is little more than their range.": "Avec moins de 10 tirages, un intervalle n'est guère plus "
    "que leur étendue.",
    "Persons: {counts}.": "Personnes : {counts}.",
    "{item}: {persons}, women {women}, children {children}": "{item} : {persons}, femmes {women}, enfants {children}",
    "all": "toutes",
    "asked": "interrogées",
    "applied and waiting": "inscrites et en attente",
    "thinks it over this month": "y réfléchissent ce mois",
    # gates
    "Of 100 {whose}, asked about {option}: {told}.": "Sur 100 {whose}, à propos de {option} : {told}.",
    "On the way to {option}: where each is stopped first": "Sur le chemin de {option} : où chacune est arrêtée d'abord",
    "On the way to {option} under the what-if": "Sur le chemin de {option} sous l'hypothèse",
    "Why it was closed, in how many of {seeds} seeds: {reasons}.": "Pourquoi c'était fermé, dans combien de {seeds} tirages : {reasons}.",
    "gate": "passage",
    "reason": "raison",
    "of 100": "sur 100",
    "persons": "personnes",
    "women": "femmes",
    "children": "enfants",
    "fail it at all": "ne le passent pas, en tout",
    "what-if less baseline": "hypothèse moins référence",
    "known": "connu",
    "open": "ouvert",
    "eligible": "admis",
    "released": "libéré",
    "through": "passé",
    "has not heard of it": "n'en a pas entendu parler",
    "had not heard of it": "n'en avaient pas entendu parler",
    "no such group nearby": "pas de tel groupe à proximité",
    "had no such group nearby": "n'avaient pas de tel groupe à proximité",
    "not open": "fermé",
    "found it closed": "l'ont trouvé fermé",
    "not meant for the group": "non prévu pour ce groupe",
    "belong to a group it is not meant for": "sont d'un groupe pour lequel ce n'est pas prévu",
    "lives in another region": "vit dans une autre région",
    "live in another region": "vivent dans une autre région",
    "has no weapon": "n'a pas d'arme",
    "have no weapon to show": "n'ont pas d'arme à présenter",
    "has a weapon": "a une arme",
    "have a weapon": "ont une arme",
    "not a woman": "n'est pas une femme",
    "are men, and it is for women": "sont des hommes, et c'est pour les femmes",
    "a child": "enfant",
    "are children (referred to child protection)": "sont des enfants (orientés vers la protection de l'enfance)",
    "found medically unfit": "jugé médicalement inapte",
    "were found medically unfit": "ont été jugées médicalement inaptes",
    "not found medically unfit": "non jugé inapte",
    "were not found unfit, and it is for those who were": "n'ont pas été jugées inaptes, et c'est pour celles qui l'ont été",
    "not on the list": "pas sur la liste",
    "are not on the list": "ne sont pas sur la liste",
    "not serving where required": "ne sert pas là où il faut",
    "do not serve where it asks them to": "ne servent pas là où c'est exigé",
    "belongs to one": "en est déjà",
    "belong to such a group already": "sont déjà d'un tel groupe",
    "another rule": "une autre règle",
    "fail another rule": "ne remplissent pas une autre règle",
    "leaders do not endorse it": "les chefs ne l'approuvent pas",
    "have leaders who let nobody go": "ont des chefs qui ne laissent partir personne",
    "kept back by the leaders": "retenu par les chefs",
    "are kept back by their leaders": "sont retenues par leurs chefs",
    "in it already": "y est déjà",
    "are in it already": "y sont déjà",
    "considers it, prefers another": "l'envisage, préfère autre chose",
    "consider it and prefer something else": "l'envisagent et préfèrent autre chose",
    "would take it": "le prendrait",
    # why closed
    "ended or suspended for good": "terminé ou suspendu pour de bon",
    "not announced yet": "pas encore annoncé",
    "outside its windows of entry": "hors de ses périodes d'entrée",
    "no site is open": "aucun site ouvert",
    "fighting around its sites": "combats autour de ses sites",
    "its conditions did not hold when the month began": "ses conditions n'étaient pas remplies au début du mois",
    "removed by the what-if": "retiré par l'hypothèse",
    "{name} is not kept": "{name} n'est pas tenu",
    "{name} has not happened": "{name} n'a pas eu lieu",
    "{name} does not endorse it": "{name} ne l'approuve pas",
    # preferences and gap
    "What each would take, thinking it over this month": "Ce que chacune prendrait en y réfléchissant ce mois",
    "option": "option",
    "Utility gap of {option} over {than}, logits (above 0 speaks for {option})": "Écart d'utilité de {option} sur {than}, en logits "
    "(au-dessus de 0 : pour {option})",
    "Utility gap of {option} over {than} for all asked, under the what-if, logits": "Écart d'utilité de {option} sur {than} pour toutes "
    "les interrogées, sous l'hypothèse, en logits",
    "Not defined: nobody could compare the two in any seed.": "Non défini : personne ne pouvait comparer les deux, dans aucun tirage.",
    "Defined in {asked} of {seeds} seeds for all asked, in {considering} for those who consider it.": "Défini dans {asked} de {seeds} "
    "tirages pour toutes les interrogées, dans {considering} pour celles qui l'envisagent.",
    "term": "terme",
    "mean": "moyenne",
    "median": "médiane",
    "90 %": "90 %",
    "share of all pull": "part de tout ce qui pèse",
    "those who consider it": "celles qui l'envisagent",
    "under the what-if": "sous l'hypothèse",
    "change": "changement",
    "change, mean": "changement, moyenne",
    "total gap": "écart total",
    "income": "revenu",
    "pay reliability": "fiabilité de la solde",
    "risk": "risque",
    "security": "sécurité",
    "trust": "confiance",
    "peers": "pairs",
    "orders": "ordres",
    "rank": "grade",
    "home": "lieu d'origine",
    "switching": "changer d'état",
    "pay and licit work": "solde et travail licite",
    "illicit earnings": "gains illicites",
    "waiting and end of pay": "attente et fin de la solde",
    "losses weigh more": "les pertes pèsent plus",
    "doubt about the option": "doute sur l'option",
    "doubt about the other": "doute sur l'autre",
    "doubt about other present pay": "doute sur une autre solde actuelle",
    "giving up arms under full threat": "rendre les armes sous pleine menace",
    "trust relieves": "la confiance soulage",
    "protection relieves": "la protection soulage",
    "calm relieves": "le calme soulage",
    # what-if
    "Who switched: the same persons, on the same random numbers": "Qui a changé : les mêmes personnes, avec les mêmes nombres aléatoires",
    "Of {everybody} persons in both runs, {others} would choose otherwise under the what-if; {already} of them were in another state "
    "already, through the months before.": "Sur {everybody} personnes des deux simulations, {others} choisiraient autrement sous "
    "l'hypothèse ; {already} d'entre elles étaient déjà dans un autre état, par les mois précédents.",
    "Of 100 asked, so many more or fewer would take each option: {more}.": "Sur 100 interrogées, tant de plus ou de moins prendraient "
    "chaque option : {more}.",
    "from": "de",
    "to": "vers",
    "Why they switched: a gate or a term": "Pourquoi elles ont changé : un passage ou un terme",
    "`gate opened` was enough by itself; `terms moved`: both options were considered in both runs.": "« passage ouvert » suffisait à lui "
    "seul ; « des termes ont bougé » : les deux options étaient envisagées dans les deux simulations.",
    "cause": "cause",
    "terms moved": "des termes ont bougé",
    "a gate opened and terms moved": "un passage s'est ouvert et des termes ont bougé",
    "a gate closed": "un passage s'est fermé",
    "gate opened: known": "passage ouvert : connu",
    "gate opened: open": "passage ouvert : ouvert",
    "gate opened: eligible": "passage ouvert : admis",
    "gate opened: released": "passage ouvert : libéré",
    "dead or captured in one run": "décédées ou capturées dans une simulation",
    "applied already in one run": "déjà inscrites dans une simulation",
    "Which term moved those whom terms moved, logits": "Quel terme a fait changer celles que des termes ont fait changer, en logits",
    "Change of the gap between the option they take under the what-if and the one they leave, in {seeds} seeds. Those in the same state "
    "until now had not been brought elsewhere by months before.": "Changement de l'écart entre l'option qu'elles prennent sous l'hypothèse "
    "et celle qu'elles quittent, dans {seeds} tirages. Celles du même état jusqu'ici n'avaient pas été menées ailleurs par les mois "
    "précédents.",
    "in the same state until now": "du même état jusqu'ici",
    "moved most by it, persons": "personnes que ce terme a le plus poussées",
    "change of the gap": "changement de l'écart",
    # leaders
    "What the leaders weighed this month, logits": "Ce que les chefs ont pesé ce mois, en logits",
    "Stance follows the balance slowly, with noise, and is lower in war.": "La posture suit la balance lentement, avec du bruit, et baisse "
    "en guerre.",
    "offices": "postes",
    "places": "places",
    "allowances": "indemnités",
    "pressure": "pression",
    "exploitation": "peur d'être trompé",
    "taxes": "taxes",
    "bargaining": "poids à la table",
    "status": "statut",
    "giving up men and arms": "rendre hommes et armes",
    "for cooperating, in all": "pour coopérer, en tout",
    "for holding out, in all": "pour tenir bon, en tout",
    "balance: cooperate less hold": "balance : coopérer moins tenir",
    "stance, 0 holds out, 100 % cooperates": "posture, 0 tient bon, 100 % coopère",
    "How the leaders came to endorse {option} or not: margin above 0 endorses": "Comment les chefs en sont venus à approuver {option} ou "
    "non : une marge au-dessus de 0 approuve",
    "stance": "posture",
    "dividends": "dividendes",
    "threshold": "seuil",
    "margin": "marge",
    "endorses": "approuve",
    "share of men let go": "part des hommes laissés partir",
    "decided by the record": "décidé par le rapport",
    "What moved the leaders' balance under the what-if, logits: means, which sum to the change, and 90 % of seeds": "Ce qui a déplacé la "
    "balance des chefs sous l'hypothèse, en logits : moyennes, dont la somme est le changement, et 90 % des tirages",
    "delivery": "promesses tenues, croyance",
    "place share": "places par homme",
    "allowance": "indemnité",
    "guarantee": "protection",
    "tax per man": "taxes par homme",
    "armed share": "part sous les armes",
    "talks": "pourparlers",
    "weights": "poids des termes",
    "change of the balance": "changement de la balance",
    # government
    "The government's chance a month to keep a provision it owes, mean over those open": "La chance par mois que le gouvernement tienne "
    "une disposition qu'il doit, moyenne de celles en cours",
    "The government's chance a month to hold a registration session": "La chance par mois que le gouvernement tienne une session "
    "d'enregistrement",
    "The government's chance to keep this month's pay day": "La chance que le gouvernement honore la solde de ce mois",
    "This is a replay: what the record says was forced, whatever the chance.": "C'est un rejeu : ce que dit le rapport a été imposé, quelle "
    "que soit la chance.",
    "provisions open": "dispositions en cours",
    "base": "base",
    "will": "volonté",
    "delay": "retard",
    "interim units": "unités intérimaires",
    "trust in the groups": "confiance envers les groupes",
    "sovereignty": "souveraineté",
    "cost": "coût",
    "not due yet": "pas encore échu",
    "chance a month": "chance par mois",
    "mediation": "médiation",
    "leaders' stance": "posture des chefs",
    "discipline": "discipline",
    "funds": "fonds",
    "chance this month": "chance ce mois",
    "kept": "honoré",
    "{title}, continued": "{title}, suite",
    "{subject}, change": "{subject}, changement",
    "{subject}, what-if": "{subject}, hypothèse",
    "yes in {share} of seeds": "oui dans {share} des tirages",
    "{number} points": "{number} points",
    # limits and figure
    "What this model cannot tell": "Ce que ce modèle ne peut pas dire",
    "This is a model, not a forecast, and it explains the model's persons, not anybody's mind: a term says what moved a choice here. "
    "Intervals show what differs between seeds, not everything we do not know.": "Ceci est un modèle, non une prévision, et il explique les "
    "personnes du modèle, non la pensée de quiconque : un terme dit ce qui a fait un choix ici. Les intervalles montrent ce qui varie d'un "
    "tirage à l'autre, non tout ce que nous ignorons.",
    "Terms are in logits: 1 logit multiplies the odds of the better option by 2.7 (more between similar options). In each seed, and in the "
    "means, parts sum to their total; medians need not.": "Les termes sont en logits : 1 logit multiplie par 2.7 la cote de la meilleure option "
    "(davantage entre options semblables). Dans chaque tirage, et dans les moyennes, la somme des parts est le total ; non celle des médianes.",
    "It leaves out:": "Il laisse de côté :",
    "Made by `{command}`.": "Produit par `{command}`.",
    "All asked: {option} over {than}": "Toutes les interrogées : {option} sur {than}",
    "Those who consider it": "Celles qui l'envisagent",
    "What moved those who switched": "Ce qui a fait changer les autres",
    "gap": "écart",
    "against  ←  logits  →  for": "contre  ←  logits  →  pour",
    "history: {history} · {seeds} seeds · bars: medians; lines: 90 % of seeds · parts sum to the total in each seed, medians need not · a "
    "model, not a forecast": "histoire : {history} · {seeds} tirages · barres : médianes ; lignes : 90 % des tirages · la somme des parts "
    "est le total dans chaque tirage, non celle des médianes · un modèle, non une prévision",
    "{out}: explanation.md, explanation.json, tables and the figure": "{out} : explanation.md, explanation.json, tables et figure",
}
"""English text, with places for values in braces -> French text with the same places."""

STATES = {
    "armed": "sous les armes",
    "home": "à la maison",
    "rival": "groupe rival",
    "dead": "décédé",
    "captured": "capturé",
}
"""French names of the options that are no programmes; programmes keep the names of their files."""


@dataclass(frozen=True)
class Words:
    """Texts in one language, `en` or `fr`."""

    language: str = "en"

    def __call__(self, text: str, **values: object) -> str:
        """Return a text in the language, its places filled; raises KeyError for a text without French."""
        shown = FRENCH[text] if self.language == "fr" else text
        return shown.format(**values) if values else shown

    def option(self, name: str) -> str:
        """Return what an option is called."""
        return STATES.get(name, name) if self.language == "fr" else name

    def closed(self, reason: str) -> str:
        """Return why something is closed; such reasons may begin with the name of a provision, event or coalition."""
        for ending in ("is not kept", "has not happened", "does not endorse it"):
            if reason.endswith(f" {ending}"):
                return self(f"{{name}} {ending}", name=reason.removesuffix(f" {ending}"))
        return self(reason)

    def numbers(self, text: str) -> str:
        """Return a text with its numbers written as the language writes them: 1,234.5 is 1 234,5 in French."""
        if self.language != "fr":
            return text
        return re.sub(r"(?<=\d)\.(?=\d)", ",", re.sub(r"(?<=\d),(?=\d{3})", "\u202f", text))
