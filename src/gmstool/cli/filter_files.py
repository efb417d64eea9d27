"""The files of one `gms filter`: each opened, filtered, told about, and written down in its meta.json."""

import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from gmstool.cli import meta
from gmstool.cli.asking import STDOUT, refuse_identities, refuse_input, target_of
from gmstool.cli.console import Talk
from gmstool.errors import BatchError, EmptyResultError, GmsError, UsageError
from gmstool.filters.options import Options

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gmstool.filters.outputs import Wish
    from gmstool.filters.run import Result
    from gmstool.provenance import Checksum
    from gmstool.vcf.source import VcfSource


@dataclass(frozen=True, slots=True)
class Job:
    """The parts of a run that are the same for every file."""

    options: Options
    talk: Talk
    force: bool
    format: str | None
    ledger: Path | None
    research: Path | None
    meta: Path | None
    fail_if_empty: bool

    def one(self, name: str, output: str | None) -> None:
        """Filter one file."""
        result = self._run(name, target_of(output))
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
            from gmstool.filters.run import run_filter, start_reading

            wish = self._wish(path, source)
            ground = start_reading(source, self.options, wish)
            checksum = self._checksum(name, path, source)
            with self.talk.progress(Path(name).name) as progress:
                result = run_filter(source, ground, wish, progress)
        finally:
            source.close()
        self._tell(name, result)
        self._write_meta(checksum, path, result, start)
        return result

    def _wish(self, path: Path | None, source: "VcfSource") -> "Wish":
        """The outputs of one file, each checked before anything is read."""
        from gmstool.filters.outputs import Target, Wish, kind_of

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
        return wish

    def _checksum(self, name: str, path: Path | None, source: "VcfSource") -> "Checksum":
        """The input's checksum for meta.json: not of a stream, nor where an index spares reading the file."""
        from gmstool.filters.ground import may_use_index
        from gmstool.provenance import Checksum

        spared = source.index is not None and self.options.reader in ("auto", "index") and may_use_index(self.options)
        wanted = (path or self.meta) and name != STDOUT and not spared
        return Checksum(Path(name) if wanted else None)

    def _tell(self, name: str, result: "Result") -> None:
        for warning in dict.fromkeys(result.warnings):
            self.talk.warn(warning)
        for note in self._notes(result):
            self.talk.note(note)
        if result.plan.steps or self.talk.verbose:
            self.talk.funnel(f"{'standard input' if name == STDOUT else name}:", result.funnel.text())
        if not result.funnel.kept_records and result.funnel.alleles:
            self.talk.warn(_why_empty(result))

    def _notes(self, result: "Result") -> "Iterator[str]":
        """What --verbose says: how the file was read, and which keys counted."""
        plan, header = result.plan, result.plan.header
        yield f"read by: {result.read_by}; lines skipped unread: {result.funnel.by_bytes:,} alleles"
        if header.annotation:
            others = [str(one) for one in header.annotation if one != header.dialect]
            yield f"annotation: {header.dialect}" + (f" (not read: {', '.join(others)})" if others else "")
        if plan.options.max_af is not None:
            yield f"af is the largest known of: {', '.join(plan.af_columns) or 'nothing'}"
        if plan.options.rescue and plan.steps:
            yield f"known variants are matched on {'left-aligned' if plan.options.fasta else 'trimmed'} alleles"
        if self.research:
            yield f"research list: {result.research_records:,} records in {self.research}"
        yield from plan.notes

    def _write_meta(self, checksum: "Checksum", path: Path | None, result: "Result", start: float) -> None:
        target = self.meta or (meta.beside(path) if path else None)
        if target is None:
            return
        told = {
            **result.facts,
            "options": self.options.told(),
            "funnel": result.funnel.data(),
            "warnings": result.warnings,
        }
        meta.write(target, told, checksum, start)


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
