"""The header: what it declares, what it says of build and annotation, and what is refused."""

import pytest

from gmstool.consequences import Dialect
from gmstool.errors import HeaderError
from gmstool.vcf.header import parse_header

FIRST = "##fileformat=VCFv4.2\n"
COLUMNS = "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO"
CSQ = '##INFO=<ID=CSQ,Number=.,Type=String,Description="Consequence annotations from Ensembl VEP. Format: {}">\n'


def header(*lines, columns=COLUMNS, newline="\n"):
    text = FIRST + "".join(f"{line}\n" for line in lines) + columns + "\n"
    return parse_header(text.replace("\n", newline).encode(), "it.vcf")


@pytest.mark.parametrize("version", ["4.1", "4.2", "4.3", "4.4", "4.5"])
def test_every_version_is_read(version):
    text = f"##fileformat=VCFv{version}\n{COLUMNS}\n"
    assert parse_header(text.encode(), "it").version == f"VCFv{version}"


@pytest.mark.parametrize(
    ("situation", "text", "what"),
    [
        ("no fileformat line", "##source=x\n" + COLUMNS, "line 1: expected `##fileformat"),
        ("a line without ##", FIRST + "source=x\n" + COLUMNS, "line 2: a header line must look like"),
        ("a blank line", FIRST + "\n" + COLUMNS, "line 2: a header line must look like"),
        ("no column line", FIRST + "##source=x\n", "no `#CHROM` line"),
        ("columns separated by spaces", FIRST + COLUMNS.replace("\t", " "), "line 2: expected the columns"),
        ("a column of another name", FIRST + COLUMNS.replace("POS", "POSITION"), "line 2: expected the columns"),
        ("a column missing", FIRST + COLUMNS.removesuffix("\tINFO"), "line 2: expected the columns"),
        ("samples without FORMAT", FIRST + COLUMNS + "\tS1", "column 9 must be FORMAT, found `S1`"),
        ("a sample twice", FIRST + COLUMNS + "\tFORMAT\tS1\tS2\tS1", "sample name `S1` stands more than once"),
    ],
    ids=lambda value: value if isinstance(value, str) and len(value) < 30 else "",
)
def test_a_broken_header_is_refused_with_file_and_line(situation, text, what):
    with pytest.raises(HeaderError) as caught:
        parse_header(text.encode() + b"\n", "it.vcf")
    assert (what in caught.value.message, "it.vcf" in caught.value.message) == (True, True), situation


@pytest.mark.parametrize(
    ("situation", "line"),
    [
        ("text without =", "##just some text"),
        ("an empty value", "##reference="),
        ("another case of quotes", "##note='x'"),
        ("a repeated key", "##fileformat=VCFv4.1"),
        ("letters beyond ASCII", "##note=Västra Götaland"),
        ("bytes that are no UTF-8", "##note=\udcff"),
        ("a line separator of Unicode inside a value", "##note=a\u2028b"),
        ("a form feed inside a value", "##note=a\x0cb"),
    ],
    ids=lambda value: value if not value.startswith("##") else "",
)
def test_odd_lines_are_no_reason_to_refuse_a_file(situation, line):
    text = f"{FIRST}{line}\n{COLUMNS}\n".encode("utf-8", "surrogateescape")
    assert parse_header(text, situation).version == "VCFv4.2"


def test_a_byte_order_mark_is_no_reason_to_refuse_a_file():
    assert parse_header(b"\xef\xbb\xbf" + f"{FIRST}{COLUMNS}\n".encode(), "it").version == "VCFv4.2"


def test_declarations_are_read_with_quotes_commas_and_brackets():
    read = header(
        '##INFO=<ID=A,Number=A,Type=Float,Description="of \\"each\\", <ALT>",Source="x",Version="1">',
        '##INFO=<ID=A,Number=1,Type=String,Description="declared again: the first counts">',
        "##FORMAT=<ID=GT,Number=1,Type=String,Description=>", '##FILTER=<ID=q10,Description="low">',
        "##contig=<ID=chr1,length=248956422,assembly=GRCh38>", "##contig=<ID=HLA-A*01:01:01:01>",
        "##contig=<ID=odd,length=many>",
    )  # fmt: skip
    assert (read.info["A"].number, read.info["A"].type) == ("A", "Float")
    assert (set(read.format), read.filters) == ({"GT"}, {"q10"})
    assert read.contigs == {"chr1": 248956422, "HLA-A*01:01:01:01": None, "odd": None}


