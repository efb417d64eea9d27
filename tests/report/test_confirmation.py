"""Which findings need an orthogonal test, on both sides of every limit."""

import json

import pytest

from gmstool.reference import genes
from gmstool.report.confirmation import need, policy
from gmstool.report.findings import findings
from gmstool.report.renderers.json import told
from gmstool.report.view import view

TUMOUR = {"oncogenicity": "Oncogenic", "classification": None, "tier": "I"}
# words, what the row says beside a good call, what a person says, whether it needs confirmation
SITUATIONS = [
    ("a good call", {}, {}, False),
    ("a depth of 20", {"dp": 20}, {}, False),
    ("a depth of 19", {"dp": 19}, {}, True),
    ("a fraction of 0.30", {"vaf": 0.30}, {}, False),
    ("a fraction of 0.299", {"vaf": 0.299}, {}, True),
    ("a tumour's depth of 100", {"dp": 100, **TUMOUR}, {}, False),
    ("a tumour's depth of 99", {"dp": 99, **TUMOUR}, {}, True),
    ("a tumour's fraction of 0.05", {"vaf": 0.05, "dp": 500, **TUMOUR}, {}, False),
    ("a tumour's fraction of 0.049", {"vaf": 0.049, "dp": 500, **TUMOUR}, {}, True),
    ("an insertion", {"ref": "A", "alt": "AT"}, {}, True),
    ("a deletion", {"ref": "AT", "alt": "A"}, {}, True),
    ("two bases for two", {"ref": "AT", "alt": "GC"}, {}, False),
    ("a symbolic allele is no small indel", {"alt": "<DEL>"}, {}, False),
    ("PMS2", {"gene": "PMS2"}, {}, True),
    ("CYP21A2", {"gene": "CYP21A2"}, {}, True),
    ("STRC", {"gene": "STRC"}, {}, True),
    ("GBA1", {"gene": "GBA1"}, {}, True),
    ("GBA1 by its former symbol", {"gene": "GBA"}, {}, True),
    ("SMN1", {"gene": "SMN1"}, {}, True),
    ("by the number of the gene", {"gene": "whatever", "hgnc_id": 9122}, {}, True),
    ("MLH1, which resembles nothing", {"gene": "MLH1"}, {}, False),
    ("a mosaic", {}, {"zygosity": "mosaic"}, True),
    ("a mitochondrial fraction is a measurement", {"chrom": "chrM", "vaf": 0.1}, {}, False),
    ("a class 3", {"dp": 5, "classification": "Uncertain significance"}, {}, True),
    ("a class 2", {"dp": 5, "classification": "Likely benign"}, {}, False),
    ("tier II of low class", {**TUMOUR, "oncogenicity": "Likely benign", "tier": "II", "dp": 5}, {}, True),
    ("the depth is not known", {"dp": None}, {}, None),
    ("the fraction is not known", {"vaf": None}, {}, None),
    ("neither is known, but it is an indel", {"dp": None, "vaf": None, "alt": "AT"}, {}, True),
    ("a person states the depth", {"dp": None}, {"depth": 30}, False),
    ("it was confirmed", {"dp": 5}, {"confirmed": "Sanger"}, False),
    ("it was confirmed, and nothing else is known", {"dp": None}, {"confirmed": "MLPA"}, False),
]  # fmt: skip


def _case(make, row, note):
    good = {"dp": 60, "vaf": 0.5, "gene": "AAA"}
    return make.case(
        [make.row(**{**good, **row})], **make.complete, finding=[{"variant": "chr1-100-A-T", **note}] if note else []
    )


@pytest.mark.parametrize(("words", "row", "note", "wanted"), SITUATIONS, ids=[one[0] for one in SITUATIONS])
def test_a_finding_needs_confirmation_or_not_or_that_is_not_known(make, words, row, note, wanted):
    found = need(findings(_case(make, row, note))[0])

    assert found.needed is wanted
    assert bool(found.reasons) is (wanted is True)
    assert bool(found.unknown) is (wanted is None) or wanted is True


@pytest.mark.parametrize(
    ("language", "said"),
    [("sv", "kräver bekräftelse: djup 19, under 20; PMS2 liknar PMS2CL"),
     ("en", "needs confirmation: depth 19, below 20; PMS2 resembles PMS2CL")],
)  # fmt: skip
def test_the_first_page_and_the_data_say_so(make, language, said):
    case = _case(make, {"dp": 19, "gene": "PMS2"}, {})
    shown = view(case, language)

    assert said in str([one.blocks for one in shown.first if one.key == "findings"])
    data = told(case, shown)["findings"][0]["confirmation"]
    assert (data["needed"], len(data["because"])) == (True, 2)
    assert json.dumps(data)


def test_a_confirmed_finding_says_how_and_asks_no_more(make):
    shown = view(_case(make, {"dp": 19}, {"confirmed": "Sanger"}), "sv")

    text = str([one.blocks for one in shown.sections])
    assert "kräver bekräftelse" not in text
    assert "Sanger" in text


def test_each_gene_of_the_policy_has_its_own_number_and_source():
    for one in policy()["homologous"]:
        assert genes.resolve(one["gene"]).hgnc_id == one["hgnc_id"]
        assert one["like"]
    assert policy()["signed_off"] == ""
