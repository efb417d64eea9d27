"""PS1 and PM5 beside what persons confirmed in a store.

SOS1 is on the minus strand; its codon 100 has no entry in the ClinVar table.
"""

import pytest

from gmstool.criteria.assess import assess
from gmstool.criteria.comparators import Confirmed, Substitution
from gmstool.criteria.gathering import Setting
from gmstool.reference import transcripts
from gmstool.rules.load import default, for_gene

from .conftest import fed_by, tabled

SOS1 = next(iter(transcripts.of_gene(11187, "GRCh38")))
CODON = 100
WITHOUT_SPLICEAI = fed_by("spliceai_max")
COMPLEMENT = str.maketrans("ACGT", "TGCA")


def place(at):
    """The place of a base of codon 100, at 0 to 2."""
    return SOS1.genomic_position(3 * (CODON - 1) + at + 1)


def change(at, ref, alt):
    """A change of the codon's base as the genome has it."""
    return {"pos": place(at), "ref": ref.translate(COMPLEMENT), "alt": alt.translate(COMPLEMENT)}


def confirmed(*told):
    """A store's substitutions at codon 100: (base, ref, alt, class)."""
    rows = [
        Substitution("2", *change(at, ref, alt).values(), f"{level}: Lab, GMSA-A.1") for at, ref, alt, level in told
    ]
    return Confirmed("GRCh38", tuple(rows))


def answers(own, *told, rules=None, **facts):
    """PS1, PM5 and the reason of PS1 for a change of AAA (K), given what is confirmed."""
    setting = Setting("GRCh38", WITHOUT_SPLICEAI, confirmed=confirmed(*told) if told else None)
    at, ref, alt, residues, codons = own
    row = {**change(at, ref, alt), "amino_acids": residues, "protein_position": CODON, "codons": codons, **facts}
    found = assess(tabled(row), rules or default(), setting)
    return found.verdicts["PS1"][0], found.verdicts["PM5"][0], found.reasons([0])["PS1"][0]


TO_N = (2, "A", "C", "K/N", "aaA/aaC")
TO_R = (1, "A", "G", "K/R", "aAa/aGa")
TO_T = (1, "A", "C", "K/T", "aAa/aCa")


@pytest.mark.parametrize(
    ("situation", "own", "told", "ps1", "pm5"),
    [
        ("nothing is confirmed", TO_N, [], 0, 0),
        ("another base makes the same residue, pathogenic", TO_N, [(2, "A", "T", "P")], 4, 0),
        ("another base makes the same residue, likely pathogenic", TO_N, [(2, "A", "T", "LP")], 2, 0),
        ("the same, where laboratories say P and LP", TO_N, [(2, "A", "T", "P/LP")], 2, 0),
        ("the variant itself", TO_N, [(2, "A", "C", "P")], 0, 0),
        ("another residue, milder than the variant", TO_T, [(1, "A", "G", "P")], 0, 2),
        ("another residue, milder, likely pathogenic", TO_T, [(1, "A", "G", "LP")], 0, 1),
        ("another residue, harsher than the variant", TO_R, [(1, "A", "C", "P")], 0, 0),
        ("a stop", TO_N, [(0, "A", "T", "P")], 0, 0),
        ("silent", TO_N, [(2, "A", "G", "P")], 0, 0),
        ("itself and another", TO_N, [(2, "A", "C", "P"), (2, "A", "T", "LP")], 2, 0),
    ],
)  # fmt: skip
def test_a_confirmed_change_of_the_codon_is_a_comparator(situation, own, told, ps1, pm5):
    assert answers(own, *told)[:2] == (ps1, pm5), situation


def test_the_reason_names_who_confirmed_it():
    reason = answers(TO_N, (2, "A", "T", "LP"))[2]

    assert reason.startswith("comparator: Lab, GMSA-A.1 (LP, confirmed), NM_005633.4:c.300A>T")


def test_a_panel_that_counts_its_own_classifications_alone_does_not_count_the_stores():
    strict = for_gene("RUNX1")

    assert strict.ps1.min_stars == 3
    assert answers(TO_N, (2, "A", "T", "P"), rules=strict)[0] == 0


def test_clinvar_has_the_word_where_both_have_the_same_variant():
    """ClinVar 12872: c.1656G>C, p.Arg552Ser, by an expert panel."""
    known = Confirmed("GRCh38", (Substitution("2", 39_022_772, "C", "G", "LP: Lab, GMSA-A.1"),))
    row = {
        "pos": 39_022_772,
        "ref": "C",
        "alt": "A",
        "amino_acids": "R/S",
        "protein_position": 552,
        "codons": "agG/agT",
    }
    found = assess(tabled(row), default(), Setting("GRCh38", WITHOUT_SPLICEAI, confirmed=known))

    assert found.verdicts["PS1"][0] == 4
    assert "ClinVar 12872 (P, 3 stars)" in found.reasons([0])["PS1"][0]


@pytest.mark.parametrize(("chrom", "expected"), [("2", 4), ("3", 0)])
def test_the_chromosome_counts(chrom, expected):
    own = change(2, "A", "T")
    setting = Setting(
        "GRCh38", WITHOUT_SPLICEAI, confirmed=Confirmed("GRCh38", (Substitution(chrom, *own.values(), "P: A, B"),))
    )
    row = {**change(2, "A", "C"), "amino_acids": "K/N", "protein_position": CODON, "codons": "aaA/aaC"}

    assert assess(tabled(row), default(), setting).verdicts["PS1"][0] == expected
