"""`gms liftover`: whole files, what changes in them, and what is listed instead."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from gmstool.cli.liftover import command
from gmstool.errors import InputError, MismatchError, OutputError, PanelError, UsageError
from gmstool.identity import IdentityError

LENGTHS = {"1": 249250621, "7": 159138663, "10": 135534747, "17": 81195210, "MT": 16569}
COLUMNS = "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO"


def vcf(records: list[str], prefix: str = "", mitochondria: int = 16569, more: str = "", sample: bool = False) -> str:
    """A VCF of GRCh37; records are written with spaces for tabs."""
    lengths = LENGTHS | {"MT": mitochondria}
    names = {name: "chrM" if prefix and name == "MT" else prefix + name for name in lengths}
    contigs = "".join(f"##contig=<ID={names[name]},length={length}>\n" for name, length in lengths.items())
    columns = COLUMNS + ("\tFORMAT\tone" if sample else "")
    body = "".join(record.replace(" ", "\t") + "\n" for record in records)
    return f"##fileformat=VCFv4.2\n##reference=file:///ref/hs37d5.fa\n{contigs}{more}{columns}\n{body}"


@pytest.fixture
def lift(tmp_path: Path):
    """Lifts a text and gives output lines after the header, and the lines of the failures' list."""

    def run(text: str, name: str = "in.vcf", to: str = "GRCh38", **options) -> tuple[list[str], list[str]]:
        (tmp_path / name).write_text(text)
        output = tmp_path / f"out.{name.partition('.')[2]}"
        command(to=to, file=str(tmp_path / name), output=str(output), **options)
        lines = [line for line in output.read_text().splitlines() if not line.startswith("##")]
        return lines, (tmp_path / f"{output.name}.failures.tsv").read_text().splitlines()

    return run


@pytest.mark.parametrize(
    ("what", "record", "expected"),
    [
        (
            "all other bytes stay",
            "7 140453136 rs113488022 A T 50.0 PASS AF=0.50;CSQ=a%3Bb|c",
            "7 140753336 rs113488022 A T 50.0 PASS AF=0.50;CSQ=a%3Bb|c",
        ),
        (
            "END follows an interval",
            "17 41196312 . A <DEL> . . SVTYPE=DEL;END=41277500;SVLEN=-81188",
            "17 43044295 . A <DEL> . . SVTYPE=DEL;END=43125483;SVLEN=-81188",
        ),
        (
            "a deletion without END has the length of SVLEN",
            "17 41196312 . A <DEL> . . SVLEN=-81188;SVTYPE=DEL",
            "17 43044295 . A <DEL> . . SVLEN=-81188;SVTYPE=DEL",
        ),
        (
            "SVLEN follows where it said the same as the ends: a base came in between",
            "1 1566000 . A <DEL> . . END=1566100;SVLEN=-100;CIEND=0,5",
            "1 1630620 . A <DEL> . . END=1630721;SVLEN=-101;CIEND=0,5",
        ),
        (
            "SVLEN that says something else stays",
            "1 1566000 . A <INS> . . END=1566100;SVLEN=300",
            "1 1630620 . A <INS> . . END=1630721;SVLEN=300",
        ),
        (
            "an insertion is at one place",
            "7 140453136 . A <INS> . . SVTYPE=INS",
            "7 140753336 . A <INS> . . SVTYPE=INS",
        ),
        (
            "a block of a gVCF",
            "7 140453136 . A <NON_REF> . . END=140453140",
            "7 140753336 . A <NON_REF> . . END=140753340",
        ),
        ("END beside spelled alleles", "7 140453136 . AC A . . END=140453137", "7 140753336 . AC A . . END=140753337"),
        ("mitochondria", "MT 3243 . A G . . .", "MT 3243 . A G . . ."),
        ("turned round", "10 48390000 . A C . . .", "10 47349362 . T G . . ."),
    ],
)
def test_a_record_changes_its_place_and_nothing_else(lift, what, record, expected):
    lines, failures = lift(vcf([record]))

    assert [line.replace("\t", " ") for line in lines[1:]] == [expected], what
    assert len(failures) == 1


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        ("1 177418 . A C . . .", "no alignment with the other build"),
        ("1 177416 . ACGT A . . .", "the reference allele crosses a gap"),
        ("1 177416 . AC A . . .", "an insertion or deletion beside a gap"),
        ("10 48390000 . AC A . . .", "an insertion or deletion on a stretch that is turned round needs --fasta"),
        ("7 160000000 . A C . . .", "lies beyond the end of the chromosome"),
        ("GL000191.1 100 . A C . . .", "not on a chromosome"),
        ("7 140453136 . A A[7:140453200[ . . SVTYPE=BND", "a breakend"),
        ("7 140453136 . A A. . . SVTYPE=BND", "a breakend"),
        ("7 140453136 . A <BND> . . SVTYPE=BND;END=140453136", "a breakend"),
        ("7 140453136 . A <DEL> . . END=140453200;CHR2=8", "a breakend or second place"),
        ("7 140453136 . A <DEL> . . SVTYPE=DEL", "a symbolic allele without a readable end"),
        ("7 140453136 . A <DEL> . . END=140453100", "a symbolic allele without a readable end"),
        ("10 48390000 . A <DEL> . . END=48390100", "a structural variant on a stretch that is turned round"),
        ("1 170000 . A <DEL> . . END=177420", "the end of the variant has no place"),
        ("1 170000 . A <DEL> . . END=190000", "too few of its bases are aligned"),
    ],
)
def test_what_has_no_sure_place_is_listed_with_the_reason(lift, record, reason):
    lines, failures = lift(vcf([record]))

    assert len(lines) == 1
    assert failures[1].replace("\t", " ").startswith(" ".join(record.split(" ")[:5]) + " " + reason)


