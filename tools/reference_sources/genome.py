"""Chromosomes of the two builds: lengths and pseudoautosomal regions (1-based inclusive)."""

from __future__ import annotations

from typing import NamedTuple

CHROMOSOMES = (*(str(number) for number in range(1, 23)), "X", "Y", "MT")
REFSEQ_ACCESSION = {f"NC_{number:06d}": CHROMOSOMES[number - 1] for number in range(1, 25)}

_LENGTHS_37 = (
    249250621, 243199373, 198022430, 191154276, 180915260, 171115067, 159138663, 146364022, 141213431,
    135534747, 135006516, 133851895, 115169878, 107349540, 102531392, 90354753, 81195210, 78077248,
    59128983, 63025520, 48129895, 51304566, 155270560, 59373566, 16569,
)  # fmt: skip
_LENGTHS_38 = (
    248956422, 242193529, 198295559, 190214555, 181538259, 170805979, 159345973, 145138636, 138394717,
    133797422, 135086622, 133275309, 114364328, 107043718, 101991189, 90338345, 83257441, 80373285,
    58617616, 64444167, 46709983, 50818468, 156040895, 57227415, 16569,
)  # fmt: skip
LENGTHS = {
    "GRCh37": dict(zip(CHROMOSOMES, _LENGTHS_37, strict=True)),
    "GRCh38": dict(zip(CHROMOSOMES, _LENGTHS_38, strict=True)),
}


class Par(NamedTuple):
    """A pseudoautosomal region: the same sequence on X and Y."""

    x_start: int
    x_end: int
    y_start: int


PARS = {
    "GRCh37": (Par(60001, 2699520, 10001), Par(154931044, 155260560, 59034050)),
    "GRCh38": (Par(10001, 2781479, 10001), Par(155701383, 156030895, 56887903)),
}
