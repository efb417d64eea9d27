"""loqusdb's export: how many individuals of a centre carry a variant, SNVs and SVs with their own numbers of cases.

Obs counts individuals, Hom and Hem those of them; the rest are heterozygous. Source: loqusdb, `loqusdb export`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gmstool.knowledge.importing.found import Found, Reader
from gmstool.knowledge.importing.vcf_info import Header, Record, records

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gmstool.knowledge.importing.found import Settings
    from gmstool.knowledge.importing.lines import Line


def _fits(head: str) -> bool:
    return bool(re.search(r"^##INFO=<ID=Obs,", head, re.MULTILINE) and re.search(r"^##NrCases=", head, re.MULTILINE))


def read(lines: Iterable[Line], settings: Settings) -> Iterator[Found]:
    """The numbers of each variant."""
    header = Header()
    total: str | None = None
    for one in records(lines, header):
        if isinstance(one, Found):
            yield one
            continue
        total = total or header.value("NrCases")
        yield _of_record(one, total, header.build() or settings.assembly)


def _of_record(record: Record, total: str | None, assembly: str | None) -> Found:
    try:
        seen, hom, hemi = (int(record.info.get(key, "0")) for key in ("Obs", "Hom", "Hem"))
        cases = int(total) if total else None
    except ValueError:
        return Found(record.line, problem="a count is no whole number")
    if "Obs" not in record.info or min(seen, hom, hemi) < 0 or hom + hemi > seen:
        return Found(record.line, problem="Obs is missing or smaller than Hom and Hem together")
    if cases is not None and seen > cases:
        return Found(record.line, problem=f"more observations than the {cases} cases of ##NrCases")
    is_sv = "SVTYPE" in record.info
    facts = {
        "assembly": assembly, "chrom": record.chrom, "pos": record.pos, "ref": record.ref, "alt": record.alt,
        "het": seen - hom - hemi, "hom": hom, "hemi": hemi, "total": cases, "kind": "sv" if is_sv else "snv",
        "source_id": f"END={record.info['END']}" if is_sv and record.info.get("END", "").isdecimal() else None,
    }  # fmt: skip
    return Found(record.line, facts, counts=True)


READER = Reader("loqusdb", "loqusdb export", _fits, read, lambda _head: "loqusdb", needs_lab=True)
