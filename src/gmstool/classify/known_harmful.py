"""Which variants are known to cause disease although they may be common: the stop on evidence from frequency.

The stop is no evidence. Masking the variant's own ClinVar entry does not disable it.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from gmstool import clinvar
from gmstool.errors import MismatchError
from gmstool.genome import bare
from gmstool.reference import clinvar_table
from gmstool.vcf.alleles import trim

if TYPE_CHECKING:
    import polars as pl

MIN_STARS = 2  # ClinVar assertions that may be relied on: classification rules, comparators and known variants
# Low penetrance and risk alleles are common by their nature.
_HARMFUL = frozenset((
    "pathogenic_low_penetrance", "likely_pathogenic_low_penetrance", "established_risk_allele", "likely_risk_allele",
    "low_penetrance",
))  # fmt: skip


def with_known(table: pl.DataFrame, build: str | None) -> pl.DataFrame:
    """The table with `_known_harmful`: the source that says so, null where none does."""
    import polars as pl

    told = pl.coalesce(_by_file(table), _by_lists(table), _by_bundle(table, build), pl.lit(None, dtype=pl.String))
    return table.with_columns(_known_harmful=told)


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
    """Pathogenic in the bundle's ClinVar table; asked for common variants only, which are few."""
    import polars as pl

    if not _entries(build) or not table.height:
        return pl.lit(None, dtype=pl.String)
    places = table.select("chrom", "pos", "ref", "alt").iter_rows()
    found = _entries(build)
    told = [found.get(_key(*place)) for place in places]
    return pl.lit(pl.Series(told, dtype=pl.String))


def _key(chrom: str, pos: int, ref: str, alt: str) -> tuple[str, int, str, str]:
    return (bare(chrom), pos, ref, alt) if len(ref) == len(alt) == 1 else (bare(chrom), *trim(pos, ref, alt))


@cache
def _entries(build: str | None) -> dict[tuple[str, int, str, str], str]:
    if build is None:
        return {}
    try:
        rows = clinvar_table.variants(build).filter(clinvar_table.variants(build)["stars"] >= MIN_STARS)
    except MismatchError:
        return {}
    columns = ("chrom", "pos", "ref", "alt", "variation_id", "significance", "stars")
    return {
        (chrom, pos, ref, alt): f"ClinVar {number}, {significance}, {stars} stars"
        for chrom, pos, ref, alt, number, significance, stars in rows.select(columns).iter_rows()
    }
