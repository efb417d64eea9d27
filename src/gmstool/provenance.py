"""What every output says about how it was made. Nothing here depends on the time of day or on paths."""

import datetime as dt
import hashlib
import json
import os
import platform
import threading
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from gmstool import __version__, identity
from gmstool.errors import InputError
from gmstool.reference import bundle
from gmstool.reference import genes as reference
from gmstool.vcf.header import Header


def essentials(header: Header, name: str, size: int, panels: Iterable[dict[str, object]]) -> dict[str, Any]:
    """The facts that belong into every output: version, input, panels, reference releases, restricted sources."""
    panels = list(panels)
    of_panels = [f"panel {one['id']} {one['version'] or ''}".strip() for one in panels if _restricted(one)]
    restricted = bundle.restricted(*reference.TABLES) + of_panels
    return {
        "gms": __version__,
        "input": {
            "name": identity.masked(Path(name).name),
            "bytes": size if size >= 0 else None,
            "header_sha256": header.sha256,
            "build": header.build.build,
        },
        "panels": panels,
        "reference": reference.release(),
        **({"non_commercial": restricted} if restricted else {}),
    }


def _restricted(panel: dict[str, object]) -> bool:
    return panel.get("terms") == bundle.NON_COMMERCIAL


def header_lines(facts: dict[str, Any]) -> dict[str, str]:
    """The essentials as VCF header lines (without `##`)."""
    given = facts["input"]
    size = "" if given["bytes"] is None else f",bytes={given['bytes']}"
    lines = {
        "gms_version": facts["gms"],
        "gms_input": f'<name="{quoted(given["name"])}"{size},header_sha256={given["header_sha256"]}>',
    }
    for number, panel in enumerate(facts["panels"], 1):
        key = "gms_panel" if number == 1 else f"gms_panel_{number}"
        lock = f",lock={panel['lock']}" if "lock" in panel else ""
        named = f'id="{quoted(panel["id"])}",version="{quoted(panel["version"] or "")}"'
        lines[key] = f"<{named},genes={panel['genes']},sha256={panel['sha256']}{lock}>"
    lines["gms_reference"] = facts["reference"]
    if "non_commercial" in facts:
        lines["gms_non_commercial"] = ", ".join(facts["non_commercial"])
    return lines


def quoted(value: object) -> str:
    """A text that may stand between the quotes of a VCF header line: on one line, its own quotes escaped."""
    text = "".join(letter if letter.isprintable() else " " for letter in str(value))
    return text.replace("\\", "\\\\").replace('"', '\\"')


def flat(facts: dict[str, Any]) -> dict[str, str]:
    """The essentials as key to JSON text, for Parquet metadata."""
    return {f"gms.{key}": json.dumps(value, ensure_ascii=False, sort_keys=True) for key, value in facts.items()}


class Checksum:
    """The SHA-256 of a file, computed beside other work (hashing does not hold Python's lock)."""

    def __init__(self, path: Path | None) -> None:
        self._value: str | None = None
        self._thread = threading.Thread(target=self._compute, args=(path,), daemon=True) if path else None
        if self._thread:
            self._thread.start()

    def _compute(self, path: Path) -> None:
        try:
            with path.open("rb") as handle:
                self._value = hashlib.file_digest(handle, "sha256").hexdigest()
        except OSError:
            self._value = None  # the file went away during the run: its checksum is not known

    def value(self) -> str | None:
        """Hexadecimal digest; None for a stream, or an input that was not read whole."""
        if self._thread:
            self._thread.join()
        return self._value


def stated_time() -> dt.datetime | None:
    """The time that SOURCE_DATE_EPOCH states (whole seconds since 1970, UTC), so that a run can be repeated.

    None where it is not set. Raises InputError.
    """
    told = os.environ.get("SOURCE_DATE_EPOCH")
    if not told:
        return None
    try:
        return dt.datetime.fromtimestamp(int(told), dt.UTC)
    except (ValueError, OverflowError, OSError):
        raise InputError(f"SOURCE_DATE_EPOCH `{told[:30]}` is no number of seconds") from None


def run_facts(checksum: Checksum, command: list[str], seconds: float) -> dict[str, Any]:
    """What only meta.json says: the run itself."""
    return {
        "command": command,
        "seconds": round(seconds, 3),
        "python": platform.python_version(),
        "packages": {name: package_version(name) for name in ("polars", "cyvcf2", "pysam", "numpy")},
        "input_sha256": checksum.value(),
    }


def package_version(package: str) -> str | None:
    """The version of an installed package, None if it is not there."""
    from importlib.metadata import PackageNotFoundError, version  # brings the whole of `email` with it

    try:
        return version(package)
    except PackageNotFoundError:
        return None
