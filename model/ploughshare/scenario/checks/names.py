"""Names that must exist elsewhere in the scenario."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from ploughshare.scenario import timeline
from ploughshare.scenario.base import Sourced
from ploughshare.scenario.checks.place import Finding, unknown
from ploughshare.scenario.facts import FactUse, Query
from ploughshare.scenario.schema import Scenario
from ploughshare.scenario.tables import COLUMNS_OF_TABLE

GOVERNMENT, MISSION, NONE = "government", "mission", "none"


def _each(
    file: str, path: tuple[str | int, ...], what: str, names: Iterable[str], known: Iterable[str]
) -> Iterator[Finding]:
    known = list(known)
    for number, name in enumerate(names):
        if name not in known:
            yield unknown(file, (*path, number), what, name, known)


def group_names(scenario: Scenario) -> Iterator[Finding]:
    """Coalitions, homes and opponents of groups exist."""
    for name, group in scenario.groups.items():
        path = ("groups", name)
        for month, coalition in group.coalition.items():
            if coalition != NONE and coalition not in scenario.coalitions:
                yield unknown(
                    "groups", (*path, "coalition", month), "coalition", coalition, [*scenario.coalitions, NONE]
                )
        for home in group.homes:
            if home not in scenario.communities:
                yield unknown("groups", (*path, "homes", home), "community", home, scenario.communities)
        for other in group.tension:
            if other != GOVERNMENT and other not in scenario.groups:
                yield unknown("groups", (*path, "tension", other), "group", other, [*scenario.groups, GOVERNMENT])


def community_names(scenario: Scenario) -> Iterator[Finding]:
    """Regions and controlling groups of communities exist, and communities of income sources."""
    for name, place in scenario.communities.items():
        if place.region not in scenario.regions:
            yield unknown("communities", ("communities", name, "region"), "region", place.region, scenario.regions)
        for month, who in place.controlled_by.items():
            if who != GOVERNMENT and who not in scenario.groups:
                path = ("communities", name, "controlled_by", month)
                yield unknown("communities", path, "group", who, [*scenario.groups, GOVERNMENT])
    for name, source in scenario.income_sources.items():
        if source.community not in scenario.communities:
            yield unknown(
                "communities",
                ("income_sources", name, "community"),
                "community",
                source.community,
                scenario.communities,
            )


def camp_names(scenario: Scenario) -> Iterator[Finding]:
    """Communities of camps exist."""
    for name, camp in scenario.mission.camps.items():
        if camp.community not in scenario.communities:
            path = ("mission", "camps", name, "community")
            yield unknown("mission", path, "community", camp.community, scenario.communities)


def programme_names(scenario: Scenario) -> Iterator[Finding]:
    """Communities, funds, conditions and eligibility of programmes exist."""
    for name, programme in scenario.programmes.items():
        path: tuple[str | int, ...] = ("programmes", name)
        for site_name, site in programme.sites.items():
            if site.community not in scenario.communities:
                site_path = (*path, "sites", site_name, "community")
                yield unknown("programmes", site_path, "community", site.community, scenario.communities)
        for number, share in enumerate(programme.funds):
            if share.fund not in scenario.mission.funds:
                fund_path = (*path, "funds", number, "fund")
                yield unknown("programmes", fund_path, "fund", share.fund, scenario.mission.funds)
        start, rule = programme.start_conditions, programme.eligibility
        here = (*path, "start_conditions")
        yield from _each("programmes", (*here, "provisions"), "provision", start.provisions, scenario.provisions)
        yield from _each("programmes", (*here, "events"), "event", start.events, scenario.events)
        yield from _each("programmes", (*here, "endorsed_by"), "coalition", start.endorsed_by, scenario.coalitions)
        here = (*path, "eligibility")
        yield from _each("programmes", (*here, "coalitions"), "coalition", rule.coalitions, scenario.coalitions)
        yield from _each("programmes", (*here, "regions"), "region", rule.regions, scenario.regions)
        yield from _each("programmes", (*here, "serving_in"), "programme", rule.serving_in, scenario.programmes)


def registration_names(scenario: Scenario) -> Iterator[Finding]:
    """Coalitions of registrations exist."""
    for name, registration in scenario.registrations.items():
        path = ("registrations", name, "coalitions")
        yield from _each("programmes", path, "coalition", registration.coalitions, scenario.coalitions)


def project_names(scenario: Scenario) -> Iterator[Finding]:
    """Kinds, communities and funds of portfolios exist."""
    projects = scenario.community_projects
    for name, portfolio in projects.portfolios.items():
        path = ("community_projects", "portfolios", name)
        if portfolio.fund not in scenario.mission.funds:
            yield unknown("programmes", (*path, "fund"), "fund", portfolio.fund, scenario.mission.funds)
        for kind in portfolio.kinds:
            if kind not in projects.kinds:
                yield unknown("programmes", (*path, "kinds", kind), "kind of project", kind, projects.kinds)
        for place in portfolio.communities:
            if place not in scenario.communities:
                yield unknown("programmes", (*path, "communities", place), "community", place, scenario.communities)


def provision_names(scenario: Scenario) -> Iterator[Finding]:
    """Agreements and owners of provisions exist, and agreements and seats of follow-up bodies."""
    owners = [GOVERNMENT, MISSION, *scenario.coalitions, *scenario.groups]
    for name, provision in scenario.provisions.items():
        path = ("provisions", name)
        if provision.agreement not in scenario.agreements:
            yield unknown("provisions", (*path, "agreement"), "agreement", provision.agreement, scenario.agreements)
        yield from _each("provisions", (*path, "owners"), "owner", provision.owners, owners)
    for name, body in scenario.follow_up_bodies.items():
        path = ("follow_up_bodies", name)
        if body.agreement not in scenario.agreements:
            yield unknown("provisions", (*path, "agreement"), "agreement", body.agreement, scenario.agreements)
        for coalition in body.seats:
            if coalition not in scenario.coalitions:
                yield unknown("provisions", (*path, "seats", coalition), "coalition", coalition, scenario.coalitions)


def effect_names(scenario: Scenario) -> Iterator[Finding]:
    """Everything that effects of events name exists."""
    for name, event in scenario.events.items():
        for number, effect in enumerate(event.effects):
            yield from _effect(scenario, ("events", name, "effects", number), effect)


def _effect(scenario: Scenario, path: tuple[str | int, ...], effect: timeline.Effect) -> Iterator[Finding]:
    parties = [GOVERNMENT, *scenario.coalitions, *scenario.groups]
    regions = getattr(effect, "regions", [])
    yield from _each("timeline", (*path, "regions"), "region", regions, scenario.regions)
    yield from _each(
        "timeline", (*path, "communities"), "community", getattr(effect, "communities", []), scenario.communities
    )
    programme = getattr(effect, "programme", None)
    if programme is not None and programme not in scenario.programmes:
        yield unknown("timeline", (*path, "programme"), "programme", programme, scenario.programmes)
    elif isinstance(effect, timeline.Attack) and effect.site not in scenario.programmes[effect.programme].sites:
        yield unknown("timeline", (*path, "site"), "site", effect.site, scenario.programmes[effect.programme].sites)
    match effect:
        case timeline.Clash():
            yield from _each("timeline", (*path, "between"), "party", effect.between, parties)
        case timeline.Control() if effect.by not in (GOVERNMENT, *scenario.groups):
            yield unknown("timeline", (*path, "by"), "group", effect.by, [*scenario.groups, GOVERNMENT])
        case timeline.TrustChange() if effect.truster not in (*parties, "signatories", "everyone"):
            yield unknown(
                "timeline", (*path, "truster"), "truster", effect.truster, [*parties, "signatories", "everyone"]
            )
        case timeline.Decision() if effect.actor not in parties:
            yield unknown("timeline", (*path, "actor"), "actor", effect.actor, parties)
        case timeline.Decision(decision=timeline.DecisionKind.TAKE_CONTROL) if effect.actor in scenario.coalitions:
            yield unknown("timeline", (*path, "actor"), "group", effect.actor, [*scenario.groups, GOVERNMENT])
        case timeline.Decision() if effect.coalition is not None and effect.coalition not in scenario.coalitions:
            yield unknown("timeline", (*path, "coalition"), "coalition", effect.coalition, scenario.coalitions)
        case _:
            pass


def fact_names(scenario: Scenario) -> Iterator[Finding]:
    """Phases of facts exist, and the tables and columns that measures read."""
    phases = {phase.id for phase in scenario.about.phases}
    for name, fact in scenario.facts.items():
        path = ("facts", name)
        if fact.phase not in phases:
            yield Finding("facts", (*path, "phase"), f"there is no phase {fact.phase}", f"phases: {sorted(phases)}")
        if fact.measure is not None and fact.use in (FactUse.FIT, FactUse.HOLDOUT):
            yield from _query((*path, "measure"), fact.measure)


def _query(path: tuple[str | int, ...], query: Query) -> Iterator[Finding]:
    columns = COLUMNS_OF_TABLE[query.table]
    for column in query.where:
        if column not in columns:
            yield unknown("facts", (*path, "where", column), f"column of {query.table}", column, columns)
    if query.column not in columns:
        yield unknown("facts", (*path, "column"), f"column of {query.table}", query.column, columns)
    if query.over is not None:
        yield from _query((*path, "over"), query.over)


def source_fields(scenario: Scenario) -> Iterator[Finding]:
    """Keys of a `source` mapping are fields of the record, and every field has a source."""
    records: dict[str, list[tuple[str, Mapping[str, Sourced]]]] = {
        "groups": [("groups", scenario.groups), ("coalitions", scenario.coalitions)],
        "communities": [
            ("communities", scenario.communities),
            ("regions", scenario.regions),
            ("income_sources", scenario.income_sources),
        ],
        "programmes": [("programmes", scenario.programmes), ("registrations", scenario.registrations)],
        "timeline": [("events", scenario.events)],
        "provisions": [
            ("provisions", scenario.provisions),
            ("agreements", scenario.agreements),
            ("follow_up_bodies", scenario.follow_up_bodies),
        ],
        "parameters": [("parameters", scenario.parameters)],
    }
    for file, sections in records.items():
        for section, entries in sections:
            for name, record in entries.items():
                yield from _sources_of(file, (section, name), record)
    mission = scenario.mission
    yield from _sources_of("government", ("government",), scenario.government)
    yield from _sources_of("mission", ("mission",), mission)
    yield from _sources_of("mission", ("mission", "projects"), mission.projects)
    yield from _sources_of("mission", ("mission", "exit"), mission.exit)
    for kind, parts in (("camps", mission.camps), ("funds", mission.funds)):
        for name, part in parts.items():
            yield from _sources_of("mission", ("mission", kind, name), part)
    for name, programme in scenario.programmes.items():
        for site_name, site in programme.sites.items():
            yield from _sources_of("programmes", ("programmes", name, "sites", site_name), site)


def _sources_of(file: str, path: tuple[str | int, ...], record: Sourced) -> Iterator[Finding]:
    if isinstance(record.source, str):
        return
    fields = [*type(record).model_fields, "default"]
    for field in record.source:
        if field not in fields:
            yield unknown(file, (*path, "source", field), "field", field, fields)
    if "default" not in record.source:
        message = "has no `default`, so some of its numbers have no source"
        yield Finding(file, (*path, "source"), message, "add default: report ..., estimate: ...")


CHECKS = (
    group_names,
    community_names,
    camp_names,
    programme_names,
    registration_names,
    project_names,
    provision_names,
    effect_names,
    fact_names,
    source_fields,
)
