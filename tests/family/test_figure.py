"""The drawing of a family: symbols, marks, lines, order, and text that cannot break it."""

import random
import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gmstool.errors import UsageError
from gmstool.family.figure import MARGIN, SIZE, STEP_Y, Marks, pedigree_svg
from gmstool.family.figure_layout import laid_out
from gmstool.family.one_variant import NoVariantError, genotypes
from gmstool.family.pedigree import parse_ped

SVG = "{http://www.w3.org/2000/svg}"
TRIO = "1 child father mother 1 2\n1 father 0 0 1 1\n1 mother 0 0 2 0\n"
COUSINS = """F gp 0 0 1 1
F gm 0 0 2 1
F a gp gm 1 1
F a_wife 0 0 2 1
F b gp gm 2 1
F b_man 0 0 1 1
F c a a_wife 1 1
F d b_man b 2 1
F e c d 0 2
"""


def people(text: str, marks: Marks | None = None) -> dict[str, ET.Element]:
    """The drawn group of each person."""
    root = ET.fromstring(pedigree_svg(parse_ped(text), marks))  # noqa: S314  # our own drawing
    groups = root.findall(f"{SVG}g")
    return {group.find(f"{SVG}title").text.partition(",")[0]: group for group in groups}


def symbol(group: ET.Element) -> tuple[str, str]:
    shape = group[1]
    return shape.tag.removeprefix(SVG), shape.get("fill")


def texts(group: ET.Element) -> list[str]:
    return [one.text for one in group.findall(f"{SVG}text")]


@pytest.mark.parametrize(
    ("sex", "affection", "drawn", "inside"),
    [
        ("1", "1", ("rect", "white"), []),
        ("1", "2", ("rect", "black"), []),
        ("2", "1", ("circle", "white"), []),
        ("2", "2", ("circle", "black"), []),
        ("0", "1", ("polygon", "white"), []),
        ("2", "0", ("circle", "white"), ["?"]),
    ],
)
def test_symbols_tell_sex_and_affection(sex, affection, drawn, inside):
    (group,) = people(f"F one 0 0 {sex} {affection}\n").values()

    assert (symbol(group), texts(group)) == (drawn, [*inside, "one"])


def test_marks_are_drawn_and_told():
    marks = Marks("child", ["child", "mother"], ["mother"], ["father"], {"child": "0/1"})
    found = people(TRIO, marks)

    assert found["child"].find(f"{SVG}title").text == "child, male, affected, proband, tested, 0/1"
    assert found["mother"].find(f"{SVG}title").text == "mother, female, affection not known, carrier, tested"
    assert found["father"].find(f"{SVG}title").text == "father, male, unaffected, deceased, not tested"
    assert texts(found["child"]) == ["*", "P", "child", "0/1"]
    assert [one.get("r") for one in found["mother"].findall(f"{SVG}circle")] == [f"{SIZE / 2:g}", "4"]
    assert len(found["father"].findall(f"{SVG}line")) == 1


def test_the_arrow_to_the_proband_is_whole_whatever_paper_lies_behind_the_name():
    group = people(TRIO, Marks("child", genotypes={"child": "a genotype that is long"}))["child"]
    paper = float(group.findall(f"{SVG}rect")[-1].get("y"))
    (shaft,) = group.findall(f"{SVG}line")
    head = next(one.get("points") for one in group.findall(f"{SVG}polygon"))
    heights = [float(shaft.get("y1")), float(shaft.get("y2")), *(float(one.split(",")[1]) for one in head.split())]

    assert max(heights) < paper


def test_an_affected_person_is_filled_and_gets_no_dot():
    found = people(TRIO, Marks(carriers=["child"]))

    assert found["child"].findall(f"{SVG}circle") == []


def test_the_legend_explains_the_signs_of_this_drawing_only():
    plain = pedigree_svg(parse_ped("F one 0 0 1 1\n"))

    assert "tested" not in plain
    assert "* tested   • carrier" in pedigree_svg(parse_ped(TRIO), Marks(tested=["child"], carriers=["mother"]))


