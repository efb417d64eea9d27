"""The shipped rule sets: complete, traceable, and laid over each other as files say."""

import pytest

from gmstool.rules import load
from gmstool.rules.check import problems
from gmstool.rules.model import RulesError

SHIPPED = [*load.shipped()]


@pytest.mark.parametrize("name", SHIPPED)
def test_every_shipped_number_has_a_unit_a_source_and_a_status(name):
    path = load.find(name)
    content, _ = load.read(path)
    base = load.base_of(path).content if "extends" in content["ruleset"] else None

    assert list(problems(content, base)) == []


@pytest.mark.parametrize("name", SHIPPED)
def test_a_rule_set_is_named_as_its_file_and_says_its_licence(name):
    head = load.load(name).content["ruleset"]

    assert head["id"] == name
    assert head["licence"]
    assert head["date"]


def test_the_head_of_a_rule_set_is_what_its_whole_file_says():
    assert load.heads() == {name: load.read(path)[0]["ruleset"] for name, path in load.shipped().items()}


def test_the_panels_of_the_development_table_have_overlays():
    genes = [
        "PAH",
        "PTPN11",
        "BRAF",
        "RUNX1",
        "PTEN",
        "CDH1",
        "TP53",
        "MYH7",
        "GJB2",
        "KCNQ4",
        "GAA",
        "LDLR",
        "HNF1A",
        "GCK",
        "BRCA1",
        "BRCA2",
        "ATM",
        "PALB2",
        "APC",
    ]
    repair = ["MLH1", "MSH2", "MSH6", "PMS2"]

    assert [gene for gene in genes + repair if load.for_gene(gene).id == load.DEFAULT] == []


def test_values_are_read_by_name():
    rules = load.default()

    assert rules.ba1.min_af == 0.05
    assert rules.criteria.PVS1.strengths == ("VeryStrong", "Strong", "Moderate", "Supporting")
    assert rules.ba1.exceptions[0].gene == "ACAD9"


def test_a_value_is_told_with_its_source():
    note = load.default().note("ba1.min_af")

    assert (note.value, note.source, note.status, note.needs_sign_off) == (0.05, "ghosh2018", "second-hand", False)
    assert "Ghosh" in note.citation
    assert note.date == "2018-11"


def test_what_was_written_from_memory_needs_sign_off():
    assert load.default().note("pp2.min_missense_z").needs_sign_off
    assert load.default().note("pm2.dominant_popmax").needs_sign_off


def test_a_name_that_is_not_there_is_an_error():
    rules = load.default()

    with pytest.raises(AttributeError, match=r"no `pm2\.popmaxx`"):
        _ = rules.pm2.popmaxx
    with pytest.raises(RulesError, match=r"no `pm2\.nothing`"):
        rules.note("pm2.nothing")


# REVEL by Pejaver 2022, Table 2, both sides of each edge.
@pytest.mark.parametrize(
    ("score", "points"),
    [(0.003, -8), (0.0031, -4), (0.010, -4), (0.016, -4), (0.0161, -2), (0.183, -2), (0.1831, -1), (0.290, -1),
     (0.291, None), (0.643, None), (0.644, 1), (0.772, 1), (0.773, 2), (0.931, 2), (0.932, 4), (1, 4)],
)  # fmt: skip
def test_revel_gives_points_by_its_intervals(score, points):
    hits = [one.points for one in load.default().bins("revel") if one.holds(score)]

    assert hits == ([] if points is None else [points])


@pytest.mark.parametrize(
    ("tool", "score", "points"),
    [("alphamissense", 0.169, -1), ("alphamissense", 0.1691, None), ("alphamissense", 0.7919, None),
     ("alphamissense", 0.792, 1), ("alphamissense", 0.99, 4), ("bayesdel_noaf", -0.18, -1),
     ("bayesdel_noaf", 0.129, None),
     ("bayesdel_noaf", 0.13, 1), ("bayesdel_noaf", 0.5, 4), ("cadd", 22.7, -1), ("cadd", 25.2, None), ("cadd", 25.3, 1),
     ("cadd", 28.1, 2), ("sift", 0, 2), ("sift", 0.001, 1), ("sift", 0.08, -1), ("fathmm", -5.04, 2),
     ("fathmm", -4.14, 1), ("fathmm", 4.69, -2), ("esm1b", -24.0, 4), ("esm1b", -10.7, 1), ("esm1b", -6.3, -1)],
)  # fmt: skip
def test_other_tools_have_their_own_edges(tool, score, points):
    hits = [one.points for one in load.default().bins(tool) if one.holds(score)]

    assert hits == ([] if points is None else [points])


@pytest.mark.parametrize("tool", [*load.default().calibration])
def test_no_score_falls_into_two_intervals(tool):
    bins = load.default().bins(tool)
    edges = [edge for one in bins for edge in (one.from_, one.above, one.at_most, one.below) if edge is not None]

    assert all(sum(one.holds(edge) for one in bins) <= 1 for edge in edges)
    assert not any(one.holds(float("nan")) for one in bins)


