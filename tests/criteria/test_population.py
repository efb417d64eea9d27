"""PM2, BA1, BS1, BS2: situations in words, both sides of each limit."""

import pytest

from gmstool.rules import load

MET_PM2, MET_BA1, NOT_MET, NOT_ASSESSED = 1, -8, 0, None
COMMON, ALL, EXOMES = "gnomad_popmax_af", "gnomad_joint_af", "gnomad_exomes_af"
X = {COMMON: 0.001, "moi": "XL", "chrom": "chrX", "pos": 50_000_000}
FAF = "gnomad_faf95"

PM2 = [
    ("absent from gnomAD, dominant", {}, MET_PM2),
    ("dominant, at the ceiling", {COMMON: 2e-5, "gnomad_ac": 1}, MET_PM2),
    ("dominant, at the ceiling, the file has no counts", {COMMON: 2e-5, "without": ("gnomad_ac",)}, MET_PM2),
    ("dominant, at the ceiling, the file has counts of others", {COMMON: 2e-5}, NOT_ASSESSED),
    ("recessive, at the ceiling, the count does not matter", {COMMON: 2e-5, "moi": "AR"}, MET_PM2),
    ("dominant, above the ceiling", {COMMON: 2.1e-5}, NOT_MET),
    ("recessive, at its higher ceiling", {COMMON: 1e-4, "moi": "AR"}, MET_PM2),
    ("recessive, above it", {COMMON: 1.1e-4, "moi": "AR"}, NOT_MET),
    ("X-linked has the ceiling of dominant", {COMMON: 1e-4, "moi": "XL"}, NOT_MET),
    ("both modes: the strictest ceiling", {COMMON: 1e-4, "moi": "AD/AR"}, NOT_MET),
    ("one allele seen", {COMMON: 1e-6, "gnomad_ac": 1}, MET_PM2),
    ("two alleles are one too many if dominant", {COMMON: 1e-6, "gnomad_ac": 2}, NOT_MET),
    ("two alleles are none too many if recessive", {COMMON: 1e-6, "gnomad_ac": 2, "moi": "AR"}, MET_PM2),
    ("never looked up", {"af_status": "not_looked_up"}, NOT_ASSESSED),
    ("seen, its frequency not known", {"af_status": "observed"}, NOT_ASSESSED),
    ("mode of inheritance not known, though absent", {"moi": "unclear"}, NOT_ASSESSED),
    ("rare in exomes, not in genomes", {"gnomad_exomes_af": 1e-6}, MET_PM2),
    ("rare in exomes, common in genomes", {"gnomad_exomes_af": 1e-6, "gnomad_genomes_af": 1e-2}, NOT_MET),
    ("rare in all, the largest group not known", {ALL: 1e-6, "gnomad_ac": 1}, NOT_ASSESSED),
    ("too common in all, the largest group not known", {ALL: 2.1e-5, "gnomad_ac": 1}, NOT_MET),
    ("rare in all, no file with groups", {ALL: 1e-6, "gnomad_ac": 1, "without": (COMMON,)}, MET_PM2),
]
BA1 = [
    ("at 5 %", {COMMON: 0.05}, NOT_MET),
    ("above 5 %", {COMMON: 0.0501}, MET_BA1),
    ("absent is an answer", {}, NOT_MET),
    ("5 % of all, the largest group not known", {ALL: 0.05}, NOT_ASSESSED),
    ("above 5 % of all, the largest group not known", {ALL: 0.0501}, MET_BA1),
    ("above 5 % in the largest group, below in all", {ALL: 0.03, COMMON: 0.0501}, MET_BA1),
    ("never looked up", {"af_status": "not_looked_up"}, NOT_ASSESSED),
    ("2,000 alleles", {COMMON: 0.06, "gnomad_an": 2000}, MET_BA1),
    ("too few alleles", {COMMON: 0.06, "gnomad_an": 1999}, NOT_ASSESSED),
    ("a listed exception by its c. name", {COMMON: 0.06, "gene": "BTD", "hgvsc": "NM_001370658.1:c.1330G>C"}, NOT_MET),
    ("a listed exception by its p. name", {COMMON: 0.06, "gene": "BTD", "hgvsp": "NP_1:p.Asp444His"}, NOT_MET),
    ("another variant of a listed gene", {COMMON: 0.06, "gene": "BTD"}, MET_BA1),
    ("a listed gene, names not known", {COMMON: 0.06, "gene": "BTD", "hgvsc": None, "hgvsp": None}, NOT_ASSESSED),
    ("gene not known", {COMMON: 0.06, "gene": None}, NOT_ASSESSED),
]
BS1 = [
    ("dominant, at the limit", {COMMON: 0.001}, NOT_MET),
    ("dominant, above it: supporting without a disease model", {COMMON: 0.0011}, -1),
    ("recessive, at the limit", {COMMON: 0.01, "moi": "AR"}, NOT_MET),
    ("recessive, above it", {COMMON: 0.011, "moi": "AR"}, -1),
    ("X-linked, above its limit", {COMMON: 0.0011, "moi": "XL"}, -1),
    ("both modes: the highest limit", {COMMON: 0.0011, "moi": "AD/AR"}, NOT_MET),
    ("at the limit in all, the largest group not known", {ALL: 0.001}, NOT_ASSESSED),
    ("above it in all, the largest group not known", {ALL: 0.0011}, -1),
    ("absent is an answer", {}, NOT_MET),
    ("mode of inheritance not known", {COMMON: 0.02, "moi": "unclear"}, NOT_ASSESSED),
    ("never looked up", {"af_status": "not_looked_up"}, NOT_ASSESSED),
]
BS2 = [
    ("recessive, two homozygotes", {COMMON: 0.001, "gnomad_hom": 2, "moi": "AR"}, -1),
    ("recessive, one homozygote", {COMMON: 0.001, "gnomad_hom": 1, "moi": "AR"}, NOT_MET),
    ("recessive, absent", {"moi": "AR"}, NOT_MET),
    ("recessive, homozygotes not known", {COMMON: 0.001, "moi": "AR"}, NOT_ASSESSED),
    ("X-linked, three hemizygotes", X | {"gnomad_hemi": 3}, -1),
    ("X-linked, two hemizygotes", X | {"gnomad_hemi": 2}, NOT_MET),
    ("X-linked, a negative count is none", X | {"gnomad_hemi": -1}, NOT_ASSESSED),
    ("X-linked, last base that X and Y share", X | {"gnomad_hemi": 3, "pos": 2_781_479}, NOT_ASSESSED),
    ("X-linked, first base of X alone", X | {"gnomad_hemi": 3, "pos": 2_781_480}, -1),
    ("X-linked, on another chromosome", X | {"gnomad_hemi": 3, "chrom": "chr2"}, NOT_ASSESSED),
    ("recessive, a negative count is none", {COMMON: 0.001, "gnomad_hom": -1, "moi": "AR"}, NOT_ASSESSED),
    ("dominant: never from database counts", {COMMON: 0.01, "gnomad_hom": 50}, NOT_ASSESSED),
    ("dominant beside recessive: neither", {COMMON: 0.01, "gnomad_hom": 50, "moi": "AD/AR"}, NOT_ASSESSED),
    ("a gene of clonal haematopoiesis", {COMMON: 0.01, "gnomad_hom": 9, "moi": "AR", "gene": "TET2"}, NOT_ASSESSED),
    ("a gene with a homologous locus", {COMMON: 0.01, "gnomad_hom": 9, "moi": "AR", "gene": "STRC"}, NOT_ASSESSED),
]


