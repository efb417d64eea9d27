"""The sections of a case file that `gms report` reads, each with what it may hold.

`gms classify` reads the evidence of the same file (`classify/case.py`) and leaves these sections alone. Texts are
shown as they are written: gms adds no action, no advice and no drug of its own.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

MAX_LINE, MAX_TEXT, MAX_ITEMS = 300, 4000, 500  # letters, letters, entries: more is no case but a mistake
Line = Annotated[str, StringConstraints(min_length=1, max_length=MAX_LINE, pattern=r"\S")]
Text = Annotated[str, StringConstraints(min_length=1, max_length=MAX_TEXT, pattern=r"\S")]
Day = Annotated[date, Field(strict=False)]  # JSON and YAML may write it as a text: 2026-11-22
Fraction = Annotated[float, Field(ge=0, le=1)]
Count = Annotated[int, Field(ge=0)]
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Hpo = Annotated[str, StringConstraints(pattern=r"^HP:[0-9]{7}$")]
OncoTree = Annotated[str, StringConstraints(pattern=r"^[A-Z0-9_.+-]{2,20}$")]

CaseType = Literal["rare", "solid", "haematology", "childhood", "pharmacogenomics"]
Zygosity = Literal["heterozygous", "homozygous", "hemizygous", "heteroplasmic", "homoplasmic", "mosaic", "unknown"]
Phase = Literal["trans", "cis", "unknown"]
Fit = Literal["full", "partial", "none"]
VariantType = Literal["snv", "indel", "cnv", "sv", "repeat_expansion", "mitochondrial", "fusion", "methylation", "msi"]


class Part(BaseModel):
    """A table of the case file: unknown keys are mistakes, values are of their type, nothing changes afterwards."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False)


class Inputs(Part):
    """Files that belong to the case, named from the case file's own folder."""

    classified: Line | None = Field(default=None, description="JSON lines of `gms classify`")
    filtered: Line | None = Field(
        default=None, description="JSON lines of `gms filter`: genotypes, frequencies, inheritance"
    )
    knowledge: Line | None = Field(
        default=None, description="JSON lines of `gms query FILE.vcf.gz`: what other laboratories concluded"
    )
    sentences: Line | None = Field(
        default=None, description="TOML of sentences that the site has signed: meanings and proposed actions"
    )
    meta: list[Line] = Field(
        default=[], max_length=20, description="meta.json files of the runs; those beside the inputs too"
    )


class Question(Part):
    """The clinical question by SBAR, and the decision that is asked for."""

    situation: Text | None = None
    background: Text | None = None
    assessment: Text | None = None
    recommendation: Text | None = None
    condition: Line | None = Field(default=None, description="the case's condition as the summary writes it")
    decision: Text | None = Field(default=None, description="the decision asked of the conference, in one sentence")


class Tumour(Part):
    """The tumour: its OncoTree code, and what the referral says of it."""

    oncotree: OncoTree | None = None
    diagnosis: Line | None = None
    icd_o: Line | None = None
    stage: Line | None = None
    site: Line | None = None
    cell_content: Fraction | None = Field(default=None, description="share of tumour cells in the sample")
    age: Annotated[float, Field(ge=0, le=150)] | None = Field(default=None, description="years at diagnosis")
    therapies: list[Line] = Field(default=[], max_length=50, description="lines of therapy so far, the first one first")


class Sample(Part):
    """One sample and its quality."""

    id: Line
    role: Literal["index", "mother", "father", "sibling", "relative", "tumour", "normal"] = "index"
    kind: Line | None = Field(default=None, description="blood, fresh frozen tumour, FFPE …")
    collected: Day | None = None
    sex: Literal["female", "male", "unknown"] = "unknown"
    mean_depth: Annotated[float, Field(ge=0)] | None = None
    over_20x: Fraction | None = Field(default=None, description="share of the target covered by 20 reads")
    contamination: Fraction | None = None
    passed: bool | None = Field(
        default=None, description="the laboratory's quality limits were met; without it: not known"
    )
    note: Text | None = None


