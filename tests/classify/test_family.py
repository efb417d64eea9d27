"""Classification beside a family: what genotypes of parents and relatives make of PS2, PM6, PM3, BP2, PP1 and BS4."""

import json
from datetime import date

import pytest

from gmstool.classify.case import Case as CaseFile
from gmstool.classify.case import CaseVariant, DeNovo, FamilyFacts, GeneFit
from gmstool.classify.conditions import Wish
from gmstool.classify.family import Beside, read
from gmstool.classify.family_proof import Proof, proof
from gmstool.classify.judging import Judge
from gmstool.classify.reading import Reader
from gmstool.classify.run import classify
from gmstool.classify.task import Task
from gmstool.filters.ground import lay_ground
from gmstool.filters.options import Options
from gmstool.filters.plan import make_plan
from gmstool.vcf.chunks import Chunk, Counts
from gmstool.vcf.header import parse_header
from gmstool.vcf.source import open_vcf

TRIO = "F\tchild\tfather\tmother\t2\t2\nF\tfather\t0\t0\t1\t1\nF\tmother\t0\t0\t2\t1\n"
SIBLINGS = TRIO + "F\tsister\tfather\tmother\t2\t{sister}\nF\tbrother\tfather\tmother\t1\t{brother}\n"
SIGNED = {"author": "A. Signer", "date": date(2026, 11, 22), "reference": "test"}
GENE, NUMBER = "ATP7B", "HGNC:870"  # recessive; no panel's own rules
PATHOGENIC = {"CLINVAR_CLNSIG": "Pathogenic", "CLINVAR_CLNREVSTAT": "reviewed_by_expert_panel"}
FIELDS = (
    "Allele", "Consequence", "IMPACT", "SYMBOL", "HGNC_ID", "Feature_type", "Feature", "gnomADg_AF", "CLINVAR_CLNSIG",
    "CLINVAR_CLNREVSTAT",
)  # fmt: skip
FLOORS = ":30:99:{reads}"


def head(samples, length=114364328):
    keys = "".join(f'##FORMAT=<ID={key},Number=.,Type=String,Description="x">\n' for key in ("GT", "DP", "GQ", "AD"))
    return (
        f"##fileformat=VCFv4.2\n##contig=<ID=chr13,length={length}>\n##contig=<ID=chrX,length=156040895>\n"
        f'##INFO=<ID=CSQ,Number=.,Type=String,Description="Format: {"|".join(FIELDS)}">\n{keys}'
        "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\t" + "\t".join(samples) + "\n"
    )


def call(genotype):
    """A cell: genotype, with reads that fit it unless told (`0/0:3` has three reads of the allele)."""
    text, _, traced = genotype.partition(":")
    copies = text.replace("|", "/").split("/").count("1")
    return f"{text}:30:99:{30 - 15 * copies},{traced or 15 * copies}"


def line(pos, *genotypes, chrom="chr13", known=False, gene=GENE, number=NUMBER, af=""):
    given = {
        "Allele": "T", "Consequence": "missense_variant", "IMPACT": "MODERATE", "SYMBOL": gene, "HGNC_ID": number,
        "Feature_type": "Transcript", "Feature": "ENST1", "gnomADg_AF": af, **(PATHOGENIC if known else {}),
    }  # fmt: skip
    csq = "|".join(given.get(name, "") for name in FIELDS)
    cells = "\t".join(call(one) for one in genotypes)
    return f"{chrom}\t{pos}\t.\tC\tT\t50\tPASS\tCSQ={csq}\tGT:DP:GQ:AD\t{cells}\n".encode()


