"""Classifications shared as VKGL does: a laboratory's table, the consensus of several, the public consensus, a VCF.

A table with one column per laboratory gives an assertion for each that has a class; `classification` alone is the
asked laboratory's, and beside `support` it is the public consensus, in which likely and certain classes are one.
Sources: molgenis/vkgl-consensus, data-transform-vkgl; Fokkema IFAC et al., Hum Mutat 2019;40:2230, PMID 31433103.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from gmstool.knowledge.importing.found import Found, Reader
from gmstool.knowledge.importing.table import Table, rows
from gmstool.knowledge.importing.vcf_info import Header, records
from gmstool.knowledge.model import AGGREGATES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gmstool.knowledge.importing.found import Settings
    from gmstool.knowledge.importing.lines import Line

LABS: Final = {  # columns of the nine Dutch laboratories; any other laboratory's column is called lab_NAME
    "amc": "Amsterdam UMC, AMC", "erasmus": "Erasmus MC", "erasmus_mc": "Erasmus MC", "lumc": "LUMC", "nki": "NKI",
    "radboud_mumc": "Radboudumc/MUMC", "umc_utrecht": "UMC Utrecht", "umcu": "UMC Utrecht", "umcg": "UMCG",
    "vumc": "Amsterdam UMC, VUmc",
}  # fmt: skip
_PUBLIC: Final = {"LP": AGGREGATES[0], "LB": AGGREGATES[1], "P": AGGREGATES[0], "B": AGGREGATES[1]}
_KEYS: Final = ("VKGL", "VKGL_CL", "CLASSIFICATION")
_PREFIX: Final = "lab_"


def _fits(head: str) -> bool:
    if head.startswith("##fileformat=VCF"):
        return bool(re.search(rf"^##INFO=<ID=(?:{'|'.join(_KEYS)}),", head, re.MULTILINE))
    names = {one.strip().lower() for one in head.split("\n", maxsplit=1)[0].split("\t")}
    has_class = bool(names & {"classification", "consensus", "consensus_classification"} or _labs(names))
    return {"chromosome", "start", "ref", "alt"} <= names and has_class


def read(lines: Iterable[Line], settings: Settings) -> Iterator[Found]:
    """An assertion for each class that a row has."""
    first, rest = _peeked(lines)
    if first is not None and first.text.startswith("##fileformat=VCF"):
        yield from _of_vcf(rest, settings)
        return
    for row in rows(rest, "\t"):
        if isinstance(row, Found):
            yield row
        else:
            yield from _of_row(row, settings)


def _peeked(lines: Iterable[Line]) -> tuple[Line | None, Iterator[Line]]:
    remaining = iter(lines)
    first = next(remaining, None)

    def whole() -> Iterator[Line]:
        if first is not None:
            yield first
            yield from remaining

    return first, whole()


def _of_vcf(lines: Iterable[Line], settings: Settings) -> Iterator[Found]:
    header = Header()
    for one in records(lines, header):
        if isinstance(one, Found):
            yield one
            continue
        said = next((one.info[key] for key in _KEYS if one.info.get(key)), None)
        place = {"chrom": one.chrom, "pos": one.pos, "ref": one.ref, "alt": one.alt}
        facts = {"assembly": header.build(), **place, **_public(said, settings), "symbol": one.info.get("GENE")}
        yield Found(one.line, facts) if said else Found(one.line, problem="no class")


def _of_row(row: Table, settings: Settings) -> Iterator[Found]:
    facts: dict[str, Any] = {
        "chrom": row.cells["chromosome"], "pos": row.cells["start"], "ref": row.cells["ref"], "alt": row.cells["alt"],
        "symbol": row.cells.get("gene"), "transcript": row.cells.get("transcript"), "hgvsp": row.cells.get("protein"),
        "hgvsc": _coding(row), "condition": row.cells.get("disease"), "origin": "germline",
        "assembly": row.first("refseq_build", "assembly"), "quarter": row.first("lab_upload_date", "last_updated_on"),
    }  # fmt: skip
    labs = {name: said for name in _labs(row.cells) if (said := row.cells[name])}
    if labs:
        for name, said in labs.items():
            yield Found(row.line, {**facts, "classification": said, "lab": LABS.get(name) or name[len(_PREFIX) :]})
        return
    said = row.first("classification", "consensus_classification", "consensus")
    if said is None:
        yield Found(row.line, problem="no class")
        return
    support = row.cells.get("support")
    told = _public(said, None) | {"review": support} if support else {"classification": said, "lab": settings.lab}
    yield Found(row.line, {**facts, **told})


def _labs(names: Iterable[str]) -> list[str]:
    return [one for one in names if one in LABS or (one.startswith(_PREFIX) and one != "lab_upload_date")]


def _coding(row: Table) -> str | None:
    """The coding change with its transcript."""
    change, transcript = row.first("hgvs_c", "c_dna"), row.cells.get("transcript")
    return f"{transcript}:{change}" if change and transcript and ":" not in change else change


def _public(said: str | None, settings: Settings | None) -> dict[str, Any]:
    """A class of the public consensus, or of the laboratory that was named."""
    if settings is not None and settings.lab:
        return {"classification": said, "lab": settings.lab}
    return {"classification": _PUBLIC.get((said or "").upper(), said), "evidence_type": "aggregate"}


READER = Reader("vkgl", "VKGL-like table or VCF", _fits, read, lambda _head: "VKGL")
