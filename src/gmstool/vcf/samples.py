"""Cells of a sample column: genotype, depth, allele depths, quality, allele fraction, phase set."""

from typing import NamedTuple

MAX_DIGITS = 18  # of a whole number that fits 64 bits; more is no count of reads


class Call(NamedTuple):
    """What one sample's column says about one ALT. None is not known; depths are reads, vaf a fraction, gq Phred."""

    gt: str | None
    dp: int | None
    ad: list[int | None] | None
    ad_alt: int | None
    gq: int | None
    vaf: float | None
    ps: str | None


class FormatPlan:
    """Where the keys of one FORMAT text stand."""

    __slots__ = ("place", "stated")

    def __init__(self, text: str) -> None:
        self.place = {key: at for at, key in enumerate(text.split(":"))}
        self.stated = [key for key in ("AF", "VAF", "FREQ") if key in self.place]

    def call(self, cells: list[str], alt: int, n_alts: int) -> Call:
        """The call of the ALT with 0-based index `alt` among `n_alts`."""
        ref_reads, alt_reads = self._depths(cells, alt, n_alts)
        depth = _whole(self.cell(cells, "DP"))
        quality = _real(self.cell(cells, "GQ"))
        return Call(
            gt=self.cell(cells, "GT"),
            dp=depth,
            ad=None if ref_reads is None and alt_reads is None else [ref_reads, alt_reads],
            ad_alt=alt_reads,
            gq=None if quality is None or abs(quality) > 10**MAX_DIGITS else int(quality),
            vaf=self._fraction(cells, alt, n_alts, depth),
            ps=self.cell(cells, "PS") or self.cell(cells, "PID"),
        )

    def cell(self, cells: list[str], key: str) -> str | None:
        """Raw text of a key, None when the key or the value is missing (trailing fields may be dropped)."""
        at = self.place.get(key)
        if at is None or at >= len(cells):
            return None
        value = cells[at].rstrip("\r")
        return None if value in (".", "") else value

    def _depths(self, cells: list[str], alt: int, n_alts: int) -> tuple[int | None, int | None]:
        depths = self._listed(cells, "AD")
        if len(depths) == n_alts + 1:
            return _whole(depths[0]), _whole(depths[alt + 1])
        for ref_key, alt_key in (("RO", "AO"), ("RD", "AD"), ("RD", "VD")):
            alts = self._listed(cells, alt_key)
            # A lone AD beside RD is VarScan's count of the one ALT; two values may be anything.
            if len(alts) == n_alts and (alt_key != "AD" or n_alts == 1):
                refs = self._listed(cells, ref_key)
                return (_whole(refs[0]) if len(refs) == 1 else None), _whole(alts[alt])
        return None, None

    def _fraction(self, cells: list[str], alt: int, n_alts: int, depth: int | None) -> float | None:
        freq = self.cell(cells, "FREQ") if self.stated else None
        if freq and n_alts == 1 and (value := _fraction(freq)) is not None:
            return value  # VarScan writes percent, with a decimal comma in some locales
        for key in self.stated:
            stated = self._listed(cells, key)
            if len(stated) == n_alts and (value := _fraction(stated[alt])) is not None:
                return value
        depths = [_whole(text) for text in self._listed(cells, "AD")]
        if len(depths) == n_alts + 1:
            known = [reads for reads in depths if reads is not None]
            return _ratio(depths[alt + 1], sum(known) if len(known) == len(depths) else None)
        ref_reads, alt_reads = self._depths(cells, alt, n_alts)
        if ref_reads is not None and alt_reads is not None and n_alts == 1:
            return _ratio(alt_reads, ref_reads + alt_reads)
        return _ratio(alt_reads, depth)

    def _listed(self, cells: list[str], key: str) -> list[str]:
        text = self.cell(cells, key)
        return text.split(",") if text else []


def _whole(text: str | None) -> int | None:
    fits = text is not None and len(text) <= MAX_DIGITS and text.isascii() and text.isdigit()
    return int(text) if fits and text else None


def _real(text: str | None) -> float | None:
    try:
        value = float(text) if text else None
    except ValueError:
        return None
    return value if value is not None and value - value == 0 else None  # no NaN, no infinity


def _fraction(text: str) -> float | None:
    if text.endswith("%"):
        value = _real(text[:-1].replace(",", "."))
        return None if value is None else value / 100
    return _real(text)


def _ratio(part: int | None, whole: int | None) -> float | None:
    return part / whole if part is not None and whole else None
