"""For which condition and mode of inheritance a variant of a gene is judged, and which others it might be judged for.

In this order: the case file or `--condition`, the panel's mode of inheritance, the diseases of the gene in the bundle
(HPO's annotations and ClinGen). Where nobody has said which of several conditions the patient has, the best founded
one is named, all modes of the gene count with their strictest thresholds, and the others are alternatives.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from gmstool.criteria.genes import read_modes
from gmstool.errors import UsageError
from gmstool.reference import bundle, diseases

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from gmstool.classify.case import CaseVariant
    from gmstool.panels.model import Panel

VALIDITY = ("Refuted", "Disputed", "No Known Disease Relationship", "Limited", "Moderate", "Strong", "Definitive")
GIVEN, PANEL, BUNDLE = "as given", "panel", "gene-disease table"


class Condition(NamedTuple):
    """A disease of a gene. `moi` joins its modes by `/`; None is not stated. `validity` is ClinGen's class."""

    name: str | None
    id: str | None  # OMIM or Orphanet
    mondo: str | None
    moi: str | None
    validity: str | None = None
    complex: bool = False  # somatic, multifactorial or polygenic: no Mendelian disease, or not alone


@dataclass(frozen=True, slots=True)
class Judged:
    """The condition that the variants of a gene are judged for, who chose it, and the other conditions."""

    condition: Condition
    chosen_by: str
    others: tuple[Condition, ...] = ()


NOWHERE = Judged(Condition(None, None, None, None), BUNDLE)


@dataclass(frozen=True, slots=True)
class Wish:
    """What a user said about the condition. `panel` holds modes of inheritance by HGNC id."""

    condition: str = ""
    moi: str = ""
    panel: Mapping[int, str] = field(default_factory=dict)
    of_gene: Mapping[int, tuple[str, str]] = field(default_factory=dict)  # condition and mode of `[[variant]]`

    def checked(self) -> Wish:
        """The wish itself, if the condition is known or a mode of inheritance goes with it. Raises UsageError."""
        if self.moi and read_modes(self.moi) is None:
            raise UsageError(f"--moi {self.moi} is not known", hint="use AD, AR, XL, XLD or XLR")
        if self.condition and not self.moi and _key(self.condition) not in _names():
            near = difflib.get_close_matches(_key(self.condition), _names(), n=3)
            hint = (
                f"did you mean {' or '.join(_names()[one] for one in near)}?" if near else "give its mode with --moi AD"
            )
            raise UsageError(f"no gene of the bundle has the condition `{self.condition}`", hint)
        return self


def panel_modes(panels: Iterable[Panel]) -> dict[int, str]:
    """The modes of inheritance that panels state for their genes, by HGNC id."""
    from gmstool.reference import genes

    found: dict[int, str] = {}
    for gene in (gene for panel in panels for gene in panel.genes):
        known = read_modes(gene.inheritance)
        number = gene.hgnc_id or genes.resolve(gene.symbol).hgnc_id
        if known and number:
            found[number] = _joined([found.get(number, ""), known.told])
    return found


def case_conditions(variants: Iterable[CaseVariant]) -> dict[int, tuple[str, str]]:
    """What the case file's variants say of the condition of their gene, by HGNC id. Raises UsageError.

    A gene is judged for one condition, so the variant has to name its gene, and two of a gene have to agree.
    """
    from gmstool.reference import genes

    found: dict[int, tuple[str, str]] = {}
    for one in variants:
        if not (one.condition or (one.moi and one.gene)):
            continue  # a mode without a gene bears on the variant's evidence alone
        number = genes.resolve(one.gene).hgnc_id if one.gene else None
        if number is None:
            raise UsageError(
                f"the case file names a condition for {one.variant}, but no gene that is known",
                hint='give it with gene = "SYMBOL" in the same [[variant]]',
            )
        if found.setdefault(number, (one.condition, one.moi)) != (one.condition, one.moi):
            raise UsageError(f"the case file names different conditions for {one.gene}", hint="judge them in two runs")
        _ = Wish(one.condition, one.moi).checked()
    return found


def judged_for(hgnc_id: int | None, wish: Wish) -> Judged:
    """The condition of one gene's variants."""
    known = of_gene(hgnc_id) if hgnc_id is not None else ()
    if hgnc_id is not None and hgnc_id in wish.of_gene:
        condition, moi = wish.of_gene[hgnc_id]
        wish = Wish(condition or wish.condition, moi if condition else moi or wish.moi)
    if wish.condition:
        return _as_given(known, wish)
    if wish.moi or hgnc_id in wish.panel:
        moi = wish.moi or wish.panel[hgnc_id or 0]
        return _by_mode(known, moi, GIVEN if wish.moi else PANEL)
    if not known:
        return NOWHERE
    first = known[0]
    every = _joined(one.moi for one in known) or None
    others = known[1:] if first.moi == every else known
    chosen_by = BUNDLE if len(known) == 1 else f"{BUNDLE}, first of {len(known)}"
    return Judged(first._replace(moi=every), chosen_by, others)


