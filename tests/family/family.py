"""A family's answer for records written as tuples: what the tests of this folder share."""

from gmstool.family.analysis import Analysis
from gmstool.family.genotypes import Floors, Members
from gmstool.family.pedigree import parse_ped
from gmstool.vcf.header import parse_header
from gmstool.vcf.records import RecordReader, Wanted
from gmstool.vcf.table import to_frame, with_needed

TRIO = "F\tchild\tfather\tmother\t{sex}\t2\nF\tfather\t0\t0\t1\t1\nF\tmother\t0\t0\t2\t1\n"
NO_FLOORS = Floors(0, 0)
COLUMNS = with_needed(frozenset(["chrom", "pos", "ref", "alt", "gene", "gene_status"]))


def header(samples, keys, build=38):
    length = {38: 248956422, 37: 249250621}[build]
    lines = ["##fileformat=VCFv4.2", f"##contig=<ID=1,length={length}>"]
    lines.append('##INFO=<ID=Annotation,Number=.,Type=String,Description="gene">')
    lines += [f'##FORMAT=<ID={key},Number=.,Type=String,Description="x">' for key in keys.split(":")]
    columns = ["#CHROM", "POS", "ID", "REF", "ALT", "QUAL", "FILTER", "INFO", "FORMAT", *samples]
    return parse_header(("\n".join([*lines, "\t".join(columns)]) + "\n").encode(), "test")


def record(chrom, pos, gene, calls, keys="GT", alt="C"):
    return ("\t".join([chrom, str(pos), ".", "A", alt, ".", ".", f"Annotation={gene}", keys, *calls]) + "\n").encode()


def analysis(ped, keys="GT", asked=(), floors=NO_FLOORS, samples=None, deletions=None, build=38):
    pedigree = parse_ped(ped)
    names = list(samples or pedigree.individuals)
    return Analysis(Members.of(pedigree.only(names)), header(names, keys, build), asked, floors, deletions)


def answers(one, lines):
    """The family's columns, one dictionary per row."""
    reader = RecordReader(one.header, Wanted(COLUMNS))
    table = to_frame(reader.read(lines, range(len(lines))), one.header, ())
    return one.answered(one.states(lines, table)).to_dicts()


def models(row):
    """Model to confidence of one answer."""
    names = (row["inheritance_models"] or "").split("|")
    return dict(zip(names, row["model_confidence"].split("|"), strict=True)) if names != [""] else {}
