"""What holds for every family: names and order change nothing, reads in a parent, and genotypes taken away."""

import runpy
from pathlib import Path
from types import SimpleNamespace

from hypothesis import given, settings
from hypothesis import strategies as st

from gmstool.family.calls import CallReader
from gmstool.family.genotypes import Floors, Members
from gmstool.family.pedigree import parse_ped

family = SimpleNamespace(**runpy.run_path(str(Path(__file__).with_name("family.py"))))
KEYS = "GT:DP:AD:GQ:PS"
MISSING = "./.:.:.:.:."
PEDIGREES = (
    family.TRIO.format(sex=1),
    family.TRIO.format(sex=2) + "F\tsister\tfather\tmother\t2\t1\n",
    family.TRIO.format(sex=0).replace("2\t1\n", "2\t2\n"),
    "F\tchild\t0\tmother\t1\t2\nF\tmother\t0\t0\t2\t1\n",
)
RANK = {"excluded": 0, "possible": 1, "confirmed": 2}


@st.composite
def call(draw):
    gt = draw(st.sampled_from(["0/0", "0/0", "0/1", "0/1", "0|1", "1|0", "1/1", "./.", "./1", "0", "1"]))
    ref, alt = draw(st.sampled_from([(30, 0), (15, 15), (0, 30), (29, 1), (5, 0), (20, 10)]))
    quality, phase_set = draw(st.sampled_from([99, 10])), draw(st.sampled_from([".", "7"]))
    return MISSING if gt == "./." else f"{gt}:{ref + alt}:{ref},{alt}:{quality}:{phase_set}"


@st.composite
def situation(draw):
    ped = draw(st.sampled_from(PEDIGREES))
    size = ped.count("\n")
    chrom = draw(st.sampled_from(["1", "X", "MT"]))
    calls = draw(st.lists(st.lists(call(), min_size=size, max_size=size), min_size=1, max_size=4))
    return ped, [(chrom, 100 * at, "G", own) for at, own in enumerate(calls, start=1)]


def answered(ped, records, samples=None):
    one = family.analysis(ped, KEYS, floors=Floors(), samples=samples)
    rows = family.answers(one, [family.record(*record, KEYS) for record in records])
    return {record[:3]: row for record, row in zip(records, rows, strict=True)}


@settings(max_examples=40, deadline=None)
@given(situation(), st.randoms(use_true_random=False))
def test_the_order_of_records_changes_nothing(given_family, rng):
    ped, records = given_family
    shuffled = list(records)
    rng.shuffle(shuffled)

    assert answered(ped, shuffled) == answered(ped, records)


@settings(max_examples=40, deadline=None)
@given(situation())
def test_the_names_of_samples_change_nothing(given_family):
    ped, records = given_family
    names = {"child": "s1", "father": "s2", "mother": "s3", "sister": "s4"}
    renamed = "\n".join("\t".join(names.get(cell, cell) for cell in line.split("\t")) for line in ped.split("\n"))

    own, other = answered(ped, records), answered(renamed, records)

    told = ("inheritance_models", "model_confidence", "compound_partners")
    assert [[row[name] for name in told] for row in own.values()] == [
        [row[name] for name in told] for row in other.values()
    ]


@settings(max_examples=40, deadline=None)
@given(situation())
def test_reads_in_a_parent_are_never_plainly_de_novo(given_family):
    ped, records = given_family
    people = [line.split("\t")[1] for line in ped.splitlines()]

    for (_, _, _, calls), row in zip(records, answered(ped, records).values(), strict=True):
        parents = [own for name, own in zip(people, calls, strict=True) if name in ("father", "mother")]
        if any(own != MISSING and int(own.split(":")[2].split(",")[1]) > 0 for own in parents):
            assert not {"AD_dn", "XD_dn"} & set(family.models(row))


@settings(max_examples=60, deadline=None)
@given(situation(), st.data())
def test_taking_a_genotype_away_confirms_nothing(given_family, data):
    ped, records = given_family
    at = data.draw(st.integers(0, len(records) - 1))
    who = data.draw(st.integers(0, len(records[at][3]) - 1))
    calls = [MISSING if k == who else own for k, own in enumerate(records[at][3])]
    fewer = [*records[:at], (*records[at][:3], calls), *records[at + 1 :]]

    before, after = answered(ped, records), answered(ped, fewer)

    for place, row in after.items():
        known = family.models(before[place])
        for model, sure in family.models(row).items():
            assert not (sure == "confirmed" and RANK[known.get(model, "excluded")] < RANK["confirmed"]), model


NUMBERS = st.sampled_from(["0", "7", "30", "99", ".", "", "-1", "+5", "1.5", "٣", "9" * 18, "9" * 19, " 4"])
KEY_ORDERS = st.permutations(["GT", "DP", "GQ", "AD", "PS", "PID", "PGT"])


@st.composite
def cell(draw, order):
    depths = ",".join(draw(st.lists(NUMBERS, min_size=1, max_size=4)))
    plain = {"DP": "41", "GQ": "99", "AD": "10,20"} if draw(st.booleans()) else {}
    values = {
        "GT": draw(st.sampled_from(["0/1", "1|0", "./.", ".", "1"])), "DP": draw(NUMBERS), "GQ": draw(NUMBERS),
        "AD": depths, "PS": draw(st.sampled_from([".", "7", ""])), "PID": "9", "PGT": "0|1", **plain,
    }  # fmt: skip
    return ":".join([values[key] for key in order][: draw(st.integers(1, len(order)))])


@st.composite
def record_line(draw):
    order = draw(KEY_ORDERS)
    calls = draw(st.lists(cell(order), min_size=3, max_size=3))
    alt = draw(st.sampled_from(["C", "C", "C,G", "*", "C,<DEL>"]))
    chrom = draw(st.sampled_from(["1", "chrM"]))
    return family.record(chrom, 5, "G", calls, ":".join(order), alt)


@settings(max_examples=150, deadline=None)
@given(st.lists(record_line(), min_size=1, max_size=5))
def test_calls_read_column_by_column_are_those_read_cell_by_cell(lines):
    pedigree = parse_ped(PEDIGREES[0])
    reader = CallReader(family.header(list(pedigree.individuals), KEYS), Members.of(pedigree))
    by_cells = reader._cells(lines, range(len(lines)))  # the slow way is not public

    assert reader.read(lines).equals(by_cells)


def test_what_callers_write_is_read_column_by_column():
    pedigree = parse_ped(PEDIGREES[0])
    reader = CallReader(family.header(list(pedigree.individuals), KEYS), Members.of(pedigree))
    line = family.record("1", 5, "G", ["0/1:20,20:40:99", "0/0:41,0:41:99", "0/1:10,30:40:98"], "GT:AD:DP:GQ")

    (row,) = reader.read([line]).to_dicts()

    assert reader._sorted([line])[1] == []
    assert (row["gt_0"], row["depth_0"]) == ("0/1", None), "reads of a child are not asked for"
    assert [row[f"{name}_2"] for name in ("gt", "depth", "reads", "gq", "vaf")] == ["0/1", 40, 30, 98, 0.75]
