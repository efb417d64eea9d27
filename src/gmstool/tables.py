"""Writing tables: TSV, CSV, JSONL and Parquet, batch by batch, unknown as an empty cell or null."""

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    import polars as pl

PART_ROWS = 50_000  # rows of a Parquet part held in memory


class TableWriter:
    """Appends data frames of one schema to a file or stream."""

    def __init__(self, path: Path | None, kind: str, stdout: BinaryIO, metadata: dict[str, str] | None = None) -> None:
        self.path, self.kind = path, kind
        self._handle = None if kind == "parquet" else (path.open("wb") if path else stdout)
        self._stdout = stdout
        self._metadata = metadata
        self._started = False
        self._pending: list[pl.DataFrame] = []
        self._parts: list[Path] = []
        self._folder: tempfile.TemporaryDirectory[str] | None = None

    def write(self, table: "pl.DataFrame") -> None:
        """Append a batch; the first one fixes the columns."""
        if self._started and not table.height:
            return
        if self.kind == "parquet":
            self._pending.append(table)
            if sum(one.height for one in self._pending) >= PART_ROWS:
                self._write_part()
        elif self.kind == "jsonl":
            if table.height:
                self._out.write(table.write_ndjson().encode())
        else:
            text = _flat(table).write_csv(
                include_header=not self._started, separator="\t" if self.kind == "tsv" else ",",
                quote_style="necessary" if self.kind == "csv" else "never",
            )  # fmt: skip
            self._out.write(text.encode())
        self._started = True

    @property
    def _out(self) -> BinaryIO:
        return self._handle or self._stdout

    def _write_part(self) -> None:
        import polars as pl

        self._folder = self._folder or tempfile.TemporaryDirectory(dir=self.path.parent if self.path else None)
        part = Path(self._folder.name) / f"{len(self._parts):05d}.parquet"
        pl.concat(self._pending).write_parquet(part)
        self._parts.append(part)
        self._pending = []

    def close(self) -> None:
        if self.kind == "parquet":
            self._close_parquet()
        elif self._handle is not None and self._handle is not self._stdout:
            self._handle.close()
        else:
            self._stdout.flush()

    def _close_parquet(self) -> None:
        import polars as pl

        target = self.path or self._stdout
        if not self._parts:
            table = pl.concat(self._pending) if self._pending else pl.DataFrame()
            table.write_parquet(target, metadata=self._metadata)
            return
        if self._pending:
            self._write_part()
        pl.scan_parquet(self._parts).sink_parquet(target, metadata=self._metadata)
        if self._folder:
            self._folder.cleanup()


def _flat(table: "pl.DataFrame") -> "pl.DataFrame":
    """Nested columns as text: lists of numbers with commas, lists of records as JSON; tabs and line ends as spaces."""
    import polars as pl

    changed = []
    for name, kind in table.schema.items():
        if isinstance(kind, pl.List) and isinstance(kind.inner, pl.Struct):
            column = pl.col(name)
            listed = column.list.eval(pl.element().struct.json_encode()).list.join(",")
            changed.append(pl.when(column.is_null()).then(None).otherwise(pl.format("[{}]", listed)).alias(name))
        elif isinstance(kind, pl.List):
            texts = pl.col(name).list.eval(pl.coalesce(pl.element().cast(pl.String), pl.lit(".")))
            changed.append(texts.list.join(",").alias(name))
        elif kind == pl.String:
            changed.append(pl.col(name).str.replace_all(r"[\t\r\n]", " "))
    return table.with_columns(changed)
