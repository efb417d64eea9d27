"""`gms liftover`: variants and regions of GRCh37 in GRCh38, and the other way."""

import contextlib
import re
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gmstool.cli import meta
from gmstool.cli.asking import STDOUT, Force, Quiet, build_of, target_of
from gmstool.cli.console import Talk
from gmstool.errors import InputError, UsageError
from gmstool.genome import bare

if TYPE_CHECKING:
    from gmstool.liftover.run import Result
    from gmstool.liftover.variants import Base
    from gmstool.vcf.source import VcfSource

PARTS = 4  # of CHROM-POS-REF-ALT


def command(
    to: Annotated[str, typer.Option("--to", help="The build to lift to: GRCh37 or GRCh38.")],
    file: Annotated[
        str | None, typer.Argument(help="VCF, BCF or BED (.bed, .bed.gz), - for a VCF on standard input.")
    ] = None,
    variant: Annotated[str | None, typer.Option(help="One variant CHROM-POS-REF-ALT instead of a file.")] = None,
    output: Annotated[str | None, typer.Option("-o", "--output", help="Output file, - for standard output.")] = None,
    failures: Annotated[
        Path | None, typer.Option(help="What could not be lifted, as TSV [default: OUTPUT.failures.tsv].")
    ] = None,
    fasta: Annotated[
        Path | None, typer.Option(help="Reference FASTA of the target with .fai: reference alleles are compared.")
    ] = None,
    force: Force = False,
    quiet: Quiet = False,
    verbose: Annotated[bool, typer.Option("-v", "--verbose", help="Say which alignment was used.")] = False,
) -> None:
    """Lift variants or regions between GRCh37 and GRCh38; what has no sure place there is listed with the reason.

    Examples:
      gms liftover old.vcf.gz --to GRCh38 --fasta GRCh38.fa -o new.vcf.gz

      gms liftover design.bed --to GRCh37 -o design.grch37.bed

      gms liftover --variant 7-140453136-A-T --to GRCh38

    """
    build = build_of(to, "to")
    if (file is None) == (variant is None):
        raise UsageError("name one FILE or one --variant", hint="`gms liftover --help` has examples")
    job = _Job(build, fasta, Talk(quiet=quiet, verbose=verbose), force)
    if variant is not None:
        if failures is not None or target_of(output) is not None:
            raise UsageError("--variant prints one line and writes no file", hint="leave -o and --failures out")
        print(job.variant(variant))
    else:
        job.file(file or STDOUT, output, failures)


