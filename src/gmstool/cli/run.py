"""`gms run`: from a VCF to a summary, in one process."""

from __future__ import annotations

import contextlib
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gmstool.cli import filter_options as of_filter
from gmstool.cli import run_asked
from gmstool.cli.asking import Quiet, Text, arguments, refuse_empty
from gmstool.cli.classify_somatic import (
    Age,
    Asked,
    Assay,
    Calls,
    Established,
    Normal,
    Om3,
    Purity,
    Somatic,
    Synonymous,
    Target,
    Tumour,
    TumourType,
    refuse_germline,
    task_of,
)
from gmstool.cli.console import Talk, plain
from gmstool.errors import BatchError, EmptyResultError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gmstool.chain.wish import Stage, Wish

STAGES, ENDED = 6, 143


def command(
    file: Annotated[str, typer.Argument(help="Annotated VCF or BCF, - for standard input.", metavar="VCF")],
    output: Annotated[Path, typer.Option("-o", "--output", help="Folder for all results; it is made.", metavar="DIR")],
    panel: of_filter.Panels = None,
    genes: of_filter.Genes = None,
    preset: Annotated[Text, typer.Option(help="Filter preset: name or TOML file.")] = None,
    ped: of_filter.Ped = None,
    trio: of_filter.Trio = None,
    proband: of_filter.Proband = None,
    sample: Annotated[Text, typer.Option(help="The sample that counts.")] = None,
    case: Annotated[Path | None, typer.Option(help="Case file: `gms report --init rare -o case.toml`.")] = None,
    type_: Annotated[Text, typer.Option("--type", help="Type of the summary: rare, solid, haematology …")] = None,
    profile: Annotated[
        Text, typer.Option(help="What may be reported: diagnostic, prenatal, carrier …, or a site's own TOML file.")
    ] = None,
    template: Annotated[
        Path | None, typer.Option(help="The site's own template: .docx (edited in Word), .j2 (HTML) or .typ (PDF).")
    ] = None,
    lang: Annotated[Text, typer.Option(help="Language: sv or en; else the case file's, else sv.")] = None,
    report: Annotated[
        str, typer.Option(help="Summaries, separated by commas: html, md, pdf, docx, xlsx, json, fhir.json …")
    ] = "html,md",
    condition: Annotated[Text, typer.Option(help="The patient's condition: MONDO, OMIM or ORPHA id, or name.")] = None,
    moi: Annotated[Text, typer.Option(help="Its mode of inheritance: AD, AR, XL, XLD or XLR.")] = None,
    pass_only: Annotated[bool, typer.Option("--pass", help="Only records whose FILTER is PASS.")] = False,
    min_qual: of_filter.MinQual = None,
    min_dp: of_filter.MinDp = None,
    min_gq: of_filter.MinGq = None,
    min_vaf: of_filter.MinVaf = None,
    regions: Annotated[Path | None, typer.Option(help="BED file: only variants that overlap.")] = None,
    impact: of_filter.Impact = None,
    consequence: of_filter.Consequence = None,
    transcripts: of_filter.Transcripts = None,
    max_af: of_filter.MaxAf = None,
    max_local_af: of_filter.MaxLocalAf = None,
    max_hom: of_filter.MaxHom = None,
    af_field: of_filter.AfField = None,
    clinvar: of_filter.Clinvar = None,
    where: of_filter.Where = None,
    unknown: of_filter.Unknown = None,
    model: of_filter.Model = None,
    sv: of_filter.Sv = None,
    min_parent_dp: of_filter.MinParentDp = None,
    min_parent_gq: of_filter.MinParentGq = None,
    mosaic_below: of_filter.MosaicBelow = None,
    allow_unknown_genes: of_filter.AllowUnknownGenes = False,
    store: Annotated[
        Path | None,
        typer.Option(
            help="Knowledge base to ask; what persons confirmed in it is compared with, beside ClinVar "
            "[default to ask: in GMS_HOME; to compare with: none]."
        ),
    ] = None,
    snapshot: Annotated[Path | None, typer.Option(help="Folder of a snapshot that is asked too.")] = None,
    snapshot_key: Annotated[Path | None, typer.Option(help="Public key that must have signed it.")] = None,
    managed: Annotated[Path | None, typer.Option(help="The site's known variants, never filtered away.")] = None,
    no_rescue: Annotated[bool, typer.Option("--no-rescue", help="Turn the safety net of the filters off.")] = False,
    rescue_outside_panel: of_filter.RescueOutsidePanel = False,
    fasta: Annotated[
        Path | None, typer.Option(help="Reference FASTA with .fai: known variants are compared left-aligned.")
    ] = None,
    two_people: Annotated[
        bool, typer.Option("--two-people", help="A draft until two different people signed: a site's setting.")
    ] = False,
    fail_if_empty: Annotated[bool, typer.Option("--fail-if-empty", help="Exit with 4 when nothing is left.")] = False,
    reader: of_filter.Reader = "auto",
    threads: Annotated[int, typer.Option(help="Reading processes, 0 for automatic.")] = 0,
    force: Annotated[bool, typer.Option("--force", help="Replace an earlier run in DIR.")] = False,
    quiet: Quiet = False,
    verbose: Annotated[bool, typer.Option("-v", "--verbose", help="Say which sources were used.")] = False,
    somatic: Somatic = False,
    tumour: Tumour = None,
    normal: Normal = None,
    tumour_type: TumourType = None,
    purity: Purity = None,
    age: Age = None,
    established: Established = None,
    om3: Om3 = None,
    assay: Assay = None,
    calls: Calls = None,
    target: Target = None,
    synonymous: Synonymous = False,
) -> None:
    """Inspect, filter, check the family, ask the knowledge base, classify and report, in one run that reads once.

    DIR appears when all went well: the kept variants, what became of every allele, each variant judged with all
    criteria, what is known of it, the summaries, and run.json with every version and hash. Nothing leaves the machine.
    Decision support: a person reviews and signs.

    Examples:
      gms run trio.vep.vcf.gz --panel panel.txt --preset rare-disease --ped family.ped --case case.toml -o run1

      gms run tumour.vep.vcf.gz --somatic --tumour-type AML --panel myeloid-eln2022 -o run2 --report html,pdf

      gms why run1 12-102840493-G-A

    """
    from gmstool.chain.wish import Wish
    from gmstool.sentences import checked

    refuse_empty({"report": report})
    options = of_filter.asked(
        preset, reader, threads, no_rescue=no_rescue,
        pass_only=pass_only, min_qual=min_qual, min_dp=min_dp, min_gq=min_gq, min_vaf=min_vaf, sample=sample, ped=ped,
        trio=trio, proband=proband, model=model, sv=sv, min_parent_dp=min_parent_dp, min_parent_gq=min_parent_gq,
        mosaic_below=mosaic_below, regions=regions, panel=panel, genes=genes, allow_unknown_genes=allow_unknown_genes,
        impact=impact, consequence=consequence, transcripts=transcripts, max_af=max_af, max_local_af=max_local_af,
        max_hom=max_hom, af_field=af_field, clinvar=clinvar, where=where, unknown=unknown, managed=managed, fasta=fasta,
        rescue_outside_panel=rescue_outside_panel,
    )  # fmt: skip
    of_filter.check_selection(options)
    asked = Asked(
        tumour, normal, tumour_type, purity, age, established, om3, assay, tuple(calls or ()) or None, target,
        synonymous or None,
    )  # fmt: skip
    if somatic:
        refuse_germline(
            {"condition": condition, "moi": moi, "ped": ped, "trio": trio, "model": model, "sv": sv}
        )  # fmt: skip
    else:
        asked.refuse_without_somatic()
    if snapshot_key and not snapshot:
        raise UsageError("--snapshot-key is for --snapshot")
    stated = run_asked.stated(case)
    language = checked(lang or stated.language or "sv")
    run_asked.check_type(type_, stated.type, somatic=somatic)
    wish = Wish(
        file, output, options, run_asked.formats(report), case=case, type=type_, language=language, force=force,
        command=tuple(arguments()), condition=condition or "", moi=moi or "", profile=profile, template=template,
        store=store, snapshot=snapshot, snapshot_key=snapshot_key, others=run_asked.files(asked),
        signatures=2 if two_people else 1, tumour=task_of(asked, options, case, language) if somatic else None,
        evidence=None if somatic else stated.evidence,
    )  # fmt: skip
    run_asked.check_summary(wish)
    run_asked.check_known(wish)
    _run(wish, Talk(quiet=quiet, verbose=verbose), fail_if_empty=fail_if_empty)


