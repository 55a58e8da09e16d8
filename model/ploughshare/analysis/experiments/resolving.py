"""From the factors of an experiment file to factors of a scenario: paths found, ranges filled in, both ends tried."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from pydantic import BaseModel, ValidationError

from ploughshare.analysis.experiments.factors import SEED, SampledFactor
from ploughshare.analysis.experiments.places import EVERY, NoSuchPlace, Place, find_places, value_at, with_values
from ploughshare.analysis.experiments.spreads import Spread, spread_of_prior
from ploughshare.errors import Problem, nearest
from ploughshare.scenario.catalogue import CATALOGUE, ParameterDefinition
from ploughshare.scenario.checks import CHECKS
from ploughshare.scenario.experiments import Experiment, Factor
from ploughshare.scenario.problems import problems_from
from ploughshare.scenario.schema import Scenario
from ploughshare.scenario.yaml_lines import Document, KeyPath

RESERVED = ("key", "point", "replicate", "seed", "error")
Complain = Callable[[KeyPath, str, str | None], Problem]


@dataclass(frozen=True)
class _Given:
    """One factor as the file gives it, and where."""

    name: str
    factor: Factor
    line_path: KeyPath

    @property
    def path(self) -> str:
        return self.factor.path or self.name

    def at(self, key: str) -> KeyPath:
        return (*self.line_path, key)


def resolve_factors(
    experiment: Experiment, document: Document, scenario: Scenario
) -> tuple[tuple[SampledFactor, ...], list[Problem]]:
    """Return the factors an experiment varies in a scenario, and every problem met on the way."""
    complain: Complain = lambda path, message, hint: Problem(  # noqa: E731
        *document.place(path), ".".join(map(str, path)), message, hint
    )
    given, problems = _given_factors(experiment, scenario, complain)
    factors: list[SampledFactor] = []
    for one in given:
        found = _resolve(one, scenario, complain)
        if isinstance(found, SampledFactor):
            factors.append(found)
        else:
            problems += found
    problems += _overlaps(factors, given, complain)
    problems += _names_taken(given, experiment, complain)
    problems += _correlated(experiment, complain)
    if not given and not problems:
        problems.append(complain(("factors",), "nothing is varied", "name factors, or write parameters: all"))
    return tuple(factors), list(dict.fromkeys(problems))


def _given_factors(
    experiment: Experiment, scenario: Scenario, complain: Complain
) -> tuple[list[_Given], list[Problem]]:
    """Return parameters taken as a whole or by rule, then the factors named one by one; a named factor wins."""
    problems: list[Problem] = []
    rules = list(dict.fromkeys(known.rule for known in CATALOGUE.values()))
    chosen: dict[str, KeyPath] = {}
    if experiment.parameters == "all":
        chosen = dict.fromkeys(scenario.parameters, ("parameters",))
    else:
        for number, word in enumerate(experiment.parameters):
            place = ("parameters", number)
            names = [name for name, known in CATALOGUE.items() if word in (name, known.rule)]
            if not names:
                problems.append(
                    complain(place, f"there is no parameter or rule {word!r}", _near(word, [*rules, *CATALOGUE]))
                )
            chosen.update(dict.fromkeys(names, place))
    for number, name in enumerate(experiment.leave_out):
        if name not in chosen:
            message = f"{name!r} is not among the parameters to leave out from"
            problems.append(complain(("leave_out", number), message, _near(name, list(chosen))))
        chosen.pop(name, None)
    named = {name: factor or Factor() for name, factor in experiment.factors.items()}
    taken = {(factor.path or name).removeprefix("parameters.") for name, factor in named.items()}
    whole = [_Given(name, Factor(), place) for name, place in chosen.items() if name not in taken]
    return whole + [_Given(name, factor, ("factors", name)) for name, factor in named.items()], problems


def _names_taken(given: list[_Given], experiment: Experiment, complain: Complain) -> Iterator[Problem]:
    """Results have one table: a factor cannot have the name of another of its columns."""
    for one in given:
        if one.name in RESERVED and one.path != SEED:
            yield complain(
                one.line_path, f"{one.name!r} is the name of a column of results", "call the factor otherwise"
            )
        if one.name in experiment.outcomes:
            yield complain(
                one.line_path, f"{one.name!r} is also an outcome", "call the factor otherwise and give its path"
            )


def _resolve(one: _Given, scenario: Scenario, complain: Complain) -> SampledFactor | list[Problem]:
    """Return one factor, or what is wrong with it."""
    if one.path == SEED:
        return _seed_factor(one, complain)
    try:
        places = find_places(scenario, one.path)
    except NoSuchPlace as missing:
        return [complain(one.line_path, f"unknown factor: {missing}", _place_hint(missing, scenario))]
    parameter = (
        CATALOGUE.get(str(places[0][1])) if places[0][0] == "parameters" and places[0][2:] == ("value",) else None
    )
    if one.factor.values is not None:
        return _categorical(one, places, scenario, complain)
    spread = _spread(one, places, parameter, scenario, complain)
    if isinstance(spread, Problem):
        return [spread]
    factor = SampledFactor(
        name=one.name,
        path=one.path,
        places=tuple(places),
        spread=spread,
        integer=one.factor.integer,
        multiplies=one.factor.multiply,
        group=one.factor.group,
        title=one.factor.title,
        unit="" if one.factor.multiply or parameter is None else parameter.unit,
    )
    problems = list(_range_problems(one, factor, parameter, complain))
    if not problems and (parameter is None or factor.multiplies):  # the catalogue's bounds are all a parameter has
        problems = list(_ends_tried(one, factor, scenario, complain))
    return problems or factor


def _seed_factor(one: _Given, complain: Complain) -> SampledFactor | list[Problem]:
    span = one.factor.range
    if span is None or not one.factor.integer or span[0] < 0:
        hint = "write seed: {range: [1, 1000], integer: true}"
        return [complain(one.line_path, "the seed as a factor needs a range of whole numbers from 0 up", hint)]
    factor = SampledFactor(one.name, SEED, (), Spread("uniform", *span), integer=True, group=one.factor.group)
    return list(_range_problems(one, factor, None, complain)) or factor


def _spread(
    one: _Given, places: list[Place], parameter: ParameterDefinition | None, scenario: Scenario, complain: Complain
) -> Spread | Problem:
    """Return how the factor spreads: its prior, a prior cut to a range, or a plain range."""
    given, kind = one.factor, one.factor.distribution
    if given.range is None and (given.multiply or parameter is None) and (kind is None or isinstance(kind, str)):
        message = "needs a range: only behavioural parameters have a prior to fall back on"
        return complain(one.line_path, message, "add range: [lowest, highest], or values: [...]")
    least, most = (parameter.low, parameter.high) if parameter and not given.multiply else (-float("inf"), float("inf"))
    if isinstance(kind, BaseModel):
        return spread_of_prior(kind, least, most, given.range)
    if given.range is None and parameter is not None:
        own = spread_of_prior(scenario.parameters[parameter.name].prior, least, most)
        return own if kind is None else replace(own, kind=kind)
    assert given.range is not None
    return Spread(kind or "uniform", *given.range)


def _range_problems(
    one: _Given, factor: SampledFactor, parameter: ParameterDefinition | None, complain: Complain
) -> Iterator[Problem]:
    """Check that the range is not empty, fits its distribution, and lies inside the catalogue's bounds."""
    assert factor.spread is not None
    low, high, place = factor.spread.low, factor.spread.high, one.at("range")
    if low >= high:
        message = f"the range from {low:g} to {high:g} is empty"
        yield complain(place, message, "swap the two" if low > high else "give two different values, or leave it out")
    elif factor.spread.kind == "loguniform" and low <= 0:
        yield complain(place, f"a loguniform factor must be above 0, not {low:g}", "take uniform, or a range above 0")
    elif factor.integer and (low % 1 or high % 1):
        yield complain(place, f"a whole-number factor needs whole ends, not {low:g} and {high:g}", None)
    elif parameter and not factor.multiplies and not parameter.low <= low < high <= parameter.high:
        message = f"{parameter.name} must be between {parameter.low:g} and {parameter.high:g} {parameter.unit}"
        yield complain(place, f"{message}, not {low:g} to {high:g}", None)


