"""The consequence test: over annotation entries, not over the transcript shown."""

from typing import TYPE_CHECKING

from gmstool.consequences import accepted_impacts, accepted_terms
from gmstool.filters.options import Options
from gmstool.filters.steps import CONSEQUENCE_VERDICT
from gmstool.unknown import any_known
from gmstool.vcf.annotation import impact
from gmstool.vcf.header import Header
from gmstool.vcf.records import Rows
from gmstool.vcf.table import states_impact

if TYPE_CHECKING:
    import polars as pl


def with_consequence(table: "pl.DataFrame", rows: Rows, header: Header, options: Options) -> "pl.DataFrame":
    """The table with the three-valued verdict of the consequence test and `passed_on`.

    A row passes when one entry of its gene, among the considered transcripts, has an asked impact and an asked term.
    """
    import polars as pl

    entries = _entries(rows, header, options)
    verdicts = entries.group_by("row", maintain_order=True).agg(
        any_known(pl.col("met")).alias(CONSEQUENCE_VERDICT),
        pl.col("transcript").filter(pl.col("met")).alias("_met_on"),
    )
    numbered = table.with_row_index("row").with_columns(pl.col("row").cast(pl.Int64))
    joined = numbered.join(verdicts, on="row", how="left", maintain_order="left").drop("row")
    shown = pl.col("_met_on").list.contains(pl.col("transcript"))
    elsewhere = (pl.col("_met_on").list.len() > 0) & shown.not_()
    return joined.with_columns(passed_on=pl.when(elsewhere).then(pl.col("_met_on").list.first()).otherwise(None)).drop(
        "_met_on"
    )


def _entries(rows: Rows, header: Header, options: Options) -> "pl.DataFrame":
    import polars as pl

    kinds = {"row": pl.Int64, "canonical": pl.Boolean}
    entries = pl.DataFrame(
        {name: pl.Series(values, dtype=kinds.get(name, pl.String)) for name, values in rows.entries.items()}
    )
    if not states_impact(header):
        known = [text for text in entries["consequence"].unique() if text is not None]
        derived = entries["consequence"].replace_strict(
            known, [impact(text) for text in known], default=None, return_dtype=pl.String
        )
        entries = entries.with_columns(derived.alias("impact"))
    return entries.filter(_considered(options)).with_columns(met=_met(options))


def _considered(options: Options) -> "pl.Expr":
    import polars as pl

    if options.transcripts == "mane":
        return pl.col("mane").is_not_null()
    if options.transcripts == "canonical":
        return pl.col("canonical")
    return pl.lit(True)


def _met(options: Options) -> "pl.Expr":
    import polars as pl

    met = pl.lit(True)
    if options.impact:
        met = met & pl.col("impact").is_in(sorted(accepted_impacts(list(options.impact))))
    if options.consequence:
        terms = sorted(accepted_terms(list(options.consequence)))
        said = pl.col("consequence").str.split("&").list.set_intersection(terms).list.len() > 0
        met = met & said
    return met
