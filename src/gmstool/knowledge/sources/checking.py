"""What remotes answer, checked before it is believed: types, sizes, and that it is about what was asked."""

from __future__ import annotations

from typing import Any

from gmstool.errors import RemoteError
from gmstool.genome import BUILDS, chromosome_length
from gmstool.knowledge.model import BAND_NAMES, LONGEST_ALLELE, Assertion, Criterion, Place
from gmstool.vcf.alleles import trim

MOST_RECORDS = 10_000  # of one answer
LONGEST_TEXT = 4_000  # characters of a text in an answer
_TEXTS = (
    "vrs_id", "symbol", "transcript", "hgvsc", "hgvsp", "condition_id", "condition", "origin", "classification",
    "scheme", "rules", "lab", "quarter", "review", "evidence_type", "source_id", "rsid", "cases",
)  # fmt: skip


def listed(told: Any, key: str, host: str) -> list[Any]:
    """A list of an answer, not longer than is believable."""
    found = told.get(key) if isinstance(told, dict) else None
    if not isinstance(found, list):
        raise broken(host, f"no list `{key}`")
    if len(found) > MOST_RECORDS:
        raise broken(host, f"more than {MOST_RECORDS:,} records in `{key}`")
    return found


def text(told: dict[str, Any], key: str, host: str) -> str | None:
    """A text or nothing."""
    found = told.get(key)
    if found is not None and not (isinstance(found, str) and len(found) <= LONGEST_TEXT):
        raise broken(host, f"`{key}` is no text")
    return found


def count(told: dict[str, Any], key: str, host: str) -> int | None:
    """A number of something that cannot be negative, or nothing."""
    found = told.get(key)
    if found is None:
        return None
    if isinstance(found, bool) or not isinstance(found, int) or not 0 <= found < 1 << 40:
        raise broken(host, f"`{key}` is no count")
    return found


def count_or_band(told: dict[str, Any], key: str, host: str) -> int | str | None:
    """A number of individuals, its band (1-4), or nothing."""
    found = told.get(key)
    return found if isinstance(found, str) and found in BAND_NAMES else count(told, key, host)


def share(told: dict[str, Any], key: str, host: str) -> float | None:
    """A number from 0 to 1, or nothing."""
    found = told.get(key)
    if found is None:
        return None
    if isinstance(found, bool) or not isinstance(found, int | float) or not 0 <= found <= 1:
        raise broken(host, f"`{key}` is no share between 0 and 1")
    return float(found)


def assertion(told: Any, host: str, source: str) -> Assertion:
    """An assertion of the national protocol. Raises RemoteError that names what is wrong."""
    if not isinstance(told, dict):
        raise broken(host, "an assertion is no object")
    accession, version = text(told, "accession", host), count(told, "version", host)
    if not accession or not version:
        raise broken(host, "an assertion without accession or version")
    assembly, place = _place(told, host)
    criteria = tuple(_criterion(one, host) for one in told.get("criteria") or ())
    references = tuple(one for one in told.get("references") or () if isinstance(one, str))
    decided = told.get("decided")
    return Assertion(
        accession, version, assembly, *place, **{name: text(told, name, host) for name in _TEXTS},  # type: ignore[arg-type]
        lifted=_lifted(told, host), hgnc_id=count(told, "hgnc_id", host), stars=count(told, "stars", host),
        criteria=criteria, references=references, source=source, withdrawn=told.get("withdrawn") is True,
        decided=decided if isinstance(decided, bool) else None,
    )  # fmt: skip


def _place(told: dict[str, Any], host: str) -> tuple[str, Place]:
    assembly, chrom = text(told, "assembly", host), text(told, "chrom", host)
    pos, ref, alt = count(told, "pos", host), text(told, "ref", host), text(told, "alt", host)
    if assembly not in BUILDS or chrom is None or pos is None or not ref or not alt:
        raise broken(host, "an assertion without a place")
    if not 1 <= pos <= (chromosome_length(assembly, chrom) or 0) or max(len(ref), len(alt)) > LONGEST_ALLELE:
        raise broken(host, "an assertion at a place that there is not")
    return assembly, Place(chrom, *trim(pos, ref, alt))


def _lifted(told: dict[str, Any], host: str) -> Place | None:
    parts = (text(told, "lifted", host) or "").split("-")
    if len(parts) != len(Place._fields) or not parts[1].isdecimal():
        return None
    return Place(parts[0], int(parts[1]), parts[2], parts[3])


def _criterion(told: Any, host: str) -> Criterion:
    if not isinstance(told, dict):
        raise broken(host, "a criterion is no object")
    return Criterion(text(told, "code", host) or "", text(told, "strength", host) or "", text(told, "reason", host))


def broken(host: str, what: str) -> RemoteError:
    """The error for an answer that is not what the protocol says."""
    return RemoteError(f"{host} breaks the protocol: {what}", hint="its part of the answer is left out")
