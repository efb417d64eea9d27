"""PP3, BP4, BP7, PM4, BP3, PP2, BP1: situations in words, both sides of each limit."""

import pytest

from gmstool.rules.load import for_gene

SILENT = {"consequence": "synonymous_variant", "amino_acids": "K"}
DEEP = {"consequence": "intron_variant"}
NEAR = {"consequence": "missense_variant&splice_region_variant"}
MISSENSE_GENE = {"gene": "PTPN11", "hgnc_id": 9644}


def intron(offset):
    return {**DEEP, "hgvsc": f"ENST00000402219.8:c.300{offset}A>G"}


PP3 = [
    ("REVEL below the lowest bin", {"revel": 0.643, "spliceai_max": 0.0}, 0),
    ("REVEL below it, SpliceAI has no score", {"revel": 0.643}, None),
    ("REVEL below it, no file with SpliceAI", {"revel": 0.643, "without": ("spliceai_max",)}, 0),
    ("… beside a splice site", NEAR | {"revel": 0.643, "without": ("spliceai_max",)}, None),
    ("REVEL supporting", {"revel": 0.644}, 1),
    ("REVEL moderate", {"revel": 0.773}, 2),
    ("REVEL between moderate and strong counts as moderate", {"revel": 0.931}, 2),
    ("REVEL strong", {"revel": 0.932}, 4),
    ("no score, SpliceAI harmless", {"spliceai_max": 0.0}, None),
    ("no score at all", {}, None),
    ("harmless residue, SpliceAI harmful", {"revel": 0.1, "spliceai_max": 0.2}, 1),
    ("the stronger way, never their sum", {"revel": 0.8, "spliceai_max": 0.9}, 2),
    ("synonymous, SpliceAI at the limit", SILENT | {"spliceai_max": 0.2}, 1),
    ("synonymous, SpliceAI below it", SILENT | {"spliceai_max": 0.19}, 0),
    ("synonymous, no SpliceAI", SILENT, None),
    ("at the splice site PVS1 speaks", {"consequence": "splice_donor_variant", "spliceai_max": 0.99}, 0),
    ("a stop is no business of PP3", {"consequence": "stop_gained", "revel": 0.99}, 0),
    ("consequence not known", {"consequence": None, "revel": 0.99}, None),
]
BP4 = [
    ("REVEL supporting", {"revel": 0.29, "spliceai_max": 0.0}, -1),
    ("REVEL just above", {"revel": 0.291, "spliceai_max": 0.0}, 0),
    ("REVEL moderate", {"revel": 0.183, "spliceai_max": 0.0}, -2),
    ("REVEL strong", {"revel": 0.010, "spliceai_max": 0.0}, -4),
    ("REVEL very strong", {"revel": 0.003, "spliceai_max": 0.0}, -8),
    ("harmless residue, SpliceAI between its limits", {"revel": 0.1, "spliceai_max": 0.15}, 0),
    ("harmless residue, SpliceAI at its limit", {"revel": 0.1, "spliceai_max": 0.1}, -2),
    ("harmless residue, SpliceAI has no score", {"revel": 0.1}, None),
    ("harmful residue, SpliceAI has no score", {"revel": 0.9}, 0),
    (
        "harmless residue away from splice sites, no file with SpliceAI",
        {"revel": 0.1, "without": ("spliceai_max",)},
        -2,
    ),
    ("… beside a splice site", NEAR | {"revel": 0.1, "without": ("spliceai_max",)}, None),
    ("harmless residue beside a splice site, no SpliceAI", NEAR | {"revel": 0.1}, None),
    ("harmful residue beside a splice site, no SpliceAI", NEAR | {"revel": 0.9}, 0),
    ("synonymous, SpliceAI at its limit", SILENT | {"spliceai_max": 0.1}, -1),
    ("synonymous, SpliceAI above it", SILENT | {"spliceai_max": 0.11}, 0),
    ("synonymous, no SpliceAI", SILENT, None),
    ("deep intronic, SpliceAI harmless", DEEP | {"spliceai_max": 0.0}, -1),
    ("a frameshift is never harmless", {"consequence": "frameshift_variant", "spliceai_max": 0.0}, 0),
]
BP7 = [
    ("synonymous inside its exon", SILENT | {"spliceai_max": 0.0}, -1),
    ("synonymous, SpliceAI harmful", SILENT | {"spliceai_max": 0.3}, 0),
    ("synonymous, no SpliceAI", SILENT, None),
    ("missense", {"revel": 0.1, "spliceai_max": 0.0}, 0),
    ("intronic at +7", intron("+7") | {"spliceai_max": 0.0}, -1),
    ("intronic at +6", intron("+6") | {"spliceai_max": 0.0}, 0),
    ("intronic at -21", intron("-21") | {"spliceai_max": 0.0}, -1),
    ("intronic at -20", intron("-20") | {"spliceai_max": 0.0}, 0),
    ("intronic, place not known", DEEP | {"hgvsc": None, "spliceai_max": 0.0}, None),
    ("intron of an untranslated region", {**DEEP, "hgvsc": "NM_1:c.-32-25A>G", "spliceai_max": 0.0}, -1),
]
PM4 = [
    ("deletion of two residues", {"consequence": "inframe_deletion", "ref": "AAAAAAA", "alt": "A"}, 2),
    ("deletion of one residue", {"consequence": "inframe_deletion", "ref": "AAAA", "alt": "A"}, 1),
    ("insertion of one residue", {"consequence": "inframe_insertion", "ref": "A", "alt": "ACCC"}, 1),
    ("loss of the stop", {"consequence": "stop_lost"}, 2),
    ("loss of the stop by a deletion", {"consequence": "stop_lost&inframe_deletion", "ref": "AAAA", "alt": "A"}, 2),
    ("missense", {}, 0),
    ("a frameshift", {"consequence": "frameshift_variant"}, 0),
    ("consequence not known", {"consequence": None}, None),
]
PP2 = [
    ("constrained gene with pathogenic missense variants", MISSENSE_GENE, 1),
    ("not missense there", MISSENSE_GENE | SILENT, 0),
    ("a gene that is not constrained", {"gene": "SOS1"}, 0),
    ("gene not known", {"gene": None, "hgnc_id": None}, None),
]


