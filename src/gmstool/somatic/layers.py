"""The evidence layers of tumours: what ships with gms, and what a user has added with `gms data add`.

Every output names its layers with release, date and licence. A layer that is not loaded is not known: what needs it is
not assessed. A row is reviewed when it names a reviewer and was checked within the last twelve months.

    table("hotspots")    hgnc_id, symbol, residue, residue_end (null: one residue), change ("V600E", null: any), kind,
                         chrom, pos37, pos38, ref, alt (where there is no residue), samples_position, samples_change,
                         tumour_types (codes, empty: any), layer, source, date, reviewed
    table("biomarkers")  see evidence.py
    table("fusions")     pairs of partners with the tumours they recur in

Residues that are near each other in space (hotspots_3d) are a table of their own: nothing recurs there by itself.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from gmstool.provenance import stated_time
from gmstool.reference import bundle
from gmstool.somatic import layer_tables
from gmstool.somatic.hotspot_rows import by_residue, is_of, source
from gmstool.somatic.shipped import shipped_facts, shipped_table

if TYPE_CHECKING:
    import polars as pl

    from gmstool.somatic.tumour_types import TumourType

    Schema = dict[str, type[pl.DataType]]

READ_ELSEWHERE = ("tumour_types", "blood_classes", "loci", "regions")  # by modules of these names
# Tables of the reference bundle that are layers here: all but the first two are the user's own.
OF_BUNDLE = ("cancer_genes", "fusions", "clinvar", "cancer_hotspots", "hotspots_3d", "gms_hotspots", "civic_evidence",
             "moalmanac", "oncokb_genes", "gms_copy_numbers", "site_biomarkers", "site_hotspots")  # fmt: skip


class Layer(NamedTuple):
    """One layer as outputs name it; reviewed is None where rows are not reviewed one by one."""

    name: str
    release: str
    date: str
    licence: str
    reviewed: bool | None


class Hotspot(NamedTuple):
    """What the loaded lists say of a residue; counts are None where no list with counts has it."""

    symbol: str
    residue: int
    samples_position: int | None
    samples_change: int | None
    sources: tuple[str, ...]  # each with the tumour types that it names
    reviewed: bool


@dataclass(frozen=True)
class Layers:
    """The loaded layers; `today` decides which rows are reviewed."""

    named: tuple[Layer, ...]
    today: dt.date
    _tables: dict[str, pl.DataFrame] = field(repr=False)
    _roles: dict[int, str] = field(repr=False)

    def has(self, name: str) -> bool:
        """Whether a layer is loaded; `hotspots` means a list with counts of tumours."""
        wanted = "cancer_hotspots" if name == "hotspots" else name
        return wanted in self._tables and not self._tables[wanted].is_empty()

    def table(self, name: str) -> pl.DataFrame:
        """A table by name. Raises KeyError for a layer that is not loaded: ask `has` first."""
        return self._tables[name]

    def driver_role(self, hgnc_id: int | None) -> str | None:
        """oncogene, tumour suppressor, both, or possible …; None where no layer states the gene's role."""
        return None if hgnc_id is None else self._roles.get(hgnc_id)

    def with_role(self, roles: tuple[str, ...]) -> tuple[int, ...]:
        """The genes, by HGNC id, that have one of some roles."""
        return tuple(sorted(gene for gene, role in self._roles.items() if role in roles))

    def hotspot(self, hgnc_id: int | None, residue: int | None, change: str | None) -> Hotspot | None:
        """What the lists say of a residue and of this change ("V600E"); None where none has the residue."""
        if hgnc_id is None or residue is None:
            return None
        found = self._by_residue.get((hgnc_id, residue), [])
        at_change = [row for row in found if row["change"] == change and row["samples_change"] is not None]
        fitting = [row for row in found if is_of(row, change)]
        if not fitting:
            return None
        counts = [row["samples_position"] for row in fitting if row["samples_position"] is not None]
        # A counted residue whose change is not listed was seen with it in no sample; without counts it is not known.
        of_change = max((row["samples_change"] for row in at_change), default=0 if counts else None)
        return Hotspot(
            fitting[0]["symbol"], residue, max(counts, default=None), of_change,
            tuple(dict.fromkeys(map(source, sorted(fitting, key=_uncounted)))), any(row["reviewed"] for row in fitting),
        )  # fmt: skip

    @cached_property
    def _by_residue(self) -> dict[tuple[int, int], list[dict[str, Any]]]:
        return by_residue(self.table("hotspots"))


def _uncounted(row: dict[str, Any]) -> bool:
    return row["samples_position"] is None


def day_of_run() -> dt.date:
    """Today, or the day that is stated so that a run can be repeated. Raises InputError."""
    return (stated_time() or dt.datetime.now(dt.UTC)).date()


def load_layers(today: dt.date | None = None, tumour: TumourType | None = None) -> Layers:
    """All layers there are: shipped and the user's. Raises InputError for a damaged table.

    With a tumour, hotspot lists that are made for another tumour type are left out.
    """
    day = today or day_of_run()
    tables = {name: bundle.table(name) for name in OF_BUNDLE if name in bundle.tables()}
    tables |= {name: shipped_table(name) for name in shipped_facts() if name not in READ_ELSEWHERE}
    tables["hotspots"] = layer_tables.hotspots(tables, day, tumour)
    tables["biomarkers"] = layer_tables.biomarkers(tables, day)
    return Layers(_named(tables), day, tables, layer_tables.roles(tables))


def _day(source: dict[str, Any]) -> str:
    """The date of a source; of one whose files tell none the day on which they were obtained."""
    return source.get("date") or (f"obtained {source['obtained']}" if source.get("obtained") else "")


def _named(tables: dict[str, pl.DataFrame]) -> tuple[Layer, ...]:
    shipped = [
        Layer(name, facts["label"], facts["date"], facts["licence"], reviewed=False)
        for name, facts in shipped_facts().items()
        if name != "tumour_types" or name not in bundle.tables()
    ]
    of_bundle = [
        Layer(name, one["label"], _day(one), one["licence"], reviewed=None)
        for name in (*OF_BUNDLE, "tumour_types")
        if name in bundle.tables() and (name in tables or name == "tumour_types")
        for one in bundle.entry(name)["sources"]
    ]
    return tuple(dict.fromkeys((*shipped, *of_bundle)))
