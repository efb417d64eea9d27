"""PVS1: the tree of Abou Tayoun 2018 branch by branch, and what exon lengths tell of a variant."""

from dataclasses import replace

import pytest

from gmstool.criteria.effects import Effect
from gmstool.criteria.null_losses import Change, changed, loss_of, structural
from gmstool.criteria.null_starts import Harmful, before_next_start, starts_elsewhere
from gmstool.criteria.null_tree import Kind, Loss, Way, lowered, walk
from gmstool.criteria.null_variants import critical_region
from gmstool.criteria.residues import grantham
from gmstool.reference.transcripts import Exon, Transcript
from gmstool.rules.load import default, for_gene
from gmstool.sentences import say

VERY_STRONG, STRONG, MODERATE, SUPPORTING, NOT_APPLICABLE, NOT_KNOWN = 8, 4, 2, 1, 0, None
STOP = Loss(Kind.NONSENSE, relevant=True)
SKIP = Loss(Kind.SPLICE, relevant=True)
GONE = Loss(Kind.DELETION, relevant=True)
TWICE = Loss(Kind.DUPLICATION, relevant=True)
TREE = [
    ("a stop that brings decay", replace(STOP, decay=True), VERY_STRONG),
    ("… in an exon of no relevant transcript", replace(STOP, decay=True, relevant=False), NOT_APPLICABLE),
    ("… where the transcript is not known", replace(STOP, decay=True, relevant=None), NOT_KNOWN),
    ("decay not known", STOP, NOT_KNOWN),
    ("no decay, a critical region", replace(STOP, decay=False, critical="a motif, residues 7-9", removed=0.01), STRONG),
    ("no decay, loss is frequent here", replace(STOP, decay=False, frequent=True, removed=0.5), NOT_APPLICABLE),
    (
        "… a critical region all the same",
        replace(STOP, decay=False, frequent=True, critical="a motif, residues 7-9"),
        STRONG,
    ),
    (
        "no decay, the file has frequencies and not this one",
        replace(STOP, decay=False, removed=0.5, frequency_missing=True),
        NOT_KNOWN,
    ),
    ("decay, whatever the frequency", replace(STOP, decay=True, frequency_missing=True), VERY_STRONG),
    ("no decay, removes 10 %", replace(STOP, decay=False, removed=0.10), STRONG),
    ("no decay, removes less", replace(STOP, decay=False, removed=0.099), MODERATE),
    ("no decay, removed part not known", replace(STOP, decay=False), NOT_KNOWN),
    ("a skipped exon shifts the frame, decay", replace(SKIP, disrupts_frame=True, decay=True), VERY_STRONG),
    (
        "a skipped exon shifts the frame, no decay, much",
        replace(SKIP, disrupts_frame=True, decay=False, removed=0.2),
        STRONG,
    ),
    ("a skipped exon keeps the frame, little", replace(SKIP, disrupts_frame=False, removed=0.05), MODERATE),
    (
        "a skipped exon keeps the frame, critical",
        replace(SKIP, disrupts_frame=False, critical="a motif, residues 7-9"),
        STRONG,
    ),
    ("frame not known", SKIP, NOT_KNOWN),
    ("+2 T>C reaches moderate at most", replace(SKIP, disrupts_frame=True, decay=True, weak_donor=True), MODERATE),
    ("the whole gene is gone", Loss(Kind.WHOLE_GENE), VERY_STRONG),
    ("exons gone, frame shifted, decay", replace(GONE, disrupts_frame=True, decay=True), VERY_STRONG),
    ("exons gone, frame kept, much", replace(GONE, disrupts_frame=False, removed=0.3), STRONG),
    ("doubled in tandem, proven", replace(TWICE, disrupts_frame=True, decay=True, tandem=True), VERY_STRONG),
    ("doubled in tandem, presumed", replace(TWICE, disrupts_frame=True, decay=True), STRONG),
    ("doubled, frame kept", replace(TWICE, disrupts_frame=False, decay=False), NOT_APPLICABLE),
    ("start lost, pathogenic variant upstream", Loss(Kind.START, upstream=("ClinVar 1",)), MODERATE),
    ("start lost, none", Loss(Kind.START, upstream=()), SUPPORTING),
    ("start lost, upstream not known", Loss(Kind.START), SUPPORTING),
    (
        "start lost, another transcript starts elsewhere",
        Loss(Kind.START, other_start="NM_2.1", upstream=("ClinVar 1",)),
        NOT_APPLICABLE,
    ),
]

