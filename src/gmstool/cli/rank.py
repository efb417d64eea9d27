"""`gms rank`: a rank score for each variant, by a genmod rank model, and the likeness of its genes to the patient."""

import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gmstool.cli import meta
from gmstool.cli.asking import Force, Quiet, refuse_identities, refuse_input, target_of
from gmstool.cli.console import Talk
from gmstool.errors import UsageError

if TYPE_CHECKING:
    from gmstool.ranking.run import Result, Wish
    from gmstool.vcf.source import VcfSource


def command(
    file: Annotated[str, typer.Argument(help="VCF or BCF, - for standard input.")],
    model: Annotated[Path | None, typer.Option("--model", help="Rank model: an INI file as genmod reads it.")] = None,
    hpo: Annotated[
        list[str] | None, typer.Option("--hpo", help="HPO id or name of a feature of the patient; repeat for more.")
    ] = None,
    output: Annotated[str | None, typer.Option("-o", "--output", help="Output file, - for standard output.")] = None,
    format_: Annotated[
        str | None, typer.Option("--format", help="vcf, vcf.gz, bcf, tsv, csv, jsonl or parquet [default: by suffix].")
    ] = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="A table with a row for each term: value found, rule met, points.")
    ] = False,
    ped: Annotated[Path | None, typer.Option(help="PED file: its first family is named beside each score.")] = None,
    family: Annotated[str | None, typer.Option(help="Family named beside each score [default: 1].")] = None,
    allow_missing: Annotated[
        bool, typer.Option("--allow-missing", help="Score annotations that the file lacks as not reported.")
    ] = False,
    replace: Annotated[bool, typer.Option("--replace", help="Replace scores that the file has.")] = False,
    force: Force = False,
    quiet: Quiet = False,
    verbose: Annotated[bool, typer.Option("-v", "--verbose", help="Say how the model is read.")] = False,
) -> None:
    """Score variants by a genmod rank model, and by how alike the patient and the diseases of their genes are.

    Nothing is filtered. Scores say what to look at first; they are no evidence.

    Examples:
      gms rank trio.vcf.gz --model rank_model.ini -o ranked.vcf.gz

      gms rank trio.vcf.gz --model rank_model.ini --explain --format tsv

      gms rank trio.vcf.gz --hpo HP:0001250 --hpo Microcephaly --format tsv

    """
    if model is None and not hpo:
        raise UsageError("nothing to rank by", hint="name a --model FILE.ini, HPO terms with --hpo, or both")
    if explain and model is None:
        raise UsageError("--explain shows the terms of a rank model", hint="name it with --model")
    if ped is not None and family is not None:
        raise UsageError("--ped and --family both name the family")
    _Job(Talk(quiet=quiet, verbose=verbose), force).run(
        file, _wish(model, hpo or [], _family(ped, family), explain, replace), output, format_, allow_missing
    )


def _family(ped: Path | None, family: str | None) -> str:
    if ped is not None:
        from gmstool.family.pedigree import read_ped

        return next(iter(read_ped(ped).families))
    if family is not None and any(letter in family for letter in ":;=, \t"):
        raise UsageError(f"the family `{family}` holds a letter that means something in a VCF", hint="avoid : ; = ,")
    return family or "1"


def _wish(model: Path | None, hpo: list[str], family: str, explain: bool, replace: bool) -> "Wish":
    from gmstool.ranking.reading import read_model
    from gmstool.ranking.run import Wish

    patient = None
    if hpo:
        from gmstool.reference import similarity

        patient = similarity.patient(*hpo)
        if not patient.terms:
            raise UsageError("none of the --hpo terms is a feature", hint="modes of inheritance are not compared")
    return Wish(read_model(model) if model else None, patient, family, explain, replace)


