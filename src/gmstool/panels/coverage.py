"""What of a panel a design or a file reaches: coding exons covered by a BED, genes with records of a VCF."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from gmstool.errors import MismatchError
from gmstool.genome import Region, bare
from gmstool.panels.bed import Covered, bases
from gmstool.panels.exons import Parts, parts
from gmstool.panels.model import Panel
from gmstool.panels.verdicts import Verdict, verdicts
from gmstool.reference import genes as reference


@dataclass(frozen=True, slots=True)
class Reach:
    """One gene of a panel against a BED. `covered` is None where the gene has no known place in the build."""

    symbol: str
    hgnc_id: int | None
    basis: str
    transcript: str
    length: int
    covered: int | None
    gaps: tuple[Region, ...]

    @property
    def fraction(self) -> float | None:
        """The covered share; None where the gene has no known place."""
        return None if self.covered is None else self.covered / self.length


@dataclass(frozen=True, slots=True)
class Seen:
    """One gene of a panel against a VCF. `records` is None where the gene has no known place in the build."""

    symbol: str
    hgnc_id: int | None
    records: int | None


def by_bed(panel: Panel, regions: Iterable[Region], build: str) -> list[Reach]:
    """What of each gene the regions cover, in the panel's order."""
    found, covered = _genes(panel), Covered(regions)
    known = parts(build, [one.hgnc_id for one in found if one.hgnc_id is not None])
    return [_reach(one, known.get(one.hgnc_id or 0), covered) for one in found]


def by_vcf(panel: Panel, path: Path, build: str | None) -> tuple[str, list[Seen]]:
    """The build, and how many records lie in each gene's span, in the panel's order; an index spares reading all."""
    from gmstool.vcf.source import Question, open_vcf

    source = open_vcf(str(path), "auto", 1)
    try:
        build = _agreed(build, source.header.build.build, path)
        found = _genes(panel)
        counter = _Counter(reference.spans(build, tuple(one.hgnc_id for one in found if one.hgnc_id is not None)))
        for chunk, _ in source.chunks(Question(regions=counter.regions)):
            for line in chunk.lines:
                counter.add(*_place(line))
    finally:
        source.close()
    return build, [Seen(_symbol(one), one.hgnc_id, counter.counts.get(one.hgnc_id or 0)) for one in found]


def _agreed(asked: str | None, stated: str | None, path: Path) -> str:
    if asked and stated and asked != stated:
        raise MismatchError(f"{path} is on {stated}, not on {asked}", hint="leave --assembly out: the header says it")
    build = asked or stated
    if build is None:
        raise MismatchError(f"the header of {path} does not tell its build", hint="name it with --assembly")
    return build


class _Counter:
    """Counts the records in each gene's span."""

    def __init__(self, spans: Mapping[int, tuple[reference.Span, ...]]) -> None:
        self.counts = dict.fromkeys(spans, 0)
        self.regions = [Region(*place) for places in spans.values() for place in places]
        self._near = Covered(self.regions)
        self._genes: dict[str, list[tuple[int, int, int]]] = {}
        for hgnc_id, places in spans.items():
            for chrom, start, end in places:
                self._genes.setdefault(chrom, []).append((start, end, hgnc_id))

    def add(self, chrom: str, start: int, end: int) -> None:
        if not self._near.touches(chrom, start, end):
            return
        for hgnc_id in {one for first, last, one in self._genes[chrom] if first <= end and start <= last}:
            self.counts[hgnc_id] += 1


def _place(line: bytes) -> tuple[str, int, int]:
    """Where a record lies, by POS and REF."""
    chrom, pos, _, ref, _ = line.split(b"\t", 4)
    start = int(pos)
    return bare(chrom.decode("utf-8", "replace")), start, start + len(ref) - 1


def _genes(panel: Panel) -> list[Verdict]:
    """One verdict per gene, in the panel's order; rows without a certain gene stay, with no place."""
    return list({one.hgnc_id or one.gene.written: one for one in reversed(verdicts(panel))}.values())[::-1]


def _reach(one: Verdict, wanted: Parts | None, covered: Covered) -> Reach:
    if wanted is None:
        return Reach(_symbol(one), one.hgnc_id, "", "", 0, None, ())
    length = bases(wanted.regions)
    inside = sum(bases(covered.inside(region)) for region in wanted.regions)
    gaps = tuple(gap for region in wanted.regions for gap in covered.gaps(region))
    return Reach(_symbol(one), one.hgnc_id, wanted.basis, wanted.transcript, length, inside, gaps)


def _symbol(one: Verdict) -> str:
    return one.symbol or one.gene.written
