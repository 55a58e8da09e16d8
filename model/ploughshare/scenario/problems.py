"""From validation errors to messages a person can act on: what, where, what is allowed, the nearest spelling."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from ploughshare.errors import Problem, nearest
from ploughshare.scenario.schema_paths import known_keys, limits_in_words, spots_at, tags_of
from ploughshare.scenario.yaml_lines import Document, KeyPath

_ALLOWED = {
    "greater_than": "must be above {gt:g}",
    "greater_than_equal": "must be at least {ge:g}",
    "less_than": "must be below {lt:g}",
    "less_than_equal": "must be at most {le:g}",
    "missing": "is missing",
    "string_pattern_mismatch": "must match {pattern}",
    "literal_error": "must be one of: {expected}",
    "enum": "must be one of: {expected}",
    "too_short": "must have at least {min_length} entries",
    "too_long": "must have at most {max_length} entries",
    "string_too_short": "must not be empty",
}
_BOUNDS = ("greater_than", "greater_than_equal", "less_than", "less_than_equal")
_TYPES = {
    "int_parsing": "a whole number",
    "int_parsing_size": "a whole number of fewer digits",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "float_parsing": "a number",
    "float_type": "a number",
    "bool_parsing": "true or false",
    "bool_type": "true or false",
    "string_type": "text",
    "list_type": "a list",
    "tuple_type": "a list",
    "dict_type": "a mapping",
    "model_type": "a mapping of named values",
    "finite_number": "a finite number",
}

Placed = tuple[KeyPath, ErrorDetails]


def problems_from(document: Document, errors: Iterable[ErrorDetails], model: type[BaseModel]) -> list[Problem]:
    """Translate the validation errors of one file; complaints of union branches that were not meant are left out."""
    placed = [(real_path(document, error), error) for error in errors]
    places: dict[KeyPath, list[ErrorDetails]] = {}
    for path, error in placed:
        if not _other_branch_meant(path, error, placed):
            places.setdefault(path, []).append(error)
    return [problem for path, same in places.items() for problem in _problems_at(document, path, same, model)]


def real_path(document: Document, error: ErrorDetails) -> KeyPath:
    """Return the place in the file that a validation error is about: names of union branches are left out."""
    path: KeyPath = ()
    for part in error["loc"]:
        if (*path, part) in document.lines:
            path = (*path, part)
    return (*path, error["loc"][-1]) if error["type"] == "missing" else path


def _other_branch_meant(path: KeyPath, error: ErrorDetails, placed: list[Placed]) -> bool:
    """Whether this is a number missed where a mapping stands that has troubles of its own, or the reverse."""
    if error["type"] not in _TYPES:
        return False
    others = [other for place, other in placed if other is not error and place[: len(path)] == path]
    if isinstance(error["input"], dict | list):
        return any(not (other["type"] in _TYPES and other["input"] is error["input"]) for other in others)
    return any(other["type"] not in _TYPES for other in others)


def _problems_at(
    document: Document, path: KeyPath, errors: list[ErrorDetails], model: type[BaseModel]
) -> Iterator[Problem]:
    """Say what is wrong at one place; wrong types of several union branches are one problem."""
    file, line = document.place(path)
    dotted = ".".join(str(part) for part in path)
    kinds = dict.fromkeys(_TYPES[error["type"]] for error in errors if error["type"] in _TYPES)
    if kinds:
        first = next(error for error in errors if error["type"] in _TYPES)
        yield Problem(file, line, dotted, f"must be {' or '.join(kinds)}{_found(first['input'])}")
    told = {_said(document, path, error, model) for error in errors if error["type"] not in _TYPES}
    for message, hint in sorted(told, key=str):
        yield Problem(file, line, dotted, message, hint)


def _said(document: Document, path: KeyPath, error: ErrorDetails, model: type[BaseModel]) -> tuple[str, str | None]:
    kind, context, given = error["type"], error.get("ctx", {}), error["input"]
    if kind == "extra_forbidden":
        known = known_keys(spots_at(model, path[:-1], document.data))
        return f"unknown key {str(path[-1])!r}", _nearest_hint(str(path[-1]), known)
    if kind in ("union_tag_invalid", "union_tag_not_found"):
        return _tag_said(document, path, context, model)
    if kind == "value_error":
        return str(context.get("error", error["msg"])) + _found(given), None
    if kind in _BOUNDS:
        words = limits_in_words(spots_at(model, path, document.data)) or _ALLOWED[kind].format(**context)
        return words + _found(given), None
    if kind in _ALLOWED:
        message = _ALLOWED[kind].format(**context) + ("" if kind == "missing" else _found(given))
        allowed = str(context.get("expected", "")).replace("'", "").replace(" or ", ", ").split(", ")
        return message, _nearest_hint(str(given), allowed) if len(allowed) > 1 else None
    return error["msg"] + _found(given), None


def _tag_said(
    document: Document, path: KeyPath, context: dict[str, Any], model: type[BaseModel]
) -> tuple[str, str | None]:
    discriminator = str(context["discriminator"]).strip("'")
    tags = tags_of(spots_at(model, path, document.data), discriminator)
    message = f"`{discriminator}` must be one of: {', '.join(tags)}"
    tag = context.get("tag")
    return (message, None) if tag is None else (f"{message}, not {tag!r}", _nearest_hint(str(tag), tags))


def _found(value: object) -> str:
    return "" if isinstance(value, dict | list) else f", not {repr(value)[:60]}"


def _nearest_hint(word: str, known: Iterable[str]) -> str | None:
    known = list(known)
    near = nearest(word, known)
    if near:
        return f"did you mean {near!r}?"
    return f"known here: {', '.join(known[:20])}" if known else None


def truth_values_as_numbers(document: Document, read: object, path: KeyPath = ()) -> Iterator[Problem]:
    """Find `true` and `false` where a number was read from them; `read` is the validated file as plain data."""
    data: Any = document.data
    for part in path:
        data = data[part]
    if isinstance(data, bool) and not isinstance(read, bool):
        word = str(data).lower()
        yield Problem(*document.place(path), ".".join(map(str, path)), f"must be a number, not {word}")
    elif isinstance(data, dict) and isinstance(read, dict):
        for key in data:
            yield from truth_values_as_numbers(document, read.get(key, data[key]), (*path, key))
    elif isinstance(data, list) and isinstance(read, list | tuple):
        for number, inner in enumerate(read):
            yield from truth_values_as_numbers(document, inner, (*path, number))
