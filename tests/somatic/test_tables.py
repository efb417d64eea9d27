"""What is asked of whole tables answers as what is asked row by row: calls, facts, tiers, prompts and notes."""
# ruff: noqa: E501, S311  # tables of facts, one line a row; chance that is the same every time

import itertools
import json
import random

import polars as pl
import pytest
from tests.somatic.conftest import BRAF, RB1, RULES, TP53, established
from tests.somatic.conftest import layers as counted

from gmstool.criteria import gathering as germline
from gmstool.reference import genes
from gmstool.somatic import calls, gathering, tiers
from gmstool.somatic.callers import Sample
from gmstool.somatic.gathering import Setting, Tumour
from gmstool.somatic.layers import load_layers
from gmstool.somatic.notes import Notes
from gmstool.somatic.prompt import Patient
from gmstool.somatic.prompted import Prompter
from gmstool.somatic.prompts import prompts
from gmstool.somatic.tier_reasons import COMMON
from gmstool.somatic.tiered import COLUMNS, NOTHING, Tierer
from gmstool.somatic.tumour_types import find
from gmstool.vcf.alleles import trim

CELLS = {
    "GT": ("0/1", "./."), "AD": ("10,5", "0,0", ".", "", "10", ".,5", "3,4,5", "1" + "0" * 20 + ",5", " 1,2"),
    "AF": ("0.333", "0.0", ".", "", "1e-3", "nan", "0.1,0.2", "5%", "inf", ".5"), "VAF": ("0.2", "."),
    "DP": ("15", ".", "0", "", "1.5", "-3", "9" * 19), "SB": ("1,2,3,4", "1,2,3", ".", "1,2,3,x"), "F1R2": ("1,2",),
    "RD": ("3",), "ALD": ("1,2",), "TIR": ("1,2",), "TAR": ("5,5",), "FREQ": ("12,5%",), "ADF": ("1,2",), "AU": ("1,1",),
}  # fmt: skip


def _line(chance, samples):
    """One line: Mutect2's fields, or any others; some cells end early."""
    keys = chance.choice((["GT", "AD", "AF", "DP", "F1R2", "SB"], chance.sample(sorted(CELLS), chance.randint(0, 8))))
    cells = [[chance.choice(CELLS[key]) for key in keys] for _ in range(samples)]
    cells = [":".join(one[: chance.choice((len(one), len(one), chance.randint(0, len(one))))]) for one in cells]
    alt, info = chance.choice(("G", "G", "G,T")), chance.choice(("A=1", "A=1", "VARBIAS=3:4", "SAF=3;SAR=2"))
    text = "\t".join(("1", "5", ".", "A", alt, ".", "PASS", info, ":".join(keys), *cells))
    return text.encode() + chance.choice((b"", b"\n", b"\r\n"))


@pytest.mark.parametrize(("at", "samples"), [(0, 1), (0, 2), (1, 2)])
def test_the_calls_of_many_lines_are_those_of_each(at, samples):
    chance, sample = random.Random(samples + at), Sample(at, samples)
    lines = [_line(chance, samples) for _ in range(2000)]
    places = [(at, alt) for at, line in enumerate(lines) for alt in range(line.split(b"\t")[4].count(b",") + 1)]
    table = pl.DataFrame(places, schema={"_line": pl.Int32, "_alt": pl.Int32}, orient="row")
    assert calls.read(sample, lines, table).rows() == [tuple(sample.call(lines[one], alt)) for one, alt in places]


def test_a_count_that_no_number_holds_is_not_known():
    line = b"1\t5\t.\tA\tG\t.\tPASS\t.\tAD:DP\t" + b"9" * 19 + b",5:" + b"9" * 19
    told = Sample(0, 1).call(line, 0)
    assert (told.depth, told.ref_reads, told.vaf) == (None, None, None)


# -------------------------------------------------------------------------------------------------- tiers and prompts

