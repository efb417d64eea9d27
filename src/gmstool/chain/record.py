"""run.json: what went in, with which versions and rules, what each stage took and counted, and what came out."""

from __future__ import annotations

import json
import platform
from typing import TYPE_CHECKING, Any

from gmstool import __version__, identity
from gmstool.chain.wish import RECORD
from gmstool.files import sha256
from gmstool.provenance import package_version

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from gmstool.chain.wish import Stage, Wish

PACKAGES = ("polars", "cyvcf2", "pysam", "numpy", "pydantic", "jinja2", "typst", "docxtpl", "xlsxwriter")


def write(wish: Wish, part: Path, stages: Iterable[Stage], checksum: str | None) -> None:
    """Write run.json, the last file of a run: it lists all the others."""
    stages = list(stages)
    told = {
        "gms": __version__,
        "command": list(wish.command),
        "inputs": [_input(name, path, checksum) for name, path in sorted(wish.inputs.items())],
        "options": wish.options.told(),
        "language": wish.language,
        **{key: value for stage in stages for key, value in stage.facts.items()},
        "stages": [_stage(one) for one in stages],
        "python": platform.python_version(),
        "packages": {name: package_version(name) for name in PACKAGES},
        "outputs": [_output(path) for path in sorted(part.iterdir())],
    }
    text = json.dumps(told, indent=2, ensure_ascii=False, default=str) + "\n"
    (part / RECORD).write_text(text, "utf-8")


def _stage(stage: Stage) -> dict[str, Any]:
    counts = [{"count": one.text, "of": one.meaning} for one in stage.counts]
    return {
        "name": stage.name, "seconds": round(stage.seconds, 3), "counts": counts, "warnings": stage.warnings,
        "notes": stage.notes,
    }  # fmt: skip


def _input(name: str, path: Path, checksum: str | None) -> dict[str, Any]:
    """An input by its name and hash; the big file's hash was taken beside the reading."""
    hashed = checksum if name == "vcf" else sha256(path)
    return {
        "is": name, "name": identity.masked(path.name), "bytes": path.stat().st_size if path.exists() else None,
        "sha256": hashed,
    }  # fmt: skip


def _output(path: Path) -> dict[str, Any]:
    return {"name": path.name, "bytes": path.stat().st_size, "sha256": sha256(path)}
