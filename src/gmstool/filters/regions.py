"""BED files: 0-based half-open in the file, 1-based inclusive regions from here on."""

from pathlib import Path

from gmstool.errors import MismatchError, PanelError
from gmstool.genome import Region, bare, chromosome_length, contig_style
from gmstool.vcf.header import Header
from gmstool.vcf.text import open_binary, sniffed

_SKIPPED = ("#", "track", "browser")


def read_bed(path: Path, header: Header) -> list[Region]:
    """Regions of a BED file that fits the VCF's contig names and build. Raises PanelError or MismatchError."""
    with open_binary(path) as handle:
        _, buffers = sniffed(handle, str(path))
        text = b"".join(buffers).decode("utf-8", "replace")
    lines = ((number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip())
    regions = [_region(line, number, path) for number, line in lines if not line.startswith(_SKIPPED)]
    if not regions:
        raise PanelError(
            f"the BED file {path} has no regions",
            hint="one region a line: contig, start (0-based) and end, separated by tabs",
        )
    _check_names(regions, path, header)
    _check_present(regions, path, header)
    _check_build(regions, path, header)
    return regions


def _region(line: str, number: int, path: Path) -> Region:
    cells = line.split("\t") if "\t" in line else line.split()
    if len(cells) < 3 or not (cells[1].isdigit() and cells[2].isdigit()):  # noqa: PLR2004
        raise PanelError(
            f"{path}, line {number}: expected contig, start and end, found `{line[:60]}`",
            hint="BED columns are separated by tabs; start is 0-based",
        )
    start, end = int(cells[1]) + 1, int(cells[2])
    if start > end:
        raise PanelError(
            f"{path}, line {number}: the end {end} is not after the start {start - 1}",
            hint="BED starts are 0-based and ends are exclusive: the first base of a contig is 0 to 1",
        )
    return Region(cells[0], start, end)


def _check_names(regions: list[Region], path: Path, header: Header) -> None:
    ours, theirs = contig_style([region.chrom for region in regions]), contig_style(list(header.contigs))
    if ours and theirs and ours != theirs and "mixed" not in (ours, theirs):
        mend = "sed 's/^chr//'" if ours.startswith("chr") else "sed 's/^/chr/'"
        raise MismatchError(
            f"the contigs of {path} are named {ours}, those of the VCF {theirs}",
            hint=f"check that both are of the same build, then rename: {mend} {path.name}",
        )


def _check_present(regions: list[Region], path: Path, header: Header) -> None:
    known = {bare(name) for name in header.contigs}
    if known and not any(bare(region.chrom) in known for region in regions):
        raise MismatchError(
            f"no contig of {path} is in the VCF (first: {regions[0].chrom})",
            hint="`gms inspect FILE` shows how the contigs are named and of which build they are",
        )


def _check_build(regions: list[Region], path: Path, header: Header) -> None:
    build = header.build.build
    for region in regions if build else ():
        length = chromosome_length(build or "", region.chrom)
        if length is not None and region.end > length:
            raise MismatchError(
                f"{path}: {region.chrom}:{region.start}-{region.end} lies beyond the end of the contig in {build}",
                hint="is the BED file of another build?",
            )
