"""Opening a VCF or BCF, whatever its form, and handing on its records as chunks of lines."""

import os
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from gmstool.errors import IndexFileError, RecordError, UsageError
from gmstool.genome import LONGEST_CONTIG, Region, bare, is_chromosome
from gmstool.vcf.bgzf import BATCH_BYTES, MAX_BLOCK, BgzfFile, is_bgzf, keep_freed_memory, open_checked
from gmstool.vcf.chunks import BadLineError, Chunk, Lines
from gmstool.vcf.header import Header
from gmstool.vcf.htslib import HtslibFile
from gmstool.vcf.pretest import Spec, compiled
from gmstool.vcf.scan import Ranges, scan_alone
from gmstool.vcf.tabix import TabixIndex, chunk_text, find_index, is_stale, read_index
from gmstool.vcf.text import open_binary, sniffed, split_header
from gmstool.vcf.workers import PARALLEL_FROM_BYTES, Workers, taken

if TYPE_CHECKING:
    from gmstool.vcf.kernel import Kernel

READERS = ("auto", "scan", "index", "htslib")
Progress = float  # fraction of the input read, or -1 when its size is not known


@dataclass(slots=True)
class Question:
    """What to read: lines a pretest selects, or records near regions through the index."""

    spec: Spec | None = None
    regions: list[Region] | None = None
    reader: str = "auto"
    of_genes: bool = False  # read contigs that are no chromosomes whole: genes lie there too


@dataclass(slots=True)
class VcfSource:
    """An opened input. `kind` is plain, gzip, bgzf or bcf; `path` is None for standard input."""

    name: str
    path: Path | None
    kind: str
    header: Header
    size: int = -1
    blank_lines: int = 0
    index: Path | None = None
    warnings: list[str] = field(default_factory=list)
    workers: Workers | None = None
    read_by: str = ""
    not_read: int | None = None
    buffers: Iterator[bytes] = field(default=iter(()), repr=False)
    _file: BgzfFile | None = None
    threads: int = 1
    handle: BinaryIO | None = None
    spooled: "tempfile._TemporaryFileWrapper[bytes] | None" = None

    def start(self, spec: Spec) -> None:
        """Let worker processes begin, before polars is imported."""
        if self.threads > 1 and self._file:
            self.workers = taken(self.threads)
            self.workers.ask(Ranges.of(self._file, len(self.header.text)), spec, self.header.n_columns)

    def check(self, question: Question) -> None:
        """Raise what a forced `--reader index` would raise, before any output is opened."""
        if question.reader == "index":
            self._require_index(question)

    def chunks(self, question: Question) -> Iterator[tuple[Chunk, Progress]]:
        """Chunks of records in file order. Raises RecordError with the line's number for a broken record."""
        at = Lines(self.header.n_columns, self.header.n_lines + 1)
        index = self._usable_index(question)
        parallel = index is None and self._parallel(question)
        try:
            yield from self._by_workers(question, at) if parallel else self._chunks(question, index, at)
        except BadLineError as error:
            place = f"line {error.number}" if self.read_by != "index" else "a record read through the index"
            raise RecordError(f"{self.name}, {place}: {error.what}", error.hint) from None
        self.blank_lines = at.blank_lines

    def _parallel(self, question: Question) -> bool:
        """Whether worker processes scan: a big file, and lines that a pretest can skip."""
        return self.kind == "bgzf" and self.threads > 1 and question.spec is not None and question.reader != "htslib"

    def _by_workers(self, question: Question, at: Lines) -> Iterator[tuple[Chunk, Progress]]:
        self.read_by = "scan"
        if self.workers is None:
            self.start(question.spec or Spec(""))
        size = self.size or 1
        for chunk, offset in self.workers.scan(at) if self.workers else ():
            yield chunk, offset / size

    def _chunks(self, question: Question, index: TabixIndex | None, at: Lines) -> Iterator[tuple[Chunk, Progress]]:
        from gmstool.vcf.kernel import Kernel

        kernel = Kernel(at.n_columns, at.line, compiled(question.spec) if question.spec else None)
        try:
            yield from self._read(question, index, kernel)
        finally:
            at.blank_lines = kernel.blank_lines

    def _read(self, question: Question, index: TabixIndex | None, kernel: "Kernel") -> Iterator[tuple[Chunk, Progress]]:
        if index is not None and question.regions is not None:
            self.read_by = "index"
            yield from self._indexed(index, question, kernel)
        elif self.kind == "bgzf" and question.reader != "htslib":
            self.read_by = "scan"
            yield from self._scanned(kernel)
        else:
            self.read_by = "htslib" if self.kind == "bcf" or question.reader == "htslib" else "stream"
            yield from ((kernel(buffer), -1.0) for buffer in self.buffers)

    def _usable_index(self, question: Question) -> TabixIndex | None:
        if question.reader in ("scan", "htslib"):
            return None
        if question.reader == "index":
            self._require_index(question)
        if self.index is None or question.regions is None or self.kind != "bgzf" or self.path is None:
            return None
        if is_stale(self.path, self.index):
            if question.reader == "index":
                raise IndexFileError(f"the index {self.index} is older than {self.name}", "index the file again")
            self.warnings.append(f"the index {self.index} is older than the file: the whole file is read")
            return None
        return read_index(self.index)

    def _require_index(self, question: Question) -> None:
        if self.kind != "bgzf" or self.index is None:
            raise IndexFileError(f"{self.name} has no index", hint="compress with `bgzip` and run `tabix -p vcf FILE`")
        if question.regions is None:
            raise UsageError(
                "`--reader index` needs --regions, or a panel with a consequence test that excludes MODIFIER",
                hint="use `--reader auto`; -v says which reader was chosen and why",
            )

    def _indexed(self, index: TabixIndex, question: Question, kernel: "Kernel") -> Iterator[tuple[Chunk, Progress]]:
        file = self._file or open_checked(self.path or Path())
        file.check_end()
        wanted = _in_file(index, question.regions or [])
        if question.of_genes:
            others = [name for name in index.contigs if not is_chromosome(name)]
            wanted += [Region(name, 1, LONGEST_CONTIG) for name in others]
        seen = 0
        for buffer, offset in _gathered(file, index.chunks(wanted)):
            chunk = kernel(buffer)
            seen += chunk.counts.records
            yield chunk, offset / file.size
        self.not_read = None if index.records is None else index.records - seen

    def _scanned(self, kernel: "Kernel") -> Iterator[tuple[Chunk, Progress]]:
        file = self._file or open_checked(self.path or Path())
        ranges = Ranges.of(file, len(self.header.text))
        yield from ((chunk, offset / file.size) for chunk, offset in scan_alone(ranges, kernel))

    def close(self) -> None:
        if self.workers:
            self.workers.close()
        if self._file:
            self._file.close()
        if self.handle:
            self.handle.close()
        if self.spooled:
            self.spooled.close()


