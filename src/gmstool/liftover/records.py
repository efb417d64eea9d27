"""One VCF record in the other build: CHROM, POS, REF, ALT and END change, every other byte stays."""

import re
from typing import NamedTuple

from gmstool.genome import RCRS_LENGTH, Region, bare
from gmstool.liftover.variants import Base, Lifted, checked, lift_variant
from gmstool.reference.liftover import Chains, Failure, LiftedRegion, Reason
from gmstool.vcf.alleles import gives_row
from gmstool.vcf.header import Header

_SECOND_PLACE = ("<BND", "<TRA", "<CTX")  # symbolic alleles with a mate elsewhere
_END = re.compile(rb"(?<![^;])END=([^;]*)")
_SVLEN = re.compile(rb"(?<![^;])SVLEN=([^;]*)")
_CHR2 = re.compile(rb"(?<![^;])CHR2=([^;]*)")


class Placed(NamedTuple):
    """A lifted record: where it lies and its new line."""

    chrom: str
    pos: int
    line: bytes
    turned: bool


class RecordLifter:
    """Lifts record lines. `base` gives bases of the target's sequence, None when there is no FASTA."""

    def __init__(self, chains: Chains, header: Header, base: Base | None = None) -> None:
        self.chains, self.base = chains, base
        self._mitochondria = rcrs_names(header, chains.source)
        self._names: dict[bytes, str] = {}

    def __call__(self, line: bytes) -> Placed | Failure:
        """The record in the other build, or why it has no place there."""
        name, position, rest = line.split(b"\t", 2)
        identifier, ref, alt, tail = rest.split(b"\t", 3)
        chrom = self._names.get(name) or self._name(name)
        if not chrom:
            other = is_other_mitochondria(name.decode())
            return Failure(Reason.OTHER_MITOCHONDRIA if other else Reason.OTHER_CONTIG)
        pos, bases, alts = int(position), ref.decode(), tuple(alt.decode().split(","))
        found = self._lifted(chrom, pos, bases, alts, tail)
        if isinstance(found, Failure):
            return found
        lifted, tail = found
        cells = (
            written(lifted.chrom, name), str(lifted.pos).encode(), identifier, lifted.ref.encode(),
            ",".join(lifted.alts).encode(), tail,
        )  # fmt: skip
        return Placed(lifted.chrom, lifted.pos, b"\t".join(cells), lifted.strand < 0)

    def _name(self, name: bytes) -> str:
        """The contig's bare name; empty for one that has no place in the other build."""
        text = name.decode("utf-8", "replace")
        chrom = bare(text)
        known = chrom in self.chains.chromosomes and (chrom != "MT" or text in self._mitochondria)
        self._names[name] = chrom if known else ""
        return self._names[name]

    def _lifted(
        self, chrom: str, pos: int, ref: str, alts: tuple[str, ...], tail: bytes
    ) -> tuple[Lifted, bytes] | Failure:
        plain = all(alt.isalpha() for alt in alts)
        if plain and b"END=" not in tail:
            lifted = lift_variant(self.chains, chrom, pos, ref, alts, self.base)
            return lifted if isinstance(lifted, Failure) else (lifted, tail)
        info = tail.split(b"\t", 3)[2].rstrip(b"\r\n")
        if any(map(has_second_place, alts)) or _names_other_contig(info, chrom):
            return Failure(Reason.BREAKEND)
        end = _end(info, pos, ref, alts)
        if isinstance(end, Failure):
            return end
        symbolic = any(alt.startswith("<") and gives_row(alt) for alt in alts)
        if symbolic or end != pos + len(ref) - 1:
            return self._stretch(Region(chrom, pos, end), ref, alts, tail)
        lifted = lift_variant(self.chains, chrom, pos, ref, alts, self.base)
        if isinstance(lifted, Failure):
            return lifted
        return lifted, _with_info(tail, _END, str(lifted.pos + len(lifted.ref) - 1))

    def _stretch(self, region: Region, ref: str, alts: tuple[str, ...], tail: bytes) -> tuple[Lifted, bytes] | Failure:
        """A structural variant or a block of a gVCF: both ends and most between them must have a place."""
        found = self.chains.region(region)
        if isinstance(found, Failure):
            return found
        if found.strand < 0:
            return Failure(Reason.TURNED_STRUCTURE)
        if not self._ends_meet(region, ref, found):
            return Failure(Reason.END_NOT_ALIGNED)
        _, start, end = found.region
        lifted = checked(Lifted(found.region.chrom, start, ref, alts, 1, self.base is not None), self.base)
        if isinstance(lifted, Failure):
            return lifted
        return lifted, _with_length(_with_info(tail, _END, str(end)), region.end - region.start, end - start)

    def _ends_meet(self, region: Region, ref: str, found: LiftedRegion) -> bool:
        first = self.chains.block(region.chrom, region.start, region.start + len(ref) - 1)
        last = self.chains.block(region.chrom, region.end, region.end)
        if isinstance(first, Failure) or isinstance(last, Failure):
            return False
        return (first.target(region.start), last.target(region.end)) == found.region[1:]


