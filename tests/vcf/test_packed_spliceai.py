"""SpliceAI in INFO holds four scores per allele and gene; a score of the annotation comes first."""

import pytest

from gmstool.vcf.header import parse_header
from gmstool.vcf.records import RecordReader, Wanted
from gmstool.vcf.table import to_frame

HEAD = (
    "##fileformat=VCFv4.2\n"
    '##INFO=<ID=SpliceAI,Number=.,Type=String,Description="x">\n'
    '##INFO=<ID=CSQ,Number=.,Type=String,Description="Format: Allele|Consequence|SYMBOL{}">\n'
    "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n"
)
PACKED = "SpliceAI=C|ABC1|0.1|0.2|0.4|0.3|1|2|3|4;"


def score(field, info, entry):
    header = parse_header(HEAD.format(field).encode(), "test")
    line = f"1\t100\t.\tA\tC\t.\tPASS\t{info}CSQ=C|intron_variant|ABC1{entry}\n".encode()
    rows = RecordReader(header, Wanted(frozenset(("gene", "spliceai_max")))).read([line], [5])
    return to_frame(rows, header, ())["spliceai_max"].to_list()


@pytest.mark.parametrize(
    ("field", "info", "entry", "expected"),
    [
        ("", PACKED, "", 0.4),
        ("", "", "", None),
        ("|SpliceAI_max", PACKED, "|0.05", 0.05),
        ("|SpliceAI_max", PACKED, "|", 0.4),
        ("|SpliceAI_max", PACKED, "|.", 0.4),
        ("|SpliceAI_max", "", "|0.05", 0.05),
        ("|SpliceAI_max", "", "|", None),
    ],
    ids=["packed alone", "nowhere", "both", "an empty field", "a dot", "the field alone", "a field, and no score"],
)
def test_one_score_is_read_where_a_header_names_two_sources(field, info, entry, expected):
    assert score(field, info, entry) == [expected]
