"""Record lines to rows: one row per alternate allele and gene, as columns of texts and numbers, unknown as None."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from gmstool.columns import contract
from gmstool.consequences import Dialect
from gmstool.vcf.alleles import gives_row
from gmstool.vcf.annotation import Annotation, CutEntry, Entry
from gmstool.vcf.header import Header
from gmstool.vcf.samples import Call, FormatPlan
from gmstool.vcf.sources import PACKED, ColumnSources, entry_places, spliceai

Values = dict[str, list[Any]]
TRANSCRIPT_FIELDS = (
    "transcript", "mane", "canonical", "biotype", "consequence", "impact", "hgvsc", "hgvsp", "exon", "intron",
)  # fmt: skip
ENTRY_FIELDS = ("transcript", "mane", "canonical", "consequence", "impact")  # what the consequence test looks at
FIXED = {"chrom": 0, "pos": 1, "id": 2, "ref": 3, "qual": 5, "filter": 6}
SAMPLE_COLUMNS = ("gt", "dp", "ad", "ad_alt", "gq", "vaf", "ps")


class RawField(NamedTuple):
    """A raw value asked for by an imported filter rule: INFO or FORMAT key, QUAL, or VEP field of the first entry."""

    kind: str
    key: str

    @property
    def column(self) -> str:
        return f"{self.kind}:{self.key}" if self.key else self.kind


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to read: contract columns, raw fields, entries for the consequence test, the sample's name."""

    columns: frozenset[str]
    raw: tuple[RawField, ...] = ()
    entries: bool = False
    sample: str | None = None


@dataclass(slots=True)
class Rows:
    """Columns of equal length. `line` and `alt_index` say which line and which of its ALTs a row comes from.

    entries, transcripts and genotypes are tables of their own; their column `row` says whose they are.
    """

    values: Values
    line: list[int] = field(default_factory=list)
    alt_index: list[int] = field(default_factory=list)
    cut: list[int] = field(default_factory=list)  # rows with an entry that ends before its last field
    entries: Values = field(default_factory=dict)
    transcripts: Values = field(default_factory=dict)
    genotypes: Values = field(default_factory=dict)


