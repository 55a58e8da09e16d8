"""`ploughshare sensitivity` and `discover` through their real entry points, on sweeps whose answer is known."""

from __future__ import annotations

import contextlib
import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from SALib.analyze import sobol

from ploughshare.analysis.experiments.loading import load_experiment
from ploughshare.analysis.sensitivity.methods import Settings
from ploughshare.analysis.stored_sweep import read_sweep
from ploughshare.analysis.sweep.description import describe_sweep
from ploughshare.analysis.sweep.plan import SweepPlan
from ploughshare.cli.main import main
from ploughshare.errors import UsageError
from ploughshare.record.run_store.reading import open_sweep
from ploughshare.record.run_store.writer import create_store

EXPERIMENT = """
title: {en: "What pay does", fr: "L'effet de la solde"}
question: {en: "Does pay that arrives move enlistment?", fr: "La solde versée change-t-elle l'intégration ?"}
scenario: training
population_scale: 0.05
parameters: [income_weight, trust_gain]
factors:
  pay_on_time:
    path: government.pay_discipline
    title: {en: "Share of pay days of interim units kept", fr: "Part des jours de paie tenus"}
    range: [0.3, 0.98]
  patrols_end:
    path: programmes.mixed_patrols.expiry_months
    title: {en: "Months after which mixed patrols end", fr: "Fin des patrouilles mixtes, en mois"}
    values: [null, 24, 12]
outcomes: [integrated, deaths]
months: ["2031-01", "2032-01"]
method: METHOD
size: SIZE
replicates: 2
"""