class PanelUsed(Part):
    """A gene panel that was analysed, by its id and version; runs name theirs in meta.json too."""

    id: Line
    version: Line | None = None
    name: Line | None = None
    genes: Count | None = None
    sha256: Line | None = None
    file: Line | None = Field(
        default=None, description="the panel itself: a shipped name or a file; coverage needs its genes"
    )


class Method(Part):
    """How it was examined. Without `tested` no summary can say that nothing was found."""

    name: Line | None = None
    description: Text | None = None
    assembly: Literal["GRCh37", "GRCh38"] | None = None
    tested: list[VariantType] = Field(default=[], max_length=20, description="variant types that the method detects")
    limits: list[Text] = Field(
        default=[], max_length=50, description="what the method cannot see, in the laboratory's words"
    )


class Gap(Part):
    """A region of the panel that was not covered."""

    gene: Line
    region: Line | None = None
    bases: Count | None = None
    note: Text | None = None


class Coverage(Part):
    """What was covered: a file to compare the panel with, or the regions as the laboratory lists them."""

    file: Line | None = Field(default=None, description="BED of covered regions, or a BED of mosdepth with depths")
    least_depth: Count = Field(
        default=20, description="reads from which a base counts as covered, where the file has depths"
    )
    complete: bool | None = Field(default=None, description="true: checked, and `gap` lists all there are")
    gap: list[Gap] = Field(default=[], max_length=MAX_ITEMS)


class Consent(Part):
    """What the patient, or the guardians, agreed to. Not stated is not agreed."""

    secondary_findings: bool | None = None
    research: bool | None = None
    sharing: bool | None = None
    date: Day | None = None
    note: Text | None = None


class Pedigree(Part):
    """The family: a PED file, and what is known beside it. Names are those of the PED."""

    file: Line
    proband: Line | None = None
    tested: list[Line] = Field(default=[], max_length=100)
    carriers: list[Line] = Field(default=[], max_length=100)
    deceased: list[Line] = Field(default=[], max_length=100)
    genotypes: dict[Line, Line] = Field(default={})
    note: Text | None = Field(default=None, description="what the pedigree shows, for those who do not see it")


class OtherCentre(Part):
    """How another centre, or a knowledge base, classified the variant. Shown; never evidence."""

    source: Line
    classification: Line
    date: Day | None = None
    note: Line | None = None


class FindingNote(Part):
    """What persons say of one variant in this patient: its genotype, its fit, what it means."""

    variant: Line = Field(description="CHROM-POS-REF-ALT as in the classified rows, or the HGVS name")
    gene: Line | None = None
    role: Literal["primary", "secondary", "germline_flag"] = "primary"
    zygosity: Zygosity | None = None
    vaf: Fraction | None = None
    depth: Count | None = None
    moi: Line | None = Field(
        default=None, description="AD, AR, XL, XLD, XLR, YL or MT: the condition's, where several count"
    )
    condition: Line | None = Field(default=None, description="the gene's condition as the summary writes it")
    partner: Line | None = Field(default=None, description="the second variant of the gene")
    phase: Phase | None = Field(default=None, description="against the partner")
    origin: Line | None = Field(default=None, description="maternal, paternal, de novo, germline, somatic …")
    phenotype_fit: Fit | None = Field(
        default=None, description="how far the gene's disease explains the clinical question"
    )
    why: Text | None = Field(default=None, description="why this class, in one sentence; else from the criteria")
    meaning: Text | None = Field(
        default=None, description="what it means for the question, in one sentence; never for class 3"
    )
    moved_by: Text | None = Field(default=None, description="class 3: what would move it")
    confirmed: Line | None = Field(default=None, description="how it was confirmed, Sanger for example")
    comment: Text | None = None
    other_centres: list[OtherCentre] = Field(default=[], max_length=50)


class Biomarker(Part):
    """A measured marker of the tumour."""

    name: Line
    value: Line
    unit: Line | None = None
    interpretation: Line | None = None
    source: Line | None = None


class OtherResult(Part):
    """A result beside the small variants: a fusion, a copy number, a methylation class."""

    kind: Literal["fusion", "copy_number", "structural", "karyotype", "methylation", "expression", "other"]
    result: Line
    meaning: Text | None = None
    source: Line | None = None


