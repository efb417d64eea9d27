"""What is known of every variant of a VCF, from the sources of this machine.

A whole file is never sent to a remote: together its variants are a person.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gmstool.genome import bare
from gmstool.knowledge.consensus import Agreement, Overall, overall
from gmstool.knowledge.findings import once
from gmstool.knowledge.target import DEFAULT_BUILD, lifted_key
from gmstool.knowledge.told import assertion
from gmstool.vcf.alleles import gives_row, is_sequence, trim
from gmstool.vcf.fasta import left_aligned
from gmstool.vcf.write import new_header, tagged

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gmstool.knowledge.model import Assertion, Key
    from gmstool.knowledge.network import Network
    from gmstool.vcf.fasta import Base
    from gmstool.vcf.header import Header

TAGS = {
    "GMS_KB_CLASS": "Class that the knowledge base has for each alternate allele",
    "GMS_KB_CONSENSUS": "How far the laboratories agree on each alternate allele",
    "GMS_KB_LABS": "Laboratories that assessed each alternate allele, joined by a bar",
    "GMS_KB_IDS": "Records of each alternate allele in their sources, joined by a bar",
}
COLUMNS = (
    "chrom", "pos", "ref", "alt", "kb_class", "kb_consensus", "kb_labs", "kb_conditions", "kb_ids", "kb_sources",
)  # fmt: skip
_UNKNOWN = "."


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of one alternate allele; `alt` counts from 0."""

    line: int
    alt: int
    key: Key
    assertions: tuple[Assertion, ...]
    consensus: Overall

    def texts(self) -> tuple[str, str, str, str]:
        """The values of TAGS."""
        labs = dict.fromkeys(one.lab for one in self.assertions if one.lab)
        ids = dict.fromkeys(one.source_id or one.name for one in self.assertions)
        agreement = self.consensus.agreement
        return (
            self.consensus.classification or "", "" if agreement is Agreement.NONE else str(agreement),
            "|".join(labs), "|".join(ids),
        )  # fmt: skip

    def row(self) -> tuple[str, ...]:
        """The values of COLUMNS behind chrom, pos, ref and alt."""
        name, agreement, labs, ids = self.texts()
        conditions = dict.fromkeys(one.condition or one.condition_id or "" for one in self.assertions)
        sources = dict.fromkeys(one.source for one in self.assertions)
        return name, agreement, labs, "|".join(filter(None, conditions)), ids, "|".join(sources)


def known_of(lines: list[bytes], build: str, network: Network, base: Base | None) -> dict[int, dict[int, Known]]:
    """What is known of the alleles of some records: by line and number of the alternate allele."""
    places = list(_places(lines, build, base))
    asked = [key for _, _, keys in places for key in keys]
    by_key: dict[Key, list[Assertion]] = {}
    for one in network.ask(lambda source: source.at(asked), remotes=False) if asked else ():
        for key in {one.key, one.lifted_key} - {None}:
            by_key.setdefault(key, []).append(one)
    found: dict[int, dict[int, Known]] = {}
    for line, alt, keys in places:
        if told := once(one for key in keys for one in by_key.get(key, ())):
            found.setdefault(line, {})[alt] = Known(line, alt, keys[0], tuple(told), overall(told))
    return found


def _places(lines: list[bytes], build: str, base: Base | None) -> Iterator[tuple[int, int, tuple[Key, ...]]]:
    for at, line in enumerate(lines):
        chrom, pos, _, ref, alts, _ = line.decode("utf-8", "replace").split("\t", 5)
        for number, alt in enumerate(alts.split(",")):
            if gives_row(alt) and is_sequence(alt) and is_sequence(ref):
                yield at, number, _keys((bare(chrom), int(pos), ref, alt), build, base)


def _keys(place: tuple[str, int, str, str], build: str, base: Base | None) -> tuple[Key, ...]:
    chrom, pos, ref, alt = place
    same_length = len(ref) == len(alt)
    spelled = left_aligned(base, chrom, pos, ref, alt) if base and not same_length else trim(pos, ref, alt)
    key = (build, chrom, *spelled)
    other = lifted_key(key) if build != DEFAULT_BUILD else key
    return (key,) if other == key or isinstance(other, str) else (other, key)


def header_with_tags(header: Header, provenance: dict[str, str]) -> bytes:
    """The input's header with provenance and the declarations of our tags."""
    newline = header.newline.decode()
    declared = "".join(
        f'##INFO=<ID={tag},Number=A,Type=String,Description="{text}">{newline}'
        for tag, text in TAGS.items()
        if tag not in header.info
    )
    head, columns, rest = new_header(header, provenance, (), {}).rpartition(b"#CHROM")
    return head + declared.encode() + columns + rest


def with_tags(line: bytes, known: dict[int, Known]) -> bytes:
    """A record with our tags where something is known of an allele; every other byte stays."""
    if not known:
        return line
    count = line.split(b"\t", 5)[4].count(b",") + 1
    texts = [known[alt].texts() if alt in known else ("",) * len(TAGS) for alt in range(count)]
    values = zip(*texts, strict=True)
    return tagged(line, {tag: ",".join(map(_plain, each)) for tag, each in zip(TAGS, values, strict=True)}, [])


def rows(line: bytes, known: dict[int, Known]) -> Iterator[tuple[str, ...]]:
    """One row per alternate allele of a record, in COLUMNS; what is not known is empty."""
    chrom, pos, _, ref, alts, _ = line.decode("utf-8", "replace").split("\t", 5)
    for number, alt in enumerate(alts.split(",")):
        told = known[number].row() if number in known else ("",) * (len(COLUMNS) - 4)
        yield (chrom, pos, ref, alt, *(" ".join(cell.split()) for cell in told))


def objects(line: bytes, known: dict[int, Known]) -> Iterator[dict[str, Any]]:
    """The same rows as objects for JSON, each with the assertions that were found; what is not known is None."""
    for number, row in enumerate(rows(line, known)):
        told: dict[str, Any] = {name: cell or None for name, cell in zip(COLUMNS, row, strict=True)}
        found = known[number].assertions if number in known else ()
        yield {**told, "pos": int(row[1]), "assertions": [assertion(one) for one in found]}


def _plain(text: str) -> str:
    """A text as an INFO value: without what separates values, alleles and keys."""
    escaped = text.replace("%", "%25").replace(",", "%2C").replace(";", "%3B").replace("=", "%3D")
    return "_".join(escaped.split()) or _UNKNOWN
