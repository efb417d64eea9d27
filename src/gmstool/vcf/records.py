"""Record lines to rows: one row per alternate allele and gene, as columns of texts and numbers, unknown as None."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from gmstool.columns import Column, Level, contract
from gmstool.vcf.alleles import gives_row
from gmstool.vcf.annotation import Annotation, Entry
from gmstool.vcf.header import Header
from gmstool.vcf.samples import Call, FormatPlan, as_struct

Values = dict[str, list[Any]]
NESTED_FIELDS = (
    "transcript", "mane", "canonical", "biotype", "consequence", "impact", "hgvsc", "hgvsp", "exon", "intron",
)  # fmt: skip
ENTRY_FIELDS = ("transcript", "mane", "canonical", "consequence", "impact")  # what the consequence test looks at
FIXED = {"chrom": 0, "pos": 1, "id": 2, "ref": 3, "qual": 5, "filter": 6}
SAMPLE_COLUMNS = ("gt", "dp", "ad", "ad_alt", "gq", "vaf", "ps")


class RawField(NamedTuple):
    """A raw value asked for by an imported filter rule: INFO or FORMAT key, or VEP field of the first entry."""

    kind: str
    key: str

    @property
    def column(self) -> str:
        return f"{self.kind}:{self.key}"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to read: contract columns, raw fields, entries for the consequence test, the sample's name."""

    columns: frozenset[str]
    raw: tuple[RawField, ...] = ()
    entries: bool = False
    sample: str | None = None


@dataclass(slots=True)
class Rows:
    """Columns of equal length. `line` and `alt_index` say which line and which of its ALTs a row comes from."""

    values: Values
    line: list[int] = field(default_factory=list)
    alt_index: list[int] = field(default_factory=list)
    entries: Values = field(default_factory=dict)  # one element per annotation entry; `row` says whose


class _Source(NamedTuple):
    """Where one column's texts come from in this file, in order of preference."""

    append: Callable[[Any], None]
    entry: tuple[int, ...]
    info: tuple[tuple[str, str], ...]  # key and Number
    entry_first: bool
    any_entry: bool  # a value of the variant may stand in any of its entries


