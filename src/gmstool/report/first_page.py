"""The first page: the answer in one sentence, the findings, what was not looked at, what is proposed, who signs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gmstool.report import confirmation, limits, pharmacogenes, signed_sentences
from gmstool.report.blocks import Block, Empty, Facts, Items, Paragraph, Section, Table
from gmstool.report.conclusion import Answer, Conclusion, Kind
from gmstool.report.criterion_codes import counted
from gmstool.report.findings import UNCERTAIN, Finding, findings, is_weighty
from gmstool.report.headline import headline
from gmstool.report.signing import Told, is_signed, valid, why_draft
from gmstool.report.terms import NOTHING, amount, class_of, coding_of, protein_of, tier, variant_name

if TYPE_CHECKING:
    from gmstool.report.case import Case
    from gmstool.report.sentence import Sentence
    from gmstool.report.words import Words

WEIGHTY = {  # by whether the case is a tumour's
    True: "More variants of tier I or II, not in the table: {}.",
    False: "More variants of class 4 or 5, not in the table: {}.",
}
MAX_NAMED = 8  # variants named below the table of key findings; the appendix has all
EXPLAINING = (Kind.EXPLAINS, Kind.IN_PART)


def sections(case: Case, conclusion: Conclusion, key: list[Finding], words: Words) -> tuple[Section, ...]:
    """The first page's sections, in the order in which a conference reads them."""
    found = [
        Section("headline", words("Conclusion"), _headline(case, conclusion, words)),
        Section("question", words("Clinical question"), _question(case, words)),
        Section("findings", words("Key findings"), _findings(case, conclusion, key, words)),
        Section("limits", words("Not examined, or failed"), (Items(tuple(limits.limits(case, key, words))),)),
        Section("actions", words("Proposed actions"), _actions(case, conclusion, words)),
        Section("open", words("Open questions"), (Items(tuple(case.file.open_question)),)),
        Section("signoff", words("Decision and signatures"), _signoff(case, words)),
    ]
    return tuple(one for one in found if one.blocks and one.blocks != (Items(()),))


def _headline(case: Case, conclusion: Conclusion, words: Words) -> tuple[Block, ...]:
    told: list[Block] = [Paragraph(headline(case, conclusion, words), "lead")]
    if conclusion.missing:
        reasons = "; ".join(words(text, *values) for text, values in conclusion.missing)
        told.append(Paragraph(words("Why the basis is incomplete: {}.", reasons), "warning"))
    told += [Paragraph(one, "warning") for one in _version(case, words)]
    asked = case.file.question.decision
    told.append(Paragraph(words("Decision asked: {}", asked or words("not stated in the case file")), "plain"))
    return tuple(told)


def _version(case: Case, words: Words) -> list[str]:
    """What this version replaces, and why a case that was signed is a draft again."""
    told = []
    if case.file.amendment and (last := case.file.amendment[-1]).version == case.file.version:
        former = words("version {}", last.version - 1)
        signed = words("{} of {}", former, last.replaced) if last.replaced else former
        told.append(words("Version {} replaces {}. Reason: {}", last.version, signed, last.reason))
    if why := why_draft(case):
        told.append(told_draft(why, words))
    return told


def told_draft(why: Told, words: Words) -> str:
    """Why a case with signatures is a draft; several parts of its content are one text."""
    given = (words.listed([words(each) for each in one]) if isinstance(one, tuple) else one for one in why[1])
    return words(why[0], *given)


def _question(case: Case, words: Words) -> tuple[Block, ...]:
    asked = case.file.question
    pairs = [
        (words("Situation"), asked.situation),
        (words("Background"), asked.background),
        (words("Assessment"), asked.assessment),
        (words("Recommendation"), asked.recommendation),
        (words("Condition"), asked.condition or case.file.condition),
        (words("Phenotype (HPO)"), _phenotype(case.file.hpo)),
        (words("Tumour"), _tumour(case, words)),
    ]
    tumour = case.file.tumour
    if tumour.cell_content is not None:
        pairs.append((words("Tumour cell content"), words.percent(tumour.cell_content)))
    if tumour.therapies:
        pairs.append((words("Lines of therapy"), "; ".join(tumour.therapies)))
    told = tuple((name, value) for name, value in pairs if value)
    return (Facts(told),) if told else (Paragraph(words("The case file states no clinical question."), "warning"),)


