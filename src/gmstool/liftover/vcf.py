"""A whole VCF in the other build."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from gmstool import provenance
from gmstool.errors import MismatchError, UsageError
from gmstool.genome import chromosome_length
from gmstool.liftover.records import RecordLifter, written
from gmstool.liftover.run import Failures, Result, check_names, failures_file
from gmstool.liftover.sorting import CHROMOSOMES, Sorter
from gmstool.liftover.variants import Base
from gmstool.reference import bundle
from gmstool.reference.liftover import TABLE, Failure, chains, other_build
from gmstool.vcf.header import Header, parse_header
from gmstool.vcf.source import Question, VcfSource
from gmstool.vcf.write import VcfWriter, new_header

FAILURE_COLUMNS = ("chrom", "pos", "id", "ref", "alt")
KINDS = ("vcf", "vcf.gz", "bcf")
Progress = Callable[[float], None]


@dataclass(slots=True)
class Output:
    """Where lifted records go: `path` None is standard output."""

    path: Path | None
    kind: str
    provenance: dict[str, str]


def kind_of(path: Path | None) -> str:
    """The kind of VCF that an output's suffix names; VCF on standard output. Raises UsageError."""
    found = [kind for kind in KINDS if path is None or path.name.lower().endswith(f".{kind}")]
    if not found:
        raise UsageError(f"a VCF is lifted to a VCF, not to {path}", hint=f"use .{', .'.join(KINDS)}")
    return found[0]


def lift_file(
    source: VcfSource, to: str, base: Base | None, output: Output, failures: Path, progress: Progress
) -> Result:
    """Write the records that have a place in the build `to`, sorted there, and list the others."""
    header = source.header
    check_names(list(header.contigs), source.name)
    result = Result(warnings=checked_build(header, to, source.name))
    sorter = Sorter(output.path.parent if output.path else None)
    try:
        with failures_file(failures, FAILURE_COLUMNS, result) as listed:
            _lift(source, RecordLifter(chains(other_build(to)), header, base), sorter, listed, progress)
            names = list(header.contigs) or [line.split(b"\t", 1)[0].decode() for line in islice(sorter.lines(), 1)]
            lifted = parse_header(target_header(header, to, names), source.name)
            _write(lifted, sorter, output)
    finally:
        sorter.close()
    return result


def _write(header: Header, sorter: Sorter, output: Output) -> None:
    writer = VcfWriter(output.path, output.kind, sys.stdout.buffer)
    writer.header(new_header(header, output.provenance, (), {}))
    for line in sorter.lines():
        writer.record(line)
    writer.close()


def _lift(source: VcfSource, lift: RecordLifter, sorter: Sorter, failures: Failures, progress: Progress) -> None:
    result = failures.result
    for chunk, done in source.chunks(Question()):
        for line in chunk.lines:
            placed = lift(line)
            if isinstance(placed, Failure):
                failures.add(_cells(line), placed)
            else:
                sorter.add(placed.chrom, placed.pos, placed.line)
                result.turned += placed.turned
        progress(done)
    result.lifted = len(sorter)


def _cells(line: bytes) -> list[str]:
    return line.decode("utf-8", "replace").split("\t", 5)[:5]


def checked_build(header: Header, to: str, name: str) -> list[str]:
    """Refuse a file that is of the target build already; warn where nothing tells the build."""
    found = header.build
    if found.build == to:
        raise MismatchError(f"{name} is of {to} already ({found.source})", hint=f"--to {other_build(to)}?")
    warnings = []
    if found.build is None:
        warnings.append(f"nothing in the header tells the build of {name}: it is taken to be {other_build(to)}")
    if header.annotation:
        keys = ", ".join(str(key) for key in header.annotation)
        warnings.append(f"the annotation ({keys}) still describes {other_build(to)}: annotate the lifted file again")
    return warnings


def target_header(header: Header, to: str, names: list[str]) -> bytes:
    """The input's header with the contigs of the target, named like the input's; ##reference keeps its text aside."""
    lines = header.text.rstrip(b"\r\n").split(b"\n")
    columns = lines.pop()
    kept = [
        line.replace(b"##reference=", b"##gms_lifted_from_reference=", 1) if line.startswith(b"##reference=") else line
        for line in lines
        if not line.startswith(b"##contig=")
    ]
    like = next((name for name in names if name[:3].lower() == "chr"), "1").encode()
    end = b"\r" if header.newline == b"\r\n" else b""
    return b"\n".join([*kept, *(line + end for line in contig_lines(to, like)), columns, b""])


def contig_lines(build: str, like: bytes) -> list[bytes]:
    """One ##contig line per chromosome of a build, in the naming style of a contig."""
    named = {chrom: written(chrom, like).decode() for chrom in CHROMOSOMES}
    return [
        f"##contig=<ID={named[chrom]},length={chromosome_length(build, chrom)},assembly={build}>".encode()
        for chrom in CHROMOSOMES
    ]


def provenance_lines(to: str, fasta: Path | None) -> dict[str, str]:
    """What the lift-over adds to the header: builds, releases of the alignment, and whether REF was compared."""
    checked = f'"{provenance.quoted(fasta.name)}"' if fasta else "no"
    release = bundle.release(TABLE)
    return {"gms_liftover": f'<from={other_build(to)},to={to},alignment="{release}",reference_checked={checked}>'}
