"""The MANE transcripts: where exons and coding bases lie, on both builds."""

from __future__ import annotations

import itertools
import re
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gmstool.genome import BUILDS
from gmstool.reference import genes, transcripts
from gmstool.reference.transcripts import Transcript, find, of_gene

BOTH_BUILDS = pytest.mark.parametrize("build", BUILDS)


def the(name: str, build: str = "GRCh38") -> Transcript:
    found = find(name, build)
    assert found is not None
    return found


def gene(symbol: str) -> int:
    return genes.resolve(symbol).hgnc_id or 0


BRAF = the("NM_004333.6")  # minus strand
TP53 = the("NM_000546.6")  # minus strand, first exon untranslated
JAK2 = the("NM_004972.4")  # plus strand
CEBPA = the("NM_004364.5")  # one exon
CODING = {
    build: transcripts.table().filter(build=build).drop_nulls("cds_start")["transcript"].to_list() for build in BUILDS
}
SINGLE_BASES = st.sampled_from(BUILDS).flatmap(
    lambda build: st.sampled_from(CODING[build]).flatmap(
        lambda name: st.tuples(st.just(the(name, build)), st.integers(1, the(name, build).cds_length))
    )
)


@pytest.mark.parametrize(
    ("variant", "name", "base", "on_37", "on_38"),
    [
        ("BRAF V600E", "NM_004333.6", 1799, 140_453_136, 140_753_336),
        ("TP53 R175H", "NM_000546.6", 524, 7_578_406, 7_675_088),
        ("TP53 R248Q", "NM_000546.6", 743, 7_577_538, 7_674_220),
        ("KRAS G12D", "NM_004985.5", 35, 25_398_284, 25_245_350),
        ("PIK3CA H1047R", "NM_006218.4", 3140, 178_952_085, 179_234_297),
        ("IDH1 R132H", "NM_005896.4", 395, 209_113_112, 208_248_388),
        ("JAK2 V617F", "NM_004972.4", 1849, 5_073_770, 5_073_770),
        ("DPYD c.1905, the base before the splice site of DPYD*2A", "NM_000110.4", 1905, 97_915_615, 97_450_059),
        ("BRCA2 c.5946del", "NM_000059.4", 5946, 32_914_438, 32_340_301),
        ("HBB, sickle cell", "NM_000518.5", 20, 5_248_232, 5_227_002),
    ],
)
def test_a_coding_base_of_a_known_variant_lies_where_it_is_known_to_lie(variant, name, base, on_37, on_38):
    for build, position in (("GRCh37", on_37), ("GRCh38", on_38)):
        transcript = the(name, build)

        assert transcript.genomic_position(base) == position, variant
        assert transcript.cds_position(position) == base, variant


@pytest.mark.parametrize(
    ("situation", "transcript", "position", "codon"),
    [
        ("the base after it, on the minus strand", BRAF, 140_753_334, 601),
        ("its last base", BRAF, 140_753_335, 600),
        ("its middle base", BRAF, 140_753_336, 600),
        ("its first base", BRAF, 140_753_337, 600),
        ("the base before it", BRAF, 140_753_338, 599),
        ("the first base of the start codon", TP53, 7_676_594, 1),
        ("the base before the start codon", TP53, 7_676_595, None),
        ("an intron", TP53, 7_675_500, None),
        ("the middle base of V617 on the plus strand", JAK2, 5_073_770, 617),
    ],
)
def test_a_position_belongs_to_a_codon(situation, transcript, position, codon):
    assert transcript.codon(position) == codon, situation


@pytest.mark.parametrize(
    ("name", "residues"),
    [
        ("NM_004333.6", 766),
        ("NM_000546.6", 393),
        ("NM_007294.4", 1863),
        ("NM_000059.4", 3418),
        ("NM_000492.4", 1480),
        ("NM_000518.5", 147),
        ("NM_001267550.2", 35_991),
    ],
)
@BOTH_BUILDS
def test_the_coding_sequence_is_as_long_as_the_known_protein_and_a_stop_codon(name, residues, build):
    assert the(name, build).cds_length == 3 * (residues + 1)


