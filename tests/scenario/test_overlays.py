"""What-ifs and accounts: they add and remove whole entries, give reasons, and are refused with their own line."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
import yaml

from ploughshare.errors import ScenarioError
from ploughshare.record.tables import run_tables
from ploughshare.scenario.loading import load_scenario
from ploughshare.scenario.new import new_scenario
from ploughshare.scenario.overlays import differences, known_overlays

HEAD = "title: {en: a, fr: a}\nquestion: {en: q, fr: q}\nextends: training\n"
SECOND_TALKS = """\
set:
  events.second_talks:
    month: 2031-05
    title: {en: Talks, fr: Pourparlers}
    effects: [{effect: good_offices, strength: STRENGTH}]
    source: fiction
"""


def write(folder: Path, text: str, name: str = "asked") -> Path:
    file = folder / f"{name}.yaml"
    file.write_text(HEAD + text, encoding="utf-8")
    return file


def told(*overlays: Path) -> str:
    with pytest.raises(ScenarioError) as caught:
        load_scenario("training", overlays)
    return str(caught.value)


# -- whole entries


def test_a_whole_event_can_be_added(tmp_path: Path) -> None:
    overlay = write(tmp_path, SECOND_TALKS.replace("STRENGTH", "1"))
    plain, changed = load_scenario("training"), load_scenario("training", [overlay])
    assert [difference.path for difference in differences(plain, changed)] == ["events.second_talks"]
    assert changed.events["second_talks"].month == "2031-05"


def test_an_error_inside_an_added_entry_names_the_line_of_the_overlay(tmp_path: Path) -> None:
    message = told(write(tmp_path, SECOND_TALKS.replace("STRENGTH", "3")))
    assert f"{tmp_path}/asked.yaml:8: events.second_talks.effects.0.strength: must be between 0 and 1, not 3" in message


def test_a_wrong_name_inside_an_added_entry_names_the_overlay_too(tmp_path: Path) -> None:
    effect = "{effect: close_programme, programme: mixed_patrol}"
    text = SECOND_TALKS.replace("{effect: good_offices, strength: STRENGTH}", effect)
    message = told(write(tmp_path, text))
    assert f"{tmp_path}/asked.yaml:8:" in message and "mixed_patrols" in message


def test_a_misspelt_entry_with_a_plain_value_is_not_added(tmp_path: Path) -> None:
    assert "did you mean programmes.reinsertion?" in told(write(tmp_path, "set: {programmes.reinsertio: 3}\n"))


def test_a_programme_added_leaves_the_numbers_of_everybody_else_as_they_were(tmp_path: Path) -> None:
    plain = load_scenario("training")
    added = plain.programmes["reinsertion"].model_dump(mode="json", by_alias=True)
    added["announced"] = plain.about.end
    added["windows"] = [{"opens": plain.about.end, "quota": 5, "source": "fiction"}]
    overlay = write(tmp_path, yaml.safe_dump({"set": {"programmes.too_late": added}}))
    changed = load_scenario("training", [overlay])
    before, after = (run_tables(definition, 3)["states"] for definition in (plain, changed))
    before, after = (table[table["month"] < plain.about.end] for table in (before, after))
    pd.testing.assert_frame_equal(before, after)


def test_a_record_left_out_of_the_file_can_be_begun(tmp_path: Path) -> None:
    path = "programmes.reinsertion.start_conditions.calm"
    changed = load_scenario("training", [write(tmp_path, f"set: {{{path}: true}}\n")])
    assert changed.programmes["reinsertion"].start_conditions.calm


def test_sites_and_project_portfolios_can_be_removed(tmp_path: Path) -> None:
    paths = "[programmes.mixed_patrols.sites.market, community_projects.portfolios.first_dividends]"
    changed = load_scenario("training", [write(tmp_path, f"remove: {paths}\n")])
    assert list(changed.programmes["mixed_patrols"].sites) == ["harbour"]
    assert "first_dividends" not in changed.community_projects.portfolios


# -- provisions imposed


@pytest.mark.parametrize("history", ["free", "replay"])
def test_an_imposed_provision_is_kept_by_its_month_whoever_decides(tmp_path: Path, history: str) -> None:
    overlay = write(tmp_path, "set: {provisions.second_chamber.imposed: 2031-04, government.will: 0}\n")
    for definition in (
        load_scenario("training", settings=["government.will=0"], history=history),
        load_scenario("training", [overlay], history=history),
    ):
        rows = run_tables(definition, 1)["provisions"].set_index("provision")["kept"]
        imposed = definition.provisions["second_chamber"].imposed
        assert rows["second_chamber"] == (imposed or "")


def test_a_provision_cannot_be_imposed_before_it_is_signed(tmp_path: Path) -> None:
    message = told(write(tmp_path, "set: {provisions.second_chamber.imposed: 2030-01}\n"))
    assert "asked.yaml:4: provisions.second_chamber.imposed: imposed 2030-01 lies before accord was signed" in message


# -- what is refused


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("set: {government.sovereignty_concern: CONCERN}\n", "asked.yaml:1: set: this what-if changes nothing"),
        ("set: {goverment.will: 0.5}\n", "there is no 'goverment' to change (did you mean government?)"),
        ("set: {programmes.mixed_patrols.windows.7.quota: 5}\n", "items are numbered 0 to"),
        (
            "set: {events.patrol_attack.month: 2031-06}\nremove: [events.patrol_attack]\n",
            "asked.yaml:5: events.patrol_attack: contradicts itself, which sets events.patrol_attack.month to '2031-06'",
        ),
        (
            "set: {parameters.trust_gain: 0.1, parameters.trust_gain.value: 0.2}\n",
            "contradicts itself, which sets parameters.trust_gain.value to 0.1",
        ),
        ("remove: [groups.river_front]\n", "only whole entries of events, programmes, programmes.*.sites"),
        (
            "set: {government.will: 0.9}\nreasons: {government.wil: {why: {en: a, fr: a}, source: fiction}}\n",
            "asked.yaml:5: reasons.government.wil: gives a reason for what is neither set nor removed here"
            " (did you mean government.will?)",
        ),
        (
            "set: {government.will: 0.9}\nreasons: {government.will: {why: {en: a, fr: a}, source: hearsay}}\n",
            "must start with one of: report",
        ),
        (
            "set: {government.will: 0.9}\nexpected: [{outcome: integrated, direction: better, why: {en: a, fr: a}}]\n",
            "must be one of: 'more', 'fewer' or 'same'",
        ),
    ],
)
def test_a_wrong_overlay_is_explained(tmp_path: Path, text: str, expected: str) -> None:
    concern = load_scenario("training").government.sovereignty_concern
    assert expected in told(write(tmp_path, text.replace("CONCERN", str(concern))))


def test_an_overlay_that_changes_something_may_confirm_other_values(tmp_path: Path) -> None:
    concern = load_scenario("training").government.sovereignty_concern
    text = f"set: {{government.sovereignty_concern: {concern}, government.will: 0.9}}\n"
    assert load_scenario("training", [write(tmp_path, text)]).government.will == 0.9


def test_removing_what_another_overlay_changes_is_a_contradiction(tmp_path: Path) -> None:
    later = write(tmp_path, "set: {events.patrol_attack.month: 2031-06}\n", "later")
    never = write(tmp_path, "remove: [events.patrol_attack]\n", "never")
    assert f"contradicts {never}, which removes events.patrol_attack" in told(never, later)


def test_a_setting_may_repeat_a_value_and_names_itself_when_wrong(tmp_path: Path) -> None:
    load_scenario("training", settings=["government.sovereignty_concern=0.5"])
    with pytest.raises(ScenarioError) as caught:
        load_scenario("training", settings=["government.sovereignty_concern=5"])
    assert str(caught.value).startswith(
        "--set government.sovereignty_concern=5: government.sovereignty_concern: must be"
    )


# -- accounts


def test_accounts_are_found_by_name_like_what_ifs(tmp_path: Path) -> None:
    folder = new_scenario(tmp_path / "my-country", "training")
    (folder / "accounts").mkdir()
    write(folder / "accounts", "set: {government.will: 0.9}\n", "other-account")
    text = (folder / "accounts" / "other-account.yaml").read_text().replace("training", "my-country")
    (folder / "accounts" / "other-account.yaml").write_text(text)
    assert list(known_overlays(folder))[-1] == "other-account"
    assert load_scenario(folder, ["other-account", "patrols-expire"]).government.will == 0.9