class RecordReader:
    """Reads lines of one file. Not re-entrant: one reader per file and purpose."""

    def __init__(self, header: Header, wanted: Wanted) -> None:
        self.header, self.wanted = header, wanted
        self.annotation = Annotation(header)
        self.notes: dict[str, int] = {}
        self._formats: dict[str, FormatPlan] = {}
        self._sample_at = header.samples.index(wanted.sample) + 9 if wanted.sample in header.samples else -1
        self._sample_columns = [name for name in SAMPLE_COLUMNS if name in wanted.columns]
        self._packed_spliceai = "spliceai_max" in wanted.columns and PACKED in header.info
        self._places = {name: entry_places(self.annotation, name) for name in TRANSCRIPT_FIELDS}

    def warnings(self) -> list[str]:
        """What to say of annotation that could not be tied to an allele or has odd entries."""
        told = [f"{text} ({count:,} times)" for text, count in self.notes.items()]
        odd = self.annotation.warning()
        return [*told, odd] if odd else told

    def read(self, lines: Iterable[bytes], numbers: Iterable[int]) -> Rows:
        """Rows of these lines; `numbers` are the lines' numbers in the file, for messages."""
        rows = self._empty()
        if self.annotation.dialect is Dialect.BCSQ:
            lines = list(lines)
            for line in lines:
                cells = line.decode("utf-8", "replace").split("\t", 8)
                self.annotation.remember(cells[0], cells[1], cells[7])
        sources = ColumnSources(self.header, self.annotation, rows.values)
        for at, (line, number) in enumerate(zip(lines, numbers, strict=True)):
            self._read_line(line.decode("utf-8", "replace"), number, at, rows, sources)
        for note, count in sources.notes.items():
            self.notes[note] = self.notes.get(note, 0) + count
        return rows

    def _empty(self) -> Rows:
        wanted = self.wanted
        rows = Rows({name: [] for name in contract() if name in wanted.columns})
        rows.values.update({raw.column: [] for raw in wanted.raw})
        if wanted.entries:
            rows.entries = {name: [] for name in ("row", *ENTRY_FIELDS)}
        if "transcripts" in wanted.columns:
            rows.transcripts = {name: [] for name in ("row", *TRANSCRIPT_FIELDS)}
        if "genotypes" in wanted.columns:
            rows.genotypes = {name: [] for name in ("row", "sample", *SAMPLE_COLUMNS)}
        return rows

    def _read_line(self, line: str, number: int, at: int, rows: Rows, sources: ColumnSources) -> None:
        cells = line.rstrip("\r\n").split("\t")
        info = _info(cells[7])
        self.annotation.contig = cells[0]
        alts = cells[4].split(",")
        entries = self.annotation.entries(info, number)
        matched = self.annotation.by_allele(entries, int(cells[1]), cells[3], alts)
        plan = self._format(cells) if self._sample_columns or rows.genotypes else None
        for index, alt in enumerate(alts):
            if not gives_row(alt):
                continue
            of_sample = self._of_sample(plan, cells, index, len(alts))
            of_all = self._of_all_samples(plan, cells, index, len(alts)) if rows.genotypes else []
            of_allele = sources.of_allele(matched[index].entries, info, index, len(alts))
            for gene, group in (self.annotation.by_gene(matched[index].entries) or {"": []}).items():
                shown = self.annotation.shown(group) if group else None
                self._place(rows, cells, alt, at, index)
                self._annotated(rows, gene, group, shown, matched[index].how)
                sources.row(shown, group, of_allele, info, index, len(alts))
                self._samples(rows, of_sample, of_all)
                for wanted in self.wanted.raw:
                    rows.values[wanted.column].append(self._raw(wanted, cells, info, entries))
                if self._packed_spliceai:
                    self._unpacked(rows, spliceai(info.get(PACKED, ""), alt, gene))

    def _unpacked(self, rows: Rows, score: str | None) -> None:
        """The packed score of the last row, where the annotation has none."""
        scores = rows.values["spliceai_max"]
        if len(scores) < len(rows.line):  # the header names no other source
            scores.append(score)
        elif scores[-1] in (None, "."):
            scores[-1] = score

    def _place(self, rows: Rows, cells: list[str], alt: str, at: int, index: int) -> None:
        rows.line.append(at)
        rows.alt_index.append(index)
        values = rows.values
        for name, place in FIXED.items():
            if name in values:
                values[name].append(None if cells[place] == "." else cells[place])
        if "alt" in values:
            values["alt"].append(alt)

    def _annotated(self, rows: Rows, gene: str, group: list[Entry], shown: Entry | None, how: str) -> None:
        values, annotation = rows.values, self.annotation
        if "gene" in values:
            symbol = group[0][annotation.gene] if group and annotation.gene >= 0 else ""
            values["gene"].append((gene if "&" in symbol else symbol) or None)
        if "gene_status" in values:
            values["gene_status"].append(annotation.status(gene, group))
        if "allele_match" in values:
            values["allele_match"].append(how or None)
        if "mane" in values:
            values["mane"].append((annotation.mane_status(shown) if shown else "") or None)
        if rows.entries:
            self._nested(rows, rows.entries, ENTRY_FIELDS, group)
        if rows.transcripts:
            self._nested(rows, rows.transcripts, TRANSCRIPT_FIELDS, group)
        if annotation.odd_entries and any(isinstance(entry, CutEntry) for entry in group):
            rows.cut.append(len(rows.line) - 1)
        if how == "unmatched":
            note = "annotation entries that fit no ALT were given to every ALT"
            self.notes[note] = self.notes.get(note, 0) + 1

    def _nested(self, rows: Rows, table: Values, names: tuple[str, ...], group: list[Entry]) -> None:
        """Append the entries of a group to a table of their own."""
        table["row"] += [len(rows.line) - 1] * len(group)
        for name in names:
            if name == "mane":
                table[name] += [self.annotation.mane_status(entry) or None for entry in group]
            elif name == "canonical":
                told = self.annotation.canonical
                table[name] += [entry[told] == "YES" for entry in group] if told >= 0 else [None] * len(group)
            elif len(places := self._places[name]) == 1:
                table[name] += [entry[places[0]] or None for entry in group]
            else:
                table[name] += [next((entry[at] for at in places if entry[at]), None) for entry in group]

    def _format(self, cells: list[str]) -> FormatPlan | None:
        if len(cells) < 10:  # noqa: PLR2004  # eight fixed columns, FORMAT, one sample
            return None
        text = cells[8]
        if text not in self._formats:
            self._formats[text] = FormatPlan(text)
        return self._formats[text]

    def _of_sample(self, plan: FormatPlan | None, cells: list[str], alt: int, n_alts: int) -> Call | None:
        if plan is None or self._sample_at < 0 or not self._sample_columns:
            return None
        return plan.call(cells[self._sample_at].split(":"), alt, n_alts)

    def _of_all_samples(self, plan: FormatPlan | None, cells: list[str], alt: int, n_alts: int) -> list[Call]:
        return [plan.call(cell.split(":"), alt, n_alts) for cell in cells[9:]] if plan else []

    def _samples(self, rows: Rows, call: Call | None, calls: list[Call]) -> None:
        values = rows.values
        for name in self._sample_columns:
            values[name].append(None if call is None else getattr(call, name))
        if "sample" in values:
            values["sample"].append(self.wanted.sample)
        if calls:
            table = rows.genotypes
            table["row"] += [len(rows.line) - 1] * len(calls)
            table["sample"] += self.header.samples
            for name, column in zip(SAMPLE_COLUMNS, zip(*calls, strict=True), strict=True):
                table[name] += column

    def _raw(self, raw: RawField, cells: list[str], info: dict[str, str], entries: list[Entry]) -> str | None:
        if raw.kind == "QUAL":
            value: str | None = cells[5]
        elif raw.kind == "INFO":
            value = info.get(raw.key)
        elif raw.kind == "FORMAT":
            plan = self._format(cells)
            at = self._sample_at if self._sample_at >= 0 else 9
            return plan.cell(cells[at].split(":"), raw.key) if plan else None
        else:
            place = self.annotation.place(raw.key)
            # A VEP value of `.` is text to the rules that ask for it.
            return entries[0][place] or None if entries and place >= 0 else None
        return None if value in (None, ".", "") else value


def _info(text: str) -> dict[str, str]:
    """INFO as key to value; a flag's value is `1`. Of a key that stands twice the first counts."""
    found: dict[str, str] = {}
    for item in text.split(";"):
        key, equals, value = item.partition("=")
        if key not in found:
            found[key] = value if equals else "1"
    return found
