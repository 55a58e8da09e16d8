"""From validation errors to messages a person can act on: what, where, what is allowed, the nearest spelling."""

from __future__ import annotations

import types
import typing
from collections.abc import Iterable
from typing import Any

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from ploughshare.errors import Problem, nearest
from ploughshare.scenario.yaml_lines import Document, KeyPath

_ALLOWED = {
    "greater_than": "must be above {gt}",
    "greater_than_equal": "must be at least {ge}",
    "less_than": "must be below {lt}",
    "less_than_equal": "must be at most {le}",
    "missing": "is missing",
    "string_pattern_mismatch": "must match {pattern}",
    "literal_error": "must be one of: {expected}",
    "enum": "must be one of: {expected}",
    "union_tag_invalid": "must be one of: {expected_tags}",
    "too_short": "must have at least {min_length} entries",
    "string_too_short": "must not be empty",
}
_TYPES = {
    "int_parsing": "must be a whole number",
    "int_type": "must be a whole number",
    "int_from_float": "must be a whole number",
    "float_parsing": "must be a number",
    "float_type": "must be a number",
    "bool_parsing": "must be true or false",
    "bool_type": "must be true or false",
    "string_type": "must be text",
    "list_type": "must be a list",
    "dict_type": "must be a mapping",
    "model_type": "must be a mapping of named values",
    "tuple_type": "must be a list",
    "finite_number": "must be a finite number",
}


def problems_from(
    document: Document, errors: Iterable[ErrorDetails], model: type[BaseModel], prefix: KeyPath = ()
) -> list[Problem]:
    """Translate the validation errors of one file; errors of union branches that were not meant are folded into one."""
    found: dict[tuple[int | None, str, str], Problem] = {}
    for error in errors:
        path = prefix + real_path(document, tuple(error["loc"]), prefix)
        problem = _problem(document, error, path, model)
        key = (
            (problem.line, problem.path, "")
            if "union" in error["type"]
            else (problem.line, problem.path, problem.message)
        )
        found.setdefault(key, problem)
    return _fold_branches(list(found.values()))


def real_path(document: Document, location: tuple[str | int, ...], prefix: KeyPath = ()) -> KeyPath:
    """Return the part of a validation location that exists in the file: names of union branches are left out."""
    path: KeyPath = ()
    for part in location:
        candidate = (*path, part)
        if prefix + candidate in document.lines:
            path = candidate
    last = location[-1] if location else ""
    if isinstance(last, str) and last.isidentifier() and (not path or path[-1] != last) and "[" not in last:
        return (*path, last) if _looks_like_key(last) else path
    return path


def _looks_like_key(word: str) -> bool:
    return word not in {"str", "float", "int", "bool", "constrained-str", "dict", "list", "tuple"} and word.islower()


def _fold_branches(problems: list[Problem]) -> list[Problem]:
    """Where several branches of a union complain about one place, say it once."""
    places: dict[tuple[int | None, str], list[Problem]] = {}
    for problem in problems:
        places.setdefault((problem.line, problem.path), []).append(problem)
    folded = []
    for same in places.values():
        if len(same) == 1:
            folded += same
            continue
        messages = " or ".join(dict.fromkeys(problem.message for problem in same))
        hint = next((problem.hint for problem in same if problem.hint), None)
        folded.append(Problem(same[0].file, same[0].line, same[0].path, messages, hint))
    return folded


def _problem(document: Document, error: ErrorDetails, path: KeyPath, model: type[BaseModel]) -> Problem:
    line, dotted = document.line(path), ".".join(str(part) for part in path)
    kind, context = error["type"], error.get("ctx", {})
    if kind == "extra_forbidden":
        known = known_keys(model, path[:-1], document)
        hint = _nearest_hint(str(path[-1]), known)
        return Problem(document.file, line, dotted, f"unknown key {str(path[-1])!r}", hint)
    if kind == "value_error":
        return Problem(document.file, line, dotted, str(context.get("error", error["msg"])) + _found(error))
    if kind in _TYPES:
        return Problem(document.file, line, dotted, _TYPES[kind] + _found(error))
    if kind in _ALLOWED:
        message = _ALLOWED[kind].format(**{**{"expected": "", "expected_tags": ""}, **context})
        allowed = str(context.get("expected") or context.get("expected_tags") or "").replace("'", "").split(", ")
        hint = _nearest_hint(str(error["input"]), allowed) if len(allowed) > 1 else None
        return Problem(document.file, line, dotted, message + ("" if kind == "missing" else _found(error)), hint)
    return Problem(document.file, line, dotted, error["msg"] + _found(error))


def _found(error: ErrorDetails) -> str:
    value = error["input"]
    if isinstance(value, dict | list):
        return ""
    return f", not {value!r}"[:80]


def _nearest_hint(word: str, known: Iterable[str]) -> str | None:
    known = list(known)
    near = nearest(word, known)
    if near:
        return f"did you mean {near!r}?"
    return f"known here: {', '.join(known[:20])}" if known else None


def known_keys(model: type[BaseModel], path: KeyPath, document: Document) -> list[str]:
    """Return the keys that the schema knows at `path`, for hints."""
    types_here: list[Any] = [model]
    for part in path:
        types_here = [inner for kind in types_here for inner in _inner_types(kind, part)]
    keys: list[str] = []
    for kind in types_here:
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            keys += [field.alias or name for name, field in kind.model_fields.items()]
    return list(dict.fromkeys(keys))


def _inner_types(kind: Any, part: str | int) -> list[Any]:
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        for name, field in kind.model_fields.items():
            if part in (name, field.alias):
                return _unwrapped(field.annotation)
        return []
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin is dict:
        return _unwrapped(arguments[1])
    if origin in (list, tuple):
        return [inner for argument in arguments for inner in _unwrapped(argument)]
    return []


def _unwrapped(kind: Any) -> list[Any]:
    origin = typing.get_origin(kind)
    if origin is typing.Annotated:
        return _unwrapped(typing.get_args(kind)[0])
    if origin in (typing.Union, types.UnionType):
        return [inner for argument in typing.get_args(kind) for inner in _unwrapped(argument)]
    return [kind]