@pytest.mark.parametrize(
    ("code", "situation", "facts", "expected"),
    [(code, *one) for code, table in (("PM2", PM2), ("BA1", BA1), ("BS1", BS1), ("BS2", BS2)) for one in table],
)
def test_frequency_evidence(ask, code, situation, facts, expected):
    assert ask.points(code, **facts) == expected, situation


GROUPS = ("gnomad_afr_af", "gnomad_amr_af", "gnomad_eas_af", "gnomad_nfe_af", "gnomad_sas_af")
RARE = dict.fromkeys(GROUPS, 1e-6)
BY_GROUP = [
    ("BA1", "at 5 % in a group", {"gnomad_afr_af": 0.05}, NOT_MET),
    ("BA1", "above 5 % in a group, rare in all", {"gnomad_afr_af": 0.0501}, MET_BA1),
    ("BA1", "rare in all groups", {}, NOT_MET),
    ("BA1", "a group not known", {"gnomad_afr_af": None}, NOT_ASSESSED),
    ("BA1", "a group not known, above 5 % in another", {"gnomad_afr_af": None, "gnomad_eas_af": 0.06}, MET_BA1),
    ("BA1", "no group known: exomes have the variant", dict.fromkeys(GROUPS), NOT_ASSESSED),
    (
        "BA1",
        "no group known: genomes alone have it",
        dict.fromkeys(GROUPS) | {EXOMES: None, "gnomad_genomes_af": 1e-5},
        NOT_MET,
    ),
    ("BA1", "the groups alone known", {EXOMES: None}, NOT_ASSESSED),
    ("BS1", "dominant, at the limit in a group", {"gnomad_sas_af": 0.001}, NOT_MET),
    ("BS1", "dominant, above it in a group", {"gnomad_sas_af": 0.0011}, -1),
    ("PM2", "dominant, at the ceiling in a group", {"gnomad_eas_af": 2e-5}, MET_PM2),
    ("PM2", "dominant, above it in a group", {"gnomad_eas_af": 2.1e-5}, NOT_MET),
    ("PM2", "a group not known", {"gnomad_eas_af": None}, NOT_ASSESSED),
]


