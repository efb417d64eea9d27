"""The stages of a run, each with the result of the separate command.

The big file is read once, by the filter; the later stages read what it kept. They judge with the same options, as a
record may hold an allele that the filter dropped.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from gmstool import provenance
from gmstool.chain import casefile, known, summaries
from gmstool.chain.net import Net, Watched
from gmstool.chain.wish import (
    CANDIDATES,
    FILTERED,
    FILTERED_ROWS,
    KNOWLEDGE,
    LEDGER,
    STDIN,
    Number,
    Stage,
)
from gmstool.errors import InputError, MismatchError
from gmstool.filters.sample import chosen
from gmstool.provenance import Checksum
from gmstool.vcf.source import open_vcf

if TYPE_CHECKING:
    from pathlib import Path

    from gmstool.chain.wish import Wish
    from gmstool.classify.family_proof import Proof
    from gmstool.filters.ground import Ground
    from gmstool.filters.options import Options
    from gmstool.filters.outputs import Wish as Outputs
    from gmstool.vcf.header import Header
    from gmstool.vcf.source import VcfSource

MOST_ROWS = 20_000  # alleles left: a summary is for people, and `gms report` reads no more rows
CHECKED_WHOLE = 64 << 20  # bytes: a larger file without index is not read again for a check of the family
EVERYTHING = "no panel and no limit was named: every variant of the file is classified"
NOTHING_LEFT = "nothing is left: the counts above say where it went"
ONCE = "standard input can be read once: what the filter kept is inspected, and the family is not checked"
NOT_CHECKED = (
    "whether the samples are the family is not checked: the file is large and has no index; `gms family check` reads it"
)


@dataclass(slots=True)
class Work:
    """A run under way: its folder, and what earlier stages found for later ones."""

    wish: Wish
    part: Path
    header: Header
    options: Options
    checksum: Checksum
    proof: Proof | None = None
    stages: list[Stage] = field(default_factory=list)

    @property
    def rows_from(self) -> Path:
        """The file that is classified: what the filter kept, or with what else the classification needs."""
        return self.part / (CANDIDATES if self.wish.tumour or self.options.model else FILTERED)

    @property
    def asked_of(self) -> Path:
        """The file whose variants the knowledge base is asked of: those that the summary may show."""
        return self.part / (CANDIDATES if self.wish.tumour else FILTERED)


def options_of(wish: Wish, header: Header) -> Options:
    """The filter's options; of a tumour its sample is the one that counts."""
    if wish.tumour is None:
        return wish.options
    from gmstool.somatic.roles import roles

    who = roles(header, wish.tumour.tumour, wish.tumour.normal)
    return replace(wish.options, sample=who.tumour) if who.tumour else wish.options


def check(source: VcfSource, options: Options) -> None:
    """Refuse, before anything is read, a file that nothing can be judged in, and samples that it does not have."""
    if not source.header.annotation:
        raise MismatchError(
            f"{source.name}: the header defines no CSQ, ANN or BCSQ annotation: nothing can be classified",
            hint="annotate with VEP, SnpEff or bcftools csq first",
        )
    chosen(options, source.header)


def inspect(work: Work) -> Stage:
    """What the file holds, and what gms cannot do with it: its first records are looked at."""
    from gmstool.inspection import as_data, inspected

    stdin = work.wish.name == STDIN
    found = as_data(inspected(str(work.part / FILTERED) if stdin else work.wish.name))
    stage = Stage("inspect", facts={"inspection": {**found, "file": _shown(work.wish.name)}})
    samples = found["samples"] if isinstance(found["samples"], list) else []
    stage.counts = [Number(str(found["build"] or "unknown"), "build"), Number(f"{len(samples)}", "samples"),
                    Number(str(found["annotation"] or "none"), "annotation")]  # fmt: skip
    stage.notes = [f"cannot: {one}" for one in found["cannot"]] if isinstance(found["cannot"], list) else []
    stage.warnings = [ONCE] if stdin else []
    return stage


def filtered(work: Work, source: VcfSource, ground: Ground, outputs: Outputs, progress: Any) -> Stage:
    """The one reading of the big file: what is kept, and the ledger of what became of every allele."""
    from gmstool.filters.run import run_filter

    start, net = time.monotonic(), Net.of(source, work.wish, work.options, work.part / CANDIDATES)
    result = run_filter(Watched.of(source, net.see) if net else source, ground, outputs, progress)
    funnel, warnings = result.funnel, [*result.warnings, *(net.close() if net else [])]
    stage = Stage("filter", notes=[f"read by: {result.read_by}", *result.plan.notes])
    stage.warnings = [*warnings, *([] if work.options.filters else [EVERYTHING])]
    stage.warnings += [] if funnel.kept_records else [NOTHING_LEFT]
    stage.counts = [Number(*one) for one in funnel.text()]
    if net:
        what = "the tumour's rules, hot spots among them" if work.wish.tumour else "the classification, partners too"
        stage.counts.append(Number(f"{net.count:,}", f"records for {what}"))
    stage.facts = {**result.facts, "funnel": funnel.data()}
    told = {"options": work.options.told(), "funnel": funnel.data(), "warnings": result.warnings}
    meta(work, FILTERED, {**result.facts, **told}, start)
    _refuse_too_many(funnel.kept)
    if not work.wish.tumour:
        _rows(work)
    return stage


