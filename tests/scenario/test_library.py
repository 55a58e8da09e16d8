"""Scenarios are found by name or path, in the right order, wherever the package is installed."""

from pathlib import Path

import pytest

from ploughshare.errors import ScenarioNotFound
from ploughshare.scenario import library


def make_scenario(folder: Path) -> Path:
    folder.mkdir(parents=True)
    (folder / "scenario.yaml").write_text("name: x\n", encoding="utf-8")
    return folder


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty current directory."""
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout elsewhere, with no scenarios yet, that the library believes it belongs to."""
    root = tmp_path / "checkout"
    package = root / "model" / "ploughshare"
    package.mkdir(parents=True)
    (root / "pyproject.toml").touch()
    monkeypatch.setattr(library, "_PACKAGE", package)
    return root


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installed package, with no scenarios yet, that the library believes it belongs to."""
    package = tmp_path / "site-packages" / "ploughshare"
    package.mkdir(parents=True)
    monkeypatch.setattr(library, "_PACKAGE", package)
    return package


def test_the_near_folder_comes_before_the_checkout(here: Path, checkout: Path) -> None:
    make_scenario(here / "scenarios" / "islands")
    make_scenario(checkout / "scenarios" / "training")
    assert library.scenario_folders() == [here / "scenarios", checkout / "scenarios"]


def test_a_checkout_that_is_the_current_directory_counts_once(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_scenario(checkout / "scenarios" / "training")
    monkeypatch.chdir(checkout)
    assert library.scenario_folders() == [checkout / "scenarios"]


def test_an_installed_package_finds_its_own_copy(here: Path, installed: Path) -> None:
    folder = make_scenario(installed / "scenarios" / "training")
    assert library.find_scenario("training") == folder


def test_a_folder_called_scenarios_beside_site_packages_is_none_of_ours(here: Path, installed: Path) -> None:
    make_scenario(installed.parent.parent / "scenarios" / "stranger")
    assert library.scenario_folders() == []


def test_the_nearest_of_two_scenarios_of_one_name_wins(here: Path, checkout: Path) -> None:
    make_scenario(checkout / "scenarios" / "training")
    near = make_scenario(here / "scenarios" / "training")
    assert library.find_scenario("training") == near


def test_names_are_sorted_and_other_folders_and_files_left_out(here: Path, checkout: Path) -> None:
    for name in ("training", "islands"):
        make_scenario(checkout / "scenarios" / name)
    (checkout / "scenarios" / "drafts").mkdir()
    (checkout / "scenarios" / "notes.txt").touch()
    assert list(library.known_scenarios()) == ["islands", "training"]


@pytest.mark.parametrize("given", ["mine", "./mine", "mine/", "mine/scenario.yaml", "../here/mine"])
def test_a_path_is_taken_as_it_is(given: str, here: Path, installed: Path) -> None:
    folder = make_scenario(here / "mine")
    assert library.find_scenario(given) == folder


def test_the_folder_one_stands_in_can_be_meant(here: Path, installed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = make_scenario(here / "mine")
    monkeypatch.chdir(folder)
    assert library.find_scenario(".") == folder
    assert library.find_scenario("scenario.yaml") == folder


def test_a_near_path_wins_over_a_name(here: Path, checkout: Path) -> None:
    make_scenario(checkout / "scenarios" / "training")
    near = make_scenario(here / "training")
    assert library.find_scenario("training") == near


@pytest.mark.parametrize("given", ["", " ", "trainign", "..", "drafts", "a/b", "\0", "x" * 100_000, "training/x"])
def test_what_is_not_there_is_one_clear_error(given: str, here: Path, checkout: Path) -> None:
    make_scenario(checkout / "scenarios" / "training")
    (here / "drafts").mkdir()
    with pytest.raises(ScenarioNotFound) as caught:
        library.find_scenario(given)
    assert caught.value.known_names == ("training",)
    assert "training" in str(caught.value)


def test_an_empty_name_does_not_mean_the_folder_one_stands_in(
    here: Path, installed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(make_scenario(here / "mine"))
    with pytest.raises(ScenarioNotFound):
        library.find_scenario("")
