"""Where a tumour's rows go: TSV for people, JSON lines, Parquet, or the annotated VCF."""

from __future__ import annotations

import contextlib
import json
import sys
from typing import TYPE_CHECKING, Any, BinaryIO, Self

from gmstool.classify.outputs import VCF_KINDS, json_line
from gmstool.files import atomic
from gmstool.somatic import shown, vcf_tags
from gmstool.somatic.criteria import CODES
from gmstool.tables import TableWriter
from gmstool.vcf.write import VcfWriter, write_index

if TYPE_CHECKING:
    from pathlib import Path

    import polars as pl

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

    def write(self, rows: list[dict[str, Any]], lines: list[bytes]) -> None:
        """Append the rows of some lines."""
        if self._vcf is not None:
            for line in vcf_tags.lines_with_tags(lines, rows, everything=self._everything):
                self._vcf.record(line)
        elif self._table is not None:
            self._table.write(self._frame(rows))
        else:
            for row in rows:
                self._text.write(json_line(shown.json_object(row, self.words)))

    def _frame(self, rows: list[dict[str, Any]]) -> pl.DataFrame:
        import polars as pl

        if self.kind == "tsv":
            told = [shown.for_people(row, self.words) for row in rows]
            return pl.DataFrame(told, schema=dict.fromkeys(shown.FOR_PEOPLE, pl.String))
        return pl.DataFrame([_numbers(row, self.words) for row in rows], schema=_schema())

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


def _numbers(row: dict[str, Any], words: Words) -> dict[str, Any]:
    """Codes and numbers; evidence and prompts as JSON texts. Columns of criteria keep the shipped labels."""
    told = {name: row.get(name) for name in shown.NUMBERS} | {"callers": shown.callers(row["callers"])}
    told |= {"oncogenicity": row["classification"], "criteria": words.codes(row), **{code: row[code] for code in CODES}}
    prompts = [{"kind": one.kind, "because": str(one.told), "source": one.source} for one in row["prompts"]]
    return {
        **told, "escat": None if row["escat"] in (None, []) else json.dumps(row["escat"], default=str),
        "evidence": json.dumps(row["evidence"], default=str, ensure_ascii=False),
        "prompts": json.dumps(prompts, ensure_ascii=False), "notes": "; ".join(row["notes"]) or None,
    }  # fmt: skip
