"""Words as laboratories write them, in the words of the model."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from gmstool.criteria.codes import ACMG, CodeError, parse
from gmstool.knowledge.model import AGGREGATES, CLASSES, Criterion, Origin

_SHORT: Final = {
    "p": "Pathogenic", "lp": "Likely pathogenic", "vus": "Uncertain significance", "lb": "Likely benign", "b": "Benign",
    "vous": "Uncertain significance", "uncertain": "Uncertain significance", "plp": AGGREGATES[0],
    "lpp": AGGREGATES[0], "blb": AGGREGATES[1], "lbb": AGGREGATES[1], "o": "Oncogenic", "lo": "Likely oncogenic",
    "5": "Pathogenic", "4": "Likely pathogenic", "3": "Uncertain significance", "2": "Likely benign", "1": "Benign",
    "variantofuncertainsignificance": "Uncertain significance", "unknownsignificance": "Uncertain significance",
    "conflictingclassificationsofpathogenicity": AGGREGATES[3],
    "conflictinginterpretationsofpathogenicity": AGGREGATES[3], "conflicting": AGGREGATES[3],
    "conflictingclassificationsofoncogenicity": AGGREGATES[3],
    "pathogeniclowpenetrance": "Pathogenic", "likelypathogeniclowpenetrance": "Likely pathogenic",
}  # fmt: skip
_LETTERS = re.compile(r"[^a-z0-9]+")
_CLASSES: Final = {_LETTERS.sub("", name.lower()): name for name in CLASSES} | _SHORT
_ORIGINS: Final[dict[str, Origin]] = {"germline": "germline", "somatic": "somatic", "constitutional": "germline"}
CONDITION: Final = re.compile(r"MONDO:\d{7}|ORPHA:\d{1,7}|OMIM:\d{6}|HP:\d{7}|MedGen:CN?\d{4,7}")
ONCOTREE: Final = re.compile(r"[A-Z][A-Z0-9_]{1,19}")  # codes of tumour types: OncoTree, "Tumor Types"
_REFERENCE = re.compile(
    r"(?:PMID:)?(\d{1,8})|(?:doi:|https?://(?:dx\.)?doi\.org/)?(10\.\d{4,9}/\S{1,200})", re.IGNORECASE
)
_SOMATIC_CODES: Final = (
    "OVS1", *(f"OS{n}" for n in range(1, 4)), *(f"OM{n}" for n in range(1, 5)), *(f"OP{n}" for n in range(1, 5)),
    "SBVS1", "SBS1", "SBS2", "SBP1", "SBP2",
)  # fmt: skip


class WordError(ValueError):
    """A value that is none of the model's words; the text says which column and what is expected."""


@lru_cache(maxsize=4096)
def classification(text: str) -> str:
    """One of model.CLASSES."""
    found = _CLASSES.get(_LETTERS.sub("", text.lower()))
    if found is None:
        raise WordError("classification: not a class such as Likely pathogenic, LP or 4")
    return found


def origin(text: str | None) -> Origin | None:
    """Germline or somatic; None where it is not stated. Raises WordError."""
    if not text:
        return None
    found = _ORIGINS.get(text.strip().lower())
    if found is None:
        raise WordError("origin: neither germline nor somatic")
    return found


def condition_id(text: str | None) -> str | None:
    """MONDO:0007947, ORPHA:558, OMIM:154700, or an OncoTree code."""
    if not text:
        return None
    named = text.strip().replace("Orphanet:", "ORPHA:").replace("MONDO:MONDO:", "MONDO:").replace("MIM:", "OMIM:")
    named = named.replace("OOMIM:", "OMIM:")
    if not CONDITION.fullmatch(named) and not ONCOTREE.fullmatch(named):
        raise WordError("condition_id: none of MONDO:0007947, ORPHA:558, OMIM:154700 or an OncoTree code")
    return named


@lru_cache(maxsize=65536)
def criteria(text: str) -> tuple[Criterion, ...]:
    """Codes with strengths, as `gms combine` reads them: PVS1;PM2_Supporting."""
    known = _SOMATIC_CODES if re.search(r"\b(?:O|SB)[A-Z]+\d", text.upper()) else ACMG
    try:
        return tuple(Criterion(one.code, str(one.strength)) for one in parse(text, known).evidence)
    except CodeError as error:
        raise WordError(f"criteria: {error.message}") from None


@lru_cache(maxsize=65536)
def references(text: str) -> tuple[str, ...]:
    """PMID:25741868 and DOI:10.1002/humu.23896, separated by semicolons, commas or spaces."""
    return tuple(dict.fromkeys(_reference(one) for one in re.split(r"[;,|\s]+", text) if one and one != "PMID:"))


def _reference(text: str) -> str:
    found = _REFERENCE.fullmatch(text)
    if found is None:
        raise WordError("references: neither a PMID nor a DOI")
    return f"PMID:{found[1]}" if found[1] else f"DOI:{found[2]}"
