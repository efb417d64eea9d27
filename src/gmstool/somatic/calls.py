"""What the caller says of many alleles at once: the usual fields column by column, everything else allele by allele.

Usual is one alternate allele with AD and DP, at most one stated fraction (AF or VAF), and strands in SB or nowhere:
what Mutect2, TNscope and the ensembles of pipelines write. Row by row the answer is that of `Sample.call` (callers.py).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gmstool.somatic.callers import TumourCall
from gmstool.vcf.samples import FormatPlan

if TYPE_CHECKING:
    import polars as pl

    from gmstool.somatic.callers import Sample

_FIRST_SAMPLE = 9
_OTHER_COUNTS = ("TIR", "TAR", "AU", "CU", "GU", "TU", "RO", "AO", "RD", "VD")  # a caller that is read by itself
_OTHER_STRANDS = ("SB_mutect2", "ALD", "ADF", "ADR")
_COUNT = "[0-9]{1,18}"
_FRACTION = r"^[0-9]{1,9}(\.[0-9]{1,18})?([eE][-+]?[0-9]{1,2})?$"
_MISSING = r"^\.?$"


def read(sample: Sample, lines: list[bytes], places: pl.DataFrame) -> pl.DataFrame:
    """The calls of one sample: a column a field of TumourCall, a row for each of `places` (`_line`, `_alt`)."""
    import polars as pl

    found = _usual(sample, lines)[places["_line"]]
    odd = found.select(~pl.col("_usual")).to_series().arg_true()
    found = found.drop("_usual")
    if not len(odd):
        return found
    at = zip(places["_line"].gather(odd).to_list(), places["_alt"].gather(odd).to_list(), strict=True)
    single = pl.DataFrame([sample.call(lines[line], alt) for line, alt in at], schema=found.schema, orient="row")
    return found.with_columns(found[name].scatter(odd, single[name]) for name in TumourCall._fields)


def none(height: int) -> pl.DataFrame:
    """The calls where there is no such sample."""
    import polars as pl

    nothing = {name: pl.Series([None], dtype=kind) for name, kind in _kinds().items()}
    return pl.DataFrame({name: one.new_from_index(0, height) for name, one in nothing.items()})


def _kinds() -> dict[str, Any]:
    import polars as pl

    return {**dict.fromkeys(TumourCall._fields, pl.Int64), "vaf": pl.Float64, "vaf_from": pl.String}


def _usual(sample: Sample, lines: list[bytes]) -> pl.DataFrame:
    """The calls of the lines that are usual, `_usual` saying which are; nulls for the others."""
    import polars as pl

    told = [_cells(line, sample) for line in lines]
    cells = pl.DataFrame(told, schema={"format": pl.String, "cell": pl.String}, orient="row").with_row_index("_at")
    parts = [
        _of_format(str(text), part) if text else _unknown(part)
        for (text,), part in cells.partition_by("format", as_dict=True).items()
    ]
    return pl.concat(parts).sort("_at").drop("_at") if parts else _unknown(cells).drop("_at")


def _cells(line: bytes, sample: Sample) -> tuple[str | None, str | None]:
    """FORMAT and the sample's column of a line with one alternate allele; None for a line that is read by itself."""
    head = line.split(b"\t", 5)
    columns = line.rstrip(b"\r\n").rsplit(b"\t", sample.n_samples + 1)
    if b"," in head[4] or len(columns) != sample.n_samples + 2 or columns[0].count(b"\t") != _FIRST_SAMPLE - 2:
        return None, None
    if sample.n_samples == 1 and (b"VARBIAS=" in columns[0] or b"SAF=" in columns[0]):
        return None, None
    return columns[1].decode("utf-8", "replace"), columns[2 + sample.at].decode("utf-8", "replace")


def _of_format(text: str, cells: pl.DataFrame) -> pl.DataFrame:
    """The calls of cells that share a FORMAT."""
    import polars as pl

    plan = FormatPlan(text)
    usual = {"AD", "DP"} <= plan.place.keys() and plan.stated in ([], ["AF"], ["VAF"])
    if not usual or plan.place.keys() & {*_OTHER_COUNTS, *_OTHER_STRANDS}:
        return _unknown(cells)
    parts = cells.select("_at", pl.col("cell").str.split(":")).lazy()
    names = {name: plan.place.get(key, -1) for name, key in (("ad", "AD"), ("dp", "DP"), ("sb", "SB"))}
    names["af"] = plan.place[plan.stated[0]] if plan.stated else -1
    told = parts.select("_at", *(_cell(place).alias(name) for name, place in names.items()))
    return told.select("_at", *_fields(plan.stated[0] if plan.stated else "AD")).collect()


def _cell(place: int) -> pl.Expr:
    """The text of a place, null where the key or the value is missing."""
    import polars as pl

    if place < 0:
        return pl.lit(None, dtype=pl.String)
    text = pl.col("cell").list.get(place, null_on_oob=True)
    return pl.when(text.str.contains(_MISSING).not_()).then(text)


def _fields(named: str) -> list[pl.Expr]:
    """The fields of a call from the texts ad, dp, af and sb; null in a row that is not usual."""
    import polars as pl

    ad, dp, af, sb = (pl.col(name) for name in ("ad", "dp", "af", "sb"))
    known = ad.str.contains(f"^{_COUNT},{_COUNT}$").fill_null(value=False)
    known &= dp.is_null() | dp.str.contains(f"^{_COUNT}$")
    known &= af.is_null() | af.str.contains(_FRACTION)
    known &= sb.is_null() | sb.str.contains(f"^{_COUNT}(,{_COUNT}){{3}}$")
    reads, strands = ad.str.split(","), sb.str.split(",")
    ref, alt = (_whole(reads.list.get(at, null_on_oob=True)) for at in (0, 1))
    of_reads = pl.when(ref + alt > 0).then(alt.cast(pl.Float64) / (ref + alt).cast(pl.Float64))
    vaf = pl.coalesce(af.cast(pl.Float64, strict=False), of_reads)
    found = {
        "vaf": vaf, "depth": pl.coalesce(_whole(dp), ref + alt), "ref_reads": ref, "alt_reads": alt,
        "forward": _whole(strands.list.get(2, null_on_oob=True)),
        "reverse": _whole(strands.list.get(3, null_on_oob=True)),
        "vaf_from": pl.when(vaf.is_not_null()).then(pl.lit(named)),
    }  # fmt: skip
    return [*(pl.when(known).then(one).alias(name) for name, one in found.items()), known.alias("_usual")]


def _whole(text: pl.Expr) -> pl.Expr:
    import polars as pl

    return text.cast(pl.Int64, strict=False)


def _unknown(cells: pl.DataFrame) -> pl.DataFrame:
    import polars as pl

    nothing = (pl.lit(None, dtype=kind).alias(name) for name, kind in _kinds().items())
    return cells.select("_at", *nothing, pl.lit(value=False).alias("_usual"))
