"""What a VCF holds, and what gms can and cannot do with it: the preflight of every command."""

from dataclasses import dataclass, field
from typing import Any

from gmstool.columns import Level, contract
from gmstool.genome import contig_style
from gmstool.vcf.header import Header
from gmstool.vcf.records import RecordReader, Wanted
from gmstool.vcf.source import Question, VcfSource, open_vcf
from gmstool.vcf.tabix import is_stale
from gmstool.vcf.table import chosen_af, feeding_keys, mitochondrial_warning, old_mitochondrion, to_frame

SAMPLED_RECORDS = 2_000  # records looked at to tell filled columns from empty ones


@dataclass(frozen=True, slots=True)
class ColumnState:
    """How one column stands in a file."""

    name: str
    keys: tuple[str, ...]
    filled: int
    rows: int

    @property
    def told(self) -> str:
        """Where the column comes from and how far it is filled, in words."""
        column = contract()[self.name]
        if column.level is Level.RUN or (not self.keys and not column.sources and self.filled):
            return "derived"
        if not self.keys and not self.filled:
            return "no key in this file"
        where = " ".join(self.keys) or "derived"
        return (
            f"{where}: {'empty in the records looked at' if not self.filled else f'{self.filled} of {self.rows} rows'}"
        )


@dataclass(slots=True)
class Inspection:
    """The findings about one file."""

    source: VcfSource
    records: int
    complete: bool
    columns: list[ColumnState]
    can: list[str] = field(default_factory=list)
    cannot: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    @property
    def header(self) -> Header:
        """The header of the file."""
        return self.source.header


def inspected(name: str) -> Inspection:
    """Look at a file's header, its index and its first records."""
    source = open_vcf(name, threads=1)
    found = _looked_at(source)
    _judge(found)
    source.close()
    return found


def _looked_at(source: VcfSource) -> Inspection:
    header = source.header
    columns = frozenset(name for name, column in contract().items() if column.level is not Level.RUN)
    sample = header.samples[0] if header.samples else None
    reader = RecordReader(header, Wanted(columns - {"transcripts", "genotypes"}, sample=sample))
    lines, numbers = _first_lines(source)
    rows = reader.read(lines[:SAMPLED_RECORDS], numbers[:SAMPLED_RECORDS])
    notes = [f"{text} ({count:,} times)" for text, count in reader.notes.items()]
    if odd := reader.annotation.warning():
        notes.append(odd)
    states = _states(to_frame(rows, header, chosen_af(header)), header)
    complete = len(lines) <= SAMPLED_RECORDS
    found = Inspection(source, min(len(lines), SAMPLED_RECORDS), complete, states, warnings=notes)
    _check_order(lines, found)
    return found


def _first_lines(source: VcfSource) -> tuple[list[bytes], list[int]]:
    """More than SAMPLED_RECORDS lines with their numbers, or all where there are fewer."""
    lines: list[bytes] = []
    numbers: list[int] = []
    for chunk, _ in source.chunks(Question(reader="scan")):
        lines += chunk.lines
        numbers += chunk.numbers
        if len(lines) > SAMPLED_RECORDS:
            break
    return lines, numbers


def _states(table: Any, header: Header) -> list[ColumnState]:
    filled = {name: table.height - table[name].null_count() for name in table.columns}
    if table.height:
        # A value that stands everywhere by construction says nothing about the file.
        filled["gene_status"] = int((table["gene_status"] != "unannotated").sum())
        filled["af_status"] = int((table["af_status"] != "not_looked_up").sum())
    return [
        ColumnState(name, feeding_keys(column, header), filled.get(name, 0), table.height)
        for name, column in contract().items()
    ]


def _check_order(lines: list[bytes], found: Inspection) -> None:
    seen: list[bytes] = []
    last = 0
    for line in lines:
        chrom, pos, _ = line.split(b"\t", 2)
        if not seen or chrom != seen[-1]:
            if chrom in seen:
                found.warnings.append(
                    "the records are not sorted: the file cannot be indexed (sort with `bcftools sort`)"
                )
                return
            seen.append(chrom)
        elif int(pos) < last:
            found.warnings.append("the records are not sorted: the file cannot be indexed (sort with `bcftools sort`)")
            return
        last = int(pos)
    unknown = [
        name.decode("utf-8", "replace") for name in seen if name.decode("utf-8", "replace") not in found.header.contigs
    ]
    if found.header.contigs and unknown:
        found.warnings.append(f"contigs not in the header: {', '.join(unknown[:5])}")


def _judge(found: Inspection) -> None:
    header, source = found.header, found.source
    found.warnings += [*header.warnings, *source.warnings]
    if header.build.build is None:
        found.cannot.append(f"know its reference build ({header.build.source}): check it before you trust coordinates")
    if style := contig_style(list(header.contigs)):
        found.can.append(f"match contigs named {style}")
    if header.annotation:
        found.can.append(
            f"filter by gene panel and consequence ({header.dialect}, {header.annotator or 'unnamed tool'})"
        )
    elif "MC" in header.info or "GENEINFO" in header.info:
        found.can.append("filter by gene and consequence as ClinVar writes them (GENEINFO, MC)")
    else:
        found.cannot.append("filter by consequence: the header defines no CSQ, ANN or BCSQ")
    frequencies = chosen_af(header)
    if frequencies:
        found.can.append(f"filter by population frequency ({', '.join(frequencies)})")
    else:
        found.cannot.append("filter by population frequency: no known key; all alleles would be kept as unknown")
    _judge_index(found)
    _judge_mitochondria(found)


def _judge_index(found: Inspection) -> None:
    source = found.source
    if source.index is None:
        mend = "`tabix -p vcf FILE`" if source.kind == "bgzf" else "`bgzip FILE`, then `tabix -p vcf FILE.gz`"
        found.cannot.append(f"read only the panel's regions: there is no index ({mend})")
    elif source.path is not None and is_stale(source.path, source.index):
        found.warnings.append(f"the index {source.index} is older than the file and is not used")
    elif source.kind == "bgzf":
        found.can.append("read only the panel's regions (indexed)")


def _judge_mitochondria(found: Inspection) -> None:
    if name := old_mitochondrion(found.header):
        found.warnings.append(mitochondrial_warning(name))


def as_data(found: Inspection) -> dict[str, Any]:
    """The inspection as plain data."""
    header, source = found.header, found.source
    return {
        "file": source.name,
        "vcf_version": header.version,
        "form": source.kind,
        "build": header.build.build,
        "build_from": header.build.source,
        "contig_names": contig_style(list(header.contigs)),
        "contigs": len(header.contigs),
        "samples": list(header.samples),
        "annotation": header.dialect,
        "other_annotations": [str(one) for one in header.annotation if one != header.dialect],
        "annotator": header.annotator or None,
        "index": str(source.index) if source.index else None,
        "records_looked_at": found.records,
        "all_records": found.complete,
        "filled_columns": [one.name for one in found.columns if one.filled],
        "can": found.can,
        "cannot": found.cannot,
        "warnings": found.warnings,
    }
