"""What comes in from each format, what is set aside, and that nothing comes in twice."""

import gzip
import json

import pytest

from gmstool.errors import InputError, UsageError
from gmstool.identity import IdentityError
from gmstool.knowledge.importing.found import Settings
from gmstool.knowledge.importing.lines import LONGEST_LINE
from gmstool.knowledge.making import make_store
from gmstool.knowledge.model import GERMLINE, Criterion
from gmstool.knowledge.request import Request
from gmstool.knowledge.store import open_store
from gmstool.knowledge.writing import import_file

BRAF_38 = ("GRCh38", "7", 140753336, "A", "T")
BRAF_37 = ("GRCh37", "7", 140453136, "A", "T")
OWN = "assembly\tchrom\tpos\tref\talt\tclassification\tlab\tcondition_id\n"
PERSON = "7010632391"  # a samordningsnummer of the public examples
CLINVAR = """##fileformat=VCFv4.1
##fileDate=2026-01-01
##source=ClinVar
##reference={build}
#CHROM	POS	ID	REF	ALT	QUAL	FILTER	INFO
7	{pos}	13961	A	T	.	.	CLNSIG=Pathogenic;CLNREVSTAT=reviewed_by_expert_panel;GENEINFO=BRAF:673;\
RS=113488022;CLNDN=Melanoma;CLNDISDB=MONDO:MONDO:0005105,OMIM:155600;ONC=Oncogenic;ONCREVSTAT=criteria_provided,_single_submitter;\
ONCDN=Melanoma;ONCDISDB=MONDO:MONDO:0005105
7	{pos}	99	A	C	.	.	CLNSIG=drug_response;GENEINFO=BRAF:673
"""
LOQUSDB = """##fileformat=VCFv4.3
##NrCases=100
##INFO=<ID=Obs,Number=1,Type=Integer,Description="The number of observations">
#CHROM	POS	ID	REF	ALT	QUAL	FILTER	INFO
7	140753336	.	A	T	.	.	Obs=7;Hom=1;Hem=2
7	140753337	.	C	T	.	.	Obs=1;Hom=2
"""
VKGL = "chromosome\tstart\tstop\tref\talt\tgene\tamc\tnki\tconsensus\n7\t140453136\t140453136\tA\tT\tBRAF\tp\tlp\tlp\n"
SCOUT = "##build\nchromosome;position;end;reference;alternative;build;description\n7;140753336;140753336;A;T;38;known\n"


@pytest.fixture
def home(tmp_path):
    make_store(tmp_path / "kb.sqlite")
    return tmp_path


def bring(home, text, name="in.tsv", **settings):
    path = home / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return import_file(home / "kb.sqlite", Request(path, Settings(**settings)))


def told(home, key, **more):
    with open_store(home / "kb.sqlite") as store:
        return store.at([key], **more).get(key, [])


def test_clinvar_gives_a_germline_and_an_oncogenicity_class_and_leaves_out_what_is_no_class(home):
    outcome = bring(home, CLINVAR.format(build="GRCh38", pos=140753336))

    germline, tumour = sorted(told(home, BRAF_38), key=lambda one: one.origin)
    assert (germline.classification, germline.stars, germline.condition_id) == ("Pathogenic", 3, "MONDO:0005105")
    assert (tumour.classification, tumour.origin) == ("Oncogenic", "somatic")
    assert germline.vrs_id == "ga4gh:VA.Otc5ovrw906Ack087o1fhegB4jDRqCAe"
    assert (germline.hgnc_id, germline.rsid, germline.source) == (1097, "rs113488022", "ClinVar 2026-01-01")
    assert germline.lab is None
    assert (outcome.added, outcome.without_class) == (2, 1)


def test_both_builds_of_clinvar_make_one_assertion_found_in_either(home):
    bring(home, CLINVAR.format(build="GRCh37", pos=140453136))
    again = bring(home, CLINVAR.format(build="GRCh38", pos=140753336), "38.vcf")

    assert (again.added, again.corrected, again.duplicates) == (0, 0, 2)
    assert len(told(home, BRAF_37)) == len(told(home, BRAF_38)) == 2


