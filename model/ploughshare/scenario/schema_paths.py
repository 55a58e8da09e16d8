"""What the schema allows at a place in a file: its keys, its bounds, its tags. Hints and what-ifs ask here."""

from __future__ import annotations

import types
import typing
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from ploughshare.scenario.base import Month
from ploughshare.scenario.yaml_lines import KeyPath


@dataclass(frozen=True)
class Spot:
    """One kind of thing that may stand at a place: a record, a mapping, a list or a plain value, with its limits."""

    kind: Any
    limits: tuple[Any, ...] = ()

    @property
    def record(self) -> type[BaseModel] | None:
        """The record that may stand here, if it is one."""
        return self.kind if isinstance(self.kind, type) and issubclass(self.kind, BaseModel) else None

    @property
    def fields(self) -> dict[str, FieldInfo]:
        """The record's fields by the key they have in files."""
        record = self.record
        return {} if record is None else {field.alias or name: field for name, field in record.model_fields.items()}


def spots_at(model: type[BaseModel], path: KeyPath, data: object) -> list[Spot]:
    """Return what may stand at `path`; where records differ by a tag, `data` decides which is meant."""
    spots, here = [Spot(model)], data
    for part in path:
        spots = [inner for spot in spots for inner in _inside(spot, part)]
        here = _value(here, part)
        spots = _meant(spots, here)
    return spots


def known_keys(spots: Iterable[Spot]) -> list[str]:
    """Return the keys that records at this place have."""
    return list(dict.fromkeys(key for spot in spots for key in spot.fields))


def may_add(spots: Iterable[Spot], key: str) -> bool:
    """Whether `key` may be new here: a field, a month of a schedule, or a name with a plain value such as a share."""
    return any(key in spot.fields or _takes_new_names(spot) for spot in spots)


def _takes_new_names(spot: Spot) -> bool:
    if typing.get_origin(spot.kind) is not dict:
        return False
    key_kind, value_kind = typing.get_args(spot.kind)
    return key_kind == Month or not any(inner.record for inner in _unfolded(value_kind))


def tags_of(spots: Iterable[Spot], discriminator: str) -> list[str]:
    """Return the values of `discriminator` that tell the records at this place apart."""
    fields = [spot.fields[discriminator] for spot in spots if discriminator in spot.fields]
    return [str(tag) for field in fields for tag in typing.get_args(field.annotation)]


def limits_in_words(spots: Iterable[Spot]) -> str | None:
    """Return the bounds of the number that may stand here, such as `must be between 0 and 1`."""
    for spot in spots:
        words = _in_words(spot.limits) if spot.kind in (int, float) else None
        if words:
            return words
    return None


def _in_words(limits: tuple[Any, ...]) -> str | None:
    above, least, below, most = (_limit(limits, name) for name in ("gt", "ge", "lt", "le"))
    if least is not None and most is not None:
        return f"must be between {least:g} and {most:g}"
    told = (("above", above), ("at least", least), ("below", below), ("at most", most))
    words = [f"{word} {limit:g}" for word, limit in told if limit is not None]
    return f"must be {' and '.join(words)}" if words else None


def _limit(limits: tuple[Any, ...], name: str) -> float | None:
    return next((float(getattr(limit, name)) for limit in limits if hasattr(limit, name)), None)


def _inside(spot: Spot, part: str | int) -> list[Spot]:
    if spot.record is not None:
        field = spot.fields.get(str(part))
        return [] if field is None else _unfolded(field.annotation, tuple(field.metadata))
    origin, arguments = typing.get_origin(spot.kind), typing.get_args(spot.kind)
    if origin is dict:
        return _unfolded(arguments[1])
    if origin is list:
        return _unfolded(arguments[0])
    if origin is tuple and isinstance(part, int) and part < len(arguments):
        return _unfolded(arguments[part])
    return []


def _unfolded(kind: Any, limits: tuple[Any, ...] = ()) -> list[Spot]:
    """Take annotations and unions apart."""
    origin = typing.get_origin(kind)
    if origin is typing.Annotated:
        inner, *notes = typing.get_args(kind)
        for note in notes:
            limits += tuple(note.metadata) if isinstance(note, FieldInfo) else (note,)
        return _unfolded(inner, limits)
    if origin in (typing.Union, types.UnionType):
        return [spot for argument in typing.get_args(kind) for spot in _unfolded(argument, limits)]
    return [Spot(kind, limits)]


def _value(here: object, part: str | int) -> object:
    if isinstance(here, dict):
        return here.get(part)
    return here[part] if isinstance(here, list) and isinstance(part, int) and part < len(here) else None


def _meant(spots: list[Spot], data: object) -> list[Spot]:
    if not isinstance(data, dict) or len(spots) < 2:
        return spots
    return [spot for spot in spots if spot.record and _has_tag(spot, data)] or spots


def _has_tag(spot: Spot, data: dict[str, Any]) -> bool:
    """Whether every fixed word of the record stands in the data."""
    tags = [(key, typing.get_args(field.annotation)) for key, field in spot.fields.items() if _is_tag(field)]
    return bool(tags) and all(data.get(key) in words for key, words in tags)


def _is_tag(field: FieldInfo) -> bool:
    return typing.get_origin(field.annotation) is typing.Literal and len(typing.get_args(field.annotation)) == 1
