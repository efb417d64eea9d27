"""A panel in the forms that other programs read: BED, Scout's table, JSON, and our own TSV."""

import json
from collections.abc import Callable, Iterable
from typing import Any

from gmstool.errors import PanelError
from gmstool.genome import Region
from gmstool.panels.bed import merged
from gmstool.panels.exons import SPANS, TABLE, parts, sources
from gmstool.panels.header import line, non_commercial
from gmstool.panels.model import Panel
from gmstool.panels.rows import SCOUT_MODELS, PanelRegion, PanelStr
from gmstool.panels.verdicts import Verdict, refuse, release, verdicts
from gmstool.panels.write import as_tsv, place_text
from gmstool.reference import bundle
from gmstool.reference import genes as reference

PARTS = ("gene", "exons")
_WORDS = {"gene": "whole genes", "exons": "coding exons of MANE Select transcripts, whole genes where none is known"}
_TABLES = {"gene": (SPANS,), "exons": (TABLE, SPANS)}
_SCOUT_COLUMNS = (
    "hgnc_id", "hgnc_symbol", "disease_associated_transcripts", "genetic_disease_models", "mosaicism",
    "reduced_penetrance", "database_entry_version",
)  # fmt: skip
_SCOUT_WORDS = {ours: theirs for theirs, ours in SCOUT_MODELS.items()}
_OWN_KEYS = ("id", "version", "lock", "panel_id", "panel_sha256", "content_sha256", "reference")
_HINT = "`gms panels check` says what to mend"


def as_bed(panel: Panel, build: str, *, part: str = "gene", pad: int = 0) -> str:
    """Genes (their spans, or the coding exons), regions and STR loci; contigs as is usual for the build.

    Raises PanelError when a gene or region has no known place: a BED with a gene missing would be trusted.
    """
    found = _solved(panel)
    rows = [
        *(row for one in found for row in _places(one, build, part)),
        *((place, one.name) for one in panel.regions for place in [_placed(one.place(build), one.name, build)]),
        *((place, one.name) for one in panel.loci for place in [_placed(_locus_place(one, build), one.name, build)]),
    ]
    by_name: dict[str, list[Region]] = {}
    for (chrom, start, end), name in rows:
        by_name.setdefault(name, []).append(Region(chrom, max(1, start - pad), end + pad))
    places = sorted((_rank(one.chrom), one, name) for name, own in by_name.items() for one in merged(own))
    padding = f", padded by {pad} bases" if pad else ""
    head = [f"# {panel.told()}", f"# {_WORDS[part]}{padding}; {sources(build, *_TABLES[part])}"]
    if non_commercial(panel.header):
        head.append(f"# {line(panel.header.get('licence'))}; terms: {panel.header['terms']}")
    return _joined([*head, *(_bed_line(place, name, build) for _, place, name in places)])


def as_scout(panel: Panel) -> str:
    """Scout's table: HGNC ids, today's symbols, and its own words for the modes of inheritance."""
    head = {
        "panel_id": panel.id, "institute": panel.header.get("institute", ""), "version": panel.version,
        "date": panel.header.get("date", ""), "display_name": panel.header.get("name", panel.id),
        "licence": panel.header.get("licence", ""), "terms": panel.header.get("terms", ""),
        "sha256": panel.sha256, "lock": panel.lock,
    }  # fmt: skip
    rows = ["\t".join(_scout_cells(one)) for one in _solved(panel)]
    return _joined([
        *(f"##{key}={value}" for key, value in head.items() if value), "#" + "\t".join(_SCOUT_COLUMNS), *rows,
    ])  # fmt: skip


def as_json(panel: Panel) -> str:
    """Everything the panel says, with the gene that each row means today."""
    return json.dumps(as_data(panel), indent=2, ensure_ascii=False) + "\n"


def as_data(panel: Panel) -> dict[str, Any]:
    """The same, as plain values; what is not known is None."""
    told = panel.provenance() | {key: value for key, value in panel.header.items() if key not in _OWN_KEYS}
    return {
        **told, "reference": release(),
        "genes": [_json_gene(one) for one in verdicts(panel)],
        "regions": [
            {"name": one.name, "GRCh37": place_text(one.grch37) or None, "GRCh38": place_text(one.grch38) or None,
             **_said(one)} for one in panel.regions
        ],
        "str_loci": [
            {"name": one.name, "symbol": one.symbol or None, "hgnc_id": one.hgnc_id, "motif": one.motif or None,
             "normal_max": one.normal_max, "pathologic_min": one.pathologic_min,
             "GRCh37": place_text(_locus_place(one, "GRCh37")) or None,
             "GRCh38": place_text(_locus_place(one, "GRCh38")) or None, **_said(one)} for one in panel.loci
        ],
    }  # fmt: skip


WRITERS: dict[str, Callable[[Panel], str]] = {"scout": as_scout, "tsv": as_tsv, "json": as_json}


def _solved(panel: Panel) -> list[Verdict]:
    found = verdicts(panel)
    refuse(panel, found, _HINT)
    return found


def _places(one: Verdict, build: str, part: str) -> list[tuple[Region, str]]:
    hgnc_id, name = one.hgnc_id or 0, str(one.symbol)
    found: list[Region | None] = []
    if part == "exons":
        known = parts(build, [hgnc_id]).get(hgnc_id)
        found += known.regions if known else ()
    else:
        found += [Region(*span) for span in reference.spans(build, (hgnc_id,)).get(hgnc_id, ())]
    return [(_placed(place, name, build), name) for place in found or [None]]


def _placed(place: Region | None, name: str, build: str) -> Region:
    if place is None:
        raise PanelError(f"{name} has no known place in {build}", hint="`--assembly` names another build")
    return place


def _locus_place(one: PanelStr, build: str) -> Region | None:
    """Where the panel says the locus is, else the reference bundle."""
    if one.place(build) or "str_loci" not in bundle.tables():
        return one.place(build)
    table = bundle.table("str_loci")
    rows = table.filter((table["build"] == build) & (table["locus"] == one.name)).select("chrom", "start", "end").rows()
    return Region(*rows[0]) if rows else None


def _bed_line(place: Region, name: str, build: str) -> str:
    contig = {"MT": "chrM"}.get(place.chrom, f"chr{place.chrom}") if build == "GRCh38" else place.chrom
    return f"{contig}\t{place.start - 1}\t{place.end}\t{name}"


def _rank(chrom: str) -> int:
    order = [*map(str, range(1, 23)), "X", "Y", "MT"]
    return order.index(chrom) if chrom in order else len(order)


def _scout_cells(one: Verdict) -> list[str]:
    gene = one.gene
    models = ",".join(_SCOUT_WORDS.get(word, word) for word in gene.inheritance.split(","))
    marks = ["yes" if word in gene.note else "" for word in ("mosaicism", "reduced penetrance")]
    return [str(one.hgnc_id), str(one.symbol), gene.transcript, models, *marks, ""]


def _json_gene(one: Verdict) -> dict[str, object]:
    gene = one.gene
    return {
        "symbol": one.symbol, "hgnc_id": one.hgnc_id, "written": gene.written, "status": one.status,
        "inheritance": [word for word in gene.inheritance.split(",") if word], "confidence": gene.confidence or None,
        "transcript": gene.transcript or None, "note": gene.note or None,
    }  # fmt: skip


def _said(one: PanelRegion | PanelStr) -> dict[str, object]:
    modes = [word for word in one.inheritance.split(",") if word]
    return {"inheritance": modes, "confidence": one.confidence or None, "note": one.note or None}


def _joined(lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in lines)