@pytest.mark.parametrize(("code", "situation", "facts", "expected"), BY_GROUP)
def test_frequencies_of_ancestry_groups(ask, code, situation, facts, expected):
    known = {EXOMES: 1e-5, "without": (COMMON, "gnomad_ac"), **RARE} | facts

    assert ask.points(code, **known) == expected, situation


@pytest.mark.parametrize(
    ("code", "facts", "expected"),
    [("BS1", {"gnomad_sas_af": 0.00099}, None), ("BS1", {"gnomad_sas_af": 0.001}, -4),
     ("BS1", {"gnomad_sas_af": 0.00019}, 0), ("BS1", {"gnomad_sas_af": 0.00099, EXOMES: 0.0002}, -4),
     ("BA1", {"gnomad_sas_af": 0.00099}, None), ("BA1", {"gnomad_sas_af": 0.001}, MET_BA1)],
)  # fmt: skip
def test_a_handful_of_alleles_of_one_group_makes_no_variant_common(ask, code, facts, expected):
    """A panel with limits of 0.0002: one allele of the smallest groups is as frequent."""
    limit = {"min_af": {"value": 0.0002, "unit": "allele frequency, at least"}}
    asked = {EXOMES: 1e-5, **RARE, "without": (COMMON, "gnomad_ac")} | facts
    rules = ask.rules_with(**{code.lower(): limit})

    assert ask.points(code, **asked, rules=rules) == expected
    assert ("may be few alleles" in ask.reason(code, **asked, rules=rules)) == (expected is None)


@pytest.mark.parametrize(
    ("situation", "facts", "expected"),
    [("at the limit", {FAF: 0.001}, NOT_MET), ("above it", {FAF: 0.0011}, -1),
     ("few alleles of a group", {FAF: 0.00001}, NOT_MET),
     ("not known, the frequency passes", {}, NOT_ASSESSED), ("a negative number is none", {FAF: -1.0}, NOT_ASSESSED),
     ("not known, the frequency does not pass", {COMMON: 0.001}, NOT_MET),
     ("absent", {COMMON: None}, NOT_MET)],
)  # fmt: skip
def test_bs1_takes_the_filtering_frequency_where_the_file_has_it(ask, situation, facts, expected):
    known = {COMMON: 0.002, FAF: None} | facts

    assert ask.points("BS1", **known) == expected, situation


def test_bs1_names_the_filtering_frequency(ask):
    assert ask.reason("BS1", **{COMMON: 0.002, FAF: None}) == "not assessed: needs gnomAD filtering frequency (95 %)"
    assert ask.reason("BS1", **{COMMON: 0.002, FAF: 0.0015}).startswith(
        "gnomAD: 0.002, filtering frequency 0.0015, against 0.001 for inheritance AD"
    )


@pytest.mark.parametrize("code", ["PM2", "BA1", "BS1"])
def test_a_group_s_frequency_that_is_missing_is_named(ask, code):
    assert ask.reason(code, **{ALL: 1e-6, "gnomad_ac": 1}) == (
        "not assessed: needs frequency of gnomAD's ancestry groups"
    )


