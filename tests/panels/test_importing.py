"""Panels of PanelApp and Scout become ours, with their source, version and licence."""

import json
from pathlib import Path
from typing import Any

import pytest

from gmstool.errors import PanelError, UsageError
from gmstool.genome import Region
from gmstool.panels.importing import imported, panelapp
from gmstool.panels.model import from_text
from gmstool.panels.rows import PanelGene, PanelRegion, PanelStr
from gmstool.panels.write import as_tsv
from gmstool.reference import catalogue


def entity(symbol: str, hgnc_id: int, confidence: int, inheritance: str, **more: Any) -> dict[str, Any]:
    """An entity as PanelApp's API writes it, without the reviews."""
    return {
        "gene_data": {"gene_symbol": symbol, "hgnc_symbol": symbol, "hgnc_id": f"HGNC:{hgnc_id}", "alias": ["X"]},
        "entity_type": "gene", "entity_name": symbol, "confidence_level": str(confidence), "penetrance": None,
        "phenotypes": [], "mode_of_inheritance": inheritance, "tags": [], "transcript": None, **more,
    }  # fmt: skip


def panelapp_json(*genes: dict[str, Any], **more: Any) -> bytes:
    told = {
        "id": 9, "hash_id": None, "name": "An example", "disease_group": "Neurology", "disease_sub_group": "",
        "status": "public", "version": "1.12", "version_created": "2026-02-03T10:00:00.000000Z", "genes": list(genes),
        "regions": [], "strs": [], **more,
    }  # fmt: skip
    return json.dumps(told).encode()


def test_the_header_names_panel_version_source_and_licence() -> None:
    panel = panelapp(panelapp_json(entity("TP53", 11998, 3, ""), entity("PAH", 8582, 2, "")), "x.json")

    assert (panel.id, panel.version) == ("panelapp-9", "1.12")
    assert panel.header["name"] == "An example"
    assert panel.header["date"] == "2026-02-03"
    assert panel.header["disease_area"] == "Neurology"
    assert "PanelApp, panel 9, version 1.12" in panel.header["source"]
    assert "not for commercial use" in panel.header["licence"]
    assert panel.header["terms"] == "non-commercial"
    assert panel.header["note"] == "Entities of PanelApp that are green; left out: 1."


@pytest.mark.parametrize(
    ("least", "symbols"), [(3, ["GREEN"]), (2, ["GREEN", "AMBER"]), (1, ["GREEN", "AMBER", "RED"])]
)
def test_the_least_confidence_is_kept(least: int, symbols: list[str]) -> None:
    genes = [entity("GREEN", 1, 3, ""), entity("AMBER", 2, 2, ""), entity("RED", 3, 1, "")]

    assert [one.symbol for one in panelapp(panelapp_json(*genes), "x.json", least).genes] == symbols


@pytest.mark.parametrize(
    ("sentence", "mode"),
    [
        ("MONOALLELIC, autosomal or pseudoautosomal, imprinted status unknown", "AD"),
        ("BIALLELIC, autosomal or pseudoautosomal", "AR"),
        ("BOTH monoallelic and biallelic, autosomal or pseudoautosomal", "AD,AR"),
        ("X-LINKED: hemizygous mutation in males, biallelic mutations in females", "XLR"),
        ("X-LINKED: hemizygous mutation in males, monoallelic mutations in females may cause disease", "XL"),
        ("MITOCHONDRIAL", "MT"),
        ("Unknown", ""),
        ("", ""),
    ],
)
def test_a_mode_of_inheritance_is_a_short_word_here(sentence: str, mode: str) -> None:
    assert panelapp(panelapp_json(entity("TP53", 11998, 3, sentence)), "x.json").genes[0].inheritance == mode


def test_a_gene_keeps_its_phenotypes_transcripts_and_penetrance() -> None:
    gene = entity(
        "TP53", 11998, 3, "", phenotypes=["Li-Fraumeni\tsyndrome", "cancer"], transcript=["NM_000546.6"],
        penetrance="Incomplete",
    )  # fmt: skip

    assert panelapp(panelapp_json(gene), "x.json").genes[0] == PanelGene(
        "TP53", 11998, "", "Li-Fraumeni syndrome; cancer; reduced penetrance", "3", "NM_000546.6"
    )


