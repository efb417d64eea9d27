"""A prompt, and what all prompts ask of a patient and of a row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from gmstool.sentences import Said
    from gmstool.somatic.tumour_types import TumourType

_SILENT = ("synonymous_variant", "intron_variant", "upstream_gene_variant", "downstream_gene_variant",
           "intergenic_variant", "3_prime_UTR_variant")  # fmt: skip


class Prompt(NamedTuple):
    """One thing to look at."""

    kind: str
    told: Said
    source: str


class Patient(NamedTuple):
    """What is known of the patient: age in years at diagnosis, tumour type, purity as a fraction, consent."""

    tumour: TumourType | None = None
    age: float | None = None
    purity: float | None = None
    tumour_only: bool = True
    inherited: bool = True  # whether predisposition may be told: childhood.py

    @property
    def blood(self) -> bool | None:
        return None if self.tumour is None else self.tumour.is_a("MYELOID") or self.tumour.is_a("LYMPH")


def percent(fraction: float) -> str:
    """A fraction as people write it."""
    return f"{100 * fraction:.3g} %"


def harmful(row: dict[str, Any]) -> bool:
    """Not silent, and not known to be harmless."""
    silent = all(term in _SILENT for term in (row["consequence"] or "").split("&"))
    benign = "benign" in (row["clinvar_significance"] or "") and "pathogenic" not in row["clinvar_significance"]
    return not silent and not benign and row["classification"] not in ("Benign", "Likely benign")
