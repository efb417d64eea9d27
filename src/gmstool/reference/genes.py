"""Genes: their names, and where they lie.

Built by `tools/build_reference.py` from HGNC, Ensembl, RefSeq and MANE; `data/manifest.json` tells the releases.
Coordinates are 1-based inclusive; chromosomes are 1..22, X, Y and MT without prefix.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Literal, NamedTuple

from gmstool.reference import bundle, names, withdrawn

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import polars as pl

TABLES = ("genes", "gene_spans")  # what filtering rests on
BUILDS = ("GRCh37", "GRCh38")

Status = Literal["approved", "previous", "alias", "ambiguous", "withdrawn", "unknown"]

_HGNC_ID = re.compile(r"(?:HGNC:)?([0-9]{1,9})", re.IGNORECASE)
_ENSEMBL_ID = re.compile(r"(ENSG\d{11})(?:\.\d+)?", re.IGNORECASE)


class Span(NamedTuple):
    """A stretch of a chromosome, 1-based inclusive."""

    chrom: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a gene name means today.

    `candidates` are the symbols the name may stand for: one if it was resolved, several if it is ambiguous, and those
    of its successors, often none, if it was withdrawn.
    """

    hgnc_id: int | None
    symbol: str | None
    status: Status
    candidates: tuple[str, ...] = ()


UNKNOWN = Resolution(None, None, "unknown")


@cache
def genes() -> pl.DataFrame:
    """One row per approved gene.

    hgnc_id, symbol, previous, alias, withdrawn_ids (HGNC entries merged into this one), locus_type,
    ensembl_gene_id, ncbi_gene_id, newer_symbol (what MANE calls the gene, where HGNC has renamed it since).
    """
    return bundle.table("genes")


@cache
def spans(build: str, hgnc_ids: tuple[int, ...] | None = None) -> Mapping[int, tuple[Span, ...]]:
    """Where each gene lies in GRCh37 or GRCh38, by HGNC id: the union of Ensembl, RefSeq and MANE, 1-based inclusive.

    With `hgnc_ids`, only these genes.

    A gene has several spans when it lies on X and Y, or when sources place it at loci more than 1 Mb apart.
    A gene that is only on an alternate contig of the build has none.
    """
    if build not in BUILDS:
        message = f"no gene spans for build {build!r}; known builds are {' and '.join(BUILDS)}"
        raise ValueError(message)
    table = bundle.table("gene_spans")
    chosen = table.filter(table["build"] == build)
    if hgnc_ids is not None:
        chosen = chosen.filter(chosen["hgnc_id"].is_in(list(hgnc_ids)))
    columns = [chosen[name].to_list() for name in ("hgnc_id", "chrom", "start", "end")]
    found: dict[int, tuple[Span, ...]] = {}
    for hgnc_id, chrom, start, end in zip(*columns, strict=True):
        found[hgnc_id] = (*found.get(hgnc_id, ()), Span(chrom, start, end))
    return found


def resolve(name: str) -> Resolution:
    """Find the gene meant by a symbol, an HGNC id (HGNC:1100 or 1100) or an Ensembl gene id.

    An approved symbol wins over any other use of the name. A former symbol of one gene that is also an alias of
    another is ambiguous: MLL2 has meant both KMT2D and KMT2B. Case counts first, and is ignored if nothing fits.
    A name that only a withdrawn entry bore is withdrawn.
    """
    name = name.strip()
    if number := _HGNC_ID.fullmatch(name):
        return _by_hgnc_id(int(number[1]))
    if accession := _ENSEMBL_ID.fullmatch(name):
        return _approved_gene(_ensembl_ids().get(accession[1].upper()))
    uses = names.named(name)
    for kind in ("approved", "newer"):
        if approved := [use.hgnc_id for use in uses if use.kind == kind]:
            return _approved_gene(approved[0])
    return _by_other_name([use for use in uses if use.written == name] or uses) or _gone(withdrawn.by_name(name))


def near(name: str, count: int = 3) -> list[str]:
    """Approved symbols that look like a name, the likest first: for hints after an unknown name."""
    wanted = name.strip().upper()
    if not wanted:
        return []
    alike = {
        use.written.upper(): use.hgnc_id
        for use in names.starting(wanted[:1])
        if use.kind in {"approved", "newer"} and abs(len(use.written) - len(wanted)) <= 2  # noqa: PLR2004  a slip or two
    }
    matches = difflib.get_close_matches(wanted, alike, n=count, cutoff=0.6)
    return [gene.symbol for match in matches if (gene := names.gene(alike[match]))]


def release() -> str:
    """Name the releases that the gene tables were made of, in one line."""
    return bundle.release(*TABLES)


def _by_hgnc_id(hgnc_id: int) -> Resolution:
    """Resolve an HGNC id, following an entry that was merged into another."""
    if names.gene(hgnc_id):
        return _approved_gene(hgnc_id)
    merged = _resolution([use.hgnc_id for use in names.named(f"HGNC:{hgnc_id}")], "previous")
    return merged or _gone(withdrawn.by_id(hgnc_id))


def _gone(entry: withdrawn.Withdrawn | None) -> Resolution:
    """What a withdrawn entry means today: nothing, or the genes it was split into."""
    if entry is None:
        return UNKNOWN
    return Resolution(None, None, "withdrawn", tuple(_symbols(entry.successors).values()))


def _approved_gene(hgnc_id: int | None) -> Resolution:
    return _resolution([hgnc_id] if hgnc_id else [], "approved") or UNKNOWN


def _by_other_name(uses: list[names.Name]) -> Resolution | None:
    """Resolve a previous symbol or an alias."""
    former = [use.hgnc_id for use in uses if use.kind == "previous"]
    other = [use.hgnc_id for use in uses if use.kind == "alias"]
    return _resolution([*former, *other], "previous" if former else "alias")


def _resolution(hgnc_ids: list[int], status: Status) -> Resolution | None:
    """One gene is an answer, several are ambiguous, none is None."""
    found = _symbols(hgnc_ids)
    if not found:
        return None
    if len(found) > 1:
        return Resolution(None, None, "ambiguous", tuple(found.values()))
    ((hgnc_id, symbol),) = found.items()
    return Resolution(hgnc_id, symbol, status, (symbol,))


def _symbols(hgnc_ids: Iterable[int]) -> dict[int, str]:
    """Approved symbols by HGNC id, each gene once."""
    return {hgnc_id: gene.symbol for hgnc_id in hgnc_ids if (gene := names.gene(hgnc_id))}


@cache
def _ensembl_ids() -> dict[str, int]:
    """Ensembl gene id to HGNC id."""
    table = genes().select("ensembl_gene_id", "hgnc_id").drop_nulls()
    return dict(zip(*table, strict=True))