def _categorical(
    one: _Given, places: list[Place], scenario: Scenario, complain: Complain
) -> SampledFactor | list[Problem]:
    """Return a categorical factor with its values as the schema reads them."""
    categories, problems = [], []
    for number, value in enumerate(one.factor.values or []):
        tried = SampledFactor(one.name, one.path, tuple(places), categories=(value,))
        read = _tried(one, tried, 0.0, scenario, complain, (*one.at("values"), number))
        problems += [found for found in read if isinstance(found, Problem)]
        categories += [found for found in read[:1] if not isinstance(found, Problem)]
    if problems:
        return problems
    return SampledFactor(
        one.name, one.path, tuple(places), categories=tuple(categories), group=one.factor.group, title=one.factor.title
    )


def _ends_tried(one: _Given, factor: SampledFactor, scenario: Scenario, complain: Complain) -> Iterator[Problem]:
    """Put both ends of the range into the scenario and check it as if they had been written there."""
    assert factor.spread is not None
    for end in (factor.spread.low, factor.spread.high):
        for found in _tried(one, factor, end, scenario, complain, one.at("range")):
            if isinstance(found, Problem):
                yield found


def _tried(
    one: _Given, factor: SampledFactor, code: float, scenario: Scenario, complain: Complain, place: KeyPath
) -> list[Any]:
    """Return the values read at the factor's places, or the problems: of the schema, then of checks across the files."""
    read: dict[Place, Any] = {}
    for target in factor.places:
        before = value_at(scenario, target)
        continuous = factor.spread is not None and not factor.integer and not factor.multiplies
        if continuous and isinstance(before, int) and not isinstance(before, bool):
            return [complain(one.line_path, f"{one.path} takes whole numbers", "add integer: true")]
        outcome = _read_by_schema(scenario, target, factor.new_value(before, code))
        if isinstance(outcome, _Refused):
            dotted = ".".join(str(key) for key in target if key != "about")
            told = f"{dotted}: " if EVERY in one.path else ""
            return [complain(place, f"{told}{outcome.message}", None)]
        read[target] = outcome
    known = {(finding.file, tuple(finding.path), finding.message) for check in CHECKS for finding in check(scenario)}
    changed = with_values(scenario, read)
    new = [finding for check in CHECKS for finding in check(changed)]
    new = [finding for finding in new if (finding.file, tuple(finding.path), finding.message) not in known]
    if new:
        where = ".".join(str(part) for part in new[0].path)
        return [complain(place, f"with this value, {where} {new[0].message}", new[0].hint)]
    return list(read.values())


