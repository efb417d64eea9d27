"""The `gms` command: commands, exit codes, and the one place where errors become words."""

import atexit
import contextlib
import gc
import importlib
import os
import sys
from collections.abc import Iterable
from typing import Annotated, Any

import typer

from gmstool import __version__, identity
from gmstool.cli import config, console
from gmstool.errors import GmsError

# Typer brings its own copy of click or uses the installed one: its error classes are found through its own names.
_ClickError: type[Exception] = typer.BadParameter.__mro__[2]
BUG, INTERRUPTED, BROKEN_PIPE = 3, 130, 141

# In the order of the help. Each is a module here with a `command`, or with an `app` of commands of its own.
COMMANDS = (
    "run",
    "filter",
    "inspect",
    "columns",
    "why",
    "rank",
    "family",
    "classify",
    "report",
    "replay",
    "combine",
    "criteria",
    "rules",
    "panels",
    "tumour",
    "data",
    "query",
    "kb",
    "liftover",
    "config",
)


def command_line(names: Iterable[str] = COMMANDS) -> Any:
    """The parser of the command line with these commands; only their modules are imported."""
    app = typer.Typer(
        name="gms",
        help="Filter, inspect and explain variants for the Genomic Medicine Centres of Genomic Medicine Sweden.",
        no_args_is_help=True,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"], "auto_envvar_prefix": "GMS"},
        epilog="Decision support, not a CE-marked device: a person reviews and signs. "
        "Exit codes: 0 ok, 1 input, 2 usage, 3 our bug, 4 nothing left (--fail-if-empty), 5 part of a batch failed, "
        "6 a remote service was unreachable, 7 changed (gms replay --fail-if-changed).",
    )
    app.callback()(_root)
    for name in names:
        module = importlib.import_module(f"gmstool.cli.{name}")
        if hasattr(module, "app"):
            app.add_typer(module.app, name=name)
        else:
            app.command(name, cls=getattr(module, "KIND", None))(module.command)
    root: Any = typer.main.get_command(app)
    config.name_variables(root.commands)
    return root


def _version(value: bool) -> None:
    if value:
        print(f"gms {__version__}")
        raise typer.Exit


def _root(
    _show: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.", show_envvar=False)
    ] = False,
) -> None:
    pass


def main(arguments: list[str] | None = None) -> None:
    """Run `gms` and exit with a code that a script can tell apart."""
    # Runs are short and make few cycles: collecting garbage as often as Python does by default costs a tenth of them.
    gc.set_threshold(100_000, 50, 50)
    code = _guarded(arguments)
    if code in {0, INTERRUPTED}:
        code = _flushed() or code
    if code in {0, INTERRUPTED}:
        # All is written and closed. Taking polars and its threads down in good order costs a tenth of a second, and
        # Python would end by the signal itself where an interrupt came while a class was being made from text.
        atexit._run_exitfuncs()  # noqa: SLF001  # what has to be tidied away is: unpacked snapshots
        os._exit(code)
    sys.exit(code)


def _flushed() -> int:
    """Write out what standard output still holds; a full disk or a closed pipe shows only here."""
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except OSError as error:
        return _system(error)
    return 0


def _guarded(arguments: list[str] | None) -> int:
    try:
        answer: Any = _run(arguments)
    except GmsError as error:
        return _fail(error.message, error.hint, error.exit_code)
    except typer.Exit as error:
        return error.exit_code
    except _ClickError as error:
        return _usage(error)
    except (typer.Abort, KeyboardInterrupt):
        console.plain("interrupted")
        return INTERRUPTED
    except SystemExit as error:
        # click answers a closed pipe with exit 1 and a standard output that no longer complains.
        closed = type(sys.stdout).__name__ == "PacifyFlushWrapper"
        return BROKEN_PIPE if closed else _code(error)
    except OSError as error:
        return _system(error)
    except Exception:  # noqa: BLE001  # whatever it is, it is our mistake
        return _bug()
    return answer if isinstance(answer, int) else 0


def _run(arguments: list[str] | None) -> Any:
    root = command_line(_needed(sys.argv[1:] if arguments is None else arguments))
    settings = config.default_map(root.commands)
    return root.main(arguments, standalone_mode=False, prog_name="gms", default_map=settings)


def _needed(arguments: list[str]) -> Iterable[str]:
    """The commands that this run asks for: a settings file is checked against all of them, help lists them all."""
    alone = arguments[:1] != ["config"] and not config.has_files()
    return arguments[:1] if alone and arguments and arguments[0] in COMMANDS else COMMANDS


def _code(error: SystemExit) -> int:
    return error.code if isinstance(error.code, int) else 1


def _fail(message: str, hint: str, code: int) -> int:
    console.say("error", message)
    if hint:
        console.say("hint", hint)
    return code


def _usage(error: Any) -> int:
    context = getattr(error, "ctx", None)
    if type(error).__name__ == "NoArgsIsHelpError":
        print(context.get_help() if context else error.format_message())
        return 0
    hint = f"`{context.command_path} --help` shows the options" if context else "`gms --help` shows the commands"
    return _fail(error.format_message(), hint, 2)


def _system(error: OSError) -> int:
    """What the operating system refused: a closed pipe ends quietly, a full disk is told in one line."""
    if isinstance(error, BrokenPipeError):
        # The reader has gone: keep Python from complaining when it closes standard output.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return BROKEN_PIPE
    where = f" {error.filename}" if error.filename else ""
    with contextlib.suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return _fail(f"cannot write or read{where}: {error.strerror or error}", "is the disk full, or a right missing?", 1)


def _bug() -> int:
    import tempfile
    import traceback

    with tempfile.NamedTemporaryFile("w", prefix="gms-error-", suffix=".log", delete=False) as log:
        told = f"gms {__version__}, Python {sys.version}\n{' '.join(sys.argv)}\n\n{traceback.format_exc()}"
        log.write(identity.masked(told))
    last = traceback.format_exc().strip().splitlines()[-1]
    return _fail(
        f"gms itself failed: {last}",
        f"please report this with the file {log.name} (read it first: it may name your files)",
        BUG,
    )
