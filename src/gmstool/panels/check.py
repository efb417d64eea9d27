"""What a person must know of a panel before it is used: rows without a certain gene, old names, rows that repeat."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from gmstool.genome import BUILDS, chromosome_length
from gmstool.panels.header import counted, short
from gmstool.panels.model import Panel
from gmstool.panels.rows import INHERITANCE
from gmstool.panels.verdicts import Verdict, release, verdicts
from gmstool.reference import bundle, withdrawn
from gmstool.reference import genes as reference

Level = Literal["ok", "notice", "error"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One row of a panel and what is to be said of it."""

    level: Level
    written: str
    status: str
    hgnc_id: int | None
    symbol: str | None
    candidates: tuple[str, ...]
    told: str


def findings(panel: Panel) -> list[Finding]:
    """A finding for every row: genes first, then regions and STR loci."""
    found = verdicts(panel)
    times = Counter(one.hgnc_id for one in found if one.hgnc_id is not None)
    return [*(_of_gene(one, times) for one in found), *_of_regions(panel), *_of_loci(panel)]


def summary(panel: Panel, found: list[Finding]) -> str:
    """The panel, and how its symbols resolve."""
    order = ("approved", "previous", "alias", "ambiguous", "withdrawn", "unknown")
    counts = Counter(one.status for one in found)
    told = ", ".join(f"{counts[status]} {status}" for status in order if counts[status])
    sections = ((panel.regions, "region", "regions"), (panel.loci, "STR locus", "STR loci"))
    rest = "".join(f", {len(rows)} {one if len(rows) == 1 else several}" for rows, one, several in sections if rows)
    genes = counted(len(panel.genes), "gene")
    return f"{panel.told()}\n{genes} ({told or 'none'}){rest}, by {release()}"


def _of_gene(one: Verdict, times: Counter[int]) -> Finding:
    told = [one.problem + one.near, one.notice]
    if one.status in ("previous", "alias") and (also := withdrawn.by_name(one.gene.symbol)):
        told.append(f"check that {also.told}, withdrawn, is not meant")
    if one.hgnc_id is not None and times[one.hgnc_id] > 1:
        told.append(f"{one.symbol} stands {times[one.hgnc_id]} times in the panel")
    if odd := _of_inheritance(one.gene.inheritance):
        told.append(f"{short(one.gene.written)}: {odd}")
    text = "; ".join(filter(None, told))
    level: Level = "error" if one.problem else "notice" if text else "ok"
    return Finding(level, one.gene.written, one.status, one.hgnc_id, one.symbol, one.candidates, text)


def _of_inheritance(said: str) -> str:
    """Words for the mode of inheritance that nothing reads."""
    odd = [word.strip() for word in said.split(",") if word.strip() not in ("", *INHERITANCE)]
    return f"inheritance `{short(', '.join(odd))}` is none of {', '.join(INHERITANCE)}" if odd else ""


def _of_regions(panel: Panel) -> Iterator[Finding]:
    for one in panel.regions:
        told = ""
        for build in BUILDS:
            place = one.place(build)
            if place and place.end > (chromosome_length(build, place.chrom) or 0):
                told = f"{one.name} lies beyond the end of chromosome {place.chrom} in {build}"
        odd = _of_inheritance(one.inheritance)
        level: Level = "error" if told else "notice" if odd else "ok"
        yield Finding(level, one.name, "region", None, None, (), told or (f"{one.name}: {odd}" if odd else ""))


def _of_loci(panel: Panel) -> Iterator[Finding]:
    known = set(bundle.table("str_loci")["locus"]) if panel.loci and "str_loci" in bundle.tables() else set()
    for one in panel.loci:
        stated = None if one.hgnc_id is None else reference.resolve(f"HGNC:{one.hgnc_id}")
        if stated is not None and stated.hgnc_id is None:
            told = f"the HGNC id {one.hgnc_id} of the STR locus {one.name} is no known gene"
            yield Finding("error", one.name, "str", None, None, (), told)
        elif one.name not in known and one.grch38 is one.grch37 is None:
            told = f"nothing says where the STR locus {one.name} lies"
            yield Finding("notice", one.name, "str", None, None, (), told)
        else:
            odd = _of_inheritance(one.inheritance)
            told = f"{one.name}: {odd}" if odd else ""
            yield Finding("notice" if odd else "ok", one.name, "str", one.hgnc_id, one.symbol or None, (), told)
