"""The rows of a panel file: genes, regions and STR loci. The format is described in data/panels/README.md."""

import csv
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from gmstool.errors import PanelError
from gmstool.genome import LONGEST_CONTIG, Region, bare

SYMBOL_HEADERS = ("symbol", "hgnc_symbol", "gene", "gene_symbol", "genesymbol")
ID_HEADERS = ("hgnc_id", "hgnc", "hgncid")
INHERITANCE = ("AD", "AR", "XL", "XLD", "XLR", "YL", "MT", "somatic")
# Scout's words for the modes of inheritance that are written otherwise here.
SCOUT_MODELS = {"XR": "XLR", "XD": "XLD", "X": "XL", "Y": "YL"}
_SECTIONS = {"#region": "region", "#str": "str"}
_SEPARATORS = ("\t", ";", ",")
_NUMBER = re.compile(r"[0-9]{1,9}")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:@/-]*")
_PLACE = re.compile(r"(?:chr)?([0-9]{1,2}|X|Y|MT?):([0-9,]{1,13})-([0-9,]{1,13})", re.IGNORECASE)

Numbered = tuple[int, str]
Cells = Callable[..., str]


class Locked(NamedTuple):
    """What a lock file says of a row: the gene's approved symbol, and how the written symbol led to it."""

    symbol: str
    status: str


@dataclass(frozen=True, slots=True)
class PanelGene:
    """One gene of a panel as written; either name may be missing. The symbol is that of the panel's own time."""

    symbol: str
    hgnc_id: int | None
    inheritance: str = ""
    note: str = ""
    confidence: str = ""
    transcript: str = ""
    locked: Locked | None = None

    @property
    def written(self) -> str:
        """The name that the panel writes: its symbol, else its HGNC id."""
        return self.symbol or f"HGNC:{self.hgnc_id}"


class _Placed:
    """What lies somewhere on each build; a place is None where the panel does not say it."""

    __slots__ = ()
    grch37: Region | None
    grch38: Region | None

    def place(self, build: str) -> Region | None:
        """Where it lies on a build."""
        return self.grch38 if build == "GRCh38" else self.grch37


@dataclass(frozen=True, slots=True)
class PanelRegion(_Placed):
    """A stretch of the genome that belongs to a panel."""

    name: str
    grch37: Region | None
    grch38: Region | None
    inheritance: str = ""
    confidence: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class PanelStr(_Placed):
    """A short tandem repeat locus of a panel; what the panel leaves out is in the table `str_loci`."""

    name: str
    symbol: str = ""
    hgnc_id: int | None = None
    motif: str = ""
    normal_max: int | None = None
    pathologic_min: int | None = None
    grch37: Region | None = None
    grch38: Region | None = None
    inheritance: str = ""
    confidence: str = ""
    note: str = ""


@dataclass(slots=True)
class Rows:
    """All rows of one file, in its order."""

    genes: list[PanelGene] = field(default_factory=list)
    regions: list[PanelRegion] = field(default_factory=list)
    loci: list[PanelStr] = field(default_factory=list)


def parsed(lines: list[Numbered], source: str) -> Rows:
    """The rows of a file without its `##` lines. Raises PanelError naming the line."""
    rows = Rows()
    for kind, part in _parts(lines):
        if kind == "gene":
            rows.genes = list(dict.fromkeys(_genes(part, source)))
        elif kind == "region":
            rows.regions += [_region(cells, where) for cells, where in _table(part, source)]
        else:
            rows.loci += [_locus(cells, where) for cells, where in _table(part, source)]
    return rows


def plain_gene(symbol: str, where: str) -> PanelGene:
    """A gene of a list that has nothing but names."""
    if symbol.upper().startswith("HGNC:") and _NUMBER.fullmatch(symbol[5:]):
        return PanelGene("", int(symbol[5:]))
    if not _NAME.fullmatch(symbol):
        raise PanelError(f"{where}: `{symbol[:40]}` is not a gene symbol", hint="one symbol a line, nothing else")
    return PanelGene(symbol, None)


def parsed_place(text: str, where: str) -> Region | None:
    """`5:1295046-1295235`, 1-based and inclusive, None when empty."""
    if not text:
        return None
    match = _PLACE.fullmatch(text)
    start, end = (int(match[at].replace(",", "")) for at in (2, 3)) if match else (0, 0)
    if match is None or not 1 <= start <= end < LONGEST_CONTIG:
        raise PanelError(f"{where}: `{text[:40]}` is not a place", hint="write chromosome:start-end, 1-based")
    return Region(bare(match[1].upper()), start, end)


def _parts(lines: list[Numbered]) -> list[tuple[str, list[Numbered]]]:
    """The gene rows, then each section that a line `#region …` or `#str …` begins."""
    parts: list[tuple[str, list[Numbered]]] = [("gene", [])]
    for number, line in lines:
        kind = _SECTIONS.get(line.partition("\t")[0].lower()) if "\t" in line else None
        if kind:
            parts.append((kind, []))
        parts[-1][1].append((number, line))
    return parts


