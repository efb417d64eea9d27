"""Which earlier runs gain variants by a new version of their panel: read from the ledgers that they left."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from gmstool.errors import InputError
from gmstool.filters import ledger as ledgers
from gmstool.panels.diff import newly_in
from gmstool.panels.model import Panel
from gmstool.panels.resolve import annotation_names

if TYPE_CHECKING:
    import polars as pl

_KINDS = (".parquet", ".tsv")


@dataclass(frozen=True, slots=True)
class Gain:
    """What one run would see more of. `used_old` is false when the run's panel was another than the old one."""

    ledger: Path
    genes: tuple[str, ...]
    variants: tuple[str, ...]
    used_old: bool


def ledgers_in(folder: Path) -> list[Path]:
    """The ledgers of a folder and those below it, known by their columns, in order of their names."""
    if not folder.is_dir():
        raise InputError(f"the folder {folder} does not exist", hint="--runs names the folder of earlier runs' ledgers")
    files = sorted(path for path in folder.rglob("*") if path.suffix in _KINDS and path.is_file())
    return [path for path in files if _is_ledger(path)]


def gains(old: Panel, new: Panel, files: list[Path]) -> list[Gain]:
    """One answer per ledger: the alleles that the panel step dropped, in genes that only the new panel has.

    A dropped allele met no later step: frequency and consequence still have to judge it.
    """
    names = _names(old, new)
    return [_gain(path, names, old.label) for path in files]


def _names(old: Panel, new: Panel) -> list[str]:
    """The symbols of genes new in the panel, as annotations of any age write them."""
    added = newly_in(old, new)
    known = annotation_names(tuple(added))
    return sorted({gene.symbol for gene in added.values()}.union(*(one.symbols for one in known.values())) - {""})


def _gain(path: Path, names: list[str], label: str) -> Gain:
    import polars as pl

    table = ledgers.read(path)
    panel = table.filter(pl.col("step").is_in(["panel"]))
    won = panel.filter((pl.col("outcome") == "dropped") & pl.col("gene").is_in(names))
    used = set(panel["source"].drop_nulls())
    genes = tuple(sorted(won["gene"].unique()))
    return Gain(path, genes, tuple(_variants(won)), all(label in source.split(" or ") for source in used))


def _variants(table: "pl.DataFrame") -> list[str]:
    columns = ("chrom", "pos", "ref", "alt", "gene")
    return [
        f"{chrom}-{pos}-{ref}-{alt} ({gene})" for chrom, pos, ref, alt, gene in table.select(columns).iter_rows()
    ]  # fmt: skip


def _is_ledger(path: Path) -> bool:
    try:
        ledgers.read(path)
    except InputError:
        return False
    return True
