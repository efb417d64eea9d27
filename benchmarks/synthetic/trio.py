"""Genotypes of a child and two parents, as a joint caller writes them."""

from random import Random
from typing import Final, NamedTuple

SAMPLES: Final = ("proband", "mother", "father")
LEAST_SEEN: Final = 0.25  # a called site is not rare in its own family
DE_NOVO, NO_CALL = 0.001, 0.002
BEST_QUALITY: Final = 99

Genotype = tuple[int, int]


class Trio(NamedTuple):
    """The three sample columns and the counts that INFO repeats."""

    columns: str
    counts: list[int]  # per alternate
    called: int
    depth: int


def draw_trio(alternates: int, frequency: float | None, random: Random) -> Trio:
    """Depths, qualities and likelihoods agree with the genotypes."""
    columns, counts, called, total = [], [0] * (alternates + 1), 0, 0
    for genotype in _genotypes(alternates, frequency, random):
        if random.random() < NO_CALL:
            columns.append(f"./.:{','.join('0' * (alternates + 1))}:0:.:.")
            continue
        depth = 18 + int(random.random() * 27)
        columns.append(_column(genotype, depth, alternates, random))
        counts[genotype[0]] += 1
        counts[genotype[1]] += 1
        called, total = called + 2, total + depth
    return Trio("\t".join(columns), counts[1:], called, total)


def _genotypes(alternates: int, frequency: float | None, random: Random) -> tuple[Genotype, Genotype, Genotype]:
    """Mendelian, but for the rare de novo."""
    if random.random() < DE_NOVO:
        return (0, 1), (0, 0), (0, 0)
    seen = max(LEAST_SEEN, frequency) if frequency is not None else LEAST_SEEN
    haplotypes = [1 + int(random.random() * alternates) if random.random() < seen else 0 for _ in range(4)]
    if not any(haplotypes):
        haplotypes[random.randrange(4)] = 1
    child = haplotypes[random.randrange(2)], haplotypes[random.randrange(2, 4)]
    return _ordered(*child), _ordered(haplotypes[0], haplotypes[1]), _ordered(haplotypes[2], haplotypes[3])


def _ordered(one: int, other: int) -> Genotype:
    return (one, other) if one <= other else (other, one)


def _column(genotype: Genotype, depth: int, alternates: int, random: Random) -> str:
    low, high = genotype
    depths = [0] * (alternates + 1)
    depths[low] = depth if low == high else depth // 2 + int(random.random() * 9) - 4
    depths[high] += 0 if low == high else depth - depths[low]
    likelihoods = [20 + int(random.random() * 1200) for _ in range((alternates + 1) * (alternates + 2) // 2)]
    called = high * (high + 1) // 2 + low
    quality = min(BEST_QUALITY, *(likelihood for likelihood in likelihoods[:called] + likelihoods[called + 1 :]))
    likelihoods[called] = 0
    return f"{low}/{high}:{','.join(map(str, depths))}:{depth}:{quality}:{','.join(map(str, likelihoods))}"
