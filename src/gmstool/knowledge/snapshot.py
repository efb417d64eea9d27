"""Snapshots: what may leave the region, as Parquet files, a manifest and an Ed25519 signature, in a folder or a ZIP.

The manifest names the data by its SHA-256, and the signature is over the manifest's bytes, so that who trusts the key
can trust the data without a network. polars reads the data in place; counts of a centre leave as bands.
"""

from __future__ import annotations

import atexit
import json
import shutil
import tempfile
import zipfile
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from gmstool.errors import GmsError, InputError
from gmstool.files import sha256
from gmstool.knowledge.signing import fingerprint, public_key, small_file
from gmstool.knowledge.sources.age import today

if TYPE_CHECKING:
    import polars as pl

MANIFEST: Final = "manifest.json"
SIGNATURE: Final = "manifest.json.sig"
ASSERTIONS: Final = "assertions.parquet"
FREQUENCIES: Final = "frequencies.parquet"
FILES: Final = (ASSERTIONS, FREQUENCIES, MANIFEST, SIGNATURE)
FORMAT: Final = "gms-knowledge-snapshot 1"
STALE_DAYS: Final = 180  # house rule: laboratories exchange classes at least twice a year
_LARGEST_MANIFEST: Final = 1 << 20
_SIGNATURE_BYTES: Final = 1024


class SnapshotError(GmsError):
    """A snapshot is not what its manifest or signature says."""


class Checked(NamedTuple):
    """A snapshot whose bytes are those of its manifest. signed_by is the key's fingerprint, None without signature.

    folder has the files; for a ZIP it is a temporary one, until the process ends.
    """

    path: Path
    folder: Path
    manifest: dict[str, Any]
    signed_by: str | None

    @property
    def age(self) -> int:
        """Days since it was made."""
        return (today() - date.fromisoformat(self.manifest["made"])).days


def is_snapshot(path: Path) -> bool:
    """Whether a path is a snapshot: its folder, or its ZIP."""
    return (path / MANIFEST).is_file() or (path.is_file() and zipfile.is_zipfile(path))


def check(path: Path, key: Path | None = None) -> Checked:
    """Raises SnapshotError when the data are not the manifest's, or the key asked for did not sign it."""
    folder = _unpacked(path) if path.is_file() else path
    if not (folder / MANIFEST).is_file():
        raise InputError(f"{path} is no snapshot", f"a snapshot is a folder or a ZIP with {MANIFEST}")
    text = small_file(folder / MANIFEST, _LARGEST_MANIFEST)
    signed_by = _check_signature(path, folder, text, key)
    manifest = _read_manifest(path, text)
    for name, facts in manifest["files"].items():
        if name not in FILES or not (folder / name).is_file():
            raise SnapshotError(f"the snapshot {path} lacks {name}", "fetch it again")
        if sha256(folder / name) != facts["sha256"]:
            raise SnapshotError(f"{name} of {path} is not what the manifest names", "fetch the snapshot again")
    return Checked(path, folder, manifest, signed_by)


def frame(checked: Checked, name: str = ASSERTIONS) -> pl.LazyFrame:
    """A file of a checked snapshot, to be joined."""
    import polars as pl

    return pl.scan_parquet(checked.folder / name)


def stale(checked: Checked, limit: int = STALE_DAYS) -> str | None:
    """A warning when a snapshot is older than a limit in days."""
    if checked.age <= limit:
        return None
    return f"the snapshot {checked.path} is {checked.age} days old (limit {limit}): classes may have changed"


def _unpacked(path: Path) -> Path:
    """The known files of a ZIP. They are stored as they are, so that they cannot grow beyond the ZIP's own size."""
    made = Path(tempfile.mkdtemp(prefix="gms-snapshot-"))
    atexit.register(shutil.rmtree, made, ignore_errors=True)
    try:
        with zipfile.ZipFile(path) as packed:
            for one in (one for one in packed.infolist() if one.filename in FILES):
                if one.compress_type != zipfile.ZIP_STORED or one.file_size > path.stat().st_size:
                    raise SnapshotError(f"{path} is packed in another way than `gms kb snapshot` does", "unpack it")
                packed.extract(one, made)
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError) as error:
        raise SnapshotError(f"{path} cannot be unpacked: {error}", "fetch the snapshot again") from None
    return made


def _check_signature(path: Path, folder: Path, text: bytes, key: Path | None) -> str | None:
    from cryptography.exceptions import InvalidSignature

    if key is None:
        return None
    if not (folder / SIGNATURE).is_file():
        raise SnapshotError(f"the snapshot {path} is not signed", "ask who made it for a signed one")
    trusted = public_key(key)
    try:
        trusted.verify(small_file(folder / SIGNATURE, _SIGNATURE_BYTES), text)
    except InvalidSignature:
        raise SnapshotError(f"the snapshot {path} is not signed by {key}", "do not use it; fetch it again") from None
    return fingerprint(trusted)


def _read_manifest(path: Path, text: bytes) -> dict[str, Any]:
    try:
        told = json.loads(text)
        fits = told["format"] == FORMAT and ASSERTIONS in told["files"] and date.fromisoformat(told["made"])
        fits = fits and all(isinstance(one["sha256"], str) for one in told["files"].values())
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        fits = False
    if not fits:
        raise SnapshotError(f"the manifest of {path} cannot be read", "fetch the snapshot again, or update gms")
    return dict(told)
