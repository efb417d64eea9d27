"""The labelled variants: every row is told whole, and their published criteria combine to the published classes."""

import importlib.util
from pathlib import Path

import pytest

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"


@pytest.fixture(scope="module")
def oncogenicity():
    spec = importlib.util.spec_from_file_location("oncogenicity", BENCHMARKS / "oncogenicity.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", ["pilot", "recognised", "annotation"])
def test_each_table_says_its_source_date_and_licence(name):
    head = [line for line in (BENCHMARKS / "labelled" / f"{name}.tsv").read_text().splitlines() if line[:2] == "##"]
    told = " ".join(head).lower()
    assert all(word in told for word in ("source", "date", "licence"))


def test_every_labelled_variant_has_one_annotation_and_the_other_way_round(oncogenicity):
    labelled = [
        row["variant"] for name in oncogenicity.SETS for row in oncogenicity.labels(oncogenicity.HERE / f"{name}.tsv")
    ]
    annotated = [row["variant"] for row in oncogenicity.table(oncogenicity.HERE / "annotation.tsv")]
    assert len(set(annotated)) == len(annotated)
    assert set(labelled) == set(annotated)


def test_published_criteria_give_the_published_classes_where_the_published_rows_are_consistent(oncogenicity):
    rows = oncogenicity.labels(oncogenicity.HERE / "pilot.tsv")
    pairs, odd = oncogenicity.combined(rows), oncogenicity.contradictory(rows)
    assert (len(rows), sum(theirs == ours for theirs, ours in pairs), len(pairs), len(odd)) == (94, 85, 92, 13)


def test_the_vcf_holds_no_label(oncogenicity):
    text = oncogenicity.vcf(oncogenicity.table(oncogenicity.HERE / "annotation.tsv"), {})
    assert not any(word in text for word in ("ncogenic", "enign", "ncertain", "OS3", "OP4"))
    assert "p.Val600Glu" in text


def test_no_score_of_a_predictor_ships_and_a_users_own_enter_the_annotation(oncogenicity, tmp_path):
    rows = oncogenicity.table(oncogenicity.HERE / "annotation.tsv")
    assert not {name.lower() for name in rows[0]} & {"cadd", "cadd_phred", "revel", "alphamissense", "am_pathogenicity"}
    (tmp_path / "scores.tsv").write_text("variant\tREVEL\nchr7-140753336-A-T\t0.931\n")
    scores = oncogenicity.own_scores(tmp_path / "scores.tsv")
    assert scores == {"7-140753336-A-T": {"REVEL": "0.931"}}
    text = oncogenicity.vcf(rows, scores)
    assert '|gnomADg_AF_popmax|REVEL"' in text
    assert text.count("|0.931\t") == 1


def test_a_score_that_would_break_the_annotation_is_refused(oncogenicity, tmp_path):
    (tmp_path / "scores.tsv").write_text("variant\tREVEL\n7-1-A-T\t0.9|1\n")
    with pytest.raises(SystemExit, match="cannot stand in an annotation"):
        oncogenicity.own_scores(tmp_path / "scores.tsv")


def test_the_counts_of_hot_spots_name_their_licence_and_whom_they_are_of():
    head = (BENCHMARKS / "labelled" / "annotation.tsv").read_text().partition("\nvariant\t")[0]
    assert "Contains information from cancerhotspots.org" in head
    assert "Open Database License 1.0" in head