def _in_file(index: TabixIndex, regions: list[Region]) -> list[Region]:
    """Regions under the names of the file; a file may name one chromosome in two ways."""
    names: dict[str, list[str]] = {}
    for name in index.contigs:
        names.setdefault(bare(name), []).append(name)
    return [region._replace(chrom=name) for region in regions for name in names.get(bare(region.chrom), ())]


def _gathered(file: BgzfFile, chunks: list[tuple[int, int]]) -> Iterator[tuple[bytes, int]]:
    """Whole lines of index chunks, gathered into buffers worth a call, with the compressed offset reached."""
    parts: list[bytes] = []
    size = 0
    for start, end in chunks:
        for text in chunk_text(file, start, end):
            parts.append(text)
            size += len(text)
        file.forget(start >> 16, (end >> 16) + MAX_BLOCK)
        if size >= BATCH_BYTES:
            yield b"".join(parts), end >> 16
            parts, size = [], 0
    if parts:
        yield b"".join(parts), file.size


def open_vcf(name: str, reader: str = "auto", threads: int = 0) -> VcfSource:
    """Open a file or `-` for standard input.

    threads: reading processes; 0 chooses by size and cores, 1 forbids worker processes.
    """
    keep_freed_memory()
    if name == "-":
        return _open_stream(sys.stdin.buffer)
    path = Path(name)
    handle = open_binary(path)
    start = handle.read(65536)
    handle.seek(0)
    kind, buffers = sniffed(handle, name)
    if kind == "bcf" or reader == "htslib":
        handle.close()
        return _open_htslib(path, "bcf" if kind == "bcf" else kind, name)
    if not (kind == "gzip" and is_bgzf(start)):
        header, rest = split_header(buffers, name)
        size, index = path.stat().st_size, find_index(path)
        return VcfSource(name, path, kind, header, size, index=index, buffers=rest, handle=handle)
    handle.close()
    file = open_checked(path)
    source = VcfSource(name, path, "bgzf", _bgzf_header(file, name), file.size, index=find_index(path), _file=file)
    if file.size >= PARALLEL_FROM_BYTES:
        source.threads = threads or min(2, os.cpu_count() or 1)
    return source


def _bgzf_header(file: BgzfFile, name: str) -> Header:
    header, _ = split_header(file.texts(0, file.size), name)
    return header


def _open_htslib(path: Path, kind: str, name: str) -> VcfSource:
    opened = HtslibFile(path)
    source = VcfSource(name, path, kind, opened.header, path.stat().st_size, index=find_index(path))
    source.buffers = _with_messages(opened, source)
    return source


def _with_messages(opened: HtslibFile, source: VcfSource) -> Iterator[bytes]:
    yield from opened.buffers()
    if opened.messages:
        more = f" (and {len(opened.messages) - 1} more)" if len(opened.messages) > 1 else ""
        source.warnings.append(f"htslib: {opened.messages[0]}{more}")


def _open_stream(stdin: BinaryIO) -> VcfSource:
    kind, buffers = sniffed(stdin, "standard input")
    if kind != "bcf":
        header, rest = split_header(buffers, "standard input")
        return VcfSource("standard input", None, kind, header, buffers=rest)
    # htslib reads files: a BCF stream is kept in a private temporary file.
    spooled = tempfile.NamedTemporaryFile(prefix="gms-", suffix=".bcf")  # noqa: SIM115  # lives as long as the source
    for buffer in buffers:  # inflated; htslib reads uncompressed BCF too
        spooled.write(buffer)
    spooled.flush()
    source = _open_htslib(Path(spooled.name), "bcf", "standard input")
    source.path, source.spooled = None, spooled
    return source
