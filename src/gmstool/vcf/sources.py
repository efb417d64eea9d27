"""Where the values of contract columns stand in a file, and how they are taken from a record."""

from collections import Counter
from collections.abc import Callable
from typing import Any, NamedTuple

from gmstool.columns import Column, Level, contract
from gmstool.vcf.annotation import Annotation, Entry
from gmstool.vcf.header import Header

READ_ELSEWHERE = frozenset(("chrom", "pos", "ref", "alt", "id", "qual", "filter", "gene", "mane", "transcripts"))
OF_GENE = ("hgnc_id", "gene_id")
PACKED = "SpliceAI"  # INFO/SpliceAI holds several numbers per allele and gene in one text
_EMPTY = ("", ".")
Append = Callable[[Any], None]


class _Source(NamedTuple):
    """Where one column's texts come from in this file, in order of preference."""

    append: Append
    steps: tuple[tuple[int, str, str], ...]  # place in an annotation entry, or -1 with INFO key and Number


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
        self._gene: list[_Source] = []  # any transcript of the gene may name it
        self._variant: list[_Source] = []  # the same for all genes of an allele
        for name, found in values.items():
            column = contract().get(name)
            if column is not None and column.sources and name not in READ_ELSEWHERE:
                self._add(column, _Source(found.append, steps_of(column, header, annotation)))

    def _add(self, column: Column, source: _Source) -> None:
        if column.level in (Level.SAMPLE, Level.RUN) or not source.steps:
            return
        if column.name in OF_GENE:
            self._gene.append(source)
        elif column.level is Level.VARIANT:
            self._variant.append(source)
        elif len(source.steps) == 1 and source.steps[0][0] >= 0:
            self._plain.append((source.append, source.steps[0][0]))
        else:
            self._transcript.append(source)

    def of_allele(self, entries: list[Entry], info: dict[str, str], alt: int, n_alts: int) -> list[str | None]:
        """Values of the variant's columns, for every row of one allele."""
        return [self._value(source, entries, info, alt, n_alts) for source in self._variant]

    def row(
        self,
        shown: Entry | None,
        group: list[Entry],
        of_allele: list[str | None],
        info: dict[str, str],
        alt: int,
        n_alts: int,
    ) -> None:
        """Append one row: `shown` is the entry shown among the `group` of its gene."""
        if shown is None:
            for append, _ in self._plain:
                append(None)
        else:
            for append, place in self._plain:
                append(shown[place] or None)
        entries = [] if shown is None else [shown]
        for source in self._gene:
            source.append(self._value(source, [*entries, *group], info, alt, n_alts))
        for source in self._transcript:
            source.append(self._value(source, entries, info, alt, n_alts))
        for source, value in zip(self._variant, of_allele, strict=True):
            source.append(value)

    def _value(self, source: _Source, entries: list[Entry], info: dict[str, str], alt: int, n_alts: int) -> str | None:
        for place, key, number in source.steps:
            in_entry = place >= 0
            value = _first(entries, place) if in_entry else self._info_value(info.get(key), key, number, alt, n_alts)
            if value is not None:
                return value
        return None

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


def steps_of(column: Column, header: Header, annotation: Annotation) -> tuple[tuple[int, str, str], ...]:
    """Where a column's texts stand: place in an annotation entry, or -1 with INFO key and Number; best first."""
    steps = []
    for source in column.sources:
        kind, _, key = source.partition("/")
        if kind == "INFO" and key in header.info and key != PACKED:
            steps.append((-1, key, header.info[key].number))
        elif (place := _entry_place(annotation, column.name, kind, key)) >= 0:
            steps.append((place, "", ""))
    if column.name in ("exon", "intron"):
        steps = [(place, "", "") for place in entry_places(annotation, column.name)]
    return tuple(steps)


def _entry_place(annotation: Annotation, name: str, kind: str, key: str) -> int:
    if not annotation.key:
        # Without an annotation string, consequences come from ClinVar's MC.
        return annotation.consequence if (name, kind) == ("consequence", "CSQ") else -1
    return annotation.place(key) if kind == annotation.key else -1


def _first(entries: list[Entry], place: int) -> str | None:
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
