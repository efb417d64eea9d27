"""Genes: their names, and where they lie.

Built by `tools/build_reference.py` from HGNC, Ensembl, RefSeq and MANE; `data/manifest.toml` tells the releases.
Coordinates are 1-based inclusive; chromosomes are 1..22, X, Y and MT without prefix.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from gmstool.reference import bundle, withdrawn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    import polars as pl

    Approved = Callable[[str], int | None]
    Owners = Callable[..., dict[str, tuple[int, ...]]]

BUILDS = ("GRCh37", "GRCh38")

Status = Literal["approved", "previous", "alias", "ambiguous", "withdrawn", "unknown"]

_HGNC_ID = re.compile(r"(?:HGNC:)?(\d+)", re.IGNORECASE)
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
    return _resolve(name.strip(), _approved_id, _owners)


def resolve_all(names: Iterable[str]) -> dict[str, Resolution]:
    """Resolve many names at once, as `resolve` does, without indexing all symbols, former symbols and aliases."""
    asked = [name.strip() for name in names]
    capitals = frozenset(name.upper() for name in asked)
    # HGNC's own symbols go before newer ones. No two differ by case only.
    symbols = [*_pairs("newer_symbol", "hgnc_id", capitals), *_pairs("symbol", "hgnc_id", capitals)]
    approved = {symbol.upper(): hgnc_id for symbol, hgnc_id in symbols}

    @cache
    def owners(column: str, *, ignore_case: bool) -> dict[str, tuple[int, ...]]:
        return _owned(_pairs(column, "hgnc_id", capitals), ignore_case=ignore_case)

    return {name: _resolve(name, lambda one: approved.get(one.upper()), owners) for name in asked}


def _resolve(name: str, approved: Approved, owners: Owners) -> Resolution:
    if number := _HGNC_ID.fullmatch(name):
        return _by_hgnc_id(int(number[1]))
    if accession := _ENSEMBL_ID.fullmatch(name):
        return _approved_gene(_ensembl_ids().get(accession[1].upper()))
    hgnc_id = approved(name)
    return _approved_gene(hgnc_id) if hgnc_id else _by_other_name(name, owners)


def near(name: str, count: int = 3) -> list[str]:
    """Approved symbols that look like a name, the likest first: for hints after an unknown name."""
    wanted = name.strip().upper()
    alike = {
        symbol.upper(): _symbols()[hgnc_id]
        for symbol, hgnc_id in _approved().items()
        if symbol[:1] == wanted[:1] and abs(len(symbol) - len(wanted)) <= 2  # noqa: PLR2004  a typing slip or two
    }
    return [alike[match] for match in difflib.get_close_matches(wanted, alike, n=count, cutoff=0.6)]


def release() -> str:
    """Name the releases that the gene tables were made of, in one line."""
    return bundle.release("genes", "gene_spans")


def _by_hgnc_id(hgnc_id: int) -> Resolution:
    """Resolve an HGNC id, following an entry that was merged into another."""
    if hgnc_id in _symbols():
        return _approved_gene(hgnc_id)
    if merged := _merged_ids().get(hgnc_id):
        return _resolution(merged, "previous")
    return _gone(withdrawn.by_id(hgnc_id))


def _gone(entry: withdrawn.Withdrawn | None) -> Resolution:
    """What a withdrawn entry means today: nothing, or the genes it was split into."""
    if entry is None:
        return UNKNOWN
    return Resolution(None, None, "withdrawn", tuple(_symbols()[one] for one in entry.successors if one in _symbols()))


def _approved_gene(hgnc_id: int | None) -> Resolution:
    return _resolution((hgnc_id,) if hgnc_id else (), "approved")


def _by_other_name(name: str, owners: Owners) -> Resolution:
    """Resolve a previous symbol or an alias."""
    for ignore_case in (False, True):
        wanted = name.upper() if ignore_case else name
        former = owners("previous", ignore_case=ignore_case).get(wanted, ())
        other = owners("alias", ignore_case=ignore_case).get(wanted, ())
        if former or other:
            return _resolution(tuple(dict.fromkeys(former + other)), "previous" if former else "alias")
    return _gone(withdrawn.by_name(name))


def _resolution(hgnc_ids: tuple[int, ...], status: Status) -> Resolution:
    """One gene is an answer, several are ambiguous, none is unknown."""
    candidates = tuple(_symbols()[hgnc_id] for hgnc_id in hgnc_ids)
    if not hgnc_ids:
        return UNKNOWN
    if len(hgnc_ids) > 1:
        return Resolution(None, None, "ambiguous", candidates)
    return Resolution(hgnc_ids[0], candidates[0], status, candidates)


@cache
def _symbols() -> dict[int, str]:
    """HGNC id to approved symbol."""
    return dict(_pairs("hgnc_id", "symbol"))


def _approved_id(name: str) -> int | None:
    """The gene whose approved symbol this is, in this case or another."""
    capitals = name.upper()
    return _approved().get(name) or _approved().get(capitals) or _written_in_small().get(capitals)


@cache
def _approved() -> dict[str, int]:
    """Approved symbol to HGNC id, with the symbols that are newer than the HGNC file."""
    return dict(_pairs("newer_symbol", "hgnc_id")) | dict(_pairs("symbol", "hgnc_id"))


@cache
def _written_in_small() -> dict[str, int]:
    """Approved symbols with small letters (C9orf72), in capitals, to HGNC id; no two differ by case only."""
    return {symbol.upper(): hgnc_id for symbol, hgnc_id in _approved().items() if not symbol.isupper()}


@cache
def _ensembl_ids() -> dict[str, int]:
    """Ensembl gene id to HGNC id."""
    return dict(_pairs("ensembl_gene_id", "hgnc_id"))


@cache
def _merged_ids() -> dict[int, tuple[int, ...]]:
    """Withdrawn HGNC id to the one gene it was merged into."""
    return {gone: (hgnc_id,) for gone, hgnc_id in _pairs("withdrawn_ids", "hgnc_id")}


@cache
def _owners(column: str, *, ignore_case: bool) -> dict[str, tuple[int, ...]]:
    """Previous symbol or alias to the HGNC ids of the genes that bear it, each once."""
    return _owned(_pairs(column, "hgnc_id"), ignore_case=ignore_case)


def _owned(pairs: Iterable[tuple[str, int]], *, ignore_case: bool) -> dict[str, tuple[int, ...]]:
    owners: dict[str, tuple[int, ...]] = {}
    for name, hgnc_id in pairs:
        key = name.upper() if ignore_case else name
        known = owners.get(key, ())
        owners[key] = known if hgnc_id in known else (*known, hgnc_id)
    return owners


def _pairs(left: str, right: str, capitals: frozenset[str] | None = None) -> Iterable[tuple[Any, Any]]:
    """Two columns of the gene table side by side: one pair per item of a list, none where the left one is null.

    With `capitals`, only the pairs whose left text is one of these when written in capitals.
    """
    table = _columns(left, right)
    if capitals is not None:
        table = table.filter(_capitals(left, right).is_in(list(capitals)))
    return zip(table[left].to_list(), table[right].to_list(), strict=True)


@cache
def _columns(left: str, right: str) -> pl.DataFrame:
    table = genes().select(left, right)
    if left in {"previous", "alias", "withdrawn_ids"}:
        table = table.explode(left)
    return table.drop_nulls(left)


@cache
def _capitals(left: str, right: str) -> pl.Series:
    return _columns(left, right)[left].str.to_uppercase()
