"""Scenario files: every problem at once, each with file, line, what is allowed and the nearest spelling."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from ploughshare.agents.options import FIRST_PROGRAMME
from ploughshare.errors import ScenarioError, ScenarioNotFound, UsageError
from ploughshare.record.columns import TABLES
from ploughshare.scenario.addresses import address_of
from ploughshare.scenario.catalogue import CATALOGUE
from ploughshare.scenario.json_schema import file_schema, write_schemas
from ploughshare.scenario.library import find_scenario
from ploughshare.scenario.loading import FILES, load_scenario
from ploughshare.scenario.new import new_scenario
from ploughshare.scenario.programmes import MOST_PROGRAMMES
from ploughshare.scenario.tables import COLUMNS_OF_TABLE

Edit = Callable[..., str]


@pytest.fixture
def broken(tmp_path: Path) -> Edit:
    """Copy the training scenario, replace a text in one file, and return the messages of the error."""

    def edit(file: str, old: str, new: str) -> str:
        folder = tmp_path / "country"
        if not folder.exists():
            shutil.copytree(find_scenario("training"), folder)
        target = folder / f"{file}.yaml"
        text = target.read_text(encoding="utf-8")
        assert old in text
        target.write_text(text.replace(old, new, 1), encoding="utf-8")
        with pytest.raises(ScenarioError) as caught:
            load_scenario(folder)
        return str(caught.value)

    return edit


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        (
            "groups",
            "full_time_share: 0.5",
            "ful_time_share: 0.5",
            ["unknown key 'ful_time_share'", "did you mean 'full_time_share'?"],
        ),
        ("groups", "full_time_share: 0.5", "full_time_share: 1.5", ["must be between 0 and 1", "1.5"]),
        ("groups", "armed: 620", "armed: -5", ["must be between 0 and", "-5"]),
        ("groups", "armed: 620", "armed: many", ["must be a whole number", "'many'"]),
        ("groups", "kind: signatory", "kind: signatary", ["must be one of", "did you mean 'signatory'?"]),
        (
            "groups",
            "willow_bridge: 0.4",
            "willow_brigde: 0.4",
            ["there is no community 'willow_brigde'", "did you mean 'willow_bridge'?"],
        ),
        ("groups", "willow_bridge: 0.4", "willow_bridge: 0.5", ["sum to 1.1, not to 1"]),
        (
            "groups",
            "{2029-06: River_Alliance}",
            "{2029-06: River_Aliance}",
            ["there is no coalition 'River_Aliance'", "River_Alliance"],
        ),
        ("groups", "tension: {Hill_Guard", "tension: {Hill_Gard", ["there is no group 'Hill_Gard'"]),
        ("groups", "source: fiction\n", "source: hearsay\n", ["must start with one of: report"]),
        ("groups", "formed: 2028-01", "formed: 2028-13", ["must be a month written YYYY-MM", "2028-13"]),
        ("groups", "  River_Front:", "  Hill_Guard:", ["this key stands twice"]),
        ("groups", "coalitions:", "coalitions: [", ["not valid YAML"]),
        ("scenario", "end: 2032-12", "end: 2029-12", ["lies before start"]),
        (
            "scenario",
            "{id: 2, from: 2030-11",
            "{id: 2, from: 2030-12",
            ["phase 2 begins in 2030-12 but phase 1 ends in 2030-10"],
        ),
        ("scenario", "start: 2030-01\n", "", ["start", "is missing"]),
        (
            "communities",
            "region: lowlands",
            "region: lowland",
            ["there is no region 'lowland'", "did you mean 'lowlands'?"],
        ),
        (
            "communities",
            "controlled_by: {2029-01: River_Front, 2032-06: government}",
            "controlled_by: {2029-01: Rivers}",
            ["there is no group 'Rivers'"],
        ),
        ("communities", "community: white_ford", "community: white_fort", ["there is no community 'white_fort'"]),
        ("mission", "community: reed_harbour", "community: red_harbour", ["there is no community 'red_harbour'"]),
        ("mission", "closes: 2032-11", "closes: 2029-11", ["closes 2029-11 lies before opens 2030-01"]),
        (
            "programmes",
            "funds: [{fund: voluntary, share: 1}]",
            "funds: [{fund: voluntry, share: 1}]",
            ["there is no fund 'voluntry'", "did you mean 'voluntary'?"],
        ),
        (
            "programmes",
            "{fund: national, share: 0.8}",
            "{fund: national, share: 0.9}",
            ["the shares of funds sum to 1.1"],
        ),
        (
            "programmes",
            "provisions: [regional_assemblies]",
            "provisions: [regional_assembly]",
            ["there is no provision 'regional_assembly'"],
        ),
        (
            "programmes",
            "serving_in: [mixed_patrols]",
            "serving_in: [mixed_patrol]",
            ["there is no programme 'mixed_patrol'"],
        ),
        ("programmes", "quota: 160", "quota: 0", ["can never open: its quota is 0"]),
        ("programmes", "place_per_month: 60}", "place_per_month: 0}", ["nobody can pass: place_per_month is 0"]),
        (
            "programmes",
            "windows: [{opens: 2030-02, closes: 2030-12",
            "windows: [{opens: 2040-02, closes: 2040-12",
            ["can never open"],
        ),
        (
            "programmes",
            "weapon: true, listed: true",
            "weapon: true, unarmed: true, listed: true",
            ["asks for a weapon and for none"],
        ),
        (
            "programmes",
            "opens: 2032-03, quota: 250",
            "opens: 2032-03, quota: 50",
            ["cumulative quota falls from 150 to 50"],
        ),
        (
            "programmes",
            "kinds: {water_gardens: 0.3",
            "kinds: {water_garden: 0.3",
            ["there is no kind of project 'water_garden'"],
        ),
        (
            "provisions",
            "agreement: accord, number: 1",
            "agreement: acord, number: 1",
            ["there is no agreement 'acord'", "did you mean 'accord'?"],
        ),
        (
            "provisions",
            "owners: [government], due: 2030-10",
            "owners: [goverment], due: 2030-10",
            ["there is no owner 'goverment'"],
        ),
        (
            "provisions",
            "due: 2030-10, domain: political",
            "due: 2029-10, domain: political",
            ["due 2029-10 lies before accord was signed"],
        ),
        ("provisions", "seats: {River_Alliance: 4", "seats: {River: 4", ["there is no coalition 'River'"]),
        (
            "timeline",
            "programme: mixed_patrols, site: harbour",
            "programme: mixed_patrols, site: harbor",
            ["there is no site 'harbor'"],
        ),
        ("timeline", "effect: talks", "effect: talk", ["must be one of", "talks"]),
        (
            "timeline",
            "actor: River_Alliance, decision: boycott",
            "actor: River_Alliance, decision: take_control, communities: [willow_bridge]",
            ["there is no group 'River_Alliance'"],
        ),
        (
            "timeline",
            "month: 2030-04, title",
            "month: 2030-04, when: {variable: consent, above: 0.5}, title",
            ["give exactly one of `month` and `when`"],
        ),
        ("timeline", "month: 2030-04, title", "month: 2040-04, title", ["lies after the end of the run"]),
        (
            "facts",
            "stage: serving}, column: persons",
            "stagee: serving}, column: persons",
            ["there is no column of programmes 'stagee'"],
        ),
        ("facts", "phase: 1, unit", "phase: 9, unit", ["there is no phase 9"]),
        (
            "parameters",
            "income_weight:",
            "incme_weight:",
            ["there is no parameter 'incme_weight'", "income_weight is missing"],
        ),
        ("parameters", "trust_gain: {value: 0.03", "trust_gain: {value: 3", ["must be between 0 and 1"]),
        ("parameters", "income_weight: {value: 1.8", "income_weight: {value: 9.9", ["outside its own prior"]),
    ],
)
def test_a_problem_names_file_line_and_what_to_do(
    broken: Edit, file: str, old: str, new: str, expected: list[str]
) -> None:
    message = broken(file, old, new)
    for words in expected:
        assert words in message, message
    first = message.splitlines()[0]
    assert f"{file}.yaml" in message
    if "is missing" not in message and "phase 9" not in message:
        assert any(part.isdigit() for part in first.split(":")), first


def test_all_problems_of_all_files_come_at_once(broken: Edit, tmp_path: Path) -> None:
    broken("groups", "armed: 620", "armed: -1")
    message = broken("mission", "guarantee: 0.4", "guarantee: 4")
    assert "groups.yaml" in message and "mission.yaml" in message


def test_the_line_is_the_right_one(broken: Edit) -> None:
    message = broken("groups", "medically_fit_share: 0.8", "medically_fit_share: 8")
    number = int(message.split(":")[1])
    lines = (find_scenario("training") / "groups.yaml").read_text(encoding="utf-8").splitlines()
    assert "medically_fit_share" in lines[number - 1]


def test_missing_empty_strange_and_huge_files(tmp_path: Path) -> None:
    folder = tmp_path / "country"
    shutil.copytree(find_scenario("training"), folder)
    (folder / "groups.yaml").unlink()
    (folder / "mission.yaml").write_text("", encoding="utf-8")
    (folder / "facts.yaml").write_bytes(b"\xff\xfe\x00nonsense")
    (folder / "timeline.yaml").write_text("x" * 10_000_000, encoding="utf-8")
    (folder / "programes.yaml").write_text("a: 1", encoding="utf-8")
    with pytest.raises(ScenarioError) as caught:
        load_scenario(folder)
    message = str(caught.value)
    assert "groups.yaml: this file is missing" in message
    assert "not a text file" in message and "10.0 MB" in message
    assert "did you mean programmes.yaml?" in message


def test_an_alias_bomb_and_deep_nesting_are_refused(tmp_path: Path) -> None:
    folder = tmp_path / "country"
    shutil.copytree(find_scenario("training"), folder)
    bomb = "a: &a [1,1,1,1,1,1,1,1,1,1]\n" + "".join(
        f"{chr(98 + i)}: &{chr(98 + i)} [{','.join(['*' + chr(97 + i)] * 10)}]\n" for i in range(7)
    )
    (folder / "facts.yaml").write_text(bomb, encoding="utf-8")
    (folder / "timeline.yaml").write_text("[" * 200 + "]" * 200, encoding="utf-8")
    with pytest.raises(ScenarioError) as caught:
        load_scenario(folder)
    assert "more than" in str(caught.value) and "nested deeper" in str(caught.value)


def test_an_unknown_scenario_offers_the_nearest() -> None:
    with pytest.raises(ScenarioNotFound, match="training"):
        load_scenario("trainning")


@given(st.data())
def test_random_damage_never_ends_in_a_traceback(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    folder = tmp_path_factory.mktemp("damage") / "country"
    shutil.copytree(find_scenario("training"), folder)
    name = data.draw(st.sampled_from(sorted(FILES)))
    file = folder / f"{name}.yaml"
    content = yaml.safe_load(file.read_text(encoding="utf-8"))
    here = content
    for _ in range(data.draw(st.integers(1, 4))):
        if not isinstance(here, dict) or not here:
            break
        key = data.draw(st.sampled_from(sorted(here, key=str)))
        if isinstance(here[key], dict) and data.draw(st.booleans()):
            here = here[key]
            continue
        here[key] = data.draw(st.sampled_from([None, -1, "nonsense", [], {}, 1e99, [1, 2, 3], {"x": 1}, True]))
        break
    file.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    try:
        load_scenario(folder)
    except ScenarioError as error:
        assert str(error)


# -- overlays and settings


def write(folder: Path, text: str) -> Path:
    file = folder / "asked.yaml"
    file.write_text("title: {en: a, fr: a}\nquestion: {en: q, fr: q}\n" + text, encoding="utf-8")
    return file


def test_overlays_and_settings_change_named_values_and_nothing_else() -> None:
    from ploughshare.scenario.overlays import differences

    plain = load_scenario("training")
    changed = load_scenario("training", ["wages-paid-on-time"], ["government.will=0.9", "parameters.trust_gain=0.05"])
    paths = {difference.path: difference.after for difference in differences(plain, changed)}
    assert paths == {"government.will": 0.9, "government.pay_discipline": 0.95, "parameters.trust_gain.value": 0.05}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("extends: training\nset: {}\n", "changes nothing"),
        ("extends: mali\nset: {government.will: 0.5}\n", "extends 'mali', not 'training'"),
        ("extends: training\nset: {government.wil: 0.5}\n", "unknown key 'wil'"),
        (
            "extends: training\nset: {programmes.mixed_patrol.expiry_months: 3}\n",
            "did you mean programmes.mixed_patrols?",
        ),
        ("extends: training\nset: {government.will: 7}\n", "must be"),
        ("extends: training\nset: {events.clash_lowlands.month: 2040-01}\n", "lies after the end"),
        ("extends: training\nrequires: [peace]\nset: {government.will: 0.5}\n", "builds on 'peace'"),
        ("extends: training\nremove: [government.will]\n", "only whole entries"),
        ("extends: training\nremove: [events.nothing]\n", "there is no 'nothing' to change"),
        ("extends: training\nsets: {government.will: 0.5}\n", "unknown key 'sets'"),
    ],
)
def test_a_wrong_overlay_is_explained_with_its_own_line(tmp_path: Path, text: str, expected: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        load_scenario("training", [write(tmp_path, text)])
    assert expected in str(caught.value)
    assert "asked.yaml" in str(caught.value)


def test_contradicting_overlays_are_refused(tmp_path: Path) -> None:
    other = write(tmp_path, "extends: training\nset: {government.pay_discipline: 0.2}\n")
    with pytest.raises(ScenarioError, match="contradicts"):
        load_scenario("training", ["wages-paid-on-time", other])


def test_entries_can_be_removed(tmp_path: Path) -> None:
    spared = load_scenario("training", [write(tmp_path, "extends: training\nremove: [events.patrol_attack]\n")])
    assert "patrol_attack" not in spared.events


@pytest.mark.parametrize(
    ("setting", "expected"),
    [
        ("government.will", "is not a setting"),
        ("=3", "is not a setting"),
        ("a=[", "cannot be read"),
        ("government.will=" + "[" * 3000, "cannot be read"),
        ("scenario.xof_per_usd=.nan", "cannot be read"),
    ],
)
def test_a_wrong_setting_is_explained(setting: str, expected: str) -> None:
    with pytest.raises(UsageError, match=expected):
        load_scenario("training", settings=[setting])


def test_an_unknown_overlay_offers_the_nearest() -> None:
    with pytest.raises(UsageError, match="wages-paid-on-time"):
        load_scenario("training", ["wages-paid-in-time"])


# -- files for editors, new scenarios, catalogue


def test_json_schemas_accept_the_shipped_files(tmp_path: Path) -> None:
    import jsonschema

    for scenario in ("training", "mali"):
        for name in FILES:
            content = yaml.safe_load((find_scenario(scenario) / f"{name}.yaml").read_text(encoding="utf-8"))
            jsonschema.validate(content, file_schema(name))
    written = {file.name.removesuffix(".schema.json") for file in write_schemas(tmp_path / "schema")}
    assert written >= {*FILES, "what-if"}
    assert set(file_schema("parameters")["properties"]["parameters"]["properties"]) == set(CATALOGUE)


def test_a_new_scenario_is_a_checked_copy(tmp_path: Path) -> None:
    made = new_scenario(tmp_path / "my-country", "training")
    assert load_scenario(made, ["patrols-expire"]).about.name == "my-country"
    with pytest.raises(UsageError, match="exists already"):
        new_scenario(made, "training")
    with pytest.raises(UsageError, match="lower-case"):
        new_scenario(tmp_path / "My Country", "training")


def test_the_columns_that_facts_may_read_are_those_that_runs_write() -> None:
    for table, columns in COLUMNS_OF_TABLE.items():
        assert columns == tuple(column.name for column in TABLES[table])


def test_a_superscript_is_no_list_number_and_settings_do_not_contradict() -> None:
    with pytest.raises(ScenarioError):
        load_scenario("training", settings=["government.\u00b2=1"])
    with pytest.raises(UsageError, match="contradicts"):
        load_scenario("training", settings=["government.will=0.1", "government.will=0.2"])


def test_sources_of_government_and_mission_are_checked(broken: Edit) -> None:
    message = broken("government", "source: fiction", "source: {default: fiction, wil: fiction}")
    assert "there is no field 'wil'" in message and "did you mean 'will'?" in message


def test_more_programmes_than_can_be_told_apart_are_refused(broken: Edit) -> None:
    text = (find_scenario("training") / "programmes.yaml").read_text(encoding="utf-8")
    one = text[text.index("    title: {en: Pre-cantonment") : text.index("  # Disarms almost fully")]
    copies = "".join(f"  copy_{number}:\n{one}" for number in range(MOST_PROGRAMMES))
    message = broken("programmes", "programmes:\n", f"programmes:\n{copies}")
    assert f"programmes: at most {MOST_PROGRAMMES} are possible" in message


def test_names_that_share_an_address_of_random_numbers_are_refused(broken: Edit) -> None:
    one, other = "red_west_force_8", "upper_north_patrol_256"
    assert address_of(one) == address_of(other)
    text = (find_scenario("training") / "programmes.yaml").read_text(encoding="utf-8")
    body = text[text.index("    title: {en: Pre-cantonment") : text.index("  # Disarms almost fully")]
    message = broken("programmes", "programmes:\n", f"programmes:\n  {one}:\n{body}  {other}:\n{body}")
    said = f"programmes.{other}: {other!r} would draw the same random numbers as {one!r}: both names have one address"
    assert said in message and "rename one of them" in message


def test_as_many_programmes_as_are_allowed_fit_a_set_of_64_options() -> None:
    assert FIRST_PROGRAMME + MOST_PROGRAMMES == 64