# Coding 151-550 of three exons: 50 + 100 + 51 bases, 67 codons, 66 residues; the last junction follows base 400.
MADE = Transcript(
    "GRCh38", "NM_1.1", None, None, 1, "MADE", "Select", "1", 1,
    (Exon(1, 101, 200), Exon(2, 301, 400), Exon(3, 501, 600)), 151, 551, True, True,
)  # fmt: skip
MIRRORED = replace(
    MADE, strand=-1, exons=(Exon(1, 501, 600), Exon(2, 301, 400), Exon(3, 101, 200)), cds_start=150, cds_end=550
)
ALONE = replace(MADE, exons=(Exon(1, 101, 600),))


@pytest.mark.parametrize(("situation", "loss", "expected"), TREE)
def test_the_tree(situation, loss, expected):
    assert walk(loss, default()).points == expected, situation


@pytest.mark.parametrize(("situation", "loss", "points"), TREE)
def test_each_step_has_a_swedish_form(situation, loss, points):
    told = [step for step in walk(loss, default()).steps if say(step, "sv") == step]

    assert told == [], (situation, points)


def test_the_way_through_the_tree_is_told():
    way = walk(replace(STOP, decay=False, frequent=False, removed=0.25), default())

    assert way.steps == (
        "nonsense", "nonsense-mediated decay not predicted", "role of the region unknown",
        "this variant is rare, other loss of function in this exon not counted",
        "removes 25.0 % of the protein, at least 10 %",
    )  # fmt: skip


def test_a_frequency_that_is_not_known_is_told():
    way = walk(replace(STOP, decay=False, removed=0.25), default())

    assert "not known whether loss of function is frequent in this exon" in way.steps


@pytest.mark.parametrize(
    ("points", "steps", "expected"),
    [(8, 0, 8), (8, 1, 4), (8, 2, 2), (4, 2, 1), (1, 1, 0), (1, 2, 0), (None, 2, None)],
)
def test_weak_evidence_for_the_mechanism_lowers_the_strength(points, steps, expected):
    assert lowered(Way(points, ()), steps).points == expected


def substitution(pos, effect, ref="C", alt="T"):
    return Change(pos, pos, ref, alt, effect)


@pytest.mark.parametrize(
    ("of", "pos", "decay"),
    [(MADE, 350, True), (MADE, 351, False), (MADE, 180, True), (MADE, 510, False), (MIRRORED, 351, True),
     (MIRRORED, 350, False), (MIRRORED, 180, False), (ALONE, 180, False)],
)  # fmt: skip
def test_decay_needs_a_junction_fifty_bases_downstream(of, pos, decay):
    assert loss_of(substitution(pos, Effect.STOP_GAINED), of, default()).decay is decay


def test_the_removed_part_is_from_the_first_changed_residue():
    assert loss_of(substitution(151, Effect.STOP_GAINED), MADE, default()).removed == 1.0
    assert loss_of(substitution(543, Effect.STOP_GAINED), MADE, default()).removed == pytest.approx(2 / 66)


@pytest.mark.parametrize(("name", "decay"), [("p.Gly27fsTer8", True), ("p.Gly27fsTer9", False), ("p.Gly27fs", True)])
def test_a_shifted_frame_ends_where_its_name_says(name, decay):
    """One base inserted at residue 27; a stop at residue 34 ends 51 bases before the last junction."""
    change = Change(328, 329, "", "A", Effect.FRAMESHIFT, hgvsp=f"NP_1.1:{name}")

    assert loss_of(change, MADE, default()).decay is decay