def _genes(lines: list[Numbered], source: str) -> Iterable[PanelGene]:
    separator = _separator(lines[0][1]) if lines else None
    if separator is not None:
        return [_gene(cells, where) for cells, where in _table(lines, source, separator)]
    plain = ((number, line.partition("#")[0].strip()) for number, line in lines)
    return [plain_gene(symbol, f"{source}, line {number}") for number, symbol in plain if symbol]


def _separator(line: str) -> str | None:
    """What separates the columns of a table, None when its first line names a gene and no columns."""
    known = {*SYMBOL_HEADERS, *ID_HEADERS}
    return next((one for one in _SEPARATORS if known & set(_column_names(line, one))), None)


def _column_names(line: str, separator: str) -> list[str]:
    return [name.strip().strip('"').lower() for name in line.lstrip("#").split(separator)]


def _table(lines: list[Numbered], source: str, separator: str = "\t") -> Iterable[tuple[Cells, str]]:
    """A function per row that gives a cell by any of its column's names, and where the row stands."""
    names = _column_names(lines[0][1], separator)
    places = {name: at for at, name in reversed(list(enumerate(names)))}
    for number, line in lines[1:]:
        where = f"{source}, line {number}"
        yield _cells(_split(line, separator, where), places), where


def _split(line: str, separator: str, where: str) -> list[str]:
    # Only spreadsheets write quotes, and they separate by commas or semicolons.
    try:
        return line.split("\t") if separator == "\t" else next(csv.reader([line], delimiter=separator))
    except csv.Error as error:
        raise PanelError(f"{where} is no row of a table: {error}") from None


def _cells(values: list[str], places: dict[str, int]) -> Cells:
    def cell(*names: str) -> str:
        at = next((places[name] for name in names if name in places), -1)
        return values[at].strip() if 0 <= at < len(values) else ""

    return cell


def _gene(cell: Cells, where: str) -> PanelGene:
    symbol, hgnc_id = cell(*SYMBOL_HEADERS), _number(cell(*ID_HEADERS).removeprefix("HGNC:"), "HGNC id", where)
    if not symbol and hgnc_id is None:
        raise PanelError(f"{where}: neither symbol nor HGNC id")
    if symbol and not _NAME.fullmatch(symbol):
        raise PanelError(f"{where}: `{symbol[:40]}` is not a gene symbol")
    locked = Locked(cell("resolved"), cell("status")) if cell("resolved") else None
    transcript = cell("transcript", "disease_associated_transcripts", "disease_associated_transcript")
    confidence = cell("confidence", "confidence_level")
    return PanelGene(symbol, hgnc_id, _inheritance(cell), _note(cell), confidence, transcript, locked)


def _inheritance(cell: Cells) -> str:
    models = [one.strip() for one in cell("genetic_disease_models").split(",") if one.strip()]
    return cell("inheritance") or ",".join(SCOUT_MODELS.get(one, one) for one in models)


def _note(cell: Cells) -> str:
    """The note, with what Scout says in columns of its own."""
    scout = [name.replace("_", " ") for name in ("reduced_penetrance", "mosaicism") if _yes(cell(name))]
    return "; ".join(filter(None, [cell("note"), *scout]))


def _yes(text: str) -> bool:
    return text.lower() not in ("", "no", "false", "0", "none")


def _number(text: str, what: str, where: str) -> int | None:
    if text and not _NUMBER.fullmatch(text):
        raise PanelError(f"{where}: {what} `{text[:30]}` is not a number")
    return int(text) if text else None


def _region(cell: Cells, where: str) -> PanelRegion:
    grch37, grch38 = _places(cell, where)
    if grch37 is grch38 is None:
        raise PanelError(f"{where}: the region has no place", hint="give GRCh37 or GRCh38 as chromosome:start-end")
    return PanelRegion(cell("region"), grch37, grch38, cell("inheritance"), cell("confidence"), cell("note"))


def _locus(cell: Cells, where: str) -> PanelStr:
    if not cell("str"):
        raise PanelError(f"{where}: the STR locus has no name")
    normal, pathologic = (_number(cell(name), name, where) for name in ("normal_max", "pathologic_min"))
    grch37, grch38 = _places(cell, where)
    return PanelStr(
        cell("str"), cell(*SYMBOL_HEADERS), _number(cell(*ID_HEADERS).removeprefix("HGNC:"), "HGNC id", where),
        cell("motif"), normal, pathologic, grch37, grch38, cell("inheritance"), cell("confidence"), cell("note"),
    )  # fmt: skip


def _places(cell: Cells, where: str) -> tuple[Region | None, Region | None]:
    return parsed_place(cell("grch37"), where), parsed_place(cell("grch38"), where)
