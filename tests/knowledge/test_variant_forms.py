"""What a user may write for a variant, what it is read as, and what is said where it cannot be read."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gmstool.errors import UsageError
from gmstool.knowledge.forms import Allele
from gmstool.knowledge.resolve import resolve
from gmstool.knowledge.variant_text import protein_change, understood

V600E = ("GRCh38", "7", 140753336, "A", "T")


@pytest.mark.parametrize(
    "text",
    [
        "7-140753336-A-T", "chr7-140753336-A-T", "7:140753336:A:T", "7_140753336_A_T", "7/140753336/A/T",
        "chr7:140753336A>T", "chr7:140,753,336 A>T", "7 140753336 A T", "7\t140753336\tA\tT", "Chr7-140753336-a-t",
        "7:140753336-A/T", "7|140753336|A|T", "GRCh38:7-140753336-A-T", "hg38 chr7-140753336-A-T",
        "chr7:g.140753336A>T", "NC_000007.14:g.140753336A>T", "NC_000007.14:140753335:A:T",
        "NM_004333.6:c.1799T>A", "NM_004333.6(BRAF):c.1799T>A (p.Val600Glu)", "ENST00000646891.2:c.1799T>A",
        "BRAF c.1799T>A", "BRAF:c.1799T>A", "GRCh37:7-140453136-A-T", "hg19:chr7:140453136:A:T",
        "NC_000007.13:g.140453136A>T", "7-140753335-CAC-CTC", "LRG_299t1:c.1799T>A", "NM_004333.4:c.1799T>A",
        "7\N{EN DASH}140753336\N{EN DASH}A\N{EN DASH}T", " 7-140753336-A-T ",
    ],
)  # fmt: skip
def test_every_form_of_braf_v600e_is_the_same_variant(text):
    assert resolve(text).keys[0] == V600E


@pytest.mark.parametrize(
    "text",
    ["BRAF V600E", "BRAF p.Val600Glu", "BRAF p.V600E", "BRAF:p.(Val600Glu)", "BRAF-V600E", "braf v600e",
     "NP_004324.2:p.Val600Glu"],
)  # fmt: skip
def test_every_form_of_the_protein_change_is_the_same_change(text):
    found = resolve(text)

    assert found.gene.symbol == "BRAF"
    assert (found.protein.residue, found.protein.number, found.protein.made) == ("V", 600, "E")


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("rs113488022", "rsid", "rs113488022"),
        ("RS113488022", "rsid", "rs113488022"),
        ("VCV000013961", "clinvar", "13961"),
        ("VCV000013961.12", "clinvar", "13961"),
        ("13961", "clinvar", "13961"),
        ("clinvar:13961", "clinvar", "13961"),
        ("SCV000123456.3", "scv", "SCV000123456"),
        ("ga4gh:VA.Otc5ovrw906Ack087o1fhegB4jDRqCAe", "vrs", "ga4gh:VA.Otc5ovrw906Ack087o1fhegB4jDRqCAe"),
        ("VA.Otc5ovrw906Ack087o1fhegB4jDRqCAe", "vrs", "ga4gh:VA.Otc5ovrw906Ack087o1fhegB4jDRqCAe"),
        ("GMSA-ABCDEFGHIJKLMNOP.2", "scv", "GMSA-ABCDEFGHIJKLMNOP"),
    ],
)
def test_identifiers_are_told_apart(text, kind, value):
    found = resolve(text).identifier

    assert (found.kind, found.value) == (kind, value)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("chrM-3243-A-G", ("GRCh38", "MT", 3243, "A", "G")),
        ("MT:3243:A:G", ("GRCh38", "MT", 3243, "A", "G")),
        ("m.3243A>G", ("GRCh38", "MT", 3243, "A", "G")),
        ("NC_012920.1:m.3243A>G", ("GRCh38", "MT", 3243, "A", "G")),
        ("X-1-A-T", ("GRCh38", "X", 1, "A", "T")),
        ("NM_004333.6:n.2025T>A", ("GRCh38", "7", 140753336, "A", "T")),
        ("NM_000546.6:c.375+1G>A", ("GRCh38", "17", 7675993, "C", "T")),
    ],
)
def test_mitochondria_x_and_introns_have_their_places(text, key):
    if "+" in text or ":n." in text:
        pytest.importorskip("hgvs", reason="the extra `hgvs` is not installed")
    assert resolve(text).keys[0] == key


def test_regions_and_genes_are_told_apart_from_variants():
    region = resolve("7:140,753,330-140,753,340").region

    assert (region.chrom, region.start, region.end) == ("7", 140753330, 140753340)
    assert resolve("BRAF").gene.symbol == resolve("HGNC:1097").gene.symbol == "BRAF"
    assert resolve("HLA-A").gene.symbol == "HLA-A"
    assert resolve("GRCh37:7:140453130-140453140").region.start == 140753330


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("GRCh37:7-140453136-A-T", "lifted from GRCh37 7-140453136-A-T to GRCh38 7-140753336-A-T"),
        ("NM_004333.4:c.1799T>A", "NM_004333.4 is not in the bundle: read as NM_004333.6"),
        ("BRAF c.1799T>A", "read on NM_004333.6, the MANE Select transcript of BRAF"),
        ("17-43045711-GGG-G", "compared by trimmed alleles"),
        ("p53 R175H", "p53 is an alias of TP53"),
    ],
)
def test_what_is_not_taken_as_written_is_said(text, said):
    assert any(one.startswith(said) for one in resolve(text).said)


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("", "is not understood", "7-140753336-A-T"),
        ("foo bar baz", "is not understood", "BRAF V600E"),
        ("BRAFF V600E", "is no gene", "did you mean BRAF"),
        ("BRACA1", "is no gene", "BRCA1"),
        ("MLL2", "may mean several genes", "symbol meant"),
        ("7-140753336-A-A", "the same", ""),
        ("7-999999999-A-T", "159,345,973 bases", ""),
        ("NM_999999.1:c.1A>T", "is not among the MANE transcripts", "MANE"),
        ("GRCh37:NM_004333.6:c.1799del", "placed only with the sequence", "--fasta"),
        ("NM_004333.6:c.1799_1800inv", "only substitutions", "--fasta"),
        ("NM_004333.6:c.99999T>A", "the coding sequence has 2,301 bases", ""),
        ("NC_000007:g.140753336A>T", "names no build", "NC_000007.14"),
        ("LRG_99999:c.1A>T", "LRG", "NM_"),
        ("7:200-100", "begins before it ends", ""),
        ("x" * 5000, "is not understood", ""),
    ],
)
def test_what_cannot_be_understood_has_a_near_match_or_an_example(text, message, hint):
    with pytest.raises(UsageError) as caught:
        resolve(text)

    assert message in caught.value.message
    assert hint in caught.value.hint


def test_an_identity_number_is_not_repeated_in_the_message():
    with pytest.raises(UsageError) as caught:
        understood("patient 19811218-9876 BRAF")

    assert "9876" not in caught.value.message


@pytest.mark.parametrize(
    ("text", "change"),
    [
        ("p.Val600Glu", ("V", 600, "E")),
        ("NP_004324.2:p.(Val600Glu)", ("V", 600, "E")),
        ("p.Arg213Ter", ("R", 213, "*")),
        ("R213X", ("R", 213, "*")),
        ("p.Gln356=", ("Q", 356, "Q")),
        ("V600", ("V", 600, None)),
        ("p.Lys2fs", ("K", 2, "fs")),
        ("p.?", None),
        ("ZZZ12A", None),
    ],
)
def test_a_protein_change_has_residue_number_and_what_is_made(text, change):
    assert protein_change(text) == change


BASES = st.text("ACGT", min_size=1, max_size=5)


@given(
    chrom=st.sampled_from([*map(str, range(1, 23)), "X", "Y"]), pos=st.integers(1, 40_000_000), ref=BASES, alt=BASES,
    gap=st.sampled_from(["-", ":", "_", "/", " ", "|"]), prefix=st.sampled_from(["", "chr", "CHR"]),
)  # fmt: skip
def test_any_separator_and_prefix_reads_back_what_was_written(chrom, pos, ref, alt, gap, prefix):
    if ref == alt:
        return

    assert understood(gap.join((prefix + chrom, str(pos), ref, alt))) == Allele(chrom, pos, ref, alt)


@given(st.text(max_size=60))
def test_no_text_is_a_crash(text):
    with contextlib.suppress(UsageError):
        understood(text)
