"""The meta.json files of a case's runs: which there are, and what they say."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from gmstool.errors import InputError
from gmstool.report.rows import STDIN, object_of

if TYPE_CHECKING:
    from gmstool.report.case import CaseFile

MAX_META = 4 << 20


def read(rows_from: str | None, file: CaseFile, folder: Path) -> tuple[list[dict[str, Any]], list[Any]]:
    """The runs' meta.json, in the order filter, classify, others: as named, and those beside the inputs."""
    found = files(rows_from, file, folder)
    notices: list[Any] = (
        [] if found else [("No meta.json was given: versions and the filter funnel are not known.", [])]
    )
    return [_meta(path) for path in found], notices


def files(rows_from: str | None, file: CaseFile, folder: Path) -> list[Path]:
    """Those beside the inputs, then those that the case file names."""
    named = [folder / one for one in file.inputs.meta]
    inputs = [folder / file.inputs.filtered] if file.inputs.filtered else []
    inputs += [Path(rows_from)] if rows_from and rows_from != STDIN else []
    beside = [path for path in (Path(f"{one}.meta.json") for one in inputs) if path.exists()]
    return list(dict.fromkeys([*beside, *named]))


def _meta(path: Path) -> dict[str, Any]:
    try:
        if path.stat().st_size > MAX_META:
            raise InputError(f"{path} is larger than {MAX_META >> 20} MiB")
        data = path.read_bytes()
    except OSError as error:
        raise InputError(f"cannot read {path}: {error.strerror}", hint="a run's meta.json") from None
    found = object_of(data, str(path))
    return {key: value for key, value in found.items() if key != "run"}  # how long it took is no part of a summary
