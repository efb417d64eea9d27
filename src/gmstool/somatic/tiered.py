"""The tiers of many rows: row by row where curated evidence names the gene, else by frequency and class alone.

Without evidence the tier rests on few facts that many rows share, so each combination is asked about once. Row by row
the answer is that of `tiers.tier`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from gmstool.somatic import tiers
from gmstool.somatic.evidence import Biomarkers
from gmstool.somatic.tier_reasons import BENIGN, COMMON, without_evidence

if TYPE_CHECKING:
    import polars as pl

    from gmstool.somatic.layers import Layers
    from gmstool.somatic.tumour_types import TumourType

COLUMNS = ("tier", "level", "tier_if_reviewed", "level_if_reviewed", "tier_reason")
NOTHING: dict[str, Any] = {"evidence": [], "escat": []}  # of a row that no evidence names
_FACTS = ("classification", "af", "af_status", "consequence", "event", "hot_listed", "hotspot")


@dataclass(frozen=True, slots=True)
class Tiered:
    """A table with its tiers (COLUMNS), and evidence and ESCAT of the rows that have some, by their number."""

    table: pl.DataFrame
    of: dict[int, dict[str, Any]] = field(default_factory=dict)


class Tierer:
    """Tiers the tables of one file; without a tumour type there is no tier."""

    def __init__(self, tumour: TumourType | None, layers: Layers) -> None:
        self._tumour, self._layers = tumour, layers
        self._genes = list(Biomarkers(layers).by_gene) if tumour else []
        self._shared: dict[tuple[Any, ...], tuple[str | None, str]] = {}

    def __call__(self, table: pl.DataFrame) -> Tiered:
        """The table with its tiers."""
        import polars as pl

        if self._tumour is None:
            return Tiered(table.with_columns(pl.lit(None, dtype=pl.String).alias(name) for name in COLUMNS))
        told = [self._without(key) for key in table.select(_facts()).iter_rows()]
        plain = pl.DataFrame(told, schema={"tier": pl.String, "tier_reason": pl.String}, orient="row")
        columns = {"tier": plain["tier"], "tier_if_reviewed": plain["tier"], "tier_reason": plain["tier_reason"]}
        nothing = pl.Series([None], dtype=pl.String).new_from_index(0, table.height)
        at = table["hgnc_id"].is_in(self._genes).fill_null(value=False).arg_true()
        some = tiers.tier(table[at], self._tumour, self._layers)
        series = (columns.get(name, nothing).scatter(at, some[name]).alias(name) for name in COLUMNS)
        evidence = some.select("evidence", "escat").iter_rows(named=True)
        found = {row: one for row, one in zip(at.to_list(), evidence, strict=True) if one["evidence"]}
        return Tiered(table.with_columns(*series), found)

    def _without(self, key: tuple[Any, ...]) -> tuple[str | None, str]:
        known = self._shared.get(key)
        if known is None:
            known = self._shared[key] = without_evidence(dict(zip(_FACTS, key, strict=True)))
        return known


def _facts() -> list[pl.Expr]:
    """What a tier without evidence rests on; a frequency only where its number is told."""
    import polars as pl

    told = (pl.col("af") >= COMMON) & ~pl.col("classification").is_in(BENIGN)
    af = pl.when(told).then("af").when(pl.col("af").is_not_null()).then(0.0)
    listed = pl.when(pl.col("hotspot").str.starts_with("1-hotspot")).then("hotspot")
    own = {"af": af.alias("af"), "hotspot": listed.alias("hotspot")}
    return [own.get(name, pl.col(name)) for name in _FACTS]
