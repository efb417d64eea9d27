"""What `gms report --init` writes of a ClinVar submission is one that ClinVar takes, once its lines are in force."""

import json
import re
import tomllib

import pytest

from gmstool.report.case import CaseFile
from gmstool.report.case_types import CASE_TYPES
from gmstool.report.checking import checked
from gmstool.report.exports import clinvar, clinvar_check
from gmstool.report.starting import start
from gmstool.report.view import view

GERMLINE = {"chrom": "chr12", "pos": 102840493, "ref": "G", "alt": "A", "gene": "PAH"}
SOMATIC = {"chrom": "chr12", "pos": 25245351, "ref": "C", "alt": "A", "gene": "KRAS"}
ROWS = {"rare": GERMLINE, "childhood": GERMLINE, "solid": SOMATIC, "haematology": SOMATIC}


def piece(kind, language):
    """The lines of [submission] with the # before them removed, as a person does it."""
    text = start(kind, language)
    if "# [submission]" not in text:
        return None
    lines = text[text.index("# [submission]") :].split("\n\n")[0].splitlines()
    return tomllib.loads("\n".join(re.sub(r"^# ?", "", line) for line in lines))


def submitted(make, kind, language):
    maker = make.row if ROWS[kind] is GERMLINE else make.tumour_row
    place = "-".join(str(ROWS[kind][name]) for name in ("chrom", "pos", "ref", "alt")).removeprefix("chr")
    made = make.case([maker(place, **ROWS[kind])], kind)
    told = made.file.model_dump(exclude_none=True) | piece(kind, language)
    made = made.model_copy(update={"file": checked(CaseFile, told, "the case")})
    return json.loads(clinvar.render(made, view(made, language)))


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("kind", CASE_TYPES)
def test_every_started_case_file_is_valid_with_its_submission_and_states_nothing_without(kind, language):
    assert "submission" not in tomllib.loads(start(kind, language)), "what is commented out is not stated"
    found = piece(kind, language)

    assert (found is None) == (kind == "pharmacogenomics"), "diplotypes are no variants of ClinVar"
    assert found is None or checked(CaseFile, found, "the piece").submission.variant


@pytest.mark.parametrize("kind", ROWS)
def test_the_started_submission_has_the_structure_that_is_asked_for(make, kind):
    told = submitted(make, kind, "sv")

    assert clinvar_check.faults(told) == []
    section = "germlineSubmission" if ROWS[kind] is GERMLINE else "oncogenicitySubmission"
    assert [one["localID"] for one in told[section]] == ["LAB-V-1"]


@pytest.mark.shared
@pytest.mark.parametrize("kind", ROWS)
def test_the_started_submission_is_valid_by_ncbis_schema(make, kind, faults_by_ncbi):
    assert faults_by_ncbi(submitted(make, kind, "en")) == []