@contextlib.contextmanager
def _tidy_when_ended() -> Iterator[None]:
    """A scheduler that ends the run (SIGTERM) leaves no half folder behind."""
    before = signal.signal(signal.SIGTERM, lambda *_: sys.exit(ENDED))
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _run(wish: Wish, talk: Talk, *, fail_if_empty: bool) -> None:
    from gmstool.chain.run import run

    done: list[Stage] = []

    def tell(stage: Stage) -> None:
        done.append(stage)
        talk.funnel(f"{len(done)}/{STAGES} {stage.name}:", list(stage.counts))
        for warning in stage.warnings:
            talk.warn(warning)
        for note in [*stage.notes, f"{stage.name} took {stage.seconds:.1f} s"]:
            talk.note(note)

    with _tidy_when_ended():
        run(wish, tell, talk.progress)
    if not talk.quiet:
        plain(f"{wish.folder}: {', '.join(path.name for path in sorted(wish.folder.iterdir()))}")
    if refused := done[-1].facts.get("refused"):
        told = "; ".join(f"{name}: {why}" for name, why in refused.items())
        raise BatchError(f"the run is whole, but not every summary could be made: {told}")
    if fail_if_empty and not any(stage.facts["funnel"]["kept"] for stage in done if stage.name == "filter"):
        raise EmptyResultError(f"nothing is left of {wish.name}", hint="the funnel above says where it went")
