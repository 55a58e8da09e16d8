"""YAML with line numbers: what is read, how, and what is refused in one clear message."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ploughshare.errors import ScenarioError
from ploughshare.scenario.yaml_lines import MOST_ITEMS, parse_yaml, read_yaml


def message(text: str) -> str:
    with pytest.raises(ScenarioError) as caught:
        parse_yaml(text, "f.yaml")
    return str(caught.value)


def test_keys_and_items_know_their_lines() -> None:
    document = parse_yaml("a:\n  b: 1\n  c:\n    - x\n    - y: 2\n", "f.yaml")
    assert document.data == {"a": {"b": 1, "c": ["x", {"y": 2}]}}
    assert document.line(("a",)) == 1
    assert document.line(("a", "b")) == 2
    assert document.line(("a", "c", 1, "y")) == 5


def test_a_place_that_does_not_exist_has_the_line_of_what_is_around_it() -> None:
    document = parse_yaml("a: 1\nb:\n  c: 2\n", "f.yaml")
    assert document.line(("b", "missing", "deeper")) == 2
    assert parse_yaml("", "f.yaml").line(("a",)) is None


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("2016-04", "2016-04"),
        ("2016-04-01", "2016-04-01"),
        ("yes", "yes"),
        ("no", "no"),
        ("on", "on"),
        ("12:30", "12:30"),
        ("010", 10),
        ("0x10", "0x10"),
        ("1_000", "1_000"),
        ("-3", -3),
        ("+3", 3),
        ("0.5", 0.5),
        (".5", 0.5),
        ("5.", 5.0),
        ("1e5", 1e5),
        ("1.5E-3", 1.5e-3),
        ("true", True),
        ("False", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("'0.5'", "0.5"),
        ('"null"', "null"),
        ("=", "="),
    ],
)
def test_plain_words_are_read_as_yaml_1_2_says(word: str, value: object) -> None:
    read = parse_yaml(f"a: {word}\n", "f.yaml").data
    assert read == {"a": value}
    assert isinstance(read, dict) and type(read["a"]) is type(value)


def test_keys_stay_words() -> None:
    assert parse_yaml("1: a\nno: b\n2016-04: c\n", "f.yaml").data == {"1": "a", "no": "b", "2016-04": "c"}


def test_aliases_and_a_byte_order_mark_are_read(tmp_path: Path) -> None:
    file = tmp_path / "f.yaml"
    file.write_bytes(b"\xef\xbb\xbfa: &x [1, 2]\nb: *x\n")
    assert read_yaml(file).data == {"a": [1, 2], "b": [1, 2]}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 1\na: 2\n", "f.yaml:2: a: this key stands twice (keep one of the two)"),
        ("a:\n  b: 1\n  b: 2\n", "f.yaml:3: a.b: this key stands twice"),
        ("a: 1\nb: .nan\n", "f.yaml:2: b: must be a finite number, not .nan"),
        ("a: [1, -.inf]\n", "f.yaml:1: a.1: must be a finite number, not -.inf"),
        ("a: 1e999\n", "must be a finite number, not 1e999"),
        ("a: " + "9" * 500 + "\n", "must be a finite number, not 999"),
        ("a: !!python/object:os.system x\n", "f.yaml:1: a: the tag !!python/object:os.system is not used here"),
        ("a: !own {b: 1}\n", "the tag !own is not used here (leave it out)"),
        ("a: !!set {b, c}\n", "the tag !!set is not used here"),
        ("[a]: 3\n", "f.yaml:1: a key must be a plain word"),
        ("a: &a {x: 1}\nb:\n  <<: *a\n", "f.yaml:3: b: merge keys are not read here (write the values out)"),
        ("a: 1\n---\nb: 2\n", "f.yaml:2: not valid YAML: expected a single document in the stream"),
        ("a: [1,\nb: 2\n", "f.yaml:3: not valid YAML: did not find expected ',' or ']'"),
        ("a: [1,\nb: 2\n", "from line 1 on"),
        ("a: 'open\nb: 2\n", "from line 1 on"),
        ("a:\n\tb: 1\n", "f.yaml:2: not valid YAML: found character that cannot start any token"),
        ("a: b: c\n", "f.yaml:1: not valid YAML"),
        ("a: *nobody\n", "f.yaml:1: not valid YAML: found undefined alias"),
        ("a: 1\nb: \0\n", "f.yaml:2: not valid YAML: a character that is no text"),
        ("[" * 200 + "]" * 200, "nested deeper than 40 levels"),
        ("- " * 5000 + "a", "f.yaml:1: not valid YAML: exceeded maximum nesting depth"),
        ("&a [*a]", "nested deeper than 40 levels"),
    ],
)
def test_what_cannot_be_read_is_one_message_with_its_line(text: str, expected: str) -> None:
    assert expected in message(text)


@pytest.mark.parametrize(
    "text",
    [
        "[" + "1," * 2_000_000 + "]",
        "".join(f"k{number}: 1\n" for number in range(300_000)),
        "&a [*a, *a]",
        "a: &a [1,1,1,1,1,1,1,1,1,1]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\n"
        "d: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]\ne: [*d,*d,*d,*d,*d,*d,*d,*d,*d,*d,*d,*d,*d,*d,*d]\n",
    ],
    ids=["items", "keys", "alias-to-itself", "aliases"],
)
def test_nonsense_of_any_size_is_refused_soon(text: str) -> None:
    begun = time.perf_counter()
    assert f"more than {MOST_ITEMS} entries" in message(text)
    assert time.perf_counter() - begun < 20  # a fraction of a second on an idle machine


def test_missing_large_binary_and_unreadable_files(tmp_path: Path) -> None:
    (tmp_path / "large.yaml").write_text("x" * 10_000_000, encoding="utf-8")
    (tmp_path / "binary.yaml").write_bytes(b"\xff\xfe\x00")
    (tmp_path / "folder.yaml").mkdir()
    for name, expected in (
        ("gone", "gone.yaml: this file is missing"),
        ("large", "the file has 10.0 MB; scenario files have at most 5 MB"),
        ("binary", "not a text file in UTF-8"),
        ("folder", "cannot be read: Is a directory"),
    ):
        with pytest.raises(ScenarioError, match=expected):
            read_yaml(tmp_path / f"{name}.yaml")


@given(st.text(alphabet="ab:[]{},-&*!?|>'\"#%@ \n\t0.~<=", max_size=60))
def test_any_text_is_read_or_explained(text: str) -> None:
    try:
        parse_yaml(text, "f.yaml")
    except ScenarioError as error:
        assert str(error)


WORDS = st.text(alphabet="abe019.-+:#~'é ", max_size=8)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | WORDS,
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS, inner, max_size=4),
        max_leaves=20,
    )
)
def test_quoted_text_and_numbers_are_read_back_as_written(data: object) -> None:
    assert parse_yaml(json.dumps(data, ensure_ascii=False), "f.yaml").data == data
