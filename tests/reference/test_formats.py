"""Each official format becomes the tables of the bundle; a cut or wrong file becomes an error."""

from __future__ import annotations

import gzip
from pathlib import Path

import polars as pl
import pytest

from gmstool.errors import GmsError
from gmstool.reference import bundle, catalogue, formats

OFFICIAL = Path(__file__).parent / "official"
CLINVAR = "clinvar.vcf.gz"
MANE = "MANE.GRCh38.v{release}.refseq_genomic.gff.gz"
GNOMAD = "gnomad.v4.1.1.constraint_metrics.tsv.bgz"
# The small file that stands for an official one, where it has another name.
STAND_INS = {
    ("clinvar-grch38", CLINVAR): "clinvar_GRCh38.vcf",
    ("clinvar-grch37", CLINVAR): "clinvar_GRCh37.vcf",
    ("mane", MANE): "MANE.GRCh38.v9.9.refseq_genomic.gff",
    ("gnomad-constraint", GNOMAD): "gnomad.v4.1.1.constraint_metrics.tsv",
}
SOURCES = sorted(catalogue.sources())
SMALL = {
    (source.id, file.name): OFFICIAL / STAND_INS.get((source.id, file.name), file.name)
    for source in catalogue.sources().values()
    for file in source.files
}


def files(source: str) -> dict[str, Path]:
    return {name: path for (one, name), path in SMALL.items() if one == source}


def convert(source: str) -> dict[str, pl.DataFrame]:
    return formats.of(source).convert(files(source)).tables


def row(table: pl.DataFrame, **known) -> dict:
    found = table.filter(*[pl.col(name) == value for name, value in known.items()]).rows(named=True)
    assert len(found) == 1
    return found[0]


@pytest.mark.parametrize("source", SOURCES)
def test_the_tables_are_those_the_catalogue_promises(source):
    assert set(convert(source)) == set(catalogue.sources()[source].tables)


@pytest.mark.parametrize("source", SOURCES)
def test_columns_are_those_of_the_shipped_table(source):
    for name, table in convert(source).items():
        if name in bundle.shipped():
            shipped = pl.read_parquet_schema(bundle.shipped_folder() / bundle.shipped()[name]["file"])
            assert dict(table.schema) == dict(shipped), name
            assert table.columns == list(shipped), name


@pytest.mark.parametrize("name", sorted(SMALL), ids="/".join)
def test_every_small_file_begins_as_the_catalogue_says(name):
    from gmstool.reference import obtain

    source, file = name
    known = next(one for one in catalogue.sources()[source].files if one.name == file)

    obtain.check_beginning(known, SMALL[name], "the small file")


def test_hgnc_names_and_merged_entries():
    tables = convert("hgnc")
    genes = tables["genes"]

    assert row(genes, hgnc_id=7132) == {
        "hgnc_id": 7132, "symbol": "KMT2A", "previous": ["MLL"], "alias": ["HRX", "TRX1"], "withdrawn_ids": [],
        "locus_type": "gene with protein product", "ensembl_gene_id": "ENSG00000118058", "ncbi_gene_id": 4297,
        "newer_symbol": None,
    }  # fmt: skip
    assert row(genes, symbol="ENAM")["previous"] == ["AIH2"]
    assert row(genes, symbol="BRCA1")["withdrawn_ids"] == [99991, 99992]
    assert row(genes, symbol="MADEUP1")["ncbi_gene_id"] is None
    assert tables["withdrawn_genes"].select("symbol", "successors").rows() == [
        ("ALPPL1", []), ("MADEUP4", [1100, 7132]),
    ]  # fmt: skip


def test_hgnc_without_the_withdrawn_entries_keeps_those_known():
    alone = {"hgnc_complete_set.txt": OFFICIAL / "hgnc_complete_set.txt"}

    made = formats.of("hgnc").convert(alone)

    assert set(made.tables) == {"genes"}
    assert row(made.tables["genes"], symbol="ENAM")["withdrawn_ids"] == [354]
    assert made.kept["genes"] == bundle.entry("genes")["sources"]
    assert (made.date, made.release) == ("2026-11-18", "HGNC complete set, newest change 2026-11-18")


def test_mane_gives_exons_and_coding_sequence_on_both_strands():
    on_38 = convert("mane")["transcripts"].filter(pl.col("build") == "GRCh38")

    assert on_38["transcript"].to_list() == ["NM_000001.2", "NM_000005.1", "NM_000002.1"]
    first = row(on_38, transcript="NM_000001.2")
    assert (first["chrom"], first["strand"], first["start"], first["end"]) == ("7", -1, 1001, 1400)
    assert (first["cds_start"], first["cds_end"], first["protein"]) == (1051, 1340, "NP_000001.1")
    assert (first["exon_offsets"], first["exon_lengths"]) == ([0, 300], [100, 100])
    assert (first["hgnc_id"], first["ensembl_transcript"]) == (1100, "ENST00000000001.3")
    assert row(on_38, transcript="NM_000005.1")["mane"] == "Plus Clinical"
    both_sexes = row(on_38, transcript="NM_000002.1")
    assert (both_sexes["chrom"], both_sexes["cds_start"], both_sexes["hgnc_id"]) == ("X", None, None)


