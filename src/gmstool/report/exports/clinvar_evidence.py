"""Why a variant has its class, as far as it may leave: criteria that rest on people are told by code and strength."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gmstool.knowledge.model import PRIVATE_REASONS
from gmstool.report.criterion_codes import code

if TYPE_CHECKING:
    from gmstool.report.case import Criterion
    from gmstool.report.findings import Finding


def rationale(found: Finding) -> str | None:
    """The criteria that are met and count, each with its reason where that may leave; None where none is met."""
    row = found.row
    counted = [one for one in row.criteria if one.verdict == "met" and not one.suppressed_by] if row else []
    if row is None or not counted:
        return None
    told = "; ".join(map(_told, counted))
    return f"Criteria met: {told}. Rule set: {row.rules}." if row.rules else f"Criteria met: {told}."


def _told(one: Criterion) -> str:
    name = code(one.code, one.strength)
    return name if is_private(one.code) or not one.because else f"{name} ({one.because.rstrip('. ')})"


def is_private(code: str) -> bool:
    """Whether the reason rests on a family or a patient; PM3_Strong is PM3."""
    return code.partition("_")[0].upper() in PRIVATE_REASONS


def tier_reason(found: Finding) -> str | None:
    """Why a tumour's variant has its tier: curated evidence, nothing of the patient."""
    told = found.row.more("tier_reason") if found.row else None
    return str(told) if told else None
