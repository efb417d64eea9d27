"""PVS1: the tree of Abou Tayoun 2018 branch by branch, and what exon lengths tell of a variant."""

from dataclasses import replace

import pytest

from gmstool.criteria.effects import Effect
from gmstool.criteria.null_losses import Change, changed, loss_of, structural
from gmstool.criteria.null_tree import Kind, Loss, Way, lowered, walk
from gmstool.criteria.residues import grantham
from gmstool.reference.transcripts import Exon, Transcript
from gmstool.rules.load import default

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
    ("no decay, a critical region", replace(STOP, decay=False, critical=True, removed=0.01), STRONG),
    ("no decay, loss is frequent here", replace(STOP, decay=False, frequent=True, removed=0.5), NOT_APPLICABLE),
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
    ("a skipped exon keeps the frame, critical", replace(SKIP, disrupts_frame=False, critical=True), STRONG),
    ("frame not known", SKIP, NOT_KNOWN),
    ("+2 T>C reaches moderate at most", replace(SKIP, disrupts_frame=True, decay=True, weak_donor=True), MODERATE),
    ("the whole gene is gone", Loss(Kind.WHOLE_GENE), VERY_STRONG),
    ("exons gone, frame shifted, decay", replace(GONE, disrupts_frame=True, decay=True), VERY_STRONG),
    ("exons gone, frame kept, much", replace(GONE, disrupts_frame=False, removed=0.3), STRONG),
    ("doubled in tandem, proven", replace(TWICE, disrupts_frame=True, decay=True, tandem=True), VERY_STRONG),
    ("doubled in tandem, presumed", replace(TWICE, disrupts_frame=True, decay=True), STRONG),
    ("doubled, frame kept", replace(TWICE, disrupts_frame=False, decay=False), NOT_APPLICABLE),
    ("start lost, pathogenic variant upstream", Loss(Kind.START, upstream=True), MODERATE),
    ("start lost, none", Loss(Kind.START, upstream=False), SUPPORTING),
    ("start lost, another transcript starts elsewhere", Loss(Kind.START, other_start=True), NOT_APPLICABLE),
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


def test_the_way_through_the_tree_is_told():
    way = walk(replace(STOP, decay=False, removed=0.25), default())

    assert way.steps == (
        "nonsense", "nonsense-mediated decay not predicted", "role of the region unknown",
        "removes 25.0 % of the protein, at least 10 %",
    )  # fmt: skip


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
     ("acceptor of the last exon, 51 bases", MADE, 500, False, False),
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
