"""Cases of each kind in a few words, for what other systems read."""

import datetime as dt
import json
from pathlib import Path

import pytest

from gmstool.report.case import Case, CaseFile, Row
from gmstool.report.checking import checked
from gmstool.report.signing import content_sha256

NAMES = {5: "Pathogenic", 4: "Likely pathogenic", 3: "Uncertain significance", 2: "Likely benign", 1: "Benign"}
DAY = dt.date(2026, 11, 20)
SCHEMA = Path(__file__).parents[4] / "shared" / "schemas" / "clinvar-submission" / "submission_schema.json"


def row(place="12-100-A-T", number=5, **more):
    chrom, pos, ref, alt = place.split("-")
    told = {
        "variant": f"chr{place}", "chrom": f"chr{chrom}", "pos": int(pos), "ref": ref, "alt": alt, "gene": "AAA",
        "hgnc_id": 17, "hgvsc": f"NM_1.1:c.{pos}{ref}>{alt}", "hgvsp": "NP_1.1:p.Arg1Trp", "moi": "AR",
        "assembly": "GRCh38", "classification": NAMES.get(number), "points": 10, "rules": "acmg-2015-svi-2024",
        "condition": "a condition", "mondo": "MONDO:0009861",
        "criteria": [
            {"code": "PVS1", "verdict": "met", "strength": "VeryStrong", "because": "frameshift; NMD is predicted"},
            {"code": "PM3", "verdict": "met", "strength": "Moderate", "because": "in trans in the sister of K-7"},
            {"code": "PS3", "verdict": "not_assessed", "because": "needs functional studies"},
        ],
    }  # fmt: skip
    return checked(Row, told | more, "the row")


def tumour_row(place="7-140753336-A-T", **more):
    evidence = [
        {"type": "therapeutic", "drug": "drug A", "direction": "sensitivity", "tumour_type": "LUAD", "relation": "same",
         "level": "A", "tier": "I", "told": "A drug A, sensitivity"},
        {"type": "therapeutic", "drug": "drug B", "direction": "sensitivity", "tumour_type": "MEL", "relation": "other",
         "level": "C", "tier": "II"},
        {"type": "diagnostic", "drug": None, "tumour_type": "LUAD", "relation": "same", "level": "B"},
    ]  # fmt: skip
    told = {
        "classification": None, "oncogenicity": "Oncogenic", "tier": "I", "level": "A", "evidence": evidence,
        "moi": None, "condition": None, "mondo": None,
        "vaf": 0.31, "dp": 400, "tumour_alt_reads": 124, "tier_reason": "AAA: drug A",
    }  # fmt: skip
    return row(place, None, **(told | more))


def case(rows=(), kind="rare", gaps=(), pedigree=(), **file):
    told = {"method": {"tested": ["snv", "indel"]}, "coverage": {"complete": True}, "id": "CASE-17", "date": DAY} | file
    known = {key: value for key, value in told.items() if value is not None}
    metas = [{"rule_sets": [{"id": "acmg", "version": "1"}], "reference": "HPO 1"}]
    return Case(
        file=checked(CaseFile, known, "the case"), type=kind, rows=list(rows), gaps=list(gaps),
        pedigree=list(pedigree), metas=metas,
    )  # fmt: skip


def signed(made):
    """The case with a signature that holds for its content."""
    mark = {"name": "Dr B", "role": "geneticist", "date": DAY, "content_sha256": content_sha256(made)}
    told = made.file.model_dump(exclude_none=True) | {"signature": [mark]}
    return made.model_copy(update={"file": checked(CaseFile, told, "the case")})


SAMPLE = {"id": "S1", "kind": "blood", "sex": "female", "collected": dt.date(2026, 10, 1)}
FINDING = {"variant": "chr12-100-A-T", "zygosity": "heterozygous", "origin": "maternal", "moi": "AR"}
TUMOUR = {"oncotree": "LUAD", "diagnosis": "adenocarcinoma", "icd_o": "8140/3", "stage": "IV"}


