"""Which variants are known to cause disease although they may be common: the stop on evidence from frequency.

The stop is no evidence. Masking the variant's own ClinVar entry does not disable it.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from gmstool import clinvar
from gmstool.errors import MismatchError
from gmstool.genome import bare, is_mitochondrial
from gmstool.reference import bundle, clinvar_table
from gmstool.vcf.alleles import trim

if TYPE_CHECKING:
    from collections.abc import Callable

    import polars as pl

MIN_STARS = 2  # ClinVar assertions that may be relied on: classification rules, comparators and known variants
# Low penetrance and risk alleles are common by their nature.
_HARMFUL = frozenset((
    "pathogenic_low_penetrance", "likely_pathogenic_low_penetrance", "established_risk_allele", "likely_risk_allele",
    "low_penetrance",
))  # fmt: skip
TOLD_BY = frozenset(
    ("chrom", "pos", "ref", "alt", "clinvar_significance", "clinvar_stars", "_founder", "_ba1_exception")
)
_PATHOGENIC = ("LP", "P", "Likely pathogenic", "Pathogenic")


def known_harmful(table: pl.DataFrame, build: str | None) -> pl.Series:
    """The source that says so of each row, null where none does. Read are the columns of TOLD_BY that there are."""
    import polars as pl

    by_table = (_by_bundle(table, build), _by_mitomap(table))
    told = pl.coalesce(_by_file(table), _by_lists(table), *by_table, pl.lit(None, dtype=pl.String))
    return table.with_columns(_known_harmful=told)["_known_harmful"]


def _by_file(table: pl.DataFrame) -> pl.Expr:
    import polars as pl

    if "clinvar_significance" not in table.columns:
        return pl.lit(None, dtype=pl.String)
    terms = [text for text in table["clinvar_significance"].unique() if text and _is_harmful(text)]
    known = pl.col("clinvar_significance").is_in(terms) & (pl.col("clinvar_stars") >= MIN_STARS)
    return pl.when(known).then(pl.concat_str(pl.lit("ClinVar, "), pl.col("clinvar_significance")))


def _is_harmful(terms: str) -> bool:
    return clinvar.is_pathogenic(terms) or bool(_HARMFUL & set(terms.split("&")))


def _by_lists(table: pl.DataFrame) -> pl.Expr:
    import polars as pl

    names = [name for name in ("_founder", "_ba1_exception") if name in table.columns]
    listed = pl.any_horizontal(names) if names else pl.lit(False)
    return pl.when(listed).then(pl.lit("on the rule set's lists of founder variants and exceptions"))


def _by_bundle(table: pl.DataFrame, build: str | None) -> pl.Expr:
    """Pathogenic in the bundle's ClinVar table; looked up only where the table has a position within REF or behind."""
    import polars as pl

    places = _positions(build)
    if not len(places) or not table.height:
        return pl.lit(None, dtype=pl.String)
    first = table["pos"]
    behind = first + table["ref"].str.len_bytes().cast(pl.Int64)  # trimming shared bases moves a variant so far at most
    asked = places.search_sorted(behind, side="right") > places.search_sorted(first, side="left")
    spans = pl.DataFrame({"first": first, "behind": behind}).filter(asked)
    found = _entries(spans, build)
    return _row_by_row(table, pl.lit(asked), lambda *place: found.get(_key(*place)))


def _row_by_row(table: pl.DataFrame, asked: pl.Expr, tell: Callable[..., str | None]) -> pl.Expr:
    """What is told of each row that is asked for (chrom, pos, ref, alt), null for the others."""
    import polars as pl

    at = table.select(asked).to_series().arg_true()
    if not len(at):
        return pl.lit(None, dtype=pl.String)
    told = [tell(*place) for place in table.select("chrom", "pos", "ref", "alt")[at].iter_rows()]
    return pl.lit(pl.Series([None], dtype=pl.String).new_from_index(0, table.height).scatter(at, told))


def _by_mitomap(table: pl.DataFrame) -> pl.Expr:
    """Confirmed by MITOMAP, or pathogenic by ClinGen in its table: variants of mitochondrial DNA in rCRS."""
    import polars as pl

    here = [name for name in table["chrom"].unique() if is_mitochondrial(name)]
    if not here:
        return pl.lit(None, dtype=pl.String)
    return _row_by_row(table, pl.col("chrom").is_in(here), lambda _chrom, *change: _confirmed().get(change))


@cache
def _confirmed() -> dict[tuple[int, str, str], str]:
    rows = bundle.table("mt_variants").select("pos", "ref", "alt", "status", "confirmed", "clingen").iter_rows()
    return {
        (pos, ref, alt): f"MITOMAP, {status}"
        for pos, ref, alt, status, confirmed, clingen in rows
        if confirmed or clingen in _PATHOGENIC
    }


def _key(chrom: str, pos: int, ref: str, alt: str) -> tuple[str, int, str, str]:
    return (bare(chrom), pos, ref, alt) if len(ref) == len(alt) == 1 else (bare(chrom), *trim(pos, ref, alt))


@cache
def _relied_on(build: str | None) -> pl.DataFrame | None:
    """The variants of ClinVar that may be relied on, by position; None where there is no table of the build."""
    if build is None:
        return None
    try:
        table = clinvar_table.variants(build)
    except MismatchError:
        return None
    return table.filter(table["stars"] >= MIN_STARS).sort("pos")


@cache
def _positions(build: str | None) -> pl.Series:
    import polars as pl

    table = _relied_on(build)
    return pl.Series("pos", [], dtype=pl.Int64) if table is None else table["pos"].cast(pl.Int64)


def _entries(spans: pl.DataFrame, build: str | None) -> dict[tuple[str, int, str, str], str]:
    """The variants within some spans (first and last position) that may be relied on, each in words."""
    table, places = _relied_on(build), _positions(build)
    if table is None or not spans.height:
        return {}
    ends = zip(places.search_sorted(spans["first"]), places.search_sorted(spans["behind"], side="right"), strict=True)
    rows = table[sorted({at for start, stop in ends for at in range(start, stop)})]
    columns = ("chrom", "pos", "ref", "alt", "variation_id", "significance", "stars")
    return {
        (chrom, pos, ref, alt): f"ClinVar {number}, {significance}, {stars} stars"
        for chrom, pos, ref, alt, number, significance, stars in rows.select(columns).iter_rows()
    }
