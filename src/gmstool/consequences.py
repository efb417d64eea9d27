"""Consequence terms: their severity, impact and place in the Sequence Ontology.

Severity order and impact class: Ensembl Variation, "Calculated consequences" (release 113);
terms that only SnpEff writes: SnpEff manual, "Effect prediction details" (version 5.2).
Parents: the Sequence Ontology release named in reference/data/sequence_ontology.tsv.
"""

import difflib
from enum import IntEnum, StrEnum
from functools import cache
from pathlib import Path

from gmstool.errors import UsageError


class Impact(IntEnum):
    """Impact class of VEP and SnpEff, ordered from least to most severe."""

    MODIFIER = 0
    LOW = 1
    MODERATE = 2
    HIGH = 3


class Dialect(StrEnum):
    """The INFO key that carries the annotation."""

    CSQ = "CSQ"  # Ensembl VEP
    ANN = "ANN"  # SnpEff
    BCSQ = "BCSQ"  # bcftools csq


# From most to least severe; a term's place in this text is its rank.
_BY_SEVERITY = {
    Impact.HIGH: """transcript_ablation splice_acceptor_variant splice_donor_variant stop_gained frameshift_variant
        stop_lost start_lost transcript_amplification feature_elongation feature_truncation exon_loss_variant
        chromosome_number_variation gene_fusion bidirectional_gene_fusion unidirectional_gene_fusion
        rare_amino_acid_variant initiator_codon_variant feature_ablation
        structural_interaction_variant protein_protein_contact""",
    Impact.MODERATE: """disruptive_inframe_insertion disruptive_inframe_deletion conservative_inframe_insertion
        conservative_inframe_deletion inframe_insertion inframe_deletion inframe_indel missense_variant
        protein_altering_variant 5_prime_UTR_truncation 3_prime_UTR_truncation splice_branch_variant""",
    Impact.LOW: """splice_donor_5th_base_variant splice_region_variant splice_donor_region_variant
        splice_polypyrimidine_tract_variant incomplete_terminal_codon_variant start_retained_variant
        stop_retained_variant synonymous_variant 5_prime_UTR_premature_start_codon_gain_variant sequence_feature""",
    Impact.MODIFIER: """coding_sequence_variant mature_miRNA_variant 5_prime_UTR_variant 3_prime_UTR_variant
        non_coding_transcript_exon_variant non_coding_exon_variant exon_variant intron_variant conserved_intron_variant
        NMD_transcript_variant non_coding_transcript_variant nc_transcript_variant coding_transcript_variant
        transcript_variant intragenic_variant gene_variant upstream_gene_variant downstream_gene_variant
        TFBS_ablation TFBS_amplification TF_binding_site_variant regulatory_region_ablation
        regulatory_region_amplification regulatory_region_variant conserved_intergenic_variant intergenic_region
        intergenic_variant sequence_variant""",
}
_IMPACT_OF = {term: impact for impact, words in _BY_SEVERITY.items() for term in words.split()}
_RANK_OF = {term: rank for rank, term in enumerate(_IMPACT_OF)}
_UNRANKED = len(_RANK_OF)

# bcftools csq writes short names: bcftools(1), "csq", and the consequence names of the VCF it writes.
BCSQ_TERMS = {
    "3_prime_utr": "3_prime_UTR_variant",
    "5_prime_utr": "5_prime_UTR_variant",
    "coding_sequence": "coding_sequence_variant",
    "frameshift": "frameshift_variant",
    "inframe_altering": "protein_altering_variant",
    "inframe_deletion": "inframe_deletion",
    "inframe_insertion": "inframe_insertion",
    "intergenic": "intergenic_variant",
    "intron": "intron_variant",
    "missense": "missense_variant",
    "non_coding": "non_coding_transcript_variant",
    "splice_acceptor": "splice_acceptor_variant",
    "splice_donor": "splice_donor_variant",
    "splice_region": "splice_region_variant",
    "start_lost": "start_lost",
    "start_retained": "start_retained_variant",
    "stop_gained": "stop_gained",
    "stop_lost": "stop_lost",
    "stop_retained": "stop_retained_variant",
    "synonymous": "synonymous_variant",
}
# Names that earlier releases of the annotators wrote for today's terms.
_RENAMED = {"non_coding_exon_variant": "non_coding_transcript_exon_variant", "intergenic_region": "intergenic_variant"}


def rank(term: str) -> int:
    """Place in the severity order, 0 the most severe; a term nobody ranks comes last."""
    return _RANK_OF.get(term, _UNRANKED)


def impact_of(terms: list[str]) -> str | None:
    """Impact class of the most severe of `terms`; None when no term is known."""
    known = [_IMPACT_OF[term] for term in terms if term in _IMPACT_OF]
    return max(known).name if known else None


def _terms() -> list[list[str]]:
    """Rows id, name, parents of the bundled table."""
    text = (Path(__file__).parent / "reference" / "data" / "sequence_ontology.tsv").read_text("utf-8")
    return [line.split("\t") for line in text.splitlines() if not line.startswith("#")]


@cache
def ontology() -> dict[str, tuple[str, ...]]:
    """Sequence Ontology variant terms, name to parents' names."""
    return {name: tuple(parents.split(",")) for _, name, parents in _terms()}


@cache
def names_by_id() -> dict[str, str]:
    """Sequence Ontology id to the term's name."""
    return {key: name for key, name, _ in _terms()}


def with_children(term: str) -> frozenset[str]:
    """The term itself and every term below it in the Sequence Ontology."""
    found = {term}
    while added := {name for name, parents in ontology().items() if name not in found and found & set(parents)}:
        found |= added
    return frozenset(found | {old for old, new in _RENAMED.items() if new in found})


def accepted_terms(asked: list[str]) -> frozenset[str]:
    """The terms that meet a --consequence option: each asked term (or bcftools short name) with its children."""
    accepted: set[str] = set()
    for word in asked:
        term = BCSQ_TERMS.get(word, word)
        if term not in ontology() and term not in _IMPACT_OF:
            raise UsageError(f"`{word}` is not a Sequence Ontology variant term", hint=_near(term))
        accepted |= with_children(term)
    return frozenset(accepted)


def accepted_impacts(asked: list[str]) -> frozenset[str]:
    """The impact classes named in an --impact option."""
    for word in asked:
        if word.upper() not in Impact.__members__:
            raise UsageError(f"`{word}` is not an impact class", hint="use HIGH, MODERATE, LOW or MODIFIER")
    return frozenset(word.upper() for word in asked)


def _near(term: str) -> str:
    near = difflib.get_close_matches(term, [*ontology(), *_IMPACT_OF], n=3, cutoff=0.5)
    return (
        f"did you mean {', '.join(f'`{name}`' for name in dict.fromkeys(near))}?"
        if near
        else ("terms look like `missense_variant` or `splice_donor_variant`")
    )
