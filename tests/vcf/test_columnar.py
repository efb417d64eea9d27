"""Reading column by column gives the very table that reading line by line gives."""

import gzip
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gmstool.columns import Level, contract
from gmstool.errors import GmsError
from gmstool.vcf.batch import LineBatch
from gmstool.vcf.columnar import ColumnarReader, usable
from gmstool.vcf.header import parse_header
from gmstool.vcf.kernel import Kernel
from gmstool.vcf.records import RawField, RecordReader, Wanted
from gmstool.vcf.table import chosen_af, to_frame, with_needed

FIELDS = (
    "Allele", "Consequence", "IMPACT", "SYMBOL", "Gene", "HGNC_ID", "Feature", "CANONICAL", "MANE_SELECT",
    "MANE_PLUS_CLINICAL", "Protein_position", "gnomADg_AF", "REVEL", "CLIN_SIG", "ALLELE_NUM",
)  # fmt: skip
HEAD = (
    "##fileformat=VCFv4.2\n"
    f'##INFO=<ID=CSQ,Number=.,Type=String,Description="Format: {"|".join(FIELDS)}">\n'
    '##INFO=<ID=CADD,Number=A,Type=Float,Description="x">\n##INFO=<ID=END,Number=1,Type=Integer,Description="x">\n'
    '##INFO=<ID=gnomad_n_homalt,Number=R,Type=Integer,Description="x">\n'
    "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n"
)
LEFT_OUT = frozenset(("transcripts", "genotypes", "sample", "allele_match"))
READ = frozenset(
    name for name, one in contract().items()
    if one.level in (Level.VARIANT, Level.TRANSCRIPT) and name not in LEFT_OUT
)  # fmt: skip
ROOT = Path(__file__).parents[1]
FILES = sorted(path for path in (ROOT / "cases").rglob("*.vcf*") if path.suffix in (".vcf", ".gz"))


def entry(allele="C", **values):
    told = {"Allele": allele, "Consequence": "missense_variant", "IMPACT": "MODERATE", "SYMBOL": "ABC1", **values}
    return "|".join(told.get(name, "") for name in FIELDS)


def line(*entries, alt="C", ref="A", info="", pos="100"):
    annotation = f"CSQ={','.join(entries)}" if entries else "."
    return f"1\t{pos}\t.\t{ref}\t{alt}\t30\tPASS\t{info}{annotation}\n".encode()


def both(header, lines, columns=READ):
    """The tables of both readers, and their notes."""
    wanted, af = Wanted(with_needed(columns) - LEFT_OUT), chosen_af(header)
    slow, fast = RecordReader(header, wanted), ColumnarReader(header, wanted, af)
    numbers = list(range(5, 5 + len(lines)))
    tables = to_frame(slow.read(lines, numbers), header, af), fast.read(lines, numbers)
    told = [(one.notes, one.annotation.warning()) for one in (slow, fast.records)]
    return tables, told


def assert_equal(header, lines, columns=READ):
    (slow, fast), (of_slow, of_fast) = both(header, lines, columns)
    assert fast.schema == slow.schema
    assert fast.rows() == slow.rows()
    assert of_fast == of_slow