class _Job:
    """The parts of a run that are the same for a variant, a VCF and a BED."""

    def __init__(self, to: str, fasta: Path | None, talk: Talk, force: bool) -> None:
        self.to, self.fasta, self.talk, self.force = to, fasta, talk, force

    def variant(self, text: str) -> str:
        """One variant in the other build, spelled like the given one."""
        from gmstool.liftover.records import written
        from gmstool.liftover.variants import lift_variant
        from gmstool.reference.liftover import Failure, Reason, chains, other_build

        name, position, ref, alt = _parts(text)
        source = other_build(self.to)
        unsure = bare(name) == "MT" and name.lower().startswith("chr") and source == "GRCh37"
        found = (
            Failure(Reason.OTHER_MITOCHONDRIA)
            if unsure
            else lift_variant(chains(source), bare(name), position, ref, (alt,), self._base())
        )
        if isinstance(found, Failure):
            detail = f" ({found.detail})" if found.detail else ""
            raise InputError(f"{text} of {source} has no place in {self.to}: {found.reason}{detail}")
        if found.checked:
            self.talk.note("REF is that of the target's sequence")
        else:
            self.talk.warn("REF was not compared with the target's sequence: give it with --fasta")
        chrom = written(found.chrom, name.encode()).decode()
        return "-".join((chrom, str(found.pos), found.ref, *found.alts))

    def file(self, name: str, output: str | None, failures: Path | None) -> None:
        """A VCF or BED file."""
        from gmstool import identity
        from gmstool.files import check_new

        if name != STDOUT and not Path(name).exists():
            raise InputError(f"{name} does not exist", hint="check the path; `-` reads standard input")
        target = target_of(output)
        if failures is None and target is None:
            raise UsageError("standard output leaves no place for the failures", hint="add --failures FILE, or -o FILE")
        listed = failures or Path(f"{target}.failures.tsv")
        self._refuse_same(name, target, listed)
        for path in (target, listed):
            if path is not None:
                identity.check(path.name, "the name of an output file")
                check_new(path, force=self.force)
        bed = name.lower().endswith((".bed", ".bed.gz"))
        result = self._bed(Path(name), target, listed) if bed else self._vcf(name, target, listed)
        self._tell(name, result, listed, bed=bed)

    def _refuse_same(self, name: str, target: Path | None, listed: Path) -> None:
        for path in (target, listed):
            if path is not None and path.exists() and name != STDOUT and Path(name).exists() and path.samefile(name):
                raise UsageError(f"the output {path} is the input", hint="name another output file")
        if target is not None and target.absolute() == listed.absolute():
            raise UsageError(f"two outputs are written to {target.name}", hint="name different files")

    def _bed(self, path: Path, target: Path | None, listed: Path) -> "Result":
        from gmstool.files import atomic
        from gmstool.liftover.bed import lift_bed, open_output

        if self.fasta:
            raise UsageError("--fasta is for variants: regions have no reference allele")
        if target is None:
            return lift_bed(path, sys.stdout.buffer, None, self.to, listed)
        with atomic(target) as part, open_output(part, packed=target.name.lower().endswith(".gz")) as handle:
            return lift_bed(path, handle, target.parent, self.to, listed)

    def _vcf(self, name: str, target: Path | None, listed: Path) -> "Result":
        from gmstool import identity
        from gmstool.liftover.vcf import kind_of
        from gmstool.vcf.source import open_vcf

        kind = kind_of(target)
        source = open_vcf(name)
        try:
            identity.check("\n".join(source.header.samples), "the sample names of the VCF")
            with self.talk.progress(Path(name).name) as progress:
                return self._written(source, target, kind, listed, progress)
        finally:
            source.close()

    def _written(
        self, source: "VcfSource", target: Path | None, kind: str, listed: Path, progress: Callable[[float], None]
    ) -> "Result":
        from gmstool import provenance
        from gmstool.files import atomic
        from gmstool.liftover.vcf import Output, lift_file, provenance_lines
        from gmstool.vcf.write import write_index

        facts = provenance.essentials(source.header, source.name, source.size, ())
        lines = provenance.header_lines(facts) | provenance_lines(self.to, self.fasta)
        base, start = self._base(), time.monotonic()
        checksum = provenance.Checksum(source.path if target else None)
        with atomic(target) if target else contextlib.nullcontext() as part:
            result = lift_file(source, self.to, base, Output(part, kind, lines), listed, progress)
        if target and kind == "vcf.gz":
            write_index(target)
        if target:
            told = {**facts, **provenance_lines(self.to, self.fasta), "result": result.data()}
            meta.write(meta.beside(target), told, checksum, start)
        return result

    def _base(self) -> "Base | None":
        if self.fasta is None:
            return None
        from gmstool.liftover.run import check_fasta
        from gmstool.vcf.fasta import Reference

        base = Reference(self.fasta).base
        check_fasta(base, self.to, self.fasta)
        return base

    def _tell(self, name: str, result: "Result", listed: Path, *, bed: bool) -> None:
        from gmstool.reference import bundle
        from gmstool.reference.liftover import TABLE

        for warning in result.warnings:
            self.talk.warn(warning)
        if not bed and self.fasta is None:
            self.talk.warn("reference alleles were not compared with the target's sequence: give it with --fasta")
        if failed := sum(result.failed.values()):
            self.talk.warn(f"{failed:,} of {failed + result.lifted:,} could not be lifted: see {listed}")
        self.talk.note(f"alignment: {bundle.release(TABLE)}")
        self.talk.funnel(f"{name} in {self.to}:", result.counts())


def _parts(text: str) -> tuple[str, int, str, str]:
    """Chromosome, position, REF and ALT of a variant that may be lifted. Raises UsageError."""
    example = "for example 7-140453136-A-T"
    parts = text.replace(":", "-").split("-")
    if len(parts) != PARTS or not re.fullmatch("[0-9]{1,10}", parts[1]) or not (parts[2] and parts[3]):
        raise UsageError(f"`{text[:60]}` is not CHROM-POS-REF-ALT", hint=example)
    ref, alt = parts[2].upper(), parts[3].upper()
    if not set(ref + alt) <= set("ACGTN"):
        raise UsageError(f"`{text[:60]}`: its alleles are no bases", hint=example)
    if ref == alt:
        raise UsageError(f"`{text[:60]}`: REF and ALT are the same", hint=example)
    return parts[0], int(parts[1]), ref, alt
