"""The CSQ field: what VEP was asked for, and its entries."""

from functools import cache
from typing import Final

from synthetic.alleles import Allele
from synthetic.consequence import Effect, effect_of
from synthetic.genes import Gene
from synthetic.transcripts import Transcript, transcripts_of

FIELDS: Final = (
    "Allele", "Consequence", "IMPACT", "SYMBOL", "Gene", "Feature_type", "Feature", "BIOTYPE", "EXON", "INTRON",
    "HGVSc", "HGVSp", "cDNA_position", "CDS_position", "Protein_position", "Amino_acids", "Codons",
    "Existing_variation", "DISTANCE", "STRAND", "FLAGS", "VARIANT_CLASS", "SYMBOL_SOURCE", "HGNC_ID", "CANONICAL",
    "MANE_SELECT", "MANE_PLUS_CLINICAL", "TSL", "ENSP", "SIFT", "PolyPhen", "AF", "gnomADe_AF", "gnomADg_AF",
    "MAX_AF", "CLIN_SIG", "PUBMED", "CADD_PHRED", "REVEL", "SpliceAI_pred_DS_AG", "SpliceAI_pred_DS_AL",
    "SpliceAI_pred_DS_DG", "SpliceAI_pred_DS_DL", "SpliceAI_pred_SYMBOL",
)  # fmt: skip


def entries(allele: Allele, position: int, genes: list[Gene]) -> list[str]:
    """One entry per transcript within reach, else one intergenic entry."""
    found = []
    for gene in genes:
        for transcript in transcripts_of(gene):
            effect = effect_of(allele, position, transcript)
            if effect is not None:
                found.append(_entry(allele, transcript, effect))
    return found or [_intergenic(allele)]


def _entry(allele: Allele, transcript: Transcript, effect: Effect) -> str:
    identity, source = _fixed_parts(transcript)
    distance = "" if effect.distance is None else effect.distance
    predictions, revel = (allele.predictions, allele.revel) if effect.is_missense else ("|", "")
    symbol = transcript.gene.symbol if allele.splicing != "|||" else ""
    return (
        f"{allele.vep}|{effect.consequence}|{effect.impact}|{identity}|{effect.place}|{allele.known}|{distance}"
        f"|{transcript.strand}||{allele.variant_class}|{source}|{predictions}|{allele.frequencies}|{allele.evidence}"
        f"|{revel}|{allele.splicing}|{symbol}"
    )


@cache
def _fixed_parts(transcript: Transcript) -> tuple[str, str]:
    """SYMBOL to BIOTYPE, and SYMBOL_SOURCE to ENSP."""
    gene = transcript.gene
    mane = f"NM_{gene.number:06d}.{transcript.version}" if transcript.is_canonical and gene.is_coding else ""
    identity = f"{gene.symbol}|{gene.ensembl}|Transcript|{transcript.name}|{transcript.biotype}"
    canonical, support = ("YES", "1") if transcript.is_canonical else ("", "5")
    return identity, f"HGNC|HGNC:{gene.number}|{canonical}|{mane}||{support}|{transcript.protein}"


def _intergenic(allele: Allele) -> str:
    return (
        f"{allele.vep}|intergenic_variant|MODIFIER|||||||||||||||{allele.known}||||{allele.variant_class}"
        f"||||||||||{allele.frequencies}|{allele.evidence}||||||"
    )