@pytest.fixture
def beside(tmp_path):
    """Rows judged beside a family, each criterion of it with its points."""

    def rows(lines, ped=TRIO, *, case=None, proven=None, moi="AR", whole=True, cut=None, store=None):
        path = tmp_path / "family.ped"
        path.write_text(ped)
        samples = [one.split("\t")[1] for one in ped.splitlines()]
        header = parse_header(head(samples).encode(), "test")
        plan = make_plan(lay_ground(Options(ped=path, proband="child"), header), full_parse=True)
        family = Beside.of(plan, case, proven, whole=whole, store=store)
        parts = [lines[:cut], lines[cut:]] if cut else [lines]
        chunks = [Chunk(part, list(range(1, len(part) + 1)), Counts()) for part in parts]
        judge = Judge(header, Wish("", moi, {}), case)
        found = []
        for table, _ in read(family, Reader(plan), chunks):
            facts = table.select(name for name in table.columns if name.startswith("_family_"))
            found += judge(table).rows.hstack(facts).to_dicts()
        return found

    return rows


def graded(grade="highly_specific", **facts):
    fit = GeneFit(gene=GENE, phenotype=grade, **SIGNED)
    return CaseFile(family=FamilyFacts(**facts, **SIGNED), gene=(fit,))


@pytest.mark.parametrize(
    ("situation", "genotypes", "expected"),
    [
        ("in neither parent", ("0/1", "0/0", "0/0"), 2),
        ("from the mother", ("0/1", "0/0", "0/1"), 0),
        ("not in the child", ("0/0", "0/0", "0/0"), 0),
        ("reads of it in the father", ("0/1", "0/0:2", "0/0"), None),
        ("the mother has no call", ("0/1", "0/0", "./."), None),
        ("the mother has no call, the father has it", ("0/1", "0/1", "./."), 0),
        ("two copies in the child alone", ("1/1", "0/0", "0/0"), None),
    ],
)
def test_de_novo_is_read_from_the_trio(beside, situation, genotypes, expected):
    (row,) = beside([line(51_950_000, *genotypes)], case=graded(), moi="AD")

    assert row["PM6"] == expected, situation
    assert row["PS2"] in (None, 0)


def test_proof_of_parenthood_makes_it_ps2_and_names_who_proved_it(beside):
    new = [line(51_950_000, "0/1", "0/0", "0/0")]
    (by_person,) = beside(new, case=graded(parents_confirmed=True), moi="AD")
    (by_genotypes,) = beside(new, case=graded(), proven=Proof("the genotypes (0 errors)"), moi="AD")
    (doubted,) = beside(new, case=graded(), proven=Proof(None, doubt=True), moi="AD")

    assert (by_person["PS2"], by_person["PM6"]) == (4, 0)
    assert (by_genotypes["PS2"], by_genotypes["PM6"]) == (4, 0)
    assert (doubted["PS2"], doubted["PM6"]) == (None, None)
    assert by_person["_family_proof"].startswith("the case file (A. Signer, 2026-11-22")


def test_a_parent_without_sample_leaves_it_open(beside):
    duo = "F\tchild\t0\tmother\t2\t2\nF\tmother\t0\t0\t2\t1\n"
    (row,) = beside([line(51_950_000, "0/1", "0/0")], duo, case=graded(parents_confirmed=True), moi="AD")

    assert (row["PS2"], row["PM6"], row["_family_proof"]) == (None, None, None)


@pytest.mark.parametrize(("sex", "father", "expected"), [(1, "0/1", 2), (2, "0/1", 0), (2, "0/0", 2)])
def test_on_x_a_sons_variant_is_new_where_the_mother_lacks_it(beside, sex, father, expected):
    ped = TRIO.replace("mother\t2\t2", f"mother\t{sex}\t2", 1)
    (row,) = beside([line(50_000_000, "0/1", father, "0/0", chrom="chrX")], ped, case=graded(), moi="XL")

    assert row["PM6"] == expected


def test_others_who_are_affected_leave_de_novo_to_a_person(beside):
    ped = SIBLINGS.format(sister=2, brother=1)
    (row,) = beside([line(51_950_000, "0/1", "0/0", "0/0", "0/1", "0/0")], ped, case=graded(), moi="AD")

    assert row["PM6"] is None


