"""What every output says about how it was made. Nothing here depends on the time of day or on paths."""

import hashlib
import json
import platform
from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from gmstool import __version__
from gmstool.reference import genes as reference
from gmstool.vcf.header import Header


def essentials(header: Header, name: str, size: int, panels: Iterable[dict[str, object]]) -> dict[str, Any]:
    """The facts that belong into every output: version, input, panels, reference releases."""
    return {
        "gms": __version__,
        "input": {
            "name": Path(name).name,
            "bytes": size if size >= 0 else None,
            "header_sha256": header.sha256,
            "build": header.build.build,
        },
        "panels": list(panels),
        "reference": reference.release(),
    }


def header_lines(facts: dict[str, Any]) -> dict[str, str]:
    """The essentials as VCF header lines (without `##`)."""
    given = facts["input"]
    size = "" if given["bytes"] is None else f",bytes={given['bytes']}"
    lines = {"gms_version": facts["gms"], "gms_input": f'<name="{given["name"]}"{size},header_sha256={given["header_sha256"]}>'}
    for number, panel in enumerate(facts["panels"], 1):
        key = "gms_panel" if number == 1 else f"gms_panel_{number}"
        lines[key] = f'<id="{panel["id"]}",version="{panel["version"] or ""}",genes={panel["genes"]},sha256={panel["sha256"]}>'
    lines["gms_reference"] = facts["reference"]
    return lines


def flat(facts: dict[str, Any]) -> dict[str, str]:
    """The essentials as key to JSON text, for Parquet metadata."""
    return {f"gms.{key}": json.dumps(value, ensure_ascii=False, sort_keys=True) for key, value in facts.items()}


def run_facts(path: Path | None, command: list[str], seconds: float) -> dict[str, Any]:
    """What only meta.json says: the run itself."""
    return {
        "command": command,
        "seconds": round(seconds, 3),
        "python": platform.python_version(),
        "packages": {name: _version(name) for name in ("polars", "cyvcf2", "pysam", "numpy")},
        "input_sha256": _sha256(path) if path is not None else None,  # None: a stream, or not read whole
    }


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def _sha256(path: Path) -> str:
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()
