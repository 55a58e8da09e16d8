"""Programmes for persons, over the agents that serve or applied: the same stages as the model's pipeline and service."""

from __future__ import annotations

from math import exp, log
from typing import TYPE_CHECKING, Any

from ploughshare.agents.options import ARMED, CAPTURED, DEAD, FIRST_PROGRAMME, HOME, Stage
from ploughshare.programmes.capacity import Step
from ploughshare.scenario.programmes import Payer, ProgrammeKind, RegistrationKind

if TYPE_CHECKING:
    from benchmarks.lean_mesa.model import LeanModel
    from benchmarks.lean_mesa.person import Person

LISTED, REGISTERED, SCREENED, TRAINING, TRAINED = (int(stage) for stage in list(Stage)[1:])
GONE = (DEAD, CAPTURED)
ADULT_MONTHS = 18 * 12


def run_programmes(model: LeanModel) -> None:
    """Programmes end or are suspended, lists are taken, people move along, are paid and serve."""
    for frame, now in zip(model.constants.frames, model.now.programmes, strict=True):
        if now.withdraws:
            for person in list(model.applicants[frame.alternative]):
                person.withdraw()
        if now.dissolves or now.suspended:
            for person in list(model.serving[frame.alternative]):
                if now.dissolves or person.community in now.suspended:
                    person.leave()
    for registering in model.now.month.registering:
        register_persons(model, registering)
    for number, now in enumerate(model.now.programmes):
        if now.moves:
            move(model, number)
        serve(model, number)


# -- lists and censuses ------------------------------------------------------------------------------------------------


def register_persons(model: LeanModel, registering: Any) -> None:
    """Leaders hand in names, or persons come forward to a census."""
    if registering.kind is RegistrationKind.PAPER_LIST:
        for group, admitted in enumerate(registering.admits):
            if admitted:
                hand_in_list(model, group, registering)
        return
    coming = [
        person
        for person in model.persons
        if registering.admits[person.group]
        and not person.listed_in_census
        and person.alternative not in GONE
        and person.lot("turnout", registering.address) < model.constants.value["census_turnout"]
    ]
    for person in first(coming, registering.capacity, "census", registering.address):
        person.listed_in_census = True
        if model.now.number - person.birth_month >= ADULT_MONTHS:
            person.listed = True


def hand_in_list(model: LeanModel, group: int, registering: Any) -> None:
    """Names of a list: men under arms and in units first, then the armed at home, then others."""

    def rank(person: Person) -> tuple[int, float]:
        active = person.alternative == ARMED or person.alternative >= FIRST_PROGRAMME
        return (0 if active else 1 if person.weapon else 2), person.lot("list", registering.address)

    alive = [p for p in model.persons if p.group == group and p.alternative not in GONE]
    for person in sorted(alive, key=rank)[: registering.names[group]]:
        person.listed = True


def first(persons: list[Person], capacity: float, purpose: str, number: int) -> list[Person]:
    """Draw who comes first when there are more than the capacity, by lots drawn once."""
    capacity = max(0, int(capacity))
    if len(persons) <= capacity:
        return persons
    return sorted(persons, key=lambda person: person.lot(purpose, number))[:capacity]


# -- stages ------------------------------------------------------------------------------------------------------------


def move(model: LeanModel, number: int) -> None:
    """Move applicants one stage at most, last stage first, within the capacities of the month."""
    frame, now = model.constants.frames[number], model.now.programmes[number]
    waiting: dict[int, list[Person]] = {stage: [] for stage in (LISTED, REGISTERED, SCREENED, TRAINING, TRAINED)}
    for person in model.applicants[frame.alternative]:
        waiting[person.stage].append(person)
    if frame.recruits_directly:
        if now.open:
            place(model, number, waiting[LISTED])
        return
    place(model, number, waiting[TRAINED])
    for person in waiting[TRAINING]:
        if person.months_in_stage >= frame.definition.training_months:
            advance(person, TRAINED)
    trains = frame.definition.training_months > 0
    screened = waiting[SCREENED]
    for person in first(screened, now.capacity[Step.TRAIN], "lottery", number) if trains else screened:
        advance(person, TRAINING if trains else TRAINED)
    for person in first(waiting[REGISTERED], now.capacity[Step.SCREEN], "lottery", number):
        screen(frame, person)
    if now.registers:
        room = min(now.capacity[Step.REGISTER], now.quota - model.registered[number])
        session = max(model.constants.value["session_share"] * now.quota, 1)
        taken = first(waiting[LISTED], min(room, session), "lottery", number)
        model.registered[number] += len(taken)
        for person in taken:
            advance(person, REGISTERED if frame.definition.eligibility.fit else SCREENED)