def test_the_case_file_speaks_for_its_own_child(beside):
    stated = DeNovo(proband="P1", confirmed=True, phenotype="consistent", **SIGNED)
    variant = CaseVariant(variant="chr13-51950000-C-T", de_novo=(stated,))
    case = CaseFile(variant=(variant,), gene=graded().gene)
    (row,) = beside([line(51_950_000, "0/1", "0/0", "0/0")], case=case, moi="AD")

    assert (row["PS2"], row["PM6"]) == (2, None)  # one child counts once


FROM_FATHER, FROM_MOTHER = ("0/1", "0/1", "0/0"), ("0/1", "0/0", "0/1")


@pytest.mark.parametrize(
    ("situation", "own", "partner", "pm3", "bp2"),
    [
        ("in trans by the parents", FROM_FATHER, FROM_MOTHER, 2, 0),
        ("in cis by the parents", FROM_FATHER, FROM_FATHER, 0, -1),
        ("phase not known", FROM_FATHER, ("0/1", "0/0", "./."), 1, None),
        ("in trans by reads", ("0|1", "./.", "./."), ("1|0", "./.", "./."), 2, 0),
        ("in cis by reads", ("0|1", "./.", "./."), ("0|1", "./.", "./."), 0, -1),
        ("the partner is not in the child", FROM_FATHER, ("0/0", "0/0", "0/1"), 0, 0),
    ],
)
@pytest.mark.parametrize("cut", [None, 1])
def test_a_partner_known_as_pathogenic_counts_by_its_phase(beside, situation, own, partner, pm3, bp2, cut):
    rows = beside([line(51_950_000, *own), line(51_960_000, *partner, known=True)], cut=cut)

    assert (rows[0]["PM3"], rows[0]["BP2"]) == (pm3, bp2), situation


def test_a_partner_of_no_known_class_is_worth_nothing_and_is_named(beside):
    rows = beside([line(51_950_000, *FROM_FATHER), line(51_960_000, *FROM_MOTHER)])

    assert (rows[0]["PM3"], rows[0]["BP2"]) == (0, 0)
    assert rows[0]["_family_partners"] == "chr13-51960000-C-T:trans:parents"


def test_a_common_variant_gets_nothing_from_its_partner(beside):
    rows = beside([line(51_950_000, *FROM_FATHER, af="0.01"), line(51_960_000, *FROM_MOTHER, known=True)])

    assert rows[0]["PM3"] == 0


def test_partners_cannot_be_told_where_only_one_record_was_read(beside):
    (row,) = beside([line(51_950_000, *FROM_FATHER)], whole=False)

    assert (row["PM3"], row["BP2"]) == (None, None)


@pytest.mark.parametrize(
    ("ped", "case", "expected"),
    [
        (TRIO, None, 1),
        (TRIO, graded(consanguineous=True), 0),
        (
            (
                "F\tchild\tfather\tmother\t2\t2\nF\tfather\tgrandpa\t0\t1\t1\nF\tmother\tgrandpa\t0\t2\t1\n"
                "F\tgrandpa\t0\t0\t1\t1\n"
            ),
            None,
            0,
        ),
    ],
)
def test_two_copies_count_less_where_the_parents_are_related(beside, ped, case, expected):
    calls = ("1/1", "0/1", "0/1", "0/1")[: len(ped.splitlines())]
    (row,) = beside([line(51_950_000, *calls)], ped, case=case)

    assert row["PM3"] == expected