SITUATIONS = [
    ("one entry", 0, [line(entry())]),
    ("an insertion as VEP names it", 0, [line(entry("CG"), alt="ACG")]),
    ("a deletion as VEP names it", 0, [line(entry("-"), ref="AC", alt="A")]),
    ("the whole ALT is named although it is longer", 1, [line(entry("ACG"), alt="ACG")]),
    ("two ALTs", 0, [line(entry("C"), entry("G"), alt="C,G")]),
    ("two ALTs, entries of the second first", 0, [line(entry("G"), entry("C"), alt="C,G")]),
    ("two ALTs of different length keep the first base", 0, [line(entry("-"), entry("TG"), ref="AC", alt="A,ATG")]),
    ("an ALT without an entry", 1, [line(entry("C"), alt="C,G")]),
    ("an entry of no ALT", 1, [line(entry("T"))]),
    ("ALLELE_NUM agrees", 0, [line(entry("C", ALLELE_NUM="1"), entry("G", ALLELE_NUM="2"), alt="C,G")]),
    ("ALLELE_NUM says otherwise", 1, [line(entry("C", ALLELE_NUM="2"), entry("G", ALLELE_NUM="1"), alt="C,G")]),
    ("two genes", 0, [line(entry(), entry(SYMBOL="XYZ2"), entry(REVEL="0.5"))]),
    ("a gene that has only an id", 0, [line(entry(SYMBOL="", Gene="ENSG1"), entry())]),
    ("a symbol that is another gene's id", 0, [line(entry(SYMBOL="", Gene="ABC1"), entry())]),
    ("no gene", 0, [line(entry(SYMBOL="", Consequence="intergenic_variant"))]),
    ("no gene and no term", 0, [line(entry(SYMBOL="", Consequence=""))]),
    ("a feature between genes", 0, [line(entry(SYMBOL="", Consequence="regulatory_region_variant"))]),
    ("two genes in one entry", 1, [line(entry(SYMBOL="ABC1&XYZ2"))]),
    ("MANE Select before what is worse", 0, [line(entry(Consequence="stop_gained"), entry(MANE_SELECT="NM_1"))]),
    ("Plus Clinical before canonical", 0, [line(entry(CANONICAL="YES"), entry(MANE_PLUS_CLINICAL="NM_1"))]),
    ("the most severe", 0, [line(entry(), entry(Consequence="stop_gained&intron_variant"), entry())]),
    ("the id of the gene on another entry", 0, [line(entry(Consequence="stop_gained"), entry(HGNC_ID="HGNC:5"))]),
    ("a frequency on the second entry", 0, [line(entry(gnomADg_AF="."), entry(gnomADg_AF="0.1", SYMBOL="XYZ2"))]),
    ("an unreadable frequency", 0, [line(entry(gnomADg_AF="often"))]),
    ("what is no score and no frequency", 0,
     [line(entry(REVEL="NaN", gnomADg_AF="-1")), line(entry(REVEL="inf")), line(entry(REVEL="0.5", gnomADg_AF="0.5"))]),
    ("several scores in a cell", 0, [line(entry(REVEL=".&0.3&0.7"))]),
    ("percent-encoded text", 0, [line(entry(CLIN_SIG="a%2Cb", IMPACT="LO%57"))]),
    ("no annotation", 1, [line()]),
    ("an empty annotation", 1, [line("")]),
    ("a cut entry", 1, [line("C|missense_variant"), line(entry())]),
    ("an entry with a field too many", 1, [line(f"{entry()}|x"), line(entry())]),
    ("one too long beside one too short", 1, [line(f"{entry()}|x", entry().rpartition("|")[0])]),
    ("such a pair further down", 1, [line(entry()), line(f"{entry()}|x", entry().rpartition("|")[0])]),
    ("INFO before the annotation", 0, [line(entry(), info="CADD=20;XCSQ=7;")]),
    ("an INFO key that stands twice", 0, [line(entry(), info="CADD=20;CADD=30;")]),
    ("too many values of an INFO key", 1, [line(entry(), info="CADD=20,30;")]),
    ("INFO of two ALTs", 1, [line(entry("C"), entry("G"), alt="C,G", info="CADD=20,30;")]),
    ("INFO with REF first", 0, [line(entry(), info="gnomad_n_homalt=9,3;")]),
    ("a symbolic ALT", 1, [line(entry("deletion"), alt="<DEL>", info="END=200;")]),
    ("an ALT that gives no row", 1, [line(entry(), alt="C,*")]),
    ("text beyond ASCII", 1, [line(entry(SYMBOL="Å1")), line(entry())]),
    ("a carriage return", 1, [line(entry()).replace(b"\n", b"\r\n"), line(entry())]),
    ("an empty ID", 1, [line(entry()).replace(b"\t.\tA", b"\t\tA")]),
    ("two ALTs between lines of one", 0, [line(entry()), line(entry("G"), entry("C"), alt="C,G"), line(entry())]),
    ("no lines", 0, []),
]  # fmt: skip


@pytest.mark.parametrize(("situation", "odd", "lines"), SITUATIONS, ids=[one[0] for one in SITUATIONS])
def test_both_readers_give_the_same_table(situation, odd, lines, monkeypatch):
    seen = []
    by_line = RecordReader.read

    def counted(self, lines, numbers):
        seen.append(len(lines))
        return by_line(self, lines, numbers)

    monkeypatch.setattr(RecordReader, "read", counted)

    assert_equal(parse_header(HEAD.encode(), "it"), lines)

    assert seen[1:] == ([odd] if odd or not lines else []), "how many lines were left to the reader of lines"


