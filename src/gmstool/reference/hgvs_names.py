"""Where an HGVS name lies: through the `hgvs` package, with the bundle's transcripts in the place of a database.

A substitution in a coding sequence is placed by the bundle's exons alone, since importing `hgvs` takes longer than all
the rest. Insertions and deletions are placed only where the genome's sequence is at hand.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from gmstool.errors import UsageError
from gmstool.genome import bare
from gmstool.reference import transcripts
from gmstool.vcf.alleles import trim
from gmstool.vcf.fasta import left_aligned

if TYPE_CHECKING:
    from gmstool.reference.transcripts import Transcript
    from gmstool.vcf.fasta import Base

Key = tuple[str, int, str, str]  # chromosome without prefix, 1-based position, reference, alternate; trimmed

METHOD = "splign"
# RefSeq accessions of the chromosomes: NCBI assembly reports of GRCh37.p13 and GRCh38.p14.
_VERSIONS = {
    "GRCh37": (10, 11, 11, 11, 9, 11, 13, 10, 11, 10, 9, 11, 10, 8, 9, 9, 10, 9, 9, 10, 8, 10, 10, 9),
    "GRCh38": (11, 12, 12, 12, 10, 12, 14, 11, 12, 11, 10, 12, 11, 9, 10, 10, 11, 10, 10, 11, 9, 11, 11, 10),
}
_NAMES = (*map(str, range(1, 23)), "X", "Y")


_SUBSTITUTION = re.compile(r"(?P<at>[0-9]{1,7})(?P<ref>[ACGT])>(?P<alt>[ACGT])")
_GENOMIC = re.compile(r"(?P<start>[0-9]{1,9})(?:_(?P<end>[0-9]{1,9}))?(?P<edit>[ACGT]*>?.*)")
_EDIT = re.compile(r"(?P<kind>delins|del|dup|ins|inv)(?P<bases>[ACGTN]*)(?:ins(?P<then>[ACGT]+))?")
_COMPLEMENT = str.maketrans("ACGT", "TGCA")
_LONGEST = 10_000  # bases of an insertion or deletion that is spelled out


def place(name: str, build: str, base: Base | None = None) -> Key:
    """The genomic place of `NM_000546.6:c.743G>A`; `base` gives the genome's bases, which indels need.

    Raises UsageError for what cannot be placed.
    """
    accession, _, change = name.partition(":c.")
    if simple := _SUBSTITUTION.fullmatch(change):
        of = _transcript(accession, build)
        at = of.genomic_position(int(simple["at"]))
        if at is None:
            raise UsageError(f"{name}: the coding sequence has {of.cds_length:,} bases")
        bases = (simple["ref"], simple["alt"])
        ref, alt = bases if of.strand == 1 else (bases[0].translate(_COMPLEMENT), bases[1].translate(_COMPLEMENT))
        return (bare(of.chrom), at, ref, alt)
    variant = _parsed(name)
    of = _transcript(variant.ac, build)
    if variant.posedit.edit.type != "sub" and base is None:
        raise _needs_sequence(name)
    return spelled(name, *_on_genome(variant, of, build), base)


def genomic_span(name: str, build: str) -> tuple[str, int, int, str]:
    """Chromosome, first and last base (1-based) and edit of a coding name on the genome, whatever its kind."""
    variant = _parsed(name)
    return _on_genome(variant, _transcript(variant.ac, build), build)


def _on_genome(variant: Any, of: Transcript, build: str) -> tuple[str, int, int, str]:
    """Where the bases of a coding variant lie, and its edit on the + strand."""
    from hgvs.alignmentmapper import AlignmentMapper

    mapper = AlignmentMapper(_Bundle(of, build), of.name, chromosome(of.chrom, build), METHOD)
    span = (mapper.c_to_g if variant.type == "c" else mapper.n_to_g)(variant.posedit.pos)
    ends = sorted((span.start.base, span.end.base))
    return bare(of.chrom), ends[0], ends[1], _edit(variant.posedit.edit, of.strand)


def _edit(edit: Any, strand: int) -> str:
    """An edit in words: G>A, del, delAG, dup, insA, delinsAA, inv."""
    ref, alt = (_on_plus(getattr(edit, name, None), strand) for name in ("ref", "alt"))
    kinds = {
        "sub": f"{ref}>{alt}",
        "ins": f"ins{alt}",
        "delins": f"delins{alt}",
        "del": f"del{ref}",
        "dup": f"dup{ref}",
    }
    return kinds.get(str(edit.type), str(edit))


def _on_plus(bases: str | None, strand: int) -> str:
    """Bases as the + strand has them; nothing for a number in their place (del3)."""
    if not bases or not bases.isalpha():
        return ""
    return bases if strand == 1 else bases.translate(_COMPLEMENT)[::-1]


def genomic_place(name: str, chrom: str, change: str, base: Base | None = None) -> Key:
    """The place of a change at the genomic level, `140753336A>T` or `55174772_55174786del`, on a chromosome."""
    return spelled(name, bare(chrom), *genomic_edit(name, change), base)


def genomic_edit(name: str, change: str) -> tuple[int, int, str]:
    """First and last base (1-based) and edit of a change at the genomic level."""
    match = _GENOMIC.fullmatch(change)
    if match is None:
        raise UsageError(f"{name} is not understood at the genomic level", hint="write CHROM-POS-REF-ALT instead")
    start = int(match["start"])
    return start, int(match["end"] or start), match["edit"]


def spelled(name: str, chrom: str, start: int, end: int, edit: str, base: Base | None) -> Key:
    """An edit of the bases start to end (1-based, both included) as REF and ALT."""
    chrom = bare(chrom)
    ref, substituted, alt = edit.partition(">")
    if substituted and set(ref + alt) <= set("ACGT") and ref and alt:
        return (chrom, *trim(start, ref, alt))
    match = _EDIT.fullmatch(edit)
    if match is None or not 0 <= end - start <= _LONGEST:
        raise UsageError(f"{name}: this kind of change has no place here", hint="write CHROM-POS-REF-ALT instead")
    if base is None:
        raise _needs_sequence(name)
    return (chrom, *left_aligned(base, chrom, *_with_anchor(chrom, start, end, match, base)))


def _with_anchor(chrom: str, start: int, end: int, match: re.Match[str], base: Base) -> tuple[int, str, str]:
    """Position, REF and ALT with one base before what is inserted or deleted."""
    between = "".join(base(chrom, at) for at in range(start, end + 1))
    before, kind, bases = base(chrom, start - 1), match["kind"], match["then"] or match["bases"]
    if kind == "ins":
        return start, between[:1], between[:1] + bases
    if kind == "dup":
        return start - 1, before, before + between
    if kind == "inv":
        return start, between, between.translate(_COMPLEMENT)[::-1]
    return start - 1, before + between, before + (bases if kind == "delins" or match["then"] else "")


def _needs_sequence(name: str) -> UsageError:
    return UsageError(
        f"{name}: only substitutions can be placed without the sequence",
        hint="give the reference with --fasta, or write CHROM-POS-REF-ALT instead",
    )


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
        hint = "" if ">" in name else "put the name in quotes: a shell takes what stands behind > for a file"
        raise UsageError(f"{name} is no HGVS name: {str(error).splitlines()[0]}", hint) from None
    if variant.type not in ("c", "n"):
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
