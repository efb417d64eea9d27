"""Why a variant or event has its tier, in sentences, and each piece of evidence in one line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from gmstool.somatic.items import Item

COMMON = 0.01  # Li 2017, table 7 (PMID 27993330): population frequency from which a variant is of tier IV
BENIGN = ("Benign", "Likely benign")
# A variant of nothing but these is not tiered: tier III is for changes whose meaning is not known (Li 2017), and
# tier IV would call it benign, which nobody has shown.
WITHOUT_EFFECT = frozenset((
    "synonymous_variant", "stop_retained_variant", "start_retained_variant", "intron_variant", "intergenic_variant",
    "upstream_gene_variant", "downstream_gene_variant", "5_prime_UTR_variant", "3_prime_UTR_variant",
    "non_coding_transcript_variant", "non_coding_transcript_exon_variant", "NMD_transcript_variant",
    "regulatory_region_variant", "TF_binding_site_variant", "mature_miRNA_variant", "coding_transcript_variant",
))  # fmt: skip
NO_EFFECT = "no tier: no effect on the protein, no listed regulatory hotspot, and no curated evidence"
SPELT = {"BRCA": "breast cancer (BRCA)", "TISSUE": "every tumour"}  # BRCA is read as the genes
NT_COUNCIL = "NT-rådet: {}"


def biomarker(one: Mapping[str, Any]) -> str:
    """`EGFR inframe deletion 729-761`: gene, kind and change of a curated row."""
    stretch = str(one["first"]) if one["first"] == one["last"] else f"{one['first']}-{one['last']}"
    place = one["changes"] or (stretch if one["first"] else "")
    kind = "" if one["kind"] in ("change", "promoter") else one["kind"].replace("_", " ")
    kind = kind.removeprefix(f"{one['gene'] or ''} ".lower())  # MSI high, and not MSI msi high
    genes = f"{one['gene']}::{one['partner']}" if one["partner"] else one["gene"]
    return " ".join(word for word in (genes, kind, place.replace(",", ", ")) if word)


def reason(ordered: Sequence[Item], if_reviewed: str) -> str:
    """Why the headline is what it is: the best item, where it holds, and what is not carried over from elsewhere."""
    best = ordered[0]
    where = {
        "same": f"level {best.curated_level} in {_tumour(best)}",
        "more particular": f"level {best.curated_level} in {_tumour(best)}, a kind of this tumour type",
        "other": f"level {best.curated_level} in {_tumour(best)} only; approval is not carried over",
    }[best.relation]
    elsewhere = next((one for one in ordered if one.relation == "other" and one.curated_level == "A"), None)
    if elsewhere and best.relation == "same" and best.curated_level > "A":
        where += f"; level A in {_tumour(elsewhere)}: approval is not carried over"
    note = "" if best.reviewed else "; not reviewed"
    if best.tier != if_reviewed:
        note += f": held at tier {best.tier}, tier {if_reviewed} once it is"
    drug = f"resistance to {best.drug}" if best.drug and best.direction == "resistance" else best.drug
    return f"{best.biomarker}: {drug or best.indication or best.type}, {where}{note}"


def _tumour(item: Item) -> str:
    return SPELT.get(item.tumour_type, item.tumour_type)


def without_evidence(row: Mapping[str, Any] | None) -> tuple[str | None, str]:
    """Tier III or IV (Li 2017, table 7); none for what changes nothing known, or where the frequency is not known."""
    if row is None:
        return None, "no curated evidence for it here"
    if row.get("oncogenicity", row.get("classification")) in BENIGN:
        return "IV", "classified benign or likely benign, and no curated evidence"
    frequency, status = row.get("af"), row.get("af_status")
    if frequency is not None and frequency >= COMMON:
        return "IV", f"population frequency {frequency:.3g}, at or above {COMMON:g}, and no curated evidence"
    if _changes_nothing(row):
        return None, NO_EFFECT
    if frequency is None and status != "absent":
        return None, "not assessed: population frequency not known, and no curated evidence"
    return "III", "no curated evidence, and not common in the population"


def told(item: Item) -> str:
    """An item in one line: what, for whom, by whom, and whether anybody has checked it."""
    parts = (
        f"{item.level} {item.drug or item.indication or item.type}",
        item.direction, item.drug and item.indication, item.line, item.tumour_type, item.regulators,
        item.drug and NT_COUNCIL.format(item.nt_council or "not known"), item.source,
        f"checked {item.date}" if item.date else None, None if item.reviewed else "not reviewed",
    )  # fmt: skip
    return ", ".join(part for part in parts if part)


def _changes_nothing(row: Mapping[str, Any]) -> bool:
    """Whether every effect of a row leaves the protein as it is, and no list names the place."""
    terms = {term for term in (row.get("consequence") or "").split("&") if term}
    listed = row.get("event") or row.get("hot_listed") or (row.get("hotspot") or "").startswith("1-hotspot")
    oncogenic = row.get("oncogenicity", row.get("classification")) in ("Oncogenic", "Likely oncogenic")
    return bool(terms) and terms <= WITHOUT_EFFECT and not listed and not oncogenic
