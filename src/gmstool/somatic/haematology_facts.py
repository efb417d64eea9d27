"""What is known of a leukaemia: from the rows, the case file, and what the assay is declared to find.

A gene is mutated when a row of it counts; it is wild type only where the assay is declared to cover it and nothing was
called. FLT3-ITD is negative only by a dedicated result in the case file.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from gmstool.somatic import karyotype
from gmstool.somatic.biomarkers import CODING
from gmstool.somatic.events import CEBPA_BZIP, FLT3_ITD
from gmstool.somatic.evidence import TRUNCATING, effect, oncogenic

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from gmstool.somatic.assay import Assay
    from gmstool.somatic.evidence import Event
    from gmstool.somatic.karyotype import Karyotype
    from gmstool.somatic.layers import Layers

LOSSES = ("loss", "deletion", "copy_neutral_loss", "allele_loss")
_NEGATIVE = re.compile(r"\b(negative|not detected|absent|neg|negativ|ej påvisad)\b", re.IGNORECASE)
_ZERO = re.compile(r"[0.,]+ ?%?")
_POSITIVE = re.compile(r"\b(positive|detected|present|pos|positiv|påvisad)\b|\d", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything that risk and class read; None is not known."""

    hits: dict[str, list[dict[str, Any]]] = field(default_factory=dict)  # rows that count, by gene
    uncertain: dict[str, list[dict[str, Any]]] = field(default_factory=dict)  # rows of uncertain significance, by gene
    karyotype: Karyotype | None = None
    fusions: tuple[str, ...] | None = None  # None: nobody looked
    flt3_itd: bool | None = None
    npm1: bool = False
    cebpa_bzip: bool = False
    prior_hypomethylating: bool | None = None
    covered: frozenset[str] = frozenset()
    itd_disputed: bool = False  # called in the rows, and negative by the dedicated test
    tp53_losses: tuple[str, ...] = ()  # calls of a lost copy of TP53, copy-neutral loss too

    def mutated(self, gene: str) -> bool | None:
        """True where a row counts, False where the gene is covered and nothing else was called, else None."""
        if gene in self.hits:
            return True
        return False if gene in self.covered and gene not in self.uncertain else None

    def has_fusion(self, partners: Iterable[str], but_not: Iterable[str] = ()) -> bool:
        wanted, excepted = set(partners), set(but_not)
        found = (set(one.split("::")) for one in self.fusions or ())
        return any(len(one) > 1 and wanted <= one and not one & excepted for one in found)  # KMT2A-PTD has one partner


def gather(
    rows: Iterable[Mapping[str, Any]], content: Mapping[str, Any], events: Iterable[Event], assay: Assay, layers: Layers
) -> Facts:
    """The facts of a case; content is the case file, of which karyotype, results and biomarkers are read."""
    events = list(events)
    hits: dict[str, list[dict[str, Any]]] = {}
    uncertain: dict[str, list[dict[str, Any]]] = {}
    named: set[str] = set()
    npm1 = False
    for row in rows:
        found = effect(row)
        counts = _counts(row, layers)
        if counts or _is_uncertain(row, found.terms):
            (hits if counts else uncertain).setdefault(row["gene"] or "", []).append(dict(row))
        named |= {found.event} if found.event and counts else set()
        npm1 |= row["gene"] == "NPM1" and counts and "frameshift_variant" in found.terms
    if FLT3_ITD in named:
        hits.setdefault("FLT3", [])
    haematology = _table(content, "haematology")
    return Facts(
        hits, uncertain, karyotype.read(haematology.get("karyotype")), _fusions(content, events, assay),
        True if FLT3_ITD in named else _flt3_itd(content), npm1, CEBPA_BZIP in named,
        _truth(haematology.get("prior_hypomethylating")), assay.genes,
        FLT3_ITD in named and _flt3_itd(content) is False,
        tuple(f"{one.name} ({one.source})" for one in events if one.name.startswith("TP53 ") and one.kind in LOSSES),
    )  # fmt: skip


def _counts(row: Mapping[str, Any], layers: Layers) -> bool:
    """Oncogenic or likely so, a listed hotspot, or truncating; not what is benign.

    Points alone leave most hotspots of blood uncertain, as no public list counts them: the hand-written list decides.
    """
    called = row.get("oncogenicity", row.get("classification"))
    if called == "Benign":
        return False
    found = effect(row)
    listed = layers.hotspot(row.get("hgnc_id"), found.first, found.short or None)
    if oncogenic(row) or found.event is not None or (listed is not None and bool(found.short)):
        return True
    return bool(found.terms & TRUNCATING) and called != "Likely benign"


def _is_uncertain(row: Mapping[str, Any], terms: frozenset[str]) -> bool:
    """Whether a row that does not count leaves its gene open: it changes the protein, and is not benign."""
    called = row.get("oncogenicity", row.get("classification"))
    return called not in ("Benign", "Likely benign") and bool(terms & set(CODING))


def _fusions(content: Mapping[str, Any], events: Iterable[Event], assay: Assay) -> tuple[str, ...] | None:
    """The fusions that were found; empty where somebody looked and found none, None where nobody looked."""
    told = [one for one in content.get("result", []) if isinstance(one, dict) and one.get("kind") == "fusion"]
    found = [
        name for one in told for name in re.findall(r"[A-Z][A-Z0-9-]*::[A-Z][A-Z0-9-]*", str(one.get("result", "")))
    ]
    found += [one.name for one in events if one.kind == "fusion"]
    return tuple(dict.fromkeys(found)) if found or told or assay.finds.get("fusions") else None


def _flt3_itd(content: Mapping[str, Any]) -> bool | None:
    """The dedicated result of the case file: a biomarker named FLT3-ITD with its value."""
    for one in content.get("biomarker", []):
        if isinstance(one, dict) and str(one.get("name", "")).upper().replace(" ", "-") == FLT3_ITD:
            value = str(one.get("value", ""))
            if _NEGATIVE.search(value) or _ZERO.fullmatch(value.strip()):
                return False
            return True if _POSITIVE.search(value) else None
    return None


def _table(content: Mapping[str, Any], name: str) -> dict[str, Any]:
    found = content.get(name)
    return found if isinstance(found, dict) else {}


def _truth(value: Any) -> bool | None:
    return value if isinstance(value, bool) else None
