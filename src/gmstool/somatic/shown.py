"""What the outputs show of a tumour's rows: the table for people, objects of JSON lines, columns of Parquet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gmstool.classify.shown import known as clinvar_entry
from gmstool.classify.verdicts import strength
from gmstool.sentences import catalogue, say
from gmstool.somatic.criteria import BY_CODE, CODES
from gmstool.somatic.judging import key, label

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
NUMBERS = (*PLACE, *OF_GENE, *CALLS, *SEEN, "oncogenicity", "points", "criteria", "conflict", *TIER)


def somatic_class(name: str, language: str) -> str:
    """The name of a class of oncogenicity; it has no number in Sweden."""
    return name if language == "en" else str(catalogue()["somatic_classes"].get(name, name))


class Words:
    """How rows are told: language, rule set, the tumour type and the layers of the run."""

    def __init__(self, language: str, rules: RuleSet, tumour_type: str | None, layers: list[str]) -> None:
        self.language, self.rules, self.tumour_type = language, rules, tumour_type
        self.layers = [self.marked(one) for one in layers]

    def say(self, text: object) -> str:
        return say(str(text), self.language)

    def marked(self, text: str) -> str:
        """A source or layer, its mark of what nobody has reviewed in the language."""
        return text.replace("[not reviewed]", f"[{self.say('not reviewed')}]")

    def label(self, code: str) -> str:
        return label(code, self.rules)

    def codes(self, row: dict[str, Any]) -> str:
        """The criteria that count, as people write them."""
        return ",".join(_relabelled(one, self) for one in (row["codes"] or "").split(",") if one)


def for_people(row: dict[str, Any], words: Words) -> dict[str, str]:
    """One line of the table for people."""
    fraction, depth = row["tumour_vaf"], row["tumour_depth"]
    told = {
        **{name: row[name] for name in FOR_PEOPLE if name in row},
        "vaf": None if fraction is None else f"{fraction:.4g}", "depth": depth,
        "oncogenicity": somatic_class(row["classification"], words.language), "criteria": words.codes(row),
        "evidence": "; ".join(item(one, words) for one in row["evidence"]),
        "escat": escat(row["escat"]), "why_tier": row["tier_reason"] and words.say(row["tier_reason"]),
        "notes": "; ".join(map(words.say, row["notes"])),
        "prompts": "; ".join(words.say(one.told) for one in row["prompts"]),
        "known": known(row), "reason": _reason(row, words), "layers": "; ".join(words.layers),
    }  # fmt: skip
    return {name: "" if told.get(name) is None else str(told[name]) for name in FOR_PEOPLE}


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


def _reason(row: dict[str, Any], words: Words) -> str:
    """Each criterion that is met with its reason; then which are not assessed, so that nobody reads them as not met."""
    parts = [words.say(f"kept: {row['rescued']}")] if row["rescued"] else []
    for code in CODES:
        if row[code]:
            gone = f" [{words.say('displaced by')} {words.label(row[f'{code}_by'])}]" if row[f"{code}_by"] else ""
            parts.append(f"{words.label(code)}{gone}: {words.say(row['reasons'][code])}")
    open_ = [words.label(code) for code in CODES if row[code] is None]
    if open_:
        parts.append(f"{words.say('not assessed')}: {', '.join(open_)}")
    return "; ".join(parts)


def json_object(row: dict[str, Any], words: Words) -> dict[str, Any]:
    """One row as the object of a JSON line: the fields of the germline rows, and those of a tumour."""
    return {
        **{name: row[name] for name in (*PLACE, *OF_GENE)},
        **dict.fromkeys(GERMLINE),
        "oncogenicity": row["classification"], "points": row["points"], "conflict": row["conflict"],
        **{name: row[name] for name in TIER}, "tier_reason": row["tier_reason"],
        "evidence": row["evidence"],
        "prompts": [
            {"kind": one.kind, "because": words.say(one.told), "source": words.marked(one.source)}
            for one in row["prompts"]
        ],
        "notes": [words.say(one) for one in row["notes"]],
        "tumour_type": words.tumour_type, "vaf": row["tumour_vaf"], "dp": row["tumour_depth"],
        **{name: row[name] for name in (*CALLS, *SEEN)}, "callers": callers(row["callers"]),
        "known": clinvar_entry(row), "rules": words.rules.label,
        "criteria": list(criteria(row, words)), "layers": words.layers,
    }  # fmt: skip


def criteria(row: dict[str, Any], words: Words) -> Iterator[dict[str, Any]]:
    """All criteria of one row: met, not met or not assessed; what gave way keeps its verdict and counts nothing."""
    for code in CODES:
        signed, by = row[code], row[f"{code}_by"]
        yield {
            "code": words.label(code), "key": key(code, words.rules), "means": BY_CODE[code].meaning,
            "strength": str(strength(code, signed)) if signed else None,
            "verdict": "not_assessed" if signed is None else "met" if signed else "not_met",
            "suppressed_by": words.label(by) if by else None,
            "points": 0 if by else signed,
            "because": words.say(row["reasons"][code]), "sources": [BY_CODE[code].source],
        }  # fmt: skip


def item(one: dict[str, Any], words: Words) -> str:
    """An item of evidence in one line: level and kind, what it says, for which tumour, by whom, whether reviewed."""
    about = one["drug"] or one["indication"]
    drug = f": {words.say(about)}" if about else ""
    council = f"NT-rådet: {one['nt_council'] or words.say('not entered')}" if one["drug"] else None
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
