"""Copy-number calls as events: from how many copies on, by gene and tumour type, in how many cells.

Limits: data/copy_numbers.tsv, the row of the gene and tumour before the row of any. With a purity the copies of a
tumour cell are worked out from those of the sample, `(copies - 2 (1 - purity)) / purity`; a record with INFO/CORR_CN
is taken as corrected by its caller. Without a copy number nothing is called. The loss of one allele of a tumour
suppressor: by one copy, by no copy of the minor allele (MCN), or by the allele fraction (BAF) at a known purity.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from gmstool.genome import bare
from gmstool.reference import genes
from gmstool.somatic import segments
from gmstool.somatic.evidence import Event
from gmstool.somatic.segments import Place

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from gmstool.somatic.layers import Layers
    from gmstool.somatic.tumour_types import TumourType

KINDS = ("amplification", "deletion")
LOST = ("TP53",)  # genes in which the loss of one copy tells something by itself: haematology_tp53.py
SUPPRESSORS = ("tumour suppressor", "both")
SHORTEST = 500  # bases: a record that is shorter holds no gene whole
LOH = ("LOH", "CNLOH", "CN-LOH", "CN_LOH")
DIPLOID = 2.0
_FIELDS = 8
_TYPES = ("DUP", "DEL", "CNV", "COPY_NORMAL", *LOH)


def places(layers: Layers, build: str, tumour: TumourType | None) -> list[Place]:
    """Where the genes lie whose copies a biomarker, a list of the site, or the risk of leukaemia reads."""
    named = _genes(layers)
    found = genes.spans(build, tuple(sorted(named)))
    return [
        Place(
            span.chrom,
            span.start,
            span.end,
            hgnc_id,
            symbol,
            limits(layers, symbol, tumour),
            symbol in LOST or layers.driver_role(hgnc_id) in SUPPRESSORS,
        )
        for hgnc_id, symbol in named.items()
        for span in found.get(hgnc_id, ())
    ]


def limits(layers: Layers, symbol: str, tumour: TumourType | None) -> dict[str, tuple[float, str]]:
    """The limits of a gene in a tumour by kind; the most particular row of the table goes first."""
    found: dict[str, tuple[float, str]] = {}
    ordered = layers.table("copy_numbers").sort("gene", "tumour_type", nulls_last=True).iter_rows(named=True)
    for row in ordered:
        fits = row["gene"] in (None, symbol)
        if fits and (row["tumour_type"] is None or (tumour and tumour.is_a(row["tumour_type"]))):
            found.setdefault(row["kind"], (float(row["copies"]), row["source"]))
    return found


def of_record(
    cells: list[str], info: Mapping[str, str], wanted: list[Place], source: str, *, at: int | None = 0,
    purity: float | None = None,
) -> Iterator[Event]:  # fmt: skip
    """The events of one record, of genes that lie in it whole; `at` is the tumour's place among the samples."""
    kind = info.get("SVTYPE", "")
    if kind not in _TYPES or cells[6] not in ("PASS", "."):
        return
    start, end = int(cells[1]) + 1, int(info.get("END", cells[1]))
    if end - start < SHORTEST:
        return
    copies = _copies(cells, info, at, purity)
    loss, told = _lost(cells, info, at, purity, copies) if kind not in LOH else ("copy_neutral_loss", "")
    for one in (one for one in wanted if one.chrom == bare(cells[0]) and start <= one.first and one.last <= end):
        if loss:
            yield from [segments.event(loss, one, told, source)] if one.suppressor else []
        if copies is not None and (called := _called(copies[0], one)) and not (loss and called[0] == "loss"):
            yield Event(called[0], f"{one.symbol} {called[0]}", (one.hgnc_id,), f"{copies[1]}; {called[1]}", source)


def of_segment(segment: segments.Segment, wanted: list[Place], source: str) -> Iterator[Event]:
    """The events of a segment with the copies of each allele; the caller has corrected them for purity."""
    yield from segments.events(segment, wanted, source)
    if segment.total is None:
        return
    copies = f"{segment.total:.1f} copies, by {segment.caller}"
    for one in wanted:
        if one.chrom == segment.region.chrom and segment.region.start <= one.first and one.last <= segment.region.end:
            called = _called(segment.total, one)
            if called and called[0] != "loss":
                yield Event(called[0], f"{one.symbol} {called[0]}", (one.hgnc_id,), f"{copies}; {called[1]}", source)


