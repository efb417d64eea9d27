"""`gms classify`: classify variants by ACMG/AMP, with every reason."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gmstool.cli import filter_options as of_filter
from gmstool.cli.asking import Force, Meta, Quiet, Text, arguments, refuse_identities, refuse_input
from gmstool.cli.classify_somatic import (
    Age,
    Asked,
    Assay,
    Calls,
    Established,
    Normal,
    Om3,
    OneTumour,
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
from gmstool.errors import EmptyResultError, UsageError

if TYPE_CHECKING:
    from gmstool.classify.task import Result, Task

STDOUT = "-"
_SUFFIXES = {".txt": "text", ".jsonl": "jsonl", "": "text"}  # of one variant


def command(
    context: typer.Context,
    files: Annotated[
        list[str] | None, typer.Argument(help="Annotated VCF or BCF files, - for standard input.", metavar="FILE...")
    ] = None,
    variant: Annotated[
        Text, typer.Option(help="Explain one variant: CHROM-POS-REF-ALT or HGVS, in FILE or from the bundle alone.")
    ] = None,
    assembly: Annotated[str, typer.Option(help="Build of --variant without FILE: GRCh38 or GRCh37.")] = "GRCh38",
    case: Annotated[Path | None, typer.Option(help="Case file (TOML or YAML): evidence that persons bring.")] = None,
    condition: Annotated[Text, typer.Option(help="The patient's condition: MONDO, OMIM or ORPHA id, or name.")] = None,
    moi: Annotated[Text, typer.Option(help="Its mode of inheritance: AD, AR, XL, XLD or XLR.")] = None,
    panel: of_filter.Panels = None,
    genes: of_filter.Genes = None,
    allow_unknown_genes: of_filter.AllowUnknownGenes = False,
    pass_only: Annotated[
        bool, typer.Option("--pass", envvar="GMS_CLASSIFY_PASS", help="Only records whose FILTER is PASS.")
    ] = False,
    min_qual: of_filter.MinQual = None,
    min_dp: of_filter.MinDp = None,
    min_gq: of_filter.MinGq = None,
    min_vaf: of_filter.MinVaf = None,
    sample: Annotated[Text, typer.Option(help="The sample that counts for the quality limits.")] = None,
    ped: of_filter.Ped = None,
    trio: of_filter.Trio = None,
    proband: of_filter.Proband = None,
    model: of_filter.Model = None,
    sv: of_filter.Sv = None,
    min_parent_dp: of_filter.MinParentDp = None,
    min_parent_gq: of_filter.MinParentGq = None,
    mosaic_below: of_filter.MosaicBelow = None,
    store: Annotated[
        Path | None,
        typer.Option(help="Your knowledge base: what persons confirmed in it is compared with, beside ClinVar."),
    ] = None,
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
    preset: Annotated[Text, typer.Option(help="Filter preset: name or TOML file.")] = None,
    unknown: of_filter.Unknown = None,
    managed: Annotated[Path | None, typer.Option(help="The site's known variants, never filtered away.")] = None,
    no_rescue: Annotated[bool, typer.Option("--no-rescue", help="Turn the safety net of the filters off.")] = False,
    rescue_outside_panel: of_filter.RescueOutsidePanel = False,
    mask_self: Annotated[  # noqa: ARG001  # no way to turn it off: named, because scripts ask for it
        bool, typer.Option("--mask-self", help="Always so: a variant's own ClinVar entry is no evidence for itself.")
    ] = True,
    fasta: Annotated[
        Path | None, typer.Option(help="Reference FASTA with .fai: codons for --variant; known variants left-aligned.")
    ] = None,
    output: Annotated[Text, typer.Option("-o", "--output", help="Output file, - for standard output.")] = None,
    format_: Annotated[
        Text,
        typer.Option(
            "--format",
            envvar="GMS_CLASSIFY_FORMAT",
            help="tsv, jsonl, parquet, vcf, vcf.gz or bcf; of --variant text or jsonl.",
        ),
    ] = None,
    full: Annotated[bool, typer.Option("--full", help="Sentences and all transcripts in Parquet too.")] = False,
    lang: Annotated[str, typer.Option(help="Language of sentences and classes: en or sv.")] = "en",
    out_dir: Annotated[Path | None, typer.Option(help="Folder for the outputs of several files.")] = None,
    jobs: Annotated[int, typer.Option(help="Files classified at the same time, with --out-dir.")] = 1,
    resume: Annotated[bool, typer.Option("--resume", help="With --out-dir: skip files that are done.")] = False,
    meta: Meta = None,
    fail_if_empty: Annotated[bool, typer.Option("--fail-if-empty", help="Exit with 4 when no row is left.")] = False,
    reader: of_filter.Reader = "auto",
    threads: Annotated[int, typer.Option(help="Processes for one large file to Parquet, 0 for automatic.")] = 0,
    force: Force = False,
    quiet: Quiet = False,
    verbose: Annotated[
        bool, typer.Option("-v", "--verbose", help="Say which sources and rule sets were used.")
    ] = False,
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
    """Classify annotated variants by ACMG/AMP, with three answers for each of the 28 criteria and every reason.

    Decision support: a person reviews and signs. Without a filter option every row is classified.

    Examples:
      gms classify trio.vep.vcf.gz --panel childhood-cancer-predisposition --max-af 0.01 -o classified.tsv

      gms classify trio.vep.vcf.gz --case case.toml --format jsonl --lang sv -o -

      gms classify --variant chr17-7674220-C-T --assembly GRCh38

      gms classify *.vcf.gz --out-dir out --format parquet --jobs 2 --resume

      gms classify tumour.vep.vcf.gz --somatic --tumour-type AML -o tiers.tsv

    """
    from gmstool.classify.task import Task
    from gmstool.sentences import checked

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
    if out_dir and not _typed(context, "out_dir") and _typed(context, "output"):
        out_dir = None  # a configured folder gives way to the file that is asked for
    _check_goes_together(out_dir, output, meta, fasta, resume=resume and _typed(context, "resume"))
    talk, names = Talk(quiet=quiet, verbose=verbose), files or []
    asked = Asked(
        tumour, normal, tumour_type, purity, age, established, om3, assay, tuple(calls or ()) or None, target,
        synonymous or None,
    )  # fmt: skip
    if somatic:
        refuse_germline(
            {
                "condition": condition,
                "moi": moi,
                "ped": ped,
                "trio": trio,
                "model": model,
                "sv": sv,
                "full": full or None,
                "store": store,
            }
        )
        whole = task_of(asked, options, case, checked(lang))
        if out_dir:
            if calls:
                raise UsageError("--calls belong to one file, not to --out-dir", hint="name them in a run of its own")
            _many(names, out_dir, format_ or "tsv", jobs, resume=resume, force=force, talk=talk)
        else:
            one = OneTumour(whole, talk, force=force, fail_if_empty=fail_if_empty)
            one.run(names, variant, output, format_, meta)
        return
    asked.refuse_without_somatic()
    task = Task(options, condition or "", moi or "", _case(case), checked(lang), full, store=store)
    if variant:
        _refuse_for_one_variant({"out-dir": out_dir, "meta": meta, "full": full, "fail-if-empty": fail_if_empty})
        _explain(variant, names, assembly, fasta, task, output, format_, talk, force=force)
    elif out_dir:
        _many(names, out_dir, format_ or "tsv", jobs, resume=resume, force=force, talk=talk)
    elif len(names) == 1:
        _One(task, talk, force=force, fail_if_empty=fail_if_empty).run(names[0], output, format_, meta)
    else:
        raise UsageError("name one FILE, or several with --out-dir", hint="`gms classify --help` has examples")


def _typed(context: typer.Context, name: str) -> bool:
    """Whether an option stands on the command line, and not in the environment or a configuration file."""
    source = context.get_parameter_source(name)
    return source is not None and source.name == "COMMANDLINE"


def _check_goes_together(
    out_dir: Path | None, output: str | None, meta: Path | None, fasta: Path | None, *, resume: bool
) -> None:
    """Options that would do nothing, or to each of several files the same, are refused."""
    if out_dir and (output or meta):
        one = "-o" if output else "--meta"
        raise UsageError(f"{one} names one file, and --out-dir a folder of several", hint="leave one of them out")
    if resume and not out_dir:
        raise UsageError("--resume goes on with a folder of several files", hint="name it with --out-dir")
    if fasta and not fasta.is_file():
        raise UsageError(f"--fasta {fasta} does not exist", hint="check the path")


def _case(path: Path | None) -> Any:
    from gmstool.classify.case import read

    return read(path) if path else None


def _explain(
    variant: str, files: list[str], assembly: str, fasta: Path | None, task: Task, output: str | None,
    format_: str | None, talk: Talk, *, force: bool,
) -> None:  # fmt: skip
    """One variant as text for a person, or as JSON lines."""
    from gmstool.classify.outputs import json_line
    from gmstool.classify.single import explained
    from gmstool.files import atomic, check_new

    if len(files) > 1:
        raise UsageError("--variant looks into one FILE at most")
    path = Path(output) if output not in (None, STDOUT) else None
    kind = format_ or _SUFFIXES.get(suffix := path.suffix if path else "", suffix)
    if kind not in _SUFFIXES.values():
        raise UsageError(f"--variant is explained as text or jsonl, not as {kind}", hint="say --format text")
    if path is not None:
        check_new(path, force=force)
        refuse_identities((), [path])
    found = explained(variant, files[0] if files else None, assembly, fasta, task)
    if kind == "jsonl":
        for remark in found.remarks:
            talk.warn(remark.removeprefix("! "))
        whole = b"".join(json_line(one) for one in found.objects)
    else:
        whole = "".join(f"{line}\n" for line in found.lines(task.language)).encode()
    if path is None:
        sys.stdout.write(whole.decode())
        return
    with atomic(path) as part:
        part.write_bytes(whole)


def _refuse_for_one_variant(given: dict[str, object]) -> None:
    """Options of whole files mean nothing for one variant."""
    for name, value in given.items():
        if value:
            raise UsageError(f"--{name} is for whole files, not for --variant")


def _many(names: list[str], out_dir: Path, kind: str, jobs: int, *, resume: bool, force: bool, talk: Talk) -> None:
    """Several files, each by a process of its own; one that fails does not stop the others."""
    from gmstool.classify.batch import Batch

    if jobs < 1:
        raise UsageError("--jobs must be at least 1")
    Batch(out_dir, kind, jobs, sys.argv[1:], resume=resume, force=force).run(
        names, (lambda _text: None) if talk.quiet else plain
    )


class _One:
    """One file into one output."""

    def __init__(self, task: Task, talk: Talk, *, force: bool, fail_if_empty: bool) -> None:
        self.task, self.talk, self.force, self.fail_if_empty = task, talk, force, fail_if_empty

    def run(self, name: str, output: str | None, format_: str | None, meta: Path | None) -> None:
        from gmstool.classify.outputs import kind_of
        from gmstool.classify.run import classify
        from gmstool.files import check_new
        from gmstool.provenance import Checksum
        from gmstool.vcf.source import open_vcf

        start, path = time.monotonic(), Path(output) if output not in (None, STDOUT) else None
        kind = kind_of(path, format_)
        if path is not None:
            check_new(path, force=self.force)
        source = open_vcf(name, self.task.options.reader, self.task.options.threads)
        try:
            refuse_input(path, source)
            refuse_identities(source.header.samples, [meta, path])
            checksum = Checksum(Path(name) if (path or meta) and name != STDOUT else None)
            with self.talk.progress(Path(name).name) as progress:
                result = classify(source, self.task, path, kind, progress)
        finally:
            source.close()
        self._tell(name, result)
        self._write_meta(checksum, path, meta, result, time.monotonic() - start)
        if self.fail_if_empty and not result.rows:
            raise EmptyResultError(f"no row of {name} is left to classify", hint="the filters dropped all of them")

    def _tell(self, name: str, result: Result) -> None:
        for warning in dict.fromkeys(result.warnings):
            self.talk.warn(warning)
        rules = result.facts["rules"]
        self.talk.note(f"rule set {rules['id']} {rules['version']}, sha256 {rules['sha256']}")
        self.talk.note(f"predictor of missense change: {result.facts['predictor'] or 'none in this file'}")
        self.talk.note(f"reference: {result.facts['reference']}")
        shown = "standard input" if name == STDOUT else name
        lines = [
            (f"{result.records:,}", "records read"),
            (f"{result.rows:,}", "rows classified, one per allele and gene"),
        ]
        lines += [(f"{result.classes[one]:,}", one) for one in _ordered(result.classes)]
        self.talk.funnel(f"{shown}:", lines)
        if not result.rows and result.alleles:
            self.talk.warn("no row is left to classify: the filters dropped all of them; `gms filter` says where")

    def _write_meta(self, checksum: Any, path: Path | None, meta: Path | None, result: Result, seconds: float) -> None:
        from gmstool import provenance
        from gmstool.filters.run import write_meta

        target = meta or (path.with_name(path.name + ".meta.json") if path else None)
        if target is None:
            return
        told = {
            **result.facts,
            "options": self.task.options.told(),
            "language": self.task.language,
            "counts": {"records": result.records, "alleles": result.alleles, "rows": result.rows,
                       "classes": {one: result.classes[one] for one in _ordered(result.classes)}},
            "warnings": result.warnings,
            "run": provenance.run_facts(checksum, arguments(), seconds),
        }  # fmt: skip
        write_meta(target, told)


def _ordered(classes: Any) -> list[str]:
    """The classes that occur, the most severe first."""
    from gmstool.classify.vcf_tags import ORDER

    return [name for name in (*ORDER, *sorted(set(classes) - set(ORDER))) if classes[name]]
