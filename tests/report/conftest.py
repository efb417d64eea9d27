"""Cases in a few words: rows as `gms classify` writes them, and a case file as a table."""

import pytest

from gmstool.report.case import Case, CaseFile, Row
from gmstool.report.checking import checked

COMPLETE = {"method": {"tested": ["snv", "indel"]}, "coverage": {"complete": True}}
NAMES = {5: "Pathogenic", 4: "Likely pathogenic", 3: "Uncertain significance", 2: "Likely benign", 1: "Benign"}


def row(place="1-100-A-T", gene="AAA", number=5, moi="AR", **more):
    chrom, pos, ref, alt = place.split("-")
    told = {
        "variant": f"chr{place}", "chrom": f"chr{chrom}", "pos": int(pos), "ref": ref, "alt": alt, "gene": gene,
        "hgvsc": f"NM_1.1:c.{pos}{ref}>{alt}", "hgvsp": "NP_1.1:p.Arg1Trp", "moi": moi, "assembly": "GRCh38",
        "classification": NAMES.get(number), "points": 10, "rules": "acmg-2015-svi-2024",
        "criteria": [
            {"code": "PVS1", "verdict": "met", "strength": "VeryStrong", "points": 8, "because": "no null variant"},
            {"code": "PS3", "verdict": "not_assessed"},
            {"code": "BA1", "verdict": "not_met", "points": 0},
        ],
    }  # fmt: skip
    return checked(Row, told | more, "the row")


def case(rows=(), kind="rare", gaps=(), metas=(), **file):
    return Case(
        file=checked(CaseFile, file, "the case"), type=kind, rows=list(rows), metas=list(metas),
        gaps=None if gaps is None else list(gaps),
    )  # fmt: skip


@pytest.fixture(scope="session")
def make():
    """Makers of cases and rows; COMPLETE says that coverage and variant types are known."""

    class Make:
        case = staticmethod(case)
        row = staticmethod(row)
        complete = COMPLETE

    return Make


@pytest.fixture
def full(make):
    """A case with something in every section."""
    return make.case(
        [make.row(), make.row("2-7-C-G", "BBB", 3, "AD", temperature="hot"), make.row("3-9-G-C", "CCC", 1)],
        **COMPLETE, id="CASE-1", referral="R-1", gaps=[("DDD", "4:1-20", 20)], date="2026-01-01",
        submission={"assertion_criteria": {"db": "PubMed", "id": "25741868"}, "release_status": "public", "variant": [
            {"variant": "chr1-100-A-T", "local_id": "V-1", "confirmed_by": "Dr B", "evaluated": "2026-01-01",
             "condition": {"name": "a condition"}}]},
        metas=[{"funnel": {"alleles": 10, "steps": [{"step": "panel", "dropped": 4, "dropped_unknown": 1}],
            "rescued": 1},
                "rule_sets": [{"id": "acmg", "version": "1", "sha256": "ab" * 32}]}],
        sample=[{"id": "S1", "passed": True, "mean_depth": 31.5}],
        finding=[{"variant": "chr1-100-A-T", "zygosity": "homozygous", "phenotype_fit": "full", "meaning": "Åtgärdas."},
                 {"variant": "chr2-7-C-G", "zygosity": "heterozygous", "meaning": "Never shown.", "moved_by": "More."}],
        action=[{"text": "Offer counselling.", "author": "Dr B"}, {"text": "Treat it.", "about": "chr2-7-C-G"}],
        participant=[{"name": "Dr B", "role": "geneticist"}], open_question=["Why?"],
    )  # fmt: skip
