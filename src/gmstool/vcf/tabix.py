"""Tabix and CSI indexes: which blocks of a BGZF file hold the records of a region.

Formats: "The Tabix index file format" and "Coordinate Sorted Index (CSI) version 1", samtools/hts-specs.
Virtual offsets: compressed offset of a block << 16 | offset in its text.
"""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from gmstool.errors import IndexFileError
from gmstool.genome import Region
from gmstool.vcf.bgzf import BgzfFile

_HINT = "make a new index with `tabix -f -p vcf FILE` (or `bcftools index -f FILE`)"
RUN = 2048  # bins looked at together
# A bin of one chunk, as numpy reads it.
_TBI_SINGLE = [("number", "<u4"), ("chunks", "<i4"), ("start", "<u8"), ("end", "<u8")]
_CSI_SINGLE = [("number", "<u4"), ("offset", "<u8"), ("chunks", "<i4"), ("start", "<u8"), ("end", "<u8")]
_TBI_BIN, _CSI_BIN = struct.Struct("<Ii"), struct.Struct("<IQi")
TBI_MIN_SHIFT, TBI_DEPTH = 14, 5  # 16 kb bins in five levels: contigs up to 512 Mb


def find_index(path: Path) -> Path | None:
    """The index beside a file, .csi before .tbi, None when there is none."""
    candidates = (path.with_name(path.name + suffix) for suffix in (".csi", ".tbi"))
    return next((one for one in candidates if one.is_file()), None)


def is_stale(path: Path, index: Path) -> bool:
    """True when the index is older than the file it describes."""
    return index.stat().st_mtime_ns < path.stat().st_mtime_ns


@dataclass(slots=True)
class _Contig:
    data: bytes
    bins: dict[int, tuple[int, int]] = field(default_factory=dict)  # number to place and count of its chunks
    linear: tuple[int, ...] = ()
    records: int | None = None

    def chunks(self, number: int) -> list[tuple[int, int]]:
        """Virtual offset intervals of a bin."""
        if number not in self.bins:
            return []
        at, count = self.bins[number]
        pairs = struct.unpack_from(f"<{2 * count}Q", self.data, at)
        return list(zip(pairs[::2], pairs[1::2], strict=True))


@dataclass(slots=True)
class TabixIndex:
    """A parsed index. `records` is the number of records in the file where the index states it."""

    min_shift: int
    depth: int
    contigs: dict[str, _Contig]

    @property
    def records(self) -> int | None:
        counts = [contig.records for contig in self.contigs.values()]
        return sum(count for count in counts if count is not None) if counts and None not in counts else None

    def chunks(self, regions: list[Region]) -> list[tuple[int, int]]:
        """Virtual offset intervals that hold every record overlapping `regions`; merged, in file order."""
        found = [chunk for region in regions for chunk in self._region_chunks(region)]
        merged: list[tuple[int, int]] = []
        for start, end in sorted(found):
            # Neighbours in one block are read together: a block is inflated once.
            if merged and start >> 16 <= merged[-1][1] >> 16:
                merged[-1] = (merged[-1][0], max(merged[-1][1], end))
            else:
                merged.append((start, end))
        return merged

    def _region_chunks(self, region: Region) -> Iterator[tuple[int, int]]:
        contig = self.contigs.get(region.chrom)
        if contig is None:
            return
        start, end = max(0, region.start - 1), min(region.end, 1 << (self.min_shift + 3 * self.depth))
        lowest = contig.linear[min(start >> TBI_MIN_SHIFT, len(contig.linear) - 1)] if contig.linear else 0
        for number in _bins(start, end, self.min_shift, self.depth):
            for chunk in contig.chunks(number):
                if chunk[1] > lowest:
                    yield max(chunk[0], lowest), chunk[1]


def _bins(start: int, end: int, min_shift: int, depth: int) -> Iterator[int]:
    """Numbers of all bins that may hold a record overlapping the 0-based half-open interval."""
    shift, first = min_shift + 3 * depth, 0
    for level in range(depth + 1):
        yield from range(first + (start >> shift), first + ((end - 1) >> shift) + 1)
        first += 1 << (3 * level)
        shift -= 3


def read_index(path: Path) -> TabixIndex:
    """Parse a .tbi or .csi file. Raises IndexFileError when it is damaged or of another kind."""
    try:
        data = _inflated(path)
        if data[:4] == b"TBI\x01":
            return _parse_tbi(data)
        if data[:4] == b"CSI\x01":
            return _parse_csi(data)
    except (OSError, zlib.error, struct.error, ValueError, IndexError) as error:
        raise IndexFileError(f"the index {path} is damaged ({error})", hint=_HINT) from None
    raise IndexFileError(f"{path} is no .tbi or .csi index", hint=_HINT)


