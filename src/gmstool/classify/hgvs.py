"""Where an HGVS name lies: through the `hgvs` package, with the bundle's transcripts in the place of a database."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gmstool.errors import UsageError
from gmstool.genome import bare
from gmstool.reference import transcripts
from gmstool.vcf.alleles import trim

if TYPE_CHECKING:
    from gmstool.classify.overlay import Key
    from gmstool.reference.transcripts import Transcript

METHOD = "splign"
# RefSeq accessions of the chromosomes: NCBI assembly reports of GRCh37.p13 and GRCh38.p14.
_VERSIONS = {
    "GRCh37": (10, 11, 11, 11, 9, 11, 13, 10, 11, 10, 9, 11, 10, 8, 9, 9, 10, 9, 9, 10, 8, 10, 10, 9),
    "GRCh38": (11, 12, 12, 12, 10, 12, 14, 11, 12, 11, 10, 12, 11, 9, 10, 10, 11, 10, 10, 11, 9, 11, 11, 10),
}
_NAMES = (*map(str, range(1, 23)), "X", "Y")


def place(name: str, build: str) -> Key:
    """The genomic place of `NM_000546.6:c.743G>A`. Raises UsageError for what cannot be placed without the sequence."""
    variant = _parsed(name)
    of = _transcript(variant.ac, build)
    edit = variant.posedit.edit
    if edit.type != "sub":
        raise UsageError(
            f"{name}: only substitutions can be placed without the sequence", hint="write CHROM-POS-REF-ALT instead"
        )
    genomic = _mapper(of, build).c_to_g(variant, chromosome(of.chrom, build), METHOD)
    bases = genomic.posedit.edit
    return (bare(of.chrom), *trim(genomic.posedit.pos.start.base, bases.ref, bases.alt))


def _parsed(name: str) -> Any:
    try:
        from hgvs.exceptions import HGVSError
        from hgvs.parser import Parser
    except ImportError:
        raise UsageError(
            "HGVS names need the extra `hgvs`", hint="pip install 'gmstool[hgvs]', or write CHROM-POS-REF-ALT"
        ) from None
    try:
        variant = Parser(expose_all_rules=False).parse(name)
    except HGVSError as error:
        raise UsageError(f"{name} is no HGVS name: {str(error).splitlines()[0]}") from None
    if variant.type != "c":
        raise UsageError(f"{name}: write the name at the coding level, as NM_000546.6:c.743G>A")
    return variant


def _transcript(accession: str, build: str) -> Transcript:
    found = transcripts.find(accession, build)
    if found is None:
        raise UsageError(
            f"{accession} is not among the MANE transcripts on {build}",
            hint="another version may number its bases otherwise: use the MANE version, or CHROM-POS-REF-ALT",
        )
    if not found.same_exons:
        raise UsageError(
            f"{accession}: transcript and genome differ on {build}, so its numbers may not fit",
            hint="write CHROM-POS-REF-ALT, or use GRCh38",
        )
    return found


def chromosome(chrom: str, build: str) -> str:
    """The RefSeq accession of a chromosome."""
    at = _NAMES.index(bare(chrom))
    return f"NC_{at + 1:06d}.{_VERSIONS[build][at]}"


def _mapper(of: Transcript, build: str) -> Any:
    from hgvs.variantmapper import VariantMapper

    return VariantMapper(_Bundle(of, build), replace_reference=False, prevalidation_level=None, add_gene_symbol=False)


class _Bundle:
    """What the mapper asks a database of transcripts, answered from one transcript of the bundle."""

    required_version = "1.1"

    def __init__(self, of: Transcript, build: str) -> None:
        self._of, self._build = of, build

    def get_tx_identity_info(self, tx_ac: str) -> dict[str, Any]:
        """The coding sequence within the transcript, 0-based and half-open, as the mapper counts."""
        of = self._of
        lengths = [exon.end - exon.start + 1 for exon in of.exons]
        starts = [of.transcript_position(at) for at in (of.cds_start, of.cds_end) if at is not None]
        ends = sorted(at for at in starts if at is not None)
        first, last = (ends[0] - 1, ends[-1]) if ends else (None, None)
        return {
            "tx_ac": tx_ac, "alt_ac": tx_ac, "alt_aln_method": "transcript", "cds_start_i": first,
            "cds_end_i": last, "lengths": lengths, "hgnc": of.symbol,
        }  # fmt: skip

    def get_tx_info(self, tx_ac: str, alt_ac: str, alt_aln_method: str) -> dict[str, Any]:
        """The same, of the alignment."""
        return {**self.get_tx_identity_info(tx_ac), "alt_ac": alt_ac, "alt_aln_method": alt_aln_method}

    def get_tx_exons(self, tx_ac: str, alt_ac: str, alt_aln_method: str) -> list[dict[str, Any]]:
        """The exons, 0-based and half-open, without gaps: MANE's sequence is that of the genome."""
        rows, before = [], 0
        for exon in self._of.exons:
            length = exon.end - exon.start + 1
            rows.append({
                "tx_ac": tx_ac, "alt_ac": alt_ac, "alt_aln_method": alt_aln_method, "alt_strand": self._of.strand,
                "ord": exon.number - 1, "tx_start_i": before, "tx_end_i": before + length,
                "alt_start_i": exon.start - 1, "alt_end_i": exon.end, "cigar": f"{length}=",
            })  # fmt: skip
            before += length
        return sorted(rows, key=lambda row: row["alt_start_i"])  # the mapper counts from the first of them
