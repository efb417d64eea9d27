"""The family in a filter run: its step, and records that wait until the last partner has been seen.

A compound heterozygote is known only when all variants of its gene were read. Records that pass every other step wait
in a temporary file, in their order; memory holds a few numbers per candidate.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from gmstool.family.columns import FAMILY_COLUMNS, VERDICT
from gmstool.family.pedigree import Pedigree
from gmstool.filters.options import KEEPS_UNKNOWN, Options
from gmstool.filters.steps import Step
from gmstool.spool import Spool, lines_table
from gmstool.vcf.chunks import Chunk, Counts
from gmstool.vcf.header import Header

if TYPE_CHECKING:
    import polars as pl

    from gmstool.family.analysis import Analysis

GROUP = "inheritance"
FAMILY_TAGS = ("GMS_MODELS", "GMS_PARTNERS")
_UNFIT = str.maketrans({";": "_", ",": "_", " ": "_", "=": "_"})  # these end a value of INFO


def laid(family: Pedigree | None, options: Options, header: Header) -> "Analysis | None":
    """The analysis of the proband's family, None when no family is asked for."""
    if family is None:
        return None
    from gmstool.family.analysis import Analysis
    from gmstool.family.deletions import read_deletions
    from gmstool.family.genotypes import Floors, Members
    from gmstool.family.models import asked

    plain = Floors()
    floors = Floors(
        plain.dp if options.min_parent_dp is None else options.min_parent_dp,
        plain.gq if options.min_parent_gq is None else options.min_parent_gq,
        plain.mosaic if options.mosaic_below is None else options.mosaic_below,
    )
    members = Members.of(family)
    deletions = read_deletions(options.sv, members, floors, header.build.build) if options.sv else None
    return Analysis(members, header, asked(options.model), floors, deletions)


def inheritance(options: Options) -> list[Step]:
    """One of the asked models fits the family: confirmed is true, possible is not known, excluded is false."""
    if not options.model:
        return []
    import polars as pl

    from gmstool.family.models import asked

    names = ", ".join(asked(options.model))
    keeps = options.unknown.get(GROUP, "keep" if GROUP in KEEPS_UNKNOWN else "drop") == "keep"
    told, shown = f"{{}} fits none of {names}", pl.col("family_genotypes")
    return [
        Step(
            GROUP, f"inheritance: {names}", pl.col(VERDICT), GROUP, ("gene", "gene_id", "gene_status"), "family",
            keeps, told=told, shown=shown,
        )
    ]  # fmt: skip


@dataclass(slots=True)
class Waiting:
    """Batches whose answer must wait, in file order, on disk when they are many."""

    _spool: Spool = field(default_factory=Spool)
    _new: "list[tuple[Chunk, pl.DataFrame]]" = field(default_factory=list)

    def gather(self, batch: Chunk, table: "pl.DataFrame") -> int:
        """Put a batch beside those before it; the number of records gathered."""
        if table.height or not self._new:
            self._new.append((batch, table))
        return sum(len(one.lines) for one, _ in self._new)

    def gathered(self) -> "tuple[Chunk, pl.DataFrame]":
        """What was gathered, as one batch."""
        import polars as pl

        lines: list[bytes] = []
        numbers: list[int] = []
        tables = []
        for batch, table in self._new:
            tables.append(table.with_columns(pl.col("_line") + len(lines)))
            lines += batch.lines
            numbers += batch.numbers
        counts = self._new[-1][0].counts
        # The columns of an empty batch stand for all: a table without rows still has them.
        empty = self._new[-1][1].clear()
        self._new = [(Chunk([], [], counts), empty)]
        return Chunk(lines, numbers, counts), pl.concat(tables)

    def add(self, batch: Chunk, table: "pl.DataFrame", states: "pl.DataFrame") -> None:
        """Remember a batch with the family's states until the end of the file."""
        self._spool.add(lines_table(batch.lines, batch.numbers), table, states)

    def __iter__(self) -> "Iterator[tuple[Chunk, pl.DataFrame, pl.DataFrame]]":
        for lines, table, states in self._spool:
            yield Chunk(lines["line"].to_list(), lines["number"].to_list(), Counts()), table, states

    def close(self) -> None:
        """Let go of what waited."""
        self._spool.close()


def with_states(analysis: "Analysis", batch: Chunk, table: "pl.DataFrame") -> "pl.DataFrame":
    """Genotype states of the rows on lines with a passing row; `_at` is the row of the table."""
    import polars as pl

    passing = table.with_row_index("_at").filter(pl.col("_passed").any().over("_line"))
    lines = passing["_line"].unique(maintain_order=True)
    place = pl.DataFrame({"_line": lines, "_new": pl.Series(range(len(lines)), dtype=pl.Int32)})
    rows = passing.join(place, on="_line", maintain_order="left").drop("_line").rename({"_new": "_line"})
    states = analysis.states([batch.lines[at] for at in lines], rows)
    return states.with_columns(_at=rows["_at"])


def with_answers(analysis: "Analysis", table: "pl.DataFrame", states: "pl.DataFrame") -> "pl.DataFrame":
    """The table with the family's columns; rows that another step dropped were not looked at, and have none."""
    answers = analysis.answered(states).with_columns(_at=states["_at"])
    return table.with_row_index("_at").join(answers, on="_at", how="left", maintain_order="left").drop("_at")


def family_tags(rows: "pl.DataFrame") -> dict[int, dict[str, str]]:
    """GMS_MODELS and GMS_PARTNERS of each line."""
    found: dict[int, dict[str, list[str]]] = {}
    names = ("_line", "alt", "gene", "_passed", *FAMILY_COLUMNS)
    for line, alt, gene, passed, models, confidence, _, partners, _ in rows.select(names).iter_rows():
        if passed and models:
            tags = found.setdefault(line, {tag: [] for tag in FAMILY_TAGS})
            start = f"{alt}|{(gene or '').translate(_UNFIT)}"
            pairs = zip(models.split("|"), confidence.split("|"), strict=True)
            tags["GMS_MODELS"].append(f"{start}|{'&'.join(':'.join(pair) for pair in pairs)}")
            if partners:
                tags["GMS_PARTNERS"].append(f"{start}|{partners.replace('|', '&').translate(_UNFIT)}")
    return {
        line: {tag: ",".join(dict.fromkeys(told)) for tag, told in tags.items() if told} for line, tags in found.items()
    }
