"""What is said of a tumour is said in Swedish too: nothing of the English sentence is left but names."""

import re

import polars as pl
import pytest
from tests.somatic.layers.test_haematology import ELN_2022, ELN_2024, TP53, facts
from tests.somatic.layers.test_tiers import REVIEWED, SILENT

from gmstool.sentences import say
from gmstool.somatic import (
    assay,
    biomarkers,
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
from gmstool.somatic.notes import Notes

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


@pytest.mark.parametrize("code", ["AML", "FL"])
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
        "examined", "not examined by this assay",
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

    names = re.compile(r"återkommer vid.*|WHO 2022:.*|^.*?evidensnivå")
    assert {line: found for line in lines if (found := ENGLISH.findall(names.sub("", line)))} == {}
    assert lines[0].startswith("fallet: ")


@pytest.mark.parametrize("called", [True, False])
def test_a_called_itd_beside_a_negative_test_is_disputed(variant, layers, called):
    rows = [variant("FLT3", None, "inframe_insertion", event="FLT3-ITD")] if called else []
    stated = TumourCase({"biomarker": [{"name": "FLT3-ITD", "value": "negative"}]})

    risk = case_result(rows, stated, tumour_types.find("AML"), layers)["haematology"]["risk"]

    assert all((DISPUTED in one["notes"]) is called for one in risk)