def test_exons_are_numbered_in_the_order_of_transcription():
    assert [exon.number for exon in BRAF.exons] == list(range(1, 19))
    assert BRAF.exons[0].end == 140_924_929
    assert BRAF.exons[-1].start == 140_730_665
    assert BRAF.exon_at(140_753_336) == (15, 140_753_275, 140_753_393)
    assert JAK2.exons[0].start < JAK2.exons[1].start
    assert the("NM_000492.4").exon_at(117_559_592) == (11, 117_559_464, 117_559_655)


def test_an_exon_begins_and_ends_with_its_first_and_last_base():
    exon = BRAF.exons[14]

    assert BRAF.exon_at(exon.start) == BRAF.exon_at(exon.end) == exon
    assert BRAF.exon_at(exon.start - 1) is None
    assert BRAF.exon_at(exon.end + 1) is None


def test_untranslated_exons_have_no_coding_part():
    assert [part.number for part in TP53.coding_parts] == list(range(2, 12))
    assert TP53.coding_parts[0].end == 7_676_594
    assert TP53.transcript_position(7_676_594) == TP53.exons[0].end - TP53.exons[0].start + 2 + (
        TP53.exons[1].end - 7_676_594
    )


@pytest.mark.parametrize("transcript", [BRAF, JAK2], ids=["minus strand", "plus strand"])
def test_bases_are_counted_to_the_last_junction_of_two_exons(transcript):
    *_, before_last, last = transcript.exons
    step = transcript.strand
    edge = before_last.end if step == 1 else before_last.start
    first_of_last = last.start if step == 1 else last.end

    assert transcript.bases_before_last_junction(edge) == 0
    assert transcript.bases_before_last_junction(edge - 50 * step) == 50
    assert transcript.bases_before_last_junction(first_of_last) == -1
    assert transcript.bases_before_last_junction(edge + step) is None  # in the intron


def test_a_transcript_of_one_exon_has_no_junction():
    assert len(CEBPA.exons) == 1
    assert CEBPA.bases_before_last_junction(CEBPA.exons[0].start) is None


@pytest.mark.parametrize(
    ("situation", "name", "exon", "exons", "before_the_junction"),
    [
        ("KRAS 4B: in the last exon", "NM_004985.5", 5, 5, False),
        ("KRAS 4A: before an untranslated last exon", "NM_033360.4", 5, 6, True),
    ],
)
def test_a_stop_codon_lies_before_the_last_junction_or_after_it(situation, name, exon, exons, before_the_junction):
    transcript = the(name)
    stop = transcript.genomic_position(transcript.cds_length) or 0
    found = transcript.exon_at(stop)
    left = transcript.bases_before_last_junction(stop)

    assert found is not None
    assert left is not None
    assert (found.number, len(transcript.exons), left >= 0) == (exon, exons, before_the_junction), situation


@pytest.mark.parametrize("base", [0, -1, BRAF.cds_length + 1])
def test_a_base_beyond_the_coding_sequence_has_no_place(base):
    assert BRAF.genomic_position(base) is None


def test_mane_select_comes_before_plus_clinical():
    assert [(one.name, one.mane) for one in of_gene(gene("BRAF"), "GRCh38")] == [
        ("NM_004333.6", "Select"),
        ("NM_001374258.1", "Plus Clinical"),
    ]


def test_a_transcript_is_found_by_its_refseq_or_ensembl_accession_with_version():
    assert find("ENST00000646891.2", "GRCh38") == BRAF
    assert (BRAF.ensembl, BRAF.protein, BRAF.symbol) == ("ENST00000646891.2", "NP_004324.2", "BRAF")
    assert (BRAF.hgnc_id, BRAF.chrom, BRAF.strand) == (gene("BRAF"), "7", -1)
    assert find("NM_004333.5", "GRCh38") is None
    assert find("NM_004333", "GRCh38") is None


def test_a_gene_that_nobody_knows_has_no_transcript():
    assert of_gene(999_999_999, "GRCh38") == ()


def test_a_transcript_without_protein_has_no_coding_sequence():
    table = transcripts.table().filter(build="GRCh38").drop_nulls("exon_starts")
    untranslated = table.filter(table["cds_start"].is_null())["transcript"].to_list()

    assert untranslated
    for name in untranslated:
        transcript = the(name)
        assert (transcript.cds_length, transcript.coding_parts, transcript.protein) == (0, (), None)
        assert transcript.cds_position(transcript.exons[0].start) is None


