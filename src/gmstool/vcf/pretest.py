"""Byte pretests: which lines are worth parsing. Each may select too many lines, never too few.

A pretest is plain data (`Spec`), so that it crosses to worker processes as JSON; `compiled` turns it into a function.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING

from gmstool.genome import bare

if TYPE_CHECKING:
    import stringzilla as sz

    from gmstool.vcf.kernel import Positions, Pretest

_ENTRY_END = re.compile(rb"[,;\t\r\n]")
_WINDOW = 600  # bytes looked at beside a hit; a gene name further away counts as a hit


@dataclass(frozen=True, slots=True)
class GeneKeys:
    """Names under which a panel's genes may stand in an annotation: symbols, HGNC ids, Ensembl or NCBI gene ids."""

    symbols: frozenset[str] = frozenset()
    hgnc_ids: frozenset[str] = frozenset()  # digits only
    gene_ids: frozenset[str] = frozenset()  # ENSG without version, or NCBI digits

    def texts(self) -> list[str]:
        return sorted({*self.symbols, *self.hgnc_ids, *(f"HGNC:{one}" for one in self.hgnc_ids), *self.gene_ids})


@dataclass(frozen=True, slots=True)
class Spec:
    """A record is selected when one of these holds.

    needles: annotation literals such as `|HIGH`; with `genes`, a gene field of the same entry must be a panel gene.
    clinical: literals of a known-pathogenic annotation; with `genes`, any entry of the line must name a panel gene.
    positions: known variants to look for, contig (bare name) to sorted 1-based positions.
    """

    key: str  # INFO key of the annotation, e.g. CSQ
    gene_columns: list[int] = field(default_factory=list)  # indices of SYMBOL, HGNC_ID, Gene in an entry
    impact_column: int = -1
    needles: list[str] = field(default_factory=list)
    clinical: list[str] = field(default_factory=list)
    genes: list[str] = field(default_factory=list)  # empty: any gene
    clinical_any_gene: bool = False
    by_gene: bool = False  # select by gene alone, where no needle narrows the lines
    positions: dict[str, list[int]] = field(default_factory=dict)

    def to_json(self) -> dict[str, object]:
        return asdict(self)


def compiled(spec: Spec) -> "Pretest":
    """The function of a spec."""
    import stringzilla as sz

    genes = frozenset(one.encode() for one in spec.genes)
    in_entry = _entry_test(spec, genes)
    in_line = _line_test(spec, genes)

    def select(buffer: bytes, starts: "Positions", ends: "Positions") -> list[int]:
        chosen: set[int] = set()
        text = sz.Str(buffer)
        for needle in spec.needles:
            hits = _hits(buffer, text, needle, in_entry)
            chosen.update(_lines_of(hits, starts))
        for literal in spec.clinical:
            for index in _lines_of(_hits(buffer, text, literal, None), starts):
                if index not in chosen and (spec.clinical_any_gene or in_line(buffer[starts[index] : ends[index]])):
                    chosen.add(index)
        if spec.by_gene:
            chosen.update(i for i in range(len(starts)) if in_line(buffer[starts[i] : ends[i]]))
        if spec.positions:
            chosen.update(i for i in range(len(starts)) if _near(buffer[starts[i] : ends[i]], spec.positions))
        return sorted(chosen)

    return select


def _hits(buffer: bytes, text: "sz.Str", needle: str, test: "EntryTest | None") -> Iterator[int]:
    """Offsets of accepted hits, at most one a line: after an accepted hit the search goes on in the next line."""
    position = text.find(needle)
    while position >= 0:
        after = position + len(needle)
        if test is None or test(buffer, position, after):
            yield position
            after = buffer.find(b"\n", after)
            if after < 0:
                return
        position = text.find(needle, after)


def _lines_of(hits: Iterator[int], starts: "Positions") -> list[int]:
    found = list(hits)
    return [int(i) - 1 for i in starts.searchsorted(found, side="right") if i > 0] if found else []


