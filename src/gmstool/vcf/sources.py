"""Where the values of contract columns stand in a file, and how they are taken from a record."""

from collections import Counter
from collections.abc import Callable
from typing import Any, NamedTuple

from gmstool.columns import Column, Level, contract
from gmstool.vcf.annotation import Annotation, Entry
from gmstool.vcf.header import Header

READ_ELSEWHERE = frozenset(("chrom", "pos", "ref", "alt", "id", "qual", "filter", "gene", "mane", "transcripts"))
PACKED = "SpliceAI"  # INFO/SpliceAI holds several numbers per allele and gene in one text
_EMPTY = ("", ".")
Append = Callable[[Any], None]


class _Source(NamedTuple):
    """Where one column's texts come from in this file, in order of preference."""

    append: Append
    places: tuple[int, ...]  # in an annotation entry
    info: tuple[tuple[str, str], ...]  # key and Number
    entry_first: bool


def entry_places(annotation: Annotation, name: str) -> tuple[int, ...]:
    """Where a column's value may stand in an annotation entry."""
    keys = (name.upper(),) if name in ("exon", "intron") else contract()[name].keys(annotation.key or "CSQ")
    return tuple(place for place in map(annotation.place, keys) if place >= 0)


class ColumnSources:
    """Takes the values of all wanted columns from a record, sorted by how often they must be looked up."""

    def __init__(self, header: Header, annotation: Annotation, values: dict[str, list[Any]]) -> None:
        self.notes: Counter[str] = Counter()
        self._plain: list[tuple[Append, int]] = []  # one field of the transcript shown
        self._transcript: list[_Source] = []
        self._variant: list[_Source] = []  # the same for all genes of an allele
        for name, found in values.items():
            column = contract().get(name)
            if column is not None and column.sources and name not in READ_ELSEWHERE:
                self._add(column, _source(column, header, annotation, found.append))

    def _add(self, column: Column, source: _Source) -> None:
        if column.level in (Level.SAMPLE, Level.RUN) or not (source.places or source.info):
            return
        if column.level is Level.VARIANT:
            self._variant.append(source)
        elif len(source.places) == 1 and not source.info:
            self._plain.append((source.append, source.places[0]))
        else:
            self._transcript.append(source)

    def of_allele(self, entries: list[Entry], info: dict[str, str], alt: int, n_alts: int) -> list[str | None]:
        """Values of the variant's columns, for every row of one allele."""
        return [self._value(source, entries, info, alt, n_alts) for source in self._variant]

    def row(
        self, shown: Entry | None, of_allele: list[str | None], info: dict[str, str], alt: int, n_alts: int
    ) -> None:
        """Append one row."""
        if shown is None:
            for append, _ in self._plain:
                append(None)
        else:
            for append, place in self._plain:
                append(shown[place] or None)
        entries = [] if shown is None else [shown]
        for source in self._transcript:
            source.append(self._value(source, entries, info, alt, n_alts))
        for source, value in zip(self._variant, of_allele, strict=True):
            source.append(value)

    def _value(self, source: _Source, entries: list[Entry], info: dict[str, str], alt: int, n_alts: int) -> str | None:
        in_entry = _first(entries, source.places)
        if in_entry is not None and (source.entry_first or not source.info):
            return in_entry
        for key, number in source.info:
            if (value := self._info_value(info.get(key), key, number, alt, n_alts)) is not None:
                return value
        return in_entry

    def _info_value(self, text: str | None, key: str, number: str, alt: int, n_alts: int) -> str | None:
        """The part of an INFO value that belongs to one ALT (Number=A and R are split)."""
        if text is None or text in _EMPTY:
            return None
        value: str | None = text
        if number in ("A", "R"):
            first = 1 if number == "R" else 0
            parts = text.split(",")
            value = parts[alt + first] if len(parts) == n_alts + first else None
            if value is None:
                self.notes[f"INFO/{key} has another number of values than the record has alleles and is not used"] += 1
        elif n_alts > 1 and "," in text and len(parts := text.split(",")) == n_alts:
            value = parts[alt]
        return None if value is None or value in _EMPTY else value


def _source(column: Column, header: Header, annotation: Annotation, append: Append) -> _Source:
    readable = annotation.key or column.name == "consequence"
    keys = [key for key in column.keys("INFO") if key in header.info and key != PACKED]
    return _Source(
        append,
        entry_places(annotation, column.name) if readable else (),
        tuple((key, header.info[key].number) for key in keys),
        not column.sources[0].startswith("INFO/"),
    )


def _first(entries: list[Entry], places: tuple[int, ...]) -> str | None:
    for place in places:
        for entry in entries:
            if entry[place] not in _EMPTY:
                return entry[place]
    return None


def spliceai(text: str, alt: str, gene: str) -> str | None:
    """Largest delta score of a packed SpliceAI value ALLELE|SYMBOL|DS_AG|DS_AL|DS_DG|DS_DL|… for this ALT and gene."""
    scores = [
        cells[2:6]
        for cells in (entry.split("|") for entry in text.split(","))
        if len(cells) > 5 and cells[0] == alt and (cells[1] == gene or not gene)  # noqa: PLR2004
    ]
    known = [score for four in scores for score in four if score not in _EMPTY]
    return max(known, key=float, default=None) if all(_is_number(score) for score in known) else None


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