def test_low_coverage_makes_absence_no_evidence(ask):
    assert ask.points("PM2", gnomad_an=499, most_alleles=1000) is None
    assert ask.points("PM2", gnomad_an=500, most_alleles=1000) == 1
    assert ask.points("PM2", most_alleles=1000) == 1


@pytest.mark.parametrize(("alleles", "expected"), [(400_000, -1), (399_999, NOT_ASSESSED)])
def test_homozygotes_of_a_poorly_covered_place_do_not_tell(ask, alleles, expected):
    facts = {COMMON: 0.001, "gnomad_hom": 5, "moi": "AR", "gnomad_an": alleles}

    assert ask.points("BS2", **facts, most_alleles=800_000) == expected


@pytest.mark.parametrize(("frequency", "expected"), [(0.00002, -1), (0.000019, NOT_MET), (0.0001, -1), (0.00011, -4)])
def test_a_panel_s_lower_limit_of_bs1_is_supporting(ask, frequency, expected):
    """BRCA1: strong above 0.0001, supporting from 0.00002."""
    rules = load.for_gene("BRCA1")

    assert ask.points("BS1", **{COMMON: frequency, "moi": "AD", "gene": "BRCA1"}, rules=rules) == expected
    assert ("0.0001 " in ask.reason("BS1", **{COMMON: frequency, "moi": "AD"}, rules=rules)) == (expected == -4)


@pytest.mark.parametrize(
    ("gene", "ba1", "bs1"),
    [
        ("GATM", 0.0005, 0.0001), ("GAMT", 0.003, 0.001), ("SLC6A8", 0.002, 0.0002), ("MYOC", 0.01, 0.001),
        ("POLG", 0.001, 0.0005), ("DICER1", 0.003, 0.0003), ("MYBPC3", 0.001, 0.0002), ("TNNI3", 0.001, 0.0001),
        ("TPM1", 0.001, 0.0001), ("SCN1A", 0.0002, 0.000004), ("SCN8A", 0.0001, 0.000002), ("SCN1B", 0.003, 0.0001),
        ("ENG", 0.01, 0.0008), ("ATM", 0.005, 0.0005), ("PALB2", 0.001, 0.0001), ("PMS2", 0.0028, 0.0001),
        ("MECP2", 0.0003, 0.00008),
    ],
)  # fmt: skip
def test_panels_have_limits_of_their_own_for_common_variants(ask, gene, ba1, bs1):
    rules = load.for_gene(gene)

    def points(frequency):
        found = {COMMON: frequency, "moi": "AD", "gene": gene}
        return [ask.points(code, **found, rules=rules) for code in ("BA1", "BS1")]

    assert points(ba1)[0] == MET_BA1
    assert points(ba1 * 0.99)[0] == NOT_MET
    assert points(bs1)[1] == -4
    assert points(bs1 * 0.99)[1] == NOT_MET


def test_a_missing_refining_fact_leaves_the_answer_and_is_named(ask):
    told = ask.reason("PM2")

    assert told == (
        "gnomAD: absent, against a ceiling of 0.00002 for inheritance AD "
        "(not known: gnomAD allele count, gnomAD allele number)"
    )


def test_a_panel_s_limit_takes_the_place_of_the_general_one(ask):
    rules = ask.rules_with(
        bs1={"min_af": {"value": 0.0002, "unit": "allele frequency, at least"}},
        pm2={"popmax": {"value": 0.0, "unit": "allele frequency, at most"}},
    )

    assert ask.points("BS1", rules=rules, gnomad_popmax_af=0.0002) == -4
    assert ask.points("BS1", rules=rules, gnomad_popmax_af=0.00019) == 0
    assert ask.points("PM2", rules=rules, gnomad_popmax_af=1e-7) == 0
    assert ask.points("PM2", rules=rules) == 1


