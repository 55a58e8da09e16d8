"""A comparison in words and one table a variant, in English or French: for `summary.md` and for the terminal."""

from __future__ import annotations

import math

from ploughshare.analysis.comparison.natural_frequencies import sentence
from ploughshare.analysis.comparison.paired import Direction, Spread
from ploughshare.analysis.comparison.running import Comparison
from ploughshare.analysis.comparison.tables import directions, labels, survives
from ploughshare.analysis.comparison.variants import OWN_ACCOUNT, Case
from ploughshare.analysis.outcomes import OutcomeQuery
from ploughshare.record.summary import UNITS_FR, number

WORDS: dict[str, dict[str, str]] = {
    "en": {
        "outcome": "Outcome",
        "baseline": "Baseline (90 %)",
        "variant": "What-if (90 %)",
        "difference": "Difference",
        "half": "50 % band",
        "band": "90 % band",
        "error": "Error",
        "above": "Above 0",
        "gain": "Gain",
        "direction": "Direction",
        "title": "What if",
        "seeds": "seeds",
        "history": "history",
        "under": "under",
        "expected": "expected",
        "more": "more",
        "fewer": "fewer",
        "same": "same",
        "unclear": "unclear",
        "survival": "Which conclusions survive rival accounts",
        "survives": "survives",
        "falls": "does not survive",
        "open": "unclear already under the scenario's own account",
        "nothing": "nothing differs under any account",
        "limits": "What this model cannot tell",
        "remade": "Made by",
        "read": "Levels are medians with 90 % bands. Differences are what-if minus baseline with the same seed: their median, "
        "and the bands that hold 50 and 90 % of these paired runs. The error is the Monte Carlo standard error of the mean "
        "difference, in brackets those of the ends of its 90 % band; above 0 is the share of seeds in which the what-if has "
        "more. The gain is how many times fewer seeds paired runs need than unpaired ones. A direction is named where 90 % "
        "of runs agree.",
        "unpaired": "not paired",
        "unpaired_why": "Runs cannot be paired, because {why}: every run is compared with every run of the baseline, and "
        "the bands are wider",
        "undefined": "not defined in {count} of {seeds} seeds, which are left out",
        "caution": "This is a model, not a forecast: it shows what would follow from its rules and numbers, not what will "
        "happen. Bands show what differs between seeds, not everything we do not know.",
        "precise": "The precision asked for is reached.",
        "imprecise": "The precision asked for is NOT reached; --most-seeds bounds the seeds.",
    },
    "fr": {
        "outcome": "Résultat",
        "baseline": "Référence (90 %)",
        "variant": "Variante (90 %)",
        "difference": "Écart",
        "half": "Intervalle à 50 %",
        "band": "Intervalle à 90 %",
        "error": "Erreur",
        "above": "Au-dessus de 0",
        "gain": "Gain",
        "direction": "Sens",
        "title": "Et si",
        "seeds": "tirages",
        "history": "histoire",
        "under": "selon",
        "expected": "attendu",
        "more": "plus",
        "fewer": "moins",
        "same": "égal",
        "unclear": "incertain",
        "survival": "Les conclusions qui résistent aux récits rivaux",
        "survives": "résiste",
        "falls": "ne résiste pas",
        "open": "incertain déjà selon le récit du scénario",
        "nothing": "rien ne diffère, quel que soit le récit",
        "limits": "Ce que ce modèle ne peut pas dire",
        "remade": "Produit par",
        "read": "Les niveaux sont des médianes avec des intervalles à 90 %. Les écarts sont la variante moins la référence, au même "
        "tirage : leur médiane et les intervalles qui contiennent 50 et 90 % de ces simulations appariées. L'erreur est l'erreur "
        "type de Monte-Carlo de l'écart moyen, entre parenthèses celles des bornes de son intervalle à 90 % ; au-dessus de 0 "
        "est la part des tirages où la variante donne plus. Le gain dit combien de fois moins de tirages demandent des "
        "simulations appariées. Un sens est donné quand 90 % des simulations concordent.",
        "unpaired": "non apparié",
        "unpaired_why": "Les simulations ne peuvent pas être appariées ({why}) : chacune est comparée à toutes celles de la "
        "référence, et les intervalles sont plus larges",
        "undefined": "non défini dans {count} tirages sur {seeds}, laissés de côté",
        "caution": "Ceci est un modèle, non une prévision : il montre ce qui suivrait de ses règles et de ses nombres, non ce "
        "qui arrivera. Les intervalles montrent ce qui varie d'un tirage à l'autre, non tout ce que nous ignorons.",
        "precise": "La précision demandée est atteinte.",
        "imprecise": "La précision demandée n'est PAS atteinte ; --most-seeds limite les tirages.",
    },
}

HEADINGS = ("outcome", "baseline", "variant", "difference", "half", "band", "error", "above", "gain", "direction")


def headline(found: Comparison, language: str) -> str:
    """Return what was compared: the scenario, how many seeds, which history."""
    words, about = WORDS[language], found.cases[0].scenario.about
    seeds = f"{len(found.seeds)} {words['seeds']}, {words['history']}: {about.history}"
    return f"{about.title.in_language(language)} ({about.start} – {about.end}), {seeds}"


def case_title(found: Comparison, case: Case, language: str) -> str:
    """Return what a variant is called, with its account where there are several."""
    under = f", {WORDS[language]['under']} {case.account}" if len(found.accounts) > 1 else ""
    return f"{WORDS[language]['title']}: {case.variant.label}{under}"


