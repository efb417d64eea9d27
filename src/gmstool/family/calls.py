"""Reading the calls of a family's members from record lines: one row per alternate allele.

Most records have one ALT and plain numbers in DP, GQ and AD. They are read column by column, all others cell by cell;
both give the same values.
"""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Final

from gmstool.family.genotypes import Members
from gmstool.genome import is_mitochondrial
from gmstool.vcf.alleles import gives_row
from gmstool.vcf.header import Header
from gmstool.vcf.samples import MAX_DIGITS, FormatPlan

if TYPE_CHECKING:
    import polars as pl

_FIXED: Final = 9  # columns before the samples
_FIELDS: Final = ("gt", "depth", "reads", "gq", "vaf", "set", "pgt")
_COUNTED: Final = frozenset(("GT", "AD", "DP", "GQ"))
_NUMBERS: Final = ("depth", "reads", "gq")
_NUMBER: Final = f"^([0-9]{{1,{MAX_DIGITS}}})$"
_DEPTHS: Final = "^([0-9]{1,9}),([0-9]{1,9})$"  # reads of REF and of the one ALT
_NO_CALL: Final = (None,) * len(_FIELDS)


class CallReader:
    """Reads the calls of a family's members from record lines."""

    def __init__(self, header: Header, members: Members) -> None:
        self._places = [
            header.samples.index(one.id) + _FIXED if one.id in header.samples else -1 for one in members.people
        ]
        self._plans: dict[str, FormatPlan] = {}
        self._usable: dict[tuple[bytes, bytes], bool] = {}  # contigs with a FORMAT that may be plain
        # Reads and quality are asked of parents only, and of everybody in mitochondria.
        self._counted = [k in members.all_parents for k in range(len(members.people))]

    def read(self, lines: Sequence[bytes]) -> "pl.DataFrame":
        """`_line`, `_alt`, and for each member k gt_k, depth_k, reads_k, gq_k, vaf_k, set_k, pgt_k, in line order."""
        import polars as pl

        plain, other = self._sorted(lines)
        tables = []
        for text, (at, samples) in plain.items():
            table = self._columns(text, at, samples)
            fits = table["_plain"]
            tables.append(table.filter(fits).drop("_plain"))
            other += table.filter(~fits)["_line"].to_list()
        tables.append(self._cells(lines, sorted(other)))
        return pl.concat(tables).sort("_line", maintain_order=True)

    def _sorted(self, lines: Sequence[bytes]) -> tuple[dict[str, tuple[list[int], list[bytes]]], list[int]]:
        """By FORMAT the numbers and sample columns of lines that may be plain; the numbers of all others."""
        plain: dict[str, tuple[list[int], list[bytes]]] = {}
        other = []
        for at, line in enumerate(lines):
            cells = line.split(b"\t", _FIXED)
            if len(cells) > _FIXED and self._may_be_plain(cells):
                numbers, samples = plain.setdefault(cells[8].decode(), ([], []))
                numbers.append(at)
                samples.append(cells[_FIXED])
            else:
                other.append(at)
        return plain, other

    def _may_be_plain(self, cells: list[bytes]) -> bool:
        """One ALT spelled in bases, no stated fraction, and not of mitochondria."""
        known = (cells[0], cells[8])
        if known not in self._usable:
            self._usable[known] = cells[8].isascii() and self._fits(cells[0].decode("utf-8", "replace"), cells[8])
        return self._usable[known] and cells[4].isalpha() and cells[_FIXED].isascii()

    def _fits(self, contig: str, keys: bytes) -> bool:
        plan = self._plan(keys.decode())
        return not plan.stated and plan.place.keys() >= _COUNTED and not is_mitochondrial(contig)

    def _columns(self, text: str, at: list[int], samples: list[bytes]) -> "pl.DataFrame":
        """The calls of lines with one FORMAT; `_plain` where every number that counts is a plain one."""
        import polars as pl

        place = self._plan(text).place
        table = pl.DataFrame({"_line": pl.Series(at, dtype=pl.Int32), "_of": pl.Series(samples, dtype=pl.Binary)})
        wide = pl.col("_of").cast(pl.String).str.strip_chars_end("\r\n").str.split("\t")
        own = [
            wide.list.get(column - _FIXED).str.split(":").alias(f"_cells_{k}")
            for k, column in enumerate(self._places)
            if column >= 0
        ]
        table = table.select("_line", *own, _alt=pl.lit(0, pl.Int32))
        found, plain = list[pl.Expr](), pl.lit(True)
        for k, column in enumerate(self._places):
            if column < 0:
                found += [pl.lit(None, kind).alias(f"{name}_{k}") for name, kind in _kinds().items()]
                continue
            found += _of_member(pl.col(f"_cells_{k}"), place, k, counted=self._counted[k])
            for name in _NUMBERS if self._counted[k] else ():
                plain &= pl.col(f"{name}_{k}").is_not_null()
        return table.select("_line", "_alt", *found).with_columns(_plain=plain)

    def _cells(self, lines: Sequence[bytes], numbers: Iterable[int]) -> "pl.DataFrame":
        """The calls of some lines, read cell by cell."""
        import polars as pl

        place: list[tuple[int, int]] = []
        calls: list[list[tuple[Any, ...]]] = [[] for _ in self._places]
        for at in numbers:
            cells = lines[at].decode("utf-8", "replace").rstrip("\r\n").split("\t")
            alts = cells[4].split(",")
            plan = self._plan(cells[8]) if len(cells) > _FIXED else None
            split = [cells[one].split(":") if plan and one >= 0 else None for one in self._places]
            of_all = is_mitochondrial(cells[0])
            for index, alt in enumerate(alts):
                if gives_row(alt):
                    place.append((at, index))
                    for found, own, counted in zip(calls, split, self._counted, strict=True):
                        found.append(_call(plan, own, index, len(alts), counted=counted or of_all))
        columns = [pl.DataFrame(place, schema={"_line": pl.Int32, "_alt": pl.Int32}, orient="row")]
        for k, rows in enumerate(calls):
            schema = {f"{name}_{k}": kind for name, kind in _kinds().items()}
            columns.append(pl.DataFrame(rows, schema=schema, orient="row"))
        return pl.concat(columns, how="horizontal")

    def _plan(self, text: str) -> FormatPlan:
        if text not in self._plans:
            self._plans[text] = FormatPlan(text)
        return self._plans[text]


