"""The safety net: known pathogenic variants that a step would drop are kept and marked.

It acts on quality, frequency and consequence inside the panel. Outside the panel only the site's own managed list
rescues: an unsolicited finding needs consent. Known variants are compared by trimmed alleles.
"""

from typing import TYPE_CHECKING

from gmstool import clinvar
from gmstool.filters.judge import FIRST, PASSES
from gmstool.filters.managed import Managed, key_of
from gmstool.filters.options import Options
from gmstool.filters.steps import Step

if TYPE_CHECKING:
    import polars as pl

# Rules of a hydra-genetics file are tests of quality, frequency and consequence too.
RESCUABLE = ("quality", "frequency", "consequence", "preset")


def rescued(table: "pl.DataFrame", steps: list[Step], options: Options, managed: Managed | None) -> "pl.DataFrame":
    """The table with `_rescue`: why a dropped row is kept all the same, null where it is not."""
    import polars as pl

    nothing = table.with_columns(_rescue=pl.lit(None, dtype=pl.String))
    if not options.rescue or not (table[FIRST] < PASSES).any():
        return nothing
    inside = [at for at, step in enumerate(steps) if step.group not in RESCUABLE]
    anywhere = [at for at in inside if steps[at].group != "panel"]
    dropped = pl.col(FIRST) < PASSES
    within = dropped & passes(steps, anywhere if options.rescue_outside_panel else inside)
    reasons = []
    if managed is not None:
        listed = pl.lit(pl.Series(_listed(table, managed), dtype=pl.Boolean))
        on_list = listed & dropped & passes(steps, anywhere)
        reasons.append(pl.when(on_list).then(pl.lit(f"managed:{managed.name}")).otherwise(None))
    known = within & _known_harmful(table)
    reasons.append(pl.when(known).then(pl.lit("clinvar:") + pl.col("clinvar_significance")).otherwise(None))
    undone = {at: step.group for at, step in enumerate(steps)}
    step = pl.col(FIRST).replace_strict(list(undone), list(undone.values()), default="", return_dtype=pl.String)
    return table.with_columns(_rescue=pl.coalesce(reasons) + "|" + step)


def _known_harmful(table: "pl.DataFrame") -> "pl.Expr":
    """Whether the file's own annotation of ClinVar says pathogenic or likely pathogenic."""
    import polars as pl

    texts = table["clinvar_significance"].unique().drop_nulls()
    return pl.col("clinvar_significance").is_in([text for text in texts if clinvar.is_pathogenic(text)])


def passes(steps: list[Step], which: list[int]) -> "pl.Expr":
    """Whether a row passes these steps, the unknown by each step's policy."""
    import polars as pl

    tests = [
        pl.col(f"_v{at}").is_null() | pl.col(f"_v{at}") if steps[at].keeps_unknown else
        pl.col(f"_v{at}").is_not_null() & pl.col(f"_v{at}")
        for at in which
    ]  # fmt: skip
    return pl.all_horizontal(tests) if tests else pl.lit(True)


def _listed(table: "pl.DataFrame", managed: Managed) -> list[bool]:
    rows = zip(table["chrom"], table["pos"], table["ref"], table["alt"], strict=True)
    return [key_of(chrom, pos, ref, alt, managed.reference) in managed.keys for chrom, pos, ref, alt in rows]
