"""Pairs of variants of which the second may restore what the first broke: reversions after PARP inhibitor or platinum.

The first, of a gene of the list (prompts.toml), truncates it or is known as pathogenic (the file's ClinVar entry). The
second shifts the frame so that both together keep it, changes whole residues, or replaces the very residue of the stop.
A gene's variants may lie in two batches of lines, so a batch waits for the next one; no gene is longer than two.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gmstool.somatic.prompt_numbers import numbers
from gmstool.vcf.alleles import is_sequence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import polars as pl

    Batch = tuple[list[dict[str, Any]], Any]

MOST = 50  # variants of a gene that a row is compared with: a tumour has a few, a file of another kind may have many
_CODON = 3
_READ = ("gene", "variant", "hgvsc", "ref", "alt", "consequence", "protein_position", "clinvar_significance")
_SHIFT = "frameshift_variant"
_TRUNCATING = ("stop_gained", _SHIFT, "splice_donor_variant", "splice_acceptor_variant", "start_lost")


def of_genes(table: pl.DataFrame) -> list[dict[str, Any]]:
    """The rows of the genes of the list, `_at` telling which they are."""
    import polars as pl

    near = table.with_row_index("_at").filter(pl.col("gene").is_in(list(numbers().reversion.genes)))
    return near.select("_at", *_READ).to_dicts()


def paired(batches: Iterable[Batch]) -> Iterator[Batch]:
    """The batches in their order, each row with `reverts`: the name of the variant that it may restore, or None."""
    earlier: list[dict[str, Any]] = []
    waiting: Batch | None = None
    for batch in batches:
        if waiting is not None:
            yield _with_pairs(waiting, [*earlier, *_broken(waiting[0]), *_broken(batch[0])])
            earlier = _broken(waiting[0])
        waiting = batch
    if waiting is not None:
        yield _with_pairs(waiting, [*earlier, *_broken(waiting[0])])


def _broken(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The variants of the genes of the list that break their gene."""
    genes = numbers().reversion.genes
    return [dict(row) for row in rows if row["gene"] in genes and (_truncates(row) or _known(row))]


def _with_pairs(batch: Batch, broken: list[dict[str, Any]]) -> Batch:
    by_gene: dict[str, list[dict[str, Any]]] = {}
    for one in broken:
        by_gene.setdefault(one["gene"], []).append(one)
    for row in batch[0]:
        first = by_gene.get(row["gene"], [])[:MOST]
        row["reverts"] = next((_name(one) for one in first if restores(row, one)), None)
    return batch


def restores(row: Mapping[str, Any], broken: Mapping[str, Any]) -> bool:
    """Whether a variant may restore the gene that another one breaks; a known pathogenic one is not the second."""
    if row["gene"] != broken["gene"] or row["variant"] == broken["variant"] or (_known(row) and not _known(broken)):
        return False
    terms = row["consequence"] or ""
    if _SHIFT in terms:
        shifts = _shift(row), _shift(broken)
        return _SHIFT in (broken["consequence"] or "") and None not in shifts and sum(shifts) % _CODON == 0  # type: ignore[arg-type]
    same = row["protein_position"] is not None and row["protein_position"] == broken["protein_position"]
    return "inframe" in terms or ("missense" in terms and same and "stop_gained" in (broken["consequence"] or ""))


def _shift(row: Mapping[str, Any]) -> int | None:
    if not is_sequence(row["ref"]) or not is_sequence(row["alt"]):
        return None
    return len(row["alt"]) - len(row["ref"])


def _truncates(row: Mapping[str, Any]) -> bool:
    return any(term in (row["consequence"] or "") for term in _TRUNCATING)


def _known(row: Mapping[str, Any]) -> bool:
    told = row["clinvar_significance"] or ""
    return "pathogenic" in told and "conflicting" not in told


def _name(row: Mapping[str, Any]) -> str:
    return (row["hgvsc"] or "").rpartition(":")[2] or str(row["variant"])
