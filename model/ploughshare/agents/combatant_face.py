"""One combatant as a Mesa agent: a light view of one row of the population.

A face holds no state of its own. Columns are read and written through to the arrays each time, since these are replaced
when recruits join; what can be told from columns, such as names and ages, is computed for many rows at once.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Sequence
from random import Random
from typing import TYPE_CHECKING, Any, NoReturn, Protocol, cast

import mesa
import numpy as np
from numpy.typing import NDArray

from ploughshare.agents.options import Option, Stage
from ploughshare.agents.population import ADULT_MONTHS, COLUMNS, Population, Rows

if TYPE_CHECKING:
    from ploughshare.model import DDRModel

FIRST_COMBATANT_ID = 1 << 33
"""unique ids of combatants begin here and count on by uid, far from those that Mesa counts for other agents"""


class Peopled(Protocol):
    """What combatants need to know of their model."""

    random: Random

    @property
    def population(self) -> Population:
        """The persons as columns."""

    @property
    def group_names(self) -> Sequence[str]:
        """Armed groups, as `group` counts them."""

    @property
    def community_names(self) -> Sequence[str]:
        """Communities, as `community` and `home` count them."""

    @property
    def region_names(self) -> Sequence[str]:
        """Regions, as `population.region_of_community` counts them."""

    @property
    def month(self) -> int:
        """The month being lived, 0 is the first."""

    def decide(self, row: int) -> str:
        """Return the alternative that a person would choose this month."""


_OPTION_NAMES = [option.name.lower() for option in sorted(Option)]

_SIZES: dict[str, tuple[str, Callable[[Peopled], int]]] = {
    "group": ("groups", lambda model: len(model.group_names)),
    "home": ("communities", lambda model: len(model.community_names)),
    "community": ("communities", lambda model: len(model.community_names)),
    "alternative": ("alternatives", lambda model: len(model.population.alternatives)),
    "applied_to": ("alternatives", lambda model: len(model.population.alternatives)),
    "stage": ("stages", lambda model: len(Stage)),
}
"""Columns that count something else: what, and how many there are."""


class FixedRecordError(NotImplementedError, TypeError):
    """An operation of Mesa's that persons on record do not allow; the message names what to do instead."""


class Column:
    """A column of the population as an attribute of one row, read and written through to the array."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.kind = COLUMNS[name]

    def __get__(self, combatant: Combatant | None, owner: type) -> Any:
        if combatant is None:
            return self
        return getattr(combatant.model.population, self.name)[combatant.row].item()

    def __set__(self, combatant: Combatant, value: Any) -> None:
        self.write(combatant.model, combatant.row, value)

    def values(self, model: Peopled, rows: Rows) -> NDArray[Any]:
        """Return the column of these rows."""
        return np.asarray(getattr(model.population, self.name)[rows])

    def write(self, model: Peopled, rows: Rows | int, value: Any) -> None:
        """Give these rows one value."""
        if self.name == "uid":
            raise AttributeError("a person's uid is an address of random numbers and cannot change")
        getattr(model.population, self.name)[rows] = self.fitted(model, value)
        model.population.look_again()

    def matches(self, model: Peopled, rows: Rows, wanted: Any) -> NDArray[np.bool_]:
        """Return which rows hold the wanted value, or one of several, as they would be stored."""
        stored = [self.fitted(model, value) for value in _several(wanted)]
        return np.isin(self.values(model, rows), np.array(stored, dtype=self.kind))

    def fitted(self, model: Peopled, value: Any) -> bool | int | float:
        """Return a value that the column can hold and the model understands, or say what is allowed."""
        if issubclass(self.kind, np.bool_):
            if not isinstance(value, bool | np.bool_):
                raise TypeError(f"{self.name} is True or False, not {value!r}")
            return bool(value)
        number = value.item() if isinstance(value, np.number) else value
        if isinstance(number, bool) or not isinstance(number, int | float):
            raise TypeError(f"{self.name} is one number, not {value!r}")
        if issubclass(self.kind, np.integer):
            return self._whole(model, number, np.iinfo(self.kind))
        if not 0 <= number <= 1:
            raise ValueError(f"{self.name} is a number from 0 to 1, not {value!r}")
        return float(number)

    def _whole(self, model: Peopled, number: int | float, limits: np.iinfo[Any]) -> int:
        first, last, meaning = int(limits.min), int(limits.max), "is a whole number"
        if self.name in _SIZES:
            counted, size = _SIZES[self.name]
            last, meaning = size(model) - 1, f"counts {counted}"
        if not first <= number <= last or number != int(number):
            raise ValueError(f"{self.name} {meaning} from {first} to {last}, not {number!r}")
        return int(number)


class Reading:
    """Something to be told from the columns: readable, not writable."""

    def __init__(self, name: str, compute: Callable[[Peopled, Rows], NDArray[Any]], meaning: str) -> None:
        self.name = name
        self._compute = compute
        self.__doc__ = meaning

    def __get__(self, combatant: Combatant | None, owner: type) -> Any:
        if combatant is None:
            return self
        return self.values(combatant.model, np.array([combatant.row])).item()

    def __set__(self, combatant: Combatant, value: Any) -> NoReturn:
        self.write(combatant.model, combatant.row, value)

    def values(self, model: Peopled, rows: Rows) -> NDArray[Any]:
        """Return the reading for these rows."""
        return self._compute(model, rows)

    def write(self, model: Peopled, rows: Rows | int, value: Any) -> NoReturn:
        """Refuse: what is told from columns changes with them."""
        raise AttributeError(f"{self.name} is told from the columns and cannot be set; set a column instead")

    def matches(self, model: Peopled, rows: Rows, wanted: Any) -> NDArray[np.bool_]:
        """Return which rows read as the wanted value, or as one of several."""
        return np.isin(self.values(model, rows), _several(wanted))


class NameReading(Reading):
    """The name behind a number in the columns."""

    def __init__(
        self,
        name: str,
        names: Callable[[Peopled], Sequence[str]],
        number: Callable[[Peopled, Rows], NDArray[np.integer[Any]]],
        meaning: str,
    ) -> None:
        super().__init__(name, lambda model, rows: np.array(names(model))[number(model, rows)], meaning)
        self._names = names
        self._number = number

    def matches(self, model: Peopled, rows: Rows, wanted: Any) -> NDArray[np.bool_]:
        """Return which rows have the wanted name, or one of several; an unknown name is an error."""
        names = list(self._names(model))
        for name in _several(wanted):
            if name not in names:
                raise ValueError(f"there is no {self.name} {name!r}; {_nearest(str(name), names)}")
        return np.isin(self._number(model, rows), [names.index(name) for name in _several(wanted)])


class Combatant(mesa.Agent):
    """One person attached to an armed group; every column of the population is an attribute.

    Writing changes that value and nothing else. To let a person change state, disarm or arm with all that follows, use
    `model.population.transfer`, `hand_in_weapons` and `arm`, which count flows and weapons.
    """

    model: DDRModel
    row: int

    def __init__(self, model: object, *args: object, **kwargs: object) -> None:
        raise FixedRecordError(
            "combatants are rows of the population: new ones join with model.population.append, "
            "and model.agents_by_type[Combatant] shows those there are"
        )

    def __repr__(self) -> str:
        return f"Combatant({self.group_name}, {self.alternative_name}, row {self.row})"

    def decide(self) -> str:
        """Return the alternative this person would choose this month, by name; nothing changes."""
        return self.model.decide(self.row)

    def remove(self) -> NoReturn:
        """Refuse: persons stay on record. The state `dead` is what ends a person's part in the run."""
        raise FixedRecordError(
            "a person cannot be removed from the record; use model.population.transfer(rows, DEAD) instead"
        )

    if TYPE_CHECKING:  # columns and readings are set below, from their tables

        def __getattr__(self, name: str) -> Any: ...

        def __setattr__(self, name: str, value: Any) -> None: ...