def test_a_file_is_told_by_its_first_lines_also_when_it_is_packed(home):
    assert bring(home, gzip.compress(VKGL.encode()), assembly="GRCh37").format == "vkgl"


def test_a_table_with_a_column_for_each_laboratory_gives_an_assertion_for_each(home):
    bring(home, VKGL, assembly="GRCh37")

    found = {one.lab: one.classification for one in told(home, BRAF_37)}
    assert found == {"Amsterdam UMC, AMC": "Pathogenic", "NKI": "Likely pathogenic"}


def test_a_laboratorys_list_is_no_class(home):
    bring(home, SCOUT, lab="GMC A")

    (one,) = told(home, BRAF_38)
    assert (one.classification, one.lab, one.evidence_type) == (None, "GMC A", "on a laboratory's list")


def test_the_samples_of_a_causatives_export_are_not_read(home):
    header = '##fileformat=VCFv4.2\n##INFO=<ID=TYPE,Number=1,Type=String,Description="Type of variant">\n'
    columns = "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tADM1\n"
    bring(home, f"{header}{columns}7\t140753336\trs1\tA\tT\t.\t\tEND=1;TYPE=SNV\tGT\t0/1\n", assembly="GRCh38", lab="A")

    (one,) = told(home, BRAF_38)
    assert "ADM1" not in repr(one)
    assert "0/1" not in repr(one)


def test_counts_of_a_centre_are_carriers_without_homozygotes_and_hemizygotes(home):
    outcome = bring(home, LOQUSDB, assembly="GRCh38", lab="GMC A")

    with open_store(home / "kb.sqlite") as store:
        (one,) = store.frequencies([BRAF_37])[BRAF_37]
    assert (one.centre, one.kind, one.het, one.hom, one.hemi, one.total) == ("GMC A", "snv", 4, 1, 2, 100)
    assert outcome.rejected[0][1] == "Obs is missing or smaller than Hom and Hem together"


def test_a_newer_export_of_a_centre_takes_the_place_of_the_older_one(home):
    bring(home, LOQUSDB, "old.vcf", assembly="GRCh38", lab="GMC A")
    bring(home, LOQUSDB.replace("Obs=7", "Obs=9"), "new.vcf", assembly="GRCh38", lab="GMC A")
    bring(home, LOQUSDB.replace("##NrCases=100", "##NrCases=50"), "b.vcf", assembly="GRCh38", lab="GMC B")

    with open_store(home / "kb.sqlite") as store:
        found = {(one.centre, one.het, one.total) for one in store.frequencies([BRAF_38])[BRAF_38]}
    assert found == {("GMC A", 6, 100), ("GMC B", 4, 50)}


def test_the_same_file_again_changes_nothing_and_is_counted(home):
    text = f"{OWN}GRCh38\t7\t140753336\tA\tT\tLP\tA\tMONDO:0005105\n"
    bring(home, text)
    before = (home / "kb.sqlite").read_bytes()
    again = bring(home, text)

    assert (again.again, again.added, again.duplicates) == (True, 0, 1)
    assert (home / "kb.sqlite").read_bytes() == before