class _Job:
    """One run: checks, reads, writes, tells."""

    def __init__(self, talk: Talk, force: bool) -> None:
        self.talk, self.force = talk, force

    def run(self, name: str, wish: "Wish", output: str | None, format_: str | None, allow_missing: bool) -> None:
        from gmstool.filters.outputs import Target, kind_of
        from gmstool.vcf.source import open_vcf

        target = target_of(output)
        kind = kind_of(target, format_) if target or format_ or not wish.explain else "tsv"
        if wish.explain and kind.startswith(("vcf", "bcf")):
            raise UsageError("--explain gives a table", hint="use -o FILE.tsv or --format tsv")
        source = open_vcf(name)
        try:
            refuse_input(target, source)
            refuse_identities(source.header.samples, [target])
            Target(target, kind).check(force=self.force)
            self._check(source, wish, kind, allow_missing)
            with self.talk.progress(Path(name).name) as progress:
                result = self._written(source, wish, target, kind, progress)
        finally:
            source.close()
        self._tell(source, wish, result)

    def _check(self, source: "VcfSource", wish: "Wish", kind: str, allow_missing: bool) -> None:
        from gmstool.ranking.run import check_unscored
        from gmstool.ranking.score import check_fields, missing_fields

        if kind.startswith(("vcf", "bcf")):
            check_unscored(source.header, wish, source.name)
        if wish.model is None:
            return
        for note in wish.model.notes:
            self.talk.note(f"{wish.model.name} {wish.model.version}, {note}")
        if not allow_missing:
            check_fields(wish.model, source.header, source.name)
        elif missing := missing_fields(wish.model, source.header):
            self.talk.warn(f"scored as not reported, because the file lacks it: {', '.join(missing)}")

    def _written(
        self, source: "VcfSource", wish: "Wish", target: Path | None, kind: str, progress: Callable[[float], None]
    ) -> "Result":
        from gmstool import provenance
        from gmstool.files import atomic
        from gmstool.ranking.run import open_output, rank, scored_header
        from gmstool.vcf.write import write_index

        facts = provenance.essentials(source.header, source.name, source.size, ())
        lines = _provenance(wish)
        header = scored_header(source.header, wish, provenance.header_lines(facts) | lines)
        checksum, start = provenance.Checksum(source.path if target else None), time.monotonic()
        with ExitStack() as stack:
            part = stack.enter_context(atomic(target)) if target else None
            out, writer = open_output(part, kind, sys.stdout.buffer, wish, header)
            result = rank(source, wish, out, progress)
            for warning in writer.close() or ():
                self.talk.warn(warning)
        if target and getattr(writer, "can_index", False):
            write_index(target)
        if target:
            meta.write(meta.beside(target), {**facts, **lines, "records": result.records}, checksum, start)
        return result

    def _tell(self, source: "VcfSource", wish: "Wish", result: "Result") -> None:
        for warning in source.warnings:
            self.talk.warn(warning)
        if wish.model and wish.model.bounds is None:
            self.talk.note("the model has no bounds: a term's value is its score, so no score is normalised")
        elif wish.model and result.unbounded:
            self.talk.warn(f"{result.unbounded:,} scores lie outside the model's own range and were not normalised")
        lines = [(f"{result.records:,}", "records")]
        if result.scores:
            lines.append((f"{max(result.scores):g}", "highest rank score"))
            lines.append((f"{min(result.scores):g}", "lowest rank score"))
        if wish.patient:
            lines.append((f"{result.without_gene:,}", "records without a gene whose disease has HPO terms"))
        self.talk.funnel(f"{source.name} ranked:", lines)


def _provenance(wish: "Wish") -> dict[str, str]:
    lines = {}
    if wish.model:
        facts = f'name="{wish.model.name}",version="{wish.model.version}",sha256={wish.model.sha256}'
        lines["gms_rank_model"] = f"<{facts}>"
    if wish.patient:
        from gmstool.reference import similarity

        lines["gms_phenotype"] = f'<terms="{",".join(wish.patient.terms)}",reference="{similarity.release()}">'
    return lines