def test_the_output_is_sorted_in_the_target_and_genotypes_stay(lift):
    records = [
        "10 48388000 a A C . . . GT:PS 0|1:48388000",
        "10 48390000 b A C . . . GT:PS 1/0:.",
        "7 140453136 c A T . . . GT:PS 0/1:.",
    ]

    lines, _ = lift(vcf(records, sample=True))

    assert [line.split("\t")[2] for line in lines[1:]] == ["c", "b", "a"]
    assert [line.split("\t", 8)[8] for line in lines[1:]] == ["GT:PS\t0/1:.", "GT:PS\t1/0:.", "GT:PS\t0|1:48388000"]


def test_the_header_names_the_contigs_of_the_target_in_the_style_of_the_input(lift, tmp_path):
    lift(vcf(["chr7 140453136 . A T . . ."], prefix="chr"))
    header = (tmp_path / "out.vcf").read_text()

    assert "##contig=<ID=chr7,length=159345973,assembly=GRCh38>" in header
    assert "##contig=<ID=chrM,length=16569,assembly=GRCh38>" in header
    assert "159138663" not in header
    assert "##gms_lifted_from_reference=file:///ref/hs37d5.fa" in header
    assert 'from=GRCh37,to=GRCh38,alignment="Ensembl assembly mapping 2014-07-25' in header
    assert "\nchr7\t140753336\t" in header


@pytest.mark.parametrize(
    ("name", "length", "expected"),
    [("chr", 16569, "chrM"), ("chr", 16571, None), ("", 16569, "MT"), ("", 16571, None)],
)
def test_mitochondria_of_16571_bases_have_no_place(lift, name, length, expected):
    record = f"{'chrM' if name else 'MT'} 3243 . A G . . ."
    lines, failures = lift(vcf([record], prefix=name, mitochondria=length))

    assert [line.split("\t")[0] for line in lines[1:]] == ([expected] if expected else [])
    assert ("another sequence than rCRS" in failures[-1]) == (expected is None)


