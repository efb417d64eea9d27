"""What the knowledge base holds: assertions of laboratories about variants, and how often a centre has seen them.

An assertion is immutable. Correcting one makes a new version under the same accession, withdrawing it leaves a row
that says so. Positions are 1-based as in VCF, chromosomes 1..22, X, Y and MT; None is not known.
"""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Final, Literal, NamedTuple

from gmstool.reference.liftover import other_build

Origin = Literal["germline", "somatic"]
Key = tuple[str, str, int, str, str]  # assembly, chrom, pos, ref, alt; trimmed, left-aligned where a FASTA was given

GERMLINE: Final = ("Pathogenic", "Likely pathogenic", "Uncertain significance", "Likely benign", "Benign")
SOMATIC: Final = ("Oncogenic", "Likely oncogenic", "Uncertain significance", "Likely benign", "Benign")
# What a source says that puts several laboratories' assertions into one word; ClinVar's VCF does.
AGGREGATES: Final = (
    "Pathogenic/Likely pathogenic", "Benign/Likely benign", "Oncogenic/Likely oncogenic", "Conflicting classifications",
)  # fmt: skip
CLASSES: Final = tuple(dict.fromkeys((*GERMLINE, *SOMATIC, *AGGREGATES)))
# Criteria that rest on families and patients: outside the region only code and strength are told.
PRIVATE_REASONS: Final = frozenset(("PS2", "PM6", "PM3", "PP1", "PP4", "PS4", "BS2", "BS4", "BP2", "BP5"))
LONGEST_ALLELE: Final = 10_000  # bases
_PUBLIC_ID: Final = re.compile(r"(?:[RSV]CV|CA)\d+(?:\.\d+)?")  # of ClinVar and the ClinGen Allele Registry
# Smallest count of each band. Below five a count, with laboratory and quarter, could point at a family.
BANDS: Final = (0, 1, 5, 10, 20, 50, 100)


class Criterion(NamedTuple):
    """A criterion that was met: code without strength (PM2), strength in words (Supporting), why."""

    code: str
    strength: str
    reason: str | None = None


class Place(NamedTuple):
    """Where a variant is in one build; 1-based."""

    chrom: str
    pos: int
    ref: str
    alt: str


@dataclass(frozen=True, slots=True)
class Assertion:
    """What one laboratory concluded about one variant, for one condition.

    assembly is GRCh37 or GRCh38, and `lifted` the place in the other one; vrs_id is that of the GRCh38 place where it
    is known. condition_id is a MONDO, ORPHA or OMIM id, for tumours an OncoTree code; classification is one of CLASSES.
    quarter is 2026Q3. source names the import (`ClinVar 2024-12-15`), source_id the row there. decided is True for
    a curator's decision on a discordance, which counts above what laboratories say.
    """

    accession: str
    version: int
    assembly: str
    chrom: str
    pos: int
    ref: str
    alt: str
    vrs_id: str | None = None
    lifted: Place | None = None
    hgnc_id: int | None = None
    symbol: str | None = None
    transcript: str | None = None
    hgvsc: str | None = None
    hgvsp: str | None = None
    condition_id: str | None = None
    condition: str | None = None
    origin: Origin | None = None
    classification: str | None = None
    scheme: str | None = None
    criteria: tuple[Criterion, ...] = ()
    rules: str | None = None
    lab: str | None = None
    quarter: str | None = None
    review: str | None = None
    stars: int | None = None
    references: tuple[str, ...] = ()
    evidence_type: str | None = None
    source: str = ""
    source_id: str | None = None
    rsid: str | None = None
    cases: str | None = None  # band of the laboratory's own cases
    withdrawn: bool = False
    decided: bool | None = None

    @property
    def key(self) -> Key:
        """The variant that the assertion is about."""
        return self.assembly, self.chrom, self.pos, self.ref, self.alt

    @property
    def lifted_key(self) -> Key | None:
        """The key in the other build."""
        return (other_build(self.assembly), *self.lifted) if self.lifted else None

    @property
    def name(self) -> str:
        """Accession with version, as in GMSA-ABCDEFGHIJKLMNOP.2."""
        return f"{self.accession}.{self.version}"


class Frequency(NamedTuple):
    """How often a centre has seen a variant: numbers of individuals. kind is snv or sv: each has its own `total`.

    A number is a text where only its band is told (1-4). allele_frequency, 0 to 1, is what a source without numbers
    of individuals tells.
    """

    centre: str
    kind: Literal["snv", "sv"]
    key: Key
    het: int | str | None
    hom: int | str | None
    hemi: int | str | None
    total: int | str | None
    source: str
    source_id: str | None = None
    allele_frequency: float | None = None


def band(count: int | None) -> str | None:
    """A count as a band: 0, 1-4, 5-9, 10-19, 20-49, 50-99 or 100+."""
    if count is None:
        return None
    low = max(one for one in BANDS if one <= max(count, 0))
    above = [one for one in BANDS if one > low]
    return "0" if low == 0 else f"{low}-{above[0] - 1}" if above else f"{low}+"


BAND_NAMES: Final = frozenset(str(band(low)) for low in BANDS)


def quarter(day: str | None) -> str | None:
    """Year and quarter of a day written YYYY-MM-DD (or YYYY/M/D); a quarter stays one; None for anything else."""
    parts = (day or "").replace("/", "-").split("-")
    if len(parts) == 1 and len(day or "") == len("2026Q3") and (day or "")[4:] in ("Q1", "Q2", "Q3", "Q4"):
        return day
    if len(parts) < 2 or not all(part.isdecimal() for part in parts[:2]) or not 1 <= int(parts[1]) <= 12:  # noqa: PLR2004
        return None
    return f"{int(parts[0]):04}Q{(int(parts[1]) + 2) // 3}"


def today() -> str:
    """The day, as logs have it."""
    return datetime.now(UTC).date().isoformat()


def public(assertion: Assertion, *, free_text: bool = False) -> Assertion:
    """What may leave the region: no reasons of criteria that rest on patients, and by default no free text at all.

    A laboratory's own row ids stay, too: they may lead to a case.
    """
    told = tuple(
        one if free_text and one.code not in PRIVATE_REASONS else one._replace(reason=None)
        for one in assertion.criteria
    )
    review = assertion.review if free_text or assertion.stars is not None else None
    kept = assertion.source_id if _PUBLIC_ID.fullmatch(assertion.source_id or "") else None
    return replace(assertion, criteria=told, review=review, source_id=kept)


def accession(*identity: str | None) -> str:
    """The lasting name of an assertion, from what makes it this one: laboratory, variant, condition and origin.

    Or laboratory and the source's own lasting id, where it has one.
    """
    digest = hashlib.sha256("\x1f".join(one or "" for one in identity).encode()).digest()
    return f"GMSA-{base64.b32encode(digest[:10]).decode()}"