def test_mane_keeps_a_transcripts_place_on_grch37_and_judges_it_anew(tmp_path):
    known = row(bundle.table("transcripts"), build="GRCh37", symbol="TP53", mane="Select")
    accession = known["transcript"].split(".")[0]
    text = (OFFICIAL / STAND_INS["mane", MANE]).read_text()
    newer = tmp_path / "newer.gff"
    newer.write_text(text.replace("NM_000005.1", f"{accession}.99"))

    table = formats.of("mane").convert({MANE: newer}).tables["transcripts"]

    again = row(table, build="GRCh37")
    assert (again["transcript"], again["start"]) == (known["transcript"], known["start"])
    assert (again["same_version"], again["same_exons"], again["protein"]) == (False, False, None)


def test_gnomad_judges_a_gene_by_its_mane_transcript_of_ensembl_first():
    table = convert("gnomad-constraint")["constraint"]

    assert table["symbol"].to_list() == ["BRCA1", "KMT2A"]
    assert row(table, symbol="BRCA1") == {
        "hgnc_id": 1100, "symbol": "BRCA1", "loeuf": 0.85, "loeuf_release": "gnomAD v4.1.1", "pli": 2e-20,
        "pli_release": "gnomAD v4.1.1", "mis_z": 1.5, "mis_z_release": "gnomAD v4.1.1",
    }  # fmt: skip


def test_clinvar_keeps_pathogenic_variants_of_two_stars():
    table = convert("clinvar-grch38")["clinvar"].filter(pl.col("build") == "GRCh38")

    assert table["variation_id"].to_list() == [13961, 55632, 9589]
    braf, brca1, mt = table.rows(named=True)
    assert (braf["significance"], braf["stars"], braf["symbol"], braf["genes_at"]) == ("P/LP", 2, "BRAF", [1097])
    assert (braf["diseases"], braf["mondo_ids"]) == (["Melanoma"], ["MONDO:0005105"])
    assert (braf["origin"], braf["rsid"], braf["consequence"]) == (3, "rs113488022", "missense_variant")
    assert (brca1["significance"], brca1["stars"], brca1["hgnc_id"]) == ("P", 3, 1100)
    assert brca1["consequence"] == "stop_gained&splice_donor_variant"
    assert (brca1["diseases"], brca1["rsid"], mt["consequence"], mt["significance"]) == ([], None, None, "LP")


def test_clinvar_of_one_build_keeps_the_rows_of_the_other():
    shipped = bundle.table("clinvar")
    made = formats.of("clinvar-grch37").convert(files("clinvar-grch37"))
    table = made.tables["clinvar"]

    assert table.filter(pl.col("build") == "GRCh37")["pos"].to_list() == [140453136]
    assert table.filter(pl.col("build") == "GRCh38").equals(shipped.filter(pl.col("build") == "GRCh38"))
    assert made.kept["clinvar"] == bundle.entry("clinvar")["sources"]
    assert formats.of("clinvar-grch38").convert(files("clinvar-grch38")).kept["clinvar"] == []


def test_clingen_words_become_its_scores():
    dosage = convert("clingen-dosage")["clingen_dosage"]
    validity = convert("clingen-validity")["clingen_validity"]

    scores = dosage.select("id", "haploinsufficiency", "triplosensitivity").rows()
    assert scores == [("HGNC:1100", 3, 40), ("HGNC:7132", 30, None), ("ISCA-00000", 2, 0)]
    assert row(dosage, symbol="BRCA1")["place_grch38"] == "17:43044295-43125483"
    assert row(dosage, id="ISCA-00000")["place_grch38"] is None
    assert validity.select("symbol", "classification", "inheritance").rows() == [
        ("BRCA1", "Definitive", "AD"), ("KMT2A", "No Known Disease Relationship", "AR"),
    ]  # fmt: skip


def test_hpo_terms_of_every_kind():
    table = convert("hpo-terms")["hpo_terms"]

    term = row(table, hpo_id="HP:0000118")
    assert (term["definition"], term["synonyms"]) == ('A made-up "definition".', ["Organ abnormality"])
    assert (term["parents"], term["alternative_ids"]) == (["HP:0000001"], ["HP:0000999"])
    obsolete = row(table, hpo_id="HP:0000057")
    assert (obsolete["obsolete"], obsolete["replaced_by"]) == (True, "HP:0000118")


