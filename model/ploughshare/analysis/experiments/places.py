"""Places in a checked scenario: found by a dotted path, and given other values without reading any file again."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pydantic import BaseModel

from ploughshare.scenario.schema import Scenario

Key = str | int
Place = tuple[Key, ...]
"""attributes, keys and positions from the scenario inwards"""
EVERY = "*"


class NoSuchPlace(LookupError):
    """A path leads nowhere; it knows the word that failed and the words that would have worked."""

    def __init__(self, before: str, word: str, known: list[str]) -> None:
        super().__init__(f"there is no {word!r} {'in ' + before if before else 'to vary'}")
        self.before, self.word, self.known = before, word, known


def find_places(scenario: Scenario, path: str) -> list[Place]:
    """Return the places a path such as `income_sources.*.tax_xof_per_month` names; `*` stands for every entry.

    A parameter's name alone, or after `parameters.`, means its value.

    Raises:
        NoSuchPlace: a word of the path does not exist there.
    """
    words = path.split(".")
    if len(words) == 1 and words[0] in scenario.parameters:
        words = ["parameters", words[0]]
    if words[0] == "parameters" and len(words) == 2:
        words.append("value")
    if words[0] not in Scenario.model_fields:
        words = ["about", *words]
    found: list[Place] = []
    _walk(scenario, words, (), found)
    return found


def value_at(node: Any, place: Iterable[Key]) -> Any:
    """Return what stands at a place inside `node`."""
    for key in place:
        node = getattr(node, str(key)) if isinstance(node, BaseModel) else node[key]
    return node


def with_values(scenario: Scenario, values: dict[Place, Any]) -> Scenario:
    """Return the scenario with other values at some places; everything else is shared with the original."""
    tree: dict[Key, Any] = {}
    for place, value in values.items():
        branch = tree
        for key in place[:-1]:
            branch = branch.setdefault(key, {})
        branch[place[-1]] = _Leaf(value)
    changed = _replaced(scenario, tree)
    assert isinstance(changed, Scenario)
    return changed


class _Leaf:
    """A new value, told apart from a branch that is a mapping."""

    __slots__ = ("value",)

    def __init__(self, value: Any) -> None:
        self.value = value


def _replaced(node: Any, tree: dict[Key, Any]) -> Any:
    inner = {
        key: branch.value if isinstance(branch, _Leaf) else _replaced(value_at(node, (key,)), branch)
        for key, branch in tree.items()
    }
    if isinstance(node, BaseModel):
        return node.model_copy(update={str(key): value for key, value in inner.items()})
    if isinstance(node, dict):
        return {**node, **inner}
    return type(node)(inner.get(number, value) for number, value in enumerate(node))


def _walk(node: Any, words: list[str], place: Place, found: list[Place]) -> None:
    if not words:
        found.append(place)
        return
    known = _known(node)
    chosen = known if words[0] == EVERY else {words[0]: known[words[0]]} if words[0] in known else {}
    if not chosen:
        before = ".".join(str(key) for key in place if key != "about")
        raise NoSuchPlace(before, words[0], list(known))
    for key in chosen.values():
        _walk(value_at(node, (key,)), words[1:], (*place, key), found)


def _known(node: Any) -> dict[str, Key]:
    """Return what may follow, by the word it has in files."""
    if isinstance(node, BaseModel):
        return {field.alias or name: name for name, field in type(node).model_fields.items() if name != "source"}
    if isinstance(node, dict):
        return {str(key): key for key in node}
    return {str(number): number for number in range(len(node))} if isinstance(node, list | tuple) else {}
