"""Writing a snapshot: the store's assertions as they may leave the region, and numbers of carriers as bands."""

from __future__ import annotations

import json
import shutil
import tempfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from gmstool import __version__, identity
from gmstool.errors import OutputError
from gmstool.files import atomic, sha256
from gmstool.knowledge.importing import guard
from gmstool.knowledge.model import Assertion, band, public, today
from gmstool.knowledge.signing import private_key
from gmstool.knowledge.snapshot import ASSERTIONS, FORMAT, FREQUENCIES, MANIFEST, SIGNATURE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gmstool.knowledge.model import Frequency
    from gmstool.knowledge.store import Store

_ROWS: Final = 50_000
_COUNTS: Final = ("het", "hom", "hemi", "total")
_NAMES: Final = tuple(Assertion.__dataclass_fields__)


def write(store: Store, output: Path, key: Path | None) -> dict[str, Any]:
    """Write a snapshot of the store, a folder or a file `.zip`; its manifest. It appears whole or not at all."""
    if output.exists():
        raise OutputError(f"the output {output} exists", "name one that does not exist yet")
    private = private_key(key) if key else None
    part = Path(tempfile.mkdtemp(prefix=f".{output.name}.", dir=_parent(output)))
    try:
        rows = _write_assertions(store, part / ASSERTIONS)
        counts = _write_frequencies(store, part / FREQUENCIES)
        manifest = _manifest(store, part, {ASSERTIONS: rows, FREQUENCIES: counts})
        text = json.dumps(manifest, ensure_ascii=False, indent=1).encode()
        (part / MANIFEST).write_bytes(text)
        if private is not None:
            (part / SIGNATURE).write_bytes(private.sign(text))
        _settle(part, output)
    except OSError as error:
        raise OutputError(f"cannot write {output}: {error.strerror}", "is the disk full?") from error
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return manifest


def _settle(part: Path, output: Path) -> None:
    """Give the finished folder its name, or pack it: stored as it is, since Parquet is packed already."""
    if output.suffix != ".zip":
        part.chmod(0o755)
        part.rename(output)
        return
    with atomic(output) as file, zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as packed:
        for one in sorted(part.iterdir()):
            packed.write(one, one.name)


def _parent(output: Path) -> Path:
    if not output.absolute().parent.is_dir():
        raise OutputError(f"the folder {output.parent} does not exist", f"make it with `mkdir -p {output.parent}`")
    return output.absolute().parent


def _manifest(store: Store, folder: Path, rows: dict[str, int]) -> dict[str, Any]:
    sources = [
        {"source": one["source"], "format": one["format"], "lab": one["lab"], "licence": one["licence"],
         "sha256": one["sha256"], "rows": one["rows"]} for one in store.imports()
    ]  # fmt: skip
    files = {name: {"rows": number, "sha256": sha256(folder / name)} for name, number in rows.items()}
    return {"format": FORMAT, "made": today(), "gms": __version__, "files": files, "sources": sources}


def _write_assertions(store: Store, path: Path) -> int:
    return _write_parts((_told(public(one)) for one in store.everything(withdrawn=True)), path, _schema())


def _write_frequencies(store: Store, path: Path) -> int:
    import polars as pl

    names = ("centre", "kind", "assembly", "chrom", "pos", "ref", "alt", "het", "hom", "hemi", "total", "source")
    schema = {name: pl.Int64 if name == "pos" else pl.String for name in names}
    return _write_parts((_banded(one) for one in store.all_frequencies()), path, schema)


def _banded(one: Frequency) -> dict[str, Any]:
    assembly, chrom, pos, ref, alt = one.key
    place = {"assembly": assembly, "chrom": chrom, "pos": pos, "ref": ref, "alt": alt}
    numbers = {name: getattr(one, name) for name in _COUNTS}
    counts = {name: number if isinstance(number, str) else band(number) for name, number in numbers.items()}
    return {"centre": one.centre, "kind": one.kind, **place, **counts, "source": one.source}


def _told(one: Assertion) -> dict[str, Any]:
    """An assertion as a row; a personal identity number stops the snapshot."""
    row = {name: getattr(one, name) for name in _NAMES}
    row["lifted"] = "-".join(map(str, one.lifted)) if one.lifted else None
    row["criteria"] = [{"code": each.code, "strength": each.strength, "reason": each.reason} for each in one.criteria]
    row["references"] = list(one.references)
    for text in (
        one.condition,
        one.review,
        one.lab,
        one.source_id,
        one.source,
        *(each.reason for each in one.criteria),
    ):
        if text and guard.kind(text):
            identity.check(text, f"assertion {one.name}")
    return row


def _write_parts(rows: Iterable[dict[str, Any]], path: Path, schema: Any) -> int:
    import polars as pl

    parts, batch, number = [pl.DataFrame(schema=schema)], [], 0
    for row in rows:
        batch.append(row)
        number += 1
        if len(batch) == _ROWS:
            parts.append(pl.DataFrame(batch, schema=schema))
            batch = []
    parts.append(pl.DataFrame(batch, schema=schema))
    pl.concat(parts).write_parquet(path)
    return number


def _schema() -> dict[str, Any]:
    import polars as pl

    special = {
        "version": pl.Int32, "pos": pl.Int64, "hgnc_id": pl.Int32, "stars": pl.Int8, "withdrawn": pl.Boolean,
        "decided": pl.Boolean, "references": pl.List(pl.String),
        "criteria": pl.List(pl.Struct({"code": pl.String, "strength": pl.String, "reason": pl.String})),
    }  # fmt: skip
    return {name: special.get(name, pl.String) for name in _NAMES}