texts = st.sampled_from(("", "", ".", "0.1", "1e-3", "-1", "x", "12-13/40", "a%2Cb", "NM_1", "YES", "HGNC:5", "7"))
terms = st.sampled_from(("missense_variant", "intron_variant&splice_region_variant", "intergenic_variant", "", "odd"))
genes = st.sampled_from(("ABC1", "XYZ2", "", "ENSG1", "ABC1&XYZ2"))
alleles = st.sampled_from(("C", "G", "-", "CG", "T"))


@st.composite
def entries(draw):
    told = {name: draw(texts) for name in FIELDS[5:]} | {"Gene": draw(st.sampled_from(("", "ENSG1", "ABC1")))}
    text = entry(draw(alleles), Consequence=draw(terms), SYMBOL=draw(genes), **told)
    return draw(st.sampled_from((text, text, text, text, text + "|", text[:-1].rpartition("|")[0])))


@st.composite
def records(draw):
    changes = (("A", "C"), ("A", "C,G"), ("AC", "A"), ("A", "ACG"), ("A", "<DEL>"), ("AC", "A,*"))
    ref, alt = draw(st.sampled_from(changes))
    info = draw(st.sampled_from(("", "CADD=20;", "CADD=1,2;", "END=300;DB;", "gnomad_n_homalt=3,4;", "CADD=.;")))
    return line(*draw(st.lists(entries(), max_size=4)), ref=ref, alt=alt, info=info)


@settings(max_examples=60, deadline=None)
@given(st.lists(records(), max_size=8))
def test_whatever_the_records_both_readers_agree(lines):
    assert_equal(parse_header(HEAD.encode(), "it"), lines)


def read(path):
    """Header and record lines of a file; None where it is no VCF that VEP annotated."""
    with (gzip.open if path.suffix == ".gz" else open)(path, "rb") as file:
        try:
            lines = file.readlines()
            header = parse_header(b"".join(one for one in lines if one.startswith(b"#")), path.name)
        except (GmsError, OSError, EOFError):
            return None
    records = [one for one in lines if not one.startswith(b"#") and one.count(b"\t") == header.n_columns - 1]
    records = [one for one in records if one.split(b"\t", 2)[1].isdigit() and one.endswith(b"\n")]
    return (header, records) if usable(header, Wanted(with_needed(READ) - LEFT_OUT)) else None


def test_both_readers_agree_on_the_example_files():
    compared = [assert_equal(*found) for path in FILES if (found := read(path))]

    assert len(compared) > 20


@pytest.mark.parametrize(
    ("situation", "wanted"),
    [
        ("all transcripts", Wanted(frozenset(("gene", "transcripts")))),
        ("a sample's depth", Wanted(frozenset(("gene", "dp")))),
        ("raw fields", Wanted(frozenset(("gene",)), (RawField("INFO", "CADD"),))),
        ("entries for the consequence test", Wanted(frozenset(("gene",)), entries=True)),
    ],
)
def test_other_questions_are_left_to_the_reader_of_lines(situation, wanted):
    header = parse_header(HEAD.encode(), "it")

    assert usable(header, Wanted(frozenset(("gene", "af"))))
    assert not usable(header, wanted)


@pytest.mark.parametrize(("situation", "_odd", "lines"), SITUATIONS, ids=[one[0] for one in SITUATIONS])
def test_whole_buffers_give_the_table_of_their_lines(situation, _odd, lines):
    header, columns = parse_header(HEAD.encode(), "it"), Wanted(with_needed(READ) - LEFT_OUT)
    by_line, whole = (ColumnarReader(header, columns, chosen_af(header)) for _ in range(2))
    kernel, half = Kernel(8), len(lines) // 2
    buffers = [b"".join(some) for some in (lines[:half], lines[half:]) if some]

    expected = by_line.read(lines, list(range(1, len(lines) + 1)))

    assert whole.read_whole(map(kernel.cut, buffers)).equals(expected)


def test_lines_with_other_columns_than_the_header_are_all_odd():
    batch = LineBatch.of([b"1\t2\tno\n", line(entry())], 8, {})

    assert batch.odd.all()
