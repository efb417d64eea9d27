"""The regions of a BED without a VCF beside it, and how much of a stretch regions cover."""

from bisect import bisect_left
from collections.abc import Iterable
from pathlib import Path

from gmstool.errors import MismatchError
from gmstool.genome import Region, bare, chromosome_length
from gmstool.vcf import bed


def read_bed(path: Path, build: str) -> list[Region]:
    """Regions with bare contig names, in the file's order. Raises PanelError, or MismatchError on another build."""
    return of_build(bed.read(path), path, build)


def of_build(found: bed.Bed, path: Path, build: str) -> list[Region]:
    """The regions of a BED that was read. Raises MismatchError where one lies beyond the build."""
    regions = [line.region._replace(chrom=bare(line.region.chrom)) for line in found.lines]
    for one in regions:
        length = chromosome_length(build, one.chrom)
        if length is not None and one.end > length:
            raise MismatchError(
                f"{path}: {one.chrom}:{one.start}-{one.end} lies beyond the end of the contig in {build}",
                hint="name the BED file's build with --assembly",
            )
    return regions


class Covered:
    """Merged regions, asked how much of a stretch they cover."""

    def __init__(self, regions: Iterable[Region]) -> None:
        self._by_contig: dict[str, list[Region]] = {}
        for one in merged(regions):
            self._by_contig.setdefault(one.chrom, []).append(one)

    def touches(self, chrom: str, start: int, end: int) -> bool:
        """Whether a stretch overlaps a region."""
        here = self._by_contig.get(chrom, [])
        at = bisect_left(here, start, key=lambda region: region.end)
        return at < len(here) and here[at].start <= end

    def inside(self, wanted: Region) -> list[Region]:
        """The parts of a stretch that are covered, in order."""
        here = self._by_contig.get(wanted.chrom, [])
        parts = []
        for one in here[bisect_left(here, wanted.start, key=lambda region: region.end) :]:
            if one.start > wanted.end:
                break
            parts.append(Region(one.chrom, max(one.start, wanted.start), min(one.end, wanted.end)))
        return parts

    def gaps(self, wanted: Region) -> list[Region]:
        """The parts of a stretch that are not covered, in order."""
        found, at = [], wanted.start
        for one in self.inside(wanted):
            if one.start > at:
                found.append(Region(wanted.chrom, at, one.start - 1))
            at = one.end + 1
        return [*found, Region(wanted.chrom, at, wanted.end)] if at <= wanted.end else found


def merged(regions: Iterable[Region]) -> list[Region]:
    """Sorted regions; those that touch or overlap are one."""
    found: list[Region] = []
    for one in sorted(regions):
        last = found[-1] if found else None
        if last and one.chrom == last.chrom and one.start <= last.end + 1:
            found[-1] = last._replace(end=max(last.end, one.end))
        else:
            found.append(one)
    return found


def bases(regions: Iterable[Region]) -> int:
    """How many bases regions hold together, where none overlap."""
    return sum(one.end - one.start + 1 for one in regions)
