"""Rows of the store as assertions and frequencies, and back."""

from __future__ import annotations

import hashlib
import json
import re
from typing import TYPE_CHECKING, Any

from gmstool.knowledge.model import Assertion, Criterion, Frequency, Place

if TYPE_CHECKING:
    from collections.abc import Mapping

_RESIDUE = re.compile(r"p\.\(?[A-Za-z*]{1,3}([1-9][0-9]{0,5})")
# What makes two assertions say the same, wherever and in whichever build they were read.
_CONTENT = (
    "condition_id", "condition", "origin", "classification", "scheme", "criteria", "rules", "lab", "quarter", "review",
    "stars", "references", "evidence_type", "transcript", "hgvsc", "hgvsp", "hgnc_id", "symbol", "cases", "decided",
)  # fmt: skip
_PLAIN = (
    "assembly", "chrom", "pos", "ref", "alt", "vrs_id", "hgnc_id", "symbol", "transcript", "hgvsc", "hgvsp",
    "condition_id", "condition", "origin", "classification", "scheme", "rules", "lab", "quarter", "review", "stars",
    "evidence_type", "source_id", "rsid", "cases", "decided",
)  # fmt: skip


def to_row(one: Assertion) -> dict[str, Any]:
    """A new assertion as a row of the table, all but its version and import."""
    row: dict[str, Any] = {name: getattr(one, name) for name in _PLAIN}
    place = one.lifted or (None, None, None, None)
    row["lifted_chrom"], row["lifted_pos"], row["lifted_ref"], row["lifted_alt"] = place
    row["criteria"] = _json([list(each) for each in one.criteria]) if one.criteria else None
    row["references"] = _json(list(one.references)) if one.references else None
    row["residue"] = residue(one.hgvsp)
    row["accession"] = one.accession
    row["content"] = content(row)
    return row


def frequency_row(one: Frequency, lifted: Place | None) -> dict[str, Any]:
    """New numbers of a centre as a row of the table, all but its import."""
    assembly, chrom, pos, ref, alt = one.key
    place = lifted or (None, None, None, None)
    return {
        "centre": one.centre, "kind": one.kind, "assembly": assembly, "chrom": chrom, "pos": pos, "ref": ref,
        "alt": alt, "lifted_chrom": place[0], "lifted_pos": place[1], "lifted_ref": place[2], "lifted_alt": place[3],
        "het": one.het, "hom": one.hom, "hemi": one.hemi, "total": one.total, "source_id": one.source_id,
    }  # fmt: skip


def content(row: Mapping[str, Any]) -> str:
    """A digest of what a row asserts: two rows with the same one are duplicates."""
    said = "\x1f".join("" if row[name] is None else str(row[name]) for name in _CONTENT)
    return hashlib.sha256(said.encode()).hexdigest()[:32]


def residue(hgvsp: str | None) -> int | None:
    """The first residue that a protein change names: 600 of p.Val600Glu."""
    found = _RESIDUE.search(hgvsp) if hgvsp else None
    return int(found[1]) if found else None


def to_assertion(row: Any, sources: Mapping[int, str]) -> Assertion:
    """A row of the table, with `withdrawn` beside its columns."""
    lifted = None
    if row.lifted_pos is not None:
        lifted = Place(row.lifted_chrom, row.lifted_pos, row.lifted_ref, row.lifted_alt)
    return Assertion(
        row.accession, row.version, row.assembly, row.chrom, row.pos, row.ref, row.alt, row.vrs_id, lifted,
        row.hgnc_id, row.symbol, row.transcript, row.hgvsc, row.hgvsp, row.condition_id, row.condition, row.origin,
        row.classification, row.scheme, _criteria(row.criteria), row.rules, row.lab, row.quarter, row.review, row.stars,
        _references(row.references), row.evidence_type, sources[row.imported], row.source_id, row.rsid, row.cases,
        bool(row.withdrawn), row.decided,
    )  # fmt: skip


def to_frequency(row: Any, sources: Mapping[int, str]) -> Frequency:
    """A row of the store as a frequency."""
    key = (row.assembly, row.chrom, row.pos, row.ref, row.alt)
    return Frequency(
        row.centre, row.kind, key, row.het, row.hom, row.hemi, row.total, sources[row.imported], row.source_id
    )


def _criteria(text: str | None) -> tuple[Criterion, ...]:
    return tuple(Criterion(*one) for one in json.loads(text)) if text else ()


def _references(text: str | None) -> tuple[str, ...]:
    return tuple(json.loads(text)) if text else ()


def _json(told: list[Any]) -> str:
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))