class RecordReader:
    """Reads lines of one file. Not re-entrant: one reader per file and purpose."""

    def __init__(self, header: Header, wanted: Wanted) -> None:
        self.header, self.wanted = header, wanted
        self.annotation = Annotation(header)
        self.notes: Counter[str] = Counter()
        self._formats: dict[str, FormatPlan] = {}
        self._sample_at = header.samples.index(wanted.sample) + 9 if wanted.sample in header.samples else -1
        self._sample_columns = [name for name in SAMPLE_COLUMNS if name in wanted.columns]
        self._nested_places = [(name, self._places(name)) for name in NESTED_FIELDS]
        self._packed_spliceai = "spliceai_max" in wanted.columns and "SpliceAI" in header.info

    def read(self, lines: Iterable[bytes], numbers: Iterable[int]) -> Rows:
        """Rows of these lines; `numbers` are the lines' numbers in the file, for messages."""
        rows = Rows({name: [] for name in contract() if name in self.wanted.columns})
        rows.values.update({raw.column: [] for raw in self.wanted.raw})
        if self.wanted.entries:
            rows.entries = {name: [] for name in ("row", *ENTRY_FIELDS)}
        sources = self._sources(rows.values)
        for at, (line, number) in enumerate(zip(lines, numbers, strict=True)):
            self._read_line(line.decode("utf-8", "replace"), number, at, rows, sources)
        return rows

    def _sources(self, values: Values) -> list[_Source]:
        found = []
        for name in self.wanted.columns:
            column = contract()[name]
            if name in FIXED or column.level in (Level.SAMPLE, Level.RUN) or not column.sources:
                continue
            if name in ("gene", "mane", "transcripts", "alt"):
                continue
            found.append(self._source(column, values[name].append))
        return found

    def _source(self, column: Column, append: Callable[[Any], None]) -> _Source:
        places = self._places(column.name) if self.annotation.key or column.name == "consequence" else ()
        keys = [key for key in column.keys("INFO") if key in self.header.info and not self._is_packed(key)]
        return _Source(
            append,
            places,
            tuple((key, self.header.info[key].number) for key in keys),
            not column.sources[0].startswith("INFO/"),
            column.level is Level.VARIANT,
        )

    def _is_packed(self, key: str) -> bool:
        return key == "SpliceAI"

    def _read_line(self, line: str, number: int, at: int, rows: Rows, sources: list[_Source]) -> None:
        cells = line.rstrip("\r\n").split("\t")
        info = _info(cells[7])
        alts = cells[4].split(",")
        pos = int(cells[1])
        entries = self.annotation.entries(info, number)
        matched = self.annotation.by_allele(entries, pos, cells[3], alts)
        plan = self._format(cells) if self._sample_columns or "genotypes" in rows.values else None
        raw = [self._raw(wanted, cells, info, entries) for wanted in self.wanted.raw]
        for index, alt in enumerate(alts):
            if not gives_row(alt):
                continue
            calls = self._calls(plan, cells, index, len(alts), rows.values)
            groups = self.annotation.by_gene(matched[index].entries) or {"": []}
            for gene, group in groups.items():
                self._fixed(rows, cells, alt, at, index)
                self._annotated(rows, gene, group, matched[index].how)
                self._from_sources(sources, group, matched[index].entries, info, index, len(alts))
                for name, value in calls.items():
                    rows.values[name].append(value)
                for wanted, value in zip(self.wanted.raw, raw, strict=True):
                    rows.values[wanted.column].append(value)
                if self._packed_spliceai:
                    rows.values["spliceai_max"][-1] = (
                        _spliceai(info.get("SpliceAI", ""), alt, gene) or (rows.values["spliceai_max"][-1])
                    )

    def _fixed(self, rows: Rows, cells: list[str], alt: str, at: int, index: int) -> None:
        rows.line.append(at)
        rows.alt_index.append(index)
        values = rows.values
        for name, place in FIXED.items():
            if name in values:
                values[name].append(None if cells[place] == "." else cells[place])
        if "alt" in values:
            values["alt"].append(alt)

    def _annotated(self, rows: Rows, gene: str, group: list[Entry], how: str) -> None:
        values, annotation = rows.values, self.annotation
        if "gene" in values:
            values["gene"].append(gene or None)
        if "gene_status" in values:
            values["gene_status"].append(annotation.status(gene, group))
        if "allele_match" in values:
            values["allele_match"].append(how or None)
        if "mane" in values:
            values["mane"].append((annotation.mane_status(annotation.shown(group)) if group else "") or None)
        if "transcripts" in values:
            values["transcripts"].append([self._nested(entry) for entry in group])
        if self.wanted.entries:
            self._entries(rows, group)
        if how == "unmatched":
            self.notes["annotation entries that fit no ALT were given to every ALT"] += 1

    def _entries(self, rows: Rows, group: list[Entry]) -> None:
        row, entries = len(rows.line) - 1, rows.entries
        for entry in group:
            values = self._nested(entry)
            entries["row"].append(row)
            for name in ENTRY_FIELDS:
                entries[name].append(values[name])

    def _nested(self, entry: Entry) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for name, places in self._nested_places:
            values[name] = next((entry[place] for place in places if entry[place]), None)
        values["mane"] = self.annotation.mane_status(entry) or None
        values["canonical"] = values["canonical"] == "YES" if self.annotation.canonical >= 0 else None
        return values

    def _places(self, name: str) -> tuple[int, ...]:
        """Where a column's value may stand in an entry."""
        dialect = self.annotation.key or "CSQ"
        keys = (name.upper(),) if name in ("exon", "intron") else contract()[name].keys(dialect)
        return tuple(place for place in map(self.annotation.place, keys) if place >= 0)

    def _from_sources(
        self, sources: list[_Source], group: list[Entry], entries: list[Entry], info: dict[str, str], alt: int, n: int
    ) -> None:
        shown = self.annotation.shown(group) if group else None
        for source in sources:
            in_entry = _from_entries(source, shown, entries)
            if in_entry is not None and (source.entry_first or not source.info):
                source.append(in_entry)
                continue
            value = None
            for key, number in source.info:
                value = self._info_value(info.get(key), key, number, alt, n)
                if value is not None:
                    break
            source.append(in_entry if value is None else value)

    def _info_value(self, text: str | None, key: str, number: str, alt: int, n: int) -> str | None:
        """The part of an INFO value that belongs to one ALT (Number=A and R are split)."""
        if text in (None, "", "."):
            return None
        value: str | None = text
        if number in ("A", "R"):
            parts = text.split(",")
            if len(parts) == n + (number == "R"):
                value = parts[alt + (number == "R")]
            else:
                self.notes[f"INFO/{key} has another number of values than the record has alleles and is not used"] += 1
                value = None
        elif n > 1 and "," in text and len(parts := text.split(",")) == n:
            value = parts[alt]
        return None if value in (None, "", ".") else value

    def _format(self, cells: list[str]) -> FormatPlan | None:
        if len(cells) < 10:  # noqa: PLR2004  # eight fixed columns, FORMAT, one sample
            return None
        text = cells[8]
        if text not in self._formats:
            self._formats[text] = FormatPlan(text)
        return self._formats[text]

    def _calls(self, plan: FormatPlan | None, cells: list[str], alt: int, n: int, values: Values) -> dict[str, Any]:
        found: dict[str, Any] = {}
        if self._sample_columns:
            known = plan is not None and self._sample_at >= 0
            call = plan.call(cells[self._sample_at].split(":"), alt, n) if plan and known else Call(*[None] * 7)
            found = {name: getattr(call, name) for name in self._sample_columns}
        if "sample" in values:
            found["sample"] = self.wanted.sample
        if "genotypes" in values:
            found["genotypes"] = [
                as_struct(name, plan.call(cells[9 + i].split(":"), alt, n))
                for i, name in enumerate(self.header.samples)
            ] if plan else None  # fmt: skip
        return found

    def _raw(self, raw: RawField, cells: list[str], info: dict[str, str], entries: list[Entry]) -> str | None:
        if raw.kind == "INFO":
            value = info.get(raw.key)
        elif raw.kind == "FORMAT":
            plan = self._format(cells)
            at = self._sample_at if self._sample_at >= 0 else 9
            value = plan.cell(cells[at].split(":"), raw.key) if plan else None
        else:
            place = self.annotation.place(raw.key)
            value = entries[0][place] if entries and place >= 0 else None
        return None if value in (None, ".", "") else value


def _from_entries(source: _Source, shown: Entry | None, entries: list[Entry]) -> str | None:
    if shown is None:
        return None
    for place in source.entry:
        if shown[place] not in ("", "."):
            return shown[place]
    if source.any_entry:
        for place in source.entry:
            for entry in entries:
                if entry[place] not in ("", "."):
                    return entry[place]
    return None


def _info(text: str) -> dict[str, str]:
    """INFO as key to value; a flag's value is `1`."""
    found: dict[str, str] = {}
    for item in text.split(";"):
        key, equals, value = item.partition("=")
        if key not in found:
            found[key] = value if equals else "1"
    return found


def _spliceai(text: str, alt: str, gene: str) -> str | None:
    """Largest delta score of a packed SpliceAI value ALLELE|SYMBOL|DS_AG|DS_AL|DS_DG|DS_DL|… for this ALT and gene."""
    scores = [
        cells[2:6]
        for cells in (entry.split("|") for entry in text.split(","))
        if len(cells) > 5 and cells[0] == alt and (cells[1] == gene or not gene)  # noqa: PLR2004
    ]
    known = [score for four in scores for score in four if score not in ("", ".")]
    return max(known, key=float, default=None) if all(_is_number(score) for score in known) else None


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
