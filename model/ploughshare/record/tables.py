"""From a run to its tables."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ploughshare.agents.combatants import forget_model
from ploughshare.agents.community_columns import access_of
from ploughshare.agents.options import Option
from ploughshare.kernels.columns import STEP
from ploughshare.model import DDRModel
from ploughshare.processes.recorder import WEAPONS
from ploughshare.programmes.ledger import NEVER
from ploughshare.programmes.registrations import CATEGORIES
from ploughshare.programmes.stage_counts import FIRST_PRESENT, STAGE_NAMES
from ploughshare.record.columns import TABLES
from ploughshare.record.described import described
from ploughshare.record.indicators import indicators
from ploughshare.record.named import Codes, named
from ploughshare.record.trust_table import trust
from ploughshare.scenario.calendar import month_names
from ploughshare.scenario.schema import Scenario

Tables = dict[str, pd.DataFrame]
Columns = dict[str, object]
"""columns of a table by name"""
Counts = NDArray[np.int64]

RECRUITED = "recruited"
"""what `flows.from` says of new persons"""
OPTION_NAMES = tuple(option.name.lower() for option in Option)


def run_tables(
    scenario: Scenario,
    seed: int,
    on_month: Callable[[int], None] | None = None,
    names: Collection[str] = tuple(TABLES),
) -> Tables:
    """Run a scenario once and return its tables, see `record/columns.py`, or those of `names`.

    `on_month` is called after each month with the number of months lived.
    """
    with finished_run(scenario, seed, on_month) as model:
        return tables_of(model, names)


@contextmanager
def finished_run(scenario: Scenario, seed: int, on_month: Callable[[int], None] | None = None) -> Iterator[DDRModel]:
    """Run a scenario once and give its model, as long as it is looked at; `on_month` as in `run_tables`."""
    model = DDRModel(scenario, rng=seed)
    try:
        while model.running:
            model.step()
            if on_month is not None:
                on_month(model.month)
        yield model
    finally:
        forget_model(model)


def tables_of(model: DDRModel, names: Collection[str] = tuple(TABLES)) -> Tables:
    """Return the tables of a model as far as it has run, or those of `names`."""
    return {name: _table(model, name) for name in TABLES if name in names}


def _table(model: DDRModel, name: str) -> pd.DataFrame:
    columns = _TABLE_MAKERS[name](model)
    return pd.DataFrame({column.name: columns[column.name] for column in TABLES[name]}, copy=False)


class TablesOnDemand(Mapping[str, pd.DataFrame]):
    """The tables of a model by name, each made when first asked for: a sweep measures few outcomes, of few tables."""

    def __init__(self, model: DDRModel) -> None:
        self._model = model
        self._made: Tables = {}

    def __getitem__(self, name: str) -> pd.DataFrame:
        if name not in self._made:
            self._made[name] = _table(self._model, name)
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(TABLES)

    def __len__(self) -> int:
        return len(TABLES)


def _months(model: DDRModel, months: Codes) -> object:
    return named(months, month_names(model.definition.about.start, model.definition.months))


def _group_columns(model: DDRModel, months: Codes, groups: Codes) -> dict[str, object]:
    """Return month, group and the coalition it belonged to in that month."""
    return {
        "month": _months(model, months),
        "group": named(groups, model.group_names),
        "coalition": named(model.recorder.notes.coalition[months, groups], model.coalition_names),
    }


def _states(model: DDRModel) -> Columns:
    months, (groups, regions, options), counts = model.recorder.states.gather()
    simulated, women, children, armed, fighting_value = counts.T
    persons = described(simulated, model.scale, months)
    return {
        **_group_columns(model, months, groups),
        "region": named(regions, model.region_names),
        "option": named(options, OPTION_NAMES),
        "persons": persons,
        "women": described(women, model.scale, months, persons),
        "children": described(children, model.scale, months, persons),
        "armed": described(armed, model.scale, months, persons),
        "fighting_value": fighting_value * STEP / model.scale,
    }


def _flows(model: DDRModel) -> Columns:
    """Month by month: who changed option, then who was recruited."""
    month, (group, region, left, entered), moved = model.recorder.flows.gather()
    joining, (origin, place, taken_up), recruits = model.recorder.recruited.gather()
    months = np.concatenate([month, joining])
    order = np.argsort(months, kind="stable")
    months, groups = months[order], np.concatenate([group, origin])[order]
    before = np.concatenate([left, np.full(len(joining), len(Option))])[order]
    after = np.concatenate([entered, taken_up])[order]
    moves = before * len(Option) + after
    return {
        **_group_columns(model, months, groups),
        "region": named(np.concatenate([region, place])[order], model.region_names),
        "from": named(before, (*OPTION_NAMES, RECRUITED)),
        "to": named(after, OPTION_NAMES),
        "persons": described(np.concatenate([moved, recruits])[order, 0], model.scale, moves),
    }


def _programmes(model: DDRModel) -> Columns:
    months, (programmes, stages, regions, coalitions), counts = model.recorder.programmes.gather()
    present = stages >= STAGE_NAMES.index(FIRST_PRESENT)
    stage_of_programme = programmes * len(STAGE_NAMES) + stages
    together = np.where(present, months + 1, 0) * len(model.programmes) * len(STAGE_NAMES) + stage_of_programme
    persons = described(counts[:, 0], model.scale, together)
    return {
        "month": _months(model, months),
        "programme": named(programmes, list(model.definition.programmes)),
        "region": named(regions, model.region_names),
        "coalition": named(coalitions, model.coalition_names),
        "stage": named(stages, STAGE_NAMES),
        "persons": persons,
        "women": described(counts[:, 1], model.scale, together, persons),
    }


def _registrations(model: DDRModel) -> Columns:
    months, (registrations, categories, groups), counts = model.recorder.registrations.gather()
    persons = described(counts[:, 0], model.scale, registrations)
    return {
        **_group_columns(model, months, groups),
        "registration": named(registrations, list(model.definition.registrations)),
        "category": named(categories, CATEGORIES),
        "persons": persons,
        "women": described(counts[:, 1], model.scale, registrations, persons),
    }


def _communities(model: DDRModel) -> Columns:
    months, communities, scale, notes = model.recorder.months, len(model.communities), model.scale, model.recorder.notes
    place = np.tile(np.arange(communities), months)
    recruits, beneficiaries = described(notes.recruits.ravel(), scale), described(notes.beneficiaries.ravel(), scale)
    consent, base = notes.mission[:, :1], model.parameters["access_base"]
    return {
        "month": _months(model, np.repeat(np.arange(months), communities)),
        "community": named(place, model.community_names),
        "region": named(model.region_of_community[place], model.region_names),
        "controlled_by": named(notes.controller.ravel(), model.community_columns.parties),
        "recruits": recruits,
        "children_recruited": described(notes.children_recruited.ravel(), scale, most=recruits),
        "acceptance": notes.acceptance.flatten(),
        "jobs": notes.jobs.ravel() / scale,
        "projects_working": notes.working.flatten(),
        "projects_lapsed": notes.lapsed.flatten(),
        "beneficiaries": beneficiaries,
        "women_beneficiaries": described(notes.women.ravel(), scale, most=beneficiaries),
        "former_combatants": described(notes.former_combatants.ravel(), scale, most=beneficiaries),
        "access": access_of(notes.controller, notes.access_gain, consent, base).ravel(),
        "illicit_tax_xof": notes.illicit_tax_xof.flatten(),
    }


def _violence(model: DDRModel) -> Columns:
    months, regions, kinds, events, deaths = _columns_of(model.recorder.violence, 5)
    return {
        "month": _months(model, _whole(months)),
        "region": named(_whole(regions), model.region_names),
        "kind": _texts(kinds),
        "events": _whole(events),
        "deaths": described(_whole(deaths), model.scale),
    }


def _spending(model: DDRModel) -> Columns:
    months, funds, items, spent_usd, balance_usd = _columns_of(model.recorder.spending, 5)
    return {
        "month": _months(model, _whole(months)),
        "fund": _texts(funds),
        "item": _texts(items),
        "spent_usd": np.array(spent_usd, dtype=np.float64),
        "balance_usd": np.array(balance_usd, dtype=np.float64),
    }


def _weapons(model: DDRModel) -> Columns:
    stocks = ("held", "handed_in", "lost", "acquired")
    held = model.recorder.counted(WEAPONS).sum(axis=(1, 2))
    weapons = np.column_stack([held, model.recorder.notes.weapons])
    return {
        "month": _months(model, np.repeat(np.arange(len(weapons)), len(stocks))),
        "stock": named(np.tile(np.arange(len(stocks)), len(weapons)), stocks),
        "weapons": described(weapons.ravel(), model.scale, np.arange(weapons.size)),
    }


def _trust(model: DDRModel) -> Columns:
    months, trusters, trusted, value = trust(model)
    return {"month": _months(model, months), "truster": trusters, "trusted": trusted, "value": value}


def _indicators(model: DDRModel) -> Columns:
    months, subject, indicator, value = indicators(model)
    return {"month": _months(model, months), "subject": subject, "indicator": indicator, "value": value}


def _provisions(model: DDRModel) -> Columns:
    provisions = list(model.definition.provisions.values())
    names = month_names(model.definition.about.start, model.definition.months)
    return {
        "provision": _texts(list(model.definition.provisions)),
        "agreement": _texts([provision.agreement for provision in provisions]),
        "domain": _texts([provision.domain.value for provision in provisions]),
        "owners": _texts([",".join(provision.owners) for provision in provisions]),
        "weight": np.array([provision.weight for provision in provisions], dtype=np.float64),
        "due": _texts([provision.due for provision in provisions]),
        "kept": _texts(["" if kept == NEVER else names[max(kept, 0)] for kept in model.ledger.kept.tolist()]),
    }


def _columns_of(rows: Sequence[tuple[object, ...]], columns: int) -> Sequence[Sequence[Any]]:
    """Return rows as columns, also where there are none."""
    return list(zip(*rows, strict=True)) if rows else [()] * columns


def _whole(numbers: Sequence[int]) -> Counts:
    return np.array(numbers, dtype=np.int64)


def _texts(texts: Sequence[str]) -> object:
    """Return a column of texts."""
    return pd.array(texts, dtype="str")


_TABLE_MAKERS: dict[str, Callable[[DDRModel], Columns]] = {
    "states": _states,
    "flows": _flows,
    "trust": _trust,
    "programmes": _programmes,
    "registrations": _registrations,
    "communities": _communities,
    "violence": _violence,
    "spending": _spending,
    "weapons": _weapons,
    "indicators": _indicators,
    "provisions": _provisions,
}
