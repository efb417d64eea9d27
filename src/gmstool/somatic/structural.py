"""Copy numbers, fusions and skipped exons of the pipelines, as events: of VCF (CNVkit, Manta, RNA) or of a table.

Tables (tab- or comma-separated, with names):

    gene, kind, copy_number     kind: amplification, deletion, loss or copy_neutral_loss
    gene_5, gene_3              also as Arriba, STAR-Fusion and FusionCatcher name them
    Gene, start_exon, end_exon  skipped exons of the RNA pipeline of the solid panel
    segments of ASCAT, FACETS, PureCN, CNVkit (.cns), PURPLE and Sequenza: segments.py

From how many copies on: copy_numbers.py. Which joins of DNA are told: fusions.py.
"""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING, Any

from gmstool.errors import InputError, UsageError
from gmstool.reference import genes
from gmstool.somatic import copy_numbers, fusions, segments
from gmstool.somatic.evidence import Event

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from gmstool.somatic.layers import Layers
    from gmstool.somatic.tumour_types import TumourType
    from gmstool.vcf.header import Header

MAX_BYTES = 64 << 20
KINDS = (*copy_numbers.KINDS, *segments.KINDS)
COLUMNS = f"gene, kind ({', '.join(KINDS)}) and copy_number; or gene_5 and gene_3; or segments of a caller"
_EXON = re.compile(r"(\d+)(?:_?part\d+)?$")


def read(
    path: Path, layers: Layers, build: str | None, tumour: TumourType | None = None, purity: float | None = None
) -> list[Event]:
    """The events of a file, each once; with the tumour's limits of copy number. Raises InputError."""
    if path.suffix in (".tsv", ".txt", ".csv", ".cns"):
        return _of_table(path, layers, build, tumour)
    from gmstool.vcf.source import Question, open_vcf

    source = open_vcf(str(path), threads=1)
    try:
        at, known = _tumour_at(source.header), build or source.header.build.build
        wanted = copy_numbers.places(layers, known, tumour) if known else []
        joins = fusions.known(layers, known, tumour) if known else None
        found: dict[tuple[str, str], Event] = {}
        for line in (line for chunk, _ in source.chunks(Question()) for line in chunk.lines):
            cells = line.decode().rstrip("\r\n").split("\t")
            if at is None:
                _refuse_unknown_tumour(path, source.header, cells)
            info = dict(pair.partition("=")[::2] for pair in cells[7].split(";"))
            of_copies = copy_numbers.of_record(cells, info, wanted, path.name, at=at, purity=purity)
            for one in (*fusions.of_record(cells, info, joins, path.name), *of_copies):
                found.setdefault((one.kind, one.name), one)
    finally:
        source.close()
    return list(found.values())


def _tumour_at(header: Header) -> int | None:
    """Which sample is the tumour; None where the file does not say."""
    from gmstool.somatic.roles import roles

    try:
        found = roles(header).tumour
    except UsageError:
        return None
    return header.samples.index(found) if found else None


def _refuse_unknown_tumour(path: Path, header: Header, cells: list[str]) -> None:
    """Copy numbers of several samples, none of them known to be the tumour's, would be lost. Raises InputError."""
    if len(header.samples) > 1 and "CN" in cells[8].split(":"):
        raise InputError(
            f"{path.name}: it is not known which of the samples {', '.join(header.samples)} is the tumour",
            hint="give a file of the tumour's sample alone: bcftools view -s NAME",
        )


def _of_table(path: Path, layers: Layers, build: str | None, tumour: TumourType | None) -> list[Event]:
    rows = _rows(path)
    if rows and (written := segments.table_of(list(rows[0]))):
        if build is None:
            raise InputError(
                f"{path}: the genome build of its segments is not known", "the file of variants must tell it"
            )
        wanted = copy_numbers.places(layers, build, tumour)
        found = (segments.of_row(row, written) for row in rows)
        return [event for one in found if one for event in copy_numbers.of_segment(one, wanted, path.name)]
    return list(dict.fromkeys(one for row in rows for one in _of_row(row, path)))


def _rows(path: Path) -> list[dict[str, Any]]:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise InputError(f"{path} is larger than {MAX_BYTES >> 20} MiB")
        with path.open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file, delimiter="," if path.suffix == ".csv" else "\t"))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise InputError(f"cannot read {path}: {getattr(error, 'strerror', None) or error}") from None


def _of_row(row: Mapping[str, Any], path: Path) -> Iterator[Event]:
    if {"Gene", "start_exon", "end_exon"} <= row.keys():
        yield from _skipped(row, path.name)
    elif fusion := fusions.of_table(row, path.name):
        yield fusion
    elif {"gene", "kind"} <= row.keys():
        yield _stated_copies(row, path)
    else:
        raise InputError(f"{path} has no columns of copy numbers, fusions or skipped exons", COLUMNS)


def _stated_copies(row: Mapping[str, Any], path: Path) -> Event:
    if row.get("kind") not in KINDS:
        raise InputError(f"{path}: kind is one of {', '.join(KINDS)}, found `{row.get('kind')}`")
    copies = row.get("copy_number")
    return _copies(row["gene"] or "", row["kind"], f"{copies} copies" if copies else "", path.name)


def _copies(gene: str, kind: str, detail: str, source: str) -> Event:
    found = genes.resolve(gene)
    named = f"{found.symbol or gene} {segments.NAMES.get(kind, kind)}"
    return Event(kind, named, (found.hgnc_id,) if found.hgnc_id else (), detail, source)


def _skipped(row: Mapping[str, Any], source: str) -> Iterator[Event]:
    """`MET_exon_13` joined to `MET_exon_15`: exon 14 is skipped."""
    ends = [_EXON.search(row[name] or "") for name in ("start_exon", "end_exon")]
    if ends[0] is None or ends[1] is None:
        return
    first, last = int(ends[0][1]) + 1, int(ends[1][1]) - 1
    if first > last:
        return
    exons = f"exon {first}" if first == last else f"exons {first}-{last}"
    found, reads = genes.resolve(row["Gene"] or ""), row.get("supporting_reads")
    symbol = found.symbol or row["Gene"]
    ids = (found.hgnc_id,) if found.hgnc_id else ()
    told = f"{source}, {reads} reads" if reads else source
    yield Event("exon_skipping", f"{symbol} {exons} skipping", ids, exons, told)


def of_case(content: Mapping[str, Any]) -> list[Event]:
    """The fusions and copy numbers that the case file states: [[result]] with kind fusion or copy_number."""
    return [event for one in content.get("result", []) if isinstance(one, dict) for event in _stated(one)]


def _stated(one: Mapping[str, Any]) -> Iterable[Event]:
    told, source = str(one.get("result", "")), str(one.get("source") or "case file")
    if one.get("kind") == "fusion" and "::" in told:
        five, _, three = told.split(maxsplit=1)[0].rstrip(",;").partition("::")
        return [fusions.called(five, three, source, "")]
    gene, _, words = told.strip().partition(" ")
    plain = words.strip().lower().replace("-", "_").replace(" ", "_")
    kind = next((kind for kind in KINDS if plain.startswith(kind)), None)
    return [_copies(gene, kind, words, source)] if one.get("kind") == "copy_number" and kind else []
