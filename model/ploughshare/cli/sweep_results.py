"""`ploughshare results list | show | export | compact | prune | sql`: sweeps read back and looked after."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ploughshare.errors import UsageError

if TYPE_CHECKING:
    import pandas as pd

Folder = Annotated[Path, typer.Argument(help="Folder of a sweep.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def list_(
    root: Annotated[Path, typer.Argument(help="Folder to look in.")] = Path("runs"),
    as_json: Json = False,
) -> None:
    """List the sweeps in a folder and below it.

    Examples:

        ploughshare results list

        ploughshare results list /data/sweeps --json
    """
    from ploughshare.cli.sweep_tables import show_sweeps, sweep_facts
    from ploughshare.record.run_store.reading import find_sweeps

    rows = [sweep_facts(stored) for stored in find_sweeps(root)]
    if as_json:
        typer.echo(json.dumps(rows, ensure_ascii=False))
    elif rows:
        show_sweeps(rows)
    else:
        typer.echo(f"no sweeps in {root}: ploughshare sweep EXPERIMENT makes one")


def show(
    folder: Folder,
    language: Annotated[str, typer.Option(help="Language of tables: en or fr.")] = "en",
    as_json: Json = False,
) -> None:
    """Show one sweep: question, runs on record, spread of outcomes, failures, and what it cannot tell.

    Examples:

        ploughshare results show runs/sweeps/sobol-dozen

        ploughshare results show runs/sweeps/sobol-dozen --language fr
    """
    from ploughshare.cli.sweep_tables import outcome_quantiles, show_sweep, sweep_facts
    from ploughshare.record.run_store.reading import open_sweep

    if language not in ("en", "fr"):
        raise UsageError(f"--language must be one of en, fr, not {language!r}")
    stored = open_sweep(folder)
    if not as_json:
        show_sweep(stored, language)
        return
    quantiles = json.loads(outcome_quantiles(stored).to_json(orient="index"))
    failures = json.loads(stored.failures().to_json(orient="records"))
    facts = {**sweep_facts(stored), "quantiles": quantiles, "failures": failures}
    typer.echo(json.dumps({**facts, "description": stored.description.entries}, ensure_ascii=False))


def export(
    folder: Folder,
    out: Annotated[Path, typer.Option(help="File to write: .csv or .parquet.")],
    force: Annotated[bool, typer.Option("--force", help="Replace the file if it is there.")] = False,
) -> None:
    """Write all runs on record into one file, sorted by sample point and replicate.

    Examples:

        ploughshare results export runs/sweeps/sobol-dozen --out dozen.csv

        ploughshare results export runs/sweeps/sobol-dozen --out dozen.parquet --force
    """
    from ploughshare.record.run_folder import write_parquet, writing
    from ploughshare.record.run_store.reading import open_sweep

    if out.suffix not in (".csv", ".parquet"):
        raise UsageError(f"--out must end in .csv or .parquet, not {out.name!r}")
    if out.exists() and not force:
        raise UsageError(f"{out} exists already", hint="--force replaces it")
    runs = open_sweep(folder).runs()
    with writing(out):
        if out.suffix == ".csv":
            runs.to_csv(out, index=False)
        else:
            write_parquet(runs, out)
    typer.echo(f"{out}: {len(runs):,} runs")


def compact(folder: Folder) -> None:
    """Put all runs of a sweep into one part, sorted: smaller and quicker to read, and equal runs give equal bytes.

    Examples:

        ploughshare results compact runs/sweeps/sobol-dozen

        ploughshare results compact runs/sweeps/morris-all-parameters
    """
    from ploughshare.record.run_store.reading import open_sweep
    from ploughshare.record.run_store.writer import reopen_store

    before = open_sweep(folder).bytes_on_disk
    with reopen_store(folder) as store:
        store.compact()
    after = open_sweep(folder)
    typer.echo(
        f"{folder}: {after.finished:,} runs, {before / 1e6:.2f} MB before, {after.bytes_on_disk / 1e6:.2f} MB now"
    )


def prune(
    folder: Folder,
    failures: Annotated[bool, typer.Option("--failures", help="Forget failures too.")] = False,
) -> None:
    """Remove what a killed sweep left behind: unfinished files and parts that larger ones have replaced. Runs on record stay.

    Examples:

        ploughshare results prune runs/sweeps/sobol-dozen

        ploughshare results prune runs/sweeps/sobol-dozen --failures
    """
    from ploughshare.record.run_store.reading import open_sweep
    from ploughshare.record.run_store.writer import reopen_store

    before = open_sweep(folder)
    files = before.files_on_disk
    with reopen_store(folder) as store:
        forgotten = store.forget_failures() if failures else 0
    after = open_sweep(folder)
    removed = files - after.files_on_disk
    typer.echo(
        f"{folder}: {removed} files removed, {forgotten} failures forgotten, {after.finished:,} runs stay on record"
    )


def sql(
    folder: Folder,
    query: Annotated[str, typer.Argument(help="One SELECT over runs, sample, design and failures.")],
    as_json: Json = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print CSV.")] = False,
) -> None:
    """Ask a sweep by SQL (DuckDB), also while it goes on. Nothing is changed, and nothing but the sweep is read.

    Examples:

        ploughshare results sql runs/sweeps/sobol-dozen "SELECT count(*), avg(integrated) FROM runs"

        ploughshare results sql runs/sweeps/sobol-dozen "SELECT quantile_cont(integrated, [0.05, 0.95]) FROM runs" --json
    """
    from ploughshare.record.run_store.reading import open_sweep

    answer = open_sweep(folder).query(query)
    if as_json:
        typer.echo(answer.to_json(orient="records", force_ascii=False))
    elif as_csv:
        answer.to_csv(sys.stdout, index=False)
    else:
        _print(answer)


def _print(answer: pd.DataFrame) -> None:
    from rich.table import Table

    from ploughshare.cli.tables import console

    table = Table()
    for column, kind in answer.dtypes.items():
        table.add_column(str(column), justify="right" if kind.kind in "if" else "left", overflow="fold")
    for row in answer.itertuples(index=False):
        table.add_row(*(f"{cell:.6g}" if isinstance(cell, float) else str(cell) for cell in row))
    console().print(table)