def _inflated(path: Path) -> bytes:
    data, text = path.read_bytes(), []
    while data:
        inflater = zlib.decompressobj(31)
        text.append(inflater.decompress(data))
        data = inflater.unused_data
        if not inflater.eof:
            raise ValueError("cut")
    return b"".join(text)


class _Cursor:
    """Reads little-endian numbers one after another."""

    def __init__(self, data: bytes, at: int) -> None:
        self.data, self.at = data, at

    def take(self, layout: str) -> tuple[int, ...]:
        values = struct.unpack_from("<" + layout, self.data, self.at)
        self.at += struct.calcsize("<" + layout)
        return values

    def text(self, length: int) -> bytes:
        self.at += length
        return self.data[self.at - length : self.at]


def _parse_tbi(data: bytes) -> TabixIndex:
    cursor = _Cursor(data, 4)
    header = cursor.take("8i")
    return _contigs(cursor, header[7], TBI_MIN_SHIFT, TBI_DEPTH, header[0], csi=False)


def _parse_csi(data: bytes) -> TabixIndex:
    cursor = _Cursor(data, 4)
    min_shift, depth, aux = cursor.take("3i")
    if aux < 28:  # noqa: PLR2004  # seven numbers of the tabix part
        raise ValueError("a CSI of another file type")
    names_length = cursor.take("7i")[6]
    names = cursor.text(names_length)
    cursor.text(aux - 28 - names_length)
    return _contigs(cursor, 0, min_shift, depth, cursor.take("i")[0], csi=True, names=names)


def _contigs(
    cursor: _Cursor, names_length: int, min_shift: int, depth: int, count: int, *, csi: bool, names: bytes = b""
) -> TabixIndex:
    names = names or cursor.text(names_length)
    titles = [name.decode("utf-8", "replace") for name in names.split(b"\0")]
    counting_bin = ((1 << (3 * (depth + 1))) - 1) // 7 + 1  # htslib's pseudo-bin with record counts
    contigs = {titles[i]: _contig(cursor, counting_bin, csi=csi) for i in range(count)}
    return TabixIndex(min_shift, depth, contigs)


def _contig(cursor: _Cursor, counting_bin: int, *, csi: bool) -> _Contig:
    contig = _Contig(cursor.data)
    (count,) = cursor.take("i")
    cursor.at = _walk_bins(contig.bins, cursor.data, cursor.at, count, csi=csi)
    if counting_bin in contig.bins:
        counts = contig.chunks(counting_bin)[1]
        del contig.bins[counting_bin]
        contig.records = sum(counts)
    if not csi:
        contig.linear = cursor.take(f"{cursor.take('i')[0]}Q")
    return contig


def _walk_bins(bins: dict[int, tuple[int, int]], data: bytes, at: int, count: int, *, csi: bool) -> int:
    """Note where each bin's chunks stand; answers with the place after the last bin.

    A whole genome has some hundred thousand bins, most of one chunk: runs of those are taken at once.
    """
    import numpy as np

    single, layout = np.dtype(_CSI_SINGLE if csi else _TBI_SINGLE), _CSI_BIN if csi else _TBI_BIN
    while count > 0:
        many = min(count, RUN, (len(data) - at) // single.itemsize)
        run = np.frombuffer(data, single, many, at)
        odd = np.flatnonzero(run["chunks"] != 1)
        length = int(odd[0]) if len(odd) else many
        places = range(at + layout.size, at + layout.size + length * single.itemsize, single.itemsize)
        bins.update(zip(run["number"][:length].tolist(), ((place, 1) for place in places), strict=True))
        at, count = at + length * single.itemsize, count - length
        if count > 0 and length < RUN:
            values = layout.unpack_from(data, at)
            bins[values[0]] = (at + layout.size, values[-1])
            at, count = at + layout.size + 16 * values[-1], count - 1
    if at > len(data):
        raise ValueError("cut")
    return at


def chunk_text(file: BgzfFile, start: int, end: int) -> Iterator[bytes]:
    """Text between two virtual offsets; records begin and end there."""
    offset, last = start >> 16, end >> 16
    while offset < file.size and (offset < last or (offset == last and end & 0xFFFF)):
        size = file.block_size(offset)
        text = bytes(file.inflate(offset, size))
        yield text[(start & 0xFFFF) if offset == start >> 16 else 0 : (end & 0xFFFF) if offset == last else None]
        offset += size
