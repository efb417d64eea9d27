"""What `gms query` answers from the bundled table and a user's store, and that it writes nothing."""

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from gmstool.knowledge import codons, hotspots
from gmstool.knowledge.asking import ask
from gmstool.knowledge.findings import once
from gmstool.knowledge.importing.found import Settings
from gmstool.knowledge.indels import EXACT, SHIFTED
from gmstool.knowledge.making import make_store
from gmstool.knowledge.network import Network
from gmstool.knowledge.proteins import BY_PROTEIN, BY_TABLE, CONSISTENT
from gmstool.knowledge.related import MAY_BE_SAME, SAME_CHANGE, SAME_RESIDUE
from gmstool.knowledge.request import Request
from gmstool.knowledge.resolve import resolve
from gmstool.knowledge.sources.bundled import Bundled
from gmstool.knowledge.sources.embedded import Embedded
from gmstool.knowledge.store import open_store
from gmstool.knowledge.told import as_object
from gmstool.knowledge.writing import import_file

V600E = ("GRCh38", "7", 140753336, "A", "T")
COLUMNS = (
    "assembly\tchrom\tpos\tref\talt\thgnc_id\tsymbol\thgvsp\tclassification\tlab\tdate\tcondition_id\torigin\t"
    "source_id\trsid\tcriteria\n"
)
_BRAF = "1097\tBRAF\tp.Val600"
ROWS = (
    f"GRCh38\t7\t140753336\tA\tT\t{_BRAF}Glu\tOncogenic\tGMC West\t2026-07-01\tMEL\tsomatic\tw1\t\tOS3\n"
    f"GRCh38\t7\t140753336\tA\tT\t{_BRAF}Glu\tLikely oncogenic\tGMC North\t2026-08-01\tMEL\tsomatic\tn1\t\t\n"
    f"GRCh38\t7\t140753335\tCA\tTT\t{_BRAF}Glu\tOncogenic\tGMC West\t2026-07-01\tMEL\tsomatic\tw2\t\t\n"
    f"GRCh38\t7\t140753336\tA\tG\t{_BRAF}Ala\tBenign\tGMC South\t2026-07-01\tMEL\tsomatic\ts1\t\t\n"
    "GRCh38\t1\t1000000\tA\tT\t\t\t\tUncertain significance\tGMC West\t2026-07-01\t\tgermline\tw3\trs99\t\n"
)


@pytest.fixture
def store(tmp_path):
    path = tmp_path / "kb" / "knowledge.sqlite"
    make_store(path)
    (table := tmp_path / "ours.tsv").write_text(COLUMNS + ROWS)
    import_file(path, Request(table, Settings()), say=lambda _text: None)
    with open_store(path) as opened:
        yield Network([Bundled(), Embedded(opened)])


def bundled():
    return Network([Bundled()])


@pytest.mark.parametrize(
    "text",
    ["NM_004333.6:c.1799T>A", "chr7-140753336-A-T", "7:140753336:A:T", "NC_000007.14:g.140753336A>T", "BRAF p.V600E",
     "VCV000013961", "GRCh37:7-140453136-A-T"],
)  # fmt: skip
def test_a_fresh_machine_knows_braf_v600e_by_every_name(text):
    (answer,) = ask(resolve(text), bundled())

    assert answer.key == V600E
    assert answer.gene.symbol == "BRAF"
    assert answer.consensus.classification == "Pathogenic/Likely pathogenic"


def test_an_rsid_is_all_the_variants_of_that_name():
    answers = ask(resolve("rs113488022"), bundled())

    assert V600E in [one.key for one in answers]
    assert {one.assertions[0].rsid for one in answers} == {"rs113488022"}


def test_what_is_not_in_the_subset_is_not_called_unknown_or_benign():
    (answer,) = ask(resolve("1-1000-A-T"), bundled())

    told = as_object(answer)

    assert told["classification"] is None
    assert told["notes"][0].startswith("not in the bundled subset (ClinVar P/LP, at least two stars, release 20")
    assert "benign" not in json.dumps(told).lower()


