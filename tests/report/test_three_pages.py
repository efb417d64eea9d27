"""A conference reads three pages at most: five findings with long texts, in each type of case and both languages."""

import pytest

from gmstool.report.renderers import pdf
from gmstool.report.view import view

MOST = 3
COUNTED = (
    "found in 12 of 150,000 people, against a ceiling of 0.00003 for this mode of inheritance (not known: one count)"
)
SAID = "Varianten är beskriven hos flera patienter med samma sjukdom, och föräldrarna bär var sin kopia av den."
GERMLINE = (
    "PVS1",
    "PS1",
    "PS2",
    "PS3",
    "PS4",
    "PM1",
    "PM2",
    "PM3",
    "PM4",
    "PM5",
    "PM6",
    "PP1",
    "PP2",
    "PP3",
    "PP4",
    "PP5",
    "BA1",
    "BS1",
    "BS2",
    "BS3",
    "BS4",
    "BP1",
    "BP2",
    "BP3",
    "BP4",
    "BP5",
    "BP6",
    "BP7",
)
SOMATIC = (
    "OVS1",
    "OS1",
    "OS2",
    "OS3",
    "OM1",
    "OM2",
    "OM3",
    "OM4",
    "OP1",
    "OP2",
    "OP3",
    "OP4",
    "SBVS1",
    "SBS1",
    "SBS2",
    "SBP1",
    "SBP2",
)
GENES = (("PAH", 8582), ("PTPN11", 9644), ("CFTR", 1884), ("TP53", 11998), ("BRCA2", 1101))


def criteria(codes):
    met = [
        {
            "code": one,
            "verdict": "met",
            "strength": "Moderate",
            "points": 2,
            "because": COUNTED,
            "sources": ["VCEP rules 2.0.0, PMID 12345678; gnomAD 4.1"],
        }
        for one in codes[:5]
    ]
    return met + [{"code": one, "verdict": "not_met" if at % 2 else "not_assessed"} for at, one in enumerate(codes[5:])]


def rows(make, *, somatic):
    found = []
    for at, (gene, number) in enumerate(GENES):
        told = {
            "criteria": criteria(SOMATIC if somatic else GERMLINE),
            "hgnc_id": number,
            "condition": "a condition",
            "hgvsc": f"ENST00000553106.6:c.12{at}2_1245delinsACGTACG",
            "hgvsp": f"ENSP00000448059.1:p.Arg{at + 40}Trp",
            "vaf": 0.31,
            "known": {"clinvar": "Pathogenic", "stars": 2},
            "gnomad_exomes_af": 0.00001,
            "gnomad_genomes_af": 0.00002,
            "kb_sources": "ClinVar",
            "kb_class": "Pathogenic",
            "kb_consensus": "agree",
            "kb_labs": "Lab A|Lab B",
        }
        tumour = {
            "classification": None,
            "oncogenicity": "Oncogenic",
            "tier": "II",
            "level": "C",
            "escat": {"rank": "IIB"},
            "tier_reason": COUNTED,
            "rules": "clingen-cgc-vicc-2022",
            "prompts": [{"kind": "germline", "because": COUNTED}],
            "evidence": [
                {
                    "type": "therapeutic",
                    "drug": "a drug",
                    "indication": SAID,
                    "level": "C",
                    "biomarker": gene,
                    "source": "a source with a name",
                    "date": "2026-01-01",
                }
            ]
            * 3,
        }
        found.append(make.row(f"{at + 1}-1234567-A-T", gene, 5, **(told | (tumour if somatic else {}))))
    return [*found, *(make.row(f"9-{at}-A-T", f"GENE{at}", 3) for at in range(10, 17))]


def many(make, kind):
    """Five findings, and everything that a case file may tell of this type, in whole sentences."""
    notes = [
        {
            "variant": f"chr{at}-1234567-A-T",
            "zygosity": "heterozygous",
            "origin": "från modern",
            "phase": "trans",
            "phenotype_fit": "partial",
            "why": SAID,
            "meaning": SAID,
            "comment": SAID,
            "confirmed": "Sangersekvensering",
            "other_centres": [{"source": "Region Exempel", "classification": "klass 5", "note": SAID}],
        }
        for at in range(1, 6)
    ]
    of_type = {
        "solid": {
            "biomarker": [{"name": "TMB", "value": "8.1", "unit": "mutationer/Mb", "interpretation": SAID}] * 3,
            "result": [{"kind": "fusion", "result": SAID, "meaning": SAID, "source": "RNA-panel"}] * 2,
        },
        "haematology": {
            "haematology": dict.fromkeys(
                ("who_2022", "icc_2022", "eln_2022", "mrd_marker", "predisposition", "clonal_haematopoiesis"), SAID
            ),
            "result": [{"kind": "fusion", "result": SAID, "meaning": SAID, "source": "RNA-panel"}] * 2,
        },
        "childhood": {
            "childhood": dict.fromkeys(("predisposition", "methylation_class", "inherited", "family_support"), SAID)
        },
        "pharmacogenomics": {
            "pgx": [
                {
                    "gene": f"CYP2D{at}",
                    "diplotype": "*1/*4",
                    "phenotype": "nedsatt metabolism",
                    "drug": "kodein",
                    "recommendation": SAID,
                    "source": "CPIC 2017",
                }
                for at in range(5)
            ]
        },
    }
    layers = [
        {"name": "CIViC", "release": "CIViC 2026-01", "date": "2026-01-01"},
        {"name": "ClinVar", "release": "ClinVar 2026"},
    ]
    funnel = {
        "alleles": 100,
        "rescued": 1,
        "steps": [{"step": one, "dropped": 4, "dropped_unknown": 1} for one in ("quality", "panel", "frequency")],
    }
    meta = {
        "funnel": funnel,
        "layers": layers,
        "notes": [COUNTED] * 2,
        "options": {"max_af": 0.005, "impact": ["HIGH"]},
        "rule_sets": [{"id": "acmg", "version": "1", "sha256": "ab" * 32}],
        "reference": "HGNC 2026, HPO 2026",
    }
    told = {
        "question": dict.fromkeys(("situation", "background", "assessment", "recommendation", "decision"), SAID),
        "method": {"name": "Helgenomsekvensering", "tested": ["snv", "indel"], "limits": [SAID] * 2},
        "coverage": {"complete": True},
        "finding": notes,
        "open_question": [SAID] * 2,
        "id": "CASE-1",
        "referral": "R-1",
        "action": [{"text": SAID, "author": "B. Exempel, klinisk genetiker"}] * 3,
        "reference": [SAID],
        "sample": [
            {"id": f"S{at}", "kind": "blod", "passed": True, "mean_depth": 38, "over_20x": 0.99} for at in range(3)
        ],
        "participant": [{"name": "B. Exempel", "role": "klinisk genetiker"}] * 3,
        "signatures_needed": 2,
    }
    return make.case(
        rows(make, somatic=kind in ("solid", "haematology")),
        kind,
        [("DDD", "4:1-20", 20)] * 5,
        [meta],
        **told,
        **of_type.get(kind, {}),
    )


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("kind", ["rare", "solid", "haematology", "childhood", "pharmacogenomics"])
def test_five_findings_with_long_texts_stay_on_three_pages(make, kind, language):
    case = many(make, kind)

    assert pdf.pages(pdf.render(case, view(case, language))) <= MOST
