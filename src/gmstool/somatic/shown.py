"""What the outputs show of a tumour's rows: the table for people, objects of JSON lines, columns of Parquet."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from gmstool.classify.verdicts import strength
from gmstool.sentences import catalogue, say
from gmstool.somatic.criteria import BY_CODE, CODES
from gmstool.somatic.judging import key, label
from gmstool.somatic.tier_reasons import NT_COUNCIL
from gmstool.somatic.tumour_types import name_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gmstool.rules.model import RuleSet

PLACE = ("variant", "chrom", "pos", "ref", "alt", "assembly")
OF_GENE = ("gene", "hgnc_id", "transcript", "hgvsc", "hgvsp", "consequence")
GERMLINE = ("condition", "mondo", "moi", "validity", "classification")  # fields of the germline rows: null here
CALLS = tuple(
    f"{role}_{name}"
    for role in ("tumour", "normal")
    for name in ("vaf", "depth", "ref_reads", "alt_reads", "forward", "reverse")
)
TIER = ("tier", "level", "escat", "tier_if_reviewed", "level_if_reviewed")
PIPELINE = ("artifact", "artifact_median", "artifact_nr_sd", "panel_median", "position_nr_sd", "local_obs", "clin_obs",
            "cosmic_count", "myeloid_germline")  # fmt: skip  # INFO of the GMS pipelines
SEEN = ("vaf_of_tumour_cells", "change", "event", "rescued", "callers", "filter", "hotspot", "af", "af_status",
        "swegen_af", *PIPELINE)  # fmt: skip
FOR_PEOPLE = (
    "variant", "gene", "hgvsc", "hgvsp", "consequence", "vaf", "depth", "tier", "level", "tier_if_reviewed",
    "level_if_reviewed", "escat", "why_tier",
    "oncogenicity", "points", "criteria", "prompts", "notes", "reason", "evidence", "known", "layers",
)  # fmt: skip
_PERCENT = re.compile(r"(?<=\d)\.(?=\d+ %)")
NUMBERS = (*PLACE, *OF_GENE, *CALLS, *SEEN, "oncogenicity", "points", "criteria", "conflict", *TIER)


def somatic_class(name: str, language: str) -> str:
    """The name of a class of oncogenicity; it has no number in Sweden."""
    return name if language == "en" else str(catalogue()["somatic_classes"].get(name, name))


class Words:
    """How rows are told: language, rule set, the tumour type and the layers of the run."""

    def __init__(self, language: str, rules: RuleSet, tumour_type: str | None, layers: list[str]) -> None:
        self.language, self.rules, self.tumour_type = language, rules, tumour_type
        self._named = layers
        self.layers = [self.marked(one) for one in layers]

    def translated(self, language: str) -> Words:
        """The same in another language."""
        return Words(language, self.rules, self.tumour_type, self._named)

    @property
    def named_tumour(self) -> str:
        """The tumour type as people read it: `LUAD (Adenokarcinom i lunga)`."""
        code, bar, name = (self.tumour_type or "").partition(" (")
        told = name_in(code, self.language) or name.removesuffix(")")
        return f"{code}{bar}{told})" if bar else code

    def say(self, text: object) -> str:
        """A text in the language; percentages with its decimal sign."""
        told = say(str(text), self.language)
        return told if self.language == "en" else _PERCENT.sub(",", told)

    def marked(self, text: str) -> str:
        """A source or layer, its mark of what nobody has reviewed in the language."""
        return self.say(text.removesuffix(" [not reviewed]")) + (
            f" [{self.say('not reviewed')}]" if text.endswith("[not reviewed]") else ""
        )

    def label(self, code: str) -> str:
        return label(code, self.rules)

    def codes(self, text: str | None) -> str:
        """The criteria that count, as people write them."""
        return ",".join(_relabelled(one, self) for one in (text or "").split(",") if one)


def callers(text: str | None) -> str | None:
    """The callers' names; BALSAMIC and the like write the path of each caller's file behind a bar."""
    return ",".join(one.partition("|")[0] for one in text.split(",")) if text else None


def known(row: dict[str, Any]) -> str | None:
    """The file's own ClinVar entry (germline classification) and COSMIC's count: shown, never evidence."""
    told = []
    if row["clinvar_significance"]:
        stars = "" if row["clinvar_stars"] is None else f" ({row['clinvar_stars']} stars)"
        told = [f"{row['clinvar_significance']}{stars}"]
    if row["cosmic_count"] is not None:
        told.append(f"COSMIC {row['cosmic_count']}")
    return "; ".join(told) or None


def reason(code: str, by: str | None, told: str, words: Words) -> str:
    """A criterion that is met with its reason, and what has displaced it."""
    gone = f" [{words.say('displaced by')} {words.label(by)}]" if by else ""
    return f"{words.label(code)}{gone}: {words.say(told)}"


def criteria(row: dict[str, Any], words: Words) -> Iterator[dict[str, Any]]:
    """All criteria of one row: met, not met or not assessed; what gave way keeps its verdict and counts nothing."""
    return (criterion(code, row[code], row[f"{code}_by"], row["reasons"][code], words) for code in CODES)


def criterion(code: str, signed: int | None, by: str | None, because: str, words: Words) -> dict[str, Any]:
    """One criterion: its signed points, what displaces it, and why."""
    return {
        "code": words.label(code), "key": key(code, words.rules), "means": BY_CODE[code].meaning,
        "strength": str(strength(code, signed)) if signed else None,
        "verdict": "not_assessed" if signed is None else "met" if signed else "not_met",
        "suppressed_by": words.label(by) if by else None,
        "points": 0 if by else signed,
        "because": words.say(because), "sources": [BY_CODE[code].source],
    }  # fmt: skip


def item(one: dict[str, Any], words: Words) -> str:
    """An item of evidence in one line: level and kind, what it says, for which tumour, by whom, whether reviewed."""
    about = one["drug"] or one["indication"]
    drug = f": {words.say(about)}" if about else ""
    council = words.say(NT_COUNCIL.format(one["nt_council"] or "not known")) if one["drug"] else None
    line = ", ".join(filter(None, (one["regulators"], words.say(one["line"] or ""), council)))
    reviewed = "" if one["reviewed"] else f" [{words.say('not reviewed')}]"
    source = ", ".join(filter(None, (one["source"], one["date"])))
    told = f"{one['level']} {words.say(one['type'])}, {words.say(one['direction'] or '')}".rstrip(", ")
    where = f"{one['tumour_type']}{f'; {line}' if line else ''}"
    return f"{told}, {words.say(one['biomarker'])}{drug} ({where}) {source}{reviewed}"


def escat(found: list[dict[str, Any]]) -> str | None:
    """The suggested ranks with their drugs."""
    return "; ".join(f"{one['escat']} {one['drug']}" for one in found) or None


def _relabelled(text: str, words: Words) -> str:
    code, line, rest = text.partition("_")
    return f"{words.label(code)}{line}{rest}"
