"""Panels derived from a capture design and from HPO terms."""

from pathlib import Path

import pytest

from gmstool.errors import PanelError
from gmstool.panels import phenotype
from gmstool.panels.derive import from_bed, from_hpo
from gmstool.panels.exons import parts
from gmstool.panels.model import from_text
from gmstool.panels.rows import INHERITANCE
from gmstool.panels.verdicts import verdicts
from gmstool.panels.write import as_tsv

TP53, NRAS = 11998, 7989
SHARED = Path(__file__).parents[2].parent / "shared" / "fixtures" / "gms" / "gms560_design.hg38.bed"


def design(folder: Path, *regions: tuple[str, int, int]) -> Path:
    file = folder / "mine.v1.bed"
    file.write_text("".join(f"chr{chrom}\t{start - 1}\t{end}\n" for chrom, start, end in regions))
    return file


def part_of(hgnc_id: int, fraction: float) -> list[tuple[str, int, int]]:
    """The first bases of a gene's coding exons, as many as make up a fraction."""
    regions = parts("GRCh38", [hgnc_id])[hgnc_id].regions
    left = round(sum(one.end - one.start + 1 for one in regions) * fraction)
    found = []
    for chrom, start, end in regions:
        if left > 0:
            found.append((chrom, start, min(end, start + left - 1)))
            left -= end - start + 1
    return found


@pytest.mark.parametrize(("min_cds", "symbols"), [(0.5, ["NRAS", "TP53"]), (0.51, ["TP53"]), (1, ["TP53"])])
def test_a_gene_covered_to_the_limit_is_a_member(tmp_path: Path, min_cds: float, symbols: list[str]) -> None:
    file = design(tmp_path, *part_of(TP53, 1), *part_of(NRAS, 0.5))

    panel = from_bed(file, "GRCh38", min_cds, {})

    assert [one.symbol for one in panel.genes] == symbols
    assert panel.id == "mine"
    assert f"at least {min_cds:g}" in panel.header["note"]


def test_a_design_that_covers_nothing_asks_for_its_build(tmp_path: Path) -> None:
    with pytest.raises(PanelError) as error:
        from_bed(design(tmp_path, ("1", 1, 100)), "GRCh38", 0.8, {})

    assert "is the BED file of GRCh38?" in error.value.hint


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.is_file(), reason="the public fixture files (../shared/fixtures) are not here")
def test_the_public_solid_tumour_design_has_about_500_genes_in_full() -> None:
    panel = from_bed(SHARED, "GRCh38", 0.8, {})
    symbols = {one.symbol for one in panel.genes}

    assert 480 <= len(symbols) <= 520
    assert {"TP53", "EGFR", "BRCA1", "KRAS"} <= symbols


def test_a_derived_panel_reads_back_as_itself() -> None:
    panel = from_hpo(["HP:0001250"], every=False, header={"id": "seizure", "date": "2026-01-01"})
    again = from_text(as_tsv(panel).encode(), "seizure.tsv", "seizure")

    assert (again.id, again.sha256, again.genes) == ("seizure", panel.sha256, panel.genes)
    assert not any(one.problem or one.notice for one in verdicts(panel))


def test_genes_come_with_the_terms_and_diseases_that_they_rest_on() -> None:
    panel = from_hpo(["HP:0002123"], every=False, header={})
    notes = {one.symbol: one for one in panel.genes}

    assert "HP:0002123" in notes["SCN1A"].note
    assert "OMIM:607208" in notes["SCN1A"].note
    assert "AD" in notes["SCN1A"].inheritance


def test_inheritance_fits_the_chromosome_of_the_gene_and_has_documented_words_only() -> None:
    genes = {one.symbol: one for one in from_hpo(["HP:0000510"], every=False, header={}).genes}
    words = {word for one in genes.values() for word in one.inheritance.split(",")}

    assert "XLR" not in genes["AIPL1"].inheritance
    assert "XLR" in genes["RPGR"].inheritance
    assert words - {""} <= set(INHERITANCE)


def test_a_term_stands_for_those_below_it() -> None:
    seizure, myoclonic = "HP:0001250", "HP:0002123"

    below = {one.hgnc_id for one in from_hpo([myoclonic], every=False, header={}).genes}
    assert below < {one.hgnc_id for one in from_hpo([seizure], every=False, header={}).genes}


def test_each_term_asks_for_more_and_any_term_for_less() -> None:
    one, other = "HP:0002123", "HP:0000501"
    genes = {
        key: {gene.hgnc_id for gene in from_hpo(terms, every=every, header={}).genes}
        for key, terms, every in (
            ("one", [one], False), ("other", [other], False), ("any", [one, other], False), ("all", [one, other], True),
        )
    }  # fmt: skip

    assert genes["any"] == genes["one"] | genes["other"]
    assert genes["all"] == genes["one"] & genes["other"]


@pytest.mark.parametrize(
    ("situation", "text", "hpo_id"),
    [
        ("an id", "HP:0001250", "HP:0001250"),
        ("small letters", "hp:0001250", "HP:0001250"),
        ("the full name", "seizure", "HP:0001250"),
        ("a synonym of one term", "seizures", "HP:0001250"),
        ("an alternative id", "HP:0002125", "HP:0001250"),
        ("an obsolete id with a successor", "HP:0000284", "HP:0000315"),
    ],
)
def test_a_term_may_be_written_in_several_ways(situation: str, text: str, hpo_id: str) -> None:
    assert [one.hpo_id for one in phenotype.asked([text])] == [hpo_id], situation


@pytest.mark.parametrize(
    ("text", "said", "hint"),
    [
        ("HP:9999999", "`HP:9999999` is no HPO term", "hpo.jax.org"),
        ("HP:0003295", "`HP:0003295` is an obsolete HPO term without a replacement", "HP:0030339"),
        ("siezures", "`siezures` is no HPO term", "did you mean HP:0001250 Seizure"),
        ("ASD", "`ASD` is a synonym of several HPO terms", "HP:0000729"),
        ("", "no HPO term is named", "HP:0001250"),
    ],
)
def test_a_term_that_is_none_is_refused(text: str, said: str, hint: str) -> None:
    with pytest.raises(PanelError) as error:
        phenotype.asked([text])

    assert error.value.message == said
    assert hint in error.value.hint