def test_a_declaration_without_id_is_a_warning():
    assert "has no ID" in header("##INFO=<Number=1,Type=Integer>").warnings[0]


@pytest.mark.parametrize(
    ("newline", "columns", "n_columns", "samples"),
    [
        ("\n", COLUMNS, 8, ()),
        ("\r\n", COLUMNS, 8, ()),
        ("\r\n", COLUMNS + "\tFORMAT\tS1\tS2", 11, ("S1", "S2")),
        ("\n", COLUMNS + "\tFORMAT", 9, ()),
    ],
    ids=["LF", "CRLF", "CRLF with samples", "FORMAT without samples"],
)
def test_line_ends_and_columns(newline, columns, n_columns, samples):
    read = header(columns=columns, newline=newline)
    assert (read.newline, read.n_columns, read.samples) == (newline.encode(), n_columns, samples)
    assert (read.n_lines, read.text.count(b"\n")) == (2, 2)


@pytest.mark.parametrize(
    ("situation", "lines", "dialect", "fields"),
    [
        ("VEP", [CSQ.format("Allele|SYMBOL")], Dialect.CSQ, ("Allele", "SYMBOL")),
        ("VEP, spaces and quotes around", [CSQ.format(" 'Allele | SYMBOL' ")], Dialect.CSQ, ("Allele", "SYMBOL")),
        ("SnpEff", ['##INFO=<ID=ANN,Number=.,Type=String,Description="Functional annotations">'], Dialect.ANN, None),
        ("both: VEP wins", ['##INFO=<ID=ANN,Number=.,Type=String,Description="x">', CSQ.format("A|B")], Dialect.CSQ,
         ("A", "B")),
        ("VEP's field names missing, SnpEff is read",
         ['##INFO=<ID=CSQ,Number=.,Type=String,Description="none">', "##INFO=<ID=ANN,Number=.,Type=String>"],
         Dialect.ANN, None),
        ("bcftools csq", ['##INFO=<ID=BCSQ,Number=.,Type=String,Description="x">'], Dialect.BCSQ, None),
        ("no annotation", ["##INFO=<ID=DP,Number=1,Type=Integer>"], None, None),
    ],
    ids=lambda value: value if isinstance(value, str) and " " in value else "",
)  # fmt: skip
def test_which_annotation_is_read(situation, lines, dialect, fields):
    read = header(*(line.rstrip("\n") for line in lines))
    assert read.dialect == dialect, situation
    assert fields is None or read.annotation[dialect] == fields


@pytest.mark.parametrize(
    ("situation", "lines", "build"),
    [
        ("by the length of a contig", ["##contig=<ID=chr1,length=248956422>"], "GRCh38"),
        ("… of the older build", ["##contig=<ID=1,length=249250621>"], "GRCh37"),
        ("a length beats words", ["##reference=hg19.fa", "##contig=<ID=1,length=248956422>"], "GRCh38"),
        ("by the reference's name", ["##reference=file:///x/hg19.fa"], "GRCh37"),
        ("by VEP's assembly", ['##VEP="v110" assembly="GRCh38.p14"'], "GRCh38"),
        ("by the contigs' assembly", ["##contig=<ID=x,assembly=hg38>"], "GRCh38"),
        ("a name that says both says nothing", ["##reference=hg19_to_hg38.fa"], None),
        (
            "lengths of both builds say nothing",
            ["##contig=<ID=1,length=249250621>", "##contig=<ID=2,length=242193529>"],
            None,
        ),
        ("another species", ["##contig=<ID=1,length=195471971>"], None),
        ("nothing", [], None),
    ],
    ids=lambda value: value if isinstance(value, str) and " " in value else "",
)
def test_the_build(situation, lines, build):
    assert header(*lines).build.build == build, situation
