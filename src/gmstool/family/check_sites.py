"""The genotypes that a family check looks at, counted while a file goes by: memory does not grow with the file.

Counted are records with FILTER PASS whose genotype is complete and has a GQ of at least 20. At most the first 200 PASS
records of each million bases are taken: more than enough for every test (some 500,000 in a whole genome), evenly
spread, and quick. Of a large indexed file only the first 50,000 bases of each million are read.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from gmstool.genome import Region, bare, chromosome_length, pseudoautosomal
from gmstool.vcf.header import Header
from gmstool.vcf.source import Question, VcfSource

Genotype = tuple[int, ...]  # allele numbers in ascending order: (0, 1); one allele where the caller calls one copy

MIN_GQ = 20  # house rule: one call in a hundred is wrong
BIN = 1_000_000
PER_BIN = 200
WINDOW = 50_000
WINDOWS_FROM_BYTES = 64 << 20  # smaller files are read whole within seconds
_AUTOSOMES = frozenset(map(str, range(1, 23)))
_DIPLOID = 2


@dataclass(slots=True)
class SexCounts:
    """X and Y of one sample outside the pseudoautosomal regions.

    x_het of x_alt calls with an alternate allele are heterozygous; y_called counts Y sites with a usable call.
    """

    x_het: int = 0
    x_alt: int = 0
    y_called: int = 0


@dataclass(slots=True)
class Sites:
    """What was seen. `autosomal`: chromosome and genotypes of all samples (None: not usable) with their number."""

    samples: tuple[str, ...]
    autosomal: Counter[tuple[str, tuple[Genotype | None, ...]]] = field(default_factory=Counter)
    sex: list[SexCounts] = field(default_factory=list)
    y_sites: int = 0
    records: int = 0  # read
    taken: int = 0  # autosomal PASS records that were looked at
    windows: bool = False

    def usable(self, *samples: int) -> int:
        """Autosomal sites at which all these samples have a usable genotype."""
        return sum(
            count for (_, calls), count in self.autosomal.items() if all(calls[at] is not None for at in samples)
        )


def read_sites(
    source: VcfSource, samples: Sequence[str], progress: Callable[[float], None] = lambda _fraction: None
) -> Sites:
    """Count the genotypes of these samples of a file."""
    reader = SiteReader(source.header, samples)
    regions = _windows(source)
    reader.sites.windows = regions is not None
    for chunk, reached in source.chunks(Question(regions=regions)):
        for line in chunk.lines:
            reader.add(line)
        progress(reached)
    return reader.sites


class SiteReader:
    """Takes record lines one by one."""

    def __init__(self, header: Header, samples: Sequence[str]) -> None:
        self.sites = Sites(tuple(samples), sex=[SexCounts() for _ in samples])
        self._columns = [header.samples.index(name) + 9 for name in samples]
        self._par = [one for one in pseudoautosomal(header.build.build) if one.chrom in ("X", "Y")]
        self._kinds: dict[bytes, tuple[str, str]] = {}
        self._bins: Counter[tuple[str, int]] = Counter()
        self._genotypes: dict[bytes, Genotype | None] = {}
        self._formats: dict[bytes, tuple[int, int]] = {}

    def add(self, line: bytes) -> None:
        """Count one record, if it is one of those looked at."""
        self.sites.records += 1
        chrom, position, *_, passed, rest = line.split(b"\t", 7)
        name, kind = self._kind(chrom)
        if kind not in ("autosome", "X", "Y") or passed != b"PASS":
            return
        place = int(position)
        if self._bins[name, place // BIN] >= PER_BIN or (kind != "autosome" and self._is_par(name, place)):
            return
        self._bins[name, place // BIN] += 1
        self._count(name, kind, self._calls(rest.rstrip(b"\r\n").split(b"\t")))

    def _kind(self, chrom: bytes) -> tuple[str, str]:
        if chrom not in self._kinds:
            name = bare(chrom.decode("utf-8", "replace"))
            self._kinds[chrom] = name, "autosome" if name in _AUTOSOMES else name
        return self._kinds[chrom]

    def _is_par(self, name: str, place: int) -> bool:
        return any(one.chrom == name and one.start <= place <= one.end for one in self._par)

    def _calls(self, cells: list[bytes]) -> tuple[Genotype | None, ...]:
        """Usable genotypes; `cells` begin with INFO."""
        gt_at, gq_at = self._format(cells[1])
        if gt_at < 0 or gq_at < 0:
            return (None,) * len(self._columns)
        return tuple(self._call(cells[column - 7].split(b":"), gt_at, gq_at) for column in self._columns)

    def _format(self, text: bytes) -> tuple[int, int]:
        if text not in self._formats:
            keys = text.split(b":")
            self._formats[text] = tuple(keys.index(one) if one in keys else -1 for one in (b"GT", b"GQ"))  # type: ignore[assignment]
        return self._formats[text]

    def _call(self, cell: list[bytes], gt_at: int, gq_at: int) -> Genotype | None:
        if max(gt_at, gq_at) >= len(cell) or not _at_least(cell[gq_at], MIN_GQ):
            return None
        text = cell[gt_at]
        if text not in self._genotypes:
            alleles = text.replace(b"|", b"/").split(b"/")
            known = all(one.isdigit() for one in alleles)
            self._genotypes[text] = tuple(sorted(map(int, alleles))) if known else None
        return self._genotypes[text]

    def _count(self, name: str, kind: str, calls: tuple[Genotype | None, ...]) -> None:
        if kind == "autosome":
            self.sites.taken += 1
            diploid = tuple(call if call is not None and len(call) == _DIPLOID else None for call in calls)
            self.sites.autosomal[name, diploid] += 1
            return
        self.sites.y_sites += kind == "Y"
        for seen, call in zip(self.sites.sex, calls, strict=True):
            if call is None:
                continue
            if kind == "Y":
                seen.y_called += 1
            elif any(call):
                seen.x_alt += 1
                seen.x_het += len(set(call)) > 1


def _at_least(text: bytes, floor: float) -> bool:
    try:
        return float(text) >= floor
    except ValueError:
        return False


def _windows(source: VcfSource) -> list[Region] | None:
    """The beginnings of all megabases, where an index lets them be read alone and the file is large."""
    build = source.header.build.build
    if build is None or source.index is None or source.kind != "bgzf" or source.size < WINDOWS_FROM_BYTES:
        return None
    lengths = ((name, chromosome_length(build, name) or 0) for name in (*sorted(_AUTOSOMES, key=int), "X", "Y"))
    return [Region(name, start + 1, start + WINDOW) for name, length in lengths for start in range(0, length, BIN)]
