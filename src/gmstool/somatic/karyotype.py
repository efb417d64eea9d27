"""Reading a karyotype in ISCN as far as risk needs it: abnormalities, losses, complex and monosomal karyotypes.

    46,XX,t(8;21)(q22;q22)[18]/46,XX[2]      clones are separated by a slash, cells stand in brackets

What is not understood stays an abnormality of its own; nothing is guessed from it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_CELLS = re.compile(r"\[[^\]]*\]")
_MODAL = re.compile(r"^\d{2}(~\d{2})?(<[^>]*>)?$")
_SEX = re.compile(r"^[XY]{1,4}$|^-[XY]$")
_LOSS = re.compile(r"^-(\d{1,2})$")
_GAIN = re.compile(r"^\+(\d{1,2}|[XY])$")
_BREAKS = re.compile(r"\(([^()]*)\)\(([^()]*)\)")
_OF_CHROMOSOME = {  # name: the chromosome that is lost, or where it is broken
    "-5 or del(5q)": ("5", "q", ("del",)),
    "-7": ("7", "", ()),
    "-17 or abn(17p)": ("17", "p", ("",)),
}
MONOSOMIES = 2  # two autosomal losses, or one with a structural abnormality, make a karyotype monosomal (ELN 2022)


@dataclass(frozen=True, slots=True)
class Karyotype:
    """The abnormalities of all clones, each once; none is a normal karyotype."""

    text: str
    abnormalities: tuple[str, ...]

    @property
    def structural(self) -> tuple[str, ...]:
        return tuple(one for one in self.abnormalities if "(" in one)

    @property
    def losses(self) -> tuple[str, ...]:
        """Lost autosomes."""
        return tuple(one for one in self.abnormalities if _LOSS.match(one))

    @property
    def monosomal(self) -> bool:
        return len(self.losses) >= MONOSOMIES or bool(self.losses and self.structural)

    def is_complex(self, at_least: int) -> bool:
        """Whether there are that many abnormalities; gained chromosomes alone are hyperdiploid instead (ELN 2022)."""
        hyperdiploid = all(_GAIN.match(one) for one in self.abnormalities)
        return len(self.abnormalities) >= at_least and not hyperdiploid

    def isolated_del_5q(self) -> bool:
        """del(5q) alone or with one abnormality other than -7 or del(7q), as WHO and ICC have it."""
        others = [one for one in self.abnormalities if not (one.startswith("del") and breaks(one, "5", "q"))]
        of_7 = any(one == "-7" or (one.startswith("del") and breaks(one, "7", "q")) for one in others)
        return len(others) < len(self.abnormalities) and len(others) <= 1 and not of_7

    def adverse(self) -> tuple[str, ...]:
        """The losses and abnormalities of chromosomes 5, 7 and 17 that are adverse by themselves."""
        return tuple(
            name
            for name, (chrom, band, kinds) in _OF_CHROMOSOME.items()
            if f"-{chrom}" in self.abnormalities
            or any(one.startswith(kinds) and breaks(one, chrom, band) for one in self.abnormalities if kinds)
            or (chrom == "17" and self.begins("i(17)(q10)"))
        )

    def begins(self, *written: str) -> bool:
        """Whether an abnormality is written so: t(8;21) with any bands."""
        return any(one.startswith(written) for one in self.abnormalities)


def breaks(abnormality: str, chrom: str, band: str) -> bool:
    """Whether t(11;19)(q23;p13) breaks a chromosome in a band, given as far as it matters: 11, q23."""
    for match in _BREAKS.finditer(abnormality):
        chroms, bands = match[1].split(";"), match[2].split(";")
        pairs = zip(chroms, bands, strict=True) if len(chroms) == len(bands) else ((one, match[2]) for one in chroms)
        if any(one == chrom and band_of.startswith(band) for one, band_of in pairs):
            return True
    return False


def read(text: str | None) -> Karyotype | None:
    """A karyotype as ISCN writes it; None for nothing, and for words instead of a karyotype."""
    plain = _CELLS.sub("", text or "").replace(" ", "")
    if not re.match(r"^\d{2}", plain):
        return None
    found: list[str] = []
    for clone in plain.split("/"):
        parts = [one for one in clone.split(",") if one]
        found += [
            one for one in parts if not _MODAL.match(one) and not _SEX.match(one) and one not in ("idem", "sl", "sdl")
        ]
    return Karyotype(str(text), tuple(dict.fromkeys(found)))
