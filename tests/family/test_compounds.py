"""Compound heterozygotes: which variants of a gene are a pair, and what tells that they lie on different copies."""

import runpy
from pathlib import Path
from types import SimpleNamespace

import polars as pl
import pytest

from gmstool.family import compounds

family = SimpleNamespace(**runpy.run_path(str(Path(__file__).with_name("family.py"))))
TRIO = family.TRIO.format(sex=2)
DUO = "F child 0 mother 2 2\nF mother 0 0 2 1\n"
SINGLE = "F child 0 0 2 2\n"
MOTHER, FATHER, NEITHER, BOTH, UNKNOWN = "0/1 0/0 0/1", "0/1 0/1 0/0", "0/1 0/0 0/0", "0/1 0/1 0/1", "0/1 ./. 0/1"


def answered(ped, calls, keys="GT", genes=None, chrom="1"):
    one = family.analysis(ped, keys, asked=("AR_comp", "AR_comp_dn"))
    genes = genes or ["G"] * len(calls)
    places = enumerate(zip(calls, genes, strict=True), start=1)
    return family.answers(one, [family.record(chrom, 100 * n, g, c.split(), keys) for n, (c, g) in places])


def found(ped, calls, keys="GT", **how):
    return [family.models(row) for row in answered(ped, calls, keys, **how)]


@pytest.mark.parametrize(
    ("situation", "calls", "expected"),
    [
        ("one from each parent", (MOTHER, FATHER), {"AR_comp": "confirmed"}),
        ("both from the mother", (MOTHER, MOTHER), {}),
        ("one from the mother and one new", (MOTHER, NEITHER), {"AR_comp_dn": "possible"}),
        ("both new", (NEITHER, NEITHER), {"AR_comp_dn": "possible"}),
        ("one in both healthy parents", (BOTH, FATHER), {}),
        ("a father who was not called", (UNKNOWN, FATHER), {"AR_comp": "possible"}),
        ("a father who was called at neither", (UNKNOWN, UNKNOWN), {}),
        ("the child has one of them twice", ("1/1 0/1 0/1", FATHER), {}),
    ],
)
def test_pairs_of_a_trio(situation, calls, expected):
    assert found(TRIO, calls)[1 if situation.startswith("a father who was called") else 0] == expected


def test_one_variant_alone_is_no_pair_nor_are_two_of_different_genes():
    assert found(TRIO, [MOTHER]) == [{}]
    assert found(TRIO, [MOTHER, FATHER], genes=["G", "H"]) == [{}, {}]


def test_partners_are_listed_with_their_phase():
    rows = answered(TRIO, [MOTHER, FATHER, FATHER])

    assert [row["compound_partners"] for row in rows] == [
        "1-200-A-C:trans:parents|1-300-A-C:trans:parents",
        "1-100-A-C:trans:parents",
        "1-100-A-C:trans:parents",
    ]


def test_without_parents_the_phase_is_not_known():
    rows = answered(SINGLE, ["0/1", "0/1", "0/1"])

    assert family.models(rows[0]) == {"AR_comp": "possible"}
    assert rows[0]["compound_partners"] == "1-200-A-C:unknown|1-300-A-C:unknown"
    assert rows[0]["model_reason"] == "child het; the partners' phase is not certain"


def test_with_one_parent_a_pair_is_possible_or_excluded():
    assert found(DUO, ["0/1 0/1", "0/1 0/0"])[0]["AR_comp"] == "possible"
    assert found(DUO, ["0/1 0/1", "0/1 0/1"]) == [{}, {}]
    assert "AR_comp" not in found(DUO, ["0/1 0/0", "0/1 0/0"])[0]


@pytest.mark.parametrize(
    ("first", "second", "keys", "expected"),
    [
        ("0|1:7", "1|0:7", "GT:PS", {"AR_comp": "confirmed"}),
        ("0|1:7", "0|1:7", "GT:PS", {}),
        ("0|1:7", "1|0:8", "GT:PS", {"AR_comp": "possible"}),
        ("0|1:.", "1|0:.", "GT:PS", {"AR_comp": "possible"}),
        ("0|1", "1|0", "GT", {"AR_comp": "confirmed"}),
        ("0/1:a:0|1", "0/1:a:1|0", "GT:PID:PGT", {"AR_comp": "confirmed"}),
        ("0/1:a:0|1", "0/1:a:0|1", "GT:PID:PGT", {}),
        ("0/1:a:0|1", "0/1:b:1|0", "GT:PID:PGT", {"AR_comp": "possible"}),
    ],
)
def test_reads_tell_the_phase_within_a_phase_set(first, second, keys, expected):
    rows = answered(SINGLE, [first, second], keys)

    assert [family.models(row) for row in rows] == [expected, expected]


