"""`gms run`: from a VCF to a summary, in one process."""

from __future__ import annotations

import contextlib
import signal
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gmstool.cli.asking import (
    AfField,
    AllowUnknownGenes,
    Clinvar,
    Consequence,
    Genes,
    Impact,
    MaxAf,
    MaxHom,
    MaxLocalAf,
    MinDp,
    MinGq,
    MinParentDp,
    MinParentGq,
    MinQual,
    MinVaf,
    Model,
    MosaicBelow,
    Panels,
    Ped,
    Proband,
    Quiet,
    Reader,
    RescueOutsidePanel,
    Sv,
    Text,
    Transcripts,
    Trio,
    Unknown,
    Where,
    arguments,
    check_filters,
    places,
    policies,
    refuse_empty,
    words,
)
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
    from gmstool.filters.options import Options

STAGES, ENDED = 6, 143
TYPES = ("rare", "solid", "haematology", "childhood", "pharmacogenomics")
OF_TUMOURS, OF_GERMLINE = ("solid", "haematology"), ("rare", "pharmacogenomics")  # a child's tumour may be read as both


def command(
    file: Annotated[str, typer.Argument(help="Annotated VCF or BCF, - for standard input.", metavar="VCF")],
    folder: Annotated[Path, typer.Option("-o", "--output", help="Folder for all results; it is made.", metavar="DIR")],
    panel: Panels = None,
    genes: Genes = None,
    preset: Annotated[Text, typer.Option(help="Filter preset: name or TOML file.")] = None,
    ped: Ped = None,
    trio: Trio = None,
    proband: Proband = None,
    sample: Annotated[Text, typer.Option(help="The sample that counts.")] = None,
    case: Annotated[Path | None, typer.Option(help="Case file: `gms report --init rare -o case.toml`.")] = None,
    type_: Annotated[
        Text, typer.Option("--type", envvar="GMS_RUN_TYPE", help="Type of the summary: rare, solid, haematology …")
    ] = None,
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
    pass_only: Annotated[
        bool, typer.Option("--pass", envvar="GMS_RUN_PASS", help="Only records whose FILTER is PASS.")
    ] = False,
    min_qual: MinQual = None,
    min_dp: MinDp = None,
    min_gq: MinGq = None,
    min_vaf: MinVaf = None,
    regions: Annotated[Path | None, typer.Option(help="BED file: only variants that overlap.")] = None,
    impact: Impact = None,
    consequence: Consequence = None,
    transcripts: Transcripts = None,
    max_af: MaxAf = None,
    max_local_af: MaxLocalAf = None,
    max_hom: MaxHom = None,
    af_field: AfField = None,
    clinvar: Clinvar = None,
    where: Where = None,
    unknown: Unknown = None,
    model: Model = None,
    sv: Sv = None,
    min_parent_dp: MinParentDp = None,
    min_parent_gq: MinParentGq = None,
    mosaic_below: MosaicBelow = None,
    allow_unknown_genes: AllowUnknownGenes = False,
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
    rescue_outside_panel: RescueOutsidePanel = False,
    fasta: Annotated[
        Path | None, typer.Option(help="Reference FASTA with .fai: known variants are compared left-aligned.")
    ] = None,
    two_people: Annotated[
        bool, typer.Option("--two-people", help="A draft until two different people signed: a site's setting.")
    ] = False,
    fail_if_empty: Annotated[bool, typer.Option("--fail-if-empty", help="Exit with 4 when nothing is left.")] = False,
    reader: Reader = "auto",
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
    refuse_empty(
        {"genes": genes, "impact": impact, "consequence": consequence, "af-field": af_field, "clinvar": clinvar,
         "trio": trio, "report": report, "model": model}
    )  # fmt: skip
    for name in panel or ():
        refuse_empty({"panel": name})
    given = {
        "pass_only": pass_only or None, "min_qual": min_qual, "min_dp": min_dp, "min_gq": min_gq, "min_vaf": min_vaf,
        "sample": sample, "ped": ped, "trio": places(trio), "proband": proband, "model": words(model), "sv": sv,
        "min_parent_dp": min_parent_dp, "min_parent_gq": min_parent_gq, "mosaic_below": mosaic_below,
        "regions": regions, "transcripts": transcripts, "fasta": fasta,
        "rescue_outside_panel": rescue_outside_panel or None,
        "panel": tuple(panel or ()) or None, "genes": words(genes), "impact": words(impact),
        "consequence": words(consequence), "max_af": max_af, "max_local_af": max_local_af, "max_hom": max_hom,
        "af_field": words(af_field), "clinvar": words(clinvar), "where": where, "unknown": policies(unknown),
        "managed": managed, "rescue": False if no_rescue else None, "allow_unknown_genes": allow_unknown_genes or None,
    }  # fmt: skip
    options = _options(preset, {key: value for key, value in given.items() if value is not None}, reader, threads)
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
    stated, language = _case(case, lang)
    wish = _wish(file, folder, options, (report, case, type_, language), force=force)
    wish = replace(wish, condition=condition or "", moi=moi or "", profile=profile, template=template)
    wish = replace(wish, store=store, snapshot=snapshot, snapshot_key=snapshot_key, others=_files(asked))
    wish = replace(wish, signatures=2 if two_people else 1)
    _check_type(type_ or _stated_type(case), somatic=somatic)
    _check_summary(wish)
    _check_known(wish)
    task = task_of(asked, options, case, language) if somatic else None
    wish = replace(wish, tumour=task, evidence=None if somatic else stated)
    _run(wish, Talk(quiet=quiet, verbose=verbose), fail_if_empty=fail_if_empty)


def _files(asked: Asked) -> dict[str, Path]:
    """The files of a tumour that are named on the command line, by what they are."""
    named = {"established": asked.established, "assay": asked.assay, "target": asked.target}
    named |= {f"calls {at}": path for at, path in enumerate(asked.calls or (), 1)}
    return {name: path for name, path in named.items() if path is not None}


def _options(preset: str | None, given: dict[str, Any], reader: str, threads: int) -> Options:
    from gmstool.filters import presets

    options = presets.merged(preset, given, reader, threads)
    if options.soft:
        raise UsageError("`soft` in a preset tags records in `gms filter`; it cannot select what is classified")
    check_filters(options)
    return options


def _case(path: Path | None, lang: str | None) -> tuple[Any, str]:
    """The evidence of the case file, checked before anything is read, and the language."""
    from gmstool.classify.case import content, read
    from gmstool.sentences import checked

    stated = content(path).get("lang") if path else None
    evidence = read(path) if path else None
    if path:
        _check_whole(path)
    return evidence, checked(lang or (stated if isinstance(stated, str) else None) or "sv")


def _check_whole(path: Path) -> None:
    """The sections for the summary, where its libraries are installed."""
    from gmstool.report.formats import missing_extra

    try:
        from gmstool.report.reading import case_file
    except ModuleNotFoundError as error:
        missing_extra(error)
        return
    case_file(path)


def _wish(file: str, folder: Path, options: Options, asked: Any, *, force: bool) -> Wish:
    from gmstool.chain.wish import Wish
    from gmstool.report.formats import FORMATS

    report, case, type_, language = asked
    formats = tuple(dict.fromkeys(words(report) or ()))
    for one in formats:
        if one not in FORMATS:
            raise UsageError(f"--report {one} is not known", hint=f"formats: {', '.join(FORMATS)}")
    if type_ is not None and type_ not in TYPES:
        raise UsageError(f"--type {type_} is not known", hint=f"use {', '.join(TYPES)}")
    return Wish(
        file, folder, options, formats, case=case, type=type_, language=language, force=force,
        command=tuple(arguments()),
    )  # fmt: skip


def _stated_type(case: Path | None) -> str | None:
    """The type that the case file states."""
    from gmstool.classify.case import content

    told = content(case).get("type") if case else None
    return told if isinstance(told, str) else None


def _check_type(kind: str | None, *, somatic: bool) -> None:
    """A tumour that is read as germline, or the other way round, gets classes that are none."""
    if kind in OF_TUMOURS and not somatic:
        raise UsageError(f"a case of type {kind} is a tumour's", hint="add --somatic, or name another --type")
    if kind in OF_GERMLINE and somatic:
        raise UsageError(f"a case of type {kind} is not a tumour's", hint="leave --somatic out, or name another --type")


def _check_summary(wish: Wish) -> None:
    """The profile and the template are looked at before the run, not after it."""
    if wish.profile:
        from gmstool.report import profiles

        profiles.find(wish.profile)
    if wish.template:
        from gmstool.report import formats

        formats.check_template(wish.template, wish.formats)


def _check_known(wish: Wish) -> None:
    """The store and the snapshot are opened before the run, not when it comes to them."""
    if wish.store:
        from gmstool.knowledge.store import open_store

        open_store(wish.store).close()
    if wish.snapshot:
        from gmstool.knowledge import snapshot

        snapshot.check(wish.snapshot, wish.snapshot_key)


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
