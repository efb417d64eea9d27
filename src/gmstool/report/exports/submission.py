"""The section `[submission]` of a case file: what the laboratory puts forward to ClinVar, variant by variant.

Names and choices are those of NCBI's submission schema (`submission_schema.json`), in this project's spelling.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from gmstool.report.parts import MAX_ITEMS, Day, Line, Part, Text

Accession = Annotated[str, StringConstraints(pattern=r"^SCV[0-9]{9}$")]
Number = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,9}$")]
Kind = Literal["germline", "oncogenicity", "clinical_impact"]
Origin = Literal["germline", "somatic", "de novo", "unknown", "inherited", "maternal", "paternal", "biparental"]
Collected = Literal[
    "clinical testing", "research", "curation", "literature only", "reference population", "provider interpretation",
    "phenotyping only", "case-control", "in vitro", "in vivo", "not provided",
]  # fmt: skip


class Criteria(Part):
    """The published assertion criteria."""

    db: Literal["PubMed", "DOI", "pmc"]
    id: Annotated[str, StringConstraints(pattern=r"^[^;\s]{1,200}$")]


class Condition(Part):
    """The condition by a database's identifier, or by its name where none has one."""

    db: Literal["OMIM", "MedGen", "Orphanet", "MeSH", "HP", "MONDO"] | None = None
    id: Line | None = None
    name: Line | None = None


class Submitted(Part):
    """One variant that is put forward."""

    variant: Line = Field(description="CHROM-POS-REF-ALT as in the classified rows, or the HGVS name")
    gene: Line | None = None
    local_id: Line = Field(description="the laboratory's stable identifier of the variant; it becomes public")
    local_key: Line | None = None
    confirmed_by: Line | None = Field(default=None, description="who confirms it, where the case is not signed")
    evaluated: Day | None = Field(
        default=None, description="when the class was last evaluated; else the signature's day"
    )
    condition: Condition | None = Field(
        default=None, description="else the MONDO condition that the row was judged for"
    )
    accession: Accession | None = Field(default=None, description="the SCV of the record that this one updates")
    origin: Origin | None = Field(
        default=None, description="of the allele; else germline, and unknown for a tumour's variant"
    )
    affected: Literal["yes", "no", "unknown", "not provided"] = "not provided"
    comment: Text | None = Field(default=None, description="public; else the criteria that are met")
    citations: list[Number] = Field(default=[], max_length=50, description="PubMed numbers")


class Submission(Part):
    """A ClinVar submission. gms writes it and never sends it."""

    kind: Kind | None = Field(default=None, description="else germline, and oncogenicity for a tumour's variants")
    assertion_criteria: Criteria | None = None
    release_status: Literal["public", "hold until published"] | None = None
    name: Line | None = Field(default=None, description="of the submission; public")
    behalf_org_id: Annotated[int, Field(ge=1)] | None = None
    collection_method: Collected | None = None
    variant: list[Submitted] = Field(default=[], max_length=MAX_ITEMS)
