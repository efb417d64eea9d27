"""What the case as a whole says, as situations in words."""

import pytest

from gmstool.report.conclusion import conclude
from gmstool.report.headline import headline
from gmstool.report.words import Words

# class, modes, zygosity, fit with the phenotype -> what the case says
ONE_VARIANT = [
    ("a dominant heterozygote of class 5 that fits", 5, "AD", "heterozygous", "full", "explains"),
    ("a dominant heterozygote of class 4 that fits", 4, "AD", "heterozygous", "full", "explains"),
    ("a dominant heterozygote of class 3 that fits", 3, "AD", "heterozygous", "full", "uncertain"),
    ("a class 2 variant", 2, "AD", "heterozygous", "full", "none"),
    ("the phenotype fits in part", 5, "AD", "heterozygous", "partial", "explains_in_part"),
    ("the phenotype does not fit", 5, "AD", "heterozygous", "none", "uncertain"),
    ("nobody judged the phenotype", 5, "AD", "heterozygous", None, "uncertain"),
    ("a recessive heterozygote of class 5 alone", 5, "AR", "heterozygous", "full", "carrier"),
    ("a recessive heterozygote of class 3 alone", 3, "AR", "heterozygous", "full", "none"),
    ("a recessive homozygote", 5, "AR", "homozygous", "full", "explains"),
    ("a hemizygous boy, X-linked recessive", 5, "XLR", "hemizygous", "full", "explains"),
    ("a heterozygous girl, X-linked recessive", 5, "XLR", "heterozygous", "full", "carrier"),
    ("a heterozygous girl, X-linked dominant", 5, "XLD", "heterozygous", "full", "explains"),
    ("a heterozygous girl, X-linked either way", 5, "XL", "heterozygous", "full", "uncertain"),
    ("dominant or recessive is not chosen", 5, "AD/AR", "heterozygous", "full", "uncertain"),
    ("dominant or recessive does not matter", 5, "AD/AR", "homozygous", "full", "explains"),
    ("the genotype is not known", 5, "AD", "unknown", "full", "uncertain"),
    ("the inheritance is not known", 5, None, "heterozygous", "full", "uncertain"),
    ("a mosaic", 5, "AD", "mosaic", "full", "uncertain"),
    ("mtDNA, homoplasmic", 5, "MT", "homoplasmic", "full", "explains"),
    ("mtDNA, heteroplasmic", 5, "MT", "heteroplasmic", "full", "uncertain"),
]  # fmt: skip
# classes, phase stated by the first -> what the pair says
PAIRS = [
    ("two of class 5 in trans", 5, 5, "trans", "explains"),
    ("class 5 and 4 in trans", 5, 4, "trans", "explains"),
    ("class 5 and 3 in trans", 5, 3, "trans", "uncertain"),
    ("class 5 and 2 in trans", 5, 2, "trans", "uncertain"),
    ("two of class 5 in cis", 5, 5, "cis", "carrier"),
    ("two of class 5, phase unknown", 5, 5, "unknown", "uncertain"),
    ("two of class 5, phase not stated", 5, 5, None, "uncertain"),
]


def _note(place, zygosity, fit, **more):
    told = {"variant": f"chr{place}", "zygosity": zygosity, **more}
    return told | ({"phenotype_fit": fit} if fit else {})


@pytest.mark.parametrize(
    ("words", "number", "moi", "zygosity", "fit", "kind"), ONE_VARIANT, ids=[one[0] for one in ONE_VARIANT]
)
def test_genotype_inheritance_and_phenotype_together_answer(make, words, number, moi, zygosity, fit, kind):
    found = conclude(
        make.case([make.row(number=number, moi=moi)], **make.complete, finding=[_note("1-100-A-T", zygosity, fit)])
    )

    assert (str(found.kind), found.complete) == (kind, True)


@pytest.mark.parametrize(("words", "first", "second", "phase", "kind"), PAIRS, ids=[one[0] for one in PAIRS])
def test_a_second_variant_answers_only_in_trans_and_by_its_class(make, words, first, second, phase, kind):
    rows = [make.row(number=first), make.row("1-200-A-T", number=second)]
    notes = [
        _note("1-100-A-T", "heterozygous", "full", partner="chr1-200-A-T", **({"phase": phase} if phase else {})),
        _note("1-200-A-T", "heterozygous", "full"),
    ]

    assert str(conclude(make.case(rows, **make.complete, finding=notes)).kind) == kind