def test_the_bins_of_three_points_count_two_unless_the_rule_set_uses_them(tmp_path):
    path = tmp_path / "three.toml"
    path.write_text(
        '[ruleset]\nid = "three"\nversion = "1"\nextends = "acmg-2015-svi-2024"\n[pp3]\n'
        'three_points = { value = true, unit = "truth", source = "bergquist2024", status = "house" }\n'
    )

    assert {3, -3} <= {one.points for one in load.load(str(path)).bins("revel")}
    assert not {3, -3} & {one.points for one in load.default().bins("revel")}


def test_an_overlay_keeps_what_it_does_not_say():
    pah, general = load.for_gene("PAH"), load.default()

    assert (pah.ba1.min_af, general.ba1.min_af) == (0.015, 0.05)
    assert pah.ba1.min_an == general.ba1.min_an
    assert not pah.applies("PP2")
    assert general.applies("PP2")
    assert pah.criteria.PP2.default == "Supporting"


def test_an_overlay_has_an_id_a_version_and_a_checksum_of_its_own():
    assert load.for_gene("PAH").provenance() != load.default().provenance()
    assert load.for_gene("PAH").id == "vcep-pah"
    assert len(load.for_gene("PAH").sha256) == 64


@pytest.mark.parametrize(
    ("gene", "panel", "id_"),
    [
        ("PAH", "", "vcep-pah"),
        ("PAH", "Phenylketonuria VCEP", "vcep-pah"),
        ("PAH", "phenylketonuria vcep", "vcep-pah"),
        ("PAH", "another panel", load.DEFAULT),
        ("RYR1", "", load.DEFAULT),
        ("RYR1", "Malignant Hyperthermia Susceptibility VCEP", "vcep-ryr1-mhs"),
        ("MT-TL1", "", load.MITOCHONDRIAL),
        ("TTN", "", load.DEFAULT),
        ("", "", load.DEFAULT),
    ],
)
def test_which_rule_set_is_for_a_gene(gene, panel, id_):
    assert load.for_gene(gene, panel).id == id_


NUMBER = '[{}]\n{} = {{ value = 0.01, unit = "af", source = "{}", status = "{}" }}\n'
INTERVALS = (
    '[calibration.revel]\nsource = "house"\nstatus = "house"\n'
    "bins = [{{ points = -1, at_most = 0.5 }}, {{ points = 1, from = {} }}]\n"
)
BAD = {
    "a bare number": ("[bs1]\nmin_af = 0.01\n", "bs1.min_af is a bare number"),
    "no unit": (NUMBER.format("bs1", "min_af", "house", "house").replace("unit", "unity"), "bs1.min_af has no unit"),
    "a source that is not there": (NUMBER.format("bs1", "min_af", "nobody", "house"), "cites `nobody`"),
    "a status that is not one": (NUMBER.format("bs1", "min_af", "house", "sure"), "has the status `sure`"),
    "a name that nothing reads": (NUMBER.format("pm2", "recesive_popmax", "house", "house"), "nothing reads it"),
    "a criterion that is not one": ('[criteria]\nPM9 = { applies = false, source = "house" }\n', "criteria.PM9"),
    "a strength that is not one": ('[criteria.PM1]\nstrengths = ["Storng"]\n', "`Storng` is not a strength"),
    "intervals that overlap": (INTERVALS.format(0.4), "overlap"),
    "an edge in two intervals": (INTERVALS.format(0.5), "belongs to two intervals"),
    "a class that is not one": ('[combining.table]\npanel_rows = [{ class = "bad" }]\n', "`bad` is not a class"),
    "a source without a date": ('[sources]\nx = { citation = "X" }\n', "sources.x has no date"),
}


@pytest.mark.parametrize(("text", "told"), BAD.values(), ids=BAD)
def test_check_finds_what_is_wrong(text, told, tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text(f'[ruleset]\nid = "mine"\nversion = "1"\nextends = "acmg-2015-svi-2024"\n{text}')
    content, _ = load.read(path)

    found = list(problems(content, load.base_of(path).content))

    assert len(found) == 1, found
    assert told in found[0]


UNREADABLE = {
    "no TOML": ("[ruleset", "is not TOML"),
    "no head": ("[pm2]\n", "is no rule set"),
    "a base that is not there": (
        '[ruleset]\nid = "x"\nversion = "1"\nextends = "acmg"\n',
        "no shipped rule set `acmg`",
    ),
    "a circle": ('[ruleset]\nid = "x"\nversion = "1"\nextends = "x"\n', "extend each other"),
}


@pytest.mark.parametrize(("text", "told"), UNREADABLE.values(), ids=UNREADABLE)
def test_what_cannot_be_read_is_an_error(text, told, tmp_path):
    path = tmp_path / "x.toml"
    path.write_text(text)

    with pytest.raises(RulesError, match=told):
        load.load(str(path))


def test_an_unknown_rule_set_is_an_error_with_near_matches():
    with pytest.raises(RulesError) as caught:
        load.load("vcep-pha")

    assert "vcep-pah" in caught.value.hint
