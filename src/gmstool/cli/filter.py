"""`gms filter`: a VCF against panels, consequences, frequencies."""

from pathlib import Path
from typing import Annotated

import typer

from gmstool.cli import filter_options as of_filter
from gmstool.cli.asking import STDOUT, Force, Meta, Quiet, Text
from gmstool.cli.console import Talk
from gmstool.cli.filter_files import Job
from gmstool.errors import UsageError
from gmstool.filters.options import Options


def _presets(incomplete: str) -> list[str]:
    from gmstool.filters.presets import shipped

    return [name for name in shipped() if name.startswith(incomplete)]


def command(
    files: Annotated[
        list[str] | None, typer.Argument(help="VCF or BCF files, - for standard input.", metavar="FILE...")
    ] = None,
    pass_only: Annotated[bool, typer.Option("--pass", help="Keep records whose FILTER is PASS.")] = False,
    min_qual: of_filter.MinQual = None,
    min_dp: of_filter.MinDp = None,
    min_gq: of_filter.MinGq = None,
    min_vaf: of_filter.MinVaf = None,
    sample: Annotated[Text, typer.Option(help="The sample that counts.")] = None,
    ped: of_filter.Ped = None,
    trio: of_filter.Trio = None,
    proband: of_filter.Proband = None,
    model: of_filter.Model = None,
    sv: of_filter.Sv = None,
    min_parent_dp: of_filter.MinParentDp = None,
    min_parent_gq: of_filter.MinParentGq = None,
    mosaic_below: of_filter.MosaicBelow = None,
    regions: Annotated[Path | None, typer.Option(help="BED file: keep variants that overlap.")] = None,
    panel: of_filter.Panels = None,
    genes: of_filter.Genes = None,
    allow_unknown_genes: of_filter.AllowUnknownGenes = False,
    impact: of_filter.Impact = None,
    consequence: of_filter.Consequence = None,
    transcripts: of_filter.Transcripts = None,
    max_af: of_filter.MaxAf = None,
    max_local_af: of_filter.MaxLocalAf = None,
    max_hom: of_filter.MaxHom = None,
    af_field: of_filter.AfField = None,
    clinvar: of_filter.Clinvar = None,
    where: of_filter.Where = None,
    preset: Annotated[
        Text,
        typer.Option(help="Preset name, TOML file, or hydra-genetics filter YAML.", autocompletion=_presets),
    ] = None,
    show_preset: Annotated[bool, typer.Option("--show-preset", help="Print the preset and end.")] = False,
    unknown: of_filter.Unknown = None,
    soft: Annotated[bool, typer.Option("--soft", help="Tag FILTER instead of dropping.")] = False,
    managed: Annotated[
        Path | None, typer.Option(help="The site's known variants (Scout list or VCF), always kept.")
    ] = None,
    fasta: Annotated[
        Path | None, typer.Option(help="Reference FASTA with .fai: known variants are compared left-aligned.")
    ] = None,
    no_rescue: Annotated[bool, typer.Option("--no-rescue", help="Turn the safety net off.")] = False,
    rescue_outside_panel: of_filter.RescueOutsidePanel = False,
    output: Annotated[Text, typer.Option("-o", "--output", help="Output file, - for standard output.")] = None,
    out_dir: Annotated[Path | None, typer.Option(help="Folder for the outputs of several files.")] = None,
    format_: Annotated[Text, typer.Option("--format", help="vcf, vcf.gz, bcf, tsv, csv, jsonl or parquet.")] = None,
    ledger: Annotated[Path | None, typer.Option(help="What became of every allele: .parquet or .tsv.")] = None,
    research: Annotated[Path | None, typer.Option(help="Write what passed everything except the panel.")] = None,
    consent_research: Annotated[
        bool, typer.Option("--consent-research", help="The patient has consented to research (for --research).")
    ] = False,
    meta: Meta = None,
    fail_if_empty: Annotated[bool, typer.Option("--fail-if-empty", help="Exit with 4 when nothing is left.")] = False,
    reader: of_filter.Reader = "auto",
    threads: Annotated[int, typer.Option(help="Reading processes, 0 for automatic.")] = 0,
    force: Force = False,
    quiet: Quiet = False,
    verbose: Annotated[
        bool, typer.Option("-v", "--verbose", help="Say which reader, keys and sources were used.")
    ] = False,
) -> None:
    """Filter a VCF against gene panels, consequences and frequencies, and say what became of every allele.

    Without any filter option everything passes through (a converter).

    Examples:
      gms filter trio.vcf.gz --panel myeloid-eln2022 --impact HIGH,MODERATE --max-af 0.01 -o kept.vcf.gz

      gms filter trio.vcf.gz --preset rare-disease --sample child --ledger run.parquet -o kept.tsv

      gms filter tumour.vcf --format tsv -o - | cut -f1-8

    """
    from gmstool.filters import presets

    if show_preset:
        print(presets.text(preset or ""), end="")
        return
    options = of_filter.asked(
        preset, reader, threads, no_rescue=no_rescue,
        pass_only=pass_only, min_qual=min_qual, min_dp=min_dp, min_gq=min_gq, min_vaf=min_vaf, sample=sample, ped=ped,
        trio=trio, proband=proband, model=model, sv=sv, min_parent_dp=min_parent_dp, min_parent_gq=min_parent_gq,
        mosaic_below=mosaic_below, regions=regions, panel=panel, genes=genes, allow_unknown_genes=allow_unknown_genes,
        impact=impact, consequence=consequence, transcripts=transcripts, max_af=max_af, max_local_af=max_local_af,
        max_hom=max_hom, af_field=af_field, clinvar=clinvar, where=where, unknown=unknown, managed=managed, fasta=fasta,
        rescue_outside_panel=rescue_outside_panel, soft=soft,
    )  # fmt: skip
    _refuse_same([output, ledger, research, meta])
    _check(options, files, research, consent_research)
    job = Job(options, Talk(quiet=quiet, verbose=verbose), force, format_, ledger, research, meta, fail_if_empty)
    names = files or []
    if out_dir is None and len(names) == 1:
        job.one(names[0], output)
    elif out_dir is None:
        raise UsageError("name one FILE, or several with --out-dir", hint="`gms filter --help` has examples")
    else:
        job.many(names, out_dir)


def _refuse_same(outputs: list[str | Path | None]) -> None:
    given = [Path(one).absolute() for one in outputs if one is not None and str(one) != STDOUT]
    twice = next((one for one in given if given.count(one) > 1), None)
    if twice is not None:
        raise UsageError(f"two outputs are written to {twice.name}", hint="name different files")


def _check(options: Options, files: list[str] | None, research: Path | None, consent: bool) -> None:
    if not files:
        raise UsageError("name at least one FILE", hint="`gms filter --help` has examples")
    if research and not consent:
        raise UsageError(
            "--research writes variants outside the clinical panel",
            hint="add --consent-research when the patient has consented to research",
        )
    if research and not (options.panel or options.genes):
        raise UsageError("--research needs --panel or --genes: without a panel nothing is outside it")
    of_filter.check_filters(options)
