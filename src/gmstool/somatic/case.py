"""What a case file says of a tumour: the file that `gms classify` and `gms report` share.

[tumour]
oncotree = "LUAD"                    # OncoTree code or name
cell_content = 0.4                   # fraction of tumour cells
age = 61                             # years at diagnosis

[[variant]]
variant = "chr12-25245351-C-A"       # CHROM-POS-REF-ALT as in the VCF, or its HGVS name as annotated

[[variant.override]]                 # OS2, SBS2, OM1, or any criterion that a person sets
code = "OS2"
strength = "Strong"                  # or not_met, not_assessed
reason = "…, PMID …"
author = "A. Signer"
date = 2026-11-22
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gmstool.classify.case import CaseError, CaseVariant, Override, content, evidence
from gmstool.classify.overlay import place
from gmstool.genome import bare
from gmstool.somatic.criteria import BY_CODE
from gmstool.vcf.alleles import trim

if TYPE_CHECKING:
    from pathlib import Path

WORTH = {"VeryStrong": 8, "Strong": 4, "Moderate": 2, "Supporting": 1, "not_met": 0, "not_assessed": None}


@dataclass(frozen=True, slots=True)
class TumourCase:
    """A case file of a tumour; None is not stated. `content` is the whole file, for what reads other parts of it."""

    content: dict[str, Any]
    tumour_type: str | None = None
    purity: float | None = None
    age: float | None = None
    variants: tuple[CaseVariant, ...] = ()


def read(path: Path) -> TumourCase:
    """A case file, every value that is used checked. Raises CaseError naming the place."""
    found = content(path)
    tumour = found.get("tumour", {})
    if not isinstance(tumour, dict):
        raise CaseError(f"{path}: tumour must be a table")
    variants = evidence(found, str(path)).variant
    for at, variant in enumerate(variants, 1):
        for number, one in enumerate(variant.override, 1):
            _check(one, f"{path}: variant[{at}].override[{number}]")
    kind, purity = tumour.get("oncotree"), _number(tumour, "cell_content", 1, path)
    if purity == 0:
        raise CaseError(f"{path}: tumour.cell_content is 0", hint="leave it out where the fraction is not known")
    return TumourCase(found, str(kind) if kind else None, purity, _number(tumour, "age", 150, path), variants)


def _number(table: dict[str, Any], name: str, most: float, path: Path) -> float | None:
    value = table.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= most:
        raise CaseError(f"{path}: tumour.{name} is a number from 0 to {most}, found {value!r}")
    return float(value)


def _check(one: Override, here: str) -> None:
    if one.code not in BY_CODE:
        raise CaseError(f"{here}.code `{one.code}` is no criterion of oncogenicity", f"one of {', '.join(BY_CODE)}")
    if one.strength not in WORTH:
        raise CaseError(f"{here}.strength cannot be `{one.strength}`", f"one of {', '.join(WORTH)}")


def points(one: Override) -> int | None:
    """Signed points of what a person set; None is not assessed."""
    worth = WORTH[one.strength]
    return -worth if worth and BY_CODE[one.code].benign else worth


def is_row(one: CaseVariant, row: dict[str, Any]) -> bool:
    """Whether a row is this variant, by its alleles or its HGVS name."""
    key = place(one.variant)
    same = key is not None and key == (bare(row["chrom"]), *trim(row["pos"], row["ref"], row["alt"]))
    return (same or row["hgvsc"] == one.variant) and one.gene in ("", row["gene"])
