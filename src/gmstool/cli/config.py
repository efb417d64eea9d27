"""`gms config`: every setting, its value and where it came from.

Order of preference: option on the command line, environment (GMS_COMMAND_OPTION), gms.toml in the working folder,
the user's own config.toml.
"""

import os
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import typer

from gmstool.errors import UsageError

FILE = "gms.toml"


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
        variable = f"GMS_{name}_{option.name}".upper()
        key = f"{name}.{option.name}"
        if variable in os.environ:
            found.append((key, os.environ[variable], f"environment {variable}"))
            continue
        for path, table in _files():
            if option.name in table.get(name, {}):
                found.append((key, str(table[name][option.name]), str(path)))
                break
    return found


def default_map() -> dict[str, Any]:
    """Settings of the files, for the command line parser; the working folder wins over the user's file."""
    merged: dict[str, dict[str, Any]] = {}
    for _, table in reversed(_files()):
        for section, values in table.items():
            if isinstance(values, dict):
                merged.setdefault(section, {}).update({key.replace("-", "_"): one for key, one in values.items()})
    return merged


def user_file() -> Path:
    import platformdirs

    return platformdirs.user_config_path("gms") / "config.toml"


@cache
def _files() -> list[tuple[Path, dict[str, Any]]]:
    found = []
    for path in (Path(FILE), _user_file_quick()):
        if path is not None and path.is_file():
            try:
                found.append((path, tomllib.loads(path.read_text())))
            except (tomllib.TOMLDecodeError, OSError, UnicodeDecodeError) as error:
                raise UsageError(f"cannot read the settings in {path}: {error}") from None
    return found


def _user_file_quick() -> Path | None:
    # platformdirs costs start-up time; ask it only where a settings folder can exist.
    home = os.environ.get("XDG_CONFIG_HOME") or os.environ.get("APPDATA") or str(Path.home())
    return user_file() if Path(home).is_dir() else None