def test_the_run_is_told_beside_the_output(lift, tmp_path):
    lift(vcf(["7 140453136 . A T . . .", "1 177418 . A C . . ."]))
    told = json.loads((tmp_path / "out.vcf.meta.json").read_text())

    assert told["result"] == {"lifted": 1, "turned": 0, "not_aligned": 1}
    assert told["input"]["build"] == "GRCh37"
    assert len(told["run"]["input_sha256"]) == 64


def test_a_compressed_output_is_indexed(tmp_path):
    (tmp_path / "in.vcf").write_text(vcf(["7 140453136 . A T . . ."]))

    command(to="GRCh38", file=str(tmp_path / "in.vcf"), output=str(tmp_path / "out.vcf.gz"))

    assert gzip.decompress((tmp_path / "out.vcf.gz").read_bytes()).endswith(b"7\t140753336\t.\tA\tT\t.\t.\t.\n")
    assert (tmp_path / "out.vcf.gz.tbi").exists()


def test_counts_and_warnings_go_to_standard_error(lift, capsys):
    lift(vcf(["7 140453136 . A T . . .", "1 177418 . A C . . .", "10 48390000 . A C . . ."]))
    said = capsys.readouterr()

    assert said.out == ""
    assert "warning: 1 of 3 could not be lifted" in said.err
    assert "reference alleles were not compared" in said.err
    assert "2  lifted" in said.err
    assert "1  of them turned round" in said.err
    assert "1  failed: no alignment with the other build" in said.err


def test_a_file_of_the_target_build_is_refused(lift):
    with pytest.raises(MismatchError, match="is of GRCh37 already"):
        lift(vcf([]), to="GRCh37")


def test_refseq_accessions_are_refused(lift):
    text = f"##fileformat=VCFv4.2\n##contig=<ID=NC_000007.13,length=159138663>\n{COLUMNS}\n"

    with pytest.raises(MismatchError, match="RefSeq accessions"):
        lift(text)


def test_a_file_without_contigs_is_taken_at_its_word(lift, capsys):
    lines, _ = lift(f"##fileformat=VCFv4.2\n{COLUMNS}\nchr7\t140453136\t.\tA\tT\t.\t.\t.\n")

    assert lines[1].startswith("chr7\t140753336\t")
    assert "is taken to be GRCh37" in capsys.readouterr().err


def test_a_fasta_of_the_wrong_build_is_refused(lift, tmp_path):
    fasta = tmp_path / "wrong.fa"
    fasta.write_text(">7\nACGT\n")
    (tmp_path / "wrong.fa.fai").write_text("7\t4\t3\t4\t5\n")

    with pytest.raises(MismatchError, match=r"chromosome 7 of .* is not as long as that of GRCh38"):
        lift(vcf(["7 140453136 . A T . . ."]), fasta=fasta)


def test_reference_alleles_are_compared_with_a_fasta(lift, tmp_path):
    sequence = "A" * 3242 + "G" + "A" * (16569 - 3243)
    (tmp_path / "mt.fa").write_text(f">MT\n{sequence}\n")
    (tmp_path / "mt.fa.fai").write_text("MT\t16569\t4\t16569\t16570\n")
    records = ["MT 3242 . A G . . .", "MT 3243 . A G . . .", "MT 3244 . C G . . ."]

    lines, failures = lift(vcf(records), fasta=tmp_path / "mt.fa")

    assert [line.split("\t")[1] for line in lines[1:]] == ["3242"]
    assert "are swapped in the other build\tMT:3243 has G, expected A" in failures[1]
    assert "is another one in the other build\tMT:3244 has A, expected C" in failures[2]


def test_bed_regions_keep_their_columns_and_turn_their_strand(lift):
    text = (
        "track name=design\n"
        "chr10\t48389000\t48390000\tRBP3\t0\t-\n"
        "chr7\t140453135\t140453136\tBRAF\t0\t-\n"
        "chr1\t177419\t200000\tgap\t0\t+\n"
        "chrM\t100\t200\tunsure\t0\t+\n"
    )
    lines, failures = lift(text, name="in.bed")

    assert lines == [
        "track name=design",
        "chr7\t140753335\t140753336\tBRAF\t0\t-",
        "chr10\t47349361\t47350361\tRBP3\t0\t+",
    ]
    assert [line.split("\t")[3:5] for line in failures[1:]] == [
        ["gap", "no alignment with the other build"],
        ["unsure", "chrM of hg19 is another sequence than rCRS, or it is not known which one this is"],
    ]


