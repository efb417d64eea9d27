"""The formats of a summary, by the suffix of the output. A format is a module with `render(case, view) -> bytes`."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from gmstool.errors import GmsError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from gmstool.report.blocks import View
    from gmstool.report.case import Case

FORMATS = {
    "md": "gmstool.report.renderers.markdown",
    "html": "gmstool.report.renderers.html",
    "pdf": "gmstool.report.renderers.pdf",
    "docx": "gmstool.report.renderers.docx",
    "xlsx": "gmstool.report.renderers.xlsx",
    "json": "gmstool.report.renderers.json",
    "fhir.json": "gmstool.report.exports.fhir",
    "phenopacket.json": "gmstool.report.exports.phenopacket",
    "clinvar.json": "gmstool.report.exports.clinvar",
}
TEMPLATES = {"html": (".j2", ".html"), "pdf": (".typ",), "docx": (".docx",)}  # what --template may replace
EXTRA = ("pydantic", "pydantic_core", "jinja2", "markupsafe", "typst", "docxtpl", "docx", "lxml", "xlsxwriter")


class MissingExtraError(GmsError):
    """A library of the [report] extra is not installed."""


def missing_extra(error: ModuleNotFoundError) -> GmsError:
    """What to tell when a library is not there; our own mistakes stay what they are."""
    if (error.name or "").partition(".")[0] not in EXTRA:
        raise error
    return MissingExtraError(
        f"summaries need the package {error.name}", hint='install it with: pip install "gmstool[report]"'
    )


def format_of(path: Path | None, asked: str | None) -> str:
    """The format: as asked, else by the longest suffix, else Markdown. Raises UsageError."""
    known = " ".join(f".{one}" for one in FORMATS)
    if asked:
        if asked not in FORMATS:
            raise UsageError(f"--format {asked} is not known", hint=f"formats: {', '.join(FORMATS)}")
        return asked
    if path is None:
        return "md"
    found = [one for one in FORMATS if path.name.endswith(f".{one}")]
    if not found:
        raise UsageError(f"the format of {path} is not told by its suffix", hint=f"use one of {known}")
    return max(found, key=len)


def check_template(template: Path, kinds: Sequence[str]) -> None:
    """Refuse a template that none of the outputs can use. Raises UsageError."""
    if not template.is_file():
        raise UsageError(f"the template {template} does not exist")
    if not any(template.name.endswith(TEMPLATES.get(kind, ())) for kind in kinds if kind in TEMPLATES):
        raise UsageError(
            f"no output is made from the template {template}", hint=".docx for DOCX, .j2 for HTML, .typ for PDF"
        )


def render(kind: str, case: Case, view: View, template: Path | None = None) -> bytes:
    """One format's bytes; the template where it is this format's."""
    module: Any = import_module(FORMATS[kind])
    if template is not None and template.name.endswith(TEMPLATES.get(kind, ("/",))):
        return bytes(module.render(case, view, template))
    return bytes(module.render(case, view))
