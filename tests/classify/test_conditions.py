"""For which condition and mode of inheritance a gene's variants are judged."""

import pytest

from gmstool.classify.case import CaseVariant
from gmstool.classify.conditions import NOWHERE, Wish, case_conditions, judged_for, of_gene, panel_modes
from gmstool.errors import UsageError
from gmstool.panels.model import from_text
from gmstool.reference.genes import resolve

BRCA2, FBN1, ADAR = (resolve(name).hgnc_id for name in ("BRCA2", "FBN1", "ADAR"))


def test_without_a_wish_the_gene_disease_table_gives_the_condition_and_all_modes_of_the_gene():
    judged = judged_for(BRCA2, Wish())

    assert (judged.condition.moi, judged.chosen_by) == ("AD/AR", f"gene-disease table, first of {len(of_gene(BRCA2))}")
    assert judged.condition in [one._replace(moi="AD/AR") for one in of_gene(BRCA2)]


def test_with_several_modes_the_chosen_disease_is_also_an_alternative_with_its_own_mode():
    judged = judged_for(BRCA2, Wish())

    assert judged.condition.name in {one.name for one in judged.others if one.moi == "AD"}


def test_with_one_mode_the_chosen_disease_is_no_alternative_to_itself():
    judged = judged_for(FBN1, Wish())

    assert judged.condition.moi == "AD"
    assert judged.condition.mondo not in {one.mondo for one in judged.others}


@pytest.mark.parametrize("said", ["MONDO:0007947", "mondo:0007947", "Marfan  syndrome", "OMIM:154700"])
def test_a_condition_is_named_by_id_or_name_in_any_case(said):
    judged = judged_for(FBN1, Wish(condition=said).checked())

    assert (judged.condition.name, judged.condition.moi, judged.chosen_by) == ("Marfan syndrome", "AD", "as given")


def test_the_given_mode_wins_over_that_of_the_condition():
    assert judged_for(FBN1, Wish(condition="OMIM:154700", moi="AR")).condition.moi == "AR"


def test_a_gene_that_does_not_cause_the_given_condition_has_no_mode_and_no_validity():
    judged = judged_for(BRCA2, Wish(condition="OMIM:154700").checked())

    assert judged.condition == ("Marfan syndrome", None, None, None, None, False)


def test_an_unknown_condition_is_an_error_with_near_names():
    with pytest.raises(UsageError, match="no gene of the bundle has the condition `Marfan syndrom`") as error:
        Wish(condition="Marfan syndrom").checked()

    assert "Marfan syndrome" in error.value.hint


def test_an_unknown_condition_may_be_named_with_its_mode():
    judged = judged_for(FBN1, Wish(condition="a new disease", moi="AD").checked())

    assert judged.condition[:4] == ("a new disease", None, None, "AD")


def test_an_unknown_mode_is_an_error():
    with pytest.raises(UsageError, match="--moi dominantish is not known"):
        Wish(moi="dominantish").checked()


def test_a_panel_gives_the_mode_and_the_best_founded_condition_of_that_mode():
    panel = from_text(b"#symbol\thgnc_id\tinheritance\nBRCA2\t1101\tAR\n", "p.tsv", "p")

    judged = judged_for(BRCA2, Wish(panel=panel_modes([panel])))

    assert (judged.condition.moi, judged.chosen_by) == ("AR", "panel")
    assert "Fanconi" in judged.condition.name


def test_a_panel_without_a_mode_leaves_the_choice_to_the_table():
    panel = from_text(b"#symbol\thgnc_id\tinheritance\nBRCA2\t1101\t\n", "p.tsv", "p")

    assert panel_modes([panel]) == {}


def test_what_clingen_doubts_comes_last():
    assert of_gene(ADAR)[-1].validity == "Limited"


@pytest.mark.parametrize("gene", [None, 1])
def test_a_gene_without_a_condition_is_judged_for_none(gene):
    assert judged_for(gene, Wish()) == NOWHERE


def test_what_the_case_file_says_of_a_variant_s_gene_holds_before_the_case_s_own_condition():
    said = case_conditions([CaseVariant(variant="chr15-1-A-G", gene="FBN1", condition="Marfan syndrome", moi="AD")])
    wish = Wish("phenylketonuria", "AR", of_gene=said)

    assert judged_for(FBN1, wish).condition.name == "Marfan syndrome"
    assert judged_for(FBN1, wish).condition.moi == "AD"
    assert judged_for(BRCA2, wish).condition[0] == "phenylketonuria"


def test_a_mode_alone_leaves_the_case_s_condition():
    said = case_conditions([CaseVariant(variant="chr15-1-A-G", gene="FBN1", moi="AR")])

    assert judged_for(FBN1, Wish("Marfan syndrome", "AD", of_gene=said)).condition.moi == "AR"


@pytest.mark.parametrize(
    ("variants", "said"),
    [
        ([CaseVariant(variant="chr15-1-A-G", condition="Marfan syndrome")], "no gene that is known"),
        ([CaseVariant(variant="a", gene="NOGENE", condition="Marfan syndrome")], "no gene that is known"),
        (
            [CaseVariant(variant=one, gene="FBN1", condition=name, moi="AD") for one, name in (("a", "x"), ("b", "y"))],
            "different conditions for FBN1",
        ),
    ],
)
def test_a_condition_without_a_gene_or_against_another_is_refused(variants, said):
    with pytest.raises(UsageError, match=said):
        case_conditions(variants)