def test_a_bed_is_compressed_by_its_name(tmp_path):
    (tmp_path / "in.bed").write_text("7\t140453135\t140453136\n")

    command(to="GRCh38", file=str(tmp_path / "in.bed"), output=str(tmp_path / "out.bed.gz"))

    assert gzip.decompress((tmp_path / "out.bed.gz").read_bytes()) == b"7\t140753335\t140753336\n"


def test_a_broken_bed_line_is_an_error(lift):
    with pytest.raises(PanelError, match="line 1: the end 5 is not after the start 9"):
        lift("7\t9\t5\n", name="in.bed")


def test_the_first_region_after_a_byte_order_mark_is_lifted(lift):
    lines, _ = lift("\ufeff7\t140453135\t140453136\n", name="in.bed")

    assert lines == ["7\t140753335\t140753336"]


def test_a_bed_with_blocks_is_refused(lift):
    line = "7 100 200 x 0 + 100 200 0 2 10,10 0,90".replace(" ", "\t")

    with pytest.raises(InputError, match="a BED with blocks"):
        lift(line, name="in.bed")


@pytest.mark.parametrize(
    ("variant", "to", "expected"),
    [
        ("7-140453136-A-T", "GRCh38", "7-140753336-A-T"),
        ("chr7:140753336:a:t", "GRCh37", "chr7-140453136-A-T"),
        ("10-48390000-A-C", "GRCh38", "10-47349362-T-G"),
        ("M-3243-A-G", "GRCh38", "M-3243-A-G"),
    ],
)
def test_one_variant_is_printed(capsys, variant, to, expected):
    command(to=to, variant=variant)

    assert capsys.readouterr().out == f"{expected}\n"


@pytest.mark.parametrize(
    ("options", "error", "words"),
    [
        ({"to": "hg18", "variant": "7-1-A-T"}, UsageError, "--to hg18 is not known"),
        ({"to": "hg19 or hg38", "variant": "7-1-A-T"}, UsageError, "--to hg19 or hg38 is not known"),
        ({"to": "GRCh38"}, UsageError, "name one FILE or one --variant"),
        ({"to": "GRCh38", "variant": "7-1-A"}, UsageError, "is not CHROM-POS-REF-ALT"),
        ({"to": "GRCh38", "variant": "1-²-A-T"}, UsageError, "is not CHROM-POS-REF-ALT"),
        ({"to": "GRCh38", "variant": f"1-{'9' * 5000}-A-T"}, UsageError, "is not CHROM-POS-REF-ALT"),
        ({"to": "GRCh38", "variant": "7-140453136-A-X"}, UsageError, "are no bases"),
        ({"to": "GRCh38", "variant": "7-140453136-DEL-T"}, UsageError, "are no bases"),
        ({"to": "GRCh38", "variant": "7-140453136-A-a"}, UsageError, "REF and ALT are the same"),
        ({"to": "GRCh38", "variant": "7-140453136-A-T", "output": "x.txt"}, UsageError, "--variant prints one line"),
        ({"to": "GRCh38", "variant": "7-140453136-A-T", "failures": Path("x.tsv")}, UsageError, "--variant prints"),
        ({"to": "GRCh38", "file": "none.vcf"}, InputError, "none.vcf does not exist"),
        ({"to": "GRCh38", "file": "none.vcf", "output": "x.vcf"}, InputError, "none.vcf does not exist"),
        ({"to": "GRCh38", "file": "none.txt", "output": "x.txt"}, InputError, "none.txt does not exist"),
        ({"to": "GRCh38", "variant": "1-177418-A-T"}, InputError, "no alignment with the other build"),
        ({"to": "GRCh38", "variant": "chrM-3243-A-G"}, InputError, "not known which one this is"),
        ({"to": "GRCh38", "file": "-"}, UsageError, "no place for the failures"),
        ({"to": "GRCh38", "file": "-", "output": "x.tsv"}, UsageError, "a VCF is lifted to a VCF"),
        ({"to": "GRCh38", "file": "none.bed", "output": "x.bed"}, InputError, "does not exist"),
    ],
)
def test_what_cannot_be_done_is_said(monkeypatch, tmp_path, options, error, words):
    monkeypatch.chdir(tmp_path)

    with pytest.raises(error, match=words):
        command(**options)

    assert list(tmp_path.iterdir()) == []