class Haematology(Part):
    """Disease classes and risk as the clinic states them: both classifications side by side."""

    who_2022: Line | None = None
    icc_2022: Line | None = None
    eln_2022: Line | None = None
    ipss_m: Line | None = None
    karyotype: Line | None = None
    mrd_marker: Line | None = None
    prior_hypomethylating: bool | None = Field(default=None, description="treated with a hypomethylating agent before")
    predisposition: Text | None = None
    clonal_haematopoiesis: Text | None = None


class Childhood(Part):
    """What a child's tumour asks beside the variants."""

    predisposition: Text | None = None
    paired_normal: bool | None = None
    methylation_class: Line | None = None
    inherited: Text | None = Field(default=None, description="inherited or somatic, and how that is known")
    family_support: Text | None = None


class Pgx(Part):
    """One pharmacogene, as its own analysis gave it, and the guideline's sentence."""

    gene: Line
    diplotype: Line
    phenotype: Line
    activity_score: Line | None = None
    drug: Line | None = None
    recommendation: Text | None = Field(default=None, description="the guideline's words, with its source beside them")
    strength: Line | None = None
    source: Line | None = None
    untested: Line | None = Field(default=None, description="alleles that were not tested")
    note: Text | None = Field(default=None, description="phenoconversion, for example")


class Action(Part):
    """A proposed action, as a named person proposes it."""

    text: Text
    about: Line | None = Field(default=None, description="the variant it rests on; class 3 carries none")
    author: Line | None = None
    date: Day | None = None
    due: Day | None = None


class Participant(Part):
    name: Line
    role: Line | None = None


class Signature(Part):
    """A signature by name and role. `gms report sign` adds what it signs."""

    name: Line
    role: Line
    date: Day
    content_sha256: Sha256 | None = None
    at: Line | None = Field(default=None, description="the time in UTC, as `gms report sign` wrote it")
    parts: dict[Line, Sha256] | None = Field(default=None, description="the hash of each part of the content")
    gms: Line | None = Field(default=None, description="the version of gms that showed what was signed")


class Meeting(Part):
    name: Line | None = None
    date: Day | None = None
    contact: Line | None = None
    follow_up: Day | None = None


class Amendment(Part):
    """A version that replaced an earlier one, and why. `gms report amend` writes them."""

    version: Annotated[int, Field(ge=1)]
    date: Day
    author: Line
    reason: Text
    replaces: Sha256 | None = Field(default=None, description="the hash of the version before, with its signatures")
    replaced: Day | None = Field(default=None, description="the day on which the version before was signed")


class Release(Part):
    """One version in the file of signatures: why it came, what it replaces, how many must sign, and who did."""

    version: Annotated[int, Field(ge=1)]
    date: Day | None = None
    author: Line | None = None
    reason: Text | None = None
    replaces: Sha256 | None = None
    needed: Annotated[int, Field(ge=1, le=5)] = 1
    signature: list[Signature] = Field(default=[], max_length=50)


class Manifest(Part):
    """What a file carries of itself: report/manifest.py writes it, report/verifying.py reads it as hostile input."""

    format: Line
    kind: Line
    gms: Line
    case: Line | None
    version: Annotated[int, Field(ge=1)]
    language: Line
    type: Line | None = None
    signed: bool
    signatures: list[dict[Line, Line]] = Field(max_length=50)
    content_sha256: Sha256
    parts: dict[Line, Sha256]
    inputs: list[dict[Literal["name", "sha256"], Line]] = Field(max_length=MAX_ITEMS)
    versions: dict[Literal["rules", "panels", "reference"], dict[Line, dict[Line, Line | None]] | list[Text]]
    pieces: list[list[Line]] = Field(max_length=1000)
    file_sha256: Sha256


class SigningRecord(Part):
    """`CASE.signatures.json`: the versions of a case, each with its signatures."""

    format: Literal["gms-signatures/1"]
    case: Line | None = None
    release: list[Release] = Field(min_length=1, max_length=200)
