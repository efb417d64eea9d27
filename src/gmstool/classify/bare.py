"""A variant without annotation: what the bundle's transcripts tell of it, written as an annotated record.

Where a base lies in introns, exons and frames follows from the transcripts. Which residue it changes follows from the
sequence: with a reference FASTA it is known. Without one it is left open, and the consequence is known only for the
variants whose consequence the bundle's ClinVar table states; ClinVar's class is shown, and is no evidence.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gmstool.criteria.residues import CODE
from gmstool.errors import MismatchError
from gmstool.genome import chromosome_length
from gmstool.reference import bundle, clinvar_table, transcripts

if TYPE_CHECKING:
    from pathlib import Path

    from gmstool.classify.overlay import Key
    from gmstool.reference.transcripts import Transcript
    from gmstool.vcf.fasta import Base

FIELDS = (
    "Allele", "Consequence", "SYMBOL", "HGNC_ID", "Feature_type", "Feature", "MANE_SELECT", "MANE_PLUS_CLINICAL",
    "HGVSc", "Protein_position", "Amino_acids", "BIOTYPE", "EXON", "STRAND", "CLINVAR_CLNSIG", "CLINVAR_CLNREVSTAT",
)  # fmt: skip
_COMPLEMENT = str.maketrans("ACGT", "TGCA")
_SPLICE_BASES = 2
_THREE = 3
_CLASSES = {"P": "Pathogenic", "LP": "Likely_pathogenic", "P/LP": "Pathogenic/Likely_pathogenic"}


def lines_of(key: Key, build: str, fasta: Path | None) -> tuple[bytes, bytes]:
    """Header and record of a variant, one annotation entry for each MANE transcript that it touches."""
    from gmstool.vcf.fasta import Reference

    chrom, pos, ref, alt = key
    base = Reference(fasta).base if fasta else None
    known = _in_clinvar(key, build)
    entries = [_entry(of, key, base, known) for of in _touched(key, build)]
    info = f"CSQ={','.join(entries)}" if entries else "."
    header = (
        "##fileformat=VCFv4.2\n"
        f"##contig=<ID={chrom},length={chromosome_length(build, chrom)}>\n##reference={build}\n"
        f'##INFO=<ID=CSQ,Number=.,Type=String,Description="Made of MANE transcripts. Format: {"|".join(FIELDS)}">\n'
        "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n"
    )
    return header.encode(), f"{chrom}\t{pos}\t.\t{ref}\t{alt}\t.\t.\t{info}\n".encode()


def _touched(key: Key, build: str) -> list[Transcript]:
    table = bundle.table("transcripts")
    end = key[1] + len(key[2]) - 1
    here = table.filter(
        (table["build"] == build) & (table["chrom"] == key[0]) & (table["start"] <= end) & (table["end"] >= key[1])
    )
    found = (transcripts.find(name, build) for name in here["transcript"])
    return sorted((one for one in found if one is not None), key=lambda one: one.mane != "Select")


def _in_clinvar(key: Key, build: str) -> dict[str, Any]:
    """ClinVar's row of the variant, on GRCh38 where the table lacks the build; empty where the bundle has none."""
    from gmstool.knowledge.target import lifted_key

    try:
        return clinvar_table.at(*key, build=build) or {}
    except MismatchError:
        lifted = lifted_key((build, *key))
    return {} if isinstance(lifted, str) else clinvar_table.at(*lifted[1:], build=lifted[0]) or {}


def _entry(of: Transcript, key: Key, base: Base | None, known: dict[str, Any]) -> str:
    residues = _residues(of, key, base)
    exon = of.exon_at(key[1])
    select = of.mane == "Select"
    values = {
        "Allele": key[3], "Consequence": _consequence(of, key, residues) or _stated(of, known), "SYMBOL": of.symbol,
        "Feature": of.name, "Feature_type": "Transcript", "HGNC_ID": f"HGNC:{of.hgnc_id}" if of.hgnc_id else "",
        "BIOTYPE": "protein_coding" if of.coding_parts else "",
        "MANE_SELECT": of.name if select else "", "MANE_PLUS_CLINICAL": "" if select else of.name,
        "HGVSc": _hgvsc(of, key), "Protein_position": str(of.codon(key[1]) or ""), "Amino_acids": "/".join(residues),
        "EXON": f"{exon.number}/{len(of.exons)}" if exon else "", "STRAND": str(of.strand),
        "CLINVAR_CLNSIG": _CLASSES.get(known.get("significance", ""), ""),
        "CLINVAR_CLNREVSTAT": known.get("review_status", "").replace(" ", "_").replace(",", "&"),
    }  # fmt: skip
    return "|".join(values[name] for name in FIELDS)