def test_json_has_the_fields_of_the_contract():
    told = as_object(ask(resolve("BRAF V600E"), bundled())[0])

    wanted = {"query", "variant", "assembly", "gene", "classification", "consensus", "assertions", "related", "sources"}
    assert wanted <= set(told)
    assert (told["query"], told["variant"], told["assembly"], told["gene"]) == (
        "BRAF V600E", "7-140753336-A-T", "GRCh38", "BRAF",
    )  # fmt: skip
    assert told["sources"][0]["version"]


def test_laboratories_are_told_apart_with_dates_and_criteria(store):
    (answer,) = ask(resolve("7-140753336-A-T"), store)

    labs = {one.lab: (one.classification, one.quarter) for one in answer.assertions if one.lab}

    assert labs == {"GMC West": ("Oncogenic", "2026Q3"), "GMC North": ("Likely oncogenic", "2026Q3")}
    assert answer.consensus.agreement == "differing confidence"
    assert answer.consensus.classification == "Oncogenic/Likely oncogenic"


def test_related_variants_are_the_same_protein_change_and_the_same_residue(store):
    (answer,) = ask(resolve("7-140753336-A-T"), store)

    relations = {one.key[2:]: one.relation for one in answer.related}

    assert relations[140753335, "CA", "TT"] == SAME_CHANGE
    assert relations[140753336, "A", "G"] == SAME_RESIDUE


def test_a_protein_change_is_found_by_what_is_stated_then_by_the_table_then_by_the_codon(store):
    how = {one.key[2:]: one.match for one in ask(resolve("BRAF V600E"), store)}

    assert how == {(140753336, "A", "T"): BY_PROTEIN, (140753335, "CA", "TT"): BY_PROTEIN}
    assert [one.match for one in ask(resolve("BRAF V600E"), bundled())] == [BY_TABLE]
    assert {one.match for one in ask(resolve("TP53 R175H"), bundled())} == {CONSISTENT}


def test_a_residue_without_a_change_is_every_change_of_it(store):
    changes = {one.key[2:] for one in ask(resolve("BRAF V600"), store)}

    assert {(140753336, "A", "T"), (140753335, "CA", "TT"), (140753336, "A", "G")} <= changes


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("NM_007294.4:c.68_69del", {(43124027, "ACT", "A"): EXACT}),
        ("NM_007294.4:c.68_69delAG", {(43124027, "ACT", "A"): EXACT}),
        ("NM_007294.4:c.5266dup", {(43057062, "T", "TG"): EXACT}),
        ("NM_000492.4:c.1521_1523delCTT", {(117559590, "ATCT", "A"): SHIFTED}),
        ("NC_000017.11:g.43124028_43124029del", {(43124027, "ACT", "A"): EXACT}),
        ("NC_000017.11:g.43124028_43124029delGG", {None: None}),
    ],
)
def test_an_indel_is_found_without_the_sequence_by_its_place_and_says_so(text, found):
    pytest.importorskip("hgvs", reason="the extra `hgvs` is not installed")
    answers = ask(resolve(text), bundled())

    assert {one.key and one.key[2:]: one.match for one in answers} == found
    assert any("only with --fasta" in said for said in answers[0].said)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("CFTR F508del", {(117559590, "ATCT", "A")}),
        ("CFTR F508dup", {None}),
        ("BRCA1 E23fs", {(43124027, "ACT", "A"), (43124028, "C", "CT"), (43124028, "CT", "C"), (43124029, "T", "TG")}),
        ("BRCA1 E23del", {None}),
    ],
)
def test_an_indel_that_may_be_the_protein_change_is_consistent_with_it(text, found):
    answers = ask(resolve(text), bundled())

    assert {one.key and one.key[2:] for one in answers} == found
    assert {one.match for one in answers} == ({None} if found == {None} else {CONSISTENT})


