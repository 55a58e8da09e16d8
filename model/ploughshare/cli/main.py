"""The `ploughshare` command. Everything heavy is imported by the command that needs it."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from ploughshare.cli.compare import compare
from ploughshare.cli.discover import discover
from ploughshare.cli.explain import explain
from ploughshare.cli.parameters import parameters
from ploughshare.cli.results import results_commands
from ploughshare.cli.run import run
from ploughshare.cli.scenario import scenario_commands
from ploughshare.cli.sensitivity import sensitivity
from ploughshare.cli.sweep import sweep
from ploughshare.collector import spare_last_passes
from ploughshare.errors import PloughshareError

try:  # newer versions of typer carry their own copy of click
    from typer._click import exceptions as usage
except ImportError:
    from click import exceptions as usage  # type: ignore[no-redef]

app = typer.Typer(
    name="ploughshare",
    help="Simulate disarmament, demobilisation and reintegration (DDR): who enlists, who takes a civilian package, "
    "who stays armed, and why.",
    no_args_is_help=True,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _show_version(wanted: bool) -> None:
    if wanted:
        import ploughshare

        typer.echo(f"ploughshare {ploughshare.__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and leave.")
    ] = False,
) -> None:
    """Options of every command."""


app.command("run")(run)
app.command("compare")(compare)
app.command("explain")(explain)
app.command("sweep")(sweep)
app.command("parameters")(parameters)
app.command("sensitivity")(sensitivity)
app.command("discover")(discover)
app.add_typer(scenario_commands, name="scenario")
app.add_typer(results_commands, name="results")


def main() -> None:
    """Run the command line; errors are one screen without a traceback."""
    spare_last_passes()
    try:
        code = app(standalone_mode=False)
    except usage.ClickException as error:
        sys.stderr.write(f"ploughshare: {error.format_message()}\n")
        code = 2
    except typer.Abort:
        code = 130
    except PloughshareError as error:
        _say(error)
        code = error.exit_code
    except KeyboardInterrupt:
        sys.stderr.write("ploughshare: interrupted; what was finished is kept\n")
        code = 130
    except BrokenPipeError:
        sys.stderr.close()
        code = 0
    sys.exit(code or 0)


def _say(error: PloughshareError) -> None:
    sys.stderr.write(f"ploughshare: {type(error).__name__ if not str(error) else str(error)}\n")