@pytest.mark.parametrize(
    ("sister", "brother", "calls", "counts"),
    [
        (2, 1, ("0/1", "0/0", "0/1", "0/1", "0/0"), {"affected_with": 1, "affected_without": 0, "healthy_without": 1}),
        (2, 2, ("0/1", "0/0", "0/1", "0/0", "./."), {"affected_without": 1, "affected_unknown": 1, "affected_with": 0}),
        (1, 1, ("0/1", "0/0", "0/0", "0/0", "0/0"), {"healthy_without": 0}),
        (2, 2, ("1/1", "0/1", "0/1", "1/1", "0/1"), {"affected_alike": 1, "affected_with": 2}),
        (2, 2, ("0/1", "0/0", "0/1", "0/1", "0/1"), {"affected_with": 2, "affected_with_male": 1}),
    ],
)
def test_relatives_are_counted_by_their_genotypes(beside, sister, brother, calls, counts):
    (row,) = beside([line(51_950_000, *calls)], SIBLINGS.format(sister=sister, brother=brother), moi="AD")

    assert {name: row[f"_family_{name}"] for name in counts} == counts


def test_both_alleles_in_an_affected_sister_segregate(beside):
    ped = SIBLINGS.format(sister=2, brother=1)
    rows = beside(
        [
            line(51_950_000, "0/1", "0/1", "0/0", "0/1", "0/0"),
            line(51_960_000, "0/1", "0/0", "0/1", "0/1", "0/0"),
        ],
        ped,
    )

    assert [row["_family_affected_alike"] for row in rows] == [1, 1]


def test_without_a_family_nothing_of_it_is_assessed(tmp_path):
    header = parse_header(head(["child"]).encode(), "test")
    plan = make_plan(lay_ground(Options(), header), full_parse=True)

    assert Beside.of(plan, None, None) is None


def trio_file(path, swapped, sites=400):
    """A trio with many sites at which the alleles are the parents', or a stranger's."""
    lines = []
    for at in range(sites):
        mother, father = ("0/1", "0/0") if at % 2 else ("0/0", "1/1")
        child = ("0/0" if at % 2 else "1/1") if swapped else "0/1"
        lines.append(line(40_000_000 + at * 9_000, child, father, mother).decode())
    path.write_text(head(["child", "father", "mother"]) + "".join(lines))
    return path


@pytest.mark.parametrize(
    ("swapped", "by", "doubt"), [(False, "the genotypes (0 Mendelian errors", False), (True, None, True)]
)
def test_the_genotypes_of_a_file_prove_parenthood_or_speak_against_it(tmp_path, swapped, by, doubt):
    source = open_vcf(str(trio_file(tmp_path / "trio.vcf", swapped)))
    found = proof(source, Task(Options(trio=("child", "mother", "father"))))
    source.close()

    assert found.doubt is doubt
    assert (found.by or "").startswith(by or "")
    assert bool(found.warning) is doubt


def test_json_lines_show_models_partners_and_the_reasons(tmp_path):
    source = open_vcf(str(trio_file(tmp_path / "trio.vcf", swapped=False)))
    task = Task(Options(trio=("child", "mother", "father")), moi="AD", language="sv")
    classify(source, task, tmp_path / "out.jsonl", "jsonl")
    source.close()
    first = json.loads((tmp_path / "out.jsonl").read_text().splitlines()[0])

    assert first["family_genotypes"] == "child heterozygot, mother homozygot referens, father homozygot variant"
    assert {"inheritance_models", "model_confidence", "model_reason", "compound_partners"} <= first.keys()
    (ps2,) = (one for one in first["criteria"] if one["code"] == "PS2")
    assert ps2["because"] == f"inte de novo: {first['family_genotypes']}"


FAMILY_CODES = ("PS2", "PM6", "PM3", "BP2", "PP1", "BS4")


