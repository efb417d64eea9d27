"""The case as a whole: what a run keeps of its rows for it, its result, and the file beside the output.

The result is plain data (case_result.py), with the variants that a reader looks at first in `variants`. It goes to
OUT.case.json beside the output OUT; `gms tumour case` prints the same from JSON lines.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from gmstool import identity
from gmstool.files import atomic, sha256
from gmstool.somatic import assay as assays
from gmstool.somatic import biomarkers, structural
from gmstool.somatic.biomarkers import CODING, SILENT
from gmstool.somatic.case_result import case_result
from gmstool.somatic.vcf_tags import weight

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    import polars as pl

    from gmstool.somatic.assay import Assay
    from gmstool.somatic.case import TumourCase
    from gmstool.somatic.evidence import Event
    from gmstool.somatic.layers import Layers
    from gmstool.somatic.tumour_types import TumourType

SUFFIX = ".case.json"
FIRST = 30  # variants that the result lists; the rows have them all
# What the case reads of a row; the rows of a whole genome stay small in memory.
_KEPT = (
    "variant", "assembly", "chrom", "pos", "ref", "alt", "svlen", "gene", "hgnc_id", "hgvsc", "hgvsp", "consequence",
    "amino_acids", "protein_position", "exon", "intron", "filter", "hotspot", "event", "tumour_vaf", "tumour_depth",
    "normal_vaf", "af", "af_status", "oncogenicity", "classification", "clinvar_significance", "tier", "level",
    "tier_if_reviewed", "tier_reason", "hot_listed",
)  # fmt: skip
_SHOWN = ("variant", "gene", "hgvsc", "hgvsp", "event", "consequence", "tumour_vaf", "normal_vaf", "tier", "level",
          "tier_if_reviewed", "tier_reason", "oncogenicity")  # fmt: skip
_ONCOGENIC, _LEADING = ("Oncogenic", "Likely oncogenic"), ("I", "II")


@dataclass(frozen=True, slots=True)
class Inputs:
    """What is known of a case beside its variants: the assay, calls of copy number and fusion, the target's BED."""

    assay: Assay = assays.UNKNOWN
    calls: tuple[Path, ...] = ()
    megabases: float | None = None
    synonymous: bool = False
    selected: bool = False  # filters chose among the variants
    named: tuple[tuple[str, str, str], ...] = ()  # what it is, the file as named, its SHA-256
    age: float | None = None  # years at diagnosis, where an option tells it: before that of the case file

    def told(self) -> dict[str, Any]:
        """What was given beside the variants, for meta.json and `gms replay`; empty where nothing was."""
        files = [{"what": what, "name": name, "sha256": hashed} for what, name, hashed in self.named]
        return {"case_inputs": {"files": files, "synonymous": self.synonymous}} if files or self.synonymous else {}

    def filtered(self) -> Inputs:
        """The same for a run with filters: no gene counts as examined, and there is no burden of a part."""
        return replace(self, assay=replace(self.assay, genes=frozenset()), megabases=None, selected=True)

    def events(self, layers: Layers, build: str | None, kind: TumourType | None, purity: float | None) -> list[Event]:
        """The events of all files of calls. Raises InputError."""
        return [event for path in self.calls for event in structural.read(path, layers, build, kind, purity)]


def inputs(
    assay: Path | None, calls: Iterable[Path], target: Path | None, *, synonymous: bool = False
) -> Inputs:  # fmt: skip
    """The files read, before a run starts. Raises InputError."""
    calls = tuple(calls)
    files = [("assay", assay), *(("calls", path) for path in calls), ("target", target)]
    return Inputs(
        assays.read(assay) if assay else assays.UNKNOWN, calls,
        biomarkers.target_megabases(target) if target else None, synonymous,
        named=tuple((what, str(path), sha256(path)) for what, path in files if path and path.is_file()),
    )  # fmt: skip


@dataclass(slots=True)
class Kept:
    """The rows of a run that may count for the case: coding, named, oncogenic, or with a tier of evidence."""

    rows: list[dict[str, Any]] = field(default_factory=list)

    def add(self, table: pl.DataFrame) -> None:
        """Keep of a judged table what may count."""
        self.rows += table.filter(_may_count(table)).select(_KEPT).to_dicts()


def of_json(row: Mapping[str, Any]) -> dict[str, Any]:
    """The object of a JSON line as a row that was kept: what the line does not tell is not known."""
    known = row.get("known")
    stated = known.get("clinvar") if isinstance(known, dict) else None
    return {**dict.fromkeys(_KEPT), "clinvar_significance": stated, **row}


def _may_count(table: pl.DataFrame) -> pl.Series:
    import polars as pl

    seen = table["consequence"].unique().drop_nulls().to_list()
    coding = pl.col("consequence").is_in([one for one in seen if _coding(one)])
    named = pl.col("event").is_not_null() | pl.col("hot_listed").is_not_null()
    first = pl.col("tier").is_in(_LEADING) | pl.col("oncogenicity").is_in(_ONCOGENIC)
    asked = (one.fill_null(value=False) for one in (coding, named, first))
    return table.select(pl.any_horizontal(asked)).to_series()


def _coding(consequence: str) -> bool:
    terms = consequence.split("&")
    return any(term in CODING or term in SILENT or term == "coding_sequence_variant" for term in terms)


def _first(row: Mapping[str, Any]) -> bool:
    return row.get("tier") in _LEADING or row.get("oncogenicity") in _ONCOGENIC


def result(
    rows: Sequence[Mapping[str, Any]], case: TumourCase | None, kind: TumourType | None, layers: Layers,
    given: Inputs, events: Iterable[Event],
) -> dict[str, Any]:  # fmt: skip
    """The result of a case, the variants to look at first before everything."""
    told = case_result(
        rows, case, kind, layers, assay=given.assay, events=events, megabases=given.megabases,
        synonymous=given.synonymous, age=given.age,
    )  # fmt: skip
    ordered = sorted((row for row in rows if _first(row)), key=_weight)
    first = [{name.removeprefix("tumour_"): row.get(name) for name in _SHOWN} for row in ordered[:FIRST]]
    return {"variants": first, "variants_not_listed": len(ordered) - len(first), "filtered": given.selected, **told}


def _weight(row: Mapping[str, Any]) -> tuple[Any, ...]:
    """The weightiest first: tier, class, level; then what carries most reads."""
    tier, name = weight({"tier": row.get("tier"), "classification": row.get("oncogenicity")})
    vaf = row.get("tumour_vaf", row.get("vaf"))
    reviewed = row.get("tier_if_reviewed") or "V"
    return tier, reviewed, row.get("level") or "E", name, -(vaf or 0), row.get("variant") or ""


def path_beside(output: Path) -> Path:
    """Where the result of a case goes that belongs to an output."""
    return output.with_name(output.name + SUFFIX)


def write(path: Path, told: Mapping[str, Any]) -> None:
    """Write the result whole. Raises IdentityError where a text of the case file holds an identity number."""
    text = json.dumps(told, indent=1, ensure_ascii=False)
    identity.check(text, "the result of the case")
    with atomic(path) as part:
        part.write_text(text + "\n", "utf-8")
