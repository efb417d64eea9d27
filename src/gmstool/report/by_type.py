"""Which sections each type of case has, and those of the germline: family, class 3, secondary findings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gmstool.report import of_tumours, pharmacogenes
from gmstool.report.blocks import Block, Facts, Figure, Items, Paragraph, Section, Table
from gmstool.report.findings import UNCERTAIN, Finding
from gmstool.report.terms import NOTHING, amount, class_of, variant_name

if TYPE_CHECKING:
    from gmstool.report.case import Case
    from gmstool.report.words import Words

MAX_VUS = 5
MODELS = {
    "AD": "dominant", "AD_dn": "dominant, new in the child", "AR_hom": "recessive, homozygous",
    "AR_hom_dn": "recessive, homozygous, one copy new", "AR_comp": "recessive, compound heterozygous",
    "AR_comp_dn": "recessive, compound heterozygous, one copy new", "XD": "X-linked dominant",
    "XD_dn": "X-linked dominant, new in the child", "XR": "X-linked recessive",
    "XR_dn": "X-linked recessive, new in the child",
}  # fmt: skip  # models of inheritance as `gms filter` names them
FIT = {"confirmed": "the genotypes fit", "possible": "possible"}  # of a model; parenthood is not proven by it


def sections(case: Case, every: list[Finding], words: Words) -> tuple[Section, ...]:
    """The sections of this type of case that have something to say."""
    builders = {
        "rare": (_family, _uncertain, _secondary),
        "childhood": (
            of_tumours.childhood, _family, of_tumours.computed, of_tumours.markers, _uncertain, _secondary
        ),
        "solid": (of_tumours.tiers, of_tumours.computed, of_tumours.markers, of_tumours.germline_flags),
        "haematology": (
            of_tumours.risk, of_tumours.computed, of_tumours.tiers, of_tumours.markers, of_tumours.germline_flags
        ),
        "pharmacogenomics": (pharmacogenes.section,),
    }  # fmt: skip
    found = [builder(case, every, words) for builder in builders[case.type]]
    return tuple(one for one in found if one is not None)


def _family(case: Case, every: list[Finding], words: Words) -> Section | None:
    """The drawing of the family, and how each variant is inherited."""
    blocks: list[Block] = []
    if drawn := case.pedigree_svg.get(words.language):
        note = case.file.pedigree.note if case.file.pedigree else None
        alt = note or words("Pedigree of the family; who is affected and who was tested is named under each symbol.")
        blocks.append(Figure("pedigree", drawn, alt, 28))
        blocks += [Paragraph(note)] if note else []
    rows = [
        (variant_name(one), amount(one, words), (one.note and one.note.origin) or words("not known"),
         words(one.note.phase) if one.note and one.note.phase else NOTHING, _inheritance(one, words))
        for one in every if one.note
    ]  # fmt: skip
    if rows:
        head = ("Variant", "Zygosity or VAF", "Origin", "Phase", "Inheritance")
        blocks.append(Table(tuple(map(words, head)), tuple(rows), (32, 16, 14, 10, 28)))
    return Section("family", words("Family and inheritance"), tuple(blocks), 2) if blocks else None


def _inheritance(one: Finding, words: Words) -> str:
    """The condition's mode, and the models that `gms filter` found to fit the family."""
    told = ["/".join(one.modes)] if one.modes else []
    models, sure = (one.row.more(name) if one.row else None for name in ("inheritance_models", "model_confidence"))
    if models:
        names = zip(str(models).split("|"), str(sure or "").split("|"), strict=False)
        told.append(
            ", ".join(
                f"{words(MODELS[name]) if name in MODELS else name} ({words(FIT[how]) if how in FIT else how})"
                for name, how in names
            )
        )
    return "; ".join(told) or words("not known")


def _uncertain(case: Case, every: list[Finding], words: Words) -> Section | None:
    """Class 3: what would move it. Its temperature stands in the laboratory's appendix."""
    del case
    told = [
        f"{variant_name(one)}: {one.note.moved_by}" for one in every
        if one.number == UNCERTAIN and one.note and one.note.moved_by
    ]  # fmt: skip
    if not told:
        return None
    return Section("uncertain", words("What would move a variant of class 3"), (Items(tuple(told[:MAX_VUS])),), 2)


def _secondary(case: Case, every: list[Finding], words: Words) -> Section | None:
    """Secondary findings, only with consent: without it they are not among the findings at all."""
    found = [one for one in every if one.role == "secondary"]
    if not case.file.consent.secondary_findings:
        return None
    if not found:
        told: Block = Paragraph(words("Consent is given; the case file puts no secondary finding forward."))
    else:
        told = Items(tuple(f"{variant_name(one)} ({class_of(one, words)}; {amount(one, words)})" for one in found))
    consent = case.file.consent
    given = ", ".join(part for part in (consent.date and words.day(consent.date), consent.note) if part)
    stated: tuple[Block, ...] = (Facts(((words("Consent"), given),), inline=True),) if given else ()
    return Section("secondary", words("Secondary findings, with consent"), (told, *stated), 2)
