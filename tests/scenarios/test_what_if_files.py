"""What-ifs and accounts that ship: each says what it asks, follows from where, what to expect and what it leaves out."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from ploughshare.analysis.outcomes import parse_outcome
from ploughshare.scenario.library import find_scenario
from ploughshare.scenario.loading import load_scenario
from ploughshare.scenario.overlays import ACCOUNT_FOLDER, WHAT_IF_FOLDER, Overlay, differences, read_overlay
from ploughshare.scenario.schema import Scenario
from ploughshare.scenario.timeline import Sanctions

MALI = find_scenario("mali")
WHAT_IFS = sorted((MALI / WHAT_IF_FOLDER).glob("*.yaml"))
ACCOUNTS = sorted((MALI / ACCOUNT_FOLDER).glob("*.yaml"))
ASKED = {
    "moc-expires",
    "paid-on-time",
    "no-gold-boom",
    "quotas-and-ranks-settled",
    "civilian-package",
    "synchronised",
    "militias-included",
    "local-police",
    "even-handed-sanctions",
    "civil-servant-allowances",
    "road-map-kept",
    "transit-centres",
    "no-cvr",
    "double-cvr",
    "community-managed-cvr",
    "exit-with-handover",
    "offer-with-trust",
    "no-january-attack",
    "cvr-rule-met",
}
SECTION = re.compile(r"report (\d(\.\d)*|[IVX]+)\b")
ON_RECORD = re.compile(
    r"^(facts|registrations|regions|communities|about)\b|\.(persons|month|quota|opens|closes|kept|due)\b"
)


@pytest.fixture(scope="module")
def mali() -> Scenario:
    return load_scenario("mali")


def read(file: Path) -> Overlay:
    return read_overlay(file)[0]


def test_every_what_if_asked_for_ships() -> None:
    assert {file.stem for file in WHAT_IFS} == ASKED
    assert {file.stem for file in ACCOUNTS} == {"government-account", "movements-account"}


@pytest.mark.parametrize("file", WHAT_IFS, ids=lambda file: file.stem)
def test_a_what_if_is_whole(mali: Scenario, file: Path) -> None:
    overlay = read(file)
    assert overlay.sources and all(SECTION.match(source) for source in overlay.sources)
    assert any(expected.source and SECTION.search(expected.source) for expected in overlay.expected)
    assert overlay.left_out
    for expected in overlay.expected:
        assert parse_outcome(expected.outcome, mali).text == expected.outcome
        assert expected.found is None or expected.found.direction != expected.direction


@pytest.mark.parametrize("file", [*WHAT_IFS, *ACCOUNTS], ids=lambda file: file.stem)
def test_the_difference_shown_is_what_the_file_changes_and_nothing_else(mali: Scenario, file: Path) -> None:
    overlay = read(file)
    named = [path.removesuffix(".value") for path in (*overlay.set, *overlay.remove)]
    shown = [
        difference.path.removesuffix(".value") for difference in differences(mali, load_scenario("mali", [file.stem]))
    ]
    assert all(any(path == name or path.startswith(f"{name}.") for name in named) for path in shown)
    assert all(any(path == name or path.startswith(f"{name}.") for path in shown) for name in named)


@pytest.mark.parametrize("file", ACCOUNTS, ids=lambda file: file.stem)
def test_an_account_gives_a_reason_for_every_value_and_leaves_the_record_alone(file: Path) -> None:
    overlay = read(file)
    assert set(overlay.reasons) == set(overlay.set)
    assert not overlay.remove
    assert not [path for path in overlay.set if ON_RECORD.search(path)]


def even_handedness(scenario: Scenario) -> float:
    (listing,) = scenario.events["first_listings"].effects
    assert isinstance(listing, Sanctions)
    return listing.even_handedness


def posts_at_the_end(scenario: Scenario) -> float:
    steps = scenario.government.rank_share_offered
    assert isinstance(steps, dict)
    return steps[max(steps)]


def test_the_accounts_contradict_each_other_on_either_side_of_the_scenario(mali: Scenario) -> None:
    government, movements = (load_scenario("mali", [file.stem]) for file in ACCOUNTS)
    number: dict[str, Callable[[Scenario], float]] = {
        "how far autonomy is sought": lambda s: s.groups["MNLA"].autonomy_claim,
        "readiness of the movements": lambda s: -s.groups["MNLA"].cooperation,
        "pull of revenue": lambda s: s.parameter("tax_weight"),
        "equipment delivered": lambda s: s.programmes["moc"].equipment,
        "posts offered at the end": posts_at_the_end,
        "fairness of sanctions": even_handedness,
    }
    for what, of in number.items():
        assert of(movements) < of(mali) < of(government), what
