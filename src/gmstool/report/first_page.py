"""The first page: the answer in one sentence, the findings, what was not looked at, what is proposed, who signs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gmstool.report import by_type, confirmation, profiles, signed_sentences
from gmstool.report.blocks import Block, Empty, Facts, Items, Paragraph, Section, Table
from gmstool.report.conclusion import Answer, Conclusion, Kind
from gmstool.report.findings import UNCERTAIN, Finding
from gmstool.report.signing import Told, is_signed, valid, why_draft
from gmstool.report.terms import NOTHING, VARIANT_TYPES, amount, class_of, coding_of, protein_of, tier, variant_name

if TYPE_CHECKING:
    from gmstool.report.case import Case, Row
    from gmstool.report.sentence import Sentence
    from gmstool.report.words import Words

MAX_NOTES = 4
EXPLAINING = (Kind.EXPLAINS, Kind.IN_PART)
MAX_GENOTYPES = 4  # named in the headline
MAX_GAPS = 6  # genes named on the first page; the appendix has all
EXPECTED = {
    "rare": ("snv", "indel", "cnv", "sv", "repeat_expansion", "mitochondrial"),
    "childhood": ("snv", "indel", "cnv", "sv", "fusion", "methylation"),
    "solid": ("snv", "indel", "cnv", "sv", "fusion", "msi"),
    "haematology": ("snv", "indel", "cnv", "sv", "fusion"),
    "pharmacogenomics": ("snv", "indel", "cnv"),
}  # variant types that a reader of such a report may think were examined; house rule


def sections(case: Case, conclusion: Conclusion, key: list[Finding], words: Words) -> tuple[Section, ...]:
    """The first page's sections, in the order in which a conference reads them."""
    found = [
        Section("headline", words("Conclusion"), _headline(case, conclusion, words)),
        Section("question", words("Clinical question"), _question(case, words)),
        Section("findings", words("Key findings"), _findings(case, conclusion, key, words)),
        Section("limits", words("Not examined, or failed"), (Items(tuple(limits(case, key, words))),)),
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


def headline(case: Case, conclusion: Conclusion, words: Words) -> str:
    """The answer in one sentence. It begins with "Incomplete basis." unless coverage and variant types are known."""
    said = _said(case, conclusion, words)
    return said if conclusion.complete else words("Incomplete basis. {}", said)


def _said(case: Case, conclusion: Conclusion, words: Words) -> str:
    named = words.listed([_named(one, words) for one in conclusion.answers]) if conclusion.answers else ""
    reason = words(conclusion.answers[0].reason[0], *conclusion.answers[0].reason[1]) if conclusion.answers else ""
    if conclusion.kind is Kind.EXPLAINS and len(conclusion.answers) > 1:
        return words("{} explain the clinical question together.", named)
    if conclusion.kind is Kind.EXPLAINS:
        return words("{} explains the clinical question.", named)
    if conclusion.kind is Kind.IN_PART:
        return words("{} explains the clinical question in part.", named)
    if conclusion.kind is Kind.CARRIER:
        return words("No finding answers the question; the patient is a carrier of {}.", named)
    if conclusion.kind is Kind.UNCERTAIN:
        return words("Uncertain: {} may bear on the question, but {}.", named, reason)
    if conclusion.kind is Kind.ACTIONABLE:
        return (
            words("The tumour carries {}.", named) if case.type == "solid" else words("The sample carries {}.", named)
        )
    if conclusion.kind is Kind.PHARMACOGENES:
        return _genotypes(case, words)
    if not conclusion.complete:
        return words("Whether there is a finding cannot be said.")
    if case.gaps:
        return words("No findings in what was covered; parts of the panel were not.")
    return words("No findings: no examined variant answers the question.")


def _genotypes(case: Case, words: Words) -> str:
    """Diplotypes with their phenotypes where they are few; else how many genes there are."""
    told = [f"{one.gene} {one.diplotype} ({one.phenotype})" for one in case.file.pgx]
    if len(told) > MAX_GENOTYPES:
        return words("Genotypes of {} pharmacogenes are reported.", len({one.gene for one in case.file.pgx}))
    return words("Reported genotypes: {}.", words.listed(told))


def _named(one: Answer, words: Words) -> str:
    if one.finding.tier:
        short = f"{one.finding.gene} {protein_of(one.finding) or coding_of(one.finding)}"
        return f"{short} ({words('tier {}', tier(one.finding))})"
    return f"{variant_name(one.finding)} ({class_of(one.finding, words)}; {amount(one.finding, words)})"


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
        return by_type.pharmacogenes(case, words)
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
    needs = tuple(unconfirmed(key, words))
    return (table, Items(needs)) if needs else (table,)


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
    met = codes(one.row) if one.row else []
    if not met and not one.tier:
        return words("No criterion is met.") if one.row and one.row.criteria else words("No row of criteria was given.")
    points = one.row.points if one.row else None
    if one.tier and one.row and one.row.more("tier_reason"):
        return words("Tier {}: {}.", tier(one), words.reason(str(one.row.more("tier_reason"))))
    if points is None:
        return words("Criteria met: {}.", ", ".join(met))
    return words("Criteria met: {} ({} points).", ", ".join(met), points)


def codes(row: Row) -> list[str]:
    """Criteria that are met and count, with a strength that is not their letter's own."""
    return [
        f"{one.code}_{one.strength}" if one.strength and (one.code == "PM2" or not _natural(one.code, one.strength))
        else one.code
        for one in row.criteria if one.verdict == "met" and not one.suppressed_by
    ]  # fmt: skip


def _natural(code: str, strength: str) -> bool:
    letters = {"PVS": "VeryStrong", "PS": "Strong", "PM": "Moderate", "PP": "Supporting", "BA": "StandAlone",
               "BS": "Strong", "BP": "Supporting", "OVS": "VeryStrong", "OS": "Strong", "OM": "Moderate",
               "OP": "Supporting", "SBVS": "VeryStrong", "SBS": "Strong", "SBP": "Supporting"}  # fmt: skip
    return letters.get(code.rstrip("0123456789")) == strength.replace(" ", "")


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


def limits(case: Case, key: list[Finding], words: Words) -> list[str]:
    """What was not looked at, or failed: coverage, variant types, criteria, layers, samples, consent."""
    return [
        *_coverage(case, words), *_types(case, words), *_criteria(key, words), *_rows(case, words),
        *_layers(case, words), *_language(case, words), *_samples(case, words), *case.file.method.limits,
        *_consent(case, words),
        *(words(text, *values) for text, values in case.notices), *warnings(case, key, words),
        *_profile(case, words),
    ]  # fmt: skip


def _coverage(case: Case, words: Words) -> list[str]:
    if case.gaps is None:
        return [words("Coverage is not known: no coverage file was given.")]
    if not case.gaps:
        return [words("All regions of the panel were covered.")]
    genes: dict[str, int | None] = {}
    for gene, _region, size in case.gaps:
        genes[gene] = None if size is None or genes.get(gene, 0) is None else (genes.get(gene) or 0) + size
    told = [words("{} ({} bases)", gene, size) if size is not None else gene for gene, size in genes.items()]
    rest = words("and {} more genes", len(told) - MAX_GAPS) if len(told) > MAX_GAPS else ""
    return [words("Not covered: {}.", ", ".join([*told[:MAX_GAPS], *([rest] if rest else [])]))]


def _types(case: Case, words: Words) -> list[str]:
    tested = case.file.method.tested
    if not tested:
        return [words("Which variant types the method detects is not stated.")]
    lacking = [words(VARIANT_TYPES[one]) for one in EXPECTED[case.type] if one not in tested]
    return [words("The method does not detect {}.", words.listed(lacking))] if lacking else []


def _criteria(key: list[Finding], words: Words) -> list[str]:
    told = []
    for one in key:
        count = sum(1 for each in one.row.criteria if each.verdict == "not_assessed") if one.row else 0
        if one.row and count:
            told.append(words("{} {} of {}", f"{one.gene} {coding_of(one)}", count, len(one.row.criteria)))
    return [words("Criteria that could not be assessed: {}.", "; ".join(told))] if told else []


def _rows(case: Case, words: Words) -> list[str]:
    outside = sum(1 for row in case.rows if row.scope)
    return [words("Variants outside what the rules can judge: {}.", outside)] if outside else []


def _layers(case: Case, words: Words) -> list[str]:
    """Evidence layers that nobody reviewed, and what the runs noted or warned of."""
    told: list[str] = []
    for meta in case.metas:
        layers = [one for one in meta.get("layers") or [] if isinstance(one, dict)]
        open_ = dict.fromkeys(words.reason(str(one.get("release"))) for one in layers if one.get("reviewed") is False)
        told += [words("Evidence that nobody has reviewed: {}.", "; ".join(open_))] if open_ else []
        said = [*(meta.get("notes") or []), *(meta.get("warnings") or [])]
        told += [words("The run says: {}.", words.reason(str(one)).removesuffix(".")) for one in said[:MAX_NOTES]]
    return told


def _language(case: Case, words: Words) -> list[str]:
    """Reasons that were written in Swedish, and have no English form."""
    if words.language == "sv" or not case.swedish:
        return []
    return [words("Some reasons are in Swedish: the rows were written with --lang sv.")]


def _samples(case: Case, words: Words) -> list[str]:
    failed = [one.id for one in case.file.sample if one.passed is False]
    unknown = [one.id for one in case.file.sample if one.passed is None]
    told = [words("Did not meet the quality limits: {}.", ", ".join(failed))] if failed else []
    told += [words("Quality is not stated for: {}.", ", ".join(unknown))] if unknown else []
    return told or ([] if case.file.sample else [words("The case file names no sample and no quality.")])


def _consent(case: Case, words: Words) -> list[str]:
    if case.file.consent.secondary_findings or case.type == "pharmacogenomics":
        return []
    if case.file.consent.secondary_findings is False:
        return [words("Secondary findings are not reported: the patient did not consent.")]
    return [words("Secondary findings are not reported: there is no consent on file.")]


def _profile(case: Case, words: Words) -> list[str]:
    if case.profile is None:
        return []
    name = profiles.short(case.profile, words)
    return [words("Reported by the profile {}; what it withholds is counted in the laboratory's appendix.", name)]


def warnings(case: Case, key: list[Finding], words: Words) -> list[str]:
    """What the case file says and the summary leaves out."""
    del case
    return [
        words("The sentence on what {} means is left out: class 3 carries none.", variant_name(one))
        for one in key if one.note and one.note.meaning and one.number == UNCERTAIN
    ]  # fmt: skip


def _actions(case: Case, conclusion: Conclusion, words: Words) -> tuple[Block, ...]:
    """Actions as people propose them, then those the site signed; none rests on a variant of class 3."""
    from gmstool.report.findings import findings

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
