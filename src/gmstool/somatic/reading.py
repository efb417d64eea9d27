"""Reading the rows of a tumour: filters before, and what is kept all the same because filters commonly lose it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gmstool.columns import contract
from gmstool.filters.consequence import with_consequence
from gmstool.filters.judge import FIRST, PASSES, judged
from gmstool.filters.outputs import af_raw
from gmstool.filters.plan import hard_steps
from gmstool.filters.rescue import RESCUABLE, passes, rescued
from gmstool.somatic import calls
from gmstool.somatic.callers import Sample
from gmstool.somatic.changes import change_of
from gmstool.somatic.events import event_of
from gmstool.somatic.gathering import READ
from gmstool.vcf.columnar import ColumnarReader, usable
from gmstool.vcf.records import RecordReader, Wanted
from gmstool.vcf.table import to_frame, with_needed

if TYPE_CHECKING:
    import polars as pl

    from gmstool.filters.plan import Plan
    from gmstool.somatic.layers import Layers
    from gmstool.somatic.roles import Roles
    from gmstool.vcf.chunks import Chunk

SHOWN = frozenset(
    (
        "chrom", "pos", "ref", "alt", "id", "filter", "gene", "gene_id", "gene_status", "hgnc_id", "transcript",
        "impact", "exon", "intron", "hgvsc", "hgvsp", "svtype", "svlen", "end", "af", "af_status", "swegen_af",
        "local_obs", "clin_obs", "clinvar_significance", "clinvar_stars", "clinvar_id", "callers", "hotspot",
        "artifact", "artifact_median", "artifact_nr_sd", "panel_median", "position_nr_sd", "cosmic_count",
        "myeloid_germline",
    )
)  # fmt: skip


class Reader:
    """Turns lines into the rows that pass, with what the callers say of the tumour and of the normal."""

    def __init__(self, plan: Plan, roles: Roles, layers: Layers) -> None:
        self.plan, self._steps, self._layers = plan, hard_steps(plan), layers
        self._entries = any(step.group == "consequence" for step in plan.steps)
        names = ((READ | SHOWN) & contract().keys()) | {name for step in plan.steps for name in step.needs}
        names |= {name for name in plan.af_columns if name in contract()}
        raw = tuple(dict.fromkeys((*plan.raw, *af_raw(plan))))
        wanted = Wanted(with_needed(frozenset(names & contract().keys())), raw, self._entries, plan.sample)
        self.columnar = ColumnarReader(plan.header, wanted, plan.af_columns) if usable(plan.header, wanted) else None
        self.records = self.columnar.records if self.columnar else RecordReader(plan.header, wanted)
        samples = plan.header.samples
        self._samples = {
            role: Sample(samples.index(name), len(samples))
            for role, name in (("tumour", roles.tumour), ("normal", roles.normal))
            if name
        }

    def __call__(self, chunk: Chunk) -> pl.DataFrame:
        """The rows of these lines that pass; `_line` counts within the chunk."""
        import polars as pl

        rows = None
        if self.columnar:
            table = self.columnar.read(chunk.lines, chunk.numbers)
        else:
            rows = self.records.read(chunk.lines, chunk.numbers)
            table = to_frame(rows, self.plan.header, self.plan.af_columns)
        table = table.with_columns(assembly=pl.lit(self.plan.header.build.build, dtype=pl.String))
        return self._kept(self._with_calls(table, chunk.lines), rows)

    def _kept(self, table: pl.DataFrame, rows: Any) -> pl.DataFrame:
        import polars as pl

        if not self._steps:
            return table.with_columns(rescued=pl.lit(None, dtype=pl.String))
        if self._entries:
            table = with_consequence(table, rows, self.plan.header, self.plan.options)
        table = rescued(judged(table, self._steps), self._steps, self.plan.options, self.plan.managed)
        table = table.with_columns(rescued=pl.coalesce("_rescue", self._special(table)))
        return table.filter((pl.col(FIRST) == PASSES) | pl.col("rescued").is_not_null())

    def _special(self, table: pl.DataFrame) -> pl.Series:
        """Why a dropped row is kept: a named alteration or a listed hot spot inside the panel, whatever its numbers."""
        import polars as pl

        nothing = pl.Series([None], dtype=pl.String).new_from_index(0, table.height)
        if not self.plan.options.rescue:
            return nothing
        inside = [at for at, step in enumerate(self._steps) if step.group not in RESCUABLE]
        dropped = table.select((pl.col(FIRST) < PASSES) & passes(self._steps, inside)).to_series().arg_true()
        told = [self._reason(row) for row in table[dropped].iter_rows(named=True)]
        return nothing.scatter(dropped, told) if len(dropped) else nothing

    def _reason(self, row: dict[str, Any]) -> str | None:
        change = change_of(row["hgvsp"], row["amino_acids"], row["protein_position"])
        found = event_of(row, change)
        if found is None and change and change.becomes != change.was:
            at = self._layers.hotspot(row["hgnc_id"], change.residue, str(change))
            found = f"hot spot {at.symbol} {change}" if at else None
        found = found or (
            f"hot spot list: {row['hotspot']}" if (row["hotspot"] or "").startswith("1-hotspot") else None
        )
        return f"{found}|{self._steps[row[FIRST]].group}" if found else None

    def _with_calls(self, table: pl.DataFrame, lines: list[bytes]) -> pl.DataFrame:
        """Columns tumour_vaf, tumour_depth … and the same of the normal; null where there is no such sample.

        `vaf`, which filters read, takes what only this reader knows: the counts of Strelka.
        """
        import polars as pl

        places = table.select("_line", "_alt")
        for role in ("tumour", "normal"):
            found = calls.read(self._samples[role], lines, places) if role in self._samples else calls.none(len(places))
            table = table.hstack(found.rename({name: f"{role}_{name}" for name in found.columns}))
        return table.with_columns(vaf=pl.coalesce("vaf", "tumour_vaf")) if "vaf" in table.columns else table

    def warnings(self) -> list[str]:
        """What to say of annotation that could not be tied to an allele or has odd entries."""
        return self.records.warnings()
