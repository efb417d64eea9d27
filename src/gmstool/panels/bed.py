"""BED files without a VCF beside them: 0-based half-open in the file, 1-based inclusive regions from here on."""

from bisect import bisect_left
from collections.abc import Iterable
from pathlib import Path

from gmstool.errors import MismatchError, PanelError
from gmstool.genome import Region, bare, chromosome_length
from gmstool.vcf.text import open_binary, sniffed

_SKIPPED = ("#", "track", "browser")


def read_bed(path: Path, build: str) -> list[Region]:
    """Regions with bare contig names, in the file's order. Raises PanelError, or MismatchError on another build."""
    lines = ((number, line) for number, line in enumerate(_text(path).splitlines(), 1) if line.strip())
    regions = [_region(line, f"{path}, line {number}") for number, line in lines if not line.startswith(_SKIPPED)]
    if not regions:
        raise PanelError(f"the BED file {path} has no regions")
    for one in regions:
        length = chromosome_length(build, one.chrom)
        if length is not None and one.end > length:
            raise MismatchError(
                f"{path}: {one.chrom}:{one.start}-{one.end} lies beyond the end of the contig in {build}",
                hint="name the BED file's build with --assembly",
            )
    return regions


def _text(path: Path) -> str:
    """The text of a plain or gzipped file."""
    with open_binary(path) as handle:
        if not handle.read(1):
            return ""
        handle.seek(0)
        _, buffers = sniffed(handle, str(path))
        return b"".join(buffers).decode("utf-8", "replace")


def _region(line: str, where: str) -> Region:
    cells = line.split("\t") if "\t" in line else line.split()
    if len(cells) < 3 or not (cells[1].isdecimal() and cells[2].isdecimal()):  # noqa: PLR2004  contig, start, end
        raise PanelError(
            f"{where}: expected contig, start and end, found `{line[:60]}`",
            hint="BED columns are separated by tabs; start is 0-based",
        )
    start, end = int(cells[1]) + 1, int(cells[2])
    if start > end:
        raise PanelError(f"{where}: the end {end} is not after the start {start - 1}")
    return Region(bare(cells[0]), start, end)


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
    return sum(one.end - one.start + 1 for one in regions)
