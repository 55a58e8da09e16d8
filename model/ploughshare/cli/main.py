"""The `ploughshare` command. Everything heavy is imported by the command that needs it."""

from __future__ import annotations

import sys
from typing import Annotated

import click
import typer

from ploughshare.cli.parameters import parameters
from ploughshare.cli.run import run
from ploughshare.cli.scenario import scenario_commands
from ploughshare.errors import PloughshareError, nearest

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
app.command("parameters")(parameters)
app.add_typer(scenario_commands, name="scenario")


def main() -> None:
    """Run the command line; errors are one screen without a traceback."""
    try:
        code = app(standalone_mode=False)
    except click.ClickException as error:
        _say_usage(error)
        code = 2
    except click.exceptions.Abort:
        code = 130
    except PloughshareError as error:
        _say(error)
        code = error.exit_code
    except KeyboardInterrupt:
        print("interrupted", file=sys.stderr)  # noqa: T201
        code = 130
    except BrokenPipeError:
        sys.stderr.close()
        code = 0
    sys.exit(code or 0)


def _say(error: PloughshareError) -> None:
    sys.stderr.write(f"ploughshare: {type(error).__name__ if not str(error) else str(error)}\n")


def _say_usage(error: click.ClickException) -> None:
    message = error.format_message()
    hint = ""
    if isinstance(error, click.exceptions.UsageError) and error.ctx is not None and "No such command" in message:
        commands = list(getattr(error.ctx.command, "commands", {}))
        near = nearest(message.split("'")[1], commands)
        hint = f" (did you mean {near}?)" if near else f" (commands: {', '.join(commands)})"
    sys.stderr.write(f"ploughshare: {message}{hint}\n")
