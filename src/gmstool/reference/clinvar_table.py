"""ClinVar's pathogenic and likely pathogenic variants with at least two stars.

The shipped table has GRCh38 only, and no benign, uncertain or conflicting variants: what is not in it may be anything.
Its classes are germline ones; the somatic bit of `origin` tells where a variant was seen, not that it is oncogenic.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gmstool.errors import MismatchError
from gmstool.genome import bare
from gmstool.reference import bundle
from gmstool.vcf.alleles import trim

if TYPE_CHECKING:
    import polars as pl


def variants(build: str = "GRCh38") -> pl.DataFrame:
    """The variants of one build, one row each. Raises MismatchError for a build the table does not have.

    significance is P, LP or P/LP; stars 2 to 4; consequence Sequence Ontology terms joined by `&`; hgnc_id and symbol
    the gene that ClinVar states, null where the source of the table has none; genes_at all genes with a span there.
    """
    table = bundle.table("clinvar")
    chosen = table.filter(table["build"] == build)
    if chosen.is_empty():
        hint = f"fetch them with `gms data update clinvar-{build.lower()}`, or lift the variants over"
        raise MismatchError(f"the ClinVar table has no variants of {build}", hint)
    return chosen


def at(chrom: str, pos: int, ref: str, alt: str, *, build: str = "GRCh38") -> dict[str, Any] | None:
    """The ClinVar variant that is this very change, whatever surplus bases it is written with.

    None means only that ClinVar did not call it P or LP with two stars. An insertion or deletion must be left-aligned.
    """
    pos, ref, alt = trim(pos, ref, alt)
    table = variants(build)
    same = (table["pos"] == pos) & (table["chrom"] == bare(chrom)) & (table["ref"] == ref) & (table["alt"] == alt)
    return next(table.filter(same).iter_rows(named=True), None)


def release() -> str:
    """Name the release that the table was made of, in one line."""
    return bundle.release("clinvar")