def test_reads_confirm_a_pair_of_which_one_is_new():
    rows = answered(TRIO, ["0|1:7 0/0:. 0/1:.", "1|0:7 0/0:. 0/0:."], "GT:PS")

    assert family.models(rows[0]) == {"AR_comp_dn": "confirmed"}
    assert rows[0]["compound_partners"] == "1-200-A-C:trans:reads"


def test_a_healthy_sister_with_both_excludes_the_pair():
    quad = TRIO + "F\tsister\tfather\tmother\t2\t1\n"

    assert found(quad, [MOTHER + " 0/1", FATHER + " 0/1"]) == [{}, {}]
    assert found(quad, [MOTHER + " 0/1", FATHER + " 0/0"])[0] == {"AR_comp": "confirmed"}
    assert found(quad, [MOTHER + " 0/1", FATHER + " ./."])[0] == {"AR_comp": "possible"}


def test_two_affected_children_share_the_pair():
    quad = TRIO + "F\tbrother\tfather\tmother\t1\t2\n"

    assert found(quad, [MOTHER + " 0/1", FATHER + " 0/1"])[0] == {"AR_comp": "confirmed"}
    assert found(quad, [MOTHER + " 0/1", FATHER + " 0/0"]) == [{}, {}]


def test_a_boy_has_no_pair_on_x_and_a_girl_may_have():
    calls = ("0/1 0/0 0/1", "0/1 0/0 0/0")
    boy = family.TRIO.format(sex=1)

    assert found(boy, calls, chrom="X") == [{}, {}]
    assert found(TRIO, calls, chrom="X")[0] == {"AR_comp_dn": "possible"}


def test_too_many_variants_of_a_gene_are_not_paired_and_not_excluded(monkeypatch):
    monkeypatch.setattr(compounds, "MOST_CANDIDATES", 3)

    rows = answered(SINGLE, ["0/1"] * 4)

    assert family.models(rows[0]) == {"AR_comp": "possible", "AR_comp_dn": "possible"}
    assert rows[0]["compound_partners"] == "over 3 candidates in G, not paired"
    assert found(SINGLE, ["0/1"] * 3)[0] == {"AR_comp": "possible"}


def test_only_the_first_partners_are_named(monkeypatch):
    monkeypatch.setattr(compounds, "SHOWN_PARTNERS", 2)

    assert answered(SINGLE, ["0/1"] * 4)[0]["compound_partners"] == "1-200-A-C:unknown|1-300-A-C:unknown|and 1 more"


def deletion(calls, start=500, end=900):
    from gmstool.family.calls import CallReader
    from gmstool.family.genotypes import Declared, Members, with_regions, with_states
    from gmstool.family.pedigree import parse_ped

    pedigree = parse_ped(TRIO)
    members = Members.of(pedigree)
    line = family.record("1", start, "G", calls.split(), alt="<DEL>")
    place = {"chrom": "1", "pos": start, "end": end, "ref": "A", "alt": "<DEL>", "gene_key": "G"}
    read = CallReader(family.header(list(pedigree.individuals), "GT"), members).read([line])
    table = pl.concat([pl.DataFrame([place]), read], how="horizontal")
    return with_states(with_regions(table, "GRCh38"), members, Declared(False, False, False, False), family.NO_FLOORS)


@pytest.mark.parametrize(
    ("situation", "pos", "calls", "of_deletion", "expected", "partners"),
    [
        ("a variant beside a deletion from the other parent", 100, MOTHER, FATHER, {"AR_comp": "confirmed"},
         "1-500-A-<DEL>:trans:parents"),
        ("a variant and a deletion from one parent", 100, MOTHER, MOTHER, {}, None),
        ("over the deletion it looks homozygous", 600, "1/1 0/0 0/1", FATHER, {"AR_comp": "confirmed"},
         "1-500-A-<DEL>:trans:parents"),
        ("over the deletion, its origin not called", 600, "1/1 0/0 ./.", FATHER, {"AR_comp": "possible"},
         "1-500-A-<DEL>:trans:deletion"),
        ("homozygous beside the deletion", 950, "1/1 0/0 0/1", FATHER, {}, None),
    ],
)  # fmt: skip
def test_a_deletion_is_a_partner_of_a_small_variant(situation, pos, calls, of_deletion, expected, partners):
    asked = ("AR_comp",)
    one = family.analysis(TRIO, asked=asked, deletions=deletion(of_deletion))
    (row,) = family.answers(one, [family.record("1", pos, "G", calls.split())])

    assert family.models(row) == expected
    assert row["compound_partners"] == partners