@pytest.mark.parametrize(
    ("code", "situation", "facts", "expected"),
    [
        (code, *one)
        for code, table in (("PP3", PP3), ("BP4", BP4), ("BP7", BP7), ("PM4", PM4), ("PP2", PP2))
        for one in table
    ],
)
def test_computed_evidence(ask, code, situation, facts, expected):
    assert ask.points(code, **facts) == expected, situation


@pytest.mark.parametrize(("from_start", "from_end", "expected"), [(1, 100, 0), (2, 100, -1), (100, 3, 0), (100, 4, -1)])
def test_synonymous_at_the_ends_of_an_exon_is_not_bp7(ask, from_start, from_end, expected):
    """On SOS1's tenth exon, which lies on the minus strand."""
    from gmstool.reference import transcripts

    of = transcripts.of_gene(11187, "GRCh38")[0]
    exon = of.exons[9]
    pos = exon.end - from_start + 1 if from_start < from_end else exon.start + from_end - 1

    facts = SILENT | {"consequence": "synonymous_variant&splice_region_variant", "pos": pos, "spliceai_max": 0.0}

    assert ask.points("BP7", **facts) == expected


@pytest.mark.parametrize("consequence", ["stop_gained", "frameshift_variant", "splice_donor_variant", "start_lost"])
@pytest.mark.parametrize("code", ["PP3", "BP4"])
def test_of_a_null_variant_predictions_say_who_judges_it(ask, code, consequence):
    assert ask.points(code, consequence=consequence) == 0
    assert ask.reason(code, consequence=consequence).endswith("PVS1 judges this one")


def test_one_predictor_is_chosen_for_the_whole_file(ask):
    assert ask.points("PP3", revel=None, cadd=40.0) is None
    assert "revel" in ask.reason("PP3", revel=0.9)


def test_without_a_predictor_missense_is_not_assessed(ask):
    assert ask.points("PP3", without=("revel",)) is None
    assert ask.reason("PP3", without=("revel",)) == "not assessed: needs score of the chosen predictor, SpliceAI"


def test_dbscsnv_speaks_only_where_the_rules_let_it_and_the_file_has_no_spliceai(ask):
    without = ask.rules_with(spliceai={"dbscsnv": {"value": False, "unit": "truth"}})
    silent = SILENT | {"without": ("spliceai_max",)}

    assert ask.points("BP4", **silent, rules=without) is None
    assert ask.points("BP4", **silent) == -1
    assert ask.points("BP4", **SILENT) is None
    assert ask.points("BP4", **silent, dbscsnv_ada=0.6) == 0
    assert ask.points("BP4", **silent, dbscsnv_ada=0.59) == -1
    assert ask.reason("BP4", **silent, dbscsnv_ada=0.59).startswith("no SpliceAI in the file; dbscSNV 0.59 (below 0.6")
    assert "dbscSNV" not in ask.reason("BP4", **SILENT, spliceai_max=0.01, dbscsnv_ada=0.59)


