"""`gms family`: does a pedigree fit its samples, and how is it drawn."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gmstool.cli import console
from gmstool.cli.console import Talk
from gmstool.errors import UsageError

if TYPE_CHECKING:
    from gmstool.family.check import FamilyReport
    from gmstool.family.figure import Marks
    from gmstool.family.pedigree import Pedigree

app = typer.Typer(name="family", help="Check families against their genotypes, and draw them.", no_args_is_help=True)
TRIO = 3
CONTRADICTION = 1


@app.command("check")
def check(
    vcf: Annotated[str, typer.Argument(help="VCF or BCF with the family's samples, - for standard input.")],
    ped: Annotated[Path | None, typer.Argument(help="PED file.")] = None,
    trio: Annotated[str | None, typer.Option(help="CHILD,MOTHER,FATHER instead of a PED file.")] = None,
    log: Annotated[Path | None, typer.Option(help="Write the report here instead of standard error.")] = None,
    format_: Annotated[
        str, typer.Option("--format", help="text, or json: to standard output where no --log is named.")
    ] = "text",
    force: Annotated[bool, typer.Option("--force", help="Replace an existing log.")] = False,
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="Say nothing on standard error.")] = False,
) -> int:
    """Compare genetic sex and parentage with the pedigree; exit 1 where they contradict.

    The report is for the laboratory's own log. It names the numbers and what may explain them, and belongs in no
    clinical report.

    Examples:
      gms family check trio.vcf.gz trio.ped

      gms family check trio.vcf.gz --trio child,mother,father --format json

    """
    from gmstool import identity
    from gmstool.files import check_new

    if format_ not in ("text", "json"):
        raise UsageError(f"--format {format_} is not known", hint="formats: text, json")
    pedigree = _pedigree(ped, trio)
    if log is not None:
        identity.check(log.name, "the name of an output file")
        check_new(log, force=force)
    report = _report(vcf, pedigree, Talk(quiet=quiet, verbose=False))
    _hand_out(report, log, as_json=format_ == "json", quiet=quiet)
    return CONTRADICTION if report.contradictions else 0


def _report(vcf: str, pedigree: "Pedigree", talk: Talk) -> "FamilyReport":
    from gmstool import identity
    from gmstool.family.check import check_family
    from gmstool.vcf.source import open_vcf

    for warning in pedigree.warnings:
        talk.warn(warning)
    source = open_vcf(vcf)
    try:
        identity.check("\n".join((*source.header.samples, *pedigree.individuals)), "the sample names")
        if not any(name in pedigree for name in source.header.samples):
            samples = ", ".join(source.header.samples[:8]) or "none"
            raise UsageError(f"no individual of {pedigree.name} is a sample of {vcf}", hint=f"samples: {samples}")
        with talk.progress(Path(vcf).name) as progress:
            report = check_family(source, pedigree, progress)
        for warning in source.warnings:
            talk.warn(warning)
        return report
    finally:
        source.close()


def _hand_out(report: "FamilyReport", log: Path | None, *, as_json: bool, quiet: bool) -> None:
    import json

    from gmstool.files import atomic

    text = json.dumps(report.as_data(), indent=2, ensure_ascii=False) if as_json else "\n".join(report.lines())
    if log is not None:
        with atomic(log) as part:
            part.write_text(text + "\n")
    elif as_json:
        print(text)
    elif not quiet:
        console.plain(text)


def _pedigree(ped: Path | None, trio: str | None) -> "Pedigree":
    from gmstool.family import pedigree

    if (ped is None) == (trio is None):
        raise UsageError("name a PED file or --trio", hint="`gms family check VCF --trio CHILD,MOTHER,FATHER`")
    if ped is not None:
        return pedigree.read_ped(ped)
    names = [name.strip() for name in (trio or "").split(",")]
    if len(names) != TRIO or not names[0] or len(set(names) - {""}) < 2:  # noqa: PLR2004  # a child and a parent
        raise UsageError(f"--trio {trio} names no trio", hint="--trio CHILD,MOTHER,FATHER; a parent may be left empty")
    return pedigree.trio(names[0], names[1] or None, names[2] or None)


@app.command("figure")
def figure(
    ped: Annotated[Path, typer.Argument(help="PED file.")],
    vcf: Annotated[Path | None, typer.Option(help="VCF or BCF: with --variant, who is tested and who carries.")] = None,
    variant: Annotated[str | None, typer.Option(help="CHROM-POS-REF-ALT in --vcf, written below each person.")] = None,
    output: Annotated[str | None, typer.Option("-o", "--output", help="SVG file, - for standard output.")] = None,
    family: Annotated[str | None, typer.Option(help="Family of a PED file with several.")] = None,
    proband: Annotated[str | None, typer.Option(help="The proband, who gets the arrow.")] = None,
    tested: Annotated[str | None, typer.Option(help="Who was tested: names with commas.")] = None,
    carriers: Annotated[str | None, typer.Option(help="Carriers without the disease: names with commas.")] = None,
    deceased: Annotated[str | None, typer.Option(help="Who has died: names with commas.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace an existing file.")] = False,
) -> None:
    """Draw a family with the standard symbols, as SVG.

    Examples:
      gms family figure trio.ped --proband child --tested child,mother,father -o trio.svg

      gms family figure trio.ped --vcf trio.vcf.gz --variant chr12-102840493-G-A -o trio.svg

    """
    from gmstool import identity
    from gmstool.family.figure import Marks, pedigree_svg
    from gmstool.family.pedigree import read_ped
    from gmstool.files import atomic, check_new

    whole = read_ped(ped)
    identity.check("\n".join(whole.individuals), "the names of the pedigree")
    drawn = _one_family(whole, family)
    marks = Marks(proband, _names(tested), _names(carriers), _names(deceased))
    if vcf is not None or variant is not None:
        marks = _by_variant(drawn, vcf, variant, marks)
    drawing = pedigree_svg(drawn, marks)
    if output in (None, "-"):
        sys.stdout.write(drawing)
        return
    target = Path(output or "")
    identity.check(target.name, "the name of an output file")
    check_new(target, force=force)
    with atomic(target) as part:
        part.write_text(drawing)


def _by_variant(pedigree: "Pedigree", vcf: Path | None, variant: str | None, marks: "Marks") -> "Marks":
    """Who was tested and who carries, as the genotypes of one variant tell, beside those named."""
    from dataclasses import replace

    from gmstool.family.one_variant import genotypes

    if vcf is None or variant is None:
        raise UsageError("--vcf and --variant belong together", hint="--vcf trio.vcf.gz --variant chr12-102840493-G-A")
    found = genotypes(vcf, variant, pedigree)
    return replace(
        marks,
        tested=(*marks.tested, *(name for name in found.tested if name not in marks.tested)),
        carriers=(*marks.carriers, *(name for name in found.carriers if name not in marks.carriers)),
        genotypes=found.texts,
    )


def _one_family(pedigree: "Pedigree", family: str | None) -> "Pedigree":
    if family is None:
        return pedigree
    if family not in pedigree.families:
        raise UsageError(f"{pedigree.name} has no family `{family}`", hint=f"families: {', '.join(pedigree.families)}")
    return pedigree.family_of(pedigree.families[family][0].id)


def _names(text: str | None) -> tuple[str, ...]:
    return tuple(name.strip() for name in (text or "").split(",") if name.strip())
