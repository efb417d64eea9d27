"""Where a tumour's rows go: TSV for people, JSON lines, Parquet, or the annotated VCF."""

from __future__ import annotations

import contextlib
import json
import sys
from typing import TYPE_CHECKING, Any, BinaryIO, Self

from gmstool import identity
from gmstool.classify.outputs import VCF_KINDS, json_line
from gmstool.files import atomic
from gmstool.somatic import shown, vcf_tags, written
from gmstool.somatic.criteria import CODES
from gmstool.tables import TableWriter
from gmstool.vcf.write import VcfWriter, write_index

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    import polars as pl

    from gmstool.classify.outputs import Place
    from gmstool.somatic.batch import Batch
    from gmstool.somatic.shown import Words
    from gmstool.vcf.header import Header


class Output:
    """One open output: the file appears whole when all went well, or not at all."""

    def __init__(
        self, path: Path | None, kind: str, header: Header, lines: dict[str, str], facts: dict[str, str], words: Words,
        *, everything: bool,
    ) -> None:  # fmt: skip
        self.path, self.kind, self.header, self.words = path, kind, header, words
        self._lines, self._facts, self._everything = lines, facts, everything
        self._stack = contextlib.ExitStack()
        self._vcf: VcfWriter | None = None
        self._table: TableWriter | None = None
        self._text: BinaryIO = sys.stdout.buffer
        self.warnings: list[str] = []

    def also(self, place: Place) -> Output:
        """Another output of the same rows."""
        words = self.words.translated(place.language)
        return Output(
            place.path, place.kind, self.header, self._lines, self._facts, words, everything=self._everything
        )  # fmt: skip

    def __enter__(self) -> Self:
        part = self._stack.enter_context(atomic(self.path)) if self.path else None
        if self.kind in VCF_KINDS:
            self._vcf = VcfWriter(part, self.kind, self._text)
            self._vcf.header(vcf_tags.header_with_tags(self.header, self._lines))
        elif self.kind == "jsonl":
            self._text = self._stack.enter_context(part.open("wb")) if part else self._text
        else:
            self._table = TableWriter(part, self.kind, self._text, self._facts)
        return self

    def write(self, batch: Batch, lines: list[bytes]) -> None:
        """Append the rows of some lines."""
        if self._vcf is not None:
            for line in vcf_tags.lines_with_tags(lines, batch.some(*vcf_tags.READ), everything=self._everything):
                self._vcf.record(line)
        elif self._table is not None:
            self._table.write(self._frame(batch))
        else:
            for text in written.json_lines(batch, self.words):
                self._text.write(text.encode())

    def end(self, case: Mapping[str, Any]) -> None:
        """Rows that leave on a pipe have no file beside them: the case as a whole is their last line."""
        if self.kind == "jsonl" and self.path is None:
            identity.check(json.dumps(case, ensure_ascii=False), "the result of the case")
            self._text.write(json_line({"case_result": case}))

    def _frame(self, batch: Batch) -> pl.DataFrame:
        if self.kind == "tsv":
            return written.for_people(batch, self.words)
        return _numbers(batch, self.words)

    def __exit__(self, *error: object) -> None:
        if error[0] is None:
            if self._vcf is not None:
                self.warnings += self._vcf.close()
            if self._table is not None:
                self._table.close()
            self._text.flush()
        self._stack.__exit__(*error)  # type: ignore[arg-type]
        if error[0] is None and self.path and self._vcf is not None and self._vcf.can_index:
            write_index(self.path)


_INTEGERS = ("pos", "hgnc_id", "points", "local_obs", "clin_obs", "cosmic_count", "myeloid_germline")
_REAL = ("af", "swegen_af", "tumour_vaf", "normal_vaf", "vaf_of_tumour_cells", "panel_median", "position_nr_sd")


def _schema() -> dict[str, pl.DataType]:
    import polars as pl

    whole = (*_INTEGERS, *(name for name in shown.CALLS if not name.endswith("vaf")))
    kinds: dict[str, pl.DataType] = {
        name: pl.Int64() if name in whole else pl.Float64() if name in _REAL else pl.String() for name in shown.NUMBERS
    }
    return {
        **kinds,
        **{code: pl.Int8() for code in CODES},
        **dict.fromkeys(("evidence", "prompts", "notes"), pl.String()),
    }


def _numbers(batch: Batch, words: Words) -> pl.DataFrame:
    """Codes and numbers; evidence and prompts as JSON texts. Columns of criteria keep the shipped labels."""
    import polars as pl

    told = {
        "callers": _each(batch.table["callers"], shown.callers),
        "criteria": _each(batch.table["codes"], words.codes),
        "escat": _some(batch, {at: _json(one["escat"]) for at, one in batch.tiered.of.items() if one["escat"]}),
        "evidence": _some(batch, {at: _json(one["evidence"]) for at, one in batch.tiered.of.items()}, "[]"),
        "prompts": pl.Series([batch.prompter.text(found) for found in batch.prompts], dtype=pl.String),
        "notes": _some(batch, {at: "; ".join(found) for at, found in batch.notes.items()}),
    }  # fmt: skip
    table = batch.table.with_columns(oncogenicity="classification", **told)
    return table.select(pl.col(name).cast(kind) for name, kind in _schema().items())


def _each(texts: pl.Series, told: Callable[[str | None], str | None]) -> pl.Series:
    """Texts of which a file has few, each told once."""
    seen = texts.unique().to_list()
    return texts.replace_strict(seen, [told(one) for one in seen], return_dtype=texts.dtype)


def _some(batch: Batch, told: dict[int, str], others: str | None = None) -> pl.Series:
    """A text for some rows, by their number."""
    import polars as pl

    texts = pl.Series([others], dtype=pl.String).new_from_index(0, batch.table.height)
    return texts.scatter(list(told), list(told.values())) if told else texts


def _json(told: object) -> str:
    return json.dumps(told, default=str, ensure_ascii=False)
