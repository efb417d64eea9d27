"""What is said of a tumour is said in Swedish too: nothing of the English sentence is left but names."""
# ruff: noqa: E501  # tables of situations, one line a row

import re

import polars as pl
import pytest
from tests.somatic.layers.test_haematology import ELN_2022, ELN_2024, TP53, facts
from tests.somatic.layers.test_tiers import REVIEWED, SILENT

from gmstool.sentences import say
from gmstool.somatic import (
    assay,
    biomarkers,
    blood_classes,
    case_lines,
    childhood,
    fusions,
    haematology,
    haematology_classes,
    haematology_tp53,
    tier_reasons,
    tiers,
    tumour_types,
)  # fmt: skip
from gmstool.somatic.case import TumourCase
from gmstool.somatic.case_result import CRYPTIC, DISPUTED, case_result
from gmstool.somatic.evidence import Event
from gmstool.somatic.haematology_tables import tables
from gmstool.somatic.notes import Notes
from gmstool.somatic.shipped import shipped_table
from gmstool.somatic.shown import Words, item

ENGLISH = re.compile(
    r"\b(the|is|are|not|of|with|without|and|or|below|above|found|known|variants|loss|one|level|once|only|carried|kind|"
    r"reviewed|held|copies|list|seen|near|from|class|frequency|assessed|points|missing|gene|genes)\b"
)


def left(text):
    """The English words that stay in a sentence that is told in Swedish."""
    return ENGLISH.findall(say(str(text), "sv"))


def tier_sentences(variant, some):
    for row, code, *_ in REVIEWED:
        frame = pl.DataFrame([variant(**row)], infer_schema_length=None)
        yield tiers.tier(frame, tumour_types.find(code), some).row(0, named=True)["tier_reason"]
    for _, more, _ in SILENT:
        yield tier_reasons.without_evidence(variant("OR4F5", **more))[1]
    yield tier_reasons.without_evidence(variant(af_status="not_looked_up"))[1]
    yield tier_reasons.without_evidence(None)[1]


@pytest.mark.parametrize("which", ["layers", "reviewed"])
def test_every_reason_of_a_tier_is_swedish(variant, request, which):
    sentences = set(tier_sentences(variant, request.getfixturevalue(which)))
    names = re.compile(r"^.*?(?=, evidensnivå )")

    assert len(sentences) > 10
    assert {one: found for one in sentences if (found := ENGLISH.findall(names.sub("", say(one, "sv"))))} == {}


def risk_sentences():
    for table, scheme in ((ELN_2022, haematology.eln_2022), (ELN_2024, haematology.eln_2024)):
        for _, found, _ in table:
            for known in (found, facts(covered=frozenset(), iscn=None, itd=None), facts(prior_hypomethylating=True)):
                told = scheme(known)
                yield from (*told.because, *told.missing, *told.notes, told.scheme)
                yield from (one for one in (told.risk, told.would_be) if one)
    yield from haematology.eln_2022(facts(fusions=("PML::RARA", "RUNX1::RUNX1T1"))).notes
    yield from haematology.eln_2022(facts(fusions=("RUNX1::RUNX1T1",), tp53=(0.3,))).notes
    yield from (CRYPTIC, DISPUTED)


def test_every_word_of_the_risk_is_swedish():
    assert {one for one in risk_sentences() if left(one)} == set()


def test_every_word_about_tp53_and_markers_is_swedish():
    told = {haematology_tp53.tp53_state(facts(iscn=iscn, tp53=found))[1] for _, found, iscn, _ in TP53}
    told |= {haematology_tp53.tp53_state(facts(tp53=(0.3,), tp53_losses=("TP53 loss (x)",)))[1].replace("loss ", "")}
    told |= {state for known in (facts(), facts("NPM1"), facts(covered=frozenset(), itd=None))
             for _, state in haematology_classes.summary(known)}  # fmt: skip

    assert {one for one in told if left(one)} == set()


@pytest.mark.parametrize("code", ["AML", "HL"])
def test_which_classes_there_are_is_swedish(code):
    assert left(haematology_classes.covered(tumour_types.find(code))) == []


