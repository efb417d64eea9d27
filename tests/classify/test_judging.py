"""From annotated records to classes: the gate, the stop, the scope, the case file and what is only shown."""

from datetime import date

import pytest
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from gmstool.classify import shown
from gmstool.classify.case import CaseVariant, Functional, Override
from gmstool.classify.conditions import Wish
from gmstool.classify.judging import CODES, sets_of
from gmstool.filters.options import Options
from gmstool.vcf.header import parse_header

from .conftest import batch, files

SIGNED = {"author": "A. Signer", "date": date(2026, 11, 2), "reference": "PMID 1"}
TP53 = "chr17-7674220-C-T"


def override(code, strength, reason="as we know it"):
    return Override(code=code, strength=strength, reason=reason, author="B. Signer", date=date(2026, 11, 3))


def test_one_row_for_each_allele_and_gene(judged, given):
    both = [
        given.entry(),
        given.entry(SYMBOL="WRAP53", HGNC_ID="HGNC:25522", Consequence="intron_variant", IMPACT="MODIFIER"),
    ]

    rows = judged(given.record(*both), given.record(given.entry("T"), given.entry("G"), alt="T,G"))

    assert [(row["gene"], row["alt"]) for row in rows] == [("TP53", "T"), ("WRAP53", "T"), ("TP53", "T"), ("TP53", "G")]


def test_the_gene_s_own_rule_set_judges_its_rows(judged, given):
    row, other = judged(given.record(given.entry()), given.record(given.entry(SYMBOL="WRAP53", HGNC_ID="HGNC:25522")))

    assert (row["rules"], other["rules"]) == ("vcep-tp53", "acmg-2015-svi-2024")


@pytest.mark.parametrize("symbol", ["HNF4A", "TCF14"])
def test_an_older_symbol_of_an_annotator_gets_the_gene_s_rules_and_regions(judged, given, symbol):
    """HNF4A was TCF14; a domain of the panel's list is residues 180-220."""
    shown = {"Feature": "ENST00000316673.9", "Protein_position": "200", "Amino_acids": "R/W"}
    entry = given.entry(SYMBOL=symbol, HGNC_ID="HGNC:5024", **shown)

    (row,) = judged(given.record(entry))

    assert (row["gene"], row["rules"]) == (symbol, "vcep-hnf4a")
    assert row["PM1"] == 1


@pytest.mark.parametrize(
    ("record", "scope"),
    [
        ({"alt": "<CNV>"}, "structural"),
        ({"alt": "<INS>"}, "structural"),
        ({"alt": "C[chr2:321682["}, "structural"),
    ],
)
def test_kinds_that_the_rules_are_not_for_are_not_called_uncertain(judged, given, record, scope):
    (row,) = judged(given.record(given.entry(record.get("alt", "T")), **record))

    assert (row["classification"], row["points"]) == ("Not in scope", None)
    assert scope in row["scope"]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, "Not in scope"),
        ({"SpliceAI_max": "0.15"}, "Uncertain significance"),
        ({"gnomADg_AF": "0.2"}, "Benign"),
    ],
)
def test_what_is_not_coding_needs_spliceai_or_to_be_common(judged, given, values, expected):
    (row,) = judged(
        given.record(
            given.entry(Consequence="intron_variant", IMPACT="MODIFIER", HGVSc="x:c.782+60C>T", **values), pos=7674121
        )
    )

    assert row["classification"] == expected


def test_a_record_without_annotation_is_not_called_uncertain(judged, given):
    (row,) = judged(given.record())

    assert (row["classification"], row["scope"]) == ("Not in scope", "not in scope: the consequence is not known")


def test_the_case_file_brings_criteria_that_annotation_cannot_answer(judged, given):
    assay = Functional(assay="a", readout="abnormal", fits_mechanism=True, odds_path=20, **SIGNED)
    case = [CaseVariant(variant=TP53, functional=(assay,))]

    (without,), (row,) = judged(given.record(given.entry())), judged(given.record(given.entry()), case=case)

    assert (without["PS3"], row["PS3"]) == (None, 4)
    assert row["points"] == without["points"] + 4