EntryTest = Callable[[bytes, int, int], bool]


def _entry_test(spec: Spec, genes: frozenset[bytes]) -> EntryTest | None:
    """A test of the gene fields beside an impact literal, or None when any gene will do."""
    if not genes or spec.impact_column < 0:
        return None
    after = sorted(column - spec.impact_column - 1 for column in spec.gene_columns if column > spec.impact_column)
    before = sorted(spec.impact_column - column for column in spec.gene_columns if column < spec.impact_column)

    def named(buffer: bytes, start: int, end: int) -> bool:
        if after and _named_after(buffer, end, after, genes):
            return True
        return bool(before) and _named_before(buffer, start, before, genes)

    return named


def _named_after(buffer: bytes, end: int, steps: list[int], genes: frozenset[bytes]) -> bool:
    if buffer[end : end + 1] != b"|":
        return False  # the entry ends here, or the hit is part of a longer word
    if steps[0] == 0 and buffer[end + 1 : buffer.find(b"|", end + 1, end + 100)] in genes:
        return True
    fields = buffer[end + 1 : end + _WINDOW].split(b"|", steps[-1] + 1)
    if len(fields) <= steps[-1] + 1:
        return True  # the window or the entry ended first: let the parser decide
    for step in steps:
        name = fields[step]
        if name in genes or b"&" in name or (name.startswith(b"ENSG") and name.partition(b".")[0] in genes):
            return True
    if b"," not in name and b";" not in name and b"\t" not in name:
        return False
    # The last field of an entry runs on into what follows it.
    return _unversioned(_ENTRY_END.split(name, maxsplit=1)[0]) in genes


def _named_before(buffer: bytes, start: int, steps: list[int], genes: frozenset[bytes]) -> bool:
    fields = buffer[max(0, start - _WINDOW) : start].rsplit(b"|", steps[-1])
    if len(fields) <= steps[-1]:
        return True
    # The farthest field may carry the entry's start (`,` or `CSQ=`).
    names = (fields[-step].rsplit(b",", 1)[-1].rsplit(b"=", 1)[-1] for step in steps)
    return any(_unversioned(name) in genes or b"&" in name for name in names)


def _line_test(spec: Spec, genes: frozenset[bytes]) -> Callable[[bytes], bool]:
    """A test whether any annotation entry of a line names one of the genes."""
    if not genes:
        return lambda _line: True
    key, last = spec.key.encode() + b"=", max(spec.gene_columns, default=0)

    def named(line: bytes) -> bool:
        value = info_value(line, key)
        for entry in value.split(b",") if value else ():
            fields = entry.split(b"|", last + 1)
            if len(fields) <= last or any(
                _unversioned(name.strip()) in genes
                for column in spec.gene_columns
                for name in fields[column].split(b"&")
            ):
                return True  # an entry with too few fields is the parser's to judge
        return False

    return named


def info_value(line: bytes, key_equals: bytes) -> bytes:
    """Value of one INFO key of a record line (`key_equals` ends with `=`), empty when absent."""
    info = line.split(b"\t", 8)[7].rstrip(b"\r\n")
    if info.startswith(key_equals):
        start = len(key_equals)
    else:
        start = info.find(b";" + key_equals)
        if start < 0:
            return b""
        start += len(key_equals) + 1
    end = info.find(b";", start)
    return info[start:] if end < 0 else info[start:end]


def _unversioned(name: bytes) -> bytes:
    return name.partition(b".")[0] if name.startswith(b"ENSG") else name


def _near(line: bytes, positions: dict[str, list[int]]) -> bool:
    """Whether a known variant's position falls on this record; trimming moves POS by less than REF's length."""
    chrom, pos, _, ref, _ = line.split(b"\t", 4)
    known = positions.get(bare(chrom.decode("utf-8", "replace")))
    if not known:
        return False
    start = int(pos)
    at = bisect_left(known, start)
    return at < len(known) and known[at] <= start + len(ref)