@pytest.mark.parametrize(
    ("text", "generations"),
    [
        (TRIO, {"father": 0, "mother": 0, "child": 1}),
        (COUSINS, {"gp": 0, "gm": 0, "a": 1, "a_wife": 1, "b": 1, "b_man": 1, "c": 2, "d": 2, "e": 3}),
    ],
)
def test_children_stand_below_their_parents_and_partners_side_by_side(text, generations):
    places = laid_out(parse_ped(text)).places

    assert {name: places[name][1] for name in generations} == generations


def test_a_child_stands_under_the_middle_of_its_parents():
    places = laid_out(parse_ped(TRIO)).places

    assert places["child"][0] == (places["father"][0] + places["mother"][0]) / 2


def test_related_partners_are_joined_by_a_double_line():
    def lines_between(text: str) -> int:
        """Level lines in the generation of c and d."""
        root = ET.fromstring(pedigree_svg(parse_ped(text)))  # noqa: S314  # our own drawing
        ends = [(float(one.get("y1")), float(one.get("y2"))) for one in root.findall(f"{SVG}line")]
        return sum(first == second and abs(first - MARGIN - 2 * STEP_Y) < SIZE / 2 for first, second in ends)

    unrelated = COUSINS.replace("F d b_man b 2 1\n", "F d 0 0 2 1\n")

    assert (lines_between(COUSINS), lines_between(unrelated)) == (2, 1)


def test_names_cannot_break_the_drawing():
    found = people('F <b>&"x" 0 0 1 1\n')

    assert texts(found['<b>&"x"']) == ['<b>&"x"']


def test_a_genotype_as_long_as_a_sentence_is_squeezed_between_its_neighbours():
    (group,) = people("F one 0 0 1 1\n", Marks(genotypes={"one": "n" * 40})).values()

    assert [one.get("textLength") for one in group.findall(f"{SVG}text")] == [None, "98"]


@pytest.mark.parametrize(
    ("text", "marks", "said"),
    [
        ("A a 0 0 1 1\nB b 0 0 1 1\n", None, "has several families: A, B"),
        (TRIO, Marks("nobody"), "nobody is not in"),
        (TRIO, Marks(tested=["child", "uncle"]), "uncle is not in"),
    ],
)
def test_what_cannot_be_drawn_is_refused(text, marks, said):
    with pytest.raises(UsageError, match=said):
        pedigree_svg(parse_ped(text), marks)


@given(st.integers(0, 2**32))
def test_of_any_family_nobody_stands_on_another_and_the_drawing_is_the_same_again(seed):
    rng = random.Random(seed)  # noqa: S311  # random data needs no secrets
    men, women, lines = ["m0"], ["w0"], ["F m0 0 0 1 1", "F w0 0 0 2 1"]
    for number in range(1, 10):
        sex = rng.choice((1, 2))
        parents = f"{rng.choice(men)} {rng.choice(women)}" if rng.random() < 0.8 else "0 0"
        lines.append(f"F p{number} {parents} {sex} {rng.choice((0, 1, 2))}")
        (men if sex == 1 else women).append(f"p{number}")
    pedigree = parse_ped("\n".join(lines))

    layout = laid_out(pedigree)

    by_row: dict[int, list[float]] = {}
    for column, row in layout.places.values():
        by_row.setdefault(row, []).append(column)
    gaps = [b - a for row in by_row.values() for a, b in zip(sorted(row), sorted(row)[1:], strict=False)]
    assert min(gaps, default=1) > 0.99
    assert all(layout.places[one.id][1] > layout.places[parent][1] for one in pedigree for parent in one.parents)
    assert pedigree_svg(pedigree) == pedigree_svg(parse_ped("\n".join(lines)))


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("thirteen_char", ["thirteen_char"]),
        ("fourteen_chars", ["fourteen_", "chars"]),
        ("Åkerström-Lindqvist", ["Åkerström-", "Lindqvist"]),
        ("x" * 30, ["x" * 13, "x" * 13, "xxxx"]),
        ("x" * 39, ["x" * 13, "x" * 13, "x" * 13]),
        ("x" * 40, ["x" * 13, "x" * 13, "x" * 12 + "…"]),
    ],
)
def test_a_long_name_is_broken_so_that_it_stays_in_its_column(name, lines):
    (group,) = people(f"F {name} 0 0 1 1\n").values()

    assert texts(group) == lines
    assert group.find(f"{SVG}title").text.startswith(name)


