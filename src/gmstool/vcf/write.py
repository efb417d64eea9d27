"""Writing VCF: the input's own bytes, with our declared GMS_ tags where there is something to say."""

from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO, Protocol

from gmstool.errors import OutputError
from gmstool.vcf.header import Header

INFO_TAGS = {
    "GMS_KEPT": ("A", "Integer", "1 for each alternate allele that passed the filters, 0 for one that did not"),
    "GMS_RESCUED": (
        "1",
        "String",
        "Why the safety net kept this record: source of the knowledge and the step it undid",
    ),
    "GMS_MODELS": (
        ".",
        "String",
        "Inheritance models that fit the family: ALT|gene|model:confidence, several models joined by &",
    ),
    "GMS_PARTNERS": (
        ".",
        "String",
        "Partners in a compound heterozygote: ALT|gene|CHROM-POS-REF-ALT:phase:basis, several partners joined by &",
    ),
}


def new_header(header: Header, provenance: dict[str, str], info: Iterable[str], filters: dict[str, str]) -> bytes:
    """The input's header with provenance lines and the declarations of the tags that may stand in the records."""
    newline = header.newline
    lines = header.text.rstrip(b"\r\n").split(b"\n")
    added = [f"##{key}={value}" for key, value in provenance.items()]
    for tag in info:
        number, kind, text = INFO_TAGS[tag]
        if tag not in header.info:
            added.append(f'##INFO=<ID={tag},Number={number},Type={kind},Description="{text}">')
    added += [
        f'##FILTER=<ID={tag},Description="{_quoted(text)}">'
        for tag, text in filters.items()
        if tag not in header.filters
    ]
    columns = lines.pop().rstrip(b"\r")
    body = b"\n".join(line.rstrip(b"\r") if newline == b"\n" else line for line in lines)
    return body + b"\n" + b"".join(line.encode() + newline for line in added) + columns + newline


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')


def tagged(line: bytes, info: dict[str, str], filters: list[str]) -> bytes:
    """A record line with INFO tags appended and FILTER tags added; every other byte stays."""
    if not info and not filters:
        return line
    cells = line.rstrip(b"\r\n").split(b"\t")
    if info:
        added = ";".join(f"{key}={value}" for key, value in info.items()).encode()
        ours = tuple(f"{key}=".encode() for key in info)
        if b"GMS_" in cells[7]:  # a tag of an earlier run gives way to ours
            cells[7] = b";".join(one for one in cells[7].split(b";") if not one.startswith(ours)) or b"."
        cells[7] = added if cells[7] in (b".", b"") else cells[7] + b";" + added
    if filters:
        old = [] if cells[6] in (b".", b"PASS", b"") else cells[6].split(b";")
        cells[6] = b";".join([*old, *(tag.encode() for tag in filters if tag.encode() not in old)])
    return b"\t".join(cells) + line[len(line.rstrip(b"\r\n")) :]


class LineSink(Protocol):
    """Something that takes header and record lines."""

    def write(self, data: bytes) -> object: ...


class VcfWriter:
    """Writes VCF text to `path`, compressed with an index for .gz, through htslib for BCF."""

    def __init__(self, path: Path | None, kind: str, stdout: BinaryIO) -> None:
        self.path, self.kind = path, kind
        self._stdout = stdout
        self._sorted = True
        self._last: tuple[bytes, int] = (b"", 0)
        self._seen: set[bytes] = set()
        self._sink = self._open()

    def _open(self) -> LineSink:
        if self.kind == "vcf.gz":
            import pysam

            target = self.path or "-"
            return pysam.BGZFile(str(target), "wb", index=None)
        if self.kind == "bcf":
            import tempfile

            return tempfile.TemporaryFile()
        return self.path.open("wb") if self.path else self._stdout

    def header(self, text: bytes) -> None:
        self._sink.write(text)

    def record(self, line: bytes) -> None:
        if self.kind == "vcf.gz":
            self._watch_order(line)
        self._sink.write(line)

    def _watch_order(self, line: bytes) -> None:
        chrom, pos, _ = line.split(b"\t", 2)
        if chrom != self._last[0]:
            self._sorted &= chrom not in self._seen
            self._seen.add(chrom)
        elif int(pos) < self._last[1]:
            self._sorted = False
        self._last = (chrom, int(pos))

    def close(self) -> list[str]:
        """Finish the file; answers with warnings."""
        if self.kind == "bcf":
            self._write_bcf()
            return []
        if self._sink is not self._stdout:
            self._sink.close()  # type: ignore[attr-defined]
        else:
            self._stdout.flush()
        if self.kind == "vcf.gz" and not self._sorted:
            return ["the records are not sorted by position: no index was written (sort with `bcftools sort`)"]
        return []

    @property
    def can_index(self) -> bool:
        return self.kind == "vcf.gz" and self._sorted

    def _write_bcf(self) -> None:
        import tempfile

        import pysam

        sink = self._sink
        sink.seek(0)  # type: ignore[attr-defined]
        with tempfile.NamedTemporaryFile(suffix=".vcf") as text:
            while data := sink.read(1 << 20):  # type: ignore[attr-defined]
                text.write(data)
            text.flush()
            spoken = pysam.set_verbosity(0)  # what htslib thinks of the header, gms inspect says
            try:
                with pysam.VariantFile(text.name) as source:
                    target = pysam.VariantFile(str(self.path or "-"), "wb", header=source.header)
                    for record in source:
                        target.write(record)
                    target.close()
            except (OSError, ValueError) as error:
                raise OutputError(
                    f"htslib cannot write these records as BCF: {error}",
                    "BCF needs a ##contig line for every contig; write .vcf.gz instead",
                ) from None
            finally:
                pysam.set_verbosity(spoken)


def write_index(path: Path) -> Path:
    """Index a .vcf.gz: .tbi, or .csi when a contig is longer than 512 Mb. Answers with the index file."""
    import pysam

    try:
        pysam.tabix_index(str(path), preset="vcf", force=True)
        return path.with_name(path.name + ".tbi")
    except OSError:
        pysam.tabix_index(str(path), preset="vcf", force=True, csi=True)
        return path.with_name(path.name + ".csi")
