"""The persons attached to armed groups, as columns: one array an attribute, one row a person.

Rows are never removed: the dead and the captured stay in the table. Mesa agents are made from rows on demand, in
`agents/combatants.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ploughshare.agents.options import ARMED, AlternativeTable, Stage
from ploughshare.agents.packed_columns import FlagColumn, TraitColumn
from ploughshare.kernels import movement
from ploughshare.kernels.columns import FLAGS
from ploughshare.kernels.selection import rows_still_with, rows_with
from ploughshare.kernels.states import CAME, LEFT, States

Rows = NDArray[np.int64]
Counts = NDArray[np.int64]

NOBODY: Rows = np.zeros(0, dtype=np.int64)

ADULT_MONTHS = 18 * 12

COLUMNS: dict[str, type[np.generic]] = {
    "uid": np.uint32,
    "group": np.uint8,
    "home": np.uint16,
    "community": np.uint16,
    "alternative": np.uint8,
    "months_in_state": np.uint16,
    "applied_to": np.uint8,
    "stage": np.uint8,
    "months_in_stage": np.uint8,
    "paid_months": np.uint8,
    "unpaid_months": np.uint8,
    "birth_month": np.int16,
    "woman": np.bool_,
    "weapon": np.bool_,
    "fit": np.bool_,
    "former_soldier": np.bool_,
    "listed": np.bool_,
    "listed_in_census": np.bool_,
    "found_unfit": np.bool_,
    "demobilised": np.bool_,
    "absent": np.bool_,
    "shocked": np.bool_,
    "fighting_value": np.float32,
    "rank_expected": np.float32,
    "attachment": np.float32,
    "trust_government": np.float32,
    "trust_leader": np.float32,
    "trust_mission": np.float32,
}
"""Columns and their types. `group`, `home` and `community` count groups and communities in file order; `alternative` is a
row of the alternative table; `applied_to` is 0 or the alternative applied to; `stage` is a `Stage`; `birth_month` counts
from the start of the run; `fighting_value`, `rank_expected`, `attachment` and trusts are 0 to 1."""


TRAITS = ("fighting_value", "rank_expected", "attachment")
"""Columns from 0 to 1 that are stored packed: they hardly change in a run."""

STORED: dict[str, type[np.generic]] = {
    **{name: np.uint16 if name in TRAITS else kind for name, kind in COLUMNS.items() if name not in FLAGS},
    "flags": np.uint16,
}
"""What a person takes in memory: names and types of the arrays behind the columns, 39 bytes in all."""

_BIT = {name: np.uint16(1 << number) for number, name in enumerate(FLAGS)}
_AS_THEY_ARE = tuple(name for name in STORED if name not in TRAITS)
"""columns that are stored as they are read"""
_IN_STATES = tuple(name for name in States._fields if name in STORED)
"""columns of `States`, which stand first there"""


class Population:
    """All persons of a run, and the only place where they change state or hand in weapons.

    Every column of `COLUMNS` is an attribute, an array of shape (persons,).
    """

    flags: NDArray[np.uint16]
    """all columns of true or false, one bit each; they are also read and written by their names"""
    uid: NDArray[np.uint32]
    group: NDArray[np.uint8]
    home: NDArray[np.uint16]
    community: NDArray[np.uint16]
    alternative: NDArray[np.uint8]
    months_in_state: NDArray[np.uint16]
    applied_to: NDArray[np.uint8]
    stage: NDArray[np.uint8]
    months_in_stage: NDArray[np.uint8]
    paid_months: NDArray[np.uint8]
    unpaid_months: NDArray[np.uint8]
    birth_month: NDArray[np.int16]
    woman: NDArray[np.bool_]
    weapon: NDArray[np.bool_]
    fit: NDArray[np.bool_]
    former_soldier: NDArray[np.bool_]
    listed: NDArray[np.bool_]
    listed_in_census: NDArray[np.bool_]
    found_unfit: NDArray[np.bool_]
    demobilised: NDArray[np.bool_]
    absent: NDArray[np.bool_]
    shocked: NDArray[np.bool_]
    fighting_value: NDArray[np.float32]
    rank_expected: NDArray[np.float32]
    attachment: NDArray[np.float32]
    trust_government: NDArray[np.float32]
    trust_leader: NDArray[np.float32]
    trust_mission: NDArray[np.float32]

    def __init__(self, alternatives: AlternativeTable, region_of_community: NDArray[np.int64], groups: int) -> None:
        self.alternatives = alternatives
        self.region_of_community = region_of_community
        cells = (groups, int(region_of_community.max()) + 1, len(alternatives))
        self.flows = np.zeros((*cells, len(alternatives)), dtype=np.int64)
        """persons who changed alternative this month, shape (groups, regions, from, to)"""
        self.recruited = np.zeros(cells, dtype=np.int64)
        """persons who joined this month, shape (groups, regions, alternative)"""
        self._lists: tuple[dict[int, Rows], dict[int, Rows]] = {}, {}
        """who was last found in each alternative, and in the pipeline of each; see `changed`"""
        self.changed = np.full((2, len(alternatives)), CAME)
        """whether persons left alternatives or came there, and to their pipelines, since last found there; see `States`"""
        self._room: dict[str, NDArray[Any]] = {name: np.zeros(0, dtype=kind) for name, kind in STORED.items()}
        self._traits = {name: TraitColumn(self._room[name]) for name in TRAITS}
        self._flags = {name: FlagColumn(self._room["flags"], bit) for name, bit in _BIT.items()}
        vars(self).update(self._traits | self._flags)
        self.by_home = np.zeros(cells, dtype=np.int64)
        """persons by group, home region and alternative; see `counted`"""
        self.under_arms = np.zeros((groups, len(region_of_community)), dtype=np.int64)
        self._miscounted = False
        self.weapons_handed_in = 0
        self.weapons_lost = 0
        self.weapons_acquired = 0
        self._besides = (
            region_of_community,
            alternatives.absorbing,
            self.flows,
            self.changed,
            self.by_home,
            self.under_arms,
            ARMED,
        )
        """what of `States` is no column"""
        self._show(0)

    def __len__(self) -> int:
        return len(self.uid)

    def start_month(self) -> None:
        """Forget last month's flows, departures and shocks."""
        self.flows[:] = 0
        self.recruited[:] = 0

    @property
    def region(self) -> NDArray[np.int64]:
        """Region where each person is, shape (persons,)."""
        return self.region_of_community[self.community]

    def region_of(self, rows: Rows) -> NDArray[np.int64]:
        """Region where these persons are, shape (len(rows),)."""
        return self.region_of_community[self.community[rows]]

    @property
    def option(self) -> NDArray[np.int64]:
        """Generic option of each person, see `Option`, shape (persons,)."""
        return self.alternatives.option[self.alternative]

    @property
    def present(self) -> NDArray[np.bool_]:
        """Who is neither dead nor captured, shape (persons,)."""
        return ~self.alternatives.absorbing[self.alternative]

    def is_child(self, month: int, rows: Rows | slice = slice(None)) -> NDArray[np.bool_]:
        """Who of these persons, or of all, is under 18 in `month`, shape (len(rows),)."""
        return month - self.birth_month[rows].astype(np.int64) < ADULT_MONTHS

    def append(self, columns: Mapping[str, NDArray[np.generic]]) -> Rows:
        """Add persons; `columns` gives every column but those that start at zero. Returns their rows."""
        first = self.make_room(len(columns["uid"]))
        for name, values in columns.items():
            getattr(self, name)[first:] = values
        self.count_in(first)
        return np.arange(first, len(self))

    def count_in(self, first: int) -> None:
        """Count the persons added from row `first` on as recruits of this month, and the weapons they bring."""
        self.weapons_acquired += movement.count_in(first, self.recruited, self.states)

    def counted(self) -> tuple[Counts, Counts]:
        """Return persons by (group, home region, alternative), and those under arms by (group, community).

        Everybody is counted as he moves, not again each month.
        """
        if self._miscounted:
            movement.count_again(self.states)
            self._miscounted = False
        return self.by_home, self.under_arms

    def make_room(self, persons: int) -> int:
        """Make every column longer for persons of whom nothing is known yet; return the first of their rows.

        There is room for more, so that recruits of years move nobody.
        """
        first = len(self)
        longer = first + persons
        if len(self._room["uid"]) < longer:
            for name, room in self._room.items():
                larger = np.zeros(longer + longer // 8, dtype=room.dtype)
                larger[:first] = room[:first]
                self._room[name] = larger
        self._show(longer)
        return first

    def _show(self, persons: int) -> None:
        """Let every column end with the last of so many persons."""
        self.columns = stored = {name: room[:persons] for name, room in self._room.items()}
        """columns as kernels take them, by name: flags and traits packed, others as they are"""
        vars(self).update({name: stored[name] for name in _AS_THEY_ARE})
        for trait, packed in self._traits.items():
            packed.stored = stored[trait]
        for flag in self._flags.values():
            flag.stored = stored["flags"]
        self.states = States._make([*self.several(_IN_STATES), *self._besides])
        """columns that change with what persons are in, as kernels take them"""

    def several(self, names: Iterable[str]) -> Iterator[NDArray[Any]]:
        """Return columns as kernels take them, in the order of their names."""
        return map(self.columns.__getitem__, names)

    def rows_in(self, alternative: int) -> Rows:
        """Rows of those in an alternative now."""
        if self.changed[0, alternative]:
            self._list(0, self.alternative, alternative)
        return self._lists[0][alternative]

    def applicants(self, alternative: int) -> Rows:
        """Rows of those in the pipeline of a programme now, by its alternative."""
        if self.changed[1, alternative]:
            self._list(1, self.applied_to, alternative)
        return self._lists[1][alternative]

    def _list(self, which: int, column: NDArray[np.uint8], alternative: int) -> None:
        """List who has an alternative in a column: anew, or of those listed where since then persons have only left."""
        lists = self._lists[which]
        if self.changed[which, alternative] == LEFT:
            lists[alternative] = rows_still_with(lists[alternative], column, alternative)
        else:
            lists[alternative] = rows_with(column, alternative)
        self.changed[which, alternative] = 0

    def look_again(self) -> None:
        """Forget who was found and counted where; for whoever writes columns himself instead of asking for changes below."""
        self.changed[:] = CAME
        self._miscounted = True

    def transfer(self, rows: Rows, to: int, goes_home: bool = False) -> None:
        """Move persons to another alternative, where they are or at home, and count the flow.

        Pipelines, absences and pay records end with the state left. The dead and captured lose their weapons; those who
        join a rival take them along.
        """
        if len(rows):
            self.weapons_lost += movement.transfer(rows, to, goes_home, self.states)

    def apply(self, rows: Rows, to: int) -> None:
        """Put persons on the list of a programme while they stay where they are."""
        movement.put(rows, to, Stage.LISTED.value, self.states)

    def withdraw(self, rows: Rows) -> None:
        """Take persons out of the pipeline they are in."""
        movement.put(rows, 0, Stage.NONE.value, self.states)

    def hand_in_weapons(self, rows: Rows) -> None:
        """Collect the weapons of these persons."""
        self.weapons_handed_in += int(self.weapon[rows].sum())
        self.weapon[rows] = False

    def arm(self, rows: Rows) -> None:
        """Give a weapon to those of these persons who hold none."""
        self.weapons_acquired += int((~self.weapon[rows]).sum())
        self.weapon[rows] = True
