"""Python's garbage collector rests while a process gets ready, and works as before afterwards."""

from __future__ import annotations

import gc
import json
import os
import subprocess
import sys
import weakref
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from ploughshare.analysis.workers import Workers
from ploughshare.collector import FROZEN_BY_PYTHON, collector_at_rest, first_call_at_rest

OLDEST = 2
FIRST_MONTH = """
import gc, json
from ploughshare.model import DDRModel
from ploughshare.scenario.loading import load_scenario

usual, passes = gc.get_threshold(), {}

def note(phase, about):
    if phase == "start":
        passes[now].append(about["generation"])

def watch(what):
    global now
    now = what
    passes[what] = []

gc.collect()
gc.callbacks.append(note)
gc.set_threshold(100, 2, 2)  # any piece of work of some size has its passes
watch("loading")
definition = load_scenario("training")
watch("making")
model = DDRModel(definition, rng=1)
gc.set_threshold(*usual)
watch("first month")
model.step()
gc.set_threshold(100, 2, 2)
watch("loading again")
load_scenario("training")
watch("making again")
DDRModel(definition, rng=1)
gc.callbacks.clear()
print(json.dumps({"passes": passes, "on": gc.isenabled()}))
"""

LEFT_AT_THE_END = """
import gc, os, sys

class Knot:
    def __init__(self):
        self.itself = self
    def __del__(self):
        os.write(1, b"found")

gc.disable()  # nothing but the end of the process can find it
Knot()
{ours}
"""
COMMAND = """
from ploughshare.cli.main import main
sys.argv = ["ploughshare", "--help"]
main()
"""


class Knot:
    """Garbage that only the cyclic collector can find."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture(autouse=True)
def collector_on() -> Iterator[None]:
    """The collector is on before and after each test, and nothing is frozen."""
    gc.unfreeze()
    gc.enable()
    yield
    gc.unfreeze()
    gc.enable()


def in_oldest_generation(thing: object) -> bool:
    return any(other is thing for other in gc.get_objects(generation=OLDEST))


def left_at_the_end(ours: str) -> bool:
    """Whether a process of its own leaves garbage to the system, not to Python's last passes."""
    code = LEFT_AT_THE_END.format(ours=ours)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return "found" not in done.stdout


class TellingKnot(Knot):
    """A knot that makes a folder when it is found."""

    def __init__(self, folder: str) -> None:
        super().__init__()
        self.tell = partial(os.mkdir, folder)

    def __del__(self) -> None:
        self.tell()


def leaves_a_knot(folder: str, task: int) -> int:
    gc.disable()  # nothing but the end of the process can find it
    TellingKnot(folder)
    return task


def collector_is_on(task: int) -> bool:
    return gc.isenabled()


def test_the_collector_pauses_inside_and_works_afterwards() -> None:
    with collector_at_rest():
        assert not gc.isenabled()
    assert gc.isenabled()


def test_it_stays_off_where_it_was_off() -> None:
    gc.disable()
    with collector_at_rest():
        assert not gc.isenabled()
    assert not gc.isenabled()


def test_it_works_again_after_an_error() -> None:
    with pytest.raises(KeyError), collector_at_rest():
        raise KeyError
    assert gc.isenabled()


def test_an_inner_rest_does_not_end_the_outer_one() -> None:
    with collector_at_rest():
        with collector_at_rest():
            made = Knot()
        assert not gc.isenabled()
        assert not in_oldest_generation(made)
    assert gc.isenabled()
    assert in_oldest_generation(made)


def test_what_is_made_reaches_the_oldest_generation_without_a_pass() -> None:
    passes: list[str] = []
    gc.callbacks.append(lambda phase, about: passes.append(phase))
    try:
        with collector_at_rest():
            made = [Knot() for _ in range(20_000)]
        assert passes == []
    finally:
        gc.callbacks.pop()
    assert in_oldest_generation(made)
    assert gc.get_freeze_count() <= FROZEN_BY_PYTHON


def test_what_somebody_froze_stays_frozen() -> None:
    gc.freeze()
    frozen = gc.get_freeze_count()
    assert frozen > FROZEN_BY_PYTHON
    with collector_at_rest():
        made = Knot()
    assert gc.isenabled()
    assert gc.get_freeze_count() == frozen
    assert not in_oldest_generation(made)


def test_garbage_made_at_rest_is_found_later() -> None:
    with collector_at_rest():
        knot = Knot()
        gone = weakref.ref(knot)
        del knot
    assert gone() is not None
    gc.collect()
    assert gone() is None


def test_only_the_first_call_is_at_rest() -> None:
    @first_call_at_rest
    def is_on(name: str, times: int = 1) -> tuple[str, bool]:
        """Tell."""
        return name * times, gc.isenabled()

    assert is_on.__name__ == "is_on" and is_on.__doc__ == "Tell."
    assert [is_on("a", times=2), is_on("b"), is_on("b")] == [("aa", False), ("b", True), ("b", True)]


def test_a_first_call_that_fails_leaves_the_collector_on() -> None:
    @first_call_at_rest
    def fails() -> None:
        raise KeyError

    for _ in range(2):
        with pytest.raises(KeyError):
            fails()
        assert gc.isenabled()


def test_the_collector_rests_until_the_first_month_is_lived_and_no_longer() -> None:
    done = subprocess.run([sys.executable, "-c", FIRST_MONTH], capture_output=True, text=True, check=True)
    found = json.loads(done.stdout)
    assert found["on"]
    assert found["passes"]["loading"] == found["passes"]["making"] == []
    assert OLDEST not in found["passes"]["first month"]
    assert found["passes"]["loading again"] and found["passes"]["making again"]


def test_the_collector_of_a_worker_is_on_when_it_works() -> None:
    workers: Workers[int, bool] = Workers(collector_is_on, 1)
    assert [future.result() for _, future in workers.finished([1])] == [True]


def test_what_a_command_leaves_is_left_to_the_system() -> None:
    assert not left_at_the_end("")
    assert left_at_the_end(COMMAND)


def test_what_a_worker_leaves_is_left_to_the_system(tmp_path: Path) -> None:
    workers: Workers[int, int] = Workers(leaves_a_knot, 1, str(tmp_path / "found"))
    assert [future.result() for _, future in workers.finished([1])] == [1]
    assert not (tmp_path / "found").exists()
