"""`gms config`: every setting, its value and where it came from.

Order of preference: option on the command line, environment (GMS_COMMAND_OPTION), gms.toml in the working folder,
the user's own config.toml. In a file a command is a table ([filter], [kb.import]).
"""

import difflib
import os
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import typer

from gmstool.errors import UsageError

FILE = "gms.toml"
_WITH_OTHER_FOLDERS = frozenset(("darwin", "win32"))


def command(context: typer.Context) -> None:
    """Show every setting that is not built in, its value and where it came from.

    Example: gms config
    """
    commands = getattr(context.find_root().command, "commands", {})
    rows = [row for names, one in _commands(commands) for row in _settings(names, one)]
    for name, value, origin in rows:
        print(f"{name}\t{value}\t{origin}")
    if not rows:
        print(f"no settings: everything is built in (looked at GMS_…, ./{FILE} and {user_file()})")


def _commands(commands: dict[str, Any], above: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Every command by the words that call it, those of a group (`gms kb import`) too."""
    for name, one in commands.items():
        if below := getattr(one, "commands", None):
            yield from _commands(below, (*above, name))
        else:
            yield (*above, name), one


def name_variables(commands: dict[str, Any]) -> None:
    """Name the variable of each option as the option is written, also where its parameter is called otherwise."""
    for names, one in _commands(commands):
        for option in one.params:
            if option.envvar is None and _written(option).replace("-", "_") != option.name:
                option.envvar = _variable(names, _written(option))


def _variable(names: tuple[str, ...], option: str) -> str:
    return "_".join(("gms", *names, option)).replace("-", "_").upper()


def _settings(names: tuple[str, ...], one: Any) -> list[tuple[str, str, str]]:
    found = []
    for option in one.params:
        variable = option.envvar if isinstance(option.envvar, str) else _variable(names, option.name)
        key = f"{'.'.join(names)}.{_written(option)}"
        if variable in os.environ:
            found.append((key, os.environ[variable], f"environment {variable}"))
            continue
        for path, table in _files():
            given = [value for name, value in _table(table, names).items() if _names(name, option)]
            if given:
                found.append((key, str(given[-1]), str(path)))
                break
    return found


def _table(table: dict[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    """The settings that a file has for a command; empty where it has none."""
    for name in names:
        table = table.get(name, {})
    return table


def _written(option: Any) -> str:
    """The option as it is written, without its dashes; an argument by its name."""
    return next((one[2:] for one in option.opts if one.startswith("--")), str(option.name))


def _names(key: str, option: Any) -> bool:
    """Whether a settings key means the option: as it is written, with dashes or underscores, or as its parameter."""
    return key.replace("-", "_") in (_written(option).replace("-", "_"), option.name)


def default_map(commands: dict[str, Any]) -> dict[str, Any]:
    """Settings of the files, for the command line parser; the working folder wins over the user's file.

    commands: name to command or group, to refuse what none knows: a setting with a typing slip must not be silent.
    """
    merged: dict[str, Any] = {}
    for path, table in reversed(_files()):
        for names, command, values in _sections(path, table, commands):
            of_command = merged
            for name in names:
                of_command = of_command.setdefault(name, {})
            for key, value in values.items():
                option = _option(path, names, command, key)
                of_command[option.name] = _fitting(path, names, option, value)
    return merged


def _sections(
    path: Path, table: dict[str, Any], commands: dict[str, Any], above: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], Any, dict[str, Any]]]:
    """Each table of a file with the command it is of: [kb.import] is of `gms kb import`. Raises UsageError."""
    for name, values in table.items():
        names = (*above, name)
        if name not in commands or not isinstance(values, dict):
            known = ", ".join(f"[{'.'.join((*above, one))}]" for one in commands)
            raise UsageError(f"{path}: there is no command `{' '.join(names)}`", hint=f"settings stand under {known}")
        if below := getattr(commands[name], "commands", None):
            yield from _sections(path, values, below, names)
        else:
            yield names, commands[name], values


def _option(path: Path, names: tuple[str, ...], command: Any, key: str) -> Any:
    """The option that a key means. Raises UsageError."""
    for option in command.params:
        if _names(key, option):
            return option
    called = f"gms {' '.join(names)}"
    near = difflib.get_close_matches(key, [_written(option) for option in command.params], n=2)
    hint = f"did you mean {', '.join(near)}?" if near else f"`{called} --help` shows the options"
    raise UsageError(f"{path}: `{called}` has no option `{key}`", hint)


def _fitting(path: Path, names: tuple[str, ...], option: Any, value: Any) -> Any:
    """The value as the option takes it: one text may stand for a list of one."""
    if not getattr(option, "multiple", False) or isinstance(value, list):
        return value
    if isinstance(value, bool):
        name = _written(option)
        told = f"{path}: `{name}` of [{'.'.join(names)}] takes names, not {str(value).lower()}"
        raise UsageError(told, f'{name} = ["…"]')
    return [value]


def has_files() -> bool:
    """Whether there are settings in a file."""
    return bool(_files())


def user_file() -> Path:
    """Where a user's own settings are."""
    # platformdirs says the same for Linux, and its import would be felt in every run.
    if sys.platform not in _WITH_OTHER_FOLDERS:
        return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "gms" / "config.toml"
    import platformdirs

    return platformdirs.user_config_path("gms") / "config.toml"


@cache
def _files() -> list[tuple[Path, dict[str, Any]]]:
    found = []
    for path in (Path(FILE), _user_file_quick()):
        if path is not None and path.is_file():
            import tomllib

            try:
                found.append((path, tomllib.loads(path.read_text())))
            except (tomllib.TOMLDecodeError, OSError, UnicodeDecodeError) as error:
                raise UsageError(f"cannot read the settings in {path}: {error}") from None
    return found


def _user_file_quick() -> Path | None:
    # platformdirs costs start-up time; ask it only where a settings folder can exist.
    home = os.environ.get("XDG_CONFIG_HOME") or os.environ.get("APPDATA") or str(Path.home())
    return user_file() if Path(home).is_dir() else None