@pytest.mark.parametrize("name", [TP53, "17-7674220-C-T", "17-7674219-GC-GT", "ENST00000269305.9:c.743G>A"])
def test_a_variant_of_the_case_file_is_found_however_it_is_named(judged, given, name):
    (row,) = judged(
        given.record(given.entry()), case=[CaseVariant(variant=name, override=(override("PS4", "Strong"),))]
    )

    assert row["PS4"] == 4


def test_a_variant_of_the_case_file_can_be_kept_to_one_gene(judged, given):
    both = [given.entry(), given.entry(SYMBOL="WRAP53", HGNC_ID="HGNC:25522")]
    case = [CaseVariant(variant=TP53, gene="WRAP53", override=(override("PS4", "Strong"),))]

    rows = judged(given.record(*both), case=case)

    assert [row["PS4"] for row in rows] == [None, 4]


@pytest.mark.parametrize(
    ("strength", "points"),
    [("VeryStrong", 8), ("Strong", 4), ("Moderate", 2), ("Supporting", 1), ("not_met", 0), ("not_assessed", None)],
)
def test_an_override_sets_any_strength_and_says_who_did(strength, points, given):
    case = [CaseVariant(variant=TP53, override=(override("PS4", strength),))]
    found = batch(given.record(given.entry(REVEL="0.95")), case=case)
    (one,) = shown.objects(shown.placed(found, "GRCh38"), found, "en")
    (criterion,) = (each for each in one["criteria"] if each["code"] == "PS4")

    assert found.rows["PS4"][0] == points
    assert criterion["because"] == "set by B. Signer on 2026-11-03: as we know it"
    assert criterion["override"]["author"] == "B. Signer"


def test_of_two_criteria_with_a_common_ceiling_one_counts_in_part_and_says_so(given):
    found = batch(given.record(given.entry(REVEL="0.95", SpliceAI_max="0")))
    (one,) = shown.objects(shown.placed(found, "GRCh38"), found, "en")
    (criterion,) = (each for each in one["criteria"] if each["code"] == "PP3")

    assert (criterion["strength"], criterion["points"], criterion["suppressed_by"]) == ("Moderate", 2, None)
    assert criterion["because"].endswith("; capped beside PM1")


def test_a_displaced_criterion_keeps_its_verdict_and_counts_nothing(given):
    null = {"Consequence": "stop_gained", "IMPACT": "HIGH", "HGVSp": "x:p.Arg248Ter", "Amino_acids": "R/*"}
    case = [CaseVariant(variant=TP53, override=(override("PVS1", "VeryStrong"), override("PM4", "Moderate")))]
    found = batch(given.record(given.entry(**null)), case=case)
    (one,) = shown.objects(shown.placed(found, "GRCh38"), found, "en")
    (criterion,) = (each for each in one["criteria"] if each["code"] == "PM4")

    assert (criterion["verdict"], criterion["suppressed_by"], criterion["points"]) == ("met", "PVS1", 0)


def test_a_limited_gene_is_never_called_pathogenic(judged, given):
    adar = {"SYMBOL": "ADAR", "HGNC_ID": "HGNC:225"}
    case = [CaseVariant(variant=TP53, override=(override("PS4", "VeryStrong"), override("PS3", "Strong")))]

    (row,) = judged(given.record(given.entry(**adar)), case=case, wish=Wish(condition="MONDO:0009723"))

    assert (row["class_points"], row["classification"]) == ("Pathogenic", "Uncertain significance")
    assert row["gate"] == "gene of uncertain significance: ClinGen validity Limited"


def test_unknown_validity_is_said_and_does_not_cap(judged, given):
    case = [CaseVariant(variant=TP53, override=(override("PS4", "VeryStrong"), override("PS3", "Strong")))]

    (row,) = judged(given.record(given.entry()), case=case)

    assert (row["classification"], row["gate"]) == ("Pathogenic", "the validity of gene and condition is not known")


@pytest.mark.parametrize(
    ("review", "expected", "conflict"),
    [
        ("criteria_provided&_multiple_submitters&_no_conflicts", "Uncertain significance", "frequency_conflict"),
        ("criteria_provided&_single_submitter", "Benign", None),
    ],
)
def test_a_common_variant_that_clinvar_calls_pathogenic_is_left_to_a_person(judged, given, review, expected, conflict):
    common = {"gnomADg_AF": "0.2", "CLINVAR_CLNSIG": "Pathogenic", "CLINVAR_CLNREVSTAT": review}

    (row,) = judged(given.record(given.entry(**common), pos=7674221, ref="G", alt="T"))

    assert (row["classification"], row["conflict"]) == (expected, conflict)


