"""The typed case: the file that persons write, the rows that gms judged, and how the runs were made.

The case file is the one that `gms classify --case` reads: evidence in `[[variant]]`, and beside it the sections of
`parts.py`. Rows are the JSON lines of `gms classify`, germline or somatic, as they are; keys that gms does not know
are kept. Nothing here reads a file: see `reading.py`.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, StringConstraints, WithJsonSchema

from gmstool.report.evidence_schema import evidence_schema
from gmstool.report.exports.submission import Submission
from gmstool.report.parts import (
    MAX_ITEMS,
    Action,
    Amendment,
    Biomarker,
    CaseType,
    Childhood,
    Consent,
    Coverage,
    Day,
    FindingNote,
    Haematology,
    Hpo,
    Inputs,
    Line,
    Meeting,
    Method,
    OtherResult,
    PanelUsed,
    Part,
    Participant,
    Pedigree,
    Pgx,
    Question,
    Sample,
    Signature,
    Text,
    Tumour,
)
from gmstool.report.sentence import Sentence

SCHEMA_ID = "https://gmstool/schema/case/1"
Chromosome = Annotated[str, StringConstraints(max_length=60)]
Evidence = Annotated[dict[str, Any], WithJsonSchema(evidence_schema("variant"))]  # checked by classify/case.py
FamilyEvidence = Annotated[dict[str, Any], WithJsonSchema(evidence_schema("family"))]
GeneEvidence = Annotated[dict[str, Any], WithJsonSchema(evidence_schema("gene"))]


class CaseFile(Part):
    """A case file for `gms classify --case` and `gms report`."""

    model_config = ConfigDict(title="gmstool case file")

    # what `gms classify` reads too
    id: Line | None = Field(default=None, description="the case's id: a pseudonym, never a personal identity number")
    condition: Line | None = None
    moi: Line | None = None
    author: Line | None = None
    hpo: list[Hpo] = Field(default=[], max_length=200)
    family: FamilyEvidence | None = None
    gene: list[GeneEvidence] = Field(default=[], max_length=MAX_ITEMS)
    variant: list[Evidence] = Field(default=[], max_length=MAX_ITEMS, description="evidence for `gms classify`")

    # what `gms report` adds
    type: CaseType | None = None
    profile: Line | None = Field(default=None, description="what may be reported: a profile's name, or its file")
    known_variant: list[Line] = Field(
        default=[], max_length=50, description="the family's known variants, for presymptomatic tests"
    )
    lang: Literal["sv", "en"] | None = None
    referral: Line | None = None
    requester: Line | None = None
    laboratory: Line | None = None
    date: Day | None = Field(default=None, description="the report's date; none is made up")
    version: Annotated[int, Field(ge=1)] = 1
    inputs: Inputs = Inputs()
    meeting: Meeting = Meeting()
    question: Question = Question()
    tumour: Tumour = Tumour()
    sample: list[Sample] = Field(default=[], max_length=50)
    panel: list[PanelUsed] = Field(default=[], max_length=50)
    method: Method = Method()
    coverage: Coverage = Coverage()
    consent: Consent = Consent()
    pedigree: Pedigree | None = None
    finding: list[FindingNote] = Field(default=[], max_length=MAX_ITEMS)
    biomarker: list[Biomarker] = Field(default=[], max_length=100)
    result: list[OtherResult] = Field(default=[], max_length=100)
    haematology: Haematology = Haematology()
    childhood: Childhood = Childhood()
    pgx: list[Pgx] = Field(default=[], max_length=200)
    action: list[Action] = Field(default=[], max_length=100)
    open_question: list[Text] = Field(default=[], max_length=100)
    participant: list[Participant] = Field(default=[], max_length=100)
    reference: list[Text] = Field(default=[], max_length=200)
    signature: list[Signature] = Field(default=[], max_length=10)
    signatures_needed: Annotated[int, Field(ge=1, le=5)] = 1
    amendment: list[Amendment] = Field(default=[], max_length=100)
    submission: Submission = Submission()


class Criterion(Part):
    """One criterion of a row: met, not met or not assessed, and why."""

    model_config = ConfigDict(extra="allow")

    code: Line
    verdict: Literal["met", "not_met", "not_assessed"]
    strength: str | None = None
    points: float | None = None
    because: str = ""
    suppressed_by: str | None = None
    sources: list[str] = Field(default=[])


class Row(Part):
    """One JSON line of `gms classify`. Null is not known."""

    model_config = ConfigDict(extra="allow")

    variant: Line
    chrom: Chromosome | None = None
    pos: int | None = None
    ref: str | None = None
    alt: str | None = None
    assembly: str | None = None
    gene: str | None = None
    hgnc_id: int | None = None
    transcript: str | None = None
    hgvsc: str | None = None
    hgvsp: str | None = None
    consequence: str | None = None
    condition: str | None = None
    moi: str | None = None
    classification: str | None = None
    points: float | None = None
    posterior: float | None = None
    temperature: str | None = None
    conflict: str | None = None
    scope: str | None = None
    gate: str | None = None
    schemes_differ: str | None = None
    known: dict[str, Any] | None = None
    rules: str | None = None
    criteria: list[Criterion] = Field(default=[])
    # somatic rows
    oncogenicity: str | None = None
    tier: str | None = None
    level: str | None = None
    escat: Any = None
    evidence: list[Any] = Field(default=[])
    prompts: list[Any] = Field(default=[])
    # what a row of `gms filter` brings, or a later `gms classify`
    gt: str | None = None
    vaf: float | None = None
    dp: int | None = None

    @property
    def called(self) -> str | None:
        """The class that counts: oncogenicity of a somatic row, else the germline classification."""
        return self.oncogenicity or self.classification

    def more(self, name: str) -> Any:
        """A key that the model does not name: a frequency of `gms filter`, for example. None is not known."""
        return (self.model_extra or {}).get(name)


class Case(Part):
    """All that a summary is made from. `metas` are the meta.json of the runs, as they are."""

    file: CaseFile
    type: CaseType
    rows: list[Row] = Field(default=[])
    metas: list[dict[str, Any]] = Field(default=[])
    swedish: bool = False  # reasons of the rows that were written in Swedish, and have no English form
    gaps: list[tuple[str, str, int | None]] | None = None  # gene, region, bases; None: coverage is not known
    pedigree_svg: dict[str, str] = Field(default={})  # by language
    # name, father, mother, sex, affected
    pedigree: list[tuple[str, str | None, str | None, str, bool | None]] = Field(default=[])
    sentences: list[Sentence] = Field(default=[])  # signed ones alone
    profile: str | None = None  # as asked on the command line, else the case file's
    withheld: list[tuple[str, int | None, int]] = Field(default=[])  # why, in English; class; how many
    inputs: list[tuple[str, str]] = Field(default=[])  # names and SHA-256 of the files that were read
    shaped_by: dict[str, list[str]] = Field(default={})  # part of the content: SHA-256 of its files, which are signed
    notices: list[tuple[str, list[str]]] = Field(default=[])  # an English sentence with {} and its values

    @property
    def coverage_known(self) -> bool:
        return self.gaps is not None

    @property
    def somatic(self) -> bool:
        return self.type in ("solid", "haematology")


def schema() -> dict[str, Any]:
    """The JSON Schema of a case file."""
    told = CaseFile.model_json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": SCHEMA_ID, **told}
