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
    def absent(self) -> bool:
        """Whether the patient's genotype was called and holds the reference alone, and no person says otherwise."""
        return not (self.note and self.note.zygosity) and is_absent(self.row)

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
    """Zygosity by the genotype; None where it is not called, half called, mitochondrial or missing.

    A genotype counts the record's alleles, and a row does not know its own number: with two alternate alleles each
    has one copy, and nothing is known where the reads say that the allele called is another one.
    """
    if row is None or bare(row.chrom or "") in ("M", "MT"):
        return None
    alleles = _alleles(row)
    others = set(alleles) - {"0"}
    if not others or "." in alleles or _is_of_another(row, others):
        return None
    if len(alleles) == 1:
        return "hemizygous"
    return "homozygous" if len(set(alleles)) == 1 else "heterozygous"


def is_absent(row: Row | None) -> bool:
    """Whether the genotype was called, and holds the reference alone; of the mitochondrion no read shows more."""
    if row is None or row.oncogenicity or set(_alleles(row)) != {"0"}:
        return False
    return row.vaf == 0 if bare(row.chrom or "") in ("M", "MT") else True


def _alleles(row: Row) -> list[str]:
    return row.gt.replace("|", "/").split("/") if row.gt else []


def _is_of_another(row: Row, others: set[str]) -> bool:
    """Whether the allele called may be another one of the record: by more reads for others, or by its number alone."""
    reads, both = row.more("ad_alt"), row.more("ad")
    if not isinstance(reads, int) or not isinstance(both, list) or None in (*both, row.dp):
        return others != {"1"} and len(others) == 1
    return len(others) == 1 and (row.dp or 0) - sum(both) > reads


def findings(case: Case) -> list[Finding]:
    """All variants: those that persons named in their order, then the rest by weight.

    A secondary finding is left out without consent, and its row with it; so are rows of relatives' variants.
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
    return named + sorted((Finding(row, None) for row in rows if not _is_of_a_relative(row, case)), key=weight)


def not_carried(case: Case) -> list[Finding]:
    """Rows that nobody named and that the patient does not carry: a relative's, in a file of a family."""
    named = [note for note in case.file.finding if note.role != "secondary" or case.file.consent.secondary_findings]
    rows = [row for row in case.rows if _is_of_a_relative(row, case) and not any(fits(note, row) for note in named)]
    return [Finding(row, None) for row in rows]


def _is_of_a_relative(row: Row, case: Case) -> bool:
    """Whether the patient's own genotype, and no other sample's, says that the patient does not carry it."""
    patients = {one.id for one in case.file.sample if one.role == "index"}
    sample = row.more("sample")
    return is_absent(row) and (not patients or sample is None or sample in patients)


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
    near = (finding.row and finding.row.temperature) in ("hot", "warm", "tepid")
    harmful = (finding.number or 0) >= HARMFUL
    return harmful or is_weighty(finding, somatic) or (finding.number == UNCERTAIN and near)


def is_weighty(finding: Finding, somatic: bool) -> bool:
    """Whether the first page must not be silent of it: tier I or II of a tumour's case, else class 4 or 5."""
    return finding.tier in ("I", "II") if somatic else (finding.number or 0) >= HARMFUL