def test_hotspots_have_the_place_of_their_name_and_a_codon_that_allows_their_change():
    pytest.importorskip("hgvs", reason="the extra `hgvs` is not installed")
    rows = hotspots._rows()
    assert len(rows) > 40
    for row in rows:
        key = ("GRCh38", row["chrom"], int(row["pos"]), row["ref"], row["alt"])
        target = resolve(row["hgvsc"])
        assert key in target.keys or target.indel.fits(key, {})
        codon = codons.numbered(target.gene.hgnc_id if target.gene else 1097, int(row["change"][1:-1]))
        assert (row["change"][0], row["change"][-1]) in codon.readings(key, {})


def test_a_record_that_two_sources_have_is_told_once_and_its_other_class_too():
    (known,) = Bundled().at([V600E])
    newer = replace(known, accession="GMSA-AAAAAAAAAAAAAAAA", source="ClinVar 2026-06-01", classification="Pathogenic")
    somatic = replace(newer, origin="somatic", classification="Oncogenic")

    assert once([known, newer, somatic]) == [newer, somatic]


def test_a_vrs_id_is_found_in_the_bundled_table():
    (answer,) = ask(resolve("ga4gh:VA.Otc5ovrw906Ack087o1fhegB4jDRqCAe"), bundled())

    assert answer.key == V600E


def test_a_residue_that_the_gene_does_not_have_there_is_said():
    (answer,) = ask(resolve("BRAF W600E"), bundled())

    assert answer.key is None
    assert "is not W" in answer.said[0]


def test_a_variant_of_the_other_build_is_a_near_match():
    (answer,) = ask(resolve("7-140453136-A-T"), bundled())

    assert not answer.known
    assert answer.said == (
        "if it is of GRCh37, it is GRCh38 7-140753336-A-T, which is known: ask for GRCh37:7-140453136-A-T",
    )


@pytest.mark.parametrize(
    ("known", "key", "readings"),
    [
        ({}, V600E, {("V", "E"), ("L", "Q"), ("F", "Y"), ("L", "*"), ("F", "Y"), ("I", "K"), ("I", "N"), ("M", "K"),
                     ("V", "D"), ("L", "H")}),
        ({0: "G"}, V600E, {("V", "E"), ("V", "D")}),
        ({0: "G", 2: "G"}, V600E, {("V", "E")}),
        ({0: "G", 2: "G"}, ("GRCh38", "7", 140753335, "CA", "TT"), {("V", "E")}),
        ({0: "G", 2: "G"}, ("GRCh38", "7", 140753336, "A", "AT"), set()),
        ({0: "G", 2: "G"}, ("GRCh38", "7", 140753338, "G", "T"), set()),
    ],
)  # fmt: skip
def test_a_codon_says_what_a_change_may_be_by_the_bases_that_are_known(known, key, readings):
    assert codons.numbered(1097, 600).readings(key, known) == readings


def test_without_the_third_base_the_same_protein_change_is_only_possible():
    assert MAY_BE_SAME.startswith("consistent with")
    codon = codons.numbered(1097, 600)
    assert len(codon.readings(V600E, {0: "G"})) == 2


def _gms(home, *words):
    env = {**os.environ, "HOME": str(home), "NO_COLOR": "1"}
    for name in ("GMS_HOME", "GMS_DATA_DIR", "XDG_DATA_HOME", "XDG_CONFIG_HOME"):
        env.pop(name, None)
    return subprocess.run(
        [sys.executable, "-m", "gmstool", "query", *words], capture_output=True, text=True, env=env, check=False
    )


def test_many_queries_at_once_on_a_fresh_machine_succeed_and_write_nothing(tmp_path):
    (home := tmp_path / "home").mkdir()

    number = int(os.environ.get("GMS_TEST_PARALLEL", "6"))  # 100 take half a minute
    with ThreadPoolExecutor(number) as pool:
        runs = list(pool.map(lambda _at: _gms(home, "BRAF V600E", "--format", "jsonl"), range(number)))

    assert {run.returncode for run in runs} == {0}
    assert len({run.stdout for run in runs}) == 1
    assert list(home.rglob("*")) == []


def test_a_home_that_cannot_be_written_is_no_hindrance():
    assert _gms("/dev/null", "7-140753336-A-T").returncode == 0
