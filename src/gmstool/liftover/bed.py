"""A BED file in the other build: 0-based half-open in the file, 1-based inclusive in here."""

import gzip
from pathlib import Path
from typing import BinaryIO, cast

from gmstool.errors import InputError
from gmstool.genome import bare
from gmstool.liftover.records import written
from gmstool.liftover.run import Failures, Result, check_names, failures_file
from gmstool.liftover.sorting import Sorter
from gmstool.reference.liftover import Chains, Failure, LiftedRegion, Reason, chains, other_build
from gmstool.vcf.bed import Bed, Line, read

FAILURE_COLUMNS = ("chrom", "start", "end", "name")
STRAND, BLOCKS = 5, 12  # place of the strand; number of columns of a BED with blocks
_BLOCK_COUNT = 9  # its place
_TURNED = {"+": "-", "-": "+"}


def lift_bed(path: Path, output: BinaryIO, folder: Path | None, to: str, failures: Path) -> Result:
    """Write the regions that have a place in the build `to`, sorted there, and list the others."""
    bed = checked(path)
    result = Result()
    sorter = Sorter(folder)
    try:
        with failures_file(failures, FAILURE_COLUMNS, result) as listed:
            for line in bed.lines:
                _lift(line, chains(other_build(to)), sorter, listed)
        result.lifted = len(sorter)
        output.write("".join(f"{head}\n" for head in bed.heads).encode())
        output.writelines(sorter.lines())
    finally:
        sorter.close()
    return result


def checked(path: Path) -> Bed:
    """A BED that can be lifted. Raises PanelError, InputError or MismatchError."""
    bed = read(path)
    for line in bed.lines:
        if len(line.cells) >= BLOCKS and line.cells[_BLOCK_COUNT].isdecimal():
            raise InputError(
                f"{path}, line {line.number}: a BED with blocks (12 columns) is not lifted",
                hint=f"lift its regions: cut -f1-6 {path.name}",
            )
    check_names([line.region.chrom for line in bed.lines], str(path))
    return bed


def _lift(line: Line, from_chains: Chains, sorter: Sorter, failures: Failures) -> None:
    found, cells = lift_line(from_chains, line), line.cells
    if isinstance(found, Failure):
        failures.add([*cells[:3], cells[3] if len(cells) > 3 else ""], found)  # noqa: PLR2004
        return
    chrom, start, end = found.region
    new = [written(chrom, cells[0].encode()).decode(), str(start - 1), str(end), *cells[3:]]
    if found.strand < 0:
        failures.result.turned += 1
        if len(new) > STRAND:
            new[STRAND] = _TURNED.get(new[STRAND], new[STRAND])
    sorter.add(chrom, start, ("\t".join(new) + "\n").encode())


def lift_line(from_chains: Chains, line: Line) -> LiftedRegion | Failure:
    """The region of a BED line; a BED does not say whether its chrM is rCRS, so in GRCh37 only MT is."""
    name = line.region.chrom
    if bare(name) == "MT" and from_chains.source == "GRCh37" and name != "MT":
        return Failure(Reason.OTHER_MITOCHONDRIA)
    return from_chains.region(line.region._replace(chrom=bare(name)))


def open_output(path: Path, *, packed: bool) -> BinaryIO:
    """Open a BED output, compressed if asked; the same regions give the same bytes."""
    return cast("BinaryIO", gzip.GzipFile(path, "wb", mtime=0)) if packed else path.open("wb")
