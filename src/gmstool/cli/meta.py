"""The meta.json of a run: what it read and was asked, what came out, and the run itself."""

import time
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gmstool.cli.asking import arguments

if TYPE_CHECKING:
    from gmstool.provenance import Checksum


def beside(output: Path) -> Path:
    """Where the meta.json of an output is."""
    return output.with_name(f"{output.name}.meta.json")


def write(target: Path, told: Mapping[str, Any], checksum: "Checksum", start: float) -> None:
    """Write what is told, and the run with its input's checksum; it began at `start` of the monotonic clock."""
    from gmstool import provenance
    from gmstool.filters.run import write_meta

    write_meta(target, {**told, "run": provenance.run_facts(checksum, arguments(), time.monotonic() - start)})
