"""A BED file in the other build: 0-based half-open in the file, 1-based inclusive in here."""

import gzip
from pathlib import Path
from typing import BinaryIO, cast

from gmstool.errors import InputError
from gmstool.genome import Region, bare
from gmstool.liftover.records import written
from gmstool.liftover.run import Failures, Result, check_names, failures_file
from gmstool.liftover.sorting import Sorter
from gmstool.reference.liftover import Chains, Failure, LiftedRegion, Reason, chains, other_build
from gmstool.vcf.text import open_binary, sniffed

FAILURE_COLUMNS = ("chrom", "start", "end", "name")
STRAND, BLOCKS = 5, 12  # place of the strand; number of columns of a BED with blocks
_HEADS = ("#", "track", "browser")
_TURNED = {"+": "-", "-": "+"}


def lift_bed(path: Path, output: BinaryIO, folder: Path | None, to: str, failures: Path) -> Result:
    """Write the regions that have a place in the build `to`, sorted there, and list the others."""
    heads, rows = read_rows(path)
    check_names([cells[0] for _, cells in rows], str(path))
    result = Result()
    sorter = Sorter(folder)
    try:
        with failures_file(failures, FAILURE_COLUMNS, result) as listed:
            for _, cells in rows:
                _lift(cells, chains(other_build(to)), sorter, listed)
        result.lifted = len(sorter)
        output.write("".join(heads).encode())
        output.writelines(sorter.lines())
    finally:
        sorter.close()
    return result


def _lift(cells: list[str], from_chains: Chains, sorter: Sorter, failures: Failures) -> None:
    found = lift_cells(from_chains, cells)
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


def lift_cells(from_chains: Chains, cells: list[str]) -> LiftedRegion | Failure:
    """The region of a BED line; a BED does not say whether its chrM is rCRS, so in GRCh37 only MT is."""
    chrom = bare(cells[0])
    if chrom == "MT" and from_chains.source == "GRCh37" and cells[0] != "MT":
        return Failure(Reason.OTHER_MITOCHONDRIA)
    return from_chains.region(Region(chrom, int(cells[1]) + 1, int(cells[2])))


def read_rows(path: Path) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """Head lines, and the cells of each region with its line number. Raises InputError."""
    with open_binary(path) as handle:
        _, buffers = sniffed(handle, str(path))
        text = b"".join(buffers).decode("utf-8", "replace")
    lines = [(number, line.rstrip("\r")) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
    heads = [f"{line}\n" for _, line in lines if line.startswith(_HEADS)]
    return heads, [(number, _cells(path, number, line)) for number, line in lines if not line.startswith(_HEADS)]


def _cells(path: Path, number: int, line: str) -> list[str]:
    cells = line.split("\t") if "\t" in line else line.split()
    if len(cells) < 3 or not (cells[1].isdigit() and cells[2].isdigit()) or int(cells[1]) >= int(cells[2]):  # noqa: PLR2004
        raise InputError(
            f"{path}, line {number}: expected contig, start and a larger end, found `{line[:60]}`",
            hint="BED columns are separated by tabs; start is 0-based",
        )
    if len(cells) >= BLOCKS and cells[9].isdigit():
        raise InputError(
            f"{path}, line {number}: a BED with blocks (12 columns) is not lifted",
            hint=f"lift its regions: cut -f1-6 {path.name}",
        )
    return cells


def open_output(path: Path, *, packed: bool) -> BinaryIO:
    """Open a BED output, compressed if asked; the same regions give the same bytes."""
    return cast("BinaryIO", gzip.GzipFile(path, "wb", mtime=0)) if packed else path.open("wb")
