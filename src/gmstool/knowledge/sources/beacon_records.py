"""What a Beacon v2 is asked, and the variants that its records are about.

Source: GA4GH Beacon v2.1.1, framework and default model. Positions are 0-based and half-open there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gmstool.genome import bare
from gmstool.knowledge.sources import checking
from gmstool.knowledge.variant_text import build_of_sequence
from gmstool.vcf.alleles import is_sequence, trim

if TYPE_CHECKING:
    from gmstool.knowledge.model import Key


def sequence_query(key: Key) -> list[tuple[str, str]]:
    """The parameters of a sequence query (GET); `start` is 0-based."""
    assembly, chrom, pos, ref, alt = key
    return [
        ("assemblyId", assembly), ("referenceName", chrom), ("start", str(pos - 1)), ("referenceBases", ref),
        ("alternateBases", alt), ("requestedGranularity", "record"), ("includeResultsetResponses", "HIT"),
    ]  # fmt: skip


def gene_query(symbol: str) -> list[tuple[str, str]]:
    """The parameters of a gene query (GET): the specification spells its parameter in two ways."""
    return [
        ("assemblyId", "GRCh38"), ("geneId", symbol), ("geneid", symbol), ("requestedGranularity", "record"),
        ("includeResultsetResponses", "HIT"),
    ]  # fmt: skip


def place(record: Any) -> Key | None:
    """The place of a record that names chromosome accession, start (0-based) and bases; None for one that does not."""
    try:
        variation = record["variation"]
        sequence = str(variation["location"]["sequence_id"]).rpartition(":")[2]
        start = int(variation["location"]["interval"]["start"]["value"])
        ref, alt = str(variation["referenceBases"]).upper(), str(variation["alternateBases"]).upper()
    except (TypeError, KeyError, ValueError):
        return None
    if build_of_sequence(sequence) != "GRCh38" or not (is_sequence(ref) and is_sequence(alt)):
        return None
    return ("GRCh38", bare(sequence), *trim(start + 1, ref, alt))


def check_same(variation: Any, key: Key, host: str) -> None:
    """Refuse a record whose bases say that it is of another variant."""
    if not isinstance(variation, dict):
        raise checking.broken(host, "a record without `variation`")
    state = variation.get("state")
    spelled = state.get("sequence") if isinstance(state, dict) and len(key[3]) == len(key[4]) == 1 else None
    ref, alt = variation.get("referenceBases"), variation.get("alternateBases", spelled)
    if ref is not None and alt is not None:
        same = trim(key[2], str(ref), str(alt))[1:] == key[3:]
    else:
        same = alt is None or str(alt).upper() == key[4]
    if not same:
        raise checking.broken(host, "a record of another variant than was asked for")
