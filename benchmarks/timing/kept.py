"""Do all tools keep the same records?"""

from dataclasses import dataclass
from pathlib import Path

from timing.contenders import BCFTOOLS_REGIONS, CYVCF2, LIMIT
from timing.rounds import Measurement

Kept = dict[tuple[str, ...], bool]  # CHROM, POS, REF, ALT → has an entry a frequency of exactly the limit?

REFERENCES = (CYVCF2, BCFTOOLS_REGIONS)


@dataclass(frozen=True, slots=True)
class Comparison:
    """One tool's records beside those of the reference in its group."""

    records: int
    note: str


def compare(measurements: list[Measurement]) -> dict[str, Comparison]:
    """By contender name, for the measurements of one group."""
    kept = {m.contender.name: read_kept(m.contender.output) for m in measurements if m.contender.output and m.median}
    reference = next((name for name in (*REFERENCES, *kept) if name in kept), None)
    if reference is None:
        return {}
    return {name: Comparison(len(records), _note(name, reference, kept)) for name, records in kept.items()}


def read_kept(output: Path) -> Kept:
    """Distinct records: bcftools writes one line per matching CSQ entry."""
    kept: Kept = {}
    column = -1
    with output.open(encoding="utf-8") as lines:
        for line in lines:
            if line.startswith("##INFO=<ID=CSQ,"):
                column = line.partition("Format: ")[2].split('"')[0].split("|").index("gnomADg_AF")
            elif not line.startswith("#"):
                chrom, position, _, ref, alt, _, _, info, _ = line.split("\t", 8)
                kept[chrom, position, ref, alt] = _at_limit(info, column)
    return kept


def _at_limit(info: str, column: int) -> bool:
    """A frequency of exactly the limit is kept by gms, and not by the strict `<` of the peers."""
    entries = info.partition("CSQ=")[2].partition(";")[0].split(",")
    return any(float(entry.split("|")[column] or "nan") == float(LIMIT) for entry in entries)


def _note(name: str, reference: str, kept: dict[str, Kept]) -> str:
    extra, lacking = _beyond(kept[name], kept[reference]), _beyond(kept[reference], kept[name])
    if name == reference:
        return "the reference"
    if not extra and not lacking:
        return f"the same as {reference}"
    parts = [_part(sign, records) for sign, records in (("+", extra), ("-", lacking)) if records]
    return f"{', '.join(parts)} against {reference}"


def _beyond(one: Kept, other: Kept) -> Kept:
    return {key: at_limit for key, at_limit in one.items() if key not in other}


def _part(sign: str, records: Kept) -> str:
    examples = ", ".join("-".join(key) for key in list(records)[:3])
    return f"{sign}{len(records)} ({sum(records.values())} with a frequency of exactly {LIMIT}; {examples})"