def test_a_transcript_whose_exons_are_not_known_is_listed_but_not_described():
    terc = transcripts.table().filter(symbol="TERC", build="GRCh38").row(0, named=True)

    assert (terc["transcript"], terc["start"], terc["exon_starts"]) == ("NR_001566.3", 169_764_610, None)
    assert of_gene(gene("TERC"), "GRCh38") == ()


def test_another_version_on_grch37_is_said_to_be_another():
    rows = transcripts.table().filter(transcripts.table()["transcript"].str.starts_with("NM_000267.")).sort("build")

    assert rows.select("build", "transcript", "same_version", "ensembl_transcript", "protein").rows() == [
        ("GRCh37", "NM_000267.3", False, None, None),
        ("GRCh38", "NM_000267.4", True, "ENST00000356175.8", "NP_000258.1"),
    ]


def test_exons_that_differ_between_the_builds_are_marked():
    assert the("NM_015326.5", "GRCh37").same_exons is False  # SRGAP2 is incomplete on GRCh37
    assert the("NM_015326.5", "GRCh38").same_exons is True
    assert the("NM_004333.6", "GRCh37").same_exons is True


@BOTH_BUILDS
def test_a_pseudoautosomal_transcript_is_given_on_x_only(build):
    assert [one.chrom for one in of_gene(gene("CRLF2"), build)] == ["X"]


@BOTH_BUILDS
def test_nearly_every_transcript_is_on_both_builds(build):
    assert len(CODING[build]) > 19_000


def test_every_coding_sequence_on_grch38_is_made_of_whole_codons_but_for_one():
    cut = [name for name in CODING["GRCh38"] if (one := find(name, "GRCh38")) and one.cds_length % 3]

    assert cut == ["NM_001424184.1"]  # TMEM247: the transcript ends two bases into its last codon


def test_a_coding_sequence_out_of_frame_on_grch37_has_other_exons_than_on_grch38():
    broken = [one for name in CODING["GRCh37"] if (one := find(name, "GRCh37")) and one.cds_length % 3]

    assert 0 < len(broken) <= 20
    assert all(one.same_exons is False for one in broken)


@given(SINGLE_BASES)
def test_from_a_coding_base_to_the_genome_and_back_is_the_same_base(drawn):
    transcript, base = drawn
    position = transcript.genomic_position(base)

    assert position is not None
    assert transcript.cds_position(position) == base
    assert transcript.exon_at(position) is not None


@given(SINGLE_BASES, st.integers(-30, 30))
def test_from_the_genome_to_a_coding_base_and_back_is_the_same_position(drawn, steps):
    transcript, base = drawn
    position = (transcript.genomic_position(base) or 0) + steps
    found = transcript.cds_position(position)

    assert found is None or transcript.genomic_position(found) == position


@given(SINGLE_BASES)
def test_the_next_coding_base_lies_further_along_the_strand(drawn):
    transcript, base = drawn
    here, there = transcript.genomic_position(base), transcript.genomic_position(base + 1)

    assert here is not None
    assert there is None or (there - here) * transcript.strand > 0


@given(SINGLE_BASES)
def test_exons_are_in_order_and_hold_the_coding_parts(drawn):
    transcript, _ = drawn
    for one, other in itertools.pairwise(transcript.exons):
        assert one.end < other.start if transcript.strand == 1 else other.end < one.start
    for part in transcript.coding_parts:
        exon = transcript.exons[part.number - 1]
        assert exon.start <= part.start <= part.end <= exon.end


def test_an_unknown_build_is_refused():
    with pytest.raises(ValueError, match=re.escape("no transcripts for build 'hg18'; known builds are GRCh37")):
        of_gene(1, "hg18")


def test_importing_the_module_does_not_import_polars():
    script = "import sys, gmstool.reference.transcripts; sys.exit('polars' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


def test_the_release_names_every_source():
    assert transcripts.release().startswith("MANE 1.5, MANE track")
    assert "RefSeq" in transcripts.release()
