"""Names and places of a variant as standards write them, from what the row states."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gmstool.genome import bare
from gmstool.vcf.alleles import is_sequence

if TYPE_CHECKING:
    from gmstool.report.case import Row

MITOCHONDRIAL = "NC_012920.1"  # rCRS, the mitochondrial sequence of both assemblies


def genomic_name(row: Row) -> str | None:
    """`NC_000012.12:g.102840493G>A`; None for what is no substitution: its name needs the sequence around it."""
    ref, alt = row.ref or "", row.alt or ""
    single = len(ref) == len(alt) == 1 and is_sequence(ref) and is_sequence(alt)
    accession = chromosome_accession(row)
    if not single or accession is None or row.pos is None:
        return None
    return f"{accession}:{'m' if accession == MITOCHONDRIAL else 'g'}.{row.pos}{ref.upper()}>{alt.upper()}"


def chromosome_accession(row: Row) -> str | None:
    """The RefSeq accession of the row's chromosome; None where build or chromosome are not known."""
    from gmstool.reference.hgvs_names import chromosome

    name = bare(row.chrom or "")
    if name in ("M", "MT"):
        return MITOCHONDRIAL if row.assembly else None
    try:
        return chromosome(name, row.assembly or "")
    except (KeyError, ValueError):
        return None


def span(row: Row) -> tuple[int | None, int | None]:
    """First and last base of the reference allele, 1-based; the end is None where the alleles are not spelt out."""
    if row.pos is None:
        return None, None
    end = row.more("end")
    if row.ref and is_sequence(row.ref) and row.alt and is_sequence(row.alt):
        return row.pos, row.pos + len(row.ref) - 1
    return row.pos, end if isinstance(end, int) else None


def predicted(name: str) -> str:
    """`NP_1.1:p.(Gly12Cys)`: a protein change that nobody measured stands in brackets (HGVS)."""
    accession, _, change = name.partition(":p.")
    inside = change.replace("%3D", "=")
    return f"{accession}:p.{inside}" if inside.startswith("(") else f"{accession}:p.({inside})"


def reads(row: Row | None) -> int | None:
    """How many reads carry the allele; the depth of the site is another number."""
    found = [row.more(name) for name in ("tumour_alt_reads", "ad_alt")] if row else []
    return next((one for one in found if isinstance(one, int) and not isinstance(one, bool)), None)
