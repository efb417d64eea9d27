"""`gms filter`: a VCF against panels, consequences, frequencies."""

import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gmstool.cli.asking import (
    AfField,
    AllowUnknownGenes,
    Clinvar,
    Consequence,
    Force,
    Genes,
    Impact,
    MaxAf,
    MaxHom,
    MaxLocalAf,
    Meta,
    MinDp,
    MinGq,
    MinQual,
    MinVaf,
    Panels,
    Ped,
    Proband,
    Quiet,
    Reader,
    Sv,
    Text,
    Trio,
    Unknown,
    Where,
    arguments,
    check_filters,
    places,
    policies,
    refuse_empty,
    refuse_identities,
    refuse_input,
    words,
)
from gmstool.cli.console import Talk
from gmstool.errors import BatchError, EmptyResultError, GmsError, UsageError
from gmstool.filters.options import Options

if TYPE_CHECKING:
    from gmstool.filters.run import Result
    from gmstool.provenance import Checksum
    from gmstool.vcf.source import VcfSource

STDOUT = "-"


def _presets(incomplete: str) -> list[str]:
    from gmstool.filters.presets import shipped

    return [name for name in shipped() if name.startswith(incomplete)]


def command(
    files: Annotated[
        list[str] | None, typer.Argument(help="VCF or BCF files, - for standard input.", metavar="FILE...")
    ] = None,
    pass_only: Annotated[
        bool, typer.Option("--pass", envvar="GMS_FILTER_PASS", help="Keep records whose FILTER is PASS.")
    ] = False,
    min_qual: MinQual = None,
    min_dp: MinDp = None,
    min_gq: MinGq = None,
    min_vaf: MinVaf = None,
    sample: Annotated[Text, typer.Option(help="The sample that counts.")] = None,
    ped: Ped = None,
    trio: Trio = None,
    proband: Proband = None,
    model: Annotated[
        Text,
        typer.Option(help="Inheritance models that may fit, e.g. de-novo,AR_comp."),
    ] = None,
    sv: Sv = None,
    min_parent_dp: Annotated[
        int | None, typer.Option(help="Least depth at which a parent lacks a variant [default: 10].")
    ] = None,
    min_parent_gq: Annotated[
        int | None, typer.Option(help="Least genotype quality at which a parent lacks a variant [default: 20].")
    ] = None,
    mosaic_below: Annotated[
        float | None, typer.Option(help="Fraction below which reads in a parent may be mosaicism [default: 0.2].")
    ] = None,
    regions: Annotated[Path | None, typer.Option(help="BED file: keep variants that overlap.")] = None,
    panel: Panels = None,
    genes: Genes = None,
    allow_unknown_genes: AllowUnknownGenes = False,
    impact: Impact = None,
    consequence: Consequence = None,
    transcripts: Annotated[
        Text, typer.Option(help="Transcripts that count: any, mane or canonical [default: any].")
    ] = None,
    max_af: MaxAf = None,
    max_local_af: MaxLocalAf = None,
    max_hom: MaxHom = None,
    af_field: AfField = None,
    clinvar: Clinvar = None,
    where: Where = None,
    preset: Annotated[
        Text,
        typer.Option(help="Preset name, TOML file, or hydra-genetics filter YAML.", autocompletion=_presets),
    ] = None,
    show_preset: Annotated[bool, typer.Option("--show-preset", help="Print the preset and end.")] = False,
    unknown: Unknown = None,
    soft: Annotated[bool, typer.Option("--soft", help="Tag FILTER instead of dropping.")] = False,
    managed: Annotated[
        Path | None, typer.Option(help="The site's known variants (Scout list or VCF), always kept.")
    ] = None,
    fasta: Annotated[
        Path | None, typer.Option(help="Reference FASTA with .fai: known variants are compared left-aligned.")
    ] = None,
    no_rescue: Annotated[bool, typer.Option("--no-rescue", help="Turn the safety net off.")] = False,
    rescue_outside_panel: Annotated[
        bool, typer.Option("--rescue-outside-panel", help="Let ClinVar rescue outside the panel too (needs consent).")
    ] = False,
    output: Annotated[Text, typer.Option("-o", "--output", help="Output file, - for standard output.")] = None,
    out_dir: Annotated[Path | None, typer.Option(help="Folder for the outputs of several files.")] = None,
    format_: Annotated[
        Text, typer.Option("--format", envvar="GMS_FILTER_FORMAT", help="vcf, vcf.gz, bcf, tsv, csv, jsonl or parquet.")
    ] = None,
    ledger: Annotated[Path | None, typer.Option(help="What became of every allele: .parquet or .tsv.")] = None,
    research: Annotated[Path | None, typer.Option(help="Write what passed everything except the panel.")] = None,
    consent_research: Annotated[
        bool, typer.Option("--consent-research", help="The patient has consented to research (for --research).")
    ] = False,
    meta: Meta = None,
    fail_if_empty: Annotated[bool, typer.Option("--fail-if-empty", help="Exit with 4 when nothing is left.")] = False,
    reader: Reader = "auto",
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
    given = {
        "pass_only": pass_only or None, "min_qual": min_qual, "min_dp": min_dp, "min_gq": min_gq, "min_vaf": min_vaf,
        "sample": sample, "ped": ped, "trio": places(trio), "proband": proband, "model": words(model), "sv": sv,
        "min_parent_dp": min_parent_dp, "min_parent_gq": min_parent_gq, "mosaic_below": mosaic_below,
        "regions": regions, "panel": tuple(panel or ()) or None, "genes": words(genes),
        "impact": words(impact), "consequence": words(consequence), "transcripts": transcripts, "max_af": max_af,
        "max_local_af": max_local_af, "max_hom": max_hom, "af_field": words(af_field), "clinvar": words(clinvar),
        "where": where, "unknown": policies(unknown), "soft": soft or None, "managed": managed, "fasta": fasta,
        "allow_unknown_genes": allow_unknown_genes or None,
        "rescue": False if no_rescue else None, "rescue_outside_panel": rescue_outside_panel or None,
    }  # fmt: skip
    options = presets.merged(preset, {key: value for key, value in given.items() if value is not None}, reader, threads)
    refuse_empty(
        {"genes": genes, "impact": impact, "consequence": consequence, "af-field": af_field, "clinvar": clinvar,
         "model": model, "trio": trio}
    )  # fmt: skip
    for name in panel or ():
        refuse_empty({"panel": name})
    _refuse_same([output, ledger, research, meta])
    _check(options, files, research, consent_research)
    job = _Job(options, Talk(quiet=quiet, verbose=verbose), force, format_, ledger, research, meta, fail_if_empty)
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
    if options.transcripts not in ("any", "mane", "canonical"):
        raise UsageError(f"--transcripts {options.transcripts} is not known", hint="use any, mane or canonical")
    check_filters(options)


class _Job:
    """The parts of a run that are the same for every file."""

    def __init__(
        self, options: Options, talk: Talk, force: bool, format_: str | None, ledger: Path | None,
        research: Path | None, meta: Path | None, fail_if_empty: bool,
    ) -> None:  # fmt: skip
        self.options, self.talk, self.force, self.format = options, talk, force, format_
        self.ledger, self.research, self.meta, self.fail_if_empty = ledger, research, meta, fail_if_empty

    def one(self, name: str, output: str | None) -> None:
        """Filter one file."""
        result = self._run(name, Path(output) if output not in (None, STDOUT) else None)
        if self.fail_if_empty and not result.funnel.kept_records:
            raise EmptyResultError(f"nothing is left of {name}", hint="the funnel above says where it went")

    def many(self, names: list[str], out_dir: Path) -> None:
        """Filter several files into a folder; one that fails does not stop the others."""
        if self.ledger or self.research or self.meta:
            raise UsageError("--ledger, --research and --meta are for one file", hint="run gms filter once per file")
        if len({_stem(name) for name in names}) < len(names):
            raise UsageError("two input files have the same name", hint="filter them into different folders")
        out_dir.mkdir(parents=True, exist_ok=True)
        failed = []
        for name in names:
            try:
                self._run(name, out_dir / f"{_stem(name)}.{self.format or _suffix(name)}")
            except GmsError as error:
                failed.append(name)
                self.talk.warn(f"{name} failed: {error.message}" + (f" ({error.hint})" if error.hint else ""))
        if failed:
            raise BatchError(f"{len(failed)} of {len(names)} files failed: {', '.join(failed)}")

    def _run(self, name: str, path: Path | None) -> "Result":
        from gmstool.vcf.source import open_vcf

        start = time.monotonic()
        source = open_vcf(name, self.options.reader, self.options.threads)
        try:
            from gmstool.filters.outputs import Target, kind_of
            from gmstool.filters.run import Wish, run_filter, start_reading

            wish = Wish(Target(path, kind_of(path, self.format)))
            if self.ledger:
                wish.ledger = Target(self.ledger, _ledger_kind(self.ledger))
            if self.research:
                wish.research = Target(self.research, kind_of(self.research, None))
            for target in (wish.main, wish.ledger, wish.research):
                if target is not None:
                    target.check(force=self.force)
                    refuse_input(target.path, source)
            refuse_identities(source.header.samples, [self.ledger, self.research, self.meta, path])
            ground = start_reading(source, self.options, wish)
            checksum = self._checksum(name, path, source)
            with self.talk.progress(Path(name).name) as progress:
                result = run_filter(source, ground, wish, progress)
        finally:
            source.close()
        self._tell(name, result)
        self._write_meta(checksum, path, result, time.monotonic() - start)
        return result

    def _checksum(self, name: str, path: Path | None, source: "VcfSource") -> "Checksum":
        """The input's checksum for meta.json: not of a stream, nor where an index spares reading the file."""
        from gmstool.filters.plan import may_use_index
        from gmstool.provenance import Checksum

        spared = source.index is not None and self.options.reader in ("auto", "index") and may_use_index(self.options)
        wanted = (path or self.meta) and name != STDOUT and not spared
        return Checksum(Path(name) if wanted else None)

    def _tell(self, name: str, result: "Result") -> None:
        for warning in dict.fromkeys(result.warnings):
            self.talk.warn(warning)
        plan = result.plan
        header = plan.header
        self.talk.note(f"read by: {result.read_by}; lines skipped unread: {result.funnel.by_bytes:,} alleles")
        if header.annotation:
            others = [str(one) for one in header.annotation if one != header.dialect]
            self.talk.note(f"annotation: {header.dialect}" + (f" (not read: {', '.join(others)})" if others else ""))
        if plan.options.max_af is not None:
            self.talk.note(f"af is the largest known of: {', '.join(plan.af_columns) or 'nothing'}")
        if plan.options.rescue and plan.steps:
            self.talk.note(
                "known variants are matched on " + ("left-aligned" if plan.options.fasta else "trimmed") + " alleles"
            )
        if self.research:
            self.talk.note(f"research list: {result.research_records:,} records in {self.research}")
        for note in plan.notes:
            self.talk.note(note)
        if plan.steps or self.talk.verbose:
            self.talk.funnel(f"{'standard input' if name == STDOUT else name}:", result.funnel.text())
        if not result.funnel.kept_records and result.funnel.alleles:
            self.talk.warn(_why_empty(result))

    def _write_meta(self, checksum: "Checksum", path: Path | None, result: "Result", seconds: float) -> None:
        from gmstool import provenance
        from gmstool.filters.run import write_meta

        target = self.meta or (path.with_name(path.name + ".meta.json") if path else None)
        if target is None:
            return
        told: dict[str, Any] = {
            **result.facts,
            "options": self.options.told(),
            "funnel": result.funnel.data(),
            "warnings": result.warnings,
            "run": provenance.run_facts(checksum, arguments(), seconds),
        }
        write_meta(target, told)


def _ledger_kind(path: Path) -> str:
    kind = {".parquet": "parquet", ".tsv": "tsv", ".csv": "csv", ".jsonl": "jsonl"}.get(path.suffix)
    if kind is None:
        raise UsageError(
            f"the format of the ledger {path} is not told by its suffix", "use .parquet, .tsv, .csv or .jsonl"
        )
    return kind


def _stem(name: str) -> str:
    base = Path(name).name
    for suffix in (".vcf.gz", ".vcf.bgz", ".vcf", ".bcf"):
        if base.endswith(suffix):
            return base.removesuffix(suffix)
    return base


def _suffix(name: str) -> str:
    return next((kind for kind in ("vcf.gz", "bcf", "vcf") if name.endswith(f".{kind}")), "vcf")


def _why_empty(result: "Result") -> str:
    """Why nothing is left, in one sentence."""
    funnel = result.funnel
    steps = {line: funnel.dropped.get(line, 0) + funnel.unknown.get(line, 0) for line in funnel.lines}
    if not steps:
        return "nothing is left"
    worst = max(steps, key=lambda line: steps[line])
    if worst.startswith("panel:") and steps[worst] == funnel.alleles:
        return "nothing is left: no annotation in the file names a gene of the panel; `gms inspect` shows the file"
    return f"nothing is left: {steps[worst]:,} of {funnel.alleles:,} alleles were dropped by {worst}"
