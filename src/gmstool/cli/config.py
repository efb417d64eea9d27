"""`gms config`: every setting, its value and where it came from.

Order of preference: option on the command line, environment (GMS_COMMAND_OPTION), gms.toml in the working folder,
the user's own config.toml.
"""

import difflib
import os
import sys
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
    root = context.find_root().command
    rows = [row for name, one in getattr(root, "commands", {}).items() for row in _settings(name, one)]
    for name, value, origin in rows:
        print(f"{name}\t{value}\t{origin}")
    if not rows:
        print(f"no settings: everything is built in (looked at GMS_…, ./{FILE} and {user_file()})")


def _settings(name: str, one: Any) -> list[tuple[str, str, str]]:
    found = []
    for option in one.params:
        variable = option.envvar if isinstance(option.envvar, str) else f"GMS_{name}_{option.name}".upper()
        key = f"{name}.{_option_name(option.name)}"
        if variable in os.environ:
            found.append((key, os.environ[variable], f"environment {variable}"))
            continue
        for path, table in _files():
            values = {_parameter(key): value for key, value in table.get(name, {}).items()}
            if option.name in values:
                found.append((key, str(values[option.name]), str(path)))
                break
    return found


def _parameter(key: str) -> str:
    """The parameter that a settings key names: written as the option, without its dashes."""
    name = key.replace("-", "_")
    return {"pass": "pass_only", "format": "format_"}.get(name, name)


def _option_name(parameter: str) -> str:
    return {"pass_only": "pass", "format_": "format"}.get(parameter, parameter).replace("_", "-")


def default_map(commands: dict[str, Any]) -> dict[str, Any]:
    """Settings of the files, for the command line parser; the working folder wins over the user's file.

    commands: name to command, to refuse what no command knows: a setting with a typing slip must not be silent.
    """
    merged: dict[str, dict[str, Any]] = {}
    for path, table in reversed(_files()):
        for section, values in table.items():
            _check_section(section, values, commands, path)
            options = {option.name: option for option in commands[section].params}
            given = {_parameter(key): value for key, value in values.items()}
            fitting = {name: _fitting(path, section, options[name], value) for name, value in given.items()}
            merged.setdefault(section, {}).update(fitting)
    return merged


def _fitting(path: Path, section: str, option: Any, value: Any) -> Any:
    """The value as the option takes it: one text may stand for a list of one."""
    if not getattr(option, "multiple", False) or isinstance(value, list):
        return value
    if isinstance(value, bool):
        name = _option_name(option.name)
        raise UsageError(f"{path}: `{name}` of [{section}] takes names, not {str(value).lower()}", f'{name} = ["…"]')
    return [value]


def _check_section(section: str, values: Any, commands: dict[str, Any], path: Path) -> None:
    if section not in commands or not isinstance(values, dict):
        known = ", ".join(f"[{name}]" for name in commands)
        raise UsageError(f"{path}: there is no command `{section}`", hint=f"settings stand under {known}")
    names = {option.name: _option_name(option.name) for option in commands[section].params}
    for key in values:
        if _parameter(key) not in names:
            near = difflib.get_close_matches(key, names.values(), n=2)
            hint = f"did you mean {', '.join(near)}?" if near else f"`gms {section} --help` shows the options"
            raise UsageError(f"{path}: `gms {section}` has no option `{key}`", hint)


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
