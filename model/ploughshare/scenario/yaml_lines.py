"""YAML read with line numbers, so that every message can name the line it is about.

Plain words are read as YAML 1.2 says, not 1.1: `true` and `false` alone are truth values, `010` is ten, and months, dates and
`yes` stay text. Numbers must be finite.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from ploughshare.errors import Problem, ScenarioError

KeyPath = tuple[str | int, ...]

LARGEST_FILE_BYTES = 5_000_000
DEEPEST = 40
MOST_ITEMS = 100_000

_KNOWN_TAGS = {
    f"tag:yaml.org,2002:{name}" for name in ("str", "int", "float", "bool", "null", "timestamp", "merge", "value")
}
_INTEGER = re.compile(r"[-+]?[0-9]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_NOT_FINITE = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
_WORDS = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}


@dataclass
class Document:
    """A YAML file: its data, and the line of every key and item by path; what-ifs may put parts of others into it."""

    file: str
    data: object
    lines: dict[KeyPath, int | None] = field(default_factory=dict)
    origins: dict[KeyPath, str] = field(default_factory=dict)
    """path -> what put it there, where that is not the file itself"""

    def place(self, path: KeyPath) -> tuple[str, int | None]:
        """Return file and line of `path`, or of the nearest thing around it that exists."""
        for length in range(len(path), -1, -1):
            if path[:length] in self.lines:
                return self.origins.get(path[:length], self.file), self.lines[path[:length]]
        return self.file, None

    def line(self, path: KeyPath) -> int | None:
        """Return the line of `path`, or of the nearest thing around it that exists."""
        return self.place(path)[1]

    def graft(self, path: KeyPath, other: Document, at: KeyPath) -> None:
        """Note that what stands at `path` now comes from `other`, where it stands at `at`."""
        self.cut(path)
        for inner, line in other.lines.items():
            if inner[: len(at)] == at:
                here = (*path, *inner[len(at) :])
                self.lines[here], self.origins[here] = line, other.file

    def cut(self, path: KeyPath) -> None:
        """Forget the lines of `path` and of everything inside it."""
        for inner in [known for known in self.lines if known[: len(path)] == path]:
            del self.lines[inner]
            self.origins.pop(inner, None)


def seen_from_here(file: Path) -> str:
    """Return a file's path as messages show it: from the current directory where it lies inside."""
    try:
        return str(file.relative_to(Path.cwd()))
    except ValueError:
        return str(file)


def read_yaml(file: Path, shown_as: str | None = None) -> Document:
    """Read one YAML file.

    Raises:
        ScenarioError: the file is missing, too large, not text, not YAML, or has a key twice.
    """
    name = shown_as or str(file)
    return parse_yaml(_read_text(file, name), name)


def parse_yaml(text: str, name: str) -> Document:
    """Read YAML from a text that messages call `name`; raises ScenarioError as `read_yaml` does."""
    try:
        _count_entries(text, name)
        node = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.reader.ReaderError as error:
        raise ScenarioError([_character_problem(name, text, error)]) from None
    except yaml.YAMLError as error:
        raise ScenarioError([_syntax_problem(name, error)]) from None
    document = Document(name, None)
    problems: list[Problem] = []
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


def _count_entries(text: str, name: str) -> None:
    """Refuse a text with too many entries before a tree of it is built."""
    for number, _ in enumerate(yaml.parse(text, Loader=yaml.CSafeLoader)):
        if number > 2 * MOST_ITEMS:
            raise _too_many_entries(name)


def _too_many_entries(name: str) -> ScenarioError:
    return ScenarioError([Problem(name, None, "", f"more than {MOST_ITEMS} entries; scenario files have far fewer")])


def _character_problem(name: str, text: str, error: yaml.reader.ReaderError) -> Problem:
    line = text.count("\n", 0, error.position) + 1
    return Problem(name, line, "", "not valid YAML: a character that is no text", "remove control characters")


def _syntax_problem(name: str, error: yaml.YAMLError) -> Problem:
    what = getattr(error, "problem", None) or "cannot be read as YAML"
    context = getattr(error, "context", None)
    if what.startswith("but ") and context:
        what = f"{context}, {what}"
    line, began = (_mark_line(error, mark) for mark in ("problem_mark", "context_mark"))
    hint = "check indentation, colons, brackets and quotes"
    if began is not None and began != line:
        hint += f", from line {began} on"
    return Problem(name, line or began, "", f"not valid YAML: {what}", hint)


def _mark_line(error: yaml.YAMLError, name: str) -> int | None:
    mark = getattr(error, name, None)
    return None if mark is None else int(mark.line) + 1


def _plain(node: yaml.Node, path: KeyPath, document: Document, problems: list[Problem]) -> object:
    """Turn a node into plain data and note its lines."""
    line = node.start_mark.line + 1
    document.lines[path] = line
    if len(document.lines) > MOST_ITEMS:
        raise _too_many_entries(document.file)
    if len(path) > DEEPEST:
        problems.append(Problem(document.file, line, "", f"nested deeper than {DEEPEST} levels"))
        return None
    if isinstance(node, yaml.MappingNode) and node.tag == "tag:yaml.org,2002:map":
        return _mapping(node, path, document, problems)
    if isinstance(node, yaml.SequenceNode) and node.tag == "tag:yaml.org,2002:seq":
        return [_plain(item, (*path, number), document, problems) for number, item in enumerate(node.value)]
    if isinstance(node, yaml.ScalarNode) and node.tag in _KNOWN_TAGS:
        return _scalar(node, path, document, problems)
    tag = node.tag.replace("tag:yaml.org,2002:", "!!")
    problems.append(Problem(document.file, line, _dotted(path), f"the tag {tag[:40]} is not used here", "leave it out"))
    return None


def _mapping(node: yaml.MappingNode, path: KeyPath, document: Document, problems: list[Problem]) -> dict[str, object]:
    result: dict[str, object] = {}
    for key_node, value_node in node.value:
        line = key_node.start_mark.line + 1
        if not isinstance(key_node, yaml.ScalarNode):
            problems.append(Problem(document.file, line, _dotted(path), "a key must be a plain word"))
            continue
        key = str(key_node.value)
        if key == "<<":
            message = "merge keys are not read here"
            problems.append(Problem(document.file, line, _dotted(path), message, "write the values out"))
            continue
        if key in result:
            problems.append(
                Problem(document.file, line, _dotted((*path, key)), "this key stands twice", "keep one of the two")
            )
        result[key] = _plain(value_node, (*path, key), document, problems)
        document.lines[(*path, key)] = line
    return result


def _scalar(node: yaml.ScalarNode, path: KeyPath, document: Document, problems: list[Problem]) -> object:
    text = str(node.value)
    if node.style:  # quoted, or a block of text
        return text
    if text in _WORDS:
        return _WORDS[text]
    number = _number(text)
    if number is not None:
        return number
    if _NOT_FINITE.fullmatch(text) or _FLOAT.fullmatch(text) or _INTEGER.fullmatch(text):
        line = node.start_mark.line + 1
        problems.append(Problem(document.file, line, _dotted(path), f"must be a finite number, not {text[:40]}"))
        return None
    return text


def _number(text: str) -> int | float | None:
    """Return the number a plain word stands for, or None if it stands for none that can be held."""
    if _INTEGER.fullmatch(text):
        return int(text) if len(text) < 400 else None
    value = float(text) if _FLOAT.fullmatch(text) else None
    return None if value is not None and value in (float("inf"), float("-inf")) else value


def _dotted(path: KeyPath) -> str:
    return ".".join(str(part) for part in path)