def _tumour(case: Case, words: Words) -> str:
    """Diagnosis, site, codes, stage and age, as far as the case file tells them."""
    told = case.file.tumour
    stage = told.stage and (words("stage {}", told.stage) if told.stage[:1] in "0IV" else told.stage)
    age = words("age at diagnosis {}", told.age) if told.age is not None else None
    codes = (told.oncotree and f"OncoTree {told.oncotree}", told.icd_o and f"ICD-O {told.icd_o}")
    return ", ".join(one for one in (told.diagnosis, told.site, *codes, stage, age) if one)


def _phenotype(hpo: list[str]) -> str:
    """Terms with their names, where the bundle knows them."""
    from gmstool.reference import phenotypes

    told = []
    for one in hpo:
        found = phenotypes.find(one)
        told.append(f"{phenotypes.term(one).name} ({one})" if found.hpo_id == one else one)
    return "; ".join(told)


def _findings(case: Case, conclusion: Conclusion, key: list[Finding], words: Words) -> tuple[Block, ...]:
    if case.type == "pharmacogenomics" and not key:
        return pharmacogenes.table(case, words)
    if not key:
        return (Paragraph(words("No variant is put forward."), "note"),)
    answers = {id(one.finding.row) if one.finding.row else id(one.finding.note): one for one in conclusion.every}
    head = ("Gene", "Variant", "Zygosity or VAF", "Class", "Why", "What it means for the question")
    rows = []
    for one in key:
        answer = answers.get(id(one.row) if one.row else id(one.note))
        rows.append((one.gene or NOTHING, _two_names(one), amount(one, words), class_of(one, words), why(one, words),
                     _meaning(case, one, answer, words)))  # fmt: skip
    widths = (8, 22, 9, 13, 30, 18) if case.somatic else (8, 24, 12, 12, 25, 19)  # a tier's reason is long
    table = Table(tuple(map(words, head)), tuple(rows), widths)
    told = (*_not_in_table(case, key, words), *unconfirmed(key, words))
    return (table, Items(told)) if told else (table,)


def _not_in_table(case: Case, key: list[Finding], words: Words) -> list[str]:
    """Weighty variants that the table has no room for, or that nobody named: a reader of this page alone knows of them.

    Tier I or II of a tumour, class 4 or 5 of the germline.
    """
    rest = [one for one in findings(case) if one not in key]
    weighty = [one for one in rest if is_weighty(one, case.somatic)]
    told = [words(WEIGHTY[case.somatic], _names_of(weighty, words))] if weighty else []
    named = [one for one in rest if one.note and one not in weighty]
    if named:
        told.append(words("More variants that the case file names, not in the table: {}.", _names_of(named, words)))
    return told


def _names_of(several: list[Finding], words: Words) -> str:
    names = [_short_name(one, words) for one in several]
    more = [words("and {} more", len(names) - MAX_NAMED)] if len(names) > MAX_NAMED else []
    return ", ".join([*names[:MAX_NAMED], *more])


def _short_name(one: Finding, words: Words) -> str:
    """Gene and change; of a tumour's variant also the share of the reads, which says how much it may weigh."""
    share = words("VAF {}", words.percent(one.vaf)) if one.tumours and one.vaf is not None else ""
    name = " ".join(part for part in (one.gene, protein_of(one) or coding_of(one)) if part)
    return f"{name} ({share})" if share else name


def unconfirmed(key: list[Finding], words: Words) -> list[str]:
    """Findings that need an orthogonal test first, or of which that is not known."""
    told = [(one, confirmation.told(confirmation.need(one), words)) for one in key if one.row]
    return [words("{}: {}.", variant_name(one), said) for one, said in told if said]


