"""YAML read with line numbers, so that every message can name the line it is about."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import yaml

from ploughshare.errors import Problem, ScenarioError

KeyPath = tuple[str | int, ...]

LARGEST_FILE_BYTES = 5_000_000
DEEPEST = 40
MOST_ITEMS = 400_000


@dataclass
class Document:
    """A YAML file: its data, and the line of every key and item by path."""

    file: str
    data: object
    lines: dict[KeyPath, int] = field(default_factory=dict)

    def line(self, path: KeyPath) -> int | None:
        """Return the line of `path`, or of the nearest thing around it that exists."""
        for length in range(len(path), -1, -1):
            if path[:length] in self.lines:
                return self.lines[path[:length]]
        return None


def read_yaml(file: Path, shown_as: str | None = None) -> Document:
    """Read one YAML file.

    Raises:
        ScenarioError: the file is missing, too large, not text, not YAML, or has a key twice.
    """
    name = shown_as or str(file)
    text = _read_text(file, name)
    document = Document(name, None)
    problems: list[Problem] = []
    try:
        node = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.YAMLError as error:
        raise ScenarioError([_syntax_problem(name, error)]) from None
    except RecursionError:
        raise ScenarioError([Problem(name, None, "", f"nested deeper than {DEEPEST} levels")]) from None
    document.data = None if node is None else _plain(node, (), document, problems)
    if problems:
        raise ScenarioError(problems)
    return document


def _read_text(file: Path, name: str) -> str:
    try:
        size = file.stat().st_size
        if size > LARGEST_FILE_BYTES:
            limit = LARGEST_FILE_BYTES // 1_000_000
            raise ScenarioError(
                [Problem(name, None, "", f"the file has {size / 1e6:.1f} MB; scenario files have at most {limit} MB")]
            )
        return file.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise ScenarioError([Problem(name, None, "", "this file is missing")]) from None
    except UnicodeDecodeError:
        raise ScenarioError([Problem(name, None, "", "this is not a text file in UTF-8")]) from None
    except OSError as error:
        raise ScenarioError([Problem(name, None, "", f"cannot be read: {error.strerror}")]) from None


def _syntax_problem(name: str, error: yaml.YAMLError) -> Problem:
    mark = getattr(error, "problem_mark", None)
    what = getattr(error, "problem", None) or "cannot be read as YAML"
    line = None if mark is None else mark.line + 1
    return Problem(name, line, "", f"not valid YAML: {what}", "check indentation, colons, brackets and quotes")


def _plain(node: yaml.Node, path: KeyPath, document: Document, problems: list[Problem]) -> object:
    """Turn a node into plain data and note its lines. Months and dates stay text."""
    document.lines[path] = node.start_mark.line + 1
    if len(document.lines) > MOST_ITEMS:
        raise ScenarioError([Problem(document.file, None, "", f"more than {MOST_ITEMS} entries")])
    if len(path) > DEEPEST:
        problems.append(Problem(document.file, node.start_mark.line + 1, "", f"nested deeper than {DEEPEST} levels"))
        return None
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, path, document, problems)
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, (*path, number), document, problems) for number, item in enumerate(node.value)]
    return _scalar(node)


def _mapping(node: yaml.MappingNode, path: KeyPath, document: Document, problems: list[Problem]) -> dict[str, object]:
    result: dict[str, object] = {}
    for key_node, value_node in node.value:
        line = key_node.start_mark.line + 1
        if not isinstance(key_node, yaml.ScalarNode):
            problems.append(Problem(document.file, line, _dotted(path), "a key must be a plain word"))
            continue
        key = str(key_node.value)
        if key in result:
            problems.append(
                Problem(document.file, line, _dotted((*path, key)), "this key stands twice", "keep one of the two")
            )
        result[key] = _plain(value_node, (*path, key), document, problems)
        document.lines[(*path, key)] = line
    return result


_SCALARS = yaml.SafeLoader("")
"""knows how plain words are read as numbers, truth values and nothing"""


def _scalar(node: yaml.Node) -> object:
    if node.tag == "tag:yaml.org,2002:timestamp":
        return node.value
    try:
        return _SCALARS.construct_object(node, deep=True)
    except (yaml.YAMLError, ValueError):
        return node.value


def _dotted(path: KeyPath) -> str:
    return ".".join(str(part) for part in path)