def test_a_row_that_is_known_is_a_duplicate_and_a_changed_one_a_new_version(home):
    row = "GRCh38\t7\t140753336\tA\tT\t{}\tA\tMONDO:0005105\n"
    bring(home, OWN + row.format("LP"), "one.tsv")
    other = "GRCh38\t7\t140753337\tC\tT\tB\tA\tMONDO:0005105\n"
    second = bring(home, OWN + row.format("likely pathogenic") + other, "two.tsv")
    third = bring(home, OWN + row.format("P"), "three.tsv")

    assert (second.added, second.duplicates) == (1, 1)
    assert (third.added, third.corrected) == (0, 1)
    (one,) = told(home, BRAF_38)
    assert (one.version, one.classification) == (2, "Pathogenic")
    with open_store(home / "kb.sqlite") as store:
        assert [each.classification for each in store.history(one.name)] == ["Likely pathogenic", "Pathogenic"]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("GRCh38\t7\t0\tA\tT\tP\tA\t", "pos: not on chromosome 7"),
        ("GRCh38\t7\t159345974\tA\tT\tP\tA\t", "pos: not on chromosome 7"),
        ("GRCh38\t7\t-5\tA\tT\tP\tA\t", "pos: not a whole number"),
        ("GRCh38\t7\t٣\tA\tT\tP\tA\t", "pos: not a whole number"),
        ("GRCh38\t77\t5\tA\tT\tP\tA\t", "chrom: none of"),
        ("GRCh36\t7\t5\tA\tT\tP\tA\t", "assembly: neither"),
        ("GRCh38\t7\t5\tA\t<DEL>\tP\tA\t", "ref and alt: not spelled in bases"),
        ("GRCh38\t7\t5\tA\tA\tP\tA\t", "alt: the same as ref"),
        ("GRCh38\t7\t5\tA\t" + "T" * 10_001 + "\tP\tA\t", "ref and alt: not spelled in bases, or longer"),
        ("GRCh38\t7\t5\tA\tT\tperhaps\tA\t", "classification: not a class"),
        ("GRCh38\t7\t5\tA\tT\tP\tA\tMelanoma!", "condition_id: none of"),
        ("GRCh38\t7\t5\tA\tT\tP\tA\x07\t", "lab: holds control characters"),
        ("GRCh38\t7\t5\tA\tT\tP\t" + "A" * 2001 + "\t", "lab: longer than 2,000 letters"),
        (f"GRCh38\t7\t5\tA\tT\tP\tfor {PERSON}\t", "lab: holds a personal identity number"),
        ("GRCh38\t7\t5\tA\tT\tP\tA\t\textra\tcells", "10 cells below 8 columns"),
        ("GRCh38\t7\t5\tA\tT\tP\t\t", "lab: not stated"),
        ("\0\t7", "holds a NUL character"),
        ("'; DROP TABLE assertion; --\t7\t5\tA\tT\tP\tA\t", "assembly: neither"),
    ],
)
def test_a_bad_row_is_set_aside_with_its_line_and_the_others_come_in(home, row, reason):
    good = "GRCh38\t7\t140753336\tA\tT\tP\tA\t\n"
    outcome = bring(home, f"{OWN}{row}\n{good}")

    ((line, said, _),) = outcome.rejected
    assert line == 2
    assert said.startswith(reason)
    assert len(told(home, BRAF_38)) == 1
    aside = outcome.rejects.read_text()
    assert reason in aside
    assert PERSON not in aside


def test_a_line_that_is_too_long_or_not_utf8_is_set_aside(home):
    huge = b"x" * (LONGEST_LINE + 10)
    good = b"GRCh38\t7\t140753336\tA\tT\tP\tA\t\n"
    outcome = bring(home, OWN.encode() + huge + b"\n\xff\xfe\n" + good)

    assert [reason for _, reason, _ in outcome.rejected] == ["longer than 1,048,576 bytes", "not UTF-8"]
    assert len(told(home, BRAF_38)) == 1


def test_two_rows_that_contradict_each_other_do_not_both_come_in(home):
    row = "GRCh38\t7\t140753336\tA\tT\t{}\tA\t\n"
    outcome = bring(home, OWN + row.format("P") + row.format("B"))

    assert outcome.added == 1
    assert outcome.rejected[0][1].startswith("another row of this file says otherwise")


def test_surplus_bases_are_trimmed_so_that_one_variant_is_one(home):
    row = "GRCh38\t7\t{}\tP\t{}\t\n"
    bring(home, OWN + row.format("140753335\tCA\tCT", "A") + row.format("140753336\tA\tT", "B"))

    assert {one.lab for one in told(home, BRAF_38)} == {"A", "B"}