@pytest.mark.parametrize(
    ("situation", "of", "pos", "disrupts", "decay"),
    [("donor of exon 2, whose 100 bases shift the frame, only the last follows", MADE, 401, True, False),
     ("acceptor of exon 2", MADE, 299, True, False),
     ("acceptor of the last exon: without it the stop codon is gone", MADE, 500, True, False),
     ("on the other strand the donor lies before the exon", MIRRORED, 299, True, False)],
)  # fmt: skip
def test_the_exon_beside_a_lost_splice_site_is_skipped(situation, of, pos, disrupts, decay):
    found = loss_of(substitution(pos, Effect.SPLICE_SITE), of, default())

    assert (found.disrupts_frame, found.decay) == (disrupts, decay), situation


def test_skipping_the_exon_of_the_start_codon_is_not_in_the_tree():
    assert walk(loss_of(substitution(201, Effect.SPLICE_SITE), MADE, default()), default()).points is None


@pytest.mark.parametrize(
    ("pos", "ref", "alt", "weak"),
    [(402, "T", "C", True), (402, "T", "A", False), (401, "G", "A", False), (402, "C", "T", True)],
)
def test_plus_two_t_to_c_and_gc_donors_are_weak(pos, ref, alt, weak):
    assert loss_of(substitution(pos, Effect.SPLICE_SITE, ref, alt), MADE, default()).weak_donor is weak


@pytest.mark.parametrize(
    ("situation", "place", "svtype", "expected"),
    [("the whole gene", (50, 700), "DEL", Kind.WHOLE_GENE), ("exon 2", (250, 450), "DEL", Kind.DELETION),
     ("an intron", (210, 290), "DEL", None), ("exon 2 doubled", (250, 450), "DUP", Kind.DUPLICATION),
     ("doubled beyond the gene", (250, 700), "DUP", None), ("the whole gene doubled", (50, 700), "DUP", None)],
)  # fmt: skip
def test_deletions_and_duplications_of_exons(situation, place, svtype, expected):
    found = structural(*place, svtype, MADE)

    assert (found and found.kind) == expected, situation


@pytest.mark.parametrize(
    ("written", "expected"),
    [((10, "A", "G", None), (10, 10, "A", "G")), ((10, "AT", "A", None), (11, 11, "T", "")),
     ((10, "A", "AT", None), (10, 11, "", "T")), ((10, "N", "<DEL>", 99), (11, 99, "N", "")),
     ((10, "CAT", "CGT", None), (11, 11, "A", "G"))],
)  # fmt: skip
def test_the_changed_bases(written, expected):
    assert changed(*written) == expected


@pytest.mark.parametrize(
    ("situation", "pos", "effect", "lost"),
    [("a stop at residue 20", 308, Effect.STOP_GAINED, (20, 66)),
     ("a skipped exon that shifts the frame loses the rest", 401, Effect.SPLICE_SITE, (17, 66))],
)  # fmt: skip
def test_the_residues_that_are_lost(situation, pos, effect, lost):
    assert loss_of(substitution(pos, effect), MADE, default()).lost == lost, situation


def test_exons_lost_in_frame_lose_their_residues_alone():
    """Exon 2 of 99 bases; a duplication loses nothing."""
    kept = replace(MADE, exons=(Exon(1, 101, 200), Exon(2, 301, 399), Exon(3, 501, 600)), cds_end=549)

    assert structural(250, 450, "DEL", kept).lost == (17, 50)
    assert structural(250, 450, "DUP", kept).lost is None


@pytest.mark.parametrize(
    ("situation", "lost", "expected"),
    [("the region begins at the first lost residue", (90, 200), "motif, residues 90-94"),
     ("its first residue is left", (91, 94), None),
     ("its last residue is left", (1, 93), None),
     ("all listed residues lie in what is lost", (175, 282), "hot spots, residues 175-282"),
     ("one of them does not", (176, 300), None),
     ("nothing is lost", None, None)],
)  # fmt: skip
def test_a_region_that_is_lost_wholly_is_critical(ask, situation, lost, expected):
    regions = [{"gene": "MADE", "start": 90, "end": 94, "name": "motif"},
               {"gene": "MADE", "residues": [175, 245, 282], "name": "hot spots"}]  # fmt: skip
    rules = ask.rules_with(pm1={"regions": regions})

    assert critical_region(lost, "MADE", rules) == expected, situation
    assert critical_region(lost, "OTHER", rules) is None


