"""What the sources of this machine know of each allele that is left: the same lines as `gms query FILE.vcf.gz`.

Nothing is sent anywhere: the variants of a file are together a person.
"""

from __future__ import annotations

import json
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from gmstool import provenance
from gmstool.knowledge.annotate import known_of, objects
from gmstool.knowledge.network import Network
from gmstool.knowledge.sources.opened import opened_here
from gmstool.vcf.source import Question, open_vcf

if TYPE_CHECKING:
    from pathlib import Path

    from gmstool.chain.wish import Wish
    from gmstool.knowledge.sources import Source
    from gmstool.vcf.fasta import Base

NO_BUILD = "nothing in the header tells the build: it is taken to be GRCh38"


@dataclass(slots=True)
class Told:
    """What the knowledge base was asked and said."""

    facts: dict[str, Any] = field(default_factory=dict)
    alleles: int = 0
    known: int = 0
    warnings: list[str] = field(default_factory=list)


def ask(vcf: Path, output: Path, wish: Wish) -> Told:
    """Write what is known of each allele of a file: by ClinVar's table, the store, and a snapshot if one is named."""
    told, base = Told(), _base(wish.options.fasta)
    with ExitStack() as stack:
        sources = stack.enter_context(opened_here(wish.snapshot, wish.snapshot_key, wish.store))
        source = open_vcf(str(vcf), threads=1)
        stack.callback(source.close)
        network, build = Network(sources), source.header.build.build
        told.warnings += [*_stale(sources), *([] if build else [NO_BUILD])]
        with output.open("wb") as handle:
            for chunk, _ in source.chunks(Question()):
                known = known_of(chunk.lines, build or "GRCh38", network, base)
                for at, line in enumerate(chunk.lines):
                    for one in objects(line, known.get(at, {})):
                        handle.write(json.dumps(one, ensure_ascii=False).encode() + b"\n")
                told.alleles += chunk.counts.alleles
                told.known += sum(map(len, known.values()))
    asked = [one.named() for one in network.reports]
    told.facts = {**provenance.essentials(source.header, source.name, source.size, ()), "sources": asked}
    return told


def _base(fasta: Path | None) -> Base | None:
    if fasta is None:
        return None
    from gmstool.vcf.fasta import Reference

    return Reference(fasta).base


def _stale(sources: list[Source]) -> list[str]:
    """What a snapshot says of its age."""
    return [text for one in sources if (text := getattr(one, "stale", None))]
