"""Variants of the case: the judged row and what persons say of it, side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gmstool.genome import bare

if TYPE_CHECKING:
    from gmstool.report.case import Case, Row
    from gmstool.report.parts import FindingNote

CLASS_NUMBERS = {
    "Pathogenic": 5, "Oncogenic": 5, "Likely pathogenic": 4, "Likely oncogenic": 4, "Uncertain significance": 3,
    "Likely benign": 2, "Benign": 1,
}  # fmt: skip
HARMFUL, UNCERTAIN = 4, 3
WARM = {"hot": 0, "warm": 1, "tepid": 2, "cool": 3, "cold": 4, "ice-cold": 5}  # the first is nearest to class 4
TIERS = {"I": 0, "II": 1, "III": 2, "IV": 3}
_DIPLOID = {frozenset("01"): "heterozygous", frozenset("1"): "homozygous"}


@dataclass(frozen=True, slots=True)
class Finding:
    """One variant in one gene. `row` is None for what persons name and no row holds; `note` for what none named."""

    row: Row | None
    note: FindingNote | None

    @property
    def gene(self) -> str:
        return (self.note and self.note.gene) or (self.row and self.row.gene) or ""

    @property
    def name(self) -> str:
        """The shortest name that is one: c. name with its transcript, else a named alteration, else the place."""
        return (self.row and (self.row.hgvsc or self._alteration)) or (
            self.note.variant if self.note else self.row.variant if self.row else ""
        )

    @property
    def _alteration(self) -> str:
        """`ITD` of FLT3, `promoter` of TERT: what a tumour's row calls an alteration that has no c. name."""
        named = str((self.row and self.row.more("event")) or "")
        return named.removeprefix(self.gene).strip(" -")

    @property
    def coding(self) -> str:
        """c.1222C>T, without the transcript."""
        return self.name.rpartition(":")[2]

    @property
    def protein(self) -> str:
        """p.Arg408Trp, without the accession."""
        return ((self.row and self.row.hgvsp) or "").rpartition(":")[2]

    @property
    def number(self) -> int | None:
        """Class 1 to 5; None where there is none."""
        return CLASS_NUMBERS.get((self.row and self.row.called) or "")

    @property
    def zygosity(self) -> str | None:
        if self.note and self.note.zygosity:
            return None if self.note.zygosity == "unknown" else self.note.zygosity
        return of_genotype(self.row)

    @property
    def vaf(self) -> float | None:
        return self.note.vaf if self.note and self.note.vaf is not None else self.row.vaf if self.row else None

    @property
    def modes(self) -> tuple[str, ...]:
        """Modes of inheritance that count: a person's word, else the row's condition."""
        text = (self.note and self.note.moi) or (self.row and self.row.moi) or ""
        return tuple(one.strip().upper() for one in text.split("/") if one.strip())

    @property
    def tumours(self) -> bool:
        """A tumour's variant: its share of the reads says more than a genotype."""
        return self.row is not None and self.row.oncogenicity is not None

    @property
    def role(self) -> str:
        return self.note.role if self.note else "primary"

    @property
    def tier(self) -> str:
        """The roman number of the tier, without the word."""
        return ((self.row and self.row.tier) or "").removeprefix("Tier").strip()


def of_genotype(row: Row | None) -> str | None:
    """Zygosity by the genotype; None where it is not called, half called, mitochondrial or missing."""
    if row is None or not row.gt or bare(row.chrom or "") in ("M", "MT"):
        return None
    alleles = row.gt.replace("|", "/").split("/")
    if "." in alleles:
        return None
    others = frozenset("0" if one == "0" else "1" for one in alleles)
    if len(alleles) == 1:
        return "hemizygous" if others == {"1"} else None
    return _DIPLOID.get(others)


def findings(case: Case) -> list[Finding]:
    """All variants: those that persons named in their order, then the rest by weight.

    A secondary finding is left out without consent, and its row with it.
    """
    notes = case.file.finding
    rows = list(case.rows)
    named: list[Finding] = []
    for note in notes:
        found = next((row for row in rows if fits(note, row)), None)
        if found is not None:
            rows.remove(found)
        if note.role != "secondary" or case.file.consent.secondary_findings:
            named.append(Finding(found, note))
        elif found is not None:
            rows = [row for row in rows if row.variant != found.variant]
    return named + sorted((Finding(row, None) for row in rows), key=weight)


def fits(note: FindingNote, row: Row) -> bool:
    """Whether the note's variant is the row's: by place, or by the name as annotated."""
    if note.gene and row.gene and note.gene != row.gene:
        return False
    wanted = note.variant.removeprefix("chr")
    return wanted in (row.variant.removeprefix("chr"), row.hgvsc, (row.hgvsc or "").rpartition(":")[2] or None)


def weight(finding: Finding) -> tuple[int, int, int, int, str]:
    """The weightiest first: tier, the tier that a review would give, class, nearness to class 4, gene."""
    row = finding.row
    return (
        TIERS.get(finding.tier, len(TIERS)),
        TIERS.get(str(row and row.more("tier_if_reviewed")), len(TIERS)),
        -(finding.number or 0),
        WARM.get((row and row.temperature) or "", len(WARM)),
        finding.gene,
    )


def shown_first(case: Case, every: list[Finding], most: int = 5) -> list[Finding]:
    """Key findings: what persons named (never class 1 or 2 of their own), else class 5 and 4, tier I and II, warm 3."""
    named = [one for one in every if one.note]
    if named:
        return named[:most]
    return [one for one in every if _is_key(one, somatic=case.somatic)][:most]


def _is_key(finding: Finding, *, somatic: bool) -> bool:
    if somatic and finding.tier in ("I", "II"):
        return True
    number = finding.number or 0
    near = (finding.row and finding.row.temperature) in ("hot", "warm", "tepid")
    return number >= HARMFUL or (number == UNCERTAIN and near)
