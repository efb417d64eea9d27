"""Panels of others, made ours: PanelApp's JSON and Scout's table."""

import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from gmstool.errors import PanelError, UsageError
from gmstool.genome import Region
from gmstool.panels import model
from gmstool.panels.header import line
from gmstool.panels.model import Panel
from gmstool.panels.rows import PanelGene, PanelRegion, PanelStr
from gmstool.reference import catalogue
from gmstool.reference.catalogue import Source
from gmstool.reference.install import check_licence

PANELAPP_URL = "https://panelapp.genomicsengland.co.uk/api/v1/panels/{}/"
MOST_BYTES = 64 << 20  # the largest panels have some megabytes of reviews
GREEN = 3  # PanelApp: 3 green, diagnostic grade; 2 amber; 1 red
# How PanelApp's sentences on the mode of inheritance begin, in the order in which they are compared.
_MODES = (
    ("BOTH", "AD,AR"), ("MONOALLELIC", "AD"), ("BIALLELIC", "AR"), ("MITOCHONDRIAL", "MT"),
    ("X-LINKED: hemizygous mutation in males, biallelic", "XLR"), ("X-LINKED", "XL"),
)  # fmt: skip


def imported(
    text: str, *, min_confidence: int = GREEN, allow_remote: bool = False, accept_licence: bool = False
) -> Panel:
    """A panel named panelapp:ID, panelapp:FILE.json, scout:FILE or FILE.json.

    Raises UsageError for one of PanelApp while its licence has not been accepted, here or by `gms data update`.
    """
    kind, colon, rest = text.partition(":")
    if not colon and text.endswith(".json"):
        kind, rest = "panelapp", text
    if kind == "scout" and rest:
        return scout(Path(rest))
    if kind == "panelapp" and rest:
        number = re.fullmatch("[0-9]{1,9}", rest)
        if number and not allow_remote:
            raise _not_here(rest)
        check_licence(_panelapp(), accept=accept_licence)
        return panelapp(_fetched(rest) if number else _read(Path(rest)), f"PanelApp panel {rest}" if number else rest,
                        min_confidence)  # fmt: skip
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
    _check_kinds(told, source)
    kept = {kind: [one for one in told.get(kind) or () if _level(one) >= min_confidence] for kind in _KINDS}
    left_out = sum(len(told.get(kind) or ()) for kind in _KINDS) - sum(map(len, kept.values()))
    header = _header(told, min_confidence, left_out)
    try:
        text = model.Panel(
            header["id"], header["version"], tuple(_gene(one) for one in kept["genes"]), _digest(data), header,
            tuple(_region(one) for one in kept["regions"]), tuple(_locus(one) for one in kept["strs"]),
        )  # fmt: skip
    except KeyError as error:
        raise PanelError(f"{source} is not as PanelApp writes its panels: an entity has no {error}") from None
    except (TypeError, ValueError, AttributeError) as error:
        raise PanelError(f"{source} is not as PanelApp writes its panels: {error}") from None
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
        "licence": _panelapp().licence,
        "terms": _panelapp().terms,
        "note": f"Entities of PanelApp that are {colours}; left out: {left_out}.",
    }
    return {key: line(value) for key, value in header.items() if value}


def _check_kinds(told: dict[str, Any], source: str) -> None:
    """Each kind is a list of entities."""
    for kind in _KINDS:
        rows = told.get(kind) or []
        if not isinstance(rows, list) or not all(isinstance(one, dict) for one in rows):
            raise PanelError(f"{source} is not as PanelApp writes its panels: its {kind} are no list of entities")


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
    text = str(one.get("confidence_level") or 0)
    return int(text) if re.fullmatch("[0-9]", text) else 0


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
    except (ValueError, RecursionError) as error:
        reason = "nested too deep" if isinstance(error, RecursionError) else error
        hint = "save one panel of PanelApp's API as it comes"
        raise PanelError(f"{source} is no JSON: {reason}", hint=hint) from None
    if not isinstance(told, dict) or "genes" not in told or "id" not in told:
        raise PanelError(f"{source} is not one panel of PanelApp", hint="the JSON of .../api/v1/panels/ID/ has `genes`")
    return told


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise PanelError(f"cannot read {path}: {error.strerror}") from None
    if len(data) > MOST_BYTES:
        raise PanelError(f"{path} is larger than {MOST_BYTES >> 20} MiB")
    return data


def _not_here(number: str) -> PanelError:
    return PanelError(
        f"PanelApp panel {number} is not on this computer",
        hint=f"save {PANELAPP_URL.format(number)} and import panelapp:FILE.json, or add --allow-remote",
    )


def _panelapp() -> Source:
    return catalogue.sources()["panelapp"]


def _fetched(number: str) -> bytes:
    from gmstool.reference import download

    return download.text(PANELAPP_URL.format(number), most_bytes=MOST_BYTES).encode()