UBE3A = {"chrom": "chr15", "gene": "UBE3A", "hgnc_id": 12496, "consequence": "stop_gained", "hgvsp": None}


@pytest.mark.parametrize(("residue", "expected"), [(840, STRONG), (841, MODERATE)])
def test_a_late_stop_is_strong_where_it_takes_a_listed_region_away(ask, residue, expected):
    """UBE3A's panel lists residue 840 (MANE); a stop there removes 6 % of the protein, and no decay follows."""
    from gmstool.reference import transcripts

    of, rules = transcripts.of_gene(12496, "GRCh38")[0], for_gene("UBE3A")
    stop = UBE3A | {"pos": of.genomic_position(3 * residue - 2)}

    assert ask.points("PVS1", **stop, rules=rules) == expected
    assert ("critical to the protein: cysteine binding site" in ask.reason("PVS1", **stop, rules=rules)) == (
        expected == STRONG
    )


@pytest.mark.parametrize(
    ("situation", "facts", "expected"),
    [("absent", {}, MODERATE),
     ("at the limit", {"gnomad_popmax_af": 0.001}, MODERATE),
     ("above it", {"gnomad_popmax_af": 0.0011}, NOT_APPLICABLE),
     ("seen, its frequency not known", {"af_status": "observed"}, NOT_KNOWN),
     ("never looked up", {"af_status": "not_looked_up"}, NOT_KNOWN),
     ("rare in all, the largest group not known", {"gnomad_joint_af": 1e-5}, NOT_KNOWN),
     ("frequent in all, the largest group not known", {"gnomad_joint_af": 0.0011}, NOT_APPLICABLE)],
)  # fmt: skip
def test_the_frequency_of_a_late_stop(ask, situation, facts, expected):
    from gmstool.reference import transcripts

    of = transcripts.of_gene(12496, "GRCh38")[0]
    stop = UBE3A | {"pos": of.genomic_position(3 * 841 - 2)} | facts

    assert ask.points("PVS1", **stop, rules=for_gene("UBE3A")) == expected, situation


def test_a_file_without_frequencies_says_that_none_was_looked_at(ask):
    from gmstool.criteria.gathering import GNOMAD_AF
    from gmstool.reference import transcripts

    of = transcripts.of_gene(12496, "GRCh38")[0]
    stop = UBE3A | {"pos": of.genomic_position(3 * 841 - 2)}

    assert ask.points("PVS1", **stop, rules=for_gene("UBE3A"), without=GNOMAD_AF) == MODERATE
    told = ask.reason("PVS1", **stop, rules=for_gene("UBE3A"), without=GNOMAD_AF)
    assert "not known whether loss of function is frequent in this exon" in told


STARTS = [
    ("codons 2 to 4 are none, a pathogenic variant at 3", {4: "G", 8: "G", 10: "C"}, (3,), ("at 3",)),
    ("the next start is codon 3, the variant lies before it", {4: "G", 7: "A", 8: "T", 9: "G"}, (2,), ("at 2",)),
    ("the next start is codon 3, the variant lies in it", {4: "G", 7: "A", 8: "T", 9: "G"}, (3,), ()),
    ("the next start is codon 3, the variant lies behind it", {4: "G", 7: "A", 8: "T", 9: "G"}, (9,), ()),
    ("codon 2 may be a start", {4: "A", 5: "T"}, (2,), None),
    ("codon 2 is none, 3 may be one, the variant lies behind", {4: "G"}, (3,), None),
    ("only another start codon's loss is known", {4: "G"}, (1,), None),
    ("no base is known", {}, (2,), None),
]


@pytest.mark.parametrize(("situation", "bases", "at", "expected"), STARTS)
def test_pathogenic_variants_before_the_next_start(situation, bases, at, expected):
    harmful = tuple(Harmful(codon, f"at {codon}") for codon in at)

    assert before_next_start(bases, harmful) == expected, situation