@pytest.mark.parametrize(
    ("situation", "calls"),
    [
        ("heteroplasmic in the child alone", ("0/1:100", "0/0", "0/0", "0/0", "0/0")),
        ("homoplasmic in the child alone", ("1/1", "0/0", "0/0", "0/0", "0/0")),
        ("in the affected sister too", ("0/1", "0/0", "0/1:3", "0/1", "0/0")),
        ("not in the affected sister", ("0/1", "0/0", "0/1:3", "0/0", "0/1")),
        ("not in the child", ("0/0", "0/0", "0/0", "0/0", "0/0")),
    ],
)
@pytest.mark.parametrize("name", ["chrM", "MT"])
def test_heteroplasmy_is_never_a_genotype(beside, situation, calls, name):
    """A share of mitochondrial DNA makes no variant de novo, no partner, and no segregation."""
    ped = SIBLINGS.format(sister=2, brother=2)
    lines = [line(at, *calls, chrom=name, gene="MT-ND1", number="HGNC:7455", known=at > 3500) for at in (3460, 3600)]
    rows = beside(lines, ped, case=graded(parents_confirmed=True), proven=Proof("the genotypes"))

    assert [[row[code] for code in FAMILY_CODES] for row in rows] == [[None] * len(FAMILY_CODES)] * 2, situation


@pytest.fixture
def store(tmp_path):
    """A store of assertions about chr13-51960000-C-T, each (class, who confirmed it, origin)."""
    from gmstool.knowledge.importing.found import Settings
    from gmstool.knowledge.making import make_store
    from gmstool.knowledge.writing import Request, import_file

    def made(*told):
        path, table = tmp_path / "kb.sqlite", tmp_path / "kb.tsv"
        make_store(path)
        head = "assembly\tchrom\tpos\tref\talt\tlab\tclassification\treview\torigin"
        rows = [f"GRCh38\tchr13\t51960000\tC\tT\tLab {at}\t" + "\t".join(one) for at, one in enumerate(told)]
        table.write_text("\n".join([head, *rows]) + "\n")
        import_file(path, Request(table, Settings()), say=lambda _text: None)
        return path

    return made


@pytest.mark.parametrize(
    ("situation", "told", "expected"),
    [
        ("confirmed by a person", [("Likely pathogenic", "A. Signer", "germline")], 2),
        ("two laboratories agree", [("Pathogenic", "A", "germline"), ("Likely pathogenic", "B", "germline")], 2),
        ("nobody confirmed it", [("Pathogenic", "", "germline")], 0),
        ("of a tumour", [("Pathogenic", "A. Signer", "somatic")], 0),
        ("confirmed as uncertain", [("Uncertain significance", "A. Signer", "germline")], 0),
        ("another laboratory calls it benign", [("Pathogenic", "A", "germline"), ("Benign", "B", "germline")], 0),
    ],
)
def test_what_persons_confirmed_in_the_own_store_is_a_comparator(beside, store, situation, told, expected):
    rows = beside([line(51_950_000, *FROM_FATHER), line(51_960_000, *FROM_MOTHER)], store=store(*told))

    assert rows[0]["PM3"] == expected, situation


def test_without_asking_for_it_the_store_says_nothing(beside, store):
    store(("Pathogenic", "A. Signer", "germline"))
    rows = beside([line(51_950_000, *FROM_FATHER), line(51_960_000, *FROM_MOTHER)])

    assert rows[0]["PM3"] == 0


def test_an_annotated_vcf_tells_models_and_partners(tmp_path):
    path = tmp_path / "trio.vcf"
    records = [line(51_950_000, *FROM_FATHER), line(51_960_000, *FROM_MOTHER)]
    path.write_text(head(["child", "father", "mother"]) + "".join(one.decode() for one in records))
    source = open_vcf(str(path))
    classify(source, Task(Options(trio=("child", "mother", "father"))), tmp_path / "out.vcf", "vcf")
    source.close()
    text = (tmp_path / "out.vcf").read_text()

    assert "##INFO=<ID=GMS_MODELS," in text
    assert text.count(f"GMS_MODELS=T|{GENE}|AR_comp:confirmed") == 2
    assert f"GMS_PARTNERS=T|{GENE}|chr13-51960000-C-T:trans:parents" in text