def test_no_sign_is_explained_that_is_not_drawn():
    ped = parse_ped("F one 0 0 1 0\n")

    assert "affection not known</text>" in pedigree_svg(ped)
    assert "affection not known</text>" not in pedigree_svg(ped, Marks(carriers=("one",)))


HEAD = (
    "##fileformat=VCFv4.2\n##contig=<ID=1,length=248956422>\n##contig=<ID=X,length=156040895>\n"
    "##contig=<ID=MT,length=16569>\n"
    + "".join(f'##FORMAT=<ID={key},Number=.,Type=String,Description="x">\n' for key in ("GT", "DP", "GQ", "AD"))
    + "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tchild\tfather\tmother\n"
)
RECORDS = (
    "1\t100\t.\tA\tC,T\t.\t.\t.\tGT:DP:GQ:AD\t0/2:30:99:15,0,15\t0/1:30:99:15,15,0\t0/0:5:99:5,0,0\n"
    "1\t200\t.\tCAA\tCA\t.\t.\t.\tGT:DP:GQ:AD\t1/1:30:99:0,30\t0/1:30:99:15,15\t./.:.:.:.\n"
    "X\t50000000\t.\tA\tC\t.\t.\t.\tGT:DP:GQ:AD\t0/1:30:99:15,15\t1/1:30:99:0,30\t0/0:30:99:30,0\n"
    "MT\t3243\t.\tA\tG\t.\t.\t.\tGT:DP:GQ:AD\t0/1:100:99:60,40\t0/0:100:99:100,0\t0/1:100:99:95,5\n"
)


@pytest.mark.parametrize(
    ("variant", "tested", "carriers", "told"),
    [
        ("1-100-A-T", ("child", "father"), ("child",), ["het", "no copy", "depth 5, below 10"]),
        ("chr1:100:A:C", ("child", "father"), ("father",), ["no copy", "het", "depth 5, below 10"]),
        ("1-200-CAA-CA", ("child", "father"), ("child", "father"), ["hom", "het", "no call"]),
        ("X-50000000-A-C", ("child", "father", "mother"), ("child", "father"), ["het", "hemi", "no copy"]),
        ("MT-3243-A-G", ("child", "father", "mother"), ("child", "mother"), ["40 %", "0 %", "5 %"]),
    ],
)
def test_who_was_tested_and_who_carries_is_read_from_a_variant(tmp_path, variant, tested, carriers, told):
    path = tmp_path / "trio.vcf"
    path.write_text(HEAD + RECORDS)
    found = genotypes(path, variant, parse_ped("1 child father mother 2 2\n1 father 0 0 1 1\n1 mother 0 0 2 1\n"))

    assert (found.tested, found.carriers) == (tested, carriers)
    assert [found.texts[name] for name in ("child", "father", "mother")] == told


@pytest.mark.parametrize(
    ("variant", "error"), [("1-100-A-G", NoVariantError), ("1-100-A", UsageError), ("1-0-A-G", UsageError)]
)
def test_a_variant_that_is_not_there_or_not_one_is_refused(tmp_path, variant, error):
    path = tmp_path / "trio.vcf"
    path.write_text(HEAD + RECORDS)

    with pytest.raises(error):
        genotypes(path, variant, parse_ped(TRIO))