def kinds():
    """One case of each type, with something in every section that its type has."""
    pair = [
        {**FINDING, "partner": "chr12-200-C-G", "phase": "trans", "phenotype_fit": "full", "meaning": "Lost function."},
        {**FINDING, "variant": "chr12-200-C-G", "origin": "paternal", "partner": "chr12-100-A-T", "phase": "trans"},
    ]
    people = [("S1", "F1", "M1", "female", True), ("F1", None, None, "male", False), ("M1", None, None, "female", None)]
    rare = case(
        [row(), row("12-200-C-G", 4)], hpo=["HP:0001263"], condition="a condition", sample=[SAMPLE], finding=pair,
        laboratory="Lab", referral="R-9", question={"situation": "A girl.", "decision": "Is it the cause?"},
        action=[{"text": "Offer counselling.", "about": "chr12-100-A-T", "author": "Dr B", "due": DAY}],
        pedigree=people,
    )  # fmt: skip
    solid = case(
        [tumour_row()], "solid", tumour=TUMOUR, sample=[{"id": "T1", "role": "tumour", "kind": "FFPE"}],
        biomarker=[{"name": "TMB", "value": "9,1", "unit": "mutations/Mb"}, {"name": "MSI", "value": "stable"}],
        result=[{"kind": "fusion", "result": "no fusion", "meaning": "None seen."}],
    )  # fmt: skip
    blood = case(
        [tumour_row(tier="III", level=None, evidence=[])], "haematology", tumour={"oncotree": "AML"},
        haematology={"who_2022": "AML with NPM1", "karyotype": "46,XX[20]", "mrd_marker": "NPM1"},
        finding=[{"variant": "chr7-140753336-A-T", "origin": "somatic"}],
    )  # fmt: skip
    child = case([row(number=4, moi="AD")], "childhood", tumour={"oncotree": "ACC"}, finding=[FINDING | {"moi": "AD"}],
                 childhood={"methylation_class": "none"})  # fmt: skip
    genes = [
        {"gene": "DPYD", "diplotype": "*1/*2A", "phenotype": "Intermediate metabolizer", "drug": "fluorouracil",
         "recommendation": "as written", "strength": "strong", "source": "CPIC", "untested": "rare alleles"},
        {"gene": "TPMT", "diplotype": "*1/*1", "phenotype": "normal"},
        {"gene": "HLA-B", "diplotype": "57:01 positive", "phenotype": "carrier"},
    ]  # fmt: skip
    return {"rare": rare, "solid": solid, "haematology": blood, "childhood": child,
            "pharmacogenomics": case((), "pharmacogenomics", pgx=genes)}  # fmt: skip


SUBMITTED = {"variant": "chr12-100-A-T", "local_id": "LV-1", "confirmed_by": "Dr B", "evaluated": DAY}
SUBMISSION = {
    "assertion_criteria": {"db": "PubMed", "id": "25741868"}, "release_status": "public",
    "collection_method": "clinical testing",
}  # fmt: skip


@pytest.fixture(scope="session")
def make():
    """Makers of cases, rows and submissions."""

    class Make:
        row, tumour_row, case, signed = map(staticmethod, (row, tumour_row, case, signed))
        kinds = staticmethod(kinds)
        day, sample, finding, submitted, submission = DAY, SAMPLE, FINDING, SUBMITTED, SUBMISSION

        @staticmethod
        def put_forward(rows, *entries, **more):
            asked = SUBMISSION | {"variant": [SUBMITTED | one for one in entries or ({},)]} | more
            return case(rows, submission={key: value for key, value in asked.items() if value is not None})

        @staticmethod
        def luhn_number():
            """A personal identity number of nobody: a public example of the tax agency's."""
            return "19701063" + "-" + "2391"

    return Make


@pytest.fixture(autouse=True)
def no_epoch(monkeypatch):
    """The environment states no time, unless a test does."""
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)


@pytest.fixture(params=["rare", "solid", "haematology", "childhood", "pharmacogenomics"])
def kind(request):
    return request.param


@pytest.fixture
def faults_by_ncbi():
    """What ClinVar's own schema finds wrong in a submission."""
    if not SCHEMA.exists():
        pytest.skip("the public schema is not here")
    from jsonschema import Draft202012Validator

    schema = Draft202012Validator(json.loads(SCHEMA.read_text("utf-8")))
    return lambda told: list(schema.iter_errors(told))