@pytest.mark.parametrize(
    ("situation", "facts", "expected"),
    [("absent", {}, 1),
     ("one allele", {COMMON: 2e-5, "gnomad_ac": 1}, 1),
     ("two alleles", {COMMON: 1e-6, "gnomad_ac": 2}, 0),
     ("one allele of a small group, too common there", {COMMON: 2.1e-5, "gnomad_ac": 1}, 0),
     ("no counts: too rare for a second allele", {COMMON: 1.2e-6, "without": ("gnomad_ac",)}, 1),
     ("no counts: a second allele is possible", {COMMON: 1.3e-6, "without": ("gnomad_ac",)}, 0),
     ("counts of others", {COMMON: 1.2e-6}, None),
     ("of exomes alone, which the counts leave out", {"gnomad_exomes_af": 1.2e-6}, 1),
     ("never looked up", {"af_status": "not_looked_up"}, None)],
)  # fmt: skip
def test_a_panel_that_asks_for_absence_lets_one_allele_pass(ask, situation, facts, expected):
    rules = ask.rules_with(pm2={"absent": {"value": True, "unit": "truth"}})

    assert ask.points("PM2", **facts, rules=rules) == expected, situation


@pytest.mark.parametrize(
    ("situation", "facts", "expected"),
    [("by the transcript of the list", {"gene": "BTD", "hgvsc": "NM_000060.4:c.1330G>C"}, 0),
     ("by MANE Select", {"gene": "BTD", "hgvsc": "NM_001370658.1:c.1270G>C"}, 0),
     ("by the protein of MANE Select", {"gene": "BTD", "hgvsp": "NP_001357587.1:p.Asp424His"}, 0),
     ("by a former name of the gene", {"gene": "HLA-H", "hgvsp": "NP_000401.1:p.Cys282Tyr"}, -8),  # another gene today
     ("by another name of the gene", {"gene": "HFE1", "hgvsp": "NP_000401.1:p.Cys282Tyr"}, 0),
     ("another variant of the gene", {"gene": "BTD", "hgvsc": "N:c.1271A>C", "hgvsp": "N:p.Asp424Ala"}, -8),
     ("the same name in another gene", {"gene": "SOS1", "hgvsc": "NM_001370658.1:c.1270G>C"}, -8)],
)  # fmt: skip
def test_ba1_leaves_its_exceptions_out(ask, situation, facts, expected):
    assert ask.points("BA1", **{COMMON: 0.06}, **facts) == expected, situation


@pytest.mark.parametrize(
    ("gene", "name"),
    [("CFTR", "c.1210-7_1210-6del"), ("CFTR", "c.1210-7_1210-6delTT"), ("CFTR", "c.1210-12[5]"),
     ("CYP21", "p.Val282Leu"), ("MITF", "p.Glu318Lys"), ("MITF", "p.Glu425Lys")],
)  # fmt: skip
def test_a_founder_variant_is_known_however_its_gene_and_transcript_are_named(ask, gene, name):
    from gmstool.criteria.listed import founders, is_listed
    from gmstool.rules.load import default

    column = "hgvsc" if name.startswith("c.") else "hgvsp"
    table = ask.assessed({"gene": gene, column: f"X:{name}"}).table

    assert table.select(is_listed(table, founders(default()))).item() is True


def test_an_exception_to_ba1_is_told_as_one(ask):
    listed = {COMMON: 0.06, "gene": "BTD", "hgvsc": "NM_001370658.1:c.1270G>C"}

    assert ask.reason("BA1", **listed) == "on the list of exceptions: common, and yet known to cause disease"
    assert "exceptions" not in ask.reason("BA1", **{COMMON: 0.06})


def test_the_gene_s_own_modes_hold_where_the_row_states_none(ask):
    recessive_gene = {"gene": "GAMT", "hgnc_id": 4136, "moi": None, "gnomad_popmax_af": 1e-4}

    assert ask.points("PM2", **recessive_gene) == 1
    assert ask.points("PM2", **recessive_gene | {"hgnc_id": None}) == 1
    assert ask.points("PM2", **recessive_gene | {"gene": None, "hgnc_id": None}) is None


@pytest.mark.parametrize(
    ("situation", "facts", "expected"),
    [("an exception to BA1", {"gene": "BTD", "hgvsp": "NP_1:p.Asp444His"}, True),
     ("a founder variant", {"gene": "CHEK2", "hgvsp": "NP_1:p.Ile157Thr"}, True),
     ("pathogenic in ClinVar", {"pos": 39_022_772, "ref": "C", "alt": "G"}, True),
     ("none of these", {}, False)],
)  # fmt: skip
def test_known_variants_stop_frequency_evidence(ask, situation, facts, expected):
    found = ask.assessed(facts)

    assert found.table.select(found.view.frequency_conflict.alias("stop"))["stop"][0] is expected, situation