def _kinds() -> "dict[str, Any]":
    import polars as pl

    return dict(zip(_FIELDS, (pl.String, pl.Int64, pl.Int64, pl.Int64, pl.Float64, pl.String, pl.String), strict=True))


def _of_member(cells: "pl.Expr", place: dict[str, int], k: int, *, counted: bool) -> "list[pl.Expr]":
    """The call of one member; depth, reads and quality where they are asked of it."""
    import polars as pl

    nothing = {name: pl.lit(None, kind) for name, kind in _kinds().items()}
    told = nothing | {"gt": _cell(cells, place, "GT"), "pgt": _cell(cells, place, "PGT")}
    told["set"] = pl.coalesce(_cell(cells, place, "PS"), _cell(cells, place, "PID"))
    if counted:
        depths = _cell(cells, place, "AD").str.extract_groups(_DEPTHS)
        ref, alt = (depths.struct[at].cast(pl.Int64) for at in (0, 1))
        told |= {
            "depth": _cell(cells, place, "DP").str.extract(_NUMBER).cast(pl.Int64), "reads": alt,
            "gq": _cell(cells, place, "GQ").str.extract(_NUMBER).cast(pl.Int64),
            "vaf": pl.when(ref + alt > 0).then(alt / (ref + alt)),
        }  # fmt: skip
    return [one.alias(f"{name}_{k}") for name, one in told.items()]


def _cell(cells: "pl.Expr", place: dict[str, int], key: str) -> "pl.Expr":
    """The text of a key, null when the key or the value is missing (trailing fields may be dropped)."""
    import polars as pl

    if key not in place:
        return pl.lit(None, pl.String)
    text = cells.list.get(place[key], null_on_oob=True)
    return pl.when(text.is_in([".", ""]).not_()).then(text)


def _call(
    plan: FormatPlan | None, cells: list[str] | None, index: int, n_alts: int, *, counted: bool
) -> tuple[Any, ...]:
    if plan is None or cells is None:
        return _NO_CALL
    pgt = plan.cell(cells, "PGT")
    if not counted:
        phase_set = plan.cell(cells, "PS") or plan.cell(cells, "PID")
        return plan.cell(cells, "GT"), None, None, None, None, phase_set, pgt
    call = plan.call(cells, index, n_alts)
    reads = [one for one in call.ad or () if one is not None]
    depth = call.dp if call.dp is not None else (sum(reads) if reads else None)
    return call.gt, depth, call.ad_alt, call.gq, call.vaf, call.ps, pgt
