"""What the sources of this machine know of each allele that is left: the same lines as `gms query FILE.vcf.gz`.

Nothing is sent anywhere: the variants of a file are together a person.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from gmstool import provenance
from gmstool.knowledge.annotate import COLUMNS, known_of, rows
from gmstool.knowledge.network import Network
from gmstool.knowledge.sources.opened import local_sources
from gmstool.knowledge.told import assertion
from gmstool.vcf.source import Question, open_vcf

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from gmstool.knowledge.annotate import Known

NO_BUILD = "nothing in the header tells the build: it is taken to be GRCh38"


@dataclass(slots=True)
class Told:
    """What the knowledge base was asked and said."""

    facts: dict[str, Any] = field(default_factory=dict)
    alleles: int = 0
    known: int = 0
    warnings: list[str] = field(default_factory=list)


def ask(vcf: Path, output: Path) -> Told:
    """Write what is known of each allele of a file."""
    network, source, told = Network(local_sources()), open_vcf(str(vcf), threads=1), Told()
    build = source.header.build.build
    told.warnings += [] if build else [NO_BUILD]
    try:
        with output.open("wb") as handle:
            for chunk, _ in source.chunks(Question()):
                known = known_of(chunk.lines, build or "GRCh38", network, None)
                for at, line in enumerate(chunk.lines):
                    handle.writelines(_told(line, known.get(at, {})))
                told.alleles += chunk.counts.alleles
                told.known += sum(map(len, known.values()))
    finally:
        source.close()
    sources = [{"name": one.source.name, "version": one.source.version} for one in network.reports]
    told.facts = {**provenance.essentials(source.header, source.name, source.size, ()), "sources": sources}
    return told


def _told(line: bytes, known: dict[int, Known]) -> Iterator[bytes]:
    """The alleles of a record as JSON lines, each with the assertions that were found."""
    for number, row in enumerate(rows(line, known)):
        one: dict[str, Any] = {name: cell or None for name, cell in zip(COLUMNS, row, strict=True)}
        one["pos"] = int(row[1])
        one["assertions"] = [assertion(each) for each in known[number].assertions] if number in known else []
        yield json.dumps(one, ensure_ascii=False).encode() + b"\n"
