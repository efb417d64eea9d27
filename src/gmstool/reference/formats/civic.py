"""CIViC's accepted clinical evidence (nightly TSV): the table `civic_evidence`, one row per evidence item.

    evidence_id · molecular_profile_id · molecular_profile ("BRAF V600E") · disease · doid (Disease Ontology)
    therapies and therapy_interaction · evidence_type · evidence_level (A to E) · direction · significance
    variant_origin · rating (stars, 1 to 5) · statement · citation_id, source_type, citation · phenotypes
    last_review (as the file writes it) · url · flagged (disputed, and under review)

Words are CIViC's own; an empty cell is null. Nothing is judged here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gmstool.reference.formats.reading import Made, number, tsv, wrong

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

FILE = "nightly-AcceptedClinicalEvidenceSummaries.tsv"
NUMBERS = {"evidence_id": "evidence_id", "molecular_profile_id": "molecular_profile_id", "rating": "rating"}
TEXTS = {
    "molecular_profile": "molecular_profile", "disease": "disease", "doid": "doid", "therapies": "therapies",
    "therapy_interaction": "therapy_interaction_type", "evidence_type": "evidence_type",
    "evidence_level": "evidence_level", "direction": "evidence_direction", "significance": "significance",
    "variant_origin": "variant_origin", "statement": "evidence_statement", "citation_id": "citation_id",
    "source_type": "source_type", "citation": "citation", "phenotypes": "phenotypes",
    "last_review": "last_review_date", "url": "evidence_civic_url",
}  # fmt: skip


def convert(files: Mapping[str, Path]) -> Made:
    """The release is named by the last review in the file."""
    import polars as pl

    path = files[FILE]
    rows: list[dict[str, Any]] = []
    for row in tsv(path, (*NUMBERS.values(), *TEXTS.values())):
        if len(row) <= len(NUMBERS) + len(TEXTS):
            raise wrong(path, f"a row has {len(row)} columns: {list(row.values())[:3]}")
        numbers = {name: number(path, row[key], key) if row[key] else None for name, key in NUMBERS.items()}
        texts = {name: row[key] or None for name, key in TEXTS.items()}
        rows.append({**numbers, **texts, "flagged": {"true": True, "false": False}.get(row.get("is_flagged", ""))})
    schema = {**dict.fromkeys(NUMBERS, pl.Int32), **dict.fromkeys(TEXTS, pl.String), "flagged": pl.Boolean}
    table = pl.DataFrame(rows, schema=schema).sort("evidence_id")
    newest = max((row["last_review"][:10] for row in rows if row["last_review"]), default="")
    return Made({"civic_evidence": table}, f"CIViC nightly, last review {newest}", newest)
