"""Single values of a row, checked and in the words of the model. Each raises WordError for what the model lacks."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from gmstool.knowledge.importing import words
from gmstool.knowledge.importing.words import WordError
from gmstool.knowledge.model import BAND_NAMES, Criterion, band, quarter
from gmstool.reference import genes

if TYPE_CHECKING:
    from collections.abc import Mapping

LONGEST_TEXT: Final = 2_000
_RSID = re.compile(r"rs\d{1,12}")


@lru_cache(maxsize=1 << 16)
def gene_of(hgnc_id: str | None, symbol: str | None) -> tuple[int | None, str | None]:
    """A gene by its HGNC id or symbol; a symbol that means no one gene stays as it is written."""
    if not hgnc_id and not symbol:
        return None, None
    number = str(hgnc_id or "").upper().removeprefix("HGNC:")
    if hgnc_id and (not number.isascii() or not number.isdecimal() or len(number) > 7):  # noqa: PLR2004
        raise WordError("hgnc_id: not a number, with or without HGNC:")
    found = genes.resolve(f"HGNC:{number}" if hgnc_id else str(symbol))
    if found.hgnc_id is None:
        return (int(number) if hgnc_id else None), symbol
    return found.hgnc_id, found.symbol


def text_of(told: Mapping[str, Any], name: str, longest: int) -> str | None:
    """A printable text of at most so many letters; None where it is empty. Raises WordError."""
    value = told.get(name)
    if not value:
        return None
    text = str(value)
    if len(text) > longest:
        raise WordError(f"{name}: longer than {longest:,} letters")
    if not text.isprintable():
        raise WordError(f"{name}: holds control characters")
    return text


def criteria_of(value: Any) -> tuple[Criterion, ...]:
    """ACMG/AMP criteria, written as codes or as objects. Raises WordError."""
    if not value:
        return ()
    if isinstance(value, str):
        return words.criteria(value)
    if not isinstance(value, list) or not all(isinstance(one, dict) and one.get("code") for one in value):
        raise WordError("criteria: neither codes nor a list of objects with code, strength and reason")
    return tuple(_criterion(one) for one in value)


def _criterion(one: Mapping[str, Any]) -> Criterion:
    written = f"{one['code']}_{one['strength']}" if one.get("strength") else str(one["code"])
    parsed = words.criteria(written)
    if len(parsed) != 1:
        raise WordError("criteria: an object names one code")
    reason = text_of(one, "reason", LONGEST_TEXT)
    return parsed[0]._replace(reason=reason)


def references_of(value: Any) -> tuple[str, ...]:
    """References, written as a list or in one text."""
    return words.references(";".join(map(str, value)) if isinstance(value, list) else str(value)) if value else ()


def quarter_of(told: Mapping[str, Any]) -> str | None:
    """The quarter that is stated, or that of the stated day: a store keeps no days. Raises WordError."""
    value = told.get("quarter") or told.get("date")
    if not value:
        return None
    found = quarter(str(value).strip())
    if found is None:
        raise WordError("date: neither a day such as 2026-09-30 nor a quarter such as 2026Q3")
    return found


def number_of(told: Mapping[str, Any], name: str, most: int) -> int | None:
    """A whole number up to `most`; None where it is not stated. Raises WordError."""
    value = told.get(name)
    if value is None:
        return None
    if not str(value).isdecimal() or int(str(value)[:4]) > most:
        raise WordError(f"{name}: not a whole number from 0 to {most}")
    return int(value)


def cases_of(value: Any) -> str | None:
    """A count as a band; a band stays one."""
    if value is None:
        return None
    text = str(value)
    if text.isascii() and text.isdecimal():
        return band(int(text[:9]))
    if text not in BAND_NAMES:
        raise WordError("cases: neither a count nor a band such as 1-4")
    return text


def rsid_of(value: Any) -> str | None:
    """An rs number; None for anything else."""
    text = str(value or "").lower()
    return text if _RSID.fullmatch(text) else None
