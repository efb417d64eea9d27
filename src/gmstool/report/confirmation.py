"""Which findings need an orthogonal test before they are reported: low depth or fraction, indels, homologous genes.

Three answers: needed, with the reasons; not needed; not known, where depth or fraction is. Limits and genes stand in
policies/confirmation.toml. `confirmed` in the case file says how it was done, and ends the question.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from gmstool.genome import bare

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gmstool.report.findings import Finding
    from gmstool.report.words import Words

Told = tuple[str, tuple[Any, ...]]  # an English sentence of the catalogue, and its values
MITOCHONDRIAL = ("M", "MT")


@dataclass(frozen=True, slots=True)
class Need:
    """Whether a finding needs confirmation. `needed` None: not known, because of `unknown`."""

    needed: bool | None
    reasons: tuple[Told, ...] = ()
    unknown: tuple[str, ...] = ()
    confirmed: str | None = None


@cache
def policy() -> dict[str, Any]:
    """The limits and genes that come with gms."""
    text = (resources.files("gmstool") / "report" / "policies" / "confirmation.toml").read_text("utf-8")
    return tomllib.loads(text)


def need(finding: Finding) -> Need:
    """What the policy says of a finding."""
    note, told = finding.note, policy()
    if note and note.confirmed:
        return Need(needed=False, confirmed=note.confirmed)
    if finding.number is not None and finding.number < told["least_class"] and finding.tier not in ("I", "II"):
        return Need(needed=False)
    reasons = tuple(_reasons(finding, told))
    unknown = tuple(_unknown(finding))
    return Need(needed=True if reasons else None if unknown else False, reasons=reasons, unknown=unknown)


def _reasons(finding: Finding, told: dict[str, Any]) -> Iterator[Told]:
    limits = told["tumour" if finding.tumours else "germline"]
    depth = depth_of(finding)
    if depth is not None and depth < limits["depth"]:
        yield "depth {}, below {}", (depth, limits["depth"])
    if finding.zygosity == "mosaic" and told["mosaic"]["confirm"]:
        yield "mosaic", ()
    elif _counts_fraction(finding) and finding.vaf is not None and finding.vaf < limits["vaf"]:
        yield "VAF {}, below {}", (finding.vaf, limits["vaf"])
    if told["indel"]["confirm"] and is_indel(finding):
        yield "insertion or deletion", ()
    for one in told["homologous"]:
        if _is_gene(finding, one):
            yield "{} resembles {}", (one["gene"], one["like"])


def depth_of(finding: Finding) -> int | None:
    """Reads at the place: as a person states, else as the row does."""
    if finding.note and finding.note.depth is not None:
        return finding.note.depth
    return finding.row.dp if finding.row else None


def _counts_fraction(finding: Finding) -> bool:
    """A mitochondrial fraction is a measurement, and a homozygote's or a tumour's has its own limit."""
    return not (finding.row and bare(finding.row.chrom or "") in MITOCHONDRIAL)


def is_indel(finding: Finding) -> bool:
    """REF and ALT of different length; symbolic alleles are no small indel."""
    row = finding.row
    plain = row is not None and row.ref and row.alt and f"{row.ref}{row.alt}".isalpha()
    return bool(plain and row and len(row.ref or "") != len(row.alt or ""))


def _is_gene(finding: Finding, one: dict[str, Any]) -> bool:
    number = finding.row.hgnc_id if finding.row else None
    known: int = one["hgnc_id"]
    return known in (number, _resolved(finding.gene))


@cache
def _resolved(symbol: str) -> int | None:
    """GBA was the symbol of GBA1: annotations of older releases still say it."""
    from gmstool.reference import genes

    return genes.resolve(symbol).hgnc_id if symbol else None


def _unknown(finding: Finding) -> Iterator[str]:
    if depth_of(finding) is None:
        yield "depth"
    if finding.vaf is None and _counts_fraction(finding) and finding.zygosity != "mosaic":
        yield "VAF"


def told(found: Need, words: Words) -> str:
    """The need in words; empty where there is none to tell."""
    if found.needed:
        return words("needs confirmation: {}", "; ".join(_said(text, given, words) for text, given in found.reasons))
    if found.needed is None:
        missing = words.listed([words(one) for one in found.unknown])
        if len(found.unknown) > 1:
            return words("whether it needs confirmation is not known: {} are not stated", missing)
        return words("whether it needs confirmation is not known: {} is not stated", missing)
    return ""


def _said(text: str, given: tuple[Any, ...], words: Words) -> str:
    shown = tuple(words.percent(one) if isinstance(one, float) else one for one in given)
    return words(text, *shown)
