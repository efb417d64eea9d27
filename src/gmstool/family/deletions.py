"""Heterozygous deletions of a structural-variant VCF, as partners of small variants."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from gmstool.errors import MismatchError
from gmstool.family.calls import CallReader
from gmstool.family.genotypes import Declared, Floors, Members, contigs, with_regions, with_states
from gmstool.genome import bare
from gmstool.vcf.header import Header
from gmstool.vcf.records import RecordReader, Wanted
from gmstool.vcf.source import Question, open_vcf
from gmstool.vcf.table import to_frame, with_needed

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True)
class Deleted:
    """Where one person lacks one copy: contig to sorted, merged starts and ends."""

    places: "dict[str, tuple[pl.Series, pl.Series]]"

    @classmethod
    def of(cls, deletions: "pl.DataFrame | None", k: int) -> "Deleted":
        """The heterozygous deletions of member k."""
        import polars as pl

        if deletions is None:
            return cls({})
        own = deletions.filter(pl.col(f"has_{k}") & pl.col(f"full_{k}").not_())
        merged: dict[str, list[list[int]]] = {}
        for chrom, start, end in own.select("chrom", "pos", "end").unique().sort("chrom", "pos").iter_rows():
            here = merged.setdefault(bare(chrom), [])
            if here and start <= here[-1][1]:
                here[-1][1] = max(here[-1][1], end)
            else:
                here.append([start, end])
        columns = {name: tuple(zip(*here, strict=True)) for name, here in merged.items()}
        return cls({name: (pl.Series(starts), pl.Series(ends)) for name, (starts, ends) in columns.items()})

    def inside(self, contigs: "pl.Series", positions: "pl.Series") -> "pl.Series":
        """Whether each position lies in a deletion."""
        import polars as pl

        found = pl.repeat(False, len(contigs), dtype=pl.Boolean, eager=True)
        for name, (starts, ends) in self.places.items():
            at = starts.search_sorted(positions, side="right").cast(pl.Int64) - 1
            reaches = ends.gather(at.clip(lower_bound=0)) >= positions
            found = found | ((contigs == name) & (at >= 0) & reaches)
        return found


_COLUMNS = ("chrom", "pos", "ref", "alt", "end", "filter", "gene", "gene_id", "gene_status", "svtype")
LONGEST = 50_000_000  # bases; a longer deletion is an arm of a chromosome, and every gene in it would be paired


def read_deletions(path: Path, members: Members, floors: Floors, build: str | None) -> "pl.DataFrame":
    """Deletions that passed the caller's filters, one row per gene, with the members' states and `gene_key`."""
    import polars as pl

    source = open_vcf(str(path), threads=1)
    try:
        _check(source.header, members, path, build)
        parts = [_deletions(chunk.lines, chunk.numbers, source.header) for chunk, _ in source.chunks(Question())]
    finally:
        source.close()
    table = pl.concat(parts) if parts else _deletions([], [], source.header)
    calls = CallReader(source.header, members).read([line.encode() for line in table["_text"]])
    table = pl.concat([table.drop("_text", "_line", "_alt"), _of_rows(table, calls)], how="horizontal")
    stated = with_states(with_regions(table, build), members, Declared.of(source.header), floors)
    return stated if source.header.annotation else _by_overlap(stated, build)


def _check(header: Header, members: Members, path: Path, build: str | None) -> None:
    if not any(one.id in header.samples for one in members.people):
        raise MismatchError(
            f"{path.name} has no sample of the family", hint="--sv takes the same family's structural variants"
        )
    own = header.build.build
    if build and own and build != own:
        raise MismatchError(f"{path.name} is on {own}, the VCF on {build}", hint="--sv takes a file of the same build")


def _deletions(lines: list[bytes], numbers: list[int], header: Header) -> "pl.DataFrame":
    """Rows of the deletions among these lines, each with its line in `_text`."""
    import polars as pl

    reader = RecordReader(header, Wanted(with_needed(frozenset(_COLUMNS))))
    table = to_frame(reader.read(lines, numbers), header, ())
    is_deletion = (pl.col("svtype") == "DEL") | pl.col("alt").str.starts_with("<DEL")
    passed = pl.col("filter").is_null() | (pl.col("filter") == "PASS")
    short = (pl.col("end") - pl.col("pos")) <= LONGEST
    kept = table.filter(is_deletion & passed & short)
    texts = [lines[at].decode("utf-8", "replace") for at in kept["_line"]]
    return kept.select(*_COLUMNS[:-1], "_line", "_alt").with_columns(
        gene_key=pl.coalesce("gene", "gene_id"), _text=pl.Series(texts, dtype=pl.String)
    )


def _of_rows(table: "pl.DataFrame", calls: "pl.DataFrame") -> "pl.DataFrame":
    """The calls of each row: `calls` has one row per line and ALT, lines numbered by the rows of `table`."""
    import polars as pl

    wanted = table.select("_alt").with_row_index("_line").with_columns(pl.col("_line").cast(pl.Int32))
    return wanted.join(calls, on=["_line", "_alt"], how="left", maintain_order="left").drop("_line")


def _by_overlap(table: "pl.DataFrame", build: str | None) -> "pl.DataFrame":
    """Genes by place, for a file without an annotation."""
    import polars as pl

    from gmstool.reference import bundle

    if build is None or not table.height:
        return table
    symbols = bundle.table("genes").select("hgnc_id", "symbol")
    spans = bundle.table("gene_spans").filter(pl.col("build") == build).join(symbols, on="hgnc_id")
    placed = table.drop("gene_key").with_columns(_contig=contigs(table))
    genes = spans.select(_contig="chrom", _from="start", _to="end", gene_key="symbol")
    joined = placed.join(genes, on="_contig", maintain_order="left")
    return joined.filter((pl.col("_from") <= pl.col("end")) & (pl.col("_to") >= pl.col("pos"))).drop(
        "_contig", "_from", "_to"
    )