def _as_given(known: tuple[Condition, ...], wish: Wish) -> Judged:
    key = _key(wish.condition)
    fitting = [one for one in known if key in _keys(one)]
    found = fitting[0] if fitting else Condition(_names().get(key, wish.condition), None, None, None)
    chosen = found._replace(moi=wish.moi or found.moi)
    return Judged(chosen, GIVEN, tuple(one for one in known if one != found))


def _by_mode(known: tuple[Condition, ...], moi: str, chosen_by: str) -> Judged:
    """A stated mode: the best founded condition that is inherited so, or none."""
    modes = set(moi.split("/"))
    fitting = [one for one in known if one.moi and modes & set(one.moi.split("/"))]
    found = fitting[0] if fitting else NOWHERE.condition
    return Judged(found._replace(moi=moi), chosen_by, tuple(one for one in known if one != found))


@cache
def of_gene(hgnc_id: int) -> tuple[Condition, ...]:
    """The conditions of a gene: those with most pathogenic variants in ClinVar first, what ClinGen doubts last."""
    curated = _clingen().get(hgnc_id, ())
    ids = {one.mondo for one in curated}
    listed = [
        Condition(
            one.name,
            one.disease_id,
            one.mondo_id,
            _modes(one.inheritance or ()),
            complex=bool(_COMPLEX & set(one.inheritance or ())),
        )
        for one in diseases.of_gene(hgnc_id)
        if one.mondo_id is None or one.mondo_id not in ids
    ]
    once = {one.mondo or one.name: one for one in reversed(listed)}  # OMIM before Orphanet for the same disease
    return tuple(sorted((*curated, *reversed(once.values())), key=lambda one: _founded(one, hgnc_id), reverse=True))


def _founded(one: Condition, hgnc_id: int) -> tuple[bool, bool, int, int, bool]:
    """What ClinGen doubts comes last; ClinGen's table is a part only, so ClinVar's count decides among the others."""
    rank = VALIDITY.index(one.validity) if one.validity in VALIDITY else _UNRATED
    return rank >= _UNRATED, one.moi is not None, _seen().get((hgnc_id, one.mondo), 0), rank, not one.complex


@cache
def _seen() -> dict[tuple[int, str | None], int]:
    """How many pathogenic variants of a gene ClinVar's two-star assertions tie to a condition."""
    import polars as pl

    pairs = (
        bundle.table("clinvar").select("genes_at", "mondo_ids").explode("genes_at").explode("mondo_ids").drop_nulls()
    )
    return {(gene, mondo): count for gene, mondo, count in pairs.group_by(pl.all()).len().iter_rows()}


_COMPLEX = frozenset(("somatic", "multifactorial", "polygenic", "oligogenic", "digenic", "sporadic"))


_UNRATED = VALIDITY.index("Moderate")  # what ClinGen's tables do not hold is doubted by nobody


def _modes(stated: Iterable[str]) -> str | None:
    known = read_modes(" ".join(stated))
    return known.told if known else None


def _joined(modes: Iterable[str | None]) -> str:
    """Modes of several conditions, each once."""
    return "/".join(dict.fromkeys(one for text in modes if text for one in text.split("/")))


@cache
def _clingen() -> dict[int, tuple[Condition, ...]]:
    columns = ("hgnc_id", "disease", "mondo_id", "inheritance", "classification")
    found: dict[int, tuple[Condition, ...]] = {}
    for hgnc_id, name, mondo, mode, validity in bundle.table("clingen_validity").select(columns).iter_rows():
        condition = Condition(name, None, mondo, _modes([mode or ""]), validity)
        found[hgnc_id] = (*found.get(hgnc_id, ()), condition)
    return found


def _key(text: str) -> str:
    return " ".join(text.casefold().split())


def _keys(one: Condition) -> set[str]:
    return {_key(text) for text in (one.name, one.id, one.mondo) if text}


@cache
def _names() -> dict[str, str]:
    """Every name and id of a condition in the bundle, as it is compared, with the condition's name."""
    found: dict[str, str] = {}
    for name, columns in (
        ("gene_disease", ("disease", "disease_id", "mondo_id")),
        ("clingen_validity", ("disease", "mondo_id")),
    ):
        for disease, *ids in bundle.table(name).select(columns).iter_rows():
            found |= {_key(text): disease for text in (disease, *ids) if text}
    return found
