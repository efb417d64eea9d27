"""PED files as people write them, and what is wrong with some."""

import pytest

from gmstool.family.pedigree import PedigreeError, Sex, parse_ped, trio

TRIO = "F1\tchild\tfather\tmother\t2\t2\nF1\tfather\t0\t0\t1\t1\nF1\tmother\t0\t0\t2\t1\n"


def test_a_trio_has_parents_sexes_and_affections():
    child = parse_ped(TRIO)["child"]

    assert (child.father, child.mother, child.sex, child.affected) == ("father", "mother", Sex.FEMALE, True)


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("spaces", TRIO.replace("\t", "  ")),
        ("a comment and empty lines", f"# made by hand\n\n{TRIO}\n"),
        ("a header with #", f"#family\tid\tfather\tmother\tsex\tphenotype\n{TRIO}"),
        ("a header without #", f"family_id\tid\tfather\tmother\tsex\tphenotype\n{TRIO}"),
        ("more columns", TRIO.replace("\n", "\tHP:0001250\tnote\n")),
        ("lines of Windows", TRIO.replace("\n", "\r\n")),
        ("a byte order mark", f"\ufeff{TRIO}".removeprefix("\ufeff")),
    ],
)
def test_forms_of_one_pedigree_read_alike(form, text):
    assert parse_ped(text).individuals == parse_ped(TRIO).individuals


@pytest.mark.parametrize(
    ("code", "sex"),
    [("1", "male"), ("2", "female"), ("M", "male"), ("f", "female"), ("0", "unknown"), ("other", "unknown")],
)
def test_codes_of_sex(code, sex):
    assert parse_ped(f"F c 0 0 {code} 2")["c"].sex == sex


@pytest.mark.parametrize(("code", "affected"), [("2", True), ("1", False), ("0", None), ("-9", None)])
def test_codes_of_affection(code, affected):
    assert parse_ped(f"F c 0 0 1 {code}")["c"].affected is affected


def test_three_generations_and_two_families():
    pedigree = parse_ped("A c f m 1 2\nA m gf gm 2 1\nA f 0 0 1 1\nA gf 0 0 1 1\nA gm 0 0 2 1\nB x 0 0 1 2\n")

    assert [one.id for one in pedigree.children("gm")] == ["m"]
    assert {name: len(members) for name, members in pedigree.families.items()} == {"A": 5, "B": 1}
    assert [one.id for one in pedigree.family_of("x")] == ["x"]


def test_a_parent_without_a_line_is_a_member_whose_affection_is_not_known():
    pedigree = parse_ped("F c f m 1 2\nF f 0 0 1 1\n")

    assert pedigree["m"].affected is None
    assert pedigree.warnings == ("the pedigree, line 1: the mother `m` of `c` has no line of its own",)


def test_cousins_who_marry_are_no_loop():
    text = "F c a b 1 2\nF a g 0 1 1\nF b h 0 2 1\nF g z 0 1 1\nF h z 0 1 1\nF z 0 0 1 1\n"

    assert len(parse_ped(text)) == 6


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("F c f m 1", "line 1: 5 columns where a PED has 6"),
        ("# x\nF c f m 1 3", "line 2: affection `3` is none of 2, 1, 0 and -9"),
        ("F c f m 1 1.5", "line 1: affection `1.5` is none of 2, 1, 0 and -9"),
        ("F c c 0 1 2", "line 1: `c` is its own parent"),
        ("F c p p 1 2", "line 1: `p` is both father and mother"),
        ("F c 0 0 1 2\nF c 0 0 1 2", "line 2: `c` stands already on line 1"),
        ("F c f 0 1 2\nF f 0 0 2 1", "line 1: `f` is the father of `c` and female"),
        ("F a p 0 1 2\nF b 0 p 1 2", "line 2: `p` is the mother of `b` and male"),
        ("F c f 0 1 2\nG f 0 0 1 1", "line 1: `c` of family `F` has a father in family `G`"),
        ("F a b 0 1 2\nF b c 0 1 1\nF c a 0 1 1", "line 1: `a` is an ancestor of itself: a → b → c → a"),
        ("F 0 0 0 1 2", "line 1: `0` is no id of an individual"),
        ("# nothing\n", "has no individuals"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(text, message):
    with pytest.raises(PedigreeError) as told:
        parse_ped(text, "a.ped")

    assert message in told.value.message
    assert told.value.message.startswith("a.ped")


def test_a_trio_by_names_has_an_affected_child_and_healthy_parents():
    found = {one.id: one.affected for one in trio("c", "m", "f")}

    assert found == {"c": True, "m": False, "f": False}
    assert trio("c", None, "f")["c"].parents == ("f",)


def test_a_trio_names_three_people():
    with pytest.raises(PedigreeError, match="three different samples"):
        trio("c", "c", "f")


def test_who_is_not_among_the_samples_is_listed_and_the_reverse():
    pedigree = parse_ped(TRIO)

    assert pedigree.not_in(["child", "mother"]) == ["father"]
    assert pedigree.without(["child", "stranger"]) == ["stranger"]
    assert pedigree.only(["child", "mother"])["child"].parents == ("mother",)