def _two_names(one: Finding) -> str:
    """The change with its transcript, and below it that of the protein."""
    coding = coding_of(one)
    name = one.name if one.name.endswith(coding) else coding
    return "\n".join(part for part in (name, protein_of(one)) if part)


def why(one: Finding, words: Words) -> str:
    """A person's sentence, else the criteria that are met."""
    if one.note and one.note.why:
        return one.note.why
    met = counted(one.row) if one.row else []
    if not met and not one.tier:
        return words("No criterion is met.") if one.row and one.row.criteria else words("No row of criteria was given.")
    points = one.row.points if one.row else None
    if one.tier and one.row and one.row.more("tier_reason"):
        return words("Tier {}: {}.", tier(one), words.reason(str(one.row.more("tier_reason"))))
    if points is None:
        return words("Criteria met: {}.", ", ".join(met))
    return words("Criteria met: {} ({} points).", ", ".join(met), points)


def _meaning(case: Case, one: Finding, answer: Answer | None, words: Words) -> str:
    """A person's sentence, else a signed one, never for class 3; else what genotype and inheritance say."""
    if one.note and one.note.meaning and one.number != UNCERTAIN:
        return one.note.meaning
    if answer and answer.kind in EXPLAINING and (signed := signed_sentences.said(case, one, "meaning")):
        return _signed(signed[0], words)
    if one.role == "germline_flag":
        return words("May be inherited.")
    if answer is None:
        return words("Beside the question.")
    told = words(answer.reason[0], *answer.reason[1])
    return f"{told[:1].upper()}{told[1:]}."


def _actions(case: Case, conclusion: Conclusion, words: Words) -> tuple[Block, ...]:
    """Actions as people propose them, then those the site signed; none rests on a variant of class 3."""
    uncertain = {name for one in findings(case) if one.number == UNCERTAIN for name in _names(one)}
    told = []
    for one in case.file.action:
        if one.about and one.about.removeprefix("chr") in uncertain:
            told.append(words("An action about {} is left out: class 3 carries none.", one.about))
            continue
        by = ", ".join(part for part in (one.author or case.file.author, one.due and words("by {}", one.due)) if part)
        told.append(f"{one.text} ({by})" if by else one.text)
    fitting = (one.finding for one in conclusion.every if one.kind in EXPLAINING)
    told += dict.fromkeys(
        _signed(each, words) for one in fitting for each in signed_sentences.said(case, one, "action")
    )
    return (Items(tuple(told)),) if told else (Paragraph(words("The case file proposes no action."), "note"),)


def _signed(one: Sentence, words: Words) -> str:
    """A signed sentence, its signer named."""
    return words("{} (signed: {}, {})", one.sv if words.language == "sv" else one.en, one.signed_by, one.signed)


def _names(one: Finding) -> set[str]:
    names = {one.note.variant.removeprefix("chr")} if one.note else set()
    return names | ({one.row.variant.removeprefix("chr"), one.row.hgvsc or ""} if one.row else set())


def _signoff(case: Case, words: Words) -> tuple[Block, ...]:
    """An empty field for the decision, who took part, and who signed."""
    told: list[Block] = [Empty(words("Decision of the conference"), 2)]
    people = [f"{one.name} ({one.role})" if one.role else one.name for one in case.file.participant]
    pairs = [(words("Participants"), "; ".join(people))] if people else []
    if case.file.meeting.follow_up:
        pairs.append((words("Follow-up"), words.day(case.file.meeting.follow_up)))
    if case.file.meeting.contact:
        pairs.append((words("Contact"), case.file.meeting.contact))
    told += [Facts(tuple(pairs))] if pairs else []
    if is_signed(case):
        signed = [f"{one.name}, {one.role}, {words.day(one.date)}" for one in valid(case)]
        return (*told, Facts(((words("Signed by"), "; ".join(signed)),)))
    fields = [Empty(words("Signature, name and date"), 1)] * case.file.signatures_needed
    return (*told, *fields)
