"""Where judged rows go: TSV for people, JSON lines, Parquet, or the annotated VCF."""

from __future__ import annotations

import contextlib
import json
import sys
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple, Protocol, Self

from gmstool.classify import shown, vcf_tags
from gmstool.errors import UsageError
from gmstool.files import atomic
from gmstool.tables import TableWriter
from gmstool.vcf.write import VcfWriter, write_index

if TYPE_CHECKING:
    from pathlib import Path

    import polars as pl

    from gmstool.classify.judging import Batch
    from gmstool.vcf.header import Header

KINDS = ("tsv", "jsonl", "parquet", "vcf", "vcf.gz", "bcf")
VCF_KINDS = ("vcf", "vcf.gz", "bcf")


def kind_of(path: Path | None, asked: str | None) -> str:
    """Output format: as asked, else by the suffix, else TSV. Raises UsageError."""
    if asked:
        if asked not in KINDS:
            raise UsageError(f"--format {asked} is not known", hint=f"formats: {', '.join(KINDS)}")
        return asked
    if path is None:
        return "tsv"
    found = [kind for kind in KINDS if path.name.endswith(f".{kind}")]
    if not found:
        raise UsageError(
            f"the format of {path} is not told by its suffix",
            hint=f"use one of {' '.join(f'.{one}' for one in KINDS)}, or --format",
        )
    return max(found, key=len)


class Place(NamedTuple):
    """Where judged rows go: a file, of a kind, in a language."""

    path: Path
    kind: str
    language: str


class Output:
    """One open output: the file appears whole when all went well, or not at all."""

    def __init__(
        self, path: Path | None, kind: str, header: Header, provenance: dict[str, str], facts: dict[str, str],
        language: str, *, full: bool, everything: bool = True, family: bool = False,
    ) -> None:  # fmt: skip
        self.path, self.kind, self.header = path, kind, header
        self._provenance, self._facts, self._language, self._full = provenance, facts, language, full
        self._everything = everything  # nothing was filtered: an annotated VCF keeps every record
        self._family = family
        self._stack = contextlib.ExitStack()
        self._vcf: VcfWriter | None = None
        self._table: TableWriter | None = None
        self._text: BinaryIO | None = None
        self.warnings: list[str] = []

    def also(self, place: Place) -> Output:
        """Another output of the same rows."""
        return Output(
            place.path, place.kind, self.header, self._provenance, self._facts, place.language, full=self._full,
            everything=self._everything, family=self._family,
        )  # fmt: skip

    def __enter__(self) -> Self:
        stdout: BinaryIO = sys.stdout.buffer
        part = self._stack.enter_context(atomic(self.path)) if self.path else None
        if self.kind in VCF_KINDS:
            self._vcf = VcfWriter(part, self.kind, stdout)
            self._vcf.header(vcf_tags.header_with_tags(self.header, self._provenance, family=self._family))
        elif self.kind == "jsonl":
            self._text = self._stack.enter_context(part.open("wb")) if part else stdout
        else:
            self._table = TableWriter(part, self.kind, stdout, self._facts)
        return self

    def write(self, batch: Batch, lines: list[bytes]) -> None:
        """Append the judged rows of some lines."""
        rows = shown.placed(batch, self.header.build.build)
        if self._vcf is not None:
            for line in vcf_tags.lines_with_tags(lines, rows, everything=self._everything):
                self._vcf.record(line)
        elif self._text is not None:
            for one in shown.objects(rows, batch, self._language):
                self._text.write(json_line(one))
        elif self._table is not None:
            self._table.write(self._columns(rows, batch))

    def _columns(self, rows: pl.DataFrame, batch: Batch) -> pl.DataFrame:
        if self.kind == "tsv":
            return shown.for_people(rows, batch, self._language)
        return shown.numbers(rows, batch, self._language, full=self._full)

    def __exit__(self, *error: object) -> None:
        if error[0] is None:
            if self._vcf is not None:
                self.warnings += self._vcf.close()
            if self._table is not None:
                self._table.close()
            if self._text is not None:
                self._text.flush()
        self._stack.__exit__(*error)  # type: ignore[arg-type]
        if error[0] is None and self.path and self._vcf is not None and self._vcf.can_index:
            write_index(self.path)


class Writer(Protocol):
    """An output of judged rows: a context in which they are written."""

    warnings: list[str]

    def __enter__(self) -> Self: ...
    def write(self, rows: Any, lines: list[bytes], /) -> None: ...
    def __exit__(self, *error: object) -> None: ...


class Several:
    """Outputs of the same judged rows, written side by side."""

    def __init__(self, *outputs: Writer) -> None:
        self._outputs, self._stack = outputs, contextlib.ExitStack()

    def __enter__(self) -> Self:
        for one in self._outputs:
            self._stack.enter_context(one)
        return self

    def write(self, rows: Any, lines: list[bytes]) -> None:
        """Append the judged rows of some lines to each output."""
        for one in self._outputs:
            one.write(rows, lines)

    def __exit__(self, *error: object) -> None:
        self._stack.__exit__(*error)  # type: ignore[arg-type]

    @property
    def warnings(self) -> list[str]:
        return [text for one in self._outputs for text in one.warnings]


def json_line(told: dict[str, Any]) -> bytes:
    """One object as a line of JSON."""
    return json.dumps(told, ensure_ascii=False, default=str).encode() + b"\n"