@pytest.mark.parametrize("kind", ["rare", "solid"])
def test_what_a_person_puts_forward_without_a_class_is_no_case_without_findings(make, kind):
    of_none = make.case([make.row(number=1)], kind, **make.complete, finding=[{"variant": "chr9-9-A-T", "gene": "BBB"}])

    told = headline(of_none, conclude(of_none), Words("en"))

    assert (
        told == "Uncertain: BBB chr9-9-A-T (not classified; genotype not known) may bear on the question, but it is "
        "not classified."
    )


def test_a_row_without_a_class_says_nothing(make):
    (answer,) = conclude(make.case([make.row(classification="Not in scope")], **make.complete)).every

    assert (str(answer.kind), answer.reason[0]) == ("none", "not classified; nothing can be said")


def test_a_second_variant_without_a_class_leaves_the_answer_open(make):
    notes = [
        _note("1-100-A-T", "heterozygous", "full"),
        {"variant": "chr1-200-A-T", "gene": "AAA", "zygosity": "heterozygous"},
    ]

    assert str(conclude(make.case([make.row()], **make.complete, finding=notes)).kind) == "uncertain"


def test_a_carrier_never_headlines_as_the_answer(make):
    case = make.case([make.row()], **make.complete, finding=[_note("1-100-A-T", "heterozygous", "full")])

    told = headline(case, conclude(case), Words("sv"))

    assert told.startswith("Inget fynd besvarar frågeställningen; patienten är bärare")


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize(
    ("tested", "gaps"), [(["snv"], None), ([], []), ([], None)], ids=["no coverage", "no variant types", "neither"]
)
@pytest.mark.parametrize("number", [1, 5])
def test_nothing_found_cannot_be_said_on_an_incomplete_basis(make, tested, gaps, language, number):
    case = make.case([make.row(number=number)], gaps=gaps, method={"tested": tested})

    told = headline(case, conclude(case), Words(language))

    assert told.startswith({"sv": "Ofullständigt underlag.", "en": "Incomplete basis."}[language])
    assert "inga fynd" not in told.lower()
    assert "no findings" not in told.lower()


def test_nothing_found_is_said_where_coverage_and_types_are_known(make):
    case = make.case([make.row(number=1)], **make.complete)

    assert headline(case, conclude(case), Words("sv")).startswith("Inga fynd:")


def test_uncovered_parts_qualify_that_nothing_was_found(make):
    case = make.case([make.row(number=1)], **make.complete, gaps=[("AAA", "1:1-9", 9)])

    assert (
        headline(case, conclude(case), Words("sv")) == "Inga fynd i det som täckts; delar av panelen har inte täckts."
    )


def test_no_rows_or_a_failed_sample_make_the_basis_incomplete(make):
    assert conclude(make.case([], **make.complete)).missing
    assert conclude(make.case([make.row(number=1)], **make.complete, sample=[{"id": "S", "passed": False}])).missing


@pytest.mark.parametrize(
    ("relations", "said"),
    [
        (["other", "same"], "there is evidence of tier {} for this tumour type"),
        (["other"], "there is evidence of tier {}, not of this very tumour type"),
        (["more particular"], "there is evidence of tier {}, not of this very tumour type"),
        ([None], "there is evidence of tier {}"),
        ([], "there is evidence of tier {}"),
    ],
)
def test_evidence_of_other_tumours_is_not_said_to_be_of_this_one(make, relations, said):
    row = make.row(tier="II", oncogenicity="Oncogenic", evidence=[{"relation": one} for one in relations])

    (answer,) = conclude(make.case([row], "solid", **make.complete)).answers
    assert answer.reason == (said, ("II",))


def test_a_tumours_variant_of_tier_two_is_named_and_tier_three_is_uncertain(make):
    def kind(tier, called="Uncertain significance"):
        return str(conclude(make.case([make.row(tier=tier, oncogenicity=called)], "solid", **make.complete)).kind)

    assert [kind("I"), kind("II"), kind("III"), kind("IV", "Benign")] == [
        "actionable",
        "actionable",
        "uncertain",
        "none",
    ]


def test_a_haploid_or_missing_genotype_is_no_homozygote(make):
    zygosities = [
        conclude(make.case([make.row(gt=gt)])).every[0].finding.zygosity
        for gt in ("0/1", "1|1", "1", "./.", "./1", None)
    ]

    assert zygosities == ["heterozygous", "homozygous", "hemizygous", None, None, None]