def test_a_panel_that_reads_splicing_only_says_nothing_of_the_protein(ask):
    splicing_only = ask.rules_with(pp3={"missense": {"value": False, "unit": "truth"}})
    harmful, harmless = {"revel": 0.95, "spliceai_max": 0.0}, {"revel": 0.01, "spliceai_max": 0.0}

    assert (ask.points("PP3", **harmful), ask.points("PP3", **harmful, rules=splicing_only)) == (4, 0)
    assert (ask.points("BP4", **harmless), ask.points("BP4", **harmless, rules=splicing_only)) == (-4, 0)
    assert ask.points("PP3", revel=0.5, spliceai_max=0.2, rules=splicing_only) == 1
    assert ask.points("BP4", **SILENT, spliceai_max=0.1, rules=splicing_only) == -1
    assert ask.reason("PP3", **harmful, rules=splicing_only).endswith("the panel reads predictors of splicing only")


@pytest.mark.parametrize(("phylop", "expected"), [(1.99, -1), (2.0, 0), (None, None)])
def test_a_panel_s_limit_of_conservation_holds_for_bp7(ask, phylop, expected):
    panel = ask.rules_with(bp7={"phylop_below": {"value": 2.0, "unit": "phyloP, below"}})

    assert ask.points("BP7", **SILENT, spliceai_max=0.0, phylop=phylop, rules=panel) == expected
    assert ask.points("BP7", **SILENT, spliceai_max=0.0, phylop=phylop) == -1


def test_untranslated_regions_have_bp7_where_the_panel_says_so(ask):
    panel = ask.rules_with(bp7={"untranslated": {"value": True, "unit": "truth"}})
    silent = {"consequence": "3_prime_UTR_variant", "amino_acids": None, "spliceai_max": 0.0}

    assert ask.points("BP7", **silent) == 0
    assert ask.points("BP7", **silent, rules=panel) == -1
    assert ask.points("BP7", **silent | {"consequence": "stop_gained"}, rules=panel) == 0


@pytest.mark.parametrize(("residue", "expected"), [(1020, -1), (1021, 0), (1035, 0), (1036, -1)])
def test_bp1_spares_the_residues_that_a_panel_names(ask, residue, expected):
    assert ask.points("BP1", gene="APC", hgnc_id=583, protein_position=residue, rules=for_gene("APC")) == expected


def test_a_known_repeat_moves_a_change_of_length_from_pm4_to_bp3(ask):
    """HTT's CAG repeat."""
    from gmstool.reference.repeats import repeats_of

    locus = repeats_of(4851, "GRCh38")[0]
    change = {"gene": "HTT", "hgnc_id": 4851, "chrom": f"chr{locus.chrom}", "ref": "CAGC", "alt": "C"}
    change["consequence"] = "inframe_deletion"

    assert (ask.points("PM4", **change, pos=locus.start), ask.points("BP3", **change, pos=locus.start)) == (0, -1)
    assert (ask.points("PM4", **change, pos=locus.end + 99), ask.points("BP3", **change, pos=1)) == (1, None)


def test_bp1_asks_for_a_curated_list(ask):
    rules = ask.rules_with(bp1={"genes": {"value": ["SOS1"], "unit": "genes"}})

    assert ask.points("BP1") is None
    assert ask.points("BP1", rules=rules) == -1
    assert ask.points("BP1", rules=rules, consequence="stop_gained") == 0
    assert ask.reason("BP1").endswith("needs a curated list of genes where only truncating variants cause disease")


@pytest.mark.parametrize(
    ("situation", "facts", "points", "told"),
    [
        ("a gene of the panel's list", {"gene": "PTPN11"}, 1, "applies it to missense variants of PTPN11"),
        ("a gene beside it", {"gene": "SOS1"}, 0, "missense Z"),
        ("no missense variant", {"gene": "PTPN11", "consequence": "synonymous_variant"}, 0, "no missense change"),
    ],
)
def test_pp2_says_what_it_rests_on(ask, situation, facts, points, told):
    rules = for_gene("PTPN11")

    assert ask.points("PP2", **facts, rules=rules) == points, situation
    assert told in ask.reason("PP2", **facts, rules=rules), situation
