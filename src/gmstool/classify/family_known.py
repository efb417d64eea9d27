"""Which variants of a file are known as pathogenic or likely pathogenic: comparators for the other allele.

ClinVar with at least two stars, of the bundle or of the file's annotation, and where a store is named the assertions
in it that a person confirmed; never an unsigned call of our own.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from gmstool import clinvar
from gmstool.classify.confirmed import level
from gmstool.columns import contract
from gmstool.errors import MismatchError
from gmstool.genome import bare
from gmstool.reference import clinvar_table
from gmstool.vcf.alleles import trim
from gmstool.vcf.table import feeding_keys

if TYPE_CHECKING:
    import polars as pl

    from gmstool.knowledge.model import Key
    from gmstool.knowledge.store import Store
    from gmstool.vcf.header import Header

MIN_STARS = 2  # classification rules: comparators are signed assertions, or ClinVar from two stars
LEVELS = ("P", "P/LP", "LP")  # as ClinVar's table writes them; a partner's `known` begins with one


def comparators(header: Header, table: pl.DataFrame, store: Store | None = None) -> bool:
    """Whether anything can tell that a partner is pathogenic: the bundle for this build, the file itself, a store."""
    if store is not None:
        return True
    fed = all(feeding_keys(contract()[name], header) for name in ("clinvar_significance", "clinvar_stars"))
    return bool(_bundled(header.build.build)) or (fed and "clinvar_stars" in table.columns)


def with_known(table: pl.DataFrame, build: str | None, store: Store | None = None) -> pl.DataFrame:
    """The table with `known`: the class and what says so (`P: ClinVar 12582, 3 stars`), null where nothing does."""
    import polars as pl

    by_store = _by_store(table, build, store) if store is not None else pl.lit(None, pl.String)
    return table.with_columns(known=pl.coalesce(_by_bundle(table, build), _by_file(table), by_store))


def _by_store(table: pl.DataFrame, build: str | None, store: Store) -> pl.Series:
    """The class that confirmed assertions of a store agree on."""
    import polars as pl

    if build is None:
        return pl.Series("known", [None], pl.String).new_from_index(0, table.height)
    rows = table.select("chrom", "pos", "ref", "alt").iter_rows()
    keys: list[Key] = [(build, bare(chrom), *trim(pos, ref, alt)) for chrom, pos, ref, alt in rows]
    found = store.at(keys)
    return pl.Series("known", [level(found.get(key, ())) for key in keys], pl.String)


def _by_file(table: pl.DataFrame) -> pl.Expr:
    import polars as pl

    if not {"clinvar_significance", "clinvar_stars"} <= set(table.columns):
        return pl.lit(None, dtype=pl.String)
    texts = [text for text in table["clinvar_significance"].unique() if text and clinvar.is_pathogenic(text)]
    level = pl.col("clinvar_significance").replace_strict(
        texts, [_level(one) for one in texts], default=None, return_dtype=pl.String
    )
    said = pl.format("{}: ClinVar of the file, {} stars", level, "clinvar_stars")
    return pl.when(pl.col("clinvar_stars") >= MIN_STARS).then(said)


def _level(terms: str) -> str:
    """The class of terms; what names both is P/LP, which counts as likely pathogenic."""
    said = {term.removesuffix("_low_penetrance").removesuffix(",") for term in terms.split("&")}
    if said >= clinvar.PATHOGENIC:
        return "P/LP"
    return "P" if "pathogenic" in said else "LP"


def _by_bundle(table: pl.DataFrame, build: str | None) -> pl.Series:
    """The bundle's class of each row; alleles are compared without the bases they share."""
    import polars as pl

    known, found = _bundled(build), list[str | None]()
    if not known:
        return pl.Series("known", [None], pl.String).new_from_index(0, table.height)
    for chrom, pos, ref, alt in table.select("chrom", "pos", "ref", "alt").iter_rows():
        plain = len(ref) == len(alt) == 1
        found.append(known.get((bare(chrom), pos, ref, alt) if plain else (bare(chrom), *trim(pos, ref, alt))))
    return pl.Series("known", found, pl.String)


@cache
def _bundled(build: str | None) -> dict[tuple[str, int, str, str], str]:
    if build is None:
        return {}
    try:
        rows = clinvar_table.variants(build).filter(clinvar_table.variants(build)["stars"] >= MIN_STARS)
    except MismatchError:
        return {}
    columns = ("chrom", "pos", "ref", "alt", "significance", "variation_id", "stars")
    return {
        (chrom, pos, ref, alt): f"{level}: ClinVar {number}, {stars} stars"
        for chrom, pos, ref, alt, level, number, stars in rows.select(columns).iter_rows()
    }
