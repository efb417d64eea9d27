"""`gms query` of a VCF: the same records, with what is known of each allele."""

from __future__ import annotations

import contextlib
import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from gmstool.cli import meta
from gmstool.cli.asking import refuse_identities, refuse_input, target_of
from gmstool.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gmstool.cli.console import Talk
    from gmstool.knowledge.annotate import Known
    from gmstool.knowledge.network import Network
    from gmstool.vcf.source import VcfSource

KINDS = ("vcf.gz", "vcf", "bcf", "tsv", "jsonl")


def annotated(
    name: str, output: str | None, format_: str | None, fasta: Path | None, network: Network, talk: Talk, *, force: bool
) -> int:
    """Write the file's records with what is known of them; answers with the number of alleles known."""
    from gmstool import provenance
    from gmstool.files import atomic, check_new
    from gmstool.vcf.source import open_vcf
    from gmstool.vcf.write import write_index

    kind = _kind(output, format_)
    target = target_of(output)
    source, start = open_vcf(name), time.monotonic()
    try:
        refuse_input(target, source)
        refuse_identities(source.header.samples, [target])
        if target is not None:
            check_new(target, force=force)
        facts = {**provenance.essentials(source.header, source.name, source.size, ()), "sources": _sources(network)}
        checksum = provenance.Checksum(source.path if target else None)
        with atomic(target) if target else contextlib.nullcontext() as part:
            counts = _Job(source, kind, part, facts, network, talk).run(fasta)
    finally:
        source.close()
    if target is not None:
        if kind == "vcf.gz":
            write_index(target)
        meta.write(meta.beside(target), {**facts, "result": counts}, checksum, start)
    lines = [(f"{counts['alleles']:,}", "alternate alleles"), (f"{counts['known']:,}", "known")]
    talk.funnel(f"{Path(name).name}:", lines)
    return counts["known"]


class _Job:
    """One file on its way from source to output."""

    def __init__(
        self, source: VcfSource, kind: str, part: Path | None, facts: dict[str, Any], network: Network, talk: Talk
    ) -> None:
        self.source, self.kind, self.part, self.facts, self.network, self.talk = (
            source,
            kind,
            part,
            facts,
            network,
            talk,
        )

    def run(self, fasta: Path | None) -> dict[str, int]:
        from gmstool.knowledge.annotate import known_of
        from gmstool.vcf.source import Question

        build, base = self._build(), None
        if fasta:
            from gmstool.vcf.fasta import Reference

            base = Reference(fasta).base
        counts = {"records": 0, "alleles": 0, "known": 0}
        with self._writer() as write, self.talk.progress(self.source.name) as progress:
            for chunk, done in self.source.chunks(Question()):
                known = known_of(chunk.lines, build, self.network, base)
                for at, line in enumerate(chunk.lines):
                    write(line, known.get(at, {}))
                counts["records"] += len(chunk.lines)
                counts["alleles"] += chunk.counts.alleles
                counts["known"] += sum(map(len, known.values()))
                progress(done)
        return counts

    def _build(self) -> str:
        found = self.source.header.build.build
        if found is None:
            self.talk.warn(f"nothing in the header tells the build of {self.source.name}: it is taken to be GRCh38")
        return found or "GRCh38"

    @contextlib.contextmanager
    def _writer(self) -> Iterator[Any]:
        if self.kind in ("tsv", "jsonl"):
            with contextlib.ExitStack() as stack:
                handle = stack.enter_context(self.part.open("wb")) if self.part else sys.stdout.buffer
                yield self._tsv(handle) if self.kind == "tsv" else self._jsonl(handle)
                handle.flush()
            return
        from gmstool import provenance
        from gmstool.knowledge.annotate import header_with_tags, with_tags
        from gmstool.vcf.write import VcfWriter

        writer = VcfWriter(self.part, self.kind, sys.stdout.buffer)
        lines = provenance.header_lines(self.facts)
        lines["gms_knowledge"] = provenance.quoted("; ".join(_labels(self.facts["sources"])))
        writer.header(header_with_tags(self.source.header, lines))
        yield lambda line, known: writer.record(with_tags(line, known))
        for warning in writer.close():
            self.talk.warn(warning)

    def _tsv(self, handle: BinaryIO) -> Any:
        from gmstool.knowledge.annotate import COLUMNS, rows

        handle.write("\t".join(COLUMNS).encode() + b"\n")

        def write(line: bytes, known: dict[int, Known]) -> None:
            handle.writelines("\t".join(row).encode() + b"\n" for row in rows(line, known))

        return write

    def _jsonl(self, handle: BinaryIO) -> Any:
        from gmstool.knowledge.annotate import objects

        def write(line: bytes, known: dict[int, Known]) -> None:
            handle.writelines(json.dumps(one, ensure_ascii=False).encode() + b"\n" for one in objects(line, known))

        return write


def _kind(output: str | None, format_: str | None) -> str:
    named = format_ or next((one for one in KINDS if output and output.lower().endswith(f".{one}")), None)
    if named is None and target_of(output) is not None:
        raise UsageError(f"the name {output} tells no format", hint=f"end it in .{', .'.join(KINDS)}, or use --format")
    if (named or "tsv") not in KINDS:
        raise UsageError(f"--format {named} is not for a VCF", hint=f"use {', '.join(KINDS)}")
    return named or "tsv"


def _sources(network: Network) -> list[dict[str, Any]]:
    return [one.named() for one in network.reports if not one.remote]


def _labels(sources: list[dict[str, Any]]) -> list[str]:
    return [" ".join(filter(None, (one["name"], one["version"]))) for one in sources]