def test_hpo_annotations_tell_what_a_disease_lacks():
    tables = convert("hpo-annotations")

    assert tables["gene_hpo"].rows() == [
        (1100, "OMIM:900001", ["HP:0000006", "HP:0000118"], ["HP:0000057"]),
        (7132, "ORPHA:900002", [], ["HP:0000118"]),
    ]
    disease = row(tables["gene_disease"], disease_id="OMIM:900001")
    assert (disease["disease"], disease["inheritance"]) == ("A made-up disease", ["AD"])
    assert disease["sources"] == ["HPO 2026-10-30", "OMIM"]
    assert row(tables["gene_disease"], disease_id="ORPHA:900002")["inheritance"] is None


def test_hpo_annotations_keep_the_mondo_ids_that_are_known(tmp_path):
    marfan = {"OMIM:900001": "OMIM:154700"}
    for name in ("phenotype.hpoa", "genes_to_phenotype.txt"):
        (tmp_path / name).write_text((OFFICIAL / name).read_text().replace("OMIM:900001", marfan["OMIM:900001"]))

    made = formats.of("hpo-annotations").convert({path.name: path for path in tmp_path.iterdir()})

    assert row(made.tables["gene_disease"], disease_id="OMIM:154700")["mondo_id"] == "MONDO:0007947"
    assert [one["label"].split()[0] for one in made.kept["gene_disease"]] == ["Mondo"]


def test_panelapp_panels_with_their_versions():
    table = convert("panelapp")["panelapp_panels"]

    assert row(table, panel_id=522) == {
        "panel_id": 522, "name": "A made-up panel", "version": "2.10", "version_date": "2026-01-23",
        "status": "public", "disease_group": None, "disease_sub_group": None, "relevant_disorders": ["R254"],
        "types": ["GMS signed-off"], "genes": 8, "strs": 0, "regions": 1,
    }  # fmt: skip
    assert row(table, panel_id=7)["genes"] is None


def test_civic_evidence_with_unknown_left_unknown():
    table = convert("civic")["civic_evidence"]

    assert table["evidence_id"].to_list() == [3, 20]
    jak2 = row(table, evidence_id=20)
    assert (jak2["molecular_profile"], jak2["rating"], jak2["flagged"]) == ("JAK2 V617F", 4, False)
    assert (jak2["therapies"], jak2["statement"]) == (None, 'A made-up statement with "quotes".')
    assert (row(table, evidence_id=3)["rating"], row(table, evidence_id=3)["flagged"]) == (None, True)


def test_cancer_hotspots_with_counts_the_largest_first():
    table = convert("cancerhotspots")["cancer_hotspots"]

    braf = row(table, symbol="BRAF")
    assert (braf["position"], braf["tumours"], braf["q_value"]) == (600, 897, 0)
    assert (braf["variants"], braf["variant_counts"]) == (["E", "K"], [833, 30])
    splice = row(table, symbol="TP53")
    assert (splice["residue"], splice["position"], splice["tumour_types"]) == ("X125", 125, [])


@pytest.mark.parametrize("name", sorted(SMALL), ids="/".join)
@pytest.mark.parametrize("cut", ["plain", "packed"])
def test_a_cut_file_is_an_error_with_a_hint(name, cut, tmp_path):
    source, file = name
    data = SMALL[name].read_bytes()
    # In the last row, a few bytes before its end; packed: the last bytes of the stream.
    short = tmp_path / "short"
    short.write_bytes(data.rstrip(b'\n#]}" ')[:-3] if cut == "plain" else gzip.compress(data)[:-9])

    with pytest.raises(GmsError) as error:
        formats.of(source).convert({**files(source), file: short})

    assert error.value.hint


@pytest.mark.parametrize("name", sorted(SMALL), ids="/".join)
@pytest.mark.parametrize(
    "body", [b"<!DOCTYPE html>\n<html>log in</html>\n", b"", b"\xff\xfe\x00\x01\n", b"a\tb\n1\t2\n"]
)
def test_a_file_of_another_kind_is_an_error_with_a_hint(name, body, tmp_path):
    source, file = name
    (tmp_path / "other").write_bytes(body)

    with pytest.raises(GmsError) as error:
        formats.of(source).convert({**files(source), file: tmp_path / "other"})

    assert error.value.hint


def test_a_blocked_file_without_its_end_block_is_cut(tmp_path):
    import pysam

    whole, cut = tmp_path / "whole.gz", tmp_path / "cut.gz"
    with pysam.BGZFile(str(whole), "wb") as file:
        file.write((OFFICIAL / "clinvar_GRCh38.vcf").read_bytes())
    cut.write_bytes(whole.read_bytes()[:-28])

    assert len(formats.of("clinvar-grch38").convert({CLINVAR: whole}).tables["clinvar"])
    with pytest.raises(GmsError, match="end marker is missing"):
        formats.of("clinvar-grch38").convert({CLINVAR: cut})