def _lost(
    cells: list[str], info: Mapping[str, str], at: int | None, purity: float | None, copies: tuple[float, str] | None
) -> tuple[str | None, str]:  # fmt: skip
    """The kind of loss of one allele, and how it is known; None where nothing tells, or nothing is lost."""
    if copies is None:
        return None, ""
    total = copies[0]
    stated = _cell(cells, at, "MCN")
    minor = number(info.get("MCN")) if stated is None else stated
    if minor is not None:
        return segments.lost(minor, total), f"{total:.1f} copies, {minor:.1f} of the minor allele, by the caller"
    found = _cell(cells, at, "BAF")
    fraction = number(info.get("BAF")) if found is None else found
    if fraction is None or not 0 <= fraction <= 1 or not purity:
        return None, ""
    minor = max(0.0, segments.minor_of(fraction, total, purity))
    told = f"{total:.1f} copies, {minor:.1f} of the minor allele, worked out from the allele fraction "
    return segments.lost(minor, total), f"{told}{fraction:g} at purity {purity:g}"


def _called(copies: float, one: Place) -> tuple[str, str] | None:
    """What a copy number makes of a gene, and by which limit."""
    for kind, is_so in (("amplification", float.__ge__), ("deletion", float.__lt__), ("loss", float.__lt__)):
        if kind in one.limits and is_so(copies, one.limits[kind][0]) and (kind != "loss" or one.suppressor):
            limit, source = one.limits[kind]
            return kind, f"{'from' if kind == 'amplification' else 'below'} {limit:g}: {source}"
    return None


def _copies(
    cells: list[str], info: Mapping[str, str], at: int | None, purity: float | None
) -> tuple[float, str] | None:  # fmt: skip
    """Copies in a tumour cell, and how they are known; None where none are stated."""
    corrected = number(info.get("CORR_CN"))
    if corrected is not None:
        return corrected, f"{corrected:.1f} copies, corrected by the caller"
    found = _cell(cells, at, "CN")
    if found is None:
        fold = number(info.get("FOLD_CHANGE"))
        found = number(info.get("CN")) if fold is None else fold * DIPLOID
    if found is None:
        return None
    if not purity:
        return found, f"{found:.1f} copies, not corrected for purity"
    of_cell = max(0.0, (found - DIPLOID * (1 - purity)) / purity)
    return of_cell, f"{of_cell:.1f} copies in a tumour cell, {found:.1f} in the sample at purity {purity:g}"


def _cell(cells: list[str], at: int | None, name: str) -> float | None:
    """A number of the tumour's sample; None where it is not stated."""
    if at is None or len(cells) <= _FIELDS + 1 + at:
        return None
    return number(dict(zip(cells[_FIELDS].split(":"), cells[_FIELDS + 1 + at].split(":"), strict=False)).get(name))


def _genes(layers: Layers) -> dict[int, str]:
    """HGNC id and symbol of the genes."""
    table = layers.table("biomarkers")
    named = dict(table.filter(table["kind"].is_in(KINDS)).select("hgnc_id", "gene").unique().drop_nulls().iter_rows())
    if layers.has("gms_copy_numbers"):  # genes only: where they lie, the bundle tells for either build
        named |= dict(layers.table("gms_copy_numbers").select("hgnc_id", "symbol").drop_nulls().iter_rows())
    own = {found.hgnc_id: symbol for symbol in LOST if (found := genes.resolve(symbol)).hgnc_id}
    return {**_symbols(layers.with_role(SUPPRESSORS)), **named, **own}


@cache
def _symbols(hgnc_ids: tuple[int, ...]) -> dict[int, str]:
    return {one: symbol for one in hgnc_ids if (symbol := genes.resolve(str(one)).symbol)}


def number(text: str | None) -> float | None:
    """A number of a file, or None."""
    try:
        return float(text) if text not in (None, "", ".", "NA") else None
    except ValueError:
        return None
