"""The manifest that every output carries: hashes of its content, inputs and bytes, and the versions behind it.

The manifest is one line of JSON at a place that each format leaves free: a comment at the end of Markdown and HTML, a
comment before `startxref` in PDF, a field of the archive in DOCX and XLSX, the last key of JSON. `file_sha256` is the
hash of the whole file with zeros in its own place, so that a file that travelled alone proves its bytes. The exchange
formats, whose standards leave no place, get a file beside them. A hash shows a change; it is no electronic signature.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gmstool import __version__, identity
from gmstool.files import sha256
from gmstool.report import manifest_zip
from gmstool.report.manifest_pieces import pieces
from gmstool.report.signing import is_signed, parts, sealed_parts, valid

if TYPE_CHECKING:
    from pathlib import Path

    from gmstool.report.blocks import View
    from gmstool.report.case import Case

FORMAT = "gms-manifest/1"
START = b'{"format":"gms-manifest/1"'
HASH = re.compile(rb'"file_sha256":"([0-9a-f]{64})"')
ZEROS = "0" * 64
BESIDE = ".manifest.json"
CARRIED = ("md", "html", "pdf", "docx", "xlsx", "json")  # the other formats leave no place


def finished(kind: str, case: Case, view: View, template: Path | None = None) -> tuple[bytes, bytes | None]:
    """One format's bytes with the manifest in them, or the manifest of a file beside them."""
    from gmstool.report.formats import render

    data, told = render(kind, case, view, template), manifest(kind, case, view, template)
    if kind in CARRIED:
        return sealed(kind, data, told), None
    told |= {"file_sha256": hashlib.sha256(data).hexdigest(), "pieces": pieces(kind, data)}
    return data, json.dumps(told, ensure_ascii=False, indent=1).encode() + b"\n"


def beside(path: Path) -> Path:
    """The place of the manifest of a format that carries none."""
    return path.with_name(path.name + BESIDE)


def manifest(kind: str, case: Case, view: View, template: Path | None = None) -> dict[str, Any]:
    """What is told of a summary, without the hash of its bytes."""
    found = parts(case)
    of_template = {identity.masked(template.name): sha256(template)} if template else {}
    return {
        "format": FORMAT,
        "kind": kind,
        "gms": __version__,
        "case": case.file.id,
        "version": case.file.version,
        "language": view.language,
        "type": case.type if case.file.type is None else None,  # what the command line added to the case file
        "signed": is_signed(case),
        "signatures": [{"name": one.name, "role": one.role, "at": one.at or str(one.date)} for one in valid(case)],
        "content_sha256": sealed_parts(found),
        "parts": found,
        "inputs": [
            {"name": name, "sha256": hashed} for name, hashed in sorted((dict(case.inputs) | of_template).items())
        ],
        "versions": _versions(case),
    }


def _versions(case: Case) -> dict[str, Any]:
    """Rule sets, panels and reference data of the runs, each once."""
    rules: dict[str, Any] = {}
    panels: dict[str, Any] = {}
    reference: dict[str, None] = {}
    for meta in case.metas:
        for name, found in (("rule_sets", rules), ("panels", panels)):
            listed = meta.get(name)
            for one in listed if isinstance(listed, list) else []:
                if isinstance(one, dict) and isinstance(one.get("id"), str) and one.get("sha256"):
                    found[one["id"]] = {"version": one.get("version"), "sha256": one["sha256"]}
        if isinstance(meta.get("reference"), str):
            reference[meta["reference"]] = None
    return {"rules": rules, "panels": panels, "reference": list(reference)}


def sealed(kind: str, data: bytes, told: dict[str, Any]) -> bytes:
    """The bytes with the manifest in its place, and the hash of all of them in the manifest."""
    line = _line({**told, "pieces": pieces(kind, data), "file_sha256": ZEROS})
    whole = _placed(kind, data, line)
    found = hashlib.sha256(whole).hexdigest().encode()
    return whole.replace(line, HASH.sub(b'"file_sha256":"' + found + b'"', line), 1)  # the line stands once


def _line(told: dict[str, Any]) -> bytes:
    """One line of ASCII that ends no comment of any format: <, >, & and every second dash stand as numbers."""
    text = json.dumps(told, ensure_ascii=True, separators=(",", ":"))
    for letter in "<>&":
        text = text.replace(letter, f"\\u{ord(letter):04x}")
    return text.replace("--", "-\\u002d").encode()


def _placed(kind: str, data: bytes, line: bytes) -> bytes:
    if kind in ("md", "html"):
        return data.rstrip(b"\n") + b"\n\n<!-- " + line + b" -->\n"
    if kind == "pdf":
        at = data.rindex(b"startxref")
        return data[:at] + b"%" + line + b"\n" + data[at:]
    if kind == "json":
        at = data.rindex(b"}")
        return data[:at].rstrip() + b',\n "manifest": ' + line + b"\n}\n"
    return manifest_zip.placed(data, line)


@dataclass(frozen=True, slots=True)
class Carried:
    """A manifest as found: what it tells, and the bytes that it speaks of with zeros in the place of their hash."""

    told: dict[str, Any]
    zeroed: bytes
    bare: bytes  # the file without its manifest, of which the pieces are


def carried(data: bytes) -> Carried | None:
    """The manifest in a file, the last one where a text quotes another; None where there is none."""
    at = data.rfind(START)
    if at < 0:
        return None
    try:
        text = data[at:].decode("ascii", "replace")
        told, length = json.JSONDecoder().raw_decode(text)
    except (ValueError, RecursionError):
        return None
    line = data[at : at + length]
    found = HASH.search(line)
    if not isinstance(told, dict) or found is None:
        return None
    zeroed = data[:at] + line[: found.start(1)] + ZEROS.encode() + line[found.end(1) :] + data[at + length :]
    return Carried(told, zeroed, _bare(str(told.get("kind")), data, at, length))


def _bare(kind: str, data: bytes, at: int, length: int) -> bytes:
    """The file as it was before the manifest came in; where that cannot be told, as it is."""
    if kind in ("md", "html"):
        return data[:at].removesuffix(b"\n\n<!-- ") + b"\n"
    if kind == "pdf":
        return data[: at - 1] + data[at + length + 1 :]
    if kind == "json":
        return data[:at].removesuffix(b',\n "manifest": ') + b"\n}\n"
    return manifest_zip.bare(data, at, length)
