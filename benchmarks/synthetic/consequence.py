"""Where a position falls in a transcript, and what an allele does there."""

from bisect import bisect_right
from typing import Final, NamedTuple

from synthetic.alleles import Allele
from synthetic.transcripts import NONSENSE_MEDIATED_DECAY, Transcript

FLANK: Final = 5_000  # bases up- and downstream that VEP annotates by default
SPLICE_SITE, SPLICE_REGION, SPLICE_TRACT, EXON_EDGE = 2, 8, 17, 3  # Sequence Ontology distances in bases
STOP_GAINED, SYNONYMOUS = 0.03, 0.40  # shares of coding single-base changes
OTHER_STRAND: Final = str.maketrans("ACGT", "TGCA")


class Effect(NamedTuple):
    """The part of an annotation entry that depends on the transcript."""

    consequence: str
    impact: str
    place: str  # EXON|INTRON|HGVSc|HGVSp|cDNA_position|CDS_position|Protein_position|Amino_acids|Codons
    distance: int | None = None
    is_missense: bool = False


def effect_of(allele: Allele, position: int, transcript: Transcript) -> Effect | None:
    """The effect, or nothing if the transcript is farther away than the flank."""
    below, above = transcript.starts[0] - position, position - transcript.ends[-1]
    if below > FLANK or above > FLANK:
        return None
    if below > 0 or above > 0:
        side = "upstream" if (below > 0) == (transcript.strand > 0) else "downstream"
        return Effect(f"{side}_gene_variant", "MODIFIER", "||||||||", max(below, above))
    exon = bisect_right(transcript.starts, position) - 1
    within = _exonic if position <= transcript.ends[exon] else _intronic
    return within(allele, position, transcript, exon)


def _intronic(allele: Allele, position: int, transcript: Transcript, exon: int) -> Effect:
    left, right = position - transcript.ends[exon], transcript.starts[exon + 1] - position
    near_left, forward = left <= right, transcript.strand > 0
    after_exon = near_left == forward
    distance, edge = (left, transcript.ends[exon]) if near_left else (right, transcript.starts[exon + 1])
    terms, impact = _splice_terms(distance, after_exon)
    introns = len(transcript.starts) - 1
    number = exon + 1 if forward else introns - exon
    anchor = _cdna(transcript, edge, exon if near_left else exon + 1)
    change = f"{_numbered(transcript, anchor)}{'+' if after_exon else '-'}{distance}{_change(allele, transcript)}"
    place = f"|{number}/{introns}|{transcript.name}.{transcript.version}:{change}||||||"
    return Effect(terms + _kind(transcript), impact, place)


def _splice_terms(distance: int, after_exon: bool) -> tuple[str, str]:
    if distance <= SPLICE_SITE:
        return f"splice_{'donor' if after_exon else 'acceptor'}_variant", "HIGH"
    if distance <= SPLICE_REGION:
        return "splice_region_variant&intron_variant", "LOW"
    if distance <= SPLICE_TRACT and not after_exon:
        return "splice_polypyrimidine_tract_variant&intron_variant", "LOW"
    return "intron_variant", "MODIFIER"


def _kind(transcript: Transcript) -> str:
    if transcript.biotype == NONSENSE_MEDIATED_DECAY:
        return "&NMD_transcript_variant"
    return "" if transcript.cds[1] else "&non_coding_transcript_variant"


def _exonic(allele: Allele, position: int, transcript: Transcript, exon: int) -> Effect:
    exons = len(transcript.starts)
    where = f"{exon + 1 if transcript.strand > 0 else exons - exon}/{exons}"
    cdna = _cdna(transcript, position, exon)
    hgvs = f"{where}||{transcript.name}.{transcript.version}:{_numbered(transcript, cdna)}{_change(allele, transcript)}"
    first, last = transcript.cds
    if first <= cdna <= last:
        at_edge = min(position - transcript.starts[exon], transcript.ends[exon] - position) < EXON_EDGE
        return _coding(allele, transcript, cdna, hgvs, "&splice_region_variant" if at_edge else "")
    if not last:
        return Effect("non_coding_transcript_exon_variant", "MODIFIER", f"{hgvs}||{cdna}||||")
    side = "5" if cdna < first else "3"
    return Effect(f"{side}_prime_UTR_variant{_kind(transcript)}", "MODIFIER", f"{hgvs}||{cdna}||||")


def _coding(allele: Allele, transcript: Transcript, cdna: int, hgvs: str, edge: str) -> Effect:
    terms, impact, protein_change, residues = _protein_effect(allele)
    cds = cdna - transcript.cds[0] + 1
    residue = (cds + 2) // 3
    start, end = allele.residues[0][0], protein_change
    hgvsp = f"{transcript.protein}.{transcript.version}:p.{start}{residue}{end}"
    place = f"{hgvs}|{hgvsp}|{cdna}|{cds}|{residue}|{residues}|{_codons(allele, transcript, cds)}"
    return Effect(terms + edge + _kind(transcript), impact, place, is_missense=terms == "missense_variant")


def _protein_effect(allele: Allele) -> tuple[str, str, str, str]:
    """Consequence, impact, the end of the HGVS protein name, and Amino_acids."""
    (_, before), (name, after) = allele.residues
    if allele.shift % 3:
        return "frameshift_variant", "HIGH", f"{name}fsTer{2 + int(allele.luck * 40)}", f"{before}/X"
    if allele.shift:
        gained = allele.shift > 0
        return f"inframe_{'insertion' if gained else 'deletion'}", "MODERATE", "dup" if gained else "del", f"{before}/-"
    if allele.luck < STOP_GAINED:
        return "stop_gained", "HIGH", "Ter", f"{before}/*"
    if allele.luck < SYNONYMOUS or before == after:
        return "synonymous_variant", "LOW", "%3D", before
    return "missense_variant", "MODERATE", name, f"{before}/{after}"


def _codons(allele: Allele, transcript: Transcript, cds: int) -> str:
    if not allele.is_snv:
        return ""
    frame = (cds - 1) % 3
    before, after = _on_strand(allele.ref, transcript), _on_strand(allele.alt, transcript)
    left, right = "gca"[:frame], "tgc"[: 2 - frame]
    return f"{left}{before}{right}/{left}{after}{right}"


def _cdna(transcript: Transcript, position: int, exon: int) -> int:
    forward = transcript.bases_before[exon] + position - transcript.starts[exon] + 1
    return forward if transcript.strand > 0 else transcript.length - forward + 1


def _numbered(transcript: Transcript, cdna: int) -> str:
    """`c.76`, `c.-14`, `c.*37` or `n.120`."""
    first, last = transcript.cds
    if not last:
        return f"n.{cdna}"
    if cdna > last:
        return f"c.*{cdna - last}"
    return f"c.{cdna - first + 1 if cdna >= first else cdna - first}"


def _change(allele: Allele, transcript: Transcript) -> str:
    if allele.is_snv:
        return f"{_on_strand(allele.ref, transcript)}>{_on_strand(allele.alt, transcript)}"
    return "dup" if allele.shift > 0 else "del"


def _on_strand(base: str, transcript: Transcript) -> str:
    return base if transcript.strand > 0 else base.translate(OTHER_STRAND)
