"""The hotspot lists of the Swedish solid panel, one per tumour type: hotspots, regions and indels to be reported.

A list is read for the tumours that its name stands for; a name that is not known here counts for every tumour, and is
named in what it says. Hotspots become hotspots; regions and indels become notes on the row, as nothing recurs there.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from gmstool.genome import Region, bare

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import polars as pl

    from gmstool.somatic.tumour_types import TumourType

# Words that begin a list's name (Mutations_Lung_20260223.csv) with the OncoTree code; names as the lists have had them.
TUMOURS = {
    "lung": "LUNG", "melanom": "MEL", "colon": "COADREAD", "crc": "COADREAD", "gist": "GIST", "ovari": "OVARY",
    "thyr": "THYROID", "breast": "BREAST", "prostat": "PROSTATE", "gliom": "BRAIN", "cns": "BRAIN",
}  # fmt: skip
BUILD = "GRCh37"  # of the lists
_WORDS = {"region": "region", "region_all": "region, every change", "indel": "indels", "hotspot": "hotspot"}


def is_for(name: str, tumour: TumourType | None) -> bool:
    """Whether a list is for a tumour; a list of unknown name, and a tumour of unknown type, leave it in."""
    code = next((code for word, code in TUMOURS.items() if name.lower().startswith(word)), None)
    return tumour is None or code is None or tumour.is_a(code)


def hotspots(table: pl.DataFrame, tumour: TumourType | None) -> pl.DataFrame:
    """The residues that the lists for this tumour call hotspots, in columns of the hotspots."""
    import polars as pl

    fitting = [name for name in table["list"].unique() if is_for(name, tumour)]
    chosen = table.filter(pl.col("report") == "hotspot", pl.col("residue").is_not_null(), pl.col("list").is_in(fitting))
    return chosen.select(
        "hgnc_id", "symbol", "residue", kind=pl.lit("missense"), layer=pl.lit("gms_hotspots"),
        source=pl.format("GMS hotspot list {}", "list"), reviewed=pl.lit(value=True),
    )  # fmt: skip


def places(table: pl.DataFrame, tumour: TumourType | None) -> dict[int, list[dict[str, Any]]]:
    """What the lists for this tumour report beside hotspots, by HGNC id: regions by residue, indels by place."""
    found: dict[int, list[dict[str, Any]]] = {}
    for row in table.drop_nulls("hgnc_id").iter_rows(named=True):
        if row["report"] != "hotspot" and is_for(row["list"], tumour):
            found.setdefault(row["hgnc_id"], []).append(row)
    return found


def notes(found: Iterable[dict[str, Any]], row: Mapping[str, Any], residue: int | None) -> list[str]:
    """What a gene's places say of a row: `GMS list Lung: indels (exon19)`."""
    fitting = [
        one
        for one in found
        if (_has_indel(one, row) if one["report"] == "indel" else residue is not None and one["residue"] == residue)
    ]
    return list(dict.fromkeys(map(_told, fitting)))


def _told(one: dict[str, Any]) -> str:
    more = ", ".join(filter(None, (one["exon"], (one["comment"] or "").replace("_", " "))))
    return f"GMS list {one['list']}: {_WORDS.get(one['report'], one['report'])}" + (f" ({more})" if more else "")


def _has_indel(one: dict[str, Any], row: Mapping[str, Any]) -> bool:
    """Whether an insertion or deletion lies in the stretch; the lists' places are lifted to the build of the row."""
    ref, alt = row.get("ref") or "", row.get("alt") or ""
    if len(ref) == len(alt) or row.get("pos") is None:
        return False
    first, last = row["pos"], row["pos"] + max(len(ref), 1) - 1
    place = _place(one["chrom"], one["start"], one["end"], row.get("assembly"))
    return place is not None and bare(row["chrom"]) == place.chrom and place.start <= last and first <= place.end


@cache
def _place(chrom: str, start: int, end: int, build: str | None) -> Region | None:
    from gmstool.reference.liftover import LiftedRegion, lift_region

    here = Region(chrom, start, end)
    if build in (None, BUILD):
        return here if build else None
    lifted = lift_region(here, BUILD)
    return lifted.region if isinstance(lifted, LiftedRegion) else None
