"""What a caller says of one allele in one sample: allele fraction, reads and strands, from whichever fields it writes.

    Mutect2, TNscope, ensembled  AF, AD, DP; strands in SB or SB_mutect2 (reference and alternate, forward and reverse)
    VarDict                      AF, VD, DP; strands in ALD, for one sample in INFO/VARBIAS
    VarScan                      FREQ, RD, AD, DP; strands in ADF and ADR
    FreeBayes                    RO, AO, DP; strands for one sample in INFO/SAF and SAR
    Strelka                      AU CU GU TU (substitutions), TAR and TIR (indels): the first number, stricter tier
    pindel                       AD, or AF and VD of the pipelines

A fraction that no field states or gives is not known: never 0. Consensus reads of UMIs count as reads.
"""

from __future__ import annotations

from typing import NamedTuple

from gmstool.vcf.samples import MAX_DIGITS, Call, FormatPlan

_FIRST_SAMPLE = 9
_STRANDS = 4  # reference forward and reverse, alternate forward and reverse


class TumourCall(NamedTuple):
    """One allele in one sample. None is not known; `vaf_from` names the fields that the fraction comes from."""

    vaf: float | None = None
    depth: int | None = None
    ref_reads: int | None = None
    alt_reads: int | None = None
    forward: int | None = None
    reverse: int | None = None
    vaf_from: str | None = None


class Sample:
    """Reads the column of one sample, line by line."""

    def __init__(self, at: int, n_samples: int) -> None:
        self.at, self.n_samples = at, n_samples
        self._formats: dict[str, FormatPlan] = {}

    def call(self, line: bytes, alt: int) -> TumourCall:
        """What the record says of the ALT with 0-based index `alt` in this sample."""
        cells = line.rstrip(b"\r\n").decode("utf-8", "replace").split("\t")
        if len(cells) <= _FIRST_SAMPLE + self.at:
            return TumourCall()
        plan = self._formats.setdefault(cells[8], FormatPlan(cells[8]))
        column, alts = _Column(plan, cells[_FIRST_SAMPLE + self.at].split(":")), cells[4].split(",")
        call = plan.call(column.cells, alt, len(alts))
        counted = _strelka(column, cells[3], alts[alt]) or _counted(plan, call)
        strands = _strands(column, alt, len(alts)) or (_of_info(cells[7], alt) if self.n_samples == 1 else None)
        return counted._replace(forward=strands[0], reverse=strands[1]) if strands else counted


class _Column:
    """The cells of one sample under one FORMAT."""

    def __init__(self, plan: FormatPlan, cells: list[str]) -> None:
        self.plan, self.cells = plan, cells

    def numbers(self, key: str) -> list[int] | None:
        """The whole numbers under a key; None when it is missing or holds anything else."""
        text = self.plan.cell(self.cells, key)
        return _numbers(text) if text else None


def _numbers(text: str) -> list[int] | None:
    parts = text.split(",")
    counts = all(one.isascii() and one.isdigit() and len(one) <= MAX_DIGITS for one in parts)
    return [int(one) for one in parts] if counts else None


def _counted(plan: FormatPlan, call: Call) -> TumourCall:
    """A call of a file that states fractions or allele depths in the usual fields."""
    reads = call.ad or [None, None]
    known = [one for one in reads if one is not None]
    depth = call.dp if call.dp is not None else sum(known) if len(known) == len(reads) else None
    named = plan.stated[0] if plan.stated else next((key for key in ("AD", "AO", "VD") if key in plan.place), None)
    return TumourCall(call.vaf, depth, reads[0], call.ad_alt, vaf_from=named if call.vaf is not None else None)


def _strelka(column: _Column, ref: str, alt: str) -> TumourCall | None:
    """Strelka's counts: None where the record has none of its fields."""
    names = ("TAR", "TIR") if "TIR" in column.plan.place else (f"{ref.upper()}U", f"{alt.upper()}U")
    if not all(name in column.plan.place for name in names):
        return None
    first, second = (column.numbers(name) for name in names)
    depth = column.numbers("DP")
    if not first or not second:
        return TumourCall(depth=depth[0] if depth else None)
    whole = first[0] + second[0]
    return TumourCall(
        second[0] / whole if whole else None, depth[0] if depth else whole, first[0], second[0],
        vaf_from=f"{names[0]} {names[1]}",
    )  # fmt: skip


def _strands(column: _Column, alt: int, n_alts: int) -> tuple[int, int] | None:
    """Reads of the ALT on the forward and the reverse strand, from the sample's own fields."""
    for key in ("SB", "SB_mutect2"):
        both = column.numbers(key)
        if both and len(both) == _STRANDS and n_alts == 1:
            return both[2], both[3]
    both = column.numbers("ALD")
    if both and len(both) == 2 * n_alts and n_alts == 1:
        return both[0], both[1]
    forward, reverse = column.numbers("ADF"), column.numbers("ADR")
    if not forward or not reverse or len(forward) != len(reverse):
        return None
    at = {n_alts: alt, n_alts + 1: alt + 1}.get(len(forward))
    return None if at is None else (forward[at], reverse[at])


def _of_info(text: str, alt: int) -> tuple[int, int] | None:
    """Strands that a caller writes for the whole record: they are the sample's where it is alone."""
    info = dict(part.partition("=")[::2] for part in text.split(";"))
    bias = _numbers(info.get("VARBIAS", "").replace(":", ",")) if "VARBIAS" in info else None
    if bias and len(bias) == 2 and alt == 0:  # noqa: PLR2004  # forward and reverse
        return bias[0], bias[1]
    forward, reverse = (_numbers(info[key]) if key in info else None for key in ("SAF", "SAR"))
    if forward and reverse and len(forward) == len(reverse) > alt:
        return forward[alt], reverse[alt]
    return None