def test_regions_and_repeats_come_along_and_survive_writing() -> None:
    region = {
        "gene_data": None, "entity_type": "region", "entity_name": "R1", "verbose_name": "15q13.3 loss",
        "confidence_level": "3", "chromosome": "15", "grch37_coordinates": None,
        "grch38_coordinates": [30608483, 32153204], "mode_of_inheritance": "MONOALLELIC", "phenotypes": [],
    }  # fmt: skip
    repeat = entity(
        "HTT", 4851, 3, "MONOALLELIC", repeated_sequence="CAG", chromosome="4", normal_repeats=35,
        pathogenic_repeats=40, grch37_coordinates=[3076604, 3076660], grch38_coordinates=[3074877, 3074933],
    ) | {"entity_name": "HTT_CAG"}  # fmt: skip

    panel = panelapp(panelapp_json(entity("TP53", 11998, 3, ""), regions=[region], strs=[repeat]), "x.json")
    again = from_text(as_tsv(panel).encode(), "x.tsv", "x")

    assert panel.regions == (PanelRegion("R1 15q13.3 loss", None, Region("15", 30608483, 32153204), "AD", "3"),)
    assert panel.loci == (
        PanelStr(
            "HTT_CAG", "HTT", 4851, "CAG", 35, 40, Region("4", 3076604, 3076660), Region("4", 3074877, 3074933), "AD",
            "3",
        ),
    )  # fmt: skip
    assert (again.genes, again.regions, again.loci) == (panel.genes, panel.regions, panel.loci)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"<html>", "x.json is no JSON"),
        (b"[]", "x.json is not one panel of PanelApp"),
        (b'{"count": 2, "results": []}', "x.json is not one panel of PanelApp"),
        (panelapp_json({"confidence_level": "3"}), "an entity has no 'entity_name'"),
        (b"[" * 100_000, "x.json is no JSON: nested too deep"),
        (b'{"id": 9, "genes": [1]}', "its genes are no list of entities"),
        (panelapp_json(entity("TP53", 11998, 1, "")), "x.json has no entity of confidence 3 or more"),
    ],
)
def test_a_file_that_is_no_panel_is_refused(data: bytes, said: str) -> None:
    with pytest.raises(PanelError) as error:
        panelapp(data, "x.json")

    assert said in error.value.message


@pytest.mark.parametrize("name", ["panelapp:{}", "{}"])
def test_a_file_of_panelapp_may_be_named_in_two_ways(tmp_path: Path, name: str) -> None:
    file = tmp_path / "panel.json"
    file.write_bytes(panelapp_json(entity("TP53", 11998, 3, "")))

    assert imported(name.format(file), accept_licence=True).id == "panelapp-9"


def test_the_licence_of_panelapp_is_asked_for(tmp_path: Path, own_data: Path) -> None:
    file = tmp_path / "panel.json"
    file.write_bytes(panelapp_json(entity("TP53", 11998, 3, "")))

    for name, allowed in ((f"panelapp:{file}", False), ("panelapp:9", True)):
        with pytest.raises(UsageError) as error:
            imported(name, allow_remote=allowed)
        assert "--accept-licence" in error.value.hint

    own_data.mkdir()
    licence = catalogue.sources()["panelapp"].licence
    (own_data / "manifest.json").write_text(json.dumps({"tables": {}, "accepted": {"panelapp": {"licence": licence}}}))
    assert imported(f"panelapp:{file}").id == "panelapp-9"


def test_nothing_is_fetched_unless_it_is_allowed() -> None:
    with pytest.raises(PanelError) as error:
        imported("panelapp:9")

    assert "--allow-remote" in error.value.hint


@pytest.mark.parametrize("text", ["panel.txt", "panelapp:", "scout:", "other:9"])
def test_a_source_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="is no panel to import"):
        imported(text)


def test_a_scout_panel_keeps_its_name_and_owner(tmp_path: Path) -> None:
    file = tmp_path / "p.txt"
    file.write_text(
        "##panel_id=kidney\n##institute=cust000\n##version=2.1\n##date=2024-03-01\n##display_name=Kidney disease\n"
        "#hgnc_id\thgnc_symbol\tgenetic_disease_models\n8582\tPAH\tAR\n"
    )

    text = as_tsv(imported(f"scout:{file}"))

    assert text.splitlines() == [
        "##id=kidney", "##name=Kidney disease", "##version=2.1", "##date=2024-03-01",
        "##source=Scout panel kidney of cust000", "#symbol\thgnc_id\tinheritance\tnote", "PAH\t8582\tAR\t",
    ]  # fmt: skip