def test_json_lines_carry_reasons_and_deep_nesting_is_only_a_bad_row(home):
    good = {
        "assembly": "GRCh38", "chrom": "chr7", "pos": 140753336, "ref": "A", "alt": "T", "classification": "LP",
        "lab": "A", "criteria": [{"code": "PM2", "strength": "Supporting", "reason": "absent"}],
        "references": ["PMID:1"], "hgnc_id": "HGNC:1097", "hgvsp": "p.Val600Glu", "cases": 3, "date": "2026-09-30",
    }  # fmt: skip
    outcome = bring(home, json.dumps(good) + "\n" + "[" * 100_000 + "\n{}\n", "in.jsonl")

    (one,) = told(home, BRAF_38)
    assert one.criteria == (Criterion("PM2", "Supporting", "absent"),)
    assert (one.cases, one.quarter, one.references) == ("1-4", "2026Q3", ("PMID:1",))
    assert len(outcome.rejected) == 2
    with open_store(home / "kb.sqlite") as store:
        assert store.of_residue(1097, 600) == [one]
        assert store.of_residue(1097, 601) == []
        assert store.of_gene(1097) == store.by_id(one.vrs_id) == store.by_id(one.name) == [one]
        assert store.between("GRCh37", "7", 140453136, 140453136) == [one]
        assert store.between("GRCh37", "7", 140453137, 140453139) == []


def test_what_a_program_suggested_needs_a_person(home):
    line = {
        "assembly": "GRCh38", "chrom": "7", "pos": 140753336, "ref": "A", "alt": "T", "classification": "Pathogenic",
        "class_points": "Pathogenic", "criteria": [
            {"code": "PM2", "strength": "Supporting", "verdict": "met", "suppressed_by": None, "because": "absent"},
            {"code": "PS2", "strength": None, "verdict": "not_assessed", "suppressed_by": None, "because": "…"},
        ],
    }  # fmt: skip
    with pytest.raises(UsageError, match="nobody has confirmed"):
        bring(home, json.dumps(line), "c.jsonl", lab="A")
    bring(home, json.dumps(line), "c.jsonl", lab="A", confirmed="confirmed by A. Signer")

    (one,) = told(home, BRAF_38)
    assert one.criteria == (Criterion("PM2", "Supporting", "absent"),)
    assert one.review == "confirmed by A. Signer"


def test_a_file_of_no_known_format_or_without_rows_or_whose_laboratory_is_not_known_is_refused(home):
    with pytest.raises(InputError, match="is not known by its first lines"):
        bring(home, "a\tb\n1\t2\n")
    with pytest.raises(InputError, match="has no rows"):
        bring(home, OWN)
    with pytest.raises(UsageError, match="whose assertions"):
        bring(home, SCOUT)
    with pytest.raises(IdentityError):
        bring(home, SCOUT, lab="A", source=f"list of {PERSON}")


def test_expert_panels_table_comes_in_where_it_is_there(home, shared):
    path = shared / "benchmarks" / "acmg" / "erepo_dev.tsv"
    outcome = import_file(home / "kb.sqlite", Request(path, Settings()))

    assert outcome.added > 2000
    assert {reason for _, reason, _ in outcome.rejected} == {
        "hgvs: an insertion or deletion without alleles needs --fasta of its build",
        "no genomic expression of GRCh38",
    }
    with open_store(home / "kb.sqlite") as store:
        assert {one.classification for one in store.everything()} <= set(GERMLINE)


@pytest.fixture
def shared(request):
    path = request.config.rootpath.parent / "shared"
    if not (path / "benchmarks" / "acmg" / "erepo_dev.tsv").is_file():
        pytest.skip("the shared benchmark table is not here")
    return path


def test_rows_that_were_set_aside_come_in_when_the_file_is_read_again_with_what_they_lacked(home):
    text = f"{OWN}\t7\t140753336\tA\tT\tP\tA\t\nGRCh38\t7\t140753337\tC\tT\tP\tA\t\n"
    first = bring(home, text)
    same = bring(home, text)
    second = bring(home, text, assembly="GRCh38")

    assert (first.added, len(first.rejected)) == (1, 1)
    assert (same.added, same.duplicates, len(same.rejected)) == (0, 1, 1)
    assert (second.added, second.duplicates, second.rejected) == (1, 1, [])
    with open_store(home / "kb.sqlite") as store:
        assert len(store.imports()) == 2


def test_a_header_whose_quotes_do_not_pair_names_no_columns(home):
    with pytest.raises(InputError, match="line 1 names no columns"):
        bring(
            home, SCOUT.removeprefix("##build\n").replace("description", '"description'), lab="GMC A", assembly="GRCh38"
        )
