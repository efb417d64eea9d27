"""Blocks of each kind of case: pedigree and inheritance, biomarkers and tiers, risk classes, pharmacogenes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gmstool.report.blocks import Block, Facts, Figure, Items, Paragraph, Section, Table
from gmstool.report.figures.fractions import fraction_plot
from gmstool.report.findings import UNCERTAIN, Finding, shown_first
from gmstool.report.terms import NOTHING, RESULTS, amount, class_of, coding_of, protein_of, tier, variant_name

if TYPE_CHECKING:
    from gmstool.report.case import Case
    from gmstool.report.words import Words

MAX_VUS, MAX_PROMPTS, MAX_TIERS, MAX_GENOTYPES = 5, 8, 10, 5
MODELS = {
    "AD": "dominant", "AD_dn": "dominant, new in the child", "AR_hom": "recessive, homozygous",
    "AR_hom_dn": "recessive, homozygous, one copy new", "AR_comp": "recessive, compound heterozygous",
    "AR_comp_dn": "recessive, compound heterozygous, one copy new", "XD": "X-linked dominant",
    "XD_dn": "X-linked dominant, new in the child", "XR": "X-linked recessive",
    "XR_dn": "X-linked recessive, new in the child",
}  # fmt: skip  # models of inheritance as `gms filter` names them


def sections(case: Case, every: list[Finding], words: Words) -> tuple[Section, ...]:
    """The sections of this type of case that have something to say."""
    builders = {
        "rare": (_family, _uncertain, _secondary),
        "childhood": (_childhood, _family, _computed, _markers, _uncertain, _secondary),
        "solid": (_tiers, _computed, _markers, _germline_flags),
        "haematology": (_risk, _computed, _tiers, _markers, _germline_flags),
        "pharmacogenomics": (_pharmacogenes,),
    }
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
                f"{words(MODELS[name]) if name in MODELS else name}"
                f" ({words(how) if how in ('confirmed', 'possible') else how})"
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


def _tiers(case: Case, every: list[Finding], words: Words) -> Section | None:
    """Tier, ESCAT and oncogenicity side by side."""
    rows = [
        (variant_name(one), tier(one) or words("not given"),
         _escat(one.row.escat, words), words(_class_word(one)), words.percent(one.vaf))
        for one in every if one.row and (one.tier or one.row.escat or one.row.oncogenicity)
    ]  # fmt: skip
    if not rows:
        return None
    head = ("Variant", "Tier (AMP/ASCO/CAP)", "ESCAT, suggested", "Oncogenicity", "VAF")
    blocks: list[Block] = [Table(tuple(map(words, head)), tuple(rows[:MAX_TIERS]), (36, 17, 17, 18, 12))]
    tumour = case.file.tumour
    fractions = [
        (f"{one.gene} {protein_of(one) or coding_of(one)}", one.vaf) for one in every if one.row and one.vaf is not None
    ]
    plot = fraction_plot(fractions, tumour.cell_content, words)
    blocks += [plot] if plot else []
    told = [words("Tumour type used: {}.", tumour.oncotree or tumour.diagnosis or words("not stated"))]
    if len(rows) > MAX_TIERS:
        told.append(words("More variants in the laboratory's appendix: {}.", len(rows) - MAX_TIERS))
    blocks.insert(1, Paragraph(" ".join(told), "note"))
    return Section("tiers", words("Tier, ESCAT and oncogenicity"), tuple(blocks), 2)


def _class_word(one: Finding) -> str:
    from gmstool.report.terms import CLASSES, SOMATIC_CLASSES

    called = (one.row and one.row.oncogenicity) or ""
    return SOMATIC_CLASSES.get(called) or CLASSES.get(called) or "not classified"


def _escat(value: Any, words: Words) -> str:
    if isinstance(value, dict):
        return " ".join(str(value[name]) for name in ("rank", "drug") if value.get(name)) or words("no suggestion")
    if isinstance(value, list):
        return ", ".join(_escat(one, words) for one in value) or words("no suggestion")
    return str(value) if value else words("no suggestion")


def _markers(case: Case, every: list[Finding], words: Words) -> Section | None:
    """Biomarkers, fusions, copy numbers and other results, as given."""
    del every
    blocks: list[Block] = []
    if case.file.biomarker:
        rows = [
            (
                one.name,
                " ".join(part for part in (words.measured(one.value), one.unit) if part),
                one.interpretation or NOTHING,
                one.source or NOTHING,
            )
            for one in case.file.biomarker
        ]
        head = ("Marker", "Value", "Interpretation", "Source")
        blocks.append(Table(tuple(map(words, head)), tuple(rows), (20, 20, 35, 25)))
    if case.file.result:
        rows = [
            (words(RESULTS[one.kind]), one.result, one.meaning or NOTHING, one.source or NOTHING)
            for one in case.file.result
        ]
        head = ("Kind", "Result", "What it means", "Source")
        blocks.append(Table(tuple(map(words, head)), tuple(rows), (17, 31, 32, 20)))
    return Section("markers", words("Biomarkers and other results"), tuple(blocks), 2) if blocks else None


def _germline_flags(case: Case, every: list[Finding], words: Words) -> Section | None:
    """Variants that may be inherited, and other prompts of the classification."""
    key = {id(one) for one in shown_first(case, every)}
    told = [
        words("{} may be inherited: consider germline follow-up.", variant_name(one))
        for one in every if one.role == "germline_flag"
        and not any(_kind(each) == "germline" for each in (one.row.prompts if one.row else []))
    ]  # fmt: skip  # a prompt says the same with its reason
    prompts = [(one, each) for one in every if one.row for each in one.row.prompts
               if id(one) in key or _kind(each) == "germline"]  # fmt: skip
    prompts.sort(key=lambda pair: _kind(pair[1]) != "germline")
    same: dict[str, list[str]] = {}  # what is said of several variants is said once
    for one, each in prompts:
        same.setdefault(_prompt(each, words), []).append(f"{one.gene} {coding_of(one)}")
    told += [f"{', '.join(dict.fromkeys(names))}: {text}" for text, names in same.items()]
    if len(told) > MAX_PROMPTS:
        told = [*told[:MAX_PROMPTS], words("More prompts in the JSON: {}.", len(told) - MAX_PROMPTS)]
    return Section("prompts", words("To consider"), (Items(tuple(told)),), 2) if told else None


def _kind(prompt: Any) -> str:
    return str(prompt.get("kind")) if isinstance(prompt, dict) else ""


def _prompt(prompt: Any, words: Words) -> str:
    if isinstance(prompt, dict):
        found = next((prompt[key] for key in ("because", "text", "say", "prompt", "note") if prompt.get(key)), None)
        return words.reason(str(found)) if found else ", ".join(f"{key} {value}" for key, value in prompt.items())
    return words.reason(str(prompt))


def _risk(case: Case, every: list[Finding], words: Words) -> Section | None:
    """WHO and ICC side by side, risk, karyotype, marker for residual disease, predisposition, clonal haematopoiesis."""
    del every
    told = case.file.haematology
    pairs = (
        ("WHO 2022", told.who_2022), ("ICC 2022", told.icc_2022), (words("ELN 2022 risk"), told.eln_2022),
        ("IPSS-M", told.ipss_m), (words("Karyotype (ISCN)"), told.karyotype),
        (words("Marker for residual disease"), told.mrd_marker), (words("Germline predisposition"),
            told.predisposition),
        (words("Clonal haematopoiesis"), told.clonal_haematopoiesis),
    )  # fmt: skip
    known = tuple((name, value) for name, value in pairs if value)
    caveat = Paragraph(
        words("A variant in blood may stem from clonal haematopoiesis rather than from the disease."), "note"
    )
    blocks: tuple[Block, ...] = (caveat, Facts(known)) if known else (caveat,)
    return Section("risk", words("Disease class and risk"), blocks, 2)


def _computed(case: Case, every: list[Finding], words: Words) -> Section | None:
    """What `gms classify --somatic` found of the case as a whole: events, classes and risk, burden, the assay."""
    from gmstool.errors import InputError
    from gmstool.somatic.case_lines import parts

    del every
    told = next((meta["case_result"] for meta in case.metas if isinstance(meta.get("case_result"), dict)), None)
    if told is None:
        return None
    try:
        pairs = tuple((f"{label[:1].upper()}{label[1:]}", text) for label, text in parts(told, words.language) if label)
    except (KeyError, TypeError, AttributeError, ValueError, IndexError):
        raise InputError("`case_result` of a meta.json is not what gms wrote", "classify the tumour again") from None
    return Section("computed", words("The case as a whole, as gms reckons it"), (Facts(pairs),), 2)


def _childhood(case: Case, every: list[Finding], words: Words) -> Section | None:
    del every
    told = case.file.childhood
    pairs = (
        (words("Predisposition"), told.predisposition),
        (words("Paired normal tissue"), None if told.paired_normal is None else words.shown(told.paired_normal)),
        (words("Methylation class"), told.methylation_class),
        (words("Inherited or somatic"), told.inherited),
        (words("Support for the family"), told.family_support),
    )
    known = tuple((name, value) for name, value in pairs if value)
    return Section("childhood", words("The child's tumour and the family"), (Facts(known),), 2) if known else None


def _pharmacogenes(case: Case, every: list[Finding], words: Words) -> Section | None:
    """All pharmacogenes, where the first page shows some of them or other findings."""
    if len(case.file.pgx) <= MAX_GENOTYPES and not shown_first(case, every):
        return None
    blocks = pharmacogenes(case, words, len(case.file.pgx))
    return Section("pharmacogenes", words("Pharmacogenes"), blocks, 2) if blocks else None


def pharmacogenes(case: Case, words: Words, most: int = MAX_GENOTYPES) -> tuple[Block, ...]:
    """Each pharmacogene as given: nothing is derived here, and the recommendation is the guideline's."""
    rows = [
        (one.gene, one.diplotype, "; ".join(part for part in (one.phenotype, one.activity_score
            and words("activity score {}", words.measured(one.activity_score))) if part),
            one.drug or NOTHING,
         "; ".join(part for part in (one.recommendation, one.strength, one.source) if part) or NOTHING,
         "; ".join(part for part in (one.untested and words("not tested: {}", one.untested), one.note)
             if part) or NOTHING)
        for one in case.file.pgx
    ]  # fmt: skip
    if not rows:
        return ()
    head = ("Gene", "Diplotype", "Phenotype", "Drug", "Recommendation of the guideline", "Note")
    table = Table(tuple(map(words, head)), tuple(rows[:most]), (8, 10, 18, 14, 31, 19))
    note = words("Diplotypes and recommendations are shown as the case file gives them.")
    if len(rows) > most:
        note += " " + words("More pharmacogenes under the evidence: {}.", len(rows) - most)
    return table, Paragraph(note, "note")
