"""Which regions of a panel were not covered: the panel's exons against a BED, or a BED of mosdepth.

mosdepth writes `per-base`, `quantized` and `regions` with a depth in the fourth column (quantized: `20:inf`), and
`thresholds` with a header and, for each region, how many of its bases reach 1X, 10X, 20X …
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gmstool.errors import InputError
from gmstool.genome import Region, bare
from gmstool.panels import coverage as panels_coverage
from gmstool.panels.model import load
from gmstool.vcf import bed

if TYPE_CHECKING:
    from pathlib import Path

    from gmstool.vcf.bed import Line

Gap = tuple[str, str, int | None]  # gene, region, bases


def gaps(path: Path, panel: str, build: str, least: int) -> list[Gap]:
    """Stretches of the panel's exons below `least` reads, in the panel's order. Raises GmsError."""
    if path.suffix == ".d4":
        raise InputError(
            f"{path}: d4 is not read directly", hint=f"write a BED first: `d4tools view {path} > coverage.bed`"
        )
    covered = covered_regions(path, least)
    found: list[Gap] = []
    for reach in panels_coverage.by_bed(load(panel), covered, build):
        if reach.covered is None:
            found.append((reach.symbol, "", None))
        found += [(reach.symbol, f"{one.chrom}:{one.start}-{one.end}", one.end - one.start + 1) for one in reach.gaps]
    return found


def covered_regions(path: Path, least: int) -> list[Region]:
    """What a file says is covered by `least` reads; every region of a plain BED. Raises InputError."""
    found = bed.read(path)
    heading = next((one for one in reversed(found.heads) if one.startswith("#chrom")), "").split()
    at = heading.index(f"{least}X") if f"{least}X" in heading else None
    if heading and at is None and any(one.endswith("X") for one in heading):
        raise InputError(f"{path} has no column {least}X", hint=f"run mosdepth with --thresholds 1,10,{least}")
    return [
        one.region._replace(chrom=bare(one.region.chrom))
        for one in found.lines
        if (_reaches(one, least, path) if at is None else _whole(one, at, path))
    ]


def _whole(line: Line, at: int, path: Path) -> bool:
    """Whether all bases of a region reach the depth of this column."""
    cells = line.cells
    if len(cells) <= at or not cells[at].isdecimal():
        raise InputError(f"{path}, line {line.number}: no number of bases in column {at + 1}")
    return int(cells[at]) >= line.region.end - line.region.start + 1


def _reaches(line: Line, least: int, path: Path) -> bool:
    """Whether a line's depth is enough; a plain BED has names or nothing there, and says covered by itself."""
    depth = line.cells[-1].partition(":")[0] if len(line.cells) > 3 else ""  # noqa: PLR2004  # contig, start, end
    try:
        return float(depth) >= least
    except ValueError:
        if depth == "NO_COVERAGE":
            return False
        if ":" in line.cells[-1]:
            raise InputError(f"{path}, line {line.number}: `{line.cells[-1]}` is no depth") from None
        return True