SHORTER = replace(MADE, name="NM_2.1", cds_start=181)  # its start is ten codons in
OTHER_FRAME = replace(MADE, name="NM_3.1", cds_start=182)
ELSEWHERE = replace(MADE, name="NM_4.1", exons=(Exon(1, 701, 800),), cds_start=701, cds_end=799)


@pytest.mark.parametrize(
    ("situation", "other", "expected"),
    [("the same start", MADE, False), ("another start, the same frame", SHORTER, True),
     ("another start, another frame: another protein", OTHER_FRAME, False), ("no base in common", ELSEWHERE, False)],
)  # fmt: skip
def test_another_transcript_starts_elsewhere(situation, other, expected):
    assert starts_elsewhere(other, MADE) is expected, situation


@pytest.mark.parametrize(("pos", "other"), [(150, "NM_1.1"), (151, None), (153, None), (154, "NM_1.1")])
def test_a_start_that_is_lost_in_another_transcript_alone_is_no_loss(pos, other):
    assert loss_of(substitution(pos, Effect.START_LOST), MADE, default()).other_start == other


@pytest.mark.parametrize(
    ("gene", "hgnc_id", "points", "told"),
    [("LMNA", 6636, MODERATE, "a pathogenic variant lies before the next in-frame start: ClinVar "),
     ("CDH1", 1748, SUPPORTING, "not known whether a pathogenic variant lies before the next in-frame start"),
     ("DYSF", 3097, NOT_APPLICABLE, "another functional transcript starts elsewhere: NM_"),
     ("CDKN2A", 1787, SUPPORTING, "no other MANE transcript starts elsewhere")],
)  # fmt: skip
def test_start_codons_of_genes(gene, hgnc_id, points, told):
    """DYSF has a second MANE transcript of the same frame; that of CDKN2A (p14ARF) is read in another frame."""
    from gmstool.reference import transcripts

    of = transcripts.of_gene(hgnc_id, "GRCh38")[0]
    way = walk(loss_of(substitution(of.genomic_position(1), Effect.START_LOST), of, default()), default())

    assert way.points == points, gene
    assert any(step.startswith(told) for step in way.steps), way.steps


def test_where_the_clinvar_table_lacks_the_build_the_next_start_is_not_known():
    from gmstool.reference import transcripts

    of = transcripts.of_gene(6636, "GRCh37")[0]

    assert loss_of(substitution(of.genomic_position(1), Effect.START_LOST), of, default()).upstream is None


CDH1 = {"chrom": "chr16", "gene": "CDH1", "hgnc_id": 1748, "consequence": "stop_gained"}


def test_a_stop_where_loss_of_function_is_the_mechanism(ask):
    early = CDH1 | {"pos": 68_801_700}

    assert ask.points("PVS1", **early) == 8
    assert "ClinGen: haploinsufficiency 3" in ask.reason("PVS1", **early)


def test_a_gene_that_nobody_assessed_is_not_known(ask):
    unassessed = {"chrom": "chr2", "gene": "SOS1", "hgnc_id": 11187, "consequence": "stop_gained", "pos": 39_022_772}

    assert ask.points("PVS1", **unassessed) is None
    assert "pLI 1.00 suggests that loss of function harms" in ask.reason("PVS1", **unassessed)


@pytest.mark.parametrize(
    ("situation", "facts", "expected"),
    [("missense", {"consequence": "missense_variant"}, 0), ("consequence not known", {"consequence": None}, None),
     ("gene not known", CDH1 | {"gene": None, "hgnc_id": None}, None),
     ("mitochondrial", CDH1 | {"chrom": "chrM"}, None),
     ("all of the gene deleted", CDH1 | {"alt": "<DEL>", "pos": 68_000_000, "end": 70_000_000}, 8)],
)  # fmt: skip
def test_pvs1_by_row(ask, situation, facts, expected):
    assert ask.points("PVS1", **facts) == expected, situation


@pytest.mark.parametrize(("pair", "distance"), [("SR", 110), ("LI", 5), ("CW", 215), ("LR", 102), ("DE", 45)])
def test_grantham_s_distance(pair, distance):
    assert grantham(*pair) == grantham(*reversed(pair)) == pytest.approx(distance, abs=1)
