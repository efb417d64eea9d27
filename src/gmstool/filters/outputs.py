"""Where a run's results go: format by suffix or name, every file whole or not at all."""

import contextlib
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Self

from gmstool import provenance
from gmstool.columns import contract
from gmstool.errors import UsageError
from gmstool.family.columns import FAMILY_COLUMNS
from gmstool.files import atomic, check_new
from gmstool.filters.plan import Plan
from gmstool.filters.vcf_tags import info_tags, soft_flags, write_records
from gmstool.tables import TableWriter
from gmstool.vcf.header import Header
from gmstool.vcf.records import RecordReader, Wanted
from gmstool.vcf.table import to_frame, with_needed
from gmstool.vcf.write import VcfWriter, new_header, write_index

if TYPE_CHECKING:
    import polars as pl

VCF_KINDS = ("vcf", "vcf.gz", "bcf")
TABLE_KINDS = ("tsv", "csv", "jsonl", "parquet")
_SUFFIXES = {f".{kind}": kind for kind in (*VCF_KINDS, *TABLE_KINDS)}
_RUN_COLUMNS = ("passed_on", "unknown", "rescued")  # judged, not read
_NOT_READ = frozenset((*_RUN_COLUMNS, *FAMILY_COLUMNS))


def kind_of(path: Path | None, asked: str | None) -> str:
    """Output format: as asked, else by the suffix, else VCF."""
    if asked:
        if asked not in (*VCF_KINDS, *TABLE_KINDS):
            raise UsageError(f"--format {asked} is not known", hint=f"formats: {', '.join((*VCF_KINDS, *TABLE_KINDS))}")
        return asked
    if path is None:
        return "vcf"
    found = [kind for suffix, kind in _SUFFIXES.items() if path.name.endswith(suffix)]
    if not found:
        raise UsageError(
            f"the format of {path} is not told by its suffix", hint=f"use one of {' '.join(_SUFFIXES)}, or --format"
        )
    return max(found, key=len)


@dataclass(slots=True)
class Target:
    """One output asked for: `path` None is standard output."""

    path: Path | None
    kind: str

    def check(self, *, force: bool) -> None:
        """Refuse an output that exists, unless it may be replaced."""
        if self.path is not None:
            check_new(self.path, force=force)


@dataclass(slots=True)
class Wish:
    """The outputs of a run."""

    main: Target
    ledger: Target | None = None
    research: Target | None = None


@dataclass(slots=True)
class Output:
    """An open output. `write` takes kept lines with their judged rows."""

    target: Target
    plan: Plan
    header: Header
    provenance: dict[str, str]
    parquet_facts: dict[str, str]
    warnings: list[str] = field(default_factory=list)
    _stack: contextlib.ExitStack = field(default_factory=contextlib.ExitStack)
    _write: "Callable[[list[bytes], list[int], pl.DataFrame], None] | None" = None
    _vcf: VcfWriter | None = None
    _table: TableWriter | None = None
    _part: Path | None = None

    def __enter__(self) -> Self:
        stdout: BinaryIO = sys.stdout.buffer
        self._part = self._stack.enter_context(atomic(self.target.path)) if self.target.path else None
        if self.target.kind in VCF_KINDS:
            self._vcf = VcfWriter(self._part, self.target.kind, stdout)
            self._vcf.header(new_header(self.header, self.provenance, info_tags(self.plan), soft_flags(self.plan)))
        else:
            self._table = TableWriter(self._part, self.target.kind, stdout, self.parquet_facts)
        return self

    def write(self, lines: list[bytes], numbers: list[int], rows: "pl.DataFrame") -> None:
        """Append kept records: `rows` are their judged rows, `_line` counting within `lines`."""
        if self._vcf is not None:
            write_records(self._vcf, lines, rows, self.plan)
        if self._table is not None:
            self._table.write(self._kept_rows(lines, numbers, rows))

    def copy(self, lines: list[bytes], numbers: list[int]) -> None:
        """Append records of which nothing was asked."""
        if self._vcf is not None:
            for line in lines:
                self._vcf.record(line)
        if self._table is not None:
            self._table.write(self._kept_rows(lines, numbers, None))

    def _kept_rows(self, lines: list[bytes], numbers: list[int], rows: "pl.DataFrame | None") -> "pl.DataFrame":
        """All contract columns of the kept rows, read from the kept lines only."""
        import polars as pl

        wanted = frozenset(contract()) - _NOT_READ
        if self.target.kind in ("csv", "tsv"):
            wanted -= {"transcripts"}
        reader = RecordReader(self.header, Wanted(with_needed(wanted), sample=self.plan.sample, raw=af_raw(self.plan)))
        full = to_frame(reader.read(lines, numbers), self.header, self.plan.af_columns)
        if rows is None:
            nothing = {name: pl.lit(None, dtype=pl.String) for name in _RUN_COLUMNS}
            return full.with_columns(**nothing).select(name for name in contract() if name in (*full.columns, *nothing))
        of_family = [name for name in FAMILY_COLUMNS if name in rows.columns]
        judged = rows.select("_passed", *_judged_columns(), *of_family)
        both = pl.concat([full.drop("_line", "_alt"), judged], how="horizontal")
        names = [name for name in contract() if name in both.columns]
        return both.filter(pl.col("_passed")).select(names)

    def __exit__(self, *error: object) -> None:
        if error[0] is None:
            if self._vcf is not None:
                self.warnings += self._vcf.close()
            if self._table is not None:
                self._table.close()
        self._stack.__exit__(*error)  # type: ignore[arg-type]
        if error[0] is None and self.target.path and self._vcf is not None and self._vcf.can_index:
            write_index(self.target.path)


class Outputs:
    """The open outputs of a run."""

    def __init__(self, stack: contextlib.ExitStack, plan: Plan, wish: Wish, facts: dict[str, Any]) -> None:
        lines, flat = provenance.header_lines(facts), provenance.flat(facts)
        self.main = stack.enter_context(Output(wish.main, plan, plan.header, lines, flat))
        self.research = (
            stack.enter_context(Output(wish.research, plan, plan.header, lines, flat)) if wish.research else None
        )
        self.ledger: TableWriter | None = None
        if wish.ledger and wish.ledger.path:
            part = stack.enter_context(atomic(wish.ledger.path))
            self.ledger = TableWriter(part, wish.ledger.kind, None, flat)  # type: ignore[arg-type]
            stack.callback(self.ledger.close)

    @property
    def copies(self) -> bool:
        """Whether records can be handed on unjudged when nothing is filtered."""
        return self.ledger is None and self.research is None

    @property
    def warnings(self) -> list[str]:
        """What the user should know of the files that were written."""
        return self.main.warnings + (self.research.warnings if self.research else [])


def _judged_columns() -> "list[pl.Expr]":
    import polars as pl

    return [pl.col("passed_on"), pl.col("unknown"), pl.col("_rescue").alias("rescued")]


def af_raw(plan: Plan) -> tuple:  # type: ignore[type-arg]
    """Raw fields that feed `af` through --af-field."""
    from gmstool.vcf.records import RawField

    raw = [RawField(*name.split(":", 1)) for name in plan.af_columns if ":" in name]
    return tuple(RawField("VEP", one.key) if one.kind in ("CSQ", "ANN", "BCSQ") else one for one in raw)