def test_notes_calls_burden_assay_and_childhood_are_swedish(variant, layers):
    told = [
        "GMS list Lung: region (exon2)", "near a hotspot in space (3D hotspots): not a residue that recurs by itself",
        *Notes(layers, None)(variant(chrom="7", pos=140753336, ref="A", alt="T", assembly="GRCh38")),
        "6.0 copies, not corrected for purity; from 6: x", "6.0 copies, corrected by the caller; from 6: x",
        "0.1 copies in a tumour cell, 1.0 in the sample at purity 0.5; below 0.5: x", fusions.DNA,
        biomarkers.burden([variant(tumour_vaf=None)], None).method,
        *biomarkers.burden([variant(tumour_vaf=None)], 0.5).notes,
        biomarkers.burden([], 1.5, synonymous=True).method, *dict(assay.UNKNOWN.told()).values(),
        childhood.NOT_ASKED, childhood.REFUSED, childhood.NONE_SEEN, "once reviewed", "not entered", "reviews as of",
        "examined", "not examined by this assay", "no finding of the lists: the class is not excluded by that",
        "may be inherited: test normal tissue, with genetic counselling", "recurs in",
    ]  # fmt: skip

    assert {one: left(one) for one in told if left(one)} == {}


@pytest.mark.parametrize("code", ["AML", "PV", "FL", "LUAD"])
def test_every_word_of_the_case_is_swedish(variant, layers, code):
    """The lines for people, with nothing known and with calls; names of classes, genes, drugs and layers stay."""
    events = [Event("fusion", "EML4::ALK", (1316, 427)), Event("amplification", "ERBB2 amplification", (3430,))]
    told = case_result([variant("NPM1", "p.Trp288CysfsTer12", "frameshift_variant")], None, tumour_types.find(code),
                       layers, events=events)  # fmt: skip

    lines = case_lines.lines({"variants": [], "variants_not_listed": 2, **told}, "sv", 10_000)

    names = re.compile(r"^.*?evidensnivå")
    assert {line: found for line in lines if (found := ENGLISH.findall(names.sub("", line)))} == {}
    assert lines[0].startswith("fallet: ")


@pytest.mark.parametrize("called", [True, False])
def test_a_called_itd_beside_a_negative_test_is_disputed(variant, layers, called):
    rows = [variant("FLT3", None, "inframe_insertion", event="FLT3-ITD")] if called else []
    stated = TumourCase({"biomarker": [{"name": "FLT3-ITD", "value": "negative"}]})

    risk = case_result(rows, stated, tumour_types.find("AML"), layers)["haematology"]["risk"]

    assert all((DISPUTED in one["notes"]) is called for one in risk)


# Names that are the same in both languages: genes, changes, karyotypes, and international names of drugs.
SAME = re.compile(
    r"[A-Z][A-Z0-9]*(::[A-Z0-9]+)?( [A-Z]\d+[A-Z]?)?( exon \d+)?|exon \d+|[A-Z0-9]+-ITD|[A-Z]\d+[A-Z]|"
    r"[a-z]+(nib|mab|sib|parib|trant|staurin|stat)"
)


def in_swedish(text):
    """Whether every part of a text is in the catalogue, or is a name."""
    return say(text, "sv") != text or all(SAME.fullmatch(part) for part in text.split(", "))


@pytest.mark.parametrize("column", ["drug", "indication", "line", "direction", "type", "nt_council"])
def test_no_text_of_the_shipped_biomarkers_is_missing_in_swedish(column):
    texts = set(shipped_table("biomarkers")[column].drop_nulls())

    assert texts
    assert {one for one in texts if not in_swedish(one)} == set()


@pytest.mark.parametrize("field", ["finding", "who", "icc", "weight", "needs"])
def test_no_text_of_the_classes_is_missing_in_swedish(field):
    texts = {getattr(one, field) for one in blood_classes.lines()} - {blood_classes.WHAT_WAS_FOUND}

    assert {one for one in texts if not in_swedish(one)} == set()


def test_no_class_of_leukaemia_is_missing_in_swedish():
    every = [one["name"].split(" rearr")[0] for one in tables()["fusions"]]
    found = [facts(gene, tp53=tp53) for gene in ("NPM1", "ASXL1", "RUNX1") for tp53 in ((), (0.3,))]
    found += [
        facts(cebpa_bzip=True),
        facts(fusions=tuple(every)),
        facts(fusions=("KMT2A::AFDN", "GATA2::MECOM", "NUP98::NSD1")),
    ]
    told = {text for one in found for each in haematology_classes.classes(one) for text in each.values()}

    assert len(told) > 30
    assert {one for one in told if not in_swedish(one)} == set()