@dataclass(frozen=True)
class _Refused:
    """The schema does not allow a value; why."""

    message: str


def _read_by_schema(scenario: Scenario, place: Place, value: Any) -> Any:
    """Return the value as the schema reads it at a place, or why it is refused."""
    depth = max(number for number in range(1, len(place)) if isinstance(value_at(scenario, place[:number]), BaseModel))
    record, inside = value_at(scenario, place[:depth]), place[depth:]
    kind = type(record)
    field = kind.model_fields[str(inside[0])].alias or str(inside[0])
    data = record.model_dump(by_alias=True)
    data[field] = _put(data[field], inside[1:], value)
    try:
        return value_at(kind.model_validate(data), inside)
    except ValidationError as error:
        blank = Document("", data, dict.fromkeys(_paths(data)))
        told = problems_from(blank, error.errors(include_url=False), kind)
        return _Refused(told[0].message if told else "is not allowed")


def _put(node: Any, place: Place, value: Any) -> Any:
    if not place:
        return value
    if isinstance(node, dict):
        return {**node, place[0]: _put(node[place[0]], place[1:], value)}
    return [_put(inner, place[1:], value) if number == place[0] else inner for number, inner in enumerate(node)]


def _paths(data: Any, path: KeyPath = ()) -> Iterator[KeyPath]:
    yield path
    entries = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list | tuple) else ()
    for key, inner in entries:
        yield from _paths(inner, (*path, key))


def _overlaps(factors: list[SampledFactor], given: list[_Given], complain: Complain) -> Iterator[Problem]:
    """Two factors that set the same place are refused."""
    lines = {one.name: one.line_path for one in given}
    owner: dict[Place, str] = {}
    for factor in factors:
        for place in factor.places:
            others = [owner[other] for other in owner if other[: len(place)] == place[: len(other)]]
            if others and others[0] != factor.name:
                message = f"sets the same value as factor {others[0]!r}"
                yield complain(lines[factor.name], message, "keep one of the two")
                break
        owner.update(dict.fromkeys(factor.places, factor.name))


def _correlated(experiment: Experiment, complain: Complain) -> Iterator[Problem]:
    for number, pair in enumerate(experiment.correlated):
        first, second = pair.factors
        message = (
            f"{first} and {second} cannot be correlated: these indices share out variance between independent factors"
        )
        hint = (
            f"give both the same `group` for one joint index, or vary {first} and let a factor with `multiply` "
            f"scale what depends on it"
        )
        yield complain(("correlated", number), message, hint)


def _place_hint(missing: NoSuchPlace, scenario: Scenario) -> str | None:
    if not missing.before:
        known = [*CATALOGUE, *(name for name in type(scenario).model_fields if name != "about"), SEED]
        return (
            _near(missing.word, known) or "give the name of a parameter, or `path`: ploughshare parameters lists names"
        )
    return _near(missing.word, missing.known, f"{missing.before}.")


def _near(word: str, known: list[str], before: str = "") -> str | None:
    near = nearest(word, known)
    if near:
        return f"did you mean {before}{near}?"
    return f"known here: {', '.join(known[:12])}" if known and len(known) < 40 else None
