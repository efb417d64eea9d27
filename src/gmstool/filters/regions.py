"""The regions of a BED that belongs to a VCF."""

from pathlib import Path

from gmstool.errors import MismatchError
from gmstool.genome import Region, bare, chromosome_length, contig_style
from gmstool.vcf import bed
from gmstool.vcf.header import Header


def read_bed(path: Path, header: Header) -> list[Region]:
    """Regions of a BED file that fits the VCF's contig names and build. Raises PanelError or MismatchError."""
    regions = [line.region for line in bed.read(path).lines]
    _check_names(regions, path, header)
    _check_present(regions, path, header)
    _check_build(regions, path, header)
    return regions


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