def call(*words: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run the command in this process, through the function that the console script calls: a start costs a second."""
    out, errors = io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", ["ploughshare", *words])
        if cwd is not None:
            patch.chdir(cwd)
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(errors), pytest.raises(SystemExit) as left:
            main()
    return subprocess.CompletedProcess(words, int(left.value.code or 0), out.getvalue(), errors.getvalue())


def call_shell(*words: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "ploughshare", *words]
    return subprocess.run(command, capture_output=True, text=True, cwd=cwd, timeout=240, check=False)


def experiment_file(folder: Path, method: str, size: int) -> Path:
    file = folder / f"pay-{method.replace('_', '-')}.yaml"
    file.write_text(EXPERIMENT.replace("METHOD", method).replace("SIZE", str(size)), encoding="utf-8")
    return file


def made(folder: Path, method: str, size: int, finished: float = 1.0) -> Path:
    """Return a store whose outcomes follow a formula instead of a model: pay moves enlistment, income a little, deaths nothing."""
    plan = SweepPlan(load_experiment(experiment_file(folder, method, size)), "none")
    runs = list(plan.left(set()))
    runs = runs[: round(len(runs) * finished)]
    unit = plan.design[[run.point for run in runs]]
    generator = np.random.default_rng(1)
    enlisted = 3000 * unit[:, 2] + 800 * unit[:, 0] * unit[:, 2] + 100 * generator.normal(size=len(runs))
    outcomes = {"integrated": enlisted, "deaths": generator.exponential(20, size=len(runs))}
    outcomes |= {f"{name}@2031-01": 0.1 * values for name, values in list(outcomes.items())}
    outcomes |= {f"{name}@2032-01": outcomes[name] for name in ("integrated", "deaths")}
    store = folder / "runs" / "sweeps" / f"pay-{method.replace('_', '-')}"
    store.parent.mkdir(parents=True, exist_ok=True)
    with create_store(
        store, describe_sweep(plan, {}, "ploughshare sweep pay"), plan.design_table(), plan.values_table()
    ) as new:
        new.append(plan.rows(runs, outcomes), 1.0)
    return store


@pytest.fixture(scope="module")
def sobol_sweep(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory.mktemp("sobol"), "sobol", 64)


@pytest.fixture(scope="module")
def pawn_sweep(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory.mktemp("pawn"), "pawn", 128)


def test_findings_come_first_then_tables_then_limits(sobol_sweep: Path) -> None:
    done = call("sensitivity", str(sobol_sweep), "--outcome", "integrated", "--no-months")
    assert done.returncode == 0, done.stderr
    text = done.stdout
    told, table, limits = (
        text.index(part) for part in ("stands out from chance", "ST of sobol", "What this cannot tell")
    )
    assert told < table < limits
    assert "share of pay days of interim units kept (9" in text and "Chance alone makes" in text
    assert "Not identified: " in text and "Before believing this:" in text
    assert "ST from growing parts of the sample" in text and "Ethnicity or religion" in text
    assert "640 points analysed" in done.stderr and "Traceback" not in done.stderr


def test_indices_are_salibs_on_the_stored_table(sobol_sweep: Path) -> None:
    done = call("sensitivity", str(sobol_sweep), "--csv", "--no-months", "--resamples", "50")
    table = pd.read_csv(io.StringIO(done.stdout), keep_default_na=False)
    stored = open_sweep(sobol_sweep)
    means = stored.runs(["point", "integrated"]).groupby("point")["integrated"].mean().to_numpy()
    problem = stored.description.entries["problem"]
    found = sobol.analyze(problem, means, num_resamples=50, seed=Settings().seed)
    for index in ("S1", "ST"):
        ours = table[(table["outcome"] == "integrated") & (table["index"] == index)]
        assert list(ours["factor"]) == problem["names"]
        np.testing.assert_allclose(ours["value"].astype(float), found[index], rtol=1e-5)
        np.testing.assert_allclose(
            ours["high"].astype(float) - ours["value"].astype(float), found[f"{index}_conf"], rtol=1e-3
        )
    assert set(table["outcome"]) == {"integrated", "deaths"}


def test_the_same_command_gives_the_same_bytes_and_a_folder_of_findings(sobol_sweep: Path, tmp_path: Path) -> None:
    words = (
        "sensitivity",
        str(sobol_sweep),
        "--outcome",
        "integrated",
        "--resamples",
        "40",
        "--figures",
        "months",
    )
    first, second = (
        call(*words, "--json", "--out", str(tmp_path / "a")),
        call(*words, "--json", "--out", str(tmp_path / "b")),
    )
    assert first.returncode == 0, first.stderr
    assert first.stdout == second.stdout
    names = sorted(file.name for file in (tmp_path / "a").iterdir())
    assert names == sorted(
        ["findings.md", "indices.csv", "convergence.csv", "months.csv", "provenance.json"]
        + [f"integrated_{kind}.{suffix}" for kind in ("months",) for suffix in ("png", "svg")]
    )
    for name in names:
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes(), name
    page = (tmp_path / "a" / "findings.md").read_text(encoding="utf-8")
    assert page.startswith("# What pay does") and "![Integrated" in page and "## What this cannot tell" in page
    provenance = json.loads((tmp_path / "a" / "provenance.json").read_text(encoding="utf-8"))
    assert provenance["outcomes"]["integrated"]["points"] == 640 and provenance["sweep"]["scenario"] == "training"
    shown = json.loads(first.stdout)["outcomes"][0]
    assert shown["ranking"][0]["factor"] == "pay_on_time" and shown["ranking"][0]["told"] is True
    assert {row["month"] for row in shown["months"]} == {"2031-01", "2032-01"}
    assert 0 < shown["noise"]["within_points"]["value"] < 0.05


def test_pure_chance_is_called_chance(sobol_sweep: Path) -> None:
    shown = json.loads(call("sensitivity", str(sobol_sweep), "--outcome", "deaths", "--json", "--no-months").stdout)
    deaths = shown["outcomes"][0]
    assert "mostly_noise" in {flag["kind"] for flag in deaths["flags"]}
    assert deaths["noise"]["within_points"]["high"] > 0.9
    assert "No factor of 4" in deaths["findings"][0]


def test_an_experiment_means_its_last_sweep_and_a_stopped_one_is_read(tmp_path: Path) -> None:
    made(tmp_path, "morris", 10, finished=0.71)
    done = call("sensitivity", "pay-morris.yaml", "--outcome", "integrated", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "15 points of the design are left out" in done.stdout
    assert call("sensitivity", "pay-morris", "--csv", "--no-months", cwd=tmp_path).stdout.startswith("outcome,factor")


def test_one_sample_may_be_read_by_several_methods(pawn_sweep: Path) -> None:
    for method, index in (("pawn", "median"), ("delta", "delta_raw")):
        words = ("sensitivity", str(pawn_sweep), "--method", method, "--outcome", "integrated", "--json", "--no-months")
        done = call(*words, "--resamples", "40")
        shown = json.loads(done.stdout)["outcomes"][0]
        assert (shown["ranked_by"], shown["ranking"][0]["factor"]) == (index, "pay_on_time"), done.stderr


def test_rules_are_told_with_density_coverage_and_check(pawn_sweep: Path, tmp_path: Path) -> None:
    done = call("discover", str(pawn_sweep), "--outcome", "integrated > 2500")
    assert done.returncode == 0, done.stderr
    assert "Integrated and still serving exceeds 2,500 persons in " in done.stdout
    assert "of runs where share of pay days of interim units kept is at least " in done.stdout
    assert "points not searched" in done.stdout and "What this cannot tell" in done.stdout
    out = tmp_path / "rules"
    words = ("discover", str(pawn_sweep), "--outcome", "integrated > 2500", "--json", "--out", str(out))
    shown = json.loads(call(*words).stdout)
    page = (out / "rules.md").read_text(encoding="utf-8")
    assert (
        page.startswith("# Integrated and still serving exceeds 2,500") and shown["rules"][0]["conditions"][0] in page
    )
    assert json.loads((out / "rules.json").read_text(encoding="utf-8"))["sweep"]["scenario"] == "training"
    best = shown["rules"][0]
    assert best["holds"] and best["held_out"]["density"] > 0.6 and best["held_out"]["coverage"] > 0.7
    assert set(best["limits"]) == {"pay_on_time"} and shown["numbers"]["points_held_out"] == 43
    given = json.loads(
        call("discover", str(pawn_sweep), "--outcome", "deaths > 20", "--given", "integrated", "--json").stdout
    )
    assert any("what goes together" in text for text in given["cannot_tell"])


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("sensitivity", "nowhere"), "is neither a sweep nor an experiment"),
        (("sensitivity", "SWEEP", "--outcome", "intergated"), "did you mean integrated?"),
        (("sensitivity", "SWEEP", "--method", "morris"), "morris cannot read a sobol design"),
        (("sensitivity", "SWEEP", "--method", "sobel"), "did you mean sobol?"),
        (("sensitivity", "SWEEP", "--json", "--csv"), "cannot be given together"),
        (("sensitivity", "SWEEP", "--resamples", "2"), "--resamples must be between 20 and"),
        (("sensitivity", "SWEEP", "--figures", "indexes"), "did you mean indices?"),
        (("sensitivity",), "Missing"),
        (("discover", "SWEEP"), "Missing"),
        (("discover", "SWEEP", "--outcome", "integrated"), "is not an outcome to explain"),
        (("discover", "SWEEP", "--outcome", "intergated>3"), "did you mean integrated?"),
        (("discover", "SWEEP", "--outcome", "integrated > 9e9"), "too few to tell where"),
        (("discover", "SWEEP", "--outcome", "integrated > 2000", "--given", "death"), "did you mean deaths?"),
        (("discover", "SWEEP", "--outcome", "integrated > 2000", "--given", "integrated"), "cannot explain itself"),
        (("discover", "SWEEP", "--outcome", "integrated > 2000", "--seed", "-1"), "--seed must be 0 or more"),
    ],
)
def test_bad_usage_is_one_clear_message(
    words: tuple[str, ...], expected: str, sobol_sweep: Path, tmp_path: Path
) -> None:
    done = call(*(str(sobol_sweep) if word == "SWEEP" else word for word in words), cwd=tmp_path)
    assert done.returncode == 2, (done.stdout, done.stderr)
    assert expected in done.stderr and "Traceback" not in done.stderr


def test_what_cannot_be_read_is_said(tmp_path: Path) -> None:
    experiment_file(tmp_path, "morris", 10)
    done = call("sensitivity", "pay-morris.yaml", cwd=tmp_path)
    assert done.returncode == 2 and "has no sweep under runs/ (ploughshare sweep pay-morris.yaml)" in done.stderr
    with pytest.raises(UsageError, match=r"no run of .* has finished"):
        read_sweep(str(made(tmp_path, "latin", 30, finished=0.0)))
    grid = made(tmp_path, "grid", 2)
    assert "a grid design has no sensitivity indices" in call("sensitivity", str(grid)).stderr


def test_categories_and_catalogue_titles_reach_the_table(sobol_sweep: Path) -> None:
    sweep = read_sweep(str(sobol_sweep))
    titles = {factor.name: factor.title for factor in sweep.factors}
    assert titles["income_weight"].startswith("weight of the certainty equivalent")
    assert set(sweep.values["patrols_end"]) == {"null", "24", "12"}
    assert sweep.common_seeds and len(sweep.by_month) == 2 * len(sweep.runs)


def test_an_experiment_runs_and_is_told_end_to_end(tmp_path: Path) -> None:
    experiment_file(tmp_path, "morris", 4)
    ran = call_shell("sweep", "pay-morris.yaml", "--jobs", "1", "--seeds", "1", cwd=tmp_path)
    assert ran.returncode == 0, ran.stderr
    done = call_shell("sensitivity", "pay-morris", "--json", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    shown: dict[str, Any] = json.loads(done.stdout)
    assert [one["outcome"] for one in shown["outcomes"]] == ["integrated", "deaths"]
    assert all(
        "noise_unknown" in {flag["kind"] for flag in one["flags"]} or one["ranking"][0]["value"] is None
        for one in shown["outcomes"]
    )


@pytest.mark.parametrize("command", ["sensitivity", "discover"])
def test_help_has_examples_and_loads_nothing_heavy(command: str) -> None:
    done = call(command, "--help")
    assert done.returncode == 0 and done.stdout.count("ploughshare ") >= 3
    code = f"import sys; sys.argv=['ploughshare','{command}','--help']\nfrom ploughshare.cli.main import main\ntry: main()\nexcept SystemExit: pass\n"
    code += "print([m for m in ('numpy','pandas','SALib','sklearn','matplotlib') if m in sys.modules], file=sys.stderr)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert loaded.stderr.strip().splitlines()[-1] == "[]"


def test_without_scikit_learn_there_are_rules_all_the_same(pawn_sweep: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ploughshare.analysis.discovery.of_sweep.tree_is_there", lambda: False)
    shown = json.loads(call("discover", str(pawn_sweep), "--outcome", "integrated > 2500", "--json").stdout)
    assert {rule["found_by"] for rule in shown["rules"]} == {"prim"}
    assert any("pip install 'ploughshare[trees]'" in text for text in shown["sentences"])