def rcrs_names(header: Header, source: str) -> frozenset[str]:
    """The names under which rCRS stands in a file: by length, else MT in GRCh37 and any name in GRCh38."""
    lengths = {name: length for name, length in header.contigs.items() if bare(name) == "MT"}
    usual = {"MT"} if source == "GRCh37" else {"MT", "M", "chrM"}
    unstated = {name for name in usual if lengths.get(name) is None}
    return frozenset(unstated | {name for name, length in lengths.items() if length == RCRS_LENGTH})


def is_other_mitochondria(name: str) -> bool:
    """Whether a contig is a mitochondrial genome, of whatever length."""
    return bare(name) == "MT"


def written(chrom: str, like: bytes) -> bytes:
    """A chromosome in the naming style of a contig of the input."""
    if like[:3].lower() == b"chr":
        return like[:3] + (b"M" if chrom == "MT" else chrom.encode())
    return b"M" if like == b"M" else chrom.encode()


def has_second_place(alt: str) -> bool:
    """Whether an ALT is a breakend, mated or single, or a symbol for one."""
    single = len(alt) > 1 and "." in (alt[0], alt[-1])
    return "[" in alt or "]" in alt or single or alt.startswith(_SECOND_PLACE)


def _names_other_contig(info: bytes, chrom: str) -> bool:
    other = _CHR2.search(info)
    return other is not None and bare(other[1].decode()) != chrom


def _end(info: bytes, pos: int, ref: str, alts: tuple[str, ...]) -> int | Failure:
    """The last base of a record: END, else by SVLEN, else the reference allele's."""
    if stated := _END.search(info):
        return int(stated[1]) if stated[1].isdigit() and int(stated[1]) >= pos else Failure(Reason.NO_END)
    symbols = [alt for alt in alts if alt.startswith("<") and gives_row(alt)]
    if all(symbol.startswith("<INS") for symbol in symbols):
        return pos + len(ref) - 1
    stated = _SVLEN.search(info)
    lengths = [one.lstrip(b"-") for one in stated[1].split(b",")] if stated else []
    if not lengths or not all(one.isdigit() for one in lengths):
        return Failure(Reason.NO_END)
    return pos + max(map(int, lengths))


def _with_info(tail: bytes, key: re.Pattern[bytes], value: str) -> bytes:
    """The record's tail with the value of an INFO key that is there replaced."""
    qual, passed, info, *rest = tail.split(b"\t", 3)
    return b"\t".join((qual, passed, _replaced(info, key, value), *rest))


def _replaced(info: bytes, key: re.Pattern[bytes], value: str) -> bytes:
    found = key.search(info)
    if not found:
        return info
    start = found.start(1)
    return info[:start] + value.encode() + info[start + len(found[1].rstrip(b"\r\n")) :]


def _with_length(tail: bytes, old: int, new: int) -> bytes:
    """SVLEN follows the ends where it said the same as they did."""
    stated = _SVLEN.search(tail.split(b"\t", 3)[2].rstrip(b"\r\n"))
    if old == new or not stated:
        return tail
    lengths = stated[1].decode().split(",")
    moved = [str(-new if one.startswith("-") else new) if one.lstrip("-") == str(old) else one for one in lengths]
    return _with_info(tail, _SVLEN, ",".join(moved))
