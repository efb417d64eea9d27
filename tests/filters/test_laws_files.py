"""Writing the same VCF in every form, and filtering it in this process."""

import itertools
import struct
import warnings
import zlib

import pysam
import pysam.bcftools

from gmstool.filters.options import Options
from gmstool.filters.outputs import Target, Wish
from gmstool.filters.run import run_filter, start_reading
from gmstool.vcf.source import open_vcf

EOF_BLOCK = bytes.fromhex("1f8b08040000000000ff0600424302001b0003000000000000000000")


def compressed(data, block=700):
    """BGZF with blocks of `block` bytes of text, cut wherever they end."""
    return b"".join(one_block(data[at : at + block]) for at in range(0, len(data), block)) + EOF_BLOCK


def one_block(data):
    packer = zlib.compressobj(6, zlib.DEFLATED, -15)
    packed = packer.compress(data) + packer.flush()
    head = bytes.fromhex("1f8b08040000000000ff060042430200") + struct.pack("<H", len(packed) + 25)
    return head + packed + struct.pack("<II", zlib.crc32(data), len(data))


def write_all(folder, content):
    """The same VCF as plain text, BGZF without index, BGZF with index, BCF."""
    paths = {kind: folder / f"{kind}{suffix}" for kind, suffix in
             (("plain", ".vcf"), ("scan", ".vcf.gz"), ("index", ".vcf.gz"), ("bcf", ".bcf"))}  # fmt: skip
    paths["plain"].write_text(content)
    paths["scan"].write_bytes(compressed(content.encode()))
    paths["index"].write_bytes(compressed(content.encode(), 1900))
    pysam.tabix_index(str(paths["index"]), preset="vcf", force=True)
    paths["bcf"].write_bytes(pysam.bcftools.view("-Ob", "--no-version", str(paths["plain"]), binary=True))
    return paths


_count = itertools.count()


def run(path, options, *, ledger=False, kind="vcf"):
    """Filter a file: the result, and the lines of the output without its header."""
    with warnings.catch_warnings(action="ignore", category=ResourceWarning):  # open files have a test of their own
        return _run(path, options, ledger=ledger, kind=kind)


def _run(path, options, *, ledger, kind):
    out = path.parent / f"out{next(_count)}.{kind}"
    wish = Wish(Target(out, kind), ledger=Target(out.with_suffix(".ledger.tsv"), "tsv") if ledger else None)
    source = open_vcf(str(path), options.reader, options.threads)
    try:
        ground = start_reading(source, options, wish)
        result = run_filter(source, ground, wish)
    finally:
        source.close()
    return result, [line for line in out.read_bytes().splitlines(keepends=True) if not line.startswith(b"#")]


def kept_alleles(lines):
    """(contig, position, ALT) of every kept allele of output lines, as GMS_KEPT tells."""
    found = set()
    for line in lines:
        chrom, pos, _, _, alt, _, _, info = line.decode().rstrip("\n").split("\t")[:8]
        flags = [one[9:].split(",") for one in info.split(";") if one.startswith("GMS_KEPT=")]
        alts = alt.split(",")
        told = flags[0] if flags else ["1"] * len(alts)
        found |= {(chrom, int(pos), one) for one, flag in zip(alts, told, strict=True) if flag == "1"}
    return found


def test_the_same_records_are_read_back_from_every_form(tmp_path):
    header = "##fileformat=VCFv4.2\n##contig=<ID=1>\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n"
    content = header + "".join(f"1\t{pos}\t.\tA\tC,T\t.\t.\t.\n" for pos in range(1, 200))
    wanted = {("1", pos, alt) for pos in range(1, 200) for alt in "CT"}
    for path in write_all(tmp_path, content).values():
        assert kept_alleles(run(path, Options(threads=1))[1]) == wanted