def test_existing_outputs_are_not_replaced(lift, tmp_path):
    (tmp_path / "out.vcf.failures.tsv").write_text("mine")

    with pytest.raises(OutputError, match="exists"):
        lift(vcf([]))

    assert (tmp_path / "out.vcf.failures.tsv").read_text() == "mine"


@pytest.mark.parametrize("to", ["GRCh38", "grch38", "hg38"])
def test_a_build_may_be_named_in_its_other_words(capsys, to):
    command(to=to, variant="7-140453136-A-T")

    assert capsys.readouterr().out == "7-140753336-A-T\n"


@pytest.mark.parametrize(("quiet", "said"), [(False, True), (True, False)])
def test_a_reference_allele_that_was_not_compared_is_told(capsys, quiet, said):
    command(to="GRCh38", variant="1-169519049-T-C", quiet=quiet)

    assert ("warning: REF was not compared" in capsys.readouterr().err) == said


def test_a_compared_reference_allele_needs_no_warning(capsys, tmp_path):
    (tmp_path / "mt.fa").write_text(f">MT\n{'A' * 16569}\n")
    (tmp_path / "mt.fa.fai").write_text("MT\t16569\t4\t16569\t16570\n")

    command(to="GRCh38", variant="MT-3242-A-G", fasta=tmp_path / "mt.fa")

    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("suffix", ["BED", "bed", "Bed"])
def test_a_suffix_may_be_in_capitals(tmp_path, suffix):
    (tmp_path / f"in.{suffix}").write_text("7\t140453135\t140453136\n")

    command(to="GRCh38", file=str(tmp_path / f"in.{suffix}"), output=str(tmp_path / "out.BED.GZ"))

    assert gzip.decompress((tmp_path / "out.BED.GZ").read_bytes()) == b"7\t140753335\t140753336\n"


def test_a_vcf_suffix_may_be_in_capitals(tmp_path):
    (tmp_path / "in.VCF").write_text(vcf(["7 140453136 . A T . . ."]))

    command(to="GRCh38", file=str(tmp_path / "in.VCF"), output=str(tmp_path / "out.VCF.GZ"))

    assert b"140753336" in gzip.decompress((tmp_path / "out.VCF.GZ").read_bytes())


@pytest.mark.parametrize(("given", "output"), [("p.bed", "19121212-1212.bed"), ("p.vcf", "19121212-1212.vcf")])
def test_no_identity_number_leaves_in_the_name_of_an_output(tmp_path, given, output):
    (tmp_path / given).write_text(vcf([]) if given.endswith("vcf") else "7\t140453135\t140453136\n")

    with pytest.raises(IdentityError, match="the name of an output file"):
        command(to="GRCh38", file=str(tmp_path / given), output=str(tmp_path / output))

    assert [path.name for path in tmp_path.iterdir()] == [given]


def test_an_output_of_another_kind_names_only_what_a_vcf_may_become(tmp_path):
    (tmp_path / "in.vcf").write_text(vcf([]))

    with pytest.raises(UsageError) as error:
        command(to="GRCh38", file=str(tmp_path / "in.vcf"), output=str(tmp_path / "x.tsv"))

    assert error.value.hint == "use .vcf, .vcf.gz, .bcf"
