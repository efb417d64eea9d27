"""Panels of others, made ours: PanelApp's JSON and Scout's table."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from gmstool.errors import PanelError, UsageError
from gmstool.genome import Region
from gmstool.panels import model
from gmstool.panels.model import Panel
from gmstool.panels.rows import PanelGene, PanelRegion, PanelStr

PANELAPP_URL = "https://panelapp.genomicsengland.co.uk/api/v1/panels/{}/"
MOST_BYTES = 64 << 20  # the largest panels have some megabytes of reviews
GREEN = 3  # PanelApp: 3 green, diagnostic grade; 2 amber; 1 red
_LICENCE = (
    "Genomics England PanelApp terms of use; free for non-commercial use, ask Genomics England before any other use"
)
# How PanelApp's sentences on the mode of inheritance begin, in the order in which they are compared.
_MODES = (
    ("BOTH", "AD,AR"), ("MONOALLELIC", "AD"), ("BIALLELIC", "AR"), ("MITOCHONDRIAL", "MT"),
    ("X-LINKED: hemizygous mutation in males, biallelic", "XLR"), ("X-LINKED", "XL"),
)  # fmt: skip


def imported(text: str, *, min_confidence: int = GREEN, allow_remote: bool = False) -> Panel:
    """A panel named panelapp:ID, panelapp:FILE.json, scout:FILE or FILE.json."""
    kind, colon, rest = text.partition(":")
    if not colon and text.endswith(".json"):
        kind, rest = "panelapp", text
    if kind == "scout" and rest:
        return scout(Path(rest))
    if kind == "panelapp" and rest.isdecimal():
        return panelapp(_fetched(rest, allow_remote=allow_remote), f"PanelApp panel {rest}", min_confidence)
    if kind == "panelapp" and rest:
        return panelapp(_read(Path(rest)), rest, min_confidence)
    raise UsageError(f"`{text[:80]}` is no panel to import", hint="write panelapp:ID, panelapp:FILE.json or scout:FILE")


def scout(path: Path) -> Panel:
    """A panel of Scout's table, with Scout's institute and display name as source and name."""
    panel = model.read(path)
    institute = panel.header.get("institute")
    source = f"Scout panel {panel.id}" + (f" of {institute}" if institute else "")
    header = {"source": source} | panel.header | {"name": panel.header.get("display_name", panel.id)}
    return Panel(panel.id, panel.version, panel.genes, panel.sha256, header, panel.regions, panel.loci)


def panelapp(data: bytes, source: str, min_confidence: int = GREEN) -> Panel:
    """A panel of PanelApp's JSON; entities below the confidence are left out and counted in the note."""
    told = _decoded(data, source)
    kept = {kind: [one for one in told.get(kind) or () if _level(one) >= min_confidence] for kind in _KINDS}
    left_out = sum(len(told.get(kind) or ()) for kind in _KINDS) - sum(map(len, kept.values()))
    header = _header(told, min_confidence, left_out)
    try:
        text = model.Panel(
            header["id"], header["version"], tuple(_gene(one) for one in kept["genes"]), _digest(data), header,
            tuple(_region(one) for one in kept["regions"]), tuple(_locus(one) for one in kept["strs"]),
        )  # fmt: skip
    except (KeyError, TypeError, ValueError) as error:
        raise PanelError(f"{source} is not as PanelApp writes its panels: {type(error).__name__} {error}") from None
    if not (text.genes or text.regions or text.loci):
        raise PanelError(f"{source} has no entity of confidence {min_confidence} or more", hint="--min-confidence 1")
    return text


_KINDS = ("genes", "regions", "strs")