def advance(person: Person, stage: int) -> None:
    """Put an applicant into a stage."""
    person.stage, person.months_in_stage = stage, 0


def screen(frame: Any, person: Person) -> None:
    """Pass or fail an applicant."""
    if person.fit and person.lot("screening", frame.alternative) < frame.definition.screening_pass_share:
        advance(person, SCREENED)
    else:
        person.found_unfit = True
        person.withdraw()


def place(model: LeanModel, number: int, waiting: list[Person]) -> None:
    """Post people to sites with places left, near home by the share the programme grants."""
    frame, now = model.constants.frames[number], model.now.programmes[number]
    serving = model.serving[frame.alternative]
    left = places_left(frame, now, serving)
    capacity = min(now.capacity[Step.PLACE], sum(left))
    if frame.recruits_directly:
        capacity = min(capacity, now.quota - len(serving))
    for person in sorted(first(waiting, capacity, "lottery", number), key=lambda one: one.lot("lottery", number)):
        site = find_site(frame, person, left)
        if site is None:
            return
        left[site] -= 1
        brings = frame.definition.disarms * model.now.month.weapon_given[person.group]
        civilian = frame.definition.kind is ProgrammeKind.CIVILIAN
        if civilian or model.uniform() < brings:
            person.weapon = False
        person.transfer(frame.alternative)
        person.community, person.region = frame.site_community[site], frame.site_region[site]
        person.demobilised = person.demobilised or civilian


def places_left(frame: Any, now: Any, serving: dict[Person, None]) -> list[int]:
    """Return places left at each site."""
    present: dict[int, int] = {}
    for person in serving:
        present[person.community] = present.get(person.community, 0) + 1
    left = [places if receives else 0 for places, receives in zip(frame.site_places, now.receiving, strict=True)]
    for site, community in enumerate(frame.site_community):
        taken = min(present.get(community, 0), left[site])
        left[site] -= taken
        present[community] = present.get(community, 0) - taken
    return left


def find_site(frame: Any, person: Person, left: list[int]) -> int | None:
    """Return the site that a person draws first of the kind that his lot gives, or of any with places left."""
    near = person.lot("deployment", frame.alternative) < frame.definition.home_deployment_share
    free = [site for site, places in enumerate(left) if places > 0]
    fitting = [site for site in free if (frame.site_region[site] == person.home_region) == near]
    return min(fitting or free, key=lambda site: waiting_time(frame, person, site), default=None)


def waiting_time(frame: Any, person: Person, site: int) -> float:
    """Return how late a person draws a site: later on average where it has few places."""
    return -log(1.0 - person.lot(f"site {site}", frame.alternative)) / float(frame.site_places[site])


# -- service -----------------------------------------------------------------------------------------------------------


def serve(model: LeanModel, number: int) -> None:
    """Pay day, absence and desertion, end of support."""
    frame, now = model.constants.frames[number], model.now.programmes[number]
    definition = frame.definition
    serving = list(model.serving[frame.alternative])
    if definition.payer is not Payer.NOBODY:
        for person in serving:
            pay(person, now.paid)
    if definition.kind is ProgrammeKind.INTERIM:
        for person in serving:
            be_absent(model, person, definition)
    if definition.service_months is not None:
        for person in serving:
            if person.alternative == frame.alternative and person.months_in_state >= definition.service_months:
                person.transfer(HOME)
                person.go_home()


def pay(person: Person, paid: bool) -> None:
    """A pay day kept or missed."""
    if paid:
        person.paid_months = min(person.paid_months + 1, 255)
        person.unpaid_months //= 2
    else:
        person.unpaid_months = min(person.unpaid_months + 1, 255)
        person.shocked = True


def be_absent(model: LeanModel, person: Person, definition: Any) -> None:
    """Unpaid men without duties stay away; some of the absent desert."""
    value = model.constants.value
    base, idle = value["absence_base"], 1 - (definition.responsibilities + definition.equipment) / 2
    logit = log(base / (1 - base)) + value["absence_responsibilities"] * idle
    logit += value["absence_unpaid"] * min(person.unpaid_months, 12)
    person.absent = model.uniform() < 1 / (1 + exp(-logit))
    if person.absent and model.uniform() < value["desertion_absent"]:
        person.leave()


def strike(model: LeanModel, attack: Any) -> None:
    """Some of those at a site die, some are hurt, all who serve in the programme think again."""
    serving = list(model.serving[model.constants.frames[attack.programme].alternative])
    for person in serving:
        person.shocked = True
    present = [person for person in serving if person.community == attack.community]
    model.random.shuffle(present)
    for person in present[attack.killed : attack.killed + attack.injured]:
        person.fit = False
    for person in present[: attack.killed]:
        person.transfer(DEAD)