FACTS = {
    "gene": ("BRAF", "BRCA1", "KRAS", "TTN", "DNMT3A", None), "consequence": (
        "missense_variant", "frameshift_variant", "synonymous_variant", "intron_variant", "splice_region_variant", None),
    "clinvar_significance": (None, None, "pathogenic", "benign"),
    "classification": ("Oncogenic", "Uncertain significance", "Likely benign"),
    "event": (None, None, None, "FLT3-ITD"), "hot_listed": (None, None, "a list"), "reverts": (None, None, None, "BRCA1"),
    "af": (None, 0.0, COMMON, 0.00999, 0.0101, 0.3), "af_status": ("absent", "observed", "not_looked_up", None),
    "myeloid_germline": (None, None, 3), "tumour_vaf": (None, 0.0, 0.019, 0.02, 0.049, 0.05, 0.2, 0.3, 0.5, 1.0),
    "normal_vaf": (None, None, 0.0, 0.01, 0.02, 0.19, 0.2, 0.5), "tumour_alt_reads": (None, 0, 2, 3, 4, 5, 9, 10, 400),
    "tumour_depth": (None, 0, 19, 20, 49, 50, 99, 100, 800), "tumour_forward": (None, 0, 1, 200),
    "tumour_reverse": (None, 0, 1, 200), "artifact": (None, None, None, "5,0,20"), "artifact_nr_sd": (None, "2,9"),
    "artifact_median": (None, "0.1"), "position_nr_sd": (None, None, 2.0, 9.0), "panel_median": (None, 0.2),
    "local_obs": (None, None, 0, 40), "clin_obs": (None, None, 2), "filter": ("PASS", "LowQual", "germline", None),
    "svlen": (None, None, None, 300), "hotspot": (None, "1-hotspot", "0"),
}  # fmt: skip
WHOLE = ("hgnc_id", "pos", "end", "svlen", "tumour_alt_reads", "tumour_depth", "tumour_forward", "tumour_reverse",
         "myeloid_germline", "local_obs", "clin_obs", "protein_position")  # fmt: skip
REAL = ("af", "tumour_vaf", "normal_vaf", "position_nr_sd", "panel_median")
ALLELES = (("A", "G"), ("A", "G"), ("ACT", "A"), ("A", "ACTTA"), ("A", "<DUP>"), ("A" * 60, "A"))
PROTEINS = ("p.Val600Glu", "p.Gly12Cys", "p.Gly12Asp", None)


def _rows(number):
    """Rows that combine every kind of fact, and their table."""
    chance = random.Random(number)
    rows = [{name: chance.choice(values) for name, values in FACTS.items()} for _ in range(number)]
    for at, row in enumerate(rows):
        ref, alt = chance.choice(ALLELES)
        row |= {"chrom": "7", "pos": 100 + at, "end": None, "ref": ref, "alt": alt, "hgvsc": None, "exon": None,
                "intron": None, "hgvsp": chance.choice(PROTEINS), "amino_acids": None, "protein_position": None,
                "assembly": "GRCh38", "hgnc_id": row["gene"] and genes.resolve(row["gene"]).hgnc_id}  # fmt: skip
    kinds = {name: pl.Int64 if name in WHOLE else pl.Float64 if name in REAL else pl.String for name in rows[0]}
    return rows, pl.DataFrame(rows, schema=kinds)


@pytest.fixture(scope="module")
def shipped():
    return load_layers()


@pytest.mark.parametrize("code", ["MEL", "AML"])
def test_the_tiers_of_a_table_are_those_of_each_row(shipped, code):
    _, table = _rows(400)
    found, single = Tierer(find(code), shipped)(table), tiers.tier(table, find(code), shipped)
    assert found.table.select(COLUMNS).rows() == single.select(COLUMNS).rows()
    told = [found.of.get(at, NOTHING) for at in range(table.height)]
    assert [one["evidence"] for one in told] == single["evidence"].to_list()
    assert [one["escat"] for one in told] == single["escat"].to_list()
    assert found.of


