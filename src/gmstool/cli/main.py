"""The `gms` command: commands, exit codes, and the one place where errors become words."""

import gc
import os
import sys
import tempfile
import traceback
from typing import Annotated, Any

import click
import typer

from gmstool import __version__
from gmstool.cli import columns, config, console, filter, inspect, why  # noqa: A004  # commands carry their names
from gmstool.errors import GmsError

BUG, INTERRUPTED, BROKEN_PIPE = 3, 130, 141

app = typer.Typer(
    name="gms",
    help="Filter, inspect and explain variants for the Genomic Medicine Centres of Genomic Medicine Sweden.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "auto_envvar_prefix": "GMS"},
    epilog="Decision support, not a CE-marked device: a person reviews and signs. "
    "Exit codes: 0 ok, 1 input, 2 usage, 3 our bug, 4 nothing left (--fail-if-empty), 5 part of a batch failed.",
)
app.command("filter")(filter.command)
app.command("inspect")(inspect.command)
app.command("columns")(columns.command)
app.command("why")(why.command)
app.command("config")(config.command)


def _version(value: bool) -> None:
    if value:
        print(f"gms {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    _show: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    pass


def main(arguments: list[str] | None = None) -> None:
    """Run `gms` and exit with a code that a script can tell apart."""
    # Runs are short and make few cycles: collecting garbage as often as Python does by default costs a tenth of them.
    gc.set_threshold(100_000, 50, 50)
    sys.exit(_guarded(arguments))


def _guarded(arguments: list[str] | None) -> int:
    try:
        answer: Any = app(arguments, standalone_mode=False, prog_name="gms", default_map=config.default_map())
    except GmsError as error:
        return _fail(error.message, error.hint, error.exit_code)
    except click.exceptions.Exit as error:
        return error.exit_code
    except click.ClickException as error:
        return _usage(error)
    except (click.exceptions.Abort, KeyboardInterrupt):
        console.plain("interrupted")
        return INTERRUPTED
    except BrokenPipeError:
        # The reader has gone: end quietly, and keep Python from complaining at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return BROKEN_PIPE
    except Exception:  # noqa: BLE001  # whatever it is, it is our mistake
        return _bug()
    return answer if isinstance(answer, int) else 0


def _fail(message: str, hint: str, code: int) -> int:
    console.say("error", message)
    if hint:
        console.say("hint", hint)
    return code


def _usage(error: click.ClickException) -> int:
    context = getattr(error, "ctx", None)
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        print(error.format_message())
        return 0
    hint = f"`{context.command_path} --help` shows the options" if context else "`gms --help` shows the commands"
    return _fail(error.format_message(), hint, 2)


def _bug() -> int:
    with tempfile.NamedTemporaryFile("w", prefix="gms-error-", suffix=".log", delete=False) as log:
        log.write(f"gms {__version__}, Python {sys.version}\n{' '.join(sys.argv)}\n\n{traceback.format_exc()}")
    last = traceback.format_exc().strip().splitlines()[-1]
    return _fail(
        f"gms itself failed: {last}",
        f"please report this with the file {log.name} (read it first: it may name your files)",
        BUG,
    )
