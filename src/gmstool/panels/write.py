"""A panel as text: the TSV that gms reads, and the lock that pins what its symbols mean."""

import shlex
from dataclasses import replace

from gmstool.genome import Region
from gmstool.panels.header import line
from gmstool.panels.model import LOCK, SEAL, Panel, sealed
from gmstool.panels.rows import Locked, PanelGene, PanelRegion, PanelStr
from gmstool.panels.verdicts import refuse, release, verdicts

_GENE = ("symbol", "hgnc_id", "inheritance", "confidence", "transcript", "note", "resolved", "status")
_REGION = ("region", "GRCh37", "GRCh38", "inheritance", "confidence", "note")
_STR = (
    "str", "symbol", "hgnc_id", "motif", "normal_max", "pathologic_min", "GRCh37", "GRCh38", "inheritance",
    "confidence", "note",
)  # fmt: skip
_OPTIONAL = ("confidence", "transcript", "resolved", "status", "GRCh37", "GRCh38", "normal_max", "pathologic_min")
_ORDER = ("id", "name", "version", "date", "disease_area", "source", "licence", "terms", "note")
_OF_SCOUT = ("panel_id", "display_name", "institute")  # said by id, name and source here
_OF_LOCK = (LOCK, "panel_sha256", SEAL, "reference")


def as_tsv(panel: Panel) -> str:
    """The panel in the format of data/panels/README.md; columns that no row fills are left out."""
    return _text(_header(panel), _lines(panel))


def as_lock(panel: Panel, file: str = "") -> str:
    """The panel with the gene of every row: HGNC id, approved symbol, and how the written symbol led to it.

    Raises PanelError when a row has no certain gene; `file` is what the user called the panel.
    """
    found = verdicts(panel)
    refuse(panel, found, f"`gms panels check {shlex.quote(file or panel.id)}` says what to mend")
    genes = tuple(
        replace(one.gene, symbol=one.gene.symbol or str(one.symbol), hgnc_id=one.hgnc_id,
                locked=Locked(str(one.symbol), one.status)) for one in found
    )  # fmt: skip
    pinned = {LOCK: "1", "panel_sha256": panel.sha256, "reference": release()}
    text = _text(_header(panel) | pinned, _lines(replace(panel, genes=genes)))
    return f"##{SEAL}={sealed(text.splitlines())}\n{text}"


def _header(panel: Panel) -> dict[str, str]:
    known = {"id": panel.id, "name": panel.header.get("name") or panel.header.get("display_name", "")}
    known |= {"version": panel.version}
    rest = {key: value for key, value in panel.header.items() if key not in (*_OF_SCOUT, *_OF_LOCK, *known)}
    merged = {key: value for key, value in (known | rest).items() if value}
    return {key: merged[key] for key in (*_ORDER, *merged) if key in merged}


def _text(header: dict[str, str], lines: list[str]) -> str:
    return "".join(f"{one}\n" for one in (*(f"##{key}={line(value)}" for key, value in header.items()), *lines))


def _lines(panel: Panel) -> list[str]:
    """The gene rows and the sections, each under its line of column names."""
    parts = (
        (_GENE, [_gene(one) for one in panel.genes]),
        (_REGION, [_region(one) for one in panel.regions]),
        (_STR, [_locus(one) for one in panel.loci]),
    )
    lines = []
    for names, rows in parts:
        if rows or names is _GENE:
            shown = [name for name in names if name not in _OPTIONAL or any(row[name] for row in rows)]
            lines += ["#" + "\t".join(shown), *("\t".join(line(row[name]) for name in shown) for row in rows)]
    return lines


def _gene(one: PanelGene) -> dict[str, object]:
    resolved, status = one.locked or ("", "")
    return {
        "symbol": one.symbol, "hgnc_id": one.hgnc_id, "inheritance": one.inheritance, "confidence": one.confidence,
        "transcript": one.transcript, "note": one.note, "resolved": resolved, "status": status,
    }  # fmt: skip


def _region(one: PanelRegion) -> dict[str, object]:
    return {
        "region": one.name, "GRCh37": place_text(one.grch37), "GRCh38": place_text(one.grch38),
        "inheritance": one.inheritance, "confidence": one.confidence, "note": one.note,
    }  # fmt: skip


def _locus(one: PanelStr) -> dict[str, object]:
    return {
        "str": one.name, "symbol": one.symbol, "hgnc_id": one.hgnc_id, "motif": one.motif,
        "normal_max": one.normal_max, "pathologic_min": one.pathologic_min, "GRCh37": place_text(one.grch37),
        "GRCh38": place_text(one.grch38), "inheritance": one.inheritance, "confidence": one.confidence,
        "note": one.note,
    }  # fmt: skip


def place_text(place: Region | None) -> str:
    """`5:1295046-1295235`, 1-based and inclusive; empty when not known."""
    return f"{place.chrom}:{place.start}-{place.end}" if place else ""
