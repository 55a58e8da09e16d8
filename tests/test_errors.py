"""The error family: what it says, what it carries, and that it travels between processes."""

import errno
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ploughshare.errors import (
    OutputError,
    PloughshareError,
    Problem,
    ScenarioError,
    ScenarioNotFound,
    UsageError,
    nearest,
)

SHARE = Problem(
    file="groups.yaml",
    line=12,
    path="groups.north.share",
    message="1.4 is above 1",
    hint="write a share of 1",
)
WHOLE_FILE = Problem(file="facts.yaml", line=None, path="", message="the file is empty")


@pytest.mark.parametrize(
    ("error", "text"),
    [
        (PloughshareError("no"), "no"),
        (PloughshareError("no", hint="try yes"), "no (try yes)"),
        (PloughshareError("no", file="a.yaml"), "a.yaml: no"),
        (PloughshareError("no", file="a.yaml", line=3, hint="try yes"), "a.yaml:3: no (try yes)"),
        (PloughshareError("two\n  lines"), "two lines"),
    ],
)
def test_an_error_says_place_trouble_and_hint_on_one_line(error: PloughshareError, text: str) -> None:
    assert str(error) == text


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (PloughshareError("no"), 1),
        (OutputError("no"), 1),
        (UsageError("no"), 2),
        (ScenarioNotFound("a", []), 2),
        (ScenarioError([SHARE]), 2),
    ],
)
def test_each_error_knows_its_exit_code(error: PloughshareError, code: int) -> None:
    assert error.exit_code == code


@pytest.mark.parametrize(
    "error",
    [
        PloughshareError("no", hint="try yes", file="a.yaml", line=3),
        UsageError("no"),
        OutputError("no", file="out"),
        ScenarioError([SHARE, WHOLE_FILE]),
        ScenarioNotFound("trainign", ["training"]),
    ],
)
def test_errors_survive_pickling(error: PloughshareError) -> None:
    copy = pickle.loads(pickle.dumps(error))
    assert type(copy) is type(error)
    assert str(copy) == str(error)
    assert vars(copy) == vars(error)


def test_a_scenario_error_lists_every_problem_one_a_line() -> None:
    error = ScenarioError(iter([SHARE, WHOLE_FILE]))
    assert error.problems == (SHARE, WHOLE_FILE)
    assert error.message == "2 problems in the scenario"
    assert str(error).splitlines() == [
        "groups.yaml:12: groups.north.share: 1.4 is above 1 (write a share of 1)",
        "facts.yaml: the file is empty",
    ]


def test_a_scenario_error_points_at_its_first_problem() -> None:
    error = ScenarioError([SHARE])
    assert (error.message, error.file, error.line) == ("1 problem in the scenario", "groups.yaml", 12)


def test_a_scenario_error_without_problems_is_a_mistake_of_ours() -> None:
    with pytest.raises(ValueError, match="at least one problem"):
        ScenarioError([])


def test_an_unknown_scenario_is_answered_with_the_nearest_name() -> None:
    error = ScenarioNotFound("trainign", ["islands", "training"])
    assert error.known_names == ("islands", "training")
    assert str(error) == (
        "there is no scenario 'trainign' (did you mean 'training'? known scenarios: islands, training)"
    )


def test_an_unknown_scenario_unlike_any_other_is_answered_with_the_list() -> None:
    assert ScenarioNotFound("zzz", ["training"]).hint == "known scenarios: training"


def test_with_no_scenario_at_all_the_hint_asks_for_a_path() -> None:
    assert "path" in str(ScenarioNotFound("training", []))


def test_a_very_long_name_is_not_repeated_in_full() -> None:
    assert len(ScenarioNotFound("x" * 10_000_000, ["training"]).message) < 150


@pytest.mark.parametrize(
    ("number", "says", "hint"),
    [
        (errno.ENOSPC, "the disk is full", "free some space, or choose another folder"),
        (errno.EACCES, "no permission to write here", "choose a folder you may write to"),
        (errno.EROFS, "the file system is read-only", "choose a folder you may write to"),
    ],
)
def test_trouble_with_output_says_what_to_do(number: int, says: str, hint: str) -> None:
    error = OutputError.from_os_error(OSError(number, "raw words", "runs/a"))
    assert error.message == f"cannot write results: {says}"
    assert (error.hint, error.file) == (hint, "runs/a")


def test_rare_trouble_with_output_keeps_the_words_of_the_system() -> None:
    error = OutputError.from_os_error(OSError(errno.EIO, "Input/output error"), file="runs/b")
    assert str(error) == "runs/b: cannot write results: Input/output error"


def test_trouble_without_a_number_keeps_its_own_words() -> None:
    assert str(OutputError.from_os_error(OSError("odd"))) == "cannot write results: odd"


@pytest.mark.parametrize(
    ("word", "expected"),
    [("trainign", "training"), ("TRAINING", "training"), ("zzz", None), ("", None)],
)
def test_nearest(word: str, expected: str | None) -> None:
    assert nearest(word, ["islands", "training"]) == expected


def test_nearest_of_nothing_is_nothing() -> None:
    assert nearest("training", []) is None


@given(st.lists(st.text(min_size=1, max_size=20), min_size=1, max_size=8))
def test_nearest_offers_a_known_name_and_finds_an_exact_one(known: list[str]) -> None:
    for word in known:
        found = nearest(word, known)
        assert found in known
        assert found is not None and found.casefold() == word.casefold()