def _age_months(model: Peopled, rows: Rows) -> NDArray[np.int64]:
    return model.month - model.population.birth_month[rows].astype(np.int64)


_READINGS = (
    NameReading(
        "group_name",
        lambda model: model.group_names,
        lambda model, rows: model.population.group[rows],
        "Name of the armed group.",
    ),
    NameReading(
        "community_name",
        lambda model: model.community_names,
        lambda model, rows: model.population.community[rows],
        "Name of the community where the person is.",
    ),
    NameReading(
        "region_name",
        lambda model: model.region_names,
        lambda model, rows: model.population.region_of(rows),
        "Name of the region where the person is.",
    ),
    NameReading(
        "alternative_name",
        lambda model: model.population.alternatives.names,
        lambda model, rows: model.population.alternative[rows],
        "What the person is in: armed, home, rival, dead, captured or the name of a programme.",
    ),
    NameReading(
        "option_name",
        lambda model: _OPTION_NAMES,
        lambda model, rows: model.population.alternatives.option[model.population.alternative[rows]],
        "Generic state, see `Option`.",
    ),
    Reading("age_years", lambda model, rows: _age_months(model, rows) / 12, "Age this month, years."),
    Reading("is_child", lambda model, rows: _age_months(model, rows) < ADULT_MONTHS, "Whether the person is under 18."),
)
_IDENTITY = (
    Reading("row", lambda model, rows: rows, "Row in the population."),
    Reading(
        "unique_id",
        lambda model, rows: FIRST_COMBATANT_ID + model.population.uid[rows].astype(np.int64),
        "Mesa's unique id, from the person's uid.",
    ),
)
ATTRIBUTES: dict[str, Column | Reading] = {
    **{name: Column(name) for name in COLUMNS},
    **{reading.name: reading for reading in (*_READINGS, *_IDENTITY)},
}
"""What can be told of many combatants at once, without making faces."""

for _name in (*COLUMNS, *(reading.name for reading in _READINGS)):
    setattr(Combatant, _name, ATTRIBUTES[_name])


def attribute(name: str) -> Column | Reading:
    """Return a column or reading by name; a wrong name is an error that offers the nearest."""
    if name not in ATTRIBUTES:
        raise AttributeError(f"combatants have no column or reading {name!r}; {_nearest(name, ATTRIBUTES)}")
    return ATTRIBUTES[name]


def _several(wanted: Any) -> list[Any]:
    return list(wanted) if isinstance(wanted, Iterable) and not isinstance(wanted, str) else [wanted]


def _nearest(name: str, known: Iterable[str]) -> str:
    known = list(known)
    found = difflib.get_close_matches(name, known, n=1)
    return f"did you mean {found[0]!r}?" if found else f"there are {', '.join(known)}"


class Faces:
    """The combatants of one model that someone has looked at, by row; a row has one face for ever."""

    def __init__(self, model: Peopled) -> None:
        self.model = model
        self.by_row: dict[int, Combatant] = {}

    def face(self, row: int) -> Combatant:
        """Return the one face of a row, made without Mesa's registration."""
        known = self.by_row.get(row)
        if known is None:
            known = object.__new__(Combatant)
            known.model = cast(Any, self.model)
            known.row, known.pos = row, None
            known.unique_id = FIRST_COMBATANT_ID + int(self.model.population.uid[row])
            self.by_row[row] = known
        return known