def _refuse_too_many(kept: int) -> None:
    if kept > MOST_ROWS:
        raise InputError(
            f"{kept:,} alleles are left: more than a summary is made of ({MOST_ROWS:,})",
            hint="name a --panel, or limits: --preset rare-disease, --max-af 0.01, --impact HIGH,MODERATE",
        )


def _rows(work: Work) -> None:
    """The kept rows with all their columns, for genotypes and frequencies in the summary."""
    from gmstool.filters.outputs import Target
    from gmstool.filters.outputs import Wish as Outputs
    from gmstool.filters.run import run_filter, start_reading

    source = open_vcf(str(work.part / FILTERED), threads=1)
    try:
        outputs, options = Outputs(Target(work.part / FILTERED_ROWS, "jsonl")), again(work.options)
        run_filter(source, start_reading(source, options, outputs), outputs)
    finally:
        source.close()


def family(work: Work) -> Stage:
    """Are the samples the family? A large file is read in windows through its index, else not again."""
    from gmstool.classify.family_proof import Proof, proof
    from gmstool.classify.task import Task

    stage, options = Stage("family"), work.options
    work.proof = Proof()
    if not (options.ped or options.trio):
        stage.counts = [Number("0", "relatives: no family was named")]
        stage.warnings = [] if work.wish.tumour or chosen(options, work.header).sample else [_who(work.header)]
        return stage
    who = chosen(options, work.header)
    members = len(who.family or ())
    stage.counts, stage.warnings = [Number(f"{members}", "members with a sample")], []
    if work.wish.name == STDIN:
        return stage
    source = open_vcf(work.wish.name, threads=1)
    try:
        if source.index is None and source.size > CHECKED_WHOLE:
            stage.warnings.append(NOT_CHECKED)
            return stage
        work.proof = proof(source, Task(options, case=work.wish.evidence)) or Proof()
    finally:
        source.close()
    stage.warnings += [work.proof.warning] if work.proof.warning else []
    stage.counts.append(Number("yes" if work.proof.by else "no", f"parents proven{_by(work.proof)}"))
    stage.facts = {"family": {"members": members, "parents_proven_by": work.proof.by, "doubt": work.proof.doubt}}
    return stage


def _who(header: Header) -> str:
    return (
        f"the file has {len(header.samples)} samples, and nothing says which is the patient's: genotypes are not "
        "shown; --ped, --trio or --sample says it"
    )


def _by(proof: Proof) -> str:
    return f" by {proof.by}" if proof.by else ""


def knowledge(work: Work) -> Stage:
    """What the sources of this machine know of each allele."""
    start = time.monotonic()
    told = known.ask(work.asked_of, work.part / KNOWLEDGE, work.wish)
    counts = [Number(f"{told.alleles:,}", "alternate alleles"), Number(f"{told.known:,}", "known")]
    meta(work, KNOWLEDGE, {**told.facts, "result": {"alleles": told.alleles, "known": told.known}}, start)
    sources = {"knowledge": told.facts["sources"]}
    return Stage("knowledge", counts=counts, warnings=told.warnings, facts=sources)


def reported(work: Work) -> Stage:
    """The summaries, from a case file that holds what persons wrote and the run's own files."""
    wish = work.wish
    casefile.write(wish, work.header, chosen(work.options, work.header), work.part)
    return summaries.write(work.part, wish)


def again(options: Options) -> Options:
    """The options for what the filter kept: how the big file was read is no matter any more."""
    return replace(options, reader="auto", threads=1)


def meta(work: Work, name: str, facts: dict[str, Any], start: float) -> None:
    """The meta.json beside an output, as the separate command writes it."""
    from gmstool.filters.run import write_meta

    read = work.asked_of if name == KNOWLEDGE else work.rows_from
    checksum = work.checksum if name == FILTERED else Checksum(read)
    run = provenance.run_facts(checksum, list(work.wish.command), time.monotonic() - start)
    write_meta(work.part / f"{name}.meta.json", {**facts, "run": run})


def _shown(name: str) -> str:
    from pathlib import Path

    from gmstool import identity

    return "standard input" if name == STDIN else identity.masked(Path(name).name)


def ledger_and_file(part: Path) -> Outputs:
    """The outputs of the filter stage."""
    from gmstool.filters.outputs import Target
    from gmstool.filters.outputs import Wish as Outputs

    return Outputs(Target(part / FILTERED, "vcf.gz"), Target(part / LEDGER, "parquet"))