def test_the_bundle_s_clinvar_stops_too_where_the_file_has_none(judged, given):
    (row,) = judged(given.record(given.entry(gnomADg_AF="0.2")))

    assert (row["BA1"], row["conflict"]) == (-8, "frequency_conflict")


def test_a_variant_s_own_clinvar_entry_is_shown_and_changes_nothing(given):
    known = {"CLINVAR_CLNSIG": "Pathogenic", "CLINVAR_CLNREVSTAT": "reviewed_by_expert_panel"}
    plain, with_entry = (batch(given.record(given.entry(**values))) for values in ({}, known))
    one, other = (next(shown.objects(shown.placed(found, "GRCh38"), found, "en")) for found in (plain, with_entry))

    assert (one.pop("known"), other.pop("known")) == (None, {"clinvar": "pathogenic", "stars": 3, "id": None})
    assert one == other


def test_other_conditions_stand_as_alternatives_with_their_own_class(given):
    found = batch(given.record(given.entry(SYMBOL="BRCA2", HGNC_ID="HGNC:1101")))
    (one,) = shown.objects(shown.placed(found, "GRCh38"), found, "en")

    assert one["moi"] == "AD/AR"
    assert {"AD", "AR"} <= {other["moi"] for other in one["alternatives"]}
    assert all(other["classification"] for other in one["alternatives"])


@pytest.mark.parametrize(
    ("situation", "condition", "rules"),
    [("nobody states one: the table's first is malignant hyperthermia", "", "vcep-ryr1-mhs"),
     ("malignant hyperthermia is stated", "MONDO:0007783", "vcep-ryr1-mhs"),
     ("a myopathy is stated", "Central core disease", "acmg-2015-svi-2024")],
)  # fmt: skip
def test_a_row_is_judged_by_the_rules_of_the_condition_that_it_names(given, situation, condition, rules):
    shown_as = {"SYMBOL": "RYR1", "HGNC_ID": "HGNC:10483", "Feature": "ENST00000359596.8"}
    listed = given.entry(**shown_as, Protein_position="163", gnomADg_AF="0.002")
    found = batch(given.record(listed, chrom="chr19", pos=38_440_000), wish=Wish(condition=condition))
    (one,) = shown.objects(shown.placed(found, "GRCh38"), found, "en")
    of_hyperthermia = {"malignant hyperthermia, susceptibility to, 1", "Malignant hyperthermia of anesthesia"}
    told = [one, *one["alternatives"]]
    of_panel = {other["points"] for other in told if other["condition"] in of_hyperthermia}
    of_others = {other["points"] for other in told if other["condition"] not in of_hyperthermia}

    assert found.parts[0].rules.id == rules, situation
    assert (one["condition"] in of_hyperthermia) == (rules == "vcep-ryr1-mhs")
    assert of_panel == {2 - 4}, "a region of PM1, and above the panel's limit of BS1"
    assert not of_panel & of_others


def test_filters_come_before_the_classes(judged, given):
    rare, common = (
        given.record(given.entry(gnomADg_AF="0.00001")),
        given.record(given.entry(gnomADg_AF="0.3"), pos=7674300),
    )

    rows = judged(rare, common, options=Options(max_af=0.01))

    assert [row["pos"] for row in rows] == [7674220]


def test_the_object_of_a_row_has_every_field(given):
    found = batch(given.record(given.entry(REVEL="0.95")))
    (one,) = shown.objects(shown.placed(found, "GRCh38"), found, "en")
    fields = (
        "variant chrom pos ref alt assembly gene hgnc_id transcript hgvsc hgvsp consequence condition mondo moi "
        "validity classification class_points class_2015 points posterior temperature conflict known criteria "
        "alternatives"
    )

    assert set(fields.split()) <= one.keys()
    assert tuple(criterion["code"] for criterion in one["criteria"]) == CODES
    assert {"code", "strength", "verdict", "suppressed_by", "points", "because", "sources"} <= one["criteria"][0].keys()
    assert (one["variant"], one["chrom"], one["assembly"]) == (TP53, "chr17", "GRCh38")