def test_without_a_tumour_type_there_is_no_tier(shipped):
    found = Tierer(None, shipped)(_rows(20)[1]).table
    assert {value for row in found.select(COLUMNS).rows() for value in row} == {None}


@pytest.mark.parametrize(
    "patient",
    [
        Patient(),
        Patient(tumour_only=False),
        Patient(find("AML"), age=34, purity=0.8),
        Patient(find("COAD"), age=70, purity=0.3),
    ],
)
def test_the_prompts_of_a_table_are_those_of_each_row(shipped, patient):
    table = Tierer(patient.tumour, shipped)(_rows(600)[1]).table
    single = [tuple(prompts(row, patient)) for row in table.iter_rows(named=True)]
    prompter = Prompter(patient)
    assert prompter(table) == single
    assert prompter(table) == single  # the parts that are shared by then, too
    for found in single:
        told = json.loads(prompter.text(found))
        assert [(one["kind"], one["because"], one["source"]) for one in told] == [
            (one.kind, str(one.told), one.source) for one in found
        ]


# --------------------------------------------------------------------------------------------------- facts and notes


def test_the_facts_of_rows_that_change_no_residue_are_those_of_each_row():
    terms = ("intron_variant", "upstream_gene_variant", "missense_variant", "stop_gained", "synonymous_variant",
             "coding_sequence_variant", "splice_donor_variant", "5_prime_UTR_variant", None)  # fmt: skip
    many = itertools.product(terms, (BRAF, TP53, RB1, 999999, None), PROTEINS)
    rows = [
        dict.fromkeys(sorted(gathering.READ | {"af", "af_status", "end", "assembly"}))
        | {"chrom": "chr7", "pos": 100, "ref": "A", "alt": "T", "consequence": term, "hgnc_id": gene, "hgvsp": protein,
           "gene": {BRAF: "BRAF", TP53: "TP53", RB1: "RB1"}.get(gene), "af_status": "absent", "assembly": "GRCh38"}
        for term, gene, protein in many
    ]  # fmt: skip
    whole, real = {*WHOLE, "gnomad_ac", "gnomad_an", "gnomad_hom", "gnomad_hemi"}, {"af", "phylop", "spliceai_max"}
    real |= {name for name in rows[0] if name.startswith("gnomad_") and name not in whole}
    real |= set(germline.TOOL_COLUMNS.values()) & set(rows[0])
    kinds = {name: pl.Int64 if name in whole else pl.Float64 if name in real else pl.String for name in rows[0]}
    table = pl.DataFrame(rows, schema=kinds)
    for spots, known in (((), None), (((BRAF, 600, "V600E", 60, 20),), established(BRAF, "V600K"))):
        base = Setting(germline.Setting("GRCh38", frozenset(rows[0])), counted(*spots), Tumour(), known)
        found = gathering.gather(table, RULES, base)
        names = list(gathering._KINDS)
        asked = found.select(gathering._ROW).iter_rows(named=True)
        single = [gathering._row(row, RULES, base) for row in asked]
        assert found.select(names).rows() == single


def test_the_notes_of_a_table_are_those_of_each_row(shipped):
    rows, _ = _rows(200)
    build = "GRCh38"
    clinvar = list(itertools.islice(_clinvar(build), 40))
    assert clinvar
    for row, (chrom, pos, ref, alt) in zip(rows, clinvar, strict=False):
        row |= {"chrom": f"chr{chrom}", "pos": pos, "ref": ref, "alt": alt}
    table = pl.DataFrame(rows, schema=_rows(1)[1].schema)
    notes = Notes(shipped, find("MEL"))
    single = {at: told for at, row in enumerate(rows) if (told := notes(row))}
    assert notes.of(table) == single
    assert len(single) >= len(clinvar)


def _clinvar(build):
    from gmstool.somatic.notes import _somatic

    for chrom, pos, ref, alt in _somatic(build):
        if (pos, ref, alt) == trim(pos, ref, alt):
            yield chrom, pos, ref, alt
