"""What a variant does to its transcript, as bits: one number a row, read from the Sequence Ontology terms once."""

from __future__ import annotations

from enum import IntFlag
from typing import TYPE_CHECKING

from gmstool.consequences import BCSQ_TERMS

if TYPE_CHECKING:
    import polars as pl


class Effect(IntFlag):
    """Kinds of effect that the criteria tell apart."""

    MISSENSE = 1
    STOP_GAINED = 2
    FRAMESHIFT = 4
    SPLICE_SITE = 8  # the two bases of the intron next to an exon
    START_LOST = 16
    STOP_LOST = 32
    IN_FRAME = 64  # insertion or deletion of whole residues
    SYNONYMOUS = 128
    INTRON = 256
    UTR = 512
    SPLICE_REGION = 1024  # near a splice site, as the annotator counts it
    ABLATION = 2048
    OTHER = 4096


_TERMS = {
    Effect.MISSENSE: "missense_variant rare_amino_acid_variant",
    Effect.STOP_GAINED: "stop_gained",
    Effect.FRAMESHIFT: "frameshift_variant",
    Effect.SPLICE_SITE: "splice_acceptor_variant splice_donor_variant",
    Effect.START_LOST: "start_lost initiator_codon_variant",
    Effect.STOP_LOST: "stop_lost",
    Effect.IN_FRAME: "inframe_insertion inframe_deletion inframe_indel disruptive_inframe_insertion "
    "disruptive_inframe_deletion conservative_inframe_insertion conservative_inframe_deletion",
    Effect.SYNONYMOUS: "synonymous_variant stop_retained_variant start_retained_variant",
    Effect.INTRON: "intron_variant conserved_intron_variant",
    Effect.UTR: "5_prime_UTR_variant 3_prime_UTR_variant",
    Effect.SPLICE_REGION: "splice_region_variant splice_donor_region_variant splice_donor_5th_base_variant "
    "splice_polypyrimidine_tract_variant",
    Effect.ABLATION: "transcript_ablation exon_loss_variant feature_ablation",
}
_EFFECT_OF = {term: effect for effect, terms in _TERMS.items() for term in terms.split()}
NULL_EFFECTS = (
    Effect.STOP_GAINED | Effect.FRAMESHIFT | Effect.SPLICE_SITE | Effect.START_LOST | Effect.ABLATION
)  # what PVS1 is about
CODING_CHANGES = NULL_EFFECTS | Effect.MISSENSE | Effect.STOP_LOST | Effect.IN_FRAME


def effects_of(consequence: str) -> Effect:
    """The effects that terms joined by `&` stand for."""
    found = Effect(0)
    for term in consequence.split("&"):
        found |= _EFFECT_OF.get(BCSQ_TERMS.get(term, term), Effect.OTHER)
    return found


def effects(consequence: pl.Series) -> pl.Series:
    """The bits of each row; null where the consequence is not known. A file has few distinct consequences."""
    import polars as pl

    seen = consequence.unique().drop_nulls().to_list()
    bits = [int(effects_of(one)) for one in seen]
    return consequence.replace_strict(seen, bits, default=None, return_dtype=pl.UInt16)