def _header(told: dict[str, Any], min_confidence: int, left_out: int) -> dict[str, str]:
    number, version = told["id"], str(told.get("version") or "")
    colours = {3: "green", 2: "green or amber", 1: "any colour"}.get(min_confidence, f"confidence {min_confidence}")
    header = {
        "id": f"panelapp-{number}",
        "name": str(told.get("name") or ""),
        "version": version,
        "date": str(told.get("version_created") or "")[:10],
        "disease_area": ", ".join(filter(None, (told.get("disease_group"), told.get("disease_sub_group")))),
        "source": f"Genomics England PanelApp, panel {number}, version {version}, {PANELAPP_URL.format(number)}",
        "licence": _LICENCE,
        "note": f"Entities of PanelApp that are {colours}; left out: {left_out}.",
    }
    return {key: " ".join(value.split()) for key, value in header.items() if value}


def _gene(one: dict[str, Any]) -> PanelGene:
    data = one.get("gene_data") or {}
    return PanelGene(
        data.get("gene_symbol") or one["entity_name"], _hgnc_id(data), _inheritance(one), _note(one), str(_level(one)),
        ",".join(_texts(one.get("transcript"))),
    )  # fmt: skip


def _region(one: dict[str, Any]) -> PanelRegion:
    name = " ".join(filter(None, (one["entity_name"], one.get("verbose_name"))))
    places = (_place(one, "grch37"), _place(one, "grch38"))
    return PanelRegion(name, *places, _inheritance(one), str(_level(one)), _note(one))


def _locus(one: dict[str, Any]) -> PanelStr:
    data = one.get("gene_data") or {}
    return PanelStr(
        one["entity_name"], data.get("gene_symbol") or "", _hgnc_id(data), one.get("repeated_sequence") or "",
        one.get("normal_repeats"), one.get("pathogenic_repeats"), _place(one, "grch37"), _place(one, "grch38"),
        _inheritance(one), str(_level(one)), _note(one),
    )  # fmt: skip


def _level(one: dict[str, Any]) -> int:
    return int(one.get("confidence_level") or 0)


def _hgnc_id(data: dict[str, Any]) -> int | None:
    text = str(data.get("hgnc_id") or "").removeprefix("HGNC:")
    return int(text) if text else None


def _inheritance(one: dict[str, Any]) -> str:
    said = str(one.get("mode_of_inheritance") or "")
    return next((mode for start, mode in _MODES if said.startswith(start)), "")


def _note(one: dict[str, Any]) -> str:
    """Phenotypes and penetrance, in the panel's own words."""
    penetrance = "reduced penetrance" if one.get("penetrance") == "Incomplete" else ""
    return " ".join("; ".join(filter(None, (*_texts(one.get("phenotypes")), penetrance))).split())


def _texts(value: object) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else [str(value)] if value else []


def _place(one: dict[str, Any], build: str) -> Region | None:
    found: Iterable[int] | None = one.get(f"{build}_coordinates")
    if not found:
        return None
    start, end = found
    return Region(str(one["chromosome"]), int(start), int(end))


def _digest(data: bytes) -> str:
    import hashlib

    return hashlib.sha256(data).hexdigest()


def _decoded(data: bytes, source: str) -> dict[str, Any]:
    try:
        told = json.loads(data)
    except ValueError as error:
        raise PanelError(f"{source} is no JSON: {error}", hint="save one panel of PanelApp's API as it comes") from None
    if not isinstance(told, dict) or "genes" not in told or "id" not in told:
        raise PanelError(f"{source} is not one panel of PanelApp", hint="the JSON of .../api/v1/panels/ID/ has `genes`")
    return told


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise PanelError(f"cannot read {path}: {error.strerror}") from None


def _fetched(number: str, *, allow_remote: bool) -> bytes:
    if not allow_remote:
        raise PanelError(
            f"PanelApp panel {number} is not on this computer",
            hint=f"save {PANELAPP_URL.format(number)} and import panelapp:FILE.json, or add --allow-remote",
        )
    from gmstool.reference import download

    return download.text(PANELAPP_URL.format(number), most_bytes=MOST_BYTES).encode()