def test_points_of_the_criteria_add_up_to_the_row_s(given):
    found = batch(
        given.record(given.entry(REVEL="0.95", gnomADg_AF="0.00001")), given.record(given.entry(gnomADg_AF="0.3"))
    )

    for one in shown.objects(shown.placed(found, "GRCh38"), found, "en"):
        assert sum(criterion["points"] or 0 for criterion in one["criteria"]) == one["points"]


INPUTS = (
    "Consequence",
    "SYMBOL",
    "Feature",
    "HGVSc",
    "HGVSp",
    "Protein_position",
    "Amino_acids",
    "gnomADg_AF",
    "REVEL",
    "SpliceAI_max",
)
RECORDS = (
    {"REVEL": "0.95", "gnomADg_AF": "0.00001", "SpliceAI_max": "0.01"},
    {"REVEL": "0.1", "gnomADg_AF": "0.1", "SpliceAI_max": "0.0"},
    {
        "Consequence": "stop_gained",
        "IMPACT": "HIGH",
        "HGVSp": "ENSP00000269305.4:p.Arg248Ter",
        "Amino_acids": "R/*",
        "REVEL": "",
    },
    {
        "Consequence": "synonymous_variant",
        "IMPACT": "LOW",
        "Amino_acids": "R",
        "SpliceAI_max": "0.0",
        "gnomADg_AF": "0.0005",
    },
)


def signs(values):
    """The points of each criterion for one record."""
    (row,) = batch(files.record(files.entry(**values))).rows.to_dicts()
    return {code: row[code] for code in CODES}


@settings(max_examples=40, deadline=None)
@for_all(
    st.sampled_from(RECORDS),
    st.sampled_from(("Feature", "HGVSc", "REVEL", "SpliceAI_max", "Amino_acids", "Protein_position")),
)
def test_a_missing_input_only_moves_a_verdict_to_not_assessed_or_leaves_it(values, name):
    before, after = signs(values), signs({**values, name: ""})

    turned = {
        code
        for code in CODES
        if before[code] is not None and after[code] is not None and (before[code] != 0) != (after[code] != 0)
    }
    assert turned == set()


GROUPS = "gnomADe_AF|gnomADe_AFR_AF|gnomADe_AMR_AF|gnomADe_EAS_AF|gnomADe_NFE_AF|gnomADe_SAS_AF"


@pytest.mark.parametrize(
    ("situation", "frequencies", "verdicts"),
    [("common in one group", "1e-5|0.09|0|0|0|0", (-8, 0)), ("rare in all groups", "1e-5|1.5e-5|0|0|0|0", (0, 1)),
     ("a group's frequency cannot be read", "1e-5|?|0|0|0|0", (None, None)), ("absent", "|||||", (0, 1))],
)  # fmt: skip
def test_vep_s_ancestry_groups_are_read(given, situation, frequencies, verdicts):
    head = given.HEAD.replace('">\n#CHROM', f'|{GROUPS}">\n#CHROM')
    header = parse_header(head.encode(), "test")
    entry = f"{given.entry(SYMBOL='KMT2D', HGNC_ID='HGNC:7133')}|{frequencies}"
    found = batch(given.record(entry, chrom="chr12", pos=49_030_000), header=header).rows

    assert (found["BA1"][0], found["PM2"][0]) == verdicts, situation


@pytest.mark.parametrize(
    ("keys", "sets"),
    [(("gnomADe_AFR_AF",), {"gnomad_exomes_af"}), (("gnomADg_AF_afr",), {"gnomad_genomes_af"}),
     (("gnomAD_AFR_AF",), {"gnomad_exomes_af"}), ((), set()),
     (("gnomADe_AFR_AF", "gnomADg_AFR_AF"), {"gnomad_exomes_af", "gnomad_genomes_af"})],
)  # fmt: skip
def test_keys_of_groups_tell_which_set_of_gnomad_they_are_of(keys, sets):
    told = "|".join(("Allele", *keys))
    told = f'##INFO=<ID=CSQ,Number=.,Type=String,Description="Format: {told}">'
    head = f"##fileformat=VCFv4.2\n{told}\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n"

    assert sets_of(parse_header(head.encode(), "test"), "gnomad_afr_af") == sets