def cells(found: Comparison, position: int, query: OutcomeQuery, language: str) -> tuple[str, ...]:
    """Return the row of one outcome of one variant, in the order of `HEADINGS`."""
    words, case = WORDS[language], found.cases[position]
    difference = found.differences[position, query.text]
    spread = difference.spread
    before = found.levels[found.baseline_of(case), query.text]
    q05, q25, median, q75, q95 = (number(value, language) for value in spread.quantiles)
    unit = UNITS_FR.get(query.outcome.unit, query.outcome.unit) if language == "fr" else query.outcome.unit
    undefined = words["undefined"].format(count=spread.undefined, seeds=spread.undefined + spread.seeds)
    return (
        f"{query.title(language)}, {unit}" + (f" ({undefined})" if spread.undefined else ""),
        _level(before, language),
        _level(found.levels[position, query.text], language),
        median,
        f"{q25} – {q75}",
        f"{q05} – {q95}",
        _errors(spread, language),
        "–" if math.isnan(difference.share_above) else f"{100 * difference.share_above:.0f} %",
        words["unpaired"] if case.unpaired is not None else gain_text(difference.gain, language),
        _direction(case, query, difference.direction, language),
    )


def _level(spread: Spread, language: str) -> str:
    q05, _, median, _, q95 = (number(value, language) for value in spread.quantiles)
    return f"{median} ({q05} – {q95})"


def _errors(spread: Spread, language: str) -> str:
    low, high = spread.mcse_quantiles[0], spread.mcse_quantiles[-1]
    return f"{number(spread.mcse_mean, language)} ({number(low, language)}; {number(high, language)})"


def gain_text(gain: float, language: str = "en") -> str:
    """Return how many times fewer seeds pairing needs, such as `7.2 ×`."""
    if math.isnan(gain):
        return "–"
    return "∞" if math.isinf(gain) else f"{number(gain if gain < 10 else round(gain), language)} ×"


def _direction(case: Case, query: OutcomeQuery, direction: str, language: str) -> str:
    words, expected = WORDS[language], case.expected.get(query.text)
    told = words[direction]
    return f"{told} ({words['expected']}: {words[expected]})" if expected else told


def sentences(found: Comparison, position: int, language: str) -> list[str]:
    """Return one sentence an outcome, in natural frequencies where it counts persons."""
    case = found.cases[position]
    baseline = found.cases[found.baseline_of(case)].scenario
    return [
        sentence(found.differences[position, query.text], query, baseline, case.unpaired is None, language)
        for query in found.queries
    ]


def notices(case: Case, language: str) -> list[str]:
    """Return what a reader of a variant must know: why it is not paired."""
    return [] if case.unpaired is None else [WORDS[language]["unpaired_why"].format(why=case.unpaired)]


def survival_lines(found: Comparison, language: str) -> list[str]:
    """Return one line a variant and outcome: whether its direction holds under every account; none without rivals."""
    words, lines = WORDS[language], []
    for label in labels(found) if len(found.accounts) > 1 else []:
        for query in found.queries:
            by_account = directions(found, label, query)
            verdict = words[_verdict(by_account)]
            told = ", ".join(f"{account}: {words[direction]}" for account, direction in by_account.items())
            lines.append(f"{label}, {query.title(language)}: {verdict} ({told})")
    return lines


def _verdict(by_account: dict[str, Direction]) -> str:
    own = next(iter(by_account.values()))
    if own == "unclear":
        return "open"
    if not survives(by_account):
        return "falls"
    return "nothing" if own == "same" else "survives"


def precision_line(found: Comparison, language: str) -> str | None:
    """Return whether the precision asked for was reached; none if none was asked for."""
    if found.precision_reached is None:
        return None
    return WORDS[language]["precise" if found.precision_reached else "imprecise"]


def comparison_text(found: Comparison, command: str, version: str, language: str = "en") -> str:
    """Return `summary.md`: sentences and a table a variant, what survives, limits, and how to make it again."""
    words, about = WORDS[language], found.cases[0].scenario.about
    lines = [f"# {headline(found, language)}", "", f"{words['read']} {words['caution']}", ""]
    precision = precision_line(found, language)
    lines += [precision, ""] if precision else []
    for position, case in found.variants:
        lines += [f"## {case_title(found, case, language)}", ""]
        lines += [f"**{notice}.**\n" for notice in notices(case, language)]
        lines += [f"- {text}" for text in sentences(found, position, language)] if case.account == OWN_ACCOUNT else []
        lines += ["", "| " + " | ".join(words[key] for key in HEADINGS) + " |", "|---" * len(HEADINGS) + "|"]
        lines += ["| " + " | ".join(cells(found, position, query, language)) + " |" for query in found.queries]
        lines.append("")
    survival = survival_lines(found, language)
    if survival:
        lines += [f"## {words['survival']}", "", *(f"- {line}" for line in survival), ""]
    lines += [f"## {words['limits']}", "", *(f"- {text.in_language(language)}" for text in about.not_modelled), ""]
    lines += [*(f"- {text}" for text in left_out(found, language)), ""] if left_out(found, language) else []
    lines += [f"{words['remade']}: `{command}`, ploughshare {version}.", ""]
    return "\n".join(lines)


def left_out(found: Comparison, language: str) -> list[str]:
    """Return what the what-ifs themselves leave out, each once."""
    texts = [text.in_language(language) for _, case in found.variants for text in case.left_out]
    return list(dict.fromkeys(texts))