def _consequence(of: Transcript, key: Key, residues: tuple[str, ...]) -> str:
    """The term that place and length tell; empty where only the sequence could tell."""
    _, pos, ref, alt = key
    first, last = (pos, pos) if len(ref) == len(alt) == 1 else (pos + 1, pos + max(1, len(ref) - 1))
    if site := _splice_site(of, first, last):
        return site
    if of.exon_at(first) is None and of.exon_at(last) is None:
        return "intron_variant"
    if of.cds_position(first) is None and of.cds_position(last) is None:
        return _untranslated(of, first)
    if len(ref) != len(alt):
        added = len(alt) - len(ref)
        return "frameshift_variant" if added % _THREE else "inframe_insertion" if added > 0 else "inframe_deletion"
    return _substitution(residues, of.codon(pos)) if residues else ""


def _stated(of: Transcript, known: dict[str, Any]) -> str:
    """The consequence that ClinVar states of a place in coding sequence; nothing where transcripts differ."""
    terms = known.get("consequence") or ""
    return terms if of.hgnc_id in known.get("genes_at", ()) and "&" not in terms else ""


def _splice_site(of: Transcript, first: int, last: int) -> str:
    for exon, after in zip(of.exons, of.exons[1:], strict=False):
        donor = (
            (exon.end + 1, exon.end + _SPLICE_BASES) if of.strand == 1 else (exon.start - _SPLICE_BASES, exon.start - 1)
        )
        acceptor = (
            (after.start - _SPLICE_BASES, after.start - 1)
            if of.strand == 1
            else (after.end + 1, after.end + _SPLICE_BASES)
        )
        for name, (low, high) in (("splice_donor_variant", donor), ("splice_acceptor_variant", acceptor)):
            if first <= high and last >= low:
                return name
    return ""


def _untranslated(of: Transcript, pos: int) -> str:
    if of.cds_start is None or of.cds_end is None:
        return "non_coding_transcript_exon_variant"
    before = pos < of.cds_start if of.strand == 1 else pos > of.cds_end
    return "5_prime_UTR_variant" if before else "3_prime_UTR_variant"


def _residues(of: Transcript, key: Key, base: Base | None) -> tuple[str, ...]:
    """Reference and alternate residue of a substitution; one where both are the same; none without the sequence."""
    chrom, pos, ref, alt = key
    at = of.cds_position(pos)
    if base is None or at is None or not len(ref) == len(alt) == 1:
        return ()
    places = [of.genomic_position(at - (at - 1) % _THREE + step) for step in range(_THREE)]
    bases = [base(chrom, one) if one else "" for one in places]
    changed = [alt if one == pos else letter for one, letter in zip(places, bases, strict=True)]
    codons = ["".join(one) if of.strand == 1 else "".join(one).translate(_COMPLEMENT) for one in (bases, changed)]
    was, becomes = (CODE.get(codon, "") for codon in codons)
    if not was or not becomes:
        return ()
    return (was,) if was == becomes else (was, becomes)


def _substitution(residues: tuple[str, ...], codon: int | None) -> str:
    if len(residues) == 1:
        return "stop_retained_variant" if residues[0] == "*" else "synonymous_variant"
    if codon == 1:
        return "start_lost"
    was, becomes = residues
    return "stop_gained" if becomes == "*" else "stop_lost" if was == "*" else "missense_variant"


def _hgvsc(of: Transcript, key: Key) -> str:
    """The name of a substitution in coding sequence; other names need the sequence."""
    _, pos, ref, alt = key
    at = of.cds_position(pos)
    if at is None or not len(ref) == len(alt) == 1:
        return ""
    was, becomes = (one if of.strand == 1 else one.translate(_COMPLEMENT) for one in (ref, alt))
    return f"{of.name}:c.{at}{was}>{becomes}"