def test_every_shipped_tumour_type_has_a_swedish_name():
    codes = set(shipped_table("tumour_types")["code"])

    assert {code for code in codes if not tumour_types.name_in(code, "sv")} == set()
    assert tumour_types.name_in("NSCLC", "sv") == "Icke-småcellig lungcancer"
    assert tumour_types.name_in("NSCLC", "en") == "Non-Small Cell Lung Cancer"
    assert tumour_types.name_in("OF_A_USER", "sv") is None


def test_no_tumour_of_the_fusions_is_missing_in_swedish(layers):
    table = layers.table("fusions")
    texts = {
        *table["cancer"],
        *(f"recurs in {one}, defining" for one in table["cancer"]),
        *table["frequency"].drop_nulls(),
    }

    assert {one for one in texts if say(one, "sv") == one and re.search("[A-Za-z]", one)} == set()


@pytest.mark.parametrize(
    ("told", "swedish"),
    [
        ("NT-rådet: not known", "NT-rådet: okänt"),
        ("joined in DNA, 35 kb beside MYC: order of the partners and frame not known",
         "sammanfogade i DNA, 35 kb från MYC: partnernas ordning och läsram är okända"),
        ("2.0 copies, 0.0 of the minor allele, by ASCAT", "2.0 kopior, 0.0 av den mindre allelen, enligt ASCAT"),
        ("2.0 copies, 0.0 of the minor allele, by the caller", "2.0 kopior, 0.0 av den mindre allelen, enligt analysverktyget"),
        ("2.0 copies, 0.0 of the minor allele, worked out from the allele fraction 0.1 at purity 0.8",
         "2.0 kopior, 0.0 av den mindre allelen, beräknat ur allelfraktionen 0.1 vid tumörcellshalt 0.8"),
        ("TP53 copy-neutral loss", "TP53 kopieneutral förlust"),
        ("p.Gln62Ter, RB1 loss (1.0 copies, 0.0 of the minor allele, by ASCAT)",
         "p.Gln62Ter, RB1 förlust av en kopia (1.0 kopior, 0.0 av den mindre allelen, enligt ASCAT)"),
        ("2 variants; whether they lie on different copies is not known", "2 varianter; det är okänt om de ligger på olika kopior"),
        ("not met: RUNX1 beside it", "inte uppfyllt: RUNX1 samtidigt"),
        ("not met: below 10% of the alleles", "inte uppfyllt: under 10% av allelerna"),
    ],
)  # fmt: skip
def test_what_is_composed_is_told_in_swedish(told, swedish):
    assert say(told, "sv") == swedish


@pytest.mark.parametrize("language", ["en", "sv"])
def test_what_the_council_says_is_never_blank(layers, language):
    words = Words(language, None, None, [])
    row = {"level": "C", "type": "therapeutic", "direction": "sensitivity", "biomarker": "KRAS G12C", "indication": "x",
           "tumour_type": "NSCLC", "line": "first line", "regulators": "EMA", "source": "y", "date": "2026-11-22",
           "reviewed": False}  # fmt: skip

    silent = item({**row, "drug": "sotorasib", "nt_council": None}, words)
    spoken = item({**row, "drug": "sotorasib", "nt_council": "can be used, 2026-01-01"}, words)
    no_drug = item({**row, "drug": None, "nt_council": None}, words)

    assert ("NT-rådet: okänt" if language == "sv" else "NT-rådet: not known") in silent
    assert "NT-rådet: can be used, 2026-01-01" in spoken
    assert "NT-rådet" not in no_drug


def test_the_layers_that_gms_wrote_have_swedish_names(layers):
    own = [one.release for one in layers.named if one.release.startswith("gms ")]

    assert len(own) > 5
    assert [one for one in own if say(one, "sv") == one] == []
    assert say("cancerhotspots.org v2 (obtained 2026-11-22)", "sv") == "cancerhotspots.org v2 (hämtad 2026-11-22)"


@pytest.mark.parametrize(("text", "code"), [("akut myeloisk leukemi", "AML"), ("Icke-småcellig lungcancer", "NSCLC")])
def test_a_tumour_type_is_found_by_its_swedish_name(text, code):
    assert tumour_types.find(text).code == code
    assert tumour_types.known("lungcancr") is None
