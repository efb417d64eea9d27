"""Presets: named sets of filter options in TOML, a site's own file, or hydra-genetics YAML read as it is."""

import difflib
from dataclasses import fields
from pathlib import Path
from typing import Any

from gmstool.errors import PresetError, UsageError
from gmstool.files import path_or_shipped
from gmstool.filters.options import Options

MAX_PRESET_BYTES = 1 << 20
_LISTS = frozenset(("panel", "genes", "impact", "consequence", "af_field", "clinvar", "trio", "model"))
_PATHS = frozenset(("regions", "managed", "ped", "rules", "fasta", "sv"))
_NAMES = {"pass": "pass_only"}
_OF_THE_MACHINE = frozenset(("reader", "threads"))  # how a file is read: no matter of what is kept


def shipped() -> dict[str, Path]:
    """Names of the shipped presets, each with its file."""
    folder = Path(__file__).parent / "presets_data"
    return {path.stem: path for path in sorted(folder.glob("*.toml"))}


def find(name: str) -> Path:
    """The file of a preset: a path, or a shipped name."""
    known = shipped()
    listed = f"shipped presets: {', '.join(known)}"
    return path_or_shipped(name, known, "preset file and no shipped preset", PresetError, listed)


def text(name: str) -> str:
    """The text of a preset, for --show-preset."""
    if not name:
        raise UsageError("--show-preset needs --preset NAME", hint=f"shipped presets: {', '.join(shipped())}")
    return _read(find(name))


def _read(path: Path) -> str:
    try:
        with path.open("rb") as file:
            found = file.read(MAX_PRESET_BYTES + 1)
        if len(found) > MAX_PRESET_BYTES:
            raise PresetError(f"the preset {path} is larger than 1 MiB")
        return found.decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise PresetError(f"cannot read the preset {path}: {error}") from None


def merged(name: str | None, given: dict[str, Any], reader: str, threads: int) -> Options:
    """The options of a run: those given on the command line over those of the preset."""
    return Options(**{**(_options(find(name)) if name else {}), **given}, reader=reader, threads=threads)


def _options(path: Path) -> dict[str, Any]:
    if path.suffix in (".yaml", ".yml"):
        return {"rules": path}
    import tomllib

    try:
        table = tomllib.loads(_read(path))
    except tomllib.TOMLDecodeError as error:
        raise PresetError(f"the preset {path} is no valid TOML: {error}") from None
    chosen = table.get("filter")
    if not isinstance(chosen, dict):
        raise PresetError(
            f"the preset {path} has no [filter] table",
            hint="`gms filter --preset rare-disease --show-preset` shows one",
        )
    return {_known(key, path): _value(_known(key, path), value, path) for key, value in chosen.items()}


def _known(key: str, path: Path) -> str:
    name = _NAMES.get(key.replace("-", "_"), key.replace("-", "_"))
    names = [one.name for one in fields(Options) if one.name not in _OF_THE_MACHINE]
    if name not in names:
        near = difflib.get_close_matches(name, names, n=2)
        raise PresetError(
            f"{path}: there is no filter option `{key}`", hint=f"did you mean {', '.join(near)}?" if near else ""
        )
    return name


def _value(name: str, value: Any, path: Path) -> Any:
    if name in _LISTS:
        words = value.split(",") if isinstance(value, str) else value
        if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
            raise PresetError(f"{path}: `{name}` must be a list of texts")
        found = tuple(word.strip() for word in words)
        return tuple(_beside(word, path) for word in found) if name == "panel" else found
    if name in _PATHS:
        return path.parent / str(value)
    if name == "unknown":
        if not isinstance(value, dict):
            raise PresetError(f'{path}: `unknown` must be a table of STEP = "keep" or "drop"')
        return {str(step): str(policy) for step, policy in value.items()}
    _check_type(name, value, path)
    return value


def _beside(word: str, path: Path) -> str:
    """A panel file beside the preset, else the word as written (a shipped name, or a path)."""
    beside = path.parent / word
    return str(beside) if beside.is_file() else word


_TYPES: dict[str, tuple[type, ...]] = {
    "pass_only": (bool,), "soft": (bool,), "rescue": (bool,), "rescue_outside_panel": (bool,),
    "allow_unknown_genes": (bool,),
    "min_qual": (int, float), "min_vaf": (int, float), "max_af": (int, float), "max_local_af": (int, float),
    "min_dp": (int,), "min_gq": (int,), "max_hom": (int,),
    "min_parent_dp": (int,), "min_parent_gq": (int,), "mosaic_below": (int, float),
}  # fmt: skip


def _check_type(name: str, value: Any, path: Path) -> None:
    expected = _TYPES.get(name, (str,))
    if not isinstance(value, expected) or (isinstance(value, bool) and bool not in expected):
        raise PresetError(
            f"{path}: `{name}` cannot be {value!r}", hint=f"expected {' or '.join(one.__name__ for one in expected)}"
        )
