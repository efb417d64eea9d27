"""Gene names as sorted lines of text: looked up without polars, while a run is still starting.

The text is made of the table `genes`, lies beside it and names its checksum in the first line. The others are, their
cells separated by tabs,

    HGNC:1100  BRCA1  gene  1100  newer symbol  former symbols  merged HGNC ids  Ensembl gene id  NCBI gene id
    KEY  name as written  approved | newer | previous | alias | merged  HGNC id

where KEY is the name in capitals and a name that is its own key is left empty.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from gmstool.reference import bundle

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import polars as pl


CHECKSUM = "names_sha256"  # key of the manifest of a user's tables


class Name(NamedTuple):
    """A use of a name: as written, what kind of name it is, and the HGNC id of its gene."""

    written: str
    kind: str
    hgnc_id: int


class Gene(NamedTuple):
    """The names of one gene that annotations may use; an id is empty where HGNC has none."""

    symbol: str
    newer_symbol: str
    previous: tuple[str, ...]
    merged_ids: tuple[str, ...]
    ensembl_gene_id: str
    ncbi_gene_id: str


def named(name: str) -> list[Name]:
    """Every use of a name, its case ignored."""
    return [Name(written or key, kind, int(one)) for key, written, kind, one in _found(name.upper()) if kind != "gene"]


def starting(letters: str) -> Iterator[Name]:
    """Every use of a name that starts with these letters, their case ignored."""
    start, lines = letters.upper().encode(), _lines()
    for at in range(bisect_left(lines, start), len(lines)):
        if not lines[at].startswith(start):
            return
        key, *rest = lines[at].decode().split("\t")
        if len(rest) == len(Name._fields):
            yield Name(rest[0] or key, rest[1], int(rest[2]))


def gene(hgnc_id: int) -> Gene | None:
    """The gene with this HGNC id, None where no approved gene has it."""
    for _, symbol, kind, _, *rest in _found(f"HGNC:{hgnc_id}"):
        if kind == "gene":
            newer, previous, merged, ensembl, ncbi = rest
            return Gene(symbol, newer, _several(previous), _several(merged), ensembl, ncbi)
    return None


def _several(cell: str) -> tuple[str, ...]:
    return tuple(cell.split("|")) if cell else ()


def beside(table: Path) -> Path:
    """The file of names that belongs to a file of genes."""
    return table.with_suffix(".tsv")


def text(genes: pl.DataFrame, sha256: str) -> str:
    """The sorted lines of a table of genes, whose checksum goes into the first."""
    lines = sorted("\t".join(line).encode() for line in {*_gene_lines(genes), *_name_lines(genes)})
    return b"\n".join([f"#genes\t{sha256}".encode(), *lines, b""]).decode()


def _found(key: str) -> Iterator[list[str]]:
    if "\t" in key:
        return
    start = f"{key}\t".encode()
    lines = _lines()
    for at in range(bisect_left(lines, start), len(lines)):
        if not lines[at].startswith(start):
            return
        yield lines[at].decode().split("\t")


@cache
def _lines() -> list[bytes]:
    """The lines that belong to the table of genes in use; made from it where no such file lies whole beside it."""
    facts = bundle.entry("genes")
    path = beside(bundle.folder("genes") / facts["file"])
    written = path.read_bytes() if path.is_file() else b""
    if not _is_whole(written, facts):
        written = text(bundle.table("genes"), facts["sha256"]).encode()
    return written.split(b"\n")[:-1]


def _is_whole(written: bytes, facts: dict[str, Any]) -> bool:
    """Whether a text is that of the table; a user's own, which may be damaged, has its checksum in the manifest."""
    if not written.startswith(f"#genes\t{facts['sha256']}\n".encode()):
        return False
    return "genes" not in bundle.own() or digest(written) == facts.get(CHECKSUM)


def digest(written: bytes) -> str:
    """The checksum of a text of names, as the manifest of a user's tables has it."""
    return hashlib.sha256(written).hexdigest()


bundle.MADE_OF_TABLES.append(_lines.cache_clear)


def _gene_lines(genes: pl.DataFrame) -> Iterator[tuple[str, ...]]:
    columns = ("hgnc_id", "symbol", "newer_symbol", "previous", "withdrawn_ids", "ensembl_gene_id", "ncbi_gene_id")
    for hgnc_id, symbol, newer, *lists, ensembl, ncbi in genes.select(columns).iter_rows():
        former, merged = ("|".join(map(str, one or ())) for one in lists)
        yield (
            f"HGNC:{hgnc_id}",
            symbol,
            "gene",
            str(hgnc_id),
            newer or "",
            former,
            merged,
            ensembl or "",
            str(ncbi or ""),
        )


def _name_lines(genes: pl.DataFrame) -> Iterator[tuple[str, ...]]:
    columns = ("hgnc_id", "symbol", "newer_symbol", "previous", "alias", "withdrawn_ids")
    for hgnc_id, symbol, newer, previous, alias, merged in genes.select(columns).iter_rows():
        uses = [("approved", symbol), ("newer", newer)]
        uses += [("previous", one) for one in previous or ()] + [("alias", one) for one in alias or ()]
        uses += [("merged", f"HGNC:{one}") for one in merged or ()]
        for kind, name in uses:
            if name:
                key = name.upper()
                yield key, "" if key == name else name, kind, str(hgnc_id)
